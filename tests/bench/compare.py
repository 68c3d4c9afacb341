#!/usr/bin/env python3
"""Measures onrecord and its peers on the same files, interleaved, and prints a Markdown table; compare.sh calls it.

In each run each program indexes all files from nothing, comes again with nothing changed, comes again with one file changed,
and answers the same queries: in one warm process, and in a fresh one each. A figure of the table is the median over
the runs. Programs take turns within a run, so that what else the machine does falls on all alike. Before a number
is believed the documents of each index are counted, and the change must be found. Standard library only.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from measure import measure

HERE = Path(__file__).resolve().parent
FIXED = ["oil", "president", "tariffs", "interest rates", '"prime minister"', '"interest rates"']
DEBIAN_PYTHON = "/usr/bin/python3"
ROUNDS = 5


def text_of_all(paths):
    for path in paths:
        yield path.read_text(encoding="utf-8", errors="replace")


def derived(paths, wanted):
    """Neighbouring words from the midst of files spread over all, by turns a phrase and the longer word alone."""
    queries = []
    step = max(1, len(paths) // (wanted * 3))
    for text in text_of_all(paths[step // 2 :: step]):
        words = [word for word in text.split() if word.isascii() and word.isalpha() and word.islower()]
        at = next((at for at in range(len(words) // 2, len(words) - 1) if min(len(words[at]), len(words[at + 1])) > 4), None)
        if at is not None:
            pair = words[at : at + 2]
            query = f'"{pair[0]} {pair[1]}"' if len(queries) % 2 else max(pair, key=len)
            if query not in queries:
                queries.append(query)
        if len(queries) == wanted:
            break
    return queries


class Program:
    """What is measured: how it indexes, how it is asked, and where its index lies."""

    def __init__(self, name, work):
        self.name, self.at = name, work / "index" / name.replace(" ", "-").replace(",", "")
        self.figures = {}
        self.said = []

    def missing(self):
        """What it cannot run without, or None."""
        return None

    def prepare(self, files):
        self.at.parent.mkdir(parents=True, exist_ok=True)

    def clear(self):
        if self.at.is_dir():
            shutil.rmtree(self.at)
        elif self.at.exists():
            self.at.unlink()

    def size(self):
        if self.at.is_file():
            return self.at.stat().st_size
        return sum(path.stat().st_size for path in self.at.rglob("*") if path.is_file())

    def add(self, column, figure):
        self.figures.setdefault(column, []).append(figure)

    def median(self, column):
        figures = self.figures.get(column)
        return statistics.median(figures) if figures else None

    def run(self, command, column=None):
        """Runs a command, keeps its wall time, and gives what it printed."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            # Sampling would round short times up; only indexing is asked for its memory.
            interval = 0.02 if column == "index" else None
            told = measure([str(part) for part in command], out.fileno(), err.fileno(), interval)
            out.seek(0)
            err.seek(0)
            printed, complaint = out.read().decode(errors="replace"), err.read().decode(errors="replace")
        if told.code not in (0, 1) or (told.code == 1 and column in ("index", "again", "one")):
            raise RuntimeError(f"{self.name}: {' '.join(map(str, command[:4]))} … ended with {told.code}: {complaint[-400:]}")
        if column:
            self.add(column, told.wall)
        if column == "index":
            self.add("cpu", told.cpu)
            self.add("peak", told.peak)
        return printed

    def index(self, files, column):
        self.run(self.index_command(files), column)

    def warm(self, queries):
        """Milliseconds and total for each query in one process, as `total TAB milliseconds` lines."""
        lines = [line for line in self.run(self.warm_command(queries)).splitlines() if "\t" in line]
        told = [line.split("\t") for line in lines if line.split("\t")[0].isdigit()]
        return [int(total) for total, _ in told], [float(time) for _, time in told]

    def cold(self, query):
        self.run(self.cold_command(query), "cold")


class Onrecord(Program):
    def __init__(self, name, work, *options):
        super().__init__(name, work)
        self.options = options

    def ask(self, *rest):
        return [os.environ["ONRECORD"], "--index", self.at, "--quiet", *rest]

    def index_command(self, files):
        return self.ask("index", files, *self.options)

    def count(self):
        return json.loads(subprocess.run(list(map(str, self.ask("status", "--format", "json"))), capture_output=True).stdout)["articles"]

    def cold_command(self, query):
        return self.ask("query", query)

    def warm_command(self, queries):
        asked = self.at.parent / "queries.txt"
        asked.write_text("\n".join(queries) + "\n")
        return [os.environ["QUERIES"], self.at, "--ask", asked, ROUNDS]


class Bare(Program):
    """The yardstick keeps no index and answers nothing."""

    def index(self, files, column):
        if column != "index":
            return
        told = self.run([os.environ["BARE"], files], column).split()
        self.documents, self.bytes = int(told[0]), float(told[-2]) * 1e6

    def count(self):
        return self.documents

    def size(self):
        return self.bytes

    def warm(self, queries):
        return None

    def cold(self, query):
        pass


class Library(Program):
    """A peer of peers.py that indexes there too."""

    def __init__(self, name, work, peer, python):
        super().__init__(name, work)
        self.peer, self.python = peer, python

    def missing(self):
        probe = "import tantivy" if self.peer == "tantivy" else "import sqlite3; sqlite3.connect(':memory:').execute('create virtual table t using fts5(b)')"
        tried = Path(self.python).exists() and subprocess.run([self.python, "-c", probe], capture_output=True).returncode == 0
        return None if tried else f"{self.peer} for Python"

    def peers(self, *rest):
        return [self.python, HERE / "peers.py", self.peer, *rest]

    def index_command(self, files):
        return self.peers("update", self.at, files)

    def index(self, files, column):
        self.documents = int(self.run(self.index_command(files), column).split()[-1])

    def count(self):
        return self.documents

    def cold_command(self, query):
        return self.peers("ask", self.at, query)

    def warm_command(self, queries):
        return self.peers("warm", self.at, ROUNDS, *queries)


class Omega(Library):
    def __init__(self, work):
        super().__init__("Xapian Omega", work, "xapian", DEBIAN_PYTHON)

    def missing(self):
        return next((tool for tool in ("omindex", "quest", "xapian-delve") if not shutil.which(tool)), None)

    def index_command(self, files):
        return ["omindex", "--db", self.at, "--url", "/", files]

    def index(self, files, column):
        self.run(self.index_command(files), column)

    def count(self):
        told = subprocess.run(["xapian-delve", self.at], capture_output=True, text=True).stdout
        return next(int(line.split("=")[1]) for line in told.splitlines() if "number of documents" in line)

    def cold_command(self, query):
        return ["quest", "-d", self.at, "-m", "10", "--default-op=and", query]


class Recoll(Library):
    def __init__(self, work):
        super().__init__("Recoll", work, "recoll", DEBIAN_PYTHON)

    def missing(self):
        return next((tool for tool in ("recollindex", "recollq") if not shutil.which(tool)), None)

    def index(self, files, column):
        # All it writes lies in its configuration directory; it shall not look anywhere else, nor wait for the machine to be idle.
        self.at.mkdir(exist_ok=True)
        (self.at / "recoll.conf").write_text(f"topdirs = {files}\nloglevel = 2\nidxniceprio = 0\n")
        self.run(["recollindex", "-c", self.at], column)

    def count(self):
        told = subprocess.run(["recollq", "-c", self.at, "-Q", "mime:text/plain"], capture_output=True, text=True).stdout
        return next(int(line.split()[0]) for line in told.splitlines() if line.split()[1:2] == ["results"])

    def cold_command(self, query):
        return ["recollq", "-c", self.at, "-n", "10", query]


def all_programs(work):
    return {
        "bare": Bare("tantivy alone", work),
        "onrecord": Onrecord("onrecord", work),
        "plain": Onrecord("onrecord --no-annotate", work, "--no-annotate"),
        "recoll": Recoll(work),
        "omega": Omega(work),
        "fts5": Library("SQLite FTS5", work, "fts5", sys.executable),
        "tantivy-py": Library("tantivy, Python", work, "tantivy", str(work / "venv/bin/python")),
    }


def one_run(number, programs, files, changed, queries, remarks):
    before = changed.read_bytes()
    count = sum(1 for path in files.rglob("*") if path.is_file())
    for program in programs:
        print(f"run {number}: {program.name}", file=sys.stderr, flush=True)
        program.clear()
        program.index(files, "index")
        if program.count() != count:
            remarks.add(f"{program.name} holds {program.count()} of {count} files")
        program.add("size", program.size())
        program.index(files, "again")
        word = f"zqchanged{number}"
        changed.write_bytes(before + f"\nThe word {word} was added.\n".encode())
        program.index(files, "one")
        changed.write_bytes(before)
        if told := program.warm([word]):
            if told[0] != [1]:
                remarks.add(f"{program.name} did not find what was changed")
            totals, times = program.warm(queries)
            program.said = totals
            program.add("warm", statistics.median(times))
            program.add("warm-worst", max(times))
        for query in queries:
            program.cold(query)


def table(programs, yardstick):
    columns = [
        ("index", "index s", 1, "{:.1f}", True), ("cpu", "CPU s", 1, "{:.1f}", True), ("peak", "memory MB", 1, "{:.0f}", True),
        ("size", "size MB", 1e-6, "{:.1f}", True), ("again", "nothing changed s", 1, "{:.2f}", False), ("one", "one changed s", 1, "{:.2f}", False),
        ("cold", "cold query ms", 1e3, "{:.1f}", False), ("warm", "warm query ms", 1, "{:.3f}", False), ("warm-worst", "worst warm ms", 1, "{:.2f}", False),
    ]
    print("| | " + " | ".join(title for _, title, *_ in columns) + " |")
    print("|---|" + "---:|" * len(columns))
    for program in programs:
        cells = []
        for column, _, scale, form, ratio in columns:
            figure = program.median(column)
            cell = "–" if figure is None else form.format(figure * scale)
            if figure is not None and ratio and yardstick and yardstick is not program:
                cell += f" ({figure / yardstick.median(column):.2f})"
            cells.append(cell)
        print(f"| {program.name} | " + " | ".join(cells) + " |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dir", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", default="", help="some of bare, onrecord, plain, recoll, omega, fts5, tantivy-py, with commas")
    parser.add_argument("--work", type=Path, required=True)
    args = parser.parse_args()
    work = args.work.resolve()
    files = work / "files"
    if files.exists():
        shutil.rmtree(files)
    shutil.copytree(args.dir, files)
    paths = sorted(path for path in files.rglob("*") if path.is_file())
    queries = FIXED + derived(paths, 6)
    programs, remarks = [], set()
    every = all_programs(work)
    wanted = [name for name in args.only.split(",") if name] or list(every)
    for name in wanted:
        if name not in every:
            parser.error(f"--only knows {', '.join(every)}")
        if missing := every[name].missing():
            remarks.add(f"{every[name].name} is missing: {missing} is not installed")
        else:
            every[name].prepare(files)
            programs.append(every[name])
    for number in range(1, args.runs + 1):
        # The first of one run is the second of the next.
        turn = (number - 1) % max(1, len(programs))
        for program in programs[turn:] + programs[:turn]:
            try:
                one_run(number, [program], files, paths[0], queries, remarks)
            except (RuntimeError, StopIteration, ValueError) as error:
                remarks.add(f"{program.name} failed: {error}")
    yardstick = every["bare"] if every["bare"].figures else None
    size = sum(path.stat().st_size for path in paths) / 1e6
    print(f"{len(paths)} files, {size:.1f} MB of text; medians of {args.runs} runs; in brackets the ratio to tantivy alone.\n")
    table([program for program in programs if program.figures], yardstick)
    print(f"\nQueries: {', '.join(f'`{query}`' for query in queries)}.")
    for program in programs:
        if program.said:
            print(f"{program.name} found {', '.join(map(str, program.said))}.")
    for remark in sorted(remarks):
        print(f"\n**{remark}**")


if __name__ == "__main__":
    main()

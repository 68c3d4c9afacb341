#!/usr/bin/env python3
"""Kills onrecord, cuts its power, lets the disk fail and flips bytes, and sees whether the index stays what it should be.

    faults.py ONRECORD ARCHIVE WORK [--kill N] [--cut N] [--io N] [--flip N] [--together SECONDS] [--seed N]

ARCHIVE is a directory of some thousand articles and is only read; WORK, which must not be there, gets copies and indexes. After each
trial the index opens, is sound by `check`, and ends equal to that of an undisturbed run: all articles, quotations and
counts. Prints a line for each part; exit code 1 when a trial failed, which is told with what is needed to repeat it.

The disk fails through faults.c, compiled with cc where there is one. The power is cut in a model (power_cut.py) of runs that strace
traces, where there is one: N states of each.
"""

import argparse
import collections
import errno
import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import power_cut

QUESTIONS = [
    ["query", "market", "-n", "20", "--format", "jsonl"],
    ["quotes", "said", "-n", "20", "--format", "jsonl"],
    ["speakers", "--format", "json"],
    ["status", "--failures", "--format", "json"],
    ["export", "--full", "--sort", "oldest"],
    ["export", "--quotes", "--sort", "oldest"],
]


class Trials:
    def __init__(self, args):
        self.onrecord, self.work = str(Path(args.onrecord).resolve()), Path(args.work).resolve()
        self.archive = self.work / "archive"
        shutil.copytree(args.archive, self.archive)
        self.failures = []
        self.whole = self.work / "whole"
        self.time = self.timed(["index", self.archive], self.whole)
        self.expected = self.state(self.whole)

    def command(self, args, index):
        return [self.onrecord, "--index", str(index), "--quiet", *map(str, args)]

    def run(self, args, index, env=None):
        env = {**os.environ, **(env or {})}
        done = subprocess.run(self.command(args, index), capture_output=True, stdin=subprocess.DEVNULL, env=env)
        # The size on the disk is no answer from the index, nor is the time of the last run.
        out = re.sub(rb'\n *"bytes": \d+,|,?\n *"last_read": [^\n,]*', b"", done.stdout)
        return done.returncode, out, done.stderr.decode(errors="replace")

    def timed(self, args, index):
        start = time.monotonic()
        code, _, said = self.run(args, index)
        assert code == 0, said
        return time.monotonic() - start

    def state(self, index):
        """Digests of all articles, all quotations, and the counts, whatever their order."""
        digests = []
        for args in (["export", "--full"], ["export", "--quotes"]):
            code, out, said = self.run(args, index)
            if code == 2:
                return said
            digests.append(hashlib.sha256(b"\n".join(sorted(out.splitlines()))).hexdigest())
        _, out, _ = self.run(["status", "--failures", "--format", "json"], index)
        status = json.loads(out)
        return digests + [status[name] for name in ("files", "files_failed", "articles", "quotes")]

    def expect(self, what, is_so, said=""):
        if not is_so:
            self.failures.append(what)
            print(f"  FAILED {what}: {str(said).strip()[:600]}", flush=True)
        return is_so

    def copy_of(self, index, name):
        to = self.work / name
        shutil.rmtree(to, ignore_errors=True)
        if index is not None:
            shutil.copytree(index, to)
        return to

    def sound(self, what, index):
        code, out, said = self.run(["check"], index)
        nothing = code == 2 and "there is no index" in said
        return self.expect(f"{what}: check", code == 0 or nothing, out.decode(errors="replace") + said)

    def ends_well(self, what, index):
        self.sound(what, index)
        code, _, said = self.run(["index", self.archive], index)
        state = self.state(index)
        self.expect(f"{what}: the next run", code == 0 and state == self.expected, said or state)

    def killed(self, args, index, after):
        child = subprocess.Popen(self.command(args, index), stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(after)
        child.send_signal(signal.SIGKILL)
        child.wait()

    def kill(self, count):
        again = ["index", self.archive, "--again", "--commit-every", "40"]
        time_again = self.timed(again, self.copy_of(self.whole, "again"))
        for turn in range(count):
            kind = ("index", "merge", "watch", "correct", "snapshot", "restore", "import", "roots")[turn % 8]
            what = f"kill {turn} ({kind})"
            if kind == "index":
                index = self.copy_of(None, "killed")
                self.killed(["index", self.archive, "--commit-every", "100"], index, random.uniform(0, self.time * 1.2))
            elif kind == "merge":
                index = self.copy_of(self.whole, "killed")
                self.killed(again, index, random.uniform(0, time_again))
            elif kind == "watch":
                index = self.copy_of(self.whole, "killed")
                self.watched(index)
            elif kind == "restore":
                index = self.copy_of(None, "killed")
                self.restored(what, index)
            else:
                index = self.copy_of(self.whole, "killed")
                {"correct": self.corrected, "snapshot": self.packed, "import": self.imported, "roots": self.moved}[kind](what, index)
            self.ends_well(what, index)
        print(f"kill: {count} trials", flush=True)

    def watched(self, index):
        files = [path for path in self.archive.rglob("*") if path.is_file()]
        kept = {path: path.read_bytes() for path in random.sample(files, 20)}
        child = subprocess.Popen(self.command(["index", self.archive, "--watch"], index), stderr=subprocess.DEVNULL)
        time.sleep(random.uniform(0.1, 1))
        for path in kept:
            path.write_bytes(random.choice(list(kept.values())))
            time.sleep(random.uniform(0, 0.1))
        time.sleep(random.uniform(0, 1.5))
        child.send_signal(signal.SIGKILL)
        child.wait()
        for path, text in kept.items():
            path.write_bytes(text)

    def corrected(self, what, index):
        beside = Path(f"{index}.corrections.jsonl")
        _, out, _ = self.run(["quotes", "said", "-n", "20", "--format", "jsonl"], index)
        ids = [json.loads(line)["id"] for line in out.splitlines()]
        for quote in ids[:4]:
            self.killed(["correct", quote, "--speaker", "Tilda Marrow"], index, random.uniform(0, 0.05))
            code, _, said = self.run(["quotes", "said"], index)
            self.expect(f"{what}: corrections", code != 2, said)
        beside.unlink(missing_ok=True)

    def packed(self, what, index):
        """Kills a snapshot that would replace an earlier one: what has the name restores, whole."""
        file = self.work / "killed.onrecord"
        took = self.timed(["snapshot", file], index)
        self.killed(["snapshot", file], index, random.uniform(0, took * 1.2))
        other = self.copy_of(None, "restored")
        code, _, said = self.run(["restore", file], other)
        self.expect(f"{what}: restores", code == 0 and self.state(other) == self.expected, said)

    def restored(self, what, index):
        """Kills a restore: there is all of it or nothing, and the next one goes through."""
        file = self.work / "whole.onrecord"
        if not file.exists():
            self.timed(["snapshot", file], self.whole)
        took = self.timed(["restore", file], self.copy_of(None, "restored"))
        self.killed(["restore", file], index, random.uniform(0, took * 1.2))
        found = self.state(index)
        nothing = isinstance(found, str) and "there is no index" in found
        self.expect(f"{what}: all or nothing", nothing or found == self.expected, found)
        if nothing:
            code, _, said = self.run(["restore", file], index)
            self.expect(f"{what}: the next restore", code == 0 and self.state(index) == self.expected, said)

    def imported(self, what, index):
        """Kills an import of many corrections: all or none stand in the file."""
        _, out, _ = self.run(["quotes", "said", "-n", "400", "--format", "jsonl"], index)
        ids = [json.loads(line)["id"] for line in out.splitlines()]
        many = self.work / "many.csv"
        many.write_text("quote,speaker\n" + "".join(f"{quote},Tilda Marrow\n" for quote in ids))
        beside = Path(f"{index}.corrections.jsonl")
        beside.unlink(missing_ok=True)
        self.killed(["corrections", "import", many], index, random.uniform(0, 0.06))
        lines = beside.read_text().splitlines() if beside.exists() else []
        self.expect(f"{what}: all or none", len(lines) in (0, len(ids)) and all(json.loads(line) for line in lines), len(lines))
        code, _, said = self.run(["corrections", "import", many], index)
        self.expect(f"{what}: the next import", code == 0 and len(beside.read_text().splitlines()) == len(ids), said)
        beside.unlink(missing_ok=True)

    def moved(self, what, index):
        """Kills the move of a root, there and back: the index stays what it is."""
        there = self.work / "moved"
        there.symlink_to(self.archive) if not there.is_symlink() else None
        for old, new in ((self.archive, there), (there, self.archive)):
            self.killed(["roots", "move", old, new], index, random.uniform(0, 0.05))
            code, _, said = self.run(["roots", "--format", "json"], index)
            self.expect(f"{what}: roots", code == 0, said)
            self.run(["roots", "move", old, new], index)
        self.expect(f"{what}: nothing changed", self.state(index) == self.expected)

    def cut(self, count):
        if shutil.which("strace") is None:
            print("cut: left out, there is no strace")
            return
        place = self.work / "cut"
        place.mkdir()
        files = sorted(path for path in self.archive.rglob("*") if path.is_file())
        archive = place / "archive"
        archive.mkdir()
        for number, path in enumerate(files[:60]):
            shutil.copy(path, archive / f"{number:02}{path.suffix}")
        seen = 0
        for kind in ("first", "again", "changed", "correct", "repair"):
            seen += self.cut_kind(kind, place / kind, archive, count)
        print(f"cut: {seen} states", flush=True)

    def cut_kind(self, kind, place, archive, count):
        """Cuts the power in a run of one kind, `count` times."""
        place.mkdir()
        root, index = place / "root", place / "root" / "index"
        root.mkdir()
        args = ["index", archive, "--commit-every", "9", "--jobs", "1"]
        if kind != "first":
            self.timed(["index", archive, "--commit-every", "20"], index)
        if kind == "again":
            args.append("--again")
        if kind == "changed":
            for number, path in enumerate(sorted(archive.iterdir())[:30]):
                path.unlink() if number % 3 == 0 else path.write_text(f"A pier was mended, number {number}.\n")
        before, final_before = self.articles(index), None
        if kind == "correct":
            final_before = self.state(index)
            _, out, _ = self.run(["quotes", "said", "-n", "1", "--format", "jsonl"], index)
            args = ["correct", json.loads(out)["id"], "--speaker", "Tilda Marrow"]
        if kind == "repair":
            args = ["check", "--repair"]
            store = max(index.glob("*.store"), key=lambda path: path.stat().st_size)
            text = bytearray(store.read_bytes())
            text[len(text) // 3] ^= 8
            store.write_bytes(text)
        trace = power_cut.Trace(self.command(args, index), root, place / "before", place / "trace")
        self.expect(f"cut ({kind}): the traced run", trace.code == 0, trace.said)
        after, final = self.articles(index), self.state(index)
        corrections = {path.read_bytes() for path in [place / "before" / "index.corrections.jsonl"] if path.exists()} | {b""}
        number = 0
        for number, (step, call, last, files) in enumerate(power_cut.states(trace, count, random)):
            state = place / "state"
            shutil.rmtree(state, ignore_errors=True)
            power_cut.write(files, state)
            what = f"cut ({kind}) {number} behind call {step} ({call})"
            found, cut = self.articles(state / "index"), state / "index"
            # A correction that the cut undid is for its person to make again.
            wanted = final
            if kind == "correct":
                text = files.get("index.corrections.jsonl", b"")
                done = (root / "index.corrections.jsonl").read_bytes()
                self.expect(f"{what}: the correction", text == done or (not last and text in corrections), text)
                wanted = final if text == done else final_before
            if kind == "repair" and isinstance(found, str):
                # Of what is damaged no answer is given, until it is mended.
                self.expect(f"{what}: refused", "damaged" in found and not last, found)
                self.run(["check", "--repair"], cut)
                found = self.articles(cut)
            if kind == "first" and isinstance(found, str) and "there is no index" in found and not last:
                found = {}
            if not self.expect(f"{what}: opens", isinstance(found, dict), found):
                continue
            exact = all(text in (before.get(name), after.get(name)) for name, text in found.items()) if isinstance(before, dict) else True
            self.expect(f"{what}: articles as they were or are", kind == "repair" or exact)
            lost = [name for name in after if name not in found and isinstance(before, dict) and name in before]
            self.expect(f"{what}: nothing lost", kind == "repair" or not lost, lost[:3])
            self.expect(f"{what}: what was finished stays", not last or found == after)
            if number % 6 == 0 or last:
                if kind != "repair":
                    self.sound(what, cut)
                code, _, said = self.run(["index", archive], cut)
                self.expect(f"{what}: the next run", code == 0 and self.state(cut) == wanted, said)
                self.sound(f"{what}, the next run", cut)
                left = [name for name in os.listdir(cut) if name.endswith(".new") or name in (".managed.json", "rebuilding")]
                self.expect(f"{what}: nothing is left", not left, left)
        return number + 1

    def articles(self, index):
        """Text of each article by its id, or the reason why there are none."""
        code, out, said = self.run(["export", "--full"], index)
        return said if code == 2 else {json.loads(line)["id"]: line for line in out.splitlines()}

    def io(self, count):
        shim = self.work / "faults.so"
        source = Path(__file__).with_name("faults.c")
        if shutil.which("cc") is None:
            print("io: left out, there is no cc")
            return
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", shim, source, "-ldl"], check=True)
        told = collections.Counter()
        part = self.copy_of(None, "part")
        files = [path for path in self.archive.rglob("*") if path.is_file()]
        listed = self.work / "half.txt"
        listed.write_text("".join(f"{path}\n" for path in files[::2]))
        self.run(["index", "--root", f"archive={self.archive}", "--include", "*0*"], part)
        update = ["index", self.archive, "--commit-every", "150"]
        ways = [("write", errno.EIO, ""), ("write", errno.ENOSPC, "1"), ("fsync", errno.EIO, ""), ("rename", errno.EIO, ""),
                ("open", errno.EIO, ""), ("mmap", errno.ENOMEM, ""), ("read", errno.EIO, "")]
        (self.work / "some.csv").write_text("quote,speaker\n" + "".join(f"{number:016x},Tilda Marrow\n" for number in range(50)))
        env = {"LD_PRELOAD": str(shim), "FAULTS_DIR": str(self.work / "failing"), "FAULTS_COUNT": str(self.work / "count")}
        for turn in range(count):
            op, number, on = ways[turn % len(ways)]
            index = self.copy_of(self.whole if turn % 2 else None, "failing")
            args = update if turn % 2 == 0 else [*update, "--again"]
            if turn % 5 == 4:
                asked = [["snapshot", self.work / "failing.onrecord"], ["corrections", "import", self.work / "some.csv"]]
                index, args = self.copy_of(self.whole, "failing"), random.choice(QUESTIONS + asked)
            env.update({"FAULTS_OP": op, "FAULTS_AT": "0", "FAULTS_ERRNO": str(number)})
            env.pop("FAULTS_ON", None)
            self.run(args, self.copy_of(self.whole if turn % 2 or turn % 5 == 4 else None, "failing"), env)
            calls = int((self.work / "count").read_text() or 0)
            index = self.copy_of(self.whole if turn % 2 or turn % 5 == 4 else None, "failing")
            env["FAULTS_AT"] = str(random.randint(1, max(calls, 1)))
            if on:
                env["FAULTS_ON"] = on
            code, out, said = self.run(args, index, env)
            what = f"io {turn} ({op} {env['FAULTS_AT']} of {calls} fails with {errno.errorcode[number]}{' for good' * bool(on)}, {args[0]})"
            told[code] += 1
            self.expect(what, code in (0, 1, 2) and "panicked" not in said and (code != 2 or said), said)
            if args in QUESTIONS:
                # The size on the disk is that without what could not be written.
                sized = lambda text: re.sub(rb"\"bytes\": \d+", b"", text)
                exact = sized(out) == sized(self.run(args, self.whole)[1].replace(b"/whole", b"/failing"))
                # The same call again: the index as it was, since a question may note what it has checked.
                exact = exact or self.warned(args, self.copy_of(self.whole, "failing"), env)
                self.expect(f"{what}: answer", code == 2 or exact, said)
            self.ends_well(what, index)
        print(f"io: {count} trials, exit codes {dict(told)}", flush=True)

    def warned(self, args, index, env=None):
        """True if an answer comes with a word about it: without names and copies of the archive there are answers."""
        loud = [self.onrecord, "--index", str(index), *args]
        done = subprocess.run(loud, capture_output=True, stdin=subprocess.DEVNULL, env={**os.environ, **(env or {})})
        return b"warning" in done.stderr

    def flip(self, count):
        index = self.copy_of(self.whole, "flipped")
        self.timed(["index", self.archive], index)
        answers = [self.run(args, index)[:2] for args in QUESTIONS]
        files = [path for path in sorted(index.iterdir()) if not path.name.endswith("lock")]
        found = collections.Counter()
        for turn in range(count):
            path = files[turn % len(files)]
            kept = path.read_bytes()
            at = random.randrange(len(kept))
            length = random.choice((1, 1, 1, 4, 512))
            changed = bytearray(kept)
            changed[at : at + length] = bytes(byte ^ random.randint(1, 255) for byte in kept[at : at + length])
            path.write_bytes(changed)
            what = f"flip {turn} ({path.name}, {length} at {at} of {len(kept)})"
            code, out, said = self.run(["check"], index)
            kind = path.name.partition(".")[2] if path.name[:8].isalnum() else path.name
            kind = kind.rpartition(".")[2] or path.name
            found[kind, "found" if code == 1 else "not found"] += 1
            harmless = len(kept) - at < 120 or path.name == ".managed.json"
            self.expect(f"{what}: check", code == 1 or (code == 0 and harmless), f"{code} {out.decode()} {said}")
            for args, (right, answer) in zip(QUESTIONS, answers):
                code, out, said = self.run(args, index)
                exact = (code, out) == (right, answer)
                if not exact and path.suffix == ".bin":
                    exact = self.warned(args, index)
                self.expect(f"{what}: {args[0]}", exact or (code == 2 and said and "panicked" not in said), said or "another answer")
            if turn % 8 == 0:
                code, out, said = self.run(["check", "--repair"], index)
                same = self.state(index) == self.expected
                self.expect(f"{what}: repair", code == 0 and same, out.decode(errors="replace") + said)
                index = self.copy_of(self.whole, "flipped")
                self.timed(["index", self.archive], index)
                files = [path for path in sorted(index.iterdir()) if not path.name.endswith("lock")]
            else:
                path.write_bytes(kept)
        kinds = ", ".join(f"{kind} {number} {how}" for (kind, how), number in sorted(found.items()))
        print(f"flip: {count} trials: {kinds}", flush=True)

    def together(self, seconds):
        index = self.copy_of(None, "together")
        end = time.monotonic() + seconds
        counts = collections.Counter()

        def read():
            last = 0
            while time.monotonic() < end:
                for args in (["status", "--format", "json"], ["query", "market"], ["quotes", "said"]):
                    code, out, said = self.run(args, index)
                    before = code == 2 and "there is no index" in said
                    self.expect(f"reader {args[0]}", code in (0, 1) or before, said)
                    counts["reads"] += 1
                    if args[0] == "status" and code == 0:
                        now = json.loads(out)["articles"]
                        self.expect("reader: articles never go away", now >= last, f"{last}, then {now}")
                        last = now

        readers = [threading.Thread(target=read) for _ in range(10)]
        for reader in readers:
            reader.start()
        while time.monotonic() < end:
            args = ["index", self.archive, "--commit-every", "25", "--again"]
            first = subprocess.Popen(self.command(args, index), stderr=subprocess.PIPE)
            time.sleep(0.3)
            if first.poll() is None:
                code, _, said = self.run(args, index)
                if first.poll() is None:
                    self.expect("the second writer", code == 2 and f"process {first.pid}" in said, said)
                    counts["refused"] += 1
            said = first.communicate()[1].decode()
            self.expect("the first writer", first.returncode == 0, said)
            counts["runs"] += 1
        for reader in readers:
            reader.join()
        self.ends_well("together", index)
        print(f"together: {dict(counts)}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("onrecord", "archive", "work"):
        parser.add_argument(name)
    for name, number in (("kill", 200), ("cut", 100), ("io", 100), ("flip", 300), ("together", 60), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=number)
    args = parser.parse_args()
    random.seed(args.seed)
    trials = Trials(args)
    print(f"undisturbed: {trials.time:.1f} s, {trials.expected[2:]}", flush=True)
    for name in ("kill", "cut", "io", "flip", "together"):
        if getattr(args, name):
            getattr(trials, name)(getattr(args, name))
    print(f"{len(trials.failures)} trials failed")
    sys.exit(bool(trials.failures))


if __name__ == "__main__":
    main()

"""What may be on the disk after a power cut: a traced run, replayed call by call into a model of a file system.

The model is the weakest that POSIX allows. The bytes of a file are on the disk once the file was synced, before that all or none of
them. Of the entries of a directory that were made, renamed or removed since it was last synced, any subset may be: not only the
first so many. `Trace` records a run under strace, `states` draws states in which a cut may leave the disk.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

CALLS = "open,openat,creat,close,write,pwrite64,writev,ftruncate,rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,mkdirat,fsync,fdatasync"
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
LINE = re.compile(r"^(\d+) +(.*)$", re.S)


class File:
    def __init__(self):
        self.bytes = bytearray()
        self.synced = None


class Dir:
    def __init__(self, entries=None):
        self.entries = dict(entries or {})
        self.synced = dict(self.entries)
        # Since the last sync: (name, what it is then or None, name that it had before in this directory or None).
        self.pending = []

    def set(self, name, node, before=None):
        self.entries[name] = node
        if before is not None:
            self.entries.pop(before, None)
        self.pending.append((name, node, before))

    def remove(self, name):
        self.entries.pop(name, None)
        self.pending.append((name, None, None))

    def sync(self):
        self.synced, self.pending = dict(self.entries), []


def load(path):
    """A directory as it is on the disk, all of it synced."""
    entries = {}
    for entry in os.scandir(path):
        if entry.is_dir():
            entries[entry.name] = load(entry.path)
        else:
            node = File()
            node.bytes = bytearray(Path(entry.path).read_bytes())
            node.synced = bytes(node.bytes)
            entries[entry.name] = node
    return Dir(entries)


def calls(trace):
    """The calls of a trace in the order in which they ended, each a name, its arguments and its result; a call of close where it began:
    another thread may have its number before it has ended."""
    begun = {}
    for line in trace.read_text(errors="replace").splitlines():
        match = LINE.match(line)
        if not match:
            continue
        thread, text = match[1], match[2]
        if text.endswith("<unfinished ...>"):
            begun[thread] = text[: -len("<unfinished ...>")]
            if text.startswith("close("):
                yield "close", text[len("close(") :], 0
            continue
        resumed = re.match(r"<\.\.\. \w+ resumed>", text)
        if resumed and text.startswith("<... close "):
            begun.pop(thread, None)
            continue
        if resumed:
            text = begun.pop(thread, "") + text[resumed.end() :]
        match = re.match(r"(\w+)\((.*)\) += (-?\d+)", text, re.S)
        if match and int(match[3]) >= 0:
            yield match[1], match[2], int(match[3])


def text_of(quoted):
    return bytes.fromhex(quoted.replace("\\x", ""))


class Trace:
    """A run of `command` that changed the directory `root`, which is first copied to `before`."""

    def __init__(self, command, root, before, log):
        self.root, self.before, self.log = Path(root), Path(before), Path(log)
        shutil.copytree(root, before)
        strace = ["strace", "-f", "-qq", "-xx", "-s", "1000000000", "-e", f"trace={CALLS}", "-o", log]
        done = subprocess.run([*map(str, strace), *command], capture_output=True, stdin=subprocess.DEVNULL, cwd=root)
        self.code, self.said = done.returncode, done.stderr.decode(errors="replace")

    def place(self, path, tree, at=None):
        """Directory and name of a path beneath the root, or of a name in the directory `at`; None for any other."""
        if isinstance(at, Dir) and b"/" not in path:
            return at, os.fsdecode(path)
        path = Path(os.path.normpath(self.root / os.fsdecode(path)))
        if path == self.root:
            return tree, None
        if self.root not in path.parents:
            return None
        at = tree
        for part in path.relative_to(self.root).parts[:-1]:
            at = at.entries.get(part)
            if not isinstance(at, Dir):
                return None
        return at, path.name

    def steps(self):
        """The directory after each call that changed or synced something."""
        tree, open_files = load(self.before), {}
        for name, args, result in calls(self.log):
            texts = [text_of(text) for text in TEXT.findall(args)]
            number = int(re.match(r"\d+", args)[0]) if re.match(r"\d+", args) else None
            node = open_files.get(number)
            if name in ("open", "openat", "creat"):
                found = self.place(texts[0], tree, node)
                open_files.pop(result, None)
                if found is None:
                    continue
                at, entry = found
                node = at if entry is None else at.entries.get(entry)
                if node is None:
                    node = File()
                    at.set(entry, node)
                open_files[result] = node
                if isinstance(node, File) and "O_TRUNC" in args:
                    node.bytes.clear()
            elif name == "close":
                open_files.pop(number, None)
                continue
            elif name in ("write", "writev") and isinstance(node, File):
                node.bytes += b"".join(texts)[:result]
                continue
            elif name == "pwrite64" and isinstance(node, File):
                raise SystemExit("power_cut: a file is written in its midst, which the model does not know")
            elif name == "ftruncate" and isinstance(node, File):
                size = int(args.rsplit(",", 1)[1])
                del node.bytes[size:]
                node.bytes.extend(bytes(size - len(node.bytes)))
                # Written from its start again, as a lock file is.
                continue
            elif name in ("fsync", "fdatasync") and node is not None:
                if isinstance(node, Dir):
                    node.sync()
                else:
                    node.synced = bytes(node.bytes)
            elif name.startswith("rename"):
                (old, old_name), new = self.place(texts[0], tree), self.place(texts[1], tree)
                node = old.entries[old_name]
                if new[0] is old:
                    old.set(new[1], node, before=old_name)
                else:
                    new[0].set(new[1], node)
                    old.remove(old_name)
            elif name.startswith(("unlink", "rmdir")):
                found = self.place(texts[0], tree, node)
                if found is None:
                    continue
                found[0].remove(found[1])
            elif name.startswith("mkdir"):
                found = self.place(texts[0], tree, node)
                if found is None:
                    continue
                found[0].set(found[1], Dir())
            else:
                continue
            yield name, tree


def draw(node, random, likely):
    """One state of a directory after a cut: of what is not synced, a subset drawn by lot."""
    entries = dict(node.synced)
    for name, to, before in node.pending:
        if random.random() > likely["remove" if to is None else "make"]:
            continue
        if to is None:
            entries.pop(name, None)
        else:
            entries[name] = to
            entries.pop(before, None)
    state = {}
    for name, at in entries.items():
        if isinstance(at, Dir):
            state[name] = draw(at, random, likely)
        else:
            whole = at.synced == bytes(at.bytes) or random.random() < 0.5
            state[name] = bytes(at.bytes) if whole else (at.synced or b"")
    return state


# How likely an entry that was made or renamed, and one that was removed, is on the disk: none, all, and what lies between.
LIKELY = [
    {"make": make, "remove": remove} for make, remove in ((0, 0), (1, 1), (0, 1), (1, 0), (0.5, 0.5), (0.1, 0.9), (0.9, 0.1))
]


def states(trace, count, random):
    """States after a cut, drawn over all of the run: number of the step, its call, if it was the last, and the files."""
    total = sum(1 for _ in trace.steps())
    wanted = sorted(random.randrange(total) for _ in range(count)) + [total - 1] * len(LIKELY)
    at = 0
    for number, (name, tree) in enumerate(trace.steps()):
        while at < len(wanted) and wanted[at] == number:
            yield number, name, number == total - 1, draw(tree, random, LIKELY[at % len(LIKELY)])
            at += 1


def write(state, to):
    to.mkdir()
    for name, content in state.items():
        if isinstance(content, dict):
            write(content, to / name)
        else:
            (to / name).write_bytes(content)

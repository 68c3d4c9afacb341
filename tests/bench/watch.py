#!/usr/bin/env python3
"""Changes an archive thousands of times under `onrecord index --watch` and says what became of it.

    watch.py ONRECORD DIR [CHANGES] [--kill]

Copies 2,000 articles of DIR into a temporary archive, watches it, and then writes, overwrites and deletes files in
bursts. Every so often a marked article is written and asked for until it is found, and deleted and asked for until it is
not. Prints memory (RssAnon + RssShmem), segments and both delays as it goes. With --kill the watching process is killed
with SIGKILL ten times on the way and started again. At the end the index is compared with one built from nothing.
Standard library only; everything lies in a temporary directory.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def memory(pid):
    status = Path(f"/proc/{pid}/status").read_text()
    return sum(int(line.split()[1]) for line in status.splitlines() if line.startswith(("RssAnon", "RssShmem"))) // 1024


def main():
    kill = "--kill" in sys.argv
    args = [arg for arg in sys.argv[1:] if arg != "--kill"]
    onrecord, source = args[0], Path(args[1])
    changes = int(args[2]) if len(args) > 2 else 10_000
    dice = random.Random(5)
    files = sorted(source.rglob("*.txt"))
    dice.shuffle(files)
    texts = [path.read_bytes() for path in files[:4000]]
    with tempfile.TemporaryDirectory() as work:
        archive, index = Path(work, "news"), Path(work, "index")
        for number in range(2000):
            path = archive / f"{number % 40}/{number}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(texts[number])
        start = lambda: subprocess.Popen(
            [onrecord, "--index", index, "index", "--watch", "--memory", "64MB", archive],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        ask = lambda word: subprocess.run(
            [onrecord, "--index", index, "query", word], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
        watcher = start()
        while ask("the") != 0:
            time.sleep(0.2)
        time.sleep(3)
        present, done, delays, kills = set(range(2000)), 0, [], 0
        while done < changes:
            for _ in range(dice.choice([1, 5, 20, 200])):
                number = dice.randrange(3000)
                path = archive / f"{number % 40}/{number}.txt"
                if number in present and dice.random() < 0.4:
                    path.unlink()
                    present.discard(number)
                else:
                    path.write_bytes(dice.choice(texts))
                    present.add(number)
                done += 1
            if kill and kills < 10 and done > changes * (kills + 1) / 11:
                kills += 1
                time.sleep(dice.random())
                watcher.send_signal(signal.SIGKILL)
                watcher.wait()
                watcher = start()
                time.sleep(2)
            word = f"zyxq{done}"
            marked = archive / "marked.txt"
            for wanted in (0, 1):
                if wanted == 0:
                    marked.write_text(f" date 2001-02-03 The {word} was seen.\n")
                else:
                    marked.unlink()
                began = time.time()
                while ask(word) != wanted and time.time() - began < 60:
                    time.sleep(0.05)
                delays.append(time.time() - began)
            if len(delays) % 20 == 0 or done >= changes:
                segments = len(json.loads((index / "meta.json").read_text())["segments"])
                print(f"{done} changes: {memory(watcher.pid)} MB, {segments} segments, "
                      f"delay {max(delays[-20:]):.1f} s at most", flush=True)
        time.sleep(5)
        watcher.send_signal(signal.SIGKILL)
        watcher.wait()
        print(f"{len(delays)} delays: median {sorted(delays)[len(delays) // 2]:.2f} s, most {max(delays):.2f} s; {kills} kills")
        fresh = Path(work, "fresh")
        subprocess.run([onrecord, "--index", fresh, "--quiet", "index", archive], check=True)
        dump = lambda at: sorted(
            line for kind in ("--articles", "--quotes")
            for line in subprocess.run([onrecord, "--index", at, "export", kind, "--include-killed"],
                                       capture_output=True, text=True).stdout.splitlines())
        same = dump(index) == dump(fresh)
        print("equal to an index built from nothing" if same else "NOT equal to an index built from nothing",
              f"({len(dump(fresh))} lines)")
        sys.exit(not same)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Runs a command and measures wall time, CPU time and peak own memory: the core of compare.py and scale.sh.

    measure.py [--out FILE] COMMAND ARG…

Prints `wall SECONDS cpu SECONDS peak MEGABYTES code CODE` on standard error, or writes it to FILE. CPU is user and
system time of the command and of all children that it waited for. Memory is RssAnon + RssShmem, summed over the
command and all that it started, sampled every 20 ms: mapped pages of an index are the kernel's to take back and
are left out, since they would make every reader of a large index look large. Standard library only; needs /proc.
"""

import os
import sys
import time
from typing import NamedTuple


class Measured(NamedTuple):
    wall: float
    cpu: float
    peak: float  # MB
    code: int


def family(pid):
    """The process and all that descend from it."""
    found, waiting = [], [pid]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        try:
            for task in os.listdir(f"/proc/{pid}/task"):
                with open(f"/proc/{pid}/task/{task}/children") as children:
                    waiting.extend(int(child) for child in children.read().split())
        except OSError:
            pass  # it ended meanwhile
    return found


def own_memory(pid):
    """Own memory of one process in kB."""
    try:
        with open(f"/proc/{pid}/status") as status:
            return sum(int(line.split()[1]) for line in status if line.startswith(("RssAnon", "RssShmem")))
    except (OSError, ValueError):
        return 0


def measure(command, stdout=None, stderr=None, interval=0.02):
    """Runs the command to its end; stdout and stderr are file descriptors.

    Without an interval memory is not sampled, and the wall time is exact.
    """
    start = time.monotonic()
    pid = os.fork()
    if pid == 0:
        try:
            if stdout is not None:
                os.dup2(stdout, 1)
            if stderr is not None:
                os.dup2(stderr, 2)
            os.execvp(command[0], command)
        except OSError as error:
            os.write(2, f"{command[0]}: {error}\n".encode())
            os._exit(127)
    peak = 0
    while True:
        if interval:
            peak = max(peak, sum(own_memory(member) for member in family(pid)))
        ended, status, usage = os.wait4(pid, os.WNOHANG if interval else 0)
        if ended:
            break
        time.sleep(interval)
    wall = time.monotonic() - start
    return Measured(wall, usage.ru_utime + usage.ru_stime, peak / 1000, os.waitstatus_to_exitcode(status))


def main():
    args = sys.argv[1:]
    out = None
    if args and args[0] == "--out":
        out, args = args[1], args[2:]
    if not args:
        sys.exit(__doc__)
    told = measure(args)
    line = f"wall {told.wall:.3f} cpu {told.cpu:.2f} peak {told.peak:.1f} code {told.code}\n"
    if out:
        with open(out, "w") as file:
            file.write(line)
    else:
        sys.stderr.write(line)
    sys.exit(told.code if told.code >= 0 else 128 - told.code)


if __name__ == "__main__":
    main()

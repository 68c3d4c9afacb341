#!/usr/bin/env python3
"""Tells whether two indexes hold the same articles, dates and quotations, whatever files they came from.

    compare_indexes.py ONRECORD INDEX INDEX

Texts are compared without regard to blanks, since a page keeps none. Prints what differs; exit code 1 when
something does.
"""

import json
import subprocess
import sys
from collections import Counter


def documents(onrecord, index):
    """Articles as (date, text) and quotations as (date, text, speaker), counted."""
    command = [onrecord, "--index", index, "export", "--format", "jsonl"]
    found = []
    for kind in ("--articles", "--quotes"):
        options = ["--full"] if kind == "--articles" else []
        run = subprocess.run(command + [kind] + options, capture_output=True, text=True, check=True)
        found.append([json.loads(line) for line in run.stdout.splitlines()])
    squeeze = lambda text: " ".join(text.split())
    articles = Counter((a["date"], squeeze(a["text"])) for a in found[0])
    quotes = Counter((q["date"], squeeze(q["text"]), q["speaker_canonical"]) for q in found[1])
    return articles, quotes


def main():
    onrecord, first, second = sys.argv[1:]
    differs = False
    pairs = zip(("articles", "quotations"), documents(onrecord, first), documents(onrecord, second))
    for name, one, other in pairs:
        missing, added = one - other, other - one
        print(f"{name}: {one.total()} and {other.total()}, {missing.total()} only in the first, {added.total()} only in the second")
        for sign, items in (("-", missing), ("+", added)):
            for item in list(items)[:5]:
                print(" ", sign, *(str(part)[:160] for part in item), sep=" | ")
        differs |= bool(missing or added)
    sys.exit(differs)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Converts a folder of plain articles (` date 2025-06-12 …`) into other formats, to show that they are indexed alike.

    convert.py FROM TO

makes TO/jsonl/articles.jsonl.gz, TO/tar/articles.tar, TO/csv/articles.csv and TO/html/….html. Compare what is
indexed with compare_indexes.py. Standard library only.
"""

import csv
import gzip
import html
import json
import re
import sys
import tarfile
from pathlib import Path


def articles(source):
    """Path beneath `source`, date and body of every article."""
    for path in sorted(source.rglob("*.txt")):
        with open(path, encoding="utf-8", newline="") as file:
            text = file.read()
        match = re.match(r"\s*date (\S+)\s", text)
        if match:
            yield path.relative_to(source), match[1], text[match.end():]


def page(number, date, body):
    """A page as a plain content management system makes it, with a headline that no text repeats."""
    title = f"Xylophone dispatch {number}"
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", body))
    text = "\n".join(f"<p>{html.escape(part, quote=False)}</p>" for part in paragraphs if part)
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta property="article:published_time" content="{date}T12:00:00Z"></head>
<body><header><nav><a href="/">Home</a> <a href="/news">News</a></nav></header>
<article><h1>{title}</h1>
{text}
</article><footer>All rights reserved</footer></body></html>
"""


def main():
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    for name in ("jsonl", "tar", "csv", "html"):
        (target / name).mkdir(parents=True)
    count = 0
    with (
        gzip.open(target / "jsonl/articles.jsonl.gz", "wt", encoding="utf-8", compresslevel=1) as lines,
        tarfile.open(target / "tar/articles.tar", "w") as tar,
        open(target / "csv/articles.csv", "w", encoding="utf-8", newline="") as table,
    ):
        rows = csv.writer(table)
        rows.writerow(["", "id", "date", "content"])
        for count, (path, date, body) in enumerate(articles(source), 1):
            lines.write(json.dumps({"id": str(path), "date": date, "text": body}, ensure_ascii=False) + "\n")
            tar.add(source / path, arcname=str(path))
            rows.writerow([count, path, date, body])
            out = target / "html" / path.with_suffix(".html")
            out.parent.mkdir(parents=True, exist_ok=True)
            out.write_text(page(count, date, body), encoding="utf-8")
    print(count, "articles")


if __name__ == "__main__":
    main()

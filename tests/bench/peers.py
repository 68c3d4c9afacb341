#!/usr/bin/env python3
"""The peers of compare.py that are libraries, each as a small program: bring an index up to date, or ask it.

    peers.py fts5|tantivy update INDEX DIR      read what is new or changed, remove what is gone
    peers.py fts5|tantivy|xapian|recoll ask INDEX QUERY…
    peers.py fts5|tantivy|xapian|recoll warm INDEX ROUNDS QUERY…

`update` does what anybody would write in an afternoon with the library: whole files, English stems, positions, the
text kept, size and time of each file remembered. `ask` gives the ten best and the total, and prints the total.
`warm` asks in one process and prints for each query the total and the best of ROUNDS in milliseconds. Xapian and Recoll are
indexed by their own programs; their Python bindings come with Debian's Python and not with others.
"""

import os
import sqlite3
import sys
import time


def files(top):
    """Every file with its size and time of change."""
    for folder, _, names in os.walk(top):
        for name in names:
            path = os.path.join(folder, name)
            told = os.stat(path)
            yield path, told.st_size, told.st_mtime_ns


def text_of(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def changes(top, known):
    """What is new or changed, and what is gone; `known` has path → (size, time)."""
    there = {path: (size, changed) for path, size, changed in files(top)}
    fresh = [path for path, told in there.items() if known.get(path) != told]
    gone = [path for path in known if path not in there]
    return there, fresh, gone


class Fts5:
    """SQLite's full-text index, as the standard library has it."""

    def __init__(self, index):
        self.base = sqlite3.connect(index)

    def update(self, top):
        base = self.base
        base.executescript(
            "create table if not exists file (id integer primary key, path text unique, size int, changed int);"
            "create virtual table if not exists text using fts5(body, tokenize = 'porter unicode61');"
        )
        known = {path: (size, changed) for path, size, changed in base.execute("select path, size, changed from file")}
        there, fresh, gone = changes(top, known)
        with base:
            for path in [path for path in fresh if path in known] + gone:
                base.execute("delete from text where rowid = (select id from file where path = ?)", (path,))
                base.execute("delete from file where path = ?", (path,))
            for path in fresh:
                made = base.execute("insert into file (path, size, changed) values (?, ?, ?)", (path, *there[path]))
                base.execute("insert into text (rowid, body) values (?, ?)", (made.lastrowid, text_of(path)))
        return base.execute("select count(*) from file").fetchone()[0]

    def ask(self, query):
        total = self.base.execute("select count(*) from text where text match ?", (query,)).fetchone()[0]
        best = "select path from text join file on id = text.rowid where text match ? order by rank limit 10"
        self.base.execute(best, (query,)).fetchall()
        return total


class Tantivy:
    """tantivy from Python."""

    def __init__(self, index):
        import tantivy

        self.tantivy, self.ledger = tantivy, os.path.join(index, "ledger.tsv")
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("path", stored=True, tokenizer_name="raw", index_option="basic")
        schema.add_text_field("body", stored=True, tokenizer_name="en_stem")
        os.makedirs(index, exist_ok=True)
        self.index = tantivy.Index(schema.build(), path=index)
        self.searcher = self.index.searcher()

    def update(self, top):
        known = {}
        if os.path.exists(self.ledger):
            with open(self.ledger) as file:
                for line in file:
                    size, changed, path = line.rstrip("\n").split("\t")
                    known[path] = (int(size), int(changed))
        there, fresh, gone = changes(top, known)
        if fresh or gone:
            writer = self.index.writer(heap_size=512_000_000, num_threads=2)
            for path in [path for path in fresh if path in known] + gone:
                writer.delete_documents_by_term("path", path)
            for path in fresh:
                writer.add_document(self.tantivy.Document(path=path, body=text_of(path)))
            writer.commit()
            writer.wait_merging_threads()
            with open(self.ledger, "w") as file:
                file.writelines(f"{size}\t{changed}\t{path}\n" for path, (size, changed) in there.items())
        self.index.reload()
        return self.index.searcher().num_docs

    def ask(self, query):
        parsed = self.index.parse_query(query, ["body"], conjunction_by_default=True)
        found = self.searcher.search(parsed, 10, count=True)
        for _, address in found.hits:
            self.searcher.doc(address)["path"]
        return found.count


class Xapian:
    """What omindex made."""

    def __init__(self, index):
        import xapian

        self.base, self.parser = xapian.Database(index), xapian.QueryParser()
        self.enquire = xapian.Enquire(self.base)
        self.parser.set_database(self.base)
        self.parser.set_stemmer(xapian.Stem("english"))
        self.parser.set_stemming_strategy(xapian.QueryParser.STEM_SOME)
        self.parser.set_default_op(xapian.Query.OP_AND)

    def ask(self, query):
        self.enquire.set_query(self.parser.parse_query(query))
        # Every match is looked at, or the total would be a guess.
        found = self.enquire.get_mset(0, 10, self.base.get_doccount())
        for match in found:
            match.document.get_data()
        return found.get_matches_estimated()


class Recoll:
    """What recollindex made."""

    def __init__(self, index):
        from recoll import recoll

        self.base = recoll.connect(confdir=index)

    def ask(self, query):
        asked = self.base.query()
        total = asked.execute(query)
        for found in asked.fetchmany(10):
            found.url
        return total


PEERS = {"fts5": Fts5, "tantivy": Tantivy, "xapian": Xapian, "recoll": Recoll}


def main():
    name, action, index, *rest = sys.argv[1:]
    peer = PEERS[name](index)
    if action == "update":
        print(peer.update(rest[0]))
    elif action == "ask":
        print(*(peer.ask(query) for query in rest))
    else:
        for query in rest[1:]:
            times = []
            for _ in range(int(rest[0])):
                start = time.perf_counter()
                total = peer.ask(query)
                times.append(time.perf_counter() - start)
            print(f"{total}\t{min(times) * 1000:.4f}")


if __name__ == "__main__":
    main()

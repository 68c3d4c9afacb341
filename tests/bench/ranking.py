#!/usr/bin/env python3
"""How good the order of hits is on judged collections.

ranking.py PROGRAM JUDGED
    indexes each collection beneath JUDGED (documents, queries.tsv, qrels.txt), asks its questions
    and prints nDCG@10 of the program.
ranking.py PROGRAM JUDGED --tokens TOKENS
    prints beside it what the formula gives outside the program, with the constants as they are,
    cross-validated (each fifth of the questions by constants chosen on the others), and without
    each of its parts. TOKENS is the program of tokens.rs; needs numpy.
"""
import hashlib
import math
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

# The constants of src/search, and what is tried for each.
BUILT = dict(k1=1.5, b=0.75, headline=2, akin=0.5, spelt=0.15, close=0.1, lead=0.3, share=2)
TRIED = dict(k1=[1.2, 1.5, 2], b=[0.65, 0.7, 0.75, 0.8], headline=[1, 2, 3], akin=[0.3, 0.5, 0.7],
             spelt=[0.1, 0.15, 0.2], close=[0, 0.1, 0.2], lead=[0.2, 0.3, 0.4], share=[1.5, 2, 3])
LEAD, WINDOW, SATURATION, FOLDS = 100, 16, 0.9, 5


def judgements(path):
    rel = defaultdict(dict)
    for line in path.open():
        query, _, document, grade = line.split()
        if int(grade) > 0:
            rel[query][document] = int(grade)
    return rel


def ndcg(ranked, wanted):
    gain = lambda grades: sum((2**g - 1) / math.log2(i + 2) for i, g in enumerate(grades[:10]))
    found = [wanted.get(document, 0) for document in ranked[:10]]
    return gain(found) / gain(sorted(wanted.values(), reverse=True))


def of_program(program, index, queries, rel):
    args = [program, "query", "--index", index, "--queries", queries, "--format", "trec"]
    ranked = defaultdict(list)
    for line in subprocess.run(args, check=True, capture_output=True, text=True).stdout.split("\n"):
        if line:
            ranked[line.split()[0]].append(line.split()[2])
    return {query: ndcg(ranked[query], wanted) for query, wanted in rel.items()}


def byte_length(words):
    """Length of a text as tantivy keeps it, in one byte."""
    if words < 40:
        return words
    shift = (words - 24).bit_length() - 4
    return 24 + ((words - 24) >> shift << shift)


class Collection:
    """Questions of a collection with what their words do in each candidate."""

    def __init__(self, tokens, index, queries, rel):
        import numpy
        self.np = numpy
        documents, body, title = [], defaultdict(dict), defaultdict(dict)
        forms, lengths, tokens_of, questions = [defaultdict(set), defaultdict(set)], [], [], []
        out = subprocess.run([tokens, index, queries], check=True, capture_output=True, text=True)
        for line in out.stdout.split("\n"):
            sign, *values = line.split("\t")
            if sign == "D":
                documents.append((values[0], int(values[1])))
                lengths.append(0)
                tokens_of.append(0)
            elif sign in ("T", "B"):
                here, place = len(documents) - 1, int(values[0])
                (body if sign == "B" else title)[values[2]].setdefault(here, []).append(
                    (place, values[1]))
                forms[sign == "T"][values[2]].add(values[1])
                if sign == "B":
                    lengths[-1] = max(lengths[-1], place + 1)
                    tokens_of[-1] += 1
            elif sign == "Q":
                questions.append((values[0], []))
            elif sign == "W":
                questions[-1][1].append(values)
        self.count, self.average = len(documents), sum(lengths) / len(lengths)
        self.questions = []
        for query, words in questions:
            if query in rel:
                fields = (documents, body, title, tokens_of)
                self.questions.append(self.question(query, words, fields, rel[query]))

    def question(self, query, words, fields, wanted):
        np = self.np
        documents, body, title, tokens_of = fields
        every = any(word[2] == "0" for word in words)
        once = {}
        for form, stem, stop, akin in words:
            if not (every and stop == "1"):
                once.setdefault(form, [stem, akin.split(), 0])[2] += 1
        terms = [(form, *rest) for form, rest in once.items()]
        found = sorted({d for _, stem, _, _ in terms for f in (body, title) for d in f[stem]})
        place = {document: at for at, document in enumerate(found)}
        shape = (len(terms), len(found))
        q = {k: np.zeros(shape) for k in ("body", "title", "akin", "spelt", "lead")}
        rarity, positions = [], []
        for at, (form, stem, kin, times) in enumerate(terms):
            spread = []
            for name, field in (("body", body), ("title", title)):
                of_form = defaultdict(int)
                for document, places in field[stem].items():
                    q[name][at, place[document]] = len(places)
                    q["spelt"][at, place[document]] += sum(f == form for _, f in places)
                    for one in {f for _, f in places}:
                        of_form[one] += 1
                spread.append(sum(of_form.values()))
                for other in kin:
                    for document, places in field[other].items():
                        if document in place:
                            q["akin"][at, place[document]] += len(places)
            here = {d: np.array([p for p, _ in places]) for d, places in body[stem].items()}
            for document, places in here.items():
                q["lead"][at, place[document]] = places.min() < LEAD
            positions.append(here)
            n = min(max(spread), self.count)
            rarity.append(times * math.log(1 + (self.count - n + 0.5) / (n + 0.5)))
        q["near"] = []
        for at in range(len(terms) - 1):
            if terms[at][1] != terms[at + 1][1]:
                both = [d for d in positions[at] if d in positions[at + 1]]
                gaps = [abs(positions[at][d][:, None] - positions[at + 1][d]).min(1) for d in both]
                count = np.array([(gap <= WINDOW).sum() for gap in gaps], float)
                q["near"].append((at, [place[d] for d in both], count))
        q["rarity"] = np.array(rarity)
        q["length"] = np.array([byte_length(tokens_of[d]) for d in found], float)
        q["names"] = [documents[d][0] for d in found]
        q["ties"] = np.array([documents[d][1] for d in found], dtype=np.uint64)
        q["wanted"] = wanted
        q["fold"] = int(hashlib.md5(query.encode()).hexdigest(), 16) % FOLDS
        return q

    def ndcg(self, q, p):
        np, rarity = self.np, q["rarity"]
        norm = 1 - p["b"] + p["b"] * q["length"] / self.average
        often = q["body"] + p["headline"] * q["title"] + p["akin"] * q["akin"]
        level = lambda often, norm: often * (p["k1"] + 1) / (often + p["k1"] * norm)
        score = rarity @ (level(often, norm) + p["spelt"] * level(q["spelt"], 1)
                          + p["lead"] * q["lead"])
        for at, where, count in q["near"]:
            pair = min(rarity[at], rarity[at + 1]) * p["close"] * (1 + SATURATION)
            score[where] += pair * count / (count + SATURATION)
        share = rarity @ (often > 0) / max(rarity.sum(), 1e-9)
        score *= share ** (p["share"] / max(1, len(rarity) - 1))
        order = np.lexsort((q["ties"], -score))[:10]
        return ndcg([q["names"][at] for at in order], q["wanted"])


class Fit:
    """Constants chosen by coordinate search, for all collections alike."""

    def __init__(self, collections):
        self.collections, self.seen = collections, {}

    def scores(self, p):
        key = tuple(p.values())
        if key not in self.seen:
            self.seen[key] = [[(q["fold"], c.ndcg(q, p)) for q in c.questions]
                              for c in self.collections]
        return self.seen[key]

    def mean(self, p, keep=lambda fold: True):
        of = lambda scores: [score for fold, score in scores if keep(fold)]
        return [sum(of(scores)) / len(of(scores)) for scores in self.scores(p)]

    def search(self, keep):
        p, best = dict(BUILT), sum(self.mean(BUILT, keep))
        for _ in range(3):
            for name, values in TRIED.items():
                for value in values:
                    other = {**p, name: value}
                    if sum(self.mean(other, keep)) > best + 0.0006:
                        p, best = other, sum(self.mean(other, keep))
        return p

    def cross_validated(self):
        held = [[] for _ in self.collections]
        for out in range(FOLDS):
            p = self.search(lambda fold: fold != out)
            for all_of_it, scores in zip(held, self.scores(p)):
                all_of_it += [score for fold, score in scores if fold == out]
        return [sum(scores) / len(scores) for scores in held]


def main():
    program, judged = sys.argv[1], Path(sys.argv[2])
    tokens = sys.argv[4] if sys.argv[3:4] == ["--tokens"] else None
    sets = sorted(path.parent for path in judged.glob("*/qrels.txt"))
    row = lambda name, figures: print(f"| {name} |" + "".join(f" {x:.4f} |" for x in figures))
    of_sets, collections = [], []
    with tempfile.TemporaryDirectory() as work:
        for one in sets:
            index, queries = f"{work}/{one.name}", str(one / "queries.tsv")
            folder = Path(work, "documents", one.name)
            folder.mkdir(parents=True)
            for file in one.glob("docs.*"):
                (folder / file.name).write_bytes(file.read_bytes())
            args = [program, "index", str(folder), "--index", index, "--no-annotate", "--quiet"]
            subprocess.run(args, check=True)
            rel = judgements(one / "qrels.txt")
            scores = of_program(program, index, queries, rel)
            of_sets.append(sum(scores.values()) / len(scores))
            if tokens:
                collections.append(Collection(tokens, index, queries, rel))
    print("| nDCG@10 |" + "".join(f" {one.name} |" for one in sets))
    print("|---|" + "---:|" * len(sets))
    row("the program", of_sets)
    if tokens:
        fit = Fit(collections)
        row("the formula", fit.mean(BUILT))
        row("cross-validated", fit.cross_validated())
        for part in ("akin", "share", "lead", "headline", "close", "spelt"):
            row(f"without {part}", fit.mean({**BUILT, part: 0}))


main()

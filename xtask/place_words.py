#!/usr/bin/env python3
"""Which place names are also plain words or names of persons: counts from permitted corpora, for lexicon/places/words.tsv.

In: ../shared/train (texts and named entities) and target/gazetteer/places.tsv. Out: one row a word that is a place name
of the gazetteer: how often it stands in lower case (of 100 uses), and how often it is part of a person's name (of 100
names it is in). Only counts leave the corpora.

Usage: place_words.py > lexicon/places/words.tsv
"""
import collections, glob, gzip, json, pathlib, re, sys, unicodedata

root = pathlib.Path(__file__).resolve().parent.parent
train = root.parent / "shared/train"
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def fold(s):
    return "".join(c for c in unicodedata.normalize("NFD", s.lower()) if c.isalnum())


keys = set()
for line in open(root / "target/gazetteer/places.tsv", encoding="utf-8"):
    cells = line.rstrip("\n").split("\t")
    if len(cells) == 10:
        keys.update(fold(n) for n in [cells[2]] + cells[9].split("|"))

low, cap = collections.Counter(), collections.Counter()


def count(text):
    for i, m in enumerate(WORD.finditer(text)):
        w = m.group()
        k = fold(w)
        if w.islower():
            low[k] += 1
        elif w[0].isupper() and not w.isupper() and i > 0:
            cap[k] += 1


def lines(path):
    with gzip.open(path, "rt", encoding="utf-8") as f:
        yield from f


for path in sorted(glob.glob(str(train / "*.conllu.gz"))):
    for line in lines(path):
        if line.startswith("# text = "):
            count(line[9:])
for line in lines(train / "raw/en_voa_sentences.txt.gz"):
    count(line)
for line in lines(train / "raw/europarl_conflict_enfr.jsonl.gz"):
    for en, fr in json.loads(line)["pairs"]:
        count(en)
        count(fr)

person, place = collections.Counter(), collections.Counter()
given = collections.Counter()
for path in sorted(glob.glob(str(train / "ner/*.gz"))):
    if "europeana" in path:
        continue
    for line in lines(path):
        row = json.loads(line)
        for s in row["spans"]:
            words = [fold(w) for w in row["text"][s["start"]:s["end"]].split()]
            if s["label"].upper().startswith("PER"):
                person.update(words)
                if len(words) > 1:
                    given[words[0]] += 1
            elif s["label"].upper() in ("LOC", "PLACE", "GPE", "LOCATION"):
                place.update(words)

print("# Place names that are also plain words or names of persons. Made by xtask/place_words.py.")
print("# lower: of 100 uses in English and French texts, how many in lower case. person: of 100 names with the word, how many of persons. given: 1 where it begins a person's name.")
print("word\tlower\tperson\tgiven")
rows = 0
for k in sorted(set(low) | set(person)):
    if len(k) < 2:
        continue
    uses, names = low[k] + cap[k], person[k] + place[k]
    lower = round(100 * low[k] / uses) if low[k] >= 3 and uses else 0
    # "Council", "Union": written large in some texts, but a plain word all the same
    if low[k] >= 60:
        lower = max(lower, 90)
    pers = round(100 * person[k] / names) if names else 0
    is_given = given[k] >= 2 and pers > 60
    if (k in keys and (lower >= 15 or (pers >= 50 and person[k] >= 2))) or is_given:
        print(f"{k}\t{lower}\t{pers}\t{int(is_given)}")
        rows += 1
print(rows, "rows", file=sys.stderr)

"""Weak name labels for treebanks that mark none: weak_names.py SHARED_TRAIN DATA_DIR

A word that is no proper noun is no name. A run of proper nouns that the gold name corpora know under one kind gets it;
other runs stay unmarked. Writes train2.npz."""
import collections
import json
import sys
from pathlib import Path

import numpy as np
from prepare import lines

train, data = Path(sys.argv[1]), Path(sys.argv[2])
vocab = json.load(open(data / "vocab.json"))
labels = list(vocab["names"])
items = json.load(open(data / "items.json"))
sents = json.load(open(data / "sents.json"))["train"]
z = dict(np.load(data / "train.npz"))
start, lang = z["start"], z["lang"]
whole = {False: collections.defaultdict(collections.Counter), True: collections.defaultdict(collections.Counter)}
part = {False: collections.defaultdict(collections.Counter), True: collections.defaultdict(collections.Counter)}
for i, words in enumerate(sents):
    tags = z["names"][start[i] : start[i + 1]]
    if not len(tags) or tags.max() < 0:
        continue
    j = 0
    while j < len(words):
        t = labels[tags[j]] if tags[j] >= 0 else "O"
        if t[0] != "B":
            j += 1
            continue
        k = j + 1
        while k < len(words) and tags[k] >= 0 and labels[tags[k]] == "I-" + t[2:]:
            k += 1
        name = " ".join(words[j:k]).lower()
        whole[bool(lang[i])][name][t[2:]] += 1
        for w in words[j:k]:
            part[bool(lang[i])][w.lower()][t[2:]] += 1
        j = k
for d in lines(train / "ner/fr_europeana_ocr.jsonl.gz"):
    for s in d["spans"]:
        whole[True][d["text"][s["start"] : s["end"]].lower()][s["label"]] += 0.34


def known(run, french):
    for f in (french, not french):
        c = whole[f].get(" ".join(run).lower())
        if c and max(c.values()) >= 0.8 * sum(c.values()) and max(c.values()) >= 1:
            return c.most_common(1)[0][0]
    # First and family names: every word seen mostly in names of persons.
    votes = [part[french].get(w.lower(), {}) for w in run]
    if all(v and v.get("PER", 0) >= 0.8 * sum(v.values()) and v.get("PER", 0) >= 2 for v in votes):
        return "PER"
    return None


stats = collections.Counter()
for i, it in enumerate(items):
    a, b = start[i], start[i + 1]
    if it["corpus"].startswith("ud_en_gum") or "parisstories" in it["corpus"] or "rhapsodie" in it["corpus"]:
        continue
    words, upos, french = it["words"], it["upos"], it["lang"] == "fr"
    tags = np.zeros(b - a, np.int16)
    j = 0
    while j < len(words):
        if upos[j] != "PROPN":
            if upos[j] == "ADJ" and words[j][:1].isupper() and not words[j].isupper() and j > 0 and len(words[j]) > 3 and not french:
                tags[j] = vocab["names"]["B-NORP"]
            elif upos[j] in ("X", "SYM") or (upos[j] == "NOUN" and words[j][:1].isupper() and j > 0):
                tags[j] = -1
            j += 1
            continue
        k = j
        while k < len(words) and (upos[k] == "PROPN" or (k + 1 < len(words) and words[k] in ("-", "of", "de") and upos[k + 1] == "PROPN")):
            k += 1
        run = words[j:k]
        kind = known(run, french)
        stats[kind] += 1
        if kind is None:
            tags[j:k] = -1
            if k < len(words) and tags[k - 1] == -1:
                pass
        else:
            tags[j] = vocab["names"]["B-" + kind]
            tags[j + 1 : k] = vocab["names"]["I-" + kind]
        j = k
    z["names"][a:b] = tags
np.savez(data / "train2.npz", **z)
print(stats)

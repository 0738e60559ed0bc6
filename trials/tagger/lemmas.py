"""Endings → lemma scripts, learnt from gold: the table of crates/tagger/src/lemmas.rs."""
import collections

import numpy as np

UPOS = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split()
ENDING = 7
MASK = (1 << 64) - 1


def fnv(h, data):
    for b in data:
        h = ((h ^ b) * 0x100000001B3) & MASK
    return h


def key(lang, upos, ending, whole):
    h = fnv(fnv(0xCBF29CE484222325, lang.encode()), bytes([UPOS.index(upos)]))
    h = fnv(fnv(h, b"^") if whole else h, ending.encode())
    return (h ^ (h >> 32)) & 0xFFFFFFFF


def script(form, lemma):
    n = 0
    while n < min(len(form), len(lemma)) and form[n] == lemma[n]:
        n += 1
    return len(form) - n, lemma[n:]


def learn(items):
    """Returns sorted keys, the script of each, and the scripts."""
    words = collections.Counter()
    for it in items:
        if not it.get("upos") or not it.get("lemmas"):
            continue
        weight = 1 if it["feats"] else 0.3
        for w, p, l in zip(it["words"], it["upos"], it["lemmas"]):
            if l == "_" or p not in UPOS:
                continue
            w = w.replace("’", "'")
            if p == "PROPN":
                if w.isupper() and len(w) > 1:
                    continue
                s = script(w, l)
            else:
                s = script(w.lower(), l.lower())
            words[(it["lang"], p, w.lower(), s)] += weight
    best = collections.defaultdict(collections.Counter)
    for (lang, p, w, s), c in words.items():
        best[(lang, p, w)][s] += c
    # Endings are voted for by distinct words; a whole word overrules where its ending would be wrong.
    votes = collections.defaultdict(collections.Counter)
    for (lang, p, w), c in best.items():
        s = c.most_common(1)[0][0]
        for k in range(0, min(ENDING, len(w)) + 1):
            if k >= s[0]:
                votes[(lang, p, w[len(w) - k :])][s] += 1
    table = {}
    kept = {}
    for k in sorted(votes, key=lambda x: len(x[2])):
        lang, p, e = k
        top, c = votes[k].most_common(1)[0]
        parent = next((kept[(lang, p, e[i:])] for i in range(1, len(e) + 1) if (lang, p, e[i:]) in kept), None)
        if top != parent and (c >= 2 or len(e) <= 1):
            kept[k] = top
            table[key(lang, p, e, False)] = top
    whole = 0
    for (lang, p, w), c in best.items():
        s, n = c.most_common(1)[0]
        guess = next((kept[(lang, p, w[i:])] for i in range(max(0, len(w) - ENDING), len(w) + 1) if (lang, p, w[i:]) in kept), None)
        if guess != s and (n >= 1 or s[0]):
            table[key(lang, p, w, True)] = s
            whole += 1
    scripts = sorted(set(table.values()))
    at = {s: i for i, s in enumerate(scripts)}
    keys = sorted(table)
    print(len(keys), "endings", whole, "whole words", len(scripts), "scripts")
    return np.array(keys, np.uint32), np.array([at[table[k]] for k in keys], np.uint16), [f"{d} {a}" for d, a in scripts]

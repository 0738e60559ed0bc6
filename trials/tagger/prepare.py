"""Gold corpora → one file of arrays for training: prepare.py SHARED_TRAIN OUT_DIR

Every item is a sentence of words with what is known of it: parts of speech, features, heads, relations, names. -1 means
"not marked in this corpus". French contractions stay one word (`du`), as the tokeniser leaves them. The embedding rows
are written by the tagger itself, for each sentence as printed, in capitals, in small letters and without accents.
"""
import gzip
import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import numpy as np
from conllu import sentences, spans

UPOS = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split()
NAMES = ["O"] + [f"{p}-{k}" for k in ("PER", "ORG", "LOC", "NORP", "MISC") for p in "BI"]
PER_WORD = 20
TOOL = "target/release/tagger"

# Corpus, language, kind, weight in training, whether its features follow the others.
SYNTAX = [
    ("ud_en_ewt_train", "en", 1.0, True),
    ("ud_en_gum_train", "en", 1.0, True),
    ("ud_en_gum_dev", "en", 1.0, True),
    ("ud_fr_sequoia_train", "fr", 2.0, True),
    ("ud_fr_gsd_dev", "fr", 1.5, True),
    ("ud_fr_fqb", "fr", 0.7, True),
    ("ud_fr_rhapsodie_train", "fr", 0.4, False),
    ("ud_fr_rhapsodie_dev", "fr", 0.4, False),
    ("ud_fr_parisstories_train", "fr", 0.4, False),
]
DEV = [("ud_en_ewt_dev", "en", 1.0, True), ("ud_fr_sequoia_dev", "fr", 1.0, True)]
ENTITIES = [("en_re3d_train", "en", 1.0), ("en_wikigold", "en", 1.0), ("en_wnut17_train", "en", 0.3), ("fr_popcorn_train", "fr", 2.0)]


def bits(feats, lang):
    """The bits of types::Feats."""
    f = dict(x.split("=", 1) for x in feats.split("|") if "=" in x)
    form, tense, mood = f.get("VerbForm"), f.get("Tense"), f.get("Mood")
    out = 1 if f.get("Number") == "Plur" else 0
    out |= 2 if tense == "Past" and form == "Fin" else 0
    out |= 4 if tense == "Pres" and (form in ("Fin", "Part")) else 0
    out |= 8 if tense == "Fut" else 0
    out |= 16 if mood == "Cnd" else 0
    out |= 32 if form == "Inf" else 0
    out |= 64 if form == "Part" else 0
    out |= 128 if form == "Ger" or (lang == "en" and form == "Part" and tense == "Pres") else 0
    out |= 256 if f.get("Voice") == "Pass" else 0
    out |= 512 if tense == "Imp" else 0
    out |= 1024 if mood == "Imp" else 0
    out |= 2048 if mood == "Sub" else 0
    out |= 4096 if f.get("Gender") == "Fem" else 0
    return out


def merge(words, mwts, lang):
    """Words with French contractions made one word again; returns columns lists with heads as 0-based or -1 for root."""
    new_of = list(range(len(words)))
    if lang == "fr" and mwts:
        first = {a: (b, form) for a, b, form, _ in mwts}
        out, i = [], 0
        new_of = [0] * len(words)
        while i < len(words):
            if i in first and "".join(w[1] for w in words[i : first[i][0]]) != first[i][1]:
                b, form = first[i]
                # `auquel` is its pronoun; `du` is its preposition.
                top = i + 1 if words[i][6] == str(i + 2) else i
                word = list(words[top])
                word[1] = form
                if top == i:
                    word[2] = words[i][2]
                for k in range(i, b):
                    new_of[k] = len(out)
                out.append(word)
                i = b
            else:
                new_of[i] = len(out)
                out.append(list(words[i]))
                i += 1
        words = out
    heads = []
    for n, w in enumerate(words):
        h = int(w[6])
        h = -1 if h == 0 else new_of[h - 1]
        heads.append(-1 if h == n else h)
    return words, heads


def names_of(spans_, tokens, keep, text):
    tags = ["O"] * len(tokens)
    for s in spans_:
        label = keep(s, text)
        if not label:
            continue
        inside = [i for i, (a, b) in enumerate(tokens) if a < s["end"] and b > s["start"]]
        for i in inside:
            tags[i] = ("B-" if i == inside[0] else "I-") + label
    return tags


def keep_plain(s, text):
    return {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "MISC": "MISC", "EVENT": "MISC"}.get(s["label"])


def keep_re3d(s, text):
    words = text[s["start"] : s["end"]].split()
    small = [w for w in words if w[:1].islower() and w not in ("of", "and", "for", "al", "de")]
    if s["label"] == "NORP":
        return "NORP"
    return None if small or words[0].lower() == "the" else keep_plain(s, text)


def keep_popcorn(s, text):
    return s["label"] if s["label"] in ("PER", "ORG", "LOC") else None


def lines(path):
    with gzip.open(path, "rt", encoding="utf8") as f:
        for line in f:
            yield json.loads(line)


def cut(texts, lang):
    data = "".join(json.dumps({"text": t, "lang": lang}) + "\n" for t in texts)
    out = subprocess.run([TOOL, "split"], input=data, capture_output=True, text=True, check=True).stdout
    return [json.loads(x) for x in out.splitlines()]


def plain(word):
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def rows(items):
    """Embedding rows for four ways of writing each item."""
    ways = [lambda w: w, str.upper, str.lower, lambda w: plain(w.upper())]
    out = []
    for way in ways:
        data = "".join(json.dumps({"words": [way(w) for w in it["words"]], "lang": it["lang"]}) + "\n" for it in items)
        got = subprocess.run([TOOL, "features"], input=data.encode(), capture_output=True, check=True).stdout
        out.append(np.frombuffer(got, "<u2").reshape(-1, PER_WORD))
    return np.stack(out)


def demonyms(items):
    out = set()
    for it in items:
        if "upos" in it:
            for n, (w, p) in enumerate(zip(it["words"], it["upos"])):
                if n and p == "ADJ" and w[:1].isupper() and w[1:].islower() and len(w) > 3 and it["lang"] == "en":
                    out.add(w.lower())
    return out


def syntax(train, table):
    items = []
    for name, lang, weight, same in table:
        gold = {}
        if "gum" in name:
            gold = {d["id"]: d for d in lines(train / "ner" / f"{name[3:]}.jsonl.gz")}
        if name == "ud_en_ewt_dev":
            gold = {d["id"]: d for d in lines(train / "ner" / "en_uner_ewt_dev.jsonl.gz")}
        for comments, words, mwts in sentences(train / f"{name}.conllu.gz"):
            keys = {c[2:].split(" = ")[0]: c.split(" = ", 1)[-1] for c in comments}
            plain_words = words
            words, heads = merge(words, mwts, lang)
            it = {"lang": lang, "weight": weight, "corpus": name, "words": [w[1] for w in words], "heads": heads, "id": keys["sent_id"]}
            it["upos"] = [w[3] for w in words]
            it["feats"] = [bits(w[5], lang) for w in words] if same else None
            it["rels"] = [w[7] for w in words]
            it["lemmas"] = [w[2] for w in words]
            g = gold.get(keys["sent_id"])
            if g is not None and len(g["tokens"]) == len(words):
                it["names"] = names_of(g["spans"], g["tokens"], keep_plain, g["text"])
                for n, w in enumerate(words):
                    many = w[4] == "NNPS" and w[1][:1].isupper()
                    if it["names"][n] == "O" and w[1][:1].isupper() and ((w[3] == "ADJ" and n > 0 and len(w[1]) > 3) or many):
                        it["names"][n] = "B-NORP"
            items.append(it)
    return items


def entities(train, known):
    items, held = [], []
    for name, lang, weight in ENTITIES:
        docs = list(lines(train / "ner" / f"{name}.jsonl.gz"))
        keep = {"en_re3d_train": keep_re3d, "fr_popcorn_train": keep_popcorn}.get(name, keep_plain)
        for n, (d, c) in enumerate(zip(docs, cut([d["text"] for d in docs], lang))):
            tags = names_of(d["spans"], c["tokens"], keep, d["text"])
            words = [d["text"][a:b] for a, b in c["tokens"]]
            for i, w in enumerate(words):
                if tags[i] == "B-MISC" and w.lower() in known and (i + 1 == len(words) or tags[i + 1] != "I-MISC"):
                    tags[i] = "B-NORP"
            for a, b in c["sentences"]:
                it = {"lang": lang, "weight": weight, "corpus": name, "words": words[a:b], "names": tags[a:b], "id": f"{name}-{n}"}
                (held if name == "fr_popcorn_train" and n % 5 == 4 else items).append(it)
    return items, held


def arrays(items, vocab):
    start = np.cumsum([0] + [len(it["words"]) for it in items])
    n = start[-1]
    out = {k: np.full(n, -1, np.int16) for k in ("upos", "feats", "heads", "rels", "names")}
    out["heads"][:] = -2
    for it, a in zip(items, start):
        b = a + len(it["words"])
        if "upos" in it:
            out["upos"][a:b] = [vocab["upos"].get(x, -1) for x in it["upos"]]
            out["heads"][a:b] = it["heads"]
            out["rels"][a:b] = [vocab["rels"].get(x, vocab["rels"].get(x.split(":")[0], -1)) for x in it["rels"]]
            if it["feats"] is not None:
                out["feats"][a:b] = [vocab["feats"].get(str(x), -1) for x in it["feats"]]
        if "names" in it:
            out["names"][a:b] = [vocab["names"][x] for x in it["names"]]
    out["start"] = start
    out["weight"] = np.array([it["weight"] for it in items], np.float32)
    out["lang"] = np.array([it["lang"] == "fr" for it in items])
    out["rows"] = rows(items)
    return out


def main():
    train, dest = Path(sys.argv[1]), Path(sys.argv[2])
    dest.mkdir(parents=True, exist_ok=True)
    items = syntax(train, SYNTAX)
    known = demonyms(items)
    more, held = entities(train, known)
    dev = syntax(train, DEV)
    count = lambda xs: {x: sum(y == x for y in xs) for x in set(xs)}
    import collections

    rels = collections.Counter(r for it in items for r in it["rels"])
    feats = collections.Counter(f for it in items if it["feats"] for f in it["feats"])
    vocab = {
        "upos": {x: i for i, x in enumerate(UPOS)},
        "rels": {x: i for i, x in enumerate(sorted(r for r, c in rels.items() if c >= 15))},
        "feats": {str(x): i for i, x in enumerate(sorted(f for f, c in feats.items() if c >= 8))},
        "names": {x: i for i, x in enumerate(NAMES)},
    }
    json.dump(vocab, open(dest / "vocab.json", "w"), indent=0)
    json.dump([{k: it.get(k) for k in ("lang", "words", "upos", "lemmas", "feats", "corpus")} for it in items], open(dest / "items.json", "w"))
    sets = {"train": items + more, "dev_en": [i for i in dev if i["lang"] == "en"]}
    json.dump({k: [i["words"] for i in v] for k, v in sets.items()}, open(dest / "sents.json", "w"))
    for name, its in (("train", items + more), ("dev_en", [i for i in dev if i["lang"] == "en"]), ("dev_fr", [i for i in dev if i["lang"] == "fr"]), ("dev_pop", held)):
        np.savez(dest / f"{name}.npz", **arrays(its, vocab))
        print(name, len(its), "sentences", sum(len(i["words"]) for i in its), "words")
    print(len(vocab["rels"]), "relations", len(vocab["feats"]), "feature sets", len(known), "demonyms")


if __name__ == "__main__":
    main()

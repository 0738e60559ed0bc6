"""The relevance gate: hashed words of a text's beginning → does it tell of conflict, and of attacks?

gate.py MUC4_DIR SHARED_TRAIN OUT.bin: learns three tables and prints scores.

Conflict, English and French: news of armed conflict, political violence and the politics of conflict, against everything
else. It learns from whole texts and from short ones, down to a sentence, so that a headline is judged as a page is.
English: wires of MUC-4 train that have a template, Syria reports (re3d), our own reports and sentences; against reviews,
travel, biographies, lessons, and quiet news of our own words (quiet.tsv). French: reports of POPCORN, our own, and the
wires of MUC-4 translated word by word by what goes together in aligned Europarl sentences.

Attacks, English: MUC-4 train, has it a template? A battle has none, an attack on civilians has one. Pairs of words count
as well; French has no such corpus.

Words are cut to six letters; weights are scaled by naive Bayes before the logistic regression (Wang and Manning 2012),
which few texts call for.
"""
import collections
import gzip
import json
import re
import struct
import sys
import unicodedata
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from conllu import sentences
from scipy.optimize import minimize

BITS, WORDS, STEM = 16, 1000, 6
LETTERS = re.compile(r"[^\W\d_]+")
SIZE = 1 << BITS
PASS = 0.3  # the likelihood at which a text passes: losing a report costs more than reading one too many
TRIALS = Path(__file__).resolve().parents[1]


def fnv(data, h=0xCBF29CE484222325):
    for b in data:
        h = ((h ^ b) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return h


def place(h):
    return (h ^ (h >> 29)) % SIZE


def plain(word):
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def stems(text, lang):
    words = (m.group().lower() for m in LETTERS.finditer(text))
    return [(plain(w) if lang == "fr" else w)[:STEM] for w in words]


def features(words, pairs):
    out, before = set(), 0
    for w in words[:WORDS]:
        h = fnv(w.encode())
        out.add(place(h))
        if before and pairs:
            out.add(place(fnv(struct.pack("<Q", h), before)))
        before = h
    return out


def matrix(docs, pairs):
    rows, cols = [], []
    for i, d in enumerate(docs):
        f = features(d, pairs)
        rows += [i] * len(f)
        cols += f
    x = sp.csr_matrix((np.ones(len(rows)), (rows, cols)), (len(docs), SIZE))
    return sp.diags(1 / np.sqrt(np.maximum(np.asarray(x.sum(1)).ravel(), 1))) @ x


def learn(x, y, weight, l2):
    """Weights and shift of a logistic regression over columns scaled by naive Bayes."""
    p = np.asarray((x[y] > 0).sum(0)).ravel() + 1
    q = np.asarray((x[~y] > 0).sum(0)).ravel() + 1
    r = np.log((p / p.sum()) / (q / q.sum()))
    x = (x @ sp.diags(r)).tocsr()
    back, s, total = x.T.tocsr(), np.where(y, 1.0, -1.0), weight.sum()

    def loss(v):
        z = s * (x @ v[:-1] + v[-1])
        g = -s * weight / (1 + np.exp(z)) / total
        return (weight * np.logaddexp(0, -z)).sum() / total + l2 * (v[:-1] @ v[:-1]) / 2, np.append(back @ g + l2 * v[:-1], g.sum())

    v = minimize(loss, np.zeros(SIZE + 1), jac=True, method="L-BFGS-B", options={"maxiter": 80}).x
    return v[:-1] * r, v[-1]


def platt(z, y):
    """Slope and shift that make the scores likelihoods."""
    s = np.where(y, 1.0, -1.0)
    f = lambda v: np.logaddexp(0, -s * (v[0] * z + v[1])).mean()
    return minimize(f, np.array([1.0, 0.0]), method="Nelder-Mead").x


def f1(p, y):
    return 2 * (p & y).sum() / max(1, p.sum() + y.sum())


def lines(path):
    op = gzip.open if str(path).endswith(".gz") else open
    with op(path, "rt", encoding="utf8") as f:
        return [json.loads(x) for x in f]


def quiet(train, lang):
    """Texts about other things, of about twelve sentences each: reviews, travel, biographies, medicine, speech."""
    kinds = {
        "en": [("ud_en_ewt_train", ("reviews", "answers")), ("ud_en_gum_train", ("GUM_bio", "GUM_voyage", "GUM_academic", "GUM_textbook", "GUM_vlog"))],
        "fr": [("ud_fr_sequoia_train", ("frwiki", "emea", "annodis")), ("ud_fr_gsd_dev", ("",)), ("ud_fr_rhapsodie_train", ("",)), ("ud_fr_parisstories_train", ("",))],
    }
    out = []
    for name, ids in kinds[lang]:
        now = []
        for comments, words, mwts in sentences(train / f"{name}.conllu.gz"):
            keys = {c[2:].split(" = ")[0]: c.split(" = ", 1)[-1] for c in comments}
            if keys["sent_id"].startswith(ids):
                now.append(keys["text"])
            if len(now) == 12:
                out.append(" ".join(now))
                now = []
    return out


def dictionary(train):
    """English stem → French stems that go with it in aligned sentences, best first (Dice)."""
    en, fr = collections.defaultdict(lambda: len(en)), collections.defaultdict(lambda: len(fr))
    a, b, n = [], [], 0
    for d in lines(train / "raw/europarl_conflict_enfr.jsonl.gz"):
        for e, f in d["pairs"]:
            a += [(n, en[w]) for w in set(stems(e, "en"))]
            b += [(n, fr[w]) for w in set(stems(f, "fr"))]
            n += 1
    ones = lambda t, cols: sp.csr_matrix((np.ones(len(t), np.float32), ([x for x, _ in t], [y for _, y in t])), (n, cols))
    x, y = ones(a, len(en)), ones(b, len(fr))
    # Words of every second sentence tell nothing apart and make the table of pairs large.
    ce, cf = np.asarray(x.sum(0)).ravel(), np.asarray(y.sum(0)).ravel()
    keep_e, keep_f = (ce >= 4) & (ce < 0.1 * n), (cf >= 4) & (cf < 0.1 * n)
    es, fs = np.flatnonzero(keep_e), np.flatnonzero(keep_f)
    together = (x[:, es].T @ y[:, fs]).tocsr()
    name_e, name_f = list(en), list(fr)
    out = {}
    for i, e in enumerate(es):
        row = together[i]
        dice = 2 * row.data / (ce[e] + cf[fs[row.indices]])
        best = np.argsort(-dice)[:3]
        out[name_e[e]] = [name_f[fs[row.indices[k]]] for k in best if dice[k] > 0.15 and dice[k] > 0.3 * dice[best[0]]]
    return {e: f for e, f in out.items() if f}


def fit(x, y, weight, judged, l2s):
    """The model with the best likelihoods on texts not learnt from; of the folds only `judged` texts count."""
    fold, best = np.random.RandomState(0).permutation(len(y)) % 5, None
    for l2 in l2s:
        z = np.zeros(len(y))
        for k in range(5):
            w, b = learn(x[fold != k], y[fold != k], weight[fold != k], l2)
            z[fold == k] = x[fold == k] @ w + b
        a, c = platt(z[judged], y[judged])
        p = 1 / (1 + np.exp(-(z * a + c)))
        loss = -np.mean(np.where(y, np.log(p + 1e-9), np.log(1 - p + 1e-9))[judged])
        t = max((f1(p[judged] > t, y[judged]), t) for t in np.arange(0.2, 0.8, 0.02))
        print(l2, "folds F1 .5", round(f1(p[judged] > 0.5, y[judged]), 4), "best", t, "log loss", round(loss, 4), flush=True)
        if best is None or loss < best[0]:
            best = (loss, l2, a, c, t[1], p)
    _, l2, a, c, t, p = best
    for low in np.arange(0, 1, 0.2):
        some = judged & (p >= low) & (p < low + 0.2)
        print(f"  said {low:.1f} to {low + 0.2:.1f}: true of {np.mean(y[some]):.2f} of {some.sum()}")
    w, b = learn(x, y, weight, l2)
    w, b = w * a, b * a + c
    scale = np.abs(w).max() / 127
    return scale, b, t, np.clip(np.round(w / scale), -127, 127).astype(np.int8)


def likely(model, x):
    scale, b, _, q = model
    return 1 / (1 + np.exp(-(x @ (q * scale) + b)))


def parts(text, size):
    words = text.split()
    return [" ".join(words[i : i + size]) for i in range(0, max(1, len(words) - size // 2), size)]


def sentences_of(kind, lang):
    """Our own sentences: those with an event, and those of quiet news."""
    loud, quiet_ = [], []
    for path in sorted((TRIALS / "annotated").glob(f"{kind}-*.cases")):
        items = []
        for line in open(path, encoding="utf8"):
            if m := re.match(r"> \[(\w\w)\] (.*)", line):
                items.append([m[1], m[2], False])
            elif line.startswith("= ") and items:
                items[-1][2] = True
        items = [(text, event) for tongue, text, event in items if tongue == lang]
        if "quiet" in path.name:
            quiet_ += [text for text, event in items if not event]
        else:
            loud += [text for text, event in items if event]
    return loud, quiet_


def reports(folder, lang):
    """Paragraphs of our own reports."""
    out = []
    for path in sorted((TRIALS / "reports" / folder).glob("*.txt")):
        text = path.read_text(encoding="utf8")
        count = lambda word: text.lower().count(f" {word} ")
        if ("fr" if count("les") + count("des") > count("the") else "en") == lang:
            out += parts(text, 60)
    return out


def other(train, lang):
    """Texts of other things with their weights."""
    calm = quiet(train, lang)
    out = [(t, 0.6) for t in calm] + [(" ".join(t.split()[:40]), 0.4) for t in calm[::2]]
    out += [(l.split("\t")[1].strip(), 2.0) for l in open(TRIALS / "tagger/quiet.tsv", encoding="utf8") if l.startswith(lang + "\t")]
    return out + [(t, 1.0) for t in sentences_of("dev", lang)[1]]


def conflict(loud, calm):
    """A table of words alone, both sides of equal weight, and its scores on `held` texts."""
    words = [w for w, _ in loud + calm]
    y = np.arange(len(words)) < len(loud)
    weight = np.array([w for _, w in loud + calm])
    weight[y] *= weight[~y].sum() / weight[y].sum()
    scale, b, _, q = fit(matrix(words, False), y, weight, np.ones(len(y), bool), (3e-5, 3e-4))
    return scale, b, PASS, q


def main():
    muc, train, out = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
    wires, dev = lines(muc / "train.jsonl"), lines(muc / "dev.jsonl")
    y, yd = (np.array([bool(d["templates"]) for d in s]) for s in (wires, dev))
    told = [d["text"] for d, k in zip(wires, y) if k]
    cut = lambda pairs, lang: [(stems(t, lang), w) for t, w in pairs]

    loud = [(t, 1.0) for t in sentences_of("dev", "en")[0] + reports("open", "en")]
    loud += [(t, 0.3) for t in told] + [(" ".join(t.split()[:50]), 0.2) for t in told]
    loud += [(t, 0.7) for d in lines(train / "ner/en_re3d_train.jsonl.gz") for t in parts(d["text"], 80)]
    en = conflict(cut(loud, "en"), cut(other(train, "en"), "en"))
    tests = {"own sentences": sentences_of("test", "en")[0], "own reports": reports("held", "en"), "MUC-4 dev, relevant": [d["text"] for d, k in zip(dev, yd) if k]}
    for name, texts in tests.items():
        print(f"English: of {len(texts)} {name} pass {np.mean(likely(en, matrix([stems(t, 'en') for t in texts], False)) >= PASS):.3f}")

    words = dictionary(train)
    print(len(words), "stems translated:", {w: words.get(w) for w in ("killed", "bomb", "guerri", "kidnap", "attack", "soldie", "peasan", "footba")})
    popcorn = [d["text"] for d in lines(train / "ner/fr_popcorn_train.jsonl.gz")]
    held = lambda texts, is_held: [t for n, t in enumerate(texts) if (n % 5 == 4) == is_held]
    calm = other(train, "fr")
    loud = [(t, 1.0) for t in sentences_of("dev", "fr")[0] + reports("open", "fr") + held(popcorn, False)]
    loud = cut(loud, "fr") + [([f for w in stems(t, "en") for f in words.get(w, ())], 0.3) for t in told]
    fr = conflict(loud, cut(held(calm, False), "fr"))
    tests = {"own sentences": sentences_of("test", "fr")[0], "own reports": reports("held", "fr"), "reports of POPCORN": held(popcorn, True), "other texts": [t for t, _ in held(calm, True)]}
    for name, texts in tests.items():
        if texts:
            print(f"French: of {len(texts)} {name} pass {np.mean(likely(fr, matrix([stems(t, 'fr') for t in texts], False)) >= PASS):.3f}")

    rest = [stems(t, "en") for t in quiet(train, "en")]
    x = matrix([stems(d["text"], "en") for d in wires] + rest, True)
    every = np.concatenate([y, np.zeros(len(rest), bool)])
    is_wire = np.arange(len(every)) < len(y)
    attack = fit(x, every, np.where(is_wire, 1.0, 0.5), is_wire, (3e-5, 1e-4, 3e-4, 1e-3))
    p = likely(attack, matrix([stems(d["text"], "en") for d in dev], True))
    print(f"Attacks, MUC-4 dev: F1 at .5 {f1(p > 0.5, yd):.4f}, at {attack[2]:.2f} {f1(p > attack[2], yd):.4f}")
    out.write_bytes(b"".join(struct.pack("<fff", *m[:3]) + m[3].tobytes() for m in (en, fr, attack)))


if __name__ == "__main__":
    main()

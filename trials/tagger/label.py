"""Soft labels of a teacher for raw text and for gold: what the student learns from beside gold.

label.py minilm MINILM_MODEL_DIR RUN_DIR DATA_DIR NAME…      (RUN_DIR of teacher.py)
label.py hashed - RUN_DIR DATA_DIR NAME…                     (RUN_DIR of train.py)

NAME is a raw text of raw.py, or `train`: then the sentences of train.npz in the teacher's language. Writes
DATA_DIR/soft_NAME.npz: for each word the likeliest answers with their likelihoods. Heads are positions, the root is -1.
"""
import json
import os
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch
from model import Tagger
from prepare import rows as spell
from teacher import Pieces, build, pack

# Of how many sentences one is labelled: all, or one in a hundred where the way is only walked.
QUICK = 100 if os.environ.get("TRAIN_QUICK") else 1
KEEP = {"upos": 3, "names": 4, "heads": 4, "rels": 3}


@torch.no_grad()
def label(model, inputs, size, words):
    """Answers for sentences of `words` words; `inputs(ids, n)` makes the encoder's input."""
    start = np.cumsum([0] + [len(w) for w in words])
    out = {k: np.full((start[-1], n), -2, np.int16) for k, n in KEEP.items()}
    how = {k: np.zeros((start[-1], n), np.float16) for k, n in KEEP.items()}
    out["feats"] = np.full(start[-1], -1, np.int16)
    model.eval()
    began = time.time()
    batches = pack(random.Random(0), range(len(words)), size, 4000)
    for at, ids in enumerate(batches):
        n, k = max(len(words[i]) for i in ids), len(ids)
        mask = torch.zeros(k, n, 1)
        for r, i in enumerate(ids):
            mask[r, : len(words[i])] = 1
        with torch.autocast("cpu", torch.bfloat16):
            upos, feats, names, arcs, parts = model.heads(model.encoder(inputs(ids, n), mask), mask)
            rels = model.relations(parts, arcs.argmax(-1))
        got = {"upos": upos, "names": names, "heads": arcs, "rels": rels}
        for key, scores in got.items():
            p, which = scores.softmax(-1).topk(min(KEEP[key], scores.shape[-1]), -1)
            if key == "heads":
                which = torch.where(which == n, -1, which)
            p, which = p.numpy(), which.numpy()
            for r, i in enumerate(ids):
                a, m = start[i], len(words[i])
                out[key][a : a + m, : which.shape[-1]] = which[r, :m]
                how[key][a : a + m, : which.shape[-1]] = p[r, :m]
        best = feats.argmax(-1).numpy()
        for r, i in enumerate(ids):
            out["feats"][start[i] : start[i] + len(words[i])] = best[r, : len(words[i])]
        if at % 100 == 0:
            print(f"{at} of {len(batches)} {time.time()-began:.0f}s", flush=True)
    return start, out | {f"{k}_p": v for k, v in how.items()}


def main():
    kind, folder, run, data = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4])
    torch.set_num_threads(1)
    cfg = json.load(open(run / "config.json"))
    if kind == "minilm":
        model, vocab = build(cfg, data, folder)
    else:
        vocab = json.load(open(data / "vocab.json"))
        model = Tagger(cfg, {k: len(v) for k, v in vocab.items()})
    model.load_state_dict(torch.load(run / "model.pt"), strict=False)
    french = kind == "hashed"
    for name in sys.argv[5:]:
        which = None
        if name == "train":
            z = np.load(data / "train.npz")
            which = np.flatnonzero((z["lang"] == french) & (np.diff(z["start"]) <= 120))[::QUICK]
            sents = json.load(open(data / "sents.json"))["train"]
            sents = [sents[i] for i in which]
        else:
            sents = json.load(open(data / f"raw_{name}.json"))[::QUICK]
        rows = None
        if french or which is None:
            rows = spell([{"words": s, "lang": "fr" if french else "en"} for s in sents])
        if french:
            start = np.cumsum([0] + [len(s) for s in sents])

            def inputs(ids, n):
                x = np.zeros((len(ids), n, rows.shape[-1]), np.int64)
                for r, i in enumerate(ids):
                    x[r, : len(sents[i])] = rows[0, start[i] : start[i + 1]]
                return torch.from_numpy(x)

            size = np.array([len(s) for s in sents])
        else:
            pieces = Pieces(folder, sents)
            inputs, size = pieces.batch, pieces.size
        start, out = label(model, inputs, size, sents)
        if which is None:
            out["rows"] = rows
        else:
            out["which"] = which
        lang = np.full(len(sents), french)
        np.savez(data / f"soft_{name}.npz", start=start, lang=lang, weight=np.ones(len(sents), np.float32), **out)
        print(name, len(sents), "sentences", start[-1], "words", flush=True)


if __name__ == "__main__":
    main()

"""First values for the embedding table, from raw text: embed.py SHARED_TRAIN DATA_DIR MINILM_MODEL_DIR

A word is known by its company: positive pointwise mutual information of each word with the words one and two places to
its left and right, cut to a few dimensions by SVD, for each language on its own. English words that MiniLM has whole get
half their dimensions from its input embeddings. The hashed rows of the table are then fitted so that the rows of a word
sum to its vector; endings and letter groups so learn what unknown words are likely to be.
"""
import collections
import gzip
import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import scipy.sparse as sp
import torch
from model import ROWS
from prepare import PER_WORD, TOOL, lines
from safetensors.torch import load_file

torch.set_num_threads(1)
DIM = 128
CUT = re.compile(r"\w+(?:[.-]\w+)*['’]?|[^\w\s]")


def texts(train, lang):
    pairs = [p[lang == "fr"] for d in lines(train / "raw/europarl_conflict_enfr.jsonl.gz") for p in d["pairs"]]
    if lang == "en":
        return pairs + [l for l in gzip.open(train / "raw/en_voa_sentences.txt.gz", "rt")]
    return pairs + [d["text"] for d in lines(train / "raw/fr_wikinews100.jsonl.gz")]


def gold(data, lang):
    return [it["words"] for it in json.load(open(data / "items.json")) if it["lang"] == lang]


def norm(w):
    return re.sub(r"\d", "0", w.lower().replace("’", "'"))


def company(sents, dim, keep=40000, contexts=5000):
    count = collections.Counter(w for s in sents for w in s)
    words = [w for w, c in count.most_common(keep) if c >= 3]
    at = {w: i for i, w in enumerate(words)}
    flat, n = [], len(words)
    for s in sents:
        flat += [-1, -1] + [at.get(w, -2) for w in s]
    flat = np.array(flat + [-1, -1])
    parts = []
    for off in (-2, -1, 1, 2):
        a, b = (flat[: -off], flat[off:]) if off > 0 else (flat[-off:], flat[:off])
        b = np.where(b == -1, contexts - 1, b)
        ok = (a >= 0) & (b >= 0) & (b < contexts)
        m = sp.coo_matrix((np.ones(ok.sum(), np.float32), (a[ok], b[ok])), (n, contexts)).tocsr()
        total = m.sum()
        row, col = np.asarray(m.sum(1)).ravel(), np.asarray(m.sum(0)).ravel() ** 0.75
        m = m.tocoo()
        v = np.log(m.data * col.sum() / (row[m.row] * col[m.col] + 1e-9))
        good = v > 0
        parts.append(sp.csr_matrix((v[good], (m.row[good], m.col[good])), (n, contexts)))
    m = sp.hstack(parts).tocsr()
    print(n, "words", m.nnz, "pairs", flush=True)
    rng = np.random.default_rng(0)
    q = m @ rng.standard_normal((m.shape[1], dim + 10)).astype(np.float32)
    for _ in range(3):
        q, _ = np.linalg.qr(m @ (m.T @ np.linalg.qr(q)[0]))
    u, s, _ = np.linalg.svd((m.T @ q).T, full_matrices=False)
    vec = (q @ u[:, :dim]) * np.sqrt(s[:dim])
    vec /= np.linalg.norm(vec, axis=1, keepdims=True) + 1e-6
    return words, vec.astype(np.float32), np.array([count[w] for w in words])


def spell(words, lang):
    data = "".join(json.dumps({"words": words[i : i + 500], "lang": lang}) + "\n" for i in range(0, len(words), 500))
    got = subprocess.run([TOOL, "features"], input=data.encode(), capture_output=True, check=True).stdout
    rows = np.frombuffer(got, "<u2").reshape(-1, PER_WORD).astype(np.int64)
    rows[:, 9:12] = 0  # shape and case say nothing of these small-letter forms
    return rows


def main():
    train, data, minilm = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
    rows, goals, marks, weights = [], [], [], []
    for lang in ("en", "fr"):
        sents = [[norm(w) for w in CUT.findall(t)] for t in texts(train, lang)] + [[norm(w) for w in s] for s in gold(data, lang)] * 2
        words, vec, freq = company(sents, DIM // 2 if lang == "en" else DIM)
        mark = np.ones((len(words), DIM), np.float32)
        if lang == "en":
            vocab = {l.rstrip("\n"): i for i, l in enumerate(open(minilm / "vocab.txt", encoding="utf8"))}
            table = load_file(str(minilm / "model.safetensors"))
            table = next(v for k, v in table.items() if k.endswith("word_embeddings.weight")).float().numpy()
            at = np.array([vocab.get(w, -1) for w in words])
            have = at >= 0
            e = table[at[have]]
            e = e - e.mean(0)
            _, _, vt = np.linalg.svd(e[:8000], full_matrices=False)
            low = e @ vt[: DIM // 2].T
            low /= np.linalg.norm(low, axis=1, keepdims=True) + 1e-6
            both = np.zeros((len(words), DIM), np.float32)
            both[:, : DIM // 2] = vec
            both[have, DIM // 2 :] = low
            mark[~have, DIM // 2 :] = 0
            vec = both
            print("MiniLM knows", have.sum())
        rows.append(spell(words, lang))
        goals.append(vec * np.sqrt(DIM) * (0.5 if lang == "fr" else 0.35))
        marks.append(mark)
        weights.append(np.log1p(freq))
    rows, goals, marks = (torch.from_numpy(np.concatenate(x)) for x in (rows, goals, marks))
    w = torch.from_numpy(np.concatenate(weights)).float()[:, None]
    emb = torch.nn.EmbeddingBag(ROWS, DIM, mode="sum", padding_idx=0)
    torch.nn.init.normal_(emb.weight, std=0.02)
    opt = torch.optim.AdamW(emb.parameters(), lr=0.01, weight_decay=0.0, fused=True)
    g = torch.Generator().manual_seed(0)
    steps, epochs = 0, 14
    for epoch in range(epochs):
        order = torch.randperm(len(rows), generator=g)
        total = 0.0
        for ids in order.split(4096):
            r = rows[ids].clone()
            gone = torch.rand(len(ids), 1, generator=g) < 0.3
            r[:, :2] = r[:, :2].masked_fill(gone, 0)
            for grp in opt.param_groups:
                grp["lr"] = 0.015 * (1 - epoch / epochs)
            loss = ((emb(r) - goals[ids]) ** 2 * marks[ids] * w[ids]).sum() / (marks[ids] * w[ids]).sum()
            opt.zero_grad(set_to_none=True)
            loss.backward()
            opt.step()
            total += loss.item() * len(ids)
        print(epoch, total / len(rows), "of", (goals**2).mean().item(), flush=True)
    table = emb.weight.detach()
    rest = table.abs().sum(1) < 3
    seen = torch.zeros(ROWS, dtype=torch.bool)
    seen[rows.flatten()] = True
    table[~seen] = torch.randn(int((~seen).sum()), DIM) * 0.05
    table[0] = 0
    torch.save(table, data / "table.pt")


main()

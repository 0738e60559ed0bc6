"""Trains the tagger: train.py CONFIG.json DATA_DIR OUT_DIR. Every setting stands in the config."""
import json
import math
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from model import Encoder, Tagger

PAD = {"upos": -1, "feats": -1, "rels": -1, "names": -1, "heads": -2}


class Corpus:
    def __init__(self, path):
        z = np.load(path)
        self.z = {k: z[k] for k in z.files}
        self.start = self.z["start"]
        self.size = np.diff(self.start)

    def batch(self, ids, ways):
        n = int(self.size[ids].max())
        b = len(ids)
        out = {k: torch.full((b, n), v, dtype=torch.int64) for k, v in PAD.items()}
        rows = np.zeros((b, n, self.z["rows"].shape[-1]), np.int64)
        mask = torch.zeros(b, n, 1)
        for r, (i, way) in enumerate(zip(ids, ways)):
            a, e = self.start[i], self.start[i + 1]
            rows[r, : e - a] = self.z["rows"][way, a:e]
            mask[r, : e - a] = 1
            for k in PAD:
                out[k][r, : e - a] = torch.from_numpy(self.z[k][a:e].astype(np.int64))
        heads = out["heads"]
        out["heads"] = torch.where(heads == -1, torch.full_like(heads, n), heads)
        return torch.from_numpy(rows), mask, out, torch.from_numpy(self.z["weight"][ids])

    def order(self, rng, tokens, longest, keep=None):
        ids = np.flatnonzero(self.size <= longest)
        if keep is not None:
            ids = ids[keep(ids)]
        ids = sorted(ids, key=lambda i: self.size[i] + rng.random() * 4)
        batches, now = [], []
        for i in ids:
            if now and (len(now) + 1) * self.size[i] > tokens:
                batches.append(now)
                now = []
            now.append(i)
        if now:
            batches.append(now)
        rng.shuffle(batches)
        return batches


def ce(logits, gold, weight, smooth=0.0):
    loss = F.cross_entropy(logits.flatten(0, -2), gold.flatten(), ignore_index=-1, reduction="none", label_smoothing=smooth)
    w = weight[:, None].expand_as(gold).flatten() * (gold.flatten() >= 0)
    return (loss * w).sum() / w.sum().clamp(min=1.0)


def losses(model, cfg, rows, mask, gold, weight):
    drop = cfg["dropout"]
    with torch.autocast("cpu", torch.bfloat16, enabled=cfg.get("bf16", True)):
        x = model.encoder(rows, mask, drop)
        upos, feats, names, arcs, parts = model.heads(x, mask, drop)
        heads = gold["heads"]
        rels = model.relations(parts, heads.clamp(min=0), drop)
    arc_gold = torch.where(heads == -2, torch.full_like(heads, -1), heads)
    return (
        ce(upos, gold["upos"], weight, 0.03)
        + 0.3 * ce(feats, gold["feats"], weight)
        + ce(arcs, arc_gold, weight)
        + ce(rels, gold["rels"], weight, 0.03)
        + cfg.get("names_weight", 1.0) * ce(names, gold["names"], weight)
    )


def entities(tags, names):
    out, now = set(), None
    for i, t in enumerate(list(tags) + [0]):
        tag = names[t] if t >= 0 else "O"
        if now and (tag == "O" or tag[0] == "B" or tag[2:] != now[1]):
            out.add((now[0], i, now[1]))
            now = None
        if tag != "O" and now is None:
            now = (i, tag[2:])
    return out


@torch.no_grad()
def score(model, corpus, vocab, way=0):
    model.eval()
    ok = dict.fromkeys(("upos", "feats", "uas", "las", "n"), 0)
    tp = gn = sn = 0
    labels = list(vocab["names"])
    bare = np.array([list({r.split(":")[0]: 0 for r in vocab["rels"]}).index(r.split(":")[0]) for r in vocab["rels"]] + [-1])
    for ids in corpus.order(random.Random(0), 6000, 200):
        rows, mask, gold, _ = corpus.batch(ids, [way] * len(ids))
        with torch.autocast("cpu", torch.bfloat16):
            upos, feats, names, arcs, parts = model.heads(model.encoder(rows, mask), mask)
            head = arcs.argmax(-1)
            rels = model.relations(parts, head)
        known = gold["upos"] >= 0
        ok["n"] += known.sum().item()
        ok["upos"] += ((upos.argmax(-1) == gold["upos"]) & known).sum().item()
        ok["feats"] += ((feats.argmax(-1) == gold["feats"]) & known).sum().item()
        arc = (head == gold["heads"]) & known
        ok["uas"] += arc.sum().item()
        ok["las"] += (arc & torch.from_numpy(bare[rels.argmax(-1)] == bare[gold["rels"]])).sum().item()
        for g, s in zip(gold["names"], names.argmax(-1)):
            n = int((g >= 0).sum())
            keep = lambda es: {e for e in es if e[2] in ("PER", "ORG", "LOC")}
            ge, se = keep(entities(g[:n].tolist(), labels)), keep(entities(s[:n].tolist(), labels))
            tp, gn, sn = tp + len(ge & se), gn + len(ge), sn + len(se)
    out = {k: round(100 * v / max(ok["n"], 1), 2) for k, v in ok.items() if k != "n"}
    out["names"] = round(200 * tp / max(gn + sn, 1), 2)
    return out


def main():
    cfg = json.load(open(sys.argv[1]))
    data, dest = Path(sys.argv[2]), Path(sys.argv[3])
    dest.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(cfg["seed"])
    rng = random.Random(cfg["seed"])
    torch.set_num_threads(cfg.get("threads", 1))
    vocab = json.load(open(data / "vocab.json"))
    corpora = [Corpus(data / f"{name}.npz") for name in cfg["corpora"]]
    dev = {n: Corpus(data / f"dev_{n}.npz") for n in ("en", "fr", "pop")}
    model = Tagger(cfg, {k: len(v) for k, v in vocab.items()})
    if cfg.get("init"):
        model.encoder.load_state_dict(torch.load(cfg["init"]))
    if cfg.get("table"):
        model.encoder.embed.weight.data.copy_(torch.load(data / cfg["table"]))
    if cfg.get("from"):
        model.load_state_dict(torch.load(cfg["from"]))
    size = sum(p.numel() for n, p in model.named_parameters() if "embed" not in n)
    print("parameters beside the table:", size, flush=True)
    slow = [p for n, p in model.named_parameters() if "embed" in n]
    fast = [p for n, p in model.named_parameters() if "embed" not in n]
    opt = torch.optim.AdamW([{"params": slow, "weight_decay": 0.0}, {"params": fast, "weight_decay": cfg["decay"]}], lr=cfg["rate"], betas=(0.9, 0.98), fused=True)
    mean = {k: v.detach().clone() for k, v in model.state_dict().items()}
    began, step = time.time(), 0
    batches = [(c, b) for c in corpora for b in c.order(rng, cfg["tokens"], cfg["longest"], lambda ids: ~np.isclose(c.z["weight"][ids], cfg.get("skip_weight", -1)))]
    total = len(batches) * cfg["epochs"]
    budget = cfg.get("minutes")
    done = 0.0
    for epoch in range(cfg["epochs"]):
        model.train()
        batches = [(c, b) for c in corpora for b in c.order(rng, cfg["tokens"], cfg["longest"], lambda ids: ~np.isclose(c.z["weight"][ids], cfg.get("skip_weight", -1)))]
        rng.shuffle(batches)
        run = 0.0
        for c, ids in batches:
            done = step / total if not budget else max(step / total, (time.time() - began) / 60 / budget)
            lr = cfg["rate"] * min(1, (step + 1) / 300) * max(0.02, 0.5 * (1 + math.cos(math.pi * min(1, done))))
            opt.param_groups[0]["lr"], opt.param_groups[1]["lr"] = lr * cfg.get("table_rate", 1.0), lr
            ways = [rng.choices((0, 1, 2, 3), cfg["ways"])[0] for _ in ids]
            rows, mask, gold, weight = c.batch(np.array(ids), ways)
            gone = torch.rand(rows.shape[:2] + (1,)) < cfg["word_dropout"]
            rows[:, :, :2] = rows[:, :, :2].masked_fill(gone, 0)
            loss = losses(model, cfg, rows, mask, gold, weight)
            opt.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(fast, 2.0)
            opt.step()
            step += 1
            run += loss.item()
            if step % 8 == 0:
                keep = min(0.999, step / (step + 200)) ** 8
                with torch.no_grad():
                    for k, v in model.state_dict().items():
                        mean[k].mul_(keep).add_(v, alpha=1 - keep)
            if budget and done >= 1:
                break
        live = {k: v.clone() for k, v in model.state_dict().items()}
        model.load_state_dict(mean)
        if epoch % cfg.get("every", 1) == 0 or done >= 1 or epoch + 1 == cfg["epochs"]:
            s = {n: score(model, dev[n], vocab) for n in dev}
            caps = score(model, dev["en"], vocab, 1)["las"]
            print(f"{epoch} {time.time()-began:.0f}s {done:.2f} loss {run/len(batches):.3f} en {s['en']} caps {caps} fr {s['fr']} pop {s['pop']['names']}", flush=True)
            torch.save(model.state_dict(), dest / "model.pt")
            json.dump(cfg, open(dest / "config.json", "w"))
        model.load_state_dict(live)
        if budget and done >= 1:
            break


if __name__ == "__main__":
    main()

"""Trains the tagger: train.py CONFIG.json DATA_DIR OUT_DIR. Every setting stands in the config.

Learns from gold, and where a teacher was there from its soft labels (label.py): a word's target is a few answers with
their likelihoods, into which gold enters with the share `gold_share`.
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
from model import Tagger

ANSWERS = ("upos", "feats", "rels", "names", "heads")
SOFT = ("upos", "names", "heads", "rels")


class Corpus:
    """Sentences of words with embedding rows, gold answers and soft answers; -1 is `not known`, for heads -2."""

    def __init__(self, path, soft=None, weak=None):
        z = np.load(path)
        self.z = {k: z[k] for k in z.files}
        self.start = self.z["start"]
        self.size = np.diff(self.start)
        n = self.start[-1]
        if "upos_p" in self.z:
            self.soft = {k: (self.z[k], self.z[k + "_p"]) for k in SOFT}
            self.z["weight"] = self.z["weight"].copy()
            for k in SOFT:
                self.z[k] = np.full(n, -2 if k == "heads" else -1, np.int16)
        else:
            self.soft = None
        if weak:
            # Names by rule for treebanks without, in French only: English has the teacher.
            french = np.repeat(self.z["lang"], self.size)
            self.z["names"] = np.where(french, np.load(weak)["names"], self.z["names"])
        if soft:
            s = np.load(soft)
            words = np.concatenate([np.arange(self.start[i], self.start[i + 1]) for i in s["which"]])
            self.soft = {}
            for k in SOFT:
                which = np.full((n, s[k].shape[1]), -2, np.int16)
                share = np.zeros((n, s[k].shape[1]), np.float16)
                which[words], share[words] = s[k], s[k + "_p"]
                self.soft[k] = (which, share)
            feats = np.full(n, -1, np.int16)
            feats[words] = s["feats"]
            self.z["feats"] = np.where(self.z["upos"] < 0, feats, self.z["feats"])

    def batch(self, ids, ways):
        ids = np.asarray(ids)
        n = int(self.size[ids].max())
        at = self.start[ids][:, None] + np.arange(n)[None]
        inside = np.arange(n)[None] < self.size[ids][:, None]
        at = np.where(inside, at, 0)
        rows = self.z["rows"][np.asarray(ways)[:, None], at].astype(np.int64) * inside[:, :, None]
        out = {}
        for k in ANSWERS:
            no = -2 if k == "heads" else -1
            out[k] = torch.from_numpy(np.where(inside, self.z[k][at], no).astype(np.int64))
        out["heads"] = torch.where(out["heads"] == -1, n, out["heads"])
        if self.soft:
            for k in SOFT:
                which, share = self.soft[k]
                which = np.where(inside[:, :, None], which[at], -2).astype(np.int64)
                share = torch.from_numpy(share[at].astype(np.float32) * (which > -2))
                which = torch.from_numpy(which)
                if k == "heads":
                    # Short sentences have fewer heads than answers were kept: the rest, never likely, lies outside.
                    which = torch.where(which == -1, n, which).clamp(max=n)
                out["soft_" + k] = (which.clamp(min=0), share)
        return torch.from_numpy(rows), torch.from_numpy(inside[:, :, None].astype(np.float32)), out, torch.from_numpy(self.z["weight"][ids])

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


def target(gold, key, share, smooth):
    """Answers, their likelihoods and which words have any: [b, n, k], [b, n, k], [b, n]."""
    g = gold[key][:, :, None]
    known = (g >= 0).float()
    which, how = g.clamp(min=0), known * (1 - smooth)
    soft = gold.get("soft_" + key)
    if soft is not None:
        index, p = soft
        p = p / p.sum(-1, keepdim=True).clamp(min=1e-6)
        there = (p.sum(-1, keepdim=True) > 0.5).float()
        mine = torch.where(there > 0, known * share, known)
        which, how = torch.cat([which, index], -1), torch.cat([mine * (1 - smooth), p * (1 - mine)], -1)
        known = torch.maximum(known, there)
    return which, how, known[:, :, 0]


def ce(logits, goal, weight):
    which, how, known = goal
    loss = -(F.log_softmax(logits, -1).gather(-1, which) * how).sum(-1)
    w = weight[:, None] * known
    return (loss * w).sum() / w.sum().clamp(min=1.0)


def losses(model, cfg, rows, mask, gold, weight):
    drop = cfg["dropout"]
    share = cfg.get("gold_share", 1.0)
    heads = gold["heads"]
    if "soft_heads" in gold:
        # A relation is that to the gold head, else to the teacher's.
        index, p = gold["soft_heads"]
        known = heads >= 0
        sure = known | (p[:, :, 0] > 0.5)
        heads = torch.where(known, heads, index[:, :, 0])
        rels, rels_p = gold["soft_rels"]
        same = (index[:, :, 0] == heads) & sure
        gold = gold | {"soft_rels": (rels, rels_p * same[:, :, None])}
    with torch.autocast("cpu", torch.bfloat16, enabled=cfg.get("bf16", True)):
        x = model.encoder(rows, mask, drop)
        upos, feats, names, arcs, parts = model.heads(x, mask, drop)
        rels = model.relations(parts, heads.clamp(min=0), drop)
    return (
        ce(upos, target(gold, "upos", share, 0.02), weight)
        + 0.3 * ce(feats, target(gold, "feats", share, 0.0), weight)
        + ce(arcs, target(gold, "heads", share, 0.0), weight)
        + ce(rels, target(gold, "rels", share, 0.02), weight)
        + cfg.get("names_weight", 1.0) * ce(names, target(gold, "names", cfg.get("names_gold_share", share), 0.0), weight)
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
def score(model, corpus, vocab, way=0, feed=None):
    """Development scores; `feed` makes the input of another encoder than ours from sentence numbers and the length."""
    model.eval()
    ok = dict.fromkeys(("upos", "feats", "uas", "las", "n"), 0)
    tp = gn = sn = 0
    labels = list(vocab["names"])
    bare = np.array([list({r.split(":")[0]: 0 for r in vocab["rels"]}).index(r.split(":")[0]) for r in vocab["rels"]] + [-1])
    for ids in corpus.order(random.Random(0), 6000, 200):
        rows, mask, gold, _ = corpus.batch(ids, [way] * len(ids))
        if feed:
            rows = feed(ids, mask.shape[1])
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


def read(data, spec):
    path = lambda name: data / f"{name}.npz" if name else None
    return Corpus(path(spec["name"]), path(spec.get("soft")), path(spec.get("weak")))


def start_from(model, path, table_only):
    """Takes over the weights of another run; a narrower table fills the first columns."""
    old = torch.load(path)
    if not table_only:
        model.load_state_dict(old)
        return
    table = old["encoder.embed.weight"] if isinstance(old, dict) else old
    with torch.no_grad():
        model.encoder.embed.weight.normal_(std=0.03)
        model.encoder.embed.weight[:, : table.shape[1]] = table
        model.encoder.embed.weight[0] = 0


def main():
    cfg = json.load(open(sys.argv[1]))
    data, dest = Path(sys.argv[2]), Path(sys.argv[3])
    dest.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(cfg["seed"])
    rng = random.Random(cfg["seed"])
    torch.set_num_threads(cfg.get("threads", 1))
    vocab = json.load(open(data / "vocab.json"))
    corpora = [read(data, spec) for spec in cfg["corpora"]]
    dev = {n: Corpus(data / f"dev_{n}.npz") for n in ("en", "fr", "pop")}
    model = Tagger(cfg, {k: len(v) for k, v in vocab.items()})
    if cfg.get("table"):
        start_from(model, data / cfg["table"], True)
    if cfg.get("from"):
        start_from(model, data / cfg["from"], False)
    size = sum(p.numel() for n, p in model.named_parameters() if "embed" not in n)
    print("parameters beside the table:", size, flush=True)
    slow = [p for n, p in model.named_parameters() if "embed" in n]
    fast = [p for n, p in model.named_parameters() if "embed" not in n]
    opt = torch.optim.AdamW([{"params": slow, "weight_decay": 0.0}, {"params": fast, "weight_decay": cfg["decay"]}], lr=cfg["rate"], betas=(0.9, 0.98), fused=True)
    mean = {k: v.detach().clone() for k, v in model.state_dict().items()}
    # `minutes` are of processor time, so that a busy machine gives nobody less.
    began, worked, step = time.time(), time.process_time(), 0

    def epoch_batches():
        out = []
        for c, spec in zip(corpora, cfg["corpora"]):
            skip, part = cfg.get("skip_weight", -1), spec.get("part", 1.0)
            got = c.order(rng, cfg["tokens"], cfg["longest"], lambda ids: ~np.isclose(c.z["weight"][ids], skip))
            out += [(c, b) for b in got[: int(len(got) * part) + 1]]
        rng.shuffle(out)
        return out

    total = len(epoch_batches()) * cfg["epochs"]
    budget = cfg.get("minutes")
    if budget and os.environ.get("TRAIN_QUICK"):
        budget /= 100
    done = 0.0
    for epoch in range(cfg["epochs"]):
        model.train()
        batches = epoch_batches()
        run = 0.0
        for c, ids in batches:
            done = step / total if not budget else max(step / total, (time.process_time() - worked) / 60 / budget)
            lr = cfg["rate"] * min(1, (step + 1) / 300) * max(0.01, 0.5 * (1 + math.cos(math.pi * min(1, done))))
            opt.param_groups[0]["lr"], opt.param_groups[1]["lr"] = lr * cfg.get("table_rate", 1.0), lr
            ways = [rng.choices((0, 1, 2, 3), cfg["ways"])[0] for _ in ids]
            rows, mask, gold, weight = c.batch(ids, ways)
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
            print(f"{epoch} {time.time()-began:.0f}s cpu {time.process_time():.0f}s {done:.2f} loss {run/len(batches):.3f} en {s['en']} caps {caps} fr {s['fr']} pop {s['pop']['names']}", flush=True)
            torch.save(model.state_dict(), dest / "model.pt")
            json.dump(cfg, open(dest / "config.json", "w"))
        model.load_state_dict(live)
        if budget and done >= 1:
            break


if __name__ == "__main__":
    main()

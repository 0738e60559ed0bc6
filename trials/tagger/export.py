"""Trained weights → the model file: export.py RUN_DIR DATA_DIR OUT.bin"""
import json
import struct
import sys
from pathlib import Path

import numpy as np
import torch
from lemmas import learn


class Writer:
    def __init__(self):
        self.entries = []

    def add(self, name, kind, rows, cols, data):
        self.entries.append(struct.pack("<B", len(name)) + name.encode() + struct.pack("<BII", kind, rows, cols) + data)

    def matrix(self, name, t):
        a = np.atleast_2d(np.asarray(t, np.float32))
        self.add(name, 1, a.shape[0], a.shape[1], a.astype("<f2").tobytes())

    def text(self, name, lines):
        data = "\n".join(lines).encode()
        self.add(name, 3, len(data), 1, data)

    def numbers(self, name, xs, wide=True):
        self.add(name, 4 if wide else 5, len(xs), 1, np.asarray(xs, "<u4" if wide else "<u2").tobytes())

    def table(self, name, t):
        a = np.asarray(t, np.float32)
        scale = np.maximum(np.abs(a).max(1), 1e-8) / 127
        data = np.clip(np.round(a / scale[:, None]), -127, 127).astype(np.int8)
        self.add(name, 2, a.shape[0], a.shape[1], scale.astype("<f4").tobytes() + data.tobytes())

    def write(self, path):
        Path(path).write_bytes(b"TARIKHT1" + struct.pack("<I", len(self.entries)) + b"".join(self.entries))


def reach(cfg, vocab, run, data):
    """How far the inputs of each matrix reach on the development texts: the bytes of inference span that."""
    from model import Tagger
    from train import Corpus

    model = Tagger(cfg, {k: len(v) for k, v in vocab.items()})
    model.load_state_dict(torch.load(run / "model.pt"))
    model.eval()
    far = {}

    def watch(name):
        def look(_, inputs):
            x = inputs[0].detach().abs().flatten()
            far.setdefault(name, []).append(x[torch.randint(0, len(x), (20000,), generator=g)])

        return look

    g = torch.Generator().manual_seed(0)
    for name, m in model.named_modules():
        if isinstance(m, torch.nn.Linear):
            m.register_forward_pre_hook(watch(name))
    with torch.no_grad():
        for lang in ("en", "fr"):
            c = Corpus(data / f"dev_{lang}.npz")
            for way in (0, 1):
                for i in range(0, min(400, len(c.size)), 50):
                    rows, mask, _, _ = c.batch(np.arange(i, min(i + 50, len(c.size))), [way] * len(range(i, min(i + 50, len(c.size)))))
                    model.heads(model.encoder(rows, mask), mask)
    return {k: float(np.quantile(torch.cat(v).numpy(), 0.9998)) for k, v in far.items()}


def main():
    run, data, out = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    cfg = json.load(open(run / "config.json"))
    vocab = json.load(open(data / "vocab.json"))
    s = {k: v.float().numpy() for k, v in torch.load(run / "model.pt").items()}
    clips = reach(cfg, vocab, run, data)
    w = Writer()
    w.text("settings", [f"{k} {cfg[k]}" for k in ("embed", "width", "blocks", "heads", "arc", "rel")])
    for k in ("upos", "rels", "names"):
        w.text(k, list(vocab[k]))
    w.numbers("feats", [int(x) for x in vocab["feats"]])
    w.table("table", s["encoder.embed.weight"])

    def linear(name, key):
        # What is multiplied in bytes is kept in bytes, a scale for each column.
        (w.table if key in clips and key != "rel" else lambda n, t: w.matrix(n, t.T))(name + ".w", s[key + ".weight"])
        w.matrix(name + ".b", s[key + ".bias"])

    def norm(name, key):
        w.matrix(name + ".g", s[key + ".weight"])
        w.matrix(name + ".s", s[key + ".bias"])

    for i, kind in enumerate(cfg["blocks"]):
        b = f"encoder.blocks.{i}"
        norm(f"{i}.norm", f"{b}.norm")
        for part in {"C": ["w"], "D": ["w"], "E": ["w"], "A": ["qkv", "o"], "F": ["a", "b"]}[kind]:
            linear(f"{i}.{part}", f"{b}.{part}")
            w.matrix(f"{i}.{part}.clip", [[clips[f"{b}.{part}"]]])
        if kind == "A":
            w.matrix(f"{i}.bias", s[f"{b}.bias"])
    norm("norm", "encoder.norm")
    parts = ["upos", "feats", "names", "arc_dep", "arc_head", "rel_dep", "rel_head", "far"]
    w.table("answers.w", np.concatenate([s[p + ".weight"] for p in parts]))
    zero = np.zeros(cfg["rel"], np.float32)
    w.matrix("answers.b", np.concatenate([s.get(p + ".bias", zero) for p in parts]))
    w.matrix("answers.clip", [[clips["upos"]]])
    w.matrix("arc_bias", s["arc_bias.weight"])
    w.matrix("root", s["root"])
    w.matrix("rel_root", s["rel_root"])
    linear("rel", "rel")
    keys, values, scripts = learn(json.load(open(data / "items.json")))
    w.numbers("lemma_keys", keys)
    w.numbers("lemma_values", values, False)
    w.text("lemma_scripts", scripts)
    w.write(out)
    print(Path(out).stat().st_size, "bytes")


main()

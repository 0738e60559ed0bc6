"""The network, as training sees it; crates/tagger/src/net.rs computes the same numbers without a framework."""
import math

import torch
import torch.nn.functional as F
from torch import nn

ROWS = 1 + 24576 + 12288 + 12288 + 512
REACH = 24  # relative distances further than this share one bias
NEAR, FAR = 8, (12, 20)  # heads up to NEAR words away have a score each; then come those up to 12, up to 20, and further
SIDES = NEAR + len(FAR) + 1


def distances(n):
    """For words d and h the number of the score of `h` being so far to the left or right of `d`."""
    at = torch.arange(n)
    off = at[None, :] - at[:, None]
    far = off.abs().clamp(max=NEAR) + sum((off.abs() > x).long() for x in (NEAR,) + FAR)
    return (far - 1).clamp(min=0) + (off > 0).long() * SIDES


def lose(x, p, training):
    """Dropout with one mask for all words of a sentence."""
    if not training or not p:
        return x
    keep = (torch.rand(x.shape[0], 1, x.shape[2]) >= p).to(x.dtype) / (1 - p)
    return x * keep


def act(x):
    return F.hardswish(x)


STRIDES = {"C": 1, "D": 2, "E": 4}


class Conv(nn.Module):
    """A word and the words `stride` to its left and right, through one matrix, added to the word."""

    def __init__(self, d_in, d, stride):
        super().__init__()
        self.stride = stride
        self.norm = nn.LayerNorm(d_in)
        self.w = nn.Linear(3 * d_in, d)
        self.res = d_in == d

    def forward(self, x, mask, drop):
        y = self.norm(x) * mask
        far = min(self.stride, y.shape[1])
        y = torch.cat([F.pad(y, (0, 0, far, 0))[:, :-far], y, F.pad(y, (0, 0, 0, far))[:, far:]], -1)
        y = lose(act(self.w(y)), drop, self.training)
        return x + y if self.res else y


class Attend(nn.Module):
    """Every word looks at every word of its sentence, with a learnt bias for the distance."""

    def __init__(self, d, heads):
        super().__init__()
        self.heads = heads
        self.norm = nn.LayerNorm(d)
        self.qkv = nn.Linear(d, 3 * d)
        self.o = nn.Linear(d, d)
        self.bias = nn.Parameter(torch.zeros(heads, 2 * REACH + 1))

    def forward(self, x, mask, drop):
        b, n, d = x.shape
        q, k, v = self.qkv(self.norm(x)).view(b, n, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        at = torch.arange(n)
        rel = (at[None, :] - at[:, None]).clamp(-REACH, REACH) + REACH
        bias = self.bias[:, rel][None] + (1 - mask[:, None, None, :, 0]) * -1e4
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype))
        y = self.o(y.transpose(1, 2).reshape(b, n, d))
        return x + lose(y, drop, self.training)


class Feed(nn.Module):
    """Two matrices over one word."""

    def __init__(self, d, wide):
        super().__init__()
        self.norm = nn.LayerNorm(d)
        self.a = nn.Linear(d, wide)
        self.b = nn.Linear(wide, d)

    def forward(self, x, mask, drop):
        return x + lose(self.b(act(self.a(self.norm(x)))), drop, self.training)


class Encoder(nn.Module):
    def __init__(self, cfg):
        super().__init__()
        self.cfg = cfg
        e, d = cfg["embed"], cfg["width"]
        self.embed = nn.EmbeddingBag(ROWS, e, mode="sum", padding_idx=0)
        nn.init.normal_(self.embed.weight, std=0.15)
        with torch.no_grad():
            self.embed.weight[0] = 0
        blocks, w = [], e
        for kind in cfg["blocks"]:
            if kind in STRIDES:
                blocks.append(Conv(w, d, STRIDES[kind]))
            else:
                blocks.append(Attend(d, cfg["heads"]) if kind == "A" else Feed(d, cfg["wide"]))
            w = d
        self.blocks = nn.ModuleList(blocks)
        self.norm = nn.LayerNorm(d)

    def forward(self, rows, mask, drop=0.0):
        b, n, k = rows.shape
        x = self.embed(rows.reshape(-1, k)).view(b, n, -1)
        if self.training and drop:
            x = lose(x, drop, True)
        for block in self.blocks:
            x = block(x, mask, drop)
        return self.norm(x)


class Tagger(nn.Module):
    def __init__(self, cfg, sizes, encoder=None):
        super().__init__()
        d, a, r = cfg["width"], cfg["arc"], cfg["rel"]
        self.encoder = encoder or Encoder(cfg)
        self.upos = nn.Linear(d, sizes["upos"])
        self.feats = nn.Linear(d, sizes["feats"])
        self.names = nn.Linear(d, sizes["names"])
        self.arc_dep = nn.Linear(d, a)
        self.arc_head = nn.Linear(d, a)
        self.arc_bias = nn.Linear(a, 1, bias=False)
        self.root = nn.Parameter(torch.randn(a) * 0.1)
        self.far = nn.Linear(d, 2 * SIDES)
        nn.init.zeros_(self.far.weight)
        nn.init.zeros_(self.far.bias)
        self.rel_dep = nn.Linear(d, r)
        self.rel_head = nn.Linear(d, r, bias=False)
        self.rel_root = nn.Parameter(torch.randn(r) * 0.1)
        self.rel = nn.Linear(r, sizes["rels"])

    def heads(self, x, mask, drop=0.0):
        """upos, features, names, arc scores [b, n, n + 1] with the root last, relation parts."""
        x = lose(x, drop, self.training)
        dep = lose(act(self.arc_dep(x)), drop, self.training)
        head = lose(act(self.arc_head(x)), drop, self.training)
        b = x.shape[0]
        head = torch.cat([head, self.root.to(head.dtype).expand(b, 1, -1)], 1).float()
        arcs = dep.float() @ head.transpose(1, 2) / math.sqrt(dep.shape[-1]) + self.arc_bias.weight.float() @ head.transpose(1, 2)
        n = x.shape[1]
        arcs = arcs + F.pad(self.far(x).float().gather(2, distances(n)[None].expand(b, -1, -1)), (0, 1))
        no = torch.cat([1 - mask[:, :, 0], torch.zeros(b, 1)], 1)
        arcs = arcs - no[:, None, :] * 1e4
        arcs = arcs - F.pad(torch.eye(x.shape[1]), (0, 1)) * 1e4
        rel_h = self.rel_head(x)
        rel_h = torch.cat([rel_h, self.rel_root.to(rel_h.dtype).expand(b, 1, -1)], 1)
        return self.upos(x).float(), self.feats(x).float(), self.names(x).float(), arcs, (self.rel_dep(x), rel_h)

    def relations(self, parts, heads, drop=0.0):
        dep, head = parts
        head = head.gather(1, heads[:, :, None].expand(-1, -1, head.shape[-1]))
        return self.rel(lose(act(dep + head), drop, self.training)).float()

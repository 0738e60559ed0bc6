"""Token and sentence F1 of the tokeniser: score_split.py FILE.conllu[.gz] LANG [-v]"""
import collections
import json
import subprocess
import sys

from conllu import documents

docs = list(documents(sys.argv[1]))
lines = "".join(json.dumps({"text": t, "lang": sys.argv[2]}) + "\n" for t, _ in docs)
out = subprocess.run(["target/debug/tagger", "split"], input=lines, capture_output=True, text=True, check=True).stdout
tp = gn = sn = stp = sgn = ssn = 0
miss = collections.Counter()
smiss = collections.Counter()
for (text, sents), line in zip(docs, out.splitlines()):
    got = json.loads(line)
    gold = {s for sent in sents for _, s in sent}
    ours = {tuple(t) for t in got["tokens"]}
    tp += len(gold & ours)
    gn += len(gold)
    sn += len(ours)
    gs = {(s[0][1][0], s[-1][1][1]) for s in sents}
    os = {(got["tokens"][a][0], got["tokens"][b - 1][1]) for a, b in got["sentences"]}
    stp += len(gs & os)
    sgn += len(gs)
    ssn += len(os)
    for a, b in gold - ours:
        near = sorted(t for t in ours if t[0] < b and t[1] > a)
        miss[(text[a:b], " ".join(text[x:y] for x, y in near))] += 1
    ge, oe = {b for _, b in gs}, {b for _, b in os}
    for e in ge - oe:
        smiss["MISSED " + repr(text[max(0, e - 15) : e] + " | " + text[e : e + 15])] += 1
    for e in oe - ge:
        smiss["EXTRA  " + repr(text[max(0, e - 15) : e] + " | " + text[e : e + 15])] += 1
f = lambda a, b, c: f"P {100*a/b:.2f} R {100*a/c:.2f} F {200*a/(b+c):.2f}"
print("tokens", f(tp, sn, gn), "sentences", f(stp, ssn, sgn))
if "-v" in sys.argv:
    for (g, o), n in miss.most_common(45):
        print(n, repr(g), "<-", repr(o))
    for k, n in smiss.most_common(60):
        print(n, k)

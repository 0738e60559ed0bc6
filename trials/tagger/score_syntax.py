"""Scores of CoNLL-U: score_syntax.py GOLD.conllu[.gz] OURS.conllu: UPOS, UAS, LAS (relations without subtypes) and lemmas.
Punctuation counts. Where the tokens differ, words are aligned by their characters."""
import sys

from conllu import sentences


def words(path):
    out, at = [], 0
    for _, ws, mwts in sentences(path):
        spans, i, base = [], 0, len(out)
        multi = {a: (b, form) for a, b, form, _ in mwts}
        while i < len(ws):
            b, form = multi.get(i, (i + 1, ws[i][1]))
            n = len(form.replace(" ", ""))
            if "".join(w[1] for w in ws[i:b]) == form:
                for w in ws[i:b]:
                    k = len(w[1].replace(" ", ""))
                    spans.append((at, at + k, 0))
                    at += k
            else:
                spans += [(at, at + n, j) for j in range(b - i)]
                at += n
            i = b
        for w, s in zip(ws, spans):
            out.append((s, w, base))
    return out


gold, ours = words(sys.argv[1]), words(sys.argv[2])
mine = {s: (w, base) for s, w, base in ours}
place = {s: s for s, _, _ in gold}
n = dict.fromkeys(("words", "upos", "uas", "las", "full", "lemma"), 0)
for s, w, base in gold:
    o = mine.get(s)
    if not o:
        continue
    n["words"] += 1
    head = gold[base + int(w[6]) - 1][0] if w[6] != "0" else None
    ohead = ours[o[1] + int(o[0][6]) - 1][0] if o[0][6] != "0" else None
    n["upos"] += w[3] == o[0][3]
    n["lemma"] += w[2].lower() == o[0][2].lower()
    n["uas"] += head == ohead
    n["las"] += head == ohead and w[7].split(":")[0] == o[0][7].split(":")[0]
    n["full"] += head == ohead and w[7] == o[0][7]
print({k: round(200 * v / (len(gold) + len(ours)), 2) for k, v in n.items()})

"""Raw text → sentences of words, cut by the tagger: raw.py SHARED_TRAIN OUT_DIR"""
import json
import random
import sys
from pathlib import Path

from prepare import cut, lines
import gzip

train, dest = Path(sys.argv[1]), Path(sys.argv[2])
rng = random.Random(3)


def write(name, texts, lang, limit):
    out, n, seen = [], 0, set()
    for i in range(0, len(texts), 4000):
        part = texts[i : i + 4000]
        for t, c in zip(part, cut(part, lang)):
            for a, b in c["sentences"]:
                words = [t[x:y] for x, y in c["tokens"][a:b]]
                if 3 <= len(words) <= 70 and (key := " ".join(words)) not in seen:
                    seen.add(key)
                    out.append(words)
                    n += len(words)
        if n > limit:
            break
    json.dump(out, open(dest / f"raw_{name}.json", "w"))
    print(name, len(out), "sentences", n, "words", flush=True)


voa = [l.strip() for l in gzip.open(train / "raw/en_voa_sentences.txt.gz", "rt") if l.strip()]
rng.shuffle(voa)
write("voa", voa, "en", 10**9)
pairs = [p for d in lines(train / "raw/europarl_conflict_enfr.jsonl.gz") for p in d["pairs"]]
rng.shuffle(pairs)
write("euro_en", [p[0] for p in pairs], "en", 300_000)
wiki = [d["text"] for d in lines(train / "raw/fr_wikinews100.jsonl.gz")]
write("euro_fr", wiki + [p[1] for p in pairs], "fr", 1_200_000)

"""A spaCy pipeline of the make of en_core_web_sm, for measuring speed where that package cannot be had (it is not on PyPI).

spacy_like_sm.py OUT_FOLDER EWT_TRAIN.conllu.gz NAMES.jsonl.gz [PASSES]       (needs spacy and spacy-lookups-data)

Components and sizes are those of spaCy's published "sm" pipelines: one tok2vec of width 96 and depth 4 under tagger and parser,
another under ner, a rule lemmatizer, no vectors. It learns for some minutes from an English treebank, so that it marks a
sensible number of names and arcs; its speed is that of the pipeline, its accuracy is not.
"""

import collections
import gzip
import json
import random
import sys

import spacy
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import minibatch

EMBED = {"@architectures": "spacy.MultiHashEmbed.v2", "width": 96, "include_static_vectors": False}
ENCODE = {"@architectures": "spacy.MaxoutWindowEncoder.v2", "width": 96, "depth": 4, "window_size": 1, "maxout_pieces": 3}
LISTEN = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "tok2vec"}


def tok2vec(attrs, rows):
    return {"@architectures": "spacy.Tok2Vec.v2", "embed": {**EMBED, "attrs": attrs, "rows": rows}, "encode": ENCODE}


def transitions(kind, below):
    return {
        "@architectures": "spacy.TransitionBasedParser.v2", "state_type": kind, "extra_state_tokens": False,
        "hidden_width": 64, "maxout_pieces": 2, "use_upper": True, "tok2vec": below,
    }


def build():
    nlp = spacy.blank("en")
    wide = tok2vec(["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"], [5000, 1000, 2500, 2500, 50, 50])
    own = tok2vec(["NORM", "PREFIX", "SUFFIX", "SHAPE"], [5000, 1000, 2500, 2500])
    nlp.add_pipe("tok2vec", config={"model": wide})
    nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": LISTEN}})
    nlp.add_pipe("parser", config={"model": transitions("parser", LISTEN)})
    nlp.add_pipe("attribute_ruler")
    nlp.add_pipe("lemmatizer", config={"mode": "rule"})
    nlp.add_pipe("ner", config={"model": transitions("ner", own)})
    return nlp


def treebank(nlp, path):
    docs, rows = [], []
    for line in gzip.open(path, "rt", encoding="utf8"):
        cells = line.rstrip("\n").split("\t")
        if len(cells) == 10 and cells[0].isdigit():
            rows.append(cells)
        elif not line.strip() and rows:
            heads = [int(r[6]) - 1 if int(r[6]) else i for i, r in enumerate(rows)]
            spaces = ["SpaceAfter=No" not in r[9] for r in rows]
            docs.append((Doc(nlp.vocab, [r[1] for r in rows], spaces, tags=[r[4] for r in rows], pos=[r[3] for r in rows],
                             heads=heads, deps=[r[7] for r in rows]), True))
            rows = []
    return docs


def names(nlp, path):
    docs = []
    for line in gzip.open(path, "rt", encoding="utf8"):
        item = json.loads(line)
        doc = nlp.make_doc(item["text"])
        spans = [doc.char_span(s["start"], s["end"], s["label"], alignment_mode="expand") for s in item["spans"]]
        doc.ents = spacy.util.filter_spans([s for s in spans if s])
        docs.append((doc, False))
    return docs


def main():
    out, ewt, names_path = sys.argv[1:4]
    passes = int(sys.argv[4]) if len(sys.argv) > 4 else 2
    random.seed(0)
    spacy.util.fix_random_seed(0)
    nlp = build()
    gold = treebank(nlp, ewt) + names(nlp, names_path)
    tags = collections.defaultdict(collections.Counter)
    for doc, syntax in gold:
        for t in doc if syntax else ():
            tags[t.tag_][t.pos_] += 1
    for tag, pos in tags.items():
        nlp.get_pipe("attribute_ruler").add([[{"TAG": tag}]], {"POS": pos.most_common(1)[0][0]})
    examples = []
    for doc, syntax in gold:
        bare = Doc(nlp.vocab, [t.text for t in doc], [bool(t.whitespace_) for t in doc])
        if syntax:
            doc.set_ents([], default="missing")
        examples.append(Example(bare, doc))
    nlp.initialize(lambda: examples)
    for n in range(passes):
        random.shuffle(examples)
        losses = {}
        for batch in minibatch(examples, 64):
            nlp.update(batch, losses=losses, drop=0.1)
        print(n, {k: round(v) for k, v in losses.items()}, flush=True)
    nlp.to_disk(out)


if __name__ == "__main__":
    main()

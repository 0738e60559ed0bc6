"""A spaCy pipeline over a stream of JSON lines: spacy_stream.py MODEL PROCESSES MOST STREAM. Names go to standard output."""

import itertools
import json
import sys

import spacy


def main():
    nlp = spacy.load(sys.argv[1])
    processes, most, stream = int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    took = {"documents": 0, "words": 0}

    def texts():
        with open(stream, encoding="utf8") as lines:
            for line in itertools.islice(lines, most):
                text = json.loads(line)["text"]
                took["documents"] += 1
                took["words"] += len(text.split())
                yield text

    for doc in nlp.pipe(texts(), n_process=processes, batch_size=256):
        names = [[e.start_char, e.end_char, e.label_] for e in doc.ents]
        print(json.dumps({"sentences": len(list(doc.sents)), "names": names}))
    print(json.dumps(took), file=sys.stderr)


if __name__ == "__main__":
    main()

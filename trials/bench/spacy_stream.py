"""A spaCy pipeline over a stream on standard input: spacy_stream.py MODEL PROCESSES [MOST]. Names go to standard output."""

import json
import sys

import spacy


def main():
    nlp = spacy.load(sys.argv[1])
    processes, most = int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else None
    took = {"documents": 0, "words": 0}

    def texts():
        for n, line in enumerate(sys.stdin):
            if n == most:
                break
            text = json.loads(line)["text"]
            took["documents"] += 1
            took["words"] += len(text.split())
            yield text

    for doc in nlp.pipe(texts(), n_process=processes):
        names = [[e.start_char, e.end_char, e.label_] for e in doc.ents]
        print(json.dumps({"sentences": len(list(doc.sents)), "names": names}))
    print(json.dumps(took), file=sys.stderr)


if __name__ == "__main__":
    main()

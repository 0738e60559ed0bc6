"""CoNLL-U in: documents of sentences of words, with the character span of every word in the document's text."""
import gzip


def sentences(path):
    """Yields (comments, words, mwts) for each sentence; a word is the list of its ten columns."""
    op = gzip.open if str(path).endswith(".gz") else open
    comments, words, mwts = [], [], []
    with op(path, "rt", encoding="utf8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if not line:
                if words:
                    yield comments, words, mwts
                comments, words, mwts = [], [], []
            elif line[0] == "#":
                comments.append(line)
            else:
                cols = line.split("\t")
                if "." in cols[0]:
                    continue
                if "-" in cols[0]:
                    a, b = cols[0].split("-")
                    mwts.append((int(a) - 1, int(b), cols[1], cols[9]))
                else:
                    words.append(cols)
    if words:
        yield comments, words, mwts


def spans(text, words, mwts):
    """The span of every word in `text`; the words of a contraction that do not spell it share its span."""
    out, at, i = [None] * len(words), 0, 0
    multi = {a: (b, form) for a, b, form, _ in mwts}
    while i < len(words):
        if i in multi:
            b, form = multi[i]
            at = text.index(form, at)
            joined = "".join(w[1] for w in words[i:b])
            pos = at
            for k in range(i, b):
                if joined == form:
                    out[k] = (pos, pos + len(words[k][1]))
                    pos += len(words[k][1])
                else:
                    out[k] = (at, at + len(form))
            at += len(form)
            i = b
        else:
            form = words[i][1]
            at = text.index(form, at)
            out[i] = (at, at + len(form))
            at += len(form)
            i += 1
    return out


def documents(path):
    """Yields (text, sentences) with sentences as lists of (columns, span): paragraphs joined as the raw file had them."""
    text, sents = "", []
    for comments, words, mwts in sentences(path):
        keys = {c[2:].split(" = ")[0]: c.split(" = ", 1)[-1] for c in comments}
        fresh = any(c.startswith("# newdoc") for c in comments)
        par = any(c.startswith("# newpar") for c in comments)
        if fresh and sents:
            yield text, sents
            text, sents = "", []
        sent = keys["text"]
        if text:
            last = sents[-1][-1][0][9]
            text += "\n\n" if par else ("" if "SpaceAfter=No" in last else " ")
        base = len(text)
        text += sent
        sents.append([(w, (a + base, b + base)) for w, (a, b) in zip(words, spans(sent, words, mwts))])
    if sents:
        yield text, sents

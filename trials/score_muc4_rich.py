#!/usr/bin/env python3
"""Scores four slots of the raw MUC-4 keys that score_muc4.py leaves out: perpetrator confidence, date, location, human target number.

usage: score_muc4_rich.py GOLD.jsonl PRED.jsonl

PRED is what `trials predict muc4` prints: templates with `incident_type`, the five entity slots, `date` {start?, end},
`location` {country, names}, `confidence` and `numbers` [{n, low, high, ref}].

As in 1992: templates of a document are mapped one to one; recall is (right + half of the partly right) by the key's fills,
precision the same by the answer's fills, over all templates: a template without a partner loses all its fills, in recall where it is the
key's, in precision where it is ours. OPTIONAL templates of the key count only where an answer is mapped to them. Partly right are
  date        days that overlap the key's without being them ("on or before" a day is right where ours ends on that day and has no start)
  location    the key's country, or one of its places, but not its narrowest
  number      the number, with other words for whom
  confidence  the value of another organisation of the same template
Guidelines: MUC-4 proceedings (1992), appendix on scoring; rules for "partly" are our reading of them.
"""
import json
import re
import sys
import unicodedata
from collections import defaultdict

ROLES = ["PerpInd", "PerpOrg", "Target", "Victim", "Weapon"]
COUNTRIES = {
    "AR": "ARGENTINA", "BO": "BOLIVIA", "BR": "BRAZIL", "CL": "CHILE", "CO": "COLOMBIA", "CR": "COSTA RICA", "CU": "CUBA",
    "DE": "GERMANY", "DO": "DOMINICAN REPUBLIC", "EC": "ECUADOR", "ES": "SPAIN", "GT": "GUATEMALA", "HN": "HONDURAS", "HT": "HAITI",
    "JM": "JAMAICA", "MX": "MEXICO", "NI": "NICARAGUA", "PA": "PANAMA", "PE": "PERU", "PY": "PARAGUAY", "SV": "EL SALVADOR",
    "US": "UNITED STATES", "UY": "URUGUAY", "VE": "VENEZUELA", "IT": "ITALY", "FR": "FRANCE", "GB": "UNITED KINGDOM",
}


def norm(s):
    s = unicodedata.normalize("NFKD", s.lower())
    s = "".join(c for c in s if not unicodedata.combining(c))
    return " ".join(w for w in re.sub(r"[^a-z0-9 ]", " ", s).split() if w not in ("a", "an", "the"))


def strings(fills):
    """Every string of a slot, alternatives and all."""
    return {norm(x) for fill in fills for x in (fill if isinstance(fill, list) else [fill])}


def likeness(key, answer):
    """How much speaks for two templates being one incident; 0 where nothing does."""
    shared = sum(bool(strings([fill]) & strings(answer.get(role, []))) for role in ROLES for fill in key.get(role, []))
    kind = answer["incident_type"] in key["incident_type"]
    return shared + 0.5 * kind


def mapping(keys, answers):
    """Pairs of a document, the likeliest first; each template once."""
    pairs = sorted(((likeness(k, a), -i, -j) for i, k in enumerate(keys) for j, a in enumerate(answers)), reverse=True)
    used_keys, used_answers, out = set(), set(), []
    for worth, i, j in pairs:
        if worth > 0 and -i not in used_keys and -j not in used_answers:
            used_keys.add(-i)
            used_answers.add(-j)
            out.append((-i, -j))
    return out


def date(keys, answer):
    if not answer:
        return 0
    best = 0
    for key in keys:
        if key.get("start", "") == answer.get("start", "") and key["end"] == answer["end"]:
            return 1
        if key.get("start", "0") <= answer["end"] and answer.get("start", "0") <= key["end"]:
            best = 0.5
    return best


def location(keys, answer):
    if not answer or not (answer["country"] or answer["names"]):
        return 0
    names = {norm(n) for n in answer["names"]} | {norm(COUNTRIES.get(answer["country"] or "", ""))}
    best = 0
    for key in keys:
        path = [norm(p["name"]) for p in key["path"]]
        if path and path[-1] in names:
            return 1
        if any(p in names for p in path):
            best = 0.5
    return best


def number(value, fill):
    """True where a count is what the key says: 3, PLURAL, ~100, 5-, -15."""
    n, low = fill.get("n"), fill.get("low")
    value = value.replace(" ", "")
    if value == "PLURAL":
        return n is None or n > 1
    digits = int(re.sub(r"\D", "", value) or -1)
    if value.endswith("-") or value.startswith("-"):
        return digits in (n, low, fill.get("high"))
    return digits == n


def names_of(answer):
    """The people an answer names: one each."""
    return [{"n": 1, "ref": v[0] if isinstance(v, list) else v} for v in answer.get("Victim", [])]


def match(fills, answers, worth):
    """The best sum of a greedy one-to-one match."""
    pairs = sorted(((worth(f, a), -i, -j) for i, f in enumerate(fills) for j, a in enumerate(answers)), reverse=True)
    seen_f, seen_a, total = set(), set(), 0
    for w, i, j in pairs:
        if w > 0 and i not in seen_f and j not in seen_a:
            seen_f.add(i)
            seen_a.add(j)
            total += w
    return total


def counted(fill, answer):
    if not any(number(v, answer) for v in fill["values"]):
        return 0
    words = set(" ".join(norm(r) for r in fill.get("ref", [])).split())
    return 1 if words & set(norm(answer["ref"]).split()) else 0.5


def confident(fill, answer):
    if answer["value"] not in fill["values"]:
        return 0
    return 1 if strings([fill.get("ref", [])]) & {norm(answer["ref"])} else 0.5


def fills(template, key):
    """The fills of each slot of a template."""
    if key:
        return {
            "confidence": template["perp_org_confidence"], "date": template["date"][:1] and [template["date"]],
            "location": template["location"][:1] and [template["location"]], "number": template["hum_tgt_number"],
        }
    orgs = [{"value": template["confidence"], "ref": o[0] if isinstance(o, list) else o} for o in template.get("PerpOrg", [])]
    people = names_of(template)
    people += [x for x in template["numbers"] if not any(norm(p["ref"]) in norm(x["ref"]) for p in people)]
    return {
        "confidence": orgs, "date": [template["date"]] if template["date"] else [],
        "location": [template["location"]] if template["location"] and (template["location"]["country"] or template["location"]["names"]) else [],
        "number": people,
    }


WORTH = {"confidence": confident, "date": date, "location": location, "number": counted}


def main():
    gold = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8") if line.strip()]
    answers = {d["id"]: d["templates"] for d in map(json.loads, open(sys.argv[2], encoding="utf-8"))}
    right, possible, actual = defaultdict(float), defaultdict(int), defaultdict(int)
    for doc in gold:
        keys, ours = doc["templates"], answers.get(doc["id"], [])
        pairs = mapping(keys, ours)
        mapped = {i for i, _ in pairs}
        for i, key in enumerate(keys):
            if key["optional"] and i not in mapped:
                continue
            for slot, list_ in fills(key, True).items():
                possible[slot] += len(list_)
        for answer in ours:
            for slot, list_ in fills(answer, False).items():
                actual[slot] += len(list_)
        for i, j in pairs:
            have, told = fills(keys[i], True), fills(ours[j], False)
            for slot, worth in WORTH.items():
                right[slot] += match(have[slot], told[slot], worth)
    print(f"{'slot':<12}{'recall':>8}{'precision':>11}{'F1':>7}{'key':>7}{'ours':>7}")
    for slot in WORTH:
        r, p = 100 * right[slot] / max(1, possible[slot]), 100 * right[slot] / max(1, actual[slot])
        print(f"{slot:<12}{r:>8.1f}{p:>11.1f}{2 * r * p / max(1e-9, r + p):>7.1f}{possible[slot]:>7}{actual[slot]:>7}")


if __name__ == "__main__":
    main()

//! Which words that hang on a verb are what is said: clauses, questions, objects, what stands under a preposition.
//!
//! "said *12 died*", "asked *whether they had left*", "accused the mayor *of hiding arms*", "denied *the raid*". What stands
//! beside the verb instead is read in [`beside`](super::beside).

use super::cues::Cue;
use super::said::Cx;
use super::tree::Range;
use types::{Deprel, Upos};

/// Clauses that hang on the verb.
pub fn clauses(cx: &Cx, v: u32, cue: &Cue, second: Option<u32>) -> Vec<Range> {
    let mut out = Vec::new();
    for from in std::iter::once(v).chain(second) {
        for &k in cx.kids(from) {
            let t = cx.token(k);
            if Some(k) == second {
                continue;
            }
            let clause = match t.deprel {
                Deprel::Ccomp | Deprel::Csubj => true,
                // "was established to combat" says nothing; "was told to leave" does.
                Deprel::Xcomp => !cx.is_passive(v) || cue.hearer,
                // A that-clause stays content where the tree calls it adverbial.
                Deprel::Advcl | Deprel::Acl | Deprel::AclRelcl => complementiser(cx, k),
                // "He said: the camp fell", "« … », a dit X"
                Deprel::Parataxis => cue.quote && k > v && t.upos != Upos::Punct,
                Deprel::Obj | Deprel::Obl | Deprel::Dep | Deprel::Discourse => {
                    cue.quote && cx.quotes.at(k).is_some_and(|q| !(q.0 <= v && v < q.1))
                }
                // "ainsi" and "so": "he thinks so"
                Deprel::Advmod => matches!(cx.lower(k).as_str(), "so"),
                _ => false,
            };
            if clause {
                out.push(cx.tree.extent(k));
            }
        }
    }
    out
}

/// A clause with a subject of its own that the tree hangs on the verb as something else: "said over 30 people died",
/// "told the agency that 77 died".
pub fn bare_clauses(cx: &Cx, v: u32, cue: &Cue) -> Vec<Range> {
    let own = |k: u32| {
        let subject = cx.kid(k, &[Deprel::Nsubj, Deprel::NsubjPass]).is_some();
        let marked = cx.kids(k).iter().any(|&m| matches!(cx.token(m).deprel, Deprel::Mark | Deprel::Cc));
        let relative = cx
            .kids(k)
            .iter()
            .any(|&m| matches!(cx.lower(m).as_str(), "who" | "which" | "qui" | "dont" | "when" | "where"));
        k > v && k - v < 40 && subject && !marked && !relative
    };
    for &k in cx.kids(v) {
        let t = cx.token(k);
        if matches!(t.deprel, Deprel::Advcl | Deprel::Parataxis | Deprel::Dep | Deprel::Conj | Deprel::Obj) && own(k) {
            return vec![cx.tree.extent(k)];
        }
        if cue.hearer && matches!(t.deprel, Deprel::Obj | Deprel::Iobj | Deprel::Obl) {
            let inner = cx.kids(k).iter().copied().find(|&c| {
                matches!(cx.token(c).deprel, Deprel::Acl | Deprel::AclRelcl | Deprel::Ccomp) && complementiser(cx, c)
            });
            if let Some(c) = inner {
                return vec![cx.tree.extent(c)];
            }
        }
    }
    Vec::new()
}

/// What is asked: "if they were serious", "whether", "why he left", "what they thought".
pub fn questions(cx: &Cx, v: u32) -> Vec<Range> {
    const WH: &[&str] = &[
        "what", "who", "which", "why", "how", "when", "where", "pourquoi", "comment", "qui", "quand", "où", "quel",
        "quelle",
    ];
    let asked = |k: u32| {
        let mark = |&m: &u32| {
            cx.token(m).deprel == Deprel::Mark && matches!(cx.lower(m).as_str(), "if" | "whether" | "si" | "s'" | "s’")
        };
        let opens = WH.contains(&cx.lower(cx.tree.extent(k).0).as_str());
        match cx.token(k).deprel {
            Deprel::Advcl | Deprel::Acl | Deprel::Ccomp | Deprel::Xcomp | Deprel::AclRelcl => {
                opens || cx.kids(k).iter().any(mark)
            }
            Deprel::Obj => opens,
            _ => false,
        }
    };
    let mut out: Vec<Range> = Vec::new();
    for &k in cx.kids(v).iter().filter(|&&k| k > v) {
        let hearer = matches!(cx.token(k).deprel, Deprel::Obj | Deprel::Iobj | Deprel::OblAgent | Deprel::Obl);
        // "asked the students if": the tree may hang the question on them.
        let inner = cx.kids(k).iter().copied().filter(|_| hearer).find(|&c| c > k && asked(c));
        out.extend(Some(k).filter(|&k| asked(k)).or(inner).map(|k| cx.tree.extent(k)));
    }
    out
}

/// "il se murmure en ville que …": a clause that the tree hangs elsewhere.
pub fn that_clause(cx: &Cx, v: u32) -> Option<Range> {
    let (_, e) = cx.sentence(v);
    let that =
        |i: &u32| matches!(cx.lower(*i).as_str(), "that" | "que" | "qu'" | "qu’") && cx.token(*i).upos == Upos::Sconj;
    let at = (v + 1..e.min(v + 9)).take_while(|&i| !matches!(cx.token(i).upos, Upos::Punct | Upos::Verb)).find(that)?;
    let (s, to) = cx.tree.extent(cx.token(at).head);
    (s <= at && to > at + 1).then_some((at, to))
}

/// "signalled at least 60 bodies", "counted more than 40": a count, whatever the tree calls it.
pub fn number(cx: &Cx, v: u32) -> Option<Range> {
    let counts = |k: &u32| {
        let (s, e) = cx.tree.extent(*k);
        *k > v
            && *k < v + 12
            && matches!(
                cx.token(*k).deprel,
                Deprel::Obl | Deprel::Obj | Deprel::Nmod | Deprel::Dep | Deprel::Advmod | Deprel::Xcomp
            )
            && (s..e).any(|i| cx.token(i).upos == Upos::Num)
            && !(s..e).any(|i| {
                matches!(
                    cx.lower(i).as_str(),
                    "january"
                        | "february"
                        | "march"
                        | "april"
                        | "may"
                        | "june"
                        | "july"
                        | "august"
                        | "september"
                        | "october"
                        | "november"
                        | "december"
                        | "janvier"
                        | "février"
                        | "mars"
                        | "avril"
                        | "mai"
                        | "juin"
                        | "juillet"
                        | "août"
                        | "septembre"
                        | "octobre"
                        | "novembre"
                        | "décembre"
                )
            })
    };
    cx.kids(v).iter().copied().find(counts).map(|k| cx.tree.extent(k))
}

/// The complements of "is believed to", "is accused of".
pub fn complements(cx: &Cx, v: u32, cue: &Cue, second: Option<u32>) -> Vec<Range> {
    let mut out: Vec<Range> = cx
        .kids(v)
        .iter()
        .filter(|&&k| Some(k) != second && matches!(cx.token(k).deprel, Deprel::Ccomp | Deprel::Xcomp | Deprel::Csubj))
        .map(|&k| cx.tree.extent(k))
        .collect();
    out.extend(by_prep(cx, v, cue));
    out
}

/// What stands under the prepositions of the cue: "accused of", "warned against".
pub fn by_prep(cx: &Cx, v: u32, cue: &Cue) -> Vec<Range> {
    if cue.preps.is_empty() {
        return Vec::new();
    }
    let fits = |k: u32| {
        matches!(
            cx.token(k).deprel,
            Deprel::Obl
                | Deprel::Nmod
                | Deprel::Advcl
                | Deprel::Xcomp
                | Deprel::Ccomp
                | Deprel::Acl
                | Deprel::Iobj
                | Deprel::Obj
        ) && cx.has_prep(k, &cue.preps)
    };
    // "spoke on Sunday", "on behalf of": no subject of theirs.
    const NO_SUBJECT: &[&str] = &[
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "behalf",
        "camera",
        "stage",
        "condition",
        "phone",
        "telephone",
        "air",
        "floor",
        "day",
        "night",
        "morning",
        "evening",
        "afternoon",
        "eve",
        "time",
        "visit",
        "trip",
        "twitter",
        "facebook",
        "television",
        "tv",
        "show",
        "program",
    ];
    let fits = |k: u32| {
        fits(k) && !(cx.has_prep(k, &["on".to_string()]) && NO_SUBJECT.contains(&cx.lemma(k).to_lowercase().as_str()))
    };
    // "claimed responsibility for": the preposition may hang on the noun of the phrase.
    let phrase = cx.kids(v).iter().copied().filter(|&k| !cue.second.is_empty() && cx.lemma(k) == cue.second);
    let inner = phrase.flat_map(|k| cx.kids(k).iter().copied());
    cx.kids(v).iter().copied().chain(inner).filter(|&k| fits(k)).map(|k| cx.tree.extent(k)).collect()
}

/// "accused X of …" where the tree lost the preposition: the words after it up to the next comma.
pub fn after_prep(cx: &Cx, v: u32, cue: &Cue) -> Option<Range> {
    let (_, e) = cx.sentence(v);
    let at = (v + 1..e.min(v + 14)).find(|&i| {
        let word = cx.lower(i);
        cue.preps.iter().any(|p| *p == word || (p == "de" && matches!(word.as_str(), "d'" | "d’")))
    })?;
    let end = (at + 1..e).find(|&i| matches!(cx.doc.word(i), "," | ";" | ":" | ".")).unwrap_or(e);
    Some((at, end))
}

/// The object of the verb, where it is what is said or judged.
pub fn objects(cx: &Cx, v: u32, cue: &Cue, passive: bool, has_more: bool) -> Vec<Range> {
    if passive {
        return passive_subject(cx, v).unwrap_or_default();
    }
    let mut out = Vec::new();
    for &k in cx.kids(v) {
        let t = cx.token(k);
        if t.deprel != Deprel::Obj {
            continue;
        }
        // "told the truth", "told jokes": how, not what.
        let manner = ["truth", "lie", "joke", "story", "tale", "vérité", "mensonge", "blague", "histoire"];
        if matches!(cx.lemma(v), "tell" | "dire" | "raconter") && manner.contains(&cx.lemma(k)) {
            continue;
        }
        // "asked him": whom one speaks to is no content.
        let person = t.upos == Upos::Pron || t.upos == Upos::Propn;
        if cue.hearer && (person || has_more) {
            continue;
        }
        out.push(cx.tree.extent(k));
        out.extend(cx.kid(v, &[Deprel::Xcomp]).map(|x| cx.tree.extent(x)));
    }
    // "called both of them “crazy”": the tree may take the object for what it is called.
    if out.is_empty() && matches!(cx.lemma(v), "call" | "dub" | "label" | "brand") {
        let named = |&k: &u32| cx.token(k).deprel == Deprel::Xcomp && k > v && cx.token(k).upos != Upos::Verb;
        out.extend(cx.kids(v).iter().copied().filter(named).map(|k| cx.tree.extent(k)));
    }
    // "the charge that they dismissed"
    if out.is_empty() && cx.token(v).deprel == Deprel::AclRelcl && cx.token(v).head != v {
        let subject = cx.kid(v, &[Deprel::Nsubj]);
        if subject.is_some_and(|s| {
            cx.token(s).upos != Upos::Pron || !matches!(cx.lower(s).as_str(), "who" | "which" | "that" | "qui")
        }) {
            out.extend(cx.phrase(cx.token(v).head, v));
        }
    }
    out
}

/// A clause that begins with "as", "comme".
pub fn as_clause(cx: &Cx, v: u32) -> bool {
    cx.kids(v).iter().any(|&k| k < v && matches!(cx.lower(k).as_str(), "as" | "comme"))
}

/// A clause that begins with "that", "whether", "que".
pub fn complementiser(cx: &Cx, k: u32) -> bool {
    cx.kids(k).iter().any(|&m| {
        cx.token(m).deprel == Deprel::Mark
            && matches!(cx.lower(m).as_str(), "that" | "whether" | "que" | "qu'" | "qu’")
            && m <= cx.tree.extent(k).0 + 1
    })
}

/// The subject of a passive, or the noun that a participle hangs on.
pub fn passive_subject(cx: &Cx, v: u32) -> Option<Vec<Range>> {
    if let Some(s) = cx.kid(v, &[Deprel::NsubjPass, Deprel::Nsubj, Deprel::Csubj]) {
        return Some(vec![cx.tree.extent(s)]);
    }
    let t = cx.token(v);
    match t.deprel {
        Deprel::Acl | Deprel::AclRelcl | Deprel::Amod if t.head != v => Some(cx.phrase(t.head, v)),
        Deprel::Conj if t.head != v => {
            cx.kid(t.head, &[Deprel::NsubjPass, Deprel::Nsubj]).map(|s| vec![cx.tree.extent(s)])
        }
        _ => None,
    }
}

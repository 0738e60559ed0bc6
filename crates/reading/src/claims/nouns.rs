//! Nouns, adjectives and adverbs that show whose statement something is.
//!
//! "the army's **claim** that the camp fell", "some **theories** of an inside job", "He is **certain** that …",
//! "which **reportedly** left 70 dead".

use super::cues::{Cue, Part};
use super::said::{Cx, Said, Source};
use super::tree::{Range, without};
use types::{Deprel, Upos};

/// What noun `n` attributes.
pub fn noun(cx: &Cx, n: u32) -> Option<Said> {
    for cue in cx.cues.of(cx.doc.tagged.lang, Part::Noun, cx.lemma(n)) {
        let second = if cue.second.is_empty() {
            None
        } else {
            match (n + 1..cx.sentence(n).1.min(n + 4)).find(|&i| cx.lemma(i) == cue.second) {
                Some(i) => Some(i),
                None => continue,
            }
        };
        let mut said = Said::new(n, cue, "claims/noun@1");
        if let Some(i) = second {
            said.cue = vec![(n, i + 1)];
        }
        let mut clause = false;
        for &k in cx.kids(n) {
            let t = cx.token(k);
            let is_clause = match t.deprel {
                Deprel::Ccomp | Deprel::Xcomp => true,
                Deprel::Acl => t.upos == Upos::Verb && !participle(cx, k) || has_that(cx, k),
                Deprel::AclRelcl => {
                    has_that(cx, k)
                        && cx
                            .kid(k, &[Deprel::Nsubj])
                            .is_some_and(|s| cx.token(s).upos != Upos::Pron || cx.lower(s) != "that")
                }
                _ => false,
            };
            if cue.clause && is_clause {
                clause = true;
                said.content.push(cx.tree.extent(k));
            } else if matches!(t.deprel, Deprel::Nmod | Deprel::Obl | Deprel::Acl | Deprel::Advcl)
                && cx.has_prep(k, &cue.preps)
            {
                said.content.push(cx.tree.extent(k));
            }
        }
        // "the belief that the truce would hold", where the tree hangs the clause elsewhere.
        let that = n + 1;
        if said.content.is_empty() && cue.clause && that + 2 < cx.sentence(n).1 {
            let head = cx.token(that).head;
            let word = cx.lower(that);
            let marks = matches!(word.as_str(), "that" | "que" | "qu'" | "qu’") && cx.token(that).upos == Upos::Sconj;
            if marks && head > that && cx.tree.extent(head).0 >= n {
                clause = true;
                said.content.push((that, cx.tree.extent(head).1));
            }
        }
        if said.content.is_empty() && said.stance == types::Stance::Asserts {
            after_colon(cx, n, &mut said);
        }
        if said.content.is_empty() {
            continue;
        }
        said.source = owner(cx, n, cue);
        // "Editor's note: …": the paper's own voice.
        let editor = |s: &Source| matches!(cx.lemma(s.head), "editor" | "rédaction" | "rédacteur");
        if cx.lemma(n) == "note" && said.source.as_ref().is_some_and(editor) {
            continue;
        }
        // "evinced confidence that": the verb that carries the noun is part of the cue.
        let t = cx.token(n);
        let carried = t.deprel == Deprel::Obj && t.head < n && n - t.head <= 6 && cx.token(t.head).upos == Upos::Verb;
        if carried {
            said.cue.insert(0, (t.head, t.head + 1));
        }
        // "a question of time", "the call to prayer": a bare noun with a preposition says nothing of anybody.
        said.general &= clause || said.source.is_some();
        said.tidy(cx);
        if !said.content.is_empty() {
            return Some(said);
        }
    }
    None
}

fn participle(cx: &Cx, k: u32) -> bool {
    let word = cx.lower(k);
    cx.is_passive(k) || word.ends_with("ing") || word.ends_with("ant")
}

fn has_that(cx: &Cx, k: u32) -> bool {
    cx.kids(k).iter().any(|&m| {
        cx.token(m).deprel == Deprel::Mark
            && matches!(cx.lower(m).as_str(), "that" | "whether" | "que" | "qu'" | "qu’" | "if" | "to")
    })
}

/// "gave a different account: 203 fighters killed"
fn after_colon(cx: &Cx, n: u32, said: &mut Said) {
    let (_, e) = cx.sentence(n);
    if n + 2 < e && (n + 1..(n + 3).min(e)).any(|i| cx.doc.word(i) == ":") {
        said.content.push((n + 2, e));
    }
}

/// Whose claim, belief, fear the noun is: a possessor, "by X", or the subject of "made", "gave", "issued".
fn owner(cx: &Cx, n: u32, cue: &Cue) -> Option<Source> {
    let at = |k: u32| Some(Source { ranges: cx.phrase(k, n), head: k });
    if let Some(k) = cx.kid(n, &[Deprel::NmodPoss]) {
        return at(k);
    }
    for &k in cx.kids(n) {
        if cx.token(k).deprel != Deprel::Nmod {
            continue;
        }
        let case = cx.kids(k).iter().copied().find(|&c| cx.token(c).deprel == Deprel::Case);
        let word = case.map(|c| cx.lower(c)).unwrap_or_default();
        let plain = matches!(word.as_str(), "by" | "from" | "among" | "par" | "chez" | "parmi");
        let of = matches!(word.as_str(), "of" | "de" | "du" | "des" | "d'" | "d’");
        if plain || (of && !cx.has_prep(k, &cue.preps)) {
            return at(k);
        }
    }
    let t = cx.token(n);
    if matches!(t.deprel, Deprel::Obj | Deprel::Obl) && t.head != n {
        let light = [
            "make", "issue", "give", "express", "have", "offer", "release", "voice", "raise", "repeat", "deliver",
            "hold", "share", "pose", "faire", "émettre", "exprimer", "avoir", "publier", "lancer", "donner", "fournir",
            "livrer",
        ];
        if light.contains(&cx.lemma(t.head)) {
            return cx.subject(t.head, 3);
        }
    }
    None
}

/// What adjective `a` attributes: "is certain that".
pub fn adjective(cx: &Cx, a: u32) -> Option<Said> {
    // "made it clear that", "make sure that": the verb has it, or nobody says anything.
    let head = cx.token(a).head;
    if head != a
        && matches!(cx.lemma(head), "make" | "faire")
        && matches!(cx.lemma(a), "clear" | "sure" | "clair" | "sûr")
    {
        return None;
    }
    for cue in cx.cues.of(cx.doc.tagged.lang, Part::Adj, cx.lemma(a)) {
        let mut said = Said::new(a, cue, "claims/adjective@1");
        for &k in cx.kids(a) {
            let t = cx.token(k);
            let clause = matches!(t.deprel, Deprel::Ccomp | Deprel::Xcomp | Deprel::Csubj)
                || (t.deprel == Deprel::Advcl && has_that(cx, k));
            let prep = matches!(t.deprel, Deprel::Obl | Deprel::Advcl | Deprel::Nmod) && cx.has_prep(k, &cue.preps);
            if (cue.clause && clause) || prep {
                said.content.push(cx.tree.extent(k));
            }
        }
        if said.content.is_empty() {
            continue;
        }
        said.source = cx
            .subject(a, 3)
            .filter(|s| !matches!(cx.lower(s.head).as_str(), "it" | "il" | "this" | "that" | "ce" | "c'"));
        if said.used == super::cues::Use::Doubt {
            // "The army is likely to strike": the subject is part of what is foretold.
            said.content.extend(said.source.take().map(|s| s.ranges).into_iter().flatten());
        }
        for &k in cx.kids(a) {
            if cx.token(k).deprel == Deprel::Cop {
                said.cue.push((k, k + 1));
            }
        }
        said.tidy(cx);
        if !said.content.is_empty() {
            return Some(said);
        }
    }
    None
}

/// What adverb `d` attributes: the clause it stands in.
pub fn adverb(cx: &Cx, d: u32) -> Option<Said> {
    let lang = cx.doc.tagged.lang;
    let cue: &Cue = cx.cues.of(lang, Part::Adv, cx.lemma(d)).next().or_else(|| {
        let word = cx.lower(d);
        cx.cues.of(lang, Part::Adv, &word).next()
    })?;
    let head = cx.token(d).head;
    if head == d {
        return None;
    }
    let mut said = Said::new(d, cue, "claims/adverb@1");
    let mut content: Vec<Range> = vec![cx.tree.extent(head)];
    // Clauses beside the one that is hedged stand for themselves: "… allegedly killed two and the army fled".
    for &k in cx.kids(head) {
        let t = cx.token(k);
        let beside = match t.deprel {
            Deprel::Conj => cx.kid(k, &[Deprel::Nsubj, Deprel::NsubjPass]).is_some(),
            Deprel::Advcl | Deprel::Parataxis => true,
            _ => false,
        };
        if beside {
            content = without(&content, cx.tree.extent(k));
        }
    }
    said.content = content;
    said.tidy(cx);
    if said.content.is_empty() { None } else { Some(said) }
}

//! Verbs of saying, thinking, wanting: who is their subject, and which words are what is said.
//!
//! "The army **said** 12 died", "12 died, the army **said**", "rebels **are accused of** burning it", "the group, which
//! **claimed** the raid", "He confirmed the raid, **adding** that 12 died".

use super::cues::{Cue, Part, Use};
use super::holders::RUMOURS;
use super::said::{Cx, Said, Source};
use super::tree::{Range, joined, without};
use types::{Certainty, Deprel, Stance, Upos};

/// What verb `v` attributes, if it is a cue and has content.
pub fn verb(cx: &Cx, v: u32) -> Option<Said> {
    let passive = cx.is_passive(v);
    for cue in cx.cues.of(cx.doc.tagged.lang, Part::Verb, cx.lemma(v)) {
        let second = if cue.second.is_empty() { None } else { Some(second_word(cx, v, &cue.second)?) };
        if cue.passive && !passive {
            continue;
        }
        if let Some(said) = with(cx, v, cue, passive, second) {
            return Some(said);
        }
    }
    if passive {
        return None;
    }
    bare(cx, v)
}

/// "The group denied.", "Le JNIM a revendiqué.": what is denied or claimed was told before.
fn bare(cx: &Cx, v: u32) -> Option<Said> {
    let table = cx.cues.of(cx.doc.tagged.lang, Part::Verb, cx.lemma(v));
    let cue = table.into_iter().find(|c| {
        matches!(c.stance, Stance::Denies | Stance::ClaimsResponsibility) && c.used == Use::Claim && c.second.is_empty()
    })?;
    let mut said = Said::new(v, cue, "claims/verb@1");
    said.source = Some(cx.subject(v, 4)?);
    said.cue = cue_words(cx, v, None);
    said.loose = true;
    said.general = false;
    Some(said)
}

/// The second word of a fixed phrase: "clear" in "made clear", "out" in "pointed out".
fn second_word(cx: &Cx, v: u32, second: &str) -> Option<u32> {
    cx.kids(v).iter().copied().find(|&k| cx.lemma(k) == second || cx.doc.word(k).eq_ignore_ascii_case(second))
}

fn with(cx: &Cx, v: u32, cue: &Cue, passive: bool, second: Option<u32>) -> Option<Said> {
    let mut said = Said::new(v, cue, "claims/verb@1");
    said.source = if cue.passive || cue.subject { agent(cx, v, passive) } else { cx.subject(v, 4) };
    if !passive && !cue.subject {
        let outside = cx.quotes.at(v).is_none();
        let misplaced = |s: &Source| outside && cx.quotes.at(s.head).is_some();
        if said.source.as_ref().is_some_and(misplaced) {
            said.source = None;
        }
        if said.source.is_none() && (cue.quote || outside) {
            said.source = if cue.quote { cx.beside(v) } else { None }.or_else(|| cx.speaker_before(v));
        }
    }
    said.cue = cue_words(cx, v, second);
    let mut content: Vec<Range> = Vec::new();
    if cue.subject {
        let about = cx.kids(v).iter().copied().filter(|&k| {
            matches!(cx.token(k).deprel, Deprel::Nsubj | Deprel::Xcomp | Deprel::Ccomp | Deprel::Csubj | Deprel::Obl)
        });
        content.extend(about.map(|k| cx.tree.extent(k)));
        if !cx.kids(v).iter().any(|&k| matches!(cx.token(k).deprel, Deprel::Xcomp | Deprel::Ccomp | Deprel::Csubj)) {
            return None;
        }
    } else if cue.passive {
        let rest = complements(cx, v, cue, second);
        if rest.is_empty() {
            return None;
        }
        content.extend(rest);
        if let Some(s) = passive_subject(cx, v) {
            content.extend(s);
        }
    } else {
        if cue.clause {
            content.extend(clauses(cx, v, cue, second));
        }
        if content.is_empty() && cue.quote {
            content.extend(around(cx, v, &said));
            said.loose = !content.is_empty();
        }
        if !said.loose {
            let from_preps = by_prep(cx, v, cue);
            if cue.object && (content.is_empty() || !cue.hearer) {
                content.extend(objects(cx, v, cue, passive, !from_preps.is_empty()));
            }
            if cue.hearer && !from_preps.is_empty() && cue.stance == Stance::Accuses {
                // "accused the mayor of hiding arms": the accused is part of what is said.
                content.extend(cx.kid(v, &[Deprel::Obj]).map(|o| cx.tree.extent(o)));
                if passive {
                    content.extend(passive_subject(cx, v).into_iter().flatten());
                }
            }
            content.extend(from_preps);
        }
    }
    // "Some theories suggest", "la rumeur veut que": nobody stands behind it.
    if said.source.as_ref().is_some_and(|s| RUMOURS.contains(&cx.lemma(s.head))) && cue.clause {
        (said.stance, said.certainty, said.used) = (Stance::Suspects, Certainty::Possible, Use::Claim);
    }
    // "the intended goal", "the support needed": an attitude that is nobody's is none.
    let own = matches!(said.used, Use::Attitude | Use::Wish | Use::Commit | Use::Factive);
    if own && said.source.is_none() && !(cue.hearer && passive) {
        return None;
    }
    said.content = content;
    said.tidy(cx);
    if said.content.is_empty() { None } else { Some(said) }
}

/// The verb with its auxiliaries, negation and particles.
fn cue_words(cx: &Cx, v: u32, second: Option<u32>) -> Vec<Range> {
    let mut words = vec![(v, v + 1)];
    for &k in cx.kids(v) {
        let near = k.abs_diff(v) <= 4;
        let helper = matches!(cx.token(k).deprel, Deprel::Aux | Deprel::AuxPass | Deprel::CompoundPrt);
        let negation = cx.token(k).deprel == Deprel::Advmod
            && matches!(cx.lower(k).as_str(), "not" | "n't" | "never" | "pas" | "ne" | "jamais");
        if near && (helper || negation) {
            words.push((k, k + 1));
        }
    }
    words.extend(second.map(|k| (k, k + 1)));
    joined(words)
}

fn agent(cx: &Cx, v: u32, passive: bool) -> Option<Source> {
    if passive { cx.subject(v, 0) } else { None }
}

/// The subject of a passive, or the noun that a participle hangs on.
fn passive_subject(cx: &Cx, v: u32) -> Option<Vec<Range>> {
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

/// Clauses that hang on the verb.
fn clauses(cx: &Cx, v: u32, cue: &Cue, second: Option<u32>) -> Vec<Range> {
    let mut out = Vec::new();
    for from in std::iter::once(v).chain(second) {
        for &k in cx.kids(from) {
            let t = cx.token(k);
            if Some(k) == second {
                continue;
            }
            let clause = match t.deprel {
                Deprel::Ccomp | Deprel::Csubj => true,
                Deprel::Xcomp => true,
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

/// The complements of "is believed to", "is accused of".
fn complements(cx: &Cx, v: u32, cue: &Cue, second: Option<u32>) -> Vec<Range> {
    let mut out: Vec<Range> = cx
        .kids(v)
        .iter()
        .filter(|&&k| Some(k) != second && matches!(cx.token(k).deprel, Deprel::Ccomp | Deprel::Xcomp | Deprel::Csubj))
        .map(|&k| cx.tree.extent(k))
        .collect();
    out.extend(by_prep(cx, v, cue));
    out
}

fn by_prep(cx: &Cx, v: u32, cue: &Cue) -> Vec<Range> {
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
    cx.kids(v).iter().copied().filter(|&k| fits(k)).map(|k| cx.tree.extent(k)).collect()
}

fn objects(cx: &Cx, v: u32, cue: &Cue, passive: bool, has_more: bool) -> Vec<Range> {
    if passive {
        return passive_subject(cx, v).unwrap_or_default();
    }
    let mut out = Vec::new();
    for &k in cx.kids(v) {
        let t = cx.token(k);
        if t.deprel != Deprel::Obj {
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

/// Content that does not hang on the verb: "The camp fell, the army said", a quotation beside it, words after a colon.
fn around(cx: &Cx, v: u32, said: &Said) -> Vec<Range> {
    if said.used != Use::Claim || said.source.is_none() || cx.is_passive(v) {
        return Vec::new();
    }
    let t = cx.token(v);
    let (s, e) = cx.sentence(v);
    let own = cx.tree.extent(v);
    if t.deprel == Deprel::Parataxis && t.head != v {
        let mut out = without(&[cx.tree.extent(t.head)], own);
        if let Some(source) = &said.source {
            for r in &source.ranges {
                out = without(&out, *r);
            }
        }
        if out.iter().any(|r| cx.has_word(*r)) {
            return out;
        }
    }
    let quoted: Vec<Range> = cx
        .quotes
        .within((s, e))
        .iter()
        .copied()
        .filter(|q| !(q.0 <= v && v < q.1))
        .map(|q| (q.0.max(s), q.1.min(e)))
        .collect();
    if !quoted.is_empty() {
        return quoted;
    }
    let colon = (v + 1..e).find(|&i| cx.doc.word(i) == ":");
    if let Some(c) = colon
        && c + 1 < e
    {
        return vec![(c + 1, e)];
    }
    // "…, the army said.": everything up to the comma before the source.
    let subject = said.source.as_ref().and_then(|src| src.ranges.first().copied());
    let from = subject.map_or(v, |r| r.0.min(v));
    let after = subject.map_or(v + 1, |r| r.1.max(v + 1));
    let closes = e.saturating_sub(after) <= 8 || cx.doc.word(after.min(e.saturating_sub(1))) == ",";
    if from > s && closes && matches!(cx.doc.word(from - 1), "," | "”" | "\"" | "''" | "»" | "—") {
        return vec![(s, from)];
    }
    Vec::new()
}

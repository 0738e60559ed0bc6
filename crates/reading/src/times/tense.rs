//! Which way the words around a time expression look: back or forward.
//!
//! "Police said Tuesday" looks back, "talks will resume Tuesday" forward. In: a sentence of atoms and a place in it. Out: a
//! direction, or none. The nearest word of tense in the sentence decides; where heads are read, the verb that governs the
//! expression does.

use super::Raw;
use super::grammar::Slot;
use crate::Doc;
use crate::atoms::{Atoms, Kind};
use types::{Deprel, Feats, Lang, Tagged, Upos};

/// Where a clause looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tense {
    /// Back in time.
    Past,
    /// Forward in time.
    Future,
}

/// Where the clause of an expression looks; `first..last` are the atoms of its sentence.
///
/// A word right beside it counts more than the verb that the tagger gives: "Cuba predicted Wednesday", "until Tuesday",
/// "Wednesday's ruling".
pub(super) fn facing(doc: &Doc, atoms: &Atoms, (first, last): (usize, usize), raw: &Raw) -> Option<Tense> {
    let lang = doc.report.lang;
    let (open, close) = (raw.m.frame.open, raw.m.frame.close);
    let before = |n: usize| open.checked_sub(n).filter(|i| *i >= first).map_or("", |i| atoms.word(i));
    let token = doc.tagged.token_at(raw.span.start) as u32;
    let parsed = doc.tagged.parsed.then(|| governing(doc.tagged, doc.text, token)).flatten();
    let tense = parsed.or_else(|| around(lang, atoms, first, last, open, close));
    let day = raw.m.frame.get(Slot::Wd).is_some() && raw.m.frame.get(Slot::M).is_none();
    let ends = matches!(before(1), "until" | "till" | "by" | "ici" | "through")
        || before(1) == "a" && before(2) == "'" && before(3) == "jusqu"
        || before(1) == "au" && before(2) == "jusqu";
    let opens = matches!((before(3), before(2), before(1)), ("as", "soon" | "early", "as") | ("no", "later", "than"))
        || before(2) == "ahead" && before(1) == "of"
        || matches!(before(1), "effective" | "payable" | "expires" | "expiring");
    if ends || opens {
        // "had filed reports by Wednesday", "Until Thursday, they had not called him a suspect"
        let mut near = (open.saturating_sub(8).max(first)..open).chain(close..(close + 5).min(last));
        let done = near.any(|i| matches!(atoms.word(i), "had" | "avait" | "avaient"));
        return match (done, day, tense) {
            (true, ..) => Some(Tense::Past),
            // "by Monday evening the rebels held both bridges"
            (_, true, Some(Tense::Past)) if before(1) == "by" => Some(Tense::Past),
            (_, true, _) => Some(Tense::Future),
            // "the strike lasted until August", "loans run through January"
            (_, _, Some(Tense::Past)) if ends => None,
            _ => Some(Tense::Future),
        };
    }
    if day {
        if atoms.word(close) == "'" && atoms.word(close + 1) == "s" && atoms.glued(close) {
            return Some(Tense::Past);
        }
        let verb = if matches!(before(1), "on" | "early" | "late") { 2 } else { 1 };
        let beside = open.checked_sub(verb).filter(|i| *i >= first);
        // "had been due to expire Friday evening"
        let from = open.saturating_sub(7).max(first);
        let had = (from..open).find(|i| atoms.word(*i) == "had");
        let due = had.is_some_and(|i| (i..open).any(|j| matches!(atoms.word(j), "due" | "scheduled" | "set")));
        if lang == Lang::En && (due || beside.is_some_and(|i| word(lang, atoms, i) == Some(Tense::Past))) {
            return Some(Tense::Past);
        }
    }
    tense
}

/// The tense of the clause around atoms `from..to`, read off the words between `first` and `last` (the sentence).
fn around(lang: Lang, atoms: &Atoms, first: usize, last: usize, from: usize, to: usize) -> Option<Tense> {
    let mut best: Option<(usize, Tense)> = None;
    // a clause further off than this says little; the bound also keeps a text without full stops linear
    let first = first.max(from.saturating_sub(40));
    let last = last.min(to + 40);
    for i in (first..from).chain(to..last) {
        let Some(tense) = word(lang, atoms, i) else { continue };
        let distance = if i < from { from - i } else { i + 1 - to };
        if best.is_none_or(|(d, _)| distance < d) {
            best = Some((distance, tense));
        }
    }
    best.map(|(_, t)| t)
}

/// The tense of the verb that governs token `token`, where heads are read.
fn governing(tagged: &Tagged, text: &str, token: u32) -> Option<Tense> {
    let mut at = token;
    for _ in 0..8 {
        let t = tagged.tokens.get(at as usize)?;
        let is_verb = matches!(t.upos, Upos::Verb | Upos::Aux);
        if is_verb && at != token {
            // "has scheduled a news conference Thursday", "planned a rally on Saturday"
            if matches!(&*t.lemma, "schedule" | "plan" | "postpone" | "slate" | "reporter" | "programmer") {
                return Some(Tense::Future);
            }
            return of_verb(tagged, text, at);
        }
        if t.head == at {
            return None;
        }
        at = t.head;
    }
    None
}

fn of_verb(tagged: &Tagged, text: &str, verb: u32) -> Option<Tense> {
    let t = &tagged.tokens[verb as usize];
    if t.feats.has(Feats::FUT) {
        return Some(Tense::Future);
    }
    let first = verb.saturating_sub(12);
    for i in (first..verb).rev() {
        let aux = &tagged.tokens[i as usize];
        if aux.head == verb && matches!(aux.deprel, Deprel::Aux | Deprel::AuxPass | Deprel::Cop) {
            let word = aux.span.of(text).to_lowercase();
            match word.as_str() {
                "will" | "'ll" | "’ll" | "shall" | "wo" => return Some(Tense::Future),
                // "the summit would be held on April 24"; "would have been held" met "been" first.
                "would" if !past_of_would(tagged, text, i, verb) => return Some(Tense::Future),
                // "when the case is heard in May"
                "is" | "are" if aux.deprel == Deprel::AuxPass && t.deprel == Deprel::Advcl => {
                    return Some(Tense::Future);
                }
                "was" | "were" | "had" | "has" | "have" | "did" | "been" | "a" | "ont" | "avait" | "avaient"
                | "est" | "sont" | "était" | "étaient" => return Some(Tense::Past),
                _ if aux.feats.has(Feats::FUT) => return Some(Tense::Future),
                _ => {}
            }
        }
        // "is expected to meet", "plans to meet"
        if aux.head == verb && aux.deprel == Deprel::Mark && matches!(&*aux.lemma, "to") {
            let head = tagged.tokens.get(t.head as usize)?;
            if matches!(
                &*head.lemma,
                "expect" | "schedule" | "plan" | "set" | "due" | "intend" | "hope" | "agree" | "promise" | "vow"
            ) || matches!(head.span.of(text), "is" | "are")
            {
                return Some(Tense::Future);
            }
        }
    }
    if t.feats.has(Feats::PAST) || t.feats.has(Feats::IMP) || t.feats.has(Feats::PART) && !t.feats.has(Feats::PRES) {
        return Some(Tense::Past);
    }
    None
}

/// "would have left": what did not come about, looked at from later.
fn past_of_would(tagged: &Tagged, text: &str, would: u32, verb: u32) -> bool {
    (would + 1..verb).any(|i| matches!(tagged.tokens[i as usize].span.of(text), "have" | "'ve" | "HAVE"))
}

fn word(lang: Lang, atoms: &Atoms, i: usize) -> Option<Tense> {
    let atom = atoms.get(i).filter(|a| a.kind == Kind::Word)?;
    let _ = atom;
    let w = atoms.word(i);
    match lang {
        Lang::En => match w {
            "will" | "ll" | "shall" | "scheduled" | "due" | "upcoming" | "plans" | "planned" | "planning"
            | "expected" | "expects" | "tomorrow" | "deadline" | "slated" | "until" | "hopes" | "begins" | "starts"
            | "plan" | "expires" | "intends" | "would" | "forthcoming" | "resumes" => Some(Tense::Future),
            "was" | "were" | "had" | "said" | "told" | "took" | "began" | "went" | "came" | "left" | "fell"
            | "rose" | "held" | "met" | "made" | "shot" | "hit" | "fought" | "won" | "lost" | "sent" | "did"
            | "got" | "saw" | "found" | "gave" | "broke" | "blew" | "flew" | "wrote" | "became" | "led" | "brought"
            | "spoke" | "stood" | "struck" | "has" | "have" | "been" | "ago" | "grew" | "kept" | "knew" | "ran"
            | "sold" | "set" | "cut" | "paid" | "bought" => Some(Tense::Past),
            w if w.len() > 4 && w.ends_with("ed") && !matches!(w, "united" | "hundred" | "indeed" | "armed") => {
                Some(Tense::Past)
            }
            _ => None,
        },
        Lang::Fr => match w {
            "va" | "vont" | "devrait" | "devraient" | "prevu" | "prevue" | "prevus" | "prevues" | "attendu"
            | "attendue" | "prochain" | "demain" | "echeance" | "fera" | "sera" | "seront" | "aura" | "auront"
            | "doit" | "doivent" => Some(Tense::Future),
            "a" => {
                // "a" the verb stands before a participle, "à" does not
                let next = atoms.word(i + 1);
                (next.ends_with('e')
                    || next.ends_with('u')
                    || next.ends_with('i')
                    || next.ends_with('t')
                    || next.ends_with('s'))
                .then_some(Tense::Past)
            }
            "ont" | "avait" | "avaient" | "etait" | "etaient" | "fut" | "furent" | "eu" | "ete" => Some(Tense::Past),
            w if w.len() > 5 && (w.ends_with("ront") || w.ends_with("era") || w.ends_with("ira")) => {
                Some(Tense::Future)
            }
            w if w.len() > 5 && (w.ends_with("aient") || w.ends_with("erent") || w.ends_with("irent")) => {
                Some(Tense::Past)
            }
            _ => None,
        },
    }
}

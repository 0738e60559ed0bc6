//! Which way the words around a time expression look: back or forward.
//!
//! "Police said Tuesday" looks back, "talks will resume Tuesday" forward. In: a sentence of atoms and a place in it. Out: a
//! direction, or none. The nearest word of tense in the sentence decides; where heads are read, the verb that governs the
//! expression does.

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

/// The tense of the clause around atoms `from..to`, read off the words between `first` and `last` (the sentence).
pub fn around(lang: Lang, atoms: &Atoms, first: usize, last: usize, from: usize, to: usize) -> Option<Tense> {
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
pub fn governing(tagged: &Tagged, text: &str, token: u32) -> Option<Tense> {
    let mut at = token;
    for _ in 0..8 {
        let t = tagged.tokens.get(at as usize)?;
        let is_verb = matches!(t.upos, Upos::Verb | Upos::Aux);
        if is_verb && at != token {
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
            ) {
                return Some(Tense::Future);
            }
        }
    }
    if t.feats.has(Feats::PAST) || t.feats.has(Feats::IMP) || t.feats.has(Feats::PART) && !t.feats.has(Feats::PRES) {
        return Some(Tense::Past);
    }
    None
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

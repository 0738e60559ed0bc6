//! The clause of a word of harm: passive or not, denied or not, real or not, and its subject.
//!
//! In: the atom of the word. Out: what the words before it say. "was killed", "did not kill", "could have killed", "three
//! soldiers … were killed".

use super::super::phrase::Phrase;
use super::super::words::Class;
use super::Linker;
use types::{Deprel, Lang};

impl Linker<'_, '_> {
    /// The "were" of "Also killed in the strike were more than a dozen insurgents".
    pub(super) fn inverted(&self, at: usize, end: usize) -> Option<usize> {
        let opens = at == self.from || at == self.from + 1 && matches!(self.word_at(at - 1), "also" | "among");
        if !opens || self.p.words.lang != Lang::En {
            return None;
        }
        let aux = (end..(end + 9).min(self.to)).find(|i| matches!(self.word_at(*i), "was" | "were" | "," | "."))?;
        let told = matches!(self.word_at(aux), "was" | "were") && self.list.iter().any(|p| p.start == aux + 1);
        told.then_some(aux)
    }

    /// "was killed", "have been abducted", "ont été tués", "sont blessés".
    pub(super) fn passive(&self, at: usize) -> bool {
        let mut i = at;
        for _ in 0..4 {
            let Some(j) = i.checked_sub(1).filter(|j| *j >= self.from) else { return false };
            i = j;
            let w = self.word_at(i);
            let aux = match self.p.words.lang {
                Lang::En => matches!(
                    w,
                    "was"
                        | "were"
                        | "been"
                        | "being"
                        | "are"
                        | "is"
                        | "be"
                        | "got"
                        | "get"
                        | "getting"
                        | "s"
                        | "left"
                        | "remain"
                        | "remained"
                ),
                Lang::Fr => matches!(
                    w,
                    "ete"
                        | "sont"
                        | "est"
                        | "etaient"
                        | "etait"
                        | "furent"
                        | "fut"
                        | "etre"
                        | "seraient"
                        | "serait"
                        | "etant"
                ),
            };
            if aux {
                return true;
            }
            let skipped = match self.p.words.lang {
                Lang::En => {
                    w.ends_with("ly")
                        || matches!(
                            w,
                            "also"
                                | "not"
                                | "then"
                                | "later"
                                | "first"
                                | "both"
                                | "all"
                                | "t"
                                | "'"
                                | "n"
                                | "reported"
                                | "confirmed"
                                | "found"
                                | "feared"
                                | "presumed"
                                | "believed"
                                | "subsequently"
                                | "said"
                                | "to"
                                | "have"
                                | "either"
                                | "being"
                                | "themselves"
                                | "himself"
                                | "badly"
                                | "still"
                                | "critically"
                                | "treated"
                                | "and"
                        )
                }
                Lang::Fr => {
                    w.ends_with("ment")
                        || matches!(
                            w,
                            "aussi"
                                | "egalement"
                                | "tous"
                                | "toutes"
                                | "pas"
                                | "plus"
                                | "donnes"
                                | "deja"
                                | "ainsi"
                                | "tues"
                                | "et"
                                | "portes"
                                | "portees"
                        )
                }
            };
            // "was engaged and killed", "ont été blessées et tuées"
            let listed = i + 1 < at
                && matches!(self.word_at(i + 1), "and" | "et")
                && (w.ends_with("ed") || self.p.words.harm(self.p.atoms, i).is_some());
            if !skipped && !listed {
                return false;
            }
        }
        false
    }

    pub(super) fn copula(&self, at: usize) -> bool {
        self.passive(at)
    }

    /// "were not injured", "did not kill", "n'a pas été blessé".
    pub(super) fn negated(&self, at: usize) -> bool {
        let first = at.saturating_sub(5).max(self.from);
        (first..at).any(|i| {
            let w = self.word_at(i);
            match self.p.words.lang {
                Lang::En => {
                    matches!(w, "not" | "never" | "neither" | "cannot")
                        || w == "t" && self.word_at(i.wrapping_sub(1)) == "'"
                }
                Lang::Fr => {
                    matches!(w, "pas" | "jamais") && self.word_at(i + 1) != "moins" && self.word_at(i + 1) != "de"
                }
            }
        })
    }

    /// "could have killed dozens", "threatened to kill 12", "trying to arrest two men", "attempted murder".
    pub(super) fn unreal(&self, at: usize, _end: usize) -> bool {
        let first = at.saturating_sub(5).max(self.from);
        let back = |n: usize| at.checked_sub(n).filter(|i| *i >= self.from).map_or("", |i| self.word_at(i));
        match self.p.words.lang {
            Lang::En => {
                if (first..at).any(|i| {
                    let w = self.word_at(i);
                    matches!(
                        w,
                        "could"
                            | "would"
                            | "might"
                            | "will"
                            | "may"
                            | "should"
                            | "attempted"
                            | "attempting"
                            | "threatened"
                            | "threatening"
                            | "planned"
                            | "planning"
                            | "conspiracy"
                            | "plotted"
                            | "plotting"
                            | "avoid"
                            | "prevent"
                            | "preventing"
                            | "intended"
                            | "suspicion"
                            | "ll"
                    ) || w == "charges"
                        || w == "if"
                }) {
                    return true;
                }
                let to_verb = back(1) == "to"
                    && !matches!(
                        back(2),
                        "managed"
                            | "able"
                            | "went"
                            | "helped"
                            | "found"
                            | "known"
                            | "continued"
                            | "according"
                            | "had"
                            | "closer"
                            | "led"
                            | "lead"
                    );
                let to_late = back(2) == "to" && back(1).ends_with("ly");
                to_verb || to_late
            }
            Lang::Fr => {
                if (first..at).any(|i| {
                    matches!(
                        self.word_at(i),
                        "pourrait"
                            | "pu"
                            | "pourraient"
                            | "devrait"
                            | "devraient"
                            | "tente"
                            | "tentaient"
                            | "tentait"
                            | "menace"
                            | "voulait"
                            | "voulaient"
                            | "projetait"
                            | "risque"
                            | "risquent"
                            | "si"
                    )
                }) {
                    return true;
                }
                let infinitive = self.word_at(at).ends_with("er")
                    || self.word_at(at).ends_with("re")
                    || self.word_at(at).ends_with("ir");
                let led = matches!(back(1), "pour" | "a" | "de" | "d" | "'");
                let real = (at.saturating_sub(6).max(self.from)..at).any(|i| {
                    matches!(
                        self.word_at(i),
                        "permis"
                            | "reussi"
                            | "fini"
                            | "accuse"
                            | "accuses"
                            | "avoir"
                            | "parvenus"
                            | "parvenu"
                            | "reussissent"
                    )
                });
                infinitive && led && !real
            }
        }
    }

    /// The subjects of a verb or passive at atom `at`.
    pub(super) fn subjects(&self, at: usize, end: usize) -> Vec<usize> {
        if let Some(mut found) = self.parsed_subject(at, end) {
            // "the militants, one of them a commander, were all killed"
            while found > 0 && self.is_part(&self.list[found]) && self.list[found - 1].end + 3 > self.list[found].start
            {
                found -= 1;
            }
            return self.chain_both(found);
        }
        let mut best: Option<usize> = None;
        for (i, phrase) in self.list.iter().enumerate().rev() {
            if phrase.end > at || phrase.start < self.from {
                continue;
            }
            if at - phrase.end > 30 || self.blocked(phrase.end, at) {
                break;
            }
            if phrase.class == Some(Class::Unit) || self.is_part(phrase) {
                continue;
            }
            let usable = phrase.class != Some(Class::Thing) || !phrase.led;
            if usable
                && !(phrase.led
                    && best.is_none()
                    && self.list[..i].iter().any(|q| !q.led && q.end < phrase.start && !self.blocked(q.end, at)))
            {
                best = Some(i);
                break;
            }
        }
        best.map_or(Vec::new(), |i| self.chain_back(i, false))
    }

    /// "four of them children", "including two commanders".
    pub(super) fn is_part(&self, p: &Phrase) -> bool {
        let before = p.start.checked_sub(1).map_or("", |j| self.word_at(j));
        let pronoun = p.end.checked_sub(1).map_or("", |j| self.word_at(j));
        matches!(before, "including" | "dont" | "notamment" | "notably")
            || (p.start..p.end).any(|i| matches!(self.word_at(i), "them" | "whom" | "eux" | "elles"))
                && p.end > p.start + 1
            || matches!(pronoun, "whom")
            || self.word_at(p.end.wrapping_sub(2)) == "of" && pronoun == "them"
            || before == "them" && self.word_at(p.start.wrapping_sub(2)) == "of"
    }

    /// The phrase that holds the subject the tagger gives the verb.
    pub(super) fn parsed_subject(&self, at: usize, end: usize) -> Option<usize> {
        // the children of a token are looked up in its sentence: one without end would cost too much
        if !self.p.tagged.parsed || self.long {
            return None;
        }
        let tokens = &self.p.tagged.tokens;
        let verb = (at..end).find_map(|i| {
            let token = *self.p.token.get(i)?;
            self.p
                .tagged
                .children(token)
                .find(|c| matches!(tokens[*c as usize].deprel, Deprel::Nsubj | Deprel::NsubjPass))
        })?;
        let span = tokens[verb as usize].span;
        let found = self.list.iter().position(|p| {
            let covered = self.p.atoms.span(p.start, p.end);
            covered.overlaps(span)
        })?;
        Some(found)
    }

    /// The subject that a participle shares with the passive it is joined to.
    pub(super) fn shared_subject(&self, at: usize) -> Option<usize> {
        if !self.p.tagged.parsed || self.long {
            return None;
        }
        let tokens = &self.p.tagged.tokens;
        let token = tokens.get(*self.p.token.get(at)? as usize)?;
        let head = (token.deprel == Deprel::Conj).then_some(token.head)?;
        let subject = self.p.tagged.children(head).find(|c| tokens[*c as usize].deprel == Deprel::NsubjPass)?;
        let span = tokens[subject as usize].span;
        self.list.iter().position(|p| self.p.atoms.span(p.start, p.end).overlaps(span))
    }

    /// True where words between a subject and its verb begin another clause.
    pub(super) fn blocked(&self, from: usize, to: usize) -> bool {
        (from..to).any(|i| {
            let w = self.word_at(i);
            match self.p.words.lang {
                Lang::En => matches!(
                    w,
                    ";" | "but" | "when" | "after" | "before" | "while" | "because" | "that" | "if" | "whether" | ":"
                ),
                Lang::Fr => matches!(w, ";" | "mais" | "lorsque" | "quand" | "apres" | "avant" | "que" | "car" | ":"),
            }
        })
    }
}

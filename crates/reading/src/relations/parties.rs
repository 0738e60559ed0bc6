//! The parties of a tie: who stands on the left of a cue and who on the right, by the parse or over light words.
//!
//! "herders, **whom** it accused of having guided **the attackers**"; "backed by armoured vehicles of **the mission**"; "**the
//! council**, whose armed wing is the Brigade, has broken in January with **the government**".

use super::cues::{Cue, How};
use super::find::Scene;
use crate::actors::Mention;
use types::{ActorKind, Deprel, Upos};

impl Scene<'_> {
    /// B: after one of the cue's prepositions, or as a direct object.
    pub(super) fn right(&self, cue: &Cue, stop: u32) -> Option<Mention> {
        let direct = cue.after.contains(&"-");
        let mut k = stop;
        while k < self.end && k < stop + 7 {
            let word = self.word(k);
            if cue.after.contains(&word) && self.begins(k).is_none() {
                let near = self.next(k + 1).map(|m| self.owned(m));
                return near.or_else(|| if cue.how == How::By { self.lender(k + 1) } else { None });
            }
            if let Some(m) = self.begins(k) {
                return direct.then_some(*m);
            }
            let passes = self.light(k) || matches!(self.doc.token(k).upos, Upos::Adj | Upos::Adv | Upos::Det);
            // "a rompu en janvier avec": when stands between
            let dated =
                self.dated(k) || matches!(word, "en" | "in" | "on" | "since" | "depuis" | "le") && self.dated(k + 1);
            let noun = dated || cue.how != How::By && !direct && matches!(self.doc.token(k).upos, Upos::Noun);
            if !(passes || noun) {
                return None;
            }
            k += 1;
        }
        None
    }

    /// "backed by armoured vehicles of the mission", "appuyées par des blindés de la mission": who lends them.
    pub(super) fn lender(&self, k: u32) -> Option<Mention> {
        let of = (k + 1..self.end.min(k + 4))
            .find(|&t| matches!(self.word(t), "of" | "from" | "de" | "du" | "des" | "d") && self.begins(t).is_none())?;
        let things =
            (k..of).all(|t| !matches!(self.doc.token(t).upos, Upos::Verb | Upos::Aux | Upos::Punct | Upos::Pron));
        if things { self.next(of + 1) } else { None }
    }

    /// True where token `k` is part of a time.
    pub(super) fn dated(&self, k: u32) -> bool {
        if k >= self.end {
            return false;
        }
        let span = self.doc.token(k).span;
        let times = &self.found.dated.list;
        let at = times.partition_point(|t| t.evidence.span.end <= span.start);
        times.get(at).is_some_and(|t| t.evidence.span.overlaps(span))
    }

    /// "Russia's Wagner Group": what is owned, where it is an actor too.
    pub(super) fn owned(&self, owner: Mention) -> Mention {
        let k = if self.possessive(owner.end) { owner.end + 1 } else { owner.end };
        let owns = k > owner.end || self.possessive(owner.end.saturating_sub(1));
        self.begins(k).filter(|_| owns).copied().unwrap_or(owner)
    }

    /// A: the subject of the cue by the parse, or the nearest mention on the left.
    pub(super) fn party(&self, i: u32, verbal: bool) -> Option<Mention> {
        if let Some(accused) = self.accused(i) {
            return Some(accused);
        }
        if self.doc.tagged.parsed {
            // "these men belonged to": a subject that is no actor is still the subject.
            if self.doc.token(i).upos == Upos::Verb && self.foreign_subject(i) {
                return None;
            }
            if let Some(m) = self.by_parse(i, verbal) {
                return Some(m);
            }
        }
        self.left(i).or_else(|| self.resumed(i))
    }

    /// "The council (CRN), whose armed wing is the Brigade, has broken with": the subject before a relative clause.
    pub(super) fn resumed(&self, i: u32) -> Option<Mention> {
        let mut k = i;
        while k > self.start && (self.light(k - 1) && self.raw(k - 1) != "," || self.doc.token(k - 1).upos == Upos::Aux)
        {
            k -= 1;
        }
        if k <= self.start + 3 || self.raw(k - 1) != "," {
            return None;
        }
        let relative = |t: u32| matches!(self.word(t), "dont" | "qui" | "que" | "which" | "who" | "whose" | "whom");
        let open = (self.start + 1..k - 1).rev().find(|&t| self.raw(t - 1) == "," && relative(t))?;
        let m = self.mentions.iter().rfind(|m| m.end < open)?;
        (m.end..open).all(|t| matches!(self.raw(t), "," | ")")).then_some(*m)
    }

    /// "herders, whom it accused of having guided the attackers": the accused, whatever the tree makes of it.
    pub(super) fn accused(&self, i: u32) -> Option<Mention> {
        let from = i.saturating_sub(5).max(self.start);
        let of = (from..i).rev().find(|&t| matches!(self.word(t), "of" | "de" | "d"))?;
        let charge = of.checked_sub(1).filter(|&t| t >= self.start && self.word(t).starts_with("accus"))?;
        let near = charge.saturating_sub(5).max(self.start);
        let whom = (near..charge).rev().find(|&t| matches!(self.word(t), "whom" | "que" | "qu"))?;
        self.mentions.iter().rfind(|m| m.end <= whom && whom - m.end <= 8).copied()
    }

    /// The mention left of token `i` over light words.
    pub(super) fn left(&self, i: u32) -> Option<Mention> {
        let mut k = i;
        let mut steps = 0;
        while k > self.start && steps < 14 {
            k -= 1;
            steps += 1;
            if let Some(m) = self.holds(k).filter(|m| m.end <= i) {
                // "X of Y, backed by Z" is read of Y unless the parse tells better.
                return Some(*m);
            }
            if self.raw(k) == ")" {
                continue;
            }
            let soft = self.light(k)
                || matches!(self.doc.token(k).upos, Upos::Adv | Upos::Aux | Upos::Adj) && self.doc.tagged.parsed;
            if !soft {
                return None;
            }
        }
        None
    }

    pub(super) fn by_parse(&self, i: u32, verbal: bool) -> Option<Mention> {
        let mut at = i;
        for _ in 0..6 {
            // "X, which India regards as an offshoot of Y": a state is no offshoot; X is what the clause is about.
            if let Some(m) =
                self.subject(at).filter(|m| verbal || !self.is(m.actor, &[ActorKind::State, ActorKind::Government]))
            {
                return Some(m);
            }
            let token = self.doc.token(at);
            let head = token.head;
            if head == at {
                return None;
            }
            // "accuse their neighbours of having informed the attackers": the accused is the party.
            let charged = CHARGING.contains(&format!(" {} ", self.doc.token(head).lemma.to_lowercase()));
            if charged
                && matches!(token.deprel, Deprel::Xcomp | Deprel::Ccomp | Deprel::Advcl | Deprel::Obl | Deprel::Acl)
            {
                let object = self
                    .doc
                    .tagged
                    .children(head)
                    .find(|&c| matches!(self.doc.token(c).deprel, Deprel::Obj | Deprel::NsubjPass));
                // "reprochent aux éleveurs d'avoir guidé la troupe"
                let object = object.filter(|&o| o != i).or_else(|| {
                    let to = |&c: &u32| matches!(self.word(c.saturating_sub(1)), "aux" | "au" | "a");
                    self.doc.tagged.children(head).filter(|&c| c > head && c < i).find(to)
                });
                return object.and_then(|o| {
                    // "herders, whom it accused of having guided the attackers"
                    let whom = matches!(self.word(o), "whom" | "who" | "que" | "qu");
                    let up = self.doc.token(head).head;
                    self.headed(o).or_else(|| if whom && up != head { self.headed(up) } else { None })
                });
            }
            // "killed soldiers and members of Wagner": who kills is no member.
            // "it says they were executed by members of the forces": who says so is none either.
            let agent = matches!(token.deprel, Deprel::Obl | Deprel::OblAgent)
                && self.doc.tagged.children(at).any(|c| matches!(self.word(c), "by" | "par"));
            let apart = agent || matches!(token.deprel, Deprel::Obj | Deprel::Iobj | Deprel::Nmod);
            if !verbal && apart && !self.equates(head) {
                return None;
            }
            match token.deprel {
                Deprel::Acl | Deprel::AclRelcl | Deprel::Amod | Deprel::Appos
                    if verbal || matches!(token.deprel, Deprel::Appos | Deprel::AclRelcl) =>
                {
                    if let Some(m) = self.headed(head) {
                        return Some(m);
                    }
                }
                Deprel::Nsubj | Deprel::NsubjPass if !verbal => return None,
                _ => {}
            }
            at = head;
        }
        None
    }

    /// True where what the verb's subject is stands as its object: "the group forms part of AQIM".
    pub(super) fn equates(&self, i: u32) -> bool {
        EQUATING.contains(&format!(" {} ", self.doc.token(i).lemma.to_lowercase()))
    }

    /// True where token `i` has a subject of its own that is no actor and no relative pronoun.
    pub(super) fn foreign_subject(&self, i: u32) -> bool {
        let subject = self
            .doc
            .tagged
            .children(i)
            .find(|&c| matches!(self.doc.token(c).deprel, Deprel::Nsubj | Deprel::NsubjPass));
        subject.is_some_and(|s| self.found.actors.at_token(s).is_none() && self.doc.token(s).upos == Upos::Noun)
    }

    /// The subject of token `i`, through a relative pronoun to what it stands for.
    pub(super) fn subject(&self, i: u32) -> Option<Mention> {
        let subject = self
            .doc
            .tagged
            .children(i)
            .find(|&c| matches!(self.doc.token(c).deprel, Deprel::Nsubj | Deprel::NsubjPass) && c != i)?;
        if let Some(m) = self.headed(subject) {
            return Some(m);
        }
        let relative = matches!(self.word(subject), "who" | "which" | "that" | "qui");
        if relative {
            let head = self.doc.token(i).head;
            return (head != i).then(|| self.headed(head)).flatten();
        }
        None
    }

    /// The outermost mention whose head is token `i`.
    pub(super) fn headed(&self, i: u32) -> Option<Mention> {
        self.found.actors.at_head(i).copied().filter(|m| m.start >= self.start && m.end <= self.end)
    }
}

const CHARGING: &str = " accuse accuser suspect soupçonner blame urge ask force persuade charge reprocher suspecter ";

const EQUATING: &str = " form constitute become remain represent call name consider be former constituer devenir rester \
    demeurer représenter considérer être ";

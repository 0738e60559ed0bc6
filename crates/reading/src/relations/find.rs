//! Ties told by a word between two mentions: "JNIM, the Sahel branch of Al-Qaeda", "tensions between them and ECOWAS".
//!
//! A sentence is seen as items: mentions, each one item, and the words between them. A cue looks for its parties on both
//! sides, over light words only where the parse does not help.

use super::Ties;
use super::cues::{Cue, How};
use crate::actors::{Mention, fold::Pieces};
use crate::{Doc, Found};
use types::{ActorId, ActorKind, Evidence, Realis, RelationType, Span, Upos};

/// Adds every tie that a cue tells.
pub fn by_cues(doc: &Doc, found: &Found, ties: &mut Ties) {
    let pieces = Pieces::of(doc.text, doc.tagged);
    let author = super::statement::author(doc, found);
    for sentence in &doc.tagged.sentences {
        let inner = found.actors.within(sentence.start, sentence.end);
        let mentions = outermost(inner);
        if mentions.is_empty() {
            continue;
        }
        let scene =
            Scene { doc, found, pieces: &pieces, start: sentence.start, end: sentence.end, mentions, inner, author };
        scene.read(ties);
    }
}

/// The mentions that lie in no other.
fn outermost(all: &[Mention]) -> Vec<Mention> {
    let mut out: Vec<Mention> = Vec::new();
    for m in all {
        if out.last().is_none_or(|o| m.start >= o.end) {
            out.push(*m);
        }
    }
    out
}

/// A sentence as items.
pub(super) struct Scene<'a> {
    pub(super) doc: &'a Doc<'a>,
    pub(super) found: &'a Found,
    pub(super) pieces: &'a Pieces,
    pub(super) start: u32,
    pub(super) end: u32,
    /// The mentions that lie in no other.
    pub(super) mentions: Vec<Mention>,
    /// All mentions.
    pub(super) inner: &'a [Mention],
    /// Whose statement the text is.
    pub(super) author: Option<ActorId>,
}

/// Words that may stand between a party and the cue.
const LIGHT: &str = " , which that who is are was were has have had been being be also reportedly allegedly formally \
    closely openly formerly now still officially said to the a an its their qui est sont etait etaient a ont avait \
    avaient ete etant aussi toujours officiellement le la les l un une de regional local main key sahel sahelian \
    militarily heavily largely again once all both often frequently accused of suspected and believed et souvent accuses \
    accusee accusees accuse avoir d voisins notre nos formal direct strong close potential possible alleged not never no \
    long ever sahelienne principale armee n pas constant ";

impl Scene<'_> {
    pub(super) fn word(&self, i: u32) -> &str {
        if i < self.end { self.pieces.token(i) } else { "" }
    }

    pub(super) fn raw(&self, i: u32) -> &str {
        self.doc.word(i)
    }

    pub(super) fn light(&self, i: u32) -> bool {
        let word = self.word(i);
        if word.is_empty() {
            return matches!(self.raw(i), "," | "-" | "'" | "’" | "\"" | "“" | "”" | "«" | "»");
        }
        LIGHT.contains(&format!(" {word} "))
    }

    /// The mention that begins at token `i`.
    pub(super) fn begins(&self, i: u32) -> Option<&Mention> {
        let k = self.mentions.partition_point(|m| m.start < i);
        self.mentions.get(k).filter(|m| m.start == i)
    }

    /// The outermost mention that holds token `i`.
    pub(super) fn holds(&self, i: u32) -> Option<&Mention> {
        let k = self.mentions.partition_point(|m| m.end <= i);
        self.mentions.get(k).filter(|m| m.start <= i)
    }

    fn read(&self, ties: &mut Ties) {
        let mut i = self.start;
        while i < self.end {
            let cues = self.doc.knowledge.relations.of(self.doc.tagged.lang, self.word(i));
            // The longest phrase says it: "joined forces with" is no joining, "severed ties with" no tie.
            let longest = cues.iter().filter_map(|c| self.matches(c, i)).max().unwrap_or(i + 1);
            for cue in cues {
                let Some(stop) = self.matches(cue, i).filter(|&s| s == longest) else { continue };
                // "warned the people against any collaboration with terrorists"
                if (i.saturating_sub(2).max(self.start)..i).any(|t| matches!(self.word(t), "against" | "contre")) {
                    continue;
                }
                self.apply(cue, i, stop, ties);
            }
            i = longest;
        }
        self.titles(ties);
        self.giving(ties);
        self.parents(ties);
        self.pairs(ties);
        self.side_by_side(ties);
        self.of_another(ties);
        self.rivals(ties);
        self.missions(ties);
        self.their_bloc(ties);
        self.speech(ties);
    }

    pub(super) fn matches(&self, cue: &Cue, i: u32) -> Option<u32> {
        let mut at = i + 1;
        for want in &cue.rest {
            if at >= self.end || self.word(at) != &**want {
                return None;
            }
            at += 1;
        }
        Some(at)
    }

    fn apply(&self, cue: &Cue, i: u32, stop: u32, ties: &mut Ties) {
        let realis = cue.realis.unwrap_or_else(|| self.realis(i));
        match cue.how {
            How::Between => self.between(cue, i, stop, realis, ties),
            How::Holds => {
                let (Some(whole), parts) = (self.left(i), self.list_from(stop)) else { return };
                let whole = whole.actor;
                if parts.len() >= 2 && self.is(whole, &[ActorKind::Igo, ActorKind::Military, ActorKind::ArmedGroup]) {
                    let end = parts.last().map_or(stop, |m| m.end);
                    for part in &parts {
                        self.add(ties, RelationType::MemberOf, part.actor, whole, realis, (i, end), "list");
                    }
                }
            }
            How::Poss => {
                // "az-Zallaqa, the group's media outlet"; "Hamas's armed wing, the Qassam Brigades"
                let owner =
                    (i > self.start + 1).then(|| self.ending(i - 1)).flatten().filter(|_| self.possessive(i - 1));
                let Some(owner) = owner.or_else(|| self.skip_possessive(i)) else { return };
                let whole = owner.actor;
                let before = self.left_of_apposition(owner.start);
                let after = if self.raw_at(stop) == "," { self.next(stop + 1) } else { self.next(stop) };
                let Some(part) = before.or(after) else { return };
                self.add(
                    ties,
                    cue.kind,
                    part.actor,
                    whole,
                    realis,
                    (owner.start.min(part.start), stop.max(part.end)),
                    "poss",
                );
            }
            How::Part => {
                // "the Iran-backed Houthis"; an epithet in quotation marks is a word of somebody's, no tie: "18 "India-sponsored
                // terrorists" were killed".
                let quoted = i > self.start + 2 && matches!(self.raw(i - 3), "\"" | "“" | "«" | "''" | "``");
                if i < self.start + 2 || self.raw(i - 1) != "-" || quoted {
                    return;
                }
                let (Some(b), Some(a)) = (self.ending(i - 1), self.next(stop)) else { return };
                let (from, to) =
                    if cue.kind == RelationType::AlliedWith { (a.actor, b.actor) } else { (b.actor, a.actor) };
                self.add(ties, cue.kind, from, to, realis, (b.start, a.end), "part");
            }
            How::Pit => {
                let before =
                    |t: u32| cue.after.contains(&self.word(t)) || t > stop && cue.after.contains(&self.word(t - 1));
                let Some(a) = self.mentions.iter().find(|m| m.start >= stop && m.start <= stop + 4) else { return };
                let b = self.mentions.iter().find(|m| {
                    m.start > a.end
                        && m.start <= a.end + 16
                        && m.actor != a.actor
                        && (before(m.start - 1) || m.start >= 2 && before(m.start - 2))
                });
                let Some(b) = b.filter(|b| self.suits(cue.kind, a.actor, b.actor)) else { return };
                self.add(ties, cue.kind, a.actor, b.actor, realis, (i, b.end), "pit");
            }
            How::Comp => {
                // "accused of being JNIM sympathisers"
                let Some(b) = self.ending(i) else { return };
                let Some(a) = self.left(b.start).filter(|m| m.actor != b.actor) else { return };
                if self.suits(cue.kind, a.actor, b.actor) {
                    let charged = self.attributed(a.end, b.start);
                    let realis = if charged { Realis::Possible } else { realis };
                    self.add(ties, cue.kind, a.actor, b.actor, realis, (b.start, stop), "comp");
                }
            }
            How::Of | How::Verb | How::With | How::By | How::From | How::Help => {
                let Some(right) = self.right(cue, stop) else {
                    let Some(b) = self.relative_right(cue, i) else { return };
                    let Some(a) = self.relative_left(&b, i, stop).filter(|a| a.actor != b.actor) else { return };
                    if self.suits(cue.kind, a.actor, b.actor) {
                        self.add(
                            ties,
                            cue.kind,
                            a.actor,
                            b.actor,
                            realis,
                            (a.start.min(i), stop.max(a.end)),
                            "relative",
                        );
                    }
                    return;
                };
                let verbal = cue.how != How::Of;
                // "paying the rebels" is support, "paying the teachers" is none.
                if cue.how == How::Help && !self.fights(right.actor) {
                    return;
                }
                // "soldiers and members of Wagner" are two kinds of people.
                let listed = !matches!(cue.kind, RelationType::Leads);
                if !verbal && listed && i > self.start && matches!(self.word(i - 1), "and" | "et" | "or" | "ou") {
                    return;
                }
                let Some(left) = self.party(i, verbal).filter(|m| m.actor != right.actor) else {
                    // "The chief of staff hails the constant support of his Russian partners": of whose statement it is.
                    let ours = self.author.filter(|&a| cue.how == How::From && a != right.actor && self.fights(a));
                    let state =
                        self.is(right.actor, &[ActorKind::State, ActorKind::Government, ActorKind::PrivateMilitary]);
                    if let Some(to) = ours.filter(|_| state && realis == Realis::Ongoing) {
                        self.add(ties, cue.kind, right.actor, to, realis, (i, right.end), "statement");
                    }
                    return;
                };
                let (from, to) = if matches!(cue.how, How::By | How::From) {
                    (right.actor, left.actor)
                } else {
                    (left.actor, right.actor)
                };
                if !self.suits(cue.kind, from, to) {
                    return;
                }
                let first = if left.end + 4 >= i && !self.attributed(left.end, i) { left.start } else { i };
                // "Mali, Niger and Burkina Faso are members of": all who are listed before.
                if matches!(cue.kind, RelationType::MemberOf) && cue.how != How::By {
                    let list = self.mentions.iter().map(|m| self.list_at(m.start));
                    let list =
                        list.into_iter().find(|l| l.len() >= 2 && l.last().is_some_and(|m| m.start == left.start));
                    for m in list.into_iter().flatten().filter(|m| m.actor != right.actor && m.start != left.start) {
                        if self.suits(cue.kind, m.actor, right.actor) {
                            self.add(ties, cue.kind, m.actor, right.actor, realis, (m.start, right.end), "listed");
                        }
                    }
                }
                for right in self.list_from(right.start) {
                    let (from, to) = if matches!(cue.how, How::By | How::From) {
                        (right.actor, from_left(left))
                    } else {
                        (from_left(left), right.actor)
                    };
                    if self.suits(cue.kind, from, to) {
                        self.add(ties, cue.kind, from, to, realis, (first, right.end), "cue");
                    }
                }
            }
        }
    }

    /// "tensions between X and Y", "a coalition between Niger, Burkina Faso, and Mali".
    fn between(&self, cue: &Cue, i: u32, stop: u32, realis: Realis, ties: &mut Ties) {
        let mut at = stop;
        while at < self.end && at < stop + 4 && !cue.after.contains(&self.word(at)) {
            if self.begins(at).is_some() {
                return;
            }
            at += 1;
        }
        if !cue.after.contains(&self.word(at)) {
            return;
        }
        let parties = self.list_from(at + 1);
        if parties.len() < 2 {
            return;
        }
        let end = parties.last().map_or(at, |m| m.end);
        if cue.kind == RelationType::MemberOf {
            let whole = self.holds(i).filter(|m| self.is(m.actor, &[ActorKind::Igo])).copied();
            let Some(whole) = whole.or_else(|| self.left_of_apposition(i)).or_else(|| self.ending_near(i)) else {
                for pair in parties.windows(2) {
                    self.add(ties, RelationType::AlliedWith, pair[0].actor, pair[1].actor, realis, (i, end), "between");
                }
                return;
            };
            for part in &parties {
                self.add(ties, RelationType::MemberOf, part.actor, whole.actor, realis, (i, end), "list");
            }
            return;
        }
        for pair in parties.windows(2) {
            self.add(ties, cue.kind, pair[0].actor, pair[1].actor, realis, (i, end), "between");
        }
    }

    /// "A and its allied fighters", "soldiers and allied foreigners": those who do a deed of force together.
    fn side_by_side(&self, ties: &mut Ties) {
        use ActorKind::*;
        let fighting = [Military, Police, ArmedGroup, Militia, PrivateMilitary];
        for pair in self.mentions.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            if b.start < a.end || b.start - a.end > 3 || !self.is(a.actor, &fighting) || !self.is(b.actor, &fighting) {
                continue;
            }
            let joined = (a.end..b.start).any(|t| matches!(self.word(t), "and" | "et"))
                && (a.end..b.start).all(|t| {
                    matches!(
                        self.word(t),
                        "and"
                            | "et"
                            | "the"
                            | "its"
                            | "their"
                            | "les"
                            | "des"
                            | "ses"
                            | "le"
                            | "la"
                            | "l"
                            | ""
                            | "allied"
                    )
                });
            if !joined || self.list_at(a.start).len() > 2 {
                continue;
            }
            let first = self.alias_start(a);
            let by = first > self.start && self.before(first, &["by", "par"]);
            let with =
                (self.start..a.start).rev().take(3).any(|t| matches!(self.word(t), "joint" | "jointly" | "conjointe"));
            let deed = (b.end..self.end.min(b.end + 9)).any(|t| {
                self.doc.token(t).upos == Upos::Verb && JOINT.contains(&format!(" {} ", self.word(t)))
                    || !self.doc.tagged.parsed && JOINT.contains(&format!(" {} ", self.word(t)))
            });
            let verb = (b.end..self.end.min(b.end + 3)).any(|t| RECIPROCAL.contains(&format!(" {} ", self.word(t))));
            if verb {
                self.add(
                    ties,
                    RelationType::HostileTo,
                    a.actor,
                    b.actor,
                    Realis::Ongoing,
                    (a.start, b.end),
                    "each-other",
                );
                continue;
            }
            let between = a.start > self.start && self.before(a.start, &["between", "entre"]);
            let allied = (a.end..b.end).any(|t| matches!(self.word(t), "allied" | "allies" | "allie" | "alliees"));
            if !between && (by || with || deed || allied) {
                self.add(
                    ties,
                    RelationType::CooperatesWith,
                    a.actor,
                    b.actor,
                    Realis::Ongoing,
                    (a.start, b.end),
                    "together",
                );
            }
        }
    }

    /// "The National Salvation Front (NAS) of Thomas Cirillo", "the Fateh Squad of the Liberation Army": whose band it is.
    fn of_another(&self, ties: &mut Ties) {
        use ActorKind::*;
        // "Marshal Haftar bides his time. A column of his Libyan National Army"
        for b in self.mentions.iter().filter(|m| self.is(m.actor, &[ArmedGroup, Militia])) {
            let his = b.start > self.start && matches!(self.word(b.start - 1), "his" | "son" | "sa");
            let name = self.raw(b.start).starts_with(char::is_uppercase);
            let near = self.found.actors.mentions.iter().rev();
            let near = near.filter(|m| m.end < b.start && m.end + 40 > b.start);
            let leader = near.clone().find(|m| self.is(m.actor, &[Person]));
            if let Some(leader) = leader.filter(|_| his && name) {
                let span = (b.start - 1, b.end);
                self.add(ties, RelationType::Leads, leader.actor, b.actor, Realis::Ongoing, span, "his-band");
            }
        }
        for pair in self.mentions.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            let gap = a.end..b.start;
            let of = gap.clone().any(|t| matches!(self.word(t), "of" | "de" | "du" | "d"))
                && gap.clone().all(|t| {
                    matches!(self.word(t), "of" | "de" | "du" | "d" | "the" | "la" | "le" | "l" | "")
                        && !matches!(self.raw(t), "," | ";" | ":" | "." | "-")
                });
            let band = |k: ActorId| self.is(k, &[ArmedGroup, Militia, PrivateMilitary, Military]);
            let name = self.doc.token(a.start).span.of(self.doc.text).starts_with(char::is_uppercase)
                || self.raw(a.start).starts_with(|c: char| c.is_ascii_digit());
            if !of || gap.len() > 4 || a.actor == b.actor || !name {
                continue;
            }
            if self.is(b.actor, &[Person]) && (band(a.actor) || self.is(a.actor, &[Party])) {
                self.add(ties, RelationType::Leads, b.actor, a.actor, Realis::Ongoing, (a.start, b.end), "of-leader");
            } else if band(b.actor) && band(a.actor) {
                self.add(ties, RelationType::PartOf, a.actor, b.actor, Realis::Ongoing, (a.start, b.end), "of-whole");
            }
        }
    }

    /// "accused a rival militia, the Zaïre", "the Thorns and their rivals of the Amber Front": who is called a rival of the side
    /// that the sentence is about.
    fn rivals(&self, ties: &mut Ties) {
        use ActorKind::*;
        let fights = |m: &&Mention| self.is(m.actor, &[ArmedGroup, Militia, PrivateMilitary, Military]);
        for i in self.start..self.end {
            if !matches!(self.word(i), "rival" | "rivale" | "rivals" | "rivaux" | "enemies" | "archrival") {
                continue;
            }
            // Named behind the word, over a noun, an article and a comma.
            let named = self.mentions.iter().filter(fights).find(|m| {
                m.start > i
                    && m.start <= i + 5
                    && self.raw(m.start).starts_with(char::is_uppercase)
                    && (i + 1..m.start).all(|t| {
                        self.light(t)
                            || self.doc.token(t).upos == Upos::Noun
                            || matches!(self.word(t), "of" | "de" | "du")
                    })
            });
            let Some(to) = named else { continue };
            let Some(from) = self.mentions.iter().filter(fights).find(|m| m.end <= i && m.actor != to.actor) else {
                continue;
            };
            self.add(
                ties,
                RelationType::HostileTo,
                from.actor,
                to.actor,
                Realis::Ongoing,
                (from.start, to.end),
                "rival",
            );
        }
    }

    /// "the UN mission, MINUSMA": a mission named after the body that sends it.
    fn missions(&self, ties: &mut Ties) {
        for m in &self.mentions {
            if !self.is(m.actor, &[ActorKind::Igo, ActorKind::Military]) || m.end - m.start < 2 {
                continue;
            }
            let lexicon = &self.doc.knowledge.actors;
            let p = self.pieces.of_token[m.start as usize] as usize;
            let Some(sender) = lexicon.body_at(self.pieces, p, self.doc.tagged.lang, m.end) else { continue };
            let id = self.found.actors.list.iter().position(|a| a.registry.as_deref() == Some(sender));
            if let Some(id) = id.map(|i| ActorId(i as u32)).filter(|&id| id != m.actor) {
                self.add(ties, RelationType::PartOf, m.actor, id, Realis::Ongoing, (m.start, m.end), "mission");
            }
        }
    }

    /// "Mali, Niger and Burkina Faso had celebrated … their Alliance of Sahel States".
    fn their_bloc(&self, ties: &mut Ties) {
        for bloc in &self.mentions {
            let theirs = bloc.start > self.start && matches!(self.word(bloc.start - 1), "their" | "leur");
            if !theirs || !self.is(bloc.actor, &[ActorKind::Igo]) {
                continue;
            }
            let Some(first) = self.mentions.iter().find(|m| m.end < bloc.start) else { continue };
            let members = self.list_from(first.start);
            if members.len() >= 2
                && members.iter().all(|m| self.is(m.actor, &[ActorKind::State, ActorKind::Government]))
            {
                for m in &members {
                    let span = (first.start, bloc.end);
                    self.add(ties, RelationType::MemberOf, m.actor, bloc.actor, Realis::Ongoing, span, "their");
                }
            }
        }
    }

    /// States that accuse each other or leave a bloc are in tension: "accuses Abuja of sheltering saboteurs".
    fn speech(&self, ties: &mut Ties) {
        use ActorKind::*;
        let states = [State, Government, Igo, Military, ArmedGroup, Militia, Party, PrivateMilitary];
        for i in self.start..self.end {
            let word = self.word(i);
            let accuses = matches!(
                word,
                "accuses" | "accused" | "accuse" | "accusent" | "accusant" | "accusing" | "blames" | "blamed"
            );
            let leaves = LEAVING.contains(&format!(" {word} "));
            if !(accuses || leaves) || word.is_empty() {
                continue;
            }
            let party = |m: &&Mention| !leaves || self.is(m.actor, &[ActorKind::Igo, ActorKind::Military]);
            let Some(to) = self.mentions.iter().filter(party).find(|m| m.start > i && m.start <= i + 7) else {
                continue;
            };
            let direct = (i + 1..to.start).all(|t| accuses && self.light(t) || leaves);
            let first =
                self.mentions.first().filter(|m| m.start <= self.start + 1 && self.is(m.actor, &states)).copied();
            let party = self.party(i, true).filter(|m| self.is(m.actor, &states) || leaves);
            let Some(from) = party.or(first).filter(|m| m.end <= i) else { continue };
            let leader = leaves && self.is(from.actor, &[ActorKind::Person]);
            if !direct
                || !self.is(to.actor, &states)
                || !(self.is(from.actor, &states) || leader)
                || from.actor == to.actor
            {
                continue;
            }
            if leaves && !self.is(to.actor, &[ActorKind::Igo, ActorKind::Military]) {
                continue;
            }
            self.add(
                ties,
                RelationType::TensionWith,
                from.actor,
                to.actor,
                Realis::Ongoing,
                // The charge itself is the report's to tell; what is charged is another's.
                (from.start, if accuses { i + 1 } else { to.end }),
                "charge",
            );
        }
    }

    #[allow(clippy::too_many_arguments)]
    pub(super) fn add(
        &self,
        ties: &mut Ties,
        kind: RelationType,
        from: ActorId,
        to: ActorId,
        realis: Realis,
        (start, end): (u32, u32),
        rule: &'static str,
    ) {
        let span: Span = self.doc.tagged.span_of(start, end.min(self.end));
        ties.add(kind, from, to, realis, Evidence::new(span, format!("relations/{rule}@1")));
    }

    /// Whether the tie holds, as the words before the cue tell it.
    pub(super) fn realis(&self, i: u32) -> Realis {
        let from = i.saturating_sub(4).max(self.start);
        for t in from..i {
            match self.word(t) {
                "potential" | "possible" | "suspected" | "alleged" | "presumed" | "presume" | "presumes"
                | "presumee" | "potentielle" | "eventuelle" | "may" | "might" | "could" | "supposed" | "supposes"
                | "eventuel" => {
                    return Realis::Possible;
                }
                "no" | "not" | "never" | "n't" | "without" | "sans" | "aucun" | "aucune" | "jamais" | "pas" | "ne" => {
                    return Realis::Negated;
                }
                // The last letter of "SPLM-N" is no negation.
                "n" if self.raw(t).starts_with(['n', 'N']) && self.raw(t).len() > 1 => return Realis::Negated,
                "former" | "formerly" | "once" | "ancien" | "anciens" | "ancienne" => return Realis::Occurred,
                _ => {}
            }
        }
        let feats = self.doc.token(i).feats;
        if feats.has(types::Feats::COND) { Realis::Possible } else { Realis::Ongoing }
    }

    /// True where a word of charging or denying stands between the party and the cue.
    pub(super) fn attributed(&self, from: u32, to: u32) -> bool {
        (from..to).any(|t| {
            let w = self.word(t);
            w.starts_with("accus")
                || w.starts_with("den")
                || w.starts_with("suspect")
                || w.starts_with("dement")
                || w.starts_with("claim")
                || w.starts_with("reject")
        })
    }

    pub(super) fn is(&self, actor: ActorId, kinds: &[ActorKind]) -> bool {
        self.found.actors.actor(actor).is_some_and(|a| kinds.contains(&a.kind))
    }

    /// The start of "Malian Armed Forces (FAMa)" from its acronym.
    pub(super) fn alias_start(&self, m: Mention) -> u32 {
        let k = self.mentions.partition_point(|x| x.end <= m.start);
        match k.checked_sub(1).map(|k| self.mentions[k]) {
            Some(x)
                if x.actor == m.actor
                    && (x.end..m.start)
                        .all(|t| self.raw(t) == "(" || matches!(self.word(t), "de" | "du" | "of" | "the")) =>
            {
                x.start
            }
            _ => m.start,
        }
    }

    pub(super) fn before(&self, i: u32, words: &[&str]) -> bool {
        let mut k = i;
        while k > self.start {
            k -= 1;
            if words.contains(&self.word(k)) {
                return true;
            }
            if !matches!(self.word(k), "the" | "le" | "la" | "les" | "des" | "" | "both" | "l") {
                return false;
            }
        }
        false
    }

    pub(super) fn possessive(&self, i: u32) -> bool {
        i >= self.start && i < self.end && self.raw(i).starts_with(['\'', '’'])
    }

    pub(super) fn raw_at(&self, i: u32) -> &str {
        if i < self.end { self.raw(i) } else { "" }
    }

    /// The mention that ends right before token `i`.
    pub(super) fn ending(&self, i: u32) -> Option<Mention> {
        let all = self.found.actors.within(self.start, self.end);
        all.iter().filter(|m| m.end == i && m.start < i).min_by_key(|m| m.start).copied()
    }

    pub(super) fn ending_near(&self, i: u32) -> Option<Mention> {
        let k = self.mentions.partition_point(|m| m.end <= i);
        let m = self.mentions.get(k.checked_sub(1)?)?;
        let light = (m.end..i).all(|t| self.light(t) || matches!(self.raw(t), "—" | "–" | "(" | ")" | "-"));
        (light && i - m.end <= 5 && self.is(m.actor, &[ActorKind::Igo, ActorKind::Military])).then_some(*m)
    }

    /// "the group's elite media outlet": the owner one or two adjectives further left.
    pub(super) fn skip_possessive(&self, i: u32) -> Option<Mention> {
        (1..=3u32)
            .filter_map(|n| i.checked_sub(n))
            .filter(|&p| p > self.start && self.possessive(p))
            .find_map(|p| self.ending(p))
    }

    /// "az-Zallaqa, the …": the mention before the comma that opens an apposition at or just before token `i`.
    pub(super) fn left_of_apposition(&self, i: u32) -> Option<Mention> {
        let mut k = i;
        for _ in 0..4 {
            if k <= self.start {
                return None;
            }
            k -= 1;
            if matches!(self.raw(k), "," | "—" | "–" | "(") {
                let mut found = self.ending(k);
                if found.is_none() && k > self.start && self.raw(k - 1) == ")" {
                    found = self.ending(k - 1);
                }
                return found;
            }
            if !self.light(k) {
                return None;
            }
        }
        None
    }

    /// The next mention after light words from token `i`.
    pub(super) fn next(&self, i: u32) -> Option<Mention> {
        let mut k = i;
        while k < self.end && k < i + 5 {
            if let Some(m) = self.begins(k) {
                return Some(*m);
            }
            if !self.light(k) && self.doc.token(k).upos != Upos::Adj {
                return None;
            }
            k += 1;
        }
        None
    }

    /// The members of a list that begins with the mention at token `i`.
    pub(super) fn list_from(&self, i: u32) -> Vec<Mention> {
        self.next(i).map(|first| self.list_at(first.start)).unwrap_or_default()
    }

    pub(super) fn list_at(&self, start: u32) -> Vec<Mention> {
        let k = self.mentions.partition_point(|m| m.start < start);
        let mut list: Vec<Mention> = Vec::new();
        for m in &self.mentions[k..] {
            if let Some(last) = list.last() {
                let gap = last.end..m.start;
                let linked =
                    gap.clone().any(|t| matches!(self.word(t), "and" | "et" | "or" | "ou") || self.raw(t) == ",");
                let tied = gap.clone().all(|t| {
                    matches!(
                        self.word(t),
                        "and"
                            | "et"
                            | "or"
                            | "ou"
                            | "the"
                            | "le"
                            | "la"
                            | "l"
                            | "les"
                            | "its"
                            | "their"
                            | ""
                            | "regional"
                            | "bloc"
                    )
                });
                let same = last.actor == m.actor;
                if same && gap.len() <= 2 {
                    continue;
                }
                if !(linked && tied && gap.len() <= 5) {
                    break;
                }
            }
            list.push(*m);
        }
        // "backs the rebels, experts say": what only a comma joins, with no "and" at the end, is no list.
        let joined = |w: &[Mention]| {
            (w[0].end..w[1].start).any(|t| matches!(self.word(t), "and" | "et" | "or" | "ou") || self.raw(t) == "&")
        };
        let closed = list.windows(2).rposition(joined).map_or(1, |at| at + 2);
        list.truncate(closed);
        list
    }

    /// Kinds that a tie cannot hold between are not read: a country does not lead, an office is not a branch.
    pub(super) fn suits(&self, kind: RelationType, from: ActorId, to: ActorId) -> bool {
        use ActorKind::*;
        let (Some(a), Some(b)) = (self.found.actors.actor(from), self.found.actors.actor(to)) else { return false };
        let crowd = |k: ActorKind| matches!(k, Civilians | Unnamed | Media);
        match kind {
            RelationType::Leads => a.kind == Person && b.kind != Person || a.kind == ArmedGroup && b.kind == ArmedGroup,
            RelationType::BranchOf | RelationType::PartOf => {
                !matches!(a.kind, Person | Civilians) && !crowd(b.kind) && b.kind != Person
            }
            RelationType::MemberOf => !crowd(b.kind) && b.kind != Person,
            RelationType::HostileTo => !crowd(b.kind) && !crowd(a.kind),
            RelationType::TensionWith => !crowd(a.kind) && !crowd(b.kind),
            // "Villagers shelter displaced families": no side is taken.
            RelationType::Supports => !crowd(b.kind) && b.kind != Community && a.kind != Media,
            RelationType::SympathisesWith => !matches!(b.kind, Civilians | Unnamed),
            _ => a.kind != Media && b.kind != Media && b.kind != Unnamed,
        }
    }
}

fn from_left(m: Mention) -> ActorId {
    m.actor
}

const JOINT: &str = " held hold attacked searched captured raided killed executed seized entered stormed launched carried \
    committed massacred burned looted retook recaptured took have arrived conducted ont tue mene attaque repris capture lance \
    patrol patrolled besieged shelled bombed overran arrested ";

const RECIPROCAL: &str = " clashed exchanged fought traded battled affrontes affrontent affronte echange ";

const LEAVING: &str = " leave leaving left quit quits quitting withdraw withdrawing withdrew exit quitter quitte quittent \
    retirer retire retirait retirent ";

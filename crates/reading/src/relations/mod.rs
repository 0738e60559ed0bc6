//! Standing ties between actors: membership, branch, office, alliance, support, hostility, tension.
//!
//! In: the tagged report, its actors and events. Out: [`Relation`]s with the words that tell them. Ties come from titles
//! ([`offices`]), from words of tying between two mentions ([`cues`], tables in `lexicon/relations`), from lists ("a
//! coalition between Niger, Burkina Faso, and Mali") and, for armed actors who fight each other, from events. Who vouches
//! for a tie, and what an accusation makes of it, is settled in [`crate::claims`].
//!
//! Nothing is added from the registry: that a group belongs to another is told by the report or not at all.

#[cfg(test)]
mod case_tests;
mod clauses;
mod cues;
mod find;
mod hostility;
mod offices;
mod pairs;
mod parties;
pub(crate) mod statement;

pub use cues::RelationCues;

use crate::{Doc, Found};
use types::{
    About, ActorId, ActorKind, Certainty, Claim, Event, EventType, Evidence, Holder, Realis, Relation, RelationId,
    RelationType, Role, Stance,
};

/// The standing ties the text tells.
pub fn find_relations(doc: &Doc, found: &Found, events: &[Event]) -> Vec<Relation> {
    let mut ties = Ties::default();
    offices(found, &mut ties);
    for &(branch, whole, span) in &found.actors.branches {
        ties.add(RelationType::BranchOf, branch, whole, Realis::Ongoing, Evidence::new(span, "relations/affiliate@1"));
    }
    find::by_cues(doc, found, &mut ties);
    hostility::find(doc, found, events, &mut ties);
    statement::enemies(doc, found, events, &mut ties);
    ties.settle();
    ties.list
}

/// "established the Alliance, a coalition between A, B and C": those whom the text calls the members of a body took part in
/// its founding, where the founding names nobody else.
pub fn founders(doc: &Doc, found: &Found, events: &mut [Event], relations: &[Relation]) {
    const FOUND: &[&str] = &["establish", "found", "creat", "fond", "cré", "cre", "institu", "form"];
    for event in events.iter_mut().filter(|e| e.kind == EventType::Agree) {
        let named = event.participants.iter().filter_map(|p| p.actor);
        let igo = |a: &ActorId| found.actors.actor(*a).is_some_and(|a| a.kind == ActorKind::Igo);
        let Some(body) = named.clone().find(igo) else { continue };
        let Some(span) = event.evidence.first().map(|e| e.span) else { continue };
        let words = doc.words(span).to_lowercase();
        let founding = words.split(|c: char| !c.is_alphabetic()).any(|w| FOUND.iter().any(|f| w.starts_with(f)));
        let states = |a: &ActorId| {
            found.actors.actor(*a).is_some_and(|a| matches!(a.kind, ActorKind::State | ActorKind::Government))
        };
        if !founding || named.clone().any(|a| states(&a)) {
            continue;
        }
        let members = relations.iter().filter(|r| r.kind == RelationType::MemberOf && r.to == body && states(&r.from));
        for member in members.take(12) {
            let mention = found.actors.mentions.iter().filter(|m| m.actor == member.from);
            let Some(mention) = mention.min_by_key(|m| (m.span.start.abs_diff(span.start), m.span.start)) else {
                continue;
            };
            event.participants.push(types::Participant {
                role: Role::Actor,
                actor: Some(member.from),
                evidence: Evidence::new(mention.span, "relations/founders@1"),
            });
        }
    }
}

/// Relations under construction: the same tie told twice is one, with more evidence.
#[derive(Debug, Default)]
pub struct Ties {
    list: Vec<Relation>,
}

impl Ties {
    /// Adds a tie, or its evidence to the one that is there.
    pub fn add(&mut self, kind: RelationType, from: ActorId, to: ActorId, realis: Realis, evidence: Evidence) {
        if from == to {
            return;
        }
        let both = mutual(kind);
        let same = |r: &&mut Relation| {
            r.kind == kind && ((r.from, r.to) == (from, to) || both && (r.to, r.from) == (from, to))
        };
        if let Some(known) = self.list.iter_mut().find(same) {
            if !known.evidence.iter().any(|e| e.span == evidence.span) {
                known.evidence.push(evidence);
            }
            if known.realis != Realis::Ongoing && realis == Realis::Ongoing {
                known.realis = realis;
            }
            return;
        }
        self.list.push(Relation { kind, from, to, when: None, realis, evidence: vec![evidence] });
    }

    /// True where a tie of office between the two is known.
    fn holds_office(&self, person: ActorId, of: ActorId) -> bool {
        let office = |k: RelationType| matches!(k, RelationType::Leads | RelationType::HoldsOffice);
        self.list.iter().any(|r| office(r.kind) && (r.from, r.to) == (person, of))
    }

    fn between(&self, a: ActorId, b: ActorId) -> bool {
        let quarrel = |k| k == RelationType::TensionWith;
        self.list.iter().any(|r| !quarrel(r.kind) && ((r.from, r.to) == (a, b) || (r.to, r.from) == (a, b)))
    }

    /// Those who fight each other need not be told to quarrel: a quarrel that only a charge shows goes where a fight is told.
    fn settle(&mut self) {
        let fights: Vec<(ActorId, ActorId)> =
            self.list.iter().filter(|r| r.kind == RelationType::HostileTo).map(|r| (r.from, r.to)).collect();
        self.list.retain(|r| {
            let charge = r.kind == RelationType::TensionWith && r.evidence.iter().all(|e| e.by == "relations/charge@1");
            !(charge && fights.iter().any(|&(a, b)| (r.from, r.to) == (a, b) || (r.to, r.from) == (a, b)))
        });
    }
}

/// Ties that hold both ways.
fn mutual(kind: RelationType) -> bool {
    use RelationType::*;
    matches!(kind, AlliedWith | CooperatesWith | HostileTo | TensionWith)
}

/// "the gang's leader, Luckson Elan", "President Bola Tinubu".
fn offices(found: &Found, ties: &mut Ties) {
    for office in &found.actors.offices {
        let kind = if office.leads { RelationType::Leads } else { RelationType::HoldsOffice };
        let realis = if office.former { Realis::Occurred } else { Realis::Ongoing };
        ties.add(kind, office.person, office.of, realis, Evidence::new(office.span, "relations/office@1"));
    }
}

/// Ties that show once it is known who claims what: a group that owns up to an attack on an army fights it.
pub fn after_claims(
    doc: &Doc,
    found: &Found,
    events: &[Event],
    relations: &mut Vec<Relation>,
    claims: &mut Vec<Claim>,
) {
    let before = relations.len();
    let mut ties = Ties { list: std::mem::take(relations) };
    hostility::find(doc, found, events, &mut ties);
    *relations = ties.list;
    for (i, relation) in relations.iter().enumerate().skip(before) {
        let Some(evidence) = relation.evidence.first() else { continue };
        claims.push(Claim {
            holder: Holder::Report,
            holder_text: None,
            stance: Stance::Asserts,
            certainty: Certainty::Reported,
            about: vec![About::Relation(RelationId(i as u32))],
            cue: None,
            evidence: evidence.clone(),
        });
    }
}

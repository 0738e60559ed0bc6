//! The last look before a reading leaves: no accusation passes as a fact.
//!
//! In: events and relations with their claims. Out: the same, where what stands right behind a word of accusing is
//! `possible` and accused by somebody not named, whatever the syntax made of it. "Herders, who are often accused of being
//! the group's sympathisers": should the tree lose "accused", the word is still there.

use crate::{Doc, Found};
use types::{
    About, ActorKind, By, Certainty, Claim, Event, EventId, Evidence, Holder, Realis, Relation, RelationId,
    RelationType, Role, Span, Stance,
};

/// Tokens before the statement in which a word of accusing binds it.
const NEAR: u32 = 8;

/// Beginnings of words that accuse or suspect, in English and French.
const ACCUSING: [&str; 8] = ["reproch", "accus", "alleg", "suspect", "blam", "soupçon", "présum", "presum"];

/// Turns what is only accused into what may be.
pub fn guard(doc: &Doc, found: &Found, events: &mut [Event], relations: &mut [Relation], claims: &mut Vec<Claim>) {
    let community =
        |a: types::ActorId| found.actors.list.get(a.index()).is_some_and(|a| a.kind == ActorKind::Community);
    for (i, relation) in relations.iter_mut().enumerate() {
        use RelationType::*;
        let harmful =
            matches!(relation.kind, SympathisesWith | Supports | SuppliesInformation | CooperatesWith | AlliedWith)
                || relation.kind == MemberOf && community(relation.from);
        let Some(span) = relation.evidence.first().map(|e| e.span).filter(|_| harmful) else { continue };
        if let Some(whole) = accused(doc, span) {
            soften(&mut relation.realis);
            accuse(claims, About::Relation(RelationId(i as u32)), whole);
        }
    }
    charges(found, events, claims);
    for (i, event) in events.iter_mut().enumerate() {
        let by_community = |p: &types::Participant| p.role == Role::Actor && p.actor.is_some_and(community);
        let Some(span) = event.evidence.first().map(|e| e.span) else { continue };
        if event.kind == types::EventType::Accuse || !event.participants.iter().any(by_community) {
            continue;
        }
        if let Some(whole) = accused(doc, span) {
            soften(&mut event.realis);
            accuse(claims, About::Event(EventId(i as u32)), whole);
        }
    }
}

/// What a party to the conflict says of another's ties with those who fight is a charge, whatever its verb: "The capital says its
/// neighbour is arming the rebels". So is what anybody says of a people: "Listeners write that Amhara families let them in".
pub fn ties_charged(found: &Found, events: &mut [Event], relations: &mut [Relation], claims: &mut Vec<Claim>) {
    use ActorKind::*;
    let is = |a: types::ActorId, kinds: &[ActorKind]| found.actors.actor(a).is_some_and(|x| kinds.contains(&x.kind));
    let country = |a: types::ActorId| found.actors.actor(a).and_then(|x| x.country.clone());
    for (i, relation) in relations.iter_mut().enumerate() {
        use RelationType::{AlliedWith, CooperatesWith, SuppliesInformation, Supports, SympathisesWith};
        let help =
            matches!(relation.kind, AlliedWith | CooperatesWith | Supports | SuppliesInformation | SympathisesWith);
        let from = relation.from;
        if !help || !is(relation.to, &[ArmedGroup, Militia, PrivateMilitary]) {
            continue;
        }
        let people = is(from, &[Community, Civilians]);
        let state = is(from, &[State, Government, Military]);
        let about = About::Relation(RelationId(i as u32));
        let charge = |c: &Claim| {
            if c.stance != Stance::Asserts || !c.about.contains(&about) {
                return false;
            }
            match c.holder {
                Holder::Report => false,
                Holder::Unnamed => people,
                Holder::Actor(h) if h == from || h == relation.to => false,
                Holder::Actor(h) => {
                    let party = is(h, &[State, Government, Military, ArmedGroup, Militia, Party]);
                    let kin = country(h).is_some() && country(h) == country(from);
                    people || state && party && !kin
                }
            }
        };
        let spans: Vec<Span> = relation.evidence.iter().map(|e| e.span).collect();
        let same = |a: &About| match a {
            About::Event(e) => events.get(e.index()).is_some_and(|e| {
                e.kind != types::EventType::Assault
                    && e.evidence.iter().any(|x| spans.iter().any(|s| s.overlaps(x.span)))
            }),
            a => *a == about,
        };
        let mut split: Vec<Claim> = Vec::new();
        for c in claims.iter_mut().filter(|c| charge(c)) {
            let (meant, other): (Vec<About>, Vec<About>) = c.about.iter().copied().partition(same);
            split.push(Claim {
                stance: Stance::Accuses,
                certainty: c.certainty.max(Certainty::Possible),
                about: meant,
                ..c.clone()
            });
            c.about = other;
        }
        if split.is_empty() {
            continue;
        }
        // A claim on nothing that was read is kept; one whose whole content is the charge has moved.
        claims.retain(|c| !c.about.is_empty() || !split.iter().any(|s| s.cue == c.cue && s.holder == c.holder));
        let firm = |about: &About| claims.iter().any(|c| c.stance == Stance::Asserts && c.about.contains(about));
        for a in split.iter().flat_map(|c| c.about.iter()) {
            match a {
                About::Relation(_) if !firm(a) => soften(&mut relation.realis),
                About::Event(e) if !firm(a) => {
                    if let Some(event) = events.get_mut(e.index()) {
                        soften(&mut event.realis);
                    }
                }
                _ => {}
            }
        }
        claims.extend(split);
    }
}

/// "Addis Ababa says Asmara is arming the militia": what a state or a side says its rival gives to armed men is a charge, not a
/// piece of news, whatever word brings it in.
fn charges(found: &Found, events: &mut [Event], claims: &mut [Claim]) {
    use ActorKind::*;
    use types::EventType::{Aid, Cooperate, Mobilize, Support};
    let kind = |a: types::ActorId| found.actors.list.get(a.index()).map(|a| a.kind);
    let side = |k: Option<ActorKind>| matches!(k, Some(State | Government | Military | ArmedGroup | Militia | Party));
    for (i, event) in events.iter_mut().enumerate() {
        let about = About::Event(EventId(i as u32));
        if !matches!(event.kind, Aid | Cooperate | Mobilize | Support) {
            continue;
        }
        let armed = event.participants.iter().any(|p| {
            p.role != Role::Actor
                && p.actor.is_some_and(|a| matches!(kind(a), Some(ArmedGroup | Militia | PrivateMilitary)))
        });
        let asserted = claims
            .iter()
            .any(|c| c.holder == Holder::Report && c.stance == Stance::Asserts && c.about.contains(&about));
        if !armed || asserted {
            continue;
        }
        let mut charged = false;
        for claim in claims.iter_mut().filter(|c| c.stance == Stance::Asserts && c.about.contains(&about)) {
            let Holder::Actor(holder) = claim.holder else { continue };
            let own = event.participants.iter().any(|p| p.role == Role::Actor && p.actor == Some(holder));
            let doer = event.participants.iter().any(|p| p.role == Role::Actor);
            if side(kind(holder)) && doer && !own && claim.about.len() == 1 {
                claim.stance = Stance::Accuses;
                charged = true;
            }
        }
        if charged {
            soften(&mut event.realis);
        }
    }
}

/// Takes what is only charged out of the report's own voice.
pub(super) fn unsay(claims: &mut Vec<Claim>, about: About) {
    claims.retain_mut(|c| {
        if c.holder != Holder::Report || c.stance != Stance::Asserts || !c.about.contains(&about) {
            return true;
        }
        c.about.retain(|a| *a != about);
        !c.about.is_empty()
    });
}

fn soften(realis: &mut Realis) {
    if matches!(realis, Realis::Occurred | Realis::Ongoing) {
        *realis = Realis::Possible;
    }
}

/// The statement with the word of accusing before it, where there is one in the same sentence.
fn accused(doc: &Doc, span: Span) -> Option<Span> {
    let tokens = &doc.tagged.tokens;
    let first = doc.tagged.token_at(span.start) as u32;
    if first as usize >= tokens.len() {
        return None;
    }
    let from = doc.tagged.sentences.get(doc.tagged.sentence_of(first))?.start.max(first.saturating_sub(NEAR));
    let word = (from..first).rev().find(|&i| {
        let form = doc.word(i).to_lowercase();
        ACCUSING.iter().any(|stem| form.starts_with(stem))
    })?;
    Some(tokens[word as usize].span.cover(span))
}

/// Puts an accusation where the report's own voice asserted, unless somebody accuses or denies already.
fn accuse(claims: &mut Vec<Claim>, about: About, span: Span) {
    let known =
        |c: &Claim| c.about.contains(&about) && matches!(c.stance, Stance::Accuses | Stance::Suspects | Stance::Denies);
    if claims.iter().any(known) {
        return;
    }
    unsay(claims, about);
    claims.push(Claim {
        holder: Holder::Unnamed,
        holder_text: None,
        stance: Stance::Accuses,
        certainty: Certainty::Possible,
        about: vec![about],
        cue: None,
        evidence: Evidence::new(span, By::Borrowed("claims/guard@1")),
    });
}

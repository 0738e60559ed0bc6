//! Who is named: one actor per identity.
//!
//! In: the tagged report and what the registry of `lexicon/actors` knows. Out: [`Actors`], the list with every name, kind
//! and country, and the places where each is named or meant. Not done here: what they did ([`crate::events`]), what ties
//! them ([`crate::relations`]).
//!
//! "JNIM (Jama'at Nasr al-Islam wal Muslimin), … the group": one actor, two names, three mentions.

#[cfg(test)]
mod case_tests;
mod chain;
pub(crate) mod fold;
pub mod import;
mod lexicon;
mod links;
mod scan;
mod words;

pub use lexicon::{Entry, Lexicon};

use crate::{Doc, Found};
use std::collections::BTreeMap;
use types::{Actor, ActorId, Span};

/// One place where an actor is named or meant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mention {
    /// Who.
    pub actor: ActorId,
    /// The words.
    pub span: Span,
    /// First token.
    pub start: u32,
    /// One past the last token.
    pub end: u32,
    /// The token that carries the syntax: "rebels" in "the northern rebels of the coalition".
    pub head: u32,
}

/// A person in an office or at the head of something, as a title tells it: "the gang's leader, Luckson Elan".
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Office {
    /// Who.
    pub person: ActorId,
    /// Of what.
    pub of: ActorId,
    /// True where the title is that of a leader, false for other offices.
    pub leads: bool,
    /// True for a former holder.
    pub former: bool,
    /// The words, from owner to name.
    pub span: Span,
}

/// The actors of a report.
#[derive(Clone, Debug, Default)]
pub struct Actors {
    /// One per identity.
    pub list: Vec<Actor>,
    /// Where they are named, in text order, the longer phrase before those inside it; also pronouns and short forms that
    /// were resolved.
    pub mentions: Vec<Mention>,
    /// The state the report is about, where it is in the list.
    pub home: Option<ActorId>,
    /// Groups known as branches of another: "an al-Qaeda affiliate"; the branch, the whole, the words.
    pub branches: Vec<(ActorId, ActorId, Span)>,
    /// Who holds which office, as titles tell it.
    pub offices: Vec<Office>,
    /// For each token: one more than the index of the mention whose head it is.
    heads: Vec<u32>,
    /// For each token: one more than the index of the shortest mention that covers it.
    covers: Vec<u32>,
}

impl Actors {
    /// Actors of a text of `tokens` tokens; `mentions` in text order.
    pub fn new(list: Vec<Actor>, mentions: Vec<Mention>, tokens: usize, home: Option<ActorId>) -> Actors {
        let (heads, covers) = (vec![0; tokens], vec![0; tokens]);
        let mut actors = Actors { list, mentions, home, branches: Vec::new(), offices: Vec::new(), heads, covers };
        for (i, m) in actors.mentions.iter().enumerate() {
            if let Some(head) = actors.heads.get_mut(m.head as usize) {
                if *head == 0 {
                    *head = i as u32 + 1;
                }
            }
            for t in m.start..m.end {
                let Some(cover) = actors.covers.get_mut(t as usize) else { continue };
                let shorter = match *cover {
                    0 => true,
                    c => {
                        let other = &actors.mentions[c as usize - 1];
                        m.end - m.start <= other.end - other.start
                    }
                };
                if shorter {
                    *cover = i as u32 + 1;
                }
            }
        }
        actors
    }

    /// The mention whose syntactic head is token `head`. Constant time.
    pub fn at_head(&self, head: u32) -> Option<&Mention> {
        self.at(self.heads.get(head as usize))
    }

    /// The shortest mention that covers token `token`. Constant time.
    pub fn at_token(&self, token: u32) -> Option<&Mention> {
        self.at(self.covers.get(token as usize))
    }

    /// The mentions that begin in the token range, in text order.
    pub fn within(&self, start: u32, end: u32) -> &[Mention] {
        let from = self.mentions.partition_point(|m| m.start < start);
        let to = self.mentions.partition_point(|m| m.start < end);
        self.mentions.get(from..to).unwrap_or(&[])
    }

    /// The actor of an id.
    pub fn actor(&self, id: ActorId) -> Option<&Actor> {
        self.list.get(id.index())
    }

    fn at(&self, slot: Option<&u32>) -> Option<&Mention> {
        slot.and_then(|&i| self.mentions.get((i as usize).checked_sub(1)?))
    }
}

/// Finds who is named, and joins the names of one identity.
pub fn find_actors(doc: &Doc, found: &Found) -> Actors {
    let lexicon = &doc.knowledge.actors;
    let pieces = fold::Pieces::of(doc.text, doc.tagged);
    let mut scan = scan::Scan::new(doc.text, doc.tagged, &pieces, lexicon);
    let places = found.places.iter().flat_map(|p| &p.mentions);
    scan.placed =
        places.flat_map(|m| doc.tagged.token_at(m.span.start) as u32..doc.tagged.token_at(m.span.end) as u32).collect();
    let sightings = scan.sightings();
    let votes = votes(doc, found, lexicon, &sightings);
    let home = votes.iter().max_by_key(|&(&state, &n)| (n, u32::MAX - state)).map(|(&state, _)| state);
    scan.year = doc.report.published.or(found.dated.published).map(|d| d.year());
    scan.states = votes.keys().copied().collect();
    scan.settle(home, &|state| votes.get(&state).copied().unwrap_or(0));
    let linked = links::link(&scan, scan.candidates());
    chain::Chain::new(&scan, home).resolve(&linked)
}

/// How much each state is in play: named, by name, people, capital or place; what comes first counts more. The state with
/// most votes is the one the report is about.
fn votes(doc: &Doc, found: &Found, lexicon: &Lexicon, sightings: &[(u32, u32, u32)]) -> BTreeMap<u32, u32> {
    let mut votes: BTreeMap<u32, u32> = BTreeMap::new();
    let early = (doc.tagged.tokens.len() / 4) as u32;
    for &(state, token, weight) in sightings {
        *votes.entry(state).or_default() += weight + u32::from(token <= early);
    }
    for place in &found.places {
        let Some((state, _)) = place.country.as_deref().and_then(|iso| lexicon.entry(iso)) else { continue };
        let dateline = doc.report.dateline_place.as_deref().is_some_and(|d| place.names.iter().any(|n| n == d));
        *votes.entry(state).or_default() += place.mentions.len().min(4) as u32 * 2 + 3 * u32::from(dateline);
    }
    votes
}

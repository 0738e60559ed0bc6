//! Who holds the ground: one says it was taken or lost, another that it is still held or the attack beaten back.
//!
//! "The rebels say they **captured** the airport; the army says it **repelled** them." → outcome. "Il aurait **perdu le
//! contrôle** de la localité, d'après des sources locales ; le mouvement affirme la **tenir toujours**." Compared are what
//! two holders say within a few sentences; a place that only one of them names is the place of both, two different places are
//! none. The words stand in `lexicon/claims/ground.tsv`.

use super::Case;
use crate::lexicon::Table;
use types::{About, ActorId, Disagreement, DisagreementKind, Evidence, Holder, PlaceId, Span, Stance};

const BY: &str = "disagreements/ground@1";

const TABLE: &str = include_str!("../../../../lexicon/claims/ground.tsv");

/// The words that say who holds the ground, each between spaces.
#[derive(Clone, Debug, Default)]
pub struct GroundWords {
    taken: Vec<String>,
    lost: Vec<String>,
    kept: Vec<String>,
}

impl GroundWords {
    /// The table compiled into the program. A faulty row is left out; the test of this module names it.
    pub fn embedded() -> GroundWords {
        let mut words = GroundWords::default();
        let _ = words.load();
        words
    }

    fn load(&mut self) -> Result<(), String> {
        for (line, row) in &Table::parse("lexicon/claims/ground.tsv", TABLE)?.rows {
            let list = match row.first().copied() {
                Some("taken") => &mut self.taken,
                Some("lost") => &mut self.lost,
                Some("kept") => &mut self.kept,
                other => {
                    return Err(format!(
                        "lexicon/claims/ground.tsv:{line}: expected taken, lost or kept, but found {other:?}"
                    ));
                }
            };
            list.extend(row.get(2).into_iter().flat_map(|w| w.split(',')).map(|w| format!(" {} ", w.trim())));
        }
        Ok(())
    }
}

/// How many sentences apart two statements may stand.
const APART: usize = 3;

/// What a statement says of the ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ground {
    /// Taken, entered.
    Taken,
    /// Given up, fallen.
    Lost,
    /// Held, defended, beaten back.
    Kept,
}

struct Statement {
    claim: Option<usize>,
    holder: Holder,
    span: Span,
    sentence: usize,
    ground: Ground,
    about: Vec<About>,
}

pub(super) fn find(case: &Case, list: &mut Vec<Disagreement>) {
    let mut statements: Vec<Statement> = (0..case.claims.len()).filter_map(|c| statement(case, c)).collect();
    statements.sort_by_key(|s| (s.span.start, s.claim));
    for (j, second) in statements.iter().enumerate() {
        let first = statements[..j].iter().rev().take(12).find(|first| {
            let (a, b) = (first.ground, second.ground);
            let opposed =
                (a == Ground::Kept) != (b == Ground::Kept) || a == Ground::Kept && rivals(case, first, second);
            opposed
                && second.sentence - first.sentence <= APART
                && !first.span.overlaps(second.span)
                && (first.holder != second.holder
                    || first.holder == Holder::Unnamed
                    || a == Ground::Lost
                    || b == Ground::Lost)
                && (first.holder != Holder::Report || second.holder != Holder::Report)
                && same_ground(case, first, second)
        });
        let Some(first) = first else { continue };
        let seen = list.iter().filter(|d| d.kind != DisagreementKind::Toll).any(|d| {
            d.evidence.iter().any(|e| e.span.overlaps(first.span))
                && d.evidence.iter().any(|e| e.span.overlaps(second.span))
        });
        if seen {
            continue;
        }
        let who = |s: &Statement| s.claim.map_or("the report".to_string(), |c| case.who(c));
        let mut about = first.about.clone();
        about.extend(second.about.iter().copied().filter(|a| !first.about.contains(a)));
        list.push(Disagreement {
            kind: DisagreementKind::Outcome,
            about,
            evidence: vec![Evidence::new(first.span, BY), Evidence::new(second.span, BY)],
            note: format!(
                "{} says: \"{}\"; {} says: \"{}\". Both cannot hold the ground.",
                who(first),
                case.words(first.span),
                who(second),
                case.words(second.span)
            ),
        });
    }
}

/// What claim `c` says of the ground, if it says anything of it.
fn statement(case: &Case, c: usize) -> Option<Statement> {
    let claim = &case.claims[c];
    if !matches!(claim.stance, Stance::Asserts | Stance::Denies | Stance::ClaimsResponsibility) {
        return None;
    }
    let span = claim.evidence.span;
    let words = format!(" {} ", normal(case.doc.words(span)));
    let has = |list: &[String]| list.iter().any(|w| words.contains(w.as_str()));
    let tables = &case.doc.knowledge.ground;
    let mut ground = match (has(&tables.lost), has(&tables.taken), has(&tables.kept)) {
        (true, _, false) => Ground::Lost,
        (false, true, false) => Ground::Taken,
        (false, false, true) => Ground::Kept,
        _ => return None,
    };
    let no = words.split(' ').any(|w| matches!(w, "not" | "never" | "n't" | "pas" | "jamais" | "cannot"));
    if (claim.stance == Stance::Denies) != no {
        ground = if ground == Ground::Kept { Ground::Lost } else { Ground::Kept };
    }
    let sentence = case.doc.tagged.sentence_of(case.doc.tagged.token_at(span.start) as u32);
    Some(Statement { claim: Some(c), holder: claim.holder, span, sentence, ground, about: claim.about.clone() })
}

/// Lower case, words apart by one space.
fn normal(text: &str) -> String {
    let text = text.to_lowercase().replace('’', "'");
    let clean: String =
        text.chars().map(|c| if c.is_alphanumeric() || c == '\'' || c == '-' { c } else { ' ' }).collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Who speaks for a state: of these, all of one country are one side.
fn stands_for(case: &Case, h: Holder) -> Option<String> {
    use types::ActorKind::*;
    let Holder::Actor(ActorId(i)) = h else { return None };
    let actor = case.found.actors.list.get(i as usize)?;
    matches!(actor.kind, State | Government | Military | Police | Person).then(|| actor.country.clone()).flatten()
}

/// Two armed or state bodies that are not one side: each says that it holds the place.
fn rivals(case: &Case, a: &Statement, b: &Statement) -> bool {
    use types::ActorKind::*;
    let fights = |s: &Statement| match s.holder {
        Holder::Actor(ActorId(i)) => case.found.actors.list.get(i as usize).is_some_and(|x| {
            matches!(x.kind, State | Government | Military | Police | ArmedGroup | Militia | PrivateMilitary | Person)
        }),
        _ => false,
    };
    let armed = |s: &Statement| match s.holder {
        Holder::Actor(ActorId(i)) => {
            case.found.actors.list.get(i as usize).is_some_and(|x| matches!(x.kind, ArmedGroup | Militia))
        }
        _ => false,
    };
    a.holder != b.holder && fights(a) && fights(b) && (armed(a) || armed(b))
}

/// True unless both statements name places, and none in common, or one side speaks of its own gains twice.
fn same_ground(case: &Case, a: &Statement, b: &Statement) -> bool {
    let places = |s: &Statement| -> Vec<PlaceId> {
        let named = case.found.places.iter().enumerate();
        let here = named.filter(|(_, p)| p.mentions.iter().any(|m| s.span.overlaps(m.span)));
        here.filter(|(_, p)| !matches!(p.precision, types::Precision::Country | types::Precision::Region))
            .map(|(i, _)| PlaceId(i as u32))
            .collect()
    };
    let (x, y) = (places(a), places(b));
    let one_place = x.is_empty() || y.is_empty() || x.iter().any(|p| y.contains(p));
    let one_side = a.holder == b.holder && a.holder != Holder::Unnamed
        || stands_for(case, a.holder).is_some() && stands_for(case, a.holder) == stands_for(case, b.holder);
    let lost = a.ground == Ground::Lost || b.ground == Ground::Lost;
    one_place && (!one_side || lost)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_parses() {
        let mut words = GroundWords::default();
        words.load().unwrap();
        assert!(words.taken.contains(&" captured ".to_string()) && words.kept.contains(&" repoussé ".to_string()));
    }
}

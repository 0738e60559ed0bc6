//! Whose loss a toll is.
//!
//! In: tolls and the actors of the report. Out: the toll's `side`, where the words that are counted name or mean an actor that
//! fights or governs. "Twelve Malian soldiers were killed" → Mali's army; "three insurgents were detained" → that group.
//! Civilians are of no side, and of things nothing is said.

use crate::actors::Actors;
use types::{ActorKind, Measure, Tagged, Toll};

/// Fills the side of every toll whose words tell it.
pub fn give_sides(tagged: &Tagged, counts: &mut [Toll], actors: &Actors) {
    for toll in counts {
        use Measure::*;
        if matches!(toll.measure, Destroyed | Damaged | Closed | Seized | Affected) {
            continue;
        }
        let span = toll.evidence.span;
        let (first, last) = (tagged.token_at(span.start) as u32, tagged.token_at(span.end.saturating_sub(1)) as u32);
        // the noun comes last in "12 Malian soldiers", first in "12 soldats maliens"
        let fighting = |k: ActorKind| {
            use ActorKind::*;
            matches!(k, State | Government | Military | Police | ArmedGroup | Militia | PrivateMilitary | Igo)
        };
        toll.side = (first..=last.min(first + 24))
            .rev()
            .filter_map(|t| actors.at_head(t))
            .find(|m| actors.actor(m.actor).is_some_and(|a| fighting(a.kind)))
            .map(|m| m.actor);
    }
}

//! Who an actor is across reports.
//!
//! In: an actor of one reading. Out: the id of its identity, from that reading alone: its key in the registry; the country
//! of a state, army or police; a full name. Never one loose alias: "the army" without a country, "the group", "Diarra" and
//! words that name nobody get no identity, and a short acronym ("FDS") counts with its country only.

use crate::fold;
use crate::words::is_generic;
use types::ActorKind;
use types::contract::{Actor, Reading};

/// The id of actor `n` of a reading, the same in every report that means it; none where the words name nobody.
pub fn identity(r: &Reading, n: usize) -> Option<String> {
    let key = key(r.actors.get(n)?)?;
    Some(format!("x{:010x}", fold::hash(&key) & 0xff_ffff_ffff))
}

fn key(a: &Actor) -> Option<String> {
    use ActorKind::*;
    if let Some(registry) = &a.registry {
        return Some(format!("#{registry}"));
    }
    let name = fold::name(&a.name);
    let country = a.country.as_deref();
    let generic = is_generic(&name);
    match a.kind {
        Civilians | Unnamed => None,
        State | Government if generic || a.kind == State => country.map(|c| format!("state {c}")),
        Military if generic => country.map(|c| format!("military {c}")),
        _ if generic => country.map(|c| format!("{} {c} {name}", a.kind)).filter(|_| a.kind == Police),
        Person => (name.contains(' ')).then(|| format!("person {name}")),
        _ => {
            let class = match a.kind {
                ArmedGroup | Militia | PrivateMilitary => "armed",
                Military | Police => "force",
                State | Government => "state",
                _ => "body",
            };
            let short = !name.contains(' ') && name.chars().count() <= 5;
            match (short, country) {
                (true, Some(c)) => Some(format!("{class} {name} {c}")),
                _ => Some(format!("{class} {name}")),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use types::contract::Evidence;

    fn actor(name: &str, kind: ActorKind, country: Option<&str>) -> Option<String> {
        let mentions: Vec<Evidence> = Vec::new();
        let country = country.map(str::to_string);
        key(&Actor {
            id: "a1".into(),
            name: name.into(),
            names: vec![name.into()],
            kind,
            country,
            registry: None,
            mentions,
        })
    }

    #[test]
    fn loose_words_are_nobody() {
        assert_eq!(actor("the army", ActorKind::Military, None), None);
        assert_eq!(actor("attackers", ActorKind::ArmedGroup, Some("ML")), None);
        assert_eq!(actor("Diarra", ActorKind::Person, Some("ML")), None);
        assert_eq!(
            actor("the army", ActorKind::Military, Some("ML")),
            actor("Armed Forces", ActorKind::Military, Some("ML"))
        );
        assert_ne!(actor("FDS", ActorKind::Military, Some("BF")), actor("FDS", ActorKind::Military, Some("CI")));
        assert_eq!(
            actor("Oumar Diarra", ActorKind::Person, None),
            actor("OUMAR DIARRA", ActorKind::Person, Some("ML"))
        );
    }
}

//! Who an actor is across reports.
//!
//! In: an actor of one reading. Out: the id of its identity, from that reading alone: its key in the registry; the country
//! of a state, army or police; a full name. Never one loose alias: "the army" without a country, "the group", "Diarra" and
//! words that name nobody get no identity, and a short acronym ("FDS") counts with its country only, or where that is not
//! known with the country its report is about.
//!
//! A report that calls one actor by an acronym and by a full name ("the Patriotic Resistance Front (FRP)") teaches that the
//! one stands for the other: [`aliases`]. It holds for other reports where kind and country are the same and where no
//! report of the record says that the acronym stands for another name; who keeps the record keeps the reports that say so.

use crate::fold;
use crate::words::is_generic;
use std::collections::BTreeMap;
use types::ActorKind;
use types::contract::Reading;

/// The id of actor `n` of a reading, the same in every report that means it; none where the words name nobody.
pub fn identity(r: &Reading, n: usize) -> Option<String> {
    let a = r.actors.get(n)?;
    let about = About { kind: a.kind, country: a.country.as_deref(), scene: scene(r) };
    identity_of(&a.name, about, a.registry.as_deref())
}

/// What is known of an actor besides its name.
#[derive(Clone, Copy, Debug)]
pub struct About<'r> {
    /// Its kind.
    pub kind: ActorKind,
    /// Its own country.
    pub country: Option<&'r str>,
    /// The country its report is about: see [`scene`].
    pub scene: Option<&'r str>,
}

/// The country most places of a reading lie in.
pub fn scene(r: &Reading) -> Option<&str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    r.places.iter().filter_map(|p| p.country.as_deref()).for_each(|c| *counts.entry(c).or_default() += 1);
    counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0))).map(|(c, _)| c)
}

/// The same as [`identity`] from what decides it.
pub fn identity_of(name: &str, about: About, registry: Option<&str>) -> Option<String> {
    let key = key(name, about, registry)?;
    Some(format!("x{:010x}", fold::hash(&key) & 0xff_ffff_ffff))
}

/// What actor `n` of a reading teaches: ids that stand for its acronyms, each with the id that stands for its full name.
pub fn aliases(r: &Reading, n: usize) -> Vec<(String, String)> {
    use ActorKind::*;
    let Some(a) = r.actors.get(n) else { return Vec::new() };
    let about = About { kind: a.kind, country: a.country.as_deref(), scene: scene(r) };
    if about.country.or(about.scene).is_none() || matches!(a.kind, State | Government | Person | Civilians | Unnamed) {
        return Vec::new();
    }
    let full = |name: &&str| {
        let folded = fold::name(name);
        folded.contains(' ') && !is_generic(&folded)
    };
    let longest = || {
        let names = a.names.iter().map(String::as_str).filter(full);
        names.max_by(|x, y| x.chars().count().cmp(&y.chars().count()).then(y.cmp(x)))
    };
    let Some(name) = Some(a.name.as_str()).filter(full).or_else(longest) else { return Vec::new() };
    let Some(long) = identity_of(name, about, a.registry.as_deref()) else { return Vec::new() };
    let acronym = |name: &&String| {
        let letters = name.chars().filter(|c| c.is_uppercase()).count();
        (2..=5).contains(&name.chars().count()) && letters >= 2 && name.chars().all(char::is_alphanumeric)
    };
    let shorts = a.names.iter().chain([&a.name]).filter(acronym);
    let mut out: Vec<_> = shorts.filter_map(|s| identity_of(s, about, None)).map(|s| (s, long.clone())).collect();
    out.retain(|(short, long)| short != long);
    out.sort();
    out.dedup();
    out
}

fn key(name: &str, about: About, registry: Option<&str>) -> Option<String> {
    use ActorKind::*;
    let About { kind, country, scene } = about;
    if let Some(registry) = registry {
        return Some(format!("#{registry}"));
    }
    let name = fold::name(name);
    let generic = is_generic(&name);
    match kind {
        Civilians | Unnamed => None,
        State | Government if generic || kind == State => country.map(|c| format!("state {c}")),
        Military if generic => country.map(|c| format!("military {c}")),
        _ if generic => country.map(|c| format!("{kind} {c} {name}")).filter(|_| kind == Police),
        Person => (name.contains(' ')).then(|| format!("person {name}")),
        _ => {
            let class = match kind {
                ArmedGroup | Militia | PrivateMilitary => "armed",
                Military | Police => "force",
                State | Government => "state",
                _ => "body",
            };
            let short = !name.contains(' ') && name.chars().count() <= 5;
            match (short, country.or(scene)) {
                (true, Some(c)) => Some(format!("{class} {name} {c}")),
                (true, None) => None,
                _ => Some(format!("{class} {name}")),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(name: &str, kind: ActorKind, country: Option<&str>) -> Option<String> {
        key(name, About { kind, country, scene: None }, None)
    }

    #[test]
    fn an_acronym_counts_with_a_country_only() {
        assert_eq!(actor("FDS", ActorKind::Military, None), None);
        let there = About { kind: ActorKind::Military, country: None, scene: Some("BF") };
        assert_eq!(key("FDS", there, None), actor("FDS", ActorKind::Military, Some("BF")));
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

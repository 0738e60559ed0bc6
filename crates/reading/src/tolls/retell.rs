//! The same toll told again: which counts repeat, update or split an earlier one.
//!
//! In: tolls in text order. Out: for each, the earlier toll it belongs to. "killed several insurgents … killing the
//! insurgents": one toll; "detained a leader … two additional suspects were detained": two.

use super::phrase::Count;
use types::Measure;

/// What decides whether a toll is a new one.
#[derive(Clone, Debug)]
pub struct Told {
    /// What was done.
    pub measure: Measure,
    /// How those counted were named.
    pub count: Count,
    /// The number that stands for it: best, else low, else high.
    pub number: Option<u32>,
    /// Who.
    pub of: String,
    /// "another", "additional".
    pub more: bool,
    /// A part of the toll told just before in its sentence.
    pub part: bool,
    /// Sentence.
    pub sentence: u32,
    /// Lower case name, where it is one.
    pub name: Option<String>,
}

/// For each toll, the index of the toll it repeats, updates or is part of.
pub fn retellings(tolls: &[Told]) -> Vec<Option<u32>> {
    let mut roots: Vec<Option<u32>> = vec![None; tolls.len()];
    // the heads of their groups, by measure; a report tells few tolls, so looking back a bounded way is enough
    let mut heads: Vec<usize> = Vec::new();
    for (i, toll) in tolls.iter().enumerate() {
        let earlier = || heads.iter().rev().take(24).copied().filter(|h| tolls[*h].measure == toll.measure);
        if toll.part {
            roots[i] = earlier().next().map(|h| h as u32);
        } else if toll.count != Count::Zero {
            roots[i] = earlier().find(|h| same(&tolls[*h], toll, tolls, &roots, *h)).map(|h| h as u32);
        }
        if roots[i].is_none() {
            heads.push(i);
        }
    }
    roots
}

fn same(head: &Told, toll: &Told, tolls: &[Told], roots: &[Option<u32>], at: usize) -> bool {
    if head.count == Count::Zero {
        return false;
    }
    if let (Some(a), Some(b)) = (&head.name, &toll.name) {
        return a.contains(b.as_str()) || b.contains(a.as_str());
    }
    let kin = akin(&head.of, &toll.of);
    let same_sentence = head.sentence == toll.sentence;
    match toll.count {
        // "the two insurgents", "the leader", "him", "them"
        Count::TheOne => {
            kin && (head.number.is_none_or(|n| n == 1) || !same_sentence && toll.of == "person")
                || head.count == Count::One && toll.of == "person" && !same_sentence
        }
        Count::TheMany => kin && !same_sentence && head.number != Some(1),
        Count::Name => !same_sentence && head.number == Some(1) && head.name.is_none(),
        Count::Number | Count::One => {
            if same_sentence {
                return false;
            }
            let group = |i: usize| i == at || roots[i] == Some(at as u32);
            let told = (0..tolls.len())
                .take(roots.len())
                .any(|i| group(i) && tolls[i].number == toll.number && akin(&tolls[i].of, &toll.of) && i < roots.len());
            let vague = matches!(head.count, Count::Vague | Count::Bare)
                && head.number.is_none_or(|n| toll.number.is_some_and(|m| m <= 10 * n));
            if toll.more {
                return (told && head.more) || (vague && head.more && kin);
            }
            told && kin || vague && kin && toll.count == Count::Number
        }
        Count::Vague | Count::Bare => kin && !same_sentence && (!toll.more || head.more),
        Count::Zero => false,
    }
}

/// Words that may name the same people.
fn akin(a: &str, b: &str) -> bool {
    if a == b || a == "people" || b == "people" || a == "person" || b == "person" {
        return true;
    }
    let class = |w: &str| {
        let last = w.rsplit(' ').next().unwrap_or(w);
        match last {
            "insurgent" | "militant" | "fighter" | "terrorist" | "rebel" | "gunman" | "attacker" | "suspect"
            | "individual" | "man" | "detainee" | "assailant" | "terroriste" | "combattant" | "assaillant"
            | "jihadiste" | "extremist" | "bandit" | "operative" | "militiaman" | "aggressor" => 1,
            "leader" | "commander" | "facilitator" | "chief" | "chef" | "emir" | "kingpin" | "governor" => 2,
            "civilian" | "villager" | "resident" | "civil" | "habitant" | "villageois" | "passenger" | "farmer"
            | "worker" => 3,
            "soldier" | "troop" | "serviceman" | "militaire" | "soldat" | "officer" | "member" | "policeman"
            | "police" => 4,
            "victim" | "victime" | "body" | "corps" | "mort" => 9,
            _ => 0,
        }
    };
    let (x, y) = (class(a), class(b));
    x == y && x != 0 || x == 9 || y == 9
}

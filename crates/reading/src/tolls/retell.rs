//! The same toll told again: which counts repeat, update or split an earlier one.
//!
//! In: tolls in text order. Out: for each, the earlier toll it belongs to. "killed several insurgents … killing the
//! insurgents": one toll; "detained a leader … two additional suspects were detained": two; "detained four men … the
//! commander and three others were detained": one again.

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
    /// "two of the shooters".
    pub some: bool,
    /// A part of the toll told just before in its sentence.
    pub part: bool,
    /// Sentence.
    pub sentence: u32,
    /// Lower case name, where it is one.
    pub name: Option<String>,
    /// "shot", "in critical condition": hurt, perhaps to death.
    pub shot: bool,
}

/// Captured, arrested and held are one to a reader who counts heads.
fn kind(measure: Measure) -> Measure {
    match measure {
        Measure::Captured | Measure::Arrested => Measure::Arrested,
        m => m,
    }
}

/// The tolls of people shot whom the report tells dead as well: these are no wounded.
pub fn dead_after_all(tolls: &[Told], roots: &[Option<u32>]) -> Vec<bool> {
    let head = |i: usize| roots[i].map_or(i, |r| r as usize);
    let mut killed: Vec<(usize, u32)> = Vec::new();
    let mut hurt: Vec<(usize, u32, bool)> = Vec::new();
    for (i, toll) in tolls.iter().enumerate() {
        let n = toll.number.unwrap_or(3);
        match toll.measure {
            Measure::Killed if toll.count != Count::Zero => {
                match killed.iter_mut().rev().take(BACK).find(|k| k.0 == head(i)) {
                    Some(k) => k.1 = k.1.max(n),
                    None => killed.push((head(i), n)),
                }
            }
            Measure::Wounded if toll.count != Count::Zero => {
                match hurt.iter_mut().rev().take(BACK).find(|k| k.0 == head(i)) {
                    Some(k) => (k.1, k.2) = (k.1.max(n), k.2 && toll.shot),
                    None => hurt.push((head(i), n, toll.shot)),
                }
            }
            _ => {}
        }
    }
    let mut gone: Vec<usize> = Vec::new();
    for (group, n, _) in hurt.iter().filter(|h| h.2) {
        if let Some(k) = killed.iter().take(BACK).position(|k| k.1 == *n) {
            killed.remove(k);
            gone.push(*group);
        }
    }
    gone.sort_unstable();
    (0..tolls.len()).map(|i| tolls[i].measure == Measure::Wounded && gone.binary_search(&head(i)).is_ok()).collect()
}

/// A report tells few tolls; looking back this many groups is enough, and keeps a long list linear.
const BACK: usize = 24;

/// For each toll, the index of the toll it repeats, updates or is part of.
pub fn retellings(tolls: &[Told]) -> Vec<Option<u32>> {
    let mut roots: Vec<Option<u32>> = vec![None; tolls.len()];
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut i = 0;
    while i < tolls.len() {
        // all tolls of one measure in one sentence are weighed together
        let sentence = tolls[i].sentence;
        let end = (i..tolls.len()).find(|j| tolls[*j].sentence != sentence).unwrap_or(tolls.len());
        let mut measures: Vec<Measure> = tolls[i..end].iter().map(|t| kind(t.measure)).collect();
        measures.sort();
        measures.dedup();
        for measure in measures {
            let here: Vec<usize> =
                (i..end).filter(|j| kind(tolls[*j].measure) == measure && tolls[*j].count != Count::Zero).collect();
            place(tolls, &here, &mut groups, &mut roots);
        }
        i = end;
    }
    roots
}

fn place(tolls: &[Told], here: &[usize], groups: &mut Vec<Vec<usize>>, roots: &mut [Option<u32>]) {
    let first = groups.len().saturating_sub(BACK);
    let earlier: Vec<usize> = (first..groups.len())
        .filter(|g| kind(tolls[groups[*g][0]].measure) == kind(tolls[here.first().copied().unwrap_or(0)].measure))
        .collect();
    let mut chosen: Vec<Option<usize>> = vec![None; here.len()];
    for (k, &i) in here.iter().enumerate() {
        chosen[k] =
            earlier.iter().rev().copied().find(|g| groups[*g].iter().take(BACK).any(|m| same(&tolls[*m], &tolls[i])));
    }
    // "several insurgents, including the commander": the whole goes where its known part belongs
    for k in 0..here.len() {
        if tolls[here[k]].part {
            let whole = (0..k).rev().find(|j| !tolls[here[*j]].part);
            if let Some(w) = whole {
                let definite = matches!(tolls[here[k]].count, Count::TheOne | Count::Name);
                if chosen[w].is_none() && definite && chosen[k].is_some() {
                    chosen[w] = chosen[k];
                }
            }
        }
    }
    let whole: Vec<usize> = (0..here.len()).filter(|k| !tolls[here[*k]].part).collect();
    let value = |i: usize| tolls[i].number.unwrap_or(3);
    let sum: u32 = whole.iter().fold(0, |s, k| s.saturating_add(value(here[*k])));
    // "the commander and three others": together they are the four told before
    let again = earlier.iter().rev().copied().find(|g| {
        let head = &tolls[groups[*g][0]];
        whole.len() > 1
            && head.number == Some(sum)
            && whole.iter().any(|k| matches!(tolls[here[*k]].count, Count::TheOne | Count::TheMany | Count::Name))
    });
    if let Some(g) = again {
        for k in &whole {
            chosen[*k] = Some(g);
        }
    }
    // "the commander and two of his associates" after "a commander": the two stand beside him
    let mut own: Option<usize> = None;
    for (k, &i) in here.iter().enumerate() {
        if let (true, Some(w)) =
            (tolls[i].part, own.or_else(|| (0..k).rev().find(|j| !tolls[here[*j]].part).and_then(|j| chosen[j])))
        {
            chosen[k] = Some(w);
        }
        match chosen[k] {
            Some(g) => {
                roots[i] = Some(groups[g][0] as u32);
                groups[g].push(i);
                if !tolls[i].part {
                    own = Some(g);
                }
            }
            None => {
                groups.push(vec![i]);
                own = Some(groups.len() - 1);
            }
        }
    }
}

/// True where `toll` may name those that `earlier` counted.
fn same(earlier: &Told, toll: &Told) -> bool {
    if let (Some(a), Some(b)) = (&earlier.name, &toll.name) {
        return a.contains(b.as_str()) || b.contains(a.as_str());
    }
    let kin = akin(&earlier.of, &toll.of);
    let same_sentence = earlier.sentence == toll.sentence;
    let pronoun = toll.of == "person";
    if toll.some && kin && toll.number.is_none_or(|n| earlier.number.is_none_or(|m| n <= m)) && !same_sentence {
        return true;
    }
    // "four men were wounded … a 29-year-old man was shot": one of the four
    if toll.number == Some(1)
        && !toll.more
        && !same_sentence
        && kin
        && earlier.number.is_some_and(|n| n > 1)
        && !earlier.part
        && toll.measure == earlier.measure
    {
        return true;
    }
    match toll.count {
        // "the leader", "him"
        Count::TheOne => {
            let one = earlier.number == Some(1) || earlier.number.is_none() && !same_sentence;
            one && (kin || role(&earlier.of) != 0 && role(&toll.of) != 0 && role(&toll.of) < 3 && role(&earlier.of) < 3)
                && (pronoun || !same_sentence)
        }
        // "the two insurgents", "both men", "them"
        Count::TheMany => kin && !same_sentence && (toll.number.is_some() || earlier.number != Some(1)),
        Count::Name => !same_sentence && earlier.number == Some(1) && earlier.name.is_none(),
        Count::Number | Count::One => {
            if same_sentence {
                return false;
            }
            let told = earlier.number == toll.number;
            let vague = matches!(earlier.count, Count::Vague | Count::Bare)
                && earlier.number.is_none_or(|n| toll.number.is_some_and(|m| m <= n.saturating_mul(10)));
            if toll.more {
                return kin && earlier.more && (told || vague);
            }
            kin && (told && !earlier.part || vague && toll.count == Count::Number)
        }
        Count::Vague | Count::Bare => kin && !same_sentence && (!toll.more || earlier.more),
        Count::Zero => false,
    }
}

/// Words that may name the same people.
fn akin(a: &str, b: &str) -> bool {
    if a == b || matches!(a, "people" | "person") || matches!(b, "people" | "person") {
        return true;
    }
    let (x, y) = (role(a), role(b));
    x == y && x != 0 || x == 9 || y == 9
}

/// The part a word gives to people: 1 fighters and suspects, 2 their leaders, 3 civilians, 4 soldiers, 9 the dead.
fn role(of: &str) -> u8 {
    match of.rsplit(' ').next().unwrap_or(of) {
        "insurgent" | "militant" | "fighter" | "terrorist" | "rebel" | "gunman" | "attacker" | "suspect"
        | "individual" | "man" | "detainee" | "assailant" | "terroriste" | "combattant" | "assaillant"
        | "jihadiste" | "djihadiste" | "extremist" | "bandit" | "operative" | "militiaman" | "aggressor"
        | "associate" | "shooter" | "homme" | "jihadist" | "male" | "criminal" | "occupant" => 1,
        "leader" | "commander" | "facilitator" | "chief" | "chef" | "emir" | "kingpin" | "governor"
        | "subcommander" | "commandant" | "expert" => 2,
        "civilian" | "villager" | "resident" | "civil" | "habitant" | "villageois" | "passenger" | "farmer"
        | "worker" | "woman" | "child" => 3,
        "soldier" | "troop" | "serviceman" | "militaire" | "soldat" | "officer" | "member" | "policeman" | "police" => {
            4
        }
        "victim" | "victime" | "body" | "corps" | "mort" => 9,
        _ => 0,
    }
}

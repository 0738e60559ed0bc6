//! Phrases that the text itself says are one: "Malian Armed Forces (FAMa)", "the regional bloc, ECOWAS", "rebel group
//! M23", and later short forms: a surname, an acronym that was explained.
//!
//! Candidates in, candidates out: more of them, some tied to another by [`Linked::same`].

use super::fold::Pieces;
use super::lexicon::Class;
use super::scan::{Candidate, Definite, Scan, What};
use super::words;
use std::collections::HashMap;
use types::ActorKind;

/// A candidate and the earlier or later one it is said to be.
#[derive(Clone, Debug)]
pub struct Linked {
    /// The phrase.
    pub candidate: Candidate,
    /// Index, in the same list, of the phrase that names the same.
    pub same: Option<usize>,
}

/// Ties candidates that the text says are one, and adds short forms.
pub fn link(scan: &Scan, candidates: Vec<Candidate>) -> Vec<Linked> {
    let mut all: Vec<Linked> = candidates.into_iter().map(|candidate| Linked { candidate, same: None }).collect();
    let mut aliases: HashMap<String, usize> = HashMap::new();
    brackets(scan, &mut all, &mut aliases);
    appositions(scan, &mut all);
    short_forms(scan, &mut all, &aliases);
    pronouns(scan, &mut all);
    bands(scan, &mut all);
    let mut all = sorted(all);
    belonging(scan, &mut all);
    all
}

/// "la force Radaa", "le gang Kraze Baryè", "the Kraze Barye gang": a common noun for a band tells what the name beside it
/// is, whatever the tagger took it for, here and wherever the name comes again.
fn bands(scan: &Scan, all: &mut Vec<Linked>) {
    let french = scan.tagged.lang == types::Lang::Fr;
    let mut taken = vec![None; scan.tagged.tokens.len() + 1];
    for (i, l) in all.iter().enumerate() {
        for t in l.candidate.tokens.0..l.candidate.tokens.1 {
            taken[t as usize].get_or_insert(i);
        }
    }
    let named = |t: u32| {
        (t as usize) < scan.tagged.tokens.len()
            && scan.pieces.capital(t)
            && !words::FUNCTION.contains(scan.word(t))
            && scan.raw(t).chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’'))
    };
    let mut known: HashMap<String, ActorKind> = HashMap::new();
    let mut fresh: Vec<((u32, u32), ActorKind)> = Vec::new();
    for i in 0..all.len() {
        let c = &all[i].candidate;
        let What::Noun(noun) = c.what else { continue };
        let noun = &scan.lexicon.nouns[noun as usize];
        let band = matches!(
            scan.word(c.head),
            "gang" | "cartel" | "milice" | "militia" | "force" | "faction" | "groupe" | "katiba"
        ) || matches!(noun.class, Class::Militia);
        if c.plural || !band || c.named.is_some() || all.iter().any(|l| l.same == Some(i)) {
            continue;
        }
        let (from, to) = if french {
            let from = c.tokens.1;
            (from, (from..from + 4).find(|&t| !named(t)).unwrap_or(from + 4))
        } else {
            let to = c.tokens.0.max(c.head.saturating_sub(3));
            let to = if (to..c.head).any(named) { c.head } else { to };
            let mut from = to;
            while from > 0 && to - from < 4 && named(from - 1) {
                from -= 1;
            }
            (from, to)
        };
        if from >= to || scan.tagged.sentence_of(from) != scan.tagged.sentence_of(to - 1) {
            continue;
        }
        // A name of a state, a people or a known group beside the noun is another matter.
        // A gang may be named after its quarter; a force in a town is only a force there.
        let quarter = matches!(scan.word(c.head), "gang" | "cartel");
        let free = (from..to).all(|t| quarter || !scan.placed.contains(&t))
            && (from..to).all(|t| {
                taken[t as usize].is_none_or(|k| {
                    k == i
                        || matches!(
                            all[k].candidate.what,
                            What::Person { title: None, .. } | What::Named(ActorKind::Ngo)
                        )
                })
            });
        let state = c.state.is_some() || c.people.is_some();
        if free && !state && scan.tagged.sentence_of(from) == scan.tagged.sentence_of(c.head) {
            let kind = noun.kind;
            fresh.push(((from, to), kind));
            known.insert((from..to).map(|t| scan.word(t)).collect::<Vec<_>>().join(" "), kind);
        }
    }
    if known.is_empty() {
        return;
    }
    for l in all.iter_mut() {
        let c = &mut l.candidate;
        let words = (c.tokens.0..c.tokens.1).map(|t| scan.word(t)).collect::<Vec<_>>().join(" ");
        let loose = matches!(c.what, What::Person { title: None, .. } | What::Named(_));
        if let Some(kind) = known.get(&words).filter(|_| loose) {
            c.what = What::Named(*kind);
        }
    }
    for (tokens, kind) in fresh {
        if !all.iter().any(|l| l.candidate.tokens == tokens) {
            push(all, tokens, What::Named(kind));
        }
    }
}

/// "troops of the Joint Task Force", "members of the Gran Grif gang": what follows names those before.
fn belonging(scan: &Scan, all: &mut [Linked]) {
    for i in 0..all.len() {
        let c = &all[i].candidate;
        let What::Noun(noun) = c.what else { continue };
        let class = scan.lexicon.nouns[noun as usize].class;
        let loose = class.armed()
            || matches!(
                class,
                Class::Member | Class::Army | Class::Group | Class::Police | Class::Force | Class::Militia
            );
        let stop = c.tokens.1;
        if !loose || c.named.is_some() {
            continue;
        }
        // "des combattants wazalendo", "la force Radaa": in French the name stands right behind.
        let beside = scan.tagged.lang == types::Lang::Fr;
        let beside = all[i + 1..].iter().take(2).position(|n| beside && n.candidate.tokens.0 == stop);
        if let Some(n) = beside.map(|n| i + 1 + n) {
            let group = matches!(kind_of(scan, &all[n].candidate), ActorKind::ArmedGroup | ActorKind::Militia);
            if group && matches!(all[n].candidate.what, What::Entry(_) | What::Named(_)) {
                all[i].candidate.named = Some(n);
                continue;
            }
        }
        if !matches!(scan.word(stop), "of" | "from" | "de" | "du" | "des" | "d") {
            continue;
        }
        let after = all[i + 1..].iter().take(3).position(|n| {
            let t = n.candidate.tokens.0;
            t > stop
                && (stop + 1..t).all(|k| {
                    let word = scan.word(k);
                    words::DEFINITE.contains(word)
                        || words::number(word)
                        || matches!(word, "a" | "an" | "un" | "une")
                        || word.is_empty()
                })
        });
        let Some(n) = after.map(|n| i + 1 + n) else { continue };
        let armed = match all[n].candidate.what {
            What::Entry(_) | What::Named(_) => {
                let kind = kind_of(scan, &all[n].candidate);
                !matches!(kind, ActorKind::Community | ActorKind::Media | ActorKind::Person | ActorKind::Ngo)
            }
            What::Noun(m) => {
                let class = scan.lexicon.nouns[m as usize].class;
                class.armed() || matches!(class, Class::Army | Class::Group | Class::Force) || class == Class::Member
            }
            _ => false,
        };
        if armed {
            all[i].candidate.named = Some(n);
        }
    }
}

/// Personal pronouns, to be resolved where it is safe.
fn pronouns(scan: &Scan, all: &mut Vec<Linked>) {
    let french = scan.tagged.lang == types::Lang::Fr;
    let mut covered = vec![false; scan.tagged.tokens.len()];
    for l in all.iter() {
        covered[l.candidate.tokens.0 as usize..l.candidate.tokens.1 as usize].fill(true);
    }
    for t in 0..scan.tagged.tokens.len() as u32 {
        if covered[t as usize] {
            continue;
        }
        let pronoun = match (scan.word(t), french) {
            ("he" | "him", false) | ("lui", true) => super::scan::Pronoun::He,
            ("she", false) => super::scan::Pronoun::He,
            ("they" | "them", false) | ("ils" | "elles" | "eux", true) => super::scan::Pronoun::They,
            ("it", false) => super::scan::Pronoun::It,
            ("il" | "elle", true) => super::scan::Pronoun::Il,
            ("latter", false) => super::scan::Pronoun::Latter,
            ("dernier" | "derniere" | "derniers", true)
                if t > 0 && matches!(scan.word(t - 1), "ce" | "cette" | "ces") =>
            {
                super::scan::Pronoun::Latter
            }
            _ => continue,
        };
        push(all, (t, t + 1), What::Pronoun(pronoun));
    }
}

/// Sorts by first token, the longer phrase first, and renumbers the ties.
fn sorted(all: Vec<Linked>) -> Vec<Linked> {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|&i| (all[i].candidate.tokens.0, u32::MAX - all[i].candidate.tokens.1, i));
    let mut place = vec![0; all.len()];
    for (new, &old) in order.iter().enumerate() {
        place[old] = new;
    }
    let mut slots: Vec<Option<Linked>> = all.into_iter().map(Some).collect();
    order
        .iter()
        .filter_map(|&i| slots[i].take())
        .map(|mut l| {
            l.same = l.same.map(|s| place[s]);
            l.candidate.named = l.candidate.named.map(|n| place[n]);
            l
        })
        .collect()
}

/// "X (Y)": an acronym and its expansion, in either order.
fn brackets(scan: &Scan, all: &mut Vec<Linked>, aliases: &mut HashMap<String, usize>) {
    let mut ends: HashMap<u32, usize> = HashMap::new();
    let mut starts: HashMap<u32, usize> = HashMap::new();
    for (i, l) in all.iter().enumerate() {
        ends.insert(l.candidate.tokens.1, i);
        starts.entry(l.candidate.tokens.0).or_insert(i);
    }
    let count = scan.tagged.tokens.len() as u32;
    for open in 1..count {
        if scan.raw(open) != "(" {
            continue;
        }
        let mut close = open + 1;
        while close < count && close < open + 16 && scan.raw(close) != ")" {
            close += 1;
        }
        if close >= count || scan.raw(close) != ")" || close == open + 1 {
            continue;
        }
        let inner = starts.get(&(open + 1)).copied().filter(|&i| all[i].candidate.tokens.1 == close);
        let left = ends.get(&open).copied();
        let acronym = close == open + 2 && acronym_like(scan, open + 1);
        match (left, inner) {
            (Some(left), Some(inner)) => {
                if compatible(scan, &all[left].candidate, &all[inner].candidate) {
                    all[inner].same = Some(left);
                }
            }
            (Some(left), None) if acronym => {
                if !nameable(scan, &all[left].candidate) {
                    continue;
                }
                let i = push(all, (open + 1, close), What::Named(kind_of(scan, &all[left].candidate)));
                all[i].same = Some(left);
                aliases.insert(scan.word(open + 1).to_string(), i);
            }
            (None, None) if acronym => {
                let explained = expansion(scan, open, scan.word(open + 1)).or_else(|| translated(scan, open));
                let Some(from) = explained else { continue };
                let kind = form_kind(scan, from, open).unwrap_or(ActorKind::ArmedGroup);
                let inside = starts.get(&from).copied();
                let left = push(all, (from, open), What::Named(kind));
                if let Some(inside) = inside {
                    all[inside].same = Some(left);
                }
                let i = push(all, (open + 1, close), What::Named(kind));
                all[i].same = Some(left);
                aliases.insert(scan.word(open + 1).to_string(), i);
            }
            (None, Some(inner)) if acronym && !acronym_like(scan, open - 1) => {
                let what = &all[inner].candidate.what;
                if !matches!(what, What::Entry(_) | What::Named(_)) {
                    continue;
                }
                let Some(from) = expansion(scan, open, scan.word(open + 1)).or_else(|| translated(scan, open)) else {
                    continue;
                };
                let inside = starts.get(&from).copied();
                let left = push(all, (from, open), What::Named(kind_of(scan, &all[inner].candidate)));
                if let Some(inside) = inside {
                    all[inside].same = Some(left);
                }
                all[inner].same = Some(left);
            }
            (None, Some(inner)) if acronym_like(scan, open - 1) => {
                let what = all[inner].candidate.what.clone();
                let kind = kind_of(scan, &all[inner].candidate);
                let i =
                    push(all, (open - 1, open), if matches!(what, What::Entry(_)) { what } else { What::Named(kind) });
                all[inner].same = Some(i);
                aliases.insert(scan.word(open - 1).to_string(), i);
            }
            _ => {}
        }
    }
}

fn push(all: &mut Vec<Linked>, tokens: (u32, u32), what: What) -> usize {
    let candidate = Candidate {
        tokens,
        head: tokens.1 - 1,
        what,
        definite: Definite::Bare,
        plural: false,
        state: None,
        people: None,
        named: None,
        mark: None,
        counted: false,
    };
    all.push(Linked { candidate, same: None });
    all.len() - 1
}

/// Two to ten letters, at least two of them capitals: "FAMa", "M23", "FARDC".
fn acronym_like(scan: &Scan, i: u32) -> bool {
    let raw = scan.raw(i);
    let letters = raw.chars().filter(|c| c.is_alphanumeric()).count();
    let capitals = raw.chars().filter(|c| c.is_uppercase()).count();
    (2..=10).contains(&letters) && (capitals >= 2 || capitals == 1 && raw.contains(|c: char| c.is_ascii_digit()))
}

/// True where an acronym may stand for the phrase.
fn nameable(scan: &Scan, c: &Candidate) -> bool {
    match c.what {
        What::Noun(n) => !matches!(
            scan.lexicon.nouns[n as usize].class,
            Class::Civilian | Class::Source | Class::Member | Class::Attacker | Class::Country
        ),
        What::Person { .. } | What::Office(_) | What::Pronoun(_) => false,
        _ => true,
    }
}

/// The kind a phrase has by itself.
fn kind_of(scan: &Scan, c: &Candidate) -> ActorKind {
    match c.what {
        What::Entry(e) => scan.lexicon.entries[e as usize].kind.unwrap_or(ActorKind::ArmedGroup),
        What::State(..) => ActorKind::State,
        What::Noun(n) => scan.lexicon.nouns[n as usize].kind,
        What::Person { .. } | What::Office(_) | What::Pronoun(_) => ActorKind::Person,
        What::Named(kind) => kind,
    }
}

/// Whether two phrases side by side can name the same.
fn compatible(scan: &Scan, a: &Candidate, b: &Candidate) -> bool {
    match (&a.what, &b.what) {
        (What::Pronoun(_), _) | (_, What::Pronoun(_)) => false,
        (What::Entry(x), What::Entry(y)) => x == y,
        (What::Person { .. }, What::Person { .. } | What::Office(_)) | (What::Office(_), What::Person { .. }) => true,
        (What::Person { .. } | What::Office(_), _) | (_, What::Person { .. } | What::Office(_)) => false,
        (What::State(x, _), What::State(y, _)) => x == y,
        (What::State(..), _) | (_, What::State(..)) => false,
        (What::Noun(_), What::Noun(_)) => false,
        (What::Noun(n), _) => descriptor_fits(scan, *n, kind_of(scan, b)),
        (_, What::Noun(n)) => descriptor_fits(scan, *n, kind_of(scan, a)),
        (What::Named(x), _) => *x == kind_of(scan, b) || loose(*x) || loose(kind_of(scan, b)),
        (_, What::Named(y)) => *y == kind_of(scan, a) || loose(*y),
    }
}

/// Kinds that a form may have guessed wrongly.
fn loose(kind: ActorKind) -> bool {
    matches!(
        kind,
        ActorKind::ArmedGroup | ActorKind::Ngo | ActorKind::Igo | ActorKind::Military | ActorKind::Government
    )
}

/// Whether a common noun can describe an actor of a kind: "bloc" an igo, "group" anything organised.
pub fn descriptor_fits(scan: &Scan, noun: u32, kind: ActorKind) -> bool {
    use ActorKind::*;
    let class = scan.lexicon.nouns[noun as usize].class;
    match class {
        Class::Group => !matches!(kind, Person | State | Government | Community | Civilians | Unnamed),
        Class::Force => matches!(kind, ArmedGroup | Military | Igo | Militia | PrivateMilitary | Party),
        Class::Bloc => kind == Igo,
        Class::Jihadist | Class::Rebel | Class::Fighter | Class::Attacker => matches!(kind, ArmedGroup | Militia),
        Class::Militia => matches!(kind, ArmedGroup | Militia),
        Class::Mercenary => matches!(kind, PrivateMilitary | Company | ArmedGroup),
        Class::Army => kind == Military,
        Class::Police => kind == Police,
        Class::Igo => matches!(kind, Igo | Military),
        Class::Media => matches!(kind, Media | Ngo),
        Class::Ngo => matches!(kind, Ngo | Party),
        Class::Company => matches!(kind, Company | PrivateMilitary),
        // "the opposition SPLM-IO"
        Class::Party => matches!(kind, Party | ArmedGroup),
        Class::Community => kind == Community,
        Class::Government => kind == Government,
        Class::Country => kind == State,
        Class::Affiliate => kind == ArmedGroup,
        Class::Member | Class::Civilian | Class::Source => false,
    }
}

/// The first token of a run before `open` whose initials spell `acronym`; small words count only where they must.
fn expansion(scan: &Scan, open: u32, acronym: &str) -> Option<u32> {
    spelled(scan, open, acronym, false).or_else(|| spelled(scan, open, acronym, true))
}

fn spelled(scan: &Scan, open: u32, acronym: &str, small: bool) -> Option<u32> {
    let mut letters: Vec<char> = acronym.chars().filter(|c| c.is_alphabetic()).collect();
    let mut i = open;
    let mut steps = 0;
    while i > 0 && steps < 16 {
        i -= 1;
        steps += 1;
        let word = scan.word(i);
        if word.is_empty() && scan.raw(i) != "-" && scan.raw(i) != "'" && scan.raw(i) != "’" {
            return None;
        }
        let link = words::INSIDE_NAMES.contains(word) || matches!(word, "aux" | "au" | "in" | "en" | "dans" | "to");
        if link && !small || word.is_empty() {
            continue;
        }
        let last = *letters.last()?;
        if word.starts_with(last) {
            letters.pop();
            if letters.is_empty() {
                return (open - i >= 2).then_some(i);
            }
        } else if !link {
            return None;
        }
    }
    None
}

/// "Appareil de soutien à la stabilité (SSA)": an acronym from another language. The name before it begins with the last
/// capital that has only words of a name behind it.
fn translated(scan: &Scan, open: u32) -> Option<u32> {
    use types::Upos::{Adj, Adp, Cconj, Det, Noun, Propn, X};
    let sentence = scan.tagged.sentence_of(open);
    let mut from = None;
    for i in (open.saturating_sub(8)..open).rev() {
        let inside = matches!(scan.tagged.tokens[i as usize].upos, Adj | Adp | Cconj | Det | Noun | Propn | X);
        // "Conseil de gouvernement de l'Ambazonie": a place may be part of a name, "à Goma par" is none.
        let placed = scan.placed.contains(&i);
        let part = placed && i > 0 && matches!(scan.word(i - 1), "de" | "du" | "d" | "l" | "la" | "of" | "the");
        if !inside || scan.word(i).is_empty() || scan.tagged.sentence_of(i) != sentence || placed && !part {
            break;
        }
        if scan.pieces.capital(i) && !placed && !words::DEFINITE.contains(scan.word(i)) {
            from = Some(i);
        }
    }
    let first = scan.tagged.sentences.get(sentence).map_or(0, |s| s.start);
    from.filter(|&f| open - f >= 2 && f > first && form_kind(scan, f, open).is_some() || open - f >= 3 && f > first)
}

/// The kind the words of a run tell.
fn form_kind(scan: &Scan, from: u32, to: u32) -> Option<ActorKind> {
    let mut best: Option<super::lexicon::Form> = None;
    for i in from..to {
        let p = scan.pieces.of_token[i as usize] as usize;
        let Some(m) = scan.lexicon.longest(scan.pieces, p, scan.tagged.lang, true) else { continue };
        for sense in m.senses {
            if let super::lexicon::Sense::Form(f) = sense {
                let form = scan.lexicon.forms[f as usize];
                if best.is_none_or(|b| form.rank < b.rank) {
                    best = Some(form);
                }
            }
        }
    }
    best.map(|f| f.kind)
}

/// "the regional bloc, ECOWAS", "rebel group M23", "Assimi Goita, the junta's leader".
fn appositions(scan: &Scan, all: &mut [Linked]) {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|&i| (all[i].candidate.tokens.0, all[i].candidate.tokens.1));
    for (n, &i) in order.iter().enumerate() {
        // Past the phrases inside this one: "The governor of Norte de Santander, William Villamizar".
        let stop = all[i].candidate.tokens.1;
        let Some(&j) = order[n + 1..].iter().take(6).find(|&&j| all[j].candidate.tokens.0 >= stop) else { continue };
        if all[j].same.is_some() || all[i].same == Some(j) {
            continue;
        }
        let (a, b) = (&all[i].candidate, &all[j].candidate);
        let gap = a.tokens.1..b.tokens.0;
        if b.tokens.0 < a.tokens.1 {
            continue;
        }
        let commas = gap.clone().filter(|&t| scan.raw(t) == ",").count();
        let called = gap.clone().any(|t| CALLED.contains(&scan.word(t)));
        let light = gap.clone().all(|t| {
            let w = scan.word(t);
            scan.raw(t) == ","
                || scan.raw(t) == ")"
                || called && matches!(scan.raw(t), "«" | "\"" | "“" | "(")
                || matches!(
                    w,
                    "the"
                        | "a"
                        | "an"
                        | "le"
                        | "la"
                        | "l"
                        | "un"
                        | "une"
                        | "as"
                        | "sous"
                        | "nom"
                        | "de"
                        | "also"
                        | "better"
                        | "locally"
                        | "by"
                        | "its"
                        | "arabic"
                        | "acronym"
                        | "initials"
                        | "plus"
                        | "connu"
                        | "connue"
                        | "son"
                        | "sigle"
                        | "aussi"
                        | "localement"
                        | "comme"
                        | "alias"
                )
                || CALLED.contains(&w)
        });
        // "Le porte-parole de l'armée dans la région, le lieutenant Ngongo": where the office is held stands between.
        let posted = matches!((&a.what, &b.what), (What::Office(_), What::Person { .. }))
            && commas == 1
            && gap.len() <= 11
            && matches!(scan.word(a.tokens.1), "in" | "for" | "at" | "dans" | "pour" | "en" | "a" | "of" | "de" | "du")
            && gap.clone().all(|t| {
                use types::Upos::*;
                scan.raw(t) == "," || matches!(scan.tagged.tokens[t as usize].upos, Adp | Det | Noun | Propn | Adj)
            })
            && (b.tokens.0.saturating_sub(2)..b.tokens.0).any(|t| scan.raw(t) == ",");
        if !posted && (!light || gap.len() > 8 || gap.len() > 4 && !called) {
            continue;
        }
        let named = |c: &Candidate| matches!(c.what, What::Entry(_) | What::Named(_) | What::Person { .. });
        let plural = a.plural || b.plural;
        let ok = match (&a.what, &b.what) {
            // "Les éleveurs, peuls pour la plupart"
            (What::Noun(_), What::Entry(_)) if small(scan, b) => commas == 1 && gap.len() == 1,
            // "rebel group M23", "the bloc, ECOWAS", "a group called the Coalition"
            (What::Noun(_), What::Entry(_) | What::Named(_)) => {
                !plural && (gap.is_empty() || called || commas == 1 && a.definite != Definite::Bare)
            }
            (What::Entry(_) | What::Named(_), What::Noun(_)) => {
                !plural && commas == 1 && gap.len() >= 2 && b.definite != Definite::Bare && closes(scan, b.tokens.1)
            }
            // "Abdelghani al-Kikli, dit « Ghneiwa »"
            (What::Person { .. }, What::Person { .. } | What::Named(_)) => called && nickname(scan, a.tokens.1),
            // "Islamic State Mozambique, known locally as al-Shabab"
            (What::Entry(_) | What::Named(_), What::Entry(_) | What::Named(_)) => called,
            (What::Person { .. }, What::Office(_)) => commas == 1,
            (What::Office(_), What::Person { .. }) => commas == 1 || gap.is_empty(),
            _ => false,
        };
        let fits = called && named(b) || compatible(scan, a, b) || small(scan, b) && matches!(a.what, What::Noun(_));
        // "Riek Machar, the first vice-president and leader of the front": two offices of one man.
        let offices = matches!((&a.what, &b.what), (What::Person { .. }, What::Office(_)));
        if ok && fits && (offices || !list_follows(scan, b.tokens.1, commas)) {
            all[j].same = Some(all[i].same.filter(|&root| root != j && all[root].same.is_none()).unwrap_or(i));
            // "a self-defence group called the Coalition": the noun tells the kind.
            if let (What::Noun(n), What::Named(_)) = (&all[i].candidate.what.clone(), &all[j].candidate.what) {
                let noun = &scan.lexicon.nouns[*n as usize];
                if !matches!(noun.class, Class::Group | Class::Force) {
                    all[j].candidate.what = What::Named(noun.kind);
                }
            }
        }
    }
}

const CALLED: &[&str] = &[
    "called", "named", "dubbed", "known", "calling", "alias", "connu", "connue", "nomme", "nommee", "appele",
    "appelee", "denomme", "denommee", "baptise", "baptisee", "dit", "dite",
];

/// A people written as an adjective: "peuls".
fn small(scan: &Scan, c: &Candidate) -> bool {
    let people = matches!(c.what, What::Entry(_)) && kind_of(scan, c) == ActorKind::Community;
    people && c.tokens.1 - c.tokens.0 == 1 && !scan.pieces.capital(c.tokens.0)
}

/// "alias", "dit" right behind a name.
fn nickname(scan: &Scan, end: u32) -> bool {
    (end..end + 3)
        .any(|t| matches!(scan.word(t), "alias" | "dit" | "dite" | "surnomme" | "surnommee" | "nicknamed" | "known"))
}

/// An apposition ends at a mark or the end.
fn closes(scan: &Scan, i: u32) -> bool {
    i as usize >= scan.tagged.tokens.len() || scan.word(i).is_empty() || words::OF.contains(scan.word(i))
}

/// "the army, JNIM and Wagner" is a list, not an apposition.
fn list_follows(scan: &Scan, i: u32, commas: usize) -> bool {
    commas == 1 && (matches!(scan.word(i), "and" | "et" | "or" | "ou"))
}

/// Acronyms that were explained, and surnames of persons named in full.
fn short_forms(scan: &Scan, all: &mut Vec<Linked>, aliases: &HashMap<String, usize>) {
    let mut covered = vec![false; scan.tagged.tokens.len()];
    let mut surnames: HashMap<String, usize> = HashMap::new();
    for (i, l) in all.iter().enumerate() {
        for t in l.candidate.tokens.0..l.candidate.tokens.1 {
            covered[t as usize] = true;
        }
        if let What::Person { name, .. } = l.candidate.what {
            let last = name.1 - 1;
            let word = scan.word(last);
            if name.1 - name.0 >= 2 && word.chars().count() >= 3 {
                surnames.entry(word.to_string()).or_insert(i);
            }
        }
    }
    if aliases.is_empty() && surnames.is_empty() {
        return;
    }
    for t in 0..scan.tagged.tokens.len() as u32 {
        if covered[t as usize] {
            continue;
        }
        let word = scan.word(t);
        if let Some(&i) = aliases.get(word).filter(|_| acronym_like(scan, t)) {
            let what = all[i].candidate.what.clone();
            let j = push(all, (t, t + 1), what);
            all[j].same = Some(i);
        } else if let Some(&i) = surnames.get(word).filter(|_| Pieces::capital(scan.pieces, t)) {
            let j = push(all, (t, t + 1), What::Person { name: (t, t + 1), title: None });
            all[j].same = Some(i);
        }
    }
}

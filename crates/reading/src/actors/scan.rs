//! Tokens → [`Candidate`]s: phrases that name or mean somebody, before it is known who is who.
//!
//! "Malian authorities", "the Group to Support Islam and Muslims", "President Bola Tinubu", "northern rebels": each phrase
//! with its head, its owner (a state, a people, a named group) and whether it is definite. Joining is done in
//! [`super::chain`].

mod names;
mod nouns;
mod states;

use super::fold::Pieces;
use super::lexicon::{Lexicon, Sense};
use super::words;
use types::{ActorKind, Lang, NameKind, Tagged, Upos};

/// Who a phrase names, as far as the phrase itself tells.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A registry entry.
    Entry(u32),
    /// A state by name, capital or nationality; how it is named.
    State(u32, Naming),
    /// A common noun.
    Noun(u32),
    /// A person by name; the tokens of the name, and the title before it.
    Person { name: (u32, u32), title: Option<u32> },
    /// A person by office alone.
    Office(u32),
    /// A body by a name that the registry does not know.
    Named(ActorKind),
    /// A pronoun.
    Pronoun(Pronoun),
}

/// Pronouns that may stand for an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pronoun {
    /// "he", "she".
    He,
    /// "they", "ils".
    They,
    /// "it".
    It,
    /// "il", "elle": a person or a body.
    Il,
    /// "the latter".
    Latter,
}

/// How a state is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// "Mali".
    Name,
    /// "Bamako" for its government.
    Capital,
    /// "the French", "American" in "American air strikes".
    Demonym,
}

/// Whether a phrase points back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Definite {
    /// "the rebels", "ces hommes", "its fighters".
    Yes,
    /// "a group", "des hommes", "two soldiers".
    No,
    /// "rebels".
    Bare,
}

/// A phrase that may be an actor.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// First token, one past the last token.
    pub tokens: (u32, u32),
    /// The head.
    pub head: u32,
    /// Who.
    pub what: What,
    /// Points back?
    pub definite: Definite,
    /// More than one person or thing.
    pub plural: bool,
    /// The state that owns it: registry index of the state.
    pub state: Option<u32>,
    /// The people that it belongs to: registry index.
    pub people: Option<u32>,
    /// The candidate that names it: "JNIM" in "JNIM militants", "members of the JNIM".
    pub named: Option<usize>,
    /// A word that tells it from others of its kind: "northern", "Tuareg".
    pub mark: Option<u32>,
    /// Begins with a number or an indefinite article: one of many.
    pub counted: bool,
}

/// What the scan works on.
pub struct Scan<'a> {
    /// The tags.
    pub tagged: &'a Tagged,
    /// The text.
    pub text: &'a str,
    /// Its pieces.
    pub pieces: &'a Pieces,
    /// The registry.
    pub lexicon: &'a Lexicon,
    /// For each sentence: all in capitals.
    pub caps: Vec<bool>,
    /// For each sentence: what the lexicon matches there.
    units: Vec<Vec<Unit>>,
    /// Tokens at which a place is named.
    pub placed: std::collections::HashSet<u32>,
    /// The year of the report.
    pub year: Option<i16>,
    /// The states in play.
    pub states: std::collections::BTreeSet<u32>,
}

#[derive(Clone, Debug)]
struct Unit {
    tokens: (u32, u32),
    senses: Vec<Sense>,
}

impl Unit {
    fn noun(&self) -> Option<(u32, bool)> {
        self.senses.iter().find_map(|s| if let Sense::Noun(n, many) = s { Some((*n, *many)) } else { None })
    }
    /// True where it is only a word that names of bodies are made of.
    fn is_form(&self) -> bool {
        self.senses.iter().all(|s| matches!(s, Sense::Form(_)))
    }
    fn title(&self) -> Option<u32> {
        self.senses.iter().find_map(|s| if let Sense::Title(t) = s { Some(*t) } else { None })
    }
    fn entry(&self) -> Option<u32> {
        self.senses.iter().find_map(|s| if let Sense::Entry(e) = s { Some(*e) } else { None })
    }
    fn state(&self) -> Option<u32> {
        self.senses.iter().find_map(|s| if let Sense::State(e) = s { Some(*e) } else { None })
    }
    fn demonym(&self) -> Option<u32> {
        self.senses.iter().find_map(|s| if let Sense::Demonym(e) = s { Some(*e) } else { None })
    }
    fn capital(&self) -> Option<u32> {
        self.senses.iter().find_map(|s| if let Sense::Capital(e) = s { Some(*e) } else { None })
    }
}

impl<'a> Scan<'a> {
    /// Prepares a scan.
    pub fn new(text: &'a str, tagged: &'a Tagged, pieces: &'a Pieces, lexicon: &'a Lexicon) -> Scan<'a> {
        let caps: Vec<bool> = tagged.sentences.iter().map(|s| all_capitals(text, tagged, s.start, s.end)).collect();
        let mut scan = Scan {
            tagged,
            text,
            pieces,
            lexicon,
            caps,
            units: Vec::new(),
            placed: Default::default(),
            year: None,
            states: Default::default(),
        };
        let sentences = tagged.sentences.iter().zip(&scan.caps);
        scan.units = sentences.map(|(s, &caps)| scan.units_of(s.start, s.end, caps)).collect();
        scan
    }

    /// Where a state is named or alluded to in any way: its registry index, the token, and the weight of the allusion.
    pub fn sightings(&self) -> Vec<(u32, u32, u32)> {
        let mut sightings = Vec::new();
        for unit in self.units.iter().flatten() {
            let next = unit.tokens.1;
            if unit.state().is_some() && words::UNITS.contains(self.word(next)) && self.capital(next, false) {
                continue;
            }
            if unit.state().or(unit.demonym()).or(unit.capital()).is_some() {
                for sense in &unit.senses {
                    if let Sense::State(state) | Sense::Demonym(state) | Sense::Capital(state) = sense {
                        sightings.push((*state, unit.tokens.0, 2));
                    }
                }
            } else if let Some(entry) = unit.entry() {
                // "Petro" alone does not bring Colombia into play
                if self.lexicon.entries[entry as usize].kind == Some(ActorKind::Person)
                    && unit.tokens.1 - unit.tokens.0 == 1
                {
                    continue;
                }
                let iso = self.lexicon.entries[entry as usize].country.as_deref();
                if let Some((state, _)) = iso.and_then(|iso| self.lexicon.entry(iso)) {
                    sightings.push((state, unit.tokens.0, 1));
                }
            }
        }
        sightings
    }

    /// Where an alias names several actors, keeps the one that fits the states in play and the year; drops a short acronym
    /// of a country that the report never mentions ("AA" is the Arakan Army in a report on Myanmar only).
    pub fn settle(&mut self, home: Option<u32>, votes: &dyn Fn(u32) -> u32) {
        let (year, states) = (self.year, self.states.clone());
        let in_play = |iso: &str| self.lexicon.entry(iso).is_some_and(|(state, _)| states.contains(&state));
        let home = home.map(|h| self.lexicon.entries[h as usize].key.as_str());
        let lexicon = self.lexicon;
        let fits = |e: u32| {
            let entry = &lexicon.entries[e as usize];
            let country = match entry.country.as_deref() {
                None => 2,
                Some(c) if home == Some(c) => 4,
                Some(c) if in_play(c) => 3,
                Some(_) => 0,
            };
            let dated =
                year.is_none_or(|y| entry.years.0.is_none_or(|f| y >= f) && entry.years.1.is_none_or(|t| y <= t));
            country + i32::from(dated)
        };
        for units in &mut self.units {
            for unit in units.iter_mut() {
                // "Burhan" without Sudan is any man
                let person = |e: u32| lexicon.entries[e as usize].kind == Some(ActorKind::Person);
                let single = unit.tokens.1 - unit.tokens.0 == 1;
                unit.senses.retain(|s| match s {
                    Sense::Entry(e) if person(*e) && single => {
                        fits(*e) >= if year.is_none() { 5 } else { 4 } || fits(*e) == 3 && year.is_some()
                    }
                    _ => true,
                });
                // "Congolese", "Congo": of the state that is more in play.
                let of = |s: &Sense| match s {
                    Sense::State(x) | Sense::Demonym(x) => Some(*x),
                    _ => None,
                };
                let likely = unit.senses.iter().filter_map(of).max_by_key(|x| (votes(*x), std::cmp::Reverse(*x)));
                unit.senses.retain(|s| of(s).is_none() || of(s) == likely);
                let entries = unit.senses.iter().filter_map(|s| if let Sense::Entry(e) = s { Some(*e) } else { None });
                let Some(best) = entries.clone().max_by_key(|e| (fits(*e), std::cmp::Reverse(*e))) else { continue };
                unit.senses.retain(|s| !matches!(s, Sense::Entry(e) if *e != best));
                let foreign = fits(best) <= 1;
                let one = unit.tokens.1 - unit.tokens.0 == 1;
                if foreign && one && self.tagged.tokens[unit.tokens.0 as usize].span.len() <= 3 {
                    unit.senses.retain(|s| !matches!(s, Sense::Entry(_)));
                }
            }
            units.retain(|u| !u.senses.is_empty());
        }
    }

    /// The leader of the registry that a folded name means here.
    pub fn leader(&self, name: &str) -> Option<u32> {
        let in_play = |iso: &str| self.lexicon.entry(iso).is_some_and(|(state, _)| self.states.contains(&state));
        self.lexicon.leader(name, self.year, in_play)
    }

    /// The folded word of token `i`; empty outside the text.
    pub fn word(&self, i: u32) -> &str {
        if (i as usize) < self.tagged.tokens.len() { self.pieces.token(i) } else { "" }
    }

    /// The word of token `i` as written.
    pub fn raw(&self, i: u32) -> &'a str {
        self.tagged.tokens.get(i as usize).map_or("", |t| t.span.of(self.text))
    }

    fn french(&self) -> bool {
        self.tagged.lang == Lang::Fr
    }

    /// True where token `i` begins with a capital that tells something: not in an all-capital sentence.
    fn capital(&self, i: u32, caps: bool) -> bool {
        !caps && (i as usize) < self.tagged.tokens.len() && self.pieces.capital(i)
    }

    /// All phrases, in text order.
    pub fn candidates(&self) -> Vec<Candidate> {
        let mut out = Vec::new();
        for (s, sentence) in self.tagged.sentences.iter().enumerate() {
            self.sentence(sentence.start, sentence.end, self.caps[s], &self.units[s], &mut out);
        }
        out
    }

    /// Matches of the lexicon in a sentence, longest first from the left, not overlapping.
    fn units_of(&self, start: u32, end: u32, caps: bool) -> Vec<Unit> {
        let mut units = Vec::new();
        let (mut p, stop) =
            (self.pieces.of_token[start as usize] as usize, self.pieces.of_token[end as usize] as usize);
        while p < stop {
            let piece = self.pieces.list[p];
            let found = self.lexicon.longest(self.pieces, p, self.tagged.lang, caps).filter(|m| m.end <= stop);
            let Some(found) = found else {
                p += 1;
                continue;
            };
            let last = self.pieces.list[found.end - 1];
            // "Mali-based", "Kabylie": an alias fills its tokens, or what is left over is a possessive or "-led".
            let whole = piece.first && (last.last || self.tail_is_light(found.end, last.token));
            if whole {
                units.push(Unit { tokens: (piece.token, last.token + 1), senses: found.senses });
                p = self.pieces.of_token[last.token as usize + 1] as usize;
            } else {
                p += 1;
            }
        }
        units
    }

    /// True where the rest of token `token` from piece `p` on is a possessive "s".
    fn tail_is_light(&self, p: usize, token: u32) -> bool {
        let rest = &self.pieces.list[p..self.pieces.of_token[token as usize + 1] as usize];
        rest.len() == 1 && self.pieces.text(p) == "s"
    }

    fn sentence(&self, start: u32, end: u32, caps: bool, units: &[Unit], out: &mut Vec<Candidate>) {
        let mut u = 0;
        let mut n = self.tagged.names.partition_point(|x| x.start < start);
        let mut i = start;
        while i < end {
            while u < units.len() && units[u].tokens.0 < i {
                u += 1;
            }
            while self.tagged.names.get(n).is_some_and(|x| x.start < i) {
                n += 1;
            }
            if let Some(stop) = self.numbered_unit(i, end).filter(|_| !caps) {
                out.push(self.candidate((i, stop), stop - 1, What::Named(ActorKind::Military), start));
                i = stop;
                continue;
            }
            let name = self.tagged.names.get(n).filter(|x| x.start == i && x.end <= end);
            // "Assimi" before a name of a person that begins one word late.
            let late = self.tagged.names.get(n).filter(|x| x.start == i + 1 && x.end <= end);
            if let Some(late) = late.filter(|x| x.kind == NameKind::Person && i > start && self.capital(i, caps)) {
                let free = units.get(u).is_none_or(|x| x.tokens.0 != i);
                // "its commander, Saw Chit Thu"
                let proper = self.tagged.tokens[i as usize].upos == Upos::Propn || self.raw(i - 1) == ",";
                if free && !words::FUNCTION.contains(self.word(i)) && proper {
                    let stop = late.end;
                    out.push(self.candidate((i, stop), stop - 1, What::Person { name: (i, stop), title: None }, start));
                    i = stop;
                    continue;
                }
            }
            let unit = units.get(u).filter(|x| x.tokens.0 == i);
            // A longer run of capitals with a telling head is a name of its own: "Niger State", "Congo Peace Network".
            if self.capital(i, caps) {
                if let Some((stop, kind)) = self.named_by_form(i, end, units, u) {
                    if unit.is_none_or(|x| x.tokens.1 < stop || x.is_form() || self.named_noun(x, i, start)) {
                        // "the 33rd Front"
                        let numbered = i > start && ordinal(self.word(i - 1));
                        let first = i - u32::from(numbered);
                        out.push(self.candidate((first, stop), stop - 1, What::Named(kind), start));
                        i = stop;
                        continue;
                    }
                }
            }
            if let Some(name) = name.filter(|x| unit.is_none_or(|unit| unit.tokens.1 < x.end || unit.is_form())) {
                let title = unit.and_then(|x| x.title().map(|t| (t, x.tokens.1)));
                if let Some((what, stop)) = self.named_by_tagger(name, title, end, caps) {
                    out.push(self.candidate((i, stop), stop - 1, what, start));
                    i = stop;
                    continue;
                }
            }
            let Some(unit) = unit else {
                if let Some(stop) = self.person_by_place(i, start, end, caps, out) {
                    out.push(self.candidate((i, stop), stop - 1, What::Person { name: (i, stop), title: None }, start));
                    i = stop;
                } else if let Some((stop, kind)) = self
                    .body_by_place(i, start, end, caps, units, u)
                    .or_else(|| self.band_by_place(i, start, end, caps, units, u))
                {
                    out.push(self.candidate((i, stop), stop - 1, What::Named(kind), start));
                    i = stop;
                } else {
                    i += 1;
                }
                continue;
            };
            i = self.unit(unit, units, u, (start, end), caps, out).max(i + 1);
        }
    }

    /// "la 444e brigade", "the 17th motorised brigade": a unit with a number is a name though it is written small.
    fn numbered_unit(&self, i: u32, end: u32) -> Option<u32> {
        const UNIT: &[&str] =
            &["brigade", "battalion", "division", "regiment", "bataillon", "corps", "company", "compagnie"];
        if !ordinal(self.word(i)) {
            return None;
        }
        let at = (i + 1..end.min(i + 3)).find(|&t| UNIT.contains(&self.word(t)))?;
        let between = (i + 1..at).all(|t| self.tagged.tokens[t as usize].upos != Upos::Punct);
        (between && !self.pieces.capital(at)).then_some(at + 1)
    }

    /// Reads the phrase of one unit; returns the token to go on from.
    fn unit(
        &self,
        unit: &Unit,
        units: &[Unit],
        u: usize,
        (start, end): (u32, u32),
        caps: bool,
        out: &mut Vec<Candidate>,
    ) -> u32 {
        let (a, b) = unit.tokens;
        if let Some(title) = unit.title() {
            // "deputy defence minister": the whole is one office.
            let next = units.get(u + 1).filter(|x| x.tokens.0 == b && x.title().is_some());
            let tied = |t: u32| self.lexicon.titles[t as usize].tie.is_some();
            if matches!(self.word(a), "deputy" | "acting") && next.is_some_and(|x| x.title().is_some_and(tied)) {
                return b;
            }
            // "army spokesman Colonel Nabil Osman": the rank is no part of the name.
            let rank = next.filter(|x| x.title().is_some_and(|t| !tied(t)) && tied(title)).map_or(b, |x| x.tokens.1);
            if let Some((name, stop)) = self.person_after(rank, end, caps) {
                let mut c = self.candidate((a, stop), stop - 1, What::Person { name, title: Some(title) }, start);
                c.state = self.owner_left(a, start, units, u).or(self.owner_between(b, name.0, units, u));
                // "Hodeidah governor Mohammed Qahim": the unit is named by its place.
                if words::LOCAL_OFFICES.contains(self.word(b - 1)) && c.state.is_none() {
                    let mut place = a;
                    while place > start && self.capital(place - 1, caps) && self.placed.contains(&(place - 1)) {
                        place -= 1;
                    }
                    if place < a && !out.iter().rev().take(2).any(|o| o.tokens.1 > place) {
                        out.push(self.candidate((place, a), a - 1, What::Named(ActorKind::Government), start));
                    }
                }
                out.push(c);
                return stop;
            }
        }
        if let Some(entry) = unit.entry() {
            let kind = self.lexicon.entries[entry as usize].kind;
            if kind == Some(ActorKind::Person) {
                out.push(self.candidate((a, b), b - 1, What::Person { name: (a, b), title: None }, start));
                return b;
            }
            let people = kind == Some(ActorKind::Community);
            // "Kurdish forces", "JNIM militants": the noun that follows takes it.
            let head = &self.tagged.tokens[b as usize - 1];
            let adjective = matches!(head.deprel, types::Deprel::Amod | types::Deprel::Compound) && self.tagged.parsed;
            if !(people && (self.noun_follows(b, units, u) || adjective && !self.french())) {
                out.push(self.candidate((a, b), b - 1, What::Entry(entry), start));
            }
            return b;
        }
        if let Some((noun, plural)) = unit.noun() {
            let told = out.last().is_some_and(|o| {
                matches!(o.what, What::Person { .. }) && o.tokens.1 + 1 == a && self.raw(a - 1) == ","
            });
            if unit.title().is_some() && !self.office_like(a, start) && !told {
                return self.noun(unit, noun, plural, units, u, (start, end), caps, out);
            }
            if unit.title().is_none() {
                return self.noun(unit, noun, plural, units, u, (start, end), caps, out);
            }
        }
        if let Some(title) = unit.title() {
            let tie = self.lexicon.titles[title as usize].tie;
            if tie.is_some() {
                let mut c = self.candidate((a, b), b - 1, What::Office(title), start);
                c.state =
                    self.owner_left(a, start, units, u).or_else(|| self.owner_right(b, end, units, u).map(|o| o.0));
                // "le ministre congolais de la Défense"
                let people = units.get(u + 1).filter(|x| self.french() && x.tokens.0 == b && x.demonym().is_some());
                if let Some(x) = people {
                    c.state = c.state.or(x.demonym());
                    c.tokens.1 = x.tokens.1;
                }
                // "the governor of Norte de Santander": the unit is named by its place.
                let local = words::LOCAL_OFFICES.contains(self.word(b - 1)) && words::OF.contains(self.word(b));
                let place = b + 1 + u32::from(b + 1 < end && words::DEFINITE.contains(self.word(b + 1)));
                if local && c.state.is_none() && place < end && self.capital(place, caps) {
                    let mut stop = place + 1;
                    while stop < end && stop < place + 6 {
                        let inside = (words::INSIDE_NAMES.contains(self.word(stop))
                            || matches!(self.word(stop), "da" | "do" | "das" | "dos" | "di"))
                            && stop + 1 < end
                            && self.capital(stop + 1, caps);
                        if !(self.capital(stop, caps)
                            || inside && !matches!(self.word(stop), "and" | "et")
                            || self.raw(stop) == "-")
                        {
                            break;
                        }
                        stop += 1;
                    }
                    c.tokens.1 = stop;
                    c.definite = Definite::Yes;
                    out.push(c);
                    out.push(self.candidate((place, stop), stop - 1, What::Named(ActorKind::Government), start));
                    return stop;
                }
                // "the gang's leader", "the Taliban spokesman"
                let told = out.last().is_some_and(|o| {
                    matches!(o.what, What::Person { .. }) && o.tokens.1 + 1 == a && self.raw(a - 1) == ","
                });
                if told {
                    c.definite = Definite::Yes;
                }
                let possessive =
                    a > start && matches!(self.word(a - 1), "s" | "") && self.raw(a - 1).starts_with(['\'', '’']);
                // "Kharkiv's governor", "Manipur's chief minister": the unit is named by its place.
                let chief = self.word(a) == "chief" && self.word(b - 1) == "minister";
                if possessive && c.state.is_none() && (chief || words::LOCAL_OFFICES.contains(self.word(b - 1))) {
                    let mut place = a - 1;
                    while place > start && self.capital(place - 1, caps) && self.placed.contains(&(place - 1)) {
                        place -= 1;
                    }
                    if place < a - 1 && !out.iter().rev().take(2).any(|o| o.tokens.1 > place) {
                        out.push(self.candidate((place, a - 1), a - 2, What::Named(ActorKind::Government), start));
                    }
                }
                let compound = out.last().is_some_and(|o| o.tokens.1 == a && !matches!(o.what, What::State(..)));
                // "the force, whose commander, Saw Chit Thu"
                let whose = a > start && self.word(a - 1) == "whose";
                if possessive || compound || whose {
                    c.definite = Definite::Yes;
                }
                if c.definite != Definite::Bare || c.state.is_some() {
                    out.push(c);
                }
            }
            return b;
        }
        if let Some(state) = unit.state() {
            if self.acts_as_state(a, b, start, end, units, u) {
                out.push(self.candidate((a, b), b - 1, What::State(state, Naming::Name), start));
            }
            return b;
        }
        if let Some(state) = unit.capital() {
            if self.capital_acts(a, b, start, end) {
                out.push(self.candidate((a, b), b - 1, What::State(state, Naming::Capital), start));
            }
            return b;
        }
        if let Some(state) = unit.demonym() {
            if self.demonym_acts(a, b, end, units, u, caps) {
                out.push(self.candidate((a, b), b - 1, What::State(state, Naming::Demonym), start));
            }
            return b;
        }
        b
    }

    /// A phrase with its definiteness read from the words before it.
    fn candidate(&self, tokens: (u32, u32), head: u32, what: What, start: u32) -> Candidate {
        let before = if tokens.0 > start { self.word(tokens.0 - 1) } else { "" };
        let counted = words::INDEFINITE.contains(before) || words::number(before);
        let definite = if words::DEFINITE.contains(before) {
            Definite::Yes
        } else if counted {
            Definite::No
        } else {
            Definite::Bare
        };
        Candidate {
            tokens,
            head,
            what,
            definite,
            plural: false,
            state: None,
            people: None,
            named: None,
            mark: None,
            counted,
        }
    }

    /// True where token `i` is a nationality.
    pub fn is_demonym(&self, i: u32) -> bool {
        let p = self.pieces.of_token[i as usize] as usize;
        self.lexicon
            .longest(self.pieces, p, self.tagged.lang, false)
            .is_some_and(|m| m.senses.iter().any(|s| matches!(s, Sense::Demonym(_))))
    }
}

/// "33rd", "1st", "2e".
fn ordinal(word: &str) -> bool {
    let digits = word.chars().take_while(char::is_ascii_digit).count();
    digits > 0 && matches!(&word[digits..], "st" | "nd" | "rd" | "th" | "e" | "er" | "eme")
}

/// True where nearly every letter of the sentence is a capital.
fn all_capitals(text: &str, tagged: &Tagged, start: u32, end: u32) -> bool {
    let span = tagged.span_of(start, end);
    let (mut upper, mut lower) = (0u32, 0u32);
    for c in span.of(text).chars() {
        upper += u32::from(c.is_uppercase());
        lower += u32::from(c.is_lowercase());
    }
    upper >= 8 && upper > 6 * lower
}

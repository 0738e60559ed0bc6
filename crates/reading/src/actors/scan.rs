//! Tokens → [`Candidate`]s: phrases that name or mean somebody, before it is known who is who.
//!
//! "Malian authorities", "the Group to Support Islam and Muslims", "President Bola Tinubu", "northern rebels": each phrase
//! with its head, its owner (a state, a people, a named group) and whether it is definite. Joining is done in
//! [`super::chain`].

use super::fold::Pieces;
use super::lexicon::{Class, Lexicon, Sense};
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
        let mut scan = Scan { tagged, text, pieces, lexicon, caps, units: Vec::new(), placed: Default::default() };
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
    pub fn settle(
        &mut self,
        home: Option<u32>,
        in_play: &dyn Fn(&str) -> bool,
        votes: &dyn Fn(u32) -> u32,
        year: Option<i16>,
    ) {
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
            let name = self.tagged.names.get(n).filter(|x| x.start == i && x.end <= end);
            // "Assimi" before a name of a person that begins one word late.
            let late = self.tagged.names.get(n).filter(|x| x.start == i + 1 && x.end <= end);
            if let Some(late) = late.filter(|x| x.kind == NameKind::Person && i > start && self.capital(i, caps)) {
                let free = units.get(u).is_none_or(|x| x.tokens.0 != i);
                if free && !words::FUNCTION.contains(self.word(i)) && self.tagged.tokens[i as usize].upos == Upos::Propn
                {
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
                } else if let Some((stop, kind)) = self.body_by_place(i, start, end, caps, units, u) {
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

    /// "the Coalition", written as a name inside a sentence.
    fn named_noun(&self, unit: &Unit, i: u32, start: u32) -> bool {
        let Some((noun, many)) = unit.noun() else { return false };
        let class = self.lexicon.nouns[noun as usize].class;
        !many && i > start && matches!(class, Class::Force | Class::Group | Class::Ngo | Class::Party)
    }

    /// What the tagger's name is, where it is a person or a body, and one past its end: a name goes on over the capitals
    /// beside it ("Assimi" of "Assimi Goita" may have been left out).
    fn named_by_tagger(
        &self,
        name: &types::Name,
        title: Option<(u32, u32)>,
        end: u32,
        caps: bool,
    ) -> Option<(What, u32)> {
        let lone = name.end - name.start == 1;
        let title = title.filter(|t| t.1 < name.end);
        if !caps && !self.pieces.capital(name.start) {
            return None;
        }
        let operation = name.start > 0 && matches!(self.word(name.start - 1), "operation" | "hotel" | "hotels");
        let placed = self.placed.contains(&name.start) && title.is_none();
        if operation || placed {
            return None;
        }
        let mut stop = name.end;
        match name.kind {
            NameKind::Person => {
                let common = lone && (caps || words::FUNCTION.contains(self.word(name.start)));
                while stop < end && self.capital(stop, caps) && self.tagged.tokens[stop as usize].upos == Upos::Propn {
                    stop += 1;
                }
                let from = title.map_or(name.start, |t| t.1);
                let what = What::Person { name: (from, stop), title: title.map(|t| t.0) };
                (!common && name.score > 0.4).then_some((what, stop))
            }
            NameKind::Organisation => {
                if caps && name.score < 0.8 {
                    return None;
                }
                let kind = self.form_in(name.start, name.end).unwrap_or(ActorKind::Ngo);
                (name.score > 0.4).then_some((What::Named(kind), stop))
            }
            _ => None,
        }
    }

    /// "Le Soir, a Bamako daily": a run of capitals that the words after the comma call a body; its end and kind.
    fn body_by_place(
        &self,
        i: u32,
        start: u32,
        end: u32,
        caps: bool,
        units: &[Unit],
        u: usize,
    ) -> Option<(u32, ActorKind)> {
        if !self.capital(i, caps) || i > start && self.capital(i - 1, caps) {
            return None;
        }
        let mut stop = i + 1;
        while stop < end && stop < i + 6 && self.capital(stop, caps) {
            stop += 1;
        }
        let alone = stop == i + 1 && words::FUNCTION.contains(self.word(i));
        let article = ["a", "an", "the", "un", "une", "le", "la", "l"].contains(&self.word(stop + 1));
        if stop + 2 >= end || self.raw(stop) != "," || !article || alone {
            return None;
        }
        let noun = units[u.min(units.len())..]
            .iter()
            .take_while(|x| x.tokens.0 <= stop + 5)
            .find_map(|x| (x.tokens.0 > stop + 1).then(|| x.noun()).flatten().filter(|n| !n.1).map(|n| n.0))?;
        let noun = &self.lexicon.nouns[noun as usize];
        use Class::*;
        let body = matches!(noun.class, Media | Ngo | Party | Company | Militia | Rebel | Group | Jihadist);
        body.then_some((stop, noun.kind))
    }

    /// The kind that the words of a name tell.
    fn form_in(&self, start: u32, end: u32) -> Option<ActorKind> {
        let units = &self.units[self.tagged.sentence_of(start)];
        let inner = units.iter().filter(|u| u.tokens.0 >= start && u.tokens.1 <= end);
        let forms = inner.flat_map(|u| u.senses.iter()).filter_map(|s| match s {
            Sense::Form(f) => Some(self.lexicon.forms[*f as usize]),
            _ => None,
        });
        forms.min_by_key(|f| f.rank).map(|f| f.kind)
    }

    /// "…, Assimi Goita, who", "led by Salman al-Bambari": a run of capitals where only a person can stand.
    fn person_by_place(&self, i: u32, start: u32, end: u32, caps: bool, out: &[Candidate]) -> Option<u32> {
        if !self.capital(i, caps) || i == start || words::FUNCTION.contains(self.word(i)) {
            return None;
        }
        let office = |at: u32| out.last().is_some_and(|c| c.tokens.1 == at && matches!(c.what, What::Office(_)));
        let after_office = self.raw(i - 1) == "," && office(i - 1) || office(i);
        let led = i >= 2 && matches!(self.word(i - 1), "by" | "par") && words::LED.contains(self.word(i - 2));
        let ((_, stop), _) = self.person_after(i, end, caps)?;
        // "Sami Duale, le porte-parole"
        let titled = stop + 2 < end && self.raw(stop) == "," && stop - i >= 2 && {
            let s = self.tagged.sentence_of(i);
            let near = self.units[s].partition_point(|x| x.tokens.0 <= stop);
            let next = self.units[s].get(near).filter(|x| x.tokens.0 <= stop + 3);
            next.is_some_and(|x| x.title().is_some())
        };
        if !after_office && !led && !titled {
            return None;
        }
        (stop - i >= 2).then_some(stop)
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
            if let Some((name, stop)) = self.person_after(b, end, caps) {
                let mut c = self.candidate((a, stop), stop - 1, What::Person { name, title: Some(title) }, start);
                c.state = self.owner_left(a, start, units, u).or(self.owner_between(b, name.0, units, u));
                out.push(c);
                return stop;
            }
        }
        if let Some(entry) = unit.entry() {
            let kind = self.lexicon.entries[entry as usize].kind;
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
                // "the governor of Norte de Santander": the unit is named by its place.
                let local = words::LOCAL_OFFICES.contains(self.word(b - 1)) && words::OF.contains(self.word(b));
                let place = b + 1 + u32::from(b + 1 < end && words::DEFINITE.contains(self.word(b + 1)));
                if local && c.state.is_none() && place < end && self.capital(place, caps) {
                    let mut stop = place + 1;
                    while stop < end && stop < place + 6 {
                        let inside = words::INSIDE_NAMES.contains(self.word(stop))
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
                let compound = out.last().is_some_and(|o| o.tokens.1 == a && !matches!(o.what, What::State(..)));
                if possessive || compound {
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

    /// A common noun with its modifiers on both sides.
    #[allow(clippy::too_many_arguments)]
    fn noun(
        &self,
        unit: &Unit,
        noun: u32,
        plural: bool,
        units: &[Unit],
        u: usize,
        (start, end): (u32, u32),
        caps: bool,
        out: &mut Vec<Candidate>,
    ) -> u32 {
        let (a, b) = unit.tokens;
        // "army officers", "police station": the last noun of a run of nouns decides; "market" and the like end it.
        if !self.french() {
            if let Some(next) =
                units.get(u + 1).filter(|x| x.tokens.0 == b && x.noun().is_some() && x.title().is_none())
            {
                let _ = next;
                return b;
            }
            if self.heads_a_thing(b, end, units, u) {
                return b;
            }
        }
        let class = self.lexicon.nouns[noun as usize].class;
        let head = &self.tagged.tokens[b as usize - 1];
        if self.tagged.parsed && head.upos == Upos::Adj && matches!(head.deprel, types::Deprel::Amod) && b - a == 1 {
            return b;
        }
        let (mut left, mut state, mut people, mut named, mut mark) = (a, None, None, None, None);
        let mut i = a;
        while i > start {
            let j = i - 1;
            let inside = units[..u].iter().rev().find(|x| x.tokens.1 == i);
            if let Some(x) = inside {
                if let Some(s) = x.demonym() {
                    state = state.or(Some(s));
                } else if let Some(e) = x.entry() {
                    if self.lexicon.entries[e as usize].kind == Some(ActorKind::Community) {
                        people = Some(e);
                    } else {
                        named = out.iter().rposition(|c| c.tokens == x.tokens);
                    }
                } else if let Some(s) = x.state() {
                    state = state.or(Some(s));
                } else if x.noun().is_none() {
                    break;
                }
                mark = mark.or((x.noun().is_none()).then_some(x.tokens.0));
                i = x.tokens.0;
                left = i;
                continue;
            }
            let word = self.word(j);
            if self.raw(j).starts_with(['\'', '’']) && word == "s" || (self.raw(j).ends_with('\'') && word.is_empty())
            {
                // "Mali's security forces", "the group's fighters"
                if let Some(x) = units[..u].iter().rev().find(|x| x.tokens.1 == j) {
                    if let Some(s) = x.state() {
                        state = state.or(Some(s));
                        left = x.tokens.0;
                    } else if x.entry().is_some() {
                        named = out.iter().rposition(|c| c.tokens == x.tokens);
                    }
                }
                if named.is_none() {
                    named = out.iter().rposition(|c| c.tokens.1 == j && class == Class::Member);
                }
                break;
            }
            let upos = self.tagged.tokens[j as usize].upos;
            if words::MODIFIERS.contains(word) {
                if words::MARKS.contains(word) {
                    mark = mark.or(Some(j));
                }
            } else if words::number(word) {
            } else if matches!(word, "least" | "more" | "most" | "moins" | "plus") {
                break;
            } else if self.tagged.parsed && matches!(upos, Upos::Adj) && !self.capital(j, caps) {
            } else if self.named_ending(j + 1, out) {
                named = out.iter().rposition(|c| c.tokens.1 == j + 1);
                let c = &out[named.unwrap_or(0)];
                left = c.tokens.0;
                break;
            } else {
                break;
            }
            i = j;
            left = i;
        }
        let mut right = b;
        if self.french() {
            right = self.french_right(b, end, units, u, &mut state, &mut people, &mut mark, &mut named);
        }
        let mut owned = None;
        if let Some((owner, stop)) = self.owner_right(right, end, units, u) {
            owned = units.iter().find(|x| x.tokens.1 == stop).map(|x| (x.tokens, owner));
            // "members of Russia's Wagner": what is owned follows.
            if !self.raw(stop.min(end - 1)).starts_with(['\'', '’']) {
                state = state.or(Some(owner));
                right = stop;
            }
        }
        let quantified = left < a && words::number(self.word(left));
        while left < a && (words::number(self.word(left)) || words::INDEFINITE.contains(self.word(left))) {
            left += 1;
        }
        let mut c = self.candidate((left, right), b - 1, What::Noun(noun), start);
        if quantified || left > start && words::number(self.word(left - 1)) {
            c.counted = true;
            if c.definite == Definite::Bare {
                c.definite = Definite::No;
            }
        }
        (c.state, c.people, c.named, c.mark, c.plural) = (state, people, named, mark, plural);
        // "terrorist and rebel groups", "took him prisoner": a bare singular is no phrase of its own.
        let countable = matches!(
            class,
            Class::Jihadist | Class::Rebel | Class::Attacker | Class::Fighter | Class::Civilian | Class::Member
        );
        let lone = matches!(class, Class::Army | Class::Police)
            && ["militaire", "soldat", "soldier", "policier", "policeman", "gendarme"].contains(&self.word(b - 1));
        if (countable || lone)
            && !plural
            && c.definite == Definite::Bare
            && state.is_none()
            && named.is_none()
            && !self.pieces.capital(left)
            && !caps
        {
            return right;
        }
        // "Indian and Pakistani troops": the first nationality owns troops of its own.
        let first = (left >= start + 2 && matches!(self.word(left - 1), "and" | "et"))
            .then(|| units[..u].iter().rev().take(4).find(|x| x.tokens.1 == left - 1 && x.demonym().is_some()))
            .flatten();
        if let Some(first) = first.filter(|_| c.state.is_some() && class != Class::Source) {
            let mut other = self.candidate(first.tokens, first.tokens.1 - 1, What::Noun(noun), start);
            (other.state, other.plural) = (first.demonym(), plural);
            out.push(other);
        }
        out.push(c);
        if let Some((tokens, state)) = owned {
            out.push(self.candidate(tokens, tokens.1 - 1, What::State(state, Naming::Name), start));
        }
        right
    }

    /// True where a candidate that names a group ends at token `end`.
    fn named_ending(&self, end: u32, out: &[Candidate]) -> bool {
        out.last().is_some_and(|c| c.tokens.1 == end && matches!(c.what, What::Named(_) | What::Entry(_)))
    }

    /// What follows a French noun: "armées maliennes", "peuls", "du JNIM" is left to the chain.
    #[allow(clippy::too_many_arguments)]
    fn french_right(
        &self,
        b: u32,
        end: u32,
        units: &[Unit],
        u: usize,
        state: &mut Option<u32>,
        people: &mut Option<u32>,
        mark: &mut Option<u32>,
        named: &mut Option<usize>,
    ) -> u32 {
        let _ = named;
        let mut right = b;
        while right < end {
            if let Some(x) = units[u + 1..].iter().take(3).find(|x| x.tokens.0 == right) {
                if let Some(s) = x.demonym() {
                    *state = state.or(Some(s));
                    *mark = mark.or(Some(right));
                } else if let Some(e) = x
                    .entry()
                    .filter(|e| self.lexicon.entries[*e as usize].kind == Some(ActorKind::Community))
                    .filter(|_| !self.pieces.capital(right))
                {
                    *people = Some(e);
                    *mark = mark.or(Some(right));
                } else if x.noun().is_some() && words::MODIFIERS.contains(self.word(right)) {
                } else {
                    break;
                }
                right = x.tokens.1;
                continue;
            }
            let word = self.word(right);
            if !words::MODIFIERS.contains(word) {
                break;
            }
            if words::MARKS.contains(word) {
                *mark = mark.or(Some(right));
            }
            right += 1;
        }
        right
    }

    /// "of Mali", "du Mali", "de la Côte d'Ivoire" after token `b`: the state, and one past its last token.
    fn owner_right(&self, b: u32, end: u32, units: &[Unit], u: usize) -> Option<(u32, u32)> {
        if b >= end || !words::OF.contains(self.word(b)) {
            return None;
        }
        let mut i = b + 1;
        while i < end && (words::DEFINITE.contains(self.word(i)) || self.word(i) == "transitional") {
            i += 1;
        }
        let x = units.get(u + 1..)?.iter().take(4).find(|x| x.tokens.0 == i)?;
        Some((x.state()?, x.tokens.1))
    }

    /// "Mali's" or "Malian" before token `a`.
    fn owner_left(&self, a: u32, start: u32, units: &[Unit], u: usize) -> Option<u32> {
        let mut i = a;
        for _ in 0..4 {
            if i <= start {
                return None;
            }
            if let Some(x) = units[..u].iter().rev().take(3).find(|x| x.tokens.1 == i) {
                return x.demonym().or(x.state());
            }
            let word = self.word(i - 1);
            let possessive = word == "s" || word.is_empty();
            if !(possessive || words::MODIFIERS.contains(word)) {
                return None;
            }
            i -= 1;
        }
        None
    }

    /// "tchadien" between a title and a name.
    fn owner_between(&self, b: u32, name: u32, units: &[Unit], u: usize) -> Option<u32> {
        units
            .get(u + 1..)?
            .iter()
            .take(3)
            .find(|x| x.tokens.0 >= b && x.tokens.1 <= name)
            .and_then(|x| x.demonym().or(x.state()))
    }

    /// True where a noun that names people follows within the phrase.
    fn noun_follows(&self, b: u32, units: &[Unit], u: usize) -> bool {
        let near = |x: &&Unit| x.tokens.0 <= b + 1 && (x.noun().is_some() || x.title().is_some());
        !self.french() && units.get(u + 1..).is_some_and(|r| r.iter().take(1).find(near).is_some())
    }

    /// A title alone that stands for its holder: "the governor", "a commander" is one of many.
    fn office_like(&self, a: u32, start: u32) -> bool {
        a > start && words::DEFINITE.contains(self.word(a - 1))
    }

    /// True where the noun ending before `b` only modifies a thing: "police station", "army camp", "rebel stronghold".
    fn heads_a_thing(&self, b: u32, end: u32, units: &[Unit], u: usize) -> bool {
        if b >= end || units.get(u + 1).is_some_and(|x| x.tokens.0 == b && (x.noun().is_some() || x.entry().is_some()))
        {
            return false;
        }
        words::THINGS.contains(self.word(b))
            || self.tagged.parsed
                && self.tagged.tokens[b as usize].upos == Upos::Noun
                && self.tagged.tokens[b as usize - 1].deprel == types::Deprel::Compound
                && self.tagged.tokens[b as usize - 1].head == b
    }

    /// A country name that acts, owns or is dealt with, rather than a place where something is.
    fn acts_as_state(&self, a: u32, b: u32, start: u32, end: u32, units: &[Unit], u: usize) -> bool {
        let before = if a > start { self.word(a - 1) } else { "" };
        let next = self.word(b);
        if self.pieces.capital(b.min(end.saturating_sub(1))) && b < end && words::UNITS.contains(next) {
            return false;
        }
        // "Mali, Niger and Burkina Faso": as the first of the list.
        let mut at = a;
        for x in units[..u].iter().rev() {
            let gap = x.tokens.1..at;
            let listed = gap.clone().all(|i| words::LISTING.contains(self.word(i)) || self.raw(i) == ",");
            if x.state().is_none() || gap.is_empty() || !listed || gap.len() > 3 {
                break;
            }
            at = x.tokens.0;
        }
        let before = if at < a { if at > start { self.word(at - 1) } else { "" } } else { before };
        let mut k = at;
        let mut lead = before;
        let contracted = matches!(lead, "au" | "aux" | "du");
        if !contracted && words::DEFINITE.contains(lead) || words::NEIGHBOUR.contains(lead) {
            k = k.saturating_sub(1);
            lead = if k > start { self.word(k - 1) } else { "" };
        }
        if words::NEIGHBOUR.contains(lead) {
            k = k.saturating_sub(1);
            lead = if k > start { self.word(k - 1) } else { "" };
        }
        if words::LOCATIVE.contains(lead) || matches!(lead, "au" | "aux") {
            // "turned to Russia", "ties to Iran"
            return matches!(lead, "to" | "a" | "vers" | "au" | "aux")
                && k > start + 1
                && words::TURNING.contains(self.word(k - 2));
        }
        if words::OF.contains(lead) && k > start + 1 {
            let noun = self.word(k - 2);
            return !words::PLACE_NOUNS.contains(noun);
        }
        if matches!(lead, "with" | "avec" | "between" | "entre") && k > start + 1 {
            return !words::BORDER.contains(self.word(k - 2));
        }
        // "Iran-backed" is somebody's doing, "Mali-based" a place.
        b + 1 >= end || self.raw(b) != "-" || !matches!(self.word(b + 1), "based" | "born" | "wide")
    }

    /// "Bamako demanded", "accuses Abuja of": the capital for its government.
    fn capital_acts(&self, a: u32, b: u32, start: u32, end: u32) -> bool {
        let before = if a > start { self.word(a - 1) } else { "" };
        let mut next = b;
        while next < end && (words::AUXILIARIES.contains(self.word(next)) || words::ADVERBS.contains(self.word(next))) {
            next += 1;
        }
        let follows = next < end && words::ACTS.contains(self.word(next));
        let relative = next + 1 < end && self.raw(b) == "," && matches!(self.word(b + 1), "which" | "qui");
        let dealt = words::DEALS.contains(before);
        let tied = matches!(before, "between" | "entre");
        let first = a == start || !words::LOCATIVE.contains(before);
        (follows || relative) && first || dealt || tied
    }

    /// "the French", "American air strikes": a nationality that stands for the state.
    fn demonym_acts(&self, a: u32, b: u32, end: u32, units: &[Unit], u: usize, caps: bool) -> bool {
        if units.get(u + 1).is_some_and(|x| x.tokens.0 == b && x.noun().is_some()) {
            return false;
        }
        let before = if a > 0 { self.word(a - 1) } else { "" };
        if self.french() {
            let deed = a > 0 && words::DEEDS.contains(before);
            return deed || self.pieces.capital(a) && !caps && matches!(before, "les" | "des" | "aux");
        }
        let alone = b >= end
            || !self.raw(b).starts_with(|c: char| c.is_alphanumeric())
            || words::AFTER_PEOPLE.contains(self.word(b));
        let deed = (b..end.min(b + 3)).any(|i| words::DEEDS.contains(self.word(i)));
        matches!(before, "the") && alone || deed
    }

    /// A run of capitals with a telling head from token `i`: one past its end, and its kind.
    fn named_by_form(&self, i: u32, end: u32, units: &[Unit], u: usize) -> Option<(u32, ActorKind)> {
        if words::DEFINITE.contains(self.word(i)) || words::FUNCTION.contains(self.word(i)) {
            return None;
        }
        let mut stop = i + 1;
        let mut capitals = 1;
        let mut linked = false;
        let mut j = i + 1;
        while j < end && j < i + 14 {
            if self.pieces.capital(j) || self.raw(j) == "-" {
                stop = j + 1;
                capitals += usize::from(self.pieces.capital(j));
                j += 1;
            } else if matches!(self.word(j), "and" | "et") && !linked {
                break;
            } else if words::INSIDE_NAMES.contains(self.word(j)) && j + 1 < end {
                linked = true;
                j += 1;
            } else {
                break;
            }
        }
        let inner: Vec<&Unit> = units[u.min(units.len())..].iter().take_while(|x| x.tokens.0 < stop).collect();
        // The first word is not the name of a nationality that owns a common noun: "Malian Army".
        let first = inner.first().filter(|x| x.tokens.0 == i);
        if first.is_some_and(|x| x.state().is_some()) && words::UNITS.contains(self.word(first?.tokens.1)) {
            let stop = first?.tokens.1 + 1;
            return (stop <= end).then_some((stop, ActorKind::Government));
        }
        if let Some(first) = first {
            let rest_is_noun =
                inner.get(1).is_some_and(|x| x.noun().is_some() && x.tokens.0 == first.tokens.1 && x.tokens.1 == stop);
            if (first.demonym().is_some() || first.state().is_some()) && rest_is_noun {
                return None;
            }
            if first.title().is_some() && first.noun().is_none() {
                return None;
            }
        }
        let forms = inner.iter().flat_map(|x| x.senses.iter()).filter_map(|s| match s {
            Sense::Form(f) => Some(self.lexicon.forms[*f as usize]),
            _ => None,
        });
        let best = forms.min_by_key(|f| f.rank)?;
        let alone = capitals == 1;
        let before = i.checked_sub(1).map_or("", |t| self.word(t));
        let pointed = words::DEFINITE.contains(before) || ordinal(before);
        let named_alone = alone && pointed && best.rank <= 3 && stop == i + 1;
        if alone && !named_alone && !(self.french() && self.word(i + 1) == "de") {
            return None;
        }
        if alone && !named_alone {
            return None;
        }
        Some((stop, best.kind))
    }

    /// A person's name from token `b` on, allowing an adjective of nationality before it.
    fn person_after(&self, b: u32, end: u32, caps: bool) -> Option<((u32, u32), u32)> {
        let mut i = b;
        // "le président tchadien Mahamat Idriss Déby", "Gen. Burhan"
        while i < end && i < b + 3 && !self.capital(i, caps) && (self.raw(i) == "." || self.is_demonym(i)) {
            i += 1;
        }
        if caps {
            return None;
        }
        let from = i;
        let mut stop = i;
        while i < end && i < from + 7 {
            let initial = self.raw(i) == "." && i > from && self.raw(i - 1).chars().count() == 1;
            if self.capital(i, caps) && !words::FUNCTION.contains(self.word(i)) && !words::UNITS.contains(self.word(i))
            {
                stop = i + 1;
            } else if initial || self.raw(i) == "-" || self.raw(i) == "'" || self.raw(i) == "’" {
            } else if !(i > from && words::PARTICLES.contains(self.word(i))) {
                break;
            }
            i += 1;
        }
        if self.raw(stop.saturating_sub(1)) == "'" {
            stop -= 1;
        }
        (stop > from).then_some(((from, stop), stop))
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

//! The rule language of `lexicon/times/*.rules`: text in, patterns over atoms out.
//!
//! ```text
//! @month january jan = m=1           words of a class and the slots they fill (one line a value)
//! %day = <wd> | <month> <d>          a named part, used as %day in later patterns
//! rule weekday-night = %day night{pod=4}
//! ```
//! In a pattern: a bare word is itself; `<class>` any word of a class; `( | )` choice; `?` behind a part makes it optional;
//! `~` before a part: no white space before it; `{slot=value}` fills slots; `[` and `]` bound the expression where the
//! pattern needs context beyond it ("in [ <y> ]"); `<n>` number, `<ord>` ordinal, `<d>` day of the month, `<y>` year of four
//! digits, `<yy>` of two, `<yw>` year in words, `<hh>` `<mi>` hour and minute, `<mo>` number of a month. The longest match
//! wins, then the rule that stands first.

use crate::atoms::{Atoms, Kind};
use crate::numbers::NumberWords;
use std::collections::HashMap;
use types::Lang;

/// The slots a pattern can fill. Each is a number; letters in rule files stand for the numbers of [`symbol`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
#[repr(u8)]
pub enum Slot {
    /// Year.
    Y,
    /// Month.
    M,
    /// Day of the month.
    D,
    /// Last day of a range of days.
    D2,
    /// Weekday, Monday 1.
    Wd,
    /// Unit of calendar.
    Unit,
    /// Number of units, in hundredths; -1 where it is not said ("several days").
    N,
    /// Upper number of a range.
    N2,
    /// Shift in units from now: last -1, this 0, next 1.
    Shift,
    /// What kind of expression it is; see [`symbol`].
    Kind,
    /// Part of the day: 1 morning, 2 afternoon, 3 evening, 4 night, 5 dawn/daybreak, 6 midday as part.
    Pod,
    /// Hour of the clock.
    H,
    /// Minute.
    Mi,
    /// 1 before noon, 2 after.
    Ap,
    /// Quarter of the year.
    Q,
    /// Half of the year.
    Half,
    /// Season: 1 spring 2 summer 3 autumn 4 winter.
    Sea,
    /// Part of the stretch: 1 start 2 middle 3 end.
    Edge,
    /// Which holiday.
    Hol,
    /// 1 before Christ.
    Bc,
    /// Ordinal (century, day).
    Ord,
    /// Counted from now (1) or from the time of the narrative (2).
    From,
    /// Looks forward: 1.
    Fwd,
    /// Looks back: 1.
    Back,
    /// Fiscal: 1.
    Fy,
    /// A form that needs company: 1.
    Weak,
    /// Last year of a range.
    Y2,
    /// Last month of a range.
    M2,
    /// Days from the day named: "the day before last Tuesday" -1.
    Off,
}

const SLOTS: usize = 29;
const NAMES: [&str; SLOTS] = [
    "y", "m", "d", "d2", "wd", "unit", "n", "n2", "shift", "kind", "pod", "h", "mi", "ap", "q", "half", "sea", "edge",
    "hol", "bc", "ord", "from", "fwd", "back", "fy", "weak", "y2", "m2", "off",
];

/// What a match has filled.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    slots: [i32; SLOTS],
    /// First atom of the expression.
    pub open: usize,
    /// One past its last atom; 0 until a pattern closes it.
    pub close: usize,
}

impl Frame {
    fn empty(at: usize) -> Frame {
        Frame { slots: [i32::MIN; SLOTS], open: at, close: 0 }
    }

    /// The value of a slot.
    pub fn get(&self, slot: Slot) -> Option<i32> {
        Some(self.slots[slot as usize]).filter(|v| *v != i32::MIN)
    }

    /// True where the slot is filled with 1.
    pub fn is(&self, slot: Slot) -> bool {
        self.slots[slot as usize] == 1
    }

    fn set(&mut self, slot: usize, value: i32) {
        self.slots[slot] = value;
    }

    /// Makes a plain length of "three days before the vote".
    pub fn to_duration(&mut self) {
        for slot in [Slot::From, Slot::Back, Slot::Fwd, Slot::Weak] {
            self.slots[slot as usize] = i32::MIN;
        }
        self.set(Slot::Kind as usize, symbol("dur").unwrap_or(0));
    }

    /// The same for another day of the month, named by atom `at` alone: "24 and *25* April".
    pub fn on_day(mut self, d: i32, at: usize) -> Frame {
        self.set(Slot::D as usize, d);
        (self.open, self.close) = (at, at + 1);
        self
    }

    /// A length whose number is not said, unless it is.
    pub fn to_vague(&mut self) {
        if self.get(Slot::N).is_none() {
            self.set(Slot::N as usize, -1);
        }
    }
}

/// Letters that stand for numbers in rule files: units and kinds.
pub fn symbol(word: &str) -> Option<i32> {
    const UNITS: [&str; 11] = ["S", "MIN", "HR", "D", "W", "MO", "QU", "YR", "DE", "CE", "WE"];
    const KINDS: [&str; 12] =
        ["date", "rel", "ago", "dur", "set", "past", "present", "future", "clock", "day", "none", "span"];
    UNITS.iter().position(|u| *u == word).or_else(|| KINDS.iter().position(|k| *k == word)).map(|i| i as i32)
}

#[derive(Clone, Debug)]
enum Node {
    Word(u32),
    Mark(char),
    Number(u32),
    Class(u32),
    Built(Built),
    Seq(Vec<Node>),
    Alt(Vec<Node>),
    Opt(Box<Node>),
    Set(Vec<(usize, i32)>),
    Glued(Box<Node>),
    Open,
    Close,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Built {
    N,
    Ord,
    D,
    Y,
    Yy,
    Yw,
    Hh,
    Mi,
    Mo,
    D2,
    Y2,
    N2,
}

#[derive(Clone, Debug)]
struct Rule {
    name: String,
    node: Node,
}

/// Rules of one language, ready to match.
#[derive(Clone, Debug)]
pub struct Rules {
    words: HashMap<String, u32>,
    classes: HashMap<String, u32>,
    /// For each word, its classes and the slots each fills.
    members: Vec<Vec<(u32, Vec<(usize, i32)>)>>,
    rules: Vec<Rule>,
    by_word: Vec<Vec<u32>>,
    by_digits: Vec<u32>,
    by_mark: HashMap<char, Vec<u32>>,
    numbers: NumberWords,
    /// What is wrong with the file.
    pub faults: Vec<String>,
}

/// A match: the rule and what it filled; `frame.open..frame.close` are its atoms.
#[derive(Clone, Debug)]
pub struct Match<'r> {
    /// Name of the rule.
    pub rule: &'r str,
    /// What it filled.
    pub frame: Frame,
    /// One past the last atom the pattern took, context and all.
    pub end: usize,
}

/// A text's atoms with their words looked up.
pub struct Input<'a> {
    /// The atoms.
    pub atoms: &'a Atoms,
    ids: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl Rules {
    /// Reads a rule file. `file` is named in the faults.
    pub fn parse(lang: Lang, file: &str, text: &str) -> Rules {
        let mut rules = Rules {
            words: HashMap::new(),
            classes: HashMap::new(),
            members: Vec::new(),
            rules: Vec::new(),
            by_word: Vec::new(),
            by_digits: Vec::new(),
            by_mark: HashMap::new(),
            numbers: NumberWords::of(lang),
            faults: Vec::new(),
        };
        for word in rules.numbers.clone().words() {
            rules.word(word);
        }
        let mut parts: HashMap<String, Node> = HashMap::new();
        let mut number = 0;
        let mut lines = text.lines().peekable();
        while let Some(line) = lines.next() {
            number += 1;
            let at = number;
            let mut line = line.trim_end().to_string();
            // a line that starts with spaces goes on with the one before
            while lines.peek().is_some_and(|l| l.starts_with("  ") && !l.trim().is_empty()) {
                line.push_str(lines.next().unwrap_or(""));
                number += 1;
            }
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            if let Err(fault) = rules.line(&line, &mut parts) {
                rules.faults.push(format!("{file}:{at}: {fault}"));
            }
        }
        rules.index();
        rules
    }

    fn line(&mut self, line: &str, parts: &mut HashMap<String, Node>) -> Result<(), String> {
        let (head, body) = line.split_once(" = ").ok_or("expected \" = \", but found none")?;
        if let Some(head) = head.strip_prefix('@') {
            let mut words = head.split_whitespace();
            let class = words.next().ok_or("expected the name of a class")?;
            let class = self.class(class);
            let slots = assignments(body.trim())?;
            for word in words {
                let id = self.word(word) as usize;
                self.members[id].push((class, slots.clone()));
            }
        } else if let Some(name) = head.strip_prefix('%') {
            let node = self.pattern(body, parts)?;
            parts.insert(name.trim().to_string(), node);
        } else if let Some(name) = head.strip_prefix("rule ") {
            let node = self.pattern(body, parts)?;
            self.rules.push(Rule { name: name.trim().to_string(), node });
        } else {
            return Err(format!("expected @class, %part or rule, but found \"{head}\""));
        }
        Ok(())
    }

    fn word(&mut self, word: &str) -> u32 {
        let next = self.words.len() as u32;
        let id = *self.words.entry(word.to_string()).or_insert(next);
        if id == next {
            self.members.push(Vec::new());
        }
        id
    }

    fn class(&mut self, name: &str) -> u32 {
        let next = self.classes.len() as u32;
        *self.classes.entry(name.to_string()).or_insert(next)
    }

    fn pattern(&mut self, text: &str, parts: &HashMap<String, Node>) -> Result<Node, String> {
        let tokens = lex(text);
        let mut at = 0;
        let node = self.choice(&tokens, &mut at, parts)?;
        match tokens.get(at) {
            None => Ok(node),
            Some(t) => Err(format!("expected the end of the pattern, but found \"{t}\"")),
        }
    }

    fn choice(&mut self, tokens: &[String], at: &mut usize, parts: &HashMap<String, Node>) -> Result<Node, String> {
        let mut choices = vec![self.sequence(tokens, at, parts)?];
        while tokens.get(*at).is_some_and(|t| t == "|") {
            *at += 1;
            choices.push(self.sequence(tokens, at, parts)?);
        }
        Ok(if choices.len() == 1 { choices.remove(0) } else { Node::Alt(choices) })
    }

    fn sequence(&mut self, tokens: &[String], at: &mut usize, parts: &HashMap<String, Node>) -> Result<Node, String> {
        let mut seq = Vec::new();
        let mut glued = false;
        while let Some(token) = tokens.get(*at) {
            let mut node = match token.as_str() {
                "|" | ")" => break,
                "~" => {
                    glued = true;
                    *at += 1;
                    continue;
                }
                "(" => {
                    *at += 1;
                    let node = self.choice(tokens, at, parts)?;
                    if tokens.get(*at).is_none_or(|t| t != ")") {
                        return Err("expected \")\"".into());
                    }
                    node
                }
                "[" => Node::Open,
                "]" => Node::Close,
                t if t.starts_with('{') => Node::Set(assignments(t.trim_matches(['{', '}']))?),
                t if t.starts_with('%') => {
                    parts.get(&t[1..]).cloned().ok_or_else(|| format!("expected a part named before, but found {t}"))?
                }
                t if t.starts_with('<') => {
                    let name = t.trim_matches(['<', '>']);
                    match built(name) {
                        Some(b) => Node::Built(b),
                        None => match self.classes.get(name) {
                            Some(c) => Node::Class(*c),
                            None => return Err(format!("expected a class named before, but found {t}")),
                        },
                    }
                }
                t if t.starts_with('\\') => Node::Mark(t.chars().nth(1).unwrap_or('\\')),
                t if t.parse::<u32>().is_ok() => Node::Number(t.parse().unwrap_or(0)),
                t => match t.chars().next() {
                    Some(c) if !c.is_alphanumeric() => Node::Mark(c),
                    _ => Node::Word(self.word(t)),
                },
            };
            *at += 1;
            if tokens.get(*at).is_some_and(|t| t == "?") {
                *at += 1;
                node = if std::mem::take(&mut glued) {
                    Node::Opt(Box::new(Node::Glued(Box::new(node))))
                } else {
                    Node::Opt(Box::new(node))
                };
            } else if std::mem::take(&mut glued) {
                node = Node::Glued(Box::new(node));
            }
            seq.push(node);
        }
        Ok(Node::Seq(seq))
    }

    /// Lists, for each word and kind of atom, the rules that can start there.
    fn index(&mut self) {
        self.by_word = vec![Vec::new(); self.members.len()];
        for r in 0..self.rules.len() {
            let mut first = First::default();
            self.first(&self.rules[r].node, &mut first);
            let r = r as u32;
            if first.number {
                first.words.extend(self.numbers.words().filter_map(|w| self.words.get(w)));
            }
            for c in first.classes {
                for (word, classes) in self.members.iter().enumerate() {
                    if classes.iter().any(|(k, _)| *k == c) {
                        first.words.push(word as u32);
                    }
                }
            }
            first.words.sort_unstable();
            first.words.dedup();
            for w in first.words {
                self.by_word[w as usize].push(r);
            }
            if first.digits || first.number {
                self.by_digits.push(r);
            }
            for m in first.marks {
                self.by_mark.entry(m).or_default().push(r);
            }
        }
    }

    /// Collects what `node` can start with; true where it can match nothing at all.
    fn first(&self, node: &Node, into: &mut First) -> bool {
        match node {
            Node::Word(w) => into.words.push(*w),
            Node::Mark(c) => into.marks.push(*c),
            Node::Class(c) => into.classes.push(*c),
            Node::Number(_) => into.digits = true,
            Node::Built(Built::N | Built::N2 | Built::Ord | Built::D | Built::D2 | Built::Yw | Built::Hh) => {
                into.number = true
            }
            Node::Built(Built::Yy) => {
                into.marks.push('\'');
                into.digits = true;
            }
            Node::Built(_) => into.digits = true,
            Node::Seq(nodes) => {
                for n in nodes {
                    if !self.first(n, into) {
                        return false;
                    }
                }
                return true;
            }
            Node::Alt(nodes) => {
                let mut empty = false;
                for n in nodes {
                    empty |= self.first(n, into);
                }
                return empty;
            }
            Node::Opt(n) => {
                self.first(n, into);
                return true;
            }
            Node::Glued(n) => return self.first(n, into),
            Node::Set(_) | Node::Open | Node::Close => return true,
        }
        false
    }

    /// Looks up the words of a text.
    pub fn input<'a>(&self, atoms: &'a Atoms) -> Input<'a> {
        let look = |i: usize| match atoms.list[i].kind {
            Kind::Word => self.words.get(atoms.word(i)).copied().unwrap_or(NONE),
            _ => NONE,
        };
        Input { atoms, ids: (0..atoms.list.len()).map(look).collect() }
    }

    /// The longest match that starts at atom `i`.
    pub fn longest(&self, input: &Input, i: usize) -> Option<Match<'_>> {
        let atom = input.atoms.get(i)?;
        let empty = Vec::new();
        let candidates = match atom.kind {
            Kind::Digits => &self.by_digits,
            Kind::Word => match input.ids[i] {
                NONE => return None,
                w => &self.by_word[w as usize],
            },
            Kind::Mark => self.by_mark.get(&input.atoms.word(i).chars().next()?).unwrap_or(&empty),
        };
        let mut best: Option<Match> = None;
        for &r in candidates {
            let rule = &self.rules[r as usize];
            let mut found: Option<(usize, Frame)> = None;
            self.step(std::slice::from_ref(&rule.node), input, i, Frame::empty(i), &mut |end, frame| {
                if found.is_none_or(|(e, _)| end > e) {
                    found = Some((end, frame));
                }
            });
            let Some((end, mut frame)) = found else { continue };
            if frame.close == 0 {
                frame.close = end;
            }
            if frame.close <= frame.open {
                continue;
            }
            if best.as_ref().is_none_or(|b| frame.close > b.frame.close || frame.close == b.frame.close && end > b.end)
            {
                best = Some(Match { rule: &rule.name, frame, end });
            }
        }
        best
    }

    fn step(&self, nodes: &[Node], input: &Input, i: usize, frame: Frame, done: &mut dyn FnMut(usize, Frame)) {
        let Some((node, rest)) = nodes.split_first() else {
            done(i, frame);
            return;
        };
        let atoms = input.atoms;
        match node {
            Node::Seq(inner) => self.step(inner, input, i, frame, &mut |j, f| self.step(rest, input, j, f, done)),
            Node::Alt(choices) => {
                for choice in choices {
                    self.step(std::slice::from_ref(choice), input, i, frame, &mut |j, f| {
                        self.step(rest, input, j, f, done)
                    });
                }
            }
            Node::Opt(inner) => {
                self.step(std::slice::from_ref(inner), input, i, frame, &mut |j, f| self.step(rest, input, j, f, done));
                self.step(rest, input, i, frame, done);
            }
            Node::Glued(inner) => {
                if atoms.glued(i) {
                    self.step(std::slice::from_ref(inner), input, i, frame, &mut |j, f| {
                        self.step(rest, input, j, f, done)
                    });
                }
            }
            Node::Set(slots) => {
                let mut frame = frame;
                for (slot, value) in slots {
                    frame.set(*slot, *value);
                }
                self.step(rest, input, i, frame, done);
            }
            Node::Open => self.step(rest, input, i, Frame { open: i, ..frame }, done),
            Node::Close => self.step(rest, input, i, Frame { close: i, ..frame }, done),
            _ => {
                // an expression does not reach over a blank line
                let Some(atom) = atoms.get(i) else { return };
                if atom.breaks && i > frame.open {
                    return;
                }
                match node {
                    Node::Word(w) => {
                        if input.ids[i] == *w {
                            self.step(rest, input, i + 1, frame, done);
                        }
                    }
                    Node::Mark(c) => {
                        if atom.kind == Kind::Mark && atoms.word(i).starts_with(*c) {
                            self.step(rest, input, i + 1, frame, done);
                        }
                    }
                    Node::Number(n) => {
                        if atoms.digits(i) == Some(*n) {
                            self.step(rest, input, i + 1, frame, done);
                        }
                    }
                    Node::Class(c) => {
                        if input.ids[i] == NONE {
                            return;
                        }
                        for (class, slots) in &self.members[input.ids[i] as usize] {
                            if class == c {
                                let mut frame = frame;
                                for (slot, value) in slots {
                                    frame.set(*slot, *value);
                                }
                                self.step(rest, input, i + 1, frame, done);
                            }
                        }
                    }
                    Node::Built(b) => {
                        if let Some((end, sets)) = self.built(*b, atoms, i) {
                            let mut frame = frame;
                            for (slot, value) in sets {
                                frame.set(slot as usize, value);
                            }
                            self.step(rest, input, end, frame, done);
                        }
                    }
                    _ => {}
                }
            }
        }
    }

    /// Matches a built-in part at atom `i`.
    fn built(&self, b: Built, atoms: &Atoms, i: usize) -> Option<(usize, Vec<(Slot, i32)>)> {
        let digits = |low: u32, high: u32, len: std::ops::RangeInclusive<usize>| {
            atoms.digits(i).filter(|v| (low..=high).contains(v) && len.contains(&atoms.len_of(i))).map(|v| v as i32)
        };
        match b {
            Built::N | Built::N2 => {
                let n = self.numbers.at(atoms, i)?;
                let hundredths = (n.value * 100.0).round();
                let slot = if b == Built::N { Slot::N } else { Slot::N2 };
                (hundredths < 1e9 && n.value > 0.0).then(|| (n.end, vec![(slot, hundredths as i32)]))
            }
            Built::Ord => self.numbers.ordinal(atoms, i).map(|(v, end)| (end, vec![(Slot::Ord, v as i32)])),
            Built::D | Built::D2 => {
                let slot = if b == Built::D { Slot::D } else { Slot::D2 };
                if let Some((v, end)) = self.numbers.ordinal(atoms, i).filter(|(v, _)| (1..=31).contains(v)) {
                    return Some((end, vec![(slot, v as i32)]));
                }
                // "July 30,000 people", "May 5.5 percent" hold no day
                let more = matches!(atoms.word(i + 1), "," | "." | ":" | "%")
                    && atoms.glued(i + 1)
                    && atoms.glued(i + 2)
                    && atoms.digits(i + 2).is_some();
                digits(1, 31, 1..=2).filter(|_| !more).map(|v| (i + 1, vec![(slot, v)]))
            }
            Built::Y => digits(1000, 2199, 4..=4).map(|v| (i + 1, vec![(Slot::Y, v)])),
            Built::Y2 => {
                if let Some(v) = digits(1000, 2199, 4..=4) {
                    return Some((i + 1, vec![(Slot::Y2, v)]));
                }
                digits(0, 99, 2..=2).map(|v| (i + 1, vec![(Slot::Y2, v)]))
            }
            Built::Yy => {
                let at = if atoms.word(i) == "'" && atoms.glued(i + 1) { i + 1 } else { i };
                let value = atoms.digits(at).filter(|_| atoms.len_of(at) == 2)? as i32;
                let year = if value > 40 { 1900 + value } else { 2000 + value };
                Some((at + 1, vec![(Slot::Y, year)]))
            }
            Built::Yw => {
                // "nineteen ninety-six", "two thousand and one"
                let first = self.numbers.at(atoms, i)?;
                if !first.words {
                    return None;
                }
                if first.value >= 1900.0 && first.value < 2100.0 {
                    return Some((first.end, vec![(Slot::Y, first.value as i32)]));
                }
                if !(16.0..=20.0).contains(&first.value) {
                    return None;
                }
                let second =
                    self.numbers.at(atoms, first.end).filter(|n| n.words && (10.0..100.0).contains(&n.value))?;
                Some((second.end, vec![(Slot::Y, (first.value * 100.0 + second.value) as i32)]))
            }
            Built::Hh => {
                if let Some(v) = digits(0, 24, 1..=2) {
                    return Some((i + 1, vec![(Slot::H, v)]));
                }
                let n = self.numbers.at(atoms, i).filter(|n| n.words && !n.article)?;
                (1.0..=24.0).contains(&n.value).then(|| (n.end, vec![(Slot::H, n.value as i32)]))
            }
            Built::Mi => digits(0, 59, 2..=2).map(|v| (i + 1, vec![(Slot::Mi, v)])),
            Built::Mo => digits(1, 12, 1..=2).map(|v| (i + 1, vec![(Slot::M, v)])),
        }
    }
}

#[derive(Default)]
struct First {
    words: Vec<u32>,
    classes: Vec<u32>,
    marks: Vec<char>,
    digits: bool,
    number: bool,
}

fn built(name: &str) -> Option<Built> {
    Some(match name {
        "n" => Built::N,
        "n2" => Built::N2,
        "ord" => Built::Ord,
        "d" => Built::D,
        "d2" => Built::D2,
        "y" => Built::Y,
        "y2" => Built::Y2,
        "yy" => Built::Yy,
        "yw" => Built::Yw,
        "hh" => Built::Hh,
        "mi" => Built::Mi,
        "mo" => Built::Mo,
        _ => return None,
    })
}

/// `m=1,weak=1` → slots and values.
fn assignments(text: &str) -> Result<Vec<(usize, i32)>, String> {
    let one = |part: &str| {
        let (slot, value) = part.split_once('=').ok_or_else(|| format!("expected slot=value, but found \"{part}\""))?;
        let slot = NAMES.iter().position(|n| *n == slot.trim());
        let slot = slot.ok_or_else(|| format!("expected the name of a slot, but found \"{part}\""))?;
        let value = value.trim();
        let value = value.parse().ok().or_else(|| symbol(value));
        Ok((slot, value.ok_or_else(|| format!("expected a number or a letter code, but found \"{part}\""))?))
    };
    text.split(',').filter(|p| !p.trim().is_empty() && p.trim() != "-").map(one).collect()
}

/// Cuts a pattern into its tokens.
fn lex(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let mut token = c.to_string();
        let until = match c {
            c if c.is_whitespace() => continue,
            '<' => Some('>'),
            '{' => Some('}'),
            // a mark that the language uses itself: "\("
            '\\' => {
                token.extend(chars.next());
                tokens.push(token);
                continue;
            }
            _ => None,
        };
        if let Some(end) = until {
            for d in chars.by_ref() {
                token.push(d);
                if d == end {
                    break;
                }
            }
        } else if c.is_alphanumeric() || c == '%' {
            while let Some(d) = chars.next_if(|d| d.is_alphanumeric() || c == '%' && (*d == '-' || *d == '_')) {
                token.push(d);
            }
        }
        tokens.push(token);
    }
    tokens
}

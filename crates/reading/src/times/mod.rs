//! Time expressions of a text, on the calendar.
//!
//! In: the text, its tags, the day of publication where it is known. Out: every date, time of day, duration and set with its
//! TIMEX3 value and, where it can be placed, its first and last day. "The attack came at dawn on Tuesday" in a report of
//! 19 September 2024 → TIME 2024-09-17TMO.
//!
//! The words live in `lexicon/times/*.rules` ([`grammar`]), the arithmetic in [`calendar`] and [`resolve`], the day that
//! "today" means in [`anchor`], and the choice of an event's own time in [`attach`].

mod anchor;
mod attach;
pub mod calendar;
mod context;
pub mod grammar;
mod resolve;
mod tense;

pub use attach::for_span;

use crate::Doc;
use crate::atoms::Atoms;
use calendar::Stretch;
pub(crate) use calendar::plus_days;
use grammar::{Match, Rules, Slot};
use resolve::Context;
use tense::Tense;
use types::{Date, Evidence, Lang, Span, Time, TimeRival, Upos, When};

/// The rules of both languages.
#[derive(Clone, Debug)]
pub struct TimeWords {
    en: Rules,
    fr: Rules,
}

impl Default for TimeWords {
    fn default() -> TimeWords {
        let en = include_str!("../../../../lexicon/times/en.rules");
        let fr = include_str!("../../../../lexicon/times/fr.rules");
        TimeWords {
            en: Rules::parse(Lang::En, "lexicon/times/en.rules", en),
            fr: Rules::parse(Lang::Fr, "lexicon/times/fr.rules", fr),
        }
    }
}

impl TimeWords {
    /// The rules of a language.
    pub fn of(&self, lang: Lang) -> &Rules {
        match lang {
            Lang::En => &self.en,
            Lang::Fr => &self.fr,
        }
    }
}

/// What reading knows of a time expression beyond its [`Time`]; parallel to [`Dated::list`].
#[derive(Clone, Debug)]
pub struct Fact {
    /// Index of the sentence it stands in.
    pub sentence: u32,
    /// The stretch of the calendar it names; none for durations, sets and vague words.
    pub stretch: Option<Stretch>,
    /// True for a window counted from now ("in the past two months").
    pub window: bool,
    /// Where an anniversary is spoken of, the day it falls on and where its words begin: the date itself then dates only
    /// what is commemorated ("the anniversary of the charter signed on 16 September 2023").
    pub anniversary: Option<(u32, Date)>,
}

/// The time expressions of a report, and the day of publication they imply.
#[derive(Clone, Debug, Default)]
pub struct Dated {
    /// Time expressions in text order.
    pub list: Vec<Time>,
    /// What else is known of each.
    pub facts: Vec<Fact>,
    /// The day of publication: given, or inferred from the text.
    pub published: Option<Date>,
    /// When the news of the report happened: what an event without a date of its own is given.
    pub main: Option<When>,
    /// Why the day was inferred, or that it could not be.
    pub notes: Vec<String>,
}

/// A match with its place.
struct Raw<'r> {
    m: Match<'r>,
    span: Span,
    sentence: u32,
}

/// Finds and resolves the time expressions of the text.
pub fn date_times(doc: &Doc) -> Dated {
    let rules = doc.knowledge.times.of(doc.report.lang);
    let atoms = Atoms::of(doc.text);
    let raws = scan(doc, rules, &atoms);
    let anchor = anchor::find(doc, &atoms, &raws);
    let mut context = Context {
        now: anchor.now,
        basis: anchor.basis,
        narrative: anchor.narrative,
        last: anchor.now.filter(|_| !anchor.narrative).map(Stretch::Day),
        said: None,
        quarter: None,
        news: None,
    };
    let mut dated = Dated { published: anchor.now, notes: anchor.notes, ..Dated::default() };
    let mut end_of_last = 0;
    let mut event = anchor.event;
    for raw in &raws {
        if atoms.list[end_of_last..raw.m.frame.open.max(end_of_last) + 1].iter().any(|a| a.breaks) {
            context.said = None;
        }
        end_of_last = raw.m.frame.close;
        let (first, last) = sentence_atoms(doc, &atoms, raw.sentence);
        // "It was founded in March 2017 … have blocked roads since the summer": up to now, whatever was told before.
        let from = raw.m.frame.open.checked_sub(1).map_or("", |i| atoms.word(i));
        // A clause further off says little; the bound also keeps a text without full stops linear.
        let near = first.max(raw.m.frame.open.saturating_sub(40))..last.min(raw.m.frame.close + 40);
        let had = || near.clone().any(|i| matches!(atoms.word(i), "had" | "avait" | "avaient"));
        if matches!(from, "since" | "depuis") && !had() {
            context.said = None;
        }
        let tense = tense::facing(doc, &atoms, (first, last), raw);
        let news = context.news;
        let other_way = (raw.m.frame.get(Slot::Y).is_none()
            && (raw.m.frame.get(Slot::Wd).is_some() || raw.m.frame.get(Slot::M).is_some()))
        .then(|| {
            let ahead = tense == Some(Tense::Future);
            let other = if ahead { Tense::Past } else { Tense::Future };
            context.clone().resolve(&raw.m.frame, Some(other)).map(|a| TimeRival { value: a.value, ahead })
        });
        let Some(answer) = context.resolve(&raw.m.frame, tense) else { continue };
        // "charged in the Dec. 21, 1988, bombing": it tells which bombing, and no story goes on from there.
        if context.said.is_some() && answer.stated && tells_which(doc, raw.span) {
            context.said = None;
        }
        let evidence = Evidence::new(raw.span, format!("times/{}@1", raw.m.rule));
        if let ("duration-since", None, Some(day)) = (raw.m.rule, news, context.news) {
            event.get_or_insert_with(|| (day, evidence.clone()));
        }
        let when = answer.days.map(|(start, end, basis)| When { start, end, basis, evidence: Some(evidence.clone()) });
        let anniversary = answer
            .stretch
            .filter(|_| answer.stated)
            .and_then(|s| anchor::anniversary(&atoms, first, raw, s, anchor.now));
        dated.facts.push(Fact {
            sentence: raw.sentence,
            window: answer.stretch.is_none() && when.is_some(),
            stretch: answer.stretch,
            anniversary,
        });
        let rival = other_way.flatten().filter(|r| r.value != answer.value);
        dated.list.push(Time { timex: answer.timex, value: answer.value, when, evidence, rival });
    }
    dated.main = anchor::main(doc, &dated, event);
    dated
}

/// True for a date that stands before the noun it belongs to: "the 1988 *bombing*".
fn tells_which(doc: &Doc, span: Span) -> bool {
    let tokens = &doc.tagged.tokens;
    let (first, last) = (doc.tagged.token_at(span.start), doc.tagged.token_at(span.end.saturating_sub(1)));
    let after = tokens.iter().skip(last + 1).find(|t| t.upos != Upos::Punct);
    let before = first.checked_sub(1).and_then(|i| tokens.get(i));
    before.is_some_and(|t| t.upos == Upos::Det) && after.is_some_and(|t| t.upos == Upos::Noun)
}

/// Every expression of the text, unresolved, in text order.
fn scan<'r>(doc: &Doc, rules: &'r Rules, atoms: &Atoms) -> Vec<Raw<'r>> {
    let input = rules.input(atoms);
    let mut raws = Vec::new();
    let mut i = 0;
    while i < atoms.list.len() {
        let Some(mut m) = rules.longest(&input, i) else {
            i += 1;
            continue;
        };
        // "in [the past] two months": what starts behind the context may reach further
        if m.frame.open > i {
            if let Some(inner) = rules.longest(&input, m.frame.open).filter(|n| n.frame.close > m.frame.close) {
                m = inner;
            }
        }
        let next = m.frame.close.max(i + 1);
        match context::accept(doc.report.lang, atoms, m) {
            Some(m) => {
                i = m.frame.close.max(i + 1);
                let span = trimmed(doc.text, atoms.span(m.frame.open, m.frame.close));
                let sentence = doc.tagged.sentence_of(doc.tagged.token_at(span.start) as u32) as u32;
                let second = context::next_day(atoms, &m);
                raws.push(Raw { m, span, sentence });
                if let Some(m) = second {
                    i = m.frame.close;
                    let span = atoms.span(m.frame.open, m.frame.close);
                    raws.push(Raw { m, span, sentence });
                }
            }
            None => i = if next > i + 1 && atoms.get(i).is_some() { i + 1 } else { next },
        }
    }
    raws
}

/// Leaves out a full stop that ends the sentence rather than an abbreviation: "at 10 a.m." keeps its own.
fn trimmed(text: &str, span: Span) -> Span {
    let words = span.of(text);
    match words.strip_suffix(',') {
        Some(w) => Span { start: span.start, end: span.start + w.trim_end().len() as u32 },
        None => span,
    }
}

/// The atoms of a sentence.
fn sentence_atoms(doc: &Doc, atoms: &Atoms, sentence: u32) -> (usize, usize) {
    let Some(s) = doc.tagged.sentences.get(sentence as usize) else { return (0, atoms.list.len()) };
    let span = doc.tagged.span_of(s.start, s.end);
    (atoms.at(span.start), atoms.at(span.end))
}

#[cfg(test)]
mod tests;

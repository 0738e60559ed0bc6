//! What was done to those counted: words of harm joined to their count phrases.
//!
//! In: the phrases of a sentence. Out: tolls. "killing 12 soldiers and wounding others" → killed 12 soldier, wounded people;
//! "three insurgents were killed" → killed 3 insurgent; "77 dead, 50 of them students" → two tolls. The tagger's heads say
//! which phrase is subject or object where they are read; else the nearest phrase on the right side is.

mod chain;
mod clause;
mod told;

use super::phrase::{Count, Phrase, Phrases};
use super::words::{Class, Frame, Harm};
use types::{Lang, Measure};

/// A phrase joined to a harm.
#[derive(Clone, Debug)]
pub struct Linked {
    /// Index of the phrase in its sentence's list.
    pub phrase: usize,
    /// What was done.
    pub measure: Measure,
    /// Name of the rule.
    pub rule: &'static str,
    /// The toll of the same sentence it is a part of.
    pub part: bool,
    /// First and one past the last atom of the words that harm.
    pub harm: (usize, usize),
    /// Who, where the words of harm say it: "the number of dead troops".
    pub of: Option<String>,
    /// True for "shot", which may turn out to be "killed".
    pub shot: bool,
}

/// Atoms of a sentence that are read together; a longer one is read in pieces, so that a text without full stops stays linear.
pub const LONGEST: usize = 400;

/// What the sentences before give a bare number: "counted more than 40".
#[derive(Clone, Copy, Debug, Default)]
pub struct Before {
    /// The measure a question just asked for: "How many dead?"
    pub asked: Option<Measure>,
    /// The measure told in the last two sentences.
    pub told: Option<Measure>,
}

/// Links the phrases of the sentence of atoms `from..to`.
pub fn link(p: &Phrases, from: usize, to: usize, list: &[Phrase], before: Before) -> Vec<Linked> {
    let mut linker = Linker { p, from, to, list, long: to - from >= LONGEST, out: Vec::new() };
    linker.own_harm();
    let mut i = from;
    while i < to {
        let Some((end, harms)) = p.words.harm(p.atoms, i) else {
            i += 1;
            continue;
        };
        if end <= to {
            linker.word(i, end, &harms);
        }
        i = end.max(i + 1);
    }
    linker.toll_words();
    linker.taken();
    linker.far();
    linker.figures(before);
    linker.parts();
    linker.out.sort_by_key(|l| l.phrase);
    linker.out
}

struct Linker<'p, 'a> {
    p: &'p Phrases<'a>,
    from: usize,
    to: usize,
    list: &'p [Phrase],
    /// The sentence has no end in sight.
    long: bool,
    out: Vec<Linked>,
}

impl Linker<'_, '_> {
    fn word_at(&self, i: usize) -> &str {
        self.p.atoms.word(i)
    }

    /// "12 deaths", "two wounded soldiers", "no casualties".
    fn own_harm(&mut self) {
        for (i, phrase) in self.list.iter().enumerate() {
            let Some(measure) = phrase.harm else { continue };
            // "his death", "murder charges" count nothing; nor does "dead" of "the dead"
            if matches!(phrase.count, Count::Number | Count::Vague | Count::Zero | Count::One) {
                let rule = if phrase.count == Count::Zero { "none" } else { "noun" };
                let measure =
                    if measure == Measure::Affected && phrase.count == Count::Zero { Measure::Killed } else { measure };
                if self.unreal(phrase.start, phrase.start) {
                    continue;
                }
                let head = (phrase.head, phrase.head + 1);
                self.out.push(Linked { phrase: i, measure, rule, part: false, harm: head, of: None, shot: false });
            }
        }
    }

    fn word(&mut self, at: usize, end: usize, harms: &[&Harm]) {
        // a harm noun inside a phrase is that phrase's own
        if self.list.iter().any(|p| p.start <= at && end <= p.end && (p.harm.is_some() || p.head == at)) {
            let noun_only = self.list.iter().any(|p| p.harm.is_some() && p.start <= at && end <= p.end);
            if noun_only || harms.iter().all(|h| matches!(h.frame, Frame::Noun | Frame::Adj)) {
                return;
            }
        }
        if self.unreal(at, end) {
            return;
        }
        let frames = |f: Frame| harms.iter().any(|h| h.frame == f);
        // hurt, but perhaps to death: the report may go on to tell it
        let shot = (at..end).any(|i| {
            matches!(
                self.word_at(i),
                "shot" | "gunshot" | "hospital" | "condition" | "struck" | "shooting" | "stabbed" | "grazed"
            )
        });
        if shot
            && matches!(self.word_at(end), "at" | "himself" | "herself" | "towards" | "toward" | "themselves")
            && self.word_at(end) == "at"
        {
            return;
        }
        if frames(Frame::Both) || frames(Frame::Act) {
            if let Some(aux) = self.inverted(at, end).filter(|_| frames(Frame::Both)) {
                let subjects = self.chain_from(aux + 1, aux);
                self.push(&subjects, harms, "passive", at, end, shot, false);
                return;
            }
            // "was detained and killed two guards" is no passive of "killed"
            let listed = matches!(self.word_at(at.wrapping_sub(1)), "and" | "et");
            let active = listed && !self.objects(at, end).is_empty();
            if frames(Frame::Both) && !active && self.passive(at) {
                // "innocent civilians are killed by these devices": nobody in particular
                let generic = matches!(self.word_at(at.wrapping_sub(1)), "are" | "get");
                let negated = self.negated(at);
                let mut subjects = self.subjects(at, end);
                subjects.retain(|s| !(generic && self.list[*s].count == Count::Bare));
                self.push(&subjects, harms, "passive", at, end, shot, negated);
                // "forty-five houses were torched, and 34 cars"
                let next = match (self.word_at(end), self.word_at(end + 1)) {
                    (",", "and" | "et") => end + 2,
                    ("and" | "et", _) => end + 1,
                    _ => return,
                };
                let more = self
                    .list
                    .iter()
                    .position(|p| p.start == next && p.count == Count::Number && p.harm.is_none() && !self.verbed(p));
                if let Some(i) = more.filter(|_| !negated) {
                    self.push(&[i], harms, "passive", at, end, shot, false);
                }
                return;
            }
            let objects = self.objects(at, end);
            // "seven labourers were dragged from a bus and shot dead"
            if let Some(subject) =
                self.shared_subject(at).filter(|_| frames(Frame::Both) && listed && objects.is_empty())
            {
                self.push(&self.chain_both(subject), harms, "passive", at, end, shot, false);
                return;
            }
            if !objects.is_empty() {
                let negated = self.negated(at);
                // "the attack which killed 12": told of what is known already
                let known = at > self.from && matches!(self.word_at(at - 1), "which" | "that");
                let rule = if known { "relative" } else { "object" };
                self.push(&objects, harms, rule, at, end, shot, negated);
                return;
            }
            if frames(Frame::Both) {
                let before = self.before(at);
                // "12 killed, 30 wounded"; "a man shot in the leg"
                if let Some(&first) = before.first() {
                    let counted = matches!(self.list[first].count, Count::Number | Count::Vague | Count::Zero)
                        || matches!(self.list[first].count, Count::One) && self.word_at(end) != "the";
                    if counted {
                        self.push(&before, harms, "reduced", at, end, shot, false);
                        return;
                    }
                }
            }
        }
        if frames(Frame::Subj) {
            let negated = self.negated(at);
            let subjects = self.subjects(at, end);
            self.push(&subjects, harms, "subject", at, end, shot, negated);
        }
        if frames(Frame::Adj) {
            let before = self.before(at);
            if !before.is_empty() {
                self.push(&before, harms, "dead", at, end, shot, false);
            } else if self.copula(at) {
                let negated = self.negated(at);
                let subjects = self.subjects(at, end);
                self.push(&subjects, harms, "dead", at, end, shot, negated);
            }
        }
        if frames(Frame::Noun) {
            // "the deaths of 12 people", "la fermeture des sept marchés", "the arrest of a man"
            let of = match self.p.words.lang {
                Lang::En => matches!(self.word_at(end), "of" | "among").then_some(end + 1),
                Lang::Fr => match self.word_at(end) {
                    "de" | "des" | "du" | "parmi" => Some(end + 1),
                    "d" => Some(end + 2),
                    _ => None,
                },
            };
            if let Some(of) = of {
                let chain = self.chain_from(of, end.saturating_sub(1));
                let chain: Vec<usize> = chain
                    .into_iter()
                    .filter(|i| {
                        !matches!(self.list[*i].count, Count::TheMany | Count::Bare) || self.list[*i].low.is_some()
                    })
                    .collect();
                self.push(&chain, harms, "of", at, end, false, false);
            }
        }
    }

    /// Joins phrases to the harm whose measure suits what they count.
    #[allow(clippy::too_many_arguments)]
    fn push(
        &mut self,
        phrases: &[usize],
        harms: &[&Harm],
        rule: &'static str,
        at: usize,
        end: usize,
        shot: bool,
        negated: bool,
    ) {
        for &i in phrases {
            let phrase = &self.list[i];
            if negated && phrase.count != Count::Zero {
                let any = matches!(self.word_at(phrase.start), "any" | "anyone" | "anybody");
                if !any {
                    continue;
                }
            }
            // "lost five men", not "lost two seats"
            let lost = matches!(
                self.word_at(at),
                "lost" | "lose" | "loses" | "losing" | "perdu" | "perd" | "perdent" | "perdant"
            );
            if lost && end == at + 1 && (phrase.class != Some(Class::Person) || phrase.count != Count::Number) {
                continue;
            }
            let measure = harms.iter().find(|h| suits(h.measure, phrase)).map(|h| h.measure);
            let Some(measure) = measure else { continue };
            if phrase.harm.is_some() && phrase.count != Count::Zero && phrase.of == "people" {
                continue;
            }
            if self.out.iter().any(|l| l.phrase == i && l.measure == measure) {
                continue;
            }
            let shot = shot && measure == Measure::Wounded;
            let rule = match phrase.count {
                Count::Zero => "none",
                _ if shot => "shot",
                _ => rule,
            };
            self.out.push(Linked { phrase: i, measure, rule, part: false, harm: (at, end), of: None, shot });
        }
    }
}

/// True where what a phrase counts can suffer a measure: people are killed, buildings destroyed.
fn suits(measure: Measure, p: &Phrase) -> bool {
    use Measure::*;
    let counted = matches!(p.count, Count::Number | Count::Vague | Count::Zero);
    match (measure, p.class) {
        (_, Some(Class::Unit)) => false,
        (Destroyed | Damaged | Closed | Seized, Some(Class::Thing)) => counted || matches!(p.count, Count::One),
        (Destroyed | Damaged | Closed, None) => counted,
        (Seized, None) => counted && p.of != "people",
        (Destroyed | Damaged | Closed | Seized, _) => false,
        (Affected, _) => counted,
        (_, Some(Class::Thing)) => false,
        (Killed | Wounded | Missing | Captured | Kidnapped | Arrested | Displaced, Some(Class::Person)) => true,
        (_, Some(Class::Group)) => {
            counted && p.of != "people" && matches!(p.of.as_str(), "police" | "family" | "force" | "famille")
                || matches!(p.of.as_str(), "police" | "family")
        }
        (_, None) => counted || p.more,
    }
}

//! What was done to those counted: words of harm joined to their count phrases.
//!
//! In: the phrases of a sentence. Out: tolls. "killing 12 soldiers and wounding others" → killed 12 soldier, wounded people;
//! "three insurgents were killed" → killed 3 insurgent; "77 dead, 50 of them students" → two tolls. The tagger's heads say
//! which phrase is subject or object where they are read; else the nearest phrase on the right side is.

use super::phrase::{Count, Phrase, Phrases};
use super::words::{Class, Frame, Harm};
use types::{Deprel, Lang, Measure};

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
            if frames(Frame::Both) && self.passive(at) {
                let negated = self.negated(at);
                let subjects = self.subjects(at, end);
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
            if !objects.is_empty() {
                let negated = self.negated(at);
                self.push(&objects, harms, "object", at, end, shot, negated);
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

    /// "was killed", "have been abducted", "ont été tués", "sont blessés".
    fn passive(&self, at: usize) -> bool {
        let mut i = at;
        for _ in 0..4 {
            let Some(j) = i.checked_sub(1).filter(|j| *j >= self.from) else { return false };
            i = j;
            let w = self.word_at(i);
            let aux = match self.p.words.lang {
                Lang::En => matches!(
                    w,
                    "was"
                        | "were"
                        | "been"
                        | "being"
                        | "are"
                        | "is"
                        | "be"
                        | "got"
                        | "get"
                        | "getting"
                        | "s"
                        | "left"
                        | "remain"
                        | "remained"
                ),
                Lang::Fr => matches!(
                    w,
                    "ete"
                        | "sont"
                        | "est"
                        | "etaient"
                        | "etait"
                        | "furent"
                        | "fut"
                        | "etre"
                        | "seraient"
                        | "serait"
                        | "etant"
                ),
            };
            if aux {
                return true;
            }
            let skipped = match self.p.words.lang {
                Lang::En => {
                    w.ends_with("ly")
                        || matches!(
                            w,
                            "also"
                                | "not"
                                | "then"
                                | "later"
                                | "first"
                                | "both"
                                | "all"
                                | "t"
                                | "'"
                                | "n"
                                | "reported"
                                | "confirmed"
                                | "found"
                                | "feared"
                                | "presumed"
                                | "believed"
                                | "subsequently"
                                | "said"
                                | "to"
                                | "have"
                                | "either"
                                | "being"
                                | "themselves"
                                | "himself"
                                | "badly"
                                | "still"
                                | "critically"
                                | "treated"
                                | "and"
                        )
                }
                Lang::Fr => {
                    w.ends_with("ment")
                        || matches!(
                            w,
                            "aussi"
                                | "egalement"
                                | "tous"
                                | "toutes"
                                | "pas"
                                | "plus"
                                | "donnes"
                                | "deja"
                                | "ainsi"
                                | "tues"
                                | "et"
                                | "portes"
                                | "portees"
                        )
                }
            };
            if !skipped {
                return false;
            }
        }
        false
    }

    fn copula(&self, at: usize) -> bool {
        self.passive(at)
    }

    /// "were not injured", "did not kill", "n'a pas été blessé".
    fn negated(&self, at: usize) -> bool {
        let first = at.saturating_sub(5).max(self.from);
        (first..at).any(|i| {
            let w = self.word_at(i);
            match self.p.words.lang {
                Lang::En => {
                    matches!(w, "not" | "never" | "neither" | "cannot")
                        || w == "t" && self.word_at(i.wrapping_sub(1)) == "'"
                }
                Lang::Fr => {
                    matches!(w, "pas" | "jamais") && self.word_at(i + 1) != "moins" && self.word_at(i + 1) != "de"
                }
            }
        })
    }

    /// "could have killed dozens", "threatened to kill 12", "trying to arrest two men", "attempted murder".
    fn unreal(&self, at: usize, _end: usize) -> bool {
        let first = at.saturating_sub(5).max(self.from);
        let back = |n: usize| at.checked_sub(n).filter(|i| *i >= self.from).map_or("", |i| self.word_at(i));
        match self.p.words.lang {
            Lang::En => {
                if (first..at).any(|i| {
                    let w = self.word_at(i);
                    matches!(
                        w,
                        "could"
                            | "would"
                            | "might"
                            | "will"
                            | "may"
                            | "should"
                            | "attempted"
                            | "attempting"
                            | "threatened"
                            | "threatening"
                            | "planned"
                            | "planning"
                            | "conspiracy"
                            | "plotted"
                            | "plotting"
                            | "avoid"
                            | "prevent"
                            | "preventing"
                            | "intended"
                            | "suspicion"
                            | "ll"
                    ) || w == "charges"
                        || w == "if"
                }) {
                    return true;
                }
                let to_verb = back(1) == "to"
                    && !matches!(
                        back(2),
                        "managed"
                            | "able"
                            | "went"
                            | "helped"
                            | "found"
                            | "known"
                            | "continued"
                            | "according"
                            | "had"
                            | "closer"
                            | "led"
                            | "lead"
                    );
                let to_late = back(2) == "to" && back(1).ends_with("ly");
                to_verb || to_late
            }
            Lang::Fr => {
                if (first..at).any(|i| {
                    matches!(
                        self.word_at(i),
                        "pourrait"
                            | "pu"
                            | "pourraient"
                            | "devrait"
                            | "devraient"
                            | "tente"
                            | "tentaient"
                            | "tentait"
                            | "menace"
                            | "voulait"
                            | "voulaient"
                            | "projetait"
                            | "risque"
                            | "risquent"
                            | "si"
                    )
                }) {
                    return true;
                }
                let infinitive = self.word_at(at).ends_with("er")
                    || self.word_at(at).ends_with("re")
                    || self.word_at(at).ends_with("ir");
                let led = matches!(back(1), "pour" | "a" | "de" | "d" | "'");
                let real = (at.saturating_sub(6).max(self.from)..at).any(|i| {
                    matches!(
                        self.word_at(i),
                        "permis"
                            | "reussi"
                            | "fini"
                            | "accuse"
                            | "accuses"
                            | "avoir"
                            | "parvenus"
                            | "parvenu"
                            | "reussissent"
                    )
                });
                infinitive && led && !real
            }
        }
    }

    /// The phrases right after a harm, its objects: "killing 12 soldiers, three civilians and a nurse".
    fn objects(&self, _at: usize, end: usize) -> Vec<usize> {
        let mut start = end;
        for _ in 0..3 {
            if self.list.iter().any(|p| p.start == start) {
                break;
            }
            let w = self.word_at(start);
            let skipped = self.p.timed.get(start).copied().unwrap_or(false)
                || match self.p.words.lang {
                    Lang::En => {
                        w.ends_with("ly")
                            || matches!(w, "also" | "another" | "any" | "off" | "down" | "up" | "both" | "an")
                    }
                    Lang::Fr => {
                        w.ends_with("ment")
                            || matches!(w, "aussi" | "ainsi" | "au" | "notamment" | "sur" | "le" | "coup")
                    }
                };
            if !skipped {
                break;
            }
            start += 1;
        }
        // "killed in the raid were three soldiers" is rare; an object stands at once or after its title
        self.chain_from(start, end)
    }

    /// The phrase that starts at `start`, and those listed after it.
    fn chain_from(&self, start: usize, least: usize) -> Vec<usize> {
        let Some(first) =
            self.list.iter().position(|p| p.start == start || p.start > least && p.start <= start && p.end > start)
        else {
            return Vec::new();
        };
        if self.list[first].harm.is_some()
            && self.list[first].count != Count::Zero
            && self.list[first].of == "people"
            && start > least
        {
            return Vec::new();
        }
        let mut chain = vec![first];
        let mut i = first;
        while let Some(next) = self.list.get(i + 1) {
            // "killed the leader, Mahjur, and two others": the name is the leader's
            let named = next.count == Count::Name
                && self.list.get(i + 2).is_some_and(|n| self.listed(next, n) && !self.verbed(n));
            if named && !self.listed(&self.list[i], next) {
                i += 2;
                chain.push(i);
                continue;
            }
            if !self.listed(&self.list[i], next) || self.verbed(next) {
                break;
            }
            i += 1;
            chain.push(i);
        }
        chain
    }

    /// Two phrases with nothing but a comma, "and", a name or a place between.
    fn listed(&self, a: &Phrase, b: &Phrase) -> bool {
        let gap: Vec<&str> = (a.end..b.start).map(|i| self.word_at(i)).collect();
        // "the Taliban leader, Alaudin": one man
        let one = |p: &Phrase| matches!(p.count, Count::One | Count::TheOne);
        if gap == [","] && (b.count == Count::Name && one(a) || a.count == Count::Name && one(b))
            || gap.is_empty() && b.count == Count::Name
        {
            return false;
        }
        match gap[..] {
            ["," | "and" | "et" | "&" | "plus"]
            | [",", "and" | "et" | "plus"]
            | ["ainsi", "que"]
            | ["as", "well", "as"]
            | ["along", "with"]
            | [",", "along", "with"]
            | ["together", "with"]
            | [",", "as", "well", "as"] => true,
            _ => {
                // "three soldiers of the 5th brigade and two civilians"
                gap.len() <= 6
                    && matches!(gap.last(), Some(&("and" | "et")))
                    && gap.first().is_some_and(|w| matches!(*w, "of" | "from" | "in" | "de" | "du" | "a"))
                    && matches!(b.count, Count::Number | Count::One | Count::Vague)
            }
        }
    }

    /// True where a phrase has a harm of its own right after it: "and 30 wounded".
    fn verbed(&self, p: &Phrase) -> bool {
        if p.harm.is_some() {
            return true;
        }
        let aux = matches!(
            self.word_at(p.end),
            "was" | "were" | "are" | "is" | "have" | "has" | "had" | "ont" | "sont" | "died" | "fled" | "said"
        );
        aux || self.p.words.harm(self.p.atoms, p.end).is_some_and(|(_, h)| {
            h.iter().any(|h| h.frame != Frame::Noun) || h.iter().any(|h| h.measure != Measure::Killed)
        })
    }

    /// The phrases that end right before a harm: "12 dead", "at least 40 people, mostly women, killed".
    fn before(&self, at: usize) -> Vec<usize> {
        let Some(last) = self.list.iter().rposition(|p| p.end <= at) else { return Vec::new() };
        let gap_ok = (self.list[last].end..at).all(|i| {
            let w = self.word_at(i);
            w.ends_with("ly")
                || w.ends_with("ment")
                || matches!(w, "also" | "reported" | "confirmed" | "feared" | "presumed" | "were" | "and")
                    && i + 1 == at
                || w == "others"
                || w == "found"
                || w == "lay"
                || w == "lying"
        });
        if !gap_ok {
            return Vec::new();
        }
        let harms_next = self.p.words.harm(self.p.atoms, at).is_some();
        self.chain_back(last, harms_next)
    }

    /// A phrase and those listed before it; the one the sentence gives to it comes first.
    fn chain_back(&self, last: usize, _plain: bool) -> Vec<usize> {
        let mut chain = vec![last];
        let mut i = last;
        while i > 0
            && self.listed(&self.list[i - 1], &self.list[i])
            && self.list[i - 1].harm.is_none()
            && !self.claimed(i - 1)
        {
            i -= 1;
            chain.push(i);
        }
        chain
    }

    /// True where a phrase has its toll already: "killed 12 and wounded 30".
    fn claimed(&self, i: usize) -> bool {
        self.out.iter().any(|l| l.phrase == i)
    }

    /// The subjects of a verb or passive at atom `at`.
    fn subjects(&self, at: usize, end: usize) -> Vec<usize> {
        if let Some(found) = self.parsed_subject(at, end) {
            return self.chain_both(found);
        }
        let mut best: Option<usize> = None;
        for (i, phrase) in self.list.iter().enumerate().rev() {
            if phrase.end > at || phrase.start < self.from {
                continue;
            }
            if at - phrase.end > 30 || self.blocked(phrase.end, at) {
                break;
            }
            if phrase.class == Some(Class::Unit) || self.is_part(phrase) {
                continue;
            }
            let usable = phrase.class != Some(Class::Thing) || !phrase.led;
            if usable
                && !(phrase.led
                    && best.is_none()
                    && self.list[..i].iter().any(|q| !q.led && q.end < phrase.start && !self.blocked(q.end, at)))
            {
                best = Some(i);
                break;
            }
        }
        best.map_or(Vec::new(), |i| self.chain_back(i, false))
    }

    /// "four of them children", "including two commanders".
    fn is_part(&self, p: &Phrase) -> bool {
        let before = p.start.checked_sub(1).map_or("", |j| self.word_at(j));
        let pronoun = p.end.checked_sub(1).map_or("", |j| self.word_at(j));
        matches!(before, "including" | "dont" | "notamment" | "notably")
            || (p.start..p.end).any(|i| matches!(self.word_at(i), "them" | "whom" | "eux" | "elles"))
                && p.end > p.start + 1
            || matches!(pronoun, "whom")
            || self.word_at(p.end.wrapping_sub(2)) == "of" && pronoun == "them"
            || before == "them" && self.word_at(p.start.wrapping_sub(2)) == "of"
    }

    fn chain_both(&self, i: usize) -> Vec<usize> {
        let mut chain = self.chain_back(i, false);
        let mut j = i;
        while let Some(next) = self.list.get(j + 1) {
            if !self.listed(&self.list[j], next) {
                break;
            }
            j += 1;
            chain.push(j);
        }
        chain
    }

    /// The phrase that holds the subject the tagger gives the verb.
    fn parsed_subject(&self, at: usize, end: usize) -> Option<usize> {
        // the children of a token are looked up in its sentence: one without end would cost too much
        if !self.p.tagged.parsed || self.long {
            return None;
        }
        let tokens = &self.p.tagged.tokens;
        let verb = (at..end).find_map(|i| {
            let token = *self.p.token.get(i)?;
            self.p
                .tagged
                .children(token)
                .find(|c| matches!(tokens[*c as usize].deprel, Deprel::Nsubj | Deprel::NsubjPass))
        })?;
        let span = tokens[verb as usize].span;
        let found = self.list.iter().position(|p| {
            let covered = self.p.atoms.span(p.start, p.end);
            covered.overlaps(span)
        })?;
        Some(found)
    }

    /// True where words between a subject and its verb begin another clause.
    fn blocked(&self, from: usize, to: usize) -> bool {
        (from..to).any(|i| {
            let w = self.word_at(i);
            match self.p.words.lang {
                Lang::En => matches!(
                    w,
                    ";" | "but" | "when" | "after" | "before" | "while" | "because" | "that" | "if" | "whether" | ":"
                ),
                Lang::Fr => matches!(w, ";" | "mais" | "lorsque" | "quand" | "apres" | "avant" | "que" | "car" | ":"),
            }
        })
    }

    /// "the death toll rose to 12", "raising the toll to 43", "le bilan est de 60 morts", "bilan : 12".
    fn toll_words(&mut self) {
        for i in self.from..self.to {
            let found = match self.p.words.lang {
                Lang::En => {
                    self.word_at(i) == "toll"
                        || self.word_at(i) == "number"
                            && self.word_at(i + 1) == "of"
                            && matches!(self.word_at(i + 2), "dead" | "deaths" | "victims" | "fatalities")
                        || self.word_at(i) == "number" && self.word_at(i + 2) == "dead"
                }
                Lang::Fr => {
                    self.word_at(i) == "bilan"
                        || self.word_at(i) == "nombre" && matches!(self.word_at(i + 2), "morts" | "victimes" | "tues")
                }
            };
            if self.word_at(i + 1) == "-" {
                continue;
            }
            let found = found || self.put_at(i);
            // "the number of dead troops at more than 100"
            let dead = (i + 1..i + 4).find(|j| self.word_at(*j) == "dead").map(|j| j + 1);
            let army = i > self.from && matches!(self.word_at(i - 1), "army" | "military" | "troop" | "government");
            let soldiers = (army && self.put_at(i)).then(|| "soldier".to_string());
            let of = soldiers.or_else(|| {
                dead.and_then(|j| self.p.words.noun(self.p.atoms, j)).map(|n| n.singular.replace('_', " "))
            });
            if !found {
                continue;
            }
            for k in 0..self.list.len() {
                let phrase = &self.list[k];
                if phrase.start <= i
                    || phrase.start > i + 16
                    || self.claimed(k)
                    || phrase.class == Some(Class::Thing)
                    || !matches!(phrase.count, Count::Number)
                    || phrase.harm.is_some()
                {
                    continue;
                }
                let led = phrase.start.checked_sub(1).map_or("", |j| self.word_at(j));
                let fits = matches!(
                    led,
                    "to" | "at"
                        | "of"
                        | "from"
                        | "is"
                        | "was"
                        | "stands"
                        | "reached"
                        | "hit"
                        | "passed"
                        | "topped"
                        | "exceeded"
                        | "a"
                        | "de"
                        | "d"
                        | "est"
                        | ":"
                        | "'"
                        | "put"
                        | "now"
                        | "and"
                        | "atteint"
                        | "depasse"
                        | "et"
                        | "between"
                        | "au"
                );
                if fits && phrase.class.is_none()
                    || fits && phrase.class == Some(Class::Person) && self.word_at(i) != "bilan"
                {
                    self.out.push(Linked {
                        phrase: k,
                        measure: Measure::Killed,
                        rule: "toll-word",
                        part: false,
                        harm: (i, i + 1),
                        of: of.clone(),
                        shot: false,
                    });
                }
            }
        }
    }

    /// "put the dead at 23", "puts army losses at over 20".
    fn put_at(&self, i: usize) -> bool {
        let counted = matches!(self.word_at(i), "dead" | "losses" | "deaths" | "fatalities" | "casualties" | "killed");
        let verb = |k: usize| {
            matches!(
                self.word_at(k),
                "put" | "puts" | "putting" | "revised" | "raised" | "lowered" | "updated" | "revising" | "raising"
            )
        };
        let put = (i.saturating_sub(5).max(self.from)..i).any(verb);
        counted && put && matches!(self.word_at(i + 1), "at" | "to")
    }

    /// "The diocese counted more than 40", "gave the figure of 37"; "at least 70" in answer to "how many dead?".
    fn figures(&mut self, before: Before) {
        for k in 0..self.list.len() {
            let phrase = &self.list[k];
            if phrase.class.is_some() || phrase.count != Count::Number || self.claimed(k) || phrase.harm.is_some() {
                continue;
            }
            let back =
                |n: usize| phrase.start.checked_sub(n).filter(|i| *i >= self.from).map_or("", |i| self.word_at(i));
            let figure = matches!(
                back(1),
                "counted"
                    | "tallied"
                    | "registered"
                    | "recorded"
                    | "evoque"
                    | "evoquent"
                    | "compte"
                    | "recense"
                    | "avance"
            ) || matches!((back(2), back(1)), ("enregistre" | "recense" | "compte" | "denombre", "que"))
                || matches!(
                    (back(2), back(1)),
                    ("figure", "of")
                        | ("number", "at")
                        | ("figure", "at")
                        | ("parle" | "parlent" | "chiffre", "de")
                        | ("spoke" | "speaks" | "speak" | "total", "of")
                );
            let measure = match (before.asked, before.told) {
                (Some(m), _)
                    if figure
                        || matches!(back(1), "at" | "said" | "says" | "is" | "s" | "friday" | ",")
                        || self.p.timed.get(phrase.start.wrapping_sub(1)).copied().unwrap_or(false) =>
                {
                    m
                }
                (_, Some(m)) if figure => m,
                _ => continue,
            };
            let (start, end) = (phrase.start, phrase.end);
            self.out.push(Linked {
                phrase: k,
                measure,
                rule: "figure",
                part: false,
                harm: (start, end),
                of: None,
                shot: false,
            });
        }
    }

    /// "gunmen took more than 250 pupils", "took seven others prisoner", "pris dix personnes en otage".
    fn taken(&mut self) {
        for i in self.from..self.to {
            let (took, seized) = match self.word_at(i) {
                "took" | "taking" | "taken" | "pris" | "prenant" | "emmene" | "emmenes" | "emmenant" => (true, false),
                "seized" | "seizing" | "held" | "holding" => (false, true),
                _ => (false, false),
            };
            if !took && !seized {
                continue;
            }
            for &k in &self.objects(i, i + 1) {
                let phrase = &self.list[k];
                if !matches!(phrase.class, Some(Class::Person) | None)
                    || self.claimed(k)
                    || !matches!(
                        phrase.count,
                        Count::Number | Count::Vague | Count::One | Count::TheOne | Count::TheMany | Count::Bare
                    )
                {
                    continue;
                }
                let tail: Vec<&str> = (phrase.end..(phrase.end + 8).min(self.to)).map(|j| self.word_at(j)).collect();
                let has = |words: &[&str]| tail.iter().any(|w| words.contains(w));
                let measure = if has(&["prisoner", "prisoners", "prisonnier", "prisonniers"]) {
                    Some(Measure::Captured)
                } else if has(&["hostage", "hostages", "captive", "captives", "otage", "otages"])
                    || has(&["bush", "brousse"])
                {
                    Some(Measure::Kidnapped)
                } else if has(&[
                    "hospital",
                    "hospitals",
                    "custody",
                    "safety",
                    "hopital",
                    "aboard",
                    "board",
                    "home",
                    "part",
                ]) {
                    None
                } else if phrase.class == Some(Class::Person)
                    && matches!(phrase.count, Count::Number | Count::Vague)
                    && (self.word_at(i) == "took" || self.word_at(i) == "seized")
                {
                    Some(Measure::Kidnapped)
                } else {
                    None
                };
                if let Some(measure) = measure {
                    self.out.push(Linked {
                        phrase: k,
                        measure,
                        rule: "taken",
                        part: false,
                        harm: (i, i + 1),
                        of: None,
                        shot: false,
                    });
                }
            }
        }
    }

    /// "77 dead, 50 of them students", "including seven children", "dont une vingtaine d'enfants", "two women among them".
    fn parts(&mut self) {
        let mut k = 0;
        while k < self.list.len() {
            let start = self.list[k].start;
            let back = |n: usize| start.checked_sub(n).filter(|i| *i >= self.from).map_or("", |i| self.word_at(i));
            let opened = matches!(back(1), "including" | "dont" | "notably" | "notamment")
                || back(2) == "among" && matches!(back(1), "them")
                || matches!(
                    (back(3), back(2), back(1)),
                    (_, "y", "compris") | ("parmi", "lesquels", _) | ("parmi", "lesquelles", _)
                )
                || matches!(
                    (back(2), back(1)),
                    ("parmi", "lesquels" | "lesquelles")
                        | ("parmi", "eux")
                        | ("among", "whom")
                        | ("of", "whom")
                        | ("among", "them")
                        | ("d", "entre")
                );
            let of_them = {
                let end = self.list[k].end;
                end >= 2
                    && [end - 1, end - 2].iter().any(|i| matches!(self.word_at(*i), "them" | "whom" | "eux" | "elles"))
                    && matches!(self.list[k].count, Count::Number | Count::Vague)
            };
            // the toll this is a part of: the last one told before it
            let whole = self
                .out
                .iter()
                .filter(|l| self.list[l.phrase].start < start && !l.part && self.list[l.phrase].count != Count::Zero)
                .max_by_key(|l| self.list[l.phrase].start)
                .cloned();
            let among = {
                // "some twenty women and seven children among them"
                let mut last = k;
                while last + 1 < self.list.len() && self.listed(&self.list[last], &self.list[last + 1]) {
                    last += 1;
                }
                let end = self.list[last].end;
                matches!((self.word_at(end), self.word_at(end + 1)), ("among", "them") | ("parmi", "eux"))
                    && back(1) == ","
            };
            let Some(whole) = whole.filter(|_| opened || of_them || among) else {
                k += 1;
                continue;
            };
            let mut chain = if of_them { vec![k] } else { self.chain_from(start, start.saturating_sub(1)) };
            if chain.is_empty() {
                chain.push(k);
            }
            for &i in &chain {
                let fits = matches!(
                    self.list[i].count,
                    Count::Number | Count::Vague | Count::One | Count::TheOne | Count::Bare | Count::Name
                );
                if fits && !self.claimed(i) && suits(whole.measure, &self.list[i]) {
                    self.out.push(Linked {
                        phrase: i,
                        measure: whole.measure,
                        rule: "part",
                        part: true,
                        harm: whole.harm,
                        of: None,
                        shot: whole.shot,
                    });
                } else if let Some(l) = self.out.iter_mut().find(|l| l.phrase == i) {
                    l.part |= l.measure == whole.measure;
                }
            }
            k = chain.last().copied().unwrap_or(k).max(k) + 1;
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

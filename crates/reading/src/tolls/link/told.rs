//! Tolls told without a word of harm beside the number.
//!
//! "The death toll rose to 12", "the diocese counted more than 40", "gunmen took 250 pupils", "50 of them students".

use super::super::phrase::Count;
use super::super::words::{Class, Frame};
use super::{Before, Linked, Linker, suits};
use types::{Lang, Measure};

impl Linker<'_, '_> {
    /// "the death toll rose to 12", "raising the toll to 43", "le bilan est de 60 morts", "bilan : 12".
    pub(super) fn toll_words(&mut self) {
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
    pub(super) fn figures(&mut self, before: Before) {
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
                    | "counts"
                    | "count"
                    | "tallies"
                    | "records"
                    | "documented"
                    | "logged"
                    | "cites"
                    | "cite"
                    | "avancent"
                    | "comptent"
                    | "recensent"
                    | "denombre"
                    | "denombrent"
                    | "annonce"
                    | "annoncent"
            ) || matches!((back(2), back(1)), ("enregistre" | "recense" | "compte" | "denombre", "que"))
                || matches!(
                    (back(2), back(1)),
                    ("figure", "of" | "was" | "is")
                        | ("them", "at")
                        | ("chiffre", "est")
                        | ("etat", "de")
                        | ("number", "at")
                        | ("figure", "at")
                        | ("parle" | "parlent" | "chiffre", "de")
                        | ("spoke" | "speaks" | "speak" | "total", "of")
                );
            // "1,200 households fled; the Red Cross counted only 400": the harm told in this sentence comes first.
            let here = self.out.iter().filter(|l| self.list[l.phrase].start < phrase.start && !l.part);
            let here = here.max_by_key(|l| self.list[l.phrase].start).map(|l| l.measure);
            let measure = match (before.asked, here.or(before.told)) {
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
    pub(super) fn taken(&mut self) {
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

    /// "a crowd beat a shopkeeper to death", "eight of its members whom the army killed".
    pub(super) fn far(&mut self) {
        const BEAT: &[&str] = &[
            "beat", "beaten", "beating", "stoned", "hacked", "stabbed", "burned", "burnt", "clubbed", "trampled",
            "crushed", "starved", "tortured", "battu", "lapide", "brule",
        ];
        for i in self.from..self.to {
            let objects = if BEAT.contains(&self.word_at(i)) { self.objects(i, i + 1) } else { Vec::new() };
            for k in objects {
                let end = self.list[k].end;
                let dead = (end..(end + 4).min(self.to))
                    .any(|j| matches!((self.word_at(j), self.word_at(j + 1)), ("to", "death") | ("a", "mort")));
                if dead && suits(Measure::Killed, &self.list[k]) && !self.claimed(k) {
                    self.out.push(self.found(k, Measure::Killed, "to-death", (i, i + 1)));
                }
            }
        }
        for k in 0..self.list.len() {
            let end = self.list[k].end;
            if !matches!(self.word_at(end), "whom" | "que" | "qu") || self.claimed(k) {
                continue;
            }
            let Some((at, measure)) = (end + 1..(end + 7).min(self.to)).find_map(|j| {
                let (_, harms) = self.p.words.harm(self.p.atoms, j)?;
                let act = harms.iter().find(|h| matches!(h.frame, Frame::Both | Frame::Act))?;
                Some((j, act.measure))
            }) else {
                continue;
            };
            if suits(measure, &self.list[k]) && !self.negated(at) && !self.unreal(at, at + 1) {
                self.out.push(self.found(k, measure, "whom", (at, at + 1)));
            }
        }
    }

    fn found(&self, phrase: usize, measure: Measure, rule: &'static str, harm: (usize, usize)) -> Linked {
        Linked { phrase, measure, rule, part: false, harm, of: None, shot: false }
    }

    /// "77 dead, 50 of them students", "including seven children", "dont une vingtaine d'enfants", "two women among them".
    pub(super) fn parts(&mut self) {
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

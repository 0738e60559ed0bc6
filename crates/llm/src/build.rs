//! A model's [`Answer`] + the embedded reading of the same report → a [`Reading`] in which every value rests on words
//! that are there.
//!
//! Quotes become spans or are refused. Places take the gazetteer's entry, dates and tolls the resolvers' values, from the
//! embedded reading at the same words; where the model said otherwise, a review shows both. What is refused is counted
//! and named. "The army said 12 died" with `low: 20` keeps 12, and says so.

use crate::answer::{self, Answer, Quote};
use crate::quotes::Quotes;
use std::collections::BTreeMap;
use types::{
    About, Actor, ActorId, ActorKind, By, Certainty, Claim, Date, Disagreement, DisagreementKind, Event, EventId,
    EventType, Evidence, Holder, Measure, Participant, Place, PlaceId, PlaceRival, Precision, Reading, Realis,
    Relation, RelationId, RelationType, Review, Role, Span, Stance, Toll, When, WhenBasis,
};

/// Something of the answer that was left out, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Which value: "event e3", "toll of e1".
    pub what: String,
    /// Why: "not in the text: …".
    pub why: String,
}

/// Names longer than this many mentions are cut off: a pronoun given as a name must not mark a whole text.
const MENTIONS: usize = 48;

/// Distance in degrees (about 50 km) within which a model's point and the gazetteer's are the same place.
const NEAR_DEGREES: f64 = 0.5;

/// Kilometres across above which a point inside says little: a model that points into Mali confirms no entry for Mali.
const WIDE_KM: f32 = 200.0;

/// Builds the reading. `by` names model, prompt and settings, and stands on each piece of evidence.
pub fn build(answer: &Answer, ours: &Reading, by: &str) -> (Reading, Vec<Refusal>) {
    let mut builder = Builder {
        quotes: Quotes::new(&ours.report.text),
        ours,
        by: By::Owned(by.to_string()),
        reading: Reading {
            report: ours.report.clone(),
            times: ours.times.clone(),
            counts: ours.counts.clone(),
            attributions: Vec::new(),
            relevance: ours.relevance,
            gist: Default::default(),
            ..Reading::default()
        },
        refusals: Vec::new(),
        actors: BTreeMap::new(),
        places: BTreeMap::new(),
        about: BTreeMap::new(),
    };
    builder.add_actors(&answer.actors);
    builder.add_places(&answer.places);
    builder.add_events(&answer.events);
    builder.add_relations(&answer.relations);
    builder.add_claims(&answer.claims);
    builder.add_disagreements(&answer.disagreements);
    (builder.reading, builder.refusals)
}

struct Builder<'a> {
    quotes: Quotes<'a>,
    ours: &'a Reading,
    by: By,
    reading: Reading,
    refusals: Vec<Refusal>,
    /// The model's id → ours. A second value with the same id is refused.
    actors: BTreeMap<String, ActorId>,
    places: BTreeMap<String, PlaceId>,
    about: BTreeMap<String, About>,
}

impl Builder<'_> {
    fn refuse(&mut self, what: String, why: impl Into<String>) {
        self.refusals.push(Refusal { what, why: why.into() });
    }

    fn review(&mut self, what: String, span: Span, ours: String, theirs: String) {
        let evidence = self.evidence(span);
        self.reading.reviews.push(Review { what, evidence, ours: Some(ours), theirs: Some(theirs) });
    }

    fn evidence(&self, span: Span) -> Evidence {
        Evidence { span, by: self.by.clone() }
    }

    /// The span of a quote. A context that is in the text says which of several places is meant.
    fn find(&self, quote: &Quote, near: Option<Span>) -> Option<Span> {
        let context = self.quotes.find(&quote.context, near);
        self.quotes.find(&quote.quote, context.or(near))
    }

    /// The spans of an item's quotes; what is not in the text is refused.
    fn ground(&mut self, what: &str, quotes: &[Quote]) -> Vec<Evidence> {
        let mut found = Vec::new();
        for quote in quotes {
            match self.find(quote, None) {
                Some(span) => found.push(self.evidence(span)),
                None => self.refuse(what.to_string(), not_in_text(&quote.quote)),
            }
        }
        found
    }

    fn word<T: std::str::FromStr<Err = String>>(&mut self, what: &str, word: &str) -> Option<T> {
        match word.parse() {
            Ok(value) => Some(value),
            Err(why) => {
                self.refuse(what.to_string(), why);
                None
            }
        }
    }

    fn add_actors(&mut self, actors: &[answer::Actor]) {
        for actor in actors {
            let what = format!("actor {} ({})", actor.id, actor.name);
            if self.actors.contains_key(&actor.id) {
                self.refuse(what, "its id is taken");
                continue;
            }
            let mut names: Vec<String> = Vec::new();
            let mut mentions = Vec::new();
            for name in std::iter::once(&actor.name).chain(&actor.names) {
                let spans = self.quotes.all(name, MENTIONS);
                let Some(first) = spans.first() else { continue };
                let found = first.of(self.quotes_text()).to_string();
                if !names.contains(&found) {
                    names.push(found);
                    mentions.extend(spans.into_iter().map(|s| self.evidence(s)));
                }
            }
            if names.is_empty() {
                self.refuse(what, "none of its names is in the text");
                continue;
            }
            mentions.sort_by_key(|m| (m.span.start, m.span.end));
            mentions.dedup_by_key(|m| m.span);
            let known = self
                .ours
                .actors
                .iter()
                .find(|a| names.iter().any(|n| a.names.iter().any(|m| m.to_lowercase() == n.to_lowercase())));
            let kind = match self.word(&what, &actor.kind) {
                Some(kind) => kind,
                None => known.map_or(ActorKind::Unnamed, |a| a.kind),
            };
            let country = actor.country.clone().filter(|c| c.len() == 2 && c.chars().all(|x| x.is_ascii_uppercase()));
            self.actors.insert(actor.id.clone(), ActorId(self.reading.actors.len() as u32));
            self.reading.actors.push(Actor {
                name: names[0].clone(),
                names,
                kind,
                country: country.or_else(|| known.and_then(|a| a.country.clone())),
                registry: known.and_then(|a| a.registry.clone()),
                mentions,
            });
        }
    }

    fn quotes_text(&self) -> &str {
        &self.ours.report.text
    }

    fn add_places(&mut self, places: &[answer::Place]) {
        for place in places {
            let what = format!("place {} ({})", place.id, place.name);
            if self.places.contains_key(&place.id) {
                self.refuse(what, "its id is taken");
                continue;
            }
            let mut names: Vec<String> = Vec::new();
            let mut spans = Vec::new();
            for name in std::iter::once(&place.name).chain(&place.names) {
                let found = self.quotes.all(name, MENTIONS);
                if let Some(first) = found.first() {
                    let words = first.of(self.quotes_text()).to_string();
                    if !names.contains(&words) {
                        names.push(words);
                        spans.extend(found);
                    }
                }
            }
            if names.is_empty() {
                self.refuse(what, "none of its names is in the text");
                continue;
            }
            spans.sort();
            spans.dedup();
            let at = spans[0];
            let id = PlaceId(self.reading.places.len() as u32);
            let known = self
                .ours
                .places
                .iter()
                .filter(|p| p.lat.is_some())
                .find(|p| p.mentions.iter().any(|m| spans.iter().any(|s| s.overlaps(m.span))));
            let point = place.lat.zip(place.lon).filter(|(la, lo)| la.abs() <= 90.0 && lo.abs() <= 180.0);
            let mut entry = match known {
                Some(p) => Place { names: names.clone(), name: names[0].clone(), ..p.clone() },
                None => Place {
                    name: names[0].clone(),
                    names: names.clone(),
                    lat: point.map(|p| p.0),
                    lon: point.map(|p| p.1),
                    country: place.country.clone().filter(|c| c.len() == 2),
                    admin1: None,
                    geonames_id: None,
                    precision: place.precision.parse().unwrap_or(Precision::Area),
                    extent_km: None,
                    // The gazetteer does not know it: a model's memory of a point is worth little.
                    confidence: 0.3,
                    rivals: Vec::new(),
                    mentions: Vec::new(),
                    demonyms: Vec::new(),
                },
            };
            entry.mentions = spans.into_iter().map(|s| self.evidence(s)).collect();
            entry.demonyms = Vec::new();
            if let (Some(p), Some((lat, lon))) = (known, point) {
                let reach = NEAR_DEGREES.max(p.extent_km.map_or(0.0, |km| f64::from(km) / 50.0));
                let (pla, plo) = (p.lat.unwrap_or(lat), p.lon.unwrap_or(lon));
                let differ = (pla - lat).abs() > reach || (plo - lon).abs() > reach;
                if !differ && p.extent_km.is_none_or(|km| km < WIDE_KM) {
                    // Two readers that know nothing of each other mean the same entry: half of the doubt is gone.
                    entry.confidence += (1.0 - entry.confidence) / 2.0;
                }
                if differ {
                    entry.rivals.insert(
                        0,
                        PlaceRival { name: place.name.clone(), country: None, geonames_id: None, lat, lon, score: 0.3 },
                    );
                    self.review(
                        format!("point: {}", names[0]),
                        at,
                        format!("{pla:.2}, {plo:.2}"),
                        format!("{lat:.2}, {lon:.2}"),
                    );
                }
            }
            self.places.insert(place.id.clone(), id);
            self.reading.places.push(entry);
        }
    }

    /// A date of the answer, checked: the resolver's value at the same words where there is one.
    fn when(&mut self, what: &str, when: &answer::When, near: Option<Span>) -> Option<When> {
        let (start, end) = (when.start.parse::<Date>().ok(), when.end.parse::<Date>().ok());
        let span = when.evidence.as_ref().and_then(|q| self.find(q, near));
        if when.evidence.is_some() && span.is_none() {
            self.refuse(format!("date of {what}"), not_in_text(when.evidence.as_ref().map_or("", |q| &q.quote)));
            return None;
        }
        let resolved = span.and_then(|s| {
            let here = self.ours.times.iter().filter(|t| t.evidence.span.overlaps(s));
            here.filter_map(|t| t.when.clone()).max_by_key(|w| w.evidence.as_ref().map_or(0, |e| e.span.len()))
        });
        let theirs = start.zip(end).filter(|(a, b)| a <= b);
        match (resolved, theirs) {
            (Some(ours), Some((a, b))) => {
                if (ours.end < a || b < ours.start) && span.is_some() {
                    self.review(
                        "date".to_string(),
                        span.unwrap_or_default(),
                        format!("{} to {}", ours.start, ours.end),
                        format!("{a} to {b}"),
                    );
                    return Some(ours);
                }
                // They overlap. A range that lies inside ours says more about this event than the bare words do.
                let inside = ours.start <= a && b <= ours.end;
                Some(if inside { When { start: a, end: b, ..ours } } else { ours })
            }
            (Some(ours), None) => Some(ours),
            (None, Some((a, b))) => Some(When {
                start: a,
                end: b,
                basis: when.basis.parse().unwrap_or(WhenBasis::Inferred),
                evidence: span.map(|s| self.evidence(s)),
            }),
            (None, None) => None,
        }
    }

    /// A toll of the answer: the counter's value at the same words where there is one.
    fn toll(&mut self, what: &str, toll: &answer::Toll, near: Option<Span>) -> Option<Toll> {
        let name = format!("toll of {what}");
        let measure: Measure = self.word(&name, &toll.measure)?;
        let quote = toll.evidence.clone().unwrap_or_default();
        let Some(span) = self.find(&quote, near) else {
            self.refuse(name, not_in_text(&quote.quote));
            return None;
        };
        let here = |t: &&Toll| t.evidence.span.overlaps(span);
        let ours = (self.ours.counts.iter().filter(here).find(|t| t.measure == measure))
            .or_else(|| self.ours.counts.iter().find(here))
            .cloned();
        let of = if toll.of.trim().is_empty() { "people".to_string() } else { toll.of.trim().to_lowercase() };
        let numbers = |low: Option<u32>, best: Option<u32>, high: Option<u32>| {
            let show = |n: Option<u32>| n.map_or("-".to_string(), |n| n.to_string());
            format!("low {} best {} high {}", show(low), show(best), show(high))
        };
        let (low, best, high) = match &ours {
            Some(t) => {
                let (mine, its) = (numbers(t.low, t.best, t.high), numbers(toll.low, toll.best, toll.high));
                if mine != its && (toll.low, toll.best, toll.high) != (None, None, None) {
                    self.review(format!("toll: {measure}"), span, mine, its);
                }
                (t.low, t.best, t.high)
            }
            None => {
                let ordered = [toll.low, toll.best, toll.high].into_iter().flatten().is_sorted();
                if !ordered {
                    self.refuse(name, "its numbers are not in order");
                    return None;
                }
                (toll.low, toll.best, toll.high)
            }
        };
        Some(Toll {
            measure,
            of: ours.as_ref().filter(|t| t.measure == measure).map_or(of, |t| t.of.clone()),
            low,
            best,
            high,
            side: None,
            cumulative: ours.is_some_and(|t| t.cumulative),
            retells: None,
            evidence: self.evidence(span),
        })
    }

    fn participant(&mut self, what: &str, p: &answer::Participant, near: Option<Span>) -> Option<Participant> {
        let role: Role = self.word(&format!("participant of {what}"), &p.role)?;
        let quote = p.evidence.as_ref().and_then(|q| self.find(q, near));
        let text = self.quotes.find(&p.text, quote.or(near));
        let Some(span) = text.or(quote) else {
            self.refuse(format!("participant of {what}"), not_in_text(&p.text));
            return None;
        };
        Some(Participant { role, actor: self.actors.get(&p.actor).copied(), evidence: self.evidence(span) })
    }

    fn add_events(&mut self, events: &[answer::Event]) {
        for event in events {
            let what = format!("event {}", event.id);
            if self.about.contains_key(&event.id) {
                self.refuse(what, "its id is taken");
                continue;
            }
            let Some(kind) = self.word::<EventType>(&what, &event.kind) else { continue };
            let Some(realis) = self.word::<Realis>(&what, &event.realis) else { continue };
            let evidence = self.ground(&what, &event.evidence);
            let Some(near) = evidence.first().map(|e| e.span) else {
                self.refuse(what, "no quote of it is in the text");
                continue;
            };
            let twin =
                (self.ours.events.iter()).find(|e| e.kind == kind && e.evidence.iter().any(|v| v.span.overlaps(near)));
            let (mode, acled, part_of) = twin.map_or((None, None, None), |e| (e.mode, e.acled, None));
            let when = event.when.as_ref().and_then(|w| self.when(&what, w, Some(near)));
            let participants =
                event.participants.iter().filter_map(|p| self.participant(&what, p, Some(near))).collect();
            let tolls = event.tolls.iter().filter_map(|t| self.toll(&what, t, Some(near))).collect();
            let instruments = (event.instruments.iter())
                .filter_map(|i| self.quotes.find(i, Some(near)))
                .map(|s| self.evidence(s))
                .collect();
            self.about.insert(event.id.clone(), About::Event(EventId(self.reading.events.len() as u32)));
            self.reading.events.push(Event {
                kind,
                mode,
                acled,
                realis,
                when,
                places: event.places.iter().filter_map(|p| self.places.get(p).copied()).collect(),
                participants,
                tolls,
                instruments,
                part_of,
                background: false,
                evidence,
            });
        }
    }

    fn add_relations(&mut self, relations: &[answer::Relation]) {
        for relation in relations {
            let what = format!("relation {}", relation.id);
            if self.about.contains_key(&relation.id) {
                self.refuse(what, "its id is taken");
                continue;
            }
            let Some(kind) = self.word::<RelationType>(&what, &relation.kind) else { continue };
            let ends = self.actors.get(&relation.from).copied().zip(self.actors.get(&relation.to).copied());
            let Some((from, to)) = ends.filter(|(a, b)| a != b) else {
                self.refuse(what, "it does not join two actors of the text");
                continue;
            };
            let realis = relation.realis.parse().unwrap_or(Realis::Ongoing);
            let evidence = self.ground(&what, &relation.evidence);
            let Some(near) = evidence.first().map(|e| e.span) else {
                self.refuse(what, "no quote of it is in the text");
                continue;
            };
            let when = relation.when.as_ref().and_then(|w| self.when(&what, w, Some(near)));
            self.about.insert(relation.id.clone(), About::Relation(RelationId(self.reading.relations.len() as u32)));
            self.reading.relations.push(Relation { kind, from, to, when, realis, evidence });
        }
    }

    fn add_claims(&mut self, claims: &[answer::Claim]) {
        for (i, claim) in claims.iter().enumerate() {
            let what = format!("claim {}", i + 1);
            let holder = match claim.holder.as_str() {
                "report" => Holder::Report,
                "unnamed" | "" => Holder::Unnamed,
                id => self.actors.get(id).map_or(Holder::Unnamed, |a| Holder::Actor(*a)),
            };
            let Some(stance) = self.word::<Stance>(&what, &claim.stance) else { continue };
            let certainty = claim.certainty.parse().unwrap_or(Certainty::Stated);
            let about: Vec<About> = claim.about.iter().filter_map(|id| self.about.get(id).copied()).collect();
            let quote = claim.evidence.clone().unwrap_or_default();
            let Some(span) = self.find(&quote, None) else {
                self.refuse(what, not_in_text(&quote.quote));
                continue;
            };
            let cue = claim.cue.as_ref().and_then(|q| self.find(q, Some(span)));
            let holder_text = self.quotes.find(&claim.holder_text, Some(span));
            self.reading.claims.push(Claim {
                holder,
                holder_text,
                stance,
                certainty,
                about,
                cue: cue.map(|s| self.evidence(s)),
                evidence: self.evidence(span),
            });
        }
    }

    fn add_disagreements(&mut self, disagreements: &[answer::Disagreement]) {
        for (i, d) in disagreements.iter().enumerate() {
            let what = format!("disagreement {}", i + 1);
            let Some(kind) = self.word::<DisagreementKind>(&what, &d.kind) else { continue };
            let evidence = self.ground(&what, &d.evidence);
            if evidence.len() < 2 {
                self.refuse(what, "fewer than two of its quotes are in the text");
                continue;
            }
            let about = d.about.iter().filter_map(|id| self.about.get(id).copied()).collect();
            self.reading.disagreements.push(Disagreement { kind, about, evidence, note: d.note.clone() });
        }
    }
}

fn not_in_text(quote: &str) -> String {
    let mut short: String = quote.chars().take(60).collect();
    if short.len() < quote.len() {
        short.push('…');
    }
    format!("not in the text: \"{short}\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use types::{Report, Time, TimexType};

    const TEXT: &str = "The army said 12 soldiers died in an ambush near Tera on 3 May 2023. Residents fled.";

    fn at(words: &str) -> Span {
        let start = TEXT.find(words).expect("the words are in the text");
        Span::new(start, start + words.len())
    }

    fn on(words: &str) -> Evidence {
        Evidence { span: at(words), by: By::Borrowed("ours@1") }
    }

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    /// What the embedded reader's resolvers know of the text: a place, a count, a day.
    fn ours() -> Reading {
        let may = When {
            start: day("2023-05-03"),
            end: day("2023-05-03"),
            basis: WhenBasis::Stated,
            evidence: Some(on("3 May 2023")),
        };
        Reading {
            report: Report { text: TEXT.into(), ..Report::default() },
            places: vec![Place {
                name: "Tera".into(),
                names: vec!["Tera".into()],
                lat: Some(14.01),
                lon: Some(0.75),
                country: Some("NE".into()),
                admin1: None,
                geonames_id: Some(2439376),
                precision: Precision::Town,
                extent_km: None,
                confidence: 0.6,
                rivals: Vec::new(),
                mentions: vec![on("Tera")],
                demonyms: Vec::new(),
            }],
            counts: vec![Toll {
                measure: Measure::Killed,
                of: "soldiers".into(),
                low: None,
                best: Some(12),
                high: None,
                side: None,
                cumulative: false,
                retells: None,
                evidence: on("12 soldiers died"),
            }],
            times: vec![Time {
                timex: TimexType::Date,
                value: "2023-05-03".into(),
                when: Some(may),
                evidence: on("3 May 2023"),
                rival: None,
            }],
            ..Reading::default()
        }
    }

    fn answer(lat: f64, best: u32, start: &str) -> String {
        serde_json::json!({
            "actors": [{"id": "a1", "name": "The army", "kind": "military"}],
            "places": [{"id": "p1", "name": "Tera", "names": [], "lat": lat, "lon": 0.7, "country": "ML", "precision": "town"}],
            "events": [{"id": "e1", "type": "assault", "realis": "occurred", "where": ["p1"], "participants": [],
                "when": {"start": start, "end": start, "basis": "stated", "evidence": {"quote": "3 May 2023"}},
                "tolls": [{"measure": "killed", "of": "soldiers", "best": best, "evidence": {"quote": "12 soldiers"}}],
                "evidence": [{"quote": "an ambush near Tera"}]}],
            "relations": [],
            "claims": [{"holder": "a1", "stance": "asserts", "about": ["e1"], "evidence": {"quote": "The army said"}}],
            "disagreements": []
        })
        .to_string()
    }

    fn built(answer: &str) -> Reading {
        build(&Answer::parse(answer).expect("an answer"), &ours(), "llm/toy@1").0
    }

    #[test]
    fn places_days_and_tolls_are_those_of_the_gazetteer_and_the_resolvers() {
        let reading = built(&answer(14.0, 12, "2023-05-03"));
        let event = &reading.events[0];
        assert_eq!(event.tolls[0].best, Some(12));
        assert_eq!(event.when.as_ref().map(|w| w.start), Some(day("2023-05-03")));
        assert_eq!(reading.places[0].geonames_id, Some(2439376));
        assert!((reading.places[0].confidence - 0.8).abs() < 1e-6, "the model's point confirms the entry");
        assert_eq!(reading.reviews, []);
    }

    #[test]
    fn where_the_model_says_otherwise_both_values_are_shown() {
        let reading = built(&answer(16.3, 20, "2022-05-03"));
        let event = &reading.events[0];
        assert_eq!(event.tolls[0].best, Some(12), "the counter's value stands");
        assert_eq!(event.when.as_ref().map(|w| w.start), Some(day("2023-05-03")), "and the resolver's");
        assert_eq!((reading.places[0].lat, reading.places[0].country.as_deref()), (Some(14.01), Some("NE")));
        assert_eq!(reading.places[0].rivals[0].lat, 16.3, "the value carries the other point");
        assert!((reading.places[0].confidence - 0.6).abs() < 1e-6);
        let shown: Vec<_> = (reading.reviews.iter())
            .map(|r| (r.what.as_str(), r.ours.as_deref().unwrap_or(""), r.theirs.as_deref().unwrap_or("")))
            .collect();
        assert_eq!(
            shown,
            [
                ("point: Tera", "14.01, 0.75", "16.30, 0.70"),
                ("date", "2023-05-03 to 2023-05-03", "2022-05-03 to 2022-05-03"),
                ("toll: killed", "low - best 12 high -", "low - best 20 high -"),
            ]
        );
    }

    proptest! {
        /// Whatever a model writes, nothing breaks, and every value rests on words of the text.
        #[test]
        fn any_answer_is_read_or_refused(
            cuts in proptest::collection::vec((0usize..900, 0usize..40, "[\\[\\]{}\",:0-9a-e]{0,6}|\\PC{0,4}"), 0..6),
        ) {
            let mut written = answer(14.0, 12, "2023-05-03");
            for (start, length, by) in cuts {
                let chars: Vec<char> = written.chars().collect();
                let start = start.min(chars.len());
                let end = (start + length).min(chars.len());
                written = chars[..start].iter().chain(by.chars().collect::<Vec<_>>().iter()).chain(&chars[end..]).collect();
            }
            if let Ok(answer) = Answer::parse(&written) {
                let (mut reading, _) = build(&answer, &ours(), "llm/toy@1");
                crate::rules::enforce(&mut reading, &ours());
                let joined = crate::compare::both(ours(), &reading);
                for event in reading.events.iter().chain(&joined.events) {
                    prop_assert!(!event.evidence.is_empty());
                    prop_assert!(event.evidence.iter().all(|e| !e.span.of(TEXT).is_empty()));
                }
            }
        }
    }
}

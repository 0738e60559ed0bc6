//! Two readings of one report → one, with what they differ on listed for review.
//!
//! The embedded reading is the ground and its values stand. What the model reads too rests on the words of both: its
//! evidence is added. What only one of them reads, or both read differently, is listed with both sides; nothing is averaged,
//! and nothing that only the model reads becomes an event. "Jihadists stormed the school", an assault for one and a
//! mobilisation for the other, is shown as both.

use std::collections::BTreeSet;
use types::{Actor, ActorId, Event, Evidence, Place, PlaceId, Reading, Relation, RelationType, Review, Role, Toll};

/// Ties that hold in both directions: who is hostile to whom is no difference.
const EITHER_WAY: &[RelationType] =
    &[RelationType::AlliedWith, RelationType::CooperatesWith, RelationType::HostileTo, RelationType::TensionWith];

/// Joins the embedded reading with the model's, by the words their events rest on.
pub fn both(ours: Reading, theirs: &Reading) -> Reading {
    let mut comparison = Comparison { ours: &ours, theirs, reviews: theirs.reviews.clone(), agreed: 0 };
    let events = align(&ours.events, &theirs.events);
    comparison.events(&events);
    let relations = comparison.relations();
    let (mut reviews, agreed) = (comparison.reviews, comparison.agreed);
    reviews.sort_by_key(|r| (r.evidence.span.start, r.evidence.span.end));

    let mut joined = ours.clone();
    let same_event = |a: &Event, b: &Event| (a.kind, a.realis) == (b.kind, b.realis);
    for (i, j) in events.into_iter().filter(|(i, j)| same_event(&ours.events[*i], &theirs.events[*j])) {
        joined.events[i].evidence.extend(theirs.events[j].evidence.iter().cloned());
    }
    for (i, j) in relations {
        joined.relations[i].evidence.extend(theirs.relations[j].evidence.iter().cloned());
    }
    for place in &mut joined.places {
        let told = theirs.places.iter().filter(|p| p.geonames_id.is_some() && p.geonames_id == place.geonames_id);
        // The model's point confirms the gazetteer's entry: `build` has raised it there.
        place.confidence = told.map(|p| p.confidence).fold(place.confidence, f32::max);
    }
    joined.notes.extend(theirs.notes.iter().filter(|n| !ours.notes.contains(n)).cloned());
    joined.notes.push(format!("two readers: {agreed} statements agree, {} are up for review", reviews.len()));
    joined.reviews = reviews;
    joined
}

struct Comparison<'a> {
    ours: &'a Reading,
    theirs: &'a Reading,
    reviews: Vec<Review>,
    agreed: usize,
}

impl Comparison<'_> {
    fn differ(&mut self, what: String, evidence: &Evidence, ours: Option<String>, theirs: Option<String>) {
        self.reviews.push(Review { what, evidence: evidence.clone(), ours, theirs });
    }

    fn events(&mut self, pairs: &[(usize, usize)]) {
        let (ours, theirs) = (self.ours, self.theirs);
        for (i, event) in ours.events.iter().enumerate() {
            match pairs.iter().find(|p| p.0 == i) {
                None => self.differ("event".into(), &event.evidence[0], Some(show(ours, event)), None),
                Some(&(_, j)) => self.pair(event, &theirs.events[j]),
            }
        }
        for (j, event) in theirs.events.iter().enumerate() {
            if !pairs.iter().any(|p| p.1 == j) {
                self.differ("event".into(), &event.evidence[0], None, Some(show(theirs, event)));
            }
        }
    }

    /// Two tellings of one event, field by field. A field on which one of them is silent is no difference, except a toll;
    /// who did it stands beside a type that differs already.
    fn pair(&mut self, a: &Event, b: &Event) {
        let (ours, theirs) = (self.ours, self.theirs);
        let alike = (a.kind, a.realis) == (b.kind, b.realis);
        if alike {
            self.agreed += 1;
        } else {
            self.differ("event".into(), &a.evidence[0], Some(show(ours, a)), Some(show(theirs, b)));
        }
        if let (Some(x), Some(y)) = (&a.when, &b.when)
            && (x.end < y.start || y.end < x.start)
        {
            let days = |w: &types::When| format!("{} to {}", w.start, w.end);
            let words = x.evidence.as_ref().unwrap_or(&a.evidence[0]);
            self.differ("date".into(), words, Some(days(x)), Some(days(y)));
        }
        let places = |r: &Reading, ids: &[PlaceId]| -> Vec<Place> {
            ids.iter().filter_map(|p| r.places.get(p.index())).cloned().collect()
        };
        let (here, there) = (places(ours, &a.places), places(theirs, &b.places));
        let same = |p: &Place, q: &Place| {
            (p.geonames_id.is_some() && p.geonames_id == q.geonames_id) || share(&p.mentions, &q.mentions)
        };
        if !here.is_empty() && !there.is_empty() && !here.iter().any(|p| there.iter().any(|q| same(p, q))) {
            let names = |ps: &[Place]| ps.iter().map(|p| p.name.clone()).collect::<Vec<_>>().join(", ");
            self.differ("place".into(), &a.evidence[0], Some(names(&here)), Some(names(&there)));
        }
        let doers = |e: &Event| e.participants.iter().any(|p| p.role == Role::Actor);
        let same_doer = a.participants.iter().filter(|p| p.role == Role::Actor).any(|p| {
            b.participants.iter().filter(|q| q.role == Role::Actor).any(|q| {
                p.evidence.span.overlaps(q.evidence.span)
                    || p.actor.zip(q.actor).is_some_and(|(p, q)| self.same_actor(p, q))
            })
        });
        if alike && doers(a) && doers(b) && !same_doer {
            let who = |r: &Reading, e: &Event| Some(named(r, e, &[Role::Actor]).join(", "));
            self.differ("actor".into(), &a.evidence[0], who(ours, a), who(theirs, b));
        }
        let measures: BTreeSet<&str> = a.tolls.iter().chain(&b.tolls).map(|t| t.measure.word()).collect();
        for measure in measures {
            let of =
                |e: &Event| -> Vec<Toll> { e.tolls.iter().filter(|t| t.measure.word() == measure).cloned().collect() };
            let (x, y) = (of(a), of(b));
            let numbers = |ts: &[Toll]| ts.iter().map(|t| (t.low, t.best, t.high)).collect::<BTreeSet<_>>();
            if numbers(&x) != numbers(&y) {
                let words = x.first().or(y.first()).map_or(&a.evidence[0], |t| &t.evidence);
                self.differ(format!("toll: {measure}"), words, tolls(ours, &x), tolls(theirs, &y));
            }
        }
    }

    /// Pairs of relations that join the same actors, by any of their names; the rest is listed.
    fn relations(&mut self) -> Vec<(usize, usize)> {
        let (ours, theirs) = (self.ours, self.theirs);
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for (i, a) in ours.relations.iter().enumerate() {
            let twin = theirs.relations.iter().enumerate().find(|(j, b)| {
                let ends = |from: ActorId, to: ActorId| self.same_actor(a.from, from) && self.same_actor(a.to, to);
                a.kind == b.kind
                    && (ends(b.from, b.to) || (EITHER_WAY.contains(&a.kind) && ends(b.to, b.from)))
                    && !pairs.iter().any(|p| p.1 == *j)
            });
            match twin {
                Some((j, b)) if a.realis == b.realis => {
                    self.agreed += 1;
                    pairs.push((i, j));
                }
                Some((j, b)) => {
                    self.differ("relation".into(), &a.evidence[0], Some(tie(ours, a)), Some(tie(theirs, b)));
                    pairs.push((i, j));
                }
                None => self.differ("relation".into(), &a.evidence[0], Some(tie(ours, a)), None),
            }
        }
        for (j, b) in theirs.relations.iter().enumerate() {
            if !pairs.iter().any(|p| p.1 == j) {
                self.differ("relation".into(), &b.evidence[0], None, Some(tie(theirs, b)));
            }
        }
        pairs.retain(|(i, j)| ours.relations[*i].realis == theirs.relations[*j].realis);
        pairs
    }

    /// True where an actor of ours and one of the model's are named by the same words.
    fn same_actor(&self, ours: ActorId, theirs: ActorId) -> bool {
        let (Some(a), Some(b)) = (self.ours.actors.get(ours.index()), self.theirs.actors.get(theirs.index())) else {
            return false;
        };
        let lower = |x: &Actor| x.names.iter().map(|n| n.to_lowercase()).collect::<Vec<_>>();
        let (names, others) = (lower(a), lower(b));
        names.iter().any(|n| others.contains(n)) || share(&a.mentions, &b.mentions)
    }
}

/// True where two lists of evidence have words in common.
fn share(a: &[Evidence], b: &[Evidence]) -> bool {
    a.iter().any(|x| b.iter().any(|y| x.span.overlaps(y.span)))
}

/// Pairs of events that rest on the same words: same type first, then the longest overlap. Each event at most once.
fn align(ours: &[Event], theirs: &[Event]) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    for (i, a) in ours.iter().enumerate() {
        for (j, b) in theirs.iter().enumerate() {
            let shared =
                |x: &Evidence, y: &Evidence| x.span.end.min(y.span.end).saturating_sub(x.span.start.max(y.span.start));
            let most = a.evidence.iter().flat_map(|x| b.evidence.iter().map(move |y| shared(x, y))).max().unwrap_or(0);
            if most > 0 {
                candidates.push((a.kind != b.kind, u32::MAX - most, i, j));
            }
        }
    }
    candidates.sort();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, _, i, j) in candidates {
        if !pairs.iter().any(|p| p.0 == i || p.1 == j) {
            pairs.push((i, j));
        }
    }
    pairs
}

/// An event in a few words: "assault occurred: JNIM → the gendarmerie school".
fn show(reading: &Reading, event: &Event) -> String {
    let doers = named(reading, event, &[Role::Actor]).join(", ");
    let done_to = [Role::Recipient, Role::Target, Role::Victim, Role::Beneficiary];
    let others = named(reading, event, &done_to).join(", ");
    let what = format!("{} {}", event.kind, event.realis);
    match (doers.is_empty(), others.is_empty()) {
        (true, true) => what,
        (false, true) => format!("{what}: {doers}"),
        (true, false) => format!("{what}: ? → {others}"),
        (false, false) => format!("{what}: {doers} → {others}"),
    }
}

/// Who plays one of `roles`, each once, at most four.
fn named(reading: &Reading, event: &Event, roles: &[Role]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for p in event.participants.iter().filter(|p| roles.contains(&p.role)) {
        let actor = p.actor.and_then(|a| reading.actors.get(a.index())).map(|a| a.name.clone());
        let name = actor.unwrap_or_else(|| p.evidence.span.of(&reading.report.text).to_string());
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.truncate(4);
    names
}

fn tie(reading: &Reading, relation: &Relation) -> String {
    let name = |a: ActorId| reading.actors.get(a.index()).map_or("?", |a| a.name.as_str());
    format!("{} {} {} ({})", name(relation.from), relation.kind, name(relation.to), relation.realis)
}

/// Tolls by the words they were read from; nothing where there are none.
fn tolls(reading: &Reading, tolls: &[Toll]) -> Option<String> {
    let words = |t: &Toll| format!("“{}”", t.evidence.span.of(&reading.report.text));
    (!tolls.is_empty()).then(|| tolls.iter().map(words).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use types::{ActorKind, By, EventType, Measure, Participant, Realis, Report, Span};

    const TEXT: &str = "Gunmen raided a camp near Gao and killed 12 soldiers. The army leads the JTF. The market shut.";

    fn on(words: &str, by: &'static str) -> Evidence {
        let at = TEXT.find(words).expect("the words are in the text");
        Evidence { span: Span::new(at, at + words.len()), by: By::Borrowed(by) }
    }

    fn actor(name: &str, by: &'static str) -> Actor {
        let mentions = vec![on(name, by)];
        let kind = ActorKind::ArmedGroup;
        Actor { name: name.into(), names: vec![name.into()], kind, country: None, registry: None, mentions }
    }

    fn event(kind: EventType, realis: Realis, words: &str, by: &'static str) -> Event {
        Event { evidence: vec![on(words, by)], ..Event::new(kind, realis) }
    }

    fn toll(words: &str, best: u32, by: &'static str) -> Toll {
        Toll {
            measure: Measure::Killed,
            of: "soldiers".into(),
            low: None,
            best: Some(best),
            high: None,
            side: None,
            cumulative: false,
            retells: None,
            evidence: on(words, by),
        }
    }

    fn reading() -> Reading {
        Reading { report: Report { text: TEXT.into(), ..Report::default() }, ..Reading::default() }
    }

    /// What is up for review: which value, what the embedded reader says, what the model says.
    fn shown(joined: &Reading) -> Vec<(&str, Option<&str>, Option<&str>)> {
        joined.reviews.iter().map(|r| (r.what.as_str(), r.ours.as_deref(), r.theirs.as_deref())).collect()
    }

    #[test]
    fn what_both_read_rests_on_the_words_of_both() {
        let (mut ours, mut theirs) = (reading(), reading());
        ours.events.push(event(EventType::Assault, Realis::Occurred, "raided", "events/attack@1"));
        theirs.events.push(event(EventType::Assault, Realis::Occurred, "Gunmen raided a camp", "llm/toy@1"));
        for (r, by) in [(&mut ours, "actors/x@1"), (&mut theirs, "llm/toy@1")] {
            r.actors = vec![actor("The army", by), actor("JTF", by)];
            r.relations.push(Relation {
                kind: RelationType::Leads,
                from: ActorId(0),
                to: ActorId(1),
                when: None,
                realis: Realis::Ongoing,
                evidence: vec![on("leads", by)],
            });
        }
        theirs.notes.push("read by llm/toy@1 at http://127.0.0.1".into());
        let joined = both(ours, &theirs);
        assert_eq!(shown(&joined), []);
        let by = |es: &[Evidence]| es.iter().map(|e| e.by.to_string()).collect::<Vec<_>>();
        assert_eq!(by(&joined.events[0].evidence), ["events/attack@1", "llm/toy@1"]);
        assert_eq!(by(&joined.relations[0].evidence), ["actors/x@1", "llm/toy@1"]);
        assert!(joined.notes[0].contains("read by llm/toy@1"), "the record says whom was asked");
        assert!(joined.notes[1].contains("2 statements agree, 0 are up for review"), "{:?}", joined.notes);
    }

    #[test]
    fn what_they_read_differently_is_shown_with_both_sides() {
        let (mut ours, mut theirs) = (reading(), reading());
        let mut assault = event(EventType::Assault, Realis::Occurred, "raided a camp", "events/attack@1");
        assault.tolls.push(toll("12 soldiers", 12, "tolls/count@1"));
        ours.actors.push(actor("Gunmen", "actors/x@1"));
        assault.participants.push(Participant {
            role: Role::Actor,
            actor: Some(ActorId(0)),
            evidence: on("Gunmen", "events/parts@1"),
        });
        ours.events.push(assault);
        let mut other = event(EventType::Mobilize, Realis::Possible, "raided", "llm/toy@1");
        other.participants.push(Participant { role: Role::Actor, actor: None, evidence: on("The army", "llm/toy@1") });
        theirs.events.push(other);
        theirs.events.push(event(EventType::Aid, Realis::Occurred, "The market shut", "llm/toy@1"));
        for (r, by, first) in [(&mut ours, "actors/x@1", true), (&mut theirs, "llm/toy@1", false)] {
            r.actors.extend([actor("The army", by), actor("JTF", by)]);
            let n = r.actors.len() as u32;
            let (army, jtf) = (ActorId(n - 2), ActorId(n - 1));
            // Hostile either way; one says that the army leads the JTF, the other the reverse.
            for kind in [RelationType::HostileTo, RelationType::Leads] {
                let (from, to) = if first { (army, jtf) } else { (jtf, army) };
                let evidence = vec![on("leads", by)];
                r.relations.push(Relation { kind, from, to, when: None, realis: Realis::Ongoing, evidence });
            }
        }
        let joined = both(ours, &theirs);
        assert_eq!(joined.events.len(), 1, "what only the model reads is listed, not added");
        assert_eq!(joined.events[0].evidence.len(), 1);
        assert_eq!(
            shown(&joined),
            [
                ("event", Some("assault occurred: Gunmen"), Some("mobilize possible: The army")),
                ("toll: killed", Some("“12 soldiers”"), None),
                ("relation", Some("The army leads JTF (ongoing)"), None),
                ("relation", None, Some("JTF leads The army (ongoing)")),
                ("event", None, Some("aid occurred")),
            ]
        );
    }

    #[test]
    fn another_doer_another_day_and_another_place_are_differences() {
        let (mut ours, mut theirs) = (reading(), reading());
        for (r, by, who, place, day) in [
            (&mut ours, "events/attack@1", "Gunmen", "Gao", "2023-05-02"),
            (&mut theirs, "llm/toy@1", "The army", "camp", "2023-05-03"),
        ] {
            let day = day.parse().expect("a day");
            let basis = types::WhenBasis::Stated;
            r.places.push(Place {
                name: place.into(),
                names: vec![place.into()],
                lat: None,
                lon: None,
                country: None,
                admin1: None,
                geonames_id: None,
                precision: types::Precision::Town,
                extent_km: None,
                confidence: 0.5,
                rivals: Vec::new(),
                mentions: vec![on(place, by)],
                demonyms: Vec::new(),
            });
            let mut raid = event(EventType::Assault, Realis::Occurred, "raided", by);
            raid.places.push(PlaceId(0));
            raid.when = Some(types::When { start: day, end: day, basis, evidence: None });
            raid.participants.push(Participant { role: Role::Actor, actor: None, evidence: on(who, by) });
            r.events.push(raid);
        }
        assert_eq!(
            shown(&both(ours, &theirs)),
            [
                ("date", Some("2023-05-02 to 2023-05-02"), Some("2023-05-03 to 2023-05-03")),
                ("place", Some("Gao"), Some("camp")),
                ("actor", Some("Gunmen"), Some("The army")),
            ]
        );
    }

    #[test]
    fn what_only_the_embedded_reader_reads_is_listed_too() {
        let mut ours = reading();
        ours.events.push(event(EventType::Assault, Realis::Occurred, "raided", "events/attack@1"));
        ours.actors = vec![actor("The army", "x"), actor("JTF", "x")];
        ours.relations.push(Relation {
            kind: RelationType::Leads,
            from: ActorId(0),
            to: ActorId(1),
            when: None,
            realis: Realis::Ongoing,
            evidence: vec![on("leads", "x")],
        });
        let joined = both(ours, &reading());
        assert_eq!(
            shown(&joined),
            [("event", Some("assault occurred"), None), ("relation", Some("The army leads JTF (ongoing)"), None)]
        );
    }
}

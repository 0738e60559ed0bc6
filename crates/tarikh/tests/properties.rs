//! What holds for every text: evidence points at its words, ids exist, days are in order, and nothing depends on the batch.

use proptest::prelude::*;
use std::ops::ControlFlow;
use tarikh::contract::{Evidence, Reading};
use tarikh::types::Lang;
use tarikh::{Given, Reader};

/// Words that make rules fire, in both languages, and characters that break careless slicing.
const WORDS: &[&str] = &[
    "Gunmen",
    "the army",
    "killed",
    "at least",
    "12",
    "soldiers",
    "on Monday",
    "in Bamako",
    ",",
    "said",
    "denied",
    "that",
    "JNIM",
    "(",
    ")",
    "“",
    "”",
    "—",
    "according to",
    "a spokesman",
    "over 70",
    "wounded",
    "north of",
    "Gao",
    "2024",
    "March",
    "les rebelles",
    "ont tué",
    "une dizaine de",
    "militaires",
    "à l'aube",
    "selon",
    "l'état-major",
    "aurait",
    "démenti",
    "attaque",
    "hier",
    "trois jours plus tard",
    "près de",
    "Ménaka",
    "\n\n",
    ".",
    "?",
    "É",
    "İ",
    "ß",
    "ǅ",
    "�",
    "\u{A0}",
    "\u{301}",
    "2 880",
    "1,5",
    "99999999999999999999",
    "31 février",
    "who",
    "which",
    "not",
    "no",
    "will",
    "may",
    "Mr.",
    "U.S.",
    "'s",
    "d'",
    "REBELS",
    "ATTACKED",
    "THE",
    "CONVOY",
    "🚀",
    "عربي",
    "the latter",
    "they",
    "-",
    "%",
    "km",
    "between 40 and 60",
    "from",
    "to",
];

fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof![8 => proptest::sample::select(WORDS).prop_map(String::from), 1 => any::<char>().prop_map(String::from)];
    proptest::collection::vec(word, 0..90).prop_map(|words| words.join(" "))
}

fn read(reader: &Reader, text: &str, lang: Lang) -> Reading {
    let mut report = tarikh::report::as_it_stands(text);
    report.lang = lang;
    report.published = "2024-09-20".parse().ok();
    Reading::of(&reader.read(report))
}

/// The faults of a reading; empty where every property holds.
fn faults(reading: &Reading) -> Vec<String> {
    let mut faults = Vec::new();
    let points: Vec<char> = reading.text.chars().collect();
    let mut evidence = |what: &str, e: &Evidence| {
        let words = points.get(e.start as usize..e.end as usize).map(|p| p.iter().collect::<String>());
        if words.as_deref() != Some(&e.quote) {
            faults.push(format!("{what}: text[{}:{}] is not \"{}\"", e.start, e.end, e.quote));
        }
    };
    for a in &reading.actors {
        a.mentions.iter().for_each(|e| evidence("actor", e));
    }
    for p in &reading.places {
        p.mentions.iter().chain(&p.demonyms).for_each(|e| evidence("place", e));
    }
    for e in &reading.events {
        e.evidence.iter().for_each(|x| evidence("event", x));
        e.participants.iter().for_each(|x| evidence("participant", &x.evidence));
        e.tolls.iter().for_each(|x| evidence("toll", &x.evidence));
    }
    reading.counts.iter().for_each(|x| evidence("count", &x.evidence));
    reading.times.iter().for_each(|x| evidence("time", &x.evidence));
    reading.relations.iter().flat_map(|x| &x.evidence).for_each(|x| evidence("relation", x));
    reading.claims.iter().for_each(|x| evidence("claim", &x.evidence));
    reading.disagreements.iter().flat_map(|x| &x.evidence).for_each(|x| evidence("disagreement", x));
    for a in &reading.attributions {
        a.source.iter().chain(&a.cue).chain(&a.content).for_each(|x| evidence("attribution", x));
    }

    let actor = |id: &String| reading.actors.iter().any(|a| a.id == *id);
    let about =
        |id: &String| reading.events.iter().any(|e| e.id == *id) || reading.relations.iter().any(|r| r.id == *id);
    for c in &reading.claims {
        if !(c.holder == "report" || c.holder == "unnamed" || actor(&c.holder))
            || !c.about.iter().all(about)
            || c.evidence.quote.is_empty()
        {
            faults.push(format!("claim {}: holder, about or evidence is none", c.id));
        }
    }
    for e in &reading.events {
        let places = e.places.iter().all(|id| reading.places.iter().any(|p| p.id == *id));
        let parts = e.participants.iter().filter_map(|p| p.actor.as_ref()).all(actor);
        let whole = e.part_of.as_ref().is_none_or(|id| *id != e.id && about(id));
        if !(places && parts && whole) || e.evidence.is_empty() {
            faults.push(format!("event {}: place, actor, whole or evidence is none", e.id));
        }
    }
    for r in &reading.relations {
        if !actor(&r.from) || !actor(&r.to) || r.evidence.is_empty() {
            faults.push(format!("relation {}: a side or evidence is none", r.id));
        }
    }
    let whens = reading
        .events
        .iter()
        .filter_map(|e| e.when.as_ref())
        .chain(reading.times.iter().filter_map(|t| t.when.as_ref()));
    for when in whens.filter(|w| w.start > w.end) {
        faults.push(format!("{} is after {}", when.start, when.end));
    }
    for toll in reading.counts.iter().chain(reading.events.iter().flat_map(|e| &e.tolls)) {
        if toll.low.zip(toll.high).is_some_and(|(low, high)| low > high) {
            faults.push(format!("toll \"{}\": low is above high", toll.text));
        }
    }
    for d in reading.disagreements.iter().filter(|d| d.evidence.len() < 2) {
        faults.push(format!("disagreement of one side: {}", d.note));
    }
    if !(0.0..=1.0).contains(&reading.relevance) {
        faults.push(format!("relevance {}", reading.relevance));
    }
    faults
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_reading_is_sound(text in text(), french in any::<bool>()) {
        thread_local!(static READER: Reader = Reader::new());
        let lang = if french { Lang::Fr } else { Lang::En };
        let reading = READER.with(|r| read(r, &text, lang));
        prop_assert_eq!(&reading.text, &text);
        let faults = faults(&reading);
        prop_assert!(faults.is_empty(), "{:?}\n{}", text, faults.join("\n"));
    }

    #[test]
    fn tokens_tile_the_text(text in text(), french in any::<bool>()) {
        thread_local!(static READER: Reader = Reader::new());
        let tagged = READER.with(|r| r.tag(&text, if french { Lang::Fr } else { Lang::En }));
        let mut end = 0;
        for token in &tagged.tokens {
            prop_assert!(token.span.start < token.span.end, "an empty token in {:?}", text);
            let between = text.get(end..token.span.start as usize);
            prop_assert!(between.is_some_and(is_blank), "{:?} stands between tokens of {:?}", between, text);
            prop_assert!(text.get(token.span.start as usize..token.span.end as usize).is_some());
            end = token.span.end as usize;
        }
        prop_assert!(is_blank(&text[end..]));
        let mut next = 0;
        for sentence in &tagged.sentences {
            prop_assert_eq!(sentence.start, next);
            prop_assert!(sentence.start < sentence.end);
            next = sentence.end;
            for token in tagged.tokens_of(*sentence) {
                prop_assert!((sentence.start..sentence.end).contains(&token.head), "a head outside its sentence");
            }
        }
        prop_assert_eq!(next as usize, tagged.tokens.len());
    }
}

/// White space, and marks that no reader sees.
fn is_blank(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_whitespace() || c.is_control() || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
    })
}

fn samples() -> Vec<(String, Vec<u8>)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples");
    let mut list: Vec<_> = std::fs::read_dir(folder).expect("samples/").filter_map(|e| Some(e.ok()?.path())).collect();
    list.sort();
    list.into_iter().map(|p| (p.display().to_string(), std::fs::read(&p).expect("a sample"))).collect()
}

#[test]
fn samples_are_read_soundly_and_alike_whatever_the_batch() {
    let reader = Reader::new();
    let one = |(name, bytes): (String, Vec<u8>)| {
        let given = Given { file: Some(name), ..Given::default() };
        Reading::of(&reader.read(tarikh::report::from_bytes(&bytes, &given).expect("a report")))
    };
    let alone: Vec<Reading> = samples().into_iter().map(one).collect();
    for reading in &alone {
        assert_eq!(faults(reading), Vec::<String>::new(), "{:?}", reading.report.file);
        assert!(!reading.events.is_empty(), "no event in {:?}", reading.report.file);
    }
    let mut together = Vec::new();
    let reversed: Vec<_> = samples().into_iter().rev().collect();
    tarikh::in_order(reversed.into_iter(), 4, one, |reading| {
        together.push(reading);
        ControlFlow::Continue(())
    });
    together.reverse();
    assert_eq!(alone, together);
}

/// A text of a megabyte costs about as much per word as a short one: no stage is quadratic.
#[test]
fn long_texts_cost_what_their_length_costs() {
    let reader = Reader::new();
    let base = "Gunmen killed at least 12 soldiers near Gao on Monday, the army said. ";
    let time = |text: &str| {
        let begun = std::time::Instant::now();
        read(&reader, text, Lang::En);
        begun.elapsed().as_secs_f64()
    };
    let short = base.repeat(150);
    time(&short);
    let once = (0..3).map(|_| time(&short)).fold(f64::MAX, f64::min);
    for long in [base.repeat(1500), base.replace(". ", ", and ").repeat(1500)] {
        let ratio = time(&long) / once;
        assert!(ratio < 60.0, "ten times the text took {ratio:.0} times as long");
    }
}

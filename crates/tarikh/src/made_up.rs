//! Readings of invented wars: for tests of order, load and safety, not of reading.
//!
//! [`World::readings`] tells happenings in towns that do not exist through papers that do not exist: each happening in one
//! report or in many, with tolls that differ and grow, copies of one agency's story, vague mentions of older happenings,
//! denials and rival claims. The same seed gives the same bytes. Names of places and groups are made of syllables.

use types::contract::*;
use types::{Certainty, EventType, Measure, Precision, Realis, Role, Stance, WhenBasis};

/// A source of chance that gives the same numbers everywhere (SplitMix64).
pub struct Dice(u64);

impl Dice {
    /// Dice from a seed.
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    /// The next 64 bits.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        (self.roll() % n.max(1) as u64) as usize
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// Puts a list into a random order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for i in (1..list.len()).rev() {
            list.swap(i, self.below(i + 1));
        }
    }
}

struct Town {
    name: String,
    lat: f64,
    lon: f64,
    country: &'static str,
}

struct Happening {
    day: i32,
    town: usize,
    deed: usize,
    group: usize,
    killed: u32,
    wounded: u32,
}

/// What is done, in the words reports use: noun, verb, mode, ACLED type and sub-type.
const DEEDS: [(&str, &str, &str, &str, &str); 6] = [
    ("raid on the market", "raided the market of", "firearms", "Violence against civilians", "Attack"),
    (
        "bombing of the bridge",
        "blew up the bridge of",
        "explosives",
        "Explosions/Remote violence",
        "Remote explosive/landmine/IED",
    ),
    (
        "shelling of the school",
        "shelled the school of",
        "heavy-weapons",
        "Explosions/Remote violence",
        "Shelling/artillery/missile attack",
    ),
    ("ambush of a convoy", "ambushed a convoy near", "firearms", "Battles", "Armed clash"),
    ("drone strike on the camp", "hit the camp of", "drone", "Explosions/Remote violence", "Air/drone strike"),
    (
        "abduction of traders",
        "abducted traders in",
        "abduct",
        "Violence against civilians",
        "Abduction/forced disappearance",
    ),
];
const SYLLABLES: [&str; 20] = [
    "ka", "ro", "ti", "ma", "lou", "ben", "dja", "fe", "go", "sa", "ni", "zu", "ter", "wo", "bi", "cha", "du", "ra",
    "lem", "po",
];
const COUNTRIES: [&str; 5] = ["QM", "QN", "QO", "QP", "QQ"];
const PAPERS: usize = 60;

/// A world of towns and groups in which happenings are told.
pub struct World {
    towns: Vec<Town>,
    groups: Vec<String>,
    dice: Dice,
}

fn word(dice: &mut Dice, syllables: usize) -> String {
    let text: String = (0..syllables).map(|_| *dice.pick(&SYLLABLES)).collect();
    let mut letters = text.chars();
    letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Text as it grows, with the offsets of what was put in.
#[derive(Default)]
struct Page {
    text: String,
    length: u32,
}

impl Page {
    fn put(&mut self, words: &str) -> Evidence {
        let start = self.length;
        self.text.push_str(words);
        self.length += words.chars().count() as u32;
        Evidence { start, end: self.length, quote: words.to_string(), by: "made-up/page@1".to_string() }
    }
}

impl World {
    /// A world grown from a seed.
    pub fn new(seed: u64) -> World {
        let mut dice = Dice::new(seed);
        let towns = (0..400)
            .map(|n| {
                let country = n % COUNTRIES.len();
                let (south, west) = (5 + 4 * country, 10 + 6 * country);
                let name = format!("{}{}", word(&mut dice, 3), if n % 7 == 0 { "-sur-Léré" } else { "" });
                Town {
                    name,
                    // A number of few digits, as gazetteers have them: any JSON reader gives it back to the last bit.
                    lat: (south * 1000 + dice.below(4000)) as f64 / 1000.0,
                    lon: (west * 1000 + dice.below(6000)) as f64 / 1000.0,
                    country: COUNTRIES[country],
                }
            })
            .collect();
        let groups = (0..40).map(|_| format!("{} Liberation Front", word(&mut dice, 3))).collect();
        World { towns, groups, dice }
    }

    /// `count` readings of reports published over `days` days from 2020-01-01; the more reports a day, the denser the war.
    pub fn readings(&mut self, count: usize, days: i32) -> Vec<Reading> {
        let mut out: Vec<Reading> = Vec::with_capacity(count);
        let mut past: Vec<Happening> = Vec::new();
        while out.len() < count {
            let day = 18_262 + (out.len() as i64 * i64::from(days) / count as i64) as i32;
            let h = self.happening(day);
            // Most happenings are told once or twice, a few by everybody.
            let tellers = match self.dice.below(20) {
                0 => 8 + self.dice.below(12),
                1..=4 => 3 + self.dice.below(4),
                n => 1 + n % 2,
            };
            let mut agency: Option<Reading> = None;
            for teller in 0..tellers.min(count - out.len()) {
                let copy = agency.clone().filter(|_| self.dice.chance(20));
                let reading = match copy {
                    Some(original) => self.copy(original, out.len()),
                    None => self.tell(&h, &past, teller, out.len()),
                };
                agency.get_or_insert_with(|| reading.clone());
                out.push(reading);
            }
            past.push(h);
            if past.len() > 300 {
                past.remove(0);
            }
        }
        out
    }

    fn happening(&mut self, day: i32) -> Happening {
        let d = &mut self.dice;
        let killed = if d.chance(30) { 0 } else { 1 + (d.below(6) * d.below(9)) as u32 };
        Happening {
            day,
            town: d.below(self.towns.len()),
            deed: d.below(DEEDS.len()),
            group: d.below(self.groups.len()),
            killed,
            wounded: d.below(30) as u32,
        }
    }

    /// The same story in another paper, with a line of its own under it.
    fn copy(&mut self, mut r: Reading, n: usize) -> Reading {
        let paper = self.dice.below(PAPERS);
        r.text.push_str(" Share this story with a friend.");
        r.report.id = format!("made-up-{n:06}");
        r.report.file = Some(format!("made-up/{n:06}.txt"));
        r.report.source = Some(format!("Paper {paper}"));
        r
    }

    fn tell(&mut self, h: &Happening, past: &[Happening], teller: usize, n: usize) -> Reading {
        let late = teller as i32 / 3 + i32::from(self.dice.chance(40));
        let published = h.day + late;
        let mut page = Page::default();
        let mut r = Reading {
            report: Report {
                id: format!("made-up-{n:06}"),
                file: Some(format!("made-up/{n:06}.txt")),
                title: Some(format!("News from {}", self.towns[h.town].name)),
                source: Some(format!("Paper {}", self.dice.below(PAPERS))),
                url: None,
                language: "en".into(),
                published: Some(linking::iso_day(published)),
                published_basis: "given".into(),
                dateline_place: None,
                notes: Vec::new(),
            },
            text: String::new(),
            actors: Vec::new(),
            places: Vec::new(),
            events: Vec::new(),
            relations: Vec::new(),
            claims: Vec::new(),
            disagreements: Vec::new(),
            times: Vec::new(),
            counts: Vec::new(),
            attributions: Vec::new(),
            reviews: Vec::new(),
            relevance: 0.9,
            gist: Gist::default(),
            notes: Vec::new(),
        };
        self.event(&mut r, &mut page, h, false);
        let openings = [
            "Families fled to the hills",
            "Shops stayed shut",
            "The road was closed for hours",
            "Markets reopened under guard",
        ];
        page.put(&format!(
            " {} as the day went on, and {} people waited at the clinic.",
            self.dice.pick(&openings),
            20 + self.dice.below(400)
        ));
        for _ in 0..self.dice.below(3) {
            if past.is_empty() {
                break;
            }
            let old = &past[self.dice.below(past.len())];
            if old.day < h.day - 3 {
                self.event(&mut r, &mut page, old, true);
            }
        }
        page.put(&format!(" Our correspondent could not reach {} by telephone.", word(&mut self.dice, 4)));
        r.text = page.text;
        r
    }

    fn event(&mut self, r: &mut Reading, page: &mut Page, h: &Happening, background: bool) {
        let d = &mut self.dice;
        let (noun, verb, mode, event_type, sub_event_type) = DEEDS[h.deed];
        let town = &self.towns[h.town];
        let group = &self.groups[h.group];
        page.put(if background { " People here remember the day when " } else { "" });
        let start = page.length;
        let named = d.chance(70);
        let who = page.put(if named { group } else { "Gunmen" });
        page.put(&format!(" {verb} "));
        let at = page.put(&town.name);
        let (when, basis) = if background && d.chance(50) {
            let month = linking::iso_day(h.day);
            let first = linking::day_number(&format!("{}-01", &month[..7])).unwrap_or(h.day);
            page.put(&format!(" in the month of {}", &month[..7]));
            ((first, first + 27), WhenBasis::Stated)
        } else {
            page.put(&format!(" on {}", linking::iso_day(h.day)));
            ((h.day, h.day), WhenBasis::Resolved)
        };
        let mut tolls = Vec::new();
        let mut claim = None;
        if h.killed > 0 && (!background || d.chance(50)) {
            let number = (h.killed + d.below(4) as u32).saturating_sub(d.below(3) as u32).max(1);
            page.put(", and ");
            let evidence = page.put(&format!("{number} people"));
            page.put(" were killed");
            tolls.push(toll(Measure::Killed, number, evidence));
            if h.wounded > 0 {
                page.put(" and ");
                let evidence = page.put(&format!("{} others", h.wounded));
                page.put(" hurt");
                tolls.push(toll(Measure::Wounded, h.wounded, evidence));
            }
            if d.chance(60) {
                page.put(", ");
                let holder = *d.pick(&["the governor", "a nurse", "the army", "villagers"]);
                let words = page.put(&format!("{holder} said"));
                claim = Some((holder, words));
            }
        }
        let text_end = page.length;
        page.put(".");
        let quote: String = page.text.chars().skip(start as usize).take((text_end - start) as usize).collect();
        let evidence = Evidence { start, end: text_end, quote, by: "made-up/event@1".into() };
        let id = |letter: &str, n: usize| format!("{letter}{}", n + 1);
        let actor = id("a", r.actors.len());
        let kind = if named { types::ActorKind::ArmedGroup } else { types::ActorKind::Unnamed };
        let name = if named { group.clone() } else { "Gunmen".to_string() };
        r.actors.push(Actor {
            id: actor.clone(),
            name: name.clone(),
            names: vec![name],
            kind,
            country: None,
            registry: None,
            mentions: vec![who.clone()],
        });
        let place = id("p", r.places.len());
        r.places.push(Place {
            id: place.clone(),
            name: town.name.clone(),
            names: vec![town.name.clone()],
            lat: Some(town.lat),
            lon: Some(town.lon),
            country: Some(town.country.into()),
            admin1: None,
            geonames_id: None,
            precision: Precision::Town,
            extent_km: None,
            confidence: 0.9,
            rivals: Vec::new(),
            mentions: vec![at],
            demonyms: Vec::new(),
        });
        let event = id("e", r.events.len());
        let denied = !background && d.chance(4);
        let holder = match &claim {
            Some((holder, words)) if *holder == "the army" => {
                let army = id("a", r.actors.len());
                let country = Some(town.country.to_string());
                r.actors.push(Actor {
                    id: army.clone(),
                    name: "the army".into(),
                    names: vec!["the army".into()],
                    kind: types::ActorKind::Military,
                    country,
                    registry: None,
                    mentions: vec![words.clone()],
                });
                army
            }
            Some(_) => "unnamed".into(),
            None => "report".into(),
        };
        r.claims.push(Claim {
            id: id("c", r.claims.len()),
            holder,
            holder_text: claim.as_ref().map(|(h, _)| h.to_string()),
            stance: if denied { Stance::Denies } else { Stance::Asserts },
            certainty: if claim.is_some() { Certainty::Reported } else { Certainty::Stated },
            about: vec![event.clone()],
            cue: claim.map(|(_, words)| words),
            evidence: evidence.clone(),
        });
        r.events.push(Event {
            id: event,
            kind: EventType::Assault,
            mode: Some(mode.into()),
            acled: Some(Acled { event_type: event_type.into(), sub_event_type: sub_event_type.into() }),
            realis: Realis::Occurred,
            when: Some(When { start: linking::iso_day(when.0), end: linking::iso_day(when.1), basis, evidence: None }),
            places: vec![place],
            participants: vec![Participant {
                role: Role::Actor,
                actor: Some(actor),
                text: who.quote.clone(),
                evidence: who,
            }],
            tolls,
            instruments: vec![noun.to_string()],
            part_of: None,
            background,
            claims: vec![id("c", r.claims.len() - 1)],
            evidence: vec![evidence],
        });
    }
}

fn toll(measure: Measure, best: u32, evidence: Evidence) -> Toll {
    let text = evidence.quote.clone();
    Toll {
        measure,
        of: "people".into(),
        low: None,
        best: Some(best),
        high: None,
        side: None,
        cumulative: false,
        retells: None,
        text,
        evidence,
    }
}

//! Where and when an event was, what it cost, and the finished [`Event`].
//!
//! In: tellings and their groups. Out: events. A telling's own clause is asked first, then its sentence, then what the
//! paragraph said before; the dateline is never a place of an event here.

use super::acled::acled;
use super::lexicon::Class;
use super::tellings::Telling;
use super::tree::{CLIMB, Tree};
use crate::{Found, times};
use types::{
    ActorId, Event, EventType, Evidence, Measure, Participant, PlaceId, Precision, Realis, Role, Span, Upos, When,
};

/// True where no place of one list can be, hold or lie in a place of the other.
pub fn apart_places(found: &Found, a: &[PlaceId], b: &[PlaceId]) -> bool {
    !a.is_empty() && !b.is_empty() && !a.iter().any(|&p| b.iter().any(|&q| near(found, p, q)))
}

fn near(found: &Found, p: PlaceId, q: PlaceId) -> bool {
    if p == q {
        return true;
    }
    let (Some(a), Some(b)) = (found.places.get(p.index()), found.places.get(q.index())) else { return true };
    let wide = |x: Precision| matches!(x, Precision::Country | Precision::Region | Precision::Admin1 | Precision::Area);
    if wide(a.precision) != wide(b.precision) || wide(a.precision) && a.precision != b.precision {
        return a.country.is_none() || b.country.is_none() || a.country == b.country;
    }
    match (a.lat, a.lon, b.lat, b.lon) {
        (Some(lat), Some(lon), Some(lat2), Some(lon2)) => {
            let (dy, dx) = ((lat - lat2) * 111.0, (lon - lon2) * 111.0 * lat.to_radians().cos());
            dx * dx + dy * dy < 30.0 * 30.0
        }
        // A place without coordinates may lie anywhere.
        _ => a.precision != b.precision,
    }
}

/// Places of the text in text order, for look-ups by span.
struct Index {
    places: Vec<(Span, PlaceId)>,
}

impl Index {
    fn new(found: &Found) -> Index {
        let mut places: Vec<(Span, PlaceId)> = Vec::new();
        for (i, place) in found.places.iter().enumerate() {
            places.extend(place.mentions.iter().map(|m| (m.span, PlaceId(i as u32))));
        }
        places.sort();
        Index { places }
    }

    fn places_in(&self, span: Span) -> &[(Span, PlaceId)] {
        let lo = self.places.partition_point(|p| p.0.start < span.start);
        let hi = self.places.partition_point(|p| p.0.start < span.end);
        &self.places[lo..hi.max(lo)]
    }
}

/// Gives every telling the places and the time of its own clause.
pub fn times_and_places(tree: &Tree, found: &Found, tellings: &mut [Telling]) {
    let index = Index::new(found);
    for telling in tellings {
        let span = tree.doc.tagged.span_of(telling.clause.0, telling.clause.1);
        let own = telling.span.cover(span);
        let words = tree.doc.token(telling.at).span;
        let when = times::for_span(tree.doc, found, words);
        let within = |reach: Span| move |w: &When| w.evidence.as_ref().is_some_and(|e| reach.contains(e.span));
        // "nothing like it since the Radisson Blu, on 20 November 2015: 22 dead": a bare result is dated by its sentence.
        let (lo, hi) = tree.sentence_range(tree.sentence(telling.at));
        let reach = if telling.result && !telling.verb { tree.doc.tagged.span_of(lo, hi) } else { own };
        telling.when = when.filter(within(reach));
        telling.places = places_at(tree, found, &index, span, telling.at);
        if !telling.verb && (telling.places.is_empty() || telling.when.is_none()) {
            let tail = tail(tree, telling.at);
            if telling.places.is_empty() {
                telling.places = located(tree, &index, tail);
            }
            if telling.when.is_none() {
                let own = tree.doc.tagged.span_of(telling.at, tail.1);
                telling.when = times::for_span(tree.doc, found, words)
                    .filter(|w| w.evidence.as_ref().is_some_and(|e| own.contains(e.span)));
            }
        }
        // "Bamako was hosting a delegation": the town that stands for its state is where they meet.
        if telling.places.is_empty() && telling.kind == EventType::Consult {
            let hosts = telling.parts.iter().filter(|p| p.role == Role::Actor).map(|p| tree.doc.token(p.head).span);
            let town = |id: &PlaceId| found.places.get(id.index()).is_some_and(|p| p.precision == Precision::Town);
            let here = hosts.flat_map(|s| index.places_in(s).iter().map(|x| x.1)).find(town);
            telling.places.extend(here);
        }
    }
}

/// What follows a noun up to the next verb: "the massacre of 26 people, most of them tourists, **by gunmen at Pahalgam on 22 April**".
fn tail(tree: &Tree, at: u32) -> (u32, u32) {
    let (_, end) = tree.sentence_range(tree.sentence(at));
    let stop = |i: &u32| {
        matches!(tree.upos(*i), Upos::Verb | Upos::Aux | Upos::Sconj)
            || matches!(tree.form(*i), ";" | ":" | "—" | "–" | "(" | "and" | "et" | "but" | "mais")
    };
    (at + 1, (at + 1..end.min(at + 24)).find(stop).unwrap_or(end.min(at + 24)))
}

/// Places of a range right behind a word of place.
fn located(tree: &Tree, index: &Index, (lo, hi): (u32, u32)) -> Vec<PlaceId> {
    const WHERE: &[&str] =
        &["in", "at", "near", "outside", "around", "à", "au", "aux", "dans", "en", "près", "de", "sur", "vers"];
    if lo >= hi {
        return Vec::new();
    }
    let mut out: Vec<PlaceId> = Vec::new();
    for &(span, id) in index.places_in(tree.doc.tagged.span_of(lo, hi)) {
        let first = tree.doc.tagged.token_at(span.start) as u32;
        let before =
            (lo.max(first.saturating_sub(3))..first).any(|i| WHERE.contains(&tree.form(i)) && tree.form(i) != "de");
        if before && !out.contains(&id) && out.len() < 2 {
            out.push(id);
        }
    }
    out
}

/// Places named in `span` as where something is, the most exact first.
fn places_at(tree: &Tree, found: &Found, index: &Index, span: Span, at: u32) -> Vec<PlaceId> {
    let here = tree.doc.token(at).span.start;
    let mut hits: Vec<(u8, u32, PlaceId)> = Vec::new();
    for &(span, id) in index.places_in(span) {
        let token = tree.doc.tagged.token_at(span.start) as u32;
        if token >= tree.len() || acts_as_side(tree, token, span) {
            continue;
        }
        let Some(place) = found.places.get(id.index()) else { continue };
        let rank = place.precision as u8;
        if !hits.iter().any(|h| h.2 == id) {
            hits.push((rank, span.start.abs_diff(here), id));
        }
    }
    hits.sort();
    hits.truncate(4);
    hits.into_iter().map(|h| h.2).collect()
}

/// Words for a part of an armed group that is named by its region.
const PARTS_OF_A_GROUP: &[&str] = &[
    "branch",
    "affiliate",
    "wing",
    "arm",
    "chapter",
    "franchise",
    "offshoot",
    "branche",
    "filiale",
    "aile",
    "antenne",
];

/// True where a place name stands for its government or people: "Niger accuses", "Mali's army".
fn acts_as_side(tree: &Tree, token: u32, span: Span) -> bool {
    let end = tree.doc.tagged.token_at(span.end.saturating_sub(1)) as u32;
    let heads =
        (token..=end.min(tree.len() - 1)).find(|&i| tree.head(i).is_none_or(|h| h < token || h > end)).unwrap_or(token);
    let locative = matches!(
        tree.case(heads),
        "in" | "at"
            | "near"
            | "from"
            | "to"
            | "around"
            | "outside"
            | "across"
            | "on"
            | "into"
            | "toward"
            | "towards"
            | "inside"
            | "of"
            | "à"
            | "dans"
            | "en"
            | "au"
            | "aux"
            | "vers"
            | "près"
            | "sur"
            | "depuis"
            | "de"
            | "du"
            | "d'"
            | "d’"
            | "chez"
            | "entre"
            | "between"
    );
    use types::Deprel::*;
    // "the Sahel branch of al-Qaeda": whose part it is, not where it struck.
    let part = |h: u32| {
        matches!(tree.rel(heads), Compound | Amod | Nmod | NmodPoss) && PARTS_OF_A_GROUP.contains(&tree.lemma(h))
    };
    if tree.head(heads).is_some_and(part) {
        return true;
    }
    match tree.rel(heads) {
        Nsubj | NsubjPass | NmodPoss | Amod => tree.actor(heads).is_some() && !locative,
        _ => false,
    }
}

/// The finished events.
pub fn events(tree: &Tree, found: &Found, tellings: &[Telling], groups: &[Vec<usize>]) -> Vec<Event> {
    let index = Index::new(found);
    let mut events: Vec<Event> = groups.iter().map(|g| event(tree, found, &index, tellings, g)).collect();
    let mut owner = vec![None; tellings.len()];
    for (e, group) in groups.iter().enumerate() {
        for &t in group {
            owner[t] = Some(e);
        }
    }
    counted_from(tree, tellings, &owner, &mut events);
    tolls(tree, found, tellings, &owner, &mut events);
    for (event, group) in events.iter_mut().zip(groups) {
        let classes = |actor: bool| {
            let heads = group.iter().flat_map(|&t| &tellings[t].parts).filter(|p| (p.role == Role::Actor) == actor);
            Class(heads.map(|p| tree.class(p.head).0).fold(0, |a, b| a | b))
        };
        let ground = !event.places.is_empty();
        let lead = group.first().map_or("", |&t| tellings[t].rule);
        event.acled = acled(event.kind, event.mode, classes(true), classes(false), ground, lead);
        if let (Some(when), Some(published)) = (&event.when, found.dated.published) {
            event.background = published.duration_since(when.end).as_hours() > 24 * 60;
        }
    }
    events
}

fn event(tree: &Tree, found: &Found, index: &Index, tellings: &[Telling], group: &[usize]) -> Event {
    let lead = group.iter().copied().max_by_key(|&t| (weight(&tellings[t]), std::cmp::Reverse(t))).unwrap_or(0);
    let main = &tellings[lead];
    let members =
        || std::iter::once(lead).chain(group.iter().copied().filter(move |&t| t != lead)).map(|t| &tellings[t]);
    let kind = if members().any(|t| t.kind == EventType::Assault) { EventType::Assault } else { main.kind };
    let mut event = Event {
        mode: mode(tree, members()),
        when: members().find_map(|t| t.when.clone()),
        ..Event::new(kind, main.realis)
    };
    for telling in members() {
        event.evidence.push(Evidence::new(telling.span, format!("events/{}@1", telling.rule)));
        for &place in &telling.places {
            if !event.places.contains(&place) {
                event.places.push(place);
            }
        }
        for part in &telling.parts {
            participant(tree, &mut event, part.role, part.head);
        }
        for &means in &telling.means {
            let (lo, hi) = tree.phrase(means, false);
            let evidence = Evidence::new(tree.bare(lo, hi), "events/means@1");
            if !event.instruments.iter().any(|e| e.span == evidence.span) {
                event.instruments.push(evidence);
            }
        }
    }
    around(tree, found, index, main, &mut event);
    if event.places.iter().all(|p| found.places.get(p.index()).is_none_or(|p| p.lat.is_none()))
        && !matches!(event.realis, Realis::Negated | Realis::Planned)
    {
        event.places.extend(last_resort(tree, found));
    }
    event.places.sort_by_key(|p| found.places.get(p.index()).map_or(u8::MAX, |p| p.precision as u8));
    event
}

/// Where the report as a whole is set: the place of its dateline, if the text names it too.
fn last_resort(tree: &Tree, found: &Found) -> Option<PlaceId> {
    let name = tree.doc.report.dateline_place.as_deref()?.to_lowercase();
    let named = |p: &types::Place| {
        p.lat.is_some() && (p.name.to_lowercase() == name || p.names.iter().any(|n| n.to_lowercase() == name))
    };
    found.places.iter().position(named).map(|i| PlaceId(i as u32))
}

/// How much a telling says: the fullest one leads its event.
fn weight(telling: &Telling) -> usize {
    let real = usize::from(matches!(telling.realis, Realis::Occurred | Realis::Ongoing)) * 3;
    let firm = usize::from(!telling.result) * 2 + usize::from(!telling.back) + usize::from(telling.verb);
    real + firm
        + telling.parts.len().min(4) * 2
        + usize::from(!telling.places.is_empty()) * 2
        + usize::from(telling.when.is_some())
}

fn participant(tree: &Tree, event: &mut Event, role: Role, head: u32) {
    let (lo, hi) = tree.phrase(head, false);
    // "a breakaway commander, Sagni Nagassa, signed"
    let named = || tree.with(head, &[types::Deprel::Appos]).find_map(|k| tree.actor(k));
    let actor: Option<ActorId> = tree.actor_of(head, lo, hi).or_else(|| tree.owner(head)).or_else(named);
    // "255 wounded" counts people, and names nobody.
    let number = tree.upos(head) == Upos::Num && hi - lo == 1;
    if actor.is_none() && (tree.upos(head) == Upos::Pron || number) {
        return;
    }
    let span = tree.bare(lo, hi);
    let twin = event
        .participants
        .iter()
        .any(|p| p.role == role && (actor.is_some() && p.actor == actor || p.evidence.span == span));
    if !twin && !span.is_empty() {
        event.participants.push(Participant { role, actor, evidence: Evidence::new(span, "events/parts@1") });
    }
}

/// The most telling mode of a group; weapons speak where triggers do not.
fn mode<'t>(tree: &Tree, members: impl Iterator<Item = &'t Telling> + Clone) -> Option<&'static str> {
    const ORDER: &[&str] = &[
        "suicide-attack",
        "drone",
        "aerial",
        "abduct",
        "explosives",
        "heavy-weapons",
        "sexual",
        "torture",
        "targeted",
        "beat",
        "firearms",
        "destroy",
    ];
    let told: Vec<&'static str> = members.clone().filter_map(|t| t.mode).collect();
    if let Some(best) = ORDER.iter().find(|m| told.contains(m) && !matches!(**m, "targeted" | "destroy" | "firearms")) {
        return Some(best);
    }
    for means in members.clone().flat_map(|t| &t.means) {
        let word = tree.lemma(*means);
        let mode = match word {
            "bomb" | "dynamite" | "explosive" | "grenade" | "mine" | "landmine" | "ied" | "device" | "charge"
            | "bombe" | "explosif" | "engin" => "explosives",
            "rocket" | "mortar" | "artillery" | "missile" | "shell" | "tank" | "roquette" | "mortier" | "obus"
            | "artillerie" | "char" => "heavy-weapons",
            "drone" => "drone",
            "plane" | "aircraft" | "helicopter" | "warplane" | "jet" | "avion" | "hélicoptère" => "aerial",
            "gun" | "rifle" | "pistol" | "machinegun" | "bullet" | "firearm" | "fusil" | "mitrailleuse" | "balle"
            | "arme" => "firearms",
            "machete" | "knife" | "axe" | "stone" | "stick" | "machette" | "couteau" | "bâton" | "pierre" => {
                "primitive"
            }
            _ => continue,
        };
        return Some(mode);
    }
    ORDER.iter().find(|m| told.contains(m)).copied().or_else(|| told.first().copied())
}

/// Fills what the event's own clauses leave open from the sentence and the paragraph around its main telling.
fn around(tree: &Tree, found: &Found, index: &Index, main: &Telling, event: &mut Event) {
    if event.when.is_none() && matches!(event.realis, Realis::Occurred | Realis::Ongoing) {
        event.when = times::for_span(tree.doc, found, tree.doc.token(main.at).span);
    }
    let sentence = tree.sentence(main.at);
    for back in 0..3u32 {
        let Some(s) = sentence.checked_sub(back) else { break };
        let (lo, hi) = tree.sentence_range(s);
        let span = tree.doc.tagged.span_of(lo, hi);
        let here = tree.doc.token(main.at).span;
        if back > 0 && new_paragraph(tree, span, here) {
            break;
        }
        if event.places.is_empty()
            && (back == 0 || matches!(event.kind, EventType::Assault | EventType::Coerce | EventType::Protest))
        {
            event.places = places_at(tree, found, index, span, main.at);
        }
    }
}

fn new_paragraph(tree: &Tree, from: Span, to: Span) -> bool {
    tree.doc.text.get(from.end as usize..to.start as usize).is_some_and(|gap| gap.contains('\n'))
}

/// "suspended the treaty **a day after the killings**": counted from the day of what the words name.
fn counted_from(tree: &Tree, tellings: &[Telling], owner: &[Option<usize>], events: &mut [Event]) {
    for (t, telling) in tellings.iter().enumerate().filter(|(_, t)| t.verb) {
        let Some(e) = owner[t] else { continue };
        // "withdrew on Tuesday, two weeks after": the day is told.
        let dated = telling.when.as_ref().and_then(|w| w.evidence.as_ref()).is_some_and(|e| {
            let words = tree.doc.words(e.span).to_lowercase();
            !["day", "week", "jour", "semaine"].iter().any(|u| words.contains(u)) || words.ends_with("day")
        });
        if dated {
            continue;
        }
        let (_, end) = tree.sentence_range(tree.sentence(telling.at));
        let Some((from, days, after)) = (telling.at + 1..end.min(telling.at + 16)).find_map(|i| gap(tree, i, end))
        else {
            continue;
        };
        let named = tellings.iter().enumerate().skip(t + 1).take(4);
        let mut named = named.filter(|(_, u)| u.at > after && u.at < (after + 8).min(end));
        let Some((u, other)) = named.next() else { continue };
        // Another verb in between counts for itself.
        let direct = tellings[t + 1..u].iter().all(|x| !x.verb || x.at > from);
        let when = owner[u].filter(|&o| o != e).and_then(|o| events.get(o)).and_then(|x| x.when.clone());
        if let (Some(when), true) = (when, direct) {
            let span = tree.doc.tagged.span_of(from, other.at + 1);
            events[e].when = Some(types::When {
                start: times::plus_days(when.start, days),
                end: times::plus_days(when.end, days),
                basis: types::WhenBasis::Resolved,
                evidence: Some(Evidence::new(span, "events/counted@1")),
            });
        }
    }
}

/// "a day after", "trois semaines avant": the first token, the days, and the last token, where they begin at token `i`.
fn gap(tree: &Tree, i: u32, end: u32) -> Option<(u32, i64, u32)> {
    const ONES: &[&str] = &["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    const UNS: &[&str] = &["un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"];
    let word = tree.form(i);
    let n = match word {
        "a" | "une" => 1,
        _ => {
            let at = |list: &[&str]| list.iter().position(|w| *w == word).map(|p| p as i64 + 1);
            at(ONES).or(at(UNS)).or_else(|| word.parse().ok().filter(|n| (1..=60).contains(n)))?
        }
    };
    let (unit, way) = (i + 1, i + 2);
    if way >= end {
        return None;
    }
    let days = match tree.form(unit) {
        "day" | "days" | "jour" | "jours" => n,
        "week" | "weeks" | "semaine" | "semaines" => 7 * n,
        _ => return None,
    };
    match tree.form(way) {
        "after" | "following" | "après" => Some((i, days, way)),
        "before" | "avant" => Some((i, -days, way)),
        _ => None,
    }
}

/// How many sentences back a count with no event of its own looks for one.
const TOLL_BACK: u32 = 6;

/// Hands every count to the event it belongs to: the clause it stands in, then its sentence, then the event told before.
fn tolls(tree: &Tree, found: &Found, tellings: &[Telling], owner: &[Option<usize>], events: &mut [Event]) {
    if tree.is_empty() {
        return;
    }
    for toll in &found.counts {
        let token = (tree.doc.tagged.token_at(toll.evidence.span.start) as u32).min(tree.len() - 1);
        if matches!(toll.measure, Measure::Killed | Measure::Wounded | Measure::Missing) && tree.harmed_in_peace(token)
        {
            continue;
        }
        let fits = |t: &Telling| {
            matches!(t.realis, Realis::Occurred | Realis::Ongoing | Realis::Possible) && suits(toll.measure, t)
        };
        let after = tellings.partition_point(|t| t.at <= token);
        let near = || {
            let before = tellings[..after].iter().enumerate().rev().take(16);
            before.chain(tellings[after..].iter().enumerate().take(16).map(move |(i, t)| (i + after, t)))
        };
        let mut pick = None;
        let mut cur = token;
        for _ in 0..CLIMB {
            if let Some((i, _)) = near().find(|(i, t)| t.at == cur && fits(t) && owner[*i].is_some()) {
                pick = Some(i);
                break;
            }
            let Some(head) = tree.head(cur) else { break };
            cur = head;
        }
        let sentence = tree.sentence(token);
        let pick = pick
            .or_else(|| {
                let here = near().filter(|(i, t)| tree.sentence(t.at) == sentence && fits(t) && owner[*i].is_some());
                here.min_by_key(|(_, t)| t.at.abs_diff(token)).map(|(i, _)| i)
            })
            .or_else(|| {
                // "Cholera has killed 34 people": the dead of another cause, told under another heading, are nobody's deed.
                let (lo, _) = tree.sentence_range(sentence);
                if (lo..token).any(|i| tree.class(i).any(Class::NATURE) && !tree.class(i).any(Class::HUMAN)) {
                    return None;
                }
                let mut before = tellings[..after].iter().enumerate().rev().take(16);
                before
                    .find(|(i, t)| fits(t) && owner[*i].is_some() && sentence - tree.sentence(t.at) <= TOLL_BACK)
                    .map(|(i, _)| i)
            })
            .or_else(|| {
                tellings[after..]
                    .iter()
                    .enumerate()
                    .take(6)
                    .find(|(i, t)| fits(t) && owner[i + after].is_some())
                    .map(|(i, _)| i + after)
            });
        if let Some(event) = pick.and_then(|i| owner[i]).and_then(|e| events.get_mut(e)) {
            event.tolls.push(toll.clone());
        }
    }
}

/// True where an event of this telling's type can have such a toll.
fn suits(measure: Measure, telling: &Telling) -> bool {
    use EventType::*;
    if telling.rule == "plain" {
        return false;
    }
    match measure {
        Measure::Killed | Measure::Wounded | Measure::Destroyed | Measure::Damaged => {
            telling.kind == Assault || telling.rule == "hold"
        }
        Measure::Missing | Measure::Captured | Measure::Kidnapped => telling.kind == Assault || telling.kind == Coerce,
        Measure::Arrested => telling.rule == "arrest" || telling.kind == Assault,
        Measure::Displaced => matches!(telling.kind, Retreat | Assault | Coerce),
        Measure::Closed => telling.rule == "restrict",
        Measure::Seized => matches!(telling.kind, Coerce | Assault),
        Measure::Affected => matches!(telling.kind, Assault | Coerce | Sanction),
    }
}

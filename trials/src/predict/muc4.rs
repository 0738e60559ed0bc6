//! MUC-4: `{id, templates: [{incident_type, PerpInd, PerpOrg, Target, Victim, Weapon, People}]}`.
//!
//! A template is one incident that the report tells as its news. All is read off the gist: phrases that are likely enough
//! for a part become entities; what was harmed is clustered into incidents by how likely two phrases belong together; who did
//! it and with what joins every incident it likely belongs to; the kind is the likeliest for the incident's phrases.
//! Strings are the text's own words.

use super::{Doc, rich};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use tarikh::types::contract::*;
use tarikh::types::{Realis, Role};

/// A part of the gist, its slot, the likelihood from which a phrase fills it, and the one from which it joins a further incident.
///
/// All lines here were chosen on the training wires, each read by models that had not seen it (`train-gist --cross`).
const PARTS: [(&str, &str, f32, f32); 6] = [
    ("perpetrator", "PerpInd", 0.32, 0.9),
    ("organisation", "PerpOrg", 0.38, 0.8),
    ("target", "Target", 0.26, 0.3),
    ("victim", "Victim", 0.2, 0.3),
    ("weapon", "Weapon", 0.29, 0.8),
    ("people", "People", 0.2, 0.8),
];
/// Likelihood from which a report is relevant.
const RELEVANT: f32 = 0.36;
/// Likelihood from which a kind that no phrase shows makes a template of its own.
const BARE_KIND: f32 = 0.7;
/// Likelihood from which a kind that no phrase shows, but an event tells, makes a template of its own.
const TOLD_KIND: f32 = 0.1;
/// Likelihood from which two incidents are one.
const ONE: f32 = 0.68;
/// How much two groups of phrases that show one kind are likelier one incident, and the agreement at which that says nothing.
const KIN: (f32, f32) = (0.3, 0.6);
/// Likelihood of two phrases that were never weighed against each other.
const UNWEIGHED: f32 = 0.7;

/// The templates of a reading.
pub fn translate(doc: &Doc, reading: &Reading) -> Value {
    let gist = &reading.gist;
    if gist.kinds.get("").copied().unwrap_or(0.0) < RELEVANT {
        return json!({ "id": doc.id, "templates": abductions(reading).map(|e| told(reading, e)).collect::<Vec<_>>() });
    }
    let entities = entities(reading);
    let pairs: HashMap<(u32, u32), f32> = gist.pairs.iter().map(|&(a, b, p)| ((a.min(b), a.max(b)), p)).collect();
    let mut incidents = cluster(&entities, &pairs, gist);
    for (e, entity) in entities.iter().enumerate() {
        if incidents.iter().any(|i| i.contains(&e)) {
            continue;
        }
        let likely: Vec<f32> = incidents.iter().map(|i| mean_link(&[e], i, &entities, &pairs)).collect();
        let best = (0..likely.len()).max_by(|&a, &b| likely[a].total_cmp(&likely[b]).then(b.cmp(&a)));
        let further = PARTS.iter().find(|p| p.0 == entity.part).map_or(2.0, |p| p.3);
        for (i, incident) in incidents.iter_mut().enumerate() {
            if Some(i) == best || likely[i] >= further {
                incident.push(e);
            }
        }
    }
    let mut templates: Vec<Value> = Vec::new();
    let mut kinds: Vec<&str> = Vec::new();
    for incident in &incidents {
        let kind = kind_of(incident, &entities, gist);
        kinds.push(kind);
        let words = incident.iter().flat_map(|&e| &entities[e].mentions).map(|&i| &gist.parts[i as usize].evidence);
        let events = rich::events_of(reading, &words.collect::<Vec<_>>());
        let people = incident.iter().filter(|&&e| entities[e].part == "people");
        let people: Vec<&Evidence> = people.map(|&e| &gist.parts[entities[e].mentions[0] as usize].evidence).collect();
        templates
            .push(with(template(kind, incident.iter().map(|&e| &entities[e])), rich::slots(reading, &events, &people)));
    }
    for (kind, p) in &gist.kinds {
        if !kind.is_empty() && *p >= BARE_KIND && !kinds.contains(&kind.as_str()) {
            templates.push(with(template(kind, std::iter::empty()), rich::slots(reading, &[], &[])));
        }
    }
    let weighs = gist.kinds.get("kidnapping").copied().unwrap_or(0.0) >= TOLD_KIND;
    if weighs && !templates.iter().any(|t| t["incident_type"] == "kidnapping") {
        templates.extend(abductions(reading).map(|e| told(reading, e)));
    }
    json!({ "id": doc.id, "templates": templates })
}

/// The first abduction among the events of the report's news, with whom it struck: the gist, which weighs what a report is
/// about, lets go of one told in passing.
fn abductions(reading: &Reading) -> impl Iterator<Item = &Event> {
    let struck = |p: &Participant| matches!(p.role, Role::Victim | Role::Target);
    let real = |e: &&Event| matches!(e.realis, Realis::Occurred | Realis::Ongoing) && !e.background;
    let all = reading.events.iter().filter(real);
    all.filter(move |e| e.mode.as_deref() == Some("abduct") && e.participants.iter().any(struck)).take(1)
}

/// The template of an event: its participants' words.
fn told(reading: &Reading, event: &Event) -> Value {
    let words = |roles: &[Role]| -> Vec<[String; 1]> {
        let parts = event.participants.iter().filter(|p| roles.contains(&p.role));
        parts.map(|p| [p.text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()]).collect()
    };
    let mut out = template("kidnapping", std::iter::empty());
    out["Victim"] = json!(words(&[Role::Victim, Role::Target]));
    out["PerpInd"] = json!(words(&[Role::Actor]));
    let struck = event.participants.iter().filter(|p| matches!(p.role, Role::Victim | Role::Target));
    with(out, rich::slots(reading, &[event], &struck.map(|p| &p.evidence).collect::<Vec<_>>()))
}

/// A template with further slots.
fn with(mut template: Value, slots: Value) -> Value {
    for (name, value) in slots.as_object().into_iter().flatten() {
        template[name] = value.clone();
    }
    template
}

/// Somebody or something that fills a slot, under all the names the gist nominates.
struct Entity<'r> {
    part: &'r str,
    mentions: Vec<u32>,
    names: Vec<String>,
    actors: Vec<&'r str>,
}

fn entities(reading: &Reading) -> Vec<Entity<'_>> {
    let gist = &reading.gist;
    let mut out: Vec<Entity> = Vec::new();
    for (part, _, least, _) in PARTS {
        let first = out.len();
        for i in chosen(gist, part, least) {
            let evidence = &gist.parts[i as usize].evidence;
            let name = evidence.quote.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            let ends_here =
                |m: &Evidence| m.start < evidence.end && evidence.start < m.end && m.end + 1 >= evidence.end;
            let named = reading.actors.iter().filter(|a| a.mentions.iter().any(ends_here));
            let actors: Vec<&str> =
                named.filter(|_| matches!(part, "perpetrator" | "organisation")).map(|a| a.id.as_str()).collect();
            let known = out[first..]
                .iter_mut()
                .find(|e| e.names.iter().any(|n| names_same(n, &name)) || e.actors.iter().any(|a| actors.contains(a)));
            match known {
                Some(entity) => {
                    entity.mentions.push(i);
                    entity.names.push(name);
                    entity.actors.extend(actors);
                }
                None => out.push(Entity { part, mentions: vec![i], names: vec![name], actors }),
            }
        }
    }
    out
}

/// The best phrase of each place in the text that is likely enough for a part, the likeliest first.
fn chosen(gist: &Gist, part: &str, least: f32) -> Vec<u32> {
    let of = |i: &u32| &gist.parts[*i as usize];
    let mut all: Vec<u32> =
        (0..gist.parts.len() as u32).filter(|i| of(i).part == part && of(i).score >= least).collect();
    all.sort_by(|a, b| of(b).score.total_cmp(&of(a).score).then(a.cmp(b)));
    let mut out: Vec<u32> = Vec::new();
    for i in all {
        let here = &of(&i).evidence;
        if !out.iter().any(|o| of(o).evidence.start < here.end && here.start < of(o).evidence.end) {
            out.push(i);
        }
    }
    out
}

/// What was harmed, put together while two incidents likely are one. Where nothing was, those who did it stand in.
fn cluster(entities: &[Entity], pairs: &HashMap<(u32, u32), f32>, gist: &Gist) -> Vec<Vec<usize>> {
    let with =
        |parts: [&str; 2]| (0..entities.len()).filter(|&e| parts.contains(&entities[e].part)).collect::<Vec<_>>();
    let mut anchors = with(["target", "victim"]);
    if anchors.is_empty() {
        anchors = with(["perpetrator", "weapon"]);
    }
    let mut out: Vec<Vec<usize>> = anchors.into_iter().map(|e| vec![e]).collect();
    loop {
        let mut best: Option<(f32, usize, usize)> = None;
        for i in 0..out.len() {
            for j in i + 1..out.len() {
                let agreed = agree(&shares(&out[i], entities, gist), &shares(&out[j], entities, gist));
                let likely = mean_link(&out[i], &out[j], entities, pairs) + KIN.0 * (agreed - KIN.1);
                if best.is_none_or(|b| likely > b.0) {
                    best = Some((likely, i, j));
                }
            }
        }
        match best {
            Some((likely, i, j)) if likely >= ONE => {
                let joined = out.remove(j);
                out[i].extend(joined);
            }
            _ => break,
        }
    }
    if out.is_empty() {
        out.push(Vec::new());
    }
    out
}

fn mean_link(a: &[usize], b: &[usize], entities: &[Entity], pairs: &HashMap<(u32, u32), f32>) -> f32 {
    if a.is_empty() || b.is_empty() {
        return 1.0;
    }
    let sum: f32 = a
        .iter()
        .flat_map(|&x| b.iter().map(move |&y| (x, y)))
        .map(|(x, y)| link(&entities[x], &entities[y], pairs))
        .sum();
    sum / (a.len() * b.len()) as f32
}

/// How likely two entities belong to one incident: by the mentions that say so most.
fn link(a: &Entity, b: &Entity, pairs: &HashMap<(u32, u32), f32>) -> f32 {
    let all = a.mentions.iter().flat_map(|&x| b.mentions.iter().map(move |&y| (x.min(y), x.max(y))));
    all.filter_map(|key| pairs.get(&key).copied()).reduce(f32::max).unwrap_or(UNWEIGHED)
}

/// The likeliest kind of an incident.
fn kind_of<'r>(incident: &[usize], entities: &[Entity], gist: &'r Gist) -> &'r str {
    let all = shares(incident, entities, gist);
    all.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).map_or("attack", |(kind, _)| kind)
}

/// How likely an incident is of each kind, as shares of one: what the report tells, times what its phrases show.
fn shares<'r>(incident: &[usize], entities: &[Entity], gist: &'r Gist) -> Vec<(&'r str, f32)> {
    let weight = |kind: &str, p: f32| -> f32 {
        let phrases = incident.iter().map(|&e| {
            let mentions = &entities[e].mentions[..entities[e].mentions.len().min(3)];
            let shows = |i: &u32| (gist.parts[*i as usize].kinds.get(kind).copied().unwrap_or(0.0) + 0.02).ln();
            mentions.iter().map(shows).sum::<f32>() / mentions.len().max(1) as f32
        });
        0.5 * (p + 0.01).ln() + phrases.sum::<f32>()
    };
    let kinds = gist.kinds.iter().filter(|(k, _)| !k.is_empty());
    let mut out: Vec<(&str, f32)> = kinds.map(|(k, p)| (k.as_str(), weight(k, *p))).collect();
    let top = out.iter().fold(f32::MIN, |top, x| top.max(x.1));
    out.iter_mut().for_each(|x| x.1 = (x.1 - top).exp());
    let total: f32 = out.iter().map(|x| x.1).sum();
    out.iter_mut().for_each(|x| x.1 /= total);
    out
}

/// How likely two incidents are of one kind.
fn agree(a: &[(&str, f32)], b: &[(&str, f32)]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a.1 * b.1).sum()
}

fn template<'e, 'r: 'e>(kind: &str, entities: impl Iterator<Item = &'e Entity<'r>>) -> Value {
    let mut slots: BTreeMap<&str, Vec<[&str; 1]>> = PARTS.iter().map(|p| (p.1, Vec::new())).collect();
    for entity in entities {
        if let Some((_, slot, ..)) = PARTS.iter().find(|p| p.0 == entity.part) {
            slots.entry(slot).or_default().extend(entity.names.first().map(|n| [n.as_str()]));
        }
    }
    let mut out = json!(slots);
    out["incident_type"] = json!(if kind == "stoppage" { "forced work stoppage" } else { kind });
    out
}

/// True where one name is the other's end or beginning: "oqueli" and "hector oqueli".
fn names_same(a: &str, b: &str) -> bool {
    let (a, b): (Vec<&str>, Vec<&str>) = (a.split(' ').collect(), b.split(' ').collect());
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    long.ends_with(short) || long.starts_with(short)
}

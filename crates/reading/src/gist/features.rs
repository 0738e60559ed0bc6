//! What the gist's models look at: phrases, documents and events as hashed features.

use crate::Found;
use crate::events::{Class, Telling, Tree};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use types::{Gist, NameKind, Span, Upos};

/// A phrase that may stand for a part.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The words.
    pub span: Span,
    /// Token range.
    pub range: (u32, u32),
    /// The token that carries the syntax.
    pub head: u32,
    /// Hashed features.
    pub features: Vec<u32>,
}

/// Hash of a feature's name.
fn hash(parts: &[&str]) -> u32 {
    let mut h = 0x811c_9dc5u32;
    for part in parts {
        for byte in part.bytes().chain([0x1f]) {
            h = (h ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
    h
}

/// The features of one phrase, growing.
struct Bag(Vec<u32>);

impl Bag {
    fn add(&mut self, name: &str, value: &str) {
        self.0.push(hash(&[name, value]));
    }
    fn pair(&mut self, name: &str, a: &str, b: &str) {
        self.0.push(hash(&[name, a, b]));
    }
}

/// Longest phrase without its "of" part, in tokens.
const LONGEST: u32 = 7;

/// Every phrase of the text that may stand for a part, with its features.
pub fn candidates(tree: &Tree, tellings: &[Telling]) -> Vec<Candidate> {
    let names = name_kinds(tree);
    let context = Context::new(tree, tellings);
    let mut out = Vec::new();
    let n = tree.len();
    let mut lo = 0;
    while lo < n {
        if !in_phrase(tree, lo) {
            lo += 1;
            continue;
        }
        let mut hi = lo;
        while hi < n && in_phrase(tree, hi) && tree.sentence(hi) == tree.sentence(lo) {
            hi += 1;
        }
        // The run's end is the head of an English noun phrase; starts vary, for titles and adjectives fall away.
        if ends_phrase(tree, hi - 1) {
            let far = of_part(tree, hi);
            for start in lo.max(hi.saturating_sub(LONGEST))..hi {
                if matches!(tree.form(start), "'s" | "’s" | "'") {
                    continue;
                }
                out.push(candidate(tree, &context, &names, (start, hi), hi - 1, (lo, hi)));
                if let Some(end) = far {
                    out.push(candidate(tree, &context, &names, (start, end), hi - 1, (lo, hi)));
                }
            }
        }
        lo = hi;
    }
    out
}

fn in_phrase(tree: &Tree, i: u32) -> bool {
    match tree.upos(i) {
        Upos::Noun | Upos::Propn | Upos::Num | Upos::Adj | Upos::X => {
            !matches!(tree.form(i), "[" | "]" | "(" | ")" | "\"" | "--")
        }
        Upos::Part => matches!(tree.form(i), "'s" | "’s" | "'"),
        Upos::Punct => matches!(tree.form(i), "-") && i > 0 && i + 1 < tree.len() && glued(tree, i),
        Upos::Verb => i + 1 < tree.len() && tree.rel(i) == types::Deprel::Amod,
        _ => false,
    }
}

fn glued(tree: &Tree, i: u32) -> bool {
    let at = |i: u32| tree.doc.token(i).span;
    at(i - 1).end == at(i).start && at(i).end == at(i + 1).start
}

fn ends_phrase(tree: &Tree, i: u32) -> bool {
    matches!(tree.upos(i), Upos::Noun | Upos::Propn | Upos::X | Upos::Num) || tree.class(i).0 != 0
}

/// End of "of the Salvadoran army" after a phrase that ends at `hi`.
fn of_part(tree: &Tree, hi: u32) -> Option<u32> {
    if hi >= tree.len() || !matches!(tree.form(hi), "of" | "del" | "de" | "for" | "in" | "from" | "at") {
        return None;
    }
    let mut i = hi + 1;
    while i < tree.len() && tree.upos(i) == Upos::Det {
        i += 1;
    }
    let start = i;
    while i < tree.len() && in_phrase(tree, i) && tree.sentence(i) == tree.sentence(hi) && i < start + LONGEST {
        i += 1;
    }
    (i > start).then_some(i)
}

fn name_kinds(tree: &Tree) -> HashMap<u32, (&'static str, u32)> {
    let mut out = HashMap::new();
    for name in &tree.doc.tagged.names {
        let kind = match name.kind {
            NameKind::Person => "person",
            NameKind::Organisation => "organisation",
            NameKind::Place => "place",
            NameKind::Facility => "facility",
            NameKind::Community => "community",
            NameKind::Other => "other",
        };
        for i in name.start..name.end {
            out.insert(i, (kind, name.start));
        }
    }
    out
}

/// What the features of every phrase share.
struct Context<'t> {
    tellings: &'t [Telling],
    roles: HashMap<u32, Vec<(&'static str, &'static str, String)>>,
    counts: HashMap<&'t str, u32>,
    rules: String,
}

impl<'t> Context<'t> {
    fn new(tree: &'t Tree, tellings: &'t [Telling]) -> Context<'t> {
        let mut roles: HashMap<u32, Vec<(&str, &str, String)>> = HashMap::new();
        let mut rules: BTreeMap<&str, u32> = BTreeMap::new();
        for t in tellings {
            for part in &t.parts {
                roles.entry(part.head).or_default().push((t.rule, part.role.word(), tree.lemma(t.at).to_string()));
            }
            for means in &t.means {
                roles.entry(*means).or_default().push((t.rule, "means", tree.lemma(t.at).to_string()));
            }
            *rules.entry(t.rule).or_default() += 1;
        }
        let mut counts = HashMap::new();
        for i in 0..tree.len() {
            *counts.entry(tree.form(i)).or_default() += 1;
        }
        let violent = ["bomb", "abduct", "burn", "kill", "attack", "rob", "explode"];
        let top = violent.iter().max_by_key(|r| rules.get(**r).copied().unwrap_or(0)).copied().unwrap_or("");
        let rules = if rules.contains_key(top) { top.to_string() } else { String::new() };
        Context { tellings, roles, counts, rules }
    }
}

fn classes(class: Class) -> Vec<&'static str> {
    [
        ("armed", Class::ARMED),
        ("force", Class::FORCE),
        ("people", Class::PEOPLE),
        ("official", Class::OFFICIAL),
        ("building", Class::BUILDING),
        ("vehicle", Class::VEHICLE),
        ("network", Class::NETWORK),
        ("goods", Class::GOODS),
        ("weapon", Class::WEAPON),
        ("set", Class::SET),
    ]
    .into_iter()
    .filter(|(_, c)| class.any(*c))
    .map(|(n, _)| n)
    .collect()
}

fn bucket(n: u32) -> &'static str {
    match n {
        0 => "0",
        1 => "1",
        2 => "2",
        3 => "3",
        4..=5 => "5",
        6..=9 => "9",
        10..=19 => "19",
        _ => "many",
    }
}

fn candidate(
    tree: &Tree,
    context: &Context,
    names: &HashMap<u32, (&'static str, u32)>,
    (lo, hi): (u32, u32),
    head: u32,
    run: (u32, u32),
) -> Candidate {
    let mut bag = Bag(Vec::with_capacity(96));
    bag.add("bias", "");
    let at = |i: i64| if i >= 0 && (i as u32) < tree.len() { tree.lemma(i as u32) } else { "^" };
    let head_lemma = tree.lemma(head);
    let class = tree.class(head);
    let kinds = classes(class);
    let kind = kinds.first().copied().unwrap_or("none");
    let of = hi > head + 1;
    let whole = if of { "of" } else { "plain" };
    let name = names.get(&head).map_or("no", |n| n.0);
    let name_starts = names.get(&head).is_some_and(|n| n.1 == lo);
    bag.add("head", head_lemma);
    for k in &kinds {
        bag.add("class", k);
        bag.pair("class-name", k, name);
    }
    bag.pair("name", name, if name_starts { "starts" } else { "within" });
    bag.add("upos", &format!("{:?}", tree.upos(head)));
    bag.add("first", at(lo.into()));
    bag.pair("first-head", at(lo.into()), head_lemma);
    let first_kinds = classes(tree.class(lo));
    bag.pair("first-class", first_kinds.first().copied().unwrap_or("none"), &format!("{:?}", tree.upos(lo)));
    bag.pair("shape", bucket(hi - lo), whole);
    bag.pair("left", bucket(lo - run.0), kind);
    if lo > run.0 {
        bag.pair("cut-after", at(i64::from(lo) - 1), "");
        let cut = classes(tree.class(lo - 1));
        bag.pair("cut-class", cut.first().copied().unwrap_or("none"), name);
        bag.pair("cut-upos", &format!("{:?}", tree.upos(lo - 1)), &format!("{:?}", tree.upos(lo)));
    } else {
        bag.add("cut", "none");
    }
    bag.pair("of", whole, head_lemma);
    if of {
        bag.pair("of-word", at(i64::from(head) + 1), kind);
        bag.pair("of-last", at(i64::from(hi) - 1), "");
        let inner = classes(tree.class(hi - 1));
        bag.pair("of-class", kind, inner.first().copied().unwrap_or("none"));
    } else {
        bag.pair("right-of", at(i64::from(hi)), kind);
    }
    for i in lo..hi.min(lo + 8) {
        bag.add("word", tree.lemma(i));
        if i > lo {
            bag.pair("words", tree.lemma(i - 1), tree.lemma(i));
        }
    }
    // Words before and after the whole run.
    let before = i64::from(run.0);
    let after = i64::from(hi.max(run.1));
    for (name, i) in [
        ("p1", before - 1),
        ("p2", before - 2),
        ("p3", before - 3),
        ("n1", after),
        ("n2", after + 1),
        ("n3", after + 2),
    ] {
        bag.add(name, at(i));
        bag.pair(name, at(i), kind);
    }
    bag.pair("p21", at(before - 2), at(before - 1));
    bag.pair("n12", at(after), at(after + 1));
    bag.pair("around", at(before - 1), at(after));
    // Syntax.
    let rel = format!("{:?}", tree.rel(head));
    let governor = tree.head(head).map_or("^", |h| tree.lemma(h));
    bag.pair("rel", &rel, kind);
    bag.pair("gov", &rel, governor);
    bag.pair("gov-case", tree.case(head), governor);
    if let Some(up) = tree.head(head).and_then(|h| tree.head(h)) {
        bag.pair("gov2", &rel, tree.lemma(up));
    }
    let mut told = false;
    for i in lo..hi.min(head + 1) {
        for (rule, role, lemma) in context.roles.get(&i).map(Vec::as_slice).unwrap_or_default() {
            told = true;
            bag.pair("role", rule, role);
            bag.pair("role-class", role, kind);
            bag.pair("role-name", role, name);
            bag.pair("role-head", role, head_lemma);
            bag.pair("role-lemma", role, lemma);
            bag.0.push(hash(&["role-rule-class", rule, role, kind]));
        }
    }
    if !told {
        bag.add("role", "none");
    }
    // The tellings around.
    let sentence = tree.sentence(head);
    let next = context.tellings.partition_point(|t| t.at < lo);
    let previous = next.checked_sub(1).map(|i| &context.tellings[i]);
    for (name, telling) in [("before", previous), ("after", context.tellings.get(next))] {
        match telling {
            Some(t) if tree.sentence(t.at) == sentence => {
                let far = bucket(t.at.abs_diff(head) / 2);
                bag.pair(name, t.rule, far);
                bag.pair(name, t.rule, kind);
                bag.pair(name, t.rule, t.realis.word());
                bag.pair("near-name", t.rule, if told { "told" } else { "free" });
            }
            Some(t) if tree.sentence(t.at).abs_diff(sentence) == 1 => bag.pair(name, t.rule, "next sentence"),
            _ => bag.pair(name, "none", kind),
        }
    }
    if let Some(actor) = tree.actor_of(head, lo, hi) {
        let kind = tree.actor_kind(actor);
        bag.pair("actor", kind, if of { "of" } else { "plain" });
        bag.pair("actor-name", kind, name);
        for (rule, role, _) in context.roles.get(&head).map(Vec::as_slice).unwrap_or_default() {
            bag.0.push(hash(&["actor-role", kind, rule, role]));
        }
    } else {
        bag.add("actor", "none");
    }
    let (from, to) = tree.sentence_range(sentence);
    let mut words = BTreeSet::new();
    for i in from.max(head.saturating_sub(30))..to.min(head + 30) {
        if matches!(tree.upos(i), Upos::Noun | Upos::Verb | Upos::Adj | Upos::Propn) {
            words.insert(tree.lemma(i));
        }
    }
    for word in words {
        bag.add("sentence", word);
        bag.pair("sentence-class", word, kind);
    }
    bag.pair("place-in-text", bucket(sentence), kind);
    bag.pair("count", bucket(context.counts.get(tree.form(head)).copied().unwrap_or(0)), kind);
    bag.pair("count-name", bucket(context.counts.get(tree.form(head)).copied().unwrap_or(0)), name);
    bag.pair("text", &context.rules, kind);
    bag.pair("text-head", &context.rules, head_lemma);
    let span = tree.doc.tagged.span_of(lo, hi);
    bag.0.sort_unstable();
    bag.0.dedup();
    Candidate { span, range: (lo, hi), head, features: bag.0 }
}

/// How long before the report's day a telling says its event was.
fn age(tree: &Tree, telling: &Telling) -> &'static str {
    let (Some(when), Some(published)) = (&telling.when, tree.doc.report.published) else { return "undated" };
    match (published - when.end).get_days() {
        i32::MIN..=-1 => "ahead",
        0..=3 => "days",
        4..=14 => "weeks",
        15..=70 => "months",
        71..=400 => "year",
        _ => "years",
    }
}

/// The country of the places a telling names.
fn country<'f>(found: &'f Found, telling: &Telling) -> &'f str {
    let places = telling.places.iter().filter_map(|p| found.places.get(p.index()));
    places.filter_map(|p| p.country.as_deref()).next().unwrap_or("nowhere")
}

/// Who or what suffered by a telling, by the class of its head.
fn harmed(tree: &Tree, telling: &Telling) -> &'static str {
    let targets = telling.parts.iter().filter(|p| p.role == types::Role::Target);
    let kinds = targets.filter_map(|p| classes(tree.class(p.head)).first().copied());
    kinds.min().unwrap_or("nobody")
}

/// The telling in few words: what, how sure, how long ago, to whom, where. Few values, so that rare kinds learn from them too.
fn summary(bag: &mut Bag, tree: &Tree, found: &Found, t: &Telling, prefix: &str) {
    let (age, country, harmed) = (age(tree, t), country(found, t), harmed(tree, t));
    let real = t.realis.word();
    bag.pair(prefix, t.rule, age);
    bag.pair(prefix, t.rule, country);
    bag.pair(prefix, t.rule, harmed);
    bag.pair(prefix, age, harmed);
    bag.0.push(hash(&[prefix, t.rule, real, age]));
    bag.0.push(hash(&[prefix, t.rule, real, harmed]));
    bag.0.push(hash(&[prefix, t.rule, if t.back { "back" } else { "new" }, harmed]));
}

/// The features of a whole text.
pub fn document(tree: &Tree, found: &Found, tellings: &[Telling]) -> Vec<u32> {
    let mut bag = Bag(Vec::new());
    bag.add("bias", "");
    let mut countries: BTreeMap<&str, usize> = BTreeMap::new();
    for place in &found.places {
        if let Some(country) = place.country.as_deref() {
            *countries.entry(country).or_default() += place.mentions.len() + place.demonyms.len();
            bag.add("country", country);
        }
    }
    if let Some((country, _)) = countries.iter().max_by_key(|c| c.1) {
        bag.add("most named", country);
    }
    for t in tellings {
        summary(&mut bag, tree, found, t, "telling");
        if tree.sentence(t.at) < 3 {
            summary(&mut bag, tree, found, t, "first told");
        }
    }
    for i in 0..tree.len() {
        let content = matches!(tree.upos(i), Upos::Noun | Upos::Verb | Upos::Adj | Upos::Propn | Upos::X);
        if content {
            bag.add("word", tree.lemma(i));
            if tree.sentence(i) < 3 {
                bag.add("lead", tree.lemma(i));
            }
        }
        if i > 0
            && content
            && matches!(tree.upos(i - 1), Upos::Noun | Upos::Verb | Upos::Adj | Upos::Adp | Upos::Part | Upos::Propn)
        {
            bag.pair("words", tree.lemma(i - 1), tree.lemma(i));
        }
    }
    let mut rules: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for t in tellings {
        *rules.entry((t.rule, t.realis.word())).or_default() += 1;
        for part in &t.parts {
            for kind in classes(tree.class(part.head)) {
                bag.0.push(hash(&["told", t.rule, part.role.word(), kind]));
            }
        }
        if tree.sentence(t.at) < 2 {
            bag.add("lead-rule", t.rule);
        }
        bag.pair("trigger", t.rule, tree.lemma(t.at));
    }
    for ((rule, realis), n) in rules {
        bag.pair("rule", rule, bucket(n));
        bag.pair("rule-realis", rule, realis);
    }
    bag.pair("length", bucket(tree.len() / 60), "");
    bag.0.sort_unstable();
    bag.0.dedup();
    bag.0
}

/// The features of one event: all its tellings.
pub fn event(tree: &Tree, found: &Found, tellings: &[Telling], group: &[usize]) -> Vec<u32> {
    let mut bag = Bag(Vec::new());
    bag.add("bias", "");
    bag.add("tellings", bucket(group.len() as u32));
    for (n, &t) in group.iter().enumerate() {
        let t = &tellings[t];
        bag.add("rule", t.rule);
        summary(&mut bag, tree, found, t, "telling");
        bag.pair("rule-realis", t.rule, t.realis.word());
        bag.pair("trigger", tree.lemma(t.at), t.realis.word());
        bag.add("mode", t.mode.unwrap_or(""));
        if n == 0 {
            bag.add("sentence", bucket(tree.sentence(t.at)));
            bag.pair("sentence-rule", bucket(tree.sentence(t.at)), t.rule);
        }
        bag.pair("dated", if t.when.is_some() { "yes" } else { "no" }, "");
        bag.pair("placed", if t.places.is_empty() { "no" } else { "yes" }, "");
        for part in &t.parts {
            let kinds = classes(tree.class(part.head));
            bag.pair("part", part.role.word(), kinds.first().copied().unwrap_or("none"));
            bag.0.push(hash(&["part-rule", t.rule, part.role.word(), kinds.first().copied().unwrap_or("none")]));
            bag.pair("part-word", part.role.word(), tree.lemma(part.head));
            bag.pair("part-named", part.role.word(), if tree.actor(part.head).is_some() { "actor" } else { "other" });
        }
        for m in &t.means {
            bag.add("means", tree.lemma(*m));
        }
        let (lo, hi) = tree.sentence_range(tree.sentence(t.at));
        for i in lo.max(t.at.saturating_sub(20))..hi.min(t.at + 20) {
            if matches!(tree.upos(i), Upos::Noun | Upos::Verb | Upos::Adj | Upos::Propn | Upos::Aux | Upos::Num) {
                bag.add("near", tree.lemma(i));
            }
        }
    }
    bag.0.sort_unstable();
    bag.0.dedup();
    bag.0
}

/// What the other models say of a text, as steps that a number has passed: how likely it is of each kind, how likely its
/// likeliest phrases and events are.
pub fn evidence(gist: &Gist) -> Vec<u32> {
    const ODDS: [f32; 21] = [
        -5.0, -4.5, -4.0, -3.5, -3.0, -2.5, -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5,
        5.0,
    ];
    const STEPS: [f32; 18] =
        [0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0];
    let mut bag = Bag(Vec::new());
    bag.add("bias", "");
    let mut pass = |name: &str, value: f32, steps: &[f32]| {
        for (i, _) in steps.iter().enumerate().filter(|(_, s)| value > **s) {
            bag.pair("passed", name, &i.to_string());
        }
    };
    for (kind, p) in gist.kinds.iter().take(5) {
        let p = p.clamp(1e-4, 1.0 - 1e-4);
        pass(kind, (p / (1.0 - p)).ln(), &ODDS);
    }
    for part in super::PARTS.iter().skip(1) {
        let scores = gist.parts.iter().filter(|p| p.part == *part).map(|p| p.score);
        pass(&format!("most {part}"), scores.clone().fold(0.0, f32::max), &STEPS);
        pass(&format!("all {part}"), scores.sum(), &STEPS);
    }
    let of = |kinds: &[(&str, f32)], at: usize| kinds.get(at).map_or(0.0, |k| k.1);
    let mut told: Vec<f32> = gist.events.iter().map(|(_, k)| 1.0 - of(k, 0)).collect();
    told.sort_by(|a, b| b.total_cmp(a));
    pass("event", told.first().copied().unwrap_or(0.0), &STEPS);
    pass("three events", told.iter().take(3).sum(), &STEPS);
    pass("events", told.iter().sum(), &STEPS);
    for at in 1..5 {
        pass(&format!("event {at}"), gist.events.iter().map(|(_, k)| of(k, at)).fold(0.0, f32::max), &STEPS);
    }
    bag.0.sort_unstable();
    bag.0.dedup();
    bag.0
}

/// How many nominees on each side a second look takes in.
const NEAR: usize = 200;

/// What a second look at each nominee sees: how likely it was at the first, and what the rest of the report says of the same
/// words, of longer names, of rivals for the same words or the same part. "GARCIA" is a victim where "ROBERTO GARCIA ALVARADO" is
/// one; the third-best doer of a report that names two is likely none.
pub fn second_look(tree: &Tree, gist: &Gist) -> Vec<Vec<u32>> {
    const ODDS: [f32; 17] =
        [-4.0, -3.5, -3.0, -2.5, -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0];
    const SUMS: [f32; 14] = [0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.5, 2.0, 3.0];
    const COUNTS: [f32; 9] = [0.0, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 20.0];
    let odds = |p: f32| (p.clamp(1e-4, 1.0 - 1e-4) / (1.0 - p.clamp(1e-4, 1.0 - 1e-4))).ln();
    let parts = &gist.parts;
    let span = |i: usize| parts[i].evidence.span;
    let first = |i: usize| tree.doc.tagged.token_at(span(i).start) as u32;
    let last = |i: usize| tree.doc.tagged.token_at(span(i).end.saturating_sub(1)) as u32;
    let names: Vec<String> = (0..parts.len()).map(|i| bare(span(i).of(tree.doc.text))).collect();
    let actors: Vec<_> = (0..parts.len()).map(|i| (first(i)..=last(i)).rev().find_map(|t| tree.actor(t))).collect();
    let sentences: Vec<u32> = (0..parts.len()).map(|i| tree.sentence(first(i))).collect();
    let within = |short: &str, long: &str| {
        let rest = long.strip_suffix(short).map(|r| r.ends_with(' ')).unwrap_or(false);
        rest || long.strip_prefix(short).is_some_and(|r| r.starts_with(' '))
    };
    let most = |of: &mut dyn Iterator<Item = usize>| of.map(|j| parts[j].score).fold(0.0, f32::max);
    let mut out = Vec::with_capacity(parts.len());
    for (i, me) in parts.iter().enumerate() {
        let mut bag = Bag(Vec::with_capacity(220));
        let part = me.part;
        bag.add("bias", part);
        let mut pass = |name: &str, value: f32, steps: &[f32]| {
            for (n, _) in steps.iter().enumerate().filter(|(_, s)| value > **s) {
                let step = n.to_string();
                bag.pair("passed", name, &step);
                bag.0.push(hash(&["passed", name, &step, part]));
            }
        };
        // A report without end has too many: those around are enough.
        let near = i.saturating_sub(NEAR)..parts.len().min(i + NEAR);
        let all = || near.clone();
        let others = || all().filter(move |&j| j != i);
        let rivals = || others().filter(|&j| parts[j].part == part);
        let here = |j: &usize| span(*j).overlaps(span(i));
        let same = || all().filter(|&j| parts[j].part == part && names[j] == names[i]);
        pass("score", odds(me.score), &ODDS);
        pass("name", odds(most(&mut same())), &ODDS);
        pass("name sum", same().map(|j| parts[j].score).sum(), &SUMS);
        pass("name count", same().count() as f32, &COUNTS);
        pass("rival words", odds(most(&mut rivals().filter(here))), &ODDS);
        pass("rival parts", odds(most(&mut others().filter(|&j| parts[j].part != part).filter(here))), &ODDS);
        let known = |j: &usize| actors[i].is_some() && actors[*j] == actors[i];
        let actor = || all().filter(|&j| parts[j].part == part).filter(known);
        pass("actor", odds(most(&mut actor())), &ODDS);
        pass("actor sum", actor().map(|j| parts[j].score).sum(), &SUMS);
        let longer = || rivals().filter(|&j| within(&names[i], &names[j]));
        let shorter = || rivals().filter(|&j| within(&names[j], &names[i]));
        pass("longer", most(&mut longer()), &SUMS);
        pass("shorter", most(&mut shorter()), &SUMS);
        pass("longer elsewhere", most(&mut longer().filter(|j| !here(j))), &SUMS);
        pass("shorter elsewhere", most(&mut shorter().filter(|j| !here(j))), &SUMS);
        pass("rank", rivals().filter(|&j| parts[j].score > me.score).count() as f32, &COUNTS);
        pass("rivals", rivals().count() as f32, &COUNTS);
        pass("words", names[i].split(' ').count() as f32, &COUNTS);
        pass("sentence", sentences[i] as f32, &COUNTS);
        pass("top", odds(most(&mut rivals())), &ODDS);
        for (n, (kind, p)) in gist.kinds.iter().enumerate() {
            pass(if n == 0 { "relevant" } else { kind }, odds(*p), &ODDS);
        }
        for (kind, p) in &me.kinds {
            pass(&format!("kind {kind}"), *p, &SUMS);
        }
        for other in super::PARTS.iter().skip(1) {
            let of = || others().filter(|&j| parts[j].part == *other);
            pass(&format!("most {other}"), most(&mut of()), &SUMS);
            pass(&format!("as {other}"), most(&mut of().filter(|&j| names[j] == names[i])), &SUMS);
            pass(&format!("beside {other}"), most(&mut of().filter(|&j| sentences[j] == sentences[i])), &SUMS);
        }
        bag.0.sort_unstable();
        bag.0.dedup();
        out.push(bag.0);
    }
    out
}

/// Words without punctuation, articles and letter case.
fn bare(words: &str) -> String {
    let flat: String = words.to_lowercase().chars().filter(|c| !c.is_ascii_punctuation()).collect();
    flat.split_whitespace().filter(|w| !matches!(*w, "a" | "an" | "the")).collect::<Vec<_>>().join(" ")
}

/// What is known of a nominated phrase when two are compared.
pub struct Side<'a> {
    /// Its part.
    pub part: &'a str,
    /// Its head token.
    pub head: u32,
}

/// Where the events of a text lie, for comparing phrases.
pub struct Stories<'t> {
    tree: &'t Tree<'t>,
    tellings: &'t [Telling],
    group_of: Vec<usize>,
    paragraphs: Vec<u32>,
    apart: &'t dyn Fn(&Telling, &Telling) -> bool,
}

impl<'t> Stories<'t> {
    /// Prepares the comparison. `apart` is true for tellings of different places or days.
    pub fn new(
        tree: &'t Tree<'t>,
        tellings: &'t [Telling],
        groups: &[Vec<usize>],
        apart: &'t dyn Fn(&Telling, &Telling) -> bool,
    ) -> Stories<'t> {
        let mut group_of = vec![usize::MAX; tellings.len()];
        for (g, group) in groups.iter().enumerate() {
            group.iter().for_each(|&t| group_of[t] = g);
        }
        let mut paragraphs = Vec::with_capacity(tree.doc.tagged.sentences.len());
        let (mut paragraph, mut end) = (0, 0usize);
        for s in &tree.doc.tagged.sentences {
            let span = tree.doc.tagged.span_of(s.start, s.end);
            let gap = tree.doc.text.get(end..span.start as usize).unwrap_or("");
            paragraph += u32::from(gap.contains('\n'));
            paragraphs.push(paragraph);
            end = span.end as usize;
        }
        Stories { tree, tellings, group_of, paragraphs, apart }
    }

    /// The violent telling a phrase belongs to: the nearest one of its sentence, or the last one before.
    fn telling(&self, head: u32) -> Option<usize> {
        let next = self.tellings.partition_point(|t| t.at <= head);
        let sentence = self.tree.sentence(head);
        let violent = |t: &Telling| matches!(t.kind, types::EventType::Assault | types::EventType::Coerce);
        let mut near =
            (next.saturating_sub(8)..(next + 8).min(self.tellings.len())).filter(|&i| violent(&self.tellings[i]));
        let here = near.clone().filter(|&i| self.tree.sentence(self.tellings[i].at) == sentence);
        here.min_by_key(|&i| self.tellings[i].at.abs_diff(head)).or_else(|| near.rfind(|&i| i < next))
    }

    /// The features of two phrases that may belong to one incident.
    pub fn pair(&self, a: &Side, b: &Side) -> Vec<u32> {
        let (a, b) = if a.head <= b.head { (a, b) } else { (b, a) };
        let mut bag = Bag(Vec::with_capacity(40));
        let parts = format!("{}+{}", a.part, b.part);
        let parts = parts.as_str();
        bag.add("bias", "");
        bag.add("parts", parts);
        let (sa, sb) = (self.tree.sentence(a.head), self.tree.sentence(b.head));
        let far = bucket(sb - sa);
        let paragraph = |s: u32| self.paragraphs.get(s as usize).copied().unwrap_or(0);
        let leaps = bucket(paragraph(sb) - paragraph(sa));
        bag.add("sentences", far);
        bag.pair("sentences", far, parts);
        bag.add("paragraphs", leaps);
        bag.pair("paragraphs", leaps, parts);
        bag.add("same-head", if self.tree.lemma(a.head) == self.tree.lemma(b.head) { parts } else { "no" });
        let (ta, tb) = (self.telling(a.head), self.telling(b.head));
        let rule = |t: Option<usize>| t.map_or("none", |t| self.tellings[t].rule);
        bag.pair("rules", rule(ta), rule(tb));
        bag.add("same-rule", if rule(ta) == rule(tb) { "yes" } else { "no" });
        if let (Some(ta), Some(tb)) = (ta, tb) {
            let (x, y) = (&self.tellings[ta], &self.tellings[tb]);
            let story = match () {
                _ if ta == tb => "telling",
                _ if self.group_of[ta] == self.group_of[tb] && self.group_of[ta] != usize::MAX => "event",
                _ => "other",
            };
            bag.add("story", story);
            bag.pair("story", story, far);
            bag.pair("story", story, parts);
            bag.pair("story-rules", story, &format!("{}+{}", x.rule, y.rule));
            let apart = if (self.apart)(x, y) { "apart" } else { "near" };
            bag.add("apart", apart);
            bag.pair("apart", apart, story);
            bag.add("placed", if x.places.is_empty() || y.places.is_empty() { "open" } else { "both" });
            let shared = x.places.iter().any(|p| y.places.contains(p));
            bag.add("shared-place", if shared { "yes" } else { "no" });
            let same_day = matches!((&x.when, &y.when), (Some(a), Some(b)) if a.start == b.start && a.end == b.end);
            bag.add("same-day", if same_day { "yes" } else { "no" });
            bag.pair("back", if y.back { "back" } else { "new" }, story);
            bag.add("between", bucket((tb.abs_diff(ta)) as u32));
        }
        if sa != sb {
            let (lo, _) = self.tree.sentence_range(sb);
            for i in lo..(lo + 6).min(self.tree.len()) {
                bag.add("opens", self.tree.lemma(i));
            }
            for i in lo..b.head.min(lo + 40) {
                if matches!(
                    self.tree.form(i),
                    "another"
                        | "also"
                        | "meanwhile"
                        | "other"
                        | "later"
                        | "same"
                        | "second"
                        | "separate"
                        | "addition"
                        | "previously"
                        | "ago"
                        | "similar"
                        | "simultaneously"
                ) {
                    bag.add("cue", self.tree.form(i));
                }
            }
        } else {
            for i in a.head.min(b.head)..b.head.min(a.head + 30) {
                if matches!(self.tree.form(i), "and" | "," | "another" | "also" | "while" | ";" | "when") {
                    bag.add("between-word", self.tree.form(i));
                }
            }
        }
        bag.0.sort_unstable();
        bag.0.dedup();
        bag.0
    }
}

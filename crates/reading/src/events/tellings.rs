//! Each place where the text tells an event: a trigger with its participants, clause and realis.
//!
//! In: a [`Tree`]. Out: [`Telling`]s in text order. One event may have many; [`super::join`] puts them together.

use super::lexicon::{Class, Cue, Entry, Frame};
use super::parts::{Part, Parts};
use super::tree::Tree;
use std::collections::HashMap;
use types::{Deprel, EventType, Feats, Lang, PlaceId, Realis, Role, Span, Upos, When};

/// An event as one clause or noun phrase tells it.
#[derive(Clone, Debug)]
pub struct Telling {
    /// Name of the lexicon's rule.
    pub rule: &'static str,
    /// PLOVER type.
    pub kind: EventType,
    /// PLOVER mode.
    pub mode: Option<&'static str>,
    /// True for a verb trigger.
    pub verb: bool,
    /// A definite noun that may point back.
    pub back: bool,
    /// Names who suffered as somebody new: such a deed joins only one whose dead were told.
    pub fresh: bool,
    /// A result of another event.
    pub result: bool,
    /// Too vague to stand alone.
    pub vague: bool,
    /// The trigger's head token.
    pub at: u32,
    /// Who and what takes part.
    pub parts: Vec<Part>,
    /// Heads of weapon phrases.
    pub means: Vec<u32>,
    /// Tokens whose event is the same.
    pub same: Vec<u32>,
    /// Whether it happened.
    pub realis: Realis,
    /// Token range of the clause.
    pub clause: (u32, u32),
    /// The words of the telling.
    pub span: Span,
    /// When this telling itself says it was.
    pub when: Option<When>,
    /// Where this telling itself says it was.
    pub places: Vec<PlaceId>,
}

/// Articles and numbers of what was not told before.
const NEW: &[&str] = &["a", "an", "some", "several", "un", "une", "des", "plusieurs"];

/// Every telling of the text, in text order.
pub fn find(tree: &Tree) -> Vec<Telling> {
    let mut out = Vec::new();
    let mut taken_until = 0;
    for i in 0..tree.len() {
        if i < taken_until || tree.in_name(i) {
            continue;
        }
        let read = triggers(tree, i).into_iter().find_map(|(entry, at, end)| Some((telling(tree, entry, at)?, end)));
        if let Some((telling, end)) = read {
            if !only_named(tree, &telling) {
                out.push(telling);
            }
            taken_until = end;
            continue;
        }
        out.extend(plain_clause(tree, i));
    }
    inherit(tree, &mut out);
    out
}

/// What hangs as an infinitive on something that did not happen, or not yet, did not happen either: "to help them *defeat* the
/// mercenaries"; nor did that with which somebody is to do it: "expected to answer with more *strikes*".
fn inherit(tree: &Tree, tellings: &mut [Telling]) {
    let unreal: HashMap<u32, Realis> = (tellings.iter())
        .filter(|t| !matches!(t.realis, Realis::Occurred | Realis::Ongoing))
        .map(|t| (t.at, t.realis))
        .collect();
    for telling in tellings.iter_mut().filter(|t| t.verb && matches!(t.realis, Realis::Occurred | Realis::Ongoing)) {
        let inner = matches!(tree.rel(telling.at), Deprel::Xcomp | Deprel::Ccomp);
        let later = tree.rel(telling.at) == Deprel::Advcl && with_it(tree, telling.at);
        if let Some(realis) = tree.head(telling.at).and_then(|h| unreal.get(&h)) {
            // "did not deny that soldiers had shot": what hangs on "that" is for the claims' stage.
            if *realis == Realis::Negated && that_clause(tree, telling.at) {
                continue;
            }
            let ahead = matches!(realis, Realis::Planned | Realis::Expected);
            if inner || later && ahead {
                telling.realis = *realis;
            }
        }
    }
    for telling in tellings.iter_mut().filter(|t| !t.verb && matches!(t.realis, Realis::Occurred | Realis::Ongoing)) {
        // "négocier une trêve": an article that brings in what is new leaves it open.
        let new = lang_fr(tree) && tree.with(telling.at, &[Deprel::Det]).any(|d| NEW.contains(&tree.form(d)));
        let known = telling.back || !new && tree.any(telling.at, &[Deprel::Det, Deprel::NmodPoss, Deprel::Nummod]);
        let means = matches!(tree.rel(telling.at), Deprel::Obj | Deprel::Obl) && !known;
        let ahead = |r: &&Realis| matches!(r, Realis::Planned | Realis::Expected);
        if let Some(realis) = tree.head(telling.at).and_then(|h| unreal.get(&h)).filter(ahead).filter(|_| means) {
            telling.realis = *realis;
        }
    }
}

/// A clause with "that", "whether".
fn that_clause(tree: &Tree, v: u32) -> bool {
    tree.rel(v) == Deprel::Ccomp
        && tree
            .with(v, &[Deprel::Mark])
            .any(|k| matches!(tree.form(k), "that" | "whether" | "if" | "que" | "qu'" | "qu’" | "si" | "s'" | "s’"))
}

/// "A war with many sides": a heading that calls what follows a war tells of none.
fn only_named(tree: &Tree, telling: &Telling) -> bool {
    const HEADING: u32 = 100;
    let (lo, hi) = tree.sentence_range(tree.sentence(telling.at));
    let (lo, hi) = (lo.max(telling.at.saturating_sub(HEADING)), hi.min(telling.at + HEADING));
    telling.rule == "war" && !(lo..hi).any(|i| matches!(tree.upos(i), Upos::Verb | Upos::Aux))
}

/// "They are expected to extend their patrols once the mission **leaves**": not past, and bound to what is to come.
fn with_it(tree: &Tree, v: u32) -> bool {
    const BOUND: &[&str] = &[
        "once", "when", "until", "till", "before", "after", "as", "quand", "lorsque", "lorsqu'", "avant", "dès", "que",
    ];
    let past = tree.has(v, Feats::PAST) || tree.any(v, &[Deprel::Aux, Deprel::AuxPass]) && !tree.has(v, Feats::PRES);
    let bound = tree.with(v, &[Deprel::Mark, Deprel::Advmod]).any(|k| BOUND.contains(&tree.form(k)));
    bound && !past
}

/// How many readings of one word are tried.
const READINGS: usize = 4;

/// The entries that start at token `i`, the likeliest first: each with its head token and the end of its words when they
/// stand side by side. "reached" tells of soldiers before it tells of anything else.
fn triggers<'t>(tree: &'t Tree, i: u32) -> Vec<(&'t Entry, u32, u32)> {
    let lang = tree.lang();
    let mut all: Vec<(&Entry, u32, u32, (usize, u8))> = Vec::new();
    let by_form = tree.lexicon.starting(lang, tree.form(i));
    let by_lemma = tree.lexicon.starting(lang, tree.lemma(i));
    for &e in by_form.iter().chain(by_lemma) {
        let entry = tree.lexicon.entry(e);
        let Some((last, end)) = matched(tree, entry, i) else { continue };
        if lang == Lang::Fr && entry.verb && !tree.clitics(entry, i) {
            continue;
        }
        let prepositional = entry.words.iter().any(|w| matches!(*w, "of" | "on" | "at" | "by" | "the"));
        let at = match entry.verb {
            // "sexually abused": the verb comes last.
            true if tree.upos(i) == Upos::Adv => last,
            // "se sont fait exploser": the first verb only helps the second.
            true if last > i && tree.head(i) == Some(last) && tree.upos(last) == Upos::Verb => last,
            true => i,
            false if lang == Lang::Fr || prepositional => i,
            false => last,
        };
        if tree.other_sense(entry, i) {
            continue;
        }
        let fits = if entry.verb { verb_like(tree, at) } else { noun_like(tree, at) };
        if !fits {
            continue;
        }
        let rank = (entry.words.len(), if entry.fighters { 2 } else { u8::from(!entry.weak) });
        if all.iter().any(|b| std::ptr::eq(b.0, entry)) {
            continue;
        }
        // The first of equals stays first.
        let place = all.partition_point(|b| b.3 >= rank);
        all.insert(place, (entry, at, end, rank));
    }
    all.truncate(READINGS);
    all.into_iter().map(|(entry, at, end, _)| (entry, at, end)).collect()
}

/// Where the words of `entry` end when they start at `i`: last token, and the first token after them.
fn matched(tree: &Tree, entry: &Entry, i: u32) -> Option<(u32, u32)> {
    if entry.words.len() > 1 && tree.form(i).contains('-') && entry.phrase.contains('-') {
        let whole = tree.lemma(i) == entry.phrase || tree.form(i).trim_end_matches('s') == entry.phrase;
        return whole.then_some((i, i + 1));
    }
    let turned =
        |k: u32| k > 0 && tree.form(k) == "en" && matches!(tree.form(k - 1), "s'" | "s’" | "se" | "nous" | "vous");
    if entry.with_en && !(i.saturating_sub(4)..i).any(turned) {
        return None;
    }
    let mut at = i;
    let mut tight = true;
    for (n, word) in entry.words[1..].iter().enumerate() {
        // "beat an Amhara shopkeeper to death"; but "taken shelter in the schools of the town" takes no town.
        const ARTICLES: &[&str] = &["the", "a", "an", "its", "le", "la", "les", "l", "un", "une", "des", "son", "sa"];
        let gap = match (entry.verb, n) {
            // "un échange de 150 prisonniers"
            (false, _) => u32::from(tree.lang() == Lang::Fr && tree.upos((at + 1).min(tree.len() - 1)) == Upos::Num),
            (true, 0) if !ARTICLES.contains(word) => 5,
            (true, 0) => 1,
            (true, _) => 2,
        };
        let mut j = at + 1;
        let found = loop {
            if j >= tree.len() || j > at + 1 + gap || tree.sentence(j) != tree.sentence(i) {
                break None;
            }
            if tree.is_word(j, word) {
                break Some(j);
            }
            if tree.upos(j) == Upos::Punct && tree.form(j) != "-" {
                break None;
            }
            j += 1;
        };
        let hit = found?;
        tight &= hit == at + 1 || hit == at + 2 && tree.upos(at + 1) == Upos::Punct;
        at = hit;
    }
    Some((at, if tight { at + 1 } else { i + 1 }))
}

fn verb_like(tree: &Tree, i: u32) -> bool {
    match tree.upos(i) {
        Upos::Verb => tree.rel(i) != Deprel::Amod || tree.any(i, &[Deprel::OblAgent]),
        Upos::Aux => !matches!(tree.rel(i), Deprel::Aux | Deprel::AuxPass | Deprel::Cop),
        _ if tree.helped(i) || tree.plural_verb(i) => true,
        // "a sauté sur une mine": a participle behind its auxiliary, whatever the tagger calls it.
        Upos::Adj | Upos::Noun | Upos::Propn | Upos::X if helped_participle(tree, i) => true,
        Upos::Adj => {
            tree.any(i, &[Deprel::NsubjPass, Deprel::AuxPass, Deprel::Nsubj, Deprel::OblAgent])
                && (tree.form(i).ends_with("ed") || tree.form(i).ends_with(['é', 'n']))
        }
        Upos::Propn | Upos::X | Upos::Noun => {
            let form = tree.form(i);
            i > 0
                && matches!(tree.form(i - 1), "was" | "were" | "been" | "has" | "have" | "had" | "be" | "to" | "will")
                && (form.ends_with("ed") || form.ends_with("en") || tree.form(i - 1) == "to")
                && tree.upos(i) != Upos::Noun
        }
        _ => false,
    }
}

fn helped_participle(tree: &Tree, i: u32) -> bool {
    const AUX: &[&str] = &["a", "ont", "avait", "avaient", "aurait", "auraient", "été", "est", "sont", "fut", "furent"];
    let form = tree.form(i);
    tree.lang() == Lang::Fr
        && i > 0
        && AUX.contains(&tree.form(i - 1))
        && ["é", "ée", "és", "ées"].iter().any(|end| form.ends_with(end))
}

fn noun_like(tree: &Tree, i: u32) -> bool {
    match tree.upos(i) {
        Upos::Noun | Upos::Propn | Upos::X => {
            let rel = tree.rel(i);
            let head = tree.head(i);
            match rel {
                // "kidnap bid", "attack helicopters": only an attempt leaves the event standing.
                Deprel::Compound => head.is_some_and(|h| {
                    matches!(
                        tree.lemma(h),
                        "attempt" | "bid" | "plot" | "threat" | "campaign" | "operation" | "victory" | "wave" | "spree"
                    )
                }),
                Deprel::Flat => false,
                _ => true,
            }
        }
        Upos::Adj => matches!(tree.form(i), "dead" | "mort" | "morts" | "blessés") && tree.nominal(i),
        Upos::Verb => tree.any(i, &[Deprel::Det, Deprel::NmodPoss]) && !tree.any(i, &[Deprel::Obj, Deprel::Aux]),
        _ => false,
    }
}

fn telling(tree: &Tree, entry: &Entry, at: u32) -> Option<Telling> {
    let Parts { mut list, means, same, light } = tree.parts(at, entry);
    // "Les secouristes ont découvert quarante corps": who finds the dead did not kill them.
    if entry.rule == "bodies" {
        list.retain(|p| p.role != Role::Actor);
    }
    let side = |p: &Part| {
        tree.actor(p.head).is_some()
            || tree.class(p.head).any(Class(Class::ARMED.0 | Class::FORCE.0 | Class::OFFICIAL.0))
    };
    let struck = |p: &Part| {
        p.role != Role::Actor
            && (tree.class(p.head).any(Class(Class::HUMAN.0 | Class::THING.0)) || tree.actor(p.head).is_some())
    };
    if entry.weak && !list.iter().any(side) && !list.iter().any(struck) {
        return None;
    }
    // "Soldiers reached the village", not "the letter reached the minister".
    let fights = |p: &Part| {
        let force = tree.class(p.head).any(Class(Class::ARMED.0 | Class::FORCE.0));
        let kind = tree.actor(p.head).map(|a| tree.actor_kind(a));
        force || matches!(kind, Some("military" | "police" | "armed_group" | "militia" | "private_military"))
    };
    if entry.fighters && !list.iter().any(|p| p.role == Role::Actor && fights(p)) {
        return None;
    }
    // "The column took two villages": what is taken is ground, not the floor.
    let taken = |p: &Part| p.role != Role::Actor && tree.takes_ground(p.head);
    if entry.rule == "take" && !list.iter().any(taken) {
        return None;
    }
    // "Ils sont entrés dans la ville", "touché par un éclat": only armed men enter towns so, only weapons strike so.
    if ["enter", "takenby", "clashwith", "force"].contains(&entry.rule)
        && !list.iter().any(|p| p.role == Role::Actor && tree.armed(p.head))
    {
        return None;
    }
    if entry.rule == "struckw"
        && means.is_empty()
        && !same.iter().any(|&s| tree.tells_event(s))
        && !list.iter().any(|p| p.role == Role::Actor && tree.armed(p.head))
    {
        return None;
    }
    // "The shells were aimed at the camp", not "the states aimed at peace".
    if entry.rule == "aim"
        && !tree.passive(at)
        && !tree.subjects(at).iter().any(|&s| tree.tells_event(s) || tree.weapon(s))
    {
        return None;
    }
    // "The town fell", not "prices fell": only ground falls.
    let ground = |p: &Part| {
        tree.class(p.head).any(Class::BUILDING) || tree.upos(p.head) == Upos::Propn && tree.actor(p.head).is_none()
    };
    if entry.rule == "fall" && !list.iter().any(ground) {
        return None;
    }
    // "The guards are on strike" strikes nobody; "the firm fired its clerks" is no shot; "the clock struck twelve".
    let on_strike = entry.rule == "attack" && !entry.verb && tree.lemma(at) == "strike" && tree.case(at) == "on";
    let dismissed = entry.verb
        && entry.words.len() == 1
        && tree.lemma(at) == "fire"
        && tree.with(at, &[Deprel::Obj]).any(|o| tree.class(o).any(Class::HUMAN));
    if on_strike || dismissed || struck_by_nobody(tree, entry, at, &list) {
        return None;
    }
    if without_will(tree, entry, at, &list) {
        return None;
    }
    if entry.frame == Frame::Burst && means.is_empty() && !list.iter().any(|p| p.role == Role::Actor) {
        return None;
    }
    // "plant a bomb", but not "plant trees"; "place", "throw" likewise.
    if entry.frame == Frame::Burst
        && !means.iter().any(|&m| tree.class(m).any(Class(Class::WEAPON.0 | Class::VEHICLE.0)))
    {
        return None;
    }
    // "the rebels, backed by army units": that is who fights beside whom, not a happening.
    let standing = matches!(entry.kind, EventType::Support | EventType::Aid)
        && entry.verb
        && tree.rel(at) == Deprel::Acl
        && tree.passive(at);
    // "two officials, who asked not to be named": a condition of speaking.
    const UNNAMED: [&str; 8] =
        ["named", "identified", "anonymity", "withheld", "quoted", "anonymat", "nommé", "identifié"];
    let anonymous = entry.kind == EventType::Request
        && (at + 1..tree.len().min(at + 10))
            .any(|i| UNNAMED.contains(&tree.form(i)) && tree.sentence(i) == tree.sentence(at));
    if standing || anonymous {
        return None;
    }
    // "une patrouille a été décimée": here the patrol is somebody, not a deed.
    if lang_fr(tree)
        && !entry.verb
        && entry.kind == EventType::Mobilize
        && light.is_none()
        && tree.class(at).any(Class::FORCE)
        && !matches!(tree.rel(at), Deprel::Root)
    {
        return None;
    }
    // "suspend sa coopération", "annule sa visite": the breaking off is told, not what it breaks off.
    const BREAKS: &[&str] = &["suspendre", "rompre", "geler", "annuler", "interrompre", "cesser", "reporter", "couper"];
    if lang_fr(tree)
        && !entry.verb
        && matches!(
            entry.kind,
            EventType::Cooperate | EventType::Aid | EventType::Support | EventType::Agree | EventType::Consult
        )
        && matches!(tree.rel(at), Deprel::Obj | Deprel::NsubjPass)
        && tree.head(at).is_some_and(|h| BREAKS.contains(&tree.lemma(h)))
    {
        return None;
    }
    // "a levé ses sanctions": likewise.
    if lang_fr(tree)
        && !entry.verb
        && entry.kind == EventType::Sanction
        && tree.rel(at) == Deprel::Obj
        && tree
            .head(at)
            .is_some_and(|h| matches!(tree.lemma(h), "lever" | "alléger" | "assouplir" | "suspendre" | "annuler"))
    {
        return None;
    }
    // "en violation du cessez-le-feu": one told before, or elsewhere.
    if lang_fr(tree) && entry.rule == "ceasefire" && !entry.verb && matches!(tree.rel(at), Deprel::Nmod | Deprel::Obl) {
        let known =
            tree.with(at, &[Deprel::Det]).any(|d| matches!(tree.form(d), "le" | "la" | "l'" | "l’" | "ce" | "cette"));
        if known && light.is_none() {
            return None;
        }
    }
    // "Les insurgés ont coupé la route": armed men protest otherwise.
    let barred = entry.rule == "obstruct"
        && lang_fr(tree)
        && list.iter().any(|p| {
            p.role == Role::Actor
                && tree.class(p.head).any(Class(Class::ARMED.0 | Class::FORCE.0))
                && !matches!(tree.lemma(p.head), "foule" | "émeutier")
        });
    let kind = match () {
        _ if frees(tree, entry, &list) => EventType::Aid,
        _ if barred => EventType::Coerce,
        // "Le pilote a été capturé", "tombés aux mains des talibans": people are abducted, ground is seized.
        _ if lang_fr(tree)
            && entry.rule == "seize"
            && matches!(entry.words[0], "capturer" | "capture" | "tomber")
            && list.iter().any(|p| {
                p.role != Role::Actor && tree.class(p.head).any(Class::HUMAN) && !tree.class(p.head).any(Class::THING)
            }) =>
        {
            EventType::Assault
        }
        _ => entry.kind,
    };
    let clause = match light {
        Some(v) if entry.verb => tree.clause(v),
        Some(v) => tree.clause(v),
        None if entry.verb => tree.clause(at),
        None => tree.phrase(at, true),
    };
    let mut realis = tree.realis(at, entry.verb, light);
    if entry.frame == Frame::Tell && realis == Realis::Ongoing {
        realis = Realis::Occurred;
    }
    if matches!(entry.kind, EventType::Coerce | EventType::Sanction)
        && matches!(realis, Realis::Planned | Realis::Possible | Realis::Expected)
        && ordered(tree, light.unwrap_or(at))
    {
        realis = Realis::Occurred;
    }
    // "L'attaque n'a pas été revendiquée": it happened all the same.
    if entry.rule == "claim" && lang_fr(tree) && realis == Realis::Negated {
        return None;
    }
    // "No casualties were reported": a count of nought of what was told, no event.
    if entry.rule == "death" && realis == Realis::Negated {
        return None;
    }
    let definite = tree.with(at, &[Deprel::Det, Deprel::NmodPoss]).any(|d| {
        matches!(
            tree.form(d),
            "the"
                | "this"
                | "these"
                | "that"
                | "those"
                | "its"
                | "their"
                | "his"
                | "le"
                | "la"
                | "l'"
                | "l’"
                | "les"
                | "ce"
                | "cet"
                | "cette"
                | "ces"
                | "son"
                | "sa"
                | "leur"
        )
    });
    // "the largest defeat", "the first attack", "another raid": one among several, not the one told before.
    let ranked = tree.with(at, &[Deprel::Amod, Deprel::Det]).any(|k| {
        matches!(
            tree.form(k),
            "largest"
                | "biggest"
                | "worst"
                | "deadliest"
                | "first"
                | "second"
                | "third"
                | "other"
                | "another"
                | "previous"
                | "similar"
                | "new"
                | "premier"
                | "première"
                | "autre"
                | "autres"
                | "nouvelle"
                | "pire"
        )
    });
    // "the massacre of 26 people", "the murder of an undertaker": who suffered is new, so the deed is.
    let fresh = entry.frame == Frame::NomObj
        && tree.with(at, &[Deprel::Nmod]).any(|k| {
            let counted =
                tree.any(k, &[Deprel::Nummod]) || tree.with(k, &[Deprel::Det]).any(|d| NEW.contains(&tree.form(d)));
            let defined = tree.with(k, &[Deprel::Det, Deprel::NmodPoss]).any(|d| !NEW.contains(&tree.form(d)));
            matches!(tree.case(k), "of" | "de" | "d'" | "d’") && counted && !defined
        });
    // "the massacres which the army has committed in Moura": the clause says which, so nothing told before is meant.
    let told_anew = tree
        .with(at, &[Deprel::AclRelcl])
        .any(|v| tree.with(v, &[Deprel::Nsubj]).any(|s| !matches!(tree.form(s), "that" | "which" | "who" | "qui")));
    // "could have been behind the blast": that there was a blast is not in doubt.
    let the = tree
        .with(at, &[Deprel::Det])
        .any(|d| matches!(tree.form(d), "the" | "this" | "that" | "cette" | "ce" | "cet" | "l'" | "l’" | "la" | "le"));
    let case = tree.case(at);
    let behind = matches!(case, "behind" | "derrière")
        || matches!(tree.rel(at), Deprel::Nmod | Deprel::Obl) && matches!(case, "for" | "in" | "of" | "dans" | "à");
    if !entry.verb
        && entry.back
        && definite
        && the
        && behind
        && light.is_none()
        && realis == Realis::Possible
        && !ranked
    {
        realis = Realis::Occurred;
    }
    let definite = (definite || tree.any(at, &[Deprel::NmodPoss])) && !ranked && !told_anew;
    Some(Telling {
        rule: entry.rule,
        kind,
        mode: match entry.mode {
            _ if barred => Some("restrict"),
            Some("seize") if kind == EventType::Assault => Some("abduct"),
            Some(_) if kind == EventType::Aid => None,
            mode => mode,
        },
        verb: entry.verb,
        back: entry.back && definite,
        fresh,
        result: entry.result,
        vague: entry.vague,
        at,
        parts: list,
        means,
        same,
        realis,
        clause,
        span: evidence(tree, at, clause),
        when: None,
        places: Vec::new(),
    })
}

fn lang_fr(tree: &Tree) -> bool {
    tree.lang() == Lang::Fr
}

/// "L'armée a libéré vingt passagers que des bandits avaient enlevés": who frees captives of others helps them.
fn frees(tree: &Tree, entry: &Entry, parts: &[Part]) -> bool {
    const TAKEN: &[&str] = &["enlever", "kidnapper", "retenir", "séquestrer", "capturer", "détenir", "ravir"];
    let force = |p: &Part| {
        p.role == Role::Actor && tree.class(p.head).any(Class::FORCE) && !tree.class(p.head).any(Class::ARMED)
    };
    let captive = |p: &Part| {
        p.role != Role::Actor
            && (matches!(tree.lemma(p.head), "otage" | "captif")
                || tree.with(p.head, &[Deprel::Acl, Deprel::AclRelcl]).any(|v| TAKEN.contains(&tree.lemma(v))))
    };
    // "La Croix-Rouge a évacué une centaine de blessés": not its own people.
    let others = |p: &Part| {
        p.role != Role::Actor
            && tree.class(p.head).any(Class::PEOPLE)
            && !tree
                .with(p.head, &[Deprel::Det, Deprel::NmodPoss])
                .any(|d| matches!(tree.form(d), "son" | "sa" | "ses" | "leur" | "leurs"))
    };
    let evacuates =
        lang_fr(tree) && entry.verb && entry.words[0] == "évacuer" && parts.iter().any(|p| p.role == Role::Actor);
    if evacuates && parts.iter().any(others) {
        return true;
    }
    lang_fr(tree) && entry.rule == "release" && entry.verb && parts.iter().any(force) && parts.iter().any(captive)
}

/// "The governor ordered all schools to close": with the order of who may give it, the measure is taken.
fn ordered(tree: &Tree, at: u32) -> bool {
    const ORDER: [&str; 6] = ["order", "decree", "ordonner", "décréter", "impose", "imposer"];
    let mut cur = at;
    for _ in 0..3 {
        let Some(head) = tree.head(cur) else { return false };
        if !matches!(
            tree.rel(cur),
            Deprel::Obj
                | Deprel::Xcomp
                | Deprel::Ccomp
                | Deprel::Nmod
                | Deprel::NsubjPass
                | Deprel::Advcl
                | Deprel::Obl
        ) {
            return false;
        }
        if ORDER.contains(&tree.lemma(head)) {
            return matches!(tree.realis(head, true, None), Realis::Occurred | Realis::Ongoing);
        }
        cur = head;
    }
    false
}

/// True where what acts has no will, or what is struck is no thing: "the drought hit farmers", "an attack of malaria", "seized
/// the opportunity", "the striker shot twice". Conflict has somebody behind it.
fn without_will(tree: &Tree, entry: &Entry, at: u32, parts: &[Part]) -> bool {
    use EventType::{Assault, Coerce, Consult, Protest, Retreat};
    // "Clashes opposed the rebels to the army": that is who fought.
    if entry.verb
        && matches!(tree.lemma(at), "opposer" | "pit")
        && tree.subjects(at).iter().any(|&s| tree.tells_event(s))
    {
        return true;
    }
    if !matches!(entry.kind, Assault | Coerce | Consult | Protest | Retreat) {
        return false;
    }
    let quiet = Class(Class::NATURE.0 | Class::PLAY.0 | Class::THOUGHT.0);
    let blind = |head: u32| {
        let class = tree.class(head);
        class.any(Class::PLAY) || class.any(quiet) && !class.any(Class::HUMAN) && tree.actor(head).is_none()
    };
    let mut actors = parts.iter().filter(|p| p.role == Role::Actor).peekable();
    if actors.peek().is_some() && actors.all(|p| blind(p.head) || tree.class(p.head).any(Class::THOUGHT)) {
        return true;
    }
    // "Talks will resume": what is taken up again is no town.
    if entry.verb && matches!(entry.kind, Assault | Coerce) && tree.subjects(at).iter().any(|&s| tree.tells_talk(s)) {
        return true;
    }
    let struck = |p: &Part| p.role != Role::Actor && tree.class(p.head).any(Class::THOUGHT);
    if parts.iter().any(struck) && !parts.iter().any(|p| p.role != Role::Actor && !struck(p)) {
        return true;
    }
    // "heart attack", "bird strike", "price war", "the battle against malaria"
    let beside = &[Deprel::Compound, Deprel::Nmod, Deprel::Amod];
    // A word of the trigger itself is meant: "hunger strike".
    let own = |d: u32| entry.words.len() > 1 && entry.words.contains(&tree.form(d));
    !entry.verb
        && tree.with(at, beside).any(|d| tree.class(d).any(quiet) && !tree.class(d).any(Class::HUMAN) && !own(d))
}

/// "The clock struck twelve": a thing without will, weapon or wheels strikes, and nobody and nothing is struck.
fn struck_by_nobody(tree: &Tree, entry: &Entry, at: u32, parts: &[Part]) -> bool {
    if !entry.verb || entry.kind != EventType::Assault || entry.frame != Frame::Act || tree.passive(at) {
        return false;
    }
    let inert = |head: u32| {
        tree.upos(head) == Upos::Noun
            && tree.actor(head).is_none()
            && !tree.class(head).any(Class(Class::HUMAN.0 | Class::THING.0 | Class::WEAPON.0 | Class::SET.0))
            && !tree.tells_event(head)
    };
    !parts.is_empty() && parts.iter().all(|p| p.role == Role::Actor && inert(p.head))
}

/// The words of a clause, cut to what a reader takes in at a glance around the trigger.
fn evidence(tree: &Tree, at: u32, (mut lo, mut hi): (u32, u32)) -> Span {
    const LONGEST: u32 = 60;
    if hi - lo > LONGEST {
        lo = lo.max(at.saturating_sub(LONGEST / 2));
        hi = hi.min(at + LONGEST / 2);
    }
    let span = tree.bare(lo, hi);
    if span.len() <= 700 { span } else { tree.bare(at, at + 1) }
}

/// A clause whose verb the lexicon does not know, where the text makes a point of it: somebody did not do it, will do it, is
/// expected to do it. "Goita did not directly address the nation."
fn plain_clause(tree: &Tree, v: u32) -> Option<Telling> {
    if !tree.doc.tagged.parsed || tree.upos(v) != Upos::Verb || tree.has(v, Feats::INF) && tree.rel(v) == Deprel::Advcl
    {
        return None;
    }
    let main = match tree.rel(v) {
        Deprel::Root | Deprel::Parataxis | Deprel::Conj | Deprel::Ccomp | Deprel::Xcomp | Deprel::AclRelcl => true,
        Deprel::Advcl => tree.any(v, &[Deprel::Nsubj, Deprel::NsubjPass]),
        _ => false,
    };
    // "None of the figures could be checked" speaks of the report, not of the world.
    // "The front has not confirmed that it took part" speaks of the front.
    let checks =
        matches!(tree.lemma(v), "verify" | "check" | "confirm" | "vérifier" | "confirmer" | "name" | "identify");
    let side =
        |s: &u32| tree.actor(*s).is_some_and(|a| !matches!(tree.actor_kind(a), "unnamed" | "civilians" | "media"));
    if checks && (tree.passive(v) || !tree.subjects(v).iter().any(side)) {
        return None;
    }
    let cue = tree.cue(v);
    // "n'excluent pas que …", "n'a pas précisé": of what is known, not of the world. And in French the "ne" stands before its verb.
    if tree.lang() == Lang::Fr && !tree.plainly(v) {
        return None;
    }
    let carrier = tree.any(v, &[Deprel::Xcomp])
        && (cue.any(Cue::EXPECTS) || cue.any(Cue::PLANS) || cue.any(Cue::FAILS) || cue.any(Cue::CONTROLS));
    if !main || carrier || cue.any(Cue::MAY) {
        return None;
    }
    // "They did not hesitate to fire", "does not doubt that they fired": no deed beside the one it hangs on.
    let implies = tree.doc.knowledge.cues.implies(tree.lang(), tree.lemma(v)).is_some();
    if implies && tree.any(v, &[Deprel::Xcomp]) || tree.with(v, &[Deprel::Ccomp]).any(|k| that_clause(tree, k)) {
        return None;
    }
    let subjects = tree.subjects(v);
    let realis = tree.realis(v, true, None);
    let stressed = matches!(realis, Realis::Negated | Realis::Planned | Realis::Expected);
    if !stressed
        || cue.any(Cue::STATIVE) && !(realis == Realis::Negated && tree.any(v, &[Deprel::Obj]))
        || cue.any(Cue::EXPECTS)
    {
        return None;
    }
    // "No aid convoy has reached the town"; "Ankara did not announce it"
    let moves = Class(Class::HUMAN.0 | Class::VEHICLE.0 | Class::GOODS.0);
    let acts = |s: &u32| {
        tree.actor(*s).is_some() || tree.class(*s).any(moves) || tree.upos(*s) == Upos::Propn && !tree.passive(v)
    };
    if subjects.is_empty() || !subjects.iter().any(acts) && realis == Realis::Negated && !tree.passive(v) {
        return None;
    }
    let passive = tree.passive(v);
    let role = if passive { Role::Recipient } else { Role::Actor };
    let mut parts: Vec<Part> =
        subjects.iter().flat_map(|&s| tree.coordinated(s)).map(|head| Part { role, head }).collect();
    for k in tree.with(v, &[Deprel::Obj, Deprel::Iobj]) {
        if acts(&k) {
            parts.push(Part { role: Role::Recipient, head: k });
        }
    }
    // "It made no victims": counted as nought, not told as an event.
    if realis == Realis::Negated && tree.with(v, &[Deprel::Obj]).any(|k| tree.counts_harm(k)) {
        return None;
    }
    let kind = if realis == Realis::Negated { EventType::Reject } else { EventType::Agree };
    let clause = tree.clause(v);
    Some(Telling {
        rule: "plain",
        kind,
        mode: None,
        verb: true,
        back: false,
        fresh: false,
        result: false,
        vague: false,
        at: v,
        parts,
        means: Vec::new(),
        same: Vec::new(),
        realis,
        clause,
        span: evidence(tree, v, clause),
        when: None,
        places: Vec::new(),
    })
}

//! Denials and claims of responsibility whose content was told before.
//!
//! "Villagers accuse the herders of helping the raiders. The herders **reject these suspicions**." → the denial is about
//! what the villagers said. "The camp was overrun. The group **has claimed the attack**." → about the overrun camp.

use super::about::{Scopes, Told, Voice, voice};
use super::cues::Use;
use super::said::Said;
use types::{About, Certainty, Event, EventType, Holder, Realis, Relation, RelationType, Stance};

/// Nouns for what others said.
pub(super) const WORDS_OF_OTHERS: &[&str] = &[
    "charge",
    "accusation",
    "allegation",
    "suspicion",
    "claim",
    "report",
    "rumour",
    "rumor",
    "assertion",
    "criticism",
    "suggestion",
    "version",
    "account",
    "accounts",
    "message",
    "statement",
    "footage",
    "accusation",
    "soupçon",
    "allégation",
    "rumeur",
    "reproche",
    "affirmation",
    "critique",
    "this",
    "that",
    "it",
    "them",
    "cela",
    "ceci",
    "le",
    "les",
    "involvement",
    "responsibility",
    "wrongdoing",
    "role",
    "part",
    "hand",
    "link",
    "rôle",
    "lien",
    "implication",
    "responsabilité",
    "participation",
];

/// Verbs of violence, in what somebody denies to have done.
pub(super) const HURTING: &[&str] = &[
    "fire",
    "shoot",
    "kill",
    "bomb",
    "shell",
    "strike",
    "attack",
    "burn",
    "massacre",
    "torture",
    "execute",
    "loot",
    "tirer",
    "tuer",
    "bombarder",
    "frapper",
    "attaquer",
    "incendier",
    "massacrer",
    "torturer",
    "exécuter",
    "piller",
];

/// Words of help, in what a group says it did for another.
const HELP: &[&str] = &[
    "help",
    "aid",
    "assist",
    "assistance",
    "support",
    "intervene",
    "intervention",
    "role",
    "participate",
    "participation",
    "cooperate",
    "cooperation",
    "coordinate",
    "coordination",
    "alongside",
    "aider",
    "aide",
    "appuyer",
    "appui",
    "soutenir",
    "soutien",
    "intervenir",
    "rôle",
    "participer",
    "coopérer",
    "coopération",
    "coordonner",
    "côté",
];

/// What is counted after an attack: who denies these denies the count, not the attack.
const LOSSES: &[&str] = &[
    "loss",
    "losses",
    "casualty",
    "casualties",
    "death",
    "fatality",
    "toll",
    "perte",
    "pertes",
    "bilan",
    "victime",
    "mort",
];

/// "The army denied **the losses**": a few words of a count, and no verb.
pub fn of_losses(scopes: &Scopes, said: &Said) -> bool {
    let mut words = said.content.iter().flat_map(|r| r.0..r.1);
    let short = said.content.iter().map(|r| r.1 - r.0).sum::<u32>() <= 4;
    let verb = words.clone().any(|i| matches!(scopes.cx.token(i).upos, types::Upos::Verb | types::Upos::Aux));
    // "the loss of the airport": it was taken, nobody is counted.
    let of_ground = |i: u32| {
        let mut children = scopes.cx.doc.tagged.children(i);
        matches!(scopes.cx.lemma(i), "loss" | "perte")
            && children.any(|c| scopes.cx.token(c).deprel == types::Deprel::Nmod)
    };
    short && !verb && words.any(|i| LOSSES.contains(&scopes.cx.lemma(i)) && !of_ground(i))
}

/// How many sentences back a denial may reach.
const BACK: usize = 4;

/// Adds the voices of denials and claims of responsibility that point back.
pub fn link(scopes: &Scopes, told: &mut [Told], events: &[Event], relations: &[Relation]) {
    for k in 0..scopes.said.len() {
        let said = &scopes.said[k];
        if said.used != Use::Claim {
            continue;
        }
        match said.stance {
            Stance::Denies if of_losses(scopes, said) => {}
            Stance::Denies if points_back(scopes, told, k) => deny(scopes, told, events, k),
            Stance::ClaimsResponsibility if !deeds(told, events, k) => take(scopes, told, events, k),
            // "The authorities blamed the group", "the mission saw the hand of a local band": for what was told last.
            Stance::Accuses | Stance::Suspects if names_only(scopes, k) => take(scopes, told, events, k),
            _ => {}
        }
    }
    denounced(scopes, told, events);
    cooperation(scopes, told, relations);
}

/// "He denounced bombings **by the army**": naming who did it accuses them; the bare deed is taken for granted.
fn denounced(scopes: &Scopes, told: &mut [Told], events: &[Event]) {
    for (k, said) in scopes.said.iter().enumerate() {
        let cries = matches!(scopes.cx.lemma(said.at), "dénoncer" | "denounce" | "decry");
        let Holder::Actor(holder) = scopes.holders[k].0 else { continue };
        if !cries || said.used != Use::Attitude {
            continue;
        }
        for t in told.iter_mut() {
            let About::Event(e) = t.about else { continue };
            let Some(event) = events.get(e.index()) else { continue };
            let doer = |p: &types::Participant| p.role == types::Role::Actor && p.actor.is_some_and(|a| a != holder);
            let violent = matches!(event.kind, EventType::Assault | EventType::Coerce);
            if !violent || !event.participants.iter().any(doer) {
                continue;
            }
            for v in t.voices.iter_mut().filter(|v| v.said.is_none()) {
                if scopes.anchor(v.span).is_some_and(|i| said.covers(i)) {
                    v.said = Some(k);
                    v.holder = Holder::Actor(holder);
                    (v.stance, v.certainty) = (Stance::Accuses, Certainty::Possible);
                }
            }
        }
    }
}

/// True where what `k` says tells an act of violence.
fn deeds(told: &[Told], events: &[Event], k: usize) -> bool {
    told.iter().any(|t| {
        let violent = match t.about {
            About::Event(e) => {
                events.get(e.index()).is_some_and(|e| matches!(e.kind, EventType::Assault | EventType::Coerce))
            }
            About::Relation(_) => false,
        };
        violent && t.voices.iter().any(|v| v.said == Some(k))
    })
}

/// True where the content is no more than a name: no verb, no noun of a deed of its own.
fn names_only(scopes: &Scopes, k: usize) -> bool {
    let said = &scopes.said[k];
    let short = said.content.iter().map(|r| r.1 - r.0).sum::<u32>() <= 14;
    let verb = |i: u32| matches!(scopes.cx.token(i).upos, types::Upos::Verb | types::Upos::Aux);
    said.source.is_some() && !said.content.is_empty() && short && !said.content.iter().flat_map(|r| r.0..r.1).any(verb)
}

fn speaks(told: &[Told], k: usize) -> bool {
    told.iter().any(|t| t.voices.iter().any(|v| v.said == Some(k)))
}

fn points_back(scopes: &Scopes, told: &[Told], k: usize) -> bool {
    let said = &scopes.said[k];
    if said.loose || said.content.is_empty() {
        return true;
    }
    let bare = said.content.iter().all(|r| r.1 - r.0 <= 6) && of_others(scopes, said);
    bare || !speaks(told, k)
}

/// "rejected **these allegations**", "denied **it**"; the "that" of "denied that the airport had fallen" stands for nothing.
fn of_others(scopes: &Scopes, said: &Said) -> bool {
    let mut words = said.content.iter().flat_map(|r| r.0..r.1);
    words.any(|i| {
        let stands_for = !matches!(scopes.cx.token(i).upos, types::Upos::Sconj | types::Upos::Det);
        stands_for && WORDS_OF_OTHERS.contains(&scopes.cx.lemma(i))
    })
}

fn sentence(scopes: &Scopes, said: &Said) -> usize {
    scopes.cx.doc.tagged.sentence_of(said.at)
}

/// Words for a part in a deed, as those use them who deny it.
const PART_IN_IT: &[&str] =
    &["involvement", "responsibility", "role", "complicity", "implication", "responsabilité", "rôle", "complicité"];

/// "A representative of the militia denied **any involvement**": of the last deed that the report has his side do.
fn own_deed(scopes: &Scopes, told: &[Told], events: &[Event], k: usize) -> Option<usize> {
    let said = &scopes.said[k];
    if !said.content.iter().flat_map(|r| r.0..r.1).any(|i| PART_IN_IT.contains(&scopes.cx.lemma(i))) {
        return None;
    }
    let words = said.source.as_ref().and_then(|s| s.ranges.first()).map(|r| scopes.cx.doc.tagged.span_of(r.0, r.1));
    let named = |a: types::ActorId| {
        scopes.holders[k].0 == Holder::Actor(a)
            || words.is_some_and(|w| {
                scopes.actors.get(a.index()).is_some_and(|a| a.mentions.iter().any(|m| w.contains(m.span)))
            })
    };
    let cue = cue_span(scopes, k).start;
    let did = |event: &Event| {
        matches!(event.kind, EventType::Assault | EventType::Coerce)
            && event.participants.iter().any(|p| p.role == types::Role::Actor && p.actor.is_some_and(named))
    };
    let index = |t: &Told| match t.about {
        About::Event(e) => events.get(e.index()).filter(|e| did(e)),
        About::Relation(_) => None,
    };
    let start = |t: &Told| index(t).and_then(|e| e.evidence.iter().map(|x| x.span.start).filter(|s| *s < cue).max());
    (0..told.len()).filter(|&i| start(&told[i]).is_some()).max_by_key(|&i| start(&told[i]))
}

/// The denial `k` is about what another holder said last, an accusation before anything else.
fn deny(scopes: &Scopes, told: &mut [Told], events: &[Event], k: usize) {
    if let Some(i) = own_deed(scopes, told, events, k) {
        let span = cue_span(scopes, k);
        told[i].voices.push(denial(scopes, k, span));
        return;
    }
    let here = sentence(scopes, &scopes.said[k]);
    let mine = scopes.holders[k].0;
    let earlier = |v: &Voice| {
        let j = v.said?;
        let near = j < k && here - sentence(scopes, &scopes.said[j]).min(here) <= BACK;
        let other = v.holder != mine || v.holder == Holder::Unnamed;
        let fits =
            matches!(v.stance, Stance::Asserts | Stance::Accuses | Stance::Suspects | Stance::ClaimsResponsibility);
        let hedge = v.holder == Holder::Report && v.certainty == Certainty::Stated;
        (near && other && fits && !hedge).then_some(j)
    };
    let accuses = |v: &Voice| matches!(v.stance, Stance::Accuses | Stance::Suspects);
    // "denies any presence in the country": words of its own, that nobody need have said before.
    let said = &scopes.said[k];
    let own = said.content.iter().map(|r| r.1 - r.0).sum::<u32>() > 3 && !of_others(scopes, said);
    if own && !said.loose && struck_thing(scopes, told, events, k) {
        return;
    }
    // "It first claimed the attack, then disowned its own message": of what it claimed itself.
    let own_words = said.content.iter().flat_map(|r| r.0..r.1).any(|i| {
        matches!(
            scopes.cx.lemma(i),
            "own" | "message" | "statement" | "communiqué" | "revendication" | "propre" | "claim"
        )
    });
    let claimed = told.iter().position(|t| {
        t.voices.iter().any(|v| {
            let near = |j: usize| here - sentence(scopes, &scopes.said[j]).min(here) <= 1;
            v.stance == Stance::ClaimsResponsibility
                && v.holder == mine
                && mine != Holder::Unnamed
                && v.said.is_some_and(near)
        })
    });
    if let Some(t) = claimed.filter(|_| own_words) {
        let span = cue_span(scopes, k);
        told[t].voices.push(denial(scopes, k, span));
        return;
    }
    // "The spokesman disputed this: …" is about what was said right before, be it no deed that was read.
    if points_at_last(scopes, told, k) {
        return;
    }
    let voices = || told.iter().flat_map(|t| t.voices.iter());
    let blamed = voices().filter(|v| accuses(v)).filter_map(earlier).max();
    let recent = || if own && !said.loose { None } else { voices().filter_map(earlier).max() };
    // "He said their forces had violated it. The ministry called the allegation baseless": the statement right before, not an
    // accusation further up.
    let close = |j: &usize| here - sentence(scopes, &scopes.said[*j]).min(here) <= 1;
    let best = blamed.filter(close).or_else(|| recent().filter(close)).or(blamed).or_else(recent);
    let Some(j) = best else { return };
    // "Protesters demanded his departure; two were hit by bullets. The police deny having fired": not of the demand.
    let hurts = said.content.iter().flat_map(|r| r.0..r.1).any(|i| HURTING.contains(&scopes.cx.lemma(i)));
    let strikes = |t: &Told| match t.about {
        About::Event(e) => events.get(e.index()).is_some_and(|e| e.kind == EventType::Assault),
        About::Relation(_) => false,
    };
    let about_it = |t: &Told| t.voices.iter().any(|v| v.said == Some(j));
    if hurts && !of_others(scopes, said) && !told.iter().any(|t| about_it(t) && strikes(t)) {
        return;
    }
    let span = cue_span(scopes, k);
    for t in told.iter_mut() {
        let meant = t.voices.iter().any(|v| v.said == Some(j) && (accuses(v) || v.stance != Stance::Denies));
        if meant && !t.voices.iter().any(|v| v.said == Some(k) && v.stance == Stance::Denies) {
            t.voices.push(denial(scopes, k, span));
        }
    }
}

/// True where a denial of "this" follows a statement, in the sentence before, that tells no event.
fn points_at_last(scopes: &Scopes, told: &[Told], k: usize) -> bool {
    let said = &scopes.said[k];
    let Some(first) = said.content.first() else { return false };
    if !matches!(scopes.cx.lower(first.0).as_str(), "this" | "that" | "cela" | "ceci") || said.content.is_empty() {
        return false;
    }
    let here = sentence(scopes, said);
    let last = (0..k).rev().find(|&j| {
        let other = &scopes.said[j];
        other.used == Use::Claim && other.source.is_some() && scopes.holders[j].0 != scopes.holders[k].0
    });
    last.is_some_and(|j| here - sentence(scopes, &scopes.said[j]).min(here) == 1 && !speaks(told, j))
}

/// "The army has denied the loss of **the airport**": of the last deed told, by somebody else, of what is named. True where
/// there is one.
fn struck_thing(scopes: &Scopes, told: &mut [Told], events: &[Event], k: usize) -> bool {
    let said = &scopes.said[k];
    let named: Vec<&str> = (said.content.iter().flat_map(|r| r.0..r.1))
        .filter(|&i| matches!(scopes.cx.token(i).upos, types::Upos::Noun | types::Upos::Propn))
        .map(|i| scopes.cx.lemma(i))
        .collect();
    let cue = cue_span(scopes, k);
    let meant = |t: &Told| {
        let About::Event(e) = t.about else { return None };
        let event = events.get(e.index())?;
        let others = t.voices.iter().any(|v| v.holder != scopes.holders[k].0 && v.stance != Stance::Denies);
        let thing = |p: &types::Participant| {
            p.role == types::Role::Target
                && scopes.anchor(p.evidence.span).is_some_and(|i| named.contains(&scopes.cx.lemma(i)))
        };
        let deed = matches!(event.kind, EventType::Assault | EventType::Coerce) && event.participants.iter().any(thing);
        let last = event.evidence.iter().map(|x| x.span.start).filter(|s| *s < cue.start).max()?;
        (deed && others).then_some(last)
    };
    let best = (0..told.len()).filter_map(|i| Some((meant(&told[i])?, i))).max();
    if let Some((_, i)) = best {
        told[i].voices.push(denial(scopes, k, cue));
    }
    best.is_some()
}

/// What a denial `k` says of something told before.
fn denial(scopes: &Scopes, k: usize, span: types::Span) -> Voice {
    Voice { stance: Stance::Denies, certainty: Certainty::Stated, ..voice(scopes, k, span) }
}

fn cue_span(scopes: &Scopes, k: usize) -> types::Span {
    let (s, e) = scopes.said[k].cue.first().copied().unwrap_or((scopes.said[k].at, scopes.said[k].at + 1));
    scopes.cx.doc.tagged.span_of(s, e)
}

/// The claim of responsibility or blame `k` is about the attack told last before it.
fn take(scopes: &Scopes, told: &mut [Told], events: &[Event], k: usize) {
    let at = cue_span(scopes, k).start;
    let mut best: Option<(u32, usize)> = None;
    for (i, event) in events.iter().enumerate() {
        let violent = matches!(event.kind, EventType::Assault | EventType::Coerce);
        if !violent || matches!(event.realis, Realis::Negated | Realis::Planned | Realis::Expected) {
            continue;
        }
        for e in event.evidence.iter().filter(|e| e.span.start < at) {
            if best.is_none_or(|(start, _)| e.span.start > start) {
                best = Some((e.span.start, i));
            }
        }
    }
    let span = cue_span(scopes, k);
    if let Some((_, i)) = best
        && let Some(t) = told.iter_mut().find(|t| matches!(t.about, About::Event(e) if e.index() == i))
    {
        t.voices.push(voice(scopes, k, span));
    }
}

/// "A denied cooperation with B, B claimed that its intervention helped": B's words are about their cooperation.
fn cooperation(scopes: &Scopes, told: &mut [Told], relations: &[Relation]) {
    for t in told.iter_mut() {
        let About::Relation(id) = t.about else { continue };
        let Some(relation) = relations.get(id.index()) else { continue };
        let together = matches!(
            relation.kind,
            RelationType::CooperatesWith
                | RelationType::AlliedWith
                | RelationType::Supports
                | RelationType::SuppliesInformation
        );
        if !together {
            continue;
        }
        let Some(denial) = t.voices.iter().find(|v| v.stance == Stance::Denies).cloned() else { continue };
        let Some(d) = denial.said else { continue };
        let party = |h: Holder| h == Holder::Actor(relation.from) || h == Holder::Actor(relation.to);
        let here = sentence(scopes, &scopes.said[d]);
        for (k, said) in scopes.said.iter().enumerate() {
            let near = sentence(scopes, said).abs_diff(here) <= 1;
            let holder = scopes.holders[k].0;
            let helps = || said.content.iter().flat_map(|r| r.0..r.1).any(|i| HELP.contains(&scopes.cx.lemma(i)));
            let claims =
                said.used == Use::Claim && matches!(said.stance, Stance::Asserts | Stance::ClaimsResponsibility);
            if near && claims && holder != denial.holder && party(holder) && helps() {
                let (s, e) = said.content.first().copied().unwrap_or((said.at, said.at + 1));
                t.voices.push(Voice {
                    said: Some(k),
                    holder,
                    stance: Stance::Asserts,
                    certainty: Certainty::Stated,
                    realis: None,
                    span: scopes.cx.doc.tagged.span_of(s, e),
                });
                break;
            }
        }
    }
}

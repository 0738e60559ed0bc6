//! Two versions set side by side without a plain denial.
//!
//! "An officer accused him of treason. His spokesman **replied** that the force was neutral"; "His relatives speak of an ambush;
//! the brigade **insists** that his guards fired first"; "… the army, which took in our wounded. The capital **claims to have
//! received nobody**".

use super::Case;
use types::{About, Disagreement, DisagreementKind, EventId, EventType, Evidence, Holder, Realis, Role, Span, Stance};

const BY: &str = "disagreements/reply@1";

/// Verbs that answer what was said before.
const REPLY: &[&str] = &["reply", "retort", "counter", "respond", "répondre", "rétorquer", "répliquer", "riposter"];

/// Verbs that characterise, in the first half of two versions.
const SPEAK: &[&str] =
    &["speak", "talk", "call", "describe", "evoke", "parler", "évoquer", "crier", "dénoncer", "denounce", "cry"];

/// Verbs that hold to a version of one's own.
const INSIST: &[&str] = &[
    "insist",
    "maintain",
    "assert",
    "claim",
    "swear",
    "say",
    "assurer",
    "affirmer",
    "maintenir",
    "soutenir",
    "jurer",
    "prétendre",
];

pub(super) fn find(case: &Case, list: &mut Vec<Disagreement>) {
    let mut order: Vec<usize> = (0..case.claims.len())
        .filter(|&c| {
            let claim = &case.claims[c];
            claim.holder != Holder::Report
                && matches!(claim.stance, Stance::Asserts | Stance::Denies | Stance::Accuses | Stance::Suspects)
        })
        .collect();
    order.sort_by_key(|&c| (case.claims[c].evidence.span.start, c));
    for pair in order.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        replied(case, a, b, list);
        halves(case, a, b, list);
    }
    for &c in &order {
        disclaimed(case, c, list);
    }
}

/// The lemma of a claim's cue.
fn cue<'a>(case: &Case<'a>, c: usize) -> &'a str {
    let Some(cue) = &case.claims[c].cue else { return "" };
    let from = case.doc.tagged.token_at(cue.span.start);
    let tokens = case.doc.tagged.tokens.iter().skip(from).take(4).take_while(|t| t.span.start < cue.span.end);
    tokens.filter(|t| matches!(t.upos, types::Upos::Verb)).last().map_or("", |t| &*t.lemma)
}

/// An accusation or statement, and the answer to it in the next sentence.
fn replied(case: &Case, a: usize, b: usize, list: &mut Vec<Disagreement>) {
    let blamed = matches!(case.claims[a].stance, Stance::Accuses | Stance::Suspects);
    let (x, y) = (case.claims[a].evidence.span, case.claims[b].evidence.span);
    let near = x.end <= y.start && case.sentence(y) - case.sentence(x) <= 1;
    if near && blamed && case.apart(a, b) && REPLY.contains(&cue(case, b)) {
        let deed = case.claims[a].about.iter().any(|e| match e {
            About::Event(e) => case.events.get(e.index()).is_some_and(|e| e.kind == EventType::Assault),
            About::Relation(_) => false,
        });
        let kind = if deed { DisagreementKind::Perpetrator } else { DisagreementKind::Outcome };
        case.pair(a, b, BY, "answers", kind, list);
    }
}

/// "His relatives speak of an ambush; the brigade insists that his guards fired first": two halves of one sentence.
fn halves(case: &Case, a: usize, b: usize, list: &mut Vec<Disagreement>) {
    let (x, y) = (case.claims[a].evidence.span, case.claims[b].evidence.span);
    if x.end > y.start || case.sentence(x) != case.sentence(y) || !case.apart(a, b) {
        return;
    }
    let between = case.doc.text.get(x.end as usize..y.start as usize).unwrap_or("");
    let short = between.trim_start().starts_with(';') && between.len() < 80;
    if short && SPEAK.contains(&cue(case, a)) && INSIST.contains(&cue(case, b)) {
        case.pair(a, b, BY, "answers", DisagreementKind::Outcome, list);
    }
}

/// "We hail the army of the neighbour, which took in our wounded. Its capital claims to have received nobody": who is told to
/// have done it says that he has not.
fn disclaimed(case: &Case, c: usize, list: &mut Vec<Disagreement>) {
    let claim = &case.claims[c];
    let Holder::Actor(holder) = claim.holder else { return };
    let span = claim.evidence.span;
    let words = case.doc.words(span).to_lowercase();
    let mut cut = words.split(|x: char| !(x.is_alphanumeric() || x == '\''));
    let denies = cut.any(|w| NOT.contains(&w) || w.ends_with("n't") || w.starts_with("n'"));
    if !denies || claim.stance != Stance::Asserts {
        return;
    }
    let at = case.sentence(span);
    let mut best: Option<(u32, usize, Span)> = None;
    for (e, event) in case.events.iter().enumerate() {
        let good =
            matches!(event.kind, EventType::Aid | EventType::Support | EventType::Cooperate | EventType::Mobilize);
        let told = matches!(event.realis, Realis::Occurred | Realis::Ongoing);
        let his =
            event.participants.iter().any(|p| p.role == Role::Actor && p.actor.is_some_and(|a| case.kin(a, holder)));
        if !good || !told || !his {
            continue;
        }
        for s in event.evidence.iter().map(|x| x.span) {
            let near = s.end <= span.start && at - case.sentence(s).min(at) <= 1;
            if near && best.is_none_or(|b| s.start > b.0) {
                best = Some((s.start, e, s));
            }
        }
    }
    let Some((_, e, said)) = best else { return };
    let shown = case.shows(c, BY);
    if said.overlaps(shown.span) || Case::doubled(list, said, shown.span) {
        return;
    }
    let note =
        format!("The report says: \"{}\"; {} says: \"{}\".", case.words(said), case.who(c), case.words(shown.span));
    list.push(Disagreement {
        kind: DisagreementKind::Cooperation,
        about: vec![About::Event(EventId(e as u32))],
        evidence: vec![Evidence::new(said, BY), shown],
        note,
    });
}

const NOT: &[&str] =
    &["no", "not", "never", "nobody", "none", "nothing", "pas", "jamais", "personne", "rien", "aucun", "aucune"];

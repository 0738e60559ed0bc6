//! Verbs of saying, thinking, wanting: who is their subject, and which words are what is said.
//!
//! "The army **said** 12 died", "12 died, the army **said**", "rebels **are accused of** burning it", "the group, which
//! **claimed** the raid", "He confirmed the raid, **adding** that 12 died".

use super::beside::{around, before_or_below, between, closing, inverted, says_something, speaker_above};
use super::content::{
    after_prep, as_clause, bare_clauses, by_prep, clauses, complementiser, complements, number, objects,
    passive_subject, questions, that_clause,
};
use super::cues::{Cue, Part, Use};
use super::holders::RUMOURS;
use super::said::{Cx, Said, Source};
use super::tree::{Range, joined, without};
use types::{Certainty, Deprel, Lang, Stance, Upos};

/// What verb `v` attributes, if it is a cue and has content.
pub fn verb(cx: &Cx, v: u32) -> Option<Said> {
    // "a daily, reported that …": a participle with a clause of its own is no passive.
    let marked = cx.kid(v, &[Deprel::AuxPass, Deprel::NsubjPass]).is_some();
    let clause = cx.kids(v).iter().any(|&k| cx.token(k).deprel == Deprel::Ccomp || complementiser(cx, k));
    // "Asked if he would resign, …", "when asked why": nobody asks.
    let opens = v == cx.sentence(v).0 || matches!(cx.lower(v - 1).as_str(), "when" | "once");
    let passive = cx.is_passive(v) && (marked || !clause || opens);
    if cx.token(v).deprel == Deprel::Amod {
        return None;
    }
    let lang = cx.doc.tagged.lang;
    let lemma = cue_lemma(cx, v);
    for cue in cx.cues.of(lang, Part::Verb, lemma) {
        let second = second_word(cx, v, &cue.second);
        if !cue.second.is_empty() && second.is_none() {
            continue;
        }
        if cue.passive && !passive {
            continue;
        }
        if let Some(said) = with(cx, v, cue, passive, second) {
            return Some(said);
        }
    }
    if passive {
        return None;
    }
    bare(cx, v).or_else(|| unlisted(cx, v, lang))
}

/// A verb that no table knows, with a that-clause: somebody says or thinks it ("The elders vented that nobody came"). It
/// counts as an attribution and as nobody's claim.
fn unlisted(cx: &Cx, v: u32, lang: Lang) -> Option<Said> {
    const NO_SPEECH: &[&str] = &[
        "ensure", "make", "be", "have", "happen", "cause", "mean", "turn", "help", "assure", "get", "do", "faire",
        "avoir", "être",
    ];
    let known = cx.cues.of(lang, Part::Verb, cue_lemma(cx, v)).next().is_some();
    if known || NO_SPEECH.contains(&cx.lemma(v)) || cx.token(v).upos != Upos::Verb {
        return None;
    }
    let clause = cx.kids(v).iter().copied().find(|&k| cx.token(k).deprel == Deprel::Ccomp && complementiser(cx, k))?;
    let source = cx.subject(v, 2)?;
    let mut said = Said::new(v, &super::frames::plain(Stance::Asserts, Certainty::Stated), "claims/verb@1");
    said.used = Use::Attitude;
    said.cue = cue_words(cx, v, None);
    said.source = Some(source);
    said.content = vec![cx.tree.extent(clause)];
    said.tidy(cx);
    (!said.content.is_empty()).then_some(said)
}

/// The lemma, or the cue that the form belongs to where the lemma is none.
pub(super) fn cue_lemma<'a>(cx: &Cx<'a>, v: u32) -> &'a str {
    let lang = cx.doc.tagged.lang;
    let lemma = cx.lemma(v);
    if cx.token(v).upos == Upos::Verb && cx.cues.of(lang, Part::Verb, lemma).next().is_some() {
        return lemma;
    }
    cx.cues.verb(lang, &cx.lower(v)).unwrap_or(lemma)
}

/// "The group denied.", "Le JNIM a revendiqué.": what is denied or claimed was told before.
fn bare(cx: &Cx, v: u32) -> Option<Said> {
    let table = cx.cues.of(cx.doc.tagged.lang, Part::Verb, cue_lemma(cx, v));
    let cue = table.into_iter().find(|c| {
        matches!(c.stance, Stance::Denies | Stance::ClaimsResponsibility) && c.used == Use::Claim && c.second.is_empty()
    })?;
    let mut said = Said::new(v, cue, "claims/verb@1");
    said.source = Some(cx.subject(v, 4)?);
    said.cue = cue_words(cx, v, None);
    said.loose = true;
    said.general = false;
    Some(said)
}

/// The second word of a fixed phrase: "clear" in "made clear", "out" in "pointed out".
fn second_word(cx: &Cx, v: u32, second: &str) -> Option<u32> {
    if second.is_empty() {
        return None;
    }
    let is = |k: u32| cx.lemma(k) == second || cx.doc.word(k).eq_ignore_ascii_case(second);
    let (_, end) = cx.sentence(v);
    // "claimed the attack, then disowned it": the words stand side by side, whatever the tree makes of them.
    let beside = || {
        let near = (v + 1..end.min(v + 4)).take_while(|&k| cx.token(k).upos != Upos::Punct);
        near.filter(|&k| cx.token(k).upos == Upos::Noun).find(|&k| is(k))
    };
    cx.kids(v).iter().copied().find(|&k| is(k)).or_else(beside)
}

/// "The raid **angered** the elders", "The elders were angered by the raid": who feels is the source, what about the content.
fn felt(cx: &Cx, v: u32, cue: &Cue, passive: bool) -> Option<Said> {
    let mut said = Said::new(v, cue, "claims/verb@1");
    said.cue = cue_words(cx, v, None);
    let person = |k: u32| matches!(cx.token(k).upos, Upos::Noun | Upos::Propn | Upos::Pron);
    let (who, what) = if passive {
        let agent = cx
            .kids(v)
            .iter()
            .copied()
            .find(|&k| matches!(cx.token(k).deprel, Deprel::OblAgent | Deprel::Obl | Deprel::Ccomp));
        (cx.kid(v, &[Deprel::NsubjPass, Deprel::Nsubj])?, agent?)
    } else {
        (cx.kid(v, &[Deprel::Obj])?, cx.kid(v, &[Deprel::Nsubj, Deprel::Csubj])?)
    };
    if !person(who) {
        return None;
    }
    said.source = Some(Source { ranges: cx.phrase(who, v), head: who });
    said.content = vec![cx.tree.extent(what)];
    said.tidy(cx);
    (!said.content.is_empty()).then_some(said)
}

fn with(cx: &Cx, v: u32, cue: &Cue, passive: bool, second: Option<u32>) -> Option<Said> {
    if cue.felt {
        return felt(cx, v, cue, passive);
    }
    // "L'attaque n'a pas été revendiquée": nobody claims it.
    let unclaimed = |k: u32| {
        matches!(cx.lower(k).as_str(), "pas" | "jamais" | "personne" | "aucun" | "aucune" | "toujours")
            && cx.kids(v).iter().any(|&n| matches!(cx.lower(n).as_str(), "ne" | "n'" | "n’"))
    };
    let french = cx.doc.tagged.lang == Lang::Fr;
    if french && cue.stance == Stance::ClaimsResponsibility && cx.kids(v).iter().any(|&k| unclaimed(k)) {
        return None;
    }
    let mut said = Said::new(v, cue, "claims/verb@1");
    said.source = if cue.passive || cue.subject { agent(cx, v, passive) } else { cx.subject(v, 4) };
    if !passive && !cue.subject {
        let outside = cx.quotes.at(v).is_none();
        let misplaced = |s: &Source| outside && cx.quotes.at(s.head).is_some();
        if said.source.as_ref().is_some_and(misplaced) {
            said.source = None;
        }
        let word = cx.doc.word(v);
        let participle = word.ends_with("ing") || word.ends_with("ant") && cx.doc.tagged.lang == Lang::Fr;
        // "Clinton spoke, while arguing the state should pay": the state does not argue.
        if participle && said.source.as_ref().is_some_and(|s| s.head > v) {
            said.source = None;
        }
        if outside
            && !participle
            && let Some(he) = cx.pronoun(v)
        {
            said.source = Some(he);
        }
        if said.source.is_none() && (cue.quote || outside) {
            // "A analyst told me": whom one tells does not speak.
            let near = if cue.hearer { cx.before(v) } else { cx.beside(v) };
            said.source = near.filter(|_| cue.quote).or_else(|| cx.apposed(v)).or_else(|| cx.speaker_before(v));
        }
        if participle
            && outside
            && cue.used == Use::Claim
            && let Some(speaker) = speaker_above(cx, v)
        {
            said.source = Some(speaker);
        }
    }
    if cue.used == Use::Claim && !passive && !cue.subject {
        // "A resident reached by phone said fighters had entered": the fighters do not speak, they enter.
        let inner = said.source.as_ref().is_some_and(|s| s.head > v && cx.opens_clause(s));
        // "…, 3,000 people crossed; officials counted 1,686": nobody speaks across a semicolon.
        let across = |s: &Source| (s.head..v).any(|i| cx.doc.word(i) == ";");
        if said.source.as_ref().is_some_and(across) {
            said.source = cx.before(v);
        } else if inner || said.source.is_none() {
            said.source = cx.lead(v).or_else(|| cx.trailing(v)).or_else(|| cx.goes_on(v)).or(said.source.take());
        }
    }
    if cue.quote
        && !passive
        && !cue.subject
        && matches!(cue.used, Use::Claim | Use::Factive)
        && let Some(near) = between(cx, v, said.source.as_ref())
    {
        said.source = Some(near);
    }
    // "The director chastised Diallo for it", where the tree takes the verb for a name: who stands before it.
    let unknown = !matches!(cx.token(v).upos, Upos::Verb | Upos::Aux);
    if unknown && said.source.is_none() && !cue.passive && !cue.subject {
        said.source = cx.before(v);
    }
    said.cue = cue_words(cx, v, second);
    let mut content: Vec<Range> = Vec::new();
    if cue.subject {
        let about = cx.kids(v).iter().copied().filter(|&k| {
            matches!(cx.token(k).deprel, Deprel::Nsubj | Deprel::Xcomp | Deprel::Ccomp | Deprel::Csubj | Deprel::Obl)
        });
        content.extend(about.map(|k| cx.tree.extent(k)));
        said.given.extend(cx.kid(v, &[Deprel::Nsubj]).map(|k| cx.tree.extent(k)));
        if !cx.kids(v).iter().any(|&k| matches!(cx.token(k).deprel, Deprel::Xcomp | Deprel::Ccomp | Deprel::Csubj)) {
            return None;
        }
    } else if cue.passive {
        let mut rest = complements(cx, v, cue, second);
        // "accusé par les miliciens d'abriter des rebelles": the tree hangs the deed on the accuser.
        if rest.is_empty() && cx.doc.tagged.lang == Lang::Fr && matches!(cue.stance, Stance::Accuses | Stance::Suspects)
        {
            rest.extend(after_prep(cx, v, cue));
            if let (Some(deed), Some(source)) = (rest.first().copied(), said.source.as_mut()) {
                source.ranges.iter_mut().filter(|r| r.0 < deed.0 && deed.0 < r.1).for_each(|r| r.1 = deed.0);
            }
        }
        if rest.is_empty() {
            return None;
        }
        content.extend(rest);
        if let Some(s) = passive_subject(cx, v) {
            if !matches!(cue.stance, Stance::Accuses | Stance::Suspects) {
                said.given.extend(&s);
            }
            content.extend(s);
        }
    } else {
        if cue.clause {
            content.extend(clauses(cx, v, cue, second));
        }
        if cue.question && content.is_empty() {
            content.extend(questions(cx, v));
        }
        if cue.quote
            && !passive
            && (content.is_empty() || cx.doc.tagged.lang == Lang::Fr)
            // Behind "told" stands who is told.
            && !(cue.hearer && cx.doc.tagged.lang == Lang::En)
            && let Some((source, before)) = inverted(cx, v)
            && says_something(cx, &before)
        {
            said.source = Some(source);
            content = before;
        }
        if content.is_empty() && cue.clause && !passive {
            content.extend(bare_clauses(cx, v, cue));
        }
        if content.is_empty() && cue.clause {
            content.extend(that_clause(cx, v));
        }
        // "used the hospital as a barracks, as the group has alleged"
        if content.is_empty() && !passive && cx.token(v).deprel == Deprel::Advcl && as_clause(cx, v) {
            content.extend(without(&[cx.tree.extent(cx.token(v).head)], cx.tree.extent(v)));
        }
        let french = cx.doc.tagged.lang == Lang::Fr && !by_prep(cx, v, cue).is_empty();
        if content.is_empty() && cue.quote && !french {
            content.extend(around(cx, v, cue, &said));
            if content.is_empty() && !passive && said.source.is_some() {
                content.extend(before_or_below(cx, v));
            }
            if content.is_empty()
                && !passive
                && matches!(cue.used, Use::Claim | Use::Factive)
                && let Some((source, before)) = closing(cx, v)
            {
                said.source = Some(source);
                content.push(before);
            }
            said.loose = !content.is_empty();
        }
        if !said.loose {
            let from_preps = by_prep(cx, v, cue);
            if cue.object && (content.is_empty() || !cue.hearer) {
                content.extend(objects(cx, v, cue, passive, !from_preps.is_empty()));
            }
            if cue.hearer && !from_preps.is_empty() && matches!(cue.stance, Stance::Accuses | Stance::Suspects) {
                // "accused the mayor of hiding arms": the accused is part of what is said.
                content.extend(cx.kid(v, &[Deprel::Obj]).map(|o| cx.tree.extent(o)));
                if passive {
                    content.extend(passive_subject(cx, v).into_iter().flatten());
                }
            }
            content.extend(from_preps);
            if content.is_empty() && matches!(cue.stance, Stance::Accuses | Stance::Suspects) {
                content.extend(after_prep(cx, v, cue));
            }
            if content.is_empty() && (DECRYING.contains(&cx.lemma(v)) || calls_false(cx, v, &[])) {
                content.extend(words_after(cx, v));
            }
            if content.is_empty() && cue.used == Use::Claim && !passive && (cue.object || cue.quote) {
                content.extend(number(cx, v));
            }
            if content.is_empty() && cx.token(v).upos != Upos::Verb && cx.token(v).upos != Upos::Aux {
                // The tree knows nothing of this verb: the words up to the next mark.
                let e = cx.sentence(v).1;
                let end = (v + 1..e).find(|&i| matches!(cx.doc.word(i), "," | ";" | ":" | ".")).unwrap_or(e);
                content.push((v + 1, end));
                said.source = cx.before(v);
            }
        }
        // "denied it: 'We hit no one'"
        let after_colon = |r: &Range| r.0 > v && (r.0.saturating_sub(2)..=r.0).any(|i| i > v && cx.doc.word(i) == ":");
        said.loose |= content.iter().any(after_colon);
    }
    // "Some theories suggest", "la rumeur veut que": nobody stands behind it.
    if said.source.as_ref().is_some_and(|s| RUMOURS.contains(&cx.lemma(s.head))) && cue.clause {
        (said.stance, said.certainty, said.used) = (Stance::Suspects, Certainty::Possible, Use::Claim);
    }
    // "called the account a fabrication", "said the reports were false"
    if said.stance == Stance::Asserts && matches!(said.used, Use::Claim | Use::Attitude) && calls_false(cx, v, &content)
    {
        (said.stance, said.certainty, said.used) = (Stance::Denies, Certainty::Stated, Use::Claim);
    }
    // "A camp called Kalma": a name.
    let reduced = matches!(cx.token(v).deprel, Deprel::Acl | Deprel::Amod);
    if reduced
        && said.source.is_none()
        && matches!(cx.lemma(v), "call" | "name" | "know" | "appeler")
        && content.iter().all(|r| cx.quotes.within(*r).is_empty())
    {
        return None;
    }
    // "The soldiers were denied leave": nobody denies that it is so.
    if passive && said.stance == Stance::Denies && said.source.is_none() {
        return None;
    }
    // "the intended goal", "the support needed": an attitude that is nobody's is none.
    let own = matches!(said.used, Use::Attitude | Use::Wish | Use::Commit | Use::Factive);
    if own && said.source.is_none() && !((cue.hearer || cue.passive || cue.question) && passive) {
        return None;
    }
    said.content = content;
    said.tidy(cx);
    if said.content.is_empty()
        && said.stance == Stance::ClaimsResponsibility
        && second.is_some()
        && said.source.is_some()
    {
        // "claimed responsibility within the hour": for what was told before
        (said.loose, said.general) = (true, false);
        return Some(said);
    }
    if said.content.is_empty() { None } else { Some(said) }
}

/// Words for what others say and is not true.
const FALSE: &[&str] = &[
    "fabrication",
    "lie",
    "lies",
    "false",
    "untrue",
    "baseless",
    "unfounded",
    "groundless",
    "absurd",
    "nonsense",
    "ridiculous",
    "ludicrous",
    "fiction",
    "fictitious",
    "slander",
    "propaganda",
    "mensonge",
    "mensonges",
    "mensongère",
    "mensongères",
    "mensonger",
    "mensongers",
    "faux",
    "fausse",
    "fausses",
    "infondé",
    "infondée",
    "infondées",
    "infondés",
    "absurde",
    "absurdes",
    "affabulation",
    "calomnie",
    "calomnies",
    "grotesque",
    "grotesques",
    "ridicules",
    "propagande",
    "invention",
];

/// Verbs whose object is what somebody is blamed for.
const DECRYING: &[&str] = &["dénoncer", "denounce", "decry"];

/// The words after verb `v` up to the next mark.
fn words_after(cx: &Cx, v: u32) -> Option<Range> {
    let (_, e) = cx.sentence(v);
    let end = (v + 1..e).find(|&i| matches!(cx.doc.word(i), "," | ";" | ":" | "." | "(")).unwrap_or(e);
    (v + 1 < end).then_some((v + 1, end))
}

/// Verbs that judge their object.
const JUDGING: &[&str] = &[
    "call",
    "describe",
    "label",
    "brand",
    "term",
    "deem",
    "characterize",
    "characterise",
    "qualifier",
    "traiter",
    "juger",
    "parler",
];

/// True where verb `v` calls false what others say.
fn calls_false(cx: &Cx, v: u32, content: &[Range]) -> bool {
    let (_, e) = cx.sentence(v);
    let hit = |i: u32| FALSE.contains(&cx.lower(i).as_str());
    if JUDGING.contains(&cx.lemma(v)) {
        return (v + 1..e.min(v + 10)).take_while(|&i| !matches!(cx.doc.word(i), ";" | ".")).any(hit);
    }
    // "said the accusations were baseless": short, and of what others said.
    let told = |i: u32| super::links::WORDS_OF_OTHERS.contains(&cx.lemma(i)) && cx.token(i).upos == Upos::Noun;
    let size: u32 = content.iter().map(|r| r.1 - r.0).sum();
    let tokens = || content.iter().flat_map(|r| r.0..r.1);
    size <= 12 && tokens().any(hit) && tokens().any(told)
}

/// The verb with its auxiliaries, negation and particles.
fn cue_words(cx: &Cx, v: u32, second: Option<u32>) -> Vec<Range> {
    let mut words = vec![(v, v + 1)];
    for &k in cx.kids(v) {
        let near = k.abs_diff(v) <= 4;
        let helper = matches!(cx.token(k).deprel, Deprel::Aux | Deprel::AuxPass | Deprel::CompoundPrt);
        let negation = cx.token(k).deprel == Deprel::Advmod
            && matches!(cx.lower(k).as_str(), "not" | "n't" | "never" | "pas" | "ne" | "jamais");
        if near && (helper || negation) {
            words.push((k, k + 1));
        }
    }
    words.extend(second.map(|k| (k, k + 1)));
    joined(words)
}

fn agent(cx: &Cx, v: u32, passive: bool) -> Option<Source> {
    if passive { cx.subject(v, 0) } else { None }
}

//! Verbs of saying, thinking, wanting: who is their subject, and which words are what is said.
//!
//! "The army **said** 12 died", "12 died, the army **said**", "rebels **are accused of** burning it", "the group, which
//! **claimed** the raid", "He confirmed the raid, **adding** that 12 died".

use super::cues::{Cue, Part, Use};
use super::holders::RUMOURS;
use super::said::{Cx, Said, Source};
use super::tree::{Range, joined, without};
use types::{Certainty, Deprel, Feats, Lang, Stance, Upos};

/// What verb `v` attributes, if it is a cue and has content.
pub fn verb(cx: &Cx, v: u32) -> Option<Said> {
    // "a daily, reported that …": a participle with a clause of its own is no passive.
    let marked = cx.kid(v, &[Deprel::AuxPass, Deprel::NsubjPass]).is_some();
    let clause = cx.kids(v).iter().any(|&k| cx.token(k).deprel == Deprel::Ccomp || complementiser(cx, k));
    let passive = cx.is_passive(v) && (marked || !clause);
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
    bare(cx, v)
}

/// The lemma, or the cue that the form belongs to where the lemma is none.
fn cue_lemma<'a>(cx: &Cx<'a>, v: u32) -> &'a str {
    let lang = cx.doc.tagged.lang;
    let lemma = cx.lemma(v);
    if cx.token(v).upos == Upos::Verb && cx.cues.of(lang, Part::Verb, lemma).next().is_some() {
        return lemma;
    }
    cx.cues.form(lang, &cx.lower(v)).unwrap_or(lemma)
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

fn with(cx: &Cx, v: u32, cue: &Cue, passive: bool, second: Option<u32>) -> Option<Said> {
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
        if said.source.is_none() && (cue.quote || outside) {
            said.source = if cue.quote { cx.beside(v) } else { None }.or_else(|| cx.speaker_before(v));
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
        if cue.quote
            && !passive
            && (content.is_empty() || cx.doc.tagged.lang == Lang::Fr)
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
    // "The soldiers were denied leave": nobody denies that it is so.
    if passive && said.stance == Stance::Denies && said.source.is_none() {
        return None;
    }
    // "the intended goal", "the support needed": an attitude that is nobody's is none.
    let own = matches!(said.used, Use::Attitude | Use::Wish | Use::Commit | Use::Factive);
    if own && said.source.is_none() && !(cue.hearer && passive) {
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

/// The subject of a passive, or the noun that a participle hangs on.
fn passive_subject(cx: &Cx, v: u32) -> Option<Vec<Range>> {
    if let Some(s) = cx.kid(v, &[Deprel::NsubjPass, Deprel::Nsubj, Deprel::Csubj]) {
        return Some(vec![cx.tree.extent(s)]);
    }
    let t = cx.token(v);
    match t.deprel {
        Deprel::Acl | Deprel::AclRelcl | Deprel::Amod if t.head != v => Some(cx.phrase(t.head, v)),
        Deprel::Conj if t.head != v => {
            cx.kid(t.head, &[Deprel::NsubjPass, Deprel::Nsubj]).map(|s| vec![cx.tree.extent(s)])
        }
        _ => None,
    }
}

/// Clauses that hang on the verb.
fn clauses(cx: &Cx, v: u32, cue: &Cue, second: Option<u32>) -> Vec<Range> {
    let mut out = Vec::new();
    for from in std::iter::once(v).chain(second) {
        for &k in cx.kids(from) {
            let t = cx.token(k);
            if Some(k) == second {
                continue;
            }
            let clause = match t.deprel {
                Deprel::Ccomp | Deprel::Csubj => true,
                // "was established to combat" says nothing; "was told to leave" does.
                Deprel::Xcomp => !cx.is_passive(v) || cue.hearer,
                // A that-clause stays content where the tree calls it adverbial.
                Deprel::Advcl | Deprel::Acl | Deprel::AclRelcl => complementiser(cx, k),
                // "He said: the camp fell", "« … », a dit X"
                Deprel::Parataxis => cue.quote && k > v && t.upos != Upos::Punct,
                Deprel::Obj | Deprel::Obl | Deprel::Dep | Deprel::Discourse => {
                    cue.quote && cx.quotes.at(k).is_some_and(|q| !(q.0 <= v && v < q.1))
                }
                // "ainsi" and "so": "he thinks so"
                Deprel::Advmod => matches!(cx.lower(k).as_str(), "so"),
                _ => false,
            };
            if clause {
                out.push(cx.tree.extent(k));
            }
        }
    }
    out
}

/// A clause with a subject of its own that the tree hangs on the verb as something else: "said over 30 people died",
/// "told the agency that 77 died".
fn bare_clauses(cx: &Cx, v: u32, cue: &Cue) -> Vec<Range> {
    let own = |k: u32| {
        let subject = cx.kid(k, &[Deprel::Nsubj, Deprel::NsubjPass]).is_some();
        let marked = cx.kids(k).iter().any(|&m| matches!(cx.token(m).deprel, Deprel::Mark | Deprel::Cc));
        let relative = cx
            .kids(k)
            .iter()
            .any(|&m| matches!(cx.lower(m).as_str(), "who" | "which" | "qui" | "dont" | "when" | "where"));
        k > v && k - v < 40 && subject && !marked && !relative
    };
    for &k in cx.kids(v) {
        let t = cx.token(k);
        if matches!(t.deprel, Deprel::Advcl | Deprel::Parataxis | Deprel::Dep | Deprel::Conj | Deprel::Obj) && own(k) {
            return vec![cx.tree.extent(k)];
        }
        if cue.hearer && matches!(t.deprel, Deprel::Obj | Deprel::Iobj | Deprel::Obl) {
            let inner = cx.kids(k).iter().copied().find(|&c| {
                matches!(cx.token(c).deprel, Deprel::Acl | Deprel::AclRelcl | Deprel::Ccomp) && complementiser(cx, c)
            });
            if let Some(c) = inner {
                return vec![cx.tree.extent(c)];
            }
        }
    }
    Vec::new()
}

/// "il se murmure en ville que …": a clause that the tree hangs elsewhere.
fn that_clause(cx: &Cx, v: u32) -> Option<Range> {
    let (_, e) = cx.sentence(v);
    let that =
        |i: &u32| matches!(cx.lower(*i).as_str(), "that" | "que" | "qu'" | "qu’") && cx.token(*i).upos == Upos::Sconj;
    let at = (v + 1..e.min(v + 9)).take_while(|&i| !matches!(cx.token(i).upos, Upos::Punct | Upos::Verb)).find(that)?;
    let (s, to) = cx.tree.extent(cx.token(at).head);
    (s <= at && to > at + 1).then_some((at, to))
}

/// "signalled at least 60 bodies", "counted more than 40": a count, whatever the tree calls it.
fn number(cx: &Cx, v: u32) -> Option<Range> {
    let counts = |k: &u32| {
        let (s, e) = cx.tree.extent(*k);
        *k > v
            && *k < v + 12
            && matches!(
                cx.token(*k).deprel,
                Deprel::Obl | Deprel::Obj | Deprel::Nmod | Deprel::Dep | Deprel::Advmod | Deprel::Xcomp
            )
            && (s..e).any(|i| cx.token(i).upos == Upos::Num)
            && !(s..e).any(|i| {
                matches!(
                    cx.lower(i).as_str(),
                    "january"
                        | "february"
                        | "march"
                        | "april"
                        | "may"
                        | "june"
                        | "july"
                        | "august"
                        | "september"
                        | "october"
                        | "november"
                        | "december"
                        | "janvier"
                        | "février"
                        | "mars"
                        | "avril"
                        | "mai"
                        | "juin"
                        | "juillet"
                        | "août"
                        | "septembre"
                        | "octobre"
                        | "novembre"
                        | "décembre"
                )
            })
    };
    cx.kids(v).iter().copied().find(counts).map(|k| cx.tree.extent(k))
}

/// "accused X of …" where the tree lost the preposition: the words after it up to the next comma.
fn after_prep(cx: &Cx, v: u32, cue: &Cue) -> Option<Range> {
    let (_, e) = cx.sentence(v);
    let at = (v + 1..e.min(v + 14)).find(|&i| {
        let word = cx.lower(i);
        cue.preps.iter().any(|p| *p == word || (p == "de" && matches!(word.as_str(), "d'" | "d’")))
    })?;
    let end = (at + 1..e).find(|&i| matches!(cx.doc.word(i), "," | ";" | ":" | ".")).unwrap_or(e);
    Some((at, end))
}

/// A clause that begins with "as", "comme".
fn as_clause(cx: &Cx, v: u32) -> bool {
    cx.kids(v).iter().any(|&k| k < v && matches!(cx.lower(k).as_str(), "as" | "comme"))
}

/// True where a range holds a clause or a quotation: "The archbishop, Max Mésidor, confirmed it" has none before its verb.
fn says_something(cx: &Cx, ranges: &[Range]) -> bool {
    ranges.iter().flat_map(|r| r.0..r.1).any(|i| {
        let t = cx.token(i);
        let finite = t.upos == Upos::Aux || t.upos == Upos::Verb && !t.feats.has(Feats::PART);
        finite || cx.quotes.at(i).is_some()
    })
}

/// "…, affirment des rescapés", "…, said the owner of a shop": the source follows its verb, the content stands before.
fn inverted(cx: &Cx, v: u32) -> Option<(Source, Vec<Range>)> {
    let (s, e) = cx.sentence(v);
    let mut start = v;
    let french = cx.doc.tagged.lang == Lang::Fr;
    while french && start > s && matches!(cx.token(start - 1).upos, Upos::Aux) && start + 2 > v {
        start -= 1;
    }
    if start <= s || v + 1 >= e || !matches!(cx.doc.word(start - 1), "," | "”" | "\"" | "''" | "»") {
        return None;
    }
    let t = cx.token(v);
    let finite = !t.feats.has(Feats::INF) && !t.feats.has(Feats::GER) && !cx.doc.word(v).ends_with("ing");
    if !finite || (t.deprel == Deprel::Conj && cx.kid(v, &[Deprel::Cc]).is_some()) || t.deprel == Deprel::AclRelcl {
        return None;
    }
    let source = cx.after(v)?;
    let until = source.ranges.last()?.1;
    let rest = until >= e || matches!(cx.doc.word(until), "," | "." | ";" | "”" | "\"" | "»" | "''" | ":" | "?" | "!");
    // English inverts only beside a quotation or at the end: "left, took the gun and ran" is no speech.
    let english = cx.doc.tagged.lang == Lang::En && !matches!(cx.doc.word(start - 1), "”" | "\"" | "''");
    if !rest || (english && !(until + 1 >= e || cx.doc.word(until) == ",")) {
        return None;
    }
    let from = (s..start).rev().find(|&i| cx.doc.word(i) == ";").map_or(s, |i| i + 1);
    let mut content = vec![(from, start - 1)];
    // "« A », dit X, « B »": the quotation goes on behind the source.
    content.extend(cx.quotes.within((until, e)).iter().take(1).map(|q| (q.0, q.1.min(e))));
    cx.has_word(content[0]).then_some((source, content))
}

/// A clause that begins with "that", "whether", "que".
fn complementiser(cx: &Cx, k: u32) -> bool {
    cx.kids(k).iter().any(|&m| {
        cx.token(m).deprel == Deprel::Mark
            && matches!(cx.lower(m).as_str(), "that" | "whether" | "que" | "qu'" | "qu’")
            && m <= cx.tree.extent(k).0 + 1
    })
}

/// The complements of "is believed to", "is accused of".
fn complements(cx: &Cx, v: u32, cue: &Cue, second: Option<u32>) -> Vec<Range> {
    let mut out: Vec<Range> = cx
        .kids(v)
        .iter()
        .filter(|&&k| Some(k) != second && matches!(cx.token(k).deprel, Deprel::Ccomp | Deprel::Xcomp | Deprel::Csubj))
        .map(|&k| cx.tree.extent(k))
        .collect();
    out.extend(by_prep(cx, v, cue));
    out
}

fn by_prep(cx: &Cx, v: u32, cue: &Cue) -> Vec<Range> {
    if cue.preps.is_empty() {
        return Vec::new();
    }
    let fits = |k: u32| {
        matches!(
            cx.token(k).deprel,
            Deprel::Obl
                | Deprel::Nmod
                | Deprel::Advcl
                | Deprel::Xcomp
                | Deprel::Ccomp
                | Deprel::Acl
                | Deprel::Iobj
                | Deprel::Obj
        ) && cx.has_prep(k, &cue.preps)
    };
    // "claimed responsibility for": the preposition may hang on the noun of the phrase.
    let phrase = cx.kids(v).iter().copied().filter(|&k| !cue.second.is_empty() && cx.lemma(k) == cue.second);
    let inner = phrase.flat_map(|k| cx.kids(k).iter().copied());
    cx.kids(v).iter().copied().chain(inner).filter(|&k| fits(k)).map(|k| cx.tree.extent(k)).collect()
}

fn objects(cx: &Cx, v: u32, cue: &Cue, passive: bool, has_more: bool) -> Vec<Range> {
    if passive {
        return passive_subject(cx, v).unwrap_or_default();
    }
    let mut out = Vec::new();
    for &k in cx.kids(v) {
        let t = cx.token(k);
        if t.deprel != Deprel::Obj {
            continue;
        }
        // "asked him": whom one speaks to is no content.
        let person = t.upos == Upos::Pron || t.upos == Upos::Propn;
        if cue.hearer && (person || has_more) {
            continue;
        }
        out.push(cx.tree.extent(k));
        out.extend(cx.kid(v, &[Deprel::Xcomp]).map(|x| cx.tree.extent(x)));
    }
    // "the charge that they dismissed"
    if out.is_empty() && cx.token(v).deprel == Deprel::AclRelcl && cx.token(v).head != v {
        let subject = cx.kid(v, &[Deprel::Nsubj]);
        if subject.is_some_and(|s| {
            cx.token(s).upos != Upos::Pron || !matches!(cx.lower(s).as_str(), "who" | "which" | "that" | "qui")
        }) {
            out.extend(cx.phrase(cx.token(v).head, v));
        }
    }
    out
}

/// Content that does not hang on the verb: "The camp fell, the army said", a quotation beside it, words after a colon.
fn around(cx: &Cx, v: u32, cue: &Cue, said: &Said) -> Vec<Range> {
    if said.used != Use::Claim || said.source.is_none() || cx.is_passive(v) {
        return Vec::new();
    }
    // "launched the operation and vowed «…»": a verb with another object says nothing of that.
    if !cue.hearer
        && cx.kid(v, &[Deprel::Obj]).is_some_and(|o| cx.token(o).upos != Upos::Pron && cx.quotes.at(o).is_none())
    {
        return Vec::new();
    }
    let t = cx.token(v);
    let (s, e) = cx.sentence(v);
    let own = cx.tree.extent(v);
    if t.deprel == Deprel::Parataxis && t.head != v {
        let mut out = without(&[cx.tree.extent(t.head)], own);
        if let Some(source) = &said.source {
            for r in &source.ranges {
                out = without(&out, *r);
            }
        }
        if out.iter().any(|r| cx.has_word(*r)) {
            return out;
        }
    }
    let quoted: Vec<Range> = cx
        .quotes
        .within((s, e))
        .iter()
        .copied()
        .filter(|q| !(q.0 <= v && v < q.1))
        .map(|q| (q.0.max(s), q.1.min(e)))
        .collect();
    if !quoted.is_empty() {
        return quoted;
    }
    let colon = (v + 1..e).find(|&i| cx.doc.word(i) == ":");
    if let Some(c) = colon
        && c + 1 < e
    {
        return vec![(c + 1, e)];
    }
    // "…, the army said.": everything up to the comma before the source.
    let subject = said.source.as_ref().and_then(|src| src.ranges.first().copied());
    let from = subject.map_or(v, |r| r.0.min(v));
    let after = subject.map_or(v + 1, |r| r.1.max(v + 1));
    let ends = e.saturating_sub(after) <= 8 && (after..e).all(|i| !matches!(cx.token(i).upos, Upos::Verb | Upos::Aux));
    let marked = matches!(cx.token(s).deprel, Deprel::Mark) || cx.token(s).upos == Upos::Sconj;
    let closes = !marked && (ends || cx.doc.word(after.min(e.saturating_sub(1))) == ",");
    if from > s && closes && matches!(cx.doc.word(from - 1), "," | "”" | "\"" | "''" | "»" | "—") {
        return vec![(s, from)];
    }
    Vec::new()
}

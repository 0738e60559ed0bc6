//! Sources and content that do not hang on their verb: they stand beside it, before it, below it.
//!
//! "The camp fell, the army **said**", "“They fled!” Diallo **said**.", "The truth, the senator **said** then, was …", "He
//! **added**:" above a paragraph. Which words hang on the verb is read in [`verbs`](super::verbs).

use super::cues::{Cue, Part, Use};
use super::said::{Cx, Said, Source};
use super::tree::{Range, without};
use super::verbs::cue_lemma;
use types::{Deprel, Feats, Lang, Upos};

/// "…, affirment des rescapés", "…, said the owner of a shop": the source follows its verb, the content stands before.
pub fn inverted(cx: &Cx, v: u32) -> Option<(Source, Vec<Range>)> {
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

/// Content that does not hang on the verb: "The camp fell, the army said", a quotation beside it, words after a colon.
pub fn around(cx: &Cx, v: u32, cue: &Cue, said: &Said) -> Vec<Range> {
    if said.source.is_none() || cx.is_passive(v) {
        return Vec::new();
    }
    if !matches!(said.used, Use::Claim | Use::Factive) {
        // "“Where were the police?” she asked"
        let (s, e) = cx.sentence(v);
        let beside = |q: &&Range| !(q.0 <= v && v < q.1);
        let quoted = cx.quotes.within((s, e)).iter().filter(beside).map(|q| (q.0.max(s), q.1.min(e)));
        return quoted.filter(|q| q.1 == v || q.1 < v && v - q.1 <= 8 || q.0 > v && q.0 - v <= 6).collect();
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
    // "The rain, he continued to believe, …": words that only introduce a quotation need one.
    if !cue.clause {
        return Vec::new();
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

/// "Supplies have run out, doctors at the camp **say**.": whatever the tree makes of it, the words before the comma are what
/// the last ones say.
pub fn closing(cx: &Cx, v: u32) -> Option<(Source, Range)> {
    let (s, e) = cx.sentence(v);
    let verbal = |i: u32| matches!(cx.token(i).upos, Upos::Verb | Upos::Aux);
    let object = cx.kid(v, &[Deprel::Obj, Deprel::Xcomp, Deprel::Ccomp]).is_some();
    if e - v > 11 || (v + 1..e).any(verbal) || object || cx.quotes.at(v).is_some() {
        return None;
    }
    let mut last = v;
    while last > s && matches!(cx.token(last - 1).upos, Upos::Aux | Upos::Adv) {
        last -= 1;
    }
    let comma = (s.max(v.saturating_sub(14))..last).rev().find(|&i| matches!(cx.doc.word(i), "," | ";" | ":"))?;
    let marked =
        cx.token(s).upos == Upos::Sconj || matches!(cx.lower(s).as_str(), "as" | "when" | "while" | "if" | "after");
    let named = comma + 1 < last && !(comma + 1..last).any(verbal) && cx.doc.word(comma) == ",";
    if marked || !named || comma < s + 3 || !says_something(cx, &[(s, comma)]) {
        return None;
    }
    if !matches!(cx.token(comma + 1).upos, Upos::Noun | Upos::Propn | Upos::Det | Upos::Adj | Upos::Num | Upos::Pron) {
        return None;
    }
    let head = cx.head_of(comma + 1, last)?;
    Some((Source { ranges: vec![(comma + 1, last)], head }, (s, comma)))
}

/// The quotation right before the verb's sentence ("“They fled!” Diallo said."), or the paragraph below one that ends
/// with a colon ("He added:").
pub fn before_or_below(cx: &Cx, v: u32) -> Option<Range> {
    let (s, e) = cx.sentence(v);
    if s > 0 && v < s + 14 && !cx.starts_line(s) && cx.quotes.within((s, e)).is_empty() {
        let quote = cx.quotes.at(s - 1).filter(|q| q.1 == s);
        if quote.is_some() {
            return quote;
        }
    }
    let n = cx.doc.tagged.tokens.len() as u32;
    if e == 0 || cx.doc.word(e - 1) != ":" || e >= n || e - v > 12 || !cx.starts_line(e) {
        return None;
    }
    let end = (e + 1..n).find(|&i| cx.starts_line(i)).unwrap_or(n);
    Some((e, end))
}

/// "The truth, **the senator** said then, was that …": who stands between the comma and the verb speaks, not what stands before it.
pub fn between(cx: &Cx, v: u32, source: Option<&Source>) -> Option<Source> {
    let source = source?;
    let (s, _) = cx.sentence(v);
    let mut last = v;
    while last > s && matches!(cx.token(last - 1).upos, Upos::Aux | Upos::Adv) {
        last -= 1;
    }
    let comma = (s.max(last.saturating_sub(12))..last).rev().find(|&i| cx.doc.word(i) == ",")?;
    let reaches = source.ranges.last().is_some_and(|r| r.1 >= last);
    let plain = |i: u32| {
        !matches!(cx.token(i).upos, Upos::Verb | Upos::Aux | Upos::Sconj | Upos::Cconj | Upos::Punct)
            && cx.quotes.at(i).is_none()
    };
    let opens = |i: u32| matches!(cx.token(i).upos, Upos::Noun | Upos::Propn | Upos::Det | Upos::Adj | Upos::Pron);
    if source.head >= comma || reaches || comma + 1 >= last || !opens(comma + 1) || !(comma + 1..last).all(plain) {
        return None;
    }
    let head = cx.head_of(comma + 1, last).filter(|&h| cx.token(h).upos != Upos::Sym)?;
    Some(Source { ranges: vec![(comma + 1, last)], head })
}

/// "The envoy said the truce was taking a toll, **pointing** to the dead": who speaks on is who spoke, not the truce.
pub fn speaker_above(cx: &Cx, v: u32) -> Option<Source> {
    if cx.token(v).deprel != Deprel::Advcl || v == 0 || cx.doc.word(v - 1) != "," {
        return None;
    }
    let mut at = cx.token(v).head;
    let mut speaker = None;
    for _ in 0..4 {
        let t = cx.token(at);
        if t.deprel == Deprel::Ccomp && t.head != at && at > t.head {
            let says = cx
                .cues
                .of(cx.doc.tagged.lang, Part::Verb, cue_lemma(cx, t.head))
                .any(|c| c.used == Use::Claim && c.clause);
            if says {
                speaker = cx.subject(t.head, 2).or(speaker);
            }
        } else if !matches!(t.deprel, Deprel::Conj | Deprel::Xcomp | Deprel::Advcl) {
            break;
        }
        at = t.head;
    }
    speaker
}

/// True where a range holds a clause or a quotation: "The archbishop, Max Mésidor, confirmed it" has none before its verb.
pub fn says_something(cx: &Cx, ranges: &[Range]) -> bool {
    ranges.iter().flat_map(|r| r.0..r.1).any(|i| {
        let t = cx.token(i);
        let finite = t.upos == Upos::Aux || t.upos == Upos::Verb && !t.feats.has(Feats::PART);
        finite || cx.quotes.at(i).is_some()
    })
}

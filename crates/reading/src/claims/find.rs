//! All attributions of a text, and how far each reaches.
//!
//! A quotation belongs as a whole to who is named beside one of its sentences: `"We hit them," he said. "They ran."`

use super::cues::{Cues, Part, Use};
use super::nouns::{adjective, adverb, noun};
use super::quotes::Quotes;
use super::said::{Cx, Said, Source};
use super::tree::{Range, Tree, joined, without};
use super::verbs::verb;
use super::{frames, hearsay};
use crate::Doc;
use types::{Certainty, Deprel, Feats, Lang, Stance, Upos};

/// Sets up what the rules look at.
pub fn context<'a>(doc: &'a Doc<'a>, cues: &'a Cues) -> Cx<'a> {
    Cx { doc, tree: Tree::new(doc.tagged), quotes: Quotes::new(doc), cues }
}

/// Every attribution, in the order of their cues.
pub fn find(cx: &Cx) -> Vec<Said> {
    let n = cx.doc.tagged.tokens.len() as u32;
    let mut list: Vec<Said> = Vec::new();
    for i in 0..n {
        if let Some(said) = frames::frame(cx, i) {
            let whole = said.general;
            list.push(said);
            if whole {
                continue;
            }
        }
        list.extend(frames::label(cx, i));
        list.extend(frames::signed(cx, i));
        if let Some(said) = frames::contrary(cx, i) {
            list.extend(frames::contradicted(cx, &said));
            list.push(said);
        }
        let found = match cx.token(i).upos {
            Upos::Verb | Upos::Aux => verb(cx, i),
            _ if misread(cx, i) => verb(cx, i),
            Upos::Noun => noun(cx, i),
            Upos::Adj => adjective(cx, i),
            Upos::Adv => adverb(cx, i),
            _ => None,
        };
        let missed = found.as_ref().is_none_or(|s| !s.covers(i + 2));
        list.extend(found);
        if missed {
            list.extend(accused(cx, i));
        }
    }
    for k in 0..list.len() {
        let gap = gap(cx, &mut list[k]);
        list.extend(gap);
    }
    halves(cx, &mut list);
    list.extend(hearsay::conditionals(cx));
    list.sort_by_key(|s| s.at);
    spread(cx, &mut list);
    narrow(cx, &mut list);
    list
}

/// What counts as an attribution of the text: not what speakers say of themselves inside a quotation ("I think"), nor
/// what others want or may say inside somebody's words.
fn narrow(cx: &Cx, list: &mut [Said]) {
    let mut open: Vec<Range> = Vec::new();
    let mut contents: Vec<(Range, usize)> = Vec::new();
    for (k, said) in list.iter().enumerate().filter(|(_, s)| s.general) {
        contents.extend(said.content.iter().map(|r| (*r, k)));
    }
    contents.sort_unstable();
    let mut next = 0;
    // An item is read against the others, and changed in its turn.
    #[allow(clippy::needless_range_loop)]
    for k in 0..list.len() {
        let at = list[k].at;
        while next < contents.len() && contents[next].0.0 <= at {
            if contents[next].1 != k {
                open.push(contents[next].0);
            }
            next += 1;
        }
        open.retain(|r| r.1 > at);
        let nested = !open.is_empty();
        let token = cx.token(at);
        let infinitive =
            cx.kids(at).iter().any(|&i| {
                (cx.token(i).deprel == Deprel::Mark && cx.lower(i) == "to")
                    || (cx.token(i).deprel == Deprel::Aux && MODALS.contains(&cx.lemma(i)))
            }) || (token.upos == Upos::Verb && token.feats.has(Feats::INF) && cx.doc.tagged.lang == Lang::Fr);
        let quoted = cx.quotes.at(at).is_some() && list[k].by != "claims/label@1";
        let firm = list[k].used == Use::Claim && !matches!(token.upos, Upos::Noun | Upos::Adj | Upos::Adv);
        // "He said he thought so": his thoughts are what he says; and nobody's are no statement of their own.
        let thought =
            list[k].certainty == Certainty::Possible && matches!(list[k].stance, Stance::Asserts | Stance::Predicts);
        let own = thought || list[k].source.is_none();
        if quoted || (nested && (infinitive || !firm || own)) {
            list[k].general = false;
        }
    }
}

/// Auxiliaries of what may be or is to be.
const MODALS: &[&str] =
    &["will", "would", "could", "can", "may", "might", "must", "should", "shall", "wo", "ca", "'ll", "'d"];

/// "often accused of being …", "soupçonnés d'avoir …", whatever the tree makes of it: no misread tree may turn an
/// accusation into an assertion.
fn accused(cx: &Cx, i: u32) -> Option<Said> {
    let (_, e) = cx.sentence(i);
    let word = cx.lower(i);
    let blames = matches!(word.as_str(), "accused" | "suspected")
        || ["accusé", "soupçonné", "suspecté"].iter().any(|w| word.strip_prefix(w).is_some_and(|rest| rest.len() <= 2));
    let of = i + 2 < e && matches!(cx.lower(i + 1).as_str(), "of" | "de" | "d'" | "d’");
    if !blames || !of {
        return None;
    }
    let lemma = if word.starts_with("accus") { ["accuse", "accuser"] } else { ["suspect", "soupçonner"] };
    let lang = cx.doc.tagged.lang;
    let cue = lemma.iter().flat_map(|l| cx.cues.of(lang, Part::Verb, l)).find(|c| c.passive)?;
    let mut said = Said::new(i, cue, "claims/accused@1");
    let end = (i + 2..e).find(|&k| matches!(cx.doc.word(k), "," | ";" | ":" | ".")).unwrap_or(e);
    said.content = vec![(i + 1, end)];
    said.tidy(cx);
    if said.content.is_empty() { None } else { Some(said) }
}

/// A cue verb that the tagger took for another word: "l'armée dément la perte du camp"; in headlines "Army **Denies** Losing
/// Camp"; "The director **chastised** Diallo", taken for a name.
fn misread(cx: &Cx, i: u32) -> bool {
    let lang = cx.doc.tagged.lang;
    let (s, e) = cx.sentence(i);
    if i <= s || !matches!(cx.token(i - 1).upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Pron) {
        return false;
    }
    if cx.cues.form(lang, &cx.lower(i)).is_some() {
        return true;
    }
    if lang == Lang::Fr || !matches!(cx.token(i).upos, Upos::Propn | Upos::X | Upos::Noun) || i + 2 >= e {
        return false;
    }
    let word = cx.doc.word(i);
    let finite = word.ends_with("ed") || word.ends_with('s') && !word.ends_with("ss");
    let lower = word.starts_with(char::is_lowercase) && word.ends_with("ed") && cx.token(i).upos != Upos::Noun;
    let title = || {
        let long = |k: &u32| cx.doc.word(*k).len() > 3 && cx.token(*k).upos != Upos::Punct;
        let words = (s..e).filter(long).count();
        let capital = (s..e).filter(long).filter(|&k| cx.doc.word(k).starts_with(char::is_uppercase)).count();
        word.starts_with(char::is_uppercase)
            && words >= 4
            && capital * 10 >= words * 8
            && cx.token(i - 1).upos != Upos::Adj
    };
    let shouted = word.chars().all(|c| !c.is_lowercase());
    finite && !shouted && (lower || title()) && cx.cues.verb(lang, &cx.lower(i)).is_some()
}

/// "The rebels say they destroyed twenty vehicles, the army **that it lost none**": the second speaker has no verb.
fn that_gap(cx: &Cx, said: &mut Said, end: u32) -> Option<Said> {
    let that = (said.at + 3..end.min(said.at + 40).saturating_sub(1)).find(|&i| {
        // "a move that survived" goes on about the move.
        let article = |k: &u32| matches!(cx.lower(*k).as_str(), "a" | "an" | "un" | "une");
        let relative = matches!(cx.token(i + 1).upos, Upos::Verb | Upos::Aux)
            || (i.saturating_sub(6)..i).rev().take_while(|&k| cx.token(k).upos != Upos::Punct).any(|k| article(&k));
        let marks = matches!(cx.lower(i).as_str(), "that" | "que" | "qu'" | "qu’") && !relative;
        marks && matches!(cx.token(i - 1).upos, Upos::Noun | Upos::Propn) && {
            let from = (said.at + 1..i).rev().find(|&k| matches!(cx.doc.word(k), "," | ";"));
            from.is_some_and(|k| {
                i - k <= 6 && (k + 1..i).all(|x| !matches!(cx.token(x).upos, Upos::Verb | Upos::Aux | Upos::Adp))
            })
        }
    })?;
    let comma = (said.at + 1..that).rev().find(|&k| matches!(cx.doc.word(k), "," | ";"))?;
    // Before it stands a clause of the first speaker, after it one of the second.
    let verb = |from: u32, to: u32| (from..to).any(|i| matches!(cx.token(i).upos, Upos::Verb | Upos::Aux));
    if !verb(said.at + 1, comma) || !verb(that + 1, end) {
        return None;
    }
    said.content = without(&said.content, (comma, end));
    let mut second = said.clone();
    let head = (comma + 1..that).rev().find(|&i| matches!(cx.token(i).upos, Upos::Noun | Upos::Propn))?;
    second.at = that;
    second.cue = vec![(that, that + 1)];
    second.source = Some(Source { ranges: vec![(comma + 1, that)], head });
    second.content = vec![(that + 1, end)];
    second.by = BY_GAP;
    second.tidy(cx);
    (!said.content.is_empty() && !second.content.is_empty()).then_some(second)
}

/// "Residents complained that nobody came; a spokesman insisted that soldiers had fought": what one says ends at the semicolon,
/// where the other half has a speaker of its own.
fn halves(cx: &Cx, list: &mut [Said]) {
    let spoken: Vec<u32> = list.iter().filter(|s| s.used == Use::Claim && s.source.is_some()).map(|s| s.at).collect();
    for said in list.iter_mut().filter(|s| matches!(s.by, "claims/verb@1" | "claims/frame@1")) {
        let (s, e) = cx.sentence(said.at);
        if e - s > 200 {
            continue;
        }
        let stop = |i: &u32| cx.doc.word(*i) == ";" && cx.quotes.at(*i).is_none();
        let speaks = |from: u32, to: u32| spoken.iter().any(|&at| from <= at && at < to);
        let mut content = said.content.clone();
        if let Some(at) = (s..said.at).rev().find(stop) {
            content = without(&content, (s, at + 1));
        }
        if let Some(at) = (said.at..e).find(stop)
            && speaks(at, e)
        {
            content = without(&content, (at, e));
        }
        if content.iter().any(|r| cx.has_word(*r)) {
            said.content = content;
        }
    }
}

/// The rule of [`gap`].
pub const BY_GAP: &str = "claims/gap@1";

/// "The herders speak of arson; the police, of a short circuit": the second half has no verb of its own.
fn gap(cx: &Cx, said: &mut Said) -> Option<Said> {
    if said.by != "claims/verb@1" || said.used != Use::Claim || said.source.is_none() || said.content.is_empty() {
        return None;
    }
    let (_, end) = cx.sentence(said.at);
    let bare = |r: Range, most: u32| {
        r.0 < r.1
            && r.1 - r.0 <= most
            && cx.has_word(r)
            && (r.0..r.1).all(|i| !matches!(cx.token(i).upos, Upos::Verb | Upos::Aux | Upos::Punct))
    };
    if let Some(second) = that_gap(cx, said, end) {
        return Some(second);
    }
    let stop = (said.at + 1..end.min(said.at + 60)).find(|&i| cx.doc.word(i) == ";")?;
    let comma = (stop + 1..end.min(stop + 10)).find(|&i| cx.doc.word(i) == ",")?;
    let close = (comma + 1..end).find(|&i| matches!(cx.doc.word(i), ";" | "." | "!" | "?")).unwrap_or(end);
    if !bare((stop + 1, comma), 8) || !bare((comma + 1, close), 14) {
        return None;
    }
    said.content = without(&said.content, (stop, end));
    let mut second = said.clone();
    let head = (stop + 1..comma).find(|&i| matches!(cx.token(i).upos, Upos::Noun | Upos::Propn | Upos::Pron))?;
    second.at = comma;
    second.cue = vec![(comma, comma + 1)];
    second.source = Some(Source { ranges: vec![(stop + 1, comma)], head });
    second.content = vec![(comma + 1, close)];
    second.by = BY_GAP;
    Some(second)
}

/// Lets the content of each attribution reach over the whole quotation it touches, and quoted sentences without a cue
/// of their own join the last speaker.
fn spread(cx: &Cx, list: &mut [Said]) {
    let mut owner: Vec<Option<usize>> = vec![None; cx.quotes.list.len()];
    for (k, said) in list.iter_mut().enumerate() {
        if !matches!(said.by, "claims/verb@1" | "claims/frame@1" | "claims/label@1") || said.content.is_empty() {
            continue;
        }
        let mut grown: Vec<Range> = Vec::new();
        for r in &said.content {
            let first = cx.quotes.list.partition_point(|q| q.1 <= r.0);
            for (j, q) in cx.quotes.list.iter().enumerate().skip(first) {
                if q.0 >= r.1 {
                    break;
                }
                let outside = !(q.0 <= said.at && said.at < q.1);
                if outside && owner[j].is_none() {
                    owner[j] = Some(k);
                    grown.push(*q);
                }
            }
        }
        if !grown.is_empty() {
            said.content.extend(grown);
            said.tidy(cx);
        }
    }
    // Quoted sentences that nobody is named for: the last speaker of the paragraph, or of the one before.
    let mut last: Option<(usize, usize)> = None;
    let mut paragraph = 0usize;
    let mut at = 0u32;
    for (j, q) in cx.quotes.list.iter().enumerate() {
        while at < q.0 {
            at += 1;
            paragraph += usize::from(cx.starts_line(at));
        }
        match owner[j] {
            Some(k) => last = Some((k, paragraph)),
            None => {
                let whole = opens_sentence(cx, q.0) && (q.1 - q.0) > 4;
                if let Some((k, p)) = last
                    && whole
                    && paragraph - p <= 1
                    && (paragraph == p || cx.starts_line(q.0))
                {
                    list[k].content.push(*q);
                    list[k].content = joined(std::mem::take(&mut list[k].content));
                    last = Some((k, paragraph));
                }
            }
        }
    }
}

/// True where a sentence or line begins at token `i`.
fn opens_sentence(cx: &Cx, i: u32) -> bool {
    cx.starts_line(i)
        || cx.sentence(i).0 == i
        || (i > 0 && matches!(cx.doc.word(i - 1), "." | "?" | "!" | "”" | "\"" | "''" | "»"))
}

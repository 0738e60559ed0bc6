//! Sources without a verb: "according to police, …", "selon l'armée, …", and labels before a colon.

use super::cues::{Cue, Frame, Use};
use super::said::{Cx, Said, Source};
use super::tree::{Range, without};
use types::{Certainty, Deprel, Stance, Upos};

/// A cue of a that-clause whose holder answers for it.
pub(super) fn plain(stance: Stance, certainty: Certainty) -> Cue {
    Cue {
        second: String::new(),
        clause: true,
        quote: false,
        object: false,
        passive: false,
        subject: false,
        hearer: false,
        question: false,
        felt: false,
        preps: Vec::new(),
        stance,
        certainty,
        used: Use::Claim,
        general: true,
    }
}

/// The fixed phrase that begins at token `i`, with its source and the clause it stands in.
pub fn frame(cx: &Cx, i: u32) -> Option<Said> {
    let frames = cx.cues.frames(cx.doc.tagged.lang, &cx.lower(i).replace('’', "'"));
    let (_, end) = cx.sentence(i);
    let fits = |f: &&Frame| {
        let n = f.words.len() as u32;
        i + n < end && f.words.iter().enumerate().all(|(k, w)| cx.lower(i + k as u32).replace('’', "'") == *w)
    };
    let frame = frames.iter().filter(fits).max_by_key(|f| f.words.len())?;
    let n = frame.words.len() as u32;
    let mut said = Said::new(i, &plain(frame.stance, frame.certainty), "claims/frame@1");
    said.cue = vec![(i, i + n)];
    // "reported, citing a guard": the guard answers for it, but the verb's own attribution is that of "cite".
    said.general = frame.certainty != Certainty::Reported;
    // The source: what the words hang on, or the next noun phrase.
    let mut head = cx.token(i).head;
    if head == i || !(i + n..end).contains(&head) {
        head = (i + n..end).find(|&k| matches!(cx.token(k).upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num))?;
        while matches!(cx.token(head).deprel, Deprel::Compound | Deprel::Amod | Deprel::Flat | Deprel::Nummod)
            && (head + 1..end).contains(&cx.token(head).head)
        {
            head = cx.token(head).head;
        }
    }
    if frame.not.iter().any(|w| w == cx.lemma(head)) {
        return None;
    }
    let mut whole = cx.tree.extent(head);
    let mut ranges = cx.phrase(head, head);
    // "selon l'administrateur du territoire, Thomas Bakenga, …": a name between commas belongs to the source.
    let name = (head + 1..end.min(head + 8)).find(|&k| cx.doc.word(k) == ",").filter(|&c| {
        let close = (c + 1..end.min(c + 6)).find(|&k| cx.doc.word(k) == ",");
        close.is_some_and(|k| k > c + 1 && (c + 1..k).all(|i| cx.doc.word(i).starts_with(char::is_uppercase)))
    });
    if let Some(comma) = name {
        let close = (comma + 1..end).find(|&k| cx.doc.word(k) == ",").unwrap_or(end);
        let from = ranges.first().map_or(head, |r| r.0);
        ranges = vec![(from, close)];
        whole.1 = whole.1.max(close);
    }
    for r in &mut ranges {
        r.0 = r.0.max(i + n);
    }
    // A source ends at the comma that closes it.
    let ends = |k: u32| cx.doc.word(k) == "," && !closes_apposition(cx, k, head);
    if let Some(comma) = (head + 1..whole.1).find(|&k| ends(k)).filter(|_| name.is_none()) {
        ranges = ranges.into_iter().map(|(s, e)| (s, e.min(comma))).collect();
    }
    ranges.retain(|r| r.0 < r.1);
    let last = ranges.last()?.1;
    said.source = Some(Source { ranges, head });
    // The content: the clause it modifies; where it modifies a noun, that noun's clause from its sentence's start.
    let up = cx.token(head).head;
    let mut content: Vec<Range> = if up != head { vec![cx.tree.extent(up)] } else { vec![cx.sentence(i)] };
    content = without(&content, (i, last));
    let words = content.iter().filter(|r| cx.has_word(**r)).count();
    if words == 0 {
        content = without(&[cx.sentence(i)], (i, last));
    }
    said.content = content;
    said.tidy(cx);
    if said.content.is_empty() { None } else { Some(said) }
}

/// "No one was hurt, contrary to posts that allege …": the report denies what the posts say.
pub fn contrary(cx: &Cx, i: u32) -> Option<Said> {
    let word = cx.lower(i);
    let to = matches!(
        (word.as_str(), cx.lower((i + 1).min(cx.sentence(i).1.saturating_sub(1))).as_str()),
        ("contrary", "to") | ("contrairement", "à" | "aux" | "au")
    );
    if !to {
        return None;
    }
    let (s, e) = cx.sentence(i);
    let head = (i + 2..e).find(|&k| matches!(cx.token(k).upos, Upos::Noun | Upos::Propn | Upos::Pron))?;
    let mut said = Said::new(i, &plain(Stance::Denies, Certainty::Stated), BY_CONTRARY);
    said.general = false;
    said.cue = vec![(i, i + 2)];
    let whole = cx.tree.extent(head);
    let end = if whole.1 > head + 1 { whole.1 } else { e };
    said.content = vec![(i + 2, end)];
    said.instead = without(&[(s, e)], (i, end)).into_iter().map(|r| cx.trim(r)).find(|r| r.0 < r.1);
    said.tidy(cx);
    if said.content.is_empty() { None } else { Some(said) }
}

/// Whose words the report goes against: "contrary to the lies spread **by the capital**", "contrary to **the army's** claims".
pub fn contradicted(cx: &Cx, contrary: &Said) -> Option<Said> {
    let (_, e) = cx.sentence(contrary.at);
    let from = contrary.at + 2;
    let close = (from..e.min(from + 14)).find(|&k| matches!(cx.doc.word(k), "," | ";" | "."))?;
    let by =
        (from..close).find(|&k| matches!(cx.lower(k).as_str(), "by" | "par" | "of" | "de" | "du" | "'s" | "’s"))?;
    let own = matches!(cx.doc.word(by), "'s" | "’s");
    let named = |k: &u32| matches!(cx.token(*k).upos, Upos::Noun | Upos::Propn);
    let head = if own { by.checked_sub(1).filter(named)? } else { (by + 1..close).find(named)? };
    let mut said = Said::new(contrary.at, &plain(Stance::Asserts, Certainty::Disputed), "claims/contrary-source@1");
    said.general = false;
    said.cue = contrary.cue.clone();
    said.source = Some(Source { ranges: vec![if own { (from, by) } else { (by + 1, close) }], head });
    said.content = vec![if own { (by + 1, close) } else { (from, by) }];
    said.tidy(cx);
    if said.content.is_empty() { None } else { Some(said) }
}

/// "“We lost everything.” — Amina Sow": the name behind the dash speaks the quotation before it.
pub fn signed(cx: &Cx, i: u32) -> Option<Said> {
    if !matches!(cx.doc.word(i), "—" | "–" | "―" | "--" | "-") || i == 0 || cx.starts_line(i) {
        return None;
    }
    let quote = cx.quotes.at(i - 1).filter(|q| q.1 == i)?;
    let n = cx.doc.tagged.tokens.len() as u32;
    let end = (i + 1..n.min(i + 14)).find(|&k| cx.starts_line(k)).unwrap_or(n.min(i + 14));
    let named = |k: u32| {
        matches!(
            cx.token(k).upos,
            Upos::Propn | Upos::Noun | Upos::Adj | Upos::Num | Upos::Punct | Upos::X | Upos::Adp | Upos::Det
        )
    };
    let capital = i + 1 < end && cx.doc.word(i + 1).starts_with(char::is_uppercase);
    if !capital || !(i + 1..end).all(named) || (end < n && !cx.starts_line(end)) {
        return None;
    }
    let (s, e) = cx.trim((i + 1, end));
    let head = (s..e).find(|&k| matches!(cx.token(k).upos, Upos::Propn | Upos::Noun)).unwrap_or(s);
    let mut said = Said::new(i, &plain(Stance::Asserts, Certainty::Stated), "claims/signed@1");
    said.source = Some(Source { ranges: vec![(s, e)], head });
    said.content = vec![quote];
    (s < e).then_some(said)
}

/// The rule of [`contrary`]: its holder is the report.
pub const BY_CONTRARY: &str = "claims/contrary@1";

/// "according to Ahmed, the mayor, …": the comma opens an apposition, it does not end the source.
fn closes_apposition(cx: &Cx, comma: u32, head: u32) -> bool {
    cx.kids(head).iter().any(|&k| {
        let (s, e) = cx.tree.extent(k);
        cx.token(k).deprel == Deprel::Appos && s.saturating_sub(1) <= comma && comma < e
    })
}

/// Words before a colon that name no speaker.
const NO_SPEAKER: &[&str] = &[
    "correction",
    "update",
    "updated",
    "note",
    "video",
    "watch",
    "photo",
    "photos",
    "twitter",
    "email",
    "byline",
    "q",
    "question",
    "breaking",
    "exclusive",
    "reminder",
    "bombshell",
    "look",
    "related",
    "read",
    "example",
    "instance",
    "context",
    "issue",
    "conclusion",
    "rectificatif",
    "vidéo",
    "exclusif",
    "exemple",
    "rappel",
];

/// A label at the start of a line: `MAYOR: We counted forty dead.`, `Poll: race is tight`.
pub fn label(cx: &Cx, i: u32) -> Option<Said> {
    if !cx.starts_line(i) {
        return None;
    }
    let n = cx.doc.tagged.tokens.len() as u32;
    let colon = (i + 1..(i + 9).min(n)).find(|&k| cx.doc.word(k) == ":" || cx.starts_line(k))?;
    if cx.doc.word(colon) != ":" || cx.starts_line(colon) || colon + 1 >= n || cx.starts_line(colon + 1) {
        return None;
    }
    let words = cx.doc.words(cx.doc.tagged.span_of(i, colon));
    let capitals = words.chars().any(char::is_alphabetic) && !words.chars().any(char::is_lowercase);
    let names = (i..colon).all(|k| {
        matches!(
            cx.token(k).upos,
            Upos::Propn | Upos::Noun | Upos::Adj | Upos::Punct | Upos::Det | Upos::Adp | Upos::Num
        )
    });
    let named = (i..colon).any(|k| matches!(cx.token(k).upos, Upos::Propn | Upos::Noun));
    let quoted = cx.quotes.at(colon + 1).is_some();
    if !(names && named && (quoted || capitals || colon - i <= 3)) {
        return None;
    }
    let mut end = colon + 1;
    while end < n && !cx.starts_line(end) {
        end += 1;
    }
    let mut said = Said::new(colon, &plain(Stance::Asserts, Certainty::Stated), "claims/label@1");
    // "Update: …", "Turnout: 54 %": nobody speaks.
    let mute = (i..colon).any(|k| NO_SPEAKER.contains(&cx.lower(k).as_str()));
    let says = (colon + 1..end).any(|k| matches!(cx.token(k).upos, Upos::Verb | Upos::Aux));
    // "Lavrov: No talks before spring": a name and a headline.
    let name = (i..colon).all(|k| cx.token(k).upos == Upos::Propn) && !capitals && end - colon > 5;
    said.general = (quoted || capitals || colon - i <= 2) && !mute && (quoted || says || name);
    said.source = Some(Source { ranges: vec![(i, colon)], head: colon - 1 });
    said.content = vec![(colon + 1, end)];
    Some(said)
}

//! Counts of people and things harmed.
//!
//! In: the text and its tags, and which words tell time. Out: every toll: "at least 12 soldiers were killed" → killed, of
//! soldier, low 12. A number that counts no harm (ages, dates, ranks, distances, units, money) is no toll.
//!
//! [`phrase`] reads how many of whom, [`link`] what was done to them, [`retell`] which counts tell the same toll again,
//! [`side`] whose loss it is, once the actors are known. The words live in `lexicon/tolls`.

mod link;
mod phrase;
mod retell;
mod side;
mod words;

pub use side::give_sides;
pub use words::TollWords;

use crate::Doc;
use crate::atoms::Atoms;
use crate::times::Dated;
use phrase::{Count, Phrases};
use types::{Evidence, Measure, Toll};

/// Every count of people or things harmed, in text order.
pub fn count_tolls(doc: &Doc, dated: &Dated) -> Vec<Toll> {
    let atoms = Atoms::of(doc.text);
    let words = doc.knowledge.tolls.of(doc.report.lang);
    let mut timed = vec![false; atoms.list.len()];
    for time in &dated.list {
        let span = time.evidence.span;
        for flag in &mut timed[atoms.at(span.start)..atoms.at(span.end)] {
            *flag = true;
        }
    }
    let mut token = Vec::with_capacity(atoms.list.len());
    let mut at = 0u32;
    for atom in &atoms.list {
        while (at as usize) + 1 < doc.tagged.tokens.len() && doc.tagged.tokens[at as usize].span.end <= atom.span.start
        {
            at += 1;
        }
        token.push(at);
    }
    let phrases = Phrases { atoms: &atoms, words, tagged: doc.tagged, timed: &timed, token: &token };
    let (mut tolls, mut told): (Vec<Toll>, Vec<retell::Told>) = (Vec::new(), Vec::new());
    // "How many dead?" gives the numbers of the next sentences their measure
    let mut asked: Option<(Measure, usize)> = None;
    for (s, (from, to)) in pieces(doc, &atoms).into_iter().enumerate() {
        // "The police put the toll at 21 and said nine others were hurt. A youth leader counted 47": the dead are counted first.
        let lately = || told.iter().rev().take_while(|t: &&retell::Told| t.sentence as usize + 2 >= s);
        let near = lately().map(|t| t.measure).find(|m| *m == Measure::Killed);
        let near = near.or_else(|| lately().map(|t| t.measure).next());
        let before = link::Before { asked: asked.filter(|a| a.1 + 6 >= s).map(|a| a.0), told: near };
        if let Some(measure) = question(&atoms, from, to) {
            asked = Some((measure, s));
            continue;
        }
        let speaks = (from..to).any(|i| {
            words.harm(&atoms, i).is_some()
                || matches!(
                    atoms.word(i),
                    "toll"
                        | "bilan"
                        | "perte"
                        | "pertes"
                        | "took"
                        | "taken"
                        | "taking"
                        | "pris"
                        | "seized"
                        | "emmene"
                        | "emmenes"
                )
        });
        if !speaks && before.asked.is_none() && before.told.is_none() {
            continue;
        }
        let list = phrases.all(from, to);
        for linked in link::link(&phrases, from, to, &list, before) {
            let p = &list[linked.phrase];
            let end = if linked.harm.0 == p.end && !matches!(linked.rule, "object" | "relative") {
                linked.harm.1
            } else {
                p.end
            };
            let evidence = Evidence::new(atoms.span(p.start, end), format!("tolls/{}@1", linked.rule));
            let cumulative = (from..to)
                .any(|i| matches!(atoms.word(i), "since" | "depuis") && timed.get(i + 1).copied().unwrap_or(false));
            let name = (p.count == Count::Name).then(|| doc.words(atoms.span(p.start, p.end)).to_lowercase());
            let number = p.best.or(p.low).or(p.high);
            // "six aircraft were destroyed and three more damaged"
            let thing =
                matches!(linked.measure, Measure::Destroyed | Measure::Damaged | Measure::Closed | Measure::Seized);
            let same =
                || told.last().filter(|t| thing && p.class.is_none() && t.sentence as usize == s).map(|t| t.of.clone());
            let of = linked.of.clone().or_else(same).unwrap_or_else(|| p.of.clone());
            tolls.push(Toll {
                measure: linked.measure,
                of: of.clone(),
                low: p.low,
                best: p.best,
                high: p.high,
                side: None,
                cumulative,
                retells: None,
                evidence,
            });
            told.push(retell::Told {
                measure: linked.measure,
                count: p.count,
                number,
                of,
                more: p.more,
                some: p.some,
                part: linked.part,
                sentence: s as u32,
                name,
                shot: linked.shot,
            });
        }
    }
    let roots = retell::retellings(&told);
    let gone = retell::dead_after_all(&told, &roots);
    // what is left out makes the places of the others move up
    let mut place = Vec::with_capacity(tolls.len());
    let mut kept = 0u32;
    for g in &gone {
        place.push(kept);
        kept += u32::from(!*g);
    }
    for (i, toll) in tolls.iter_mut().enumerate() {
        toll.retells = roots[i].filter(|r| !gone[*r as usize]).map(|r| place[r as usize]);
    }
    let mut i = 0;
    tolls.retain(|_| {
        i += 1;
        !gone[i - 1]
    });
    tolls
}

/// The sentences as ranges of atoms, long ones in pieces.
fn pieces(doc: &Doc, atoms: &Atoms) -> Vec<(usize, usize)> {
    let mut pieces = Vec::with_capacity(doc.tagged.sentences.len());
    for sentence in &doc.tagged.sentences {
        let span = doc.tagged.span_of(sentence.start, sentence.end);
        let (mut from, to) = (atoms.at(span.start), atoms.at(span.end));
        while from < to {
            let end = to.min(from + link::LONGEST);
            pieces.push((from, end));
            from = end;
        }
    }
    pieces
}

/// The measure a question asks for: "how many dead?", "combien de blessés ?".
fn question(atoms: &Atoms, from: usize, to: usize) -> Option<Measure> {
    let asks = |i: usize| matches!((atoms.word(i), atoms.word(i + 1)), ("how", "many") | ("combien", "de"));
    let at = (from..to).find(|i| asks(*i))?;
    (atoms.word(to - 1) == "?").then_some(())?;
    (at + 2..to.min(at + 8)).find_map(|i| match atoms.word(i) {
        "dead" | "died" | "killed" | "deaths" | "morts" | "victimes" | "tues" => Some(Measure::Killed),
        "wounded" | "injured" | "hurt" | "blesses" => Some(Measure::Wounded),
        "missing" | "disparus" => Some(Measure::Missing),
        _ => None,
    })
}

/// What a report's counts add up to for a measure: each toll once, an update in place of what it updates. Vague counts stand
/// for `several`. `None` where nothing is told.
pub fn total(counts: &[Toll], measures: &[Measure], several: u32) -> Option<u32> {
    let mut sum = None;
    for (i, toll) in counts.iter().enumerate() {
        if !measures.contains(&toll.measure) || toll.retells.is_some() || toll.cumulative {
            continue;
        }
        let again = counts.iter().skip(i + 1).filter(|t| t.retells == Some(i as u32));
        let exact = |t: &Toll| t.best.or(t.low).or(t.high);
        let best = std::iter::once(toll).chain(again).filter_map(exact).max();
        sum = Some(sum.unwrap_or(0u32).saturating_add(best.unwrap_or(several)));
    }
    sum
}

#[cfg(test)]
mod tests;

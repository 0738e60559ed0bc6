//! What a pattern alone cannot see: whether the words around a match make it a time at all.
//!
//! In: a match and the atoms round it. Out: the match, perhaps shortened, or nothing: "may" the verb, "sat" the verb, "1990
//! people", "a year" in "$2 a year".

use super::grammar::{Match, Slot};
use crate::atoms::{Atoms, Kind};
use types::Lang;

/// "April 24 **and 25**": the second day that shares the month of a match.
pub(super) fn next_day<'r>(atoms: &Atoms, m: &Match<'r>) -> Option<Match<'r>> {
    let (at, day) = (m.frame.close + 1, m.frame.get(Slot::D)?);
    let bare = m.rule == "date-day" && m.frame.get(Slot::Wd).is_none() && atoms.digits(m.frame.close - 1).is_some();
    if !bare || !matches!(atoms.word(m.frame.close), "and" | "or") {
        return None;
    }
    let next = atoms.digits(at).and_then(|n| i32::try_from(n).ok()).filter(|n| (day + 1..=31).contains(n))?;
    let ends = atoms
        .get(at + 1)
        .is_none_or(|a| a.breaks || a.kind == Kind::Mark && !matches!(atoms.word(at + 1), "%" | "-"))
        || matches!(atoms.word(at + 1), "in" | "at" | "when" | "to" | "for" | "as" | "after" | "before" | "by" | "of");
    ends.then(|| Match { frame: m.frame.on_day(next, at), ..m.clone() })
}

/// The match as it holds in its context; `None` where it is no time expression.
pub(super) fn accept<'r>(lang: Lang, atoms: &Atoms, mut m: Match<'r>) -> Option<Match<'r>> {
    let (open, close) = (m.frame.open, m.frame.close);
    let before = |n: usize| open.checked_sub(n).map_or("", |i| atoms.word(i));
    let after = |n: usize| atoms.word(close + n - 1);
    let first = atoms.get(open)?;
    // "Earlier Friday, …": the word that opens a sentence is no part of the date
    let adverb = matches!(atoms.word(open), "earlier" | "later" | "sometime" | "right") && close > open + 1;
    if adverb && first.capital && !first.shouted {
        m.frame.open += 1;
        return accept(lang, atoms, m);
    }
    if matches!(atoms.word(open), "this")
        && m.rule == "calendar-near"
        && first.capital
        && atoms.get(open + 1).is_some_and(|a| a.capital && !a.shouted)
    {
        return None;
    }
    // the last word may be the start of a longer one: "12 May-" is fine, "1990s" has its own rule, "3 dayspring" is no atom
    match m.rule {
        // "l'attaque du 17e bataillon" counts battalions.
        "day-of-month" if atoms.digits(open).is_none() => return None,
        "year" => {
            let y = m.frame.get(Slot::Y)?;
            let glued_left = first.glued && !matches!(before(1), "(" | "\"" | "'" | "-" | "/" | "[" | "," | "_" | ".");
            let glued_right = atoms.glued(close) && atoms.get(close).is_some_and(|a| a.kind != Kind::Mark);
            let decimal =
                first.glued && matches!(before(1), "." | ",") && open >= 2 && atoms.digits(open - 2).is_some()
                    || matches!(after(1), "." | ",")
                        && atoms.glued(close)
                        && atoms.glued(close + 1)
                        && atoms.digits(close + 1).is_some();
            if glued_left
                || glued_right
                || decimal
                || matches!(
                    before(1),
                    "$" | "#"
                        | "£"
                        | "€"
                        | "no"
                        | "n"
                        | "route"
                        | "highway"
                        | "resolution"
                        | "room"
                        | "salle"
                        | "chambre"
                        | "lot"
                        | "modele"
                        | "matricule"
                        | "dossier"
                        | "flight"
                        | "law"
                        | "section"
                        | "article"
                        | "decree"
                        | "loi"
                        | "decret"
                        | "nationale"
                        | "rn"
                )
            {
                return None;
            }
            if first.glued
                && before(1) == "-"
                && open >= 2
                && atoms.get(open - 2).is_some_and(|a| a.kind == Kind::Word)
                && !(1900..2050).contains(&y)
            {
                return None;
            }
            let led = matches!(
                before(1),
                "in" | "since"
                    | "of"
                    | "by"
                    | "until"
                    | "till"
                    | "during"
                    | "before"
                    | "after"
                    | "between"
                    | "early"
                    | "late"
                    | "mid"
                    | "from"
                    | "and"
                    | "to"
                    | "through"
                    | "en"
                    | "depuis"
                    | "de"
                    | "des"
                    | "avant"
                    | "apres"
                    | "fin"
                    | "debut"
                    | "jusqu"
                    | "dans"
                    | "-"
                    | "("
                    | "around"
                    | "circa"
                    | "throughout"
                    | "the"
                    | "entre"
                    | "et"
                    | "a"
            );
            let counted = matches!(
                after(1),
                "%" | "percent"
                    | "per"
                    | "km"
                    | "kilometers"
                    | "kilometres"
                    | "miles"
                    | "feet"
                    | "metres"
                    | "meters"
                    | "people"
                    | "men"
                    | "women"
                    | "soldiers"
                    | "troops"
                    | "dead"
                    | "civilians"
                    | "tons"
                    | "tonnes"
                    | "points"
                    | "refugees"
                    | "children"
                    | "fighters"
                    | "personnes"
                    | "hommes"
                    | "soldats"
                    | "morts"
                    | "civils"
                    | "blesses"
                    | "deplaces"
                    | "euros"
                    | "dollars"
                    | "francs"
                    | "homes"
                    | "houses"
                    | "families"
                    | "members"
                    | "workers"
                    | "police"
                    | "others"
                    | "shares"
                    | "acres"
                    | "jobs"
                    | "employees"
                    | "gmt"
                    | "hours"
            );
            let hedged = matches!(
                before(1),
                "some"
                    | "about"
                    | "nearly"
                    | "over"
                    | "least"
                    | "than"
                    | "quelque"
                    | "environ"
                    | "almost"
                    | "estimated"
                    | "plus"
            );
            if counted && !(led && (1900..2050).contains(&y)) || hedged {
                return None;
            }
            if !led && !(1900..2050).contains(&y) {
                return None;
            }
            if led && !(1200..2100).contains(&y) {
                return None;
            }
        }
        "date-wire" => {
            let shouted = (open..close).any(|i| atoms.get(i).is_some_and(|a| a.kind == Kind::Word && a.shouted));
            if !shouted {
                return None;
            }
        }
        "weekday-short" => {
            let dotted = atoms.word(close - 1) == ".";
            let led = matches!(before(1), "on" | "last" | "next" | "by" | "since" | "until" | "(");
            if !first.capital || !(dotted || led) {
                return None;
            }
        }
        "date-month-short" => {
            let led =
                matches!(before(1), "in" | "since" | "last" | "of" | "by" | "from" | "to" | "until" | "en" | "depuis");
            if !first.capital || !led {
                return None;
            }
        }
        "date-month" => {
            // French months are written small: "le général Avril" is a man
            let inside = open > 0 && atoms.get(open - 1).is_some_and(|a| a.kind == Kind::Word) && !first.breaks;
            if lang == Lang::Fr && first.capital && !first.shouted && inside {
                return None;
            }
            // "August" the name of a man stands beside other names
            let name_after = atoms.get(close).is_some_and(|a| a.kind == Kind::Word && a.capital && !a.shouted);
            if lang == Lang::En
                && (!first.capital
                    || matches!(atoms.word(open), "april" | "june" | "august")
                        && name_after
                        && !matches!(before(1), "in" | "since" | "last" | "until" | "by"))
            {
                return None;
            }
        }
        "date-month-ambiguous" => {
            if lang == Lang::En && !first.capital {
                return None;
            }
            // "may" after "of", "to", "and" where everything is in capitals: the verb
            if first.shouted
                && atoms.word(open) == "may"
                && !matches!(
                    before(1),
                    "in" | "since" | "until" | "last" | "this" | "next" | "mid" | "late" | "early" | "during"
                )
            {
                return None;
            }
        }
        // "the March accession": a month in capitals of its own before a thing; "the March on the capital" is a walk
        "month-of-thing" => {
            let thing = atoms.get(close).is_some_and(|a| a.kind == Kind::Word && !a.capital && !a.breaks);
            let way =
                matches!(after(1), "on" | "of" | "to" | "in" | "through" | "towards" | "toward" | "into" | "from");
            if !first.capital || first.shouted || !thing || way {
                return None;
            }
        }
        "month-near" | "day-near" => {
            // "arrested at this march", "last may see"
            let verb = (open..close).find(|i| matches!(atoms.word(*i), "march" | "may"));
            if lang == Lang::En && verb.is_some_and(|i| !atoms.get(i).is_some_and(|a| a.capital)) {
                return None;
            }
        }
        "date-day" | "date-weekday-day" => {
            // "march 12" in small letters is walking; "May 4 people"
            let month = (open..close).find(|i| matches!(atoms.word(*i), "march" | "may"));
            if lang == Lang::En && month.is_some_and(|i| !atoms.get(i).is_some_and(|a| a.capital)) {
                return None;
            }
        }
        "year-short" => {
            let led = matches!(
                before(1),
                "in" | "since"
                    | "of"
                    | "by"
                    | "from"
                    | "until"
                    | "early"
                    | "late"
                    | "spring"
                    | "summer"
                    | "fall"
                    | "winter"
            );
            if !led || first.glued {
                return None;
            }
        }
        "calendar-the" => {
            if matches!(after(1), "of" | "to" | "that" | "when" | "'" | "in") {
                return None;
            }
        }
        "day-the" | "half-year" if m.frame.get(Slot::Weak).is_some() && m.frame.get(Slot::Y).is_none() => {
            if !matches!(before(1), "during" | "in") || m.rule == "day-the" {
                return None;
            }
        }
        "earlier-later" => {
            // "three days before the vote": only the length is said
            let weak = m.frame.get(Slot::Weak);
            let ends = atoms.get(close).is_none_or(|a| a.kind == Kind::Mark || a.breaks);
            let vague = m.frame.get(Slot::N) == Some(-1) && lang == Lang::En;
            // "seconds before the bomb went off"
            if vague && atoms.word(open) == "seconds" {
                return None;
            }
            if weak.is_some() && !ends || vague {
                m.frame.close -= 1;
                m.frame.to_duration();
                m.rule = "duration";
                return accept(lang, atoms, m);
            }
        }
        // "a week after the attack": the length alone is the expression
        "duration-since" => {
            let link = |i: &usize| matches!(atoms.word(*i), "after" | "since" | "apres" | "depuis");
            m.frame.close = (open + 1..close).find(link)?;
        }
        "duration-plural" => {
            let led = matches!(
                before(1),
                "for"
                    | "after"
                    | "over"
                    | "in"
                    | "within"
                    | "took"
                    | "take"
                    | "takes"
                    | "lasted"
                    | "of"
                    | "des"
                    | "pendant"
                    | "depuis"
                    | "durant"
                    | "apres"
                    | "matter"
                    | "spent"
            );
            if !led || matches!(atoms.word(open), "seconds" | "quarters" | "secondes" | "minutes") && before(1) != "for"
            {
                return None;
            }
        }
        // "the day before returning": what came before is told after
        "day-before" if lang == Lang::En && after(1).len() > 4 && after(1).ends_with("ing") => return None,
        // "the day before authorities named him": a day told by what follows, not by what was told before
        "day-before" if lang == Lang::En => {
            let next = atoms.get(close).filter(|a| a.kind == Kind::Word && !a.breaks);
            let goes_on = matches!(
                after(1),
                "in" | "on" | "at" | "and" | "but" | "by" | "with" | "from" | "to" | "when" | "after"
            );
            if next.is_some() && !goes_on {
                return None;
            }
        }
        "duration" => {
            // "on the programme ''60 Minutes''": a title
            let quoted = first.glued && matches!(before(1), "'" | "\"" | "“" | "«");
            let titled = atoms.get(close - 1).is_some_and(|a| a.capital && !a.shouted);
            if quoted && titled && atoms.digits(open).is_some() {
                return None;
            }
            let article = matches!(atoms.word(open), "a" | "an" | "per");
            // "$76 a share a year", "twice a week": a rate
            let rate = open > 0
                && (atoms.digits(open - 1).is_some()
                    || matches!(
                        before(1),
                        "times"
                            | "once"
                            | "twice"
                            | "percent"
                            | "%"
                            | "dollars"
                            | "share"
                            | "barrels"
                            | "seats"
                            | "people"
                            | "million"
                            | "billion"
                            | "fois"
                            | "par"
                    ));
            if article && rate {
                return None;
            }
            if m.frame.get(Slot::Unit) == super::grammar::symbol("QU")
                && (m.frame.get(Slot::N) == Some(100) || !matches!(after(1), "of" | "in" | "," | "." | "ago"))
                && !matches!(atoms.word(close - 1), "quarters" | "trimestres" | "trimestre")
            {
                return None;
            }
            // "a second", "three seconds" of a vote; "a minute"
            if matches!(atoms.word(close - 1), "second" | "seconde") {
                return None;
            }
            if lang == Lang::Fr
                && matches!(after(1), "de")
                && matches!(atoms.word(close.saturating_sub(1)), "an" | "ans")
                && matches!(atoms.word(close + 1), "prison" | "reclusion")
            {
                return Some(m);
            }
            if matches!(after(1), "old") || after(1) == "-" && atoms.word(close + 1) == "old" {
                return None;
            }
        }
        "duration-hyphen" => {
            // "three-quarters of the town"
            if matches!(atoms.word(close - 1), "quarters") && matches!(after(1), "of" | "the" | "full" | "-") {
                return None;
            }
            if after(1) == "-" && atoms.word(close + 1) == "old" || after(1) == "old" {
                return None;
            }
        }
        "duration-the" => m.frame.to_vague(),
        "duration-some-time" => {
            if m.frame.get(Slot::Weak).is_some() && !matches!(before(1), "for" | "in" | "after" | "quite") {
                return None;
            }
        }
        "decade" => {
            // "a man in his 30s"
            let aged = matches!(before(1), "his" | "her" | "their" | "early" | "late" | "mid" | "-" | "my")
                && atoms.len_of(close - 2) == 2
                && atoms.word(close - 1) == "s";
            let bare = atoms.len_of(open) == 2 && atoms.get(open).is_some_and(|a| a.kind == Kind::Digits);
            if aged || bare && !matches!(before(1), "the" | "'") {
                return None;
            }
        }
        "set-adverb" => {
            // "held here annually": a feast; "20 % annually" is a rate
            let kept = matches!(
                before(1),
                "held"
                    | "here"
                    | "there"
                    | "meet"
                    | "meets"
                    | "met"
                    | "marked"
                    | "celebrated"
                    | "observed"
                    | "gather"
                    | "gathers"
            );
            if m.frame.get(Slot::Weak).is_some() && !kept {
                return None;
            }
        }
        "present" | "past" | "future" => {
            if m.frame.get(Slot::Weak).is_some() {
                return None;
            }
        }
        "pod-the" => {
            let led = matches!(
                before(1),
                "in" | "during"
                    | "by"
                    | "until"
                    | "at"
                    | "before"
                    | "since"
                    | "around"
                    | "through"
                    | "the"
                    | "le"
                    | "la"
                    | "l"
                    | "'"
                    | "des"
                    | "vers"
                    | "au"
                    | "a"
            );
            let noun = atoms.get(close).is_some_and(|a| a.kind == Kind::Word && !a.breaks)
                && !matches!(
                    after(1),
                    "and"
                        | "when"
                        | "the"
                        | "as"
                        | "by"
                        | "in"
                        | "on"
                        | "to"
                        | "after"
                        | "before"
                        | "for"
                        | "with"
                        | "from"
                        | "et"
                        | "a"
                        | "par"
                        | "dans"
                        | "sur"
                        | "les"
                        | "des"
                        | "un"
                        | "une"
                        | "le"
                        | "la"
                        | "il"
                        | "ils"
                );
            if !led || noun && lang == Lang::En {
                return None;
            }
        }
        "clock" => {
            // a score, a ratio, a verse: "won 10:35" is no time without company
            if matches!(atoms.word(open), "midi") && lang == Lang::Fr && matches!(before(1), "du" | "le") {
                return None;
            }
            // "wounded 5 in the morning raid"
            let led =
                matches!(before(1), "at" | "around" | "about" | "by" | "until" | "before" | "after" | "since" | "from");
            if atoms.word(open + 1) == "in" && !led {
                return None;
            }
        }
        "season" => {
            let followed = atoms.word(close);
            if followed == "of"
                || lang == Lang::En
                    && matches!(atoms.word(close - 1), "fall" | "spring")
                    && !matches!(before(1), "the" | "in" | "this" | "last" | "since")
                    && !first.capital
            {
                return None;
            }
        }
        "holiday" => {
            if m.frame.get(Slot::Weak).is_some() && !first.capital {
                return None;
            }
            if lang == Lang::En && !first.capital {
                return None;
            }
        }
        _ => {}
    }
    Some(m)
}

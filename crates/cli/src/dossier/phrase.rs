//! Values in words: days, counts, names, quotes.

use tarikh::Reading;
use tarikh::types::{Date, Evidence, Holder, Place, Realis, Span, Toll, When, WhenBasis};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// The longest quote, in characters; the rest stands in the JSON.
const QUOTE: usize = 220;

/// "19 September 2024".
pub fn date(day: Date) -> String {
    format!("{} {} {}", day.day(), MONTHS[day.month() as usize - 1], day.year())
}

/// "17 September 2024", "September 2024", "2021", "1 to 5 March 2024".
pub fn days(when: &When) -> String {
    let (a, b) = (when.start, when.end);
    let first = a.day() == 1;
    let month = MONTHS[a.month() as usize - 1];
    if a == b {
        date(a)
    } else if a.year() == b.year() && first && a.month() == 1 && b.month() == 12 && b.day() == 31 {
        a.year().to_string()
    } else if (a.year(), a.month()) == (b.year(), b.month()) {
        if first && b == b.last_of_month() {
            format!("{month} {}", a.year())
        } else {
            format!("{} to {}", a.day(), date(b))
        }
    } else if a.year() == b.year() && first && b == b.last_of_month() {
        format!("{month} to {} {}", MONTHS[b.month() as usize - 1], b.year())
    } else {
        format!("{} to {}", date(a), date(b))
    }
}

/// How a time is known: "worked out from “Tuesday”".
pub fn basis(reading: &Reading, when: &When) -> Option<String> {
    let words = when.evidence.as_ref().map(|e| quote(reading, e.span));
    match (when.basis, words) {
        (WhenBasis::Stated, _) => None,
        (WhenBasis::Resolved, Some(words)) => Some(format!("worked out from {words}")),
        (WhenBasis::Resolved, None) => Some("worked out".to_string()),
        (WhenBasis::Inferred, Some(words)) => Some(format!("inferred from {words}")),
        (WhenBasis::Inferred, None) => Some("inferred".to_string()),
    }
}

/// "71 or more people", "40 to 60", "soldiers, number open".
pub fn count(toll: &Toll) -> String {
    let n = match (toll.low, toll.best, toll.high) {
        (_, Some(best), None) if toll.low.is_none_or(|l| l == best) => best.to_string(),
        (None, Some(best), Some(high)) if high == best => best.to_string(),
        (Some(low), Some(best), Some(high)) if low == high => best.to_string(),
        (Some(low), Some(best), None) => format!("{best} ({low} or more)"),
        (None, Some(best), Some(high)) => format!("{best} ({high} at most)"),
        (Some(low), Some(best), Some(high)) => format!("{best} ({low} to {high})"),
        (Some(low), None, None) => format!("{low} or more"),
        (None, None, Some(high)) => format!("{high} at most"),
        (Some(low), None, Some(high)) => format!("{low} to {high}"),
        (None, _, None) => return format!("{}, number open", plural(&toll.of)),
    };
    let of = if n == "1" { toll.of.clone() } else { plural(&toll.of) };
    format!("{n} {of}")
}

/// The least and greatest number that any statement gives.
pub fn range(tolls: &[&Toll]) -> Option<(u32, u32)> {
    let all = || tolls.iter().flat_map(|t| [t.low, t.best, t.high]).flatten();
    Some((all().min()?, all().max()?))
}

/// The plural of what is counted: a plain English noun in most cases.
pub fn plural(noun: &str) -> String {
    match noun {
        "person" | "people" => "people".into(),
        "child" => "children".into(),
        "man" | "woman" => noun.replace("man", "men"),
        "police" | "aircraft" | "cattle" | "personnel" => noun.into(),
        n if n.ends_with('s') => n.into(),
        n if n.ends_with("man") => format!("{}men", &n[..n.len() - 3]),
        n if n.ends_with('y') && !n.ends_with(['a', 'e', 'o']) && !n.ends_with("ey") && !n.ends_with("ay") => {
            format!("{}ies", &n[..n.len() - 1])
        }
        n if n.ends_with("ch") || n.ends_with("sh") || n.ends_with('x') => format!("{n}es"),
        n => format!("{n}s"),
    }
}

/// "Bamako (ML)", "Kidal, Kidal Region (ML)".
pub fn place(place: &Place) -> String {
    let unit = place.admin1.as_deref().filter(|a| *a != place.name).map(|a| format!(", {a}")).unwrap_or_default();
    let country = place.country.as_deref().map(|c| format!(" ({c})")).unwrap_or_default();
    format!("{}{unit}{country}", one_line(&place.name))
}

/// Whose claim it is.
pub fn holder(reading: &Reading, holder: Holder, words: Option<Span>) -> String {
    match holder {
        Holder::Report => "the report".to_string(),
        Holder::Actor(id) => reading.actors.get(id.index()).map_or_else(|| id.to_string(), |a| one_line(&a.name)),
        Holder::Unnamed => match words {
            Some(span) if !span.is_empty() => one_line(span.of(&reading.report.text)),
            _ => "somebody not named".to_string(),
        },
    }
}

/// The report's words in quotation marks, on one line.
pub fn quote(reading: &Reading, span: Span) -> String {
    let words = one_line(span.of(&reading.report.text));
    match words.char_indices().nth(QUOTE) {
        Some((at, _)) => {
            let cut = words[..at].rfind(' ').unwrap_or(at);
            format!("“{} …”", &words[..cut])
        }
        None => format!("“{words}”"),
    }
}

/// The report's words with the sentence around them, where they are too few to be understood alone ("explosions").
pub fn quote_in_sentence(reading: &Reading, span: Span) -> String {
    let text = &reading.report.text;
    let words = span.of(text);
    if words.chars().count() > 40 {
        return quote(reading, span);
    }
    let (before, after) = (text.get(..span.start as usize), text.get(span.end as usize..));
    let (Some(before), Some(after)) = (before, after) else { return quote(reading, span) };
    let stops = |c: char| matches!(c, '.' | '!' | '?' | '\n');
    let start = before.rfind(stops).map_or(0, |at| at + 1);
    let end = after.find(stops).map_or(after.len(), |at| at + usize::from(!after[at..].starts_with('\n')));
    let (before, after) = (one_line(&before[start..]), one_line(&after[..end]));
    let (before, after) = (last(&before, 90), first(&after, 90));
    let space = if after.starts_with(|c: char| c.is_alphanumeric()) { " " } else { "" };
    format!("“{}”", format!("{before} {}{space}{after}", one_line(words)).trim())
}

/// The last words of a text, at most `n` characters.
fn last(text: &str, n: usize) -> String {
    let skip = text.chars().count().saturating_sub(n);
    match text.char_indices().nth(skip) {
        Some((at, _)) if skip > 0 => format!("… {}", text[at..].split_once(' ').map_or("", |(_, rest)| rest)),
        _ => text.to_string(),
    }
}

/// The first words of a text, at most `n` characters.
fn first(text: &str, n: usize) -> String {
    match text.char_indices().nth(n) {
        Some((at, _)) => format!("{} …", text[..at].rsplit_once(' ').map_or("", |(rest, _)| rest)),
        None => text.to_string(),
    }
}

/// The rule and place of a value: "[tolls/at-least@1 at 120-188]", code points as in the JSON.
pub fn why(reading: &Reading, evidence: &Evidence) -> String {
    let text = &reading.report.text;
    let point = |at: u32| text.get(..at as usize).map_or(0, |t| t.chars().count());
    format!("[{} at {}-{}]", evidence.by, point(evidence.span.start), point(evidence.span.end))
}

/// What an event's realis adds to its name.
pub fn realis(realis: Realis) -> &'static str {
    match realis {
        Realis::Occurred => "",
        Realis::Ongoing => "still going on",
        Realis::Negated => "did not happen",
        Realis::Planned => "planned",
        Realis::Possible => "not certain",
        Realis::Expected => "foretold",
    }
}

/// Text without line breaks.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first letter in capitals.
pub fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

//! The lines at the top of a report: title, credit line, dateline. They go into the report's fields, out of its text.
//!
//! ```text
//! Mali capital attack left more than 70 dead            title
//! Bamako, 19 September 2024 (Meridian News Agency)      credit: place, day, source
//! BAMAKO (MNA) — Gunmen …                               dateline: place, source
//! ```
//!
//! A line is only taken where its form is sure; a line that may be a sentence stays in the text.

mod credit;
mod dateline;
mod words;

use crate::lines::Line;
use types::Date;

/// What stood around the text.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Head {
    pub title: Option<String>,
    pub source: Option<String>,
    pub place: Option<String>,
    pub published: Option<Date>,
}

/// How many lines at the top may belong to the head.
const TOP: usize = 5;

/// Takes title, credit lines and dateline out of `lines`. `title` is the one that markup gives, if any.
pub fn take(lines: &mut Vec<Line>, title: Option<String>) -> Head {
    let mut head = Head { title, ..Head::default() };
    drop_repeated_title(lines, head.title.as_deref());
    // The credit line may stand before the title: "Volta Wire, 21 June 2024", then the headline.
    if head.title.is_none()
        && lines.len() > 1
        && !credit::opens_with_kind(&lines[0].text)
        && is_title(&lines[0].text)
        && !credit::parse(&lines[0].text)
            .is_some_and(|c| c.is_sure() && (c.published.is_some() || is_title(&lines[1].text)))
    {
        head.title = Some(lines.remove(0).text);
    }
    let mut i = 0;
    while i < lines.len().min(TOP) && lines[i].text.chars().count() <= credit::LONGEST {
        match credit::parse(&lines[i].text) {
            // The last line is the text itself, whatever it looks like.
            Some(credit) if lines.len() > 1 => {
                lines.remove(i);
                head.add(credit);
                let next = lines.get(i).filter(|_| head.title.is_none() && lines.len() > 1);
                if next.is_some_and(|l| is_title(&l.text) && credit::parse(&l.text).is_none()) {
                    head.title = Some(lines.remove(i).text);
                }
            }
            _ => i += 1,
        }
    }
    drop_repeated_title(lines, head.title.as_deref());
    let speakers = lines.iter().skip(1).any(|l| dateline::names_speaker(&l.text));
    if let Some(first) = lines.first_mut()
        && let Some((cut, credit)) = dateline::parse(&first.text, speakers)
    {
        let left = first.text[cut..].trim();
        if left.contains(char::is_alphanumeric) {
            first.text = left.to_string();
            head.add(credit);
        }
    }
    head.place = head.place.map(|p| words::in_title_case(&p));
    head
}

impl Head {
    /// What an earlier line said stays.
    fn add(&mut self, credit: credit::Credit) {
        self.title = self.title.take().or(credit.programme);
        self.source = self.source.take().or(credit.source);
        self.place = self.place.take().or(credit.place);
        self.published = self.published.or(credit.published);
    }
}

/// A short line that is no sentence: no full stop at its end. A question may be a title.
fn is_title(line: &str) -> bool {
    let end = line.trim_end_matches(['"', '”', '»', '’', '\'', ' ', '\u{A0}']);
    let n = line.chars().count();
    let speaks = dateline::names_speaker(line) && !heads_a_statement(line);
    (2..=180).contains(&n) && !end.ends_with(['.', ':', ';', ',']) && !speaks
}

/// "BLA: "Nine hours on the road"": the body that speaks, and nothing but its heading in quotation marks.
fn heads_a_statement(line: &str) -> bool {
    const MARKS: [char; 5] = ['"', '“', '”', '«', '»'];
    line.split_once(": ").is_some_and(|(_, rest)| {
        let rest = rest.trim();
        rest.starts_with(MARKS) && rest.ends_with(MARKS) && rest.matches(MARKS).count() == 2
    })
}

/// Pages often print their title a second time above the text.
fn drop_repeated_title(lines: &mut Vec<Line>, title: Option<&str>) {
    let Some(title) = title else { return };
    let plain = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let title = plain(title);
    if lines.len() > 1 && !title.is_empty() && plain(&lines[0].text) == title {
        lines.remove(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lines;

    fn read(text: &str) -> (Head, String) {
        let mut lines = lines::of(text);
        let head = take(&mut lines, None);
        (head, lines::join(&lines))
    }

    fn check(text: &str, title: &str, source: &str, place: &str, day: &str, body: &str) {
        let (head, left) = read(text);
        let some = |s: &str| (!s.is_empty()).then(|| s.to_string());
        let day = some(day).map(|d| d.parse().expect("a day"));
        let want = Head { title: some(title), source: some(source), place: some(place), published: day };
        assert_eq!((head, left.as_str()), (want, body), "{text}");
    }

    #[test]
    fn a_quoted_heading_of_a_body_is_a_title() {
        check(
            "RLF: \"Two nights at the ford\"\nStatement, 3 May 2025\n\nOur men took the ford on Friday. They hold it still.",
            "RLF: \"Two nights at the ford\"",
            "",
            "",
            "2025-05-03",
            "Our men took the ford on Friday. They hold it still.",
        );
    }

    #[test]
    fn title_place_day_and_source() {
        let body = "Gunmen raided a camp on Tuesday, the army said.";
        for (credit, source, place, day) in [
            ("Sévaré, 3 May 2023 (Delta Wire)", "Delta Wire", "Sévaré", "2023-05-03"),
            ("Sévaré, le 3 mai 2023", "", "Sévaré", "2023-05-03"),
            ("Sévaré (La Voix du Delta)", "La Voix du Delta", "Sévaré", ""),
            ("The Delta Courier, 3 May 2023", "The Delta Courier", "", "2023-05-03"),
            ("Collectif des ONG du Delta, 3 mai 2023", "Collectif des ONG du Delta", "", "2023-05-03"),
            ("3 May 2023 | Delta Daily", "Delta Daily", "", "2023-05-03"),
            ("Published 3 May 2023", "", "", "2023-05-03"),
            ("Publié le 03/05/2023 à 14h20", "", "", "2023-05-03"),
            ("Press release, Northern Command, Sévaré", "Northern Command", "Sévaré", ""),
            (
                "Sévaré, 3 May 2023 (Army press office, unofficial translation)",
                "Army press office",
                "Sévaré",
                "2023-05-03",
            ),
            ("Monitoring note, statement posted 3 May 2023", "", "", "2023-05-03"),
            ("SÉVARÉ, Mali (May 3, 2023)", "", "Sévaré", "2023-05-03"),
            ("By Awa Traoré in Sévaré, Delta Wire, 3 May 2023", "Delta Wire", "", "2023-05-03"),
            ("Source: Delta Daily", "Delta Daily", "", ""),
            ("Delta News Agency", "Delta News Agency", "", ""),
            ("Wednesday, May 3, 2023", "", "", "2023-05-03"),
        ] {
            check(&format!("Raid on a camp\n{credit}\n\n{body}"), "Raid on a camp", source, place, day, body);
        }
    }

    #[test]
    fn the_credit_line_may_come_first() {
        let body = "Gunmen raided a camp on Tuesday, the army said.";
        check(
            &format!("Delta Wire, 3 May 2023\nRaid on a camp\n{body}"),
            "Raid on a camp",
            "Delta Wire",
            "",
            "2023-05-03",
            body,
        );
        let talk = "HOST: Good morning.\n\nDIALLO: Good morning.";
        check(
            &format!("Transcript: Delta at Seven, River Radio, 3 May 2023\n\n{talk}"),
            "Delta at Seven",
            "River Radio",
            "",
            "2023-05-03",
            talk,
        );
    }

    #[test]
    fn a_report_without_a_title_may_open_with_its_credit_line() {
        let body = "Gunmen raided a camp on Tuesday, the army said.\n\nIt gave no figure.";
        check(&format!("SÉVARÉ, 3 May 2023 (Delta Wire)\n\n{body}"), "", "Delta Wire", "Sévaré", "2023-05-03", body);
    }

    #[test]
    fn datelines_are_cut_from_the_first_line() {
        let said = "Gunmen raided a camp, the army said.";
        for (line, source, place, day) in [
            ("SÉVARÉ (DW) — ", "DW", "Sévaré", ""),
            ("SÉVARÉ, Mali (DW) _ ", "DW", "Sévaré", ""),
            ("SAN PEDRO, 4 FEB 90 (DW-NAP) -- ", "DW-NAP", "San Pedro", "1990-02-04"),
            ("SÉVARÉ, May 3 (Delta Wire) - ", "Delta Wire", "Sévaré", ""),
            ("SÉVARÉ: ", "", "Sévaré", ""),
            ("SÉVARÉ - ", "", "Sévaré", ""),
            ("Sévaré, 3 mai 2023 (Delta) – ", "Delta", "Sévaré", "2023-05-03"),
            ("(Delta Wire) - ", "Delta Wire", "", ""),
        ] {
            check(&format!("Raid on a camp\n\n{line}{said}"), "Raid on a camp", source, place, day, said);
        }
    }

    #[test]
    fn sentences_stay_in_the_text() {
        for text in [
            "On 3 May 2023 gunmen raided a camp.\n\nNobody died.",
            "HOST: Good morning.\n\nDIALLO: Good morning.",
            "The army - which has said nothing - left.\n\nNobody died.",
            "In the north: nothing new, the army said.\n\nNobody died.",
            "A man (Diallo) was arrested on Monday - he denies it.",
        ] {
            check(text, "", "", "", "", text);
        }
    }

    #[test]
    fn a_heading_after_the_first_paragraphs_stays() {
        let body = "Gunmen raided a camp.\n\nTensions in the delta\n\nThe raid came after a year of calm.";
        check(&format!("Raid on a camp\n{body}"), "Raid on a camp", "", "", "", body);
    }
}

//! The names of a table's columns → which of them holds the text, the title, the day, the source.
//!
//! `headline;body;outlet` is understood by itself; `--columns text=Body_2,published=scraped_on` names what is not.

use crate::item::fault;
use report::{Fault, Given};
use types::{Date, Lang};

/// The fields of a report that a column can hold.
const FIELDS: [(&str, &[&str]); 7] = [
    (
        "text",
        &[
            "text",
            "body",
            "content",
            "article",
            "full_text",
            "fulltext",
            "article_text",
            "maintext",
            "texte",
            "contenu",
            "corps",
        ],
    ),
    ("title", &["title", "headline", "titre", "heading"]),
    (
        "published",
        &[
            "published",
            "date",
            "published_at",
            "publish_date",
            "publication_date",
            "pubdate",
            "published_date",
            "dct",
            "date_publication",
            "jour",
        ],
    ),
    ("source", &["source", "publisher", "outlet", "media", "newspaper", "source_name", "domain", "journal", "éditeur"]),
    ("url", &["url", "link", "address", "lien", "uri"]),
    ("lang", &["lang", "language", "langue"]),
    ("id", &["id", "file", "doc_id", "article_id", "uuid", "identifiant"]),
];

/// Which columns hold what, as a user names them; what is not named is found by usual names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns(Vec<(String, String)>);

impl Columns {
    /// Reads `text=body,title=headline`.
    pub fn parse(text: &str) -> Result<Columns, String> {
        let known = || FIELDS.map(|(f, _)| f).join(", ");
        let mut pairs = Vec::new();
        for part in text.split(',').filter(|p| !p.trim().is_empty()) {
            let (field, column) =
                part.split_once('=').ok_or_else(|| format!("expected FIELD=COLUMN, but found \"{part}\""))?;
            let (field, column) = (field.trim(), column.trim());
            if !FIELDS.iter().any(|(f, _)| *f == field) {
                return Err(format!("expected one of {}, but found \"{field}\"", known()));
            }
            pairs.push((field.to_string(), column.to_string()));
        }
        Ok(Columns(pairs))
    }

    /// Where each field stands among the columns of a table.
    pub(crate) fn find(&self, header: &[String]) -> Result<Places, Fault> {
        let plain = |s: &str| s.trim().trim_start_matches('\u{feff}').to_lowercase().replace([' ', '-'], "_");
        let mut at = [None; FIELDS.len()];
        for (i, (field, usual)) in FIELDS.iter().enumerate() {
            let named = self.0.iter().find(|(f, _)| f == field).map(|(_, column)| column);
            at[i] = match named {
                Some(column) => {
                    let found = header.iter().position(|h| plain(h) == plain(column));
                    if found.is_none() {
                        let message = format!("expected a column \"{column}\", but found {}", listed(header));
                        return Err(fault(
                            message,
                            "name the columns with --columns text=NAME,title=NAME,published=NAME",
                        ));
                    }
                    found
                }
                None => usual.iter().find_map(|u| header.iter().position(|h| plain(h) == *u)),
            };
        }
        match at[0] {
            Some(_) => Ok(Places(at)),
            None => Err(fault(
                format!("expected a column with the reports' text, but found {}", listed(header)),
                "name it with --columns text=NAME",
            )),
        }
    }
}

fn listed(header: &[String]) -> String {
    let names: Vec<String> = header.iter().take(12).map(|h| format!("\"{}\"", h.trim())).collect();
    match (names.len(), header.len()) {
        (0, _) => "no columns".to_string(),
        (n, all) if n < all => format!("{} and {} more", names.join(", "), all - n),
        _ => names.join(", "),
    }
}

/// The positions of the columns.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Places([Option<usize>; FIELDS.len()]);

impl Places {
    /// Every position, in order.
    #[cfg(feature = "parquet")]
    pub fn all(&self) -> Vec<usize> {
        let mut all: Vec<usize> = self.0.iter().flatten().copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The positions of the same columns in a table that has only `names`.
    #[cfg(feature = "parquet")]
    pub fn among(&self, header: &[String], names: &[String]) -> Places {
        Places(self.0.map(|at| at.and_then(|i| names.iter().position(|n| *n == header[i]))))
    }

    /// The text of a row, and what its other columns say; `cell` gives a cell's words.
    pub fn row(&self, cell: impl Fn(usize) -> Option<String>) -> (String, Given) {
        let get = |i: usize| self.0[i].and_then(&cell).map(|s| s.trim().to_string()).filter(|s| !s.is_empty());
        let lang = get(5).map(|l| l.to_lowercase());
        let given = Given {
            file: get(6),
            title: get(1),
            url: get(4),
            published: get(2).as_deref().and_then(day),
            source: get(3),
            lang: lang.and_then(|l| [Lang::En, Lang::Fr].into_iter().find(|x| l.starts_with(x.code()))),
        };
        (get(0).unwrap_or_default(), given)
    }
}

/// The day in a cell: 2024-09-19, with or without an hour; 20240919; or as people write it.
pub(crate) fn day(cell: &str) -> Option<Date> {
    let cell = cell.trim();
    let plain = cell.len() == 8 && cell.bytes().all(|b| b.is_ascii_digit());
    if plain {
        return format!("{}-{}-{}", &cell[..4], &cell[4..6], &cell[6..]).parse().ok();
    }
    cell.get(..10).and_then(|d| d.parse().ok()).or_else(|| report::day_in(cell))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(list: &[&str]) -> Vec<String> {
        list.iter().map(|s| s.to_string()).collect()
    }

    #[test]
    fn usual_names_are_known_and_others_are_given() {
        let header = names(&["\u{feff}Headline", "Body", "Publication date", "no"]);
        let row = ["Raid", " Gunmen came. ", "3 May 2023", "7"];
        let places = Columns::default().find(&header).expect("columns");
        let (text, given) = places.row(|i| Some(row[i].to_string()));
        assert_eq!((text.as_str(), given.title.as_deref()), ("Gunmen came.", Some("Raid")));
        assert_eq!(given.published.map(|d| d.to_string()).as_deref(), Some("2023-05-03"));
        let places = Columns::parse("text=no, id=headline").expect("columns").find(&header).expect("columns");
        let (text, given) = places.row(|i| Some(row[i].to_string()));
        assert_eq!((text.as_str(), given.file.as_deref()), ("7", Some("Raid")));
    }

    #[test]
    fn what_is_missing_is_named() {
        let header = names(&["a", "b"]);
        let fault = Columns::default().find(&header).expect_err("no text");
        assert!(fault.message.contains("\"a\", \"b\"") && fault.hint.is_some_and(|h| h.contains("--columns")));
        assert!(Columns::parse("text=c").expect("columns").find(&header).expect_err("no c").message.contains("\"c\""));
        assert!(Columns::parse("words=c").is_err() && Columns::parse("text").is_err());
    }

    #[test]
    fn days_of_every_form() {
        for (cell, want) in [
            ("2024-09-19", "2024-09-19"),
            ("2024-09-19T10:00:00Z", "2024-09-19"),
            ("20240919", "2024-09-19"),
            ("19/09/2024", "2024-09-19"),
            ("19 septembre 2024", "2024-09-19"),
            ("Sept. 19, 2024", "2024-09-19"),
        ] {
            assert_eq!(day(cell).map(|d| d.to_string()).as_deref(), Some(want), "{cell}");
        }
        assert_eq!(day("soon"), None);
    }
}

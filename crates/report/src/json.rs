//! One line of .jsonl → a report: how other programs hand over what they fetched.
//!
//! `{"text": …, "title"?, "source"?, "published"?: "2024-09-19", "url"?, "lang"?: "en" | "fr", "id"? | "file"?}`

use crate::{Fault, Given, from_bytes};
use serde_json::Value;
use types::{Lang, Report};

/// The report in a JSON object. What the object says goes before what its text says; `given` goes before both.
pub fn from_json(line: &str, given: &Given) -> Result<Report, Fault> {
    let hint = "a line of .jsonl is {\"text\": …, \"title\"?, \"source\"?, \"published\"?, \"url\"?, \"lang\"?}";
    let object: Value = serde_json::from_str(line)
        .map_err(|e| Fault::new(format!("expected a JSON object, but found a fault at column {}", e.column()), hint))?;
    let field = |name: &str| object[name].as_str().map(str::to_string);
    let Some(text) = field("text") else {
        return Err(Fault::new("expected an object with \"text\", but found none", hint));
    };
    let day = field("published").or_else(|| field("date")).or_else(|| field("dct"));
    let day = day.and_then(|d| d.get(..10)?.parse().ok());
    let lang = field("lang").or_else(|| field("language"));
    let lang = lang.and_then(|l| [Lang::En, Lang::Fr].into_iter().find(|x| l.starts_with(x.code())));
    let name = field("file").or_else(|| field("id"));
    let mut known = Given {
        file: None,
        title: given.title.clone().or_else(|| field("title")),
        url: given.url.clone().or_else(|| field("url")),
        published: given.published.or(day),
        source: given.source.clone().or_else(|| field("source")),
        lang: given.lang.or(lang),
    };
    let mut report = from_bytes(text.as_bytes(), &known)?;
    known.file = name.or_else(|| given.file.clone());
    report.file = known.file;
    Ok(report)
}

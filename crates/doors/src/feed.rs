//! RSS, Atom and JSON feeds → their entries. A feed with broken entries gives the others.
//!
//! `<item><title>Raid</title><description>Gunmen came…` → an item with title, day, address and the feed's own name as
//! source. What an entry holds is read; the page that it links to is not fetched.

use crate::item::{Body, Item, fault};
use report::{Fault, Given};
use types::Date;

/// A feed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Feed {
    /// Its name: who publishes.
    pub title: Option<String>,
    /// Its entries in order; for each that is broken, why.
    pub entries: Vec<Result<Entry, Fault>>,
}

/// An entry of a feed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// What tells it from the feed's other entries, whatever else of it changes; empty where nothing does.
    pub id: String,
    /// Its headline.
    pub title: Option<String>,
    /// The page it is about.
    pub link: Option<String>,
    /// The day it was published.
    pub published: Option<Date>,
    /// What it holds, as markup or plain text: the whole report, or its first lines.
    pub text: Option<String>,
}

/// Reads a feed.
pub fn parse(bytes: &[u8]) -> Result<Feed, Fault> {
    match parsed(bytes) {
        Ok(feed) => Ok(take(feed)),
        Err(_) => piecewise(bytes).ok_or_else(|| {
            fault("expected a feed, but found none that can be read", "tarikh reads RSS, Atom and JSON Feed")
        }),
    }
}

/// An entry that does not say its id is told apart by its address, else by its title; never by chance.
fn parsed(bytes: &[u8]) -> feed_rs::parser::ParseFeedResult<feed_rs::model::Feed> {
    let parser = feed_rs::parser::Builder::new().id_generator(|links, title, _| {
        let link = links.first().map(|l| l.href.clone());
        link.or_else(|| title.as_ref().map(|t| t.content.clone())).unwrap_or_default()
    });
    parser.build().parse(bytes)
}

fn take(feed: feed_rs::model::Feed) -> Feed {
    let words = |t: feed_rs::model::Text| Some(report::plain(&t.content)).filter(|t| !t.is_empty());
    let entries = feed.entries.into_iter().map(|e| {
        let body = e.content.and_then(|c| c.body).filter(|b| !b.trim().is_empty());
        let link = e.links.iter().find(|l| l.rel.as_deref().is_none_or(|r| r == "alternate")).or(e.links.first());
        let day = e.published.or(e.updated).and_then(|d| d.format("%Y-%m-%d").to_string().parse().ok());
        Ok(Entry {
            id: e.id,
            title: e.title.and_then(words),
            link: link.map(|l| l.href.clone()),
            published: day,
            text: body.or(e.summary.map(|s| s.content)).filter(|t| !t.trim().is_empty()),
        })
    });
    Feed { title: feed.title.and_then(words), entries: entries.collect() }
}

/// A feed that is broken somewhere: every entry is read by itself, inside the feed's head.
fn piecewise(bytes: &[u8]) -> Option<Feed> {
    let text = String::from_utf8_lossy(bytes);
    let (tag, close) = if text.contains("<item>") || text.contains("<item ") {
        ("item", if text.contains("<rdf:RDF") { "</rdf:RDF>" } else { "</channel></rss>" })
    } else if text.contains("<entry>") || text.contains("<entry ") {
        ("entry", "</feed>")
    } else {
        return None;
    };
    let (open, end) = (format!("<{tag}"), format!("</{tag}>"));
    let starts: Vec<usize> = text
        .match_indices(&open)
        .map(|(i, _)| i)
        .filter(|i| text[i + open.len()..].starts_with([' ', '>', '\n', '\r', '\t']))
        .collect();
    let first = *starts.first()?;
    // The head may be broken as well; then the entries stand in one of our own.
    let own = match tag {
        "item" if close == "</rdf:RDF>" => return None,
        "item" => {
            "<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel>"
        }
        _ => "<feed xmlns=\"http://www.w3.org/2005/Atom\">",
    };
    let theirs = &text[..first];
    let title = parsed(format!("{theirs}{close}").as_bytes()).ok().and_then(|f| take(f).title);
    let head = if title.is_some() { theirs } else { own };
    let mut feed = Feed { title, entries: Vec::new() };
    for (n, start) in starts.iter().enumerate() {
        let next = starts.get(n + 1).copied().unwrap_or(text.len());
        let piece = &text[*start..next];
        let entry = piece.find(&end).and_then(|at| {
            let whole = format!("{head}{}{close}", &piece[..at + end.len()]);
            take(parsed(whole.as_bytes()).ok()?).entries.into_iter().next()
        });
        feed.entries
            .push(entry.unwrap_or_else(|| Err(fault("expected an entry of a feed, but found broken markup", ""))));
    }
    Some(feed)
}

/// The reports in a feed's own words.
pub(crate) fn items(name: &str, bytes: &[u8]) -> Vec<Item> {
    let feed = match parse(bytes) {
        Ok(feed) => feed,
        Err(fault) => return vec![Item::new(name, Body::Fault(fault))],
    };
    if feed.entries.is_empty() {
        return vec![Item::skipped(name, "a feed without entries")];
    }
    let Feed { title: source, entries } = feed;
    let each = entries.into_iter().enumerate().map(|(i, entry)| {
        let name = format!("{name}: entry {}", i + 1);
        match entry {
            Err(fault) => Item::new(name, Body::Fault(fault)),
            Ok(entry) => {
                let name = entry.link.as_ref().map_or(name.clone(), |l| format!("{name} {l}"));
                let Some(text) = entry.text else {
                    return Item::skipped(name, "an entry of a feed without text");
                };
                let given = Given {
                    title: entry.title,
                    url: entry.link,
                    published: entry.published,
                    source: source.clone(),
                    ..Given::default()
                };
                Item { given, ..Item::new(name, body(text)) }
            }
        }
    });
    each.collect()
}

/// Entries hold pieces of pages: they have tags, but no head that would tell.
pub(crate) fn body(text: String) -> Body {
    let marked = text.contains("</") || text.contains("<br") || text.contains("<p>");
    // A piece of a page is all article: it is stripped of its tags, and nothing is looked for in it.
    let bytes = if marked { report::plain(&text).into_bytes() } else { text.into_bytes() };
    Body::Bytes { name: "entry.txt".to_string(), bytes }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Delta Wire</title>";

    fn texts(xml: &str) -> Vec<String> {
        items("f.xml", xml.as_bytes())
            .into_iter()
            .map(|i| match i.body {
                Body::Skipped(why) => format!("skipped {why}"),
                _ => i.report(&Given::default()).map_or_else(
                    |f| f.message,
                    |r| {
                        format!(
                            "{}|{}|{}|{}",
                            r.source.unwrap_or_default(),
                            r.title.unwrap_or_default(),
                            r.published.map(|d| d.to_string()).unwrap_or_default(),
                            r.text
                        )
                    },
                ),
            })
            .collect()
    }

    #[test]
    fn entries_carry_title_day_and_source() {
        let rss = format!(
            "{HEAD}<item><title>Raid &amp; flight</title><link>https://d.example/1</link><pubDate>Wed, 03 May 2023 08:00:00 GMT</pubDate><description>&lt;p&gt;Gunmen came.&lt;/p&gt;&lt;p&gt;They left.&lt;/p&gt;</description></item><item><title>Empty</title></item></channel></rss>"
        );
        assert_eq!(
            texts(&rss),
            [
                "Delta Wire|Raid & flight|2023-05-03|Gunmen came.\n\nThey left.",
                "skipped an entry of a feed without text"
            ]
        );
        let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>Delta</title><entry><title>Raid</title><id>1</id><updated>2023-05-03T08:00:00Z</updated><summary>Gunmen came.</summary></entry></feed>";
        assert_eq!(texts(atom), ["Delta|Raid|2023-05-03|Gunmen came."]);
    }

    #[test]
    fn a_broken_entry_stops_no_other() {
        let good = |n: u32| format!("<item><title>Raid {n}</title><description>Gunmen came.</description></item>");
        let broken = "<item><title>Raid 2</title><description>Gunmen <b>came.</description></item>";
        let rss = format!("{HEAD}{}{broken}{}</channel></rss>", good(1), good(3));
        let read = texts(&rss);
        assert_eq!(read.len(), 3, "{read:?}");
        assert!(read[0].contains("Raid 1") && read[2].contains("Raid 3"), "{read:?}");
        let cut = format!("{HEAD}{}<item><title>Raid 2</ti", good(1));
        let read = texts(&cut);
        assert!(read.len() == 2 && read[0].contains("Raid 1|") && read[1].contains("broken"), "{read:?}");
    }

    #[test]
    fn what_is_no_feed_is_refused() {
        assert!(parse(b"<html>").is_err() && parse(b"").is_err() && parse(b"<item>").is_ok());
    }
}

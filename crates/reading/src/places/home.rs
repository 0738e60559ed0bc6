//! Which countries stand behind a report before it is read: its source, its address, its dateline.
//!
//! "Agence malienne de presse" and `example.ml` both say Mali; a dateline "Bamako" does too. In: the document. Out:
//! countries, each with the loudness of one named place.

use crate::Doc;
use gazetteer::{CountryCode, Kind, NameKind};

/// The countries of a report's source, address and dateline, in order.
pub(super) fn home(doc: &Doc) -> Vec<(CountryCode, f32)> {
    let mut countries = Vec::new();
    let source = doc.report.source.iter().flat_map(|s| s.split_whitespace());
    countries.extend(source.filter_map(|word| country_of_word(doc, word)));
    countries.extend(doc.report.url.as_deref().and_then(country_of_address));
    countries.extend(doc.report.dateline_place.as_deref().and_then(|place| country_of_town(doc, place)));
    countries.sort();
    countries.into_iter().map(|c| (c, 1.0)).collect()
}

/// A country or people named in a source: "Malian", "Nigeria".
fn country_of_word(doc: &Doc, word: &str) -> Option<CountryCode> {
    let gazetteer = &doc.knowledge.places.gazetteer;
    let hits = gazetteer.find(word);
    let mut named = hits.iter().filter(|h| matches!(h.name, NameKind::Main | NameKind::Demonym));
    named.find_map(|h| gazetteer.entry(h.entry).filter(|e| e.kind == Kind::Country)).map(|e| e.country)
}

/// The country of a dateline's town: the most populous place of the name.
fn country_of_town(doc: &Doc, place: &str) -> Option<CountryCode> {
    let gazetteer = &doc.knowledge.places.gazetteer;
    let hits = gazetteer.find(place);
    let entries = hits.iter().filter_map(|h| gazetteer.entry(h.entry));
    entries.max_by_key(|e| (e.kind == Kind::Country, e.population)).map(|e| e.country).filter(|c| c.is_some())
}

/// The country of a host's last label: `.ml`, `.co.uk`.
fn country_of_address(url: &str) -> Option<CountryCode> {
    let host = url.split("://").last()?.split(['/', ':', '?']).next()?;
    let label = host.rsplit('.').next()?.to_ascii_uppercase();
    let iso = if label == "UK" { "GB" } else { label.as_str() };
    // letters that are sold as words, not used by the country
    if matches!(iso, "CO" | "IO" | "TV" | "ME" | "FM" | "AI" | "CC") {
        return None;
    }
    let code = CountryCode::of(iso);
    gazetteer::country(code).map(|c| c.iso)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_tell_countries() {
        assert_eq!(country_of_address("https://news.example.co.uk/a"), Some(CountryCode::of("GB")));
        assert_eq!(country_of_address("http://example.ml"), Some(CountryCode::of("ML")));
        assert_eq!(country_of_address("https://example.com/ml"), None);
        assert_eq!(country_of_address(""), None);
    }
}

//! A list of feeds (OPML) → their addresses, in order, each once.

use crate::item::fault;
use quick_xml::Reader;
use quick_xml::events::Event;
use report::Fault;

/// The addresses in a list of feeds. A list that is broken at its end gives those before.
pub fn addresses(bytes: &[u8]) -> Result<Vec<String>, Fault> {
    let text = String::from_utf8_lossy(bytes);
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    reader.config_mut().check_end_names = false;
    let mut found: Vec<String> = Vec::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) if tag.name().as_ref().eq_ignore_ascii_case("outline") => {
                for attribute in tag.attributes().with_checks(false).flatten() {
                    if attribute.key.as_ref().eq_ignore_ascii_case("xmlurl") {
                        let raw = &attribute.value;
                        let url = quick_xml::escape::unescape(raw).map_or(raw.to_string(), |u| u.trim().to_string());
                        if !url.is_empty() && !found.contains(&url) {
                            found.push(url);
                        }
                    }
                }
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    if found.is_empty() {
        return Err(fault(
            "expected a list of feeds, but found none in it",
            "an OPML file has lines like <outline type=\"rss\" xmlUrl=\"https://…\"/>",
        ));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::addresses;

    #[test]
    fn addresses_are_found_at_any_depth_and_once() {
        let opml = "\u{feff}<opml version='2.0'><body><outline text='W'><outline xmlUrl='https://a.example/?x=1&amp;y=2'/>\
            <outline xmlURL=\"https://b.example\"></outline><outline xmlUrl='https://b.example'/></outline><outline text='no'/>";
        assert_eq!(
            addresses(opml.as_bytes()),
            Ok(vec!["https://a.example/?x=1&y=2".into(), "https://b.example".into()])
        );
        assert!(addresses(b"<opml><body/></opml>").is_err() && addresses(b"\xff<").is_err());
    }
}

//! A web page → the lines of its article, with title, source and day from its metadata.
//!
//! The main text is found by trafilatura (feature `html`): quickly at first, and again with care where that answer looks
//! too short for the page. Where it finds nothing, or is not built in, the page is cut by [`strip`], which drops menus and
//! scripts and keeps the words of the rest.

#[cfg(feature = "html")]
mod lean;
mod strip;

use crate::Page;
use crate::lines;
pub use strip::{all_words, looks_like};

/// The article of a page.
pub fn main_text(html: &str) -> Page {
    let found = article(html).filter(|page| !page.lines.is_empty());
    found.unwrap_or_else(|| {
        let (title, text) = strip::strip(html);
        let notes = vec!["no article was found on the page: its whole text was taken".to_string()];
        Page { lines: lines::of(&text), title, notes, ..Page::default() }
    })
}

/// What trafilatura finds.
#[cfg(feature = "html")]
fn article(html: &str) -> Option<Page> {
    let html = lean::lean(html);
    // The extractor walks the tree by recursion: a page nested this deep is no article.
    if strip::depth(&html) > 400 {
        return None;
    }
    let quick = extract(&html, false);
    let found = match quick {
        Some(found) if !is_doubtful(found.content_text.len(), &html) => found,
        quick => extract(&html, true).or(quick).or_else(|| balanced(&html))?,
    };
    let meta = found.metadata;
    let known = |s: String| Some(s.trim().to_string()).filter(|s| !s.is_empty());
    let day = meta.date.and_then(|d| d.format("%Y-%m-%d").to_string().parse().ok());
    Some(Page {
        lines: lines::of(&all_words(&found.content_html)),
        title: known(meta.title),
        source: known(meta.sitename).or_else(|| known(meta.hostname)),
        url: known(meta.url),
        published: day,
        notes: Vec::new(),
    })
}

/// True where an article of `found` bytes may be a part, a teaser or a notice about cookies: it is short, or the page has
/// far more in long lines that end like sentences. A careful look costs as much again, and one page in seven needs it.
#[cfg(feature = "html")]
fn is_doubtful(found: usize, html: &str) -> bool {
    let is_prose = |line: &&lines::Line| {
        let end = line.text.trim_end_matches(['"', '”', '»', ')', '’']);
        line.text.len() >= 150 && end.ends_with(['.', '!', '?', '…', ':'])
    };
    let prose = || lines::of(&strip::strip(html).1).iter().filter(is_prose).map(|l| l.text.len()).sum::<usize>();
    found < 450 || found * 10 < prose() * 6
}

/// One run of trafilatura, precision first: what stands around the article tells of other events. With `care` its answer
/// is compared with readability's and jusText's, and the best is taken.
#[cfg(feature = "html")]
fn extract(html: &str, care: bool) -> Option<trafilatura::ExtractResult> {
    run(
        html,
        trafilatura::Options::default().with_fallback(care).with_focus(trafilatura::ExtractionFocus::FavorPrecision),
    )
}

/// A run that rather takes too much: for pages on which precision finds nothing.
#[cfg(feature = "html")]
fn balanced(html: &str) -> Option<trafilatura::ExtractResult> {
    run(html, trafilatura::Options::default().with_fallback(true))
}

#[cfg(feature = "html")]
fn run(html: &str, options: trafilatura::Options) -> Option<trafilatura::ExtractResult> {
    let options = options.with_exclude_comments(true).with_html_date_mode(trafilatura::HtmlDateMode::Fast);
    // Pages are written by others; should one of them make the extractor panic, the report is still read.
    std::panic::catch_unwind(|| trafilatura::extract(html, &options)).ok()?.ok()
}

#[cfg(not(feature = "html"))]
fn article(_html: &str) -> Option<Page> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<!doctype html><html lang=en><head><title>Raid on a camp</title>\
        <meta property='article:published_time' content='2023-05-03T08:00:00Z'><meta property='og:site_name' content='Delta Wire'></head>\
        <body><nav><a href=/>Home</a> <a href=/w>World</a></nav><article><h1>Raid on a camp</h1>\
        <p>Gunmen raided a camp near the river on Tuesday, the army said, and at least twelve people died in the fighting that followed.</p>\
        <h2>Tensions in the delta</h2><p>Residents gave another account: they spoke of thirty dead &amp; of houses that were burnt on both banks.</p>\
        <p>The governor&#8217;s office denied it, and said that the army had things in hand again since the early hours of Wednesday.</p></article>\
        <footer>© 2023 Delta Wire</footer><script>var x = '<p>no</p>';</script></body></html>";

    #[test]
    fn the_article_is_kept_and_the_menu_is_not() {
        let page = main_text(PAGE);
        let text = lines::join(&page.lines);
        assert!(text.contains("at least twelve people died") && text.contains("dead & of houses"), "{text}");
        assert!(text.contains("The governor’s office") && text.contains("Tensions in the delta"), "{text}");
        assert!(!text.contains("World") && !text.contains("var x"), "{text}");
        assert_eq!(page.title.as_deref(), Some("Raid on a camp"));
    }

    #[cfg(feature = "html")]
    #[test]
    fn metadata_gives_day_and_source() {
        let page = main_text(PAGE);
        assert_eq!(page.published.map(|d| d.to_string()).as_deref(), Some("2023-05-03"));
        assert_eq!(page.source.as_deref(), Some("Delta Wire"));
    }

    #[test]
    fn broken_pages_give_their_words() {
        let deep = format!("{}<p>Gunmen came.", "<div>".repeat(5000));
        for page in [
            "<html><p>Gunmen came.",
            "<html><body><p>Gunmen <b>came.",
            "<html><p>Gunmen came.</p><script>never closed",
            "<html><p>Gunmen came.<p a=\"<",
            "<html><!-- never closed --> <p>Gunmen came.</p><!--",
            &deep,
        ] {
            let text = lines::join(&main_text(page).lines);
            assert!(text.contains("Gunmen came."), "{page:.60}: {text}");
        }
    }
}

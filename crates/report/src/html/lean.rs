//! A page → the same page without what no reader sees and no article holds: scripts, styles, drawings, comments, menus, and
//! attributes that say nothing of an element's place on the page.
//!
//! `<p data-x=1>Gunmen came.</p><script>…</script><nav>…</nav>` → `<p>Gunmen came.</p>`. Three quarters of the bytes of a news
//! page are of this kind; the extractor would build trees of them, copy these and then take them out again. Scripts that hold
//! metadata (`application/ld+json`) stay, and so does what an extractor goes by: classes, ids, roles, item properties. Nothing
//! is mended here: what is not closed stays as it is.

/// The page without what an extractor drops anyway.
pub fn lean(html: &str) -> String {
    Lean { html, out: String::with_capacity(html.len() / 2), kept: [false; DROPPED.len()] }.run()
}

/// Elements that go with all that they hold. Forms stay: on some sites the whole page is one; and so does `noscript`, which on
/// others holds the article.
const DROPPED: [&str; 16] = [
    "script", "style", "svg", "nav", "aside", "footer", "iframe", "select", "button", "figure", "picture", "video",
    "audio", "canvas", "object", "textarea",
];
/// Of these, elements whose inside is text up to their own end tag.
const RAW: [&str; 4] = ["script", "style", "iframe", "textarea"];
/// Elements without an inside that go.
const EMPTY: [&str; 5] = ["img", "source", "embed", "track", "wbr"];
/// Attributes that extraction and metadata go by.
const ATTRIBUTES: [&str; 26] = [
    "class",
    "id",
    "href",
    "role",
    "itemprop",
    "itemtype",
    "itemscope",
    "style",
    "hidden",
    "aria-hidden",
    "content",
    "property",
    "name",
    "rel",
    "type",
    "lang",
    "datetime",
    "pubdate",
    "title",
    "http-equiv",
    "charset",
    "hreflang",
    "data-component",
    "data-testid",
    "data-utime",
    "data-preloaded",
];

struct Lean<'a> {
    html: &'a str,
    out: String,
    /// Elements of [`DROPPED`] that stay after all, because one of them is never closed.
    kept: [bool; DROPPED.len()],
}

/// An element that is being dropped.
struct Drop {
    name: usize,
    open: usize,
    /// Where it opened in the page, and how long the answer was then.
    from: (usize, usize),
}

impl Lean<'_> {
    fn run(mut self) -> String {
        let html = self.html;
        let mut dropping: Option<Drop> = None;
        let mut at = 0;
        loop {
            let Some(step) = html[at..].find('<') else {
                // An element that never ends is none: the page is gone through again from where it opened.
                if let Some(drop) = dropping.take() {
                    at = self.keep(&drop);
                    continue;
                }
                self.out.push_str(&html[at..]);
                return self.out;
            };
            let start = at + step;
            if dropping.is_none() {
                self.out.push_str(&html[at..start]);
            }
            let tag = Tag::at(html, start);
            at = tag.end;
            match (&mut dropping, tag.kind) {
                (_, Kind::Comment) => {}
                (Some(drop), Kind::Open | Kind::Close) => {
                    let name = DROPPED[drop.name];
                    if tag.is(name) && tag.kind == Kind::Open && !tag.closed {
                        drop.open += 1;
                    } else if tag.is(name) && tag.kind == Kind::Close {
                        drop.open -= 1;
                    } else if name == "figure" && tag.is("table") {
                        // Some pages set their tables as figures.
                        at = self.keep(drop);
                        dropping = None;
                        continue;
                    }
                    if drop.open == 0 {
                        dropping = None;
                    } else if tag.kind == Kind::Open {
                        at = raw_end(html, &tag).unwrap_or(at);
                    }
                }
                (None, Kind::Open) => match self.dropped(&tag) {
                    Some(name) => match raw_end(html, &tag) {
                        Some(end) => at = end,
                        None if RAW.contains(&DROPPED[name]) => {
                            self.kept[name] = true;
                            self.push(&tag);
                        }
                        None => dropping = Some(Drop { name, open: 1, from: (start, self.out.len()) }),
                    },
                    None if EMPTY.iter().any(|name| tag.is(name)) || tag.is("link") && !tag.leads() => {}
                    None => {
                        self.push(&tag);
                        if tag.is("script") {
                            let end = raw_end(html, &tag).unwrap_or(at);
                            self.out.push_str(&html[at..end]);
                            at = end;
                        }
                    }
                },
                (None, Kind::Close) => {
                    let stray = DROPPED.iter().zip(self.kept).any(|(name, kept)| !kept && tag.is(name));
                    if !stray {
                        self.out.push_str(tag.text);
                    }
                }
                (None, Kind::Text) => self.out.push_str(tag.text),
                (Some(_), Kind::Text) => {}
            }
        }
    }

    /// Keeps elements of this name from now on; where in the page to go on, which is where this one opened.
    fn keep(&mut self, drop: &Drop) -> usize {
        self.kept[drop.name] = true;
        self.out.truncate(drop.from.1);
        drop.from.0
    }

    /// Which of [`DROPPED`] a tag opens.
    fn dropped(&self, tag: &Tag) -> Option<usize> {
        let name = DROPPED.iter().position(|name| tag.is(name)).filter(|name| !self.kept[*name])?;
        let metadata = name == 0 && tag.text.as_bytes().windows(7).any(|w| w.eq_ignore_ascii_case(b"ld+json"));
        (!metadata && !tag.closed).then_some(name)
    }

    /// A tag with the attributes that count.
    fn push(&mut self, tag: &Tag) {
        if !tag.text.contains(' ') && !tag.text.contains('\n') {
            self.out.push_str(tag.text);
            return;
        }
        self.out.push_str(&tag.text[..1 + tag.name.len()]);
        for (name, whole) in Attributes(&tag.text[1 + tag.name.len()..]) {
            if ATTRIBUTES.iter().any(|a| a.eq_ignore_ascii_case(name)) {
                self.out.push(' ');
                self.out.push_str(whole);
            }
        }
        self.out.push_str(if tag.closed { " />" } else { ">" });
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Open,
    Close,
    Comment,
    /// No tag of HTML: a lone `<`, a doctype, a tag that never ends.
    Text,
}

/// What stands at a `<`.
struct Tag<'a> {
    kind: Kind,
    name: &'a str,
    text: &'a str,
    end: usize,
    /// `<a/>`.
    closed: bool,
}

impl<'a> Tag<'a> {
    fn at(html: &'a str, start: usize) -> Tag<'a> {
        let text = |kind, end| Tag { kind, name: "", text: &html[start..end], end, closed: false };
        let bytes = html.as_bytes();
        if bytes[start..].starts_with(b"<!--") {
            // "<!-->" is a whole comment: browsers close it at the marks that open it.
            return match html[start + 2..].find("-->") {
                Some(end) => text(Kind::Comment, start + 2 + end + 3),
                None => text(Kind::Text, start + 1),
            };
        }
        let closes = bytes.get(start + 1) == Some(&b'/');
        let from = start + 1 + usize::from(closes);
        let length = bytes[from..].iter().position(|b| !b.is_ascii_alphanumeric() && *b != b'-' && *b != b':');
        let length = length.unwrap_or(0);
        if length == 0 || !bytes[from].is_ascii_alphabetic() {
            return text(Kind::Text, start + 1);
        }
        let Some(end) = tag_end(bytes, from + length) else { return text(Kind::Text, start + 1) };
        let kind = if closes { Kind::Close } else { Kind::Open };
        Tag { name: &html[from..from + length], closed: bytes[end - 2] == b'/', ..text(kind, end) }
    }

    fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// True for a link that names the page's own address.
    fn leads(&self) -> bool {
        ["canonical", "x-default", "shortlink"].iter().any(|rel| self.text.contains(rel))
    }
}

/// Where a tag ends, quoted values passed over; `None` where it never does.
fn tag_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match bytes.get(at)? {
            b'>' => return Some(at + 1),
            b'=' => {
                at += 1;
                while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
                    at += 1;
                }
                if let Some(quote @ (b'"' | b'\'')) = bytes.get(at) {
                    at += 1 + memchr(*quote, &bytes[at + 1..])? + 1;
                }
            }
            _ => at += 1,
        }
    }
}

/// Where the text inside a raw element ends with its own end tag; `None` for other elements and where it never ends.
fn raw_end(html: &str, tag: &Tag) -> Option<usize> {
    let name = RAW.iter().find(|name| tag.is(name))?;
    let mut at = tag.end;
    while let Some(step) = html[at..].find("</") {
        let start = at + step + 2;
        let found = html.as_bytes()[start..].get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes()));
        if found {
            return html[start..].find('>').map(|end| start + end + 1);
        }
        at = start;
    }
    None
}

/// The attributes of a tag: name, and the whole of it.
struct Attributes<'a>(&'a str);

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<(&'a str, &'a str)> {
        let text = self.0.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let bytes = text.as_bytes();
        let name = bytes.iter().position(|b| b.is_ascii_whitespace() || matches!(b, b'=' | b'>' | b'/'))?;
        if name == 0 && bytes[0] != b'=' {
            return None;
        }
        let skip = |mut at: usize| {
            while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
                at += 1;
            }
            at
        };
        let mut end = name.max(1);
        let equals = skip(end);
        if bytes.get(equals) == Some(&b'=') && name > 0 {
            let value = skip(equals + 1);
            end = match bytes.get(value) {
                Some(quote @ (b'"' | b'\'')) => value + 1 + memchr(*quote, &bytes[value + 1..])? + 1,
                _ => value + bytes[value..].iter().position(|b| b.is_ascii_whitespace() || *b == b'>')?,
            };
        }
        self.0 = &text[end..];
        Some((&text[..name], &text[..end]))
    }
}

fn memchr(byte: u8, bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|b| *b == byte)
}

#[cfg(test)]
mod tests {
    use super::lean;
    use proptest::prelude::*;

    #[test]
    fn what_nobody_sees_goes() {
        for (page, left) in [
            ("<p>a</p><SCRIPT src=x>if (a<b) '</p>'</script ><p>b</p>", "<p>a</p><p>b</p>"),
            ("<style>p {}</style>a<!-- <p>no</p> -->b<svg><path/></svg>c", "abc"),
            ("<!--[if (gt IE 9)|!(IE)]><!--> <html> <!--<![endif]-->", " <html> "),
            ("a<!-->b", "ab"),
            ("a <b c < d> <stylet>x", "a <b> <stylet>x"),
            (
                "<script type='application/LD+JSON'>{\"a\": \"<p>\"}</script>",
                "<script type='application/LD+JSON'>{\"a\": \"<p>\"}</script>",
            ),
            ("<nav><ul><nav>x</nav></ul><script>'</nav>'</script></nav>a<aside/>b", "a<aside/>b"),
            ("<p>a<img src='x>y' alt=\"<p>\">b</p>", "<p>ab</p>"),
            ("<link rel=stylesheet href=x><link rel=canonical href=y>", "<link rel=canonical href=y>"),
        ] {
            assert_eq!(lean(page), left);
        }
    }

    #[test]
    fn attributes_that_say_nothing_go() {
        for (page, left) in [
            ("<div data-a='1' class=\"x y\" onclick=go()>a", "<div class=\"x y\">a"),
            ("<a\n href = 'x' target=_blank>a</a >", "<a href = 'x'>a</a >"),
            ("<meta property=og:title content='a > b' />", "<meta property=og:title content='a > b' />"),
            ("<time datetime=2024-09-19 hidden x>", "<time datetime=2024-09-19 hidden>"),
            ("<p class=a/>b", "<p class=a/ />b"),
        ] {
            assert_eq!(lean(page), left);
        }
    }

    #[test]
    fn what_never_ends_stays() {
        for page in ["a<script>b", "a<!-- b", "a<style", "<script", "a<svg>é</sv", "<", "<style/>a", "<nav>a<b>c"] {
            assert_eq!(lean(page), page);
        }
        assert_eq!(lean("<nav>a<aside>b</aside>c"), "<nav>ac");
    }

    #[test]
    fn a_figure_with_a_table_stays() {
        let page = "<figure><table><tr><td>12 dead</table></figure>";
        assert_eq!(lean(page), page);
        assert_eq!(lean("<figure><figcaption>A bridge</figcaption></figure>x"), "x");
    }

    proptest! {
        #[test]
        fn any_text_is_taken(page in "(<[a-z/! ]{0,8}|nav|script|figure|[ =\"'>é-]|</|<!--|-->){0,40}") {
            let once = lean(&page);
            prop_assert!(once.len() <= page.len() + 3 * page.matches('<').count());
        }
    }
}

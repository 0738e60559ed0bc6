//! HTML → words, by its tags alone: one pass, no tree.

/// True where a text is a page: it opens with a doctype or tag, and closes or uses the tags of one.
pub fn looks_like(text: &str) -> bool {
    let start = text.trim_start();
    if !start.starts_with('<') {
        return false;
    }
    let mut end = start.len().min(4096);
    while !start.is_char_boundary(end) {
        end -= 1;
    }
    let top = start[..end].to_ascii_lowercase();
    ["<!doctype html", "<html", "<head", "<body", "<article", "<p>", "<p ", "<div"].iter().any(|t| top.contains(t))
}

/// The page's title and its text: one line for each block, without menus, forms and captions.
pub fn strip(html: &str) -> (Option<String>, String) {
    take(html, &SKIPPED)
}

/// The text of markup that holds nothing but an article.
pub fn all_words(html: &str) -> String {
    take(html, &[]).1
}

fn take(html: &str, skip: &[&str]) -> (Option<String>, String) {
    let mut out = String::with_capacity(html.len() / 2);
    let mut title = String::new();
    let mut skipped: Option<Skip> = None;
    let mut in_title = false;
    let mut rest = html;
    while !rest.is_empty() {
        let Some(tag) = next_tag(rest) else {
            push(rest, skipped.is_some(), in_title, &mut title, &mut out);
            break;
        };
        push(&rest[..tag.start], skipped.is_some(), in_title, &mut title, &mut out);
        rest = &rest[tag.end..];
        if let Some(skip) = &mut skipped {
            if tag.name == skip.name {
                skip.open = if tag.closes { skip.open - 1 } else { skip.open + 1 };
            }
            if skip.open == 0 {
                skipped = None;
            }
            continue;
        }
        if RAW.contains(&tag.name.as_str()) && !tag.closes {
            // Scripts and styles hold anything up to their own end tag; one that never ends hides the rest.
            rest = match find_close(rest, &tag.name) {
                Some(at) => &rest[at..],
                None => "",
            };
        } else if skip.contains(&tag.name.as_str()) && !tag.closes && !tag.empty {
            skipped = Some(Skip { name: tag.name, open: 1 });
            out.push('\n');
        } else if tag.name == "title" {
            in_title = !tag.closes && title.is_empty();
        } else if BLOCKS.contains(&tag.name.as_str()) {
            out.push_str("\n\n");
        } else if matches!(tag.name.as_str(), "br" | "td" | "th") {
            out.push(if tag.name == "br" { '\n' } else { ' ' });
        }
    }
    let title = crate::lines::squeeze(&title);
    ((!title.is_empty()).then_some(title), out)
}

/// How deep the tags of a page nest, at most.
#[cfg_attr(not(feature = "html"), allow(dead_code))]
pub fn depth(html: &str) -> usize {
    let (mut now, mut most) = (0usize, 0);
    let mut rest = html;
    while let Some(tag) = next_tag(rest) {
        rest = &rest[tag.end..];
        if tag.closes {
            now = now.saturating_sub(1);
        } else if !tag.empty
            && !matches!(tag.name.as_str(), "br" | "img" | "meta" | "link" | "input" | "hr" | "p" | "li" | "")
        {
            now += 1;
            most = most.max(now);
        }
    }
    most
}

const RAW: [&str; 4] = ["script", "style", "textarea", "iframe"];
const SKIPPED: [&str; 13] = [
    "nav",
    "footer",
    "aside",
    "form",
    "button",
    "select",
    "svg",
    "noscript",
    "template",
    "figcaption",
    "video",
    "audio",
    "object",
];
const BLOCKS: [&str; 27] = [
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ul",
    "ol",
    "tr",
    "table",
    "blockquote",
    "section",
    "article",
    "header",
    "main",
    "figure",
    "pre",
    "dd",
    "dt",
    "dl",
    "hr",
    "body",
    "head",
    "address",
];

struct Skip {
    name: String,
    open: usize,
}

struct Tag {
    start: usize,
    end: usize,
    name: String,
    closes: bool,
    empty: bool,
}

/// The next tag or comment of `rest`; a lone `<` is text.
fn next_tag(rest: &str) -> Option<Tag> {
    let mut from = 0;
    loop {
        let start = from + rest[from..].find('<')?;
        let after = &rest[start + 1..];
        if let Some(comment) = after.strip_prefix("!--") {
            let end = comment.find("-->").map_or(rest.len(), |at| start + 4 + at + 3);
            return Some(Tag { start, end, name: String::new(), closes: false, empty: true });
        }
        let closes = after.starts_with('/');
        let name: String =
            after[usize::from(closes)..].chars().take_while(|c| c.is_ascii_alphanumeric()).take(20).collect();
        if name.is_empty() && !after.starts_with(['!', '?']) {
            from = start + 1;
            continue;
        }
        // A tag that is never closed ends with its line, so that the words after it are kept.
        let close = after.find('>').map(|at| start + 1 + at + 1);
        let end = close.unwrap_or_else(|| after.find('\n').map_or(rest.len(), |at| start + 1 + at));
        let empty = end >= 2 && rest.as_bytes()[end - 1] == b'>' && rest.as_bytes()[end - 2] == b'/';
        return Some(Tag { start, end, name: name.to_ascii_lowercase(), closes, empty });
    }
}

fn find_close(rest: &str, name: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = rest[from..].find("</") {
        let start = from + at;
        let after = &rest.as_bytes()[start + 2..];
        if after.len() >= name.len() && after[..name.len()].eq_ignore_ascii_case(name.as_bytes()) {
            return Some(start);
        }
        from = start + 2;
    }
    None
}

fn push(text: &str, skipped: bool, in_title: bool, title: &mut String, out: &mut String) {
    if skipped {
        return;
    }
    let into = if in_title { title } else { out };
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        push_flat(&rest[..at], into);
        rest = &rest[at..];
        let end = rest.bytes().take(12).position(|b| b == b';');
        match end.and_then(|end| entity(&rest[1..end]).map(|c| (c, end))) {
            Some((c, end)) => {
                into.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                into.push('&');
                rest = &rest[1..];
            }
        }
    }
    push_flat(rest, into);
}

/// Line breaks of the source are spaces on the page.
fn push_flat(text: &str, into: &mut String) {
    into.extend(text.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }));
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| !c.is_control());
    }
    ENTITIES.iter().find(|(n, _)| *n == name).map(|(_, c)| *c)
}

/// The named characters that pages in English and French use.
const ENTITIES: [(&str, char); 56] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{A0}'),
    ("hellip", '…'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("bull", '•'),
    ("middot", '·'),
    ("euro", '€'),
    ("copy", '©'),
    ("deg", '°'),
    ("eacute", 'é'),
    ("egrave", 'è'),
    ("ecirc", 'ê'),
    ("euml", 'ë'),
    ("agrave", 'à'),
    ("acirc", 'â'),
    ("aacute", 'á'),
    ("ccedil", 'ç'),
    ("icirc", 'î'),
    ("iuml", 'ï'),
    ("iacute", 'í'),
    ("ocirc", 'ô'),
    ("oacute", 'ó'),
    ("ugrave", 'ù'),
    ("ucirc", 'û'),
    ("uuml", 'ü'),
    ("uacute", 'ú'),
    ("ntilde", 'ñ'),
    ("oelig", 'œ'),
    ("aelig", 'æ'),
    ("Eacute", 'É'),
    ("Egrave", 'È'),
    ("Ecirc", 'Ê'),
    ("Agrave", 'À'),
    ("Acirc", 'Â'),
    ("Ccedil", 'Ç'),
    ("Icirc", 'Î'),
    ("Ocirc", 'Ô'),
    ("Ugrave", 'Ù'),
    ("OElig", 'Œ'),
    ("thinsp", '\u{2009}'),
    ("ensp", '\u{2002}'),
    ("frac12", '½'),
    ("times", '×'),
];

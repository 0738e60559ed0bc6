//! A page → the same page without what no reader sees: scripts, styles, drawings, comments.
//!
//! `<p>Gunmen came.</p><script>…</script>` → `<p>Gunmen came.</p>`. Half the bytes of a news page are of this kind, and
//! building trees of them is a third of the work of extraction. Scripts that hold metadata (`application/ld+json`) stay.

/// The page without scripts, styles, drawings and comments.
pub fn lean(html: &str) -> String {
    let bytes = html.as_bytes();
    let mut out = String::with_capacity(html.len() / 2);
    let (mut at, mut kept) = (0, 0);
    while let Some(step) = html[at..].find('<') {
        let start = at + step;
        let end = if html[start..].starts_with("<!--") {
            // "<!-->" is a whole comment: browsers close it at the marks that open it.
            html[start + 2..].find("-->").map(|end| start + 2 + end + 3)
        } else {
            dropped(&bytes[start..]).and_then(|name| after_close(html, start + 1, name))
        };
        match end {
            Some(end) => {
                out.push_str(&html[kept..start]);
                kept = end;
                at = end;
            }
            None => at = start + 1,
        }
    }
    out.push_str(&html[kept..]);
    out
}

/// The name of the element that opens at `tag`, where it goes with all that it holds.
fn dropped(tag: &[u8]) -> Option<&'static str> {
    let opens = |name: &str| {
        tag.len() > name.len() + 1
            && tag[1..=name.len()].eq_ignore_ascii_case(name.as_bytes())
            && !tag[name.len() + 1].is_ascii_alphanumeric()
    };
    let name = ["script", "style", "svg"].into_iter().find(|name| opens(name))?;
    let end = tag.iter().position(|b| *b == b'>')?;
    let metadata = name == "script" && tag[..end].windows(7).any(|w| w.eq_ignore_ascii_case(b"ld+json"));
    (!metadata && tag[end - 1] != b'/').then_some(name)
}

/// Where the element `name` ends that was open before `from`; `None` where it is never closed.
fn after_close(html: &str, from: usize, name: &str) -> Option<usize> {
    let mut at = from;
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

#[cfg(test)]
mod tests {
    use super::lean;

    #[test]
    fn what_nobody_sees_goes() {
        for (page, left) in [
            ("<p>a</p><SCRIPT src=x>if (a<b) '</p>'</script ><p>b</p>", "<p>a</p><p>b</p>"),
            ("<style>p {}</style>a<!-- <p>no</p> -->b<svg><path/></svg>c", "abc"),
            ("<!--[if (gt IE 9)|!(IE)]><!--> <html> <!--<![endif]-->", " <html> "),
            ("a<!-->b", "ab"),
            ("a <b c < d> <stylet>x", "a <b c < d> <stylet>x"),
            ("<script type='application/LD+JSON'>{}</script>", "<script type='application/LD+JSON'>{}</script>"),
        ] {
            assert_eq!(lean(page), left);
        }
    }

    #[test]
    fn what_never_ends_stays() {
        for page in ["a<script>b", "a<!-- b", "a<style", "<script", "a<svg>é</sv", "<", "<style/>a"] {
            assert_eq!(lean(page), page);
        }
    }
}

//! A site's robots.txt → which paths a program may fetch (RFC 9309).

use std::time::Duration;

/// The rules that hold for this program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Robots {
    /// Patterns, and whether they allow.
    rules: Vec<(String, bool)>,
    /// Time to wait between two questions.
    pub delay: Duration,
}

impl Robots {
    /// The rules for `agent`: of the groups that name it, else of those for all.
    pub fn parse(text: &str, agent: &str) -> Robots {
        let (mut own, mut all) = (Robots::default(), Robots::default());
        let (mut named, mut for_own, mut for_all, mut in_rules) = (false, false, false, true);
        for line in text.trim_start_matches('\u{feff}').lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                // Lines of agents that follow each other share the rules below them.
                if std::mem::take(&mut in_rules) {
                    (for_own, for_all) = (false, false);
                }
                for_all |= value == "*";
                // "tarikh/0.1" and "Tarikh" both mean us.
                let name = value.split('/').next().unwrap_or_default();
                for_own |= name.eq_ignore_ascii_case(agent);
                named |= for_own;
                continue;
            }
            let (allow, seconds) = match key.as_str() {
                "allow" => (Some(true), None),
                "disallow" => (Some(false), None),
                "crawl-delay" => (None, value.parse::<f32>().ok().filter(|s| (0.0..1e6).contains(s))),
                // Sitemaps stand anywhere and end no group.
                _ => continue,
            };
            in_rules = true;
            for (holds, rules) in [(for_own, &mut own), (for_all, &mut all)] {
                if !holds {
                    continue;
                }
                if let Some(seconds) = seconds {
                    rules.delay = Duration::from_secs_f32(seconds);
                }
                if let Some(allow) = allow.filter(|_| !value.is_empty()) {
                    rules.rules.push((value.to_string(), allow));
                }
            }
        }
        if named { own } else { all }
    }

    /// True where the path, with its query, may be fetched: the longest pattern decides, and of equals the one that allows.
    pub fn allows(&self, path: &str) -> bool {
        let hits = self.rules.iter().filter(|(pattern, _)| matches(pattern, path));
        hits.max_by_key(|(pattern, allow)| (pattern.len(), *allow)).is_none_or(|(_, allow)| *allow)
    }
}

/// `*` stands for anything, `$` for the end of the path.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, ends) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else { return false };
    let parts: Vec<&str> = parts.collect();
    for (i, part) in parts.iter().enumerate() {
        if ends && i + 1 == parts.len() {
            return rest.ends_with(part);
        }
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    !ends || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: &str = "# rules\nUser-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: Tarikh/2\nDisallow: /private\nAllow: /private/open\nDisallow: /*.php$\nCrawl-delay: 1.5\nSitemap: https://x.example/s.xml\nDisallow: /q*x\n";

    #[test]
    fn own_rules_go_before_those_for_all() {
        let robots = Robots::parse(RULES, "tarikh");
        for (path, allowed) in [
            ("/", true),
            ("/private/x", false),
            ("/private/open/x", true),
            ("/a.php", false),
            ("/a.php?x=1", true),
            ("/q/1x", false),
            ("/q", true),
        ] {
            assert_eq!(robots.allows(path), allowed, "{path}");
        }
        assert_eq!(robots.delay, Duration::from_millis(1500));
        assert!(!Robots::parse(RULES, "unnamed").allows("/x"));
        assert!(Robots::parse("User-agent: *\nDisallow:\n", "tarikh").allows("/x"));
    }
}

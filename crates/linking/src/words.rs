//! The word lists of linking, from `lexicon/linking`: generic names, and things attacked in both languages.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

static GENERIC: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let text = include_str!("../../../lexicon/linking/generic.txt");
    text.lines().filter(|l| !l.starts_with('#')).flat_map(str::split_whitespace).collect()
});

static THINGS: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    let text = include_str!("../../../lexicon/linking/things.tsv");
    let rows = text.lines().filter(|l| !l.starts_with('#'));
    rows.flat_map(|row| {
        let head = row.split('\t').next().unwrap_or_default();
        row.split('\t').filter(|w| !w.is_empty()).map(move |w| (w, head))
    })
    .collect()
});

/// True where a folded name is made of generic words only ("security forces", "les assaillants").
pub fn is_generic(folded: &str) -> bool {
    folded.split(' ').all(|w| w.len() < 2 || GENERIC.contains(w) || w.chars().all(|c| c.is_ascii_digit()))
}

/// The thing a folded word names, in one word for both languages.
pub fn thing(folded: &str) -> Option<&'static str> {
    THINGS.get(folded).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_meet() {
        assert_eq!(thing("ecole"), thing("school"));
        assert_ne!(thing("mosque"), thing("church"));
        assert!(is_generic("security forces") && is_generic("assaillants"));
        assert!(!is_generic("lords resistance army"));
    }
}

//! Any bytes → report: a value or a fault with words, never a panic, and a text that is tidy.

use proptest::prelude::*;
use report::{Given, from_bytes};

fn tidy(text: &str) -> bool {
    !text.is_empty() && text.trim() == text && !text.contains("\n\n\n") && !text.contains('\r') && !text.contains('\0')
}

fn given(ending: &str) -> Given {
    Given { file: Some(format!("report.{ending}")), ..Given::default() }
}

/// Pieces of pages, credit lines and markup, in any order.
fn pieces() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "<p>",
        "</p>",
        "<div>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<",
        ">",
        "&amp;",
        "&#233;",
        "&#xFFFFFF;",
        "&",
        "<a href='",
        "# ",
        "## ",
        "**",
        "[",
        "](",
        ")",
        "![",
        "---\n",
        "title: x\n",
        "Bamako, 19 September 2024 (Wire)",
        "BAMAKO (AFP) — ",
        "\n",
        "\n\n",
        "Read more: ",
        "Gunmen raided a camp.",
        "É",
        "\u{FEFF}",
        "\u{A0}",
        " ",
        "Transcript: ",
        "(",
        "31/12/2024",
        "By ",
        "…",
        "Communiqué, ",
        "MINNA - ",
        "HOST: ",
        "4 FEB 90",
        "<title>",
        "<article>",
        "```\n",
        "\t",
        "\u{301}",
        "🚀",
        "|",
        "le ",
        "Par ",
    ];
    proptest::collection::vec(proptest::sample::select(PIECES), 0..60).prop_map(|p| p.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..2000), ending in "(txt|md|html)") {
        match from_bytes(&bytes, &given(&ending)) {
            Ok(report) => prop_assert!(tidy(&report.text), "{:?}", report.text),
            Err(fault) => prop_assert!(fault.message.starts_with("expected"), "{fault}"),
        }
    }

    #[test]
    fn any_pieces(text in pieces(), ending in "(txt|md|html)") {
        if let Ok(report) = from_bytes(text.as_bytes(), &given(&ending)) {
            prop_assert!(tidy(&report.text), "{:?}", report.text);
            prop_assert_eq!(report.id, report::id_of(report.source.as_deref(), &report.text));
        }
    }

    #[test]
    fn the_encoding_does_not_matter(words in "[a-zA-Zéèàçêôû,. ]{20,200}[a-z]") {
        let text = format!("Un titre\n\n{words} fin.");
        let utf8 = from_bytes(text.as_bytes(), &Given::default());
        let latin: Vec<u8> = text.chars().map(|c| c as u32 as u8).collect();
        let utf16: Vec<u8> = [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        for bytes in [latin, utf16] {
            let other = from_bytes(&bytes, &Given::default());
            prop_assert_eq!(other.map(|r| r.id), utf8.clone().map(|r| r.id));
        }
    }
}

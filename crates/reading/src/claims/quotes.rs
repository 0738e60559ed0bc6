//! Words between quotation marks, as ranges of tokens.
//!
//! `"We hit them. They ran," the colonel said.` → one range of two sentences. A mark that is never closed ends with its
//! paragraph, as newspapers print a quotation of several paragraphs.

use super::tree::Range;
use crate::Doc;

/// Quoted stretches, in text order, marks included, not overlapping.
#[derive(Clone, Debug, Default)]
pub struct Quotes {
    /// The stretches.
    pub list: Vec<Range>,
}

impl Quotes {
    /// Finds the quoted stretches of a text.
    pub fn new(doc: &Doc) -> Quotes {
        let mut list = Vec::new();
        let mut open: Option<u32> = None;
        let tokens = &doc.tagged.tokens;
        let mut i = 0u32;
        let mut last_end = 0usize;
        while (i as usize) < tokens.len() {
            let span = tokens[i as usize].span;
            if doc.text.get(last_end..span.start as usize).is_some_and(|gap| gap.contains('\n'))
                && let Some(start) = open.take()
                && i > start + 1
            {
                list.push((start, i));
            }
            last_end = span.end as usize;
            let word = doc.words(span);
            let mut width = 1;
            let mark = match word {
                // "“It is unusual,“ he said": an opening mark right behind a word closes.
                "“" if open.is_some() && i > 0 && tokens[i as usize - 1].span.end == span.start => Some(false),
                "“" | "«" | "„" | "``" => Some(true),
                "”" | "»" => Some(false),
                "\"" | "''" => Some(open.is_none()),
                "'" | "’" | "‘" => {
                    let next = tokens.get(i as usize + 1);
                    if next.is_some_and(|n| n.span.start == span.end && doc.words(n.span) == word) {
                        width = 2;
                        Some(open.is_none())
                    } else {
                        None
                    }
                }
                _ => None,
            };
            match mark {
                // A second opening mark without a closing one: the first was of a paragraph that goes on.
                Some(true) => open = open.or(Some(i)),
                Some(false) => {
                    if let Some(start) = open.take() {
                        list.push((start, i + width));
                    }
                }
                None => {}
            }
            i += width;
        }
        if let Some(start) = open.filter(|s| *s + 1 < tokens.len() as u32) {
            list.push((start, tokens.len() as u32));
        }
        Quotes { list }
    }

    /// The quoted stretch that holds token `i`.
    pub fn at(&self, i: u32) -> Option<Range> {
        let k = self.list.partition_point(|r| r.1 <= i);
        self.list.get(k).copied().filter(|r| r.0 <= i)
    }

    /// The quoted stretches that overlap `range`.
    pub fn within(&self, range: Range) -> &[Range] {
        let from = self.list.partition_point(|r| r.1 <= range.0);
        let to = self.list.partition_point(|r| r.0 < range.1);
        self.list.get(from..to.max(from)).unwrap_or(&[])
    }
}

//! A place in a text, and why we point at it.

/// A half-open range of bytes in a report's text, on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from byte `start` up to, and without, byte `end`. An end before the start gives an empty span.
    pub fn new(start: usize, end: usize) -> Span {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        Span { start, end: end.max(start) }
    }

    /// The words of `text` here; empty where the span does not fit the text.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        (self.end - self.start) as usize
    }

    /// True where nothing is pointed at.
    pub fn is_empty(&self) -> bool {
        self.start >= self.end
    }

    /// True where the two share at least one byte. Touching spans do not overlap.
    pub fn overlaps(&self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// True where `other` lies wholly inside this span.
    pub fn contains(&self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that holds both.
    pub fn cover(&self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// The rule or model that read a value, as `area/rule@version`: `tolls/at-least@1`, `tagger/names@1`.
///
/// Ids are static text because every rule is known when the program is built; a rule of a `lexicon/` file is named by
/// its file and line group.
pub type By = std::borrow::Cow<'static, str>;

/// The words a value rests on, and the rule or model that read it there.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Evidence {
    /// Where the words stand.
    pub span: Span,
    /// Which rule or model read them.
    pub by: By,
}

impl Evidence {
    /// Evidence at `span`, read by rule `by`.
    pub fn new(span: Span, by: impl Into<By>) -> Evidence {
        Evidence { span, by: by.into() }
    }
}

//! Placing words beside marks so that nothing lies over anything else.
//!
//! In: boxes that are taken, and words with the places they may stand at. Out: the first free place, or none: a word that
//! would cover another is left out.

use super::svg::{Anchor, width};

/// A box: left, top, right, bottom.
pub type Box = [f64; 4];

/// What is taken so far.
#[derive(Default)]
pub struct Taken {
    boxes: Vec<Box>,
}

impl Taken {
    /// Takes a box.
    pub fn take(&mut self, b: Box) {
        self.boxes.push(b);
    }

    /// Takes the box round a mark.
    pub fn mark(&mut self, x: f64, y: f64, r: f64) {
        self.take([x - r, y - r, x + r, y + r]);
    }

    /// How much of a box is taken.
    pub fn covered(&self, b: Box) -> f64 {
        let one = |a: &Box| (a[2].min(b[2]) - a[0].max(b[0])).max(0.0) * (a[3].min(b[3]) - a[1].max(b[1])).max(0.0);
        self.boxes.iter().map(one).sum()
    }

    /// Finds a place for lines of words (text, size, bold) beside a mark of radius `r`, within `area`, and takes it. Gives the
    /// point of the first line's foot and the anchor.
    pub fn beside(
        &mut self,
        (x, y): (f64, f64),
        r: f64,
        lines: &[(&str, f64, bool)],
        area: Box,
    ) -> Option<(f64, f64, Anchor)> {
        self.place((x, y), r, lines, area, false)
    }

    /// The same for words that must not be missing: where no place is free, the one that covers least.
    pub fn beside_anyway(
        &mut self,
        at: (f64, f64),
        r: f64,
        lines: &[(&str, f64, bool)],
        area: Box,
    ) -> Option<(f64, f64, Anchor)> {
        self.place(at, r, lines, area, true)
    }

    fn place(
        &mut self,
        (x, y): (f64, f64),
        r: f64,
        lines: &[(&str, f64, bool)],
        area: Box,
        anyway: bool,
    ) -> Option<(f64, f64, Anchor)> {
        let wide = lines.iter().map(|(t, s, b)| width(t, *s, *b)).fold(0.0, f64::max);
        let high: f64 = lines.iter().map(|(_, s, _)| s * 1.18).sum();
        let gap = r + 4.0;
        let d = r * 0.72 + 3.0;
        let spots = [
            (x + gap, y - high / 2.0, Anchor::Start),
            (x - gap, y - high / 2.0, Anchor::End),
            (x, y - gap - high, Anchor::Middle),
            (x, y + gap, Anchor::Middle),
            (x + d, y - d - high, Anchor::Start),
            (x + d, y + d, Anchor::Start),
            (x - d, y - d - high, Anchor::End),
            (x - d, y + d, Anchor::End),
        ];
        let mut best: Option<(f64, Box, (f64, f64, Anchor))> = None;
        for (at, top, anchor) in spots {
            let left = match anchor {
                Anchor::Start => at,
                Anchor::Middle => at - wide / 2.0,
                Anchor::End => at - wide,
            };
            let b = [left - 2.0, top - 1.0, left + wide + 2.0, top + high + 1.0];
            let inside = b[0] >= area[0] && b[1] >= area[1] && b[2] <= area[2] && b[3] <= area[3];
            let covered = self.covered(b);
            if inside && best.as_ref().is_none_or(|(least, ..)| covered < *least) {
                let first = lines.first().map_or(0.0, |(_, s, _)| *s);
                best = Some((covered, b, (at, top + first * 0.95, anchor)));
            }
        }
        let (covered, b, spot) = best?;
        if covered > 0.0 && !anyway {
            return None;
        }
        self.take(b);
        Some(spot)
    }
}

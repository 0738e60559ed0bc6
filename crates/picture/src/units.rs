//! From code points, as the record counts, to UTF-16 units, as a browser counts.
//!
//! In "🕌 Djenné" the "D" is code point 2 and unit 3. Nothing else is changed: `text.slice(start, end) === quote` holds in
//! the browser as `text[start:end] == quote` holds in Python.

use serde_json::Value;
use types::contract::Evidence;

/// The code points of one text that take two units.
pub struct Units {
    wide: Vec<u32>,
}

impl Units {
    /// Prepares a text.
    pub fn of(text: &str) -> Units {
        let wide = |(n, c): (usize, char)| (c.len_utf16() == 2).then_some(n as u32);
        if text.is_ascii() {
            return Units { wide: Vec::new() };
        }
        Units { wide: text.chars().enumerate().filter_map(wide).collect() }
    }

    /// Units before code point `at`.
    pub fn at(&self, at: u32) -> u32 {
        at + self.wide.partition_point(|w| *w < at) as u32
    }

    /// The code point that begins at or holds unit `at`.
    pub fn back(&self, at: u32) -> u32 {
        let (mut low, mut high) = (0, at);
        while low < high {
            let middle = low + (high - low).div_ceil(2);
            if self.at(middle) <= at { low = middle } else { high = middle - 1 }
        }
        low
    }

    /// Start and end of the words a value rests on.
    pub fn span(&self, e: &Evidence) -> (u32, u32) {
        (self.at(e.start), self.at(e.end))
    }

    /// Turns every `{start, end, quote}` inside a value.
    pub fn turn(&self, value: &mut Value) {
        match value {
            Value::Array(list) => list.iter_mut().for_each(|v| self.turn(v)),
            Value::Object(fields) => {
                if fields.contains_key("quote") {
                    for name in ["start", "end"] {
                        if let Some(n) = fields.get_mut(name)
                            && let Some(at) = n.as_u64()
                        {
                            *n = self.at(at as u32).into();
                        }
                    }
                }
                fields.values_mut().for_each(|v| self.turn(v));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Units;

    #[test]
    fn both_ways() {
        let text = "a🕌b𐍈cé";
        let units = Units::of(text);
        let starts: Vec<u32> = (0..=6).map(|n| units.at(n)).collect();
        assert_eq!(starts, [0, 1, 3, 4, 6, 7, 8]);
        assert_eq!(text.encode_utf16().count() as u32, units.at(6));
        for n in 0..=6 {
            assert_eq!(units.back(units.at(n)), n);
        }
        assert_eq!(units.back(2), 1, "the middle of a pair belongs to its code point");
    }
}

//! The base map: outlines of countries from Natural Earth, on a grid of 1/60 degree.
//!
//! In: `data/countries.bin`; `data/make.py` says how it is made and laid out. Out: rings of degrees. Borders are drawn as
//! Natural Earth has them, which takes no side in disputes over them.

/// A country.
pub struct Country {
    /// In English.
    pub name: String,
    /// Rings of longitude and latitude; inner rings are holes.
    pub rings: Vec<Vec<(f64, f64)>>,
}

const DATA: &[u8] = include_bytes!("../../data/countries.bin");
const GRID: f64 = 60.0;

struct Bytes(std::slice::Iter<'static, u8>);

impl Bytes {
    fn number(&mut self) -> usize {
        let (mut n, mut shift) = (0usize, 0);
        for b in self.0.by_ref() {
            n |= usize::from(b & 127) << shift;
            if b & 128 == 0 || shift > 48 {
                break;
            }
            shift += 7;
        }
        n
    }

    fn step(&mut self) -> i64 {
        let n = self.number() as i64;
        if n & 1 == 0 { n / 2 } else { -(n / 2) - 1 }
    }

    fn text(&mut self, length: usize) -> String {
        let bytes: Vec<u8> = self.0.by_ref().take(length).copied().collect();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// Every country.
pub fn countries() -> Vec<Country> {
    let mut data = Bytes(DATA.iter());
    let arcs: Vec<Vec<(f64, f64)>> = (0..data.number())
        .map(|_| {
            let (mut x, mut y) = (0, 0);
            let points = (0..data.number()).map(|_| {
                x += data.step();
                y += data.step();
                (x as f64 / GRID, y as f64 / GRID)
            });
            points.collect()
        })
        .collect();
    (0..data.number())
        .map(|_| {
            let length = data.number();
            let name = data.text(length);
            let rings = (0..data.number()).map(|_| {
                let mut ring: Vec<(f64, f64)> = Vec::new();
                for _ in 0..data.number() {
                    let n = data.number();
                    let Some(arc) = arcs.get(n / 2) else { continue };
                    // Neighbouring lines share their end.
                    let skip = usize::from(!ring.is_empty());
                    if n & 1 == 0 {
                        ring.extend(arc.iter().skip(skip));
                    } else {
                        ring.extend(arc.iter().rev().skip(skip));
                    }
                }
                ring
            });
            Country { name, rings: rings.collect() }
        })
        .collect()
}

impl Country {
    /// True where a point lies in it.
    pub fn holds(&self, (x, y): (f64, f64)) -> bool {
        let mut inside = false;
        for ring in &self.rings {
            let mut before = ring.last().copied().unwrap_or_default();
            for &at in ring {
                if (at.1 > y) != (before.1 > y) && x < (before.0 - at.0) * (y - at.1) / (before.1 - at.1) + at.0 {
                    inside = !inside;
                }
                before = at;
            }
        }
        inside
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn towns_lie_in_their_countries() {
        let all = super::countries();
        assert!(all.len() > 200, "{}", all.len());
        for (name, at) in [
            ("Mali", (-8.0, 12.65)),
            ("Burkina Faso", (-1.53, 12.37)),
            ("France", (2.35, 48.86)),
            ("Fiji", (178.44, -18.1)),
        ] {
            let found: Vec<&str> = all.iter().filter(|c| c.holds(at)).map(|c| c.name.as_str()).collect();
            assert_eq!(found, [name]);
        }
    }
}

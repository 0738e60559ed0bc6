//! The map: one mark for each place, from the least to the greatest number killed that is stated, and whether it is disputed.
//!
//! Areas of marks grow with the numbers. The disc is the least stated, the ring around it the greatest; incidents of one
//! place are drawn as one mark, their numbers added up each on its own side.

use super::base::{Country, countries};
use super::place::Taken;
use super::svg::{Style, Svg, grouped, many, width};
use super::{FAINT, Fault, INK, Look, Subject};
use std::collections::BTreeMap;
use std::fmt::Write;
use types::Precision;

const WIDE: f64 = 1200.0;
const HIGH: f64 = 860.0;
const LEFT: f64 = 28.0;
const TOP: f64 = 82.0;
const BOTTOM: f64 = 820.0;
const WATER: &str = "#e6eef3";
const LAND: &str = "#fbfaf6";
const BORDER: &str = "#aaa498";

/// What happened at one place.
struct Spot {
    lat: f64,
    lon: f64,
    name: String,
    exact: bool,
    look: Look,
    low: u32,
    high: u32,
    count: usize,
    disputed: bool,
}

/// Degrees to points of the sheet.
struct View {
    west: f64,
    north: f64,
    scale: f64,
    squeeze: f64,
}

impl View {
    /// The part of the world that holds all points, with room around them.
    fn around(points: &[(f64, f64)]) -> View {
        let fold = |pick: fn(&(f64, f64)) -> f64, f: fn(f64, f64) -> f64, start| points.iter().map(pick).fold(start, f);
        let (west, east) = (fold(|p| p.0, f64::min, 180.0), fold(|p| p.0, f64::max, -180.0));
        let (south, north) = (fold(|p| p.1, f64::min, 90.0), fold(|p| p.1, f64::max, -90.0));
        let (x, y) = ((west + east) / 2.0, (south + north) / 2.0);
        let squeeze = y.to_radians().cos().max(0.2);
        let wide = ((east - west) * 1.3 * squeeze).max(6.0);
        let high = ((north - south) * 1.3).max(4.0);
        let (w, h) = (WIDE - 2.0 * LEFT, BOTTOM - TOP);
        let scale = (w / wide).min(h / high);
        View { west: x - w / scale / squeeze / 2.0, north: (y + h / scale / 2.0).min(90.0), scale, squeeze }
    }

    fn at(&self, lon: f64, lat: f64) -> (f64, f64) {
        (LEFT + (lon - self.west) * self.scale * self.squeeze, TOP + (self.north - lat) * self.scale)
    }

    fn back(&self, x: f64, y: f64) -> (f64, f64) {
        (self.west + (x - LEFT) / self.scale / self.squeeze, self.north - (y - TOP) / self.scale)
    }
}

/// Draws it.
pub fn draw(subject: &Subject) -> Result<Svg, Fault> {
    let mut spots = spots(subject);
    if spots.is_empty() {
        return Err(Fault::Empty("incidents with a known place", subject.source.clone(), "incidents RECORD"));
    }
    let title = if subject.title.is_empty() { "Where it happened, as reported" } else { &subject.title };
    let mut svg = Svg::new(WIDE, HIGH, title);
    let placed = subject.cards().filter(|c| c.lat.is_some()).count();
    let without = subject.rows.len() - placed;
    let far = set_apart(&mut spots);
    let left_out: usize = far.iter().map(|s| s.count).sum();
    let mut under = many(placed - left_out, "incident", "incidents");
    if let Some(days) = days(subject.cards().filter(|c| c.lat.is_some())) {
        let _ = write!(under, ", {days}");
    }
    if without > 0 {
        let _ = write!(under, "; {} without a known place not shown", grouped(without as u64));
    }
    if !far.is_empty() {
        let names: Vec<&str> = far.iter().map(|s| s.name.as_str()).take(3).collect();
        let more = if far.len() > 3 { " …" } else { "" };
        let _ = write!(under, "; {} far away not shown ({}{more})", grouped(left_out as u64), names.join(", "));
    }
    svg.frame(title, &under, &format!("Drawn by tarikh from {}. Base map: Natural Earth.", subject.source));
    let view = View::around(&spots.iter().map(|s| (s.lon, s.lat)).collect::<Vec<_>>());
    let (w, h) = (WIDE - 2.0 * LEFT, BOTTOM - TOP);
    svg.raw(&format!(
        "<clipPath id=\"sheet\"><rect x=\"{LEFT}\" y=\"{TOP}\" width=\"{w}\" height=\"{h}\"/></clipPath>"
    ));
    svg.rect(LEFT, TOP, w, h, WATER, "");
    svg.raw("<g clip-path=\"url(#sheet)\">");
    let lands = countries();
    lands.iter().for_each(|c| outline(&mut svg, c, &view));
    let greatest = spots.iter().map(|s| s.high).max().unwrap_or(0);
    let size = |n: u32| radius(n, greatest);
    let mut taken = Taken::default();
    legend_box(&mut taken);
    for s in &spots {
        let (x, y) = view.at(s.lon, s.lat);
        taken.mark(x, y, size(s.high).max(4.0));
    }
    name_countries(&mut svg, &lands, &view, &mut taken);
    for s in &spots {
        mark(&mut svg, s, view.at(s.lon, s.lat), size(s.low), size(s.high));
    }
    let area = [LEFT + 4.0, TOP + 4.0, WIDE - LEFT - 4.0, BOTTOM - 4.0];
    for s in &spots {
        let at = view.at(s.lon, s.lat);
        let told = told(s);
        let name = super::svg::clean(&s.name);
        let mut lines = vec![(name.as_str(), 13.0, true)];
        if !told.is_empty() {
            lines.push((told.as_str(), 11.0, false));
        }
        let Some((x, y, anchor)) = taken.beside(at, size(s.high).max(4.0), &lines, area) else { continue };
        svg.text(x, y, &name, Style::of(13.0, INK).bold().at(anchor).halo());
        if !told.is_empty() {
            svg.text(x, y + 14.0, &told, Style::of(11.0, INK).at(anchor).halo());
        }
    }
    svg.raw("</g>");
    svg.rect(LEFT, TOP, w, h, "none", &format!("stroke=\"{BORDER}\" stroke-width=\"1\""));
    legend(&mut svg, &spots, greatest);
    Ok(svg)
}

/// First to last day, as stated.
pub fn days<'c>(cards: impl Iterator<Item = &'c tarikh::Card> + Clone) -> Option<String> {
    let told = cards.filter(|c| c.outcome.is_none());
    let first = told.clone().filter_map(|c| c.start.as_deref()).min()?;
    let last = told.filter_map(|c| c.end.as_deref()).max()?;
    Some(if first == last { first.to_string() } else { format!("{first} to {last}") })
}

fn spots(subject: &Subject) -> Vec<Spot> {
    let mut all: BTreeMap<(i64, i64), Spot> = BTreeMap::new();
    for c in subject.cards() {
        let Some((lat, lon)) = c.lat.zip(c.lon) else { continue };
        let key = ((lat * 50.0).round() as i64, (lon * 50.0).round() as i64);
        let exact = !matches!(
            c.precision,
            Some(Precision::Admin1 | Precision::Country | Precision::Region | Precision::Admin2)
        );
        let look = Look::of(c);
        let spot = all.entry(key).or_insert_with(|| Spot {
            lat,
            lon,
            name: c.place.clone().unwrap_or_default(),
            exact,
            look,
            low: 0,
            high: 0,
            count: 0,
            disputed: false,
        });
        spot.look = spot.look.min(look);
        spot.exact |= exact;
        spot.count += 1;
        spot.disputed |= c.disagreements > 0;
        // What is only foretold has killed nobody.
        if look != Look::Foretold {
            spot.low += c.killed.low.unwrap_or(0);
            spot.high += c.killed.high.or(c.killed.low).unwrap_or(0);
        }
    }
    let mut list: Vec<Spot> = all.into_values().collect();
    list.sort_by(|a, b| (b.high, b.count, &a.name).cmp(&(a.high, a.count, &b.name)));
    list
}

/// Takes out the few places without dead that lie so far from the others that the map would show little else than the way
/// to them; what is left fills a third of the map's width and height at most.
fn set_apart(spots: &mut Vec<Spot>) -> Vec<Spot> {
    let middle = |pick: fn(&Spot) -> f64| {
        let mut list: Vec<(f64, usize)> = spots.iter().map(|s| (pick(s), s.count)).collect();
        list.sort_by(|a, b| a.0.total_cmp(&b.0));
        let half = list.iter().map(|x| x.1).sum::<usize>() / 2;
        let mut sum = 0;
        list.iter()
            .find(|(_, n)| {
                sum += n;
                sum > half
            })
            .map_or(0.0, |x| x.0)
    };
    let (lat, lon) = (middle(|s| s.lat), middle(|s| s.lon));
    let away = |s: &Spot| (s.lat - lat).abs().max((s.lon - lon).abs() * lat.to_radians().cos());
    let all: usize = spots.iter().map(|s| s.count).sum();
    let mut order: Vec<(f64, usize, bool)> = spots.iter().map(|s| (away(s), s.count, s.high > 0)).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    // The least distance that takes in every place with dead and nine tenths of all incidents.
    let mut sum = 0;
    let mut limit: f64 = 0.0;
    for (far, count, deadly) in &order {
        if *deadly || sum * 10 < all * 9 {
            limit = *far;
        }
        sum += count;
    }
    let furthest = order.last().map_or(0.0, |o| o.0);
    if furthest < limit.max(2.0) * 3.0 {
        return Vec::new();
    }
    let (near, far) = std::mem::take(spots).into_iter().partition(|s| away(s) <= limit.max(2.0) * 1.2);
    *spots = near;
    far
}

/// "50–77 killed, 2 incidents".
fn told(s: &Spot) -> String {
    let killed = match (s.low, s.high) {
        (_, 0) => None,
        (a, b) if a == b => Some(format!("{} killed", grouped(b.into()))),
        (a, b) => Some(format!("{}–{} killed", grouped(a.into()), grouped(b.into()))),
    };
    let count = (s.count > 1).then(|| many(s.count, "incident", "incidents"));
    killed.into_iter().chain(count).collect::<Vec<_>>().join(", ")
}

fn radius(n: u32, greatest: u32) -> f64 {
    if n == 0 {
        return 0.0;
    }
    // The greatest mark is 34 wide at most, and a mark of one is seen.
    let unit = 34.0 / f64::from(greatest.max(20)).sqrt();
    (f64::from(n).sqrt() * unit).max(3.0)
}

fn outline(svg: &mut Svg, c: &Country, view: &View) {
    let mut path = String::new();
    let mut seen = false;
    // Where the view reaches over the edge of the world, the world goes on.
    for shift in [-360.0, 0.0, 360.0] {
        for ring in &c.rings {
            let points: Vec<(f64, f64)> = ring.iter().map(|&(x, y)| view.at(x + shift, y)).collect();
            let out = |f: fn(&(f64, f64)) -> f64, low: f64, high: f64| {
                points.iter().all(|p| f(p) < low) || points.iter().all(|p| f(p) > high)
            };
            if points.len() < 3 || out(|p| p.0, LEFT, WIDE - LEFT) || out(|p| p.1, TOP, BOTTOM) {
                continue;
            }
            seen = true;
            let mut last = (f64::MAX, f64::MAX);
            for (i, &(x, y)) in points.iter().enumerate() {
                if i > 0 && (x - last.0).abs() < 0.35 && (y - last.1).abs() < 0.35 {
                    continue;
                }
                let (x, y) = (x.clamp(-4000.0, 6000.0), y.clamp(-4000.0, 6000.0));
                let _ = write!(path, "{}{x:.1} {y:.1}", if i == 0 { "M" } else { "L" });
                last = (x, y);
            }
            path.push('Z');
        }
    }
    if seen {
        svg.raw(&format!(
            "<path d=\"{path}\" fill=\"{LAND}\" fill-rule=\"evenodd\" stroke=\"{BORDER}\" stroke-width=\"0.8\" stroke-linejoin=\"round\"/>"
        ));
    }
}

/// Names of countries in the middle of what is seen of them, where nothing else stands.
fn name_countries(svg: &mut Svg, lands: &[Country], view: &View, taken: &mut Taken) {
    const STEP: f64 = 24.0;
    let mut samples: BTreeMap<usize, Vec<(f64, f64)>> = BTreeMap::new();
    let mut y = TOP + STEP / 2.0;
    while y < BOTTOM {
        let mut x = LEFT + STEP / 2.0;
        while x < WIDE - LEFT {
            let (lon, lat) = view.back(x, y);
            let lon = (lon + 540.0).rem_euclid(360.0) - 180.0;
            if let Some(i) = lands.iter().position(|c| c.holds((lon, lat))) {
                samples.entry(i).or_default().push((x, y));
            }
            x += STEP;
        }
        y += STEP;
    }
    for (i, points) in samples {
        let name = lands[i].name.to_uppercase();
        let wide = width(&name, 10.5, false) + name.chars().count() as f64 * 2.0;
        let n = points.len() as f64;
        if n * STEP * STEP < wide * 40.0 {
            continue;
        }
        let middle = (points.iter().map(|p| p.0).sum::<f64>() / n, points.iter().map(|p| p.1).sum::<f64>() / n);
        let far = |p: &(f64, f64)| (p.0 - middle.0).abs() * 0.6 + (p.1 - middle.1).abs();
        let mut by_middle = points.clone();
        by_middle.sort_by(|a, b| far(a).total_cmp(&far(b)));
        let fits = |(x, y): (f64, f64)| {
            let b = [x - wide / 2.0 - 4.0, y - 12.0, x + wide / 2.0 + 4.0, y + 5.0];
            let inside = b[0] > LEFT + 6.0 && b[2] < WIDE - LEFT - 6.0 && b[1] > TOP + 4.0 && b[3] < BOTTOM - 4.0;
            (inside && taken.covered(b) == 0.0).then_some(b)
        };
        let Some((at, b)) = by_middle.iter().find_map(|p| Some((*p, fits(*p)?))) else { continue };
        taken.take(b);
        svg.raw(&format!(
            "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"10.5\" fill=\"#8b8578\" text-anchor=\"middle\" letter-spacing=\"2\">{}</text>",
            at.0,
            at.1,
            super::svg::escaped(&name)
        ));
    }
}

fn mark(svg: &mut Svg, s: &Spot, (x, y): (f64, f64), low: f64, high: f64) {
    let colour = s.look.colour();
    let dashes = if s.look == Look::Disputed || s.disputed { "stroke-dasharray=\"4 2.5\"" } else { "" };
    if s.look == Look::Foretold {
        svg.diamond(
            x,
            y,
            7.0,
            "#ffffff",
            &format!("fill-opacity=\"0.6\" stroke=\"{colour}\" stroke-width=\"2\" stroke-dasharray=\"3 2\""),
        );
        return;
    }
    if high <= 0.0 {
        dot(svg, s, (x, y), 4.0, colour);
        return;
    }
    svg.circle(
        x,
        y,
        high.max(4.0),
        colour,
        &format!("fill-opacity=\"0.22\" stroke=\"{colour}\" stroke-width=\"1.6\" {dashes}"),
    );
    if low > 0.0 && low < high {
        dot(svg, s, (x, y), low, colour);
    } else {
        dot(svg, s, (x, y), if low > 0.0 { (high - 2.5).max(2.5) } else { 1.8 }, colour);
    }
}

fn dot(svg: &mut Svg, s: &Spot, (x, y): (f64, f64), r: f64, colour: &str) {
    let more = "fill-opacity=\"0.85\" stroke=\"#ffffff\" stroke-width=\"0.8\"";
    if s.exact {
        svg.circle(x, y, r, colour, more);
    } else {
        svg.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8, colour, more);
    }
}

const KEY: [f64; 2] = [322.0, 186.0];

fn legend_box(taken: &mut Taken) {
    taken.take([WIDE - LEFT - KEY[0] - 10.0, BOTTOM - KEY[1] - 10.0, WIDE - LEFT, BOTTOM]);
}

fn legend(svg: &mut Svg, spots: &[Spot], greatest: u32) {
    let (x, y) = (WIDE - LEFT - KEY[0] - 10.0, BOTTOM - KEY[1] - 10.0);
    svg.rect(
        x,
        y,
        KEY[0],
        KEY[1],
        "#ffffff",
        &format!("fill-opacity=\"0.93\" stroke=\"{BORDER}\" stroke-width=\"0.8\" rx=\"4\""),
    );
    let small = Style::of(11.5, INK);
    svg.text(x + 14.0, y + 22.0, "Killed, as stated", Style::of(12.5, INK).bold());
    let steps: Vec<u32> =
        [1, 10, 100, 1000, 10_000].into_iter().filter(|n| *n <= greatest.max(10)).rev().take(3).collect();
    let mut at = x + 20.0;
    for n in steps.iter().rev() {
        let r = radius(*n, greatest);
        svg.circle(at + r, y + 58.0, r, "none", &format!("stroke=\"{FAINT}\" stroke-width=\"1.2\""));
        svg.text(at + 2.0 * r + 5.0, y + 62.0, &grouped(u64::from(*n)), small);
        at += 2.0 * r + 14.0 + width(&grouped(u64::from(*n)), 11.5, false);
    }
    svg.circle(x + 200.0, y + 58.0, 15.0, FAINT, "fill-opacity=\"0.2\" stroke=\"#6b6b6b\" stroke-width=\"1.2\"");
    svg.circle(x + 200.0, y + 58.0, 8.0, FAINT, "fill-opacity=\"0.85\"");
    svg.text(x + 222.0, y + 54.0, "ring: greatest", small);
    svg.text(x + 222.0, y + 69.0, "disc: least", small);
    let mut row = y + 100.0;
    for look in Look::ALL {
        if !spots.iter().any(|s| s.look == look) && look == Look::Foretold {
            continue;
        }
        let colour = look.colour();
        if look == Look::Foretold {
            svg.diamond(
                x + 22.0,
                row - 4.0,
                6.0,
                "#ffffff",
                &format!("stroke=\"{colour}\" stroke-width=\"2\" stroke-dasharray=\"3 2\""),
            );
        } else {
            let dashes = if look == Look::Disputed { "stroke-dasharray=\"4 2.5\"" } else { "" };
            svg.circle(
                x + 22.0,
                row - 4.0,
                7.0,
                colour,
                &format!("fill-opacity=\"0.35\" stroke=\"{colour}\" stroke-width=\"1.6\" {dashes}"),
            );
        }
        let words = if look == Look::Disputed { "disputed; dashed ring: sources disagree" } else { look.word() };
        svg.text(x + 38.0, row, words, small);
        row += 20.0;
    }
    svg.rect(x + 17.0, row - 9.0, 10.0, 10.0, FAINT, "");
    svg.text(x + 38.0, row, "place known as a region only", small);
}

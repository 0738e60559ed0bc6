//! The network: who stands with whom and against whom, with ties asserted, claimed and denied drawn differently.
//!
//! Actors are laid out by forces from a fixed start, so that the same record gives the same picture. Lines: full where a
//! report asserts the tie, dashed where somebody only claims it, dotted with a cross where anybody denies it.

use super::place::Taken;
use super::svg::{Style, Svg, clean, grouped, many, width};
use super::{BLUE, FAINT, Fault, GREEN, INK, ORANGE, PURPLE, SKY, Subject, VERMILION};
use crate::api::ties::{Stands, Tie, is_friendly, is_hostile};
use std::collections::{BTreeMap, BTreeSet};
use types::RelationType;

const WIDE: f64 = 1200.0;
const HIGH: f64 = 900.0;
const AREA: [f64; 4] = [60.0, 100.0, 1140.0, 742.0];
/// The most actors drawn: those with the most ties.
const MOST: usize = 48;

struct Node {
    name: String,
    kind: String,
    weight: usize,
    x: f64,
    y: f64,
}

/// Draws it.
pub fn draw(subject: &Subject, ties: &[Tie]) -> Result<Svg, Fault> {
    if ties.is_empty() {
        return Err(Fault::Empty("ties between actors", subject.source.clone(), "ties RECORD"));
    }
    let mut weight: BTreeMap<&str, (usize, &crate::api::ties::End)> = BTreeMap::new();
    for t in ties {
        for end in [&t.from, &t.to] {
            weight.entry(&end.id).or_insert((0, end)).0 += t.statements.len();
        }
    }
    let mut order: Vec<(&str, usize)> = weight.iter().map(|(id, w)| (*id, w.0)).collect();
    order.sort_by_key(|(id, n)| (std::cmp::Reverse(*n), *id));
    let all = order.len();
    let chosen: BTreeSet<&str> = order.iter().take(MOST).map(|(id, _)| *id).collect();
    let ties: Vec<&Tie> =
        ties.iter().filter(|t| chosen.contains(t.from.id.as_str()) && chosen.contains(t.to.id.as_str())).collect();
    let linked: BTreeSet<&str> = ties.iter().flat_map(|t| [t.from.id.as_str(), t.to.id.as_str()]).collect();
    let ids: Vec<&str> = linked.into_iter().collect();
    let mut nodes: Vec<Node> = (ids.iter())
        .map(|id| {
            let (n, end) = weight[id];
            Node { name: end.name.clone(), kind: end.kind.clone().unwrap_or_default(), weight: n, x: 0.0, y: 0.0 }
        })
        .collect();
    let index: BTreeMap<&str, usize> = ids.iter().enumerate().map(|(i, id)| (*id, i)).collect();
    let edges: Vec<(usize, usize, &Tie)> =
        ties.iter().map(|t| (index[t.from.id.as_str()], index[t.to.id.as_str()], *t)).collect();
    lay_out(&mut nodes, &edges);

    let title = if subject.title.is_empty() { "Who stands with whom, as reported" } else { &subject.title };
    let mut svg = Svg::new(WIDE, HIGH, title);
    let mut under = format!("{} between {}", many(edges.len(), "tie", "ties"), many(nodes.len(), "actor", "actors"));
    if all > nodes.len() {
        under += &format!("; {} actors with fewer ties not shown", grouped((all - nodes.len()) as u64));
    }
    svg.frame(
        title,
        &under,
        &format!("Drawn by tarikh from {}. A line is what reports say, never a finding.", subject.source),
    );
    let mut taken = Taken::default();
    let mut between: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (a, b, tie) in &edges {
        let n = between.entry((*a.min(b), *a.max(b))).or_default();
        edge(&mut svg, &mut taken, &nodes[*a], &nodes[*b], tie, *n);
        *n += 1;
    }
    for n in &nodes {
        taken.mark(n.x, n.y, size(n));
    }
    for n in &nodes {
        svg.circle(n.x, n.y, size(n), colour(&n.kind), "stroke=\"#ffffff\" stroke-width=\"1.5\"");
    }
    let mut by_weight: Vec<&Node> = nodes.iter().collect();
    by_weight.sort_by(|a, b| b.weight.cmp(&a.weight).then_with(|| a.name.cmp(&b.name)));
    for n in by_weight {
        let lines = broken(&n.name);
        let sized: Vec<(&str, f64, bool)> = lines.iter().map(|l| (l.as_str(), 12.0, true)).collect();
        let Some((x, y, anchor)) = taken.beside_anyway((n.x, n.y), size(n), &sized, [8.0, 74.0, WIDE - 8.0, 762.0])
        else {
            continue;
        };
        for (i, line) in lines.iter().enumerate() {
            svg.text(x, y + i as f64 * 14.0, line, Style::of(12.0, INK).bold().at(anchor).halo());
        }
    }
    legend(&mut svg);
    Ok(svg)
}

/// A long name in two lines.
fn broken(name: &str) -> Vec<String> {
    let name = clean(name);
    if width(&name, 12.0, true) < 150.0 {
        return vec![name];
    }
    let middle = name.len() / 2;
    let spaces = name.char_indices().filter(|(_, c)| *c == ' ').map(|(i, _)| i);
    match spaces.min_by_key(|i| i.abs_diff(middle)) {
        Some(at) => {
            vec![super::svg::cut(&name[..at], 200.0, 12.0, true), super::svg::cut(name[at..].trim(), 200.0, 12.0, true)]
        }
        None => vec![super::svg::cut(&name, 200.0, 12.0, true)],
    }
}

fn size(n: &Node) -> f64 {
    (7.0 + (n.weight as f64).sqrt() * 2.2).min(20.0)
}

fn colour(kind: &str) -> &'static str {
    match kind {
        "state" | "government" | "military" | "police" => SKY,
        "armed_group" | "militia" | "private_military" => ORANGE,
        "igo" | "ngo" | "party" | "company" | "media" => GREEN,
        _ => "#999999",
    }
}

/// Places actors: each pushes all others away, ties pull together, everything leans to the middle.
fn lay_out(nodes: &mut [Node], edges: &[(usize, usize, &Tie)]) {
    let n = nodes.len() as f64;
    let (cx, cy) = ((AREA[0] + AREA[2]) / 2.0, (AREA[1] + AREA[3]) / 2.0);
    for (i, node) in nodes.iter_mut().enumerate() {
        // The golden angle spreads any number of points evenly, without chance.
        let (angle, far) = (i as f64 * 2.399_963, ((i as f64 + 0.5) / n).sqrt());
        (node.x, node.y) = (cx + far * 420.0 * angle.cos(), cy + far * 250.0 * angle.sin());
    }
    let wanted = (((AREA[2] - AREA[0]) * (AREA[3] - AREA[1])) / n).sqrt() * 0.62;
    for round in 0..600 {
        let heat = 40.0 * (1.0 - f64::from(round) / 600.0) + 0.5;
        let mut push = vec![(0.0, 0.0); nodes.len()];
        for i in 0..nodes.len() {
            for j in 0..i {
                // The sheet is wider than high, and names lie flat.
                let (dx, dy) = ((nodes[i].x - nodes[j].x) / 1.35, nodes[i].y - nodes[j].y);
                let far = (dx * dx + dy * dy).sqrt().max(1.0);
                let force = wanted * wanted / far / far;
                let (fx, fy) = (dx * force, dy * force);
                (push[i].0, push[i].1) = (push[i].0 + fx, push[i].1 + fy);
                (push[j].0, push[j].1) = (push[j].0 - fx, push[j].1 - fy);
            }
            let (gx, gy) = (cx - nodes[i].x, cy - nodes[i].y);
            let pull = 0.02 * n.max(6.0);
            (push[i].0, push[i].1) = (push[i].0 + gx * pull, push[i].1 + gy * pull * 1.5);
        }
        let mut pulled = BTreeSet::new();
        for (a, b, _) in edges {
            if !pulled.insert((*a.min(b), *a.max(b))) {
                continue;
            }
            let (dx, dy) = ((nodes[*a].x - nodes[*b].x) / 1.35, nodes[*a].y - nodes[*b].y);
            let far = (dx * dx + dy * dy).sqrt().max(1.0);
            let force = far / wanted;
            let (fx, fy) = (dx * force, dy * force);
            (push[*a].0, push[*a].1) = (push[*a].0 - fx, push[*a].1 - fy);
            (push[*b].0, push[*b].1) = (push[*b].0 + fx, push[*b].1 + fy);
        }
        for (node, (fx, fy)) in nodes.iter_mut().zip(push) {
            let far = (fx * fx + fy * fy).sqrt().max(1e-9);
            let step = far.min(heat) / far;
            (node.x, node.y) = (node.x + fx * step, node.y + fy * step);
        }
    }
    fit(nodes);
}

/// Stretches the whole to the sheet, not beyond double its size.
fn fit(nodes: &mut [Node]) {
    let range = |pick: fn(&Node) -> f64| {
        nodes.iter().map(pick).fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)))
    };
    let ((left, right), (top, bottom)) = (range(|n| n.x), range(|n| n.y));
    // Room for names at the sides.
    let (wide, high) = (AREA[2] - AREA[0] - 130.0, AREA[3] - AREA[1] - 20.0);
    let grow = |room: f64, span: f64| (room / span.max(1.0)).min(2.0);
    let (sx, sy) = (grow(wide, right - left), grow(high, bottom - top));
    let (cx, cy) = ((AREA[0] + AREA[2]) / 2.0, (AREA[1] + AREA[3]) / 2.0);
    for n in nodes {
        n.x = cx + (n.x - (left + right) / 2.0) * sx;
        n.y = cy + (n.y - (top + bottom) / 2.0) * sy;
    }
}

fn look(kind: RelationType) -> (&'static str, &'static str) {
    match kind {
        k if is_friendly(k) => (BLUE, "stands with, supports"),
        k if is_hostile(k) => (VERMILION, "stands against"),
        RelationType::MemberOf | RelationType::PartOf | RelationType::BranchOf => (FAINT, "belongs to"),
        _ => (PURPLE, "leads, holds office, is based in"),
    }
}

fn line_of(stands: Stands) -> &'static str {
    match stands {
        Stands::Asserted => "",
        Stands::Claimed => "stroke-dasharray=\"9 5\"",
        Stands::Denied => "stroke-dasharray=\"1.5 5\" stroke-linecap=\"round\"",
    }
}

fn edge(svg: &mut Svg, taken: &mut Taken, a: &Node, b: &Node, tie: &Tie, n: usize) {
    let (colour, _) = look(tie.kind);
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let far = (dx * dx + dy * dy).sqrt().max(1.0);
    // Further ties between the same two bend aside, to the one side and the other.
    let bend = (n.div_ceil(2) as f64)
        * 26.0
        * if n.is_multiple_of(2) { -1.0 } else { 1.0 }
        * if a.name < b.name { 1.0 } else { -1.0 };
    let (mx, my) = ((a.x + b.x) / 2.0 - dy / far * bend, (a.y + b.y) / 2.0 + dx / far * bend);
    let towards = |node: &Node, gap: f64| {
        let (vx, vy) = (mx - node.x, my - node.y);
        let l = (vx * vx + vy * vy).sqrt().max(1.0);
        (node.x + vx / l * gap, node.y + vy / l * gap)
    };
    let one_way = !matches!(
        tie.kind,
        RelationType::AlliedWith | RelationType::CooperatesWith | RelationType::HostileTo | RelationType::TensionWith
    );
    let (from, to) = (towards(a, size(a) + 1.0), towards(b, size(b) + if one_way { 8.0 } else { 1.0 }));
    let thick = 1.4 + (tie.statements.len() as f64).ln() * 0.9;
    svg.raw(&format!(
        "<path d=\"M{:.1} {:.1}Q{mx:.1} {my:.1} {:.1} {:.1}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{thick:.1}\" stroke-opacity=\"0.85\" {}/>",
        from.0, from.1, to.0, to.1, line_of(tie.stands)
    ));
    if one_way {
        let (vx, vy) = (b.x - mx, b.y - my);
        let l = (vx * vx + vy * vy).sqrt().max(1.0);
        let (ux, uy) = (vx / l, vy / l);
        let tip = (b.x - ux * (size(b) + 1.0), b.y - uy * (size(b) + 1.0));
        let foot = (tip.0 - ux * 9.0, tip.1 - uy * 9.0);
        svg.raw(&format!(
            "<path d=\"M{:.1} {:.1}L{:.1} {:.1}L{:.1} {:.1}Z\" fill=\"{colour}\"/>",
            tip.0,
            tip.1,
            foot.0 - uy * 4.5,
            foot.1 + ux * 4.5,
            foot.0 + uy * 4.5,
            foot.1 - ux * 4.5
        ));
    }
    // Words keep off the middle of lines.
    for share in [0.06, 0.14, 0.22, 0.3, 0.4, 0.5, 0.6, 0.7, 0.78, 0.86, 0.94] {
        let s = 1.0 - share;
        let p = |from: f64, mid: f64, to: f64| s * s * from + 2.0 * s * share * mid + share * share * to;
        taken.mark(p(from.0, mx, to.0), p(from.1, my, to.1), 2.0);
    }
    if tie.stands == Stands::Denied {
        let at = ((from.0 + 2.0 * mx + to.0) / 4.0, (from.1 + 2.0 * my + to.1) / 4.0);
        cross(svg, at, colour);
        taken.mark(at.0, at.1, 7.0);
    }
}

fn cross(svg: &mut Svg, (x, y): (f64, f64), colour: &str) {
    svg.circle(x, y, 7.5, "#ffffff", &format!("stroke=\"{colour}\" stroke-width=\"1\""));
    svg.line((x - 4.0, y - 4.0), (x + 4.0, y + 4.0), colour, 2.2, "");
    svg.line((x - 4.0, y + 4.0), (x + 4.0, y - 4.0), colour, 2.2, "");
}

fn legend(svg: &mut Svg) {
    let small = Style::of(11.5, INK);
    let (x, y) = (28.0, 790.0);
    svg.line((x, y - 16.0), (WIDE - 28.0, y - 16.0), "#d9d6cf", 1.0, "");
    svg.text(x, y + 6.0, "Ties", Style::of(12.5, INK).bold());
    let mut at = x + 60.0;
    for kind in [RelationType::AlliedWith, RelationType::HostileTo, RelationType::MemberOf, RelationType::Leads] {
        let (colour, words) = look(kind);
        svg.line((at, y + 2.0), (at + 34.0, y + 2.0), colour, 2.6, "");
        svg.text(at + 42.0, y + 6.0, words, small);
        at += 66.0 + width(words, 11.5, false);
    }
    svg.text(x, y + 32.0, "Said how", Style::of(12.5, INK).bold());
    let mut at = x + 84.0;
    for (stands, words) in [
        (Stands::Asserted, "asserted by a report"),
        (Stands::Claimed, "claimed, suspected or foretold by somebody"),
        (Stands::Denied, "denied by somebody"),
    ] {
        svg.line((at, y + 28.0), (at + 44.0, y + 28.0), INK, 2.2, line_of(stands));
        if stands == Stands::Denied {
            cross(svg, (at + 22.0, y + 28.0), INK);
        }
        svg.text(at + 52.0, y + 32.0, words, small);
        at += 78.0 + width(words, 11.5, false);
    }
    svg.text(x, y + 58.0, "Actors", Style::of(12.5, INK).bold());
    let mut at = x + 84.0;
    for (kind, words) in [
        ("military", "states and their forces"),
        ("armed_group", "armed groups, militias, private forces"),
        ("igo", "organisations, parties, media"),
        ("person", "persons, communities, others"),
    ] {
        svg.circle(at + 6.0, y + 54.0, 7.0, colour(kind), "");
        svg.text(at + 20.0, y + 58.0, words, small);
        at += 44.0 + width(words, 11.5, false);
    }
}

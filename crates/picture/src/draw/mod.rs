//! Pictures without a browser: a map, a timeline and a network of ties, for reports and papers.
//!
//! In: a record and a filter. Out: SVG, and PNG from it. The same record gives the same bytes. Every mark shows what is
//! stated, from the least to the greatest number, and whether it is disputed; colours are those of Okabe and Ito, which
//! colour-blind people tell apart, and none carries a meaning alone.

mod base;
mod map;
mod network;
mod place;
mod svg;
mod timeline;

use crate::api::Asking;
use crate::sight::Sight;
use std::path::Path;
use svg::Svg;
use tarikh::{Card, Record};
use types::incident::Status;

/// Which picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Where: a mark for each place.
    Map,
    /// When: a mark for each incident, and how many were killed.
    Timeline,
    /// Who stands with whom, who against whom.
    Network,
}

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)]
pub enum Fault {
    #[error(transparent)]
    Record(#[from] tarikh::Fault),
    #[error("{0}")]
    Filter(String),
    #[error("expected {0} to draw, but found none in {1}\nhint: leave out a filter, or look with `tarikh {2}`")]
    Empty(&'static str, String, &'static str),
    #[error("expected a picture that can be drawn, but found: {0}")]
    Pixels(String),
}

/// What is common to all pictures.
pub(crate) struct Subject<'a> {
    pub sight: &'a Sight,
    pub rows: Vec<usize>,
    pub title: String,
    /// What it is drawn from, for the line below.
    pub source: String,
}

impl Subject<'_> {
    pub fn cards(&self) -> impl Iterator<Item = &Card> + Clone {
        self.rows.iter().map(|i| &self.sight.cards[*i])
    }
}

pub(crate) const INK: &str = "#222222";
pub(crate) const FAINT: &str = "#6b6b6b";
pub(crate) const BLUE: &str = "#0072B2";
pub(crate) const SKY: &str = "#56B4E9";
pub(crate) const VERMILION: &str = "#D55E00";
pub(crate) const ORANGE: &str = "#E69F00";
pub(crate) const GREEN: &str = "#009E73";
pub(crate) const PURPLE: &str = "#CC79A7";

/// How far an incident is confirmed, as a picture shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Look {
    Disputed,
    Corroborated,
    Single,
    Foretold,
}

impl Look {
    pub const ALL: [Look; 4] = [Look::Disputed, Look::Corroborated, Look::Single, Look::Foretold];

    pub fn of(c: &Card) -> Look {
        if c.outcome.is_some() {
            return Look::Foretold;
        }
        match c.status {
            Status::Disputed => Look::Disputed,
            Status::Corroborated => Look::Corroborated,
            Status::SingleSource => Look::Single,
        }
    }

    pub fn colour(self) -> &'static str {
        match self {
            Look::Disputed => VERMILION,
            Look::Corroborated => BLUE,
            Look::Single => SKY,
            Look::Foretold => PURPLE,
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            Look::Disputed => "disputed",
            Look::Corroborated => "told by two or more independent sources",
            Look::Single => "told by one source",
            Look::Foretold => "foretold or planned",
        }
    }
}

/// Draws a picture of a record as SVG.
pub fn draw(path: &Path, kind: Kind, asking: &Asking, title: Option<&str>) -> Result<String, Fault> {
    let record = Record::open_read_only(path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (sight, ties) = record.at_once(|r| {
        let ties = if kind == Kind::Network { r.tie_rows()? } else { Vec::new() };
        Ok((Sight::of(r)?, ties))
    })?;
    let rows = asking.rows(&sight).map_err(|p| Fault::Filter(p.error))?;
    let sources: std::collections::BTreeSet<_> = sight.reports.iter().filter_map(|r| r.source.as_deref()).collect();
    let subject = Subject {
        rows,
        title: title.unwrap_or_default().to_string(),
        source: format!(
            "{name}: {} by {}",
            svg::many(sight.reports.len(), "report", "reports"),
            svg::many(sources.len(), "source", "sources")
        ),
        sight: &sight,
    };
    match kind {
        Kind::Map => map::draw(&subject),
        Kind::Timeline => timeline::draw(&subject),
        Kind::Network => {
            let days = (asking.since.as_deref(), asking.until.as_deref());
            let actors = record.actors(None)?;
            network::draw(&subject, &crate::api::ties::group(&ties, &actors, days.0, days.1))
        }
    }
    .map(Svg::close)
}

/// Pixels of a picture, `scale` for each of its units.
pub fn png(svg: &str, scale: f32) -> Result<Vec<u8>, Fault> {
    let mut options = resvg::usvg::Options { font_family: "Noto Sans".into(), ..Default::default() };
    for font in [svg::REGULAR, svg::BOLD] {
        options.fontdb_mut().load_font_data(font.to_vec());
    }
    let fault = |e: &dyn std::fmt::Display| Fault::Pixels(e.to_string());
    let tree = resvg::usvg::Tree::from_str(svg, &options).map_err(|e| fault(&e))?;
    let size = tree.size();
    let (width, height) = ((size.width() * scale).ceil() as u32, (size.height() * scale).ceil() as u32);
    let mut pixels = resvg::tiny_skia::Pixmap::new(width, height).ok_or_else(|| fault(&"no size"))?;
    resvg::render(&tree, resvg::tiny_skia::Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().map_err(|e| fault(&e))
}

//! Writing SVG, and how wide words are: in the font that PNG is drawn with, and near enough in others.

use std::fmt::Write;
use std::sync::OnceLock;

/// The fonts of every picture.
pub const REGULAR: &[u8] = include_bytes!("../../data/NotoSans-Regular.ttf");
/// Its bold.
pub const BOLD: &[u8] = include_bytes!("../../data/NotoSans-Bold.ttf");

/// Where text stands to its point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Anchor {
    /// To the right of it.
    Start,
    /// Around it.
    Middle,
    /// To the left of it.
    End,
}

/// Size, weight, colour and place of text.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    pub size: f64,
    pub bold: bool,
    pub colour: &'static str,
    pub anchor: Anchor,
    /// A light edge, so that it is legible over lines.
    pub halo: bool,
}

impl Style {
    pub fn of(size: f64, colour: &'static str) -> Style {
        Style { size, bold: false, colour, anchor: Anchor::Start, halo: false }
    }

    pub fn bold(self) -> Style {
        Style { bold: true, ..self }
    }

    pub fn at(self, anchor: Anchor) -> Style {
        Style { anchor, ..self }
    }

    pub fn halo(self) -> Style {
        Style { halo: true, ..self }
    }
}

/// A picture being written.
pub struct Svg {
    out: String,
    pub width: f64,
    pub height: f64,
}

/// Text that XML and a reader's eye can bear: no signs of control or direction.
pub fn clean(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{61c}')
    };
    text.chars().filter(|c| !hidden(*c)).collect()
}

/// The same, for use in markup.
pub fn escaped(text: &str) -> String {
    clean(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// "1 report", "12 reports", "20,000 reports".
pub fn many(n: usize, one: &str, more: &str) -> String {
    format!("{} {}", grouped(n as u64), if n == 1 { one } else { more })
}

/// 20,000.
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// How wide words are.
pub fn width(text: &str, size: f64, bold: bool) -> f64 {
    static FACES: OnceLock<Option<[ttf_parser::Face<'static>; 2]>> = OnceLock::new();
    let faces =
        FACES.get_or_init(|| Some([ttf_parser::Face::parse(REGULAR, 0).ok()?, ttf_parser::Face::parse(BOLD, 0).ok()?]));
    let wide = |c: char| -> f64 {
        let Some(faces) = faces else { return 0.6 };
        let face = &faces[usize::from(bold)];
        let advance = face.glyph_index(c).and_then(|g| face.glyph_hor_advance(g));
        advance.map_or(0.7, |a| f64::from(a) / f64::from(face.units_per_em()))
    };
    text.chars().map(wide).sum::<f64>() * size
}

/// Words cut to a width, with an ellipsis.
pub fn cut(text: &str, most: f64, size: f64, bold: bool) -> String {
    let text = clean(text);
    if width(&text, size, bold) <= most {
        return text;
    }
    let mut out = String::new();
    for c in text.chars() {
        out.push(c);
        if width(&out, size, bold) + size * 0.8 > most {
            break;
        }
    }
    out.pop();
    out.trim_end().to_string() + "…"
}

impl Svg {
    /// A white sheet with a title for screen readers.
    pub fn new(width: f64, height: f64, title: &str) -> Svg {
        let out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
             font-family=\"'Noto Sans', Helvetica, Arial, sans-serif\" role=\"img\" aria-label=\"{0}\">\n<title>{0}</title>\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n",
            escaped(title)
        );
        Svg { out, width, height }
    }

    /// Anything.
    pub fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
        self.out.push('\n');
    }

    /// Words.
    pub fn text(&mut self, x: f64, y: f64, words: &str, style: Style) {
        let anchor = match style.anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let weight = if style.bold { " font-weight=\"bold\"" } else { "" };
        let halo = if style.halo {
            " stroke=\"#ffffff\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\" stroke-opacity=\"0.85\""
        } else {
            ""
        };
        let _ = writeln!(
            self.out,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{}\" fill=\"{}\" text-anchor=\"{anchor}\"{weight}{halo}>{}</text>",
            style.size,
            style.colour,
            escaped(words)
        );
    }

    /// A line.
    pub fn line(&mut self, (x1, y1): (f64, f64), (x2, y2): (f64, f64), colour: &str, thick: f64, more: &str) {
        let _ = writeln!(
            self.out,
            "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"{colour}\" stroke-width=\"{thick}\" {more}/>"
        );
    }

    /// A circle.
    pub fn circle(&mut self, x: f64, y: f64, r: f64, fill: &str, more: &str) {
        let _ = writeln!(self.out, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{r:.2}\" fill=\"{fill}\" {more}/>");
    }

    /// A rectangle.
    pub fn rect(&mut self, x: f64, y: f64, w: f64, h: f64, fill: &str, more: &str) {
        let _ = writeln!(
            self.out,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{h:.1}\" fill=\"{fill}\" {more}/>"
        );
    }

    /// A square that stands on a corner.
    pub fn diamond(&mut self, x: f64, y: f64, r: f64, fill: &str, more: &str) {
        let _ = writeln!(
            self.out,
            "<path d=\"M{x:.1} {:.1}L{:.1} {y:.1}L{x:.1} {:.1}L{:.1} {y:.1}Z\" fill=\"{fill}\" {more}/>",
            y - r,
            x + r,
            y + r,
            x - r
        );
    }

    /// Title, what is drawn, and below what it is drawn from.
    pub fn frame(&mut self, title: &str, under: &str, source: &str) {
        let room = self.width - 56.0;
        self.text(28.0, 42.0, &cut(title, room, 24.0, true), Style::of(24.0, super::INK).bold());
        self.text(28.0, 64.0, &cut(under, room, 13.5, false), Style::of(13.5, super::FAINT));
        let y = self.height - 16.0;
        self.text(28.0, y, &cut(source, room, 11.0, false), Style::of(11.0, super::FAINT));
    }

    /// The whole.
    pub fn close(mut self) -> String {
        self.out.push_str("</svg>\n");
        self.out
    }
}

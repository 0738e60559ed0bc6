//! `cargo xtask update`: rewrites what is generated, and only when asked: the schema, and the README's picture.

use crate::{output, root};
use anyhow::{Context, Result};

/// The sample whose dossier the README shows.
const SHOWN: &str = "samples/bamako-wire.txt";

/// Rewrites every generated file.
pub fn update() -> Result<()> {
    let tarikh = |args: &[&str]| output("cargo", &[&["run", "--quiet", "-p", "tarikh-cli", "--"], args].concat());
    let docs = root().join("docs");
    std::fs::write(docs.join("reading.schema.json"), tarikh(&["schema"])?)?;
    std::fs::write(docs.join("dossier.txt"), tarikh(&["read", SHOWN])?)?;
    let coloured = tarikh(&["read", SHOWN, "--color", "always"])?;
    std::fs::write(docs.join("dossier.svg"), svg(&coloured)).context("docs/dossier.svg")?;
    println!("rewritten: docs/reading.schema.json, docs/dossier.txt, docs/dossier.svg");
    Ok(())
}

const LINE: f32 = 17.0;
const CHARACTER: f32 = 7.83;

/// How many lines the picture shows; the whole dossier stands in docs/dossier.txt.
const SHOWN_LINES: usize = 78;

/// A terminal's text with its colours, as a picture that a browser shows without fonts of ours.
fn svg(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    if lines.len() > SHOWN_LINES {
        lines.truncate(SHOWN_LINES);
        lines.push("   …");
    }
    let (width, height) = (80.0 * CHARACTER + 40.0, lines.len() as f32 * LINE + 40.0);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"13\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#16181d\"/>\n"
    );
    let mut ink = "";
    for (i, line) in lines.iter().enumerate() {
        let y = 32.0 + i as f32 * LINE;
        let mut column = 0;
        for (j, piece) in line.split("\x1b[").enumerate() {
            let words = match piece.split_once('m') {
                Some((code, rest)) if j > 0 => {
                    ink = code;
                    rest
                }
                _ => piece,
            };
            if !words.trim().is_empty() {
                let lead = words.chars().take_while(|c| *c == ' ').count();
                let x = 20.0 + (column + lead) as f32 * CHARACTER;
                let shown = words.trim().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
                out.push_str(&format!(
                    "<text x=\"{x:.1}\" y=\"{y:.1}\" {} xml:space=\"preserve\">{shown}</text>\n",
                    style(ink)
                ));
            }
            column += words.chars().count();
        }
    }
    out.push_str("</svg>\n");
    out
}

fn style(code: &str) -> &'static str {
    match code {
        "1" => "fill=\"#ffffff\" font-weight=\"bold\"",
        "2" => "fill=\"#8b919e\"",
        "36" => "fill=\"#7fc8d8\"",
        "33" => "fill=\"#e8b04b\"",
        _ => "fill=\"#d5d8de\"",
    }
}

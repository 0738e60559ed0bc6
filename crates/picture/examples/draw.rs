//! Draws a record from a program of your own: `cargo run -p tarikh-picture --example draw RECORD.gpkg FOLDER`.
//!
//! In: a record. Out: `map`, `timeline` and `network`, each as .svg and .png.

use picture::{Asking, Kind, draw, png};
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [record, folder] = &args[..] else { return Err("expected RECORD.gpkg FOLDER".into()) };
    for (name, kind) in [("map", Kind::Map), ("timeline", Kind::Timeline), ("network", Kind::Network)] {
        let svg = draw(Path::new(record), kind, &Asking::default(), None)?;
        std::fs::write(Path::new(folder).join(format!("{name}.png")), png(&svg, 1.0)?)?;
        std::fs::write(Path::new(folder).join(format!("{name}.svg")), svg)?;
    }
    Ok(())
}

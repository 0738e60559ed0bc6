//! Pictures of a record made from `samples/` words: the same bytes each time, whole SVG, pixels, and no word over another.

use picture::{Asking, DrawFault, Kind, draw, png};
use std::path::PathBuf;
use tarikh::contract::Reading;
use tarikh::{Given, Reader, Record};

fn record(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("tarikh-draw-{}-{name}.gpkg", std::process::id()));
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", path.display()));
    }
    let reader = Reader::new();
    let texts = [
        "Militants killed at least 50 people in Bamako on Tuesday 17 September 2024, a hospital worker said. The army put the toll at 70.",
        "BAMAKO, Sept 18, 2024 – JNIM is allied with al-Qaeda, analysts say. The army denied that it cooperates with Wagner.",
        "OUAGADOUGOU, Aug 26, 2024 – Gunmen killed 200 people in Barsalogho on Saturday 24 August 2024 <script>alert(1)</script>.",
    ];
    let read = |text: &&str| {
        Reading::of(&reader.read(tarikh::report::from_bytes(text.as_bytes(), &Given::default()).unwrap()))
    };
    let mut record = Record::open_or_create(&path).unwrap();
    record.add(texts.iter().map(read).collect()).unwrap();
    record.close().unwrap();
    path
}

#[test]
fn pictures_are_whole_and_the_same_each_time() {
    let path = record("whole");
    for kind in [Kind::Map, Kind::Timeline, Kind::Network] {
        let title = "Attacks & <answers> \u{202e}2024\u{7}";
        let svg = match draw(&path, kind, &Asking::default(), Some(title)) {
            Err(DrawFault::Empty(..)) if kind == Kind::Network => continue,
            drawn => drawn.unwrap(),
        };
        assert_eq!(svg, draw(&path, kind, &Asking::default(), Some(title)).unwrap());
        assert!(svg.contains("Attacks &amp; &lt;answers&gt; 2024") && !svg.contains("<script"), "{kind:?}");
        assert!(svg.contains("3 reports"));
        let pixels = png(&svg, 0.5).unwrap();
        assert!(pixels.starts_with(b"\x89PNG") && pixels.len() > 5_000, "{kind:?}");
    }
    let map = draw(&path, Kind::Map, &Asking::default(), None).unwrap();
    assert!(map.contains(">Bamako</text>") && map.contains(">Barsalogho</text>") && map.contains("MALI"), "{map}");
}

#[test]
fn nothing_to_draw_is_said() {
    let path = record("empty");
    let asking = Asking { place: Some("Nowhere at all".into()), ..Asking::default() };
    for kind in [Kind::Map, Kind::Timeline] {
        let told = draw(&path, kind, &asking, None).unwrap_err();
        assert!(matches!(told, DrawFault::Empty(..)), "{told}");
        assert!(told.to_string().contains("hint: "), "{told}");
    }
    let asking = Asking { since: Some("soon".into()), ..Asking::default() };
    assert!(matches!(draw(&path, Kind::Map, &asking, None), Err(DrawFault::Filter(_))));
}

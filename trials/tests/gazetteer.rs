//! GeoNames dumps of seven countries become layers; left out where the dumps are not at hand.

use gazetteer::{Gazetteer, Kind, Layer, layer_of_dump};
use std::path::Path;

#[test]
fn dumps_become_layers() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/eval/geo/gazetteer");
    for (file, village) in
        [("ML.txt", "Hombori"), ("BF.txt", "Barsalogo"), ("NE.txt", "Inatess"), ("MR.txt", "Fassala Néré")]
    {
        let Ok(text) = std::fs::read_to_string(folder.join(file)) else { return };
        let (bytes, summary) = layer_of_dump(&text).expect(file);
        assert!(
            summary.taken > 2_000 && summary.bad.is_empty(),
            "{file}: {} taken, bad {:?}",
            summary.taken,
            summary.bad
        );
        let mut gazetteer = Gazetteer::default();
        assert!(gazetteer.add(Layer::open_shared(bytes).expect(file)));
        let mut hits = gazetteer.find(village);
        hits.extend(gazetteer.find_sound(village));
        let found = hits.iter().filter_map(|h| gazetteer.entry(h.entry)).find(|e| e.kind != Kind::Site);
        let entry = found.unwrap_or_else(|| panic!("{file}: {village} not found"));
        assert!(entry.lat.abs() < 30.0 && entry.parent != 0, "{file}: {entry:?}");
    }
}

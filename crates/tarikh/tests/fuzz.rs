//! The fuzz targets on stable Rust, bounded: seeds are our samples and tables, cut, joined and spoilt at random. The seed of
//! the random numbers is fixed, so that a failure comes again.

#[path = "../../../fuzz/src/targets.rs"]
mod targets;

use std::time::{Duration, Instant};

/// How long each target runs.
const TIME: Duration = Duration::from_secs(6);

/// A small generator (xorshift64*): quality is of no concern, repetition is.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % n.max(1)
    }
}

fn seeds(folder: &str, ending: &str) -> Vec<Vec<u8>> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../");
    let mut seeds = Vec::new();
    let mut folders = vec![std::path::PathBuf::from(root).join(folder)];
    while let Some(folder) = folders.pop() {
        let mut entries: Vec<_> =
            std::fs::read_dir(folder).into_iter().flatten().filter_map(|e| Some(e.ok()?.path())).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                seeds.extend(std::fs::read(path));
            }
        }
    }
    assert!(!seeds.is_empty(), "no seeds in {folder}");
    seeds
}

/// A piece of a seed, with a few faults.
fn spoilt(seeds: &[Vec<u8>], longest: usize, random: &mut Random) -> Vec<u8> {
    let piece = |random: &mut Random| {
        let seed = &seeds[random.below(seeds.len())];
        let start = random.below(seed.len());
        let end = (start + 1 + random.below(longest)).min(seed.len());
        seed[start..end].to_vec()
    };
    let mut bytes = piece(random);
    if random.below(3) == 0 {
        bytes.extend(piece(random));
    }
    for _ in 0..random.below(8) {
        let at = random.below(bytes.len());
        match random.below(5) {
            0 => bytes[at] = random.below(256) as u8,
            1 => bytes.insert(at, b"<>&\"'.,-()\n \t0"[random.below(14)]),
            2 => drop(bytes.remove(at)),
            3 => bytes.splice(at..at, "é—“\u{301}🚀".bytes().take(random.below(14))).for_each(drop),
            _ => bytes[..at].make_ascii_uppercase(),
        }
        if bytes.is_empty() {
            break;
        }
    }
    bytes
}

fn run(seeds: Vec<Vec<u8>>, longest: usize, target: impl Fn(&[u8])) {
    let begun = Instant::now();
    let mut random = Random(0x7A71_4B01);
    let mut runs = 0;
    while begun.elapsed() < TIME {
        let bytes = spoilt(&seeds, longest, &mut random);
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| target(&bytes)));
        assert!(done.is_ok(), "run {runs} broke on {:?}", String::from_utf8_lossy(&bytes));
        runs += 1;
    }
    assert!(runs > 0);
}

#[test]
fn report_bytes() {
    run(seeds("samples", ""), 3000, targets::report_bytes);
}

#[test]
fn reading_text() {
    let reader = tarikh::Reader::new();
    run(seeds("samples", ""), 1500, |bytes| targets::reading_text(&reader, bytes));
}

#[test]
fn lexicon_tables() {
    run([seeds("lexicon", ".tsv"), seeds("lexicon", ".cases")].concat(), 2000, targets::lexicon_tables);
}

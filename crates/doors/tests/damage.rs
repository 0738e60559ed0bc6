//! What strangers bring: a crawl of two thousand pages, archives in archives, bombs, and any bytes under any name.

use doors::{Body, Inputs, Tally};
use report::Given;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    out.write_all(bytes).and_then(|()| out.finish()).expect("memory does not fail")
}

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a member");
        zip.write_all(bytes).expect("memory does not fail");
    }
    zip.finish().expect("an archive").into_inner()
}

fn record(n: usize, head: &str, body: &str) -> Vec<u8> {
    let body = format!("{head}\r\n\r\n{body}");
    let length = body.len();
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://d.example/{n}\r\nContent-Length: {length}"
    );
    format!("{head}\r\n\r\n{body}\r\n\r\n").into_bytes()
}

/// Reads everything; a fault or a skipped item is counted, and what a report says is kept.
fn read(inputs: Inputs) -> (Tally, Vec<String>) {
    let (mut tally, mut texts) = (Tally::default(), Vec::new());
    for item in inputs {
        if let Body::Skipped(why) = &item.body {
            tally.skip(why);
            continue;
        }
        match item.report(&Given::default()) {
            Ok(report) => {
                tally.read += 1;
                texts.push(report.text);
            }
            Err(fault) => tally.fail(&fault),
        }
    }
    (tally, texts)
}

#[test]
fn a_crawl_of_two_thousand_pages() {
    let mut packed = Vec::new();
    for n in 0..2000 {
        let (head, body) = match n % 10 {
            7 => ("HTTP/1.1 200 OK\r\nContent-Type: image/png", "x".to_string()),
            8 => ("HTTP/1.1 404 Not Found\r\nContent-Type: text/html", "no".to_string()),
            9 => ("HTTP/1.1 200 OK\r\nContent-Type: text/html", String::new()),
            _ => ("HTTP/1.1 200 OK\r\nContent-Type: text/html", format!("<html><p>Gunmen raided camp {n}.</p></html>")),
        };
        packed.extend(gzip(&record(n, head, &body)));
    }
    let (tally, texts) = read(Inputs::bytes("crawl.warc.gz", packed.clone()));
    assert_eq!((tally.read, tally.failures(), tally.skipped.values().sum::<usize>()), (1400, 200, 400), "{tally:?}");
    assert_eq!(texts[0], "Gunmen raided camp 0.");
    // Broken off in the middle of a record: what stood before is read, and the break is named.
    let half = packed[..packed.len() / 2].to_vec();
    let (tally, _) = read(Inputs::bytes("crawl.warc.gz", half));
    assert!((650..750).contains(&tally.read) && tally.failed.keys().any(|why| why.contains("breaks off")), "{tally:?}");
}

#[test]
fn archives_in_archives_and_paths_that_lead_out() {
    let inner = zipped(&[
        ("../../etc/a.txt", b"Gunmen came."),
        ("/b.md", b"# Raid\n\nThey left."),
        ("c.exe", b"x"),
        ("d/", b""),
    ]);
    let lines = gzip(b"{\"text\": \"Two died.\"}\n{broken\n");
    let outer =
        zipped(&[("inner.zip", &inner), ("x.jsonl.gz", &lines), ("__MACOSX/x.txt", b"no"), (".hidden.txt", b"no")]);
    let (tally, texts) = read(Inputs::bytes("all.zip", outer));
    assert_eq!(texts, ["Gunmen came.", "They left.", "Two died."]);
    assert_eq!((tally.failures(), tally.skipped.len()), (1, 1), "{tally:?}");
    let mut nested = b"Gunmen came.".to_vec();
    for depth in 0..8 {
        nested = zipped(&[(if depth == 0 { "a.txt" } else { "a.zip" }, &nested)]);
    }
    let (tally, _) = read(Inputs::bytes("a.zip", nested));
    assert!(tally.failed.keys().any(|why| why.contains("nested deeper")), "{tally:?}");
}

#[test]
fn bombs_are_named_and_the_rest_is_read() {
    let zeros = vec![b' '; 48 << 20];
    let bomb = zipped(&[("a.jsonl", &zeros), ("b.txt", b"Gunmen came.")]);
    let (tally, texts) = read(Inputs::bytes("bomb.zip", bomb));
    assert_eq!(texts, ["Gunmen came."]);
    assert!(tally.failed.keys().any(|why| why.contains("unfolds")), "{tally:?}");
    let (tally, _) = read(Inputs::bytes("bomb.jsonl.gz", gzip(&zeros)));
    assert_eq!((tally.read, tally.failures()), (0, 1), "{tally:?}");
    let (tally, _) = read(Inputs::bytes("twice.txt.gz", gzip(&gzip(b"Gunmen came."))));
    assert_eq!(tally.failures(), 1, "{tally:?}");
}

#[test]
fn a_folder_with_every_kind_of_damage() {
    let folder = std::env::temp_dir().join(format!("tarikh-damage-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(folder.join("inside")).expect("a folder");
    let half = |bytes: &[u8]| bytes[..bytes.len() / 2].to_vec();
    let page = record(1, "HTTP/1.1 200 OK\r\nContent-Type: text/html", "<p>Gunmen came to the camp.</p>");
    let archive = zipped(&[("a.txt", b"Gunmen came."), ("b.txt", b"They left.")]);
    let document = zipped(&[("word/document.xml", b"<w:p><w:t>Gunmen came.</w:t></w:p>")]);
    // What is read, whatever is wrong with it: 10 files, one of them with a whole and a broken record.
    let read_ones: Vec<(&str, Vec<u8>)> = vec![
        ("whole.txt", b"Gunmen came.".to_vec()),
        ("latin.txt", b"L'arm\xe9e est venue.".to_vec()),
        ("utf16.txt", b"\xff\xfeG\0u\0n\0m\0e\0n\0.\0".to_vec()),
        ("half-utf8.txt", b"L\xe2\x80\x99arm\xc3\xa9e \xc3".to_vec()),
        ("broken.html", b"<html><body><div><p>Gunmen came.<script>never closed".to_vec()),
        ("deep.html", format!("{}<p>Gunmen came.", "<div>".repeat(20_000)).into_bytes()),
        ("cut.warc", [page.clone(), half(&page)].concat()),
        (
            "cut.rss",
            b"<rss version='2.0'><channel><item><description>Gunmen came.</description></item><item><ti".to_vec(),
        ),
        ("cut.jsonl", b"{\"text\": \"Gunmen came.\"}\n{\"text\": \"They".to_vec()),
        ("inside/whole.md", b"# Raid\n\nGunmen came.".to_vec()),
    ];
    // What cannot be read, and a word of why.
    let mut faults: Vec<(&str, Vec<u8>, &str)> = vec![
        ("empty.txt", Vec::new(), "empty"),
        ("blank.txt", b" \n\n ".to_vec(), "empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n".to_vec(), "picture"),
        ("binary.txt", (0..=255).collect(), "binary"),
        ("cut.txt.gz", half(&gzip(&b"Gunmen came. ".repeat(2000))), "breaks off"),
        ("cut.zip", half(&archive), "zip"),
        ("cut.docx", half(&document), "Word"),
        ("empty.docx", zipped(&[("a.xml", b"")]), "Word"),
        ("no.json", b"{\"text\": ".to_vec(), "JSON"),
        ("other.xml", b"<?xml version='1.0'?><invoice>1</invoice>".to_vec(), "XML"),
        ("no.rss", b"<html><p>404".to_vec(), "feed"),
        ("list.opml", b"<opml><outline xmlUrl='https://a.example/rss'/></opml>".to_vec(), "list of 1 feeds"),
        ("bomb.jsonl.gz", gzip(&vec![b' '; 48 << 20]), "unfolds"),
        ("no.warc", b"Gunmen came.\n".to_vec(), "web archive"),
        ("cut.pdf", b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>".to_vec(), "PDF"),
        ("cut.parquet", b"PAR1\x15\x04\x15".to_vec(), "Parquet"),
    ];
    for (name, bytes) in read_ones.iter().map(|(n, b)| (n, b)).chain(faults.iter().map(|(n, b, _)| (n, b))) {
        std::fs::write(folder.join(name), bytes).expect("written");
    }
    std::fs::write(folder.join("film.mp4"), b"x").expect("written");
    std::fs::write(folder.join("README"), b"x").expect("written");
    let mut told = Vec::new();
    let (mut tally, mut texts) = (Tally::default(), Vec::new());
    for item in Inputs::list(&[folder.clone(), folder.join("gone.txt")]) {
        if let Body::Skipped(why) = &item.body {
            tally.skip(why);
            continue;
        }
        let name = item.name.clone();
        match item.report(&Given::default()) {
            Ok(report) => texts.push((name, report.text)),
            Err(fault) => {
                tally.fail(&fault);
                told.push((name, fault.message));
            }
        }
    }
    tally.read = texts.len();
    for (name, _) in &read_ones {
        assert!(texts.iter().any(|(n, _)| n.contains(&format!("/{name}"))), "{name} was not read: {told:?}");
    }
    // Each of these three holds a broken part beside a whole one.
    faults.extend(["cut.warc", "cut.rss", "cut.jsonl"].map(|name| (name, Vec::new(), "expected")));
    faults.push(("gone.txt", Vec::new(), "nothing of that name"));
    for (name, _, why) in &faults {
        let found = told.iter().find(|(n, _)| n.contains(&format!("/{name}")));
        assert!(found.is_some_and(|(_, m)| m.contains(why)), "{name}: {found:?} of {told:?}");
    }
    assert_eq!((tally.read, tally.failures()), (read_ones.len(), faults.len()), "{told:?} {texts:?}");
    let skipped: usize = tally.skipped.values().sum();
    assert_eq!(skipped, 2, "{tally:?}");
    assert_eq!(
        tally.summary()[0],
        format!("{} of {} reports were read", read_ones.len(), read_ones.len() + faults.len())
    );
    let _ = std::fs::remove_dir_all(&folder);
}

#[cfg(feature = "parquet")]
#[test]
fn a_table_of_a_hundred_thousand_rows() {
    use arrow::array::{ArrayRef, RecordBatch, StringArray};
    use std::sync::Arc;
    let path = std::env::temp_dir().join(format!("tarikh-rows-{}.parquet", std::process::id()));
    let mut writer = None;
    for part in 0..10 {
        let texts = (0..10_000).map(|n| (n % 100 != 7).then(|| format!("Gunmen raided camp {part}-{n}.")));
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("headline", Arc::new(StringArray::from_iter_values((0..10_000).map(|n| format!("Raid {n}"))))),
            ("text", Arc::new(StringArray::from_iter(texts))),
        ];
        let batch = RecordBatch::try_from_iter(columns).expect("a batch");
        let writer = writer.get_or_insert_with(|| {
            let file = std::fs::File::create(&path).expect("a file");
            parquet::arrow::ArrowWriter::try_new(file, batch.schema(), None).expect("a writer")
        });
        writer.write(&batch).expect("rows");
    }
    writer.expect("a writer").close().expect("an end");
    let (tally, texts) = read(Inputs::list(std::slice::from_ref(&path)));
    assert_eq!((tally.read, tally.failures()), (99_000, 1000), "{tally:?}");
    assert_eq!((texts[0].as_str(), texts[98_999].as_str()), ("Gunmen raided camp 0-0.", "Gunmen raided camp 9-9999."));
    // Damage in the middle costs rows, is named, and comes to an end.
    let mut bytes = std::fs::read(&path).expect("a file");
    let middle = bytes.len() / 2;
    bytes[middle..middle + 200].fill(0xA5);
    std::fs::write(&path, bytes).expect("written");
    let (tally, _) = read(Inputs::list(std::slice::from_ref(&path)));
    assert!(tally.failures() > 0, "{tally:?}");
    let _ = std::fs::remove_file(&path);
}

#[test]
fn any_bytes_under_any_name_come_to_an_end() {
    let seeds: Vec<(&str, Vec<u8>)> = vec![
        ("a.warc", record(1, "HTTP/1.1 200 OK\r\nContent-Type: text/html", "<p>Gunmen came.</p>").repeat(3)),
        ("a.warc.gz", gzip(&record(1, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked", "3\r\nabc\r\n0\r\n"))),
        ("a.zip", zipped(&[("a.txt", b"Gunmen came."), ("b.csv", b"text;title\n\"x\";y\n")])),
        ("a.docx", zipped(&[("word/document.xml", b"<w:p><w:t>Gunmen &amp; came.</w:t></w:p>")])),
        ("a.csv", b"title,text\nRaid,\"Gunmen, came.\"\n".to_vec()),
        ("a.xml", b"<rss version='2.0'><channel><title>D</title><item><title>R</title><description>x &lt;b&gt;</description></item></channel></rss>".to_vec()),
        ("a.opml", b"<opml><outline xmlUrl='https://a.example/&amp;'/></opml>".to_vec()),
        ("a.eml", b"From: a@b\r\nSubject: =?utf-8?Q?x?=\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n\r\nx\r\n--B--".to_vec()),
        ("a.json", b"[{\"text\": \"x\"}, 3]".to_vec()),
        ("a.jsonl", b"{\"text\": \"x\"}\n".to_vec()),
    ];
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut below = move |n: usize| {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        (state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % n.max(1)
    };
    for round in 0..4000 {
        let (name, seed) = &seeds[round % seeds.len()];
        let mut bytes = seed.clone();
        for _ in 0..1 + below(6) {
            let at = below(bytes.len());
            match below(4) {
                0 => bytes[at] = below(256) as u8,
                1 => bytes.truncate(at.max(1)),
                2 => bytes.insert(at, b"<>&\"';,\n\r\0:0"[below(12)]),
                _ => bytes.extend_from_within(at..),
            }
        }
        let name = if below(4) == 0 { seeds[below(seeds.len())].0 } else { name };
        let (tally, texts) = read(Inputs::bytes(name, bytes));
        assert!(texts.iter().all(|t| !t.is_empty()) && tally.read == texts.len());
    }
}

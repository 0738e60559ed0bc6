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

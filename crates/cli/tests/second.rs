//! `tarikh add --reader`: a language model's answers are kept in the record, differences go to the review queue, a second run asks
//! nothing. The model is a server of this test that always says the same.

mod common;

use common::{command, stderr};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Output;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const ANSWER: &str = r#"{"actors": [{"id": "a1", "name": "Gunmen", "names": [], "kind": "unnamed"}],
 "places": [], "events": [
  {"id": "e1", "type": "assault", "realis": "occurred", "where": [],
   "participants": [{"role": "actor", "actor": "a1", "text": "Gunmen", "evidence": {"quote": "Gunmen"}}],
   "tolls": [], "instruments": [], "evidence": [{"quote": "Gunmen killed 12 soldiers"}]},
  {"id": "e2", "type": "aid", "realis": "occurred", "where": [], "participants": [], "tolls": [], "instruments": [],
   "evidence": [{"quote": "The market stayed shut"}]}],
 "relations": [], "claims": [], "disagreements": []}"#;

fn serve() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback port");
    let url = format!("http://{}/v1", listener.local_addr().expect("an address"));
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            count.fetch_add(1, Ordering::SeqCst);
            let mut reader = BufReader::new(stream.try_clone().expect("a stream"));
            let mut head = String::new();
            while reader.read_line(&mut head).is_ok_and(|n| n > 2) {}
            let lower = head.to_lowercase();
            let length =
                lower.lines().find_map(|l| l.strip_prefix("content-length:")?.trim().parse().ok()).unwrap_or(0);
            let mut body = vec![0; length];
            let _ = reader.read_exact(&mut body);
            let answer = serde_json::json!({
                "choices": [{"message": {"role": "assistant", "content": ANSWER}, "finish_reason": "stop"}],
                "usage": {"prompt_tokens": 900, "completion_tokens": 200}
            })
            .to_string();
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                answer.len()
            );
            let _ = stream.write_all((head + &answer).as_bytes());
        }
    });
    (url, asked)
}

/// Runs the command where a proxy is set on which nothing listens: what would go through it on its way to this machine fails.
fn tarikh(args: &[&str]) -> Output {
    command(args).env("HTTP_PROXY", "http://127.0.0.1:9").output().expect("the command runs")
}

#[test]
fn answers_are_kept_in_the_record_and_asked_for_once() {
    let folder: PathBuf = std::env::temp_dir().join(format!("tarikh-second-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    let report = folder.join("raid.txt").display().to_string();
    let text = "Raid on a camp\nSévaré, 3 May 2023 (Delta Wire)\n\nGunmen killed 12 soldiers near Gao on Tuesday, the army said. The market stayed shut.\n";
    std::fs::write(&report, text).expect("a report");
    let (url, asked) = serve();
    let record = folder.join("r.gpkg").display().to_string();
    let add =
        |record: &str| tarikh(&["add", record, &report, "--reader", "both", "--endpoint", &url, "--model", "toy"]);
    let first = add(&record);
    assert_eq!(first.status.code(), Some(0), "{}", stderr(&first));
    assert!(stderr(&first).contains("asking toy at"), "{}", stderr(&first));
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    // There already: nothing is asked. Read anew: the kept answer serves.
    let again = add(&record);
    assert!(stderr(&again).contains("0 added, 1 known"), "{}", stderr(&again));
    let reread = tarikh(&["reread", &record, "--all", "--reader", "both", "--endpoint", &url, "--model", "toy"]);
    assert_eq!(reread.status.code(), Some(0), "{}", stderr(&reread));
    assert!(stderr(&reread).contains("1 answered from kept answers"), "{}", stderr(&reread));
    assert_eq!(asked.load(Ordering::SeqCst), 1, "an answer was paid for twice");
    // Without --all, a new version leaves alone what a model has read.
    assert_eq!(tarikh(&["reread", &record]).status.code(), Some(1));
    // What the two differ on stands in the record.
    let db = ::tarikh::Record::open_read_only(record.as_ref()).expect("the record");
    let waiting: Vec<_> = db.review_rows().expect("the review queue");
    assert!(waiting.iter().any(|r| r.review.what == "event" && r.review.ours.is_none()), "{waiting:?}");
    drop(db);
    let checked = tarikh(&["check", &record]);
    assert_eq!(checked.status.code(), Some(0), "{}", stderr(&checked));
    // A budget of nothing: the embedded reading stands in, and the report is not lost.
    let poor = folder.join("poor.gpkg").display().to_string();
    let out = tarikh(&[
        "add",
        &poor,
        &report,
        "--reader",
        "llm",
        "--endpoint",
        &url,
        "--model",
        "toy",
        "--max-tokens-total",
        "1",
    ]);
    assert!(stderr(&out).contains("1 added"), "{}", stderr(&out));
    assert!(stderr(&out).contains("the budget is spent"), "{}", stderr(&out));
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn a_budget_of_money_holds_and_nothing_tells_the_key() {
    let folder: PathBuf = std::env::temp_dir().join(format!("tarikh-second-cost-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(folder.join("reports")).expect("a folder");
    for n in 1..=3 {
        let text =
            format!("Gunmen killed 12 soldiers near Gao on {n} May 2023, the army said. The market stayed shut.\n");
        std::fs::write(folder.join(format!("reports/{n}.txt")), text).expect("a report");
    }
    let (url, asked) = serve();
    let path = |name: &str| folder.join(name).display().to_string();
    std::fs::write(path("key.txt"), "sk-very-secret\n").expect("a key");
    std::fs::write(path("prices.tsv"), "# model\tin\tout\nother\t1\t1\ntoy\t1\t5\n").expect("prices");
    let (reports, record, key, prices) = (path("reports"), path("r.gpkg"), path("key.txt"), path("prices.tsv"));
    let run = |first: &[&str], cost: &str| {
        let whom = ["--reader", "llm", "--endpoint", &url, "--model", "toy", "--key-file", &key, "--prices", &prices];
        let how = ["--max-cost", cost, "--max-tokens-answer", "300", "--llm-threads", "1"];
        tarikh(&[first, &whom, &how].concat())
    };
    // A report is 900 tokens in and 200 out at this server: 0.0019. The question alone is estimated at about 0.0016.
    let first = run(&["add", &record, &reports], "0.0040");
    assert_eq!(first.status.code(), Some(0), "{}", stderr(&first));
    assert!(stderr(&first).contains("3 added"), "no report is lost: {}", stderr(&first));
    assert!(stderr(&first).contains("the budget is spent"), "{}", stderr(&first));
    assert!(stderr(&first).contains("cost 0.00"), "{}", stderr(&first));
    let paid = asked.load(Ordering::SeqCst);
    assert!((1..3).contains(&paid), "{paid} questions");
    // Going on: what was answered is not asked again.
    let rest = run(&["reread", &record, "--all"], "1");
    assert_eq!(rest.status.code(), Some(0), "{}", stderr(&rest));
    assert!(stderr(&rest).contains(&format!("{paid} answered from kept answers")), "{}", stderr(&rest));
    assert_eq!(asked.load(Ordering::SeqCst), 3);
    let told = [stderr(&first), stderr(&rest)].concat();
    assert!(!told.contains("very-secret"));
    for entry in std::fs::read_dir(&folder).expect("the folder").flatten() {
        let kept = std::fs::read(entry.path()).unwrap_or_default();
        let leaks = kept.windows(11).any(|w| w == b"very-secret");
        assert_eq!(leaks, entry.file_name() == "key.txt", "{}", entry.path().display());
    }
    // A key in the address would be shown and kept.
    let endpoint = url.replace("http://", "http://me:sk-very-secret@");
    let refused = tarikh(&["read", &reports, "--reader", "llm", "--endpoint", &endpoint, "--model", "toy"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        stderr(&refused).contains("--key-file") && !stderr(&refused).contains("very-secret"),
        "{}",
        stderr(&refused)
    );
    let _ = std::fs::remove_dir_all(&folder);
}

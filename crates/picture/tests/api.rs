//! The API over a record made from `samples/`: what each route answers, that quotes match their text as a browser counts,
//! that judgements go round, and who is let in.

use axum::Router;
use axum::body::{Body, to_bytes};
use http::{Request, Response, StatusCode, header};
use picture::{Desk, Guard, app};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use tarikh::contract::Reading;
use tarikh::{Given, Reader, Record};
use tower::ServiceExt;

fn reader() -> &'static Reader {
    static READER: OnceLock<Reader> = OnceLock::new();
    READER.get_or_init(Reader::new)
}

/// A record of its own for each test, made from the samples.
fn record(name: &str) -> PathBuf {
    static READINGS: OnceLock<Vec<Reading>> = OnceLock::new();
    let readings = READINGS.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
        let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
        files.sort();
        let read = |path: &PathBuf| {
            let given = Given { file: path.file_name().map(|n| n.to_string_lossy().into_owned()), ..Given::default() };
            let report = tarikh::report::from_bytes(&std::fs::read(path).unwrap(), &given).unwrap();
            Reading::of(&reader().read(report))
        };
        files.iter().map(read).collect()
    });
    let folder = std::env::temp_dir().join(format!("tarikh-picture-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(format!("{name}.gpkg"));
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(folder.join(format!("{name}.gpkg{end}")));
    }
    let mut record = Record::open_or_create(&path).unwrap();
    record.add(readings.clone()).unwrap();
    record.close().unwrap();
    path
}

struct Server {
    router: Router,
    path: PathBuf,
}

fn serve(name: &str, read_only: bool, guard: Guard) -> Server {
    let path = record(name);
    let desk: Arc<Desk> = Desk::open(&path, read_only).unwrap();
    Server { router: app(desk, guard), path }
}

fn plain(name: &str) -> Server {
    serve(name, false, Guard::default())
}

async fn json_of(response: Response<Body>) -> Value {
    let bytes = to_bytes(response.into_body(), 64 << 20).await.unwrap();
    serde_json::from_slice(&bytes).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&bytes)))
}

impl Server {
    async fn send(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.unwrap()
    }

    async fn get(&self, path: &str) -> Response<Body> {
        self.send(Request::get(path).header(header::HOST, "127.0.0.1:8787").body(Body::empty()).unwrap()).await
    }

    async fn json(&self, path: &str) -> Value {
        let response = self.get(path).await;
        let status = response.status();
        let value = json_of(response).await;
        assert_eq!(status, StatusCode::OK, "{path}: {value}");
        value
    }

    async fn post(&self, path: &str, body: Value) -> (StatusCode, Value) {
        let request = Request::post(path)
            .header(header::HOST, "127.0.0.1:8787")
            .header(header::ORIGIN, "http://127.0.0.1:8787")
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body.to_string()))
            .unwrap();
        let response = self.send(request).await;
        (response.status(), json_of(response).await)
    }
}

/// A part of a text as a browser cuts it.
fn slice(text: &str, start: u64, end: u64) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    String::from_utf16(&units[start as usize..end as usize]).unwrap()
}

fn list<'v>(value: &'v Value, field: &str) -> &'v Vec<Value> {
    value[field].as_array().unwrap_or_else(|| panic!("{field} is no list in {value}"))
}

#[tokio::test]
async fn the_whole_is_counted() {
    let s = plain("about");
    let about = s.json("/api/about").await;
    assert_eq!(about["name"], "about.gpkg");
    assert_eq!(about["reports"], 8);
    assert_eq!(about["languages"], json!(["en", "fr"]));
    let all = s.json("/api/incidents?limit=1000").await;
    assert_eq!(about["incidents"], all["total"]);
    assert_eq!(about["revision"], all["revision"]);
    assert_eq!(list(&s.json("/api/reports").await, "items").len(), 8);
}

#[tokio::test]
async fn filters_take_what_the_command_takes() {
    let s = plain("filters");
    let record = Record::open_read_only(&s.path).unwrap();
    let all = s.json("/api/incidents?limit=1000").await;
    let total = all["total"].as_u64().unwrap();
    let taken = |v: &Value| list(v, "items").iter().map(|i| i["id"].as_str().unwrap().to_string()).collect::<Vec<_>>();
    for (query, filter) in [
        ("place=bamako", tarikh::Filter { place: Some("bamako".into()), ..Default::default() }),
        ("type=assault", tarikh::Filter { kind: Some(types::EventType::Assault), ..Default::default() }),
        ("status=disputed", tarikh::Filter { status: Some(types::incident::Status::Disputed), ..Default::default() }),
        ("min_killed=20", tarikh::Filter { min_killed: Some(20), ..Default::default() }),
        (
            "since=2024-09-17&until=2024-09-17",
            tarikh::Filter { since: Some("2024-09-17".into()), until: Some("2024-09-17".into()), ..Default::default() },
        ),
        ("near=12.65,-8.0&within=40", tarikh::Filter { around: Some((12.65, -8.0, 40.0)), ..Default::default() }),
    ] {
        let mut ours = taken(&s.json(&format!("/api/incidents?limit=1000&{query}")).await);
        let mut theirs: Vec<String> = record.each(&filter).map(|i| i.unwrap().id).collect();
        ours.sort();
        theirs.sort();
        assert!(!ours.is_empty() && (ours.len() as u64) < total, "{query} takes {} of {total}", ours.len());
        assert_eq!(ours, theirs, "{query}");
    }
    let accents = s.json("/api/incidents?place=SENOU").await;
    assert_eq!(accents["total"], s.json("/api/incidents?place=S%C3%A9nou").await["total"]);
    assert!(s.json("/api/incidents?q=hospital").await["total"].as_u64().unwrap() > 0);
    for odd in ["%22%22", "%22*", "AND", "a%20NEAR(", "%00", "!!!", "*", "-"] {
        assert_eq!(s.get(&format!("/api/incidents?q={odd}")).await.status(), StatusCode::OK, "{odd}");
    }
    for (query, why) in [
        ("since=yesterday", "YYYY-MM-DD"),
        ("sinec=2024-01-01", "sinec"),
        ("type=murder", "assault"),
        ("limit=0", "from 1"),
        ("bbox=1,2,3", "WEST"),
        ("cursor=nowhere", "cursor"),
        ("min_killed=many", "min_killed"),
        ("within=5", "near or place"),
    ] {
        let response = s.get(&format!("/api/incidents?{query}")).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{query}");
        let told = json_of(response).await;
        assert!(told["error"].as_str().unwrap().contains(why), "{query}: {told}");
    }
}

#[tokio::test]
async fn pages_follow_each_other() {
    let s = plain("pages");
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = s.json(&format!("/api/incidents?limit=7&sort=killed{cursor}")).await;
        seen.extend(list(&page, "items").iter().map(|i| i["id"].as_str().unwrap().to_string()));
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    let all = s.json("/api/incidents?limit=1000&sort=killed").await;
    let whole: Vec<_> = list(&all, "items").iter().map(|i| i["id"].as_str().unwrap().to_string()).collect();
    assert_eq!(seen, whole);
    let killed: Vec<u64> = list(&all, "items").iter().map(|i| i["killed"]["high"].as_u64().unwrap_or(0)).collect();
    assert!(killed.is_sorted_by(|a, b| a >= b), "{killed:?}");
}

#[tokio::test]
async fn columns_hold_what_the_list_holds() {
    let s = plain("columns");
    let c = s.json("/api/incidents.columns").await;
    let n = c["n"].as_u64().unwrap() as usize;
    let all = s.json("/api/incidents?limit=1000&sort=oldest").await;
    for (field, values) in c["columns"].as_object().unwrap() {
        assert_eq!(values.as_array().unwrap().len(), n, "{field}");
    }
    for (i, item) in list(&all, "items").iter().enumerate() {
        let col = |name: &str| &c["columns"][name][i];
        let table = |name: &str| &c["tables"][name][col(name).as_u64().unwrap() as usize];
        assert_eq!(col("id"), &item["id"]);
        assert_eq!(table("type"), &item["type"]);
        assert_eq!(table("status"), &item["status"]);
        assert_eq!(table("place").as_str().unwrap(), item["place"].as_str().unwrap_or(""));
        assert_eq!(col("killed_high"), &item["killed"]["high"]);
        let start = col("start").as_u64().map(|d| c["days"][d as usize].clone()).unwrap_or(Value::Null);
        assert_eq!(start, item["start"]);
        assert_eq!(col("actors").as_array().unwrap().len(), list(item, "actors").len());
    }
}

#[tokio::test]
async fn every_quote_stands_in_its_text_as_a_browser_counts() {
    let s = plain("quotes");
    let mut texts = std::collections::HashMap::new();
    let mut checked = 0;
    fn walk(v: &Value, found: &mut Vec<(u64, u64, String)>) {
        match v {
            Value::Array(list) => list.iter().for_each(|v| walk(v, found)),
            Value::Object(fields) => {
                if let (Some(a), Some(b), Some(q)) = (v["start"].as_u64(), v["end"].as_u64(), v["quote"].as_str()) {
                    found.push((a, b, q.to_string()));
                }
                fields.values().for_each(|v| walk(v, found));
            }
            _ => {}
        }
    }
    for report in list(&s.json("/api/reports").await, "items") {
        let id = report["id"].as_str().unwrap();
        let whole = s.json(&format!("/api/reports/{id}")).await;
        let text = whole["text"].as_str().unwrap().to_string();
        let mut found = Vec::new();
        walk(&whole["reading"], &mut found);
        for (a, b, q) in found {
            assert_eq!(slice(&text, a, b), q);
            checked += 1;
        }
        let marks = list(&whole, "marks");
        assert!(marks.iter().any(|m| m["kind"] == "actor") && marks.iter().any(|m| m["kind"] == "event"));
        texts.insert(id.to_string(), text);
    }
    for i in list(&s.json("/api/incidents?limit=1000").await, "items") {
        let whole = s.json(&format!("/api/incidents/{}", i["id"].as_str().unwrap())).await;
        assert!(!list(&whole, "tellers").is_empty() && !list(&whole, "statements").is_empty());
        for said in list(&whole, "statements").iter().chain(list(&whole["incident"], "statements")) {
            let text = &texts[said["report"].as_str().unwrap()];
            let (a, b) = (said["start"].as_u64().unwrap(), said["end"].as_u64().unwrap());
            assert_eq!(slice(text, a, b), said["quote"].as_str().unwrap());
            checked += 1;
        }
    }
    assert!(checked > 500, "{checked}");
}

#[tokio::test]
async fn wide_signs_count_as_two() {
    let s = plain("wide");
    let text = "🕌 BAMAKO, Sept 18, 2024 (Delta Wire) – 🚨 Gunmen killed at least 12 people in Bamako on Tuesday, police said. 🇲🇱";
    let (status, whole) =
        s.post("/api/read", json!({ "text": text, "source": "Delta Wire", "published": "2024-09-18" })).await;
    assert_eq!(status, StatusCode::OK, "{whole}");
    let text = whole["text"].as_str().unwrap();
    let toll = list(&whole, "marks").iter().find(|m| m["kind"] == "toll").expect("a toll");
    let words = slice(text, toll["start"].as_u64().unwrap(), toll["end"].as_u64().unwrap());
    assert!(words.contains("12"), "{words}");
    assert_eq!(s.json("/api/about").await["reports"], 8, "what is read on the spot is not kept");
}

#[tokio::test]
async fn nobody_is_shown_as_culprit_on_suspicion() {
    let s = plain("accused");
    for i in list(&s.json("/api/incidents?limit=1000").await, "items") {
        let accused: Vec<&Value> = list(i, "actors").iter().filter(|a| a["accused"] == true).collect();
        if accused.is_empty() {
            continue;
        }
        let whole = s.json(&format!("/api/incidents/{}", i["id"].as_str().unwrap())).await;
        for who in list(&whole, "statements").iter().filter(|x| x["field"] == "who" && x["role"] == "actor") {
            if accused.iter().any(|a| a["name"] == who["value"]) {
                assert_ne!(who["stance"], "asserts", "{who}");
            }
        }
    }
}

#[tokio::test]
async fn a_judgement_goes_round() {
    let s = plain("judgement");
    let before = s.json("/api/incidents?limit=1000").await;
    let many =
        list(&before, "items").iter().find(|i| i["reports"].as_u64() > Some(1)).expect("an incident of two reports");
    let id = many["id"].as_str().unwrap();
    let whole = s.json(&format!("/api/incidents/{id}")).await;
    let report = list(&whole, "tellers").last().unwrap()["report"].as_str().unwrap().to_string();
    let (status, kept) = s
        .post(
            "/api/judgements",
            json!({ "kind": "split", "incident": id, "report": report, "by": "A. Keita", "note": "another day" }),
        )
        .await;
    assert_eq!(status, StatusCode::OK, "{kept}");
    assert_eq!(list(&kept, "incidents").len(), 2, "{kept}");
    let after = s.json("/api/incidents?limit=1000").await;
    assert_ne!(before["revision"], after["revision"]);
    assert_eq!(after["total"].as_u64(), before["total"].as_u64().map(|n| n + 1));
    let (status, _) = s.post(&format!("/api/judgements/{}/undo", kept["id"]), json!({ "by": "A. Keita" })).await;
    assert_eq!(status, StatusCode::OK);
    let again = s.json("/api/incidents?limit=1000").await;
    assert_eq!(again["items"], before["items"]);
    let judgements = s.json("/api/judgements").await;
    assert_eq!(list(&judgements, "items")[1]["stands"], false);
    let (status, told) = s.post("/api/judgements", json!({ "kind": "join", "first": id, "second": id })).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{told}");
    let (status, _) = s
        .post("/api/judgements", json!({ "kind": "correct", "incident": id, "field": "start", "value": "soon" }))
        .await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_wrong_value_becomes_a_case() {
    let s = plain("wrong");
    let reports = s.json("/api/reports").await;
    let id = list(&reports, "items")[0]["id"].as_str().unwrap();
    let whole = s.json(&format!("/api/reports/{id}")).await;
    let mark = list(&whole, "marks").iter().find(|m| m["kind"] == "event").unwrap();
    let wrong = json!({
        "kind": "wrong", "report": id, "field": "event.type", "read": "assault", "expected": "protest",
        "start": mark["start"], "end": mark["end"], "by": "A. Keita", "note": "a march",
    });
    let (status, kept) = s.post("/api/judgements", wrong).await;
    assert_eq!(status, StatusCode::OK, "{kept}");
    let case = s.json(&format!("/api/judgements/{}/case", kept["id"])).await;
    let text = case["text"].as_str().unwrap();
    let words = slice(whole["text"].as_str().unwrap(), mark["start"].as_u64().unwrap(), mark["end"].as_u64().unwrap());
    assert!(
        text.contains("\n=====\n")
            && text.contains("wrong: event assault")
            && text.contains(words.lines().next().unwrap()),
        "{text}"
    );
    let before = s.json("/api/incidents?limit=1000").await["items"].clone();
    let (status, _) = s.post(&format!("/api/judgements/{}/undo", kept["id"]), json!({})).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(s.json("/api/incidents?limit=1000").await["items"], before);
}

#[tokio::test]
async fn reports_are_added_and_seen() {
    let s = plain("adding");
    let report = json!({
        "text": "Gunmen killed nine traders on the road to Kaya on Monday, the governor said.",
        "source": "Plateau News", "published": "2024-11-06",
    });
    let (status, added) = s.post("/api/reports", report.clone()).await;
    assert_eq!(status, StatusCode::OK, "{added}");
    assert_eq!(added["new"], true);
    assert_eq!(s.json("/api/about").await["reports"], 9, "who writes sees what was written");
    let (_, again) = s.post("/api/reports", report).await;
    assert_eq!(again["new"], false);
    let id = list(&added, "incidents")[0].as_str().unwrap();
    let whole = s.json(&format!("/api/incidents/{id}")).await;
    assert_eq!(whole["summary"]["killed"]["high"], 9, "{whole}");
    let (status, _) = s.post("/api/reports", json!({ "text": "x", "published": "soon" })).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn another_program_s_report_is_told() {
    let s = plain("live");
    let mut changes = s.get("/api/live").await.into_body().into_data_stream();
    let next = async |changes: &mut axum::body::BodyDataStream| loop {
        use futures_util::StreamExt;
        let chunk = changes.next().await.unwrap().unwrap();
        let text = String::from_utf8(chunk.to_vec()).unwrap();
        if text.contains("event: revision") {
            return text;
        }
    };
    let first = next(&mut changes).await;
    let mut record = Record::open(&s.path).unwrap();
    let report = tarikh::report::from_bytes(b"Rebels seized the town of Menaka on Friday.", &Given::default()).unwrap();
    record.add(vec![Reading::of(&reader().read(report))]).unwrap();
    let second = next(&mut changes).await;
    assert_ne!(first, second);
    assert_eq!(s.json("/api/about").await["reports"], 9);
}

#[tokio::test]
async fn what_is_known_is_not_sent_again() {
    let s = plain("etag");
    for path in ["/api/incidents", "/api/about", "/api/reports", "/"] {
        let first = s.get(path).await;
        let tag = first.headers()[header::ETAG].clone();
        let ask = || Request::get(path).header(header::HOST, "localhost").header(header::IF_NONE_MATCH, tag.clone());
        let second = s.send(ask().body(Body::empty()).unwrap()).await;
        assert_eq!(second.status(), StatusCode::NOT_MODIFIED, "{path}");
    }
    let tag = s.get("/api/incidents").await.headers()[header::ETAG].clone();
    assert_ne!(tag, s.get("/api/incidents?type=assault").await.headers()[header::ETAG]);
    s.post("/api/reports", json!({ "text": "Troops left the town of Kidal on Sunday.", "published": "2024-01-09" }))
        .await;
    assert_ne!(tag, s.get("/api/incidents").await.headers()[header::ETAG], "another record, another tag");
}

#[tokio::test]
async fn files_are_those_of_the_command() {
    let s = plain("files");
    for (file, media) in [
        ("incidents.csv", "text/csv"),
        ("incidents.geojson", "application/geo+json"),
        ("incidents.jsonl", "application/x-ndjson"),
        ("acled.csv", "text/csv"),
        ("ged.csv", "text/csv"),
        ("plover.tsv", "text/tab-separated-values"),
        ("hxl.csv", "text/csv"),
    ] {
        let response = s.get(&format!("/api/download/{file}?type=assault")).await;
        assert_eq!(response.status(), StatusCode::OK, "{file}");
        assert!(response.headers()[header::CONTENT_TYPE].to_str().unwrap().starts_with(media));
        assert!(response.headers()[header::CONTENT_DISPOSITION].to_str().unwrap().contains(file));
        let text = String::from_utf8(to_bytes(response.into_body(), 9 << 20).await.unwrap().to_vec()).unwrap();
        assert!(text.lines().count() > 1, "{file}: {text}");
    }
    let total = s.json("/api/incidents?type=assault").await["total"].as_i64().unwrap();
    let response = s.get("/api/download/incidents.gpkg?type=assault").await;
    let path = s.path.with_extension("excerpt.gpkg");
    std::fs::write(&path, to_bytes(response.into_body(), 64 << 20).await.unwrap()).unwrap();
    let excerpt = Record::open(&path).unwrap();
    assert_eq!(excerpt.size().unwrap().1, total);
    assert!(excerpt.each(&Default::default()).all(|i| i.unwrap().kind == types::EventType::Assault));
    assert_eq!(s.get("/api/download/secrets.txt").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_saved_filter_is_followed_as_a_feed() {
    let token = "0123456789abcdef";
    let s = serve("feed", false, Guard { token: Some(token.to_string()), ..Guard::default() });
    let mut record = Record::open(&s.path).unwrap();
    record.save_filter("gao & co", &Default::default()).unwrap();
    let text = "Gunmen killed 31 people in Gao on Monday, 9 June 2025, the mayor said.";
    let report = tarikh::report::from_bytes(text.as_bytes(), &Given::default()).unwrap();
    record.add(vec![Reading::of(&reader().read(report))]).unwrap();
    record.close().unwrap();
    let feed = |name: &str, more: &str| format!("/feed.atom?filter={name}{more}");
    let response = s.get(&feed("gao%20%26%20co", &format!("&token={token}"))).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/atom+xml; charset=utf-8");
    assert!(response.headers().contains_key(header::ETAG));
    let body = String::from_utf8(to_bytes(response.into_body(), 1 << 20).await.unwrap().to_vec()).unwrap();
    assert!(body.contains("<title>tarikh: gao &amp; co</title>") && body.contains("Gao"), "{body}");
    assert_eq!(body.matches("<entry>").count(), 1, "what the samples told before is no news: {body}");
    // The token opens this address by itself, and no other.
    for (path, status) in [
        (feed("gao%20%26%20co", ""), StatusCode::UNAUTHORIZED),
        (feed("gao%20%26%20co", "&token=0123456789abcdee"), StatusCode::UNAUTHORIZED),
        (feed("none", &format!("&token={token}")), StatusCode::NOT_FOUND),
        (feed("gao%20%26%20co", &format!("&limit=0&token={token}")), StatusCode::BAD_REQUEST),
        (format!("/api/about?token={token}"), StatusCode::UNAUTHORIZED),
    ] {
        assert_eq!(s.get(&path).await.status(), status, "{path}");
    }
}

#[tokio::test]
async fn lists_hold_together() {
    let s = plain("lists");
    let actors = s.json("/api/actors").await;
    let first = list(&actors, "items")[0]["id"].as_str().unwrap();
    let whole = s.json(&format!("/api/actors/{first}")).await;
    assert_eq!(whole["incidents_total"].as_u64().unwrap() as usize, list(&whole, "incidents").len());
    let ties = s.json("/api/ties").await;
    for t in list(&ties, "items") {
        let counts = ["asserted", "claimed", "denied"].map(|k| t[k].as_u64().unwrap());
        assert!(counts.iter().sum::<u64>() > 0 && !list(t, "statements").is_empty());
        assert!(counts[2] == 0 || t["stands"] == "denied", "{t}");
    }
    for c in list(&s.json("/api/cohesion").await, "items") {
        if let (Some(low), Some(high)) = (c["low"].as_f64(), c["high"].as_f64()) {
            assert!((0.0..=1.0).contains(&low) && low <= high && high <= 1.0, "{c}");
        }
    }
    let dissent = s.json("/api/disagreements").await;
    assert!(list(&dissent, "items").iter().any(|d| d["kind"] == "toll"));
    for d in list(&dissent, "items") {
        assert!(list(d, "statements").len() >= 2, "{d}");
    }
    for p in list(&s.json("/api/predictions").await, "items") {
        assert!(["fulfilled", "open", "not_fulfilled"].contains(&p["outcome"].as_str().unwrap()));
        assert!(!list(p, "statements").is_empty());
    }
    let review = s.json("/api/review").await;
    let parts = ["doubts", "places", "groups", "differences"].map(|p| list(&review, p).len());
    assert_eq!(review["total"].as_u64().unwrap() as usize, parts.iter().sum::<usize>());
    for source in list(&s.json("/api/sources").await, "items") {
        assert!(source["alone"].as_u64() <= source["incidents"].as_u64(), "{source}");
    }
}

#[tokio::test]
async fn an_earlier_day_knew_less() {
    let s = plain("past");
    let now = s.json("/api/incidents").await["total"].as_u64().unwrap();
    let then = s.json("/api/incidents?as_of=2024-09-18").await;
    let total = then["total"].as_u64().unwrap();
    assert!(total > 0 && total < now, "{total} of {now}");
    let id = list(&then, "items")[0]["id"].as_str().unwrap();
    let whole = s.json(&format!("/api/incidents/{id}?as_of=2024-09-18")).await;
    for t in list(&whole, "tellers") {
        assert!(t["published"].as_str().is_none_or(|d| d <= "2024-09-18"), "{t}");
    }
}

#[tokio::test]
async fn strangers_are_kept_out() {
    let s = plain("guard");
    let ask = |host: &'static str| Request::get("/api/about").header(header::HOST, host).body(Body::empty()).unwrap();
    for host in ["evil.example", "127.0.0.1.evil.example:8787", "localhost.evil.example", "192.168.1.7:8787", ""] {
        assert_eq!(s.send(ask(host)).await.status(), StatusCode::FORBIDDEN, "{host}");
    }
    for host in ["localhost", "LOCALHOST:9000", "127.0.0.1:1", "[::1]:8787"] {
        assert_eq!(s.send(ask(host)).await.status(), StatusCode::OK, "{host}");
    }
    let post = |name: header::HeaderName, value: &'static str, kind: &'static str| {
        Request::post("/api/reports")
            .header(header::HOST, "127.0.0.1:8787")
            .header(name, value)
            .header(header::CONTENT_TYPE, kind)
            .body(Body::from(r#"{"text":"Gunmen came."}"#))
            .unwrap()
    };
    let site = header::HeaderName::from_static("sec-fetch-site");
    for (name, value) in [
        (header::ORIGIN, "http://evil.example"),
        (header::ORIGIN, "null"),
        (header::ORIGIN, "http://127.0.0.1:9999"),
        (site.clone(), "cross-site"),
        (site, "same-site"),
    ] {
        let refused = s.send(post(name.clone(), value, "application/json")).await;
        assert_eq!(refused.status(), StatusCode::FORBIDDEN, "{name}: {value}");
    }
    let form = s.send(post(header::ORIGIN, "http://127.0.0.1:8787", "text/plain")).await;
    assert_eq!(form.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(s.json("/api/about").await["reports"], 8, "nothing was written");
}

#[tokio::test]
async fn a_token_is_asked_for() {
    let token = "0123456789abcdef";
    let guard = Guard { token: Some(token.into()), hosts: Vec::new(), open: true };
    let s = serve("token", false, guard);
    let ask = |path: &str, name: header::HeaderName, value: String| {
        Request::get(path).header(header::HOST, "192.168.1.7:8787").header(name, value).body(Body::empty()).unwrap()
    };
    let accept = header::ACCEPT;
    assert_eq!(s.send(ask("/api/about", accept.clone(), "*/*".into())).await.status(), StatusCode::UNAUTHORIZED);
    let wrong = s.send(ask("/api/about", header::AUTHORIZATION, "Bearer 0123456789abcdeg".into())).await;
    assert_eq!(wrong.status(), StatusCode::UNAUTHORIZED);
    let right = s.send(ask("/api/about", header::AUTHORIZATION, format!("Bearer {token}"))).await;
    assert_eq!(right.status(), StatusCode::OK);
    let opened = s.send(ask(&format!("/?token={token}"), accept.clone(), "*/*".into())).await;
    assert_eq!(opened.status(), StatusCode::SEE_OTHER);
    assert_eq!(opened.headers()[header::LOCATION], "/");
    let cookie = opened.headers()[header::SET_COOKIE].to_str().unwrap().to_string();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    let pair = cookie.split(';').next().unwrap().to_string();
    assert_eq!(s.send(ask("/api/about", header::COOKIE, pair)).await.status(), StatusCode::OK);
    let elsewhere = s.send(ask(&format!("/api/about?token={token}"), accept, "*/*".into())).await;
    assert_eq!(elsewhere.status(), StatusCode::UNAUTHORIZED, "a token in an address opens the page and nothing else");
}

#[tokio::test]
async fn only_reading_where_so_opened() {
    let s = serve("readonly", true, Guard::default());
    let before = std::fs::read(&s.path).unwrap();
    assert_eq!(s.json("/api/about").await["read_only"], true);
    for (path, body) in [
        ("/api/reports", json!({ "text": "Gunmen came." })),
        ("/api/judgements", json!({ "kind": "grade", "source": "Inland Wire", "grade": "B" })),
        ("/api/judgements/1/undo", json!({})),
    ] {
        let (status, told) = s.post(path, body).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}: {told}");
        assert!(told["hint"].is_string());
    }
    let (status, _) = s.post("/api/read", json!({ "text": "Gunmen killed two men in Gao on Monday." })).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(std::fs::read(&s.path).unwrap(), before);
}

#[tokio::test]
async fn answers_forbid_what_is_not_ours() {
    let s = plain("headers");
    for path in ["/", "/api/about", "/api/nothing", "/nothing"] {
        let response = s.get(path).await;
        let policy = response.headers()["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
        assert_eq!(response.headers()["referrer-policy"], "no-referrer");
        assert!(response.headers().get(header::ACCESS_CONTROL_ALLOW_ORIGIN).is_none());
    }
    for path in [
        "/../Cargo.toml",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/assets/../../lib.rs",
        "/api/reports/..%2f..%2fetc",
        "//etc/passwd",
    ] {
        let status = s.get(path).await.status();
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
    }
    let delete = Request::delete("/api/about")
        .header(header::HOST, "localhost")
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::empty())
        .unwrap();
    let refused = s.send(delete).await;
    assert_eq!(refused.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert!(json_of(refused).await["error"].is_string());
}

#[tokio::test]
async fn hostile_texts_stay_text() {
    let s = plain("hostile");
    let script = "<script>alert(1)</script> \u{202e}evil\u{202c} <img src=x onerror=alert(1)> Gunmen killed two men in Gao on Monday, <b>police</b> said.";
    let (status, whole) =
        s.post("/api/read", json!({ "text": script, "file": "a.txt", "title": "<svg onload=x>" })).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(whole["title"], "<svg onload=x>", "what is markup stays text, in JSON");
    let long = "A line that never ends ".repeat(45_000);
    let (status, whole) = s.post("/api/read", json!({ "text": long })).await;
    assert!(status == StatusCode::OK || status == StatusCode::UNPROCESSABLE_ENTITY, "{whole}");
    let (status, told) = s.post("/api/read", json!({ "text": "x".repeat(10 << 20) })).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE, "{told}");
    for body in ["", "{", "[]", "{\"text\":1}", "{\"text\":\"a\",\"more\":1}", "\u{0}"] {
        let request = Request::post("/api/read")
            .header(header::HOST, "localhost")
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body))
            .unwrap();
        let response = s.send(request).await;
        assert!(response.status().is_client_error(), "{body}: {}", response.status());
        assert!(json_of(response).await["error"].is_string(), "{body}");
    }
}

#[tokio::test]
async fn every_route_is_written_down() {
    let s = plain("openapi");
    let document = s.json("/api/openapi.json").await;
    assert_eq!(document["openapi"], "3.1.0");
    let paths = document["paths"].as_object().unwrap();
    let mut ids = std::collections::BTreeSet::new();
    for (path, methods) in paths {
        for (method, operation) in methods.as_object().unwrap() {
            assert!(ids.insert(operation["operationId"].as_str().unwrap().to_string()), "{path} {method}: an id twice");
            assert!(operation["summary"].as_str().is_some_and(|t| t.len() > 5), "{path} {method}");
        }
        // The feed asks for the name of a filter.
        let asks = path.contains("{id}") || path == "/feed.atom";
        if methods.get("get").is_some() && !asks && path != "/api/live" {
            assert_eq!(s.get(path).await.status(), StatusCode::OK, "{path}");
        }
    }
    assert_eq!(ids.len(), 23, "{ids:?}");
    // Every reference leads somewhere.
    let text = document.to_string();
    for part in text.split("\"$ref\":\"#/components/schemas/").skip(1) {
        let name = part.split('"').next().unwrap();
        assert!(document["components"]["schemas"].get(name).is_some(), "{name}");
    }
}

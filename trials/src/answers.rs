//! A server on loopback that speaks the chat completion protocol and replays kept answers from a folder.
//!
//! In: a folder of `*.json` answers of a model. Out: for each question, streamed, the answer most of whose quotes stand
//! in the question. So the second reader is driven over its real path without a model.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;

/// Serves the answers of `folder` on `port` (0: any free one) until it is stopped; prints the address first.
pub fn serve(folder: &Path, port: u16) -> Result<()> {
    let mut answers: Vec<(Vec<String>, String)> = Vec::new();
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut paths: Vec<_> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    paths.sort();
    for path in paths.iter().filter(|p| p.extension().is_some_and(|e| e == "json")) {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let mut quotes = Vec::new();
        if let Ok(value) = serde_json::from_str(&text) {
            collect(&value, &mut quotes);
        }
        answers.push((quotes, text));
    }
    let listener = TcpListener::bind(("127.0.0.1", port)).context("cannot listen on loopback")?;
    println!("http://{}/v1", listener.local_addr()?);
    for stream in listener.incoming().flatten() {
        // A client that hangs up costs its own answer only.
        if let Err(error) = answer(stream, &answers) {
            eprintln!("warning: {error:#}");
        }
    }
    Ok(())
}

fn collect(value: &Value, quotes: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            quotes.extend(map.get("quote").and_then(Value::as_str).map(str::to_string));
            map.values().for_each(|v| collect(v, quotes));
        }
        Value::Array(items) => items.iter().for_each(|v| collect(v, quotes)),
        _ => {}
    }
}

/// The answer most of whose quotes stand in the question; nothing where no more than a fifth do.
fn fitting<'a>(answers: &'a [(Vec<String>, String)], question: &str) -> Option<&'a str> {
    let fits = |quotes: &[String]| {
        quotes.iter().filter(|q| question.contains(q.as_str())).count() * 1000 / quotes.len().max(1)
    };
    let best = answers.iter().max_by_key(|(quotes, _)| fits(quotes)).filter(|(quotes, _)| fits(quotes) > 200);
    best.map(|(_, text)| text.as_str())
}

fn answer(mut stream: TcpStream, answers: &[(Vec<String>, String)]) -> Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut head = String::new();
    while reader.read_line(&mut head)? > 2 {}
    let length = head.lines().find_map(|l| l.to_lowercase().strip_prefix("content-length:")?.trim().parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body)?;
    let asked: Value = serde_json::from_slice(&body).context("expected a chat completion request")?;
    let question = asked["messages"][1]["content"].as_str().unwrap_or("");
    let Some(text) = fitting(answers, question) else {
        stream.write_all(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n")?;
        return Ok(());
    };
    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n")?;
    let chars: Vec<char> = text.chars().collect();
    for piece in chars.chunks(512) {
        let delta = json!({"choices": [{"delta": {"content": piece.iter().collect::<String>()}}]});
        write!(stream, "data: {delta}\n\n")?;
    }
    write!(stream, "data: [DONE]\n\n")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_question_gets_the_answer_whose_quotes_it_holds() {
        let kept = |text: &str| {
            let mut quotes = Vec::new();
            collect(&serde_json::from_str(text).expect("JSON"), &mut quotes);
            (quotes, text.to_string())
        };
        let raid =
            kept(r#"{"events": [{"evidence": [{"quote": "12 died"}], "tolls": [{"evidence": {"quote": "at Gao"}}]}]}"#);
        let flood = kept(r#"{"events": [{"evidence": [{"quote": "the river rose"}, {"quote": "at Gao"}]}]}"#);
        let answers = [raid.clone(), flood.clone()];
        assert_eq!(fitting(&answers, "A raid at Gao: 12 died."), Some(raid.1.as_str()));
        assert_eq!(fitting(&answers, "On Monday the river rose at Gao."), Some(flood.1.as_str()));
        assert_eq!(fitting(&answers, "Prices rose in Kidal."), None);
    }
}

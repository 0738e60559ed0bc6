//! One chat completion over HTTP: messages out, the model's words and the token counts back.
//!
//! The protocol is that of OpenAI-compatible servers (llama.cpp, Ollama, vLLM, hosted ones), streamed as server-sent
//! events where the server streams and read whole where it does not. Answers are cut off at [`LONGEST_ANSWER`]; the
//! deadline holds for the whole call, so a server that drips is cut off too.

use serde_json::{Value, json};
use std::fmt;
use std::io::{BufRead, BufReader, Read};
use std::time::Duration;

/// Bytes of an answer after which it is refused: about a hundred times what a long report needs.
pub const LONGEST_ANSWER: u64 = 4 << 20;

/// How words are drawn, as notes tell it: the likeliest each time, the same each time where the server can.
pub const SAMPLING: &str = "temperature 0, seed 1";

/// A secret that never shows: not in messages, not in `{:?}`.
#[derive(Clone)]
pub struct Key(String);

impl Key {
    /// Wraps a key; white space around it is dropped.
    pub fn new(key: &str) -> Key {
        Key(key.trim().to_string())
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

/// Where and how to ask.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// Base address, such as `http://127.0.0.1:11434/v1`; `/chat/completions` is added where it is missing.
    pub url: String,
    /// The model's name at that server.
    pub model: String,
    /// Bearer key, where the server wants one.
    pub key: Option<Key>,
    /// Deadline of one call, from connecting to the last byte.
    pub timeout: Duration,
    /// Most tokens the answer may have.
    pub max_tokens: u32,
}

/// What came back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Completion {
    /// The model's words.
    pub text: String,
    /// Tokens of the question; estimated from its length where the server does not count.
    pub tokens_in: u64,
    /// Tokens of the answer, likewise.
    pub tokens_out: u64,
    /// True where the server stopped at the limit of tokens it was given.
    pub at_limit: bool,
}

/// A question without a usable answer, and what it used all the same: a server bills what it wrote before a line broke.
#[derive(Clone, Debug, PartialEq)]
pub struct Unanswered {
    /// Why.
    pub fault: Fault,
    /// Tokens of the question, where the server took it.
    pub tokens_in: u64,
    /// Tokens of what came of an answer.
    pub tokens_out: u64,
}

impl From<Fault> for Unanswered {
    /// Nothing was used.
    fn from(fault: Fault) -> Unanswered {
        Unanswered { fault, tokens_in: 0, tokens_out: 0 }
    }
}

/// Why nothing usable came back.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// Busy or broken for the moment (408, 425, 429, 5xx): worth another try, after so many seconds where it says.
    Busy(u16, Option<u64>),
    /// Refused (other 4xx), with the server's words.
    Refused(u16, String),
    /// No connection, cut connection or deadline passed.
    Broken(String),
    /// The answer grew past [`LONGEST_ANSWER`].
    TooLong,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Busy(status, _) => write!(f, "the server is busy (HTTP {status})"),
            Fault::Refused(status, words) => write!(f, "the server refused (HTTP {status}): {words}"),
            Fault::Broken(why) => write!(f, "{why}"),
            Fault::TooLong => write!(f, "the answer is longer than {} MB", LONGEST_ANSWER >> 20),
        }
    }
}

impl Endpoint {
    /// The address asked.
    pub fn address(&self) -> String {
        let base = self.url.trim_end_matches('/');
        if base.ends_with("/chat/completions") { base.to_string() } else { format!("{base}/chat/completions") }
    }

    /// True for a server on this machine.
    fn is_here(&self) -> bool {
        let host = self.url.split_once("://").map_or("", |(_, rest)| rest).split(['/', '?', '#']).next().unwrap_or("");
        let name = match host.strip_prefix('[') {
            Some(six) => six.split(']').next().unwrap_or(""),
            None => host.split(':').next().unwrap_or(""),
        };
        name.eq_ignore_ascii_case("localhost")
            || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
    }

    /// One question, one answer of at most `limit` tokens. `schema` is sent as the wanted form of the answer; a server that
    /// knows no schemas (HTTP 400 or 422) is asked again without.
    pub fn complete(&self, system: &str, user: &str, schema: &Value, limit: u64) -> Result<Completion, Unanswered> {
        let form = json!({"type": "json_schema", "json_schema": {"name": "reading", "schema": schema}});
        match self.post(system, user, Some(form), limit) {
            Err(Unanswered { fault: Fault::Refused(400 | 422, _), .. }) => self.post(system, user, None, limit),
            other => other,
        }
    }

    fn post(&self, system: &str, user: &str, form: Option<Value>, limit: u64) -> Result<Completion, Unanswered> {
        let mut body = json!({
            "model": self.model,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": user}],
            "temperature": 0,
            "seed": 1,
            "max_tokens": limit,
            "stream": true,
            "stream_options": {"include_usage": true},
        });
        if let Some(form) = form {
            body["response_format"] = form;
        }
        let mut config = ureq::Agent::config_builder()
            .timeout_global(Some(self.timeout))
            .http_status_as_error(false)
            .max_redirects(0);
        if self.is_here() {
            // HTTP_PROXY of the surroundings would carry a report to another machine on its way to this one.
            config = config.proxy(None);
        }
        let agent = config.build().new_agent();
        let mut request = agent.post(self.address()).header("content-type", "application/json");
        if let Some(key) = &self.key {
            request = request.header("authorization", format!("Bearer {}", key.0));
        }
        let asked = tokens(system) + tokens(user);
        let mut response = request.send(body.to_string()).map_err(|error| match error {
            // The question may have been read, and is counted as if it had been.
            ureq::Error::Timeout(_) => Unanswered {
                fault: Fault::Broken("the server did not answer in time".into()),
                tokens_in: asked,
                tokens_out: 0,
            },
            other => Fault::Broken(self.without_key(&format!("the connection failed: {other}"))).into(),
        })?;
        let status = response.status().as_u16();
        if status != 200 {
            let after = response.headers().get("retry-after").and_then(|v| v.to_str().ok()?.parse().ok());
            if matches!(status, 408 | 425 | 429 | 500..) {
                return Err(Fault::Busy(status, after).into());
            }
            let mut words = String::new();
            let _ = response.body_mut().as_reader().take(400).read_to_string(&mut words);
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            return Err(Fault::Refused(status, self.without_key(&words)).into());
        }
        let streamed = (response.headers().get("content-type").and_then(|v| v.to_str().ok()))
            .is_some_and(|t| t.starts_with("text/event-stream"));
        let body = BufReader::new(response.body_mut().as_reader().take(LONGEST_ANSWER + 1));
        let mut completion = Completion::default();
        let read = if streamed { stream(body, &mut completion) } else { whole(body, &mut completion) };
        if completion.tokens_in == 0 {
            completion.tokens_in = asked;
        }
        if completion.tokens_out == 0 && !completion.text.is_empty() {
            completion.tokens_out = tokens(&completion.text);
        }
        let Completion { tokens_in, tokens_out, .. } = completion;
        read.map(|()| completion).map_err(|fault| Unanswered { fault, tokens_in, tokens_out })
    }

    /// A server's words, which may tell the key again, with the key taken out: they stand in messages and in the record.
    fn without_key(&self, words: &str) -> String {
        match &self.key {
            Some(Key(key)) if !key.is_empty() => words.replace(key.as_str(), "…"),
            _ => words.to_string(),
        }
    }
}

/// Tokens of a text, guessed from its length: about four bytes each.
pub fn tokens(text: &str) -> u64 {
    text.len() as u64 / 4 + 1
}

fn cut(error: std::io::Error) -> Fault {
    Fault::Broken(format!("the answer was cut off: {error}"))
}

fn whole(mut body: impl Read, completion: &mut Completion) -> Result<(), Fault> {
    let mut bytes = Vec::new();
    body.read_to_end(&mut bytes).map_err(cut)?;
    if bytes.len() as u64 > LONGEST_ANSWER {
        return Err(Fault::TooLong);
    }
    let value: Value = serde_json::from_slice(&bytes)
        .map_err(|_| Fault::Broken("expected a chat completion, but found something that is not JSON".into()))?;
    let choice = &value["choices"][0];
    completion.text = choice["message"]["content"].as_str().unwrap_or("").to_string();
    completion.at_limit = choice["finish_reason"] == "length";
    count(&value, completion);
    Ok(())
}

fn stream(body: impl BufRead, completion: &mut Completion) -> Result<(), Fault> {
    let mut read = 0u64;
    let mut done = false;
    for line in body.lines() {
        let line = line.map_err(cut)?;
        read += line.len() as u64 + 1;
        if read > LONGEST_ANSWER {
            return Err(Fault::TooLong);
        }
        let Some(data) = line.strip_prefix("data:").map(str::trim) else { continue };
        if data == "[DONE]" {
            done = true;
            break;
        }
        let Ok(value) = serde_json::from_str::<Value>(data) else { continue };
        let choice = &value["choices"][0];
        completion.text.push_str(choice["delta"]["content"].as_str().unwrap_or(""));
        done |= choice["finish_reason"].is_string();
        completion.at_limit |= choice["finish_reason"] == "length";
        count(&value, completion);
    }
    if !done {
        return Err(Fault::Broken("the answer was cut off before its end".into()));
    }
    Ok(())
}

fn count(value: &Value, completion: &mut Completion) {
    if let Some(n) = value["usage"]["prompt_tokens"].as_u64() {
        completion.tokens_in = n;
    }
    if let Some(n) = value["usage"]["completion_tokens"].as_u64() {
        completion.tokens_out = n;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_on_this_machine_is_told_from_others() {
        let here = |url: &str| {
            let timeout = Duration::from_secs(1);
            Endpoint { url: url.into(), model: "toy".into(), key: None, timeout, max_tokens: 1 }.is_here()
        };
        for url in ["http://127.0.0.1:8080/v1", "http://localhost:11434/v1", "http://[::1]:80", "http://127.9.9.9"] {
            assert!(here(url), "{url}");
        }
        for url in
            ["https://example.org/v1", "http://10.0.0.1/v1", "http://localhost.example.org/", "http://127.example.org"]
        {
            assert!(!here(url), "{url}");
        }
    }
}

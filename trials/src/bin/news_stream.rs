//! A day of world news, made: `news_stream COUNT [--conflict PERCENT] [--seed N]` prints JSON lines `{id, title, text,
//! published, conflict}`.
//!
//! Most of it is ordinary news, written sentence by sentence from `trials/bench/news/*.txt`: "{club} beat {club} 3-1 in
//! Leeds on Monday". The rest are reports on conflict: those of `samples/` and `trials/reports/`, with some paragraphs left
//! out, and the sentences of `trials/annotated/`, ten or so to a report; numbers are rolled anew in both. A quarter of
//! the ordinary news is French. The same seed gives the same bytes. It serves to measure speed; how well the gate tells the
//! two apart is measured on texts that others wrote.

use anyhow::{Context, Result, bail};
use serde_json::json;
use std::collections::HashMap;
use std::io::{BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use tarikh::made_up::Dice;

/// Of a hundred documents, how many tell of conflict where nothing else is said.
const CONFLICT: usize = 10;
/// Of a hundred ordinary documents, how many are French.
const FRENCH: usize = 25;

fn main() -> Result<()> {
    let (mut count, mut conflict, mut seed) = (None, CONFLICT, 1);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let mut number = |name: &str| -> Result<u64> {
            args.next().and_then(|n| n.parse().ok()).with_context(|| format!("expected a number after {name}"))
        };
        match arg.as_str() {
            "--conflict" => conflict = number("--conflict")?.min(100) as usize,
            "--seed" => seed = number("--seed")?,
            n if n.parse::<u64>().is_ok() => count = n.parse().ok(),
            other => bail!("expected COUNT [--conflict PERCENT] [--seed N], but found {other}"),
        }
    }
    let count: u64 = count.context("expected how many documents to make, but found no number")?;
    let news = News::load(&root())?;
    let out = &mut BufWriter::new(std::io::stdout().lock());
    match news.print(count, conflict, seed, out).and_then(|()| out.flush()) {
        Err(e) if e.kind() == ErrorKind::BrokenPipe => Ok(()),
        done => Ok(done?),
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Everything that documents are made of.
struct News {
    english: Vec<Topic>,
    french: Vec<Topic>,
    /// Whole reports, by paragraphs.
    reports: Vec<Vec<String>>,
    /// Sentences about conflict, English and French.
    sentences: [Vec<String>; 2],
}

/// What may be said on one subject, and the words for its slots.
struct Topic {
    titles: Vec<String>,
    sentences: Vec<String>,
    lists: std::rc::Rc<HashMap<String, Vec<String>>>,
}

impl News {
    fn load(root: &Path) -> Result<News> {
        let topics = |name: &str| -> Result<Vec<Topic>> {
            let path = root.join("trials/bench/news").join(name);
            topics(&std::fs::read_to_string(&path).with_context(|| format!("expected {}", path.display()))?)
        };
        let mut reports = Vec::new();
        for folder in ["samples", "trials/reports/open", "trials/reports/held", "trials/reports/clusters"] {
            for path in files(&root.join(folder), "txt")? {
                let text = std::fs::read_to_string(&path)?;
                reports.push(text.split("\n\n").map(|p| p.trim().to_string()).filter(|p| !p.is_empty()).collect());
            }
        }
        let mut sentences = [Vec::new(), Vec::new()];
        for path in files(&root.join("trials/annotated"), "cases")? {
            if path.to_string_lossy().contains("quiet") {
                continue;
            }
            for line in std::fs::read_to_string(&path)?.lines() {
                for (tongue, list) in ["> [en] ", "> [fr] "].into_iter().zip(&mut sentences) {
                    list.extend(line.strip_prefix(tongue).map(str::to_string));
                }
            }
        }
        Ok(News { english: topics("en.txt")?, french: topics("fr.txt")?, reports, sentences })
    }

    fn print(&self, count: u64, conflict: usize, seed: u64, out: &mut impl Write) -> std::io::Result<()> {
        for n in 0..count {
            // Every document has dice of its own, so a longer stream begins like a shorter one.
            let dice = &mut Dice::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ n);
            let is_conflict = dice.below(100) < conflict;
            let (title, text) = if is_conflict { self.conflict(dice) } else { self.ordinary(dice) };
            let line = json!({
                "id": format!("n{n}"), "title": title, "text": text, "published": "2024-09-19", "conflict": is_conflict,
            });
            writeln!(out, "{line}")?;
        }
        Ok(())
    }

    fn ordinary(&self, dice: &mut Dice) -> (String, String) {
        let topics = if dice.below(100) < FRENCH { &self.french } else { &self.english };
        let topic = &topics[dice.below(topics.len())];
        let title = topic.say(&topic.titles[dice.below(topic.titles.len())], dice);
        let mut order: Vec<&String> = topic.sentences.iter().collect();
        dice.shuffle(&mut order);
        let length = 8 + dice.below(17);
        // Long articles come back to what was said, with other names and numbers.
        let said: Vec<String> = order.iter().cycle().take(length).map(|s| topic.say(s, dice)).collect();
        (title, paragraphs(&said, dice))
    }

    fn conflict(&self, dice: &mut Dice) -> (String, String) {
        if dice.below(2) == 0 {
            let report = &self.reports[dice.below(self.reports.len())];
            let mut kept = Vec::new();
            for (i, paragraph) in report.iter().enumerate() {
                if i == 0 || dice.below(4) > 0 {
                    kept.push(renumber(paragraph, dice));
                }
            }
            return (String::new(), kept.join("\n\n"));
        }
        let list = &self.sentences[usize::from(dice.below(100) < FRENCH)];
        let length = 6 + dice.below(9);
        let said: Vec<String> = (0..length).map(|_| renumber(&list[dice.below(list.len())], dice)).collect();
        (String::new(), paragraphs(&said, dice))
    }
}

impl Topic {
    /// A line with its slots filled.
    fn say(&self, line: &str, dice: &mut Dice) -> String {
        let mut out = String::new();
        let mut rest = line;
        while let Some((before, after)) = rest.split_once('{') {
            let (slot, after) = after.split_once('}').unwrap_or((after, ""));
            out.push_str(before);
            match self.lists.get(slot) {
                Some(words) => out.push_str(&self.say(&words[dice.below(words.len())], dice)),
                None => out.push_str(&range(slot, dice)),
            }
            rest = after;
        }
        out.push_str(rest);
        let mut letters = out.chars();
        letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
    }
}

fn range(slot: &str, dice: &mut Dice) -> String {
    let (low, high) = slot.split_once('-').unwrap_or((slot, slot));
    let (low, high): (usize, usize) = (low.parse().unwrap_or(0), high.parse().unwrap_or(0));
    (low + dice.below(high.saturating_sub(low) + 1)).to_string()
}

fn paragraphs(said: &[String], dice: &mut Dice) -> String {
    let mut out = String::new();
    for (i, sentence) in said.iter().enumerate() {
        if i > 0 {
            out.push_str(if dice.below(3) == 0 { "\n\n" } else { " " });
        }
        out.push_str(sentence);
    }
    out
}

/// Other numbers of one or two digits in their places; days, times of day and parts of longer numbers stay.
fn renumber(text: &str, dice: &mut Dice) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let end = rest[at..].find(|c: char| !c.is_ascii_digit()).map_or(rest.len(), |n| at + n);
        out.push_str(&rest[..at]);
        let after = rest[end..].trim_start().get(..3).unwrap_or_default().to_lowercase();
        let stays = out.ends_with([':', '-', '.', ',', '/']) || rest[end..].starts_with([':', '-', 'h', '/', '.', ',']);
        if end - at > 2 || stays || MONTHS.contains(&after.as_str()) {
            out.push_str(&rest[at..end]);
        } else {
            out.push_str(&(2 + dice.below(if end - at == 1 { 8 } else { 88 })).to_string());
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// How months begin, in English and French.
const MONTHS: [&str; 17] = [
    "jan", "feb", "fév", "mar", "apr", "avr", "may", "mai", "jun", "jul", "jui", "aug", "sep", "oct", "nov", "déc",
    "dec",
];

fn topics(source: &str) -> Result<Vec<Topic>> {
    let mut lists = HashMap::new();
    let mut topics: Vec<(Vec<String>, Vec<String>)> = Vec::new();
    for line in source.lines().map(str::trim).filter(|l| !l.is_empty()) {
        if let Some(list) = line.strip_prefix('@') {
            let (name, words) = list.split_once(' ').with_context(|| format!("expected words, but found {line}"))?;
            lists.insert(name.to_string(), words.split('|').map(str::to_string).collect());
        } else if line.starts_with("## ") {
            topics.push(Default::default());
        } else if line.starts_with("# ") {
            continue;
        } else if let Some(topic) = topics.last_mut() {
            match line.strip_prefix("t: ") {
                Some(title) => topic.0.push(title.to_string()),
                None => topic.1.push(line.to_string()),
            }
        }
    }
    let lists = std::rc::Rc::new(lists);
    Ok(topics.into_iter().map(|(titles, sentences)| Topic { titles, sentences, lists: lists.clone() }).collect())
}

fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let read = std::fs::read_dir(folder).with_context(|| format!("expected the folder {}", folder.display()))?;
    let mut files: Vec<PathBuf> = read.filter_map(|e| Some(e.ok()?.path())).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == ending));
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(count: u64, conflict: usize) -> Vec<serde_json::Value> {
        let mut out = Vec::new();
        News::load(&root()).unwrap().print(count, conflict, 7, &mut out).unwrap();
        String::from_utf8(out).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect()
    }

    #[test]
    fn slots_are_filled_and_the_share_is_kept() {
        let stream = stream(2000, 10);
        for line in &stream {
            let text = line["text"].as_str().unwrap();
            // A report of ours may hold an address with an "@".
            let open = line["conflict"] == false && text.contains(['{', '}', '@', '|']);
            assert!(!open && text.split_whitespace().count() > 12, "{text}");
        }
        let loud = stream.iter().filter(|l| l["conflict"] == true).count();
        assert!((150..250).contains(&loud), "{loud}");
    }

    #[test]
    fn a_longer_stream_begins_like_a_shorter_one_and_repeats_nothing() {
        let (short, long) = (stream(100, 50), stream(1000, 50));
        assert_eq!(short[..], long[..100]);
        let texts: std::collections::HashSet<&str> = long.iter().filter_map(|l| l["text"].as_str()).collect();
        assert!(texts.len() > 980, "{}", texts.len());
    }
}

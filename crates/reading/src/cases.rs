//! Case files (`lexicon/**/*.cases`): sentences with what must be read from them, and what must not.
//!
//! ```text
//! # a comment
//! ## name of a group
//! > [fr published=2024-09-17] Au moins 12 personnes ont été tuées mardi.
//! = killed people low=12        must be read: one line a value, in the area's own words
//! ! wounded                     must not be read: no value may begin so; a bare `!` forbids any value
//! ~ killed people best=12       wrong: what is read today; a fix makes the case fail until the line is promoted to `=`
//! ```
//! A backslash followed by `n` in a sentence stands for a line break.

use types::{Date, Lang};

/// One sentence with its expectations.
#[derive(Clone, Debug, Default)]
pub struct Case {
    /// Line number of the sentence, from 1.
    pub line: usize,
    /// The group it stands in.
    pub group: String,
    /// Its language.
    pub lang: Lang,
    /// The day it was published, where the case gives one.
    pub published: Option<Date>,
    /// The sentence.
    pub text: String,
    /// Values that must be read.
    pub want: Vec<String>,
    /// Beginnings of values that must not be read; an empty one forbids any value.
    pub never: Vec<String>,
    /// Wrong values that are read today.
    pub wrong: Vec<String>,
}

/// Parses a case file. `file` is named in the fault.
pub fn parse(file: &str, text: &str) -> Result<Vec<Case>, String> {
    let mut cases: Vec<Case> = Vec::new();
    let mut group = String::new();
    for (i, line) in text.lines().enumerate() {
        let fault = |what: &str| format!("{file}:{}: {what}", i + 1);
        let (mark, rest) = (line.chars().next(), line.get(1..).unwrap_or("").trim());
        match mark {
            None => {}
            Some('#') => {
                if let Some(name) = line.strip_prefix("## ") {
                    group = name.trim().to_string();
                }
            }
            Some('>') => {
                let mut case = Case { line: i + 1, group: group.clone(), ..Case::default() };
                let mut sentence = rest;
                if let Some((head, tail)) = rest.strip_prefix('[').and_then(|r| r.split_once(']')) {
                    sentence = tail.trim();
                    for word in head.split_whitespace() {
                        match word {
                            "en" => case.lang = Lang::En,
                            "fr" => case.lang = Lang::Fr,
                            _ => match word.strip_prefix("published=").map(str::parse) {
                                Some(Ok(day)) => case.published = Some(day),
                                _ => {
                                    return Err(fault(&format!(
                                        "expected en, fr or published=YYYY-MM-DD, but found \"{word}\""
                                    )));
                                }
                            },
                        }
                    }
                }
                case.text = sentence.replace("\\n", "\n");
                cases.push(case);
            }
            Some(mark @ ('=' | '!' | '~')) => {
                let Some(case) = cases.last_mut() else { return Err(fault("expected a sentence (>) first")) };
                match mark {
                    '=' => case.want.push(rest.to_string()),
                    '!' => case.never.push(rest.to_string()),
                    _ => case.wrong.push(rest.to_string()),
                }
            }
            Some(c) => return Err(fault(&format!("expected one of # > = ! ~, but found \"{c}\""))),
        }
    }
    Ok(cases)
}

/// What is wrong with the values read from a case: empty where all is as expected.
pub fn faults(case: &Case, read: &[String]) -> Vec<String> {
    let mut faults = Vec::new();
    for want in &case.want {
        if !read.contains(want) {
            faults.push(format!("missing: {want}"));
        }
    }
    for never in &case.never {
        for value in read.iter().filter(|v| v.starts_with(never.as_str()) && !case.want.contains(v)) {
            faults.push(format!("must not be read: {value}"));
        }
    }
    for wrong in &case.wrong {
        if !read.contains(wrong) {
            faults.push(format!("no longer read (promote the line): {wrong}"));
        }
    }
    faults
}

/// What a case file came to.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// How many cases it holds.
    pub all: usize,
    /// What is wrong with those that fail, one entry each.
    pub lost: Vec<String>,
}

impl Outcome {
    /// How many hold.
    pub fn held(&self) -> usize {
        self.all - self.lost.len()
    }
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "{} of {} hold\n{}", self.held(), self.all, self.lost.join("\n"))
    }
}

/// Reads every case of a file with `read` and compares. A file that does not parse is one lost case.
pub fn run(file: &str, text: &str, mut read: impl FnMut(&Case) -> Vec<String>) -> Outcome {
    let cases = match parse(file, text) {
        Ok(cases) => cases,
        Err(fault) => return Outcome { all: 1, lost: vec![fault] },
    };
    let mut outcome = Outcome { all: cases.len(), lost: Vec::new() };
    for case in &cases {
        let values = read(case);
        let found = faults(case, &values);
        if !found.is_empty() {
            let (what, values) = (found.join("; "), values.join(" / "));
            outcome.lost.push(format!("{file}:{}: {what}\n    {}\n    read: {values}", case.line, case.text));
        }
    }
    outcome
}

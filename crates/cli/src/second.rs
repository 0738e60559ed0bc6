//! The second reader on the command line: whom to ask, what may be spent, what was kept, and the summary at the end.
//!
//! Nothing leaves the machine unless `--reader llm` or `--reader both` is given; the endpoint is named on stderr first.

use anyhow::{Context, Result, bail};
use clap::{Args as ClapArgs, ValueEnum};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tarikh::llm::wire::{Endpoint, Key};
use tarikh::llm::{Budget, Cache, Reader, Settings, compare};
use tarikh::{Answers, READER, Reading};

/// Who reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Which {
    /// The reader built into the program; needs no network.
    Embedded,
    /// A language model, held to the contract.
    Llm,
    /// Both, with what they differ on listed for review.
    Both,
}

/// Flags of the second reader.
#[derive(ClapArgs, Debug)]
#[command(next_help_heading = "A second reader")]
pub struct Second {
    /// Who reads. A language model is asked only where this says so.
    #[arg(long, value_enum, default_value_t = Which::Embedded)]
    pub reader: Which,
    /// Address of a server that speaks the chat completion protocol, such as http://127.0.0.1:11434/v1.
    #[arg(long, value_name = "URL")]
    pub endpoint: Option<String>,
    /// The model's name at that server.
    #[arg(long, value_name = "NAME")]
    pub model: Option<String>,
    /// File that holds the server's key; the variable TARIKH_LLM_KEY is read where it is not given.
    #[arg(long, value_name = "FILE")]
    pub key_file: Option<PathBuf>,
    /// Stops asking before this many tokens, in and out together, are used.
    #[arg(long, value_name = "N")]
    pub max_tokens_total: Option<u64>,
    /// Most tokens of one answer; a model that runs on is stopped there.
    #[arg(long, value_name = "N", default_value_t = 16_000)]
    pub max_tokens_answer: u32,
    /// Stops asking before this much is spent, in the price table's currency.
    #[arg(long, value_name = "AMOUNT", requires = "prices")]
    pub max_cost: Option<f64>,
    /// Price table: lines of `model<TAB>price of a million tokens in<TAB>out`.
    #[arg(long, value_name = "FILE")]
    pub prices: Option<PathBuf>,
    /// Folder in which answers are kept, so that each is paid for once.
    #[arg(long, value_name = "DIR")]
    pub llm_cache: Option<PathBuf>,
    /// Deadline of one question, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    pub llm_timeout: u64,
    /// How many questions may be under way at once.
    #[arg(long, value_name = "N", default_value_t = 4)]
    pub llm_threads: usize,
}

/// An opened second reader.
pub struct Asking {
    settings: Settings,
    budget: Budget,
    folder: Option<Folder>,
    record: Option<Answers>,
    both: bool,
    count: Count,
}

#[derive(Default)]
struct Count {
    asked: AtomicUsize,
    cached: AtomicUsize,
    refused: AtomicUsize,
    review: AtomicUsize,
    fell_back: Mutex<Vec<String>>,
}

impl Second {
    /// Checks the flags. Nothing where the embedded reader reads alone.
    pub fn open(&self) -> Result<Option<Asking>> {
        if self.reader == Which::Embedded {
            if self.endpoint.is_some() || self.model.is_some() {
                bail!("expected --reader llm or --reader both beside --endpoint and --model, but found neither");
            }
            return Ok(None);
        }
        let (Some(url), Some(model)) = (&self.endpoint, &self.model) else {
            bail!("expected --endpoint URL and --model NAME with --reader, but found only one or none of them");
        };
        if !url.starts_with("http://") && !url.starts_with("https://") {
            bail!("expected an endpoint that begins with http:// or https://, but found \"{url}\"");
        }
        let host = url.split_once("://").map_or("", |(_, rest)| rest).split(['/', '?', '#']).next().unwrap_or("");
        if host.contains('@') {
            bail!(
                "expected an endpoint without a name and password in it, since it is shown and kept; hint: put the key into \
                 a file and give --key-file, or into TARIKH_LLM_KEY"
            );
        }
        let key = match &self.key_file {
            Some(path) => {
                let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
                Some(Key::new(&text))
            }
            None => std::env::var("TARIKH_LLM_KEY").ok().filter(|k| !k.trim().is_empty()).map(|k| Key::new(&k)),
        };
        let price = self.prices.as_deref().map(|path| price(path, model)).transpose()?;
        let endpoint = Endpoint {
            url: url.clone(),
            model: model.clone(),
            key,
            timeout: Duration::from_secs(self.llm_timeout.max(1)),
            max_tokens: self.max_tokens_answer.max(1),
        };
        eprintln!("asking {model} at {}: the text of each report is sent there", endpoint.address());
        Ok(Some(Asking {
            settings: Settings::new(endpoint),
            budget: Budget::new(self.max_tokens_total, self.max_cost, price),
            folder: self.llm_cache.clone().map(Folder::open).transpose()?,
            record: None,
            both: self.reader == Which::Both,
            count: Count::default(),
        }))
    }
}

/// First the record's kept answers, then the folder's; what is asked anew is kept in both.
impl Cache for Asking {
    fn get(&self, key: &str) -> Option<String> {
        let kept = self.record.as_ref().and_then(|c| c.get(key));
        kept.or_else(|| self.folder.as_ref().and_then(|c| c.get(key)).inspect(|a| self.put(key, a)))
    }

    fn put(&self, key: &str, answer: &str) {
        if let Some(record) = &self.record {
            record.put(key, answer);
        }
        if let Some(folder) = &self.folder {
            folder.put(key, answer);
        }
    }
}

impl Asking {
    /// Keeps answers in a record from now on.
    pub fn keep_in(&mut self, record: &Path) -> Result<()> {
        let endpoint = &self.settings.endpoint;
        let whom = format!("{} at {}", endpoint.model, endpoint.address());
        self.record = Some(Answers::open(record, whom)?);
        Ok(())
    }

    /// The reading that a record keeps in place of the embedded one, and who read it. Nothing is asked about a report that is
    /// there already.
    pub fn read_for_record(&self, ours: Reading) -> (Reading, String) {
        if self.record.as_ref().is_some_and(|r| r.knows(&ours.report.id)) {
            return (ours, READER.to_string());
        }
        self.reread_for_record(ours)
    }

    /// The same for a report of the record, which is asked about anew.
    pub fn reread_for_record(&self, ours: Reading) -> (Reading, String) {
        let reading = self.read(ours);
        let by = Reader::new(self.settings.clone(), &self.budget, None).by();
        let fell_back = reading.notes.iter().any(|n| n.starts_with("the embedded reading stands in"));
        let reader = match (fell_back, self.both) {
            (true, _) => READER.to_string(),
            (_, true) => format!("{READER} and {by}"),
            _ => by,
        };
        (reading, reader)
    }

    /// The reading that is printed in place of the embedded one.
    pub fn read(&self, ours: Reading) -> Reading {
        let outcome = Reader::new(self.settings.clone(), &self.budget, Some(self)).read(&ours);
        let add = |n: &AtomicUsize, by: usize| n.fetch_add(by, Ordering::Relaxed);
        add(&self.count.asked, 1);
        add(&self.count.cached, usize::from(outcome.cached));
        add(&self.count.refused, outcome.refusals.len());
        if let Some(why) = outcome.fell_back {
            self.count.fell_back.lock().unwrap_or_else(|e| e.into_inner()).push(why);
            return outcome.reading;
        }
        let reading = if self.both { compare::both(ours, &outcome.reading) } else { outcome.reading };
        add(&self.count.review, reading.reviews.len());
        reading
    }

    /// Tokens and cost so far, for the progress bar.
    pub fn spent(&self) -> String {
        let (i, o) = self.budget.spent();
        let cost = self.budget.cost().map_or(String::new(), |c| format!(", cost {c:.4}"));
        format!("{i} tokens in, {o} out{cost}")
    }

    /// What a run came to, on stderr.
    pub fn summary(&self) {
        let get = |n: &AtomicUsize| n.load(Ordering::Relaxed);
        let fell_back = self.count.fell_back.lock().unwrap_or_else(|e| e.into_inner());
        eprintln!(
            "{} reports asked about, {} answered from kept answers, {} read by the embedded reader instead; \
             {} values refused, {} up for review; {}",
            get(&self.count.asked),
            get(&self.count.cached),
            fell_back.len(),
            get(&self.count.refused),
            get(&self.count.review),
            self.spent()
        );
        if let Some(why) = fell_back.first() {
            eprintln!("hint: the first time because {why}");
        }
    }
}

fn price(path: &Path, model: &str) -> Result<(f64, f64)> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    for (i, line) in text.lines().enumerate() {
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        if line.starts_with('#') || cells[0] != model {
            continue;
        }
        let number = |n: usize| cells.get(n).and_then(|c| c.parse::<f64>().ok()).filter(|p| *p >= 0.0);
        let Some(prices) = number(1).zip(number(2)) else {
            bail!("{}:{}: expected two prices after the model, but found \"{line}\"", path.display(), i + 1);
        };
        return Ok(prices);
    }
    bail!("expected a line for {model} in {}, but found none", path.display())
}

/// Answers kept as files of a folder, named by the hash of text, prompt, model and settings.
struct Folder(PathBuf);

impl Folder {
    fn open(path: PathBuf) -> Result<Folder> {
        std::fs::create_dir_all(&path).with_context(|| format!("cannot make the folder {}", path.display()))?;
        Ok(Folder(path))
    }
}

impl Cache for Folder {
    fn get(&self, key: &str) -> Option<String> {
        std::fs::read_to_string(self.0.join(format!("{key}.json"))).ok()
    }

    /// Written beside and renamed, so that a stopped run never leaves half an answer.
    fn put(&self, key: &str, answer: &str) {
        let half = self.0.join(format!("{key}.{}.half", std::process::id()));
        if std::fs::write(&half, answer).is_ok() {
            let _ = std::fs::rename(&half, self.0.join(format!("{key}.json")));
        }
    }
}

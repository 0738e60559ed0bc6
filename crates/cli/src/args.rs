//! The flags of every command, with the help that `--help`, the man page and shell completions show.

use crate::second::Second;
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use tarikh::Line;
use tarikh::types::{Date, Lang};

/// Reads reports on armed conflict, in English and French, and says who did what to whom, where, when, with what
/// toll, according to whom, how firmly, and in which words.
#[derive(Debug, Parser)]
#[command(name = "tarikh", version, max_term_width = 100, after_help = EXAMPLES)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples:
  tarikh read report.txt                    a dossier for people
  tarikh read page.html --format json       the whole reading, every value with its words
  tarikh read folder/ --format jsonl > readings.jsonl
  curl -s https://example.org/report | tarikh read - --source \"Example News\"

Exit codes: 0 done; 1 nothing found; 2 something failed, and the rest was still done.";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Reads reports and prints what they say.
    Read(Read),
    /// Adds places of a country to the gazetteer.
    #[command(subcommand)]
    Gazetteer(Gazetteer),
    #[command(flatten)]
    Record(crate::record::Command),
    /// Watches feeds and adds what is relevant to a record, round after round.
    Watch(crate::watch::Watch),
    /// Opens a record in the browser: map, timeline, who says what of each incident, ties, what to decide.
    Serve(crate::serve::Serve),
    /// Draws a record: a map, a timeline or the network of ties, as SVG or PNG.
    Picture(crate::draw::Picture),
    /// Prints the JSON Schema of a reading.
    Schema,
    /// Prints completions for a shell.
    #[command(after_help = "Example:\n  tarikh completions bash > ~/.local/share/bash-completion/completions/tarikh")]
    Completions {
        /// Which shell.
        shell: clap_complete::Shell,
    },
    /// Prints the man page.
    #[command(after_help = "Example:\n  tarikh man | man -l -")]
    Man,
}

/// `tarikh read`.
#[derive(ClapArgs, Debug)]
#[command(after_help = READ_EXAMPLES)]
pub struct Read {
    /// Files, folders, or `-` for standard input. One report: plain text, Markdown, HTML, .eml, .docx. Many: .jsonl,
    /// .json, .csv, RSS and Atom feeds, .warc, .zip; each may be packed as .gz. Of a folder, files with these endings
    /// are read, folders inside it as well. An address (https://…) is fetched, once and by the rules of its site.
    #[arg(required = true, value_name = "FILE|DIR|URL|-")]
    pub inputs: Vec<PathBuf>,
    /// How readings are printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Which columns of a table hold what, where their names do not say it: text, title, published, source, url, lang,
    /// id.
    #[arg(long, value_name = "FIELD=COLUMN,…", value_parser = tarikh::doors::Columns::parse)]
    pub columns: Option<tarikh::doors::Columns>,
    /// The day the reports were published, where they do not say it.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub published: Option<Date>,
    /// Who published the reports.
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,
    /// Their language; found out where it is not given.
    #[arg(long, value_name = "en|fr", value_parser = language)]
    pub lang: Option<Lang>,
    /// Shows for every value the rule that read it, where its words stand, and what else it could have meant.
    #[arg(long)]
    pub explain: bool,
    /// Colours in dossiers: on a terminal, always, or never.
    #[arg(long, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    pub color: Colour,
    /// Lets addresses of this machine and of private networks be fetched.
    #[arg(long)]
    pub allow_private: bool,
    /// Takes a quick look first and passes over reports that do not sound like political violence, so that a stream of
    /// all news costs little. With a likelihood from 0 to 1, at least that is asked for (0.3 where none is given): 0.1
    /// loses less, 0.7 passes over more. With `attacks`, English reports must sound of an attack on people or things.
    #[arg(long, value_name = "LIKELIHOOD|attacks", num_args = 0..=1, require_equals = true, default_missing_value = "usual", value_parser = line)]
    pub gate: Option<Line>,
    /// How many reports are read at once; as many as there are cores where it is not given.
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
    /// The second reader.
    #[command(flatten)]
    pub second: Second,
}

const READ_EXAMPLES: &str = "\
Examples:
  tarikh read report.txt
  tarikh read report.txt --explain
  tarikh read archive/ --format jsonl > readings.jsonl
  tarikh read CC-NEWS-20240919.warc.gz --format jsonl > readings.jsonl
  tarikh read table.csv --columns text=Body,published=scraped_on
  tarikh read all-news/ --gate --format jsonl > readings.jsonl
  tarikh read report.txt --reader both --endpoint http://127.0.0.1:11434/v1 --model qwen3
  pdftotext bulletin.pdf - | tarikh read - --source \"Cluster bulletin\" --published 2024-09-19";

/// `tarikh gazetteer`.
#[derive(Debug, Subcommand)]
pub enum Gazetteer {
    /// Adds the places of GeoNames dumps: villages, hills, waters, camps that the embedded gazetteer lacks.
    #[command(
        after_help = "Example:\n  curl -O https://download.geonames.org/export/dump/ML.zip && unzip ML.zip ML.txt\n  tarikh gazetteer add ML.txt"
    )]
    Add {
        /// Country files as GeoNames has them: 19 tab-separated columns.
        #[arg(required = true, value_name = "DUMP.txt")]
        dumps: Vec<PathBuf>,
    },
    /// Lists what was added.
    List,
    /// Takes an added file out again.
    Remove {
        /// Its name, as `list` shows it.
        name: String,
    },
}

/// `tarikh actors`.
#[derive(Debug, Subcommand)]
pub enum Actors {
    /// Adds actors to the registry: a table in the form of lexicon/actors/groups.tsv, a dictionary with dated codes in
    /// the form of PETRARCH, or a Wikidata dump, one entity as JSON on each line.
    #[command(after_help = "Example:\n  tarikh actors import my-groups.tsv Phoenix.actors.txt")]
    Import {
        /// A table (tab-separated: key, kind, country, from, to, flavour, name, aliases set apart by |), a dictionary or
        /// a dump.
        #[arg(required = true, value_name = "FILE")]
        tables: Vec<PathBuf>,
    },
    /// Lists what was added.
    List,
    /// Takes an added table out again.
    Remove {
        /// Its name, as `list` shows it.
        name: String,
    },
}

/// How readings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A dossier for people.
    Text,
    /// One indented JSON object per report.
    Json,
    /// One JSON object per line.
    Jsonl,
}

/// When dossiers are coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| format!("expected a day as YYYY-MM-DD, but found \"{text}\""))
}

/// The line that `--gate` draws.
pub fn line(text: &str) -> Result<Line, String> {
    match text.parse() {
        _ if text == "usual" => Ok(Line::Usual),
        _ if text == "attacks" => Ok(Line::Attacks),
        Ok(x) if (0.0..=1.0).contains(&x) => Ok(Line::At(x)),
        _ => Err(format!("expected a likelihood from 0 to 1 or the word attacks, but found \"{text}\"")),
    }
}

fn language(text: &str) -> Result<Lang, String> {
    match text {
        "en" => Ok(Lang::En),
        "fr" => Ok(Lang::Fr),
        _ => Err(format!("expected en or fr, but found \"{text}\"")),
    }
}

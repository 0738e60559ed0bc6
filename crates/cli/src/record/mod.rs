//! The commands that work on a record: `add`, `import`, `reread`, `incidents`, `filter`, `feed`, `show`, `actors`, `ties`, `disagreements`, `sources`,
//! `judge`, `check`.

mod add;
mod ask;
mod filter;
mod import;
mod judge;
mod table;

use crate::Outcome;
use crate::second::Second;
use anyhow::Result;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;
use tarikh::types::{DisagreementKind, EventType, Lang, incident::Status};

/// Commands on a record.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Adds reports to a record, and says what all of them tell together.
    #[command(
        after_help = "Examples:\n  tarikh add mali.gpkg reports/\n  tarikh add mali.gpkg readings.jsonl      readings that `tarikh read` printed\n  curl -s https://example.org/report | tarikh add mali.gpkg - --source \"Example News\"\n  tarikh add mali.gpkg reports/ --reader both --endpoint http://127.0.0.1:11434/v1 --model qwen3\n\nA report that is there already changes nothing: run the same command again after a break."
    )]
    Add(Add),
    /// Takes readings, and the incidents that were linked of them elsewhere, into a record.
    #[command(
        after_help = "Examples:\n  tarikh import mali.gpkg readings/ incidents/     folders of Parquet that tarikh.spark wrote\n  tarikh import mali.gpkg readings.jsonl\n\nA new record takes incidents as they stand where they are whole and made by this version; else it makes them anew."
    )]
    Import {
        /// The record, a .gpkg file; made where there is none.
        record: PathBuf,
        /// Parquet with a column `reading` or `incident`, .jsonl as `tarikh read` prints it, or folders of these.
        #[arg(required = true, value_name = "FILE|DIR")]
        files: Vec<PathBuf>,
    },
    /// Reads the reports of a record anew, with this version of the reader.
    Reread(Reread),
    /// Prints incidents: what all reports together tell.
    #[command(
        after_help = "Examples:\n  tarikh incidents mali.gpkg --since 2024-09-01 --place Bamako\n  tarikh incidents mali.gpkg --near 12.65,-8.0 --within 40 --min-killed 10 --format csv\n  tarikh incidents mali.gpkg --as-of 2024-09-18        what was known on that day\n  tarikh incidents mali.gpkg --format acled > acled.csv   (docs/EXPORTS.md says what each format cannot carry)"
    )]
    Incidents(Incidents),
    /// Keeps filters under a name: what they take from then on is told by `feed` and `--notify`.
    #[command(subcommand)]
    Filter(filter::Saved),
    /// Prints what is new to a saved filter as an Atom feed: new incidents and new disagreements.
    #[command(
        after_help = "Example:\n  tarikh filter save mali.gpkg bamako --place Bamako --min-killed 1\n  tarikh feed mali.gpkg --filter bamako > feed.atom\n\nIds of entries never change, so a feed reader shows each once."
    )]
    Feed {
        /// The record.
        record: PathBuf,
        /// The saved filter.
        #[arg(long, value_name = "NAME")]
        filter: String,
        /// At most this many entries, the newest first.
        #[arg(long, value_name = "N", default_value_t = 100)]
        limit: usize,
    },
    /// Shows one incident: who says what, side by side, oldest first.
    Show {
        /// The record.
        record: PathBuf,
        /// The incident's id, or the beginning of it.
        id: String,
        /// Prints JSON.
        #[arg(long)]
        json: bool,
    },
    /// Lists actors across the reports of a record; `import`, `list` and `remove` keep your own table of actors.
    #[command(
        args_conflicts_with_subcommands = true,
        after_help = "Examples:\n  tarikh actors mali.gpkg --actor \"Front\"\n  tarikh actors import my-groups.tsv       for the reader to know"
    )]
    Actors {
        /// Work on your own table of actors.
        #[command(subcommand)]
        table: Option<crate::args::Actors>,
        #[command(flatten)]
        list: Option<List>,
    },
    /// Lists ties between actors: membership, alliance, hostility, support.
    Ties(List),
    /// Lists statements that cannot all be true.
    Disagreements {
        /// The record.
        record: PathBuf,
        /// One kind only: toll, side, perpetrator, outcome, date, place or cooperation.
        #[arg(long, value_name = "KIND")]
        kind: Option<DisagreementKind>,
        #[command(flatten)]
        form: Form,
    },
    /// Lists who published the reports, with grades.
    Sources {
        /// The record.
        record: PathBuf,
        #[command(flatten)]
        form: Form,
    },
    /// Keeps a decision of yours: nothing is overwritten, and every decision can be undone.
    #[command(
        after_help = "Examples:\n  tarikh judge mali.gpkg doubts\n  tarikh judge mali.gpkg join i0123 i0456 --by \"A. Keita\" --note \"same raid\"\n  tarikh judge mali.gpkg grade \"Le Point du Djoliba\" B"
    )]
    Judge(judge::Judge),
    /// Checks that a record is whole.
    Check {
        /// The record.
        record: PathBuf,
        /// Leaves out the comparison with a rebuild.
        #[arg(long)]
        quick: bool,
        /// Makes everything that is derived anew first.
        #[arg(long)]
        rebuild: bool,
    },
}

/// `tarikh add`.
#[derive(Args, Debug)]
pub struct Add {
    /// The record, a .gpkg file; made where there is none.
    pub record: PathBuf,
    /// Files, folders, addresses, or `-` for standard input, as for `tarikh read`; lines of .jsonl may be readings.
    #[arg(required = true, value_name = "FILE|DIR|URL|-")]
    pub inputs: Vec<PathBuf>,
    /// The day the reports were published, where they do not say it.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub published: Option<String>,
    /// Who published the reports.
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,
    /// Their language; found out where it is not given.
    #[arg(long, value_name = "en|fr")]
    pub lang: Option<String>,
    /// Which columns of a table hold what, as for `tarikh read`.
    #[arg(long, value_name = "FIELD=COLUMN,…", value_parser = tarikh::doors::Columns::parse)]
    pub columns: Option<tarikh::doors::Columns>,
    /// Lets addresses of this machine and of private networks be fetched.
    #[arg(long)]
    pub allow_private: bool,
    /// Takes a quick look first and passes over reports that do not sound like political violence, as for `tarikh read`.
    #[arg(long, value_name = "LIKELIHOOD|attacks", num_args = 0..=1, require_equals = true, default_missing_value = "usual", value_parser = crate::args::line)]
    pub gate: Option<tarikh::Line>,
    /// Reports in one transaction.
    #[arg(long, value_name = "N", default_value_t = 200)]
    pub batch: usize,
    /// How many reports are read at once.
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
    /// Who is told of what is new.
    #[command(flatten)]
    pub notify: crate::notify::Notify,
    /// The second reader.
    #[command(flatten)]
    pub second: Second,
}

impl Add {
    fn given(&self) -> Result<tarikh::Given> {
        let published = self
            .published
            .as_deref()
            .map(|d| d.parse().map_err(|_| anyhow::anyhow!("expected a day as YYYY-MM-DD, but found \"{d}\"")));
        let lang = match self.lang.as_deref() {
            None => None,
            Some("en") => Some(Lang::En),
            Some("fr") => Some(Lang::Fr),
            Some(x) => anyhow::bail!("expected en or fr, but found \"{x}\""),
        };
        Ok(tarikh::Given { published: published.transpose()?, source: self.source.clone(), lang, ..Default::default() })
    }
}

/// `tarikh reread`.
#[derive(Args, Debug)]
pub struct Reread {
    /// The record.
    pub record: PathBuf,
    /// Also reports that this version, or a language model, has read.
    #[arg(long)]
    pub all: bool,
    /// How many reports are read at once.
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
    /// The second reader.
    #[command(flatten)]
    pub second: Second,
}

/// Which incidents are wanted.
#[derive(Args, Debug)]
pub struct Wanted {
    /// Not over before this day.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub since: Option<String>,
    /// Begun by this day.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub until: Option<String>,
    /// Part of the name of the place or region, or a country code.
    #[arg(long, value_name = "NAME")]
    pub place: Option<String>,
    /// A point, as latitude and longitude.
    #[arg(long, value_name = "LAT,LON", allow_hyphen_values = true)]
    pub near: Option<String>,
    /// Kilometres around `--near`, or around the incidents of `--place`.
    #[arg(long, value_name = "KM")]
    pub within: Option<f64>,
    /// Part of the name of somebody who took part.
    #[arg(long, value_name = "NAME")]
    pub actor: Option<String>,
    /// Event type, as `assault` or `protest`.
    #[arg(long = "type", value_name = "TYPE")]
    pub kind: Option<EventType>,
    /// corroborated, single_source or disputed.
    #[arg(long, value_name = "STATUS", value_parser = status)]
    pub status: Option<Status>,
    /// At least this many killed, by the greatest number stated.
    #[arg(long, value_name = "N")]
    pub min_killed: Option<u32>,
    /// Words that a report behind it holds.
    #[arg(long, value_name = "WORDS")]
    pub words: Option<String>,
}

/// `tarikh incidents`.
#[derive(Args, Debug)]
pub struct Incidents {
    /// The record.
    pub record: PathBuf,
    #[command(flatten)]
    pub wanted: Wanted,
    /// What was known on this day.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub as_of: Option<String>,
    /// How incidents are printed.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// `tarikh actors` and `tarikh ties`.
#[derive(Args, Debug)]
pub struct List {
    /// The record.
    pub record: PathBuf,
    /// Part of an actor's name.
    #[arg(long, value_name = "NAME")]
    pub actor: Option<String>,
    /// How the list is printed.
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub format: ListFormat,
    /// Prints one JSON object per line: the same as `--format jsonl`.
    #[arg(long, conflicts_with = "format")]
    pub jsonl: bool,
}

impl List {
    /// How the list is printed.
    pub fn form(&self) -> ListFormat {
        Form { format: self.format, jsonl: self.jsonl }.chosen()
    }
}

/// How a list is printed.
#[derive(Args, Clone, Copy, Debug)]
pub struct Form {
    /// How the list is printed.
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub format: ListFormat,
    /// Prints one JSON object per line: the same as `--format jsonl`.
    #[arg(long, conflicts_with = "format")]
    pub jsonl: bool,
}

impl Form {
    fn chosen(self) -> ListFormat {
        if self.jsonl { ListFormat::Jsonl } else { self.format }
    }
}

/// How a list is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// A line or more each, for people.
    Text,
    /// One JSON object per line.
    Jsonl,
    /// Parquet (in builds with the feature `parquet`).
    Parquet,
    /// A stream of Arrow record batches (in builds with the feature `parquet`).
    Arrow,
}

/// How incidents are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One line each, for people.
    Table,
    /// One JSON object per line, with every statement.
    Jsonl,
    /// One row each.
    Csv,
    /// Points for maps.
    Geojson,
    /// ACLED's 31 columns.
    Acled,
    /// UCDP GED's 49 columns.
    Ged,
    /// POLECAT's 40 columns, tab-separated.
    Plover,
    /// CSV with a row of HXL hashtags.
    Hxl,
    /// Parquet with points as GeoParquet has them, and each incident whole in its last column (in builds with the feature
    /// `parquet`).
    Parquet,
    /// The same columns as a stream of Arrow record batches (in builds with the feature `parquet`).
    Arrow,
}

fn status(text: &str) -> Result<Status, String> {
    Status::from_word(text)
        .ok_or_else(|| format!("expected corroborated, single_source or disputed, but found \"{text}\""))
}

/// Runs a command on a record.
pub fn run(command: Command) -> Result<Outcome> {
    match command {
        Command::Add(args) => add::add(args),
        Command::Import { record, files } => import::run(&record, &files),
        Command::Reread(args) => add::reread(args),
        Command::Incidents(args) => ask::incidents(args),
        Command::Filter(saved) => filter::run(saved),
        Command::Feed { record, filter, limit } => filter::feed(&record, &filter, limit),
        Command::Show { record, id, json } => ask::show(&record, &id, json),
        Command::Actors { table: Some(table), .. } => crate::knowledge::actors(table),
        Command::Actors { list: Some(list), .. } => ask::actors(list),
        Command::Actors { .. } => {
            anyhow::bail!("expected a record, or one of import, list and remove, but found neither")
        }
        Command::Ties(list) => ask::ties(list),
        Command::Disagreements { record, kind, form } => ask::disagreements(&record, kind, form.chosen()),
        Command::Sources { record, form } => ask::sources(&record, form.chosen()),
        Command::Judge(args) => judge::run(args),
        Command::Check { record, quick, rebuild } => ask::check(&record, quick, rebuild),
    }
}

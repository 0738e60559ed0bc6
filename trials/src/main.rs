//! Trials: the reader's scores on marked corpora, and the training of its tagger. Not part of the product.
//!
//! `trials predict TASK DOCS > PRED` reads every document through the same path as `tarikh read` and translates the
//! reading into the form that the task's scorer expects. No rule and no model lives here.

mod answers;
mod clock;
mod predict;
mod sentences;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// Scores on marked corpora, training of the tagger.
#[derive(Parser)]
#[command(name = "trials", version, max_term_width = 100)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Reads documents and prints predictions in a task's form, one JSON object per line.
    Predict {
        /// Which task's form to print.
        task: predict::Task,
        /// A JSONL file of {id, text, published?, dct?, lang?, …}; a folder of .txt files for `reports`, of pages for
        /// `html`; a CoNLL-U file for `syntax` and `syntax-raw`.
        docs: PathBuf,
        /// Reads only the first N documents.
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
    },
    /// Replays kept answers of a language model over the chat completion protocol, on loopback.
    Answers {
        /// Folder of `*.json` answers.
        folder: PathBuf,
        /// Port; 0 takes a free one and prints it.
        #[arg(long, default_value_t = 0)]
        port: u16,
    },
    /// Scores the reader on sentences in our own words (`trials/annotated/*.cases`).
    Sentences {
        /// Case files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Prints a line for each miss.
        #[arg(long)]
        losses: bool,
    },
}

fn main() -> Result<()> {
    match Args::parse().command {
        Command::Predict { task, docs, limit } => predict::run(task, &docs, limit),
        Command::Answers { folder, port } => answers::serve(&folder, port),
        Command::Sentences { files, losses } => sentences::score(&files, losses),
    }
}

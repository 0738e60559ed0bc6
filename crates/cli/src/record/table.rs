//! Tables of a record to stdout as Parquet or Arrow, where the build has the feature `parquet`; else what to do instead.
//!
//! In: rows of a record. Out: bytes. They are not shown on a terminal: they would only spoil it.

use super::{Format, ListFormat};
use anyhow::{Result, bail};
use std::io::IsTerminal;

/// Which bytes are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Parquet.
    Parquet,
    /// A stream of Arrow record batches.
    Arrow,
}

/// The form of a list's format; none where it is text.
pub fn form_of(format: ListFormat) -> Result<Option<Form>> {
    let (form, name) = match format {
        ListFormat::Text | ListFormat::Jsonl => return Ok(None),
        ListFormat::Parquet => (Form::Parquet, "parquet"),
        ListFormat::Arrow => (Form::Arrow, "arrow"),
    };
    if !cfg!(feature = "parquet") {
        bail!(
            "expected a format of this build, but found {name}, which it lacks\nhint: `cargo install --path crates/cli --features parquet` brings it; --format jsonl is always there"
        );
    }
    if std::io::stdout().is_terminal() {
        bail!("expected a file or another program to write {name} to, but found a terminal\nhint: add > table.{name}");
    }
    Ok(Some(form))
}

/// The form of a format of incidents; none where it is text.
pub fn form_of_incidents(format: Format) -> Result<Option<Form>> {
    form_of(match format {
        Format::Parquet => ListFormat::Parquet,
        Format::Arrow => ListFormat::Arrow,
        _ => ListFormat::Text,
    })
}

#[cfg(feature = "parquet")]
mod written {
    //! The writing itself.

    use super::Form;
    use crate::Outcome;
    use anyhow::Result;
    use std::io::{BufWriter, Write};
    use tarikh::export::{columnar, tables};
    use tarikh::types::incident::Incident;
    use tarikh::{ActorRow, DisagreementRow, Fault, SourceRow, Tie};

    /// Rows of a kind that can be set in columns.
    pub trait Columned: Sized {
        const TABLE: fn(&[Self]) -> Result<tables::RecordBatch, tables::ArrowError>;
    }

    macro_rules! columned {
        ($($kind:ty: $table:ident),*) => {$(
            impl Columned for $kind {
                const TABLE: fn(&[Self]) -> Result<tables::RecordBatch, tables::ArrowError> = tables::$table;
            }
        )*};
    }
    columned!(Incident: incidents, ActorRow: actors, Tie: ties, DisagreementRow: disagreements, SourceRow: sources);

    /// Writes rows to stdout.
    pub fn write<T: Columned>(form: Form, rows: impl Iterator<Item = Result<T, Fault>>) -> Result<Outcome> {
        let form = match form {
            Form::Parquet => columnar::Form::Parquet,
            Form::Arrow => columnar::Form::Arrow,
        };
        let mut out = BufWriter::new(std::io::stdout());
        let count = columnar::write(form, &mut out, rows.map(|row| row.map_err(anyhow::Error::from)), T::TABLE)?;
        out.flush()?;
        Ok(if count == 0 { Outcome::Nothing } else { Outcome::Done })
    }
}

#[cfg(not(feature = "parquet"))]
mod written {
    //! What stands in where Parquet is not built in. [`super::form_of`] has said so before anything comes here.

    use super::Form;
    use crate::Outcome;
    use anyhow::Result;
    use tarikh::Fault;

    /// Nothing is written.
    pub fn write<T>(_: Form, _: impl Iterator<Item = Result<T, Fault>>) -> Result<Outcome> {
        Ok(Outcome::Nothing)
    }
}

pub use written::write;

//! Files of readings and incidents that were made elsewhere → the rows, one after the other, for [`crate::Record::import`].
//!
//! In: `.jsonl` as `tarikh read` and `tarikh incidents` print it, Parquet with a column `reading` or `incident` as
//! `tarikh.spark` writes it, and folders of these. Out: readings, then incidents. What a file holds is told by its columns or
//! its first line. A row that is neither ends the import, named by file and row: a record must not look whole and lack some.

use crate::Fault;
use crate::record::odd;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use types::contract::Reading;
use types::incident::Incident;

type Result<T> = std::result::Result<T, Fault>;
type Texts = Box<dyn Iterator<Item = Result<(String, String)>>>;

/// Files sorted by what they hold.
#[derive(Debug, Default)]
pub struct Written {
    readings: Vec<PathBuf>,
    incidents: Vec<PathBuf>,
    /// Why incidents that are there are not to be taken as they stand.
    pub outdated: Option<String>,
}

impl Written {
    /// Looks at files and at those in folders, by name; hidden ones and the marks that engines leave (`_SUCCESS`) are passed over.
    pub fn list(inputs: &[PathBuf]) -> Result<Written> {
        let mut files = Vec::new();
        for input in inputs {
            if input.is_dir() {
                let entries =
                    std::fs::read_dir(input).map_err(|e| odd("a folder", format!("{}: {e}", input.display())))?;
                let mut inside: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
                inside.retain(|p| {
                    let name = p.file_name().unwrap_or_default().to_string_lossy();
                    p.is_file() && !name.starts_with(['.', '_'])
                });
                inside.sort();
                files.extend(inside);
            } else {
                files.push(input.clone());
            }
        }
        let mut out = Written::default();
        for file in files {
            match kind(&file)? {
                Kind::Readings => out.readings.push(file),
                Kind::Incidents { outdated } => {
                    out.outdated = out.outdated.or(outdated);
                    out.incidents.push(file);
                }
                Kind::Nothing => {}
            }
        }
        if out.readings.is_empty() {
            return Err(odd(
                "files with readings",
                "none\nhint: `tarikh read --format jsonl` and tarikh.spark.read make them",
            ));
        }
        Ok(out)
    }

    /// Number of files.
    pub fn files(&self) -> usize {
        self.readings.len() + self.incidents.len()
    }

    /// Every reading. Rows of reports that could not be read are passed over.
    pub fn readings(&self) -> impl Iterator<Item = Result<Reading>> + use<> {
        self.readings.clone().into_iter().flat_map(|p| texts(&p, "reading")).map(|row| parsed(row?, "a reading"))
    }

    /// Every incident; none where they are outdated.
    pub fn incidents(&self) -> impl Iterator<Item = Result<Incident>> + use<> {
        let files = if self.outdated.is_some() { Vec::new() } else { self.incidents.clone() };
        files.into_iter().flat_map(|p| texts(&p, "incident")).map(|row| parsed(row?, "an incident"))
    }
}

enum Kind {
    Readings,
    Incidents { outdated: Option<String> },
    Nothing,
}

fn parsed<T: serde::de::DeserializeOwned>((name, text): (String, String), what: &str) -> Result<T> {
    serde_json::from_str(&text).map_err(|e| odd(&format!("{what} in {name}"), e.to_string()))
}

fn open(path: &Path) -> Result<File> {
    File::open(path).map_err(|e| odd("a file of readings or incidents", format!("{}: {e}", path.display())))
}

fn is_parquet(path: &Path) -> Result<bool> {
    use std::io::Read;
    let mut head = Vec::new();
    open(path)?.take(4).read_to_end(&mut head).map_err(|e| odd("a file", format!("{}: {e}", path.display())))?;
    Ok(head == b"PAR1")
}

/// What a file holds.
fn kind(path: &Path) -> Result<Kind> {
    if is_parquet(path)? {
        return parquet::kind(path);
    }
    let mut line = String::new();
    let expected = "lines of JSON or Parquet";
    let first = BufReader::new(open(path)?).read_line(&mut line);
    first.map_err(|_| odd(expected, format!("something else in {}", path.display())))?;
    if line.trim().is_empty() {
        return Ok(Kind::Nothing);
    }
    let row: serde_json::Value =
        serde_json::from_str(&line).map_err(|_| odd(expected, format!("something else in {}", path.display())))?;
    if row.get("events").is_some() && row.get("actors").is_some() {
        return Ok(Kind::Readings);
    }
    if row.get("statements").is_some() && row.get("reports").is_some() {
        // Lines do not say which linking made them.
        let outdated = Some("lines of JSON do not say which version of linking made them".to_string());
        return Ok(Kind::Incidents { outdated });
    }
    Err(odd("readings or incidents", format!("JSON of another kind in {}", path.display())))
}

/// The texts of a file's rows, each with the name of its row.
fn texts(path: &Path, column: &'static str) -> Texts {
    match is_parquet(path) {
        Err(e) => Box::new(std::iter::once(Err(e))),
        Ok(true) => parquet::texts(path, column),
        Ok(false) => {
            let file = match open(path) {
                Ok(file) => file,
                Err(e) => return Box::new(std::iter::once(Err(e))),
            };
            let shown = path.display().to_string();
            let lines = BufReader::new(file).lines().enumerate().map(move |(n, line)| {
                let name = format!("{shown}: line {}", n + 1);
                line.map(|text| (name.clone(), text)).map_err(|e| odd("a line of text", format!("{name}: {e}")))
            });
            Box::new(lines.filter(|row| row.as_ref().is_ok_and(|(_, text)| !text.trim().is_empty()) || row.is_err()))
        }
    }
}

#[cfg(not(feature = "parquet"))]
mod parquet {
    //! What stands in for Parquet where it is not built in.

    use super::{Kind, Path, Result, Texts, odd};

    const EXPECTED: &str = "lines of JSON";

    fn missing(path: &Path) -> crate::Fault {
        odd(
            EXPECTED,
            format!(
                "Parquet in {}, which this build cannot read\nhint: cargo install --path crates/cli --features parquet",
                path.display()
            ),
        )
    }

    pub(super) fn kind(path: &Path) -> Result<Kind> {
        Err(missing(path))
    }

    pub(super) fn texts(path: &Path, _: &'static str) -> Texts {
        Box::new(std::iter::once(Err(missing(path))))
    }
}

#[cfg(feature = "parquet")]
mod parquet {
    //! Columns of Parquet files, a few rows in memory at a time.

    use super::{Kind, Path, Result, Texts, odd, open};
    use arrow_array::cast::AsArray;
    use arrow_array::types::Int32Type;
    use arrow_array::{Array, RecordBatch};
    use parquet::arrow::ProjectionMask;
    use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

    fn rows(path: &Path, column: &str) -> Result<ParquetRecordBatchReader> {
        let damaged = |e| odd("a whole Parquet file", format!("{}: {e}", path.display()));
        let builder = ParquetRecordBatchReaderBuilder::try_new(open(path)?).map_err(damaged)?;
        let mask = ProjectionMask::columns(builder.parquet_schema(), [column]);
        builder.with_projection(mask).with_batch_size(128).build().map_err(damaged)
    }

    pub(super) fn kind(path: &Path) -> Result<Kind> {
        let damaged = |e| odd("a whole Parquet file", format!("{}: {e}", path.display()));
        let builder = ParquetRecordBatchReaderBuilder::try_new(open(path)?).map_err(damaged)?;
        let has = |name: &str| builder.schema().column_with_name(name).is_some();
        if has("reading") {
            return Ok(Kind::Readings);
        }
        if !has("incident") {
            let found = format!("neither in the columns of {}", path.display());
            return Err(odd("a column \"reading\" or \"incident\"", found));
        }
        let ours = if has("linking") { same_linking(path)? } else { false };
        let outdated = (!ours).then(|| format!("{} was made by another version of linking", path.display()));
        Ok(Kind::Incidents { outdated })
    }

    /// True where this version of linking made every row.
    fn same_linking(path: &Path) -> Result<bool> {
        for batch in rows(path, "linking")? {
            let batch = batch.map_err(|e| odd("rows of Parquet", format!("{}: {e}", path.display())))?;
            let Some(cells) = batch.column(0).as_primitive_opt::<Int32Type>() else { return Ok(false) };
            if cells.iter().any(|v| v != Some(linking::VERSION as i32)) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    pub(super) fn texts(path: &Path, column: &'static str) -> Texts {
        let shown = path.display().to_string();
        let batches = match rows(path, column) {
            Ok(batches) => batches,
            Err(e) => return Box::new(std::iter::once(Err(e))),
        };
        let mut seen = 0;
        Box::new(batches.flat_map(move |batch| {
            let found = match batch {
                Ok(batch) => cells(&batch, &shown, &mut seen),
                Err(e) => vec![Err(odd("rows of Parquet", format!("{shown}: {e}")))],
            };
            found.into_iter()
        }))
    }

    fn cells(batch: &RecordBatch, shown: &str, seen: &mut usize) -> Vec<Result<(String, String)>> {
        let first = *seen;
        *seen += batch.num_rows();
        let cells = batch.column(0);
        let text = |n: usize| {
            let text = match (cells.as_string_opt::<i32>(), cells.as_string_opt::<i64>(), cells.as_string_view_opt()) {
                (Some(c), _, _) => c.value(n),
                (_, Some(c), _) => c.value(n),
                (_, _, Some(c)) => c.value(n),
                _ => return Err(odd("a column of text", format!("{} in {shown}", cells.data_type()))),
            };
            Ok((format!("{shown}: row {}", first + n + 1), text.to_string()))
        };
        (0..batch.num_rows()).filter(|n| !cells.is_null(*n)).map(text).collect()
    }
}

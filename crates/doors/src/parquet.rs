//! Parquet → one report for each row, a batch of rows in memory at a time.

use crate::columns::{Columns, Places};
use crate::item::{Body, Item, fault, unreadable};
use arrow::array::RecordBatch;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use report::{Fault, Given};
use std::fs::File;
use std::path::Path;

/// The rows of a Parquet file.
pub struct Rows {
    name: String,
    batches: ParquetRecordBatchReader,
    places: Places,
    batch: Option<RecordBatch>,
    /// Damage was met: the reader would meet it again for ever.
    broken: bool,
    /// The next row of the batch, and of the file.
    row: usize,
    number: usize,
}

impl Rows {
    /// Opens a file.
    pub fn open(name: &str, path: &Path, columns: &Columns) -> Result<Rows, Fault> {
        let bad = |_| fault("expected a Parquet file, but found a damaged one", "fetch it again, or write it again");
        let file = File::open(path).map_err(|e| unreadable(&e))?;
        let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(bad)?;
        let header: Vec<String> = builder.schema().fields().iter().map(|f| f.name().clone()).collect();
        let wanted = columns.find(&header)?;
        // Columns that nobody asked for may be large: embeddings, pictures, the raw page.
        let kept = wanted.all();
        let mask = ProjectionMask::roots(builder.parquet_schema(), kept.iter().copied());
        let names: Vec<String> = kept.iter().map(|i| header[*i].clone()).collect();
        let batches = builder.with_projection(mask).with_batch_size(256).build().map_err(bad)?;
        let places = wanted.among(&header, &names);
        Ok(Rows { name: name.to_string(), batches, places, batch: None, broken: false, row: 0, number: 0 })
    }
}

impl Iterator for Rows {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        while self.batch.as_ref().is_none_or(|b| self.row >= b.num_rows()) {
            self.row = 0;
            if self.broken {
                return None;
            }
            match self.batches.next()? {
                Ok(batch) => self.batch = Some(batch),
                Err(_) => {
                    (self.batch, self.broken) = (None, true);
                    let message = "expected rows of a Parquet file, but found damage";
                    return Some(Item::fault(
                        format!("{}: row {}", self.name, self.number + 1),
                        message,
                        "the rows before it were read; write it again",
                    ));
                }
            }
        }
        let batch = self.batch.as_ref()?;
        let row = self.row;
        self.row += 1;
        self.number += 1;
        let name = format!("{}: row {}", self.name, self.number);
        let options = FormatOptions::default();
        let (text, given) = self.places.row(|column| {
            let cells = batch.columns().get(column)?;
            if cells.is_null(row) {
                return None;
            }
            ArrayFormatter::try_new(cells, &options).ok()?.value(row).try_to_string().ok()
        });
        if text.is_empty() {
            return Some(Item::fault(name, "expected a row with text, but found an empty cell", ""));
        }
        let file = given.file.clone().or_else(|| Some(self.name.clone()));
        let body = Body::Bytes { name: String::new(), bytes: text.into_bytes() };
        Some(Item { given: Given { file, ..given }, ..Item::new(name, body) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::array::{ArrayRef, Date32Array, StringArray};
    use parquet::arrow::ArrowWriter;
    use std::sync::Arc;

    #[test]
    fn rows_with_days_and_empty_cells() {
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("unused", Arc::new(StringArray::from(vec!["x", "x"]))),
            ("Body", Arc::new(StringArray::from(vec![Some("Gunmen came."), None]))),
            ("date", Arc::new(Date32Array::from(vec![19_480, 19_481]))),
        ];
        let batch = RecordBatch::try_from_iter(columns).expect("a batch");
        let path = std::env::temp_dir().join(format!("tarikh-doors-{}.parquet", std::process::id()));
        let mut writer =
            ArrowWriter::try_new(File::create(&path).expect("a file"), batch.schema(), None).expect("a writer");
        writer.write(&batch).expect("rows");
        writer.close().expect("an end");
        let rows: Vec<Item> = Rows::open("t.parquet", &path, &Columns::default()).expect("a table").collect();
        let whole = std::fs::read(&path).expect("a file");
        std::fs::write(&path, &whole[..whole.len() / 2]).expect("a file");
        assert!(Rows::open("t", &path, &Columns::default()).is_err());
        let _ = std::fs::remove_file(&path);
        assert_eq!(rows[1].name, "t.parquet: row 2");
        assert!(matches!(rows[1].body, Body::Fault(_)));
        let first = rows.into_iter().next().expect("a row").report(&Given::default()).expect("a report");
        assert_eq!(
            (first.text.as_str(), first.published.map(|d| d.to_string()).as_deref()),
            ("Gunmen came.", Some("2023-05-03"))
        );
    }
}

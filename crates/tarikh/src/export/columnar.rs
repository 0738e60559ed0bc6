//! Tables of a record as Parquet or as an Arrow stream.
//!
//! In: rows one after the other, and the function of [`super::tables`] that sets them in columns. Out: bytes. A few thousand
//! rows are in memory at a time, however many there are. Points carry what GeoParquet asks for, so that GDAL, QGIS, geopandas
//! and DuckDB see a map.

use super::tables::GEO;
use arrow_array::RecordBatch;
use arrow_ipc::writer::StreamWriter;
use arrow_schema::ArrowError;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use std::io::Write;

/// Rows that are set in columns at once.
const ROWS: usize = 2_048;

/// Which bytes are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A Parquet file, packed with zstd.
    Parquet,
    /// A stream of Arrow record batches.
    Arrow,
}

enum Writer<W: Write + Send> {
    Parquet(Box<ArrowWriter<W>>),
    Arrow(Box<StreamWriter<W>>),
}

/// Writes rows and says how many there were. A fault of a row ends the writing.
pub fn write<T, E: From<ArrowError>>(
    form: Form,
    out: impl Write + Send,
    rows: impl Iterator<Item = Result<T, E>>,
    table: fn(&[T]) -> Result<RecordBatch, ArrowError>,
) -> Result<usize, E> {
    let schema = table(&[])?.schema();
    let mut writer = match form {
        Form::Arrow => Writer::Arrow(Box::new(StreamWriter::try_new(out, &schema)?)),
        Form::Parquet => {
            let geo = schema.metadata().contains_key("geo").then(|| vec![KeyValue::new("geo".into(), GEO.to_string())]);
            let properties = WriterProperties::builder()
                .set_compression(Compression::ZSTD(Default::default()))
                .set_key_value_metadata(geo)
                .build();
            let writer = ArrowWriter::try_new(out, schema, Some(properties)).map_err(ArrowError::from)?;
            Writer::Parquet(Box::new(writer))
        }
    };
    let mut put = |rows: &mut Vec<T>| -> Result<(), E> {
        let batch = table(&std::mem::take(rows))?;
        match &mut writer {
            Writer::Parquet(w) => w.write(&batch).map_err(ArrowError::from)?,
            Writer::Arrow(w) => w.write(&batch)?,
        }
        Ok(())
    };
    let (mut count, mut waiting) = (0, Vec::new());
    for row in rows {
        waiting.push(row?);
        count += 1;
        if waiting.len() == ROWS {
            put(&mut waiting)?;
        }
    }
    if !waiting.is_empty() {
        put(&mut waiting)?;
    }
    match writer {
        Writer::Parquet(w) => w.close().map(drop).map_err(ArrowError::from)?,
        Writer::Arrow(mut w) => w.finish()?,
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::tables;
    use crate::made_up::World;
    use crate::{Filter, Record};
    use arrow_ipc::reader::StreamReader;
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

    #[test]
    fn what_is_written_is_read_back() {
        let mut record = Record::in_memory().expect("a record");
        record.add(World::new(5).readings(60, 20)).expect("readings");
        let list = record.incidents(&Filter::default(), None).expect("incidents");
        let want = tables::incidents(&list).expect("a table");
        let written = |form| {
            let mut out = Vec::new();
            let rows = list.iter().cloned().map(Ok::<_, ArrowError>);
            assert_eq!(write(form, &mut out, rows, tables::incidents).expect("bytes"), list.len());
            out
        };
        let bytes = written(Form::Arrow);
        let arrow = StreamReader::try_new(&bytes[..], None).expect("a stream");
        let arrow: Vec<RecordBatch> = arrow.collect::<Result<_, _>>().expect("batches");
        assert_eq!(arrow, std::slice::from_ref(&want));
        let path = std::env::temp_dir().join(format!("tarikh-columnar-{}.parquet", std::process::id()));
        std::fs::write(&path, written(Form::Parquet)).expect("a file");
        let file = std::fs::File::open(&path).expect("a file");
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet");
        let about = reader.metadata().file_metadata().key_value_metadata().expect("metadata");
        assert!(about.iter().any(|pair| pair.key == "geo" && pair.value.as_deref() == Some(GEO)));
        let parquet: Vec<RecordBatch> =
            reader.with_batch_size(10_000).build().expect("batches").collect::<Result<_, _>>().expect("batches");
        std::fs::remove_file(&path).expect("a file");
        assert_eq!(parquet.len(), 1);
        assert_eq!(parquet[0].columns(), want.columns());
    }

    #[test]
    fn nothing_is_a_table_without_rows() {
        for form in [Form::Parquet, Form::Arrow] {
            let mut out = Vec::new();
            let none = std::iter::empty::<Result<crate::SourceRow, ArrowError>>();
            assert_eq!(write(form, &mut out, none, tables::sources).expect("bytes"), 0);
            assert!(!out.is_empty());
        }
    }
}

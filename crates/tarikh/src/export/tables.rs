//! Tables of a record in columns: Arrow record batches, which Parquet, pandas, R, DuckDB and Spark all take.
//!
//! In: incidents, actors, ties, disagreements, sources. Out: a [`RecordBatch`] each, with the same columns whether it holds
//! rows or none. Numbers are numbers, days are days, lists are lists; an empty cell is null. A point is well-known binary in
//! `geometry`, as GeoParquet has it. Where columns cannot carry everything (statements, holders, quotes), a last column holds
//! the whole thing as JSON. Who is only accused stands in `accused`, never in `actors`. Nothing is written to a file here.

use super::plain::toll;
use crate::{ActorRow, DisagreementRow, SourceRow, Tie};
use arrow_array::ArrayRef;
pub use arrow_array::RecordBatch;
use arrow_array::builder::{
    BinaryBuilder, BooleanBuilder, Date32Builder, Float64Builder, Int64Builder, ListBuilder, StringBuilder,
};
pub use arrow_schema::ArrowError;
use arrow_schema::{Field, Schema};
use std::collections::HashMap;
use std::sync::Arc;
use types::incident::{Incident, TollRange};
use types::{Measure, Role};

/// The name of the column with points.
pub const GEOMETRY: &str = "geometry";
/// What GeoParquet wants to know of [`GEOMETRY`]; without a reference system it is longitude and latitude of WGS 84.
pub const GEO: &str = r#"{"version":"1.1.0","primary_column":"geometry","columns":{"geometry":{"encoding":"WKB","geometry_types":["Point"]}}}"#;

/// Columns as they are filled, over the rows of a list.
struct Sheet<'a, T> {
    rows: &'a [T],
    fields: Vec<Field>,
    columns: Vec<ArrayRef>,
}

impl<'a, T> Sheet<'a, T> {
    fn of(rows: &'a [T]) -> Sheet<'a, T> {
        Sheet { rows, fields: Vec::new(), columns: Vec::new() }
    }

    fn put(mut self, name: &str, array: ArrayRef) -> Self {
        self.fields.push(Field::new(name, array.data_type().clone(), true));
        self.columns.push(array);
        self
    }

    fn text<S: AsRef<str>>(self, name: &str, cell: impl Fn(&'a T) -> Option<S>) -> Self {
        let mut b = StringBuilder::new();
        self.rows.iter().for_each(|row| b.append_option(cell(row)));
        self.put(name, Arc::new(b.finish()))
    }

    fn day<S: AsRef<str>>(self, name: &str, cell: impl Fn(&'a T) -> Option<S>) -> Self {
        let mut b = Date32Builder::new();
        self.rows.iter().for_each(|row| b.append_option(cell(row).and_then(|d| linking::day_number(d.as_ref()))));
        self.put(name, Arc::new(b.finish()))
    }

    fn count(self, name: &str, cell: impl Fn(&'a T) -> Option<i64>) -> Self {
        let mut b = Int64Builder::new();
        self.rows.iter().for_each(|row| b.append_option(cell(row)));
        self.put(name, Arc::new(b.finish()))
    }

    fn number(self, name: &str, cell: impl Fn(&'a T) -> Option<f64>) -> Self {
        let mut b = Float64Builder::new();
        self.rows.iter().for_each(|row| b.append_option(cell(row)));
        self.put(name, Arc::new(b.finish()))
    }

    fn truth(self, name: &str, cell: impl Fn(&'a T) -> Option<bool>) -> Self {
        let mut b = BooleanBuilder::new();
        self.rows.iter().for_each(|row| b.append_option(cell(row)));
        self.put(name, Arc::new(b.finish()))
    }

    fn list(self, name: &str, cell: impl Fn(&'a T) -> Vec<String>) -> Self {
        let mut b = ListBuilder::new(StringBuilder::new());
        self.rows.iter().for_each(|row| b.append_value(cell(row).into_iter().map(Some)));
        self.put(name, Arc::new(b.finish()))
    }

    fn point(self, at: impl Fn(&'a T) -> Option<(f64, f64)>) -> Self {
        let mut b = BinaryBuilder::new();
        self.rows.iter().for_each(|row| b.append_option(at(row).map(|(lat, lon)| wkb(lat, lon))));
        self.put(GEOMETRY, Arc::new(b.finish()))
    }

    /// The whole row as JSON.
    fn whole(self, name: &str) -> Self
    where
        T: serde::Serialize,
    {
        self.text(name, |row| serde_json::to_string(row).ok())
    }

    fn done(self) -> Result<RecordBatch, ArrowError> {
        let place = self.fields.iter().any(|f| f.name() == GEOMETRY);
        let about = place.then(|| ("geo".to_string(), GEO.to_string()));
        let schema = Schema::new_with_metadata(self.fields, HashMap::from_iter(about));
        RecordBatch::try_new(Arc::new(schema), self.columns)
    }
}

/// A point as well-known binary, little-endian.
fn wkb(lat: f64, lon: f64) -> [u8; 21] {
    let mut out = [0; 21];
    out[0] = 1;
    out[1] = 1;
    out[5..13].copy_from_slice(&lon.to_le_bytes());
    out[13..].copy_from_slice(&lat.to_le_bytes());
    out
}

/// Incidents, a row each; the last column, `incident`, is the whole of it as JSON.
pub fn incidents(rows: &[Incident]) -> Result<RecordBatch, ArrowError> {
    let names = |i: &Incident, wanted: &dyn Fn(&types::incident::Part) -> bool| -> Vec<String> {
        i.actors.iter().filter(|p| wanted(p)).map(|p| p.name.clone()).collect()
    };
    let of =
        |m: Measure, pick: fn(&TollRange) -> Option<u32>| move |i: &Incident| toll(i, m).and_then(pick).map(i64::from);
    let mut sheet = Sheet::of(rows)
        .text("id", |i| Some(&i.id))
        .text("type", |i| Some(i.kind.word()))
        .text("mode", |i| i.mode.as_ref())
        .text("acled_event_type", |i| i.acled.as_ref().map(|a| &a.event_type))
        .text("acled_sub_event_type", |i| i.acled.as_ref().map(|a| &a.sub_event_type))
        .text("realis", |i| Some(i.realis.word()))
        .day("date_start", |i| i.when.as_ref().map(|w| &w.start))
        .day("date_end", |i| i.when.as_ref().map(|w| &w.end))
        .text("date_precision", |i| i.when.as_ref().map(|w| &w.precision))
        .text("place", |i| i.place.as_ref().map(|w| &w.name))
        .number("latitude", |i| i.place.as_ref().and_then(|w| w.lat))
        .number("longitude", |i| i.place.as_ref().and_then(|w| w.lon))
        .text("country", |i| i.place.as_ref().and_then(|w| w.country.as_ref()))
        .text("admin1", |i| i.place.as_ref().and_then(|w| w.admin1.as_ref()))
        .text("place_precision", |i| i.place.as_ref().map(|w| w.precision.word()))
        .truth("place_by_scene", |i| i.place.as_ref().map(|w| w.by_scene))
        .list("actors", |i| names(i, &|p| p.role == Role::Actor && !p.accused))
        .list("accused", |i| names(i, &|p| p.accused))
        .list("targets", |i| names(i, &|p| p.role != Role::Actor && p.role != Role::Site && !p.accused));
    for measure in [Measure::Killed, Measure::Wounded, Measure::Kidnapped, Measure::Captured, Measure::Displaced] {
        sheet = sheet
            .count(&format!("{measure}_low"), of(measure, |t| t.low))
            .count(&format!("{measure}_best"), of(measure, |t| t.best))
            .count(&format!("{measure}_high"), of(measure, |t| t.high));
    }
    sheet
        .count("reports", |i| Some(super::plain::reports(i) as i64))
        .count("independent_sources", |i| Some(i.sources.len() as i64))
        .list("sources", |i| i.sources.clone())
        .text("status", |i| Some(i.status.word()))
        .list("disagreements", |i| i.disagreements.iter().map(|d| d.kind.to_string()).collect())
        .list("part_of", |i| i.part_of.clone())
        .list("instruments", |i| i.instruments.clone())
        .day("horizon", |i| i.horizon.as_ref())
        .text("outcome", |i| i.outcome.as_ref())
        .text("first_words", |i| i.statements.first().map(|s| &s.quote))
        .point(|i| i.place.as_ref().and_then(|w| w.lat.zip(w.lon)))
        .whole("incident")
        .done()
}

/// Actors across reports.
pub fn actors(rows: &[ActorRow]) -> Result<RecordBatch, ArrowError> {
    Sheet::of(rows)
        .text("id", |a| Some(&a.id))
        .text("name", |a| Some(&a.name))
        .list("names", |a| a.names.clone())
        .text("kind", |a| Some(&a.kind))
        .text("country", |a| a.country.as_ref())
        .text("registry", |a| a.registry.as_ref())
        .count("reports", |a| Some(a.reports))
        .count("incidents", |a| Some(a.incidents))
        .done()
}

/// Ties, one row for each report that tells one.
pub fn ties(rows: &[Tie]) -> Result<RecordBatch, ArrowError> {
    Sheet::of(rows)
        .text("type", |t| Some(&t.kind))
        .text("from", |t| Some(&t.from))
        .text("from_actor", |t| t.from_actor.as_ref())
        .text("to", |t| Some(&t.to))
        .text("to_actor", |t| t.to_actor.as_ref())
        .text("realis", |t| Some(&t.realis))
        .day("date_start", |t| t.start.as_ref())
        .day("date_end", |t| t.end.as_ref())
        .text("report", |t| Some(&t.report))
        .text("source", |t| t.source.as_ref())
        .day("published", |t| t.published.as_ref())
        .text("quote", |t| t.quote.as_ref())
        .done()
}

/// Disagreements; the last column, `disagreement`, has every statement as JSON.
pub fn disagreements(rows: &[DisagreementRow]) -> Result<RecordBatch, ArrowError> {
    Sheet::of(rows)
        .text("incident", |d| Some(&d.incident))
        .text("type", |d| Some(&d.kind))
        .day("date_start", |d| d.start.as_ref())
        .text("place", |d| d.place.as_ref())
        .text("kind", |d| Some(d.disagreement.kind.word()))
        .text("note", |d| Some(&d.disagreement.note))
        .list("quotes", |d| d.disagreement.statements.iter().map(|s| s.quote.clone()).collect())
        .text("disagreement", |d| serde_json::to_string(&d.disagreement).ok())
        .done()
}

/// Publishers.
pub fn sources(rows: &[SourceRow]) -> Result<RecordBatch, ArrowError> {
    Sheet::of(rows)
        .text("source", |s| Some(&s.source))
        .count("reports", |s| Some(s.reports))
        .day("first", |s| s.first.as_ref())
        .day("last", |s| s.last.as_ref())
        .text("grade", |s| s.grade.map(String::from))
        .done()
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::Array;
    use arrow_array::cast::AsArray;

    #[test]
    fn an_empty_table_has_the_columns_of_a_full_one() {
        let mut record = crate::Record::in_memory().expect("a record");
        record.add(crate::made_up::World::new(1).readings(40, 20)).expect("readings");
        let list = record.incidents(&crate::Filter::default(), None).expect("incidents");
        let (full, empty) = (incidents(&list).expect("a table"), incidents(&[]).expect("a table"));
        assert_eq!(full.schema(), empty.schema());
        assert_eq!(full.num_rows(), list.len());
        let whole = full.column_by_name("incident").expect("a column").as_string::<i32>();
        for (n, incident) in list.iter().enumerate() {
            assert_eq!(&serde_json::from_str::<Incident>(whole.value(n)).expect("an incident"), incident);
        }
        let points = full.column_by_name(GEOMETRY).expect("a column").as_binary::<i32>();
        let placed = list.iter().filter(|i| i.place.as_ref().is_some_and(|w| w.lat.is_some())).count();
        assert_eq!(points.len() - points.null_count(), placed);
    }

    #[test]
    fn a_point_is_longitude_then_latitude() {
        let bytes = wkb(12.65, -8.0);
        assert_eq!(bytes[..5], [1, 1, 0, 0, 0]);
        assert_eq!(f64::from_le_bytes(bytes[5..13].try_into().expect("eight bytes")), -8.0);
        assert_eq!(f64::from_le_bytes(bytes[13..].try_into().expect("eight bytes")), 12.65);
    }
}

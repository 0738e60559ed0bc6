//! The plain text of `lexicon/`: tables an analyst can edit.
//!
//! A table is tab-separated; `#` begins a comment line; the first other line names the columns; an empty cell is an empty
//! string; missing cells at the end of a row are empty. A fault is reported as `file:line`.

/// A parsed table: column names and rows, each with its line number in the file.
#[derive(Clone, Debug, Default)]
pub struct Table<'t> {
    /// Column names.
    pub columns: Vec<&'t str>,
    /// Line number (from 1) and cells, as many as columns.
    pub rows: Vec<(usize, Vec<&'t str>)>,
}

impl<'t> Table<'t> {
    /// Parses the text of a table. `file` is named in the fault.
    pub fn parse(file: &str, text: &'t str) -> Result<Table<'t>, String> {
        let mut table = Table::default();
        for (i, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let mut cells: Vec<&str> = line.split('\t').map(str::trim).collect();
            if table.columns.is_empty() {
                table.columns = cells;
                continue;
            }
            let (expected, found) = (table.columns.len(), cells.len());
            if found > expected {
                return Err(format!("{file}:{}: expected at most {expected} columns, but found {found}", i + 1));
            }
            cells.resize(expected, "");
            table.rows.push((i + 1, cells));
        }
        Ok(table)
    }

    /// The index of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|c| *c == name)
    }
}

//! The compiled half of the Python package `tarikh`: `import tarikh` re-exports what stands here and in `python/tarikh`.
//!
//! In: texts, files and record files named by Python. Out: readings as thin objects, tables as Arrow streams. Nothing is read,
//! linked or judged here: every answer is that of `crates/tarikh`, and reading and work on a record run without the
//! interpreter's lock. Text positions given to Python are code points, as Python counts.
//!
//! `tarikh.read("Gunmen attacked a village on Monday.", published="2024-09-19").events[0]["type"]` is `"assault"`.

mod ahead;
mod asked;
mod blocks;
mod columns;
mod fault;
mod many;
mod reading;
mod record;

use pyo3::prelude::*;

/// The compiled half of tarikh.
#[pymodule(gil_used = false)]
mod _tarikh {
    use super::*;

    #[pymodule_export]
    use super::blocks::{
        agreed_aliases, aliases_of, find_pairs, particulars_of, table_of_incidents, tell_component, tellings_of,
    };
    #[pymodule_export]
    use super::columns::Columns;
    #[pymodule_export]
    use super::fault::Fault;
    #[pymodule_export]
    use super::many::{Readings, read, read_files, read_many};
    #[pymodule_export]
    use super::reading::{Reading, Unread};
    #[pymodule_export]
    use super::record::Record;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        module.add("LINKING", tarikh::blocks::VERSION)?;
        module.add("SCHEMA", tarikh::contract::schema().to_string())
    }
}

//! Khabar as a Python package: a thin layer that turns what Python gives into what [`khabar_corpus`] and
//! [`khabar_statements`] take, and what they give into what Python knows. A file a class; nothing is read here.

mod arrow;
mod batch;
mod error;
mod html;
mod input;
mod many;
mod options;
mod parts;
mod read;
mod report;
mod statement;
mod step;
mod table;
mod task;
mod values;
mod warc;

use pyo3::prelude::*;

/// The extension module; what it holds is documented in `khabar/__init__.pyi`.
#[pymodule]
fn _khabar(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("ReadError", module.py().get_type::<error::ReadError>())?;
    module.add_class::<report::Report>()?;
    module.add_class::<parts::Author>()?;
    module.add_class::<parts::Image>()?;
    module.add_class::<parts::Block>()?;
    module.add_class::<parts::Mention>()?;
    module.add_class::<parts::Warning>()?;
    module.add_class::<statement::Statement>()?;
    module.add_class::<statement::Passage>()?;
    module.add_class::<statement::When>()?;
    module.add_class::<statement::Speaker>()?;
    module.add_class::<many::Reports>()?;
    module.add_class::<warc::Page>()?;
    module.add_class::<warc::Pages>()?;
    module.add_class::<table::Table>()?;
    module.add_class::<table::Schema>()?;
    module.add_class::<batch::PieceTables>()?;
    module.add_class::<step::Step>()?;
    module.add_class::<task::Staged>()?;
    module.add_function(wrap_pyfunction!(read::read, module)?)?;
    module.add_function(wrap_pyfunction!(many::read_many, module)?)?;
    module.add_function(wrap_pyfunction!(warc::read_warc, module)?)?;
    module.add_function(wrap_pyfunction!(batch::read_batch, module)?)?;
    module.add_function(wrap_pyfunction!(batch::pieces, module)?)?;
    module.add_function(wrap_pyfunction!(batch::read_piece, module)?)?;
    module.add_function(wrap_pyfunction!(batch::table_schema, module)?)?;
    module.add_function(wrap_pyfunction!(step::rounds, module)?)?;
    module.add_function(wrap_pyfunction!(task::read_to, module)?)?;
    module.add_function(wrap_pyfunction!(task::keys_in, module)?)?;
    module.add_function(wrap_pyfunction!(task::write_part, module)?)?;
    Ok(())
}

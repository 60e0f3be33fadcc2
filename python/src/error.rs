//! Why a page could not be read, as an exception.

use khabar_corpus::item::Cause;
use pyo3::create_exception;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

create_exception!(
    khabar,
    ReadError,
    PyValueError,
    "A page that could not be read. `cause` says why in a word that stays the same: `empty`, `not-text`, `too-large`,\n\
     `defect` and so on; the message says it in a sentence, with what to do."
);

/// The exception of a cause, naming what could not be read.
pub fn of_cause(py: Python<'_>, name: &str, cause: &Cause) -> PyErr {
    let error = ReadError::new_err(format!("{name}: {cause}"));
    // A plain exception takes any attribute.
    let _ = error.value(py).setattr("cause", cause.name());
    error
}

//! What Python callers give as a page: text, bytes, a path, an open file.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use pyo3::exceptions::{PyTypeError, PyUnicodeEncodeError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{PyByteArray, PyBytes, PyMemoryView, PyString};

/// The bytes of a page, which stay where Python has them where that can be.
pub enum Input {
    /// Text.
    Text(PyBackedStr),
    /// Bytes.
    Bytes(PyBackedBytes),
    /// Bytes that were read or copied here.
    Own(Vec<u8>),
}

impl Input {
    /// What an argument gives; of a file by its path no more than a little over `most` bytes, which is too much to be read then.
    ///
    /// # Errors
    /// An exception that names the argument.
    pub fn of(given: &Bound<'_, PyAny>, argument: &str, most: usize) -> PyResult<Self> {
        if let Ok(text) = given.cast::<PyString>() {
            return Self::text(text, argument);
        }
        if let Ok(bytes) = given.cast::<PyBytes>() {
            return Ok(Self::Bytes(PyBackedBytes::from(bytes.clone())));
        }
        if given.is_instance_of::<PyByteArray>() || given.is_instance_of::<PyMemoryView>() {
            // Somebody else may write to it meanwhile, so it is copied.
            let copy = given.py().get_type::<PyBytes>().call1((given,))?;
            return Ok(Self::Bytes(copy.extract()?));
        }
        if given.hasattr("read")? {
            return Self::file(given, argument, most);
        }
        if given.hasattr("__fspath__")? {
            let path: PathBuf = given.extract()?;
            let read = given.py().detach(|| read_at_most(&path, most));
            // The kind of the error chooses the exception: FileNotFoundError, PermissionError and so on.
            return read.map(Self::Own).map_err(|cause| {
                let told = format!(
                    "{argument}: {} could not be read ({cause}); check the path and its permissions",
                    path.display()
                );
                io::Error::new(cause.kind(), told).into()
            });
        }
        Err(PyTypeError::new_err(format!(
            "{argument}: a page is str, bytes, a pathlib.Path or a file that is open, not {}",
            given.get_type().name()?
        )))
    }

    fn text(text: &Bound<'_, PyString>, argument: &str) -> PyResult<Self> {
        PyBackedStr::try_from(text.clone())
            .map(Self::Text)
            .map_err(|error| {
                if !error.is_instance_of::<PyUnicodeEncodeError>(text.py()) {
                    return error;
                }
                let at = error.value(text.py()).getattr("start");
                let at = at.map_or_else(|_| "?".to_owned(), |at| at.to_string());
                PyValueError::new_err(format!(
                    "{argument}: a lone surrogate at {at} is no text; give the page's bytes, or text decoded with \
                     errors='replace'"
                ))
            })
    }

    fn file(file: &Bound<'_, PyAny>, argument: &str, most: usize) -> PyResult<Self> {
        let read = file.call_method0("read").map_err(|error| {
            // A file that is closed, or has bytes that are none of its encoding. Everything else says enough itself.
            if !error.is_instance_of::<PyValueError>(file.py()) {
                return error;
            }
            let told = PyValueError::new_err(format!(
                "{argument}: the file could not be read ({}); leave it open, or open it as bytes",
                error.value(file.py())
            ));
            told.set_cause(file.py(), Some(error));
            told
        })?;
        if read.is_instance_of::<PyString>() || read.is_instance_of::<PyBytes>() {
            return Self::of(&read, argument, most);
        }
        Err(PyTypeError::new_err(format!(
            "{argument}: the file gives {}, neither str nor bytes",
            read.get_type().name()?
        )))
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
            Self::Own(bytes) => bytes,
        }
    }

    /// The charset that is known: text has been decoded, whatever the page in it says.
    pub fn charset(&self) -> Option<&'static str> {
        matches!(self, Self::Text(_)).then_some("utf-8")
    }
}

/// The bytes of a file, one more than `most` where it has more.
fn read_at_most(path: &Path, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    File::open(path)?.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

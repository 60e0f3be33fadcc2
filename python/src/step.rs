//! `khabar._khabar.Step`: a step of setting rows beside each other, for the engines.

use khabar_corpus::shuffle;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::arrow::{batches, wrong};
use crate::table::{Schema, Table};

/// A step of [`khabar_corpus::shuffle`].
#[pyclass(module = "khabar._khabar")]
pub struct Step(Option<shuffle::Step>);

fn at_end() -> PyErr {
    PyValueError::new_err("the step is at its end; make another")
}

#[pymethods]
impl Step {
    #[new]
    fn new(name: &str) -> PyResult<Self> {
        let step = shuffle::Step::named(name).ok_or_else(|| {
            let names: Vec<&str> = shuffle::Step::names().collect();
            PyValueError::new_err(format!(
                "name: there is no step {name:?}, but {}",
                names.join(", ")
            ))
        })?;
        Ok(Self(Some(step)))
    }

    #[getter]
    fn takes(&self) -> PyResult<Schema> {
        let step = self.0.as_ref().ok_or_else(at_end)?;
        Ok(Schema(step.takes().clone()))
    }

    #[getter]
    fn gives(&self) -> PyResult<Schema> {
        let step = self.0.as_ref().ok_or_else(at_end)?;
        Ok(Schema(step.gives().clone()))
    }

    fn take(&mut self, py: Python<'_>, data: &Bound<'_, PyAny>) -> PyResult<Table> {
        let step = self.0.as_mut().ok_or_else(at_end)?;
        let (_, taken) = batches(data, "data")?;
        let schema = step.gives().clone();
        let given = py.detach(|| {
            taken
                .iter()
                .map(|batch| step.take(batch))
                .collect::<Result<_, _>>()
        });
        Ok(Table::of(schema, given.map_err(|error| wrong(&error))?))
    }

    fn finish(&mut self, py: Python<'_>) -> PyResult<Table> {
        let step = self.0.take().ok_or_else(at_end)?;
        py.detach(|| step.finish())
            .map(Table::of_batch)
            .map_err(|error| wrong(&error))
    }
}

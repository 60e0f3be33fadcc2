//! `khabar._khabar.Step`: a step of setting rows beside each other, for the engines.

use khabar_corpus::shuffle::{self, OF_KEYS, ROUNDS};
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
    #[staticmethod]
    fn keys() -> Self {
        Self(Some(shuffle::Step::keys()))
    }

    #[staticmethod]
    #[expect(clippy::needless_pass_by_value, reason = "Python gives it so")]
    fn records(kinds: Vec<String>, parts: u32) -> PyResult<Self> {
        let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
        let step = shuffle::Step::records(&kinds, parts).ok_or_else(|| {
            PyValueError::new_err(format!("kinds: there are {}", OF_KEYS.join(", ")))
        })?;
        Ok(Self(Some(step)))
    }

    #[staticmethod]
    fn round(name: &str, parts: u32) -> PyResult<Self> {
        let step = shuffle::Step::round(name, parts).ok_or_else(|| {
            let names = ROUNDS.map(|round| round.name).join(", ");
            PyValueError::new_err(format!("name: there is no round {name:?}, but {names}"))
        })?;
        Ok(Self(Some(step)))
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
            let given = taken.iter().map(|batch| step.take(batch));
            given.collect::<Result<Vec<_>, _>>()
        });
        let given = given.map_err(|error| wrong(&error))?;
        Ok(Table::of(schema, given.into_iter().flatten().collect()))
    }

    fn finish(&mut self, py: Python<'_>) -> PyResult<Table> {
        let step = self.0.take().ok_or_else(at_end)?;
        let schema = step.gives().clone();
        let given = py.detach(|| step.finish());
        Ok(Table::of(schema, given.map_err(|error| wrong(&error))?))
    }
}

/// A round: its name, the kinds of records it takes of keys, those it takes of rounds before it, those it gives, and whether one
/// part has all.
type Round = (
    &'static str,
    Vec<&'static str>,
    Vec<&'static str>,
    Vec<&'static str>,
    bool,
);

/// The rounds between which an engine shuffles.
#[pyfunction]
pub fn rounds() -> Vec<Round> {
    let rounds = ROUNDS.iter().map(|round| {
        let taken = round.takes.iter().copied();
        let (of_keys, of_rounds) = taken.partition(|kind| OF_KEYS.contains(kind));
        (
            round.name,
            of_keys,
            of_rounds,
            round.gives.to_vec(),
            round.has_all,
        )
    });
    rounds.collect()
}

//! Tables as Python libraries take them over: `pyarrow.table(table)`, `polars.DataFrame(table)` and so on.

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use arrow_select::concat::concat_batches;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use crate::arrow::{array_capsules, schema_capsule, stream_capsule, wrong};

/// Columns and their types, for `pyarrow.schema(schema)` and whatever else takes `__arrow_c_schema__`. `len(schema)` is
/// the number of columns.
#[pyclass(frozen, module = "khabar")]
pub struct Schema(pub SchemaRef);

#[pymethods]
impl Schema {
    /// The names of the columns, in their order.
    #[getter]
    fn names(&self) -> Vec<String> {
        let fields = self.0.fields().iter();
        fields.map(|field| field.name().clone()).collect()
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        schema_capsule(py, &self.0)
    }

    fn __len__(&self) -> usize {
        self.0.fields().len()
    }

    fn __repr__(&self) -> String {
        format!(
            "<Schema of {} columns: {}>",
            self.__len__(),
            self.names().join(", ")
        )
    }
}

/// Rows in columns, for other libraries to take over without a copy: `pyarrow.table(table)`, `polars.DataFrame(table)`,
/// `pandas.DataFrame.from_arrow(table)`, and whatever else takes `__arrow_c_stream__`. `len(table)` is the number of
/// rows.
///
/// ```python
/// >>> import khabar, pyarrow
/// >>> table = khabar.read_batch(pyarrow.table({"html": ["<h1>Quay opens</h1><p>The harbour reopened on Monday.</p>"]}))
/// >>> len(table), table.column_names[:2]
/// (1, ['id', 'file'])
/// >>> pyarrow.table(table)["headline"].to_pylist()
/// ['Quay opens']
/// ```
#[pyclass(frozen, module = "khabar")]
pub struct Table {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

impl Table {
    /// Of batches of one schema.
    pub fn of(schema: SchemaRef, batches: Vec<RecordBatch>) -> Self {
        Self { schema, batches }
    }

    /// Of one batch.
    pub fn of_batch(batch: RecordBatch) -> Self {
        Self::of(batch.schema(), vec![batch])
    }
}

#[pymethods]
impl Table {
    /// How many rows there are.
    #[getter]
    fn num_rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// The names of the columns, in their order.
    #[getter]
    fn column_names(&self) -> Vec<String> {
        Schema(self.schema.clone()).names()
    }

    /// The columns and their types.
    #[getter]
    fn schema(&self) -> Schema {
        Schema(self.schema.clone())
    }

    fn __len__(&self) -> usize {
        self.num_rows()
    }

    fn __repr__(&self) -> String {
        format!(
            "<Table of {} rows and {} columns; pyarrow.table(...), polars.DataFrame(...) and others take it over>",
            self.num_rows(),
            self.schema.fields().len()
        )
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        schema_capsule(py, &self.schema)
    }

    /// All rows as one batch.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<(Bound<'py, PyCapsule>, Bound<'py, PyCapsule>)> {
        // Whoever asks for other types must be ready to get these.
        let _ = requested_schema;
        let batch = match self.batches.as_slice() {
            [batch] => batch.clone(),
            batches => concat_batches(&self.schema, batches).map_err(|error| wrong(&error))?,
        };
        array_capsules(py, batch)
    }

    /// The rows as a stream of batches.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        stream_capsule(py, self.schema.clone(), self.batches.clone())
    }
}

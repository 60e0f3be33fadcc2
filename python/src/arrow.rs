//! Arrow's structures handed on by its C data interface, as Python objects do it: under `__arrow_c_schema__`,
//! `__arrow_c_array__` and `__arrow_c_stream__`, in capsules of fixed names
//! (<https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html>).

use std::ffi::CStr;
use std::sync::Arc;

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi, to_ffi};
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::{Array, RecordBatch, RecordBatchIterator, StructArray, make_array};
use arrow_schema::{ArrowError, DataType, Schema, SchemaRef};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyCapsuleMethods};

const SCHEMA: &CStr = c"arrow_schema";
const ARRAY: &CStr = c"arrow_array";
const STREAM: &CStr = c"arrow_array_stream";

/// An error of Arrow as an exception.
pub fn wrong(error: &ArrowError) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// A schema in its capsule.
///
/// # Errors
/// A type that the interface does not know.
pub fn schema_capsule<'py>(py: Python<'py>, schema: &Schema) -> PyResult<Bound<'py, PyCapsule>> {
    let schema = FFI_ArrowSchema::try_from(schema).map_err(|error| wrong(&error))?;
    PyCapsule::new_with_value(py, schema, SCHEMA)
}

/// A batch in the capsules of its schema and its columns.
///
/// # Errors
/// A type that the interface does not know.
pub fn array_capsules(
    py: Python<'_>,
    batch: RecordBatch,
) -> PyResult<(Bound<'_, PyCapsule>, Bound<'_, PyCapsule>)> {
    let schema = schema_capsule(py, &batch.schema())?;
    let (array, _) = to_ffi(&StructArray::from(batch).to_data()).map_err(|error| wrong(&error))?;
    Ok((schema, PyCapsule::new_with_value(py, array, ARRAY)?))
}

/// Batches in the capsule of their stream.
///
/// # Errors
/// None but of Python itself.
pub fn stream_capsule(
    py: Python<'_>,
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
) -> PyResult<Bound<'_, PyCapsule>> {
    let batches = RecordBatchIterator::new(batches.into_iter().map(Ok), schema);
    let stream = FFI_ArrowArrayStream::new(Box::new(batches));
    PyCapsule::new_with_value(py, stream, STREAM)
}

/// The batches that an object gives, all of them, and their schema.
///
/// # Errors
/// `TypeError`, naming the argument, of an object that gives none; `ValueError` of one that gives what it should not.
pub fn batches(
    given: &Bound<'_, PyAny>,
    argument: &str,
) -> PyResult<(SchemaRef, Vec<RecordBatch>)> {
    let bad = |error: ArrowError| PyValueError::new_err(format!("{argument}: {error}"));
    if given.hasattr("__arrow_c_array__")? {
        let (schema, array): (Bound<'_, PyCapsule>, Bound<'_, PyCapsule>) =
            given.call_method0("__arrow_c_array__")?.extract()?;
        let batch = from_capsules(&schema, &array, argument)?;
        return Ok((batch.schema(), vec![batch]));
    }
    if given.hasattr("__arrow_c_stream__")? {
        let capsule: Bound<'_, PyCapsule> = given.call_method0("__arrow_c_stream__")?.extract()?;
        let reader = from_stream(&capsule, argument)?;
        let schema = arrow_array::RecordBatchReader::schema(&reader);
        // Whoever makes the batches may need Python for it.
        let batches = given.py().detach(|| reader.collect::<Result<Vec<_>, _>>());
        let batches = batches
            .map_err(bad)?
            .into_iter()
            .map(|batch| sound(batch).map_err(bad));
        let batches: Vec<RecordBatch> = batches.collect::<PyResult<_>>()?;
        let schema = batches.first().map_or(schema, RecordBatch::schema);
        return Ok((schema, batches));
    }
    Err(PyTypeError::new_err(format!(
        "{argument}: {} is no table of Arrow; give a RecordBatch or Table of pyarrow, a DataFrame of Polars or pandas, or \
         anything else with __arrow_c_stream__ or __arrow_c_array__",
        given.get_type().name()?
    )))
}

/// A batch that is what it says: nobody else has looked at what comes from elsewhere. Texts that are none are bytes, so that one bad
/// cell costs its row alone.
fn sound(batch: RecordBatch) -> Result<RecordBatch, ArrowError> {
    let mut fields = batch.schema().fields().to_vec();
    let mut columns = batch.columns().to_vec();
    for (field, column) in fields.iter_mut().zip(&mut columns) {
        let data = column.to_data();
        let Err(error) = data.validate_full() else {
            continue;
        };
        let bytes = match data.data_type() {
            DataType::Utf8 => DataType::Binary,
            DataType::LargeUtf8 => DataType::LargeBinary,
            DataType::Utf8View => DataType::BinaryView,
            _ => return Err(error),
        };
        *column = make_array(data.into_builder().data_type(bytes.clone()).build()?);
        *field = Arc::new(field.as_ref().clone().with_data_type(bytes));
    }
    let schema = Schema::new_with_metadata(fields, batch.schema().metadata().clone());
    RecordBatch::try_new(Arc::new(schema), columns)
}

/// A batch taken out of its capsules, which are empty then, as the interface has it.
#[expect(
    unsafe_code,
    reason = "the structures come from another library, by pointers"
)]
fn from_capsules(
    schema: &Bound<'_, PyCapsule>,
    array: &Bound<'_, PyCapsule>,
    argument: &str,
) -> PyResult<RecordBatch> {
    let schema = schema.pointer_checked(Some(SCHEMA))?;
    let array = array.pointer_checked(Some(ARRAY))?;
    // SAFETY: capsules of these names hold these structures, which the interface says; both live as long as the capsules,
    // which are borrowed here. `from_raw` leaves an empty array behind, so that nobody frees it again.
    let data = unsafe {
        let schema = schema.cast::<FFI_ArrowSchema>();
        let array = FFI_ArrowArray::from_raw(array.cast().as_ptr());
        if array.is_released() {
            return Err(PyValueError::new_err(format!(
                "{argument}: it was taken before; give a table that hands itself on anew each time"
            )));
        }
        from_ffi(array, schema.as_ref())
    };
    let data = data.map_err(|error| PyValueError::new_err(format!("{argument}: {error}")))?;
    if !matches!(data.data_type(), DataType::Struct(_)) {
        return Err(PyTypeError::new_err(format!(
            "{argument}: one column of {} was given instead of a table",
            data.data_type()
        )));
    }
    let columns = StructArray::from(data);
    if columns.null_count() > 0 {
        return Err(PyValueError::new_err(format!(
            "{argument}: rows of a table are not null themselves; give a RecordBatch"
        )));
    }
    sound(RecordBatch::from(columns))
        .map_err(|error| PyValueError::new_err(format!("{argument}: {error}")))
}

/// A reader of the stream taken out of its capsule, which is empty then.
#[expect(
    unsafe_code,
    reason = "the structure comes from another library, by a pointer"
)]
fn from_stream(
    capsule: &Bound<'_, PyCapsule>,
    argument: &str,
) -> PyResult<RecordBatchStreamReader> {
    let stream = capsule.pointer_checked(Some(STREAM))?;
    // SAFETY: a capsule of this name holds this structure, which the interface says; it lives as long as the capsule, which
    // is borrowed here. `from_raw` leaves an empty stream behind, so that nobody frees it again.
    let reader = unsafe { RecordBatchStreamReader::from_raw(stream.cast().as_ptr()) };
    reader.map_err(|error| PyValueError::new_err(format!("{argument}: {error}")))
}

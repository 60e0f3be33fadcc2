//! Points of time as Python has them.

use khabar_article::dates::Moment;
use pyo3::prelude::*;
use pyo3::types::{PyDate, PyDateTime, PyDelta, PyTzInfo};

/// A `date` where a page gives a day, a `datetime` where it gives a time, with its offset where it gives one. `None` of years
/// that Python does not know.
///
/// # Errors
/// None but of Python itself.
pub fn moment(py: Python<'_>, moment: Option<Moment>) -> PyResult<Option<Bound<'_, PyAny>>> {
    let (at, offset) = match moment {
        None => return Ok(None),
        Some(moment) if moment.day().year() < 1 => return Ok(None),
        Some(Moment::Day(day)) => {
            let day = PyDate::new(py, day.year().into(), part(day.month()), part(day.day()))?;
            return Ok(Some(day.into_any()));
        }
        Some(Moment::Local(at)) => (at, None),
        Some(Moment::Zoned(at, offset)) => (at, Some(offset)),
    };
    let zone = offset
        .map(|offset| PyTzInfo::fixed_offset(py, PyDelta::new(py, 0, offset.seconds(), 0, true)?))
        .transpose()?;
    let at = PyDateTime::new(
        py,
        at.year().into(),
        part(at.month()),
        part(at.day()),
        part(at.hour()),
        part(at.minute()),
        part(at.second()),
        u32::try_from(at.subsec_nanosecond() / 1000).unwrap_or(0),
        zone.as_ref(),
    )?;
    Ok(Some(at.into_any()))
}

/// A part of a date, which is never negative.
fn part(of: i8) -> u8 {
    of.unsigned_abs()
}

/// What `repr` shows of a text: as Python writes it, shortened.
pub fn shown(py: Python<'_>, text: &str, most: usize) -> String {
    let mut short: String = text.chars().take(most).collect();
    if text.chars().nth(most).is_some() {
        short.push('…');
    }
    let repr = pyo3::types::PyString::new(py, &short).repr();
    repr.map_or(short, |repr| repr.to_string())
}

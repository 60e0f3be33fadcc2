//! What is given to be read: found, told apart by content, and cut into units of work that are read independently of each
//! other.

mod files;
mod find;
mod lines;
mod rows;
mod units;
mod warc;
mod zip;

use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::{Deserialize, Serialize};

pub use find::{FindError, find};
pub use units::{Begin, Unit, units};

use crate::item::{Cause, Failure, Found, Place};
use crate::storage::Store;

/// One file of the inputs.
#[derive(Debug, Clone)]
pub struct Input {
    /// Its name, as rows show it.
    pub name: Arc<str>,
    /// Where its bytes are.
    pub store: Store,
    /// How many bytes it has.
    pub len: u64,
    /// What it holds.
    pub form: Form,
}

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// An archive of WARC records, packed or not; WET too.
    Warc,
    /// A JSON object a line.
    Lines,
    /// The same, packed as a whole.
    PackedLines,
    /// A table.
    Parquet,
    /// An archive of files.
    Zip,
    /// One page, or one text.
    Page,
    /// Something that is no page, by its name: a style sheet, an image.
    Other,
}

/// What is read of the inputs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InputOptions {
    /// The largest page, unpacked, in bytes.
    pub max_bytes: usize,
    /// The field of JSON Lines and the column of Parquet that holds the page.
    pub html_field: String,
    /// The one that holds a text instead.
    pub text_field: String,
    /// The one that holds the address.
    pub url_field: String,
}

impl Default for InputOptions {
    fn default() -> Self {
        Self {
            max_bytes: 32 << 20,
            html_field: "html".into(),
            text_field: "text".into(),
            url_field: "url".into(),
        }
    }
}

/// Where what is found goes to. A break ends the reading of the unit.
pub type Sink<'a> = dyn FnMut(Found<'_>) -> ControlFlow<()> + 'a;

/// How a unit is read.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// All inputs.
    pub inputs: &'a [Input],
    /// What is read of them.
    pub options: &'a InputOptions,
    /// Counts the bytes of the inputs that were read.
    pub progress: &'a AtomicU64,
}

impl Context<'_> {
    /// Says that the reading of a unit has come from one place of its input to another.
    fn advance(&self, last: &mut u64, now: u64) {
        self.progress
            .fetch_add(now.saturating_sub(*last), Ordering::Relaxed);
        *last = now.max(*last);
    }
}

/// Where a unit of a WARC really began and ended: the next one must begin where it ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Edges {
    /// Where its first member begins, if it has one.
    pub began_at: Option<u64>,
    /// Where the first member behind it begins, if that is known.
    pub ended_at: Option<u64>,
}

/// Reads a unit and gives `sink` what is found in it, in the order in which it stands there.
///
/// # Errors
/// What a store fails with, so that the unit may be read once more later. Whatever is wrong with the contents of an input
/// is [`Found::Failed`] instead.
pub fn read(unit: &Unit, context: Context<'_>, sink: &mut Sink<'_>) -> io::Result<Edges> {
    match unit {
        Unit::Warc {
            input,
            range,
            begin,
        } => {
            let input = &context.inputs[*input];
            return warc::read(input, range.clone(), begin, context, sink);
        }
        Unit::Lines { input, range } => {
            lines::read(&context.inputs[*input], range.clone(), context, sink)?;
        }
        Unit::Rows { input, groups, .. } => {
            rows::read(&context.inputs[*input], groups.clone(), context, sink)?;
        }
        Unit::Entries { input, entries, .. } => {
            zip::read(&context.inputs[*input], entries.clone(), context, sink)?;
        }
        Unit::Broken { input, why } => {
            // Whether more is wanted does not matter: there is no more.
            let _ = sink(Found::Failed(Failure {
                place: Place::whole(&context.inputs[*input].name),
                address: None,
                cause: Cause::Unreadable(why.clone()),
            }));
        }
        Unit::Files { inputs } => files::read(&context.inputs[inputs.clone()], context, sink)?,
    }
    Ok(Edges::default())
}

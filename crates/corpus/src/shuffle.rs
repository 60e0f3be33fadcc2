//! Rows set beside each other on many machines: the marks of `crate::marks`, found in [`ROUNDS`]. Between two rounds an engine brings
//! the records of a part together, as Spark and Ray do; what a round does with them is done here, with the same keys, signatures and
//! bars as on one machine, so that the marks are the same.
//!
//! A row is known by a number, of two rows the one with the smaller is earlier, and by a place, which is the part that its records go
//! to: parts count modulo their number, so that one may have several places. A round holds its part in memory: some kilobytes a row.
//!
//! An engine sees little of that: the records of a kind that go to one part are one value of bytes, so that it moves as few values
//! as there are parts, and not a hundred for each row.

mod keys;
mod marks;
mod near;
mod paragraphs;
mod record;
mod same;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_cast::cast;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};

pub use keys::of_list;
pub use marks::marks_of;
use record::{
    ADDRESS, ADDRESS_OF, ALIKE, BANDS, CANDIDATE, EXACT_OF, MEMBER, NAMED, NEAR_OF, Out, PAIR,
    PARAGRAPH, PARAGRAPHS, REPEATED, SAME_ADDRESS, SAME_TEXT, TEXT, each,
};
#[cfg(test)]
pub(crate) use tests::said;

/// What there is to a round beside its step.
#[derive(Debug)]
pub struct Round {
    /// The name of its step.
    pub name: &'static str,
    /// The kinds of records it takes, of those that keys and the rounds before it give.
    pub takes: &'static [&'static str],
    /// The kinds it gives; none of the last, which gives marks.
    pub gives: &'static [&'static str],
    /// Whether one part has all, however many there are else.
    pub has_all: bool,
}

/// The rounds, in their order.
pub const ROUNDS: [Round; 7] = [
    // Keys of one hash: copies of a text or an address, and pairs of rows that agree in a band.
    Round {
        name: "same",
        takes: &[TEXT.name, ADDRESS.name, BANDS.name],
        gives: &[SAME_TEXT.name, SAME_ADDRESS.name, PAIR.name],
        has_all: false,
    },
    // The names of first rows to their copies, and the sketches of later rows to the earlier.
    Round {
        name: "candidates",
        takes: &[NAMED.name, SAME_TEXT.name, SAME_ADDRESS.name, PAIR.name],
        gives: &[EXACT_OF.name, ADDRESS_OF.name, CANDIDATE.name],
        has_all: false,
    },
    // Which pairs are nearly the same.
    Round {
        name: "alike",
        takes: &[NAMED.name, CANDIDATE.name],
        gives: &[ALIKE.name, MEMBER.name],
        has_all: false,
    },
    // Which group a row joins.
    Round {
        name: "groups",
        takes: &[ALIKE.name, MEMBER.name],
        gives: &[NEAR_OF.name],
        has_all: true,
    },
    // The paragraphs of rows to those of the same hash, and the groups of first rows to their copies.
    Round {
        name: "paragraphs",
        takes: &[PARAGRAPHS.name, SAME_TEXT.name, EXACT_OF.name, NEAR_OF.name],
        gives: &[PARAGRAPH.name, NEAR_OF.name],
        has_all: false,
    },
    // Which stand on several pages.
    Round {
        name: "repeated",
        takes: &[PARAGRAPH.name],
        gives: &[REPEATED.name],
        has_all: false,
    },
    // All that there is to say of a row.
    Round {
        name: "marks",
        takes: &[ADDRESS_OF.name, EXACT_OF.name, NEAR_OF.name, REPEATED.name],
        gives: &[],
        has_all: false,
    },
];

/// The kinds of records that keys give.
pub const OF_KEYS: [&str; 5] = keys::KINDS;

/// A step: batches in, batches out.
pub struct Step {
    takes: SchemaRef,
    gives: SchemaRef,
    work: Box<dyn Work>,
}

/// What a step does.
trait Work: Send + Sync {
    /// Takes a batch of the columns the step takes, and gives what is known by then.
    fn take(&mut self, batch: &RecordBatch) -> Result<Vec<RecordBatch>, ArrowError>;

    /// Gives what was waited with.
    fn finish(self: Box<Self>) -> Result<Vec<RecordBatch>, ArrowError> {
        Ok(Vec::new())
    }
}

/// What a round does with the records of a part.
trait RoundWork: Send + Sync {
    /// Takes records of a kind; those of a kind that it does not know are left alone.
    fn take(&mut self, kind: &str, data: &[u8]) -> Result<(), ArrowError>;

    /// Gives records, once it has all.
    ///
    /// # Errors
    /// Records that are none.
    fn finish(self, out: &mut Out) -> Result<(), ArrowError>;
}

/// A round as a step.
struct InRounds<R> {
    round: R,
    parts: u32,
}

impl<R: RoundWork> Work for InRounds<R> {
    fn take(&mut self, batch: &RecordBatch) -> Result<Vec<RecordBatch>, ArrowError> {
        each(batch, |kind, data| self.round.take(kind, data))?;
        Ok(Vec::new())
    }

    fn finish(self: Box<Self>) -> Result<Vec<RecordBatch>, ArrowError> {
        let mut out = Out::new(self.parts);
        self.round.finish(&mut out)?;
        out.batches()
    }
}

impl Step {
    /// From rows of a corpus, numbered, to what they are compared by.
    pub fn keys() -> Self {
        keys::keys()
    }

    /// From those to records of some kinds, for `parts` parts; `None` where there is no such kind. What is compared by a hash goes to
    /// the part of the hash, what stays with the row to its place, or, where it has none, to a part that its number says.
    pub fn records(kinds: &[&str], parts: u32) -> Option<Self> {
        keys::records(kinds, parts)
    }

    /// The step of one of [`ROUNDS`], whose records of hashes go to `parts` parts; `None` of a name that none has.
    pub fn round(name: &str, parts: u32) -> Option<Self> {
        Some(match name {
            "same" => Self::of_round(same::Same::default(), parts),
            "candidates" => Self::of_round(near::Candidates::default(), parts),
            "alike" => Self::of_round(near::Comparing::default(), parts),
            "groups" => Self::of_round(near::Groups::default(), parts),
            "paragraphs" => Self::of_round(paragraphs::Paragraphs::default(), parts),
            "repeated" => Self::of_round(paragraphs::Counting::default(), parts),
            "marks" => marks::marks(),
            _ => return None,
        })
    }

    fn of_round(round: impl RoundWork + 'static, parts: u32) -> Self {
        let records = Arc::new(record::schema());
        Self {
            takes: Arc::clone(&records),
            gives: records,
            work: Box::new(InRounds { round, parts }),
        }
    }

    fn new(takes: Schema, gives: Schema, work: impl Work + 'static) -> Self {
        Self {
            takes: Arc::new(takes),
            gives: Arc::new(gives),
            work: Box::new(work),
        }
    }

    /// The columns it gives.
    pub fn gives(&self) -> &SchemaRef {
        &self.gives
    }

    /// Takes a batch, and gives what is known by then. Of its columns those that the step takes are found by their names.
    ///
    /// # Errors
    /// A column that is missing, by its name, or holds something else.
    pub fn take(&mut self, batch: &RecordBatch) -> Result<Vec<RecordBatch>, ArrowError> {
        let columns = self.takes.fields().iter().map(|field| {
            let name = field.name();
            let column = batch
                .column_by_name(name)
                .ok_or_else(|| ArrowError::SchemaError(format!("there is no column {name:?}")))?;
            if column.data_type() == field.data_type() {
                return Ok(Arc::clone(column));
            }
            cast(column, field.data_type())
                .map_err(|error| ArrowError::SchemaError(format!("column {name:?}: {error}")))
        });
        let columns = columns.collect::<Result<_, _>>()?;
        self.work
            .take(&RecordBatch::try_new(Arc::clone(&self.takes), columns)?)
    }

    /// Gives what was waited with, once there are no more batches.
    ///
    /// # Errors
    /// Records that are none.
    pub fn finish(self) -> Result<Vec<RecordBatch>, ArrowError> {
        self.work.finish()
    }
}

/// Columns in which a value may be missing, as engines have them.
fn columns<const N: usize>(columns: [(&str, DataType); N]) -> Schema {
    let fields = columns.map(|(name, kind)| Field::new(name, kind, true));
    Schema::new(fields.to_vec())
}

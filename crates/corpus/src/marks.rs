//! Rows set beside each other: which have the address or the text of an earlier one, which paragraphs stand on several pages
//! of a site.

use std::collections::BTreeMap;
use std::io;

use crate::filter::Mark;
use crate::folder::Folder;
use crate::stage::ReadRecord;

/// The marks of the rows of one part, by the row's number in it.
#[derive(Debug, Default)]
pub struct MarksOf {
    /// The name of the first row of the same kind.
    pub duplicates: BTreeMap<(u64, Mark), String>,
    /// Paragraphs that are repeated, by their number in the body, and on how many pages they stand.
    pub repeated: BTreeMap<u64, Vec<(u32, u32)>>,
}

/// The marks of all rows, taken part by part.
pub struct Marks {}

impl Marks {
    /// Finds them.
    pub fn find(_: &Folder, _: &[usize], _: &[ReadRecord]) -> io::Result<Self> {
        Ok(Self {})
    }

    /// Takes those of the next part.
    pub fn take(&mut self, _rows: u64) -> io::Result<MarksOf> {
        Ok(MarksOf::default())
    }
}

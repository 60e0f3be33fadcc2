//! All that is made of the record, kept in step with it: the index of words, and what reports have in common.

use crate::archive::Archive;
use crate::error::ArchiveError;
use crate::folder::Held;
use crate::index::Indexer;
use crate::relate::Relater;

/// Keeps all that is made of the record in step with it.
pub struct Derived<'a> {
    indexer: Indexer<'a>,
    relater: Relater<'a>,
}

impl<'a> Derived<'a> {
    /// For an archive that this process holds. An index that cannot be used is begun anew.
    ///
    /// # Errors
    /// Where the index cannot be written.
    pub fn new(archive: &'a Archive, held: &'a Held) -> Result<Self, ArchiveError> {
        Ok(Self {
            indexer: Indexer::new(archive, held)?,
            relater: Relater::new(archive, held),
        })
    }

    /// Goes over what has changed since it was last done. How many reports the index took.
    ///
    /// # Errors
    /// What the record or the index says.
    pub fn follow(&mut self) -> Result<usize, ArchiveError> {
        let indexed = self.indexer.follow()?;
        self.relater.follow()?;
        Ok(indexed)
    }

    /// Ends once the parts of the index that are being merged are.
    ///
    /// # Errors
    /// Where merging failed; what was put in is safe all the same.
    pub fn finish(self) -> Result<(), ArchiveError> {
        self.indexer.finish()
    }
}

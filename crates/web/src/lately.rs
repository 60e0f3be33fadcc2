//! What the lists can be narrowed by, as it was lately: to count it takes long in a large archive.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use khabar_archive::record::reports;
use khabar_archive::record::subjects::Subject;
use khabar_archive::{Archive, ArchiveError};

/// How long it may be until what is new to an archive can be chosen.
const FRESH: Duration = Duration::from_mins(1);

/// The subjects that can be chosen.
const SUBJECTS: usize = 40;

/// Something that was counted, and when.
#[derive(Debug)]
struct Counted<T>(Mutex<Option<(Instant, Vec<T>)>>);

impl<T> Default for Counted<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Clone> Counted<T> {
    /// As it was counted lately, or as it is counted now. Of what there was none it is looked again.
    fn get(
        &self,
        count: impl FnOnce() -> Result<Vec<T>, ArchiveError>,
    ) -> Result<Vec<T>, ArchiveError> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((since, all)) = &*known
            && since.elapsed() < FRESH
            && !all.is_empty()
        {
            return Ok(all.clone());
        }
        let all = count()?;
        *known = Some((Instant::now(), all.clone()));
        Ok(all)
    }
}

/// What an archive has had lately.
#[derive(Debug, Default)]
pub(crate) struct Lately {
    languages: Counted<String>,
    subjects: Counted<Subject>,
}

impl Lately {
    /// The languages of its reports, the commonest first.
    pub(crate) fn languages(&self, archive: &Archive) -> Result<Vec<String>, ArchiveError> {
        self.languages.get(|| {
            let counted = archive.record().read(reports::languages)?;
            Ok(counted.into_iter().map(|(tag, _)| tag).collect())
        })
    }

    /// What most of its reports are about, the commonest first.
    pub(crate) fn subjects(&self, archive: &Archive) -> Result<Vec<Subject>, ArchiveError> {
        self.subjects.get(|| archive.subjects(SUBJECTS))
    }
}

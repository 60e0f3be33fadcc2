//! Languages of reports: what they call themselves, and which there are.

use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

use khabar_archive::record::reports;
use khabar_archive::{Archive, ArchiveError};
use rustc_hash::FxHashMap;

/// What each language calls itself, one a line behind its tag.
const LINES: &str = include_str!("languages.txt");

/// The same by tag.
static NAMES: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
    let lines = LINES.lines();
    lines.filter_map(|line| line.split_once(' ')).collect()
});
/// How long it may be until a language that is new to an archive can be chosen: counting all reports takes long in a
/// large one.
const FRESH: Duration = Duration::from_mins(1);

/// What a language calls itself; its tag where that is not known.
pub(crate) fn language_name(tag: &str) -> &str {
    let primary = tag.split('-').next().unwrap_or(tag);
    NAMES
        .get(primary.to_ascii_lowercase().as_str())
        .copied()
        .unwrap_or(tag)
}

/// The languages of the reports of an archive, as they were when they were last counted.
#[derive(Debug, Default)]
pub(crate) struct Languages(Mutex<Option<(Instant, Vec<String>)>>);

impl Languages {
    /// The languages, the commonest first.
    pub(crate) fn of(&self, archive: &Archive) -> Result<Vec<String>, ArchiveError> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((since, languages)) = &*known
            && since.elapsed() < FRESH
            && !languages.is_empty()
        {
            return Ok(languages.clone());
        }
        let counted = archive.record().read(reports::languages)?;
        let languages: Vec<String> = counted.into_iter().map(|(tag, _)| tag).collect();
        *known = Some((Instant::now(), languages.clone()));
        Ok(languages)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_names_of_their_own() {
        assert_eq!(language_name("ar"), "العربية");
        assert_eq!(language_name("PT-br"), "Português");
        assert_eq!(language_name("xx"), "xx");
        assert_eq!(language_name(""), "");
        assert_eq!(NAMES.len(), LINES.lines().count());
        assert!(NAMES.keys().all(|tag| *tag == tag.to_ascii_lowercase()));
    }
}

//! The index of words, kept in step with the record.
//!
//! The record numbers its changes; the index says up to which one it has them, in the same file that says what is in it.
//! Whatever process ends at whatever point, the next one goes on behind that number, and putting a report in twice is
//! putting it in once. An index that cannot be used, or knows of changes that the record does not have, is made anew.

use std::collections::BTreeMap;

use khabar_search::{Document, SearchError, Statement, Writer};

use crate::archive::Archive;
use crate::error::ArchiveError;
use crate::folder::Held;
use crate::reading::{self, KeptReading};
use crate::record::reports::{self, ChangeKind, Entry};

/// Memory for what is not yet in files.
const HEAP: usize = 48 << 20;
/// Changes that are gone over between two looks at the record.
const BATCH: usize = 500;
/// Reports after which an index that is being made is brought to the disk.
const COMMIT_AFTER: usize = 20_000;

/// Keeps the index of words in step with the record.
pub struct Indexer<'a> {
    archive: &'a Archive,
    writer: Writer,
    upto: i64,
}

impl<'a> Indexer<'a> {
    /// Opens the index of an archive that this process holds; one that cannot be used is begun anew.
    ///
    /// # Errors
    /// Where the index cannot be written.
    pub fn new(archive: &'a Archive, _held: &'a Held) -> Result<Self, ArchiveError> {
        let last = archive.record().read(reports::last_change)?;
        let opened = archive.index().and_then(|index| {
            let upto = index.upto()? as i64;
            Ok((upto <= last).then_some((index, upto)))
        });
        let (index, upto) = match opened {
            Ok(Some(opened)) => opened,
            Ok(None) => {
                tracing::warn!(
                    "the index knows of changes that the record does not have; it is made anew"
                );
                (archive.index_anew()?, 0)
            }
            Err(ArchiveError::Search(error)) if error.wants_rebuild() => {
                tracing::warn!(%error, "the index is made anew");
                (archive.index_anew()?, 0)
            }
            Err(error) => return Err(error),
        };
        Ok(Self {
            writer: index.writer(HEAP)?,
            archive,
            upto,
        })
    }

    /// Makes the index anew, whatever state it is in.
    ///
    /// # Errors
    /// Where the index cannot be written.
    pub fn anew(archive: &'a Archive, held: &'a Held) -> Result<Self, ArchiveError> {
        archive.index_anew()?;
        Self::new(archive, held)
    }

    /// Puts into the index what has changed since it was last brought to the disk. How many reports that were.
    ///
    /// # Errors
    /// Where the record cannot be read or the index not be written.
    pub fn follow(&mut self) -> Result<usize, ArchiveError> {
        self.follow_watched(&mut |_| {})
    }

    /// The same; `heard` is told each time how many reports are in.
    ///
    /// # Errors
    /// As [`Indexer::follow`].
    pub fn follow_watched(&mut self, heard: &mut dyn FnMut(usize)) -> Result<usize, ArchiveError> {
        let mut count = 0;
        let mut uncommitted = 0;
        let mut seen = self.upto;
        loop {
            let changes = self
                .archive
                .record()
                .read(|of| reports::changes(of, seen, BATCH))?;
            let Some(last) = changes.last() else { break };
            seen = last.number;
            // Of several changes of a report the last one says how it is now.
            let latest: BTreeMap<i64, ChangeKind> = changes
                .iter()
                .map(|change| (change.report, change.kind))
                .collect();
            for (&report, &kind) in &latest {
                self.put(report, kind)?;
            }
            count += latest.len();
            uncommitted += latest.len();
            if uncommitted >= COMMIT_AFTER {
                self.commit(seen)?;
                uncommitted = 0;
            }
            heard(count);
        }
        if seen > self.upto {
            self.commit(seen)?;
        }
        Ok(count)
    }

    fn commit(&mut self, upto: i64) -> Result<(), ArchiveError> {
        self.writer.commit(upto as u64)?;
        self.upto = upto;
        Ok(())
    }

    /// Puts a report in as it is now, or takes it out.
    fn put(&mut self, report: i64, kind: ChangeKind) -> Result<(), ArchiveError> {
        let found = if kind == ChangeKind::Removed {
            None
        } else {
            self.archive.record().read(|of| {
                let entry = reports::get(of, report)?;
                Ok(entry.zip(reports::reading(of, report, None)?))
            })?
        };
        // What was taken away since then has a change of its own behind this one.
        let Some((entry, packed)) = found else {
            self.writer.remove(report as u64);
            return Ok(());
        };
        match reading::unpacked(&packed).and_then(|json| KeptReading::of(&json)) {
            Ok(reading) => put(&mut self.writer, &entry, &reading)?,
            // One that is damaged is found no more, and keeps no other from being found.
            Err(error) => {
                tracing::error!(report, %error, "a report is left out of the index");
                self.writer.remove(report as u64);
            }
        }
        Ok(())
    }

    /// Ends once the parts of the index that are being merged are.
    ///
    /// # Errors
    /// Where merging failed; what was put in is safe all the same.
    pub fn finish(self) -> Result<(), ArchiveError> {
        Ok(self.writer.finish()?)
    }
}

/// Puts a report in.
fn put(writer: &mut Writer, entry: &Entry, reading: &KeptReading) -> Result<(), SearchError> {
    let authors: Vec<&str> = reading.author.iter().map(|author| &*author.name).collect();
    let keywords: Vec<&str> = reading.keywords.iter().map(String::as_str).collect();
    let said: Vec<String> = reading
        .statements
        .iter()
        .map(|statement| {
            let words: Vec<&str> = statement.content.iter().map(|part| &*part.text).collect();
            words.join(" … ")
        })
        .collect();
    let statements: Vec<Statement> = reading
        .statements
        .iter()
        .zip(&said)
        .map(|(statement, said)| Statement {
            speaker: statement
                .speaker
                .as_ref()
                .map_or("", |speaker| &speaker.name),
            said,
        })
        .collect();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    writer.put(&Document {
        id: entry.id as u64,
        source: entry.source as u64,
        language: entry.language.as_deref(),
        published: Some(entry.ordered_at),
        gathered: entry.gathered_at,
        headline: &text(&entry.headline),
        standfirst: &text(&reading.description),
        body: &reading.article_body,
        authors: &authors,
        section: &text(&reading.article_section),
        keywords: &keywords,
        statements: &statements,
    })
}

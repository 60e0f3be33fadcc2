//! Putting reports into an index.

use tantivy::{IndexWriter, TantivyDocument};

use crate::document::Document;
use crate::error::SearchError;
use crate::index::Index;
use crate::ready::BORDER;
use crate::schema::Zone;
use khabar_words::each_unit;
use khabar_words::stem::{Cache, Language, language, primary};

/// Writes an index. What is not committed is lost with the writer, and nothing else is.
pub struct Writer {
    index: Index,
    inner: IndexWriter,
    stems: Cache,
    zones: [Terms; Zone::EACH.len()],
}

/// The terms of a zone, as [`crate::ready`] takes them.
#[derive(Debug, Default)]
struct Terms {
    words: String,
    stems: String,
}

impl Writer {
    pub(crate) fn new(index: Index, inner: IndexWriter) -> Self {
        Self {
            index,
            inner,
            stems: Cache::default(),
            zones: Default::default(),
        }
    }

    /// Puts a report in, in place of one with the same number.
    ///
    /// # Errors
    /// [`SearchError::Io`] or [`SearchError::Failed`] where an earlier report could not be written; what was put in since
    /// the last commit is lost then, and a new writer is needed.
    pub fn put(&mut self, report: &Document<'_>) -> Result<(), SearchError> {
        let tag = report.language.and_then(primary);
        self.analyse(report, tag.as_deref().and_then(language));
        let fields = self.index.fields();
        let mut document = TantivyDocument::default();
        document.add_u64(fields.id, report.id);
        document.add_u64(fields.source, report.source);
        document.add_i64(fields.time, report.time());
        document.add_i64(fields.gathered, report.gathered);
        if let Some(tag) = &tag {
            document.add_text(fields.language, tag);
        }
        let mut waiting = 0;
        for ((zone, _), terms) in Zone::EACH.into_iter().zip(&self.zones) {
            if !terms.stems.is_empty() {
                document.add_text(fields.zone(zone).words, &terms.words);
                document.add_text(fields.zone(zone).stems, &terms.stems);
                waiting += terms.words.len() + terms.stems.len();
            }
        }
        self.index.backlog().add(waiting);
        self.remove(report.id);
        match self.inner.add_document(document) {
            Ok(_) => Ok(()),
            Err(error) => Err(self.index.told(error)),
        }
    }

    /// Takes a report out, if it is in.
    pub fn remove(&mut self, id: u64) {
        self.inner.delete_term(self.index.fields().id_term(id));
    }

    /// Makes all that was put in and taken out last, and seen by searches, together with the number of the record's last
    /// change that is in it: after a crash the index has all up to one such number and nothing behind it.
    ///
    /// # Errors
    /// As [`Writer::put`].
    pub fn commit(&mut self, upto: u64) -> Result<(), SearchError> {
        let committed = self.inner.prepare_commit().and_then(|mut commit| {
            commit.set_payload(&upto.to_string());
            commit.commit()
        });
        committed.map_err(|error| self.index.told(error))?;
        self.index.reload()
    }

    /// Ends writing once parts of the index that are being merged are: best after many reports were put in. What is not
    /// committed is lost.
    ///
    /// # Errors
    /// [`SearchError::Failed`] where merging failed; what was committed is safe all the same.
    pub fn finish(self) -> Result<(), SearchError> {
        let Self { index, inner, .. } = self;
        inner
            .wait_merging_threads()
            .map_err(|error| index.told(error))?;
        index.reload()
    }

    fn analyse(&mut self, report: &Document<'_>, language: Option<&Language>) {
        for terms in &mut self.zones {
            terms.words.clear();
            terms.stems.clear();
        }
        let mut append = |zones: &[Zone], text: &str| {
            if text.is_empty() {
                return;
            }
            each_unit(text, |unit| {
                for &zone in zones {
                    let words = &mut self.zones[zone as usize].words;
                    words.push_str(unit.in_order().unwrap_or_default());
                    words.push(' ');
                }
                self.stems.each_stem(unit, language, |stem| {
                    for &zone in zones {
                        let stems = &mut self.zones[zone as usize].stems;
                        stems.push_str(stem);
                        stems.push(' ');
                    }
                });
            });
            for &zone in zones {
                let words = &mut self.zones[zone as usize].words;
                words.push_str(BORDER);
                words.push(' ');
            }
        };
        append(&[Zone::All, Zone::Title], report.headline);
        append(&[Zone::All], report.standfirst);
        append(&[Zone::All], report.body);
        for author in report.authors {
            append(&[Zone::All, Zone::By], author);
        }
        append(&[Zone::All, Zone::Section], report.section);
        for keyword in report.keywords {
            append(&[Zone::All, Zone::Tag], keyword);
        }
        for statement in report.statements {
            append(&[Zone::Speaker], statement.speaker);
            append(&[Zone::Said], statement.said);
        }
    }
}

//! Who said what, asked of the whole archive.

use khabar_search::{Query, Saying, answers, in_what_is_said};
use rusqlite::Connection;

use crate::archive::Archive;
use crate::error::ArchiveError;
use crate::record::reports::Cursor;
use crate::record::statements::{self, Said, Statements};
use crate::record::{quotes, reports, speakers, stories};
use crate::search::{Notice, Order, SearchRequest};
use crate::time::{DAY, Seconds};

/// Reports that are looked through, the newest of those that may have such a statement.
const REPORTS: usize = 2_000;
/// Statements of a speaker or a story that are looked through.
const STATEMENTS: usize = 20_000;
/// Statements of a speaker that are looked at together.
const AT_ONCE: usize = 500;
/// Statements with the same words that are looked through.
const ALIKE: usize = 500;
/// For how long after something was said it is looked for in reports.
const REPORTED_WITHIN: Seconds = 31 * DAY;

/// Which statements are asked for: those that fit all of this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidRequest {
    /// What was said, asked for as reports are; anything where that is empty.
    pub words: String,
    /// Made by this speaker, under whatever name.
    pub speaker: Option<i64>,
    /// In this report.
    pub report: Option<i64>,
    /// In the reports of this story.
    pub story: Option<i64>,
    /// With the same words of this number.
    pub quote: Option<i64>,
    /// In reports of this source.
    pub source: Option<i64>,
    /// In reports in this language.
    pub language: Option<String>,
    /// Made at this time or later.
    pub from: Option<Seconds>,
    /// Made before this time.
    pub before: Option<Seconds>,
    /// How many.
    pub limit: usize,
    /// How many to leave out before.
    pub offset: usize,
}

impl Default for SaidRequest {
    /// The first twenty of the newest reports.
    fn default() -> Self {
        Self {
            words: String::new(),
            speaker: None,
            report: None,
            story: None,
            quote: None,
            source: None,
            language: None,
            from: None,
            before: None,
            limit: 20,
            offset: 0,
        }
    }
}

/// The statements that were found.
#[derive(Debug, Clone, Default)]
pub struct SaidAnswer {
    /// In the order of what they were looked for in: those of a report as they stand in it; those of a story and those with the
    /// same words as they were made; those of a speaker the last made first, but as they stand in it where a report has several
    /// of one time; others the newest report first, and those of each as they stand in it.
    pub said: Vec<Said>,
    /// Whether there are others behind these.
    pub has_more: bool,
    /// Whether not everything that may be among them was looked through: for somebody to ask for less.
    pub is_cut: bool,
    /// What was not done as it was asked.
    pub notices: Vec<Notice>,
}

impl Archive {
    /// Finds statements.
    ///
    /// # Errors
    /// [`ArchiveError::Unknown`] where there is no such speaker, report or story, or nothing with the same words of that number;
    /// what the record or the index says.
    pub fn said(&self, request: &SaidRequest) -> Result<SaidAnswer, ArchiveError> {
        let asked = asked_of_reports(request);
        let (query, notices) = self.query(&asked)?;
        let request = self.record().read(|of| as_they_are_now(of, request))??;
        let place = Place::of(&request);
        let reports = match place {
            Place::Anywhere => self.found(&in_what_is_said(&query), &asked)?,
            _ => Vec::new(),
        };
        let mut look = Look {
            request: &request,
            query: &query,
            place,
            passed: 0,
            found: Vec::new(),
        };
        let is_cut = self.record().read(|of| look.through(of, &reports))?;
        let has_more = look.is_done();
        look.found.truncate(request.limit);
        Ok(SaidAnswer {
            said: look.found,
            has_more,
            is_cut,
            notices,
        })
    }
}

/// What is asked of the reports that statements may stand in.
fn asked_of_reports(request: &SaidRequest) -> SearchRequest {
    let before = request.before;
    SearchRequest {
        query: request.words.clone(),
        sources: request.source.into_iter().collect(),
        languages: request.language.iter().cloned().collect(),
        // Nothing is said after it was published.
        from: request.from,
        before: before.map(|before| before.saturating_add(REPORTED_WITHIN)),
        order: Order::Newest,
        limit: REPORTS,
        ..SearchRequest::default()
    }
}

/// A request by the numbers that things have now: what has become part of something else is that.
fn as_they_are_now(
    of: &Connection,
    request: &SaidRequest,
) -> rusqlite::Result<Result<SaidRequest, ArchiveError>> {
    let mut now = request.clone();
    if let Some(id) = request.speaker {
        let Some(speaker) = speakers::get(of, id)? else {
            return Ok(Err(ArchiveError::unknown("speaker", &id)));
        };
        now.speaker = Some(speaker.id);
    }
    if let Some(id) = request.story {
        let Some(story) = stories::get(of, id)? else {
            return Ok(Err(ArchiveError::unknown("story", &id)));
        };
        now.story = Some(story.id);
    }
    if let Some(id) = request.report
        && reports::get(of, id)?.is_none()
    {
        return Ok(Err(ArchiveError::unknown("report", &id)));
    }
    if let Some(id) = request.quote
        && quotes::get(of, id)?.is_none()
    {
        return Ok(Err(ArchiveError::unknown("quote", &id)));
    }
    Ok(Ok(now))
}

/// Where statements are looked for: in what has fewest of all that is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Report(i64),
    Quote(i64),
    Story(i64),
    Speaker(i64),
    Anywhere,
}

impl Place {
    fn of(request: &SaidRequest) -> Self {
        let report = request.report.map(Self::Report);
        report
            .or(request.quote.map(Self::Quote))
            .or(request.story.map(Self::Story))
            .or(request.speaker.map(Self::Speaker))
            .unwrap_or(Self::Anywhere)
    }
}

/// Statements that are looked through one after the other until there are enough.
struct Look<'a> {
    request: &'a SaidRequest,
    query: &'a Query,
    place: Place,
    /// How many were left out before those that are given.
    passed: usize,
    /// As many as are wanted, and one where there are more.
    found: Vec<Said>,
}

impl Look<'_> {
    /// Looks through the place; where that is anywhere, through these reports. Gives whether something was left.
    fn through(&mut self, of: &Connection, reports: &[i64]) -> rusqlite::Result<bool> {
        match self.place {
            Place::Report(id) => {
                self.take(of, statements::of_report(of, id)?)?;
                Ok(false)
            }
            Place::Quote(id) => {
                let said = quotes::members(of, id, ALIKE)?;
                let may_be_cut = said.len() == ALIKE;
                self.take(of, said)?;
                Ok(may_be_cut && !self.is_done())
            }
            Place::Story(id) => {
                let said = statements::of_story(of, id, STATEMENTS)?;
                let may_be_cut = said.len() == STATEMENTS;
                self.take(of, said)?;
                Ok(may_be_cut && !self.is_done())
            }
            Place::Speaker(id) => self.through_speaker(of, id),
            Place::Anywhere => {
                for &report in reports {
                    self.take(of, statements::of_report(of, report)?)?;
                    if self.is_done() {
                        return Ok(false);
                    }
                }
                Ok(reports.len() == REPORTS)
            }
        }
    }

    fn through_speaker(&mut self, of: &Connection, speaker: i64) -> rusqlite::Result<bool> {
        let mut before: Option<Cursor> = None;
        let mut looked_at = 0;
        while looked_at < STATEMENTS {
            let which = Statements {
                source: self.request.source,
                language: self.request.language.as_deref(),
                before,
                ..Statements::default()
            };
            let mut said = statements::by_speaker(of, speaker, which, AT_ONCE)?;
            let is_last = said.len() < AT_ONCE;
            let together =
                |one: &Said, other: &Said| (one.at, one.report) == (other.at, other.report);
            if !is_last {
                keep_whole_runs(&mut said, together);
            }
            looked_at += said.len();
            before = said.last().map(|last| (last.at, last.id));
            // The last comes first, as it does of those that a report has of one time.
            for of_report in said.chunk_by_mut(together) {
                of_report.reverse();
            }
            self.take(of, said)?;
            if is_last || self.is_done() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether there are more than are wanted.
    fn is_done(&self) -> bool {
        self.found.len() > self.request.limit
    }

    fn take(&mut self, of: &Connection, said: Vec<Said>) -> rusqlite::Result<()> {
        for said in said {
            if self.is_done() {
                break;
            }
            if !self.wants(of, &said)? {
                continue;
            }
            if self.passed < self.request.offset {
                self.passed += 1;
            } else {
                self.found.push(said);
            }
        }
        Ok(())
    }

    fn wants(&self, of: &Connection, said: &Said) -> rusqlite::Result<bool> {
        let request = self.request;
        let saying = Saying {
            words: &said.words,
            by: said.by.as_deref(),
            language: said.language.as_deref(),
        };
        let fits = request.source.is_none_or(|source| said.source == source)
            && (request.language.is_none() || said.language == request.language)
            && (request.speaker.is_none() || said.speaker == request.speaker)
            && request.from.is_none_or(|from| said.at >= from)
            && request.before.is_none_or(|before| said.at < before)
            && answers(saying, self.query);
        match (fits, self.place, request.story) {
            (true, Place::Report(_) | Place::Quote(_), Some(_)) => {
                Ok(stories::of_report(of, said.report)? == request.story)
            }
            (fits, ..) => Ok(fits),
        }
    }
}

/// Leaves the last run of a list to the next part, where it may go on, unless there is no other.
fn keep_whole_runs<T>(list: &mut Vec<T>, together: impl Fn(&T, &T) -> bool) {
    let last = list.chunk_by(together).next_back().map_or(0, <[T]>::len);
    if last < list.len() {
        list.truncate(list.len() - last);
    }
}

#[cfg(test)]
mod tests;

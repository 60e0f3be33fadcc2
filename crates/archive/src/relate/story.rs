//! The story of a report, and how its text relates to that of those before it.

use std::collections::BTreeMap;
use std::rc::Rc;

use khabar_relate::copies::{self, Kin};
use khabar_relate::stories::{Placed, SplitKind, Subject};
use rusqlite::Connection;
use serde_json::json;

use super::ahead::Place;
use super::prepared::Prepared;
use crate::record::decisions::{self, Before, DecisionKind, NewDecision};
use crate::record::reports::Entry;
use crate::record::stories::{self, Placing};
use crate::record::{sources, subjects};
use crate::time::Seconds;

/// With how many of the texts before it a text is compared.
const COMPARED: usize = 30;

/// Puts a report in its story: the number of that, and what the report is about.
pub(super) fn put(
    to: &Connection,
    report: &Prepared,
    place: Place,
    now: Seconds,
) -> rusqlite::Result<(i64, Vec<Subject>)> {
    let Entry { id, ordered_at, .. } = report.entry;
    let (story, about) = match place {
        Place::New(placed) => {
            let story = settle(to, &placed, id, ordered_at, now)?;
            (story, placed.about)
        }
        Place::Known(about) => {
            let story = stories::of_report(to, id)?;
            (story.ok_or(rusqlite::Error::QueryReturnedNoRows)?, about)
        }
    };
    let kin = kin(to, report, story)?;
    let kin_why = kin.as_ref().map(|(_, kin)| json!(kin).to_string());
    let print = report.print.as_ref().map(copies::Print::to_bytes);
    let placing = Placing {
        // It was told with its place.
        why: None,
        kin: kin.as_ref().map_or("own", |(_, kin)| kin.kind.name()),
        kin_to: kin.as_ref().map(|&(earlier, _)| earlier),
        kin_why: kin_why.as_deref(),
        print: print.as_deref(),
        credits: &report.credits,
    };
    stories::put(to, id, story, ordered_at, &placing)?;
    let kept: Vec<_> = about
        .iter()
        .map(|subject| subjects::Subject {
            key: subject.key.clone(),
            shown: subject.shown.clone(),
            weight: f64::from(subject.weight),
        })
        .collect();
    subjects::put(to, id, ordered_at, &kept)?;
    Ok((story, about))
}

/// Writes down where a report has its place, and what it brought together or apart: its story after all that.
fn settle(
    to: &Connection,
    placed: &Placed,
    report: i64,
    at: Seconds,
    now: Seconds,
) -> rusqlite::Result<i64> {
    let story = placed.story as i64;
    for split in &placed.split {
        let grown_from = (split.kind == SplitKind::Grown).then_some(split.from as i64);
        exist(to, split.into as i64, grown_from)?;
    }
    exist(to, story, None)?;
    let why = placed.why.as_ref().map(|why| json!(why).to_string());
    let placing = Placing {
        why: why.as_deref(),
        kin: "own",
        ..Placing::default()
    };
    stories::put(to, report, story, at, &placing)?;
    for merged in &placed.merged {
        let part = merged.story as i64;
        let moved = stories::join(to, story, part)?;
        // What began the other one joined nothing so far.
        let mut began = Vec::new();
        for &report in &moved {
            if stories::why(to, report)?.is_none() {
                stories::shift(to, report, story, Some(&json!(merged.why).to_string()))?;
                began.push(report);
            }
        }
        let joined = NewDecision {
            kind: DecisionKind::StoriesJoined,
            by_hand: false,
            about: (story, part),
            was: None,
            before: Before {
                moved,
                began,
                ..Before::default()
            },
        };
        decisions::add(to, &joined, now)?;
    }
    for split in &placed.split {
        let (from, into) = (split.from as i64, split.into as i64);
        let moved: Vec<i64> = split.reports.iter().map(|&report| report as i64).collect();
        for &report in &moved {
            let why = stories::why(to, report)?;
            stories::shift(to, report, into, why.as_deref())?;
        }
        let apart = NewDecision {
            kind: DecisionKind::StoriesApart,
            by_hand: false,
            about: (from, into),
            was: None,
            before: Before {
                moved,
                ..Before::default()
            },
        };
        decisions::add(to, &apart, now)?;
    }
    Ok(stories::of_report(to, report)?.unwrap_or(story))
}

/// Begins a story of a number that the grouper gave, where there is none yet.
fn exist(to: &Connection, story: i64, grown_from: Option<i64>) -> rusqlite::Result<()> {
    if !stories::is_known(to, story)? {
        stories::begin(to, Some(story), grown_from)?;
    }
    Ok(())
}

/// Titles of sources, each looked up once: a story has many reports of few.
#[derive(Default)]
struct Outlets(BTreeMap<i64, Rc<str>>);

impl Outlets {
    fn title(&mut self, of: &Connection, source: i64) -> rusqlite::Result<Rc<str>> {
        if let Some(title) = self.0.get(&source) {
            return Ok(Rc::clone(title));
        }
        let found = sources::get(of, source)?;
        let title: Rc<str> = found.map(|source| source.title).unwrap_or_default().into();
        self.0.insert(source, Rc::clone(&title));
        Ok(title)
    }
}

/// The report of its story, of those published before it, that a text has most of, and how; nothing where it is a text of its
/// own.
fn kin(to: &Connection, report: &Prepared, story: i64) -> rusqlite::Result<Option<(i64, Kin)>> {
    let entry = &report.entry;
    let Some(print) = &report.print else {
        return Ok(None);
    };
    let mut outlets = Outlets::default();
    let outlet = outlets.title(to, entry.source)?;
    let later = copies::Report {
        print,
        outlet: &outlet,
        is_agency: copies::is_agency(&outlet),
        credits: &report.credits,
    };
    let mut best: Option<(i64, Kin)> = None;
    for earlier in stories::prints(to, story, entry.ordered_at, entry.id, COMPARED)? {
        let Some(print) = copies::Print::from_bytes(&earlier.print) else {
            continue;
        };
        let outlet = outlets.title(to, earlier.source)?;
        let found = copies::kin(
            &later,
            &copies::Report {
                print: &print,
                outlet: &outlet,
                is_agency: copies::is_agency(&outlet),
                credits: &earlier.credits,
            },
        );
        let is_more = |known: &Kin| (found.sentences, found.words) > (known.sentences, known.words);
        if found.kind != copies::Kind::Own && best.as_ref().is_none_or(|(_, known)| is_more(known))
        {
            best = Some((earlier.report, found));
        }
    }
    Ok(best)
}

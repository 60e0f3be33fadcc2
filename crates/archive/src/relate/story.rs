//! The story of a report, and how its text relates to that of those before it.

use std::collections::BTreeMap;
use std::rc::Rc;

use khabar_relate::copies::{self, Kin};
use khabar_relate::stories::{Grouper, Placed, SplitKind, Subject};
use rusqlite::Connection;
use serde_json::json;

use super::read::Read;
use crate::record::decisions::{self, Before, DecisionKind, NewDecision};
use crate::record::stories::{self, Placing};
use crate::record::{sources, subjects};
use crate::time::Seconds;

/// With how many of the texts before it a text is compared.
const COMPARED: usize = 30;

/// Puts a report in its story: the number of that, and what the report is about.
pub(super) fn put(
    to: &Connection,
    grouper: &mut Grouper,
    read: &Read,
    now: Seconds,
) -> rusqlite::Result<(i64, Vec<Subject>)> {
    let report = read.entry.id;
    let (story, about) = if let Some(story) = stories::of_report(to, report)? {
        // A new version stays where the report is.
        let about = grouper.replace(report as u64, &read.report());
        let about = about.unwrap_or_else(|| grouper.subjects(&read.report()));
        (story, about)
    } else {
        let placed = grouper.add(report as u64, &read.report());
        let story = settle(to, &placed, report, read.entry.ordered_at, now)?;
        (story, placed.about)
    };
    let kin = kin(to, read, story)?;
    let kin_why = kin.kin.as_ref().map(|(_, kin)| json!(kin).to_string());
    let print = kin.print.as_ref().map(copies::Print::to_bytes);
    let placing = Placing {
        // It was told with its place.
        why: None,
        kin: kin.kin.as_ref().map_or("own", |(_, kin)| kin.kind.name()),
        kin_to: kin.kin.as_ref().map(|&(report, _)| report),
        kin_why: kin_why.as_deref(),
        print: print.as_deref(),
        credits: &kin.credits,
    };
    stories::put(to, report, story, read.entry.ordered_at, &placing)?;
    let kept: Vec<_> = about
        .iter()
        .map(|subject| subjects::Subject {
            key: subject.key.clone(),
            shown: subject.shown.clone(),
            weight: f64::from(subject.weight),
        })
        .collect();
    subjects::put(to, report, read.entry.ordered_at, &kept)?;
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

/// What is known of a text beside those before it.
struct Related {
    print: Option<copies::Print>,
    /// The agencies that it credits.
    credits: Vec<String>,
    /// The report it has most of, and how.
    kin: Option<(i64, Kin)>,
}

/// How a text relates to those of its story that were published before it.
fn kin(to: &Connection, read: &Read, story: i64) -> rusqlite::Result<Related> {
    let entry = &read.entry;
    let credits = copies::credits(read.byline.as_deref(), &read.text);
    let Some(print) = copies::Print::of(&read.text, entry.language.as_deref()) else {
        return Ok(Related {
            print: None,
            credits,
            kin: None,
        });
    };
    let mut outlets = Outlets::default();
    let outlet = outlets.title(to, entry.source)?;
    let later = copies::Report {
        print: &print,
        outlet: &outlet,
        is_agency: copies::is_agency(&outlet),
        credits: &credits,
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
    Ok(Related {
        print: Some(print),
        credits,
        kin: best,
    })
}

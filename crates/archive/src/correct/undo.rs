//! Decisions undone.

use rusqlite::Connection;

use super::{Refused, by_hand, idle, speakers_joined, stories_joined, unknown};
use crate::archive::Archive;
use crate::error::ArchiveError;
use crate::record::decisions::{self, Before, Decision, DecisionKind, NewDecision};
use crate::record::{quotes, speakers, statements, stories};

impl Archive {
    /// Undoes a decision, made by hand or by the program, by another one: the number of that. Of several things that were
    /// moved together, those that have been moved elsewhere since stay there.
    ///
    /// # Errors
    /// [`ArchiveError::Unknown`] where there is none of that number, [`ArchiveError::Invalid`] where it is undone already, or
    /// what it is about has been changed since.
    pub fn undo(&self, id: i64) -> Result<i64, ArchiveError> {
        self.correct(|to, now| {
            let decision = decisions::get(to, id)?.ok_or_else(|| unknown("decision", id))?;
            if decision.undone_by.is_some() {
                return Err(idle(format!(
                    "decision {id} is undone already; undo what undid it"
                )));
            }
            let by = decisions::add(to, &contrary(to, decision)?, now)?;
            decisions::undone(to, id, by)?;
            Ok(by)
        })
    }
}

/// Does the contrary of what was decided: the decision to do so.
fn contrary(to: &Connection, decision: Decision) -> Result<NewDecision, Refused> {
    let Decision {
        kind, one, other, ..
    } = decision;
    // Two that were only kept apart are not joined.
    let moved_nothing = decision.before.moved.is_empty();
    let only = |kind| Ok(by_hand(kind, (one, other), None, Before::default()));
    match kind {
        DecisionKind::StoriesJoined => part_stories(to, decision),
        DecisionKind::SpeakersJoined => part_speakers(to, decision),
        DecisionKind::StoriesApart if moved_nothing => only(DecisionKind::StoriesFree),
        DecisionKind::SpeakersApart if moved_nothing => only(DecisionKind::SpeakersFree),
        DecisionKind::StoriesFree => only(DecisionKind::StoriesApart),
        DecisionKind::SpeakersFree => only(DecisionKind::SpeakersApart),
        DecisionKind::StoriesApart => {
            let (one, other) = (stories::whole(to, one)?, stories::whole(to, other)?);
            if one == other {
                return Err(changed("story", one, &decision));
            }
            Ok(stories_joined(to, one, other)?)
        }
        DecisionKind::SpeakersApart => {
            let (one, other) = (speakers::whole(to, one)?, speakers::whole(to, other)?);
            if one == other {
                return Err(changed("speaker", one, &decision));
            }
            Ok(speakers_joined(to, one, other)?)
        }
        DecisionKind::ReportMoved => move_report_back(to, &decision),
        DecisionKind::NameMoved => move_name_back(to, &decision),
        DecisionKind::StatementMoved => move_statement_back(to, &decision),
        DecisionKind::SpeakerNamed => {
            let is_last = decisions::last_named(to, one)? == Some(decision.id);
            if !is_last || speakers::whole(to, one)? != one {
                return Err(changed("speaker", one, &decision));
            }
            let before = Before {
                called: speakers::choose(to, one, decision.before.called.as_deref())?,
                ..Before::default()
            };
            Ok(by_hand(kind, (one, 0), None, before))
        }
        DecisionKind::WordsJoined | DecisionKind::WordsApart => change_words(to, &decision),
    }
}

/// What a decision is about is not as it left it.
fn changed(what: &str, id: i64, decision: &Decision) -> Refused {
    idle(format!(
        "{what} {id} has been changed since decision {}; undo what changed it",
        decision.id
    ))
}

fn move_report_back(to: &Connection, decision: &Decision) -> Result<NewDecision, Refused> {
    let report = decision.one;
    let now_in = stories::of_report(to, report)?.ok_or_else(|| unknown("report", report))?;
    let back = stories::whole(to, decision.was.unwrap_or(decision.other))?;
    if now_in != stories::whole(to, decision.other)? || now_in == back {
        return Err(changed("report", report, decision));
    }
    let before = Before {
        apart: !decision.before.apart,
        why: stories::why(to, report)?,
        ..Before::default()
    };
    stories::shift(to, report, back, decision.before.why.as_deref())?;
    Ok(by_hand(decision.kind, (report, back), Some(now_in), before))
}

fn move_name_back(to: &Connection, decision: &Decision) -> Result<NewDecision, Refused> {
    let name = decision.one;
    let now_of = speakers::of_name(to, name)?.ok_or_else(|| unknown("name", name))?;
    let back = speakers::whole(to, decision.was.unwrap_or(decision.other))?;
    if now_of != speakers::whole(to, decision.other)? || now_of == back {
        return Err(changed("name", name, decision));
    }
    speakers::shift(to, name, back)?;
    let before = Before {
        apart: !decision.before.apart,
        ..Before::default()
    };
    Ok(by_hand(decision.kind, (name, back), Some(now_of), before))
}

fn move_statement_back(to: &Connection, decision: &Decision) -> Result<NewDecision, Refused> {
    let statement = decision.one;
    let names = statements::name(to, statement)?.zip(decision.before.name);
    let (name, back) = names.ok_or_else(|| unknown("statement", statement))?;
    let now_of = speakers::of_name(to, name)?.ok_or_else(|| unknown("name", name))?;
    let back_to = speakers::of_name(to, back)?.ok_or_else(|| unknown("name", back))?;
    if now_of != speakers::whole(to, decision.other)? || now_of == back_to {
        return Err(changed("statement", statement, decision));
    }
    statements::shift(to, statement, (back_to, back))?;
    let before = Before {
        apart: !decision.before.apart,
        name: Some(name),
        ..Before::default()
    };
    let about = (statement, back_to);
    Ok(by_hand(decision.kind, about, Some(now_of), before))
}

/// Takes a statement out of the words that it was put among, or puts it among those that it was taken out of.
fn change_words(to: &Connection, decision: &Decision) -> Result<NewDecision, Refused> {
    let (statement, quote) = (decision.one, decision.other);
    let said = statements::get(to, statement)?.ok_or_else(|| unknown("statement", statement))?;
    let is_joined = decision.kind == DecisionKind::WordsJoined;
    if said.quote != is_joined.then_some(quote) {
        return Err(changed("statement", statement, decision));
    }
    let kind = if is_joined {
        quotes::put(to, statement, None, None)?;
        DecisionKind::WordsApart
    } else {
        let alike = decision.before.why.as_deref();
        let alike = alike.zip(decision.before.alike_to);
        quotes::put(to, statement, Some(quote), alike)?;
        DecisionKind::WordsJoined
    };
    let before = Before {
        why: said.alike.map(|why| why.to_string()),
        alike_to: said.alike_to,
        ..Before::default()
    };
    Ok(by_hand(kind, (statement, quote), Some(said.report), before))
}

/// Gives a story that has become part of another its reports back, those that are still there.
fn part_stories(to: &Connection, joined: Decision) -> Result<NewDecision, Refused> {
    let (whole, part) = (stories::whole(to, joined.one)?, joined.other);
    stories::revive(to, part)?;
    let mut moved = Vec::with_capacity(joined.before.moved.len());
    for report in joined.before.moved {
        if stories::of_report(to, report)? == Some(whole) {
            let why = stories::why(to, report)?;
            let why = why.filter(|_| !joined.before.began.contains(&report));
            stories::shift(to, report, part, why.as_deref())?;
            moved.push(report);
        }
    }
    let before = Before {
        moved,
        ..Before::default()
    };
    let about = (whole, part);
    Ok(by_hand(DecisionKind::StoriesApart, about, None, before))
}

/// Gives a speaker that has become part of another its names back, those that are still there.
fn part_speakers(to: &Connection, joined: Decision) -> Result<NewDecision, Refused> {
    let (whole, part) = (speakers::whole(to, joined.one)?, joined.other);
    speakers::revive(to, part)?;
    let mut moved = Vec::with_capacity(joined.before.moved.len());
    for name in joined.before.moved {
        if speakers::of_name(to, name)? == Some(whole) {
            speakers::shift(to, name, part)?;
            moved.push(name);
        }
    }
    let before = Before {
        moved,
        ..Before::default()
    };
    let about = (whole, part);
    Ok(by_hand(DecisionKind::SpeakersApart, about, None, before))
}

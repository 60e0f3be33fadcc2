//! What was decided about stories, speakers and the same words.

use khabar_archive::about::About;
use khabar_archive::record::decisions::{Decision, DecisionKind};
use khabar_article::language::Direction;

use super::{PARTING, direction, note, section, times};
use crate::sanitize;
use crate::view::ink::{Ink, Text};
use crate::view::{Look, Page};

/// The most decisions under what they are about.
const MOST: usize = 10;

/// Decisions with what each is about, ending in a line break.
pub fn decisions(decisions: &[Decision], abouts: &[About], look: &Look) -> String {
    let mut page = Page::new(look, Direction::Ltr);
    if decisions.is_empty() {
        note(&mut page, "Nothing was decided.", "");
    }
    list(&mut page, decisions, abouts);
    page.finish()
}

/// The decisions about something under it, if there are any.
pub(super) fn under(page: &mut Page<'_>, decisions: &[Decision]) {
    if decisions.is_empty() {
        return;
    }
    section(page, "Decided");
    list(page, &decisions[..decisions.len().min(MOST)], &[]);
    note(page, "khabar correct undo NUMBER undoes one.", "");
}

fn list(page: &mut Page<'_>, decisions: &[Decision], abouts: &[About]) {
    let widths = decisions.iter().map(|one| one.id.to_string().len());
    let width = widths.max().unwrap_or(0);
    let rest = " ".repeat(width + 2);
    for (at, decision) in decisions.iter().enumerate() {
        page.direction = Direction::Ltr;
        let mut text = Text::of(&decided(decision), Ink::PLAIN);
        let by = if decision.by_hand {
            "by hand"
        } else {
            "by khabar"
        };
        let undone = decision.undone_by.map(|by| format!("undone by {by}"));
        let parts = [by.to_owned(), times::minute(decision.at)];
        for part in parts.into_iter().chain(undone) {
            text.push(&format!("{PARTING}{part}"), Ink::DIM);
        }
        let first = format!("{:>width$}  ", decision.id);
        page.hanging(&text, &first, &rest);
        let about = abouts.get(at).map(|about| [&about.one, &about.other]);
        for name in about.into_iter().flatten().flatten() {
            let name = sanitize::line(name);
            page.direction = direction(&name);
            page.hanging(&Text::of(&name, Ink::ITALIC), &rest, &rest);
        }
    }
}

/// What was decided, in words: `stories 3 and 7 are one`.
pub fn decided(decision: &Decision) -> String {
    let Decision { one, other, .. } = decision;
    match decision.kind {
        DecisionKind::StoriesJoined => format!("stories {one} and {other} are one"),
        DecisionKind::StoriesApart => format!("stories {one} and {other} are two"),
        DecisionKind::StoriesFree => format!("stories {one} and {other} may be one again"),
        DecisionKind::ReportMoved => format!("report {one} belongs to story {other}"),
        DecisionKind::SpeakersJoined => format!("speakers {one} and {other} are one"),
        DecisionKind::SpeakersApart => format!("speakers {one} and {other} are two"),
        DecisionKind::SpeakersFree => format!("speakers {one} and {other} may be one again"),
        DecisionKind::StatementMoved => format!("statement {one} is of speaker {other}"),
        DecisionKind::NameMoved => format!("name {one} is of speaker {other}"),
        DecisionKind::SpeakerNamed => format!("how speaker {one} is called"),
        DecisionKind::WordsJoined => format!("statement {one} is the same as quote {other}"),
        DecisionKind::WordsApart => format!("statement {one} is not the same as quote {other}"),
    }
}

//! Speakers: a list of them, and one with all that is known of it.

use std::collections::HashMap;

use khabar_archive::record::speakers::Speaker;
use khabar_archive::related::SpeakerPage;
use khabar_archive::time::date;
use khabar_article::language::Direction;

use super::stories::subjects;
use super::{PARTING, days, decisions, direction, note, plural, reasons, rows, said, section};
use crate::sanitize;
use crate::view::ink::{Ink, Text};
use crate::view::{Look, Page};

/// The headings of the list. What may run from right to left is followed by what does not.
const HEADINGS: [&str; 5] = ["No.", "Speaker", "Kind", "Statements", "The last"];
/// Names on a line.
const ON_A_LINE: usize = 6;
/// Before what belongs to the line above.
const UNDER: &str = "    ";

/// Speakers, ending in a line break. `has_more`: there are others behind the last one.
pub fn speakers(speakers: &[Speaker], has_more: bool, look: &Look) -> String {
    let Some(last) = speakers.last() else {
        let mut page = Page::new(look, Direction::Ltr);
        note(&mut page, "No such speaker is known.", "");
        return page.finish();
    };
    let cells = speakers.iter().map(|speaker| {
        vec![
            speaker.id.to_string(),
            speaker.name.clone(),
            speaker.kind.clone(),
            speaker.statements.to_string(),
            date(speaker.last_at),
        ]
    });
    let mut shown = rows(&HEADINGS, cells.collect(), look);
    if has_more {
        let mut page = Page::new(look, Direction::Ltr);
        let more = format!("More: khabar speakers --before {}", last.id);
        note(&mut page, &more, "");
        shown.push('\n');
        shown += &page.finish();
    }
    shown
}

/// A speaker with some of its statements, ending in a line break. `has_more`: there are others behind the last one.
pub fn speaker(
    shown: &SpeakerPage,
    has_more: bool,
    sources: &HashMap<i64, String>,
    look: &Look,
) -> String {
    let mut page = Page::new(look, Direction::Ltr);
    head(&mut page, shown);
    names(&mut page, shown);
    if !shown.roles.is_empty() {
        section(&mut page, "Called beside that");
    }
    for role in &shown.roles {
        let text = sanitize::line(&role.role);
        page.direction = direction(&text);
        page.paragraph(&Text::of(&text, Ink::PLAIN));
        let parts = [
            role.language.clone(),
            Some(days(role.first_at, role.last_at)),
            Some(plural(role.count, "time", "times")),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        note(&mut page, &parts.join(PARTING), UNDER);
    }
    if !shown.said.is_empty() {
        section(&mut page, "Said");
    }
    for one in &shown.said {
        page.gap();
        said::place(&mut page, one, said::Among::Speaker, sources);
        said::how(&mut page, one);
        said::words(&mut page, one, &said::plain(one));
    }
    if let Some(last) = shown.said.last().filter(|_| has_more) {
        page.gap();
        let more = format!(
            "Older ones: khabar speakers {} --before {}",
            shown.speaker.id, last.id
        );
        note(&mut page, &more, "");
    }
    proposals(&mut page, shown);
    decisions::under(&mut page, &shown.decisions);
    page.finish()
}

fn head(page: &mut Page<'_>, shown: &SpeakerPage) {
    let speaker = &shown.speaker;
    let name = sanitize::line(&speaker.name);
    page.direction = direction(&name);
    let number = format!("{}  ", speaker.id);
    let rest = " ".repeat(number.len());
    page.hanging(&Text::of(&name, Ink::BOLD), &number, &rest);
    let parts = [
        speaker.kind.clone(),
        plural(speaker.statements, "statement", "statements"),
        format!("the last {}", date(speaker.last_at)),
    ];
    note(page, &parts.join(PARTING), "");
    subjects(page, &shown.subjects, "");
    let quoted_by = shown
        .quoted_by
        .iter()
        .map(|quoting| (&quoting.title, quoting.statements));
    counted(page, "quoted by", quoted_by);
    let addressees = shown
        .addressees
        .iter()
        .map(|(addressee, count)| (addressee, *count));
    counted(page, "speaks to", addressees);
}

/// Names with how often, the first of them.
fn counted<'a>(
    page: &mut Page<'_>,
    what: &str,
    counts: impl ExactSizeIterator<Item = (&'a String, u64)>,
) {
    let left = counts.len().saturating_sub(ON_A_LINE);
    // A number behind what runs from right to left is not to be taken into it: FIRST STRONG ISOLATE and POP DIRECTIONAL
    // ISOLATE.
    let named = counts
        .take(ON_A_LINE)
        .map(|(name, count)| format!("\u{2068}{}\u{2069} {count}", sanitize::line(name)));
    let mut named: Vec<String> = named.collect();
    if named.is_empty() {
        return;
    }
    if left > 0 {
        named.push(format!("{left} others"));
    }
    note(page, &format!("{what} {}", named.join(PARTING)), "");
}

/// What it is called, and why.
fn names(page: &mut Page<'_>, shown: &SpeakerPage) {
    if shown.names.is_empty() {
        return;
    }
    section(page, "Names");
    let widths = shown.names.iter().map(|name| name.id.to_string().len());
    let width = widths.max().unwrap_or(0);
    let rest = " ".repeat(width + 2);
    for called in &shown.names {
        let name = sanitize::line(&called.name);
        page.direction = direction(&name);
        let first = format!("{:>width$}  ", called.id);
        page.hanging(&Text::of(&name, Ink::PLAIN), &first, &rest);
        let parts = [
            called.language.clone(),
            Some(plural(called.statements, "statement", "statements")),
            called.why.as_ref().and_then(reasons::named),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        note(page, &parts.join(PARTING), &rest);
    }
}

/// Who may be the same, for somebody to say.
fn proposals(page: &mut Page<'_>, shown: &SpeakerPage) {
    if shown.proposals.is_empty() {
        return;
    }
    section(page, "May be the same");
    let id = shown.speaker.id;
    for proposal in &shown.proposals {
        let other = &proposal.speaker;
        let name = sanitize::line(&other.name);
        page.direction = direction(&name);
        let number = format!("{}  ", other.id);
        let rest = " ".repeat(number.len());
        page.hanging(&Text::of(&name, Ink::PLAIN), &number, &rest);
        let parts = [
            Some(plural(other.statements, "statement", "statements")),
            proposal.why.as_ref().and_then(reasons::named),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        note(page, &parts.join(PARTING), &rest);
    }
    let other = shown.proposals[0].speaker.id;
    page.gap();
    let how = format!(
        "khabar correct join-speakers {id} {other} says that they are, khabar correct keep-apart {id} {other} that they are not."
    );
    note(page, &how, "");
}

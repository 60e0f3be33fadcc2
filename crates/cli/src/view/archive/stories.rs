//! Stories: a list of them, and one over time.

use std::collections::{BTreeSet, HashMap};

use khabar_archive::record::reports::Entry;
use khabar_archive::record::subjects::Subject;
use khabar_archive::related::{StoryItem, StoryPage, Told};
use khabar_archive::time::date;
use khabar_article::language::Direction;

use super::hits::{UNTITLED, about};
use super::{PARTING, days, decisions, direction, note, plural, reasons, said, section};
use crate::sanitize;
use crate::view::ink::{Ink, Text};
use crate::view::{Look, Page};

/// Sentences that a report adds, and statements of a story, where not all are wanted.
const ADDED: usize = 2;
const SAID: usize = 12;
/// Subjects that are named.
const SUBJECTS: usize = 8;

/// Stories, ending in a line break. `has_more`: there are others behind the last one.
pub fn stories(
    items: &[StoryItem],
    has_more: bool,
    sources: &HashMap<i64, String>,
    look: &Look,
) -> String {
    let mut page = Page::new(look, Direction::Ltr);
    let Some(last) = items.last() else {
        note(&mut page, "No such story of several reports is kept.", "");
        return page.finish();
    };
    let widths = items.iter().map(|item| item.story.id.to_string().len());
    let width = widths.max().unwrap_or(0);
    let rest = " ".repeat(width + 2);
    for item in items {
        page.gap();
        let story = &item.story;
        headline(
            &mut page,
            &item.first,
            &format!("{:>width$}  ", story.id),
            &rest,
        );
        let mut parts = vec![
            plural(story.reports, "report", "reports"),
            days(story.first_at, story.last_at),
        ];
        if let Some(source) = sources.get(&item.first.source) {
            parts.push(format!("first in\u{a0}{}", sanitize::line(source)));
        }
        note(&mut page, &parts.join(PARTING), &rest);
        subjects(&mut page, &item.subjects, &rest);
    }
    if has_more {
        page.gap();
        let more = format!("Older ones: khabar stories --before {}", last.story.id);
        note(&mut page, &more, "");
    }
    page.finish()
}

/// A story with its reports over time, ending in a line break; with `full` all that is known of each.
pub fn story(story: &StoryPage, sources: &HashMap<i64, String>, full: bool, look: &Look) -> String {
    let mut page = Page::new(look, Direction::Ltr);
    head(&mut page, story);
    let mut day = None;
    for told in &story.members {
        let this = date(told.member.entry.ordered_at);
        if day.as_ref() != Some(&this) {
            section(&mut page, &this);
            day = Some(this);
        }
        member(&mut page, told, sources, full);
    }
    if let Some((_, report)) = story.next {
        page.gap();
        let more = format!(
            "Later ones: khabar stories {} --after {report}",
            story.story.id
        );
        note(&mut page, &more, "");
    }
    statements(&mut page, story, sources, full);
    decisions::under(&mut page, &story.decisions);
    page.finish()
}

fn head(page: &mut Page<'_>, shown: &StoryPage) {
    let story = &shown.story;
    let number = format!("{}  ", story.id);
    let rest = " ".repeat(number.len());
    match shown.members.first() {
        Some(told) => headline(page, &told.member.entry, &number, &rest),
        None => page.hanging(&Text::of(UNTITLED, Ink::BOLD), &number, &rest),
    }
    let entries = || shown.members.iter().map(|told| &told.member.entry);
    let languages: BTreeSet<&str> = entries()
        .filter_map(|entry| entry.language.as_deref())
        .collect();
    let mut parts = vec![
        plural(story.reports, "report", "reports"),
        plural(shown.outlets, "source", "sources"),
    ];
    // Of a part of the reports the others are not known.
    if story.reports == shown.members.len() as u64 {
        parts.push(Vec::from_iter(languages).join(", "));
    }
    parts.push(days(story.first_at, story.last_at));
    parts.retain(|part| !part.is_empty());
    note(page, &parts.join(PARTING), "");
    subjects(page, &shown.subjects, "");
    if let Some(from) = story.grown_from {
        note(page, &format!("grew out of story {from}"), "");
    }
    let outgrown: Vec<String> = shown
        .outgrown
        .iter()
        .map(|story| format!("story {}", story.id))
        .collect();
    if !outgrown.is_empty() {
        note(
            page,
            &format!("grown out of it: {}", outgrown.join(", ")),
            "",
        );
    }
}

/// A headline behind a number.
fn headline(page: &mut Page<'_>, entry: &Entry, first: &str, rest: &str) {
    page.direction = match entry.direction.as_str() {
        "rtl" => Direction::Rtl,
        _ => Direction::Ltr,
    };
    let headline = entry.headline.as_deref().unwrap_or(UNTITLED);
    page.hanging(&Text::of(&sanitize::line(headline), Ink::BOLD), first, rest);
}

/// What something is about, on a line of its own.
pub(super) fn subjects(page: &mut Page<'_>, subjects: &[Subject], mark: &str) {
    let named = subjects.iter().take(SUBJECTS);
    let named: Vec<String> = named
        .map(|subject| sanitize::line(&subject.shown))
        .filter(|shown| !shown.is_empty())
        .collect();
    let named = named.join(PARTING);
    page.direction = direction(&named);
    page.hanging(&Text::of(&named, Ink::CODE), mark, mark);
}

/// A report of a story.
fn member(page: &mut Page<'_>, told: &Told, sources: &HashMap<i64, String>, full: bool) {
    page.gap();
    let member = &told.member;
    let entry = &member.entry;
    let number = format!("{:>5}  ", entry.id);
    let rest = " ".repeat(number.len());
    headline(page, entry, &number, &rest);
    let side = page.direction;
    let source = sources.get(&entry.source).map_or("", String::as_str);
    page.hanging(&Text::of(&about(entry, source), Ink::DIM), &rest, &rest);
    if let Some(kin) = reasons::kin(&member.kin, member.kin_to, member.kin_why.as_ref()) {
        page.direction = Direction::Ltr;
        page.hanging(&Text::of(&kin, Ink::YELLOW), &rest, &rest);
    }
    if let Some(why) = member.why.as_ref().and_then(reasons::joined) {
        page.direction = Direction::Ltr;
        let why = format!("in common: {why}");
        page.hanging(&Text::of(&why, Ink::DIM), &rest, &rest);
    }
    page.direction = side;
    let most = if full { told.adds.len() } else { ADDED };
    for sentence in told.adds.iter().take(most) {
        let text = Text::of(&sanitize::line(sentence), Ink::GREEN);
        page.hanging(&text, &format!("{rest}+ "), &format!("{rest}  "));
    }
    let left = told.adds.len().saturating_sub(most);
    if left > 0 {
        let more = plural(left as u64, "sentence", "sentences");
        note(page, &format!("+ {more} more"), &rest);
    }
}

/// Who said what, those of one speaker that follow one another under one name.
fn statements(page: &mut Page<'_>, story: &StoryPage, sources: &HashMap<i64, String>, full: bool) {
    let all = &story.statements;
    if all.is_empty() {
        return;
    }
    let first = if story.has_more_statements {
        "the first "
    } else {
        ""
    };
    section(page, &format!("Who said what: {first}{}", all.len()));
    let most = if full { all.len() } else { SAID };
    let mut last = None;
    for one in all.iter().take(most) {
        let who = (one.speaker, &one.by);
        if last == Some(who) {
            said::how(page, one);
        } else {
            page.gap();
            said::who(page, one);
        }
        said::place(page, one, said::Among::Story, sources);
        said::words(page, one, &said::plain(one));
        last = Some(who);
    }
    let left = all.len().saturating_sub(most);
    if left > 0 {
        page.gap();
        let more = plural(left as u64, "statement", "statements");
        let id = story.story.id;
        note(
            page,
            &format!("{more} more: khabar stories {id} --full"),
            "",
        );
    }
}

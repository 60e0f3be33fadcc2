//! The same words in several reports.

use std::collections::{BTreeSet, HashMap};

use khabar_archive::diff::RunKind;
use khabar_archive::related::{Alike, QuoteItem, QuotePage};
use khabar_archive::time::date;
use khabar_article::language::Direction;

use super::{PARTING, changes, days, decisions, direction, note, plural, reasons, said, section};
use crate::sanitize;
use crate::view::ink::{Ink, Text};
use crate::view::{Look, Page};

/// The same words, ending in a line break. `has_more`: there are others behind the last one.
pub fn quotes(
    items: &[QuoteItem],
    has_more: bool,
    sources: &HashMap<i64, String>,
    look: &Look,
) -> String {
    let mut page = Page::new(look, Direction::Ltr);
    let Some(last) = items.last() else {
        note(&mut page, "No such words of several reports are known.", "");
        return page.finish();
    };
    let widths = items.iter().map(|item| item.quote.id.to_string().len());
    let width = widths.max().unwrap_or(0);
    let rest = " ".repeat(width + 2);
    for item in items {
        page.gap();
        let (quote, first) = (&item.quote, &item.first);
        let words = sanitize::line(&first.words);
        page.direction = direction(&words);
        let number = format!("{:>width$}  ", quote.id);
        page.hanging(&Text::of(&words, Ink::PLAIN), &number, &rest);
        if let Some(by) = &first.by {
            let by = sanitize::line(by);
            page.direction = direction(&by);
            page.hanging(&Text::of(&by, Ink::BOLD), &rest, &rest);
        }
        let mut parts = vec![
            plural(quote.statements, "statement", "statements"),
            days(first.at, quote.last_at),
        ];
        if let Some(source) = sources.get(&first.source) {
            parts.push(format!("first in\u{a0}{}", sanitize::line(source)));
        }
        note(&mut page, &parts.join(PARTING), &rest);
    }
    if has_more {
        page.gap();
        let more = format!("Older ones: khabar quotes --before {}", last.quote.id);
        note(&mut page, &more, "");
    }
    page.finish()
}

/// The same words wherever they stand, the earliest first, ending in a line break.
pub fn quote(shown: &QuotePage, sources: &HashMap<i64, String>, look: &Look) -> String {
    let mut page = Page::new(look, Direction::Ltr);
    let quote = &shown.quote;
    let outlets: BTreeSet<i64> = shown.members.iter().map(|one| one.said.source).collect();
    let mut parts = vec![
        format!("Quote {}", quote.id),
        plural(quote.statements, "statement", "statements"),
        plural(outlets.len() as u64, "source", "sources"),
    ];
    if let Some(first) = shown.members.first() {
        parts.push(days(first.said.at, quote.last_at));
    }
    note(&mut page, &parts.join(PARTING), "");
    let mut day = None;
    for alike in &shown.members {
        let this = date(alike.said.at);
        if day.as_ref() != Some(&this) {
            section(&mut page, &this);
            day = Some(this);
        }
        page.gap();
        member(&mut page, alike, sources);
    }
    decisions::under(&mut page, &shown.decisions);
    page.finish()
}

fn member(page: &mut Page<'_>, alike: &Alike, sources: &HashMap<i64, String>) {
    let said = &alike.said;
    said::who(page, said);
    said::place(page, said, said::Among::Quote, sources);
    if alike.is_other_speaker {
        page.direction = Direction::Ltr;
        let other = "another speaker than in the earliest report";
        page.hanging(&Text::of(other, Ink::RED), "! ", "  ");
    }
    if let Some(why) = said.alike.as_ref().and_then(reasons::alike) {
        let why = match said.alike_to {
            Some(other) => format!("as statement {other}: {why}"),
            None => why,
        };
        note(page, &why, said::HOW);
    }
    let differs = |kind| alike.wording.iter().any(|run| run.kind != kind);
    if differs(RunKind::Same) {
        said::words(page, said, &changes::marked(&alike.wording));
    } else {
        said::words(page, said, &said::plain(said));
    }
}

//! A statement of the archive.

use std::collections::HashMap;

use khabar_archive::record::statements::Said;
use khabar_archive::time::date;
use khabar_article::language::Direction;

use super::{PARTING, direction, note};
use crate::sanitize;
use crate::view::Page;
use crate::view::ink::{Ink, Text};

/// Before the lines of words that are the speaker's own, as under a report.
const OWN: &str = "  │ ";
/// Before the lines of others.
const REPORTED: &str = "    ";
/// Before what says how something was said.
pub const HOW: &str = "  ";
/// Stands where nobody is named.
const NOBODY: &str = "?";

/// Who said it, to whom, and the words that say when.
pub fn who(page: &mut Page<'_>, said: &Said) {
    let by = sanitize::line(said.by.as_deref().unwrap_or(NOBODY));
    page.direction = direction(&by);
    let mut text = Text::of(&by, Ink::BOLD);
    to_whom(&mut text, said, page.direction);
    page.paragraph(&text);
}

/// To whom it was said, and the words that say when, where a report says so.
pub fn how(page: &mut Page<'_>, said: &Said) {
    let words = said.addressee.as_deref().or(said.said.as_deref());
    let Some(words) = words else { return };
    page.direction = direction(words);
    let mut text = Text::default();
    to_whom(&mut text, said, page.direction);
    page.hanging(&text, HOW, HOW);
}

fn to_whom(text: &mut Text, said: &Said, direction: Direction) {
    let arrow = match direction {
        Direction::Ltr => "→",
        Direction::Rtl => "←",
    };
    if let Some(addressee) = &said.addressee {
        let gap = if text.text().is_empty() { "" } else { " " };
        text.push(&format!("{gap}{arrow}\u{a0}"), Ink::DIM);
        text.push(&sanitize::line(addressee), Ink::PLAIN);
    }
    if let Some(when) = &said.said {
        let parting = if text.text().is_empty() { "" } else { PARTING };
        text.push(&format!("{parting}{}", sanitize::line(when)), Ink::DIM);
    }
}

/// Among what a statement is shown, which goes without saying.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Among {
    /// Those of a story.
    Story,
    /// Those of a speaker.
    Speaker,
    /// Those with the same words.
    Quote,
}

/// When and where it stands, with its numbers.
pub fn place(page: &mut Page<'_>, said: &Said, among: Among, sources: &HashMap<i64, String>) {
    let source = sources.get(&said.source).map(|title| sanitize::line(title));
    let speaker = said.speaker.filter(|_| among != Among::Speaker);
    let quote = said.quote.filter(|_| among != Among::Quote);
    let parts = [
        Some(date(said.at)),
        source.filter(|title| !title.is_empty()),
        Some(format!("report\u{a0}{}", said.report)),
        Some(format!("statement\u{a0}{}", said.id)),
        speaker.map(|speaker| format!("speaker\u{a0}{speaker}")),
        quote.map(|quote| format!("quote\u{a0}{quote}")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    note(page, &parts.join(PARTING), HOW);
}

/// What was said, behind a bar where the words are the speaker's own.
pub fn words(page: &mut Page<'_>, said: &Said, texts: &[Text]) {
    let mark = if said.kind == "direct" { OWN } else { REPORTED };
    page.direction = direction(&said.words);
    for text in texts {
        page.hanging(text, mark, mark);
    }
}

/// What was said, as it stands.
pub fn plain(said: &Said) -> [Text; 1] {
    [Text::of(&sanitize::line(&said.words), Ink::PLAIN)]
}

//! The ledger of one source.

use std::collections::HashMap;
use std::fmt::Write as _;

use khabar_archive::ledger::{DAYS, SourceState};
use khabar_archive::record::channels::Channel;
use khabar_archive::record::pages::{Page as Announced, PageState};
use khabar_archive::time::{DAY, Seconds, date};
use khabar_article::language::Direction;

use super::sources::{health, per_week, reasons};
use super::{PARTING, direction, plural, section, times};
use crate::sanitize;
use crate::view::ink::{Ink, Text};
use crate::view::{Look, Page, wrap};

/// Before what belongs to the line above.
const UNDER: &str = "    ";

/// How a source does at a time, and the pages of which no report is kept, ending in a line break.
pub fn source(state: &SourceState, missed: &[Announced], now: Seconds, look: &Look) -> String {
    let mut page = Page::new(look, Direction::Ltr);
    head(&mut page, state, now);
    if !state.channels.is_empty() {
        section(&mut page, "Channels");
    }
    for channel in &state.channels {
        self::channel(&mut page, channel, state.source.paused, now);
    }
    announced(&mut page, state);
    if !state.failures.is_empty() {
        section(&mut page, &format!("Failed in {DAYS} days"));
        for failure in &state.failures {
            let times = format!("{} × {}", failure.count, failure.cause);
            let when = times::ago(now, failure.at);
            line(&mut page, "", &times, &format!("the last {when}"));
            under(&mut page, &failure.message, Ink::PLAIN);
            under(&mut page, &failure.url, Ink::DIM);
        }
    }
    if !missed.is_empty() {
        section(&mut page, "Pages without a report");
        for missed in missed {
            self::missed(&mut page, missed, now);
        }
    }
    page.finish()
}

/// What stands above all else: title, state, numbers, and what is wrong.
fn head(page: &mut Page<'_>, state: &SourceState, now: Seconds) {
    let source = &state.source;
    let title = sanitize::line(&source.title);
    page.direction = direction(&title);
    let number = format!("{}  ", source.id);
    let rest = " ".repeat(wrap::width(&number));
    page.hanging(&Text::of(&title, Ink::BOLD), &number, &rest);
    page.direction = Direction::Ltr;
    page.paragraph(&Text::of(&sanitize::line(&source.home), Ink::CODE));
    let mut about = health(state);
    let folder = source.folder.as_deref().map(sanitize::line);
    let parts = [
        Some(format!("followed since {}", date(source.added_at))),
        source.language.as_deref().map(sanitize::line),
        folder.map(|folder| format!("in {folder}")),
    ];
    for part in parts.into_iter().flatten() {
        about.push(&format!("{PARTING}{part}"), Ink::DIM);
    }
    page.paragraph(&about);
    let mut numbers = plural(state.reports, "report", "reports");
    // Writing to a string cannot fail.
    if let Some(at) = state.last_report_at {
        let _ = write!(numbers, ", the last {}", times::ago(now, at));
    }
    if let (Some(rhythm), Some(per_week)) = (&state.rhythm, per_week(state)) {
        let gap = times::span(rhythm.longest_gap);
        let _ = write!(numbers, "; {per_week} a week, {gap} apart at most");
    }
    page.paragraph(&Text::of(&numbers, Ink::PLAIN));
    let mut chart = Text::of(&chart(state, now), Ink::CODE);
    chart.push(&format!("  new reports a day, {DAYS} days"), Ink::DIM);
    page.paragraph(&chart);
    if let Some(rhythm) = &state.rhythm {
        let mut drawn = Text::of(&bars(&rhythm.by_hour), Ink::CODE);
        drawn.push("  by hour, 0 to 23 UTC", Ink::DIM);
        page.paragraph(&drawn);
        let mut drawn = Text::of(&bars(&rhythm.by_weekday), Ink::CODE);
        drawn.push("  by day of the week, from Monday", Ink::DIM);
        page.paragraph(&drawn);
    }
    for reason in reasons(state, now) {
        page.hanging(&Text::of(&reason, Ink::YELLOW), "! ", "  ");
    }
}

/// Bars of rising height; the first stands for nothing.
const BARS: [char; 9] = ['·', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Shares as a row of bars, the greatest as high as there is.
fn bars(shares: &[f64]) -> String {
    let most = shares.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let bar = |share: &f64| BARS[((share / most * 8.0).ceil() as usize).min(8)];
    shares.iter().map(bar).collect()
}

/// The new reports of each day as a row of bars, the last day last.
fn chart(state: &SourceState, now: Seconds) -> String {
    let new: HashMap<i64, u32> = state.days.iter().map(|day| (day.day, day.new)).collect();
    let today = now.div_euclid(DAY);
    let most = new.values().copied().max().unwrap_or(0).max(1);
    (today - DAYS + 1..=today)
        .map(|day| {
            let count = new.get(&day).copied().unwrap_or(0);
            BARS[(count * 8).div_ceil(most).min(8) as usize]
        })
        .collect()
}

/// Something with its kind before it and what is to be said of it behind.
fn line(page: &mut Page<'_>, kind: &str, name: &str, said: &str) {
    let mut text = Text::of(kind, Ink::BOLD);
    if !kind.is_empty() {
        text.push("  ", Ink::PLAIN);
    }
    text.push(&sanitize::line(name), Ink::PLAIN);
    text.push(PARTING, Ink::DIM);
    text.push(said, Ink::DIM);
    page.hanging(&text, "", UNDER);
}

fn under(page: &mut Page<'_>, text: &str, ink: Ink) {
    page.hanging(&Text::of(&sanitize::line(text), ink), UNDER, UNDER);
}

fn channel(page: &mut Page<'_>, channel: &Channel, paused: bool, now: Seconds) {
    let looked = match channel.looked_at {
        Some(at) => format!("looked at {}", times::ago(now, at)),
        None => "not looked at yet".to_owned(),
    };
    let next = if paused {
        "paused".to_owned()
    } else {
        format!("next {}", times::ahead(now, channel.due_at))
    };
    let every = format!("every {}", times::span(channel.interval));
    let mut text = Text::of(channel.kind.name(), Ink::BOLD);
    text.push("  ", Ink::PLAIN);
    text.push(&sanitize::line(&channel.url), Ink::PLAIN);
    page.hanging(&text, "", UNDER);
    under(page, &[looked, next, every].join(PARTING), Ink::DIM);
}

/// Which channels announced what.
fn announced(page: &mut Page<'_>, state: &SourceState) {
    let coverage = &state.coverage;
    if coverage.all == 0 {
        return;
    }
    section(page, &format!("Announced in {DAYS} days"));
    let kinds = [
        ("feed", coverage.feed, coverage.feed_alone),
        ("sitemap", coverage.sitemap, coverage.sitemap_alone),
        ("section", coverage.section, coverage.section_alone),
    ];
    let all = coverage.all;
    // Where there is one kind alone, there is nothing to set beside it.
    let several = kinds.iter().filter(|(_, count, _)| *count > 0).count() > 1;
    let width = all.to_string().len();
    page.paragraph(&Text::of(
        &plural(all, "report in all", "reports in all"),
        Ink::PLAIN,
    ));
    for (name, count, alone) in kinds {
        if count == 0 {
            continue;
        }
        let share = count * 100 / all;
        let by = format!("{count} by {name}, {share} %");
        let mut text = Text::of(&by, Ink::PLAIN);
        if several && alone > 0 {
            text.push(
                &format!("{PARTING}{alone} by nothing else"),
                if state.feed_lacks && name != "feed" {
                    Ink::YELLOW
                } else {
                    Ink::DIM
                },
            );
        }
        let indent = " ".repeat(width - count.to_string().len());
        page.hanging(&text, &indent, UNDER);
    }
    let states = state.pages.iter().map(|(state, count)| {
        let name = match state {
            PageState::Waiting => "waiting",
            PageState::Kept => "kept",
            PageState::Missed => "missed",
            PageState::NotAReport => "without a report",
            PageState::Unwanted => "not wanted",
        };
        format!("{count} {name}")
    });
    let states = format!(
        "Of all pages ever: {}",
        states.collect::<Vec<_>>().join(", ")
    );
    page.paragraph(&Text::of(&states, Ink::DIM));
}

fn missed(page: &mut Page<'_>, missed: &Announced, now: Seconds) {
    let kind = match missed.state {
        PageState::Waiting => "waits",
        PageState::NotAReport => "no report",
        _ => "missed",
    };
    let mut said = format!("announced {}", times::ago(now, missed.announced_at));
    if let Some(due) = missed.due_at {
        // Writing to a string cannot fail.
        let _ = write!(said, "{PARTING}again {}", times::ahead(now, due));
    }
    let name = missed.title.as_deref().unwrap_or(&missed.address);
    line(page, kind, name, &said);
    if let Some(message) = &missed.message {
        under(page, message, Ink::PLAIN);
    }
    if missed.title.is_some() {
        under(page, &missed.address, Ink::DIM);
    }
}

#[cfg(test)]
mod tests {
    use khabar_archive::ledger::Health;

    use super::*;
    use crate::view::archive::sources::tests::{NOW, state};
    use crate::view::tests::look;

    #[test]
    fn a_source_is_told_whole() {
        let missed = Announced {
            source: 7,
            address: "https://post.example/gone".into(),
            title: Some("The ferry".into()),
            announced_at: NOW - 2 * DAY,
            state: PageState::Missed,
            due_at: None,
            tries: 5,
            cause: Some("gone".into()),
            message: Some("the site has no such page (410); check the address".into()),
        };
        let state = state(7, "The Post", Health::Troubled);
        let expected = "\
7  The Post
https://post.example/7/
troubled · followed since 1972-09-18 · en · in Coast
120 reports, the last 3 h ago; 35 a week, 2 days apart at most
·················█·········▁  new reports a day, 28 days
███▄████████████████████  by hour, 0 to 23 UTC
█████▂·  by day of the week, from Monday
! 3 pages could not be had in 28 days, in which 9 reports were kept
! its feeds announced 80 of the 120 reports that all its channels
  did

── Channels ────────────────────────────────────────────────────────

feed  https://post.example/7/rss
    looked at 1 min ago · next in 4 min · every 5 min

── Announced in 28 days ────────────────────────────────────────────

120 reports in all
 80 by feed, 66 %
120 by sitemap, 100 % · 40 by nothing else
Of all pages ever: 120 kept, 3 missed

── Failed in 28 days ───────────────────────────────────────────────

12 × timeout · the last 60 min ago
    post.example did not answer in time; try again later
    https://post.example/slow

── Pages without a report ──────────────────────────────────────────

missed  The ferry · announced 2 days ago
    the site has no such page (410); check the address
    https://post.example/gone
";
        let shown = source(&state, &[missed], NOW, &look(68)).replace('\u{a0}', " ");
        let squeezed = |text: &str| text.replace("\n\n", "\n");
        assert_eq!(squeezed(&shown), squeezed(expected), "{shown}");
    }
}

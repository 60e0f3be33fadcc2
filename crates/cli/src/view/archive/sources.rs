//! The ledger: how all sources do.

use khabar_archive::ledger::{DAYS, Health, SourceState};
use khabar_archive::time::Seconds;
use khabar_article::language::Direction;

use super::{PARTING, direction, plural, times};
use crate::sanitize;
use crate::view::ink::{Ink, Text};
use crate::view::table::{self, Row};
use crate::view::{Look, Page};

/// A table in fewer columns than this is better read source by source.
const LEAST_COLUMNS: usize = 68;
/// The headings of the table. What may run from right to left is followed by what does not, so that terminals which order
/// lines by themselves keep the columns apart.
const HEADINGS: [&str; 7] = [
    "No.",
    "Source",
    "State",
    "Last report",
    "A week",
    "Reports",
    "Next look",
];

/// How the sources do at a time, in the order given, with what is wrong in words, ending in a line break.
pub fn sources(states: &[SourceState], now: Seconds, look: &Look) -> String {
    let mut page = Page::new(look, Direction::Ltr);
    if states.is_empty() {
        page.paragraph(&Text::of("Nothing is followed.", Ink::DIM));
        return page.finish();
    }
    let rows: Vec<Row> = std::iter::once(heading())
        .chain(states.iter().map(|state| row(state, now)))
        .collect();
    let widths = table::widths(&rows, look.columns).filter(|_| look.columns >= LEAST_COLUMNS);
    match widths {
        Some(widths) => table::columns(&mut page, &rows, &widths, ""),
        None => list(&mut page, states, now),
    }
    complaints(&mut page, states, now);
    page.finish()
}

fn heading() -> Row {
    Row {
        header: true,
        cells: HEADINGS.map(|name| Text::of(name, Ink::BOLD)).into(),
    }
}

fn row(state: &SourceState, now: Seconds) -> Row {
    let plain = |text: String| Text::of(&text, Ink::PLAIN);
    Row {
        header: false,
        cells: vec![
            plain(state.source.id.to_string()),
            plain(sanitize::line(&state.source.title)),
            health(state),
            plain(last_report(state, now)),
            plain(per_week(state).unwrap_or_default()),
            plain(state.reports.to_string()),
            plain(next_look(state, now).unwrap_or_default()),
        ],
    }
}

/// The sources one below the other.
fn list(page: &mut Page<'_>, states: &[SourceState], now: Seconds) {
    let numbers = states.iter().map(|state| state.source.id.to_string().len());
    let width = numbers.max().unwrap_or(0);
    let rest = " ".repeat(width + 2);
    for state in states {
        page.gap();
        let title = sanitize::line(&state.source.title);
        page.direction = direction(&title);
        let first = format!("{:>width$}  ", state.source.id);
        page.hanging(&Text::of(&title, Ink::BOLD), &first, &rest);
        page.direction = Direction::Ltr;
        let mut about = health(state);
        about.push(PARTING, Ink::DIM);
        about.push(&plural(state.reports, "report", "reports"), Ink::PLAIN);
        let more = [
            state
                .last_report_at
                .map(|_| format!("the last {}", last_report(state, now))),
            per_week(state).map(|count| format!("{count} a week")),
            next_look(state, now).map(|when| format!("next look {when}")),
        ];
        for part in more.into_iter().flatten() {
            about.push(PARTING, Ink::DIM);
            about.push(&part, Ink::PLAIN);
        }
        page.hanging(&about, &rest, &rest);
    }
}

/// What is wrong with sources, in words, under a heading if there is anything.
fn complaints(page: &mut Page<'_>, states: &[SourceState], now: Seconds) {
    let told: Vec<(&SourceState, Vec<String>)> = states
        .iter()
        .map(|state| (state, reasons(state, now)))
        .filter(|(_, reasons)| !reasons.is_empty())
        .collect();
    if told.is_empty() {
        return;
    }
    page.gap();
    page.rule("What needs a look");
    for (state, reasons) in told {
        page.gap();
        let name = format!(
            "{}  {}",
            state.source.id,
            sanitize::line(&state.source.title)
        );
        page.paragraph(&Text::of(&name, Ink::BOLD));
        for reason in reasons {
            page.hanging(&Text::of(&reason, Ink::PLAIN), "· ", "  ");
        }
    }
}

/// How a source does, in its colour.
pub fn health(state: &SourceState) -> Text {
    let ink = match state.health {
        Health::Down => Ink::RED,
        Health::Silent | Health::Troubled => Ink::YELLOW,
        Health::New | Health::Paused => Ink::DIM,
        Health::Well => Ink::GREEN,
    };
    let word = match state.health {
        // There is nothing to be looked at, so it stays as it is.
        Health::New if state.channels.is_empty() => "imported",
        health => health.name(),
    };
    Text::of(word, ink)
}

/// What is wrong with a source, a sentence each.
pub fn reasons(state: &SourceState, now: Seconds) -> Vec<String> {
    let mut out = Vec::new();
    if state.health == Health::Silent
        && let (Some(last), Some(expected)) = (state.last_report_at, state.expected_since)
    {
        out.push(format!(
            "nothing for {}, in which its rhythm would have brought about {expected:.0} reports",
            times::span(now - last)
        ));
    }
    let failing = state.channels.iter().filter(|channel| channel.failures > 0);
    for channel in failing {
        let message = channel.message.as_deref().unwrap_or("no reason is known");
        let times = match channel.failures {
            1 => "failed the last time".to_owned(),
            many => format!("failed {many} times in a row"),
        };
        out.push(sanitize::line(&format!(
            "its {} {} {times}: {message}",
            channel.kind.name(),
            channel.url
        )));
    }
    let (new, missed) = state.days.iter().fold((0, 0), |(new, missed), day| {
        (new + u64::from(day.new), missed + u64::from(day.missed))
    });
    if state.health == Health::Troubled && missed > 0 {
        out.push(format!(
            "{} could not be had in {DAYS} days, in which {} kept",
            plural(missed, "page", "pages"),
            plural(new, "report was", "reports were"),
        ));
    }
    if state.feed_lacks {
        let coverage = &state.coverage;
        out.push(format!(
            "its feeds announced {} of the {} reports that all its channels did",
            coverage.feed, coverage.all
        ));
    }
    out
}

fn last_report(state: &SourceState, now: Seconds) -> String {
    state
        .last_report_at
        .map_or_else(|| "none".to_owned(), |at| times::ago(now, at))
}

/// Reports a week, where enough are there to tell.
pub fn per_week(state: &SourceState) -> Option<String> {
    let per_week = state.rhythm.as_ref()?.per_week;
    Some(if per_week < 9.5 {
        format!("{per_week:.1}")
    } else {
        format!("{per_week:.0}")
    })
}

/// When one of its channels is looked at next.
fn next_look(state: &SourceState, now: Seconds) -> Option<String> {
    if state.source.paused {
        return None;
    }
    let due = state.channels.iter().map(|channel| channel.due_at).min()?;
    Some(times::ahead(now, due))
}

#[cfg(test)]
pub mod tests {
    use khabar_archive::ledger::rhythm::Rhythm;
    use khabar_archive::record::channels::{Channel, ChannelKind};
    use khabar_archive::record::days::{Day, Failure};
    use khabar_archive::record::pages::{Coverage, PageState};
    use khabar_archive::record::sources::Source;
    use khabar_archive::time::{DAY, HOUR, MINUTE};
    use proptest::prelude::*;

    use super::*;
    use crate::view::archive::source;
    use crate::view::tests::look;
    use crate::view::wrap;

    /// A time that the views are made for.
    pub const NOW: Seconds = 1_000 * DAY;

    pub fn state(id: i64, title: &str, health: Health) -> SourceState {
        let channel = Channel {
            id,
            source: id,
            kind: ChannelKind::Feed,
            url: format!("https://post.example/{id}/rss"),
            title: None,
            due_at: NOW + 4 * MINUTE,
            interval: 300,
            etag: None,
            last_modified: None,
            looked_at: Some(NOW - MINUTE),
            answered_at: Some(NOW - MINUTE),
            news_at: None,
            failures: if health == Health::Down { 4 } else { 0 },
            cause: None,
            message: (health == Health::Down).then(|| "there is no host; check it".to_owned()),
        };
        SourceState {
            source: Source {
                id,
                title: title.to_owned(),
                home: format!("https://post.example/{id}/"),
                language: Some("en".into()),
                folder: Some("Coast".into()),
                added_at: NOW - 9 * DAY,
                paused: health == Health::Paused,
            },
            health,
            channels: vec![channel],
            reports: 120,
            last_report_at: Some(NOW - 3 * HOUR),
            rhythm: Some(Rhythm {
                span: 28 * 86_400,
                per_week: 35.2,
                longest_gap: 2 * DAY,
                by_hour: std::array::from_fn(|hour| if hour == 3 { 0.5 } else { 1.0 }),
                by_weekday: [1.3, 1.3, 1.3, 1.3, 1.3, 0.2, 0.0],
            }),
            expected_since: Some(1.2),
            days: vec![
                Day {
                    day: 990,
                    new: 8,
                    ..Day::default()
                },
                Day {
                    day: 1000,
                    new: 1,
                    missed: 3,
                    ..Day::default()
                },
            ],
            coverage: Coverage {
                all: 120,
                feed: 80,
                sitemap: 120,
                section: 0,
                feed_alone: 0,
                sitemap_alone: 40,
                section_alone: 0,
            },
            feed_lacks: health == Health::Troubled,
            failures: vec![Failure {
                cause: "timeout".into(),
                count: 12,
                url: "https://post.example/slow".into(),
                message: "post.example did not answer in time; try again later".into(),
                at: NOW - HOUR,
            }],
            pages: vec![(PageState::Kept, 120), (PageState::Missed, 3)],
        }
    }

    fn both() -> Vec<SourceState> {
        vec![
            state(2, "صحيفة الساحل", Health::Down),
            state(11, "The Post", Health::Well),
        ]
    }

    #[test]
    fn a_table_where_there_is_room() {
        let expected = "\
No.  Source        State  Last report  A week  Reports  Next look
─────────────────────────────────────────────────────────────────
  2  لحاسلا ةفيحص  down   3 h ago          35      120  in 4 min
 11  The Post      well   3 h ago          35      120  in 4 min

── What needs a look ───────────────────────────────────────────────

2  لحاسلا ةفيحص
· its feed https://post.example/2/rss failed 4 times in a row: there
  is no host; check it
";
        assert_eq!(sources(&both(), NOW, &look(68)), expected);
    }

    #[test]
    fn one_below_the_other_where_there_is_none() {
        let shown = sources(&both(), NOW, &look(40)).replace('\u{a0}', " ");
        let expected = "                        لحاسلا ةفيحص  2
    down · 120 reports · the last 3 h
    ago · 35 a week · next look in 4 min

11  The Post
    well · 120 reports · the last 3 h
    ago · 35 a week · next look in 4 min
";
        assert!(shown.starts_with(expected), "{shown}");
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_the_view(
            words in "[ a-zא-ת\u{621}-\u{652}0-9().,:«»\u{200f}\u{1b}漢字\n\t-]{0,90}",
            columns in 20_usize..130,
            reorder: bool,
            which in 0_usize..3,
        ) {
            let health = [Health::Down, Health::Troubled, Health::Silent][which];
            let mut state = state(7, &words, health);
            state.channels[0].message = Some(words.clone());
            state.channels[0].failures = 3;
            state.failures[0].message.clone_from(&words);
            state.source.folder = Some(words.clone());
            let look = Look { reorder, ..look(columns) };
            for shown in [sources(&[state.clone()], NOW, &look), source(&state, &[], NOW, &look)] {
                prop_assert!(!shown.contains('\u{1b}'), "{:?}", shown);
                for line in shown.lines() {
                    prop_assert!(wrap::width(line) <= columns, "{}: {:?}", columns, line);
                }
            }
        }
    }
}

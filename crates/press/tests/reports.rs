//! Reports: the same each time, in order, complete, and in the words of their language.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use khabar_press::{Change, Press, Report, Telling};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

const BEGIN: &str = "2026-03-02T00:00:00Z";

#[test]
fn the_same_seed_gives_the_same_reports() {
    let (one, two, other) = (Press::new(7), Press::new(7), Press::new(8));
    let reports = |press| Press::reports(press, at(BEGIN)).take(200);
    assert!(reports(&one).eq(reports(&two)));
    assert!(reports(&one).ne(reports(&other)));
}

#[test]
fn reports_come_in_order_and_are_the_same_from_wherever_one_begins() {
    let press = Press::new(1);
    let all: Vec<Report<'_>> = press.reports(at(BEGIN)).take(600).collect();
    assert!(all.is_sorted_by_key(|report| (report.published, report.id)));
    let later = all[300].published;
    let from_there: Vec<Report<'_>> = press.reports(later).take(200).collect();
    let here: Vec<&Report<'_>> = all
        .iter()
        .filter(|report| report.published >= later)
        .take(200)
        .collect();
    assert!(from_there.iter().eq(here));
    let ids: BTreeSet<u64> = all.iter().map(|report| report.id).collect();
    assert_eq!(ids.len(), all.len());
}

#[test]
fn a_report_is_found_by_its_number_from_its_time_on() {
    let press = Press::new(1);
    for report in press.reports(at(BEGIN)).take(50) {
        assert_eq!(
            press.report(report.id, report.published).as_ref(),
            Some(&report)
        );
        let before = report
            .published
            .checked_sub(jiff::SignedDuration::from_secs(1))
            .unwrap();
        assert_eq!(press.report(report.id, before), None);
    }
    for nobody in [u64::MAX, 1 << 50, 63] {
        assert_eq!(press.report(nobody, at(BEGIN)), None);
    }
}

#[test]
fn the_newest_of_an_outlet_are_those_that_came_last() {
    let press = Press::new(3);
    let now = at("2026-03-12T12:00:00Z");
    let from = at("2026-03-05T12:00:00Z");
    for outlet in press.outlets() {
        let mut wanted: Vec<u64> = press
            .between(from, now)
            .filter(|report| report.outlet == outlet.key)
            .map(|report| report.id)
            .collect();
        wanted.reverse();
        let all: Vec<u64> = press
            .newest(outlet.key, now, 7, 9999)
            .iter()
            .map(|report| report.id)
            .collect();
        assert_eq!(all, wanted, "{}", outlet.key);
        wanted.truncate(20);
        let got: Vec<u64> = press
            .newest(outlet.key, now, 7, 20)
            .iter()
            .map(|report| report.id)
            .collect();
        assert_eq!(got, wanted, "{}", outlet.key);
    }
}

/// Nothing that is left over from the sentences of the data files, and nothing twice.
#[test]
fn no_place_is_left_unfilled() {
    let press = Press::new(5);
    let mut kinds: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for report in press.reports(at(BEGIN)).take(6000) {
        *kinds.entry((report.language, report.kind)).or_default() += 1;
        let parts = [&report.headline, &report.standfirst, &report.caption];
        for part in parts
            .into_iter()
            .chain(&report.paragraphs)
            .chain(&report.correction)
        {
            assert!(
                !part.contains(['{', '}', '[', ']', '<', '>', '|', '~']),
                "{part}"
            );
            assert!(
                !part.contains("  ") && !part.contains("..") && part.trim() == part,
                "{part:?}"
            );
            assert!(!part.is_empty(), "{report:#?}");
        }
        assert!((4..=12).contains(&report.paragraphs.len()), "{report:#?}");
        assert!(
            !report.headline.ends_with('.') && !report.authors.is_empty() && report.tags.len() > 1
        );
        let different: BTreeSet<&String> = report.paragraphs.iter().collect();
        assert_eq!(different.len(), report.paragraphs.len(), "{report:#?}");
        for statement in &report.statements {
            assert!(!statement.role.is_empty() && !statement.speaker.is_empty());
        }
    }
    let languages: BTreeSet<&str> = press
        .outlets()
        .iter()
        .map(|outlet| outlet.language)
        .collect();
    assert_eq!(kinds.len(), languages.len() * 16, "{kinds:?}");
}

#[test]
fn what_is_said_stands_in_its_paragraph() {
    let press = Press::new(2);
    for report in press.reports(at(BEGIN)).take(2000) {
        for statement in &report.statements {
            let paragraph = report.paragraphs[statement.paragraph].to_lowercase();
            assert!(
                paragraph.contains(&statement.words.to_lowercase()),
                "{} in {paragraph}",
                statement.words
            );
        }
    }
}

/// With Latin digits: some outlets write others.
fn plain(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '٠'..='٩' => char::from_digit(letter as u32 - '٠' as u32, 10).unwrap(),
            _ => letter,
        })
        .collect()
}

#[test]
fn every_telling_and_every_change_comes_up() {
    let press = Press::new(1);
    let mut tellings: BTreeMap<Telling, usize> = BTreeMap::new();
    let mut changes: BTreeMap<Change, usize> = BTreeMap::new();
    let end = at("2026-03-30T00:00:00Z");
    for report in press.reports(at(BEGIN)).take(3000) {
        *tellings.entry(report.telling).or_default() += 1;
        if report.telling == Telling::Wire {
            // The agency's text as it first stood, under another name.
            let agency = press
                .outlets()
                .iter()
                .find(|outlet| Some(outlet.name) == report.from)
                .unwrap();
            let source = press
                .newest(agency.key, report.published, 3, 500)
                .into_iter()
                .find(|other| other.event == report.event)
                .unwrap();
            let first = press.report(source.id, source.published).unwrap();
            assert_eq!(plain(&report.body()), plain(&first.body()));
            assert_eq!(report.authors, [agency.name]);
        }
        let last = press.report(report.id, end).unwrap();
        assert_eq!(last.path, report.path, "an address stays");
        for version in &last.versions[1..] {
            *changes.entry(version.change).or_default() += 1;
            let before = press
                .report(report.id, version.at - jiff::SignedDuration::from_secs(1))
                .unwrap();
            let after = press.report(report.id, version.at).unwrap();
            assert_ne!(before.body(), after.body());
            assert_eq!(after.modified, Some(version.at));
            assert_eq!(
                after.correction.is_some(),
                version.change == Change::Correction
            );
        }
    }
    assert_eq!(
        (tellings.len(), changes.len()),
        (4, 2),
        "{tellings:?} {changes:?}"
    );
}

#[test]
fn an_outlet_falls_silent() {
    let from = at("2026-03-10T00:00:00Z");
    let press = Press::with(khabar_press::Options {
        silent_from: Some(from),
        ..Default::default()
    });
    let Some(silent) = press.outlets().iter().find(|outlet| outlet.traits.silent) else {
        panic!("one outlet falls silent");
    };
    let of_it: Vec<Timestamp> = press
        .between(at(BEGIN), at("2026-03-20T00:00:00Z"))
        .filter(|report| report.outlet == silent.key)
        .map(|report| report.published)
        .collect();
    assert!(!of_it.is_empty() && of_it.iter().all(|published| *published < from));
}

//! Expressions of time in running text: one file a language in `tests/`, whose name is the language's tag.
//!
//! A line is `mentions | text`, mentions parted by `; ` and written `words=meaning`; none stand before the bar where the
//! text holds none. Reports are published on Monday, 20 December 2021, unless a line `@ day` above says otherwise.

use std::fs;
use std::path::Path;

use jiff::civil::{Date, date};

use super::mentions;
use crate::dates::{Moment, When};

/// The languages that the crate promises to read running text of, and how many expressions of each are tested.
const LANGUAGES: [(&str, usize); 14] = [
    ("ar", 40),
    ("en", 40),
    ("de", 40),
    ("fr", 40),
    ("es", 40),
    ("ru", 40),
    ("tr", 40),
    ("fa", 40),
    ("zh", 40),
    ("pt", 15),
    ("it", 15),
    ("hi", 15),
    ("id", 15),
    ("ja", 15),
];

/// The mentions of `text` as the files write them.
fn read(text: &str, published: Date, language: &str) -> (String, usize) {
    let found: Vec<String> = mentions(text, Some(Moment::Day(published)), language)
        .into_iter()
        .inspect(|m| {
            let slice: String = text.chars().skip(m.begin).take(m.end - m.begin).collect();
            assert_eq!(slice, m.text, "offsets in {text}");
        })
        .map(|m| format!("{}={}", m.text, m.date))
        .collect();
    (found.join("; "), found.len())
}

/// What is wrong in a file of cases, and how many expressions it holds.
fn check(language: &str, cases: &str) -> (Vec<String>, usize) {
    let mut published = date(2021, 12, 20);
    let (mut failures, mut count) = (Vec::new(), 0);
    for (number, line) in (1..).zip(cases.lines().map(str::trim)) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(day) = line.strip_prefix('@') {
            published = day.trim().parse().expect("a day behind @");
            continue;
        }
        let Some((meaning, text)) = line.split_once('|') else {
            failures.push(format!("{language}.txt:{number}: no `mentions | text`"));
            continue;
        };
        let (found, length) = read(text.trim(), published, language);
        count += length;
        if found != meaning.trim() {
            failures.push(format!(
                "{language}.txt:{number}: {}\n    wanted {}\n    found  {found}",
                text.trim(),
                meaning.trim()
            ));
        }
    }
    (failures, count)
}

#[test]
fn every_language_reads_its_expressions() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/dates/mentions/tests");
    let (mut failures, mut counts) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(folder).expect("a folder of cases") {
        let path = entry.expect("an entry").path();
        let language = path.file_stem().and_then(|s| s.to_str()).expect("a name");
        let cases = fs::read_to_string(&path).expect("a file of cases");
        let (wrong, count) = check(language, &cases);
        failures.extend(wrong);
        counts.push((language.to_owned(), count));
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
    for (language, least) in LANGUAGES {
        let count = counts.iter().find(|(tag, _)| tag == language);
        let count = count.map_or(0, |(_, count)| *count);
        assert!(count >= least, "{language}: {count} expressions");
    }
}

#[test]
fn a_failing_case_says_where() {
    let (failures, _) = check("en", "# a note\nFriday=2021-12-18 | On Friday.\nnothing");
    assert!(failures[0].starts_with("en.txt:2: On Friday."));
    assert_eq!(failures[1], "en.txt:3: no `mentions | text`");
}

#[test]
fn without_a_day_of_publication_only_whole_dates_count() {
    let found = mentions(
        "On Friday, in 2014, last week, or on 6 May 2019, or May 7. Two days later it rained.",
        None,
        "en",
    );
    let found: Vec<String> = found
        .iter()
        .map(|m| format!("{}={}", m.text, m.date))
        .collect();
    assert_eq!(
        found,
        [
            "2014=2014",
            "6 May 2019=2019-05-06",
            "Two days later=2019-05-08"
        ]
    );
}

#[test]
fn days_that_are_not_in_every_year() {
    let published = Some(Moment::Day(date(2023, 6, 1)));
    let found = mentions("It was on 29 February.", published, "en");
    assert_eq!(found[0].date, When::from(date(2020, 2, 29)));
}

#[test]
fn meanings_are_written_as_precise_as_they_are() {
    let found = mentions(
        "last week in April 2012, or 1 May 2013 at 10:15",
        Some(Moment::Day(date(2021, 1, 5))),
        "en",
    );
    let json = serde_json::to_value(&found).unwrap();
    let dates: Vec<&str> = json
        .as_array()
        .unwrap()
        .iter()
        .map(|m| m["date"].as_str().unwrap())
        .collect();
    assert_eq!(dates, ["2020-W53", "2012-04", "2013-05-01T10:15:00"]);
}

/// Whatever looks back must not look back over a whole paragraph.
#[test]
fn a_long_paragraph_takes_no_longer_than_its_length() {
    for piece in ["last ", "قبل ", "上", "17 ", "in 2", "Monday ", "two days "] {
        let body = piece.repeat(30_000);
        mentions(&body, Some(Moment::Day(date(2021, 12, 20))), "en");
        mentions(&body, Some(Moment::Day(date(2021, 12, 20))), "ar");
        mentions(&body, Some(Moment::Day(date(2021, 12, 20))), "zh");
    }
}

mod properties {
    use super::*;
    use crate::dates::vocabulary::all_words;
    use proptest::prelude::*;

    /// Words of every language, numbers and signs in any order, set apart or not.
    fn jumble() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            6 => prop::sample::select(all_words()),
            2 => (0u32..3000).prop_map(|n| n.to_string()),
            1 => prop::sample::select(&["12月17日", "١٧", "۱۴۰۰", "二〇二一年", "'", "’s", "-", "/", "(", ")", ".", ",", "\n\n", "«", "»"][..])
                .prop_map(str::to_owned),
            1 => ".{0,3}",
        ];
        let gap = prop::sample::select(&["", " ", " "][..]);
        prop::collection::vec((piece, gap), 0..30)
            .prop_map(|pieces| pieces.into_iter().map(|(p, gap)| p + gap).collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1024) })]
        #[test]
        fn offsets_give_the_words(
            body in jumble(),
            language in prop::sample::select(&LANGUAGES[..]),
            day in (-3000i32..3000).prop_map(|days| date(2021, 12, 20).saturating_add(jiff::Span::new().days(days))),
        ) {
            let points: Vec<char> = body.chars().collect();
            let mut end = 0;
            for mention in mentions(&body, Some(Moment::Day(day)), language.0) {
                prop_assert!(mention.begin >= end && mention.end > mention.begin);
                prop_assert_eq!(points[mention.begin..mention.end].iter().collect::<String>(), mention.text);
                end = mention.end;
            }
        }
    }
}

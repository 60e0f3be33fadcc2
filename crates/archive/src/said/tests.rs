//! Statements are found by all that is known of them.

use std::io::Cursor;

use super::*;
use crate::derived::Derived;

/// Reports by day, headline and text.
const REPORTS: [[&str; 3]; 3] = [
    [
        "2026-03-02",
        "Quay of Port Amal to open",
        "Mayor Rima Nassar said the quay would open in June. \u{201c}The ferry comes later,\u{201d} Tomas Berg told reporters.",
    ],
    [
        "2026-03-03",
        "Port Amal has waited a year for its quay",
        "\u{201c}We waited a year for the quay,\u{201d} said Rima Nassar. The harbour is large.",
    ],
    [
        "2026-03-04",
        "Budget delayed",
        "Minister Lina Haddad said the budget was not ready.",
    ],
];

/// An archive of three reports that quote people, with all that is made of them.
fn archive() -> (tempfile::TempDir, Archive) {
    archive_of(&REPORTS)
}

fn archive_of(reports: &[[&str; 3]]) -> (tempfile::TempDir, Archive) {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_begin(folder.path().join("archive")).unwrap();
    let lines: Vec<String> = reports
        .iter()
        .enumerate()
        .map(|(number, [date, headline, text])| {
            let object = serde_json::json!({
                "url": format!("https://post.example/{number}"), "inLanguage": "en",
                "headline": headline, "articleBody": text, "datePublished": date,
            });
            format!("{object}\n")
        })
        .collect();
    archive.take_in(&mut Cursor::new(lines.concat())).unwrap();
    let held = archive.hold("a test").unwrap();
    Derived::new(&archive, &held).unwrap().follow().unwrap();
    drop(held);
    (folder, archive)
}

/// What is found where this is asked for.
fn ask(archive: &Archive, ask_for: &dyn Fn(&mut SaidRequest)) -> Vec<String> {
    let mut request = SaidRequest::default();
    ask_for(&mut request);
    let answer = archive.said(&request).unwrap();
    assert!(!answer.is_cut, "{answer:?}");
    answer.said.into_iter().map(|said| said.words).collect()
}

#[test]
fn by_words_in_one_statement() {
    let (_folder, archive) = archive();
    let said = |text: &str| ask(&archive, &|ask| ask.words = text.to_owned()).join("|");
    let waited = "We waited a year for the quay";
    let quay = "the quay would open in June";
    assert_eq!(said("quay"), format!("{waited}|{quay}"));
    assert_eq!(said("quays -june"), waited);
    // Both stand in what the first report quotes, but nobody said both.
    assert_eq!(said("quay ferry"), "");
    assert_eq!(said("speaker:nassar june"), quay);
    // In a text, but nobody said it.
    assert_eq!(said("harbour"), "");
    assert_eq!(said("").split('|').count(), 4);
}

#[test]
fn by_who_said_it_where_and_when() {
    let (_folder, archive) = archive();
    let all = archive.said(&SaidRequest::default()).unwrap();
    assert!(!all.has_more);
    let rima = all.said[1].speaker;
    assert!(rima.is_some(), "{all:?}");
    let count = |ask_for: &dyn Fn(&mut SaidRequest)| ask(&archive, ask_for).len();
    assert_eq!(count(&|ask| ask.speaker = rima), 2);
    let of_rima = |words: &'static str| {
        count(&move |ask| {
            ask.speaker = rima;
            ask.words = words.to_owned();
        })
    };
    assert_eq!(of_rima("quay"), 2);
    assert_eq!(of_rima("year"), 1);
    assert_eq!(count(&|ask| ask.report = Some(1)), 2);
    let of_rima_in_the_first = count(&|ask| {
        ask.speaker = rima;
        ask.report = Some(1);
    });
    assert_eq!(of_rima_in_the_first, 1);
    assert_eq!(count(&|ask| ask.source = Some(99)), 0);
    assert_eq!(count(&|ask| ask.language = Some("ar".to_owned())), 0);
    assert_eq!(count(&|ask| ask.language = Some("en".to_owned())), 4);
    // The day after the first report.
    let tuesday = 1_772_409_600 + DAY;
    assert_eq!(count(&|ask| ask.from = Some(tuesday)), 2);
    assert_eq!(count(&|ask| ask.before = Some(tuesday)), 2);
    // The first two tell of the same.
    let budget = archive.story_of(3).unwrap();
    assert_eq!(count(&|ask| ask.story = budget), 1);
    for (report, there) in [(3, 1), (1, 0)] {
        let in_it = count(&move |ask| {
            ask.story = budget;
            ask.report = Some(report);
        });
        assert_eq!(in_it, there, "{report}");
    }
}

#[test]
fn the_newest_report_first_and_each_as_it_stands() {
    let later = "Rima Nassar said the boats had left. \u{201c}Nobody waited for us,\u{201d} Rima Nassar told reporters. \
                 Rima Nassar said the pier was closed.";
    let (_folder, archive) = archive_of(&[
        REPORTS[1],
        ["2026-03-09", "Port Amal without boats", later],
        REPORTS[0],
    ]);
    let of_later = [
        "the boats had left",
        "Nobody waited for us",
        "the pier was closed",
    ];
    let waited = "We waited a year for the quay";
    let quay = "the quay would open in June";
    let ferry = "The ferry comes later";
    let all = [&of_later[..], &[waited, quay, ferry]].concat();
    assert_eq!(ask(&archive, &|_| {}), all);
    let rima = archive.said(&SaidRequest::default()).unwrap().said[0].speaker;
    let of_rima = [&of_later[..], &[waited, quay]].concat();
    assert_eq!(ask(&archive, &|ask| ask.speaker = rima), of_rima);
    // Page by page too.
    for (offset, said) in of_rima.iter().enumerate() {
        let found = ask(&archive, &|ask| {
            ask.speaker = rima;
            ask.offset = offset;
            ask.limit = 1;
        });
        assert_eq!(found, [*said]);
    }
    assert_eq!(ask(&archive, &|ask| ask.report = Some(2)), of_later);
}

#[test]
fn a_run_that_may_go_on_is_left_to_the_next_part() {
    for (list, expected) in [("", ""), ("aab", "aa"), ("abb", "a"), ("aaa", "aaa")] {
        let mut kept: Vec<char> = list.chars().collect();
        keep_whole_runs(&mut kept, char::eq);
        assert_eq!(kept, expected.chars().collect::<Vec<_>>(), "{list}");
    }
}

#[test]
fn page_by_page() {
    let (_folder, archive) = archive();
    let mut pages = Vec::new();
    for offset in [0, 2] {
        let request = SaidRequest {
            limit: 2,
            offset,
            ..SaidRequest::default()
        };
        let page = archive.said(&request).unwrap();
        assert_eq!(page.has_more, offset == 0);
        pages.extend(page.said.into_iter().map(|said| said.words));
    }
    assert_eq!(pages, ask(&archive, &|_| {}));
}

#[test]
fn what_is_not_there_is_told() {
    let (_folder, archive) = archive();
    for what in ["speaker", "report", "story", "quote"] {
        let mut request = SaidRequest::default();
        let number = match what {
            "speaker" => &mut request.speaker,
            "report" => &mut request.report,
            "story" => &mut request.story,
            _ => &mut request.quote,
        };
        *number = Some(99);
        let error = archive.said(&request).unwrap_err().to_string();
        assert_eq!(error, format!("there is no {what} 99"));
    }
    let open = SaidRequest {
        words: "\"open".to_owned(),
        ..SaidRequest::default()
    };
    assert_eq!(archive.said(&open).unwrap().notices, [Notice::OpenQuote]);
}

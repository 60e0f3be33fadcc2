//! Reports that arrive, and the stories they are put in.

use khabar_relate::Report;
use khabar_relate::arrival::Arrivals;
use khabar_relate::stories::{Grouper, Merged};
use proptest::prelude::*;

/// The story of each line, counted from 0 in the order in which they begin.
fn stories(lines: &[&str]) -> Vec<usize> {
    let (mut arrivals, mut grouper, mut merged) =
        (Arrivals::default(), Grouper::default(), Merged::default());
    let placed: Vec<u64> = lines
        .iter()
        .map(|line| {
            let arrival = arrivals.read(line).expect("a line of a test is a report");
            let placed = grouper.add(&arrival.report());
            merged.note(&placed);
            placed.story
        })
        .collect();
    let mut order: Vec<u64> = Vec::new();
    placed
        .into_iter()
        .map(|story| merged.story(story))
        .map(|story| {
            order
                .iter()
                .position(|known| *known == story)
                .unwrap_or_else(|| {
                    order.push(story);
                    order.len() - 1
                })
        })
        .collect()
}

#[test]
fn headlines_of_one_event_are_one_story() {
    assert_eq!(
        stories(&[
            r#"{"id": 1, "title": "Quelmar Foods to merge with Irish rival Bastin"}"#,
            r#"{"id": 2, "title": "Teachers end their strike after nine days"}"#,
            r#"{"id": 3, "title": "Bastin and Quelmar Foods agree on merger"}"#,
            r#"{"id": 4, "title": "Teachers’ strike ends after nine days of talks"}"#,
            r#"{"id": 5, "title": "A warm week ahead, then rain from the west"}"#,
            r#"{"id": 6, "title": "Quelmar Foods, Bastin merge to form largest grower"}"#,
        ]),
        [0, 1, 0, 1, 2, 0]
    );
}

#[test]
fn like_events_in_two_towns_are_two_stories() {
    let of = |id: u8, town: &str, people: u32, boats: u32, mayor: &str, farmer: &str| {
        format!(
            r#"{{"id": {id}, "language": "en", "title": "Flood near {town}: {people} people leave their homes",
                "published": "2026-03-02T1{id}:00:00Z",
                "text": "The river burst its banks near {town} and cut off villages.\n\n“No lives have been lost,” mayor {mayor} said.\n\nRescue teams used {boats} boats to reach families.\n\n“The harvest lies under the water,” said farmer {farmer}."}}"#
        )
    };
    let lines = [
        of(1, "Velora", 1_900, 14, "Karim Velmari", "Rosa Orvanti"),
        of(2, "Tarmund", 3_400, 27, "Lina Selkado", "Emil Galdeki"),
        of(3, "Velora", 1_900, 14, "Karim Velmari", "Rosa Orvanti"),
        of(4, "Tarmund", 3_400, 27, "Lina Selkado", "Emil Galdeki"),
    ];
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    assert_eq!(stories(&lines), [0, 1, 0, 1]);
}

#[test]
fn names_and_numbers_join_reports_in_two_languages() {
    assert_eq!(
        stories(&[
            r#"{"id": 1, "language": "en", "title": "Flood near Velora", "published": "2026-03-02T10:00:00Z",
                "text": "The river burst its banks near Velora.\n\n“No lives have been lost,” Karim Velmari said.\n\nSome 1,900 people left their homes and 14 villages were cut off.\n\n“The harvest lies under the water,” Rosa Orvanti said."}"#,
            r#"{"id": 2, "language": "ar", "title": "الفيضانات تعزل 14 قرية", "published": "2026-03-02T11:00:00Z",
                "text": "فاض النهر قرب فيلورا.\n\nوقال كريم فلماري: «لم تسجل أي وفيات».\n\nوغادر 1900 شخص منازلهم وعزلت 14 قرية.\n\nوقالت روزا أورفانتي: «المحصول كله تحت الماء»."}"#,
            r#"{"id": 3, "language": "ar", "title": "إضراب السائقين", "published": "2026-03-02T11:00:00Z",
                "text": "بدأ السائقون إضرابا في طيبارا.\n\nوقال سمير كدريشي: «لا نستطيع دفع الإيجار».\n\nوتوقفت 38 حافلة عن العمل، وتأخر 2700 راكب."}"#,
        ]),
        [0, 0, 1]
    );
}

#[test]
fn a_headline_that_says_nothing_joins_nothing() {
    let lines: Vec<String> = (0..1_000)
        .map(|id| format!(r#"{{"id": {id}, "title": "Weather"}}"#))
        .collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    assert_eq!(stories(&lines).last(), Some(&999));
}

#[test]
fn a_story_of_20_000_reports_is_one() {
    let mut grouper = Grouper::default();
    let titles = [
        "Quelmar Foods to merge with Irish rival Bastin",
        "Bastin and Quelmar Foods agree on merger",
        "Quelmar Foods, Bastin merge to form largest grower",
    ];
    let mut last = None;
    for title in titles.iter().cycle().take(20_000) {
        let report = Report {
            title,
            language: Some("en"),
            ..Report::default()
        };
        last = Some(grouper.add(&report).story);
    }
    assert_eq!(last, Some(0));
}

#[test]
fn what_is_over_is_not_gone_on_with_and_dates_far_ahead_close_nothing() {
    let mut grouper = Grouper::default();
    let mut add = |title: &str, published: &str| {
        let report = Report {
            title,
            language: Some("en"),
            published: published.parse().ok(),
            ..Report::default()
        };
        grouper.add(&report).story
    };
    let first = add(
        "Quelmar Foods to merge with Irish rival Bastin",
        "2026-03-02T10:00:00Z",
    );
    for number in 0..100 {
        add(
            &format!("Item {number} of the calendar"),
            "2199-01-01T00:00:00Z",
        );
    }
    assert_eq!(
        add(
            "Quelmar Foods and Irish rival Bastin agree to merge",
            "2026-03-02T12:00:00Z"
        ),
        first
    );
    for day in 3..=28 {
        for hour in 0..4 {
            add(
                &format!("Item {day} {hour}"),
                &format!("2026-03-{day:02}T0{hour}:00:00Z"),
            );
        }
    }
    assert_ne!(
        add(
            "Quelmar Foods and Irish rival Bastin agree to merge",
            "2026-03-28T12:00:00Z"
        ),
        first
    );
}

proptest! {
    #[test]
    fn whatever_arrives_finds_a_place(reports in prop::collection::vec(
        (".{0,60}", "(.|\\n){0,200}", prop::option::of("[a-z]{2}"), prop::option::of(any::<i32>()), prop::collection::vec(".{0,20}", 0..4)),
        0..40,
    )) {
        let mut grouper = Grouper::default();
        let mut merged = Merged::default();
        for (title, text, language, published, speakers) in &reports {
            let placed = grouper.add(&Report {
                title,
                text,
                language: language.as_deref(),
                published: published.and_then(|at| jiff::Timestamp::from_second(i64::from(at)).ok()),
                speakers,
            });
            merged.note(&placed);
            prop_assert!(merged.story(placed.story) <= placed.story);
        }
    }
}

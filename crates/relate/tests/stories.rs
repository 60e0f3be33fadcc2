//! Reports that arrive, and the stories they are put in.

use std::collections::BTreeMap;
use std::fmt::Write;

use khabar_relate::arrival::Arrivals;
use khabar_relate::stories::{Grouper, Ledger};
use khabar_relate::{Features, Report};
use proptest::prelude::*;

/// The story of each line, counted from 0 in the order in which they begin.
fn stories(lines: &[&str]) -> Vec<usize> {
    let (mut arrivals, mut grouper, mut ledger) =
        (Arrivals::default(), Grouper::default(), Ledger::default());
    for (id, line) in (0..).zip(lines) {
        let arrival = arrivals.read(line).expect("a line of a test is a report");
        ledger.note(&grouper.add(id, &Features::of(&arrival.report())));
    }
    let mut order: Vec<u64> = Vec::new();
    (0..lines.len() as u64)
        .filter_map(|id| ledger.story_of(id))
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
fn one_who_speaks_of_two_matters_makes_them_none() {
    assert_eq!(
        stories(&[
            r#"{"id": 1, "language": "en", "title": "Ferry fares frozen until spring", "published": "2026-03-02T10:00:00Z",
                "text": "Passengers will pay no more for crossings before April, the government of Velora decided after weeks of protest on the piers.\n\nOperators had asked for an increase, since diesel costs twice what it did last autumn and crews wait for back pay. Subsidies make up for part of it.\n\n“Nobody should have to swim to work,” minister Daniel Ferreby said."}"#,
            r#"{"id": 2, "language": "en", "title": "Wolves may be shot near villages", "published": "2026-03-02T11:00:00Z",
                "text": "Hunters are allowed to kill animals that come within a kilometre of houses, under a decree that takes effect in Velora at once.\n\nShepherds lost forty lambs this winter. Biologists doubt that rifles help where fences are missing, and announced a lawsuit against the order.\n\n“Children walk these paths,” minister Daniel Ferreby said."}"#,
        ]),
        [0, 1]
    );
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
    for (id, title) in (0..20_000).zip(titles.iter().cycle()) {
        let report = Features::of(&Report {
            title,
            language: Some("en"),
            ..Report::default()
        });
        last = Some(grouper.add(id, &report).story);
    }
    assert_eq!(last, Some(0));
}

/// The story of each of these headlines, published so many days after the first of January 2020.
fn by_day(headlines: &[(&str, f64)]) -> Vec<u64> {
    let begin: jiff::Timestamp = "2020-01-01T00:00:00Z".parse().expect("a point of time");
    let (mut grouper, mut ledger) = (Grouper::default(), Ledger::default());
    for (id, &(title, day)) in (0..).zip(headlines) {
        let report = Features::of(&Report {
            title,
            language: Some("en"),
            published: Some(begin + jiff::SignedDuration::from_secs_f64(day * 86_400.0)),
            ..Report::default()
        });
        ledger.note(&grouper.add(id, &report));
    }
    (0..headlines.len() as u64)
        .filter_map(|id| ledger.story_of(id))
        .collect()
}

/// How large the largest of these stories is.
fn largest(stories: &[u64]) -> usize {
    let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
    for story in stories {
        *counts.entry(*story).or_default() += 1;
    }
    counts.into_values().max().unwrap_or(0)
}

#[test]
fn a_headline_that_comes_every_day_is_no_story_that_goes_on() {
    let title = "Weather forecast for the coast and the mountains";
    let headlines: Vec<_> = (0..1_000).map(|day| (title, f64::from(day))).collect();
    let largest = largest(&by_day(&headlines));
    assert!((2..=8).contains(&largest), "{largest}");
}

#[test]
fn what_has_but_its_headline_in_common_is_told_by_its_text() {
    let winds = ["north", "south", "east", "west", "sea"];
    let (mut grouper, mut stories) = (Grouper::default(), Vec::new());
    for id in 0..1_000_u64 {
        let syllables = ["ba", "do", "ke", "li", "mu", "ra", "so", "ti", "vu", "za"];
        // Names that have more than one consonant in common by chance are few.
        let place = id.wrapping_mul(2_654_435_761) >> 7;
        let town: String = [1, 10, 100, 1_000, 10_000, 100_000]
            .map(|digit| syllables[(place / digit % 10) as usize])
            .concat();
        let text = format!(
            "In T{town} it will be {} degrees at noon, with wind from the {}.\n\n\
             Whoever goes to M{town} or to the lake of R{town} takes a coat along, since {} millimetres of rain fall there.",
            id % 37 + 10,
            winds[id as usize % winds.len()],
            id % 53 + 10
        );
        let report = Features::of(&Report {
            title: "Weather",
            text: &text,
            language: Some("en"),
            published: jiff::Timestamp::from_second(1_700_000_000 + id as i64 * 1_000).ok(),
            ..Report::default()
        });
        stories.push(grouper.add(id, &report).story);
    }
    let largest = largest(&stories);
    assert!(largest < 10, "{largest}");
}

#[test]
fn thousands_of_links_cost_no_more_than_some() {
    let links: Vec<String> = (0..10_000)
        .map(|number| format!("https://a.example/{number}?{}", "x".repeat(200)))
        .collect();
    let mut grouper = Grouper::default();
    let report = Features::of(&Report {
        title: "Quelmar Foods to merge with Irish rival Bastin",
        links: &links,
        images: &links,
        ..Report::default()
    });
    let begun = std::time::Instant::now();
    for id in 0..200 {
        assert_eq!(grouper.add(id, &report).story, 0);
    }
    assert!(begun.elapsed().as_secs() < 30);
}

#[test]
fn what_is_over_is_not_gone_on_with() {
    let placed = by_day(&[
        ("Quelmar Foods to merge with Irish rival Bastin", 0.0),
        ("Bastin and Quelmar Foods agree on merger", 2.5),
        ("Quelmar Foods and Irish rival Bastin agree to merge", 5.0),
        ("Quelmar Foods and Irish rival Bastin agree to merge", 90.0),
        ("Irish rival Bastin to merge with Quelmar Foods", 4.0),
    ]);
    assert_eq!(placed, [0, 0, 0, 1, 0]);
}

#[test]
fn the_newest_may_come_first() {
    let of = |day: u32| {
        format!(
            "Item {day} of the calendar of Port Amal is number {}",
            day * 7919
        )
    };
    let titles: Vec<(String, f64)> = (0..400)
        .map(|day| (of(day / 2), f64::from(400 - day)))
        .collect();
    let titles: Vec<(&str, f64)> = titles
        .iter()
        .map(|(title, day)| (title.as_str(), *day))
        .collect();
    let placed = by_day(&titles);
    assert!(
        placed.chunks(2).all(|pair| pair[0] == pair[1]),
        "{placed:?}"
    );
}

#[test]
fn a_headline_of_many_megabytes_takes_no_longer_than_another() {
    let mut title = String::new();
    for number in 0..2_000_000 {
        let _ = write!(title, "word{number} ");
    }
    let speakers = vec!["Karim ".repeat(1_000_000); 2];
    let mut grouper = Grouper::default();
    let report = Features::of(&Report {
        title: &title,
        speakers: &speakers,
        ..Report::default()
    });
    let first = grouper.add(1, &report).story;
    assert_eq!(grouper.add(2, &report).story, first);
}

proptest! {
    #[test]
    fn whatever_arrives_finds_a_place(reports in prop::collection::vec(
        (".{0,60}", "(.|\\n){0,200}", prop::option::of("[a-z]{2}"), prop::option::of(any::<i64>()), prop::collection::vec(".{0,20}", 0..4)),
        0..40,
    )) {
        let mut grouper = Grouper::default();
        for (id, (title, text, language, published, speakers)) in (0..).zip(&reports) {
            grouper.add(id, &Features::of(&Report {
                title,
                text,
                language: language.as_deref(),
                published: published.and_then(|at| jiff::Timestamp::from_second(at % 300_000_000_000).ok()),
                speakers,
                ..Report::default()
            }));
        }
    }
}

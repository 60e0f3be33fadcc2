//! Stories over a restart, and what is done to them by hand.

use jiff::{SignedDuration, Timestamp};
use khabar_relate::stories::{Grouper, Ledger, Split, SplitKind};
use khabar_relate::{Features, Report};

const MERGER: [&str; 4] = [
    "Quelmar Foods to merge with Irish rival Bastin",
    "Bastin and Quelmar Foods agree on merger",
    "Quelmar Foods, Bastin merge to form largest grower",
    "Quelmar Foods and rival Bastin to merge this year",
];
const STRIKE: [&str; 3] = [
    "Teachers end their strike after nine days",
    "Teachers’ strike ends after nine days of talks",
    "After nine days of strike, teachers return to schools",
];

#[expect(clippy::unnecessary_wraps, reason = "a report has it so")]
fn at(hours: i64) -> Option<Timestamp> {
    let begin: Timestamp = "2026-03-02T08:00:00Z".parse().expect("a point of time");
    Some(begin + SignedDuration::from_hours(hours))
}

fn titled(title: &str) -> Report<'_> {
    Report {
        title,
        language: Some("en"),
        published: at(0),
        ..Report::default()
    }
}

fn headline(title: &str) -> Features {
    Features::of(&titled(title))
}

/// A grouper in which the merger is story 0 and the strike story 1: reports 0, 1, 2 and 10, 11.
fn two_stories() -> Grouper {
    let mut grouper = Grouper::default();
    for (id, title, story) in [
        (0, MERGER[0], 0),
        (1, MERGER[1], 0),
        (10, STRIKE[0], 1),
        (2, MERGER[2], 0),
        (11, STRIKE[1], 1),
    ] {
        assert_eq!(grouper.add(id, &headline(title)).story, story, "{title}");
    }
    grouper
}

#[test]
fn numbers_of_stories_begin_where_they_are_told_to() {
    let mut grouper = Grouper::starting_at(700);
    assert_eq!(grouper.next_story(), 700);
    assert_eq!(grouper.add(1, &headline(MERGER[0])).story, 700);
    assert_eq!(grouper.add(2, &headline(STRIKE[0])).story, 701);
    assert_eq!(
        (
            grouper.next_story(),
            grouper.story_of(2),
            grouper.story_of(3)
        ),
        (702, Some(701), None)
    );
}

#[test]
fn stories_go_on_after_a_restart() {
    let mut grouper = Grouper::starting_at(40);
    grouper.restore(1, &headline(MERGER[0]), 17);
    grouper.restore(2, &headline(MERGER[2]), 17);
    grouper.restore(3, &headline(STRIKE[1]), 18);
    // Put where it was, like or not.
    grouper.restore(4, &headline("Young elephant born in the zoo"), 18);
    assert_eq!(
        [1, 2, 3, 4].map(|id| grouper.story_of(id)),
        [Some(17), Some(17), Some(18), Some(18)]
    );
    let placed = grouper.add(5, &headline(MERGER[1]));
    assert_eq!((placed.story, grouper.next_story()), (17, 40));
    assert!(placed.why.is_some());
    assert_eq!(
        grouper
            .add(6, &headline("Flood near Velora: villages cut off"))
            .story,
        40
    );
    grouper.restore(7, &headline("Marsa wins the cup"), 90);
    assert_eq!(grouper.next_story(), 91);
}

#[test]
fn what_is_removed_draws_nothing_any_more() {
    let mut grouper = two_stories();
    for id in [0, 1, 2, 99] {
        grouper.remove(id);
        assert_eq!(grouper.story_of(id), None);
    }
    let placed = grouper.add(3, &headline(MERGER[3]));
    assert_eq!((placed.story, placed.why), (2, None));
    assert_eq!(grouper.add(12, &headline(STRIKE[2])).story, 1);
}

#[test]
fn the_same_report_once_more_takes_the_place_of_the_first() {
    let mut grouper = two_stories();
    assert_eq!(grouper.add(2, &headline(STRIKE[2])).story, 1);
    assert_eq!(grouper.story_of(2), Some(1));
}

#[test]
fn a_new_version_stays_where_it_is_and_counts_as_it_is() {
    let mut grouper = Grouper::default();
    grouper.add(1, &headline("Breaking: more soon"));
    grouper.replace(1, &headline(MERGER[0]));
    grouper.replace(2, &headline(MERGER[0]));
    assert_eq!((grouper.story_of(1), grouper.story_of(2)), (Some(0), None));
    assert_eq!(grouper.add(3, &headline(MERGER[1])).story, 0);
    grouper.replace(3, &headline(STRIKE[0]));
    grouper.replace(1, &headline(STRIKE[1]));
    assert_eq!(grouper.add(4, &headline(MERGER[2])).story, 1);
}

#[test]
fn what_is_taken_out_does_not_go_back() {
    let mut grouper = two_stories();
    assert_eq!(grouper.take_out(2), Some(2));
    assert_eq!(grouper.story_of(2), Some(2));
    // Alone already.
    assert_eq!(grouper.take_out(2), Some(2));
    assert_eq!(grouper.take_out(99), None);
    let placed = grouper.add(3, &headline(MERGER[3]));
    assert!(placed.merged.is_empty());
    assert_ne!(grouper.story_of(2), grouper.story_of(0));
}

#[test]
fn what_is_moved_is_where_it_was_put() {
    let mut grouper = two_stories();
    grouper.move_to(2, 1);
    assert_eq!(grouper.story_of(2), Some(1));
    grouper.move_to(99, 1);
    assert_eq!(grouper.story_of(99), None);
    // A story that is not open begins anew; one that has lost its last report is none.
    grouper.move_to(10, 30);
    grouper.move_to(11, 30);
    grouper.move_to(2, 30);
    assert_eq!((grouper.story_of(11), grouper.next_story()), (Some(30), 31));
    // Report 2 was moved away from story 0, by way of story 1, and draws neither to the other.
    assert_eq!(grouper.add(12, &headline(STRIKE[2])).story, 30);
}

#[test]
fn stories_joined_by_hand_are_one() {
    let mut grouper = two_stories();
    assert_eq!(grouper.join(1, 0), Some(0));
    assert_eq!(grouper.story_of(10), Some(0));
    assert_eq!(grouper.join(0, 0), Some(0));
    assert_eq!(grouper.join(7, 8), None);
    // By the number of one that is closed.
    let mut grouper = Grouper::starting_at(5);
    grouper.add(1, &headline(MERGER[0]));
    assert_eq!(grouper.join(5, 3), Some(3));
    assert_eq!(grouper.story_of(1), Some(3));
    assert_eq!(grouper.join(3, 8), Some(3));
    assert_eq!((grouper.story_of(1), grouper.next_story()), (Some(3), 6));
}

#[test]
fn stories_joined_by_hand_are_no_longer_kept_apart() {
    for is_open in [true, false] {
        let mut grouper = Grouper::starting_at(10);
        grouper.restore(1, &headline(MERGER[0]), 1);
        if is_open {
            grouper.restore(2, &headline(MERGER[1]), 2);
        }
        grouper.keep_apart(1, 2);
        assert_eq!(grouper.join(2, 1), Some(1));
        // The number of the one that was taken begins anew.
        grouper.restore(2, &headline(MERGER[1]), 2);
        let merged = grouper.add(3, &headline(MERGER[0])).merged;
        assert_eq!(merged.len(), 1);
        assert_eq!(merged[0].story, 2);
        assert!(!merged[0].why.shared.is_empty());
    }
}

#[test]
fn a_number_given_elsewhere_is_not_given_again() {
    let mut grouper = Grouper::starting_at(3);
    grouper.add(1, &headline(MERGER[0]));
    grouper.move_to(1, 50);
    assert_eq!((grouper.story_of(1), grouper.next_story()), (Some(50), 51));
    grouper.restore(2, &headline(STRIKE[0]), 70);
    grouper.move_to(2, u64::MAX);
    assert_eq!(grouper.story_of(2), Some(u64::MAX));
    assert_eq!(grouper.add(3, &headline(STRIKE[0])).story, u64::MAX);
}

#[test]
fn what_is_old_in_a_story_is_not_held() {
    let mut grouper = Grouper::default();
    for id in 0..1_000 {
        grouper.add(id, &headline(MERGER[id as usize % MERGER.len()]));
    }
    assert_eq!((grouper.story_of(0), grouper.take_out(0)), (None, None));
    grouper.remove(0);
    grouper.replace(0, &headline(STRIKE[0]));
    grouper.move_to(0, 9);
    assert_eq!((grouper.story_of(0), grouper.next_story()), (None, 1));
    assert_eq!(grouper.story_of(999), Some(0));
    // A story goes on though all of its reports that are held are gone.
    for id in 800..1_000 {
        grouper.remove(id);
    }
    assert_eq!(grouper.add(1_000, &headline(MERGER[3])).story, 0);
}

#[test]
fn new_versions_of_a_large_story_cost_no_more_than_of_a_small_one() {
    let text =
        "Quelmar Foods and its rival Bastin agreed on terms of their merger after weeks of talks. "
            .repeat(40);
    let report = Features::of(&Report {
        text: &text,
        ..titled(MERGER[0])
    });
    let mut grouper = Grouper::default();
    for id in 0..400 {
        grouper.add(id, &report);
    }
    let begun = std::time::Instant::now();
    for turn in 0..150 {
        grouper.replace(200 + turn % 200, &report);
        grouper.remove(399 - turn % 100);
        grouper.restore(399 - turn % 100, &report, 0);
    }
    assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
    assert_eq!(grouper.story_of(399), Some(0));
}

#[test]
fn stories_kept_apart_do_not_merge() {
    let run = |keeps: bool| {
        let mut grouper = Grouper::starting_at(10);
        grouper.restore(1, &headline(MERGER[0]), 1);
        grouper.restore(2, &headline(MERGER[1]), 2);
        if keeps {
            grouper.keep_apart(2, 1);
        }
        let merged = grouper.add(3, &headline(MERGER[0])).merged;
        let merged: Vec<u64> = merged.iter().map(|merged| merged.story).collect();
        (merged, grouper.story_of(1) == grouper.story_of(2))
    };
    assert_eq!(run(false), (vec![2], true));
    assert_eq!(run(true), (vec![], false));
}

/// A report of a flood: in one town or another.
fn flood(
    town: &str,
    people: u32,
    boats: u32,
    mayor: &str,
    farmer: &str,
    turn: usize,
) -> (String, String) {
    let title = format!("Flood near {town}: {people} people leave their homes");
    let more = [
        format!("Trains between {town} and the coast stood still."),
        format!("The bridge of {town} was closed, {mayor} said."),
        format!("{farmer} lost {boats} sheep."),
    ];
    let text = format!(
        "The river burst its banks near {town} and cut off villages.\n\n“No lives have been lost,” mayor {mayor} said.\n\n\
         Rescue teams used {boats} boats to reach families.\n\n“The harvest lies under the water,” said farmer {farmer}.\n\n{}",
        more[turn % more.len()]
    );
    (title, text)
}

/// Floods in two towns that were put into one story, one after the other or in turns; what is split when it grows.
fn floods(in_turns: bool) -> (Vec<Split>, Vec<Option<u64>>) {
    let of = |at: usize| {
        let is_second = if in_turns { at % 2 == 1 } else { at >= 8 };
        if is_second {
            flood("Tarmund", 3_400, 27, "Lina Selkado", "Emil Galdeki", at)
        } else {
            flood("Velora", 1_900, 14, "Karim Velmari", "Rosa Orvanti", at)
        }
    };
    let mut grouper = Grouper::starting_at(5);
    let mut ledger = Ledger::default();
    let mut split = Vec::new();
    for id in 0..24_u64 {
        let (title, text) = of(id as usize);
        let report = Features::of(&Report {
            text: &text,
            published: at(id as i64),
            ..titled(&title)
        });
        if id < 12 {
            grouper.restore(id, &report, 0);
            ledger.moved(id, 0);
        } else {
            let placed = grouper.add(id, &report);
            ledger.note(&placed);
            split.extend(placed.split);
        }
    }
    let stories = (0..24).map(|id| ledger.story_of(id)).collect();
    let known: Vec<_> = (0..24).map(|id| grouper.story_of(id)).collect();
    assert_eq!(known, stories);
    (split, stories)
}

#[test]
fn a_story_that_was_two_is_split() {
    let (split, stories) = floods(true);
    let [split] = split.as_slice() else {
        panic!("{split:?}");
    };
    assert_eq!(
        (split.from, split.into, split.kind),
        (0, 5, SplitKind::Apart)
    );
    assert!(split.reports.iter().all(|id| id % 2 == 1));
    for (at, story) in stories.iter().enumerate() {
        assert_eq!(*story, Some(if at % 2 == 1 { 5 } else { 0 }), "report {at}");
    }
}

#[test]
fn a_story_that_has_become_another_is_split() {
    let (split, stories) = floods(false);
    let [split] = split.as_slice() else {
        panic!("{split:?}");
    };
    assert_eq!(
        (split.from, split.into, split.kind),
        (0, 5, SplitKind::Grown)
    );
    for (at, story) in stories.iter().enumerate() {
        assert_eq!(*story, Some(if at >= 8 { 5 } else { 0 }), "report {at}");
    }
}

#[test]
fn a_link_or_a_picture_in_common_helps_and_does_not_decide() {
    let links = |all: &[&str]| {
        all.iter()
            .map(|link| (*link).to_owned())
            .collect::<Vec<_>>()
    };
    let story = |other: &str, links: &[String], images: &[String]| {
        let mut grouper = Grouper::default();
        for (id, title) in (0..).zip(["Council of Velora votes on new tram line", other]) {
            let report = Features::of(&Report {
                links,
                images,
                ..titled(title)
            });
            grouper.add(id, &report);
        }
        let likeness = grouper.add(
            2,
            &Features::of(&Report {
                links,
                images,
                ..titled("Tram line for Velora: council votes")
            }),
        );
        (
            grouper.story_of(1),
            likeness.why.and_then(|why| why.likeness.links),
        )
    };
    let near = "Velora plans rails through the old town and past the market hall";
    let source = links(&["https://velora.example/minutes/2026-03-02?utm_source=x"]);
    let front = links(&["https://velora.example/"]);
    let photo = links(&["sha256:0f"]);
    assert_eq!(story(near, &[], &[]), (Some(1), None));
    assert_eq!(story(near, &front, &[]), (Some(1), None));
    // Two stories have it until they prove to be one.
    assert_eq!(story(near, &source, &[]), (Some(0), Some(0.5)));
    assert_eq!(story(near, &[], &photo), (Some(0), Some(0.5)));
    // Nothing but the picture.
    assert_eq!(
        story("Marsa wins the cup after extra time", &[], &photo).0,
        Some(1)
    );
}

#[test]
fn a_picture_that_is_everywhere_says_nothing() {
    let logo = ["https://a.example/logo.png".to_owned()];
    let mut grouper = Grouper::default();
    for id in 0..60_u64 {
        let title = format!("Item{id} number{id} of town{id} and place{id} for day{id}");
        let report = Features::of(&Report {
            images: &logo,
            ..titled(&title)
        });
        assert_eq!(grouper.add(id, &report).story, id);
    }
    for (id, title) in [(100, MERGER[0]), (101, MERGER[1])] {
        let why = grouper
            .add(
                id,
                &Features::of(&Report {
                    images: &logo,
                    ..titled(title)
                }),
            )
            .why;
        if let Some(why) = why {
            assert!(
                why.likeness.links.is_some_and(|links| links < 0.05),
                "{why:?}"
            );
        }
    }
    assert_eq!(grouper.story_of(100), grouper.story_of(101));
}

//! What is kept of stories agrees with what is kept of terms, whatever arrives and whatever is done by hand.

use std::collections::BTreeMap;

use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::Report;

/// Every term names the stories that have it, and no other; every report that is held is found, and its terms with it.
fn agrees(grouper: &Grouper) {
    let mut places: BTreeMap<Id, Vec<Place>> = BTreeMap::new();
    let mut homes: BTreeMap<u64, Place> = BTreeMap::new();
    let mut numbers: BTreeMap<u64, Place> = BTreeMap::new();
    for (place, story) in grouper.stories.iter().enumerate() {
        let place = place as Place;
        if let Some(story) = story {
            assert!(story.reports > 0 && story.held.len() <= story.reports as usize);
            assert!(story.number < grouper.next);
            numbers.insert(story.number, place);
            for &id in story.weights.keys() {
                places.entry(id).or_default().push(place);
            }
            for held in &story.held {
                homes.insert(held.id, place);
                for &(id, _) in &held.weights {
                    grouper.terms.get(id);
                }
            }
        }
    }
    for (id, expected) in places {
        let mut known: Vec<Place> = grouper.terms.get(id).places.clone();
        known.sort_unstable();
        assert_eq!(known, expected);
    }
    assert_eq!(
        homes,
        grouper
            .homes
            .iter()
            .map(|(&id, &place)| (id, place))
            .collect()
    );
    assert_eq!(
        numbers,
        grouper
            .numbers
            .iter()
            .map(|(&number, &place)| (number, place))
            .collect()
    );
}

/// Headlines of few words, so that they have some in common.
fn headline() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "harbour", "quelmar", "bastin", "merger", "strike", "teachers", "flood", "velora", "Karim",
        "1900",
    ]);
    prop::collection::vec(word, 3..7).prop_map(|words| words.join(" "))
}

/// Something that is asked of a grouper.
#[derive(Debug, Clone)]
enum Call {
    Add(u64, String, Option<i64>),
    Restore(u64, String, u64),
    Remove(u64),
    Replace(u64, String),
    TakeOut(u64),
    MoveTo(u64, usize),
    Join(u64, u64),
    KeepApart(u64, u64),
}

fn call() -> impl Strategy<Value = Call> {
    let id = || 0..60_u64;
    prop_oneof![
        8 => (id(), headline(), prop::option::of(0..40_i64)).prop_map(|(id, title, day)| Call::Add(id, title, day)),
        1 => (id(), headline(), id()).prop_map(|(id, title, story)| Call::Restore(id, title, story)),
        1 => id().prop_map(Call::Remove),
        1 => (id(), headline()).prop_map(|(id, title)| Call::Replace(id, title)),
        1 => id().prop_map(Call::TakeOut),
        1 => (id(), any::<usize>()).prop_map(|(id, story)| Call::MoveTo(id, story)),
        1 => (id(), id()).prop_map(|(a, b)| Call::Join(a, b)),
        1 => (id(), id()).prop_map(|(a, b)| Call::KeepApart(a, b)),
    ]
}

fn of(title: &str, day: Option<i64>) -> Features {
    Features::of(&Report {
        title,
        language: Some("en"),
        published: day
            .map(|day| Timestamp::from_second(1_700_000_000 + day * 86_400).expect("a day")),
        ..Report::default()
    })
}

/// Does a call and notes it.
fn apply(grouper: &mut Grouper, ledger: &mut Ledger, call: &Call) {
    match call {
        Call::Add(id, title, day) => {
            let placed = grouper.add(*id, &of(title, *day));
            assert_eq!(
                (placed.id, Some(placed.story)),
                (*id, grouper.story_of(*id))
            );
            assert!(
                placed
                    .merged
                    .iter()
                    .all(|taken| taken.story > placed.story && taken.story < grouper.next)
            );
            assert!(placed.about.len() <= 8);
            ledger.note(&placed);
        }
        Call::Restore(id, title, story) => {
            // The number of a story that has become part of another is nobody's any more.
            let story = if grouper.numbers.contains_key(story) {
                *story
            } else {
                grouper.next_story()
            };
            grouper.restore(*id, &of(title, None), story);
            assert_eq!(grouper.story_of(*id), Some(story));
            ledger.moved(*id, story);
        }
        Call::Remove(id) => {
            grouper.remove(*id);
            assert_eq!(grouper.story_of(*id), None);
            ledger.removed(*id);
        }
        Call::Replace(id, title) => {
            let story = grouper.story_of(*id);
            grouper.replace(*id, &of(title, None));
            assert_eq!(grouper.story_of(*id), story);
        }
        Call::TakeOut(id) => {
            let story = grouper.take_out(*id);
            assert_eq!(story, grouper.story_of(*id));
            if let Some(story) = story {
                ledger.moved(*id, story);
            }
        }
        Call::MoveTo(id, story) => {
            let mut open: Vec<u64> = grouper.numbers.keys().copied().collect();
            open.sort_unstable();
            if grouper.story_of(*id).is_some() {
                let story = open[story % open.len()];
                grouper.move_to(*id, story);
                assert_eq!(grouper.story_of(*id), Some(story));
                ledger.moved(*id, story);
            }
        }
        Call::Join(a, b) => {
            if grouper.numbers.contains_key(a) && grouper.numbers.contains_key(b) {
                assert_eq!(grouper.join(*a, *b), Some(*a.min(b)));
                ledger.joined(*a.max(b), *a.min(b));
            }
        }
        Call::KeepApart(a, b) => grouper.keep_apart(*a, *b),
    }
}

proptest! {
    #[test]
    fn books_agree_whatever_is_asked(calls in prop::collection::vec(call(), 1..150)) {
        let (mut grouper, mut ledger) = (Grouper::default(), Ledger::default());
        for call in &calls {
            apply(&mut grouper, &mut ledger, call);
        }
        agrees(&grouper);
        for id in 0..60 {
            prop_assert_eq!(ledger.story_of(id), grouper.story_of(id), "report {}", id);
        }
    }
}

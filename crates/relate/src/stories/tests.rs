//! What is kept of stories agrees with what is kept of terms, whatever arrives.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// Every term names the stories that have it, and no other.
fn agrees(grouper: &Grouper) {
    let mut places: BTreeMap<Id, Vec<Place>> = BTreeMap::new();
    for (place, story) in grouper.stories.iter().enumerate() {
        for &id in story.iter().flat_map(|story| story.weights.keys()) {
            places.entry(id).or_default().push(place as Place);
        }
    }
    for (id, expected) in places {
        let mut known: Vec<Place> = grouper.terms.get(id).places.iter().copied().collect();
        known.sort_unstable();
        assert_eq!(known, expected);
    }
}

/// Headlines of few words, so that they have some in common.
fn headline() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "harbour", "quelmar", "bastin", "merger", "strike", "teachers", "flood", "velora", "Karim",
        "1900",
    ]);
    prop::collection::vec(word, 3..7).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn books_agree_and_what_was_merged_is_found(
        reports in prop::collection::vec((headline(), prop::option::of(0..40_i64)), 1..150),
    ) {
        let (mut grouper, mut merged) = (Grouper::default(), Merged::default());
        for (title, day) in &reports {
            let placed = grouper.add(&Report {
                title,
                language: Some("en"),
                published: day.map(|day| jiff::Timestamp::from_second(1_700_000_000 + day * 86_400).expect("a day")),
                ..Report::default()
            });
            merged.note(&placed);
            prop_assert_eq!(merged.story(placed.story), placed.story);
            for story in &placed.merged {
                prop_assert!(*story > placed.story && *story < grouper.next);
                prop_assert_eq!(merged.story(*story), placed.story);
            }
        }
        agrees(&grouper);
    }
}

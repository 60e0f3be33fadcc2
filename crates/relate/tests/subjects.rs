//! What reports are about, and statements in them.

use khabar_relate::stories::{Grouper, Subject, about_statement};
use khabar_relate::{Features, Report};
use proptest::prelude::*;

const HARBOUR: &str = "The harbour of Port Amal reopened on Monday, 13 months after the storm that tore away its outer mole.\n\n\
    “The first freighters came at dawn,” port director Samira Velmari said. The ferry terminal is to be rebuilt, she \
    said.\n\nFishermen wait for their own quays. The ferry terminal was lost in the storm, said Samira Velmari.";

fn english(title: &str, text: &str) -> Features {
    Features::of(&Report {
        title,
        text,
        language: Some("en"),
        ..Report::default()
    })
}

fn said(words: &str, language: Option<&str>) -> Features {
    Features::of(&Report {
        text: words,
        language,
        ..Report::default()
    })
}

fn keys(about: &[Subject]) -> Vec<&str> {
    about.iter().map(|subject| subject.key.as_str()).collect()
}

#[test]
fn a_report_is_about_what_its_headline_and_its_text_name() {
    let mut grouper = Grouper::default();
    let report = english("Harbour of Port Amal reopens after 13 months", HARBOUR);
    let about = grouper.add(1, &report).about;
    assert!((2..=8).contains(&about.len()), "{about:?}");
    let shown: Vec<&str> = about.iter().map(|subject| subject.shown.as_str()).collect();
    for expected in ["Samira Velmari", "ferry terminal"] {
        assert!(shown.contains(&expected), "{shown:?}");
    }
    assert!(
        shown[..3].iter().any(|shown| shown.contains("Amal")),
        "{shown:?}"
    );
    assert!((about[0].weight - 1.0).abs() < 1e-6);
    assert!(about.is_sorted_by(|a, b| a.weight >= b.weight));
    // Asked of one that is not added, it is much the same.
    let asked = grouper.subjects(&report);
    assert_eq!(keys(&asked)[..2], keys(&about)[..2]);
}

#[test]
fn forms_of_a_word_have_one_key() {
    let grouper = Grouper::default();
    let one = grouper.subjects(&english("Fishermen strike over harbours", ""));
    let other = grouper.subjects(&english("Strike: fishermen leave the harbour", ""));
    let harbour = |about: &[Subject]| {
        let found = about
            .iter()
            .find(|subject| subject.shown.to_lowercase().starts_with("harbour"));
        found.expect("it is about the harbour").key.clone()
    };
    assert_eq!(harbour(&one), harbour(&other));
}

#[test]
fn a_name_has_one_key_in_all_scripts() {
    let grouper = Grouper::default();
    let key = |title: &str, text: &str, language: &str, name: &str| {
        let about = grouper.subjects(&Features::of(&Report {
            title,
            text,
            language: Some(language),
            speakers: &[name.to_owned()],
            ..Report::default()
        }));
        let found = about.into_iter().find(|subject| subject.shown == name);
        found.unwrap_or_else(|| panic!("nothing about {name}")).key
    };
    let english = key(
        "Flood cuts off villages",
        "The river rose, mayor Karim Velmari said. Karim Velmari asked for boats.",
        "en",
        "Karim Velmari",
    );
    let russian = key(
        "Наводнение отрезало сёла",
        "Река поднялась, сказал мэр Карим Вельмари. Карим Вельмари попросил лодки.",
        "ru",
        "Карим Вельмари",
    );
    let arabic = key(
        "فيضان يعزل القرى",
        "ارتفع النهر، قال رئيس البلدية كريم فلماري. وطلب كريم فلماري قوارب.",
        "ar",
        "كريم فلماري",
    );
    assert_eq!((russian, arabic), (english.clone(), english));
}

#[test]
fn what_every_story_has_says_little() {
    let mut grouper = Grouper::default();
    for id in 0..300_u64 {
        let title = format!("Police report item{id} of day{id} in town{id}");
        grouper.add(id, &english(&title, ""));
    }
    let about = grouper.subjects(&english("Police report bee swarm in school", ""));
    let place = |word: &str| about.iter().position(|subject| subject.shown == word);
    assert!(place("swarm").is_some(), "{about:?}");
    assert!(place("Police").is_none_or(|at| Some(at) > place("swarm")));
}

#[test]
fn a_statement_is_about_what_it_names() {
    let mut grouper = Grouper::default();
    let about = grouper
        .add(
            1,
            &english("Harbour of Port Amal reopens after 13 months", HARBOUR),
        )
        .about;
    let of = |words: &str| -> Vec<&str> {
        let keys = about_statement(&said(words, Some("en")), &about);
        about
            .iter()
            .filter(|subject| keys.contains(&subject.key.as_str()))
            .map(|subject| subject.shown.as_str())
            .collect()
    };
    // By a surname, in another form, and at the beginning of a sentence.
    assert_eq!(of("Velmari has kept her word"), ["Samira Velmari"]);
    assert_eq!(of("Ferry terminals will open"), ["ferry terminal"]);
    assert_eq!(of("We wait"), [""; 0]);
    assert_eq!(of(""), [""; 0]);
    assert!(about_statement(&said("Velmari has kept her word", None), &[]).is_empty());
}

#[test]
fn a_text_of_many_megabytes_is_no_burden() {
    let text = "Samira Velmari reopened the harbour of Port Amal. ".repeat(100_000);
    let grouper = Grouper::default();
    let about = grouper.subjects(&english(&text, &text));
    assert!(about.len() <= 8);
    assert!(about_statement(&said(&text, Some("en")), &about).len() <= about.len());
}

proptest! {
    #[test]
    fn subjects_are_few_and_each_its_own(
        title in ".{0,80}", text in "(\\PC|\\n){0,300}", language in prop::option::of("(en|de|ar|zh|ja|ru|th|xx)"), words in "\\PC{0,80}",
        speakers in prop::collection::vec("\\PC{0,20}", 0..3),
    ) {
        let mut grouper = Grouper::default();
        let report = Features::of(&Report { title: &title, text: &text, language: language.as_deref(), speakers: &speakers, ..Report::default() });
        let about = grouper.add(1, &report).about;
        prop_assert!(about.len() <= 8);
        let mut known: Vec<&str> = keys(&about);
        for subject in &about {
            prop_assert!(!subject.key.is_empty() && !subject.shown.is_empty());
            prop_assert!(subject.weight > 0.0 && subject.weight <= 1.0);
        }
        for key in about_statement(&said(&words, language.as_deref()), &about) {
            prop_assert!(known.contains(&key));
        }
        known.sort_unstable();
        known.dedup();
        prop_assert_eq!(known.len(), about.len());
    }
}

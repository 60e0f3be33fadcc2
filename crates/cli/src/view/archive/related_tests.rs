//! Stories, speakers and the same words of whatever texts, in whatever width.

use std::collections::HashMap;

use khabar_archive::about::About;
use khabar_archive::diff::runs;
use khabar_archive::record::decisions::{Before, Decision, DecisionKind};
use khabar_archive::record::quotes::Quote;
use khabar_archive::record::reports::Entry;
use khabar_archive::record::speakers::{Called, Proposal, Quoting, Role, Speaker};
use khabar_archive::record::statements::Said;
use khabar_archive::record::stories::{Member, Story};
use khabar_archive::record::subjects::Subject;
use khabar_archive::related::{
    Alike, QuoteItem, QuotePage, SpeakerPage, StoryItem, StoryPage, Told,
};
use proptest::prelude::*;
use serde_json::json;

use super::{decisions, quote, quotes, speaker, speakers, stories, story};
use crate::view::tests::look;
use crate::view::{Look, wrap};

fn entry(words: &str) -> Entry {
    Entry {
        id: 12,
        source: 1,
        url: "https://post.example/12".to_owned(),
        gathered_at: 0,
        changed_at: 0,
        versions: 2,
        ordered_at: 0,
        published: Some("2026-03-02T09:40:00+02:00".to_owned()),
        language: Some("ar".to_owned()),
        direction: "rtl".to_owned(),
        headline: Some(words.to_owned()),
        standfirst: None,
        words: 10,
        statements: 1,
    }
}

fn said(words: &str) -> Said {
    Said {
        id: 31,
        report: 12,
        number: 1,
        source: 1,
        headline: Some(words.to_owned()),
        story: Some(7),
        kind: "direct".to_owned(),
        language: Some("ar".to_owned()),
        speaker: Some(3),
        by: Some(words.to_owned()),
        at: 0,
        said: Some(words.to_owned()),
        addressee: Some(words.to_owned()),
        words: words.to_owned(),
        quote: Some(5),
        alike: Some(
            json!({"kind": "reworded", "share": 0.5, "reasons": [{"code": "rare-words", "detail": words}]}),
        ),
        alike_to: Some(30),
    }
}

fn decided() -> Decision {
    Decision {
        id: 17,
        kind: DecisionKind::SpeakersJoined,
        by_hand: false,
        at: 0,
        one: 3,
        other: 8,
        was: None,
        before: Before::default(),
        undone_by: Some(18),
    }
}

fn a_speaker(words: &str) -> Speaker {
    Speaker {
        id: 3,
        kind: "person".to_owned(),
        name: words.to_owned(),
        language: None,
        statements: 2,
        last_at: 0,
    }
}

fn known(words: &str) -> SpeakerPage {
    let reasons = Some(json!([{"code": "spelling", "detail": words}]));
    SpeakerPage {
        speaker: a_speaker(words),
        names: vec![Called {
            id: 9,
            name: words.to_owned(),
            language: Some("ar".to_owned()),
            why: reasons.clone(),
            statements: 2,
        }],
        roles: vec![Role {
            role: words.to_owned(),
            language: None,
            count: 1,
            first_at: 0,
            last_at: 90_000,
        }],
        said: vec![said(words)],
        quoted_by: vec![
            Quoting {
                source: 1,
                title: words.to_owned(),
                statements: 2,
            };
            8
        ],
        addressees: vec![(words.to_owned(), 1)],
        subjects: about(words),
        proposals: vec![Proposal {
            speaker: a_speaker(words),
            why: reasons,
        }],
        decisions: vec![decided()],
    }
}

fn about(words: &str) -> Vec<Subject> {
    vec![Subject {
        key: "k".to_owned(),
        shown: words.to_owned(),
        weight: 1.0,
    }]
}

/// All views of these words.
fn shown(words: &str, look: &Look) -> Vec<String> {
    let sources = HashMap::from([(1, words.to_owned())]);
    let about_decision = About {
        one: Some(words.to_owned()),
        other: None,
    };
    let a_story = Story {
        id: 7,
        reports: 3,
        first_at: 0,
        last_at: 90_000,
        grown_from: Some(4),
    };
    let told = Told {
        member: Member {
            entry: entry(words),
            why: Some(json!({"shared": [words], "words": 0.5})),
            kin: "wire".to_owned(),
            kin_to: Some(11),
            kin_why: Some(json!({"agency": words})),
        },
        adds: vec![words.to_owned(); 3],
    };
    let a_quote = Quote {
        id: 5,
        statements: 2,
        last_at: 0,
    };
    let item = StoryItem {
        outlets: 2,
        story: a_story.clone(),
        first: entry(words),
        subjects: about(words),
    };
    let whole = StoryPage {
        outlets: 2,
        has_more_statements: false,
        story: a_story.clone(),
        members: vec![told],
        next: Some((0, 12)),
        statements: vec![said(words); 14],
        subjects: about(words),
        outgrown: vec![a_story],
        decisions: vec![decided()],
    };
    let alike = Alike {
        said: said(words),
        entry: entry(words),
        is_other_speaker: true,
        wording: runs(&format!("{words} was"), &format!("{words} is")),
    };
    let same = QuotePage {
        quote: a_quote.clone(),
        members: vec![alike],
        decisions: vec![decided()],
    };
    let listed = QuoteItem {
        quote: a_quote,
        first: said(words),
    };
    vec![
        stories(&[item], true, &sources, look),
        story(&whole, &sources, false, look),
        story(&whole, &sources, true, look),
        speakers(&[a_speaker(words)], true, look),
        speaker(&known(words), true, &sources, look),
        quotes(&[listed], true, &sources, look),
        quote(&same, &sources, look),
        decisions(&[decided()], &[about_decision], look),
    ]
}

proptest! {
    #[test]
    fn no_line_is_wider_than_the_view(
        words in "[ a-zא-ת\u{621}-\u{652}0-9().,:«»\u{200f}\u{1b}漢字\n\t-]{0,90}",
        columns in 24_usize..130,
        reorder: bool,
    ) {
        let look = Look { reorder, ..look(columns) };
        for shown in shown(&words, &look) {
            prop_assert!(!shown.contains('\u{1b}'), "{:?}", shown);
            for line in shown.lines() {
                prop_assert!(wrap::width(line) <= columns, "{}: {:?}", columns, line);
            }
        }
    }
}

#[test]
fn what_is_wrong_in_it_is_marked_in_colour() {
    let look = Look {
        ink: crate::view::ink::Pen { on: true },
        ..look(80)
    };
    let all = shown("harbour", &look).concat();
    for part in [
        "\u{1b}[33mwire copy of report 11, harbour\u{1b}[0m",
        "\u{1b}[31manother speaker than in the earliest report\u{1b}[0m",
        "\u{1b}[32mharbour\u{1b}[0m",
        "\u{1b}[31m[-was-]\u{1b}[0m",
    ] {
        assert!(all.contains(part), "{part:?}: {all:?}");
    }
}

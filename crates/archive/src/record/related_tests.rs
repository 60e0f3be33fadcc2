//! Stories, speakers, the same words, subjects and decisions in one record.

use rusqlite::Connection;
use serde_json::json;

use super::decisions::{self, Before, DecisionKind, NewDecision};
use super::reports::{self, NewVersion};
use super::statements::{self, NewStatement, Statements};
use super::stories::{self, Placing};
use super::subjects::{self, Subject};
use super::tests::record;
use super::{quotes, sources, speakers};

/// Keeps a report that was published at a time.
fn report(to: &Connection, at: i64) -> i64 {
    let url = format!("https://courier.example/{at}");
    let new = NewVersion {
        source: 1,
        url: &url,
        at,
        ordered_at: at,
        published: None,
        language: Some("en"),
        direction: "ltr",
        headline: Some("Harbour reopens"),
        standfirst: None,
        words: 10,
        statements: 1,
        fingerprint: [at as u8; 16],
        reading: b"",
        raw: None,
    };
    reports::keep(to, &new).unwrap().report()
}

/// Puts a report with a statement in a story.
fn told(to: &Connection, at: i64, story: i64, speaker: Option<(i64, i64)>) -> (i64, i64) {
    let report = report(to, at);
    stories::put(
        to,
        report,
        story,
        at,
        &Placing {
            kin: "own",
            ..Placing::default()
        },
    )
    .unwrap();
    let statement = NewStatement {
        report: (report, 1),
        kind: "direct",
        language: Some("en"),
        by: Some("Lina Haddad"),
        role: speaker.map(|_| "minister"),
        speaker,
        at,
        said: None,
        addressee: Some("the council"),
        words: "We will open the harbour in June.",
    };
    (report, statements::add(to, &statement).unwrap())
}

#[test]
fn stories_count_their_reports_wherever_they_go() {
    let (_folder, record) = record();
    record
        .write(|to| {
            let one = stories::begin(to, None, None)?;
            let other = stories::begin(to, None, Some(one))?;
            assert_eq!(stories::next(to)?, other + 1);
            let (first, _) = told(to, 10, one, None);
            let (second, _) = told(to, 20, one, None);
            let (third, _) = told(to, 30, other, None);
            let story = stories::get(to, one)?.unwrap();
            assert_eq!((story.reports, story.first_at, story.last_at), (2, 10, 20));
            assert_eq!(stories::grown_from(to, one)?.len(), 1);

            // The address of one that has become part of another leads there, until it is on its own again.
            assert_eq!(stories::join(to, one, other)?, [third]);
            assert_eq!(stories::get(to, other)?.unwrap().id, one);
            assert_eq!(stories::get(to, one)?.unwrap().last_at, 30);
            stories::revive(to, other)?;
            stories::shift(to, third, other, None)?;
            assert_eq!(stories::of_report(to, third)?, Some(other));
            assert_eq!(stories::newest(to, one, 1)?[0].id, second);
            assert_eq!(stories::outlets(to, one)?, 1);
            let story = stories::get(to, one)?.unwrap();
            assert_eq!((story.reports, story.last_at), (2, 20));

            // Put in anew it keeps its story.
            stories::put(
                to,
                third,
                one,
                30,
                &Placing {
                    kin: "wire",
                    ..Placing::default()
                },
            )?;
            assert_eq!(stories::of_report(to, third)?, Some(other));
            let members = stories::members(to, one, Some((10, first)), 10)?;
            assert_eq!(members.len(), 1);
            assert_eq!(members[0].entry.id, second);
            assert_eq!(
                stories::recent(to, 10, 10)?,
                [(second, one), (third, other)]
            );

            let listed = stories::latest(to, stories::Which::default(), 10)?;
            assert_eq!(listed.len(), 1);
            let which = stories::Which {
                language: Some("ar"),
                ..stories::Which::default()
            };
            assert_eq!(stories::latest(to, which, 10)?, []);

            // With its source a report goes out of all of it.
            sources::remove(to, 1, 40)?;
            assert_eq!(stories::get(to, one)?, None);
            assert_eq!(stories::latest(to, stories::Which::default(), 10)?, []);
            Ok(())
        })
        .unwrap();
}

#[test]
fn names_take_their_statements_with_them() {
    let (_folder, record) = record();
    record
        .write(|to| {
            let story = stories::begin(to, None, None)?;
            let lina = speakers::begin(to, "person")?;
            let (full, is_new) = speakers::name(to, lina, "Lina Haddad", Some("en"), None)?;
            assert!(is_new);
            assert_eq!(
                speakers::name(to, lina, "Lina Haddad", Some("en"), None)?,
                (full, false)
            );
            speakers::add_keys(to, full, &[1, 2])?;
            let (_, first) = told(to, 10, story, Some((lina, full)));
            told(to, 20, story, Some((lina, full)));
            let other = speakers::begin(to, "person")?;
            let why = json!([{"code": "initial"}]).to_string();
            let (short, _) = speakers::name(to, other, "L. Haddad", Some("en"), Some(&why))?;
            speakers::add_keys(to, short, &[2])?;
            let (_, statement) = told(to, 30, story, Some((other, short)));

            let both = vec![lina, other];
            assert_eq!(speakers::bearers(to, 2, 10)?, (both.clone(), both.into()));
            let (first_names, last_names) = speakers::bearers(to, 2, 1)?;
            assert_eq!((first_names, last_names), (vec![lina], [other].into()));
            let told: Vec<_> = statements::in_story(to, story, 0, 9)?
                .iter()
                .map(|told| told.speaker)
                .collect();
            assert_eq!(told, [Some(other), Some(lina), Some(lina)]);
            assert_eq!(speakers::get(to, lina)?.unwrap().statements, 2);
            assert_eq!(speakers::roles(to, lina, 5)?[0].count, 2);
            speakers::propose(to, other, lina, &why, 30)?;
            assert_eq!(speakers::proposals(to, lina, 5)?[0].speaker.id, other);

            assert_eq!(speakers::join(to, lina, other)?, [short]);
            speakers::settle(to, lina, other)?;
            let whole = speakers::get(to, other)?.unwrap();
            assert_eq!((whole.id, whole.statements, whole.last_at), (lina, 3, 30));
            assert_eq!(whole.name, "Lina Haddad");
            let names = speakers::names(to, lina)?;
            assert_eq!(names[1].why, Some(json!([{"code": "initial"}])));
            assert_eq!(statements::get(to, statement)?.unwrap().speaker, Some(lina));
            assert_eq!(speakers::proposals(to, lina, 5)?.len(), 0);
            assert_eq!(speakers::choose(to, lina, Some("L. H."))?, None);
            assert_eq!(speakers::get(to, lina)?.unwrap().name, "L. H.");

            speakers::revive(to, other)?;
            speakers::shift(to, short, other)?;
            assert_eq!(speakers::roles(to, other, 5)?[0].count, 1);

            // A statement goes with what was said of its speaker.
            let own = speakers::name_like(to, other, full)?;
            statements::shift(to, first, (other, own))?;
            assert_eq!(speakers::get(to, lina)?.unwrap().statements, 1);
            assert_eq!(speakers::roles(to, lina, 5)?[0].count, 1);
            assert_eq!(speakers::bearers(to, 1, 10)?.0.len(), 2);
            let titled = speakers::titled(to, other, (5, 1))?;
            assert_eq!(titled.len(), 2);
            assert_eq!(titled[0].1.as_deref(), Some("minister"));
            statements::shift(to, first, (lina, full))?;
            assert_eq!(speakers::roles(to, other, 5)?[0].count, 1);
            assert_eq!(speakers::get(to, other)?.unwrap().statements, 1);
            let which = speakers::Which {
                name: Some("HÁDDAD"),
                source: Some(1),
                ..speakers::Which::default()
            };
            assert_eq!(speakers::most(to, which, 10)?.len(), 2);
            let said = statements::by_speaker(to, lina, Statements::default(), 10)?;
            assert_eq!(
                said.iter().map(|said| said.at).collect::<Vec<_>>(),
                [20, 10]
            );
            assert_eq!(
                speakers::addressees(to, lina, 5)?,
                [("the council".to_owned(), 2)]
            );
            assert_eq!(speakers::quoted_by(to, lina, 5)?[0].statements, 2);
            Ok(())
        })
        .unwrap();
}

#[test]
fn the_same_words_are_counted_and_found() {
    let (_folder, record) = record();
    record
        .write(|to| {
            let story = stories::begin(to, None, None)?;
            let (report, first) = told(to, 10, story, None);
            let (_, second) = told(to, 20, story, None);
            assert_eq!(quotes::by_keys(to, first, &[7, 8], 10)?, []);
            assert_eq!(quotes::by_keys(to, second, &[8], 10)?, [(first, 1)]);
            let both = [(first, 2), (second, 1)];
            assert_eq!(quotes::by_keys(to, 100, &[7, 8], 10)?, both);
            assert_eq!(quotes::by_keys(to, 101, &[8], 1)?, [(100, 1)]);
            // Of that key but one is looked at, so that no more are kept beside what has come.
            assert_eq!(quotes::by_keys(to, 102, &[8], 10)?, [(101, 1), (100, 1)]);
            let quote = quotes::begin(to)?;
            quotes::put(to, first, Some(quote), None)?;
            let alike = Some(("{\"kind\":\"exact\"}", first));
            quotes::put(to, second, Some(quote), alike)?;
            assert_eq!(quotes::get(to, quote)?.unwrap().statements, 2);
            let members = quotes::members(to, quote, 10)?;
            assert_eq!(members[1].alike, Some(json!({"kind": "exact"})));
            assert_eq!(members[1].alike_to, Some(first));
            assert_eq!(quotes::latest(to, quotes::Which::default(), 10)?.len(), 1);

            let about = [Subject {
                key: "en:harbour".to_owned(),
                shown: "harbour".to_owned(),
                weight: 0.5,
            }];
            subjects::put(to, report, 10, &about)?;
            subjects::put_statement(to, first, ["en:harbour"])?;
            assert_eq!(subjects::of_report(to, report)?, about);
            assert_eq!(subjects::of_story(to, story, 5)?, about);
            assert_eq!(subjects::latest(to, 0, 5)?[0].key, "en:harbour");
            for name in ["en:harbour", "Harbour"] {
                let found = subjects::named(to, name)?;
                assert_eq!(
                    found.map(|subject| subject.key).as_deref(),
                    Some("en:harbour")
                );
            }
            assert_eq!(subjects::named(to, "ferry")?, None);
            // What no report is about any more is no subject, however it was shown.
            subjects::put(to, report, 10, &[])?;
            assert_eq!(subjects::named(to, "Harbour")?, None);
            let which = quotes::Which {
                subject: Some("en:harbour"),
                ..quotes::Which::default()
            };
            assert_eq!(quotes::latest(to, which, 10)?.len(), 1);

            statements::remove(to, first)?;
            assert_eq!(quotes::latest(to, quotes::Which::default(), 10)?, []);
            quotes::put(to, second, None, None)?;
            assert_eq!(quotes::get(to, quote)?, None);
            Ok(())
        })
        .unwrap();
}

#[test]
fn decisions_are_kept_and_what_is_undone_does_not_hold() {
    let (_folder, record) = record();
    record
        .write(|to| {
            let new = NewDecision {
                kind: DecisionKind::StoriesApart,
                by_hand: true,
                about: (1, 2),
                was: None,
                before: Before {
                    moved: vec![5, 6],
                    ..Before::default()
                },
            };
            let id = decisions::add(to, &new, 10)?;
            let holding = decisions::holding(to, new.kind, true, 10)?;
            assert_eq!((holding.len(), holding[0].id), (1, id));
            assert_eq!(decisions::get(to, id)?.unwrap().before.moved, [5, 6]);
            assert_eq!(decisions::about(to, &[new.kind], 2, 10)?.len(), 1);
            let joined = NewDecision {
                kind: DecisionKind::StoriesJoined,
                before: Before::default(),
                ..new
            };
            let by = decisions::add(to, &joined, 20)?;
            decisions::undone(to, id, by)?;
            assert!(decisions::holding(to, DecisionKind::StoriesApart, true, 10)?.is_empty());
            assert_eq!(decisions::after(to, id, 10)?.len(), 1);
            assert_eq!(decisions::last(to)?, by);
            let numbers = |before, most| {
                let found = decisions::latest(to, before, most)?;
                Ok::<_, rusqlite::Error>(found.iter().map(|one| one.id).collect::<Vec<_>>())
            };
            assert_eq!(numbers(None, 10)?, [by, id]);
            assert_eq!(numbers(Some(by), 10)?, [id]);
            assert_eq!(numbers(None, 1)?, [by]);

            // A report of the number of a story is not that story.
            let moved = NewDecision {
                kind: DecisionKind::ReportMoved,
                by_hand: true,
                about: (1, 8),
                was: Some(7),
                before: Before::default(),
            };
            let moved = decisions::add(to, &moved, 30)?;
            let kinds = [DecisionKind::ReportMoved];
            for (story, expected) in [(1, None), (7, Some(moved)), (8, Some(moved))] {
                let found = decisions::about(to, &kinds, story, 10)?;
                assert_eq!(found.first().map(|one| one.id), expected, "{story}");
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn speakers_stay_apart_whatever_they_become_part_of() {
    let (_folder, record) = record();
    record
        .write(|to| {
            let begin = || speakers::begin(to, "person");
            let [a, b, c, whole] = [begin()?, begin()?, begin()?, begin()?];
            let apart = NewDecision {
                kind: DecisionKind::SpeakersApart,
                by_hand: true,
                about: (b, a),
                was: None,
                before: Before::default(),
            };
            let id = decisions::add(to, &apart, 10)?;
            assert!(decisions::are_speakers_apart(to, a, b)?);
            speakers::join(to, whole, a)?;
            assert!(decisions::are_speakers_apart(to, whole, b)?);
            assert!(!decisions::are_speakers_apart(to, whole, c)?);
            decisions::undone(to, id, id)?;
            assert!(!decisions::are_speakers_apart(to, whole, b)?);

            // So do those between whom a name was moved, but not where it was moved back.
            for (is_apart, from) in [(true, b), (false, c)] {
                let moved = NewDecision {
                    kind: DecisionKind::NameMoved,
                    by_hand: true,
                    about: (9, whole),
                    was: Some(from),
                    before: Before {
                        apart: is_apart,
                        ..Before::default()
                    },
                };
                decisions::add(to, &moved, 20)?;
                assert_eq!(decisions::are_speakers_apart(to, from, whole)?, is_apart);
            }
            Ok(())
        })
        .unwrap();
}

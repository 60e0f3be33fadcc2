//! Reports that are related as they come, change and go, and what was decided by hand between.

use serde_json::{Value, json};

use super::Relater;
use crate::archive::Archive;
use crate::record::decisions::DecisionKind;
use crate::record::statements::Statements;
use crate::record::stories::Which;

const DAY: [&str; 4] = ["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"];

/// An archive in a folder of its own.
pub(super) fn archive() -> (tempfile::TempDir, Archive) {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_begin(folder.path()).unwrap();
    (folder, archive)
}

/// A report as it is taken in, of an outlet of its own, with who says what in the order of its text.
pub(super) fn report(
    outlet: &str,
    number: usize,
    headline: &str,
    body: &str,
    said: &[(&str, &str, &str)],
) -> Value {
    let passage = |words: &str| {
        let byte = body.find(words).expect("the words stand in the text");
        let begin = body[..byte].chars().count();
        json!({"text": words, "begin": begin, "end": begin + words.chars().count()})
    };
    let statements: Vec<Value> = said
        .iter()
        .map(|(name, role, words)| {
            let mut speaker = json!({"name": name});
            if !role.is_empty() {
                speaker["role"] = json!(role);
            }
            json!({
                "kind": "direct",
                "source": passage(name),
                "content": [passage(words)],
                "speaker": speaker,
            })
        })
        .collect();
    json!({
        "headline": headline,
        "articleBody": body,
        "inLanguage": "en",
        "datePublished": format!("{}T{:02}:00:00Z", DAY[number / 20 % 4], number % 20),
        "statements": statements,
        "archive": {
            "url": format!("https://{outlet}.example/{number}"),
            "source": {"title": outlet, "home": format!("https://{outlet}.example/")},
            "gatheredAt": format!("{}T{:02}:30:00Z", DAY[number / 20 % 4], number % 20),
        },
    })
}

pub(super) const WORDS: &str =
    "We have built for the storms that are coming, not for those that have been.";

/// Three outlets, two of them on one event.
pub(super) fn harbour() -> Vec<Value> {
    vec![
        report(
            "courier",
            1,
            "Velora harbour reopens after nine weeks of repairs",
            &format!(
                "The harbour of Velora reopened to freighters on Monday after repairs that cost 40 million crowns.\n\n\
                 “{WORDS}” port director Karim Velmari said.\n\nFishermen of Velora are still waiting for their quays."
            ),
            &[("Karim Velmari", "port director", WORDS)],
        ),
        report(
            "herald",
            2,
            "Freighters return to Velora as the harbour reopens",
            &format!(
                "Freighters are back in the harbour of Velora, whose repairs cost 40 million crowns.\n\n\
                 “{WORDS}” said Velmari. Karim Velmari runs the port of Velora.\n\nThe breakwater of Velora is new."
            ),
            &[("Karim Velmari", "", WORDS)],
        ),
        report(
            "tribune",
            3,
            "Parliament votes on the school budget",
            "Members of parliament in Tarmund voted on Monday for more teachers in the schools of the north.\n\n\
             “Every class gets a teacher,” minister Lina Haddad said.",
            &[("Lina Haddad", "minister", "Every class gets a teacher")],
        ),
    ]
}

pub(super) fn take_in(archive: &Archive, reports: &[Value]) {
    let lines: Vec<String> = reports.iter().map(Value::to_string).collect();
    let taken = archive.take_in(&mut lines.join("\n").as_bytes()).unwrap();
    assert!(taken.wrong.is_empty(), "{:?}", taken.wrong);
}

/// Relates what has changed, as a process that begins does.
pub(super) fn relate(archive: &Archive) -> usize {
    let held = archive.hold("a test").unwrap();
    Relater::new(archive, &held).follow().unwrap()
}

/// The stories of all reports, by their addresses.
pub(super) fn stories(archive: &Archive) -> Vec<(String, i64)> {
    archive
        .record()
        .read(|of| {
            of.prepare(
                "SELECT url, story FROM reports JOIN story_reports ON report = reports.id ORDER BY reports.id",
            )?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect()
        })
        .unwrap()
}

/// How many rows there are of a kind.
fn count(archive: &Archive, of_what: &str) -> i64 {
    archive
        .record()
        .read(|of| {
            of.query_row(&format!("SELECT count(*) FROM {of_what}"), [], |row| {
                row.get(0)
            })
        })
        .unwrap()
}

#[test]
fn reports_of_an_event_speakers_and_words_find_each_other() {
    let (_folder, archive) = archive();
    take_in(&archive, &harbour());
    assert_eq!(relate(&archive), 3);
    assert_eq!(relate(&archive), 0);

    let listed = archive.stories(Which::default(), 10).unwrap();
    assert_eq!(listed.len(), 1, "of one report no story is listed");
    let story = archive.story(listed[0].story.id, None, 10).unwrap();
    assert_eq!(story.members.len(), 2);
    let told: Vec<_> = story
        .members
        .iter()
        .map(|told| told.member.why.is_some())
        .collect();
    assert_eq!(told, [false, true], "{:#?}", story.members);
    assert_eq!(story.statements.len(), 2);
    assert!(
        story
            .subjects
            .iter()
            .any(|subject| subject.shown.contains("Velora"))
    );

    let report = story.members[1].member.entry.id;
    let leads = archive.leads(report).unwrap();
    assert_eq!(leads.story.unwrap().id, story.story.id);
    let said = &leads.statements[0];
    let speaker = archive
        .speaker(said.speaker.unwrap(), Statements::default(), 10)
        .unwrap();
    assert_eq!(speaker.speaker.name, "Karim Velmari");
    assert_eq!(speaker.said.len(), 2);
    assert_eq!(speaker.roles[0].role, "port director");

    let quote = archive.quote(said.quote.unwrap()).unwrap();
    assert_eq!(quote.members.len(), 2);
    assert_eq!(quote.members[0].entry.id, story.members[0].member.entry.id);
    assert!(!quote.members[1].is_other_speaker);
}

#[test]
fn however_often_it_is_begun_again_the_same_comes_out() {
    let (_folder, at_once) = archive();
    take_in(&at_once, &harbour());
    relate(&at_once);
    let (_folder, one_by_one) = archive();
    for report in harbour() {
        take_in(&one_by_one, &[report]);
        relate(&one_by_one);
    }
    assert_eq!(stories(&at_once), stories(&one_by_one));
    for rows in [
        "speakers",
        "names",
        "statements WHERE quote IS NOT NULL",
        "decisions",
    ] {
        assert_eq!(count(&at_once, rows), count(&one_by_one, rows), "{rows}");
    }
}

#[test]
fn what_is_decided_by_hand_stays_so() {
    let (_folder, archive) = archive();
    let mut reports = harbour();
    let later = report(
        "herald",
        5,
        "Velora harbour: freighters return after repairs",
        "Freighters are back in the harbour of Velora after the repairs of 40 million crowns, and more are to come to Velora.",
        &[],
    );
    take_in(&archive, &reports);
    relate(&archive);
    let before = stories(&archive);
    let (second, together) = (2, before[1].1);
    assert_eq!(before[0].1, together);
    let apart = archive.move_report(second, None).unwrap().about;
    assert_ne!(apart, together);

    // A new version of it comes, and one more report, before and after a restart: both stories stay what they were made.
    reports[1]["articleBody"] = json!(
        reports[1]["articleBody"].as_str().unwrap().to_owned()
            + "\n\nMore freighters are to come to Velora."
    );
    take_in(&archive, &[reports[1].clone()]);
    take_in(&archive, &[later]);
    relate(&archive);
    let after = stories(&archive);
    assert_eq!((after[0].1, after[1].1), (together, apart));
    assert!([together, apart].contains(&after[3].1), "{after:?}");

    // Undone, they are together again, and so is what comes then.
    let decisions = archive.story(apart, None, 10).unwrap().decisions;
    let moved = decisions
        .iter()
        .find(|decision| decision.kind == DecisionKind::ReportMoved);
    archive.undo(moved.unwrap().id).unwrap();
    relate(&archive);
    assert_eq!(stories(&archive)[1].1, together);
}

#[test]
fn stories_that_were_joined_by_hand_go_on_as_one() {
    let (_folder, archive) = archive();
    take_in(&archive, &harbour());
    relate(&archive);
    let before = stories(&archive);
    let joined = archive
        .join_stories(before[0].1, before[2].1)
        .unwrap()
        .about;
    assert_eq!(joined, before[0].1.min(before[2].1));
    let more = report(
        "courier",
        6,
        "School budget: parliament votes for teachers",
        "Members of parliament in Tarmund voted for more teachers in the schools of the north, minister Lina Haddad says.",
        &[],
    );
    take_in(&archive, &[more]);
    relate(&archive);
    let after = stories(&archive);
    assert!(after.iter().all(|(_, story)| *story == joined), "{after:?}");
}

#[test]
fn a_new_version_changes_what_was_said_and_one_that_goes_takes_it_along() {
    let (_folder, archive) = archive();
    let reports = harbour();
    take_in(&archive, &reports);
    relate(&archive);
    let was = archive.leads(1).unwrap().statements[0].id;

    let more = "The quays of the fishermen come next.";
    let body = format!(
        "{}\n\n“{more}” Karim Velmari said.",
        reports[0]["articleBody"].as_str().unwrap()
    );
    let changed = report(
        "courier",
        1,
        "Velora harbour reopens after nine weeks of repairs",
        &body,
        &[
            ("Karim Velmari", "port director", WORDS),
            ("Karim Velmari", "", more),
        ],
    );
    take_in(&archive, &[changed]);
    relate(&archive);
    let statements = archive.leads(1).unwrap().statements;
    assert_eq!(statements.len(), 2);
    assert_eq!(
        statements[0].id, was,
        "what stands there still is the same statement"
    );
    assert_eq!(statements[0].speaker, statements[1].speaker);

    let sources = archive.sources().unwrap();
    let courier = sources
        .iter()
        .find(|source| source.title == "courier")
        .unwrap();
    archive.unfollow(courier.id).unwrap();
    relate(&archive);
    assert!(
        stories(&archive)
            .iter()
            .all(|(url, _)| !url.ends_with("/1"))
    );
    assert_eq!(count(&archive, "statements WHERE report = 1"), 0);
    // Of those that are left the one that stood with it is alone.
    assert!(archive.stories(Which::default(), 10).unwrap().is_empty());
}

#[test]
fn what_nobody_is_named_by_and_what_is_too_little_joins_nothing() {
    let (_folder, archive) = archive();
    let said = |outlet: &str, number, place: &str| {
        report(
            outlet,
            number,
            &format!("Trouble in {place}"),
            &format!("There was trouble in {place}. “No comment,” an official said in {place}."),
            &[("official", "", "No comment")],
        )
    };
    take_in(
        &archive,
        &[said("courier", 1, "Velora"), said("herald", 2, "Tarmund")],
    );
    relate(&archive);
    assert_eq!(count(&archive, "speakers"), 0);
    assert_eq!(count(&archive, "quotes"), 0);
    assert_eq!(count(&archive, "statements"), 2);
}

#[test]
fn a_statement_of_a_day_to_come_is_as_old_as_its_report() {
    let (_folder, archive) = archive();
    let mut early = report(
        "courier",
        1,
        "Velora plans a new harbour",
        "“The harbour will open,” Karim Velmari will say on 3 March 2031.",
        &[("Karim Velmari", "", "The harbour will open")],
    );
    early["datePublished"] = json!("2092-03-02T08:00:00Z");
    take_in(&archive, &[early]);
    relate(&archive);
    let now = crate::time::now();
    let said = &archive.leads(1).unwrap().statements[0];
    assert!(said.at <= now, "it is said at {}", said.at);
}

/// What is reported beside what somebody says, each of another matter.
const MATTERS: [&str; 5] = [
    "Bowlers of Velora took nine wickets before lunch, and the umpires sent for new stumps twice.",
    "A bill on wiretaps passed its second reading in Tarmund after a debate that lasted until dawn.",
    "Ski lifts at Quelmar stand still, since meadows are green up to the summit hut in January.",
    "Divers searched the river at Bastin for the pillar that gave way under the morning train.",
    "Surgeons at Osterby mend ligaments with a thread that dissolves within a year of training.",
];

/// A report of its own matter in which somebody says something.
pub(super) fn says(number: usize, (name, role): (&str, &str), words: &str) -> Value {
    let matter = MATTERS[number % MATTERS.len()];
    report(
        &format!("outlet{number}"),
        number,
        matter.split([',', '.']).next().unwrap(),
        &format!("{matter}\n\n“{words}” {role} {name} said."),
        &[(name, role, words)],
    )
}

/// The speakers of the statements, in the order in which these were made.
pub(super) fn speakers(archive: &Archive) -> Vec<i64> {
    archive
        .record()
        .read(|of| {
            of.prepare("SELECT coalesce(speaker, 0) FROM statements ORDER BY id")?
                .query_map([], |row| row.get(0))?
                .collect()
        })
        .unwrap()
}

#[test]
fn a_name_that_says_no_more_is_none_of_two_namesakes() {
    let (_folder, archive) = archive();
    let lines = [
        ("cricketer", "The pitch was dry"),
        ("interior minister", "The law is ready"),
        ("", "Snow is what we need"),
        ("", "Nobody knew of the bridge"),
        ("cricketer", "My knee is well again"),
    ];
    let reports: Vec<Value> = (0..)
        .zip(lines)
        .map(|(number, (role, words))| says(number, ("Daniel Ferreby", role), words))
        .collect();
    take_in(&archive, &reports);
    relate(&archive);
    assert_eq!(
        speakers(&archive),
        [1, 2, 3, 3, 1],
        "{:?}",
        stories(&archive)
    );
    let proposed = archive
        .record()
        .read(|of| crate::record::speakers::proposals(of, 3, 10))
        .unwrap();
    assert_eq!(proposed.len(), 2, "{proposed:?}");
}

#[test]
fn a_name_taken_out_by_hand_does_not_go_back() {
    let (_folder, archive) = archive();
    let reports = [
        says(0, ("Karim Velmari", "port director"), "The quay is open"),
        says(1, ("K. Velmari", "port director"), "The crane is new"),
        says(2, ("K. Velmari", "port director"), "The tide is low"),
    ];
    take_in(&archive, &reports[..2]);
    relate(&archive);
    assert_eq!(speakers(&archive), [1, 1]);
    let own = archive.take_name_out(2).unwrap().about;
    take_in(&archive, &reports[2..]);
    relate(&archive);
    assert_eq!(speakers(&archive), [1, own, own]);
}

#[test]
fn a_story_begun_by_hand_and_left_again_gives_its_number_to_no_other() {
    let (_folder, archive) = archive();
    let held = archive.hold("a test").unwrap();
    let mut relater = Relater::new(&archive, &held);
    take_in(&archive, &harbour());
    relater.follow().unwrap();
    let before = stories(&archive);
    let moved = archive.move_report(2, None).unwrap();
    archive.undo(moved.decision).unwrap();
    let more = says(4, ("Rosa Orvanti", "mayor"), "The bridge is closed");
    take_in(&archive, &[more]);
    relater.follow().unwrap();
    let after = stories(&archive);
    assert_eq!(after[..3], before[..]);
    assert!(after[3].1 > moved.about, "{after:?}");
}

#[test]
fn stories_moved_apart_stay_so_after_a_restart_until_that_is_undone() {
    let (_folder, archive) = archive();
    take_in(&archive, &harbour());
    relate(&archive);
    let moved = archive.move_report(2, None).unwrap();
    let like = |number| {
        report(
            "tribune",
            number,
            "Freighters return to Velora as the harbour reopens",
            "Freighters are back in the harbour of Velora, whose repairs cost 40 million crowns.",
            &[],
        )
    };
    take_in(&archive, &[like(8)]);
    relate(&archive);
    let apart = stories(&archive);
    assert_ne!(apart[0].1, apart[1].1);
    archive.undo(moved.decision).unwrap();
    take_in(&archive, &[like(9)]);
    relate(&archive);
    let after = stories(&archive);
    assert_eq!(after[0].1, after[1].1);
    assert_eq!(after[4].1, after[0].1, "{after:?}");
}

#[test]
fn words_that_were_taken_out_stay_out_of_a_new_version() {
    let (_folder, archive) = archive();
    let mut reports = harbour();
    take_in(&archive, &reports);
    relate(&archive);
    let said = &archive.leads(2).unwrap().statements[0];
    assert!(said.quote.is_some());
    archive.take_statement_out(said.id).unwrap();
    let changed = WORDS.replace("coming", "on the way");
    let body = reports[1]["articleBody"]
        .as_str()
        .unwrap()
        .replace(WORDS, &changed);
    reports[1] = report(
        "herald",
        2,
        "Freighters return to Velora as the harbour reopens",
        &body,
        &[("Karim Velmari", "", &changed)],
    );
    take_in(&archive, &[reports[1].clone()]);
    relate(&archive);
    assert_eq!(archive.leads(2).unwrap().statements[0].quote, None);
}

//! Corrections are made, undone and done again.

use std::io::Cursor;

use super::*;
use crate::record::statements::NewStatement;
use crate::record::stories::Placing;

/// An archive of three reports in two stories, each with a statement of a speaker of its own.
fn archive() -> (tempfile::TempDir, Archive) {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_begin(folder.path()).unwrap();
    let lines: Vec<String> = (1..=3)
        .map(|number| {
            format!(
                "{{\"url\":\"https://post.example/{number}\",\"headline\":\"Bridge {number}\",\
                 \"articleBody\":\"It is open.\"}}\n"
            )
        })
        .collect();
    archive.take_in(&mut Cursor::new(lines.concat())).unwrap();
    archive
        .record()
        .write(|to| {
            for (report, story) in [(1, 1), (2, 1), (3, 2)] {
                if !stories::is_known(to, story)? {
                    stories::begin(to, Some(story), None)?;
                }
                let placing = Placing {
                    kin: "own",
                    ..Placing::default()
                };
                stories::put(to, report, story, report, &placing)?;
                let speaker = speakers::begin(to, "person")?;
                let called = format!("Lina {report}");
                let (name, _) = speakers::name(to, speaker, &called, Some("en"), None)?;
                let statement = NewStatement {
                    report: (report, 1),
                    kind: "direct",
                    language: Some("en"),
                    by: Some(&called),
                    speaker: Some((speaker, name)),
                    role: None,
                    at: report,
                    said: None,
                    addressee: None,
                    words: "The bridge is open.",
                };
                statements::add(to, &statement)?;
            }
            Ok(())
        })
        .unwrap();
    (folder, archive)
}

fn stories_of(archive: &Archive) -> Vec<i64> {
    let of = |of: &Connection| {
        (1..=3)
            .map(|report| stories::of_report(of, report).map(Option::unwrap_or_default))
            .collect()
    };
    archive.record().read(of).unwrap()
}

fn speakers_of(archive: &Archive) -> Vec<i64> {
    let of = |of: &Connection| {
        (1..=3)
            .map(|id| Ok(statements::get(of, id)?.and_then(|said| said.speaker)))
            .map(|speaker| speaker.map(Option::unwrap_or_default))
            .collect()
    };
    archive.record().read(of).unwrap()
}

fn last(archive: &Archive) -> i64 {
    archive.record().read(decisions::last).unwrap()
}

#[test]
fn what_is_done_to_stories_is_undone_and_done_again() {
    let (_folder, archive) = archive();
    let joined = archive.join_stories(2, 1).unwrap();
    assert_eq!(joined.about, 1);
    assert_eq!(stories_of(&archive), [1, 1, 1]);
    let apart = archive.undo(joined.decision).unwrap();
    assert_eq!(stories_of(&archive), [1, 1, 2]);
    assert!(archive.undo(joined.decision).is_err());
    let again = archive.undo(apart).unwrap();
    assert_eq!(stories_of(&archive), [1, 1, 1]);

    // A report that went elsewhere meanwhile stays there.
    let own = archive.move_report(3, None).unwrap();
    assert_eq!(own.about, 3);
    archive.undo(again).unwrap();
    assert_eq!(stories_of(&archive), [1, 1, 3]);
    let moved = archive.move_report(2, Some(3)).unwrap();
    assert_eq!(moved.about, 3);
    let back = archive.undo(moved.decision).unwrap();
    assert_eq!(stories_of(&archive), [1, 1, 3]);
    archive.undo(back).unwrap();
    assert_eq!(stories_of(&archive), [1, 3, 3]);
    assert!(archive.move_report(9, None).is_err());
    assert!(archive.move_report(1, Some(9)).is_err());
    assert!(archive.join_stories(1, 9).is_err());
    assert!(archive.undo(99).is_err());
}

#[test]
fn what_would_change_nothing_says_so() {
    let (_folder, archive) = archive();
    let before = last(&archive);
    for refused in [
        archive.move_report(3, None),
        archive.move_report(3, Some(2)),
        archive.join_stories(1, 1),
        archive.join_speakers(2, 2),
        archive.keep_speakers_apart(2, 2),
        archive.take_name_out(1),
        archive.move_statement(1, None),
        archive.move_statement(1, Some(1)),
        archive.take_statement_out(1),
    ] {
        assert!(
            matches!(refused, Err(ArchiveError::Invalid(_))),
            "{refused:?}"
        );
    }
    assert_eq!(last(&archive), before);
}

#[test]
fn what_has_become_part_of_another_is_gone_back_to_there() {
    let (_folder, archive) = archive();
    let own = archive.move_report(1, None).unwrap();
    assert_eq!(stories_of(&archive), [3, 1, 2]);
    archive.join_stories(1, 2).unwrap();
    archive.undo(own.decision).unwrap();
    assert_eq!(stories_of(&archive), [1, 1, 1]);

    // What has been changed since is left as it is.
    let moved = archive.move_report(1, None).unwrap();
    archive.move_report(2, Some(moved.about)).unwrap();
    let joined = archive.join_stories(moved.about, 1).unwrap();
    assert!(archive.undo(moved.decision).is_err());
    archive.undo(joined.decision).unwrap();
    let stories = stories_of(&archive);
    assert_eq!(stories[0], stories[1]);
    archive.undo(moved.decision).unwrap();
    assert_ne!(stories_of(&archive)[0], stories[1]);
}

#[test]
fn why_a_report_is_where_it_is_comes_back_with_it() {
    let (_folder, archive) = archive();
    let why = || archive.record().read(|of| stories::why(of, 2)).unwrap();
    archive
        .record()
        .write(|to| stories::shift(to, 2, 1, Some("{}")))
        .unwrap();
    let moved = archive.move_report(2, None).unwrap();
    assert_eq!(why(), None);
    archive.undo(moved.decision).unwrap();
    assert_eq!(why().as_deref(), Some("{}"));
}

#[test]
fn what_is_done_to_speakers_is_undone() {
    let (_folder, archive) = archive();
    let joined = archive.join_speakers(2, 1).unwrap();
    assert_eq!(joined.about, 1);
    assert_eq!(speakers_of(&archive), [1, 1, 3]);
    let apart = archive.undo(joined.decision).unwrap();
    assert_eq!(speakers_of(&archive), [1, 2, 3]);
    archive.undo(apart).unwrap();
    assert_eq!(speakers_of(&archive), [1, 1, 3]);
    let taken = archive.take_name_out(2).unwrap();
    assert_eq!(taken.about, 4);
    assert_eq!(speakers_of(&archive), [1, 4, 3]);
    archive.undo(taken.decision).unwrap();
    assert_eq!(speakers_of(&archive), [1, 1, 3]);
    let are_apart = |one, other| {
        let record = archive.record();
        record
            .read(|of| decisions::are_speakers_apart(of, one, other))
            .unwrap()
    };
    assert!(!are_apart(1, 4), "it is undone with the move");

    let kept = archive.keep_speakers_apart(1, 3).unwrap();
    assert!(archive.keep_speakers_apart(3, 1).is_err());
    let free = archive.undo(kept.decision).unwrap();
    assert_eq!(speakers_of(&archive), [1, 1, 3]);
    assert!(!are_apart(1, 3));
    archive.undo(free).unwrap();
    assert!(are_apart(3, 1));

    let called = archive.name_speaker(1, Some("L. Haddad")).unwrap();
    let name = |archive: &Archive| {
        let speaker = archive.record().read(|of| speakers::get(of, 1));
        speaker.unwrap().unwrap().name
    };
    assert_eq!(name(&archive), "L. Haddad");
    let other = archive.name_speaker(1, Some("Lina H.")).unwrap();
    assert!(
        archive.undo(called.decision).is_err(),
        "it is called otherwise"
    );
    archive.undo(other.decision).unwrap();
    assert_eq!(name(&archive), "L. Haddad");
    assert!(archive.join_speakers(1, 9).is_err());
    assert!(archive.take_name_out(9).is_err());
    assert!(archive.name_speaker(9, None).is_err());
}

#[test]
fn of_two_that_are_called_the_same_each_has_their_own_statements() {
    let (_folder, archive) = archive();
    archive.join_speakers(1, 2).unwrap();
    let moved = archive.move_statement(2, None).unwrap();
    assert_eq!(moved.about, 4);
    assert_eq!(speakers_of(&archive), [1, 4, 3]);
    let names = archive.record().read(|of| speakers::names(of, 4)).unwrap();
    assert_eq!(names[0].name, "Lina 2");
    let back = archive.undo(moved.decision).unwrap();
    assert_eq!(speakers_of(&archive), [1, 1, 3]);
    archive.undo(back).unwrap();
    assert_eq!(speakers_of(&archive), [1, 4, 3]);
    assert_eq!(archive.move_statement(1, Some(4)).unwrap().about, 4);
    assert_eq!(speakers_of(&archive), [4, 4, 3]);
    assert!(archive.move_statement(9, None).is_err());
    assert!(archive.move_statement(1, Some(9)).is_err());
}

#[test]
fn a_statement_taken_out_of_the_same_words_comes_back() {
    let (_folder, archive) = archive();
    let join = |to: &rusqlite::Transaction| {
        let quote = quotes::begin(to)?;
        quotes::put(to, 1, Some(quote), None)?;
        quotes::put(to, 2, Some(quote), Some(("{}", 1)))
    };
    archive.record().write(join).unwrap();
    let count = || {
        let quote = archive.record().read(|of| quotes::get(of, 1));
        quote.unwrap().map_or(0, |quote| quote.statements)
    };
    let taken = archive.take_statement_out(2).unwrap();
    assert_eq!(count(), 1);
    let back = archive.undo(taken.decision).unwrap();
    assert_eq!(count(), 2);
    let said = archive.statement(2).unwrap();
    assert_eq!((said.alike.is_some(), said.alike_to), (true, Some(1)));
    archive.undo(back).unwrap();
    assert_eq!(count(), 1);
    assert!(archive.take_statement_out(9).is_err());
}

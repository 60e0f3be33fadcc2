//! Stories, speakers and the same words: shown, corrected, given out.
#![cfg(feature = "archive")]

mod support;

use std::fs;

use serde_json::Value;
use support::desk::Desk;
use support::related::desk;

/// A view for a terminal of so many columns.
fn view(desk: &Desk, arguments: &[&str], columns: usize) -> String {
    let width = columns.to_string();
    let more = ["-f", "view", "--bidi", "on", "--width", &width];
    let shown = desk.ok(&[arguments, &more].concat());
    for line in shown.lines() {
        // Every letter of these texts takes a column.
        let letters = line
            .chars()
            .filter(|c| !matches!(c, '\u{2068}' | '\u{2069}'));
        assert!(letters.count() <= columns, "{line:?} in\n{shown}");
        assert!(!line.contains('\u{1b}'), "{line:?}");
    }
    shown
        .replace('\u{a0}', " ")
        .replace(['\u{2068}', '\u{2069}'], "")
}

#[test]
fn stories_are_listed() {
    let desk = desk();
    assert_eq!(
        view(&desk, &["stories"], 60),
        "\
2  Fog on the coast
   2 reports · 2026-03-02 · first in post.example

1  The quay opens
   3 reports · 2026-03-02 · first in post.example
   quay
"
    );
    let some = view(&desk, &["stories", "-n", "1"], 60);
    assert!(
        some.ends_with("\nOlder ones: khabar stories --before 2\n"),
        "{some}"
    );
    let objects = desk.run(&["stories", "--before", "2"]).objects();
    assert_eq!(objects.len(), 1);
    assert_eq!(objects[0]["first"]["headline"], "The quay opens");
    for (filter, count) in [
        (["--language", "ar"], 1),
        (["--subject", "Quay"], 1),
        (["--subject", "en:quay"], 1),
        (["--source", "saahil.example"], 1),
        (["--source", "post.example"], 2),
    ] {
        let run = desk.run(&[&["stories"], &filter[..]].concat());
        assert_eq!(run.objects().len(), count, "{filter:?}: {run:?}");
    }
    let none = view(&desk, &["stories", "--language", "fr"], 60);
    assert_eq!(none, "No such story of several reports is kept.\n");
}

#[test]
fn a_story_is_told_over_time() {
    let desk = desk();
    assert_eq!(
        view(&desk, &["stories", "1"], 60),
        "\
1  The quay opens
3 reports · 3 sources · ar, en · 2026-03-02
quay

── 2026-03-02 ──────────────────────────────────────────────

    1  The quay opens
       post.example · 2026-03-02 09:40 +02:00 · en

    2  Port Amal opens its quay
       coast.example · 2026-03-02 09:40 +02:00 · en
       wire copy of report 1, Coastal Wire
       in common: Port Amal, quay · words 0.62 · names 0.80
       + Ninety boats sailed into the harbour before noon.
       + Repairs cost 48 million crowns.
       + 1 sentence more

                                  ءانيملا فيصر حاتتفا  3
       saahil.example · 2026-03-02 09:40 +02:00 · ar
       in common: Port Amal, quay · words 0.62 · names 0.80
                                .لمأ ءانيم فيصر حتف +

── Who said what: 3 ────────────────────────────────────────

Rima Nassar → reporters
  2026-03-03 · post.example · report 1 · statement 1
  · speaker 1 · quote 1
  │ We have waited a year for this quay

Tomas Berg
  2026-03-04 · coast.example · report 2 · statement 2
  · speaker 2 · quote 1
  │ We had waited a year for this quay

                                                   راصن امير
  2026-03-05 · saahil.example · report 3 · statement 3
  · speaker 1
                                          زهاج فيصرلا نإ
"
    );
    let full = view(&desk, &["stories", "1", "--full"], 60);
    assert!(
        full.contains("+ Fishermen still wait for their own moorings.\n"),
        "{full}"
    );
    let narrow = view(&desk, &["stories", "1", "--full"], 24);
    assert!(narrow.contains("wire copy of\n"), "{narrow}");

    // Page by page.
    let first = view(&desk, &["stories", "1", "-n", "2"], 60);
    assert!(
        first.contains("Later ones: khabar stories 1 --after 2\n"),
        "{first}"
    );
    let object = &desk.run(&["stories", "1", "--after", "2"]).objects()[0];
    assert_eq!(object["members"][0]["id"], 3);
    assert_eq!(object["members"].as_array().unwrap().len(), 1);
    // Who said what stands on the first page.
    assert_eq!(object["statements"].as_array().unwrap().len(), 0);
    let object = &desk.run(&["stories", "1"]).objects()[0];
    assert_eq!(object["statements"][0]["by"], "Rima Nassar");
    assert_eq!(
        (&object["outlets"], &object["hasMoreStatements"]),
        (&3.into(), &false.into())
    );
}

#[test]
fn speakers_are_listed() {
    let desk = desk();
    assert_eq!(
        view(&desk, &["speakers"], 60),
        "\
No.  Speaker      Kind    Statements  The last
────────────────────────────────────────────────
  1  Rima Nassar  person           2  2026-03-05
  2  Tomas Berg   person           1  2026-03-04
"
    );
    let some = view(&desk, &["speakers", "-n", "1"], 60);
    assert!(
        some.ends_with("\nMore: khabar speakers --before 1\n"),
        "{some}"
    );
    assert_eq!(
        desk.run(&["speakers", "--before", "1"]).objects()[0]["id"],
        2
    );
    for (filter, count) in [
        (["--name", "BERG"], 1),
        (["--name", "نصار"], 1),
        (["--language", "ar"], 1),
        (["--source", "coast"], 1),
        (["--subject", "quay"], 2),
    ] {
        let run = desk.run(&[&["speakers"], &filter[..]].concat());
        assert_eq!(run.objects().len(), count, "{filter:?}: {run:?}");
    }
}

#[test]
fn a_speaker_is_told_whole() {
    let desk = desk();
    let shown = view(&desk, &["speakers", "rima nassar"], 60);
    assert_eq!(
        shown,
        "\
1  Rima Nassar
person · 2 statements · the last 2026-03-05
quay
quoted by post.example 1 · saahil.example 1
speaks to reporters 1

── Names ───────────────────────────────────────────────────

1  Rima Nassar
   en · 1 statement
                                                راصن امير  2
   ar · 1 statement · transliteration (Nassar), same story

── Called beside that ──────────────────────────────────────

mayor of Port Amal
    en · 2026-03-03 · 1 time

── Said ────────────────────────────────────────────────────

  2026-03-05 · saahil.example · report 3 · statement 3
                                          زهاج فيصرلا نإ

  2026-03-03 · post.example · report 1 · statement 1
  · quote 1
  → reporters
  │ We have waited a year for this quay

── May be the same ─────────────────────────────────────────

2  Tomas Berg
   1 statement · same role

khabar correct join-speakers 1 2 says that they are, khabar
correct keep-apart 1 2 that they are not.
"
    );
    // By any of its names, and by part of one.
    for typed in ["1", "ريما نصار", "nassar"] {
        assert_eq!(view(&desk, &["speakers", typed], 60), shown, "{typed}");
    }
    let said = |arguments: &[&str]| {
        let run = desk.run(&[&["speakers", "1"], arguments].concat());
        run.objects()[0]["said"].clone()
    };
    assert_eq!(said(&["--addressee", "reporters"])[0]["id"], 1);
    assert_eq!(said(&["--language", "ar"])[0]["id"], 3);
    assert_eq!(said(&["--before", "3"])[0]["id"], 1);
    let first = view(&desk, &["speakers", "1", "-n", "1"], 60);
    assert!(
        first.contains("Older ones: khabar speakers 1 --before 3\n"),
        "{first}"
    );
    let several = desk.fails(&["speakers", "a"]);
    assert!(
        several.contains("several speakers: 1 Rima Nassar, 2 Tomas Berg; name one"),
        "{several}"
    );
}

#[test]
fn the_same_words_are_compared() {
    let desk = desk();
    assert_eq!(
        view(&desk, &["quotes"], 60),
        "\
1  We have waited a year for this quay
   Rima Nassar
   2 statements · 2026-03-03 to 2026-03-04 · first
   in post.example
"
    );
    assert_eq!(
        view(&desk, &["quotes", "1"], 60),
        "\
Quote 1 · 2 statements · 2 sources · 2026-03-03
to 2026-03-04

── 2026-03-03 ──────────────────────────────────────────────

Rima Nassar → reporters
  2026-03-03 · post.example · report 1 · statement 1
  · speaker 1
  │ We have waited a year for this quay

── 2026-03-04 ──────────────────────────────────────────────

Tomas Berg
  2026-03-04 · coast.example · report 2 · statement 2
  · speaker 2
! another speaker than in the earliest report
  as statement 1: reworded · share 0.88 · same story, other
  speaker
  │ We [-have-]{+had+} waited a year for this quay
"
    );
    let coloured = desk.ok(&["quotes", "1", "-f", "view", "--color", "always"]);
    assert!(
        coloured.contains("\u{1b}[31m[-have-]\u{1b}[0m"),
        "{coloured:?}"
    );
    let object = &desk.run(&["quotes", "1"]).objects()[0];
    assert_eq!(object["members"][1]["isOtherSpeaker"], true);
    assert_eq!(object["members"][1]["wording"][1]["kind"], "removed");
    assert_eq!(desk.run(&["quotes", "--language", "ar"]).objects().len(), 0);
}

/// What a correction says.
fn corrected(desk: &Desk, arguments: &[&str]) -> String {
    let run = desk.run(&[&["correct"], arguments].concat());
    assert_eq!((run.status, run.stdout.as_str()), (0, ""), "{run:?}");
    run.stderr
}

/// Why one is not made.
fn refused(desk: &Desk, arguments: &[&str]) -> String {
    desk.fails(&[&["correct"], arguments].concat())
}

#[test]
fn stories_are_corrected_and_that_is_undone() {
    let desk = desk();
    let reports = |story: &str| desk.run(&["stories", story]).objects()[0]["reports"].clone();
    assert_eq!(
        corrected(&desk, &["join-stories", "2", "1"]),
        "Stories 2 and 1 are one now, story 1; khabar correct undo 1 undoes it.\n"
    );
    assert_eq!(reports("1"), 5);
    assert_eq!(reports("2"), 5);
    assert!(refused(&desk, &["join-stories", "2", "1"]).contains("are one already, story 1"));
    let shown = view(&desk, &["stories", "1"], 60);
    assert!(
        shown.contains("1  stories 1 and 2 are one · by hand · "),
        "{shown}"
    );
    assert_eq!(
        corrected(&desk, &["undo", "1"]),
        "Decision 1 (stories 1 and 2 are one) is undone; khabar correct undo 2 does it again.\n"
    );
    assert_eq!(reports("1"), 3);
    assert!(refused(&desk, &["undo", "1"]).contains("undone already"));

    assert_eq!(
        corrected(&desk, &["move-report", "3", "--to", "2"]),
        "Report 3 is in story 2 now, out of story 1; khabar correct undo 3 undoes it.\n"
    );
    assert!(refused(&desk, &["move-report", "3", "--to", "2"]).contains("in story 2 already"));
    let own = corrected(&desk, &["move-report", "3"]);
    assert!(own.starts_with("Report 3 is in story 3 now"), "{own}");
    assert!(refused(&desk, &["move-report", "3"]).contains("story of its own already, story 3"));

    let decisions = desk.run(&["correct", "list"]).objects();
    assert_eq!(decisions.len(), 4);
    assert_eq!(decisions[3]["undoneBy"], 2);
    let listed = view(&desk, &["correct", "list", "-n", "2"], 60);
    assert!(
        listed.starts_with("4  report 3 belongs to story 3 · by hand · "),
        "{listed}"
    );
    assert!(listed.contains("\n   Fog on the coast\n"), "{listed}");
    // What was moved is told where it came from and where it went.
    for story in ["2", "3"] {
        let shown = view(&desk, &["stories", story], 60);
        assert!(shown.contains("4  report 3 belongs to story 3"), "{shown}");
    }
    let before = desk.run(&["correct", "list", "--before", "2"]).objects();
    assert_eq!(before.len(), 1);
}

#[test]
fn speakers_and_words_are_corrected() {
    let desk = desk();
    let named = |id: &str| desk.run(&["speakers", id]).objects()[0]["name"].clone();
    assert_eq!(
        corrected(&desk, &["keep-apart", "1", "2"]),
        "Rima Nassar (speaker 1) and Tomas Berg (speaker 2) are kept apart; khabar correct undo 1 undoes it.\n"
    );
    assert!(refused(&desk, &["keep-apart", "2", "1"]).contains("are kept apart already"));
    assert_eq!(
        corrected(&desk, &["undo", "1"]),
        "Decision 1 (speakers 1 and 2 are two) is undone; khabar correct undo 2 does it again.\n"
    );
    assert_eq!(
        corrected(&desk, &["join-speakers", "2", "1"]),
        "Tomas Berg (speaker 2) and Rima Nassar (speaker 1) are one speaker now, Rima Nassar (speaker 1); khabar correct undo 3 \
         undoes it.\n"
    );
    assert_eq!(named("2"), "Rima Nassar");
    assert!(refused(&desk, &["keep-apart", "1", "2"]).contains("are one, speaker 1; take"));
    corrected(&desk, &["undo", "3"]);
    assert_eq!(named("2"), "Tomas Berg");

    let said = corrected(&desk, &["take-out-name", "2"]);
    assert!(
        said.starts_with("ريما نصار (speaker 3) is a speaker of its own now, taken out of Rima"),
        "{said}"
    );
    assert!(refused(&desk, &["take-out-name", "2"]).contains("is the only one of speaker 3"));
    let said = corrected(&desk, &["move-statement", "1", "--to", "2"]);
    assert!(
        said.starts_with("Statement 1 is of Tomas Berg (speaker 2) now; khabar correct undo "),
        "{said}"
    );
    assert!(
        refused(&desk, &["move-statement", "1", "--to", "2"]).contains("is of speaker 2 already")
    );
    let said = corrected(&desk, &["move-statement", "1"]);
    assert!(
        said.starts_with("Statement 1 is of Rima Nassar (speaker 4) now"),
        "{said}"
    );
    let undo = said.split(' ').rev().nth(2).unwrap().to_owned();
    corrected(&desk, &["undo", &undo]);
    let said = corrected(&desk, &["call", "1", " R. Nassar "]);
    assert!(
        said.starts_with("Rima Nassar (speaker 1) is called R. Nassar now;"),
        "{said}"
    );
    assert_eq!(named("1"), "R. Nassar");
    corrected(&desk, &["call", "1"]);
    assert_eq!(named("1"), "Rima Nassar");
    assert!(refused(&desk, &["call", "1", " "]).contains("needs a name"));

    let said = corrected(&desk, &["take-out-statement", "2"]);
    assert!(
        said.starts_with("Statement 2 is taken out of the same words, quote 1;"),
        "{said}"
    );
    assert_eq!(desk.run(&["quotes"]).objects().len(), 0);
    assert!(refused(&desk, &["take-out-statement", "2"]).contains("is not held to be"));
}

#[test]
fn a_correction_waits_for_nobody_who_gathers() {
    let desk = desk();
    let archive = khabar_archive::Archive::open(desk.data()).unwrap();
    let held = archive.hold("khabar gather").unwrap();
    corrected(&desk, &["join-stories", "1", "2"]);
    drop(held);
}

#[test]
fn what_there_is_none_of_is_told() {
    let desk = desk();
    for (arguments, said) in [
        (
            &["stories", "9"][..],
            "there is no story 9; khabar stories lists them",
        ),
        (&["stories", "--before", "9"], "there is no story 9"),
        (&["stories", "1", "--after", "9"], "there is no report 9"),
        (
            &["stories", "--subject", "tram"],
            "there is no subject tram",
        ),
        (
            &["stories", "--source", "none"],
            "there is no source \"none\"",
        ),
        (
            &["speakers", "9"],
            "there is no speaker 9; khabar speakers lists them",
        ),
        (&["speakers", "Nobody"], "there is no speaker \"Nobody\""),
        (&["speakers", " "], "there is no speaker"),
        (
            &["speakers", "1", "--before", "9"],
            "there is no statement 9",
        ),
        (
            &["quotes", "9"],
            "there is no quote 9; khabar quotes lists them",
        ),
        (
            &["correct", "join-stories", "1", "9"],
            "there is no story 9",
        ),
        (&["correct", "move-report", "9"], "there is no report 9"),
        (
            &["correct", "move-report", "1", "--to", "9"],
            "there is no story 9",
        ),
        (
            &["correct", "join-speakers", "9", "1"],
            "there is no speaker 9",
        ),
        (
            &["correct", "keep-apart", "1", "9"],
            "there is no speaker 9",
        ),
        (&["correct", "take-out-name", "9"], "there is no name 9"),
        (&["correct", "call", "9", "X"], "there is no speaker 9"),
        (
            &["correct", "take-out-statement", "9"],
            "there is no statement 9",
        ),
        (
            &["correct", "undo", "9"],
            "there is no decision 9; khabar correct list",
        ),
    ] {
        let told = desk.fails(arguments);
        assert!(
            told.starts_with(&format!("khabar: {said}")),
            "{arguments:?}: {told}"
        );
    }
    for wrong in [
        &["stories", "one"][..],
        &["stories", "1", "--subject", "quay"],
        &["stories", "--full"],
        &["stories", "-n", "0"],
        &["speakers", "1", "--name", "x"],
        &["speakers", "--addressee", "x"],
        &["quotes", "1", "-n", "3"],
        &["correct"],
        &["correct", "join-stories", "1"],
        &[
            "archive", "export", "--table", "speakers", "--query", "quay",
        ],
        &["archive", "export", "--table", "speakers", "-f", "parquet"],
    ] {
        let run = desk.run(wrong);
        assert_eq!(run.status, 2, "{wrong:?}: {run:?}");
    }
    let empty = Desk::new();
    assert!(
        empty
            .fails(&["stories"])
            .contains("there is no archive in ")
    );
}

#[test]
fn tables_are_given_out() {
    let desk = desk();
    for (table, rows, said) in [
        ("stories", 2, "2 stories are written to "),
        ("story-reports", 5, "5 rows are written to "),
        ("speakers", 2, "2 speakers are written to "),
        ("statements", 3, "3 statements are written to "),
    ] {
        let export = |more: &[&str]| {
            let run = desk.run(&[&["archive", "export", "--table", table], more].concat());
            assert_eq!(run.status, 0, "{run:?}");
            run
        };
        let lines: Vec<Value> = export(&[]).objects();
        assert_eq!(lines.len(), rows, "{table}");
        let csv = export(&["-f", "csv"]).stdout;
        assert_eq!(csv.lines().count(), rows + 1, "{csv}");
        let run = export(&["-f", "parquet", "-o", "table.parquet"]);
        assert!(run.stderr.starts_with(said), "{run:?}");
        let file = fs::read(desk.data().parent().unwrap().join("table.parquet")).unwrap();
        assert!(file.starts_with(b"PAR1") && file.ends_with(b"PAR1"));
    }
    // They are no reports, and are not taken for such.
    let lines = desk.ok(&["archive", "export", "--table", "statements"]);
    let run = desk.run(&["archive", "import", &desk.file("said.jsonl", &lines)]);
    assert_eq!(run.status, 1, "{run:?}");
    assert!(run.stderr.contains("0 reports are new"), "{run:?}");
}

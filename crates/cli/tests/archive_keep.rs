//! Looking after an archive: versions, saved searches, exports, backups, checks, settings.
#![cfg(feature = "archive")]

mod support;

use std::fs;
use std::io::Write;
use std::process::Stdio;

use serde_json::Value;
use support::Run;
use support::desk::Desk;

const TEXT: &str =
    "The bridge over the Amal was opened on Monday.\n\nTwelve people came to see it.";

/// An archive with a report in English that has two versions, and one in Arabic.
fn desk() -> Desk {
    let desk = Desk::new();
    let bridge = "https://post.example/bridge";
    desk.import(&[
        [bridge, "en", "The bridge opens", TEXT],
        [
            "https://coast.example/jisr",
            "ar",
            "افتتاح الجسر",
            "فتح الجسر فوق نهر أمل.\n\nحضر مئة شخص.",
        ],
    ]);
    desk.import(&[[
        bridge,
        "en",
        "The bridge is open",
        &TEXT.replace("Twelve", "Twenty"),
    ]]);
    desk
}

#[test]
fn what_changed_is_shown() {
    let desk = desk();
    let shown = desk.ok(&["show", "1", "--diff", "1..", "-f", "view", "--width", "40"]);
    assert!(shown.contains("The bridge [-opens-]{+is open+}"), "{shown}");
    assert!(
        shown.contains("[-Twelve-]{+Twenty+} people came"),
        "{shown}"
    );
    let coloured = desk.ok(&[
        "show", "1", "--diff", "1..2", "-f", "view", "--color", "always",
    ]);
    assert!(
        coloured.contains("\u{1b}[31m[-Twelve-]\u{1b}[0m"),
        "{coloured:?}"
    );
    let object: Value = serde_json::from_str(&desk.ok(&["show", "1", "--diff", "1..2"])).unwrap();
    assert_eq!(object["body"][1]["kind"], "removed");
    let first = desk.ok(&["show", "1", "--version", "1", "-f", "view", "--width", "60"]);
    assert!(first.starts_with("The bridge opens\n"), "{first}");
    assert!(first.contains("version 1 of 2"), "{first}");
    let arabic = desk.ok(&["show", "2", "-f", "view", "--width", "40", "--bidi", "on"]);
    assert!(
        arabic.starts_with(&format!("{}رسجلا حاتتفا\n", " ".repeat(28))),
        "{arabic}"
    );

    assert!(desk.fails(&["show", "9"]).contains("there is no report 9"));
    assert!(
        desk.fails(&["show", "1", "--version", "7"])
            .contains("version 7 of report 1")
    );
    assert!(
        desk.fails(&["show", "1", "--diff", "1..9"])
            .contains("version 9 of report 1")
    );
}

#[test]
fn searches_are_saved() {
    let desk = desk();
    let run = desk.run(&[
        "saved",
        "add",
        "Bridges",
        "bridge",
        "--webhook",
        "https://hooks.example/b",
    ]);
    assert_eq!(run.status, 0, "{run:?}");
    assert!(run.stderr.contains("It finds 1 report now"), "{run:?}");
    let run = desk.run(&[
        "saved",
        "add",
        "Open",
        "\"bridge",
        "--email",
        "desk@news.example",
    ]);
    assert!(run.stderr.contains("is not closed"), "{run:?}");
    assert!(run.stderr.contains("no mail server is set"), "{run:?}");
    assert!(
        desk.fails(&["saved", "add", "Open", "x"])
            .contains("there is a saved search \"Open\"")
    );
    let searches = desk.run(&["saved", "list"]).objects();
    assert_eq!(searches.len(), 2);
    assert_eq!(searches[0]["webhook"], "https://hooks.example/b");
    desk.ok(&["saved", "remove", "Bridges"]);
    desk.ok(&["saved", "remove", "2"]);
    assert!(
        desk.fails(&["saved", "remove", "2"])
            .contains("khabar saved list lists them")
    );
}

#[test]
fn how_letters_are_sent_is_kept_and_its_password_is_not_shown() {
    let desk = desk();
    let mail =
        |arguments: &[&str]| desk.run(&[&["archive", "settings", "mail"], arguments].concat());
    assert!(mail(&[]).stdout.contains("no mail server is set"));
    let file = desk.file("server.txt", "smtps://desk:secret@mail.example\n");
    let run = mail(&[
        "--server-from-file",
        &file,
        "--from",
        "Desk <desk@news.example>",
    ]);
    assert_eq!(run.status, 0, "{run:?}");
    assert_eq!(
        run.stdout,
        "Server  smtps://desk:***@mail.example\nFrom    Desk <desk@news.example>\n"
    );
    let run: Run = desk
        .khabar(&["archive", "settings", "mail"])
        .env("KHABAR_MAIL_SERVER", "ftp://desk:secret@mail.example")
        .output()
        .unwrap()
        .into();
    assert_eq!(run.status, 1);
    assert!(
        run.stderr.contains("is no address") && !run.stderr.contains("secret"),
        "{run:?}"
    );
    assert_eq!(mail(&["--off"]).status, 0);
    assert!(mail(&[]).stdout.contains("no mail server is set"));
    let run = mail(&["--from", "desk@news.example"]);
    assert!(
        run.stderr.contains("both a server and who they are from"),
        "{run:?}"
    );
}

#[test]
fn reports_are_given_out_and_taken_in() {
    let desk = desk();
    let lines = desk.ok(&["archive", "export"]);
    assert_eq!(lines.lines().count(), 2);
    let csv = desk.ok(&["archive", "export", "-f", "csv", "--query", "lang:ar"]);
    assert_eq!(csv.lines().count(), 2, "{csv}");
    desk.ok(&["archive", "export", "-f", "parquet", "-o", "all.parquet"]);
    let table = fs::read(desk.data().parent().unwrap().join("all.parquet")).unwrap();
    assert!(table.starts_with(b"PAR1") && table.ends_with(b"PAR1"));
    let said = desk.fails(&["archive", "export", "-o", "none/all.jsonl"]);
    assert!(said.contains("cannot be written"), "{said}");

    let other = Desk::new();
    let mut child = other
        .khabar(&["archive", "import", "-"])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin
        .write_all(format!("{lines}not a report\n").as_bytes())
        .unwrap();
    drop(stdin);
    let run: Run = child.wait_with_output().unwrap().into();
    assert_eq!(run.status, 1, "{run:?}");
    assert!(
        run.said_of("-, line 3").contains("no JSON object"),
        "{run:?}"
    );
    assert!(run.stderr.contains("2 reports are new"), "{run:?}");
    // What was taken in is found at once.
    assert_eq!(other.run(&["search", "bridge"]).objects().len(), 1);
    assert!(
        desk.fails(&["archive", "import", "none.jsonl"])
            .contains("check the path")
    );
}

#[test]
fn a_copy_brings_back_what_was() {
    let desk = desk();
    desk.ok(&["archive", "backup", "copy.sqlite"]);
    assert!(
        desk.fails(&["archive", "backup", "copy.sqlite"])
            .contains("is there already")
    );
    desk.ok(&["unfollow", "post.example", "--yes"]);
    assert_eq!(desk.run(&["search", "bridge"]).objects().len(), 0);
    let run = desk.run(&["archive", "restore", "copy.sqlite"]);
    assert_eq!(run.status, 0, "{run:?}");
    assert!(run.stderr.contains("with 2 reports"), "{run:?}");
    assert_eq!(desk.run(&["search", "bridge"]).objects().len(), 1);
    assert!(
        desk.ok(&["archive", "check"])
            .contains("has the same reports")
    );
    let text = desk.file("text.sqlite", &"no record at all\n".repeat(100));
    assert!(
        desk.fails(&["archive", "restore", &text])
            .contains("is damaged")
    );
}

#[test]
fn what_is_wrong_is_found_and_mended() {
    let desk = desk();
    assert_eq!(
        desk.ok(&["archive", "check"]),
        "The record is sound; it has 2 reports.\nThe index is sound, and has the same reports.\n"
    );
    for file in fs::read_dir(desk.data().join("index")).unwrap().flatten() {
        if file.path().extension().is_some_and(|kind| kind == "store") {
            fs::write(file.path(), "spoilt").unwrap();
        }
    }
    let run = desk.run(&["archive", "check"]);
    assert_eq!(run.status, 1, "{run:?}");
    assert!(
        run.stdout.contains("khabar archive reindex makes it anew"),
        "{run:?}"
    );
    let run = desk.run(&["archive", "reindex"]);
    assert!(run.stderr.contains("made anew, of 2 reports"), "{run:?}");
    desk.ok(&["archive", "check"]);
    assert_eq!(desk.run(&["search", "bridge"]).objects().len(), 1);
}

#[test]
fn an_archive_says_what_it_holds() {
    let desk = desk();
    let shown = desk.ok(&["archive", "info"]);
    assert!(shown.contains("Reports    2, in 3 versions\n"), "{shown}");
    assert!(shown.contains("Languages  ar 1, en 1\n"), "{shown}");
    let object: Value = serde_json::from_str(&desk.ok(&["archive", "info", "--json"])).unwrap();
    assert_eq!(object["totals"]["sources"], 2);
    // The folder can be named in the command as well.
    let folder = desk.data();
    let elsewhere = Desk::new();
    elsewhere.ok(&["archive", "info", "--data", folder.to_str().unwrap()]);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let desk = desk();
    let many: Vec<String> = (0..400)
        .map(|n| format!("https://post.example/{n}"))
        .collect();
    let long = "It rained all day. ".repeat(40);
    let reports: Vec<[&str; 4]> = many
        .iter()
        .map(|url| [url.as_str(), "en", "Rain", &long])
        .collect();
    desk.import(&reports);
    let mut child = desk.khabar(&["archive", "export"]).spawn().unwrap();
    drop(child.stdout.take());
    let run: Run = child.wait_with_output().unwrap().into();
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:?}");
}

#[test]
fn the_manual_and_the_completions_know_the_commands() {
    let desk = Desk::new();
    let manual = desk.ok(&["man"]);
    for part in [
        "khabar follow",
        "KHABAR GATHER: OPTIONS",
        "KHABAR ARCHIVE EXPORT: OPTIONS",
        "KHABAR SAVED ADD: OPTIONS",
        "KHABAR SEARCH: WHAT CAN BE ASKED",
        "KHABAR CORRECT MOVE-REPORT: OPTIONS",
        "KHABAR STORIES: WHAT IS SHOWN",
    ] {
        assert!(manual.contains(part), "{part}");
    }
    assert!(desk.ok(&["completions", "bash"]).contains("gather"));
    for command in [
        "follow", "unfollow", "sources", "gather", "serve", "demo", "search", "show", "stories",
        "speakers", "quotes", "correct", "saved", "archive",
    ] {
        let help = desk.ok(&[command, "--help"]);
        assert!(
            help.contains("Examples:") && help.contains("Exit status:"),
            "{help}"
        );
        let indent = |line: &&str| !line.starts_with("          ");
        let wide = help
            .lines()
            .filter(indent)
            .find(|line| line.chars().count() > 100);
        assert_eq!(wide, None);
    }
}

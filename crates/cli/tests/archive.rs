//! Following, gathering and finding, from real servers on this machine.
#![cfg(feature = "archive")]

mod support;

use std::io::{BufRead, BufReader};

use support::desk::{Desk, feed, post};
use support::{Answer, REPORT, Site};

/// The arguments after which every view is laid out for a terminal of 40 columns.
const NARROW: [&str; 4] = ["--width", "40", "--bidi", "on"];

fn narrow<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    [arguments, &NARROW].concat()
}

/// Checks that no line is wider than the small terminal.
fn is_narrow(shown: &str) {
    for line in shown.lines() {
        assert!(line.chars().count() <= 40, "{line:?} in\n{shown}");
        assert!(!line.contains('\u{1b}'), "{line:?}");
    }
}

#[test]
fn what_is_followed_is_gathered_and_found() {
    let site = post();
    let desk = Desk::new();
    let shown = desk.ok(&["follow", &site.url("/feed"), "-f", "table", "--width", "60"]);
    for part in [
        "The Post",
        "feed     3 reports",
        "· The bridge opens",
        "as source 1.",
    ] {
        assert!(shown.contains(part), "{shown}");
    }
    let summary = desk.ok(&["gather", "--delay", "0"]);
    assert_eq!(
        summary,
        "1 channel was looked at.\n2 reports are new, 0 changed, 0 are as before.\n1 page could not be had.\n\
         khabar sources tells what failed, and why.\n"
    );

    // English and Arabic, each on its side.
    let shown = desk.ok(&narrow(&["search", "bridges", "-f", "view"]));
    assert!(shown.contains("1 report\n\n"), "{shown}");
    assert!(
        shown.contains("The bridge opens after nine years"),
        "{shown}"
    );
    is_narrow(&shown);
    let shown = desk.ok(&narrow(&["search", "جسر", "-f", "view"]));
    assert!(shown.contains("ناريزح يف رسجلا حاتتفا  "), "{shown}");
    assert!(shown.contains("\nhttp://127.0.0.1:"), "{shown}");
    is_narrow(&shown);

    // Who said it counts as well.
    let said = ["speaker:mayor said:waited", "by:mayor"].map(|query| desk.run(&["search", query]));
    assert_eq!(said.map(|run| run.objects().len()), [1, 0]);

    // In a pipe, one object a line.
    let run = desk.run(&["search", "--order", "oldest", "--facets"]);
    let objects = run.objects();
    assert_eq!(objects.len(), 3, "{run:?}");
    assert_eq!(objects[2]["total"], 2);
    assert_eq!(objects[2]["facets"]["sources"][0][1], 2);
    let found = desk.run(&["search", "bridge", "--source", "post", "--language", "en"]);
    let found = &found.objects()[0];
    assert_eq!(found["source"]["title"], "The Post");
    assert_eq!(found["headlineMarks"][0]["begin"], 4);
    let number = found["report"].to_string();

    let shown = desk.ok(&narrow(&["show", &number, "-f", "view"]));
    assert!(
        shown.starts_with("The bridge opens after nine years\n"),
        "{shown}"
    );
    assert!(shown.contains("── Statements: "), "{shown}");
    assert!(shown.contains("\nThe Post\nhttp://127.0.0.1:"), "{shown}");
    is_narrow(&shown);
    let object = &desk.run(&["show", &number]).objects()[0];
    assert_eq!(object["headline"], "The bridge opens after nine years");
    let text = desk.ok(&["show", &number, "-f", "text"]);
    assert!(text.contains("ribbon was cut"), "{text}");
    let markdown = desk.ok(&["show", &number, "-f", "markdown"]);
    assert!(markdown.starts_with("# The bridge"), "{markdown}");

    // Once more, and nothing is due.
    assert!(desk.ok(&["gather"]).starts_with("Nothing was due"));
    let again = desk.ok(&["gather", "--now", "--delay", "0"]);
    assert!(again.contains("0 reports are new"), "{again}");
    assert_eq!(
        desk.ok(&["gather", "--source", "post", "-q", "--delay", "0"]),
        ""
    );
}

#[test]
fn the_ledger_tells_what_was_missed() {
    let site = post();
    let desk = Desk::new();
    desk.ok(&["follow", &site.url("/feed"), "--folder", "Coast"]);
    desk.ok(&["gather", "--delay", "0"]);
    let table = desk.ok(&["sources", "-f", "table", "--width", "80"]);
    assert!(table.starts_with("No.  Source    State"), "{table}");
    assert!(table.contains("  1  The Post  well"), "{table}");
    is_narrow(&desk.ok(&narrow(&["sources", "-f", "table"])));
    let shown = desk.ok(&narrow(&["sources", "1", "-f", "table"]));
    for part in ["in Coast", "missed  The ferry", "(410)", "1 × gone"] {
        let words = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        let part = part.replace("  ", " ");
        assert!(words.contains(&part), "{part}: {shown}");
    }
    is_narrow(&shown);
    let run = desk.run(&["sources"]);
    assert_eq!(run.objects()[0]["health"], "well");
    let run = desk.run(&["sources", "the post"]);
    assert_eq!(run.objects()[0]["withoutReport"][0]["state"], "missed");
    let list = desk.ok(&["sources", "--opml"]);
    assert!(
        list.contains("<opml") && list.contains(&site.url("/feed")),
        "{list}"
    );

    desk.ok(&["pause", "post"]);
    assert_eq!(desk.run(&["sources"]).objects()[0]["health"], "paused");
    desk.ok(&["resume", "1"]);
    assert_eq!(desk.run(&["sources"]).objects()[0]["health"], "well");
    let run = desk.run(&["pause", "1", "courier"]);
    assert_eq!(run.status, 1);
    assert!(run.said_of("courier").contains("khabar sources lists them"));
}

#[test]
fn a_source_that_is_down_is_told_with_its_reason() {
    let site = Site::new([("/feed", feed("The Post", &[["/a", "A"]]))]);
    let address = site.url("/feed");
    let desk = Desk::new();
    desk.ok(&["follow", &address]);
    let text =
        std::fs::read_to_string(desk.file("list.opml", &desk.ok(&["sources", "--opml"]))).unwrap();
    // The same list, of a site that is not there.
    let gone = text.replace(&address, "http://127.0.0.1:9/feed");
    let list = desk.file("gone.opml", &gone.replace("The Post", "The Courier"));
    let other = Desk::new();
    other.ok(&["follow", &list]);
    for _ in 0..3 {
        let run = other.run(&["gather", "--now", "--delay", "0"]);
        assert_eq!(run.status, 0, "{run:?}");
        assert!(run.stdout.contains("1 of them in vain"), "{run:?}");
    }
    let shown = other.ok(&["sources", "-f", "table", "--width", "80"]);
    assert!(shown.contains("down"), "{shown}");
    assert!(
        shown.contains("failed 3 times in a row: 127.0.0.1 could not"),
        "{shown}"
    );
}

#[test]
fn several_are_followed_whatever_one_of_them_is() {
    let site = post();
    let desk = Desk::new();
    let nothing = site.url("/nothing");
    let run = desk.run(&["follow", &nothing, "two words", &site.url("/feed")]);
    assert_eq!(run.status, 1, "{run:?}");
    assert!(
        run.said_of(&nothing)
            .contains("the site has no such page (404)")
    );
    assert!(run.said_of("two words").contains("no address of the web"));
    let followed = &run.objects()[0]["followed"];
    assert_eq!(
        (&followed["source"], &followed["isNew"]),
        (&1.into(), &true.into())
    );
    // Once more changes nothing.
    let run = desk.run(&["follow", &site.url("/feed")]);
    assert_eq!(run.objects()[0]["followed"]["isNew"], false);
}

#[test]
fn what_is_not_public_has_to_be_allowed() {
    let site = post();
    let desk = Desk::new();
    let run: support::Run = desk
        .khabar(&["follow", &site.url("/feed")])
        .env_remove("KHABAR_ALLOW")
        .output()
        .unwrap()
        .into();
    assert_eq!(run.status, 1);
    assert!(
        run.stderr.contains("allow it if it is meant with --allow"),
        "{run:?}"
    );
    let run: support::Run = desk
        .khabar(&["follow", &site.url("/feed"), "--allow", "127.0.0.1"])
        .env_remove("KHABAR_ALLOW")
        .output()
        .unwrap()
        .into();
    assert_eq!(run.status, 0, "{run:?}");
}

#[test]
fn a_dry_run_leaves_nothing_behind() {
    let site = post();
    let desk = Desk::new();
    let run = desk.run(&["follow", &site.url("/feed"), "--dry-run"]);
    assert_eq!(run.objects()[0]["found"]["channels"][0]["announced"], 3);
    assert!(!desk.data().exists());
}

#[test]
fn lists_of_subscriptions_are_followed() {
    let list = "<opml version='2.0'><body><outline text='Coast'><outline text='صحيفة الساحل' type='rss' \
        xmlUrl='https://coast.example/rss'/></outline><outline text='The Post' xmlUrl='https://post.example/rss' \
        htmlUrl='https://post.example/'/><outline text='A page' htmlUrl='https://page.example/'/></body></opml>";
    let desk = Desk::new();
    let file = desk.file("mine.opml", list);
    let shown = desk.ok(&["follow", &file, "-f", "table", "--width", "200"]);
    assert_eq!(
        shown,
        "2 sources are followed from now on, with 2 new feeds; 0 were before.\n\
         1 line names no feed: A page. Follow the site itself: khabar follow ADDRESS.\n"
    );
    let states = desk.run(&["sources"]).objects();
    let coast = states
        .iter()
        .find(|state| state["source"]["title"] == "صحيفة الساحل");
    assert_eq!(coast.unwrap()["source"]["folder"], "Coast");

    // From an address, and once more.
    let site = Site::new([(
        "/list",
        Answer::status(200)
            .header("Content-Type", "text/x-opml")
            .body(list),
    )]);
    let run = desk.run(&["follow", &site.url("/list")]);
    let lines = run.objects();
    assert_eq!(lines[1]["followed"]["isNew"], false, "{run:?}");
    assert!(lines[2]["followed"].is_null());

    assert!(
        desk.fails(&["follow", "none.opml"])
            .contains("there is no such file")
    );
    let text = desk.file("notes.txt", "nothing but text");
    assert!(
        desk.fails(&["follow", &text])
            .contains("no list of subscriptions")
    );
}

#[test]
fn a_source_is_named_so_that_one_is_meant() {
    let desk = Desk::new();
    desk.import(&[
        ["https://post.example/a", "en", "A bridge", "It is open."],
        [
            "https://sunday.post.example/b",
            "en",
            "A ferry",
            "It is late.",
        ],
    ]);
    let said = desk.fails(&["sources", "post.ex"]);
    assert!(
        said.contains(
            "could mean several sources: 1 post.example (https://post.example/), 2 sunday"
        ),
        "{said}"
    );
    assert!(
        desk.fails(&["sources", "courier"])
            .contains("there is no source \"courier\"")
    );
    // Nothing is forgotten without a yes.
    desk.run(&["unfollow", "2"]).is_refused(&["unfollow", "2"]);
    assert_eq!(desk.run(&["search", "ferry"]).objects().len(), 1);
    let run = desk.run(&["unfollow", "sunday", "--yes"]);
    assert!(run.stderr.contains("with 1 report"), "{run:?}");
    assert_eq!(desk.run(&["search", "ferry"]).objects().len(), 0);
    assert_eq!(desk.run(&["sources"]).objects().len(), 1);
}

#[test]
fn without_an_archive_that_is_told() {
    let desk = Desk::new();
    for arguments in [
        &["gather"][..],
        &["sources"],
        &["search", "bridge"],
        &["show", "1"],
        &["unfollow", "1", "--yes"],
        &["pause", "1"],
        &["saved", "list"],
        &["saved", "add", "a", "b"],
        &["archive", "info"],
        &["archive", "check"],
        &["archive", "reindex"],
        &["archive", "export"],
        &["archive", "backup", "copy.sqlite"],
        &["archive", "settings", "mail"],
    ] {
        let said = desk.fails(arguments);
        assert!(
            said.starts_with("khabar: there is no archive in "),
            "{said}"
        );
        assert!(
            said.contains("follow a source first") && said.contains("--data"),
            "{said}"
        );
        assert!(!desk.data().exists(), "{arguments:?}");
    }
}

#[test]
fn wrong_arguments_are_refused() {
    let desk = Desk::new();
    desk.import(&[["https://post.example/a", "en", "A bridge", "It is open."]]);
    for arguments in [
        &["follow"][..],
        &["follow", "a.example", "--allow", "no net"],
        &["follow", "a.example", "--timeout", "0"],
        &["unfollow"],
        &["pause"],
        &["sources", "1", "--opml"],
        &["gather", "--now", "--source", "1"],
        &["gather", "--workers", "0"],
        &["gather", "--least-interval", "soon"],
        &["search", "a", "--from", "yesterday"],
        &["search", "a", "--facets", "-f", "csv"],
        &["search", "a", "--offset", "9999"],
        &["search", "a", "--language", "1"],
        &["show", "one"],
        &["show", "1", "--diff", "1"],
        &["show", "1", "--diff", "1..2", "--version", "1"],
        &["show", "1", "--diff", "1..2", "-f", "html"],
        &["saved", "add", "a"],
        &["saved", "add", "a", "b", "--webhook", "post.example"],
        &["saved", "add", "a", "b", "--email", "desk"],
        &["archive", "export", "-f", "parquet"],
        &["archive", "backup"],
        &["archive", "import"],
    ] {
        desk.run(arguments).is_refused(arguments);
    }
}

#[cfg(unix)]
#[test]
fn one_process_gathers_at_a_time_and_ends_when_asked() {
    let site = post();
    let desk = Desk::new();
    desk.ok(&["follow", &site.url("/feed")]);
    let mut service = desk
        .khabar(&["gather", "--service", "--delay", "0"])
        .spawn()
        .unwrap();
    let mut log = BufReader::new(service.stderr.take().unwrap());
    let mut line = String::new();
    log.read_line(&mut line).unwrap();
    assert!(line.contains("gathering until stopped"), "{line}");

    for arguments in [
        &["gather"][..],
        &["archive", "reindex"],
        &["archive", "restore", &desk.file("copy.sqlite", "")],
    ] {
        let said = desk.fails(arguments);
        let expected = if arguments[1..].contains(&"restore") {
            "is no copy of an archive"
        } else {
            "is in use by khabar gather --service (process "
        };
        assert!(said.contains(expected), "{arguments:?}: {said}");
    }
    // Whoever reads is let in, and so is whoever follows.
    desk.ok(&["search", "bridge"]);
    desk.ok(&["pause", "1"]);

    let pid = service.id().to_string();
    let asked = std::process::Command::new("kill")
        .args(["-TERM", &pid])
        .status();
    assert!(asked.unwrap().success());
    let status = service.wait().unwrap();
    assert_eq!(status.code(), Some(0));
    desk.ok(&["gather"]);
}

#[test]
fn nothing_a_page_holds_steers_the_terminal() {
    let hostile = REPORT.replace("The bridge opens", "The \u{1b}[31mbridge\u{9b}2J opens");
    let site = Site::new([
        (
            "/feed",
            feed("The \u{85}Post", &[["/a", "A&#x9b;2J bridge"]]),
        ),
        ("/a", Answer::page(hostile)),
    ]);
    let desk = Desk::new();
    let mut all = desk.ok(&["follow", &site.url("/feed"), "-f", "table"]);
    desk.ok(&["gather", "--delay", "0"]);
    for arguments in [
        &["search", "bridge", "-f", "view"][..],
        &["show", "1", "-f", "view"],
        &["sources", "-f", "table"],
        &["sources", "1", "-f", "table"],
    ] {
        all += &desk.ok(arguments);
    }
    assert!(all.contains("bridge"), "{all}");
    assert!(!all.chars().any(|c| c.is_control() && c != '\n'), "{all:?}");
}

#[test]
fn pages_are_kept_as_they_came_where_that_is_wanted() {
    let site = post();
    let desk = Desk::new();
    desk.ok(&["follow", &site.url("/feed")]);
    desk.ok(&["gather", "--delay", "0", "--keep-raw"]);
    let raw: Vec<_> = desk.data().join("raw").read_dir().unwrap().collect();
    assert_eq!(raw.len(), 1);
    let info = desk.run(&["archive", "info", "--json"]);
    assert!(info.objects()[0]["totals"]["rawBytes"].as_u64().unwrap() > 500);
}

#[cfg(target_os = "linux")]
#[test]
fn the_folder_is_where_the_system_has_data() {
    let desk = Desk::new();
    let run: support::Run = desk
        .khabar(&["sources"])
        .env_remove("KHABAR_DATA")
        .env("XDG_DATA_HOME", "/nowhere/share")
        .output()
        .unwrap()
        .into();
    assert!(
        run.stderr.contains("no archive in /nowhere/share/khabar;"),
        "{run:?}"
    );
}

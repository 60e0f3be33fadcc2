//! `khabar explain`: what comes out, in which form, and what is told of bad input and wrong usage.

mod support;

use std::fs;
use std::path::Path;

use serde_json::Value;
use support::{REPORT, Run, gzip, khabar, read_in, run_in, run_stdin};

/// The pages shipped with the project.
fn samples() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples"))
}

fn explain(arguments: &[&str]) -> Run {
    run_in(samples(), "explain", arguments)
}

fn succeeded(run: Run) -> String {
    assert_eq!(run.status, 0, "{run:?}");
    assert_eq!(run.stderr, "", "{run:?}");
    run.stdout
}

#[test]
fn a_pipe_gets_plain_lines_of_eighty_columns() {
    let shown = succeeded(explain(&["harbour.html"]));
    assert!(shown.starts_with("harbour.html\n"), "{shown}");
    assert!(shown.contains('\u{2713}') && shown.contains('\u{2717}'));
    assert!(shown.contains(" kept, "), "{shown}");
    assert!(!shown.contains('\u{1b}'), "{shown}");
    assert!(shown.lines().all(|l| l.chars().count() <= 80), "{shown}");
}

#[test]
fn blocks_are_chosen_by_decision() {
    let lines = |mark: char, arguments: &[&str]| {
        let shown = succeeded(explain(&[&["harbour.html"], arguments].concat()));
        shown.lines().filter(|l| l.starts_with(mark)).count()
    };
    let (kept, dropped) = ('\u{2713}', '\u{2717}');
    assert_eq!(lines(dropped, &["--only", "kept"]), 0);
    assert_eq!(lines(kept, &["--only", "dropped"]), 0);
    assert_eq!(lines(kept, &["--only", "kept"]), lines(kept, &["--all"]));
    assert_eq!(
        lines(dropped, &["--only", "dropped"]),
        lines(dropped, &["--all"])
    );
    assert!(lines(dropped, &[]) < lines(dropped, &["--all"]));
}

#[test]
fn json_has_every_block_and_the_body_that_is_read() {
    for name in ["harbour.html", "desalination.html"] {
        let json: Value = serde_json::from_str(&succeeded(explain(&[name, "-f", "json"]))).unwrap();
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        let kept: String = json["blocks"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|b| b["kept"] == true)
            .map(|b| squeezed(b["text"].as_str().unwrap()))
            .collect();
        let article = &read_in(samples(), &[name]).objects()[0];
        assert_eq!(kept, squeezed(article["articleBody"].as_str().unwrap()));
        assert_eq!(json["source"], name);
        assert_eq!(json["fields"][0]["value"], article["headline"]);
    }
}

#[test]
fn arabic_is_put_in_the_order_it_is_seen_in_on_demand() {
    let right = succeeded(explain(&[
        "desalination.html",
        "--bidi",
        "on",
        "--only",
        "kept",
    ]));
    let left = succeeded(explain(&[
        "desalination.html",
        "--bidi",
        "off",
        "--only",
        "kept",
    ]));
    let headline = |text: &str| {
        text.lines()
            .find(|l| l.starts_with("headline"))
            .map(str::to_owned)
    };
    let (seen, stored) = (headline(&right).unwrap(), headline(&left).unwrap());
    assert_ne!(seen, stored);
    let word = |line: &str| line.split_whitespace().nth(1).unwrap().to_owned();
    let first = word(&stored);
    let reversed: String = first.chars().rev().collect();
    assert!(seen.trim_end().ends_with(&reversed), "{seen} {stored}");
}

#[test]
fn standard_input_is_explained_named_or_not() {
    let name: &[&str] = &["-"];
    for arguments in [name, &[]] {
        let shown = succeeded(run_stdin(REPORT.as_bytes(), "explain", arguments));
        assert!(
            shown.contains("The bridge opens after nine years"),
            "{shown}"
        );
        assert!(shown.contains("3 of 4 blocks kept"), "{shown}");
    }
    let packed = succeeded(run_stdin(&gzip(REPORT.as_bytes()), "explain", &["-"]));
    assert!(packed.contains("3 of 4 blocks kept"), "{packed}");
    let dump = "Home\nSport\n\nThe bridge over the Amal was opened on Monday, the ministry of transport said.\n\
        Some four thousand cars are expected to cross it every day, which shortens the way to the coast.\n";
    let shown = succeeded(run_stdin(
        dump.as_bytes(),
        "explain",
        &["-", "--as", "text"],
    ));
    assert!(shown.contains("of 4 lines kept"), "{shown}");
}

#[test]
fn the_html_form_goes_to_a_file_or_to_the_pipe() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("page.html"), REPORT).unwrap();
    let run = run_in(
        folder.path(),
        "explain",
        &["page.html", "--html", "why.html"],
    );
    assert_eq!(succeeded(run), "");
    let written = fs::read_to_string(folder.path().join("why.html")).unwrap();
    assert!(written.starts_with("<!DOCTYPE html>"), "{written}");
    assert!(written.contains("Content-Security-Policy"), "{written}");
    let run = run_in(folder.path(), "explain", &["page.html", "-f", "html"]);
    assert_eq!(succeeded(run), written);
}

/// Nothing of a page that runs, loads or leads elsewhere reaches the document.
#[test]
fn the_html_form_carries_no_code_and_no_address() {
    let page = format!(
        "<base href=https://evil.example/>{REPORT}<script>alert(1)</script><img src=https://evil.example/x.png \
         onerror=alert(1)><a href='javascript:alert(1)'>More</a><link rel=stylesheet href=//evil.example/x.css>\
         <iframe src=//evil.example></iframe><p style='background:url(//evil.example)' onclick=alert(1)>Follow us</p>"
    );
    let html = succeeded(run_stdin(page.as_bytes(), "explain", &["-", "-f", "html"]));
    assert!(html.contains("default-src 'none'"), "{html}");
    for part in [
        "evil.example",
        "alert(",
        "<script",
        "<img",
        "<link",
        "<iframe",
        "javascript:",
        "onclick",
        "onerror",
        "http:",
        "https:",
        "@import",
        "url(",
    ] {
        assert!(!html.contains(part), "{part}");
    }
}

#[test]
fn bad_input_is_told_with_its_cause() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("empty.html"), "").unwrap();
    fs::write(
        folder.path().join("a.png"),
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    )
    .unwrap();
    for (name, cause) in [
        ("none.html", "no such file"),
        ("empty.html", "nothing in it"),
        ("a.png", "PNG"),
    ] {
        let run = run_in(folder.path(), "explain", &[name, "--html", "why.html"]);
        assert_eq!(run.status, 1, "{run:?}");
        assert!(run.said_of(name).contains(cause), "{run:?}");
        assert!(!folder.path().join("why.html").exists(), "{name}");
    }
    let run = run_in(
        samples(),
        "explain",
        &["harbour.html", "--max-bytes", "100"],
    );
    assert_eq!(run.status, 1, "{run:?}");
}

#[test]
fn a_warning_goes_to_standard_error_unless_quiet() {
    let page = "<title>404 Not Found</title><h1>Not Found</h1><p>The requested page was not found.";
    let run = run_stdin(page.as_bytes(), "explain", &["-"]);
    assert_eq!(run.status, 0, "{run:?}");
    assert!(run.stderr.starts_with("khabar: -: "), "{run:?}");
    let quiet = run_stdin(page.as_bytes(), "explain", &["-", "-q"]);
    assert_eq!(quiet.stderr, "", "{quiet:?}");
}

#[test]
fn wrong_usage_ends_with_status_two() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("page.html"), REPORT).unwrap();
    let wrong: &[(&[&str], &str)] = &[
        (&["page.html", "page.html"], "unexpected argument"),
        (&["page.html", "--only", "all"], "invalid value"),
        (&["page.html", "-f", "markdown"], "invalid value"),
        (&["page.html", "--width", "10"], "invalid value"),
        (
            &["page.html", "--all", "--only", "kept"],
            "cannot be used with",
        ),
        (
            &["page.html", "--html", "x.html", "-f", "json"],
            "cannot be used with",
        ),
        (&["page.html", "-f", "json", "--all"], "have every block"),
        (&["page.html", "--html", "page.html"], "overwrite the input"),
        (
            &["page.html", "--html", "./page.html"],
            "overwrite the input",
        ),
    ];
    for (arguments, told) in wrong {
        let run = run_in(folder.path(), "explain", arguments);
        assert_eq!(run.status, 2, "{arguments:?}: {run:?}");
        assert!(run.stderr.contains(told), "{arguments:?}: {run:?}");
    }
    assert_eq!(
        fs::read_to_string(folder.path().join("page.html")).unwrap(),
        REPORT
    );
}

#[test]
fn help_completions_and_manual_page_have_it() {
    let said = |arguments: &[&str]| {
        let output = khabar().args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let help = said(&["explain", "--help"]);
    for part in [
        "Examples:",
        "khabar explain page.html",
        "--only",
        "Exit status:",
    ] {
        assert!(help.contains(part), "{part}");
    }
    assert!(help.lines().all(|l| l.chars().count() <= 100), "{help}");
    assert!(said(&["--help"]).contains("explain"));
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(said(&["completions", shell]).contains("explain"), "{shell}");
    }
    let man = said(&["man"]);
    for part in [
        "KHABAR EXPLAIN: OPTIONS",
        "KHABAR EXPLAIN: EXAMPLES",
        "\\-\\-html",
    ] {
        assert!(man.contains(part), "{part}");
    }
}

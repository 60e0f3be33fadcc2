//! `khabar statements`, and the statements of `khabar read`: what comes out, in which form, and what is told of bad
//! input and wrong usage.

mod support;

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;
use support::{Run, khabar, read_in, run_in, run_stdin};
use tempfile::TempDir;

const ENGLISH: &str = "<!DOCTYPE html><html lang=en><head><title>Bridge to open - The Post</title>\
    <link rel=canonical href='https://post.example/bridge'></head><body><article><h1>The bridge will open in June</h1>\
    <time datetime=2026-03-03>3 March 2026</time>\
    <p>Lina Haddad, the minister of transport, said on Monday that the bridge over the Amal would open in June. Four \
    thousand cars will cross it every day, which shortens the way to the coast by an hour.</p>\
    <p>“We have waited for this for nine years,” mayor Tomas Berg said. The town at the river has lived on its ferry \
    for as long as anybody can remember, and two of its three boats are older than their captains.</p>\
    </article></body></html>";

const ARABIC: &str = "<!DOCTYPE html><html lang=ar dir=rtl><head><title>افتتاح الجسر في حزيران</title></head><body>\
    <article><h1>افتتاح الجسر في حزيران</h1>\
    <p>قال وزير النقل سامي نصار إن الجسر الجديد فوق نهر أمل سيفتح أمام السيارات في حزيران. وستعبره أربعة \
    آلاف سيارة كل يوم، وهو ما يختصر الطريق إلى الساحل ساعة كاملة لسكان الوادي الشرقي.</p>\
    <p>وانتظر سكان البلدة هذا الجسر تسع سنوات، منذ أن وضع الحجر الأول على ضفة النهر أمام جمع من الناس والصحفيين.</p>\
    </article></body></html>";

const SILENT: &str = "<!DOCTYPE html><html lang=en><title>Rain on the coast</title><article><h1>Rain on the coast</h1>\
    <p>Rain fell on the coast all night and filled the two reservoirs above the town for the first time this year.</p>\
    <p>The river rose by a metre and took a wooden footbridge with it, but the houses at the bank stayed dry.</p>\
    </article></html>";

/// A folder with a page in English, one in Arabic, and one in which nobody says anything.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, page) in [
        ("en.html", ENGLISH),
        ("ar.html", ARABIC),
        ("silent.html", SILENT),
    ] {
        fs::write(folder.path().join(name), page).unwrap();
    }
    folder
}

fn statements(folder: &Path, arguments: &[&str]) -> Run {
    run_in(folder, "statements", arguments)
}

fn succeeded(run: Run) -> String {
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:?}");
    run.stdout
}

/// The words `body[begin..end]`, in code points.
fn words(body: &str, part: &Value) -> String {
    let at = |key: &str| part[key].as_u64().unwrap() as usize;
    let (begin, end) = (at("begin"), at("end"));
    body.chars().skip(begin).take(end - begin).collect()
}

#[test]
fn a_pipe_gets_one_statement_a_line_with_its_page() {
    let folder = folder();
    let run = statements(folder.path(), &["en.html"]);
    let lines = run.objects();
    succeeded(run);
    let of = |cue: &str, content: &str| {
        let found = lines.iter().find(|line| {
            line["cue"]["text"] == cue
                && line["content"][0]["text"]
                    .as_str()
                    .unwrap()
                    .contains(content)
        });
        found.unwrap_or_else(|| panic!("{content:?} is said: {lines:?}"))
    };
    let minister = of("said", "would open in June");
    assert_eq!(minister["kind"], "indirect");
    assert!(
        minister["source"]["text"]
            .as_str()
            .unwrap()
            .contains("Lina Haddad")
    );
    let mayor = of("said", "We have waited");
    assert_eq!(mayor["kind"], "direct");
    assert!(
        mayor["speaker"]["name"]
            .as_str()
            .unwrap()
            .contains("Tomas Berg")
    );
    for line in &lines {
        assert_eq!(line["page"]["headline"], "The bridge will open in June");
        assert_eq!(line["page"]["datePublished"], "2026-03-03");
        assert_eq!(line["page"]["url"], "https://post.example/bridge");
        assert_eq!(line["page"]["source"], "en.html");
    }
}

#[test]
fn the_object_of_a_page_carries_the_same_statements() {
    let folder = folder();
    for page in ["en.html", "ar.html"] {
        let object = &read_in(folder.path(), &[page]).objects()[0];
        let read = object["statements"].as_array().unwrap();
        let body = object["articleBody"].as_str().unwrap();
        assert!(!read.is_empty());
        for statement in read {
            let contents = statement["content"].as_array().unwrap();
            for part in contents
                .iter()
                .chain([&statement["source"], &statement["cue"]])
            {
                if !part.is_null() {
                    assert_eq!(part["text"], words(body, part));
                }
            }
        }
        let lines = statements(folder.path(), &[page]).objects();
        let alone = lines.iter().map(|line| {
            let mut line = line.as_object().unwrap().clone();
            line.shift_remove("page");
            Value::Object(line)
        });
        assert_eq!(*read, alone.collect::<Vec<_>>());
    }
}

#[test]
fn statements_can_be_left_out() {
    let folder = folder();
    for arguments in [&["en.html", "--no-statements"][..], &["silent.html"]] {
        let object = &read_in(folder.path(), arguments).objects()[0];
        assert_eq!(object.get("statements"), None);
    }
    let view = |more: &[&str]| {
        let arguments = [&["en.html", "-f", "view"], more].concat();
        succeeded(read_in(folder.path(), &arguments))
    };
    let whole = view(&[]);
    let report = view(&["--no-statements"]);
    assert!(
        whole.starts_with(&report) && whole.len() > report.len(),
        "{whole}"
    );
    assert!(whole.contains("\n── Statements: 2 ─"), "{whole}");
    assert!(
        whole.contains("│ We have waited for this for nine years"),
        "{whole}"
    );
}

#[test]
fn csv_has_one_header_and_a_row_a_statement() {
    let folder = folder();
    let csv = succeeded(statements(
        folder.path(),
        &["silent.html", "en.html", "ar.html", "en.html", "-f", "csv"],
    ));
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let columns = reader.headers().unwrap().clone();
    assert_eq!(columns.get(0), Some("speaker"));
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    let sources: Vec<&str> = rows.iter().map(|row| row.get(13).unwrap()).collect();
    let lines = |page: &str| statements(folder.path(), &[page]).stdout.lines().count();
    let (english, arabic) = (lines("en.html"), lines("ar.html"));
    let expected = [
        ["en.html"].repeat(english),
        ["ar.html"].repeat(arabic),
        ["en.html"].repeat(english),
    ];
    assert_eq!(sources, expected.concat());
    let alone = succeeded(statements(folder.path(), &["silent.html", "-f", "csv"]));
    assert_eq!(alone.lines().count(), 1);
}

#[test]
fn a_table_fits_its_width_in_any_script() {
    let folder = folder();
    for width in ["20", "40", "57", "80", "120"] {
        let arguments = [
            "en.html",
            "ar.html",
            "silent.html",
            "-f",
            "table",
            "--bidi",
            "on",
            "--width",
            width,
        ];
        let table = succeeded(statements(folder.path(), &arguments));
        for line in table.lines() {
            assert!(line.chars().count() <= width.parse().unwrap(), "{line}");
        }
        for part in ["── en.html ─", "── ar.html ─", "No statements."] {
            assert!(table.contains(part), "{table}");
        }
        // The minister's name, from the right.
        assert!(table.contains("راصن"), "{table}");
        match width {
            "20" | "40" => assert!(!table.contains("Words"), "{table}"),
            "120" => assert!(table.contains("Words"), "{table}"),
            _ => {}
        }
    }
    let stored = succeeded(statements(folder.path(), &["ar.html", "-f", "table"]));
    assert!(stored.contains("نصار"), "{stored}");
}

#[test]
fn a_page_cannot_steer_the_terminal_or_a_spreadsheet() {
    let told = |was: &str, is: &str, format: &str| {
        let page = ENGLISH.replace(was, is);
        succeeded(run_stdin(page.as_bytes(), "statements", &["-f", format]))
    };
    let table = told("would open", "would \u{1b}[2Jopen\u{9b}31m", "table");
    assert!(table.contains("[2Jopen31m"), "{table:?}");
    let csv = told("We have", "=WAITED(1) We have", "csv");
    assert!(
        !csv.contains(",=WAITED") && !csv.contains("\"=WAITED"),
        "{csv}"
    );
    assert!(csv.contains("'=WAITED"), "{csv}");
}

#[test]
fn inputs_fail_one_by_one() {
    let folder = folder();
    fs::write(folder.path().join("empty.html"), "").unwrap();
    fs::create_dir(folder.path().join("pages")).unwrap();
    let run = statements(
        folder.path(),
        &["en.html", "empty.html", "missing.html", "pages", "en.html"],
    );
    assert_eq!(run.status, 1);
    assert!(run.said_of("empty.html").contains("nothing in it"));
    assert!(
        run.said_of("missing.html")
            .contains("there is no such file")
    );
    assert!(run.said_of("pages").contains("this is a folder"));
    let alone = statements(folder.path(), &["en.html"]).stdout;
    assert_eq!(run.stdout, alone.repeat(2));
}

#[test]
fn wrong_usage() {
    let folder = folder();
    for arguments in [
        &["--no-such-option"][..],
        &["-", "-"],
        &["en.html", "--format", "json"],
        &["en.html", "--pretty"],
        &["en.html", "--width", "5"],
        &["en.html", "ar.html", "--url", "https://news.example/"],
        &["en.html", "-o", "en.html"],
    ] {
        let run = statements(folder.path(), arguments);
        run.is_refused(arguments);
    }
    assert_eq!(
        fs::read_to_string(folder.path().join("en.html")).unwrap(),
        ENGLISH
    );
}

#[test]
fn the_output_may_be_a_file_and_a_pipe_may_be_closed_early() {
    let folder = folder();
    succeeded(statements(
        folder.path(),
        &["en.html", "-f", "csv", "-o", "said.csv"],
    ));
    let written = fs::read_to_string(folder.path().join("said.csv")).unwrap();
    assert!(written.starts_with("speaker,role,"), "{written}");
    let mut child = khabar()
        .current_dir(folder.path())
        .arg("statements")
        .args(["en.html"; 200])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 10];
    let stdout = child.stdout.as_mut().unwrap();
    stdout.read_exact(&mut first).unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn help_and_manual_page() {
    let said = |arguments: &[&str]| {
        let output = khabar().args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let help = said(&["statements", "--help"]);
    for part in ["Examples:", "What is shown:", "Forms:", "Exit status:"] {
        assert!(help.contains(part), "{part}");
    }
    assert!(said(&["man"]).contains(".SH \"KHABAR STATEMENTS: FORMS\""));
    assert!(said(&["completions", "bash"]).contains("khabar__subcmd__statements"));
}

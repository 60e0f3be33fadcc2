//! `khabar group`: the stories of a list, and what is told of bad lines and wrong usage.

mod support;

use std::fs;

use serde_json::{Value, json};
use support::{run_in, run_stdin};

/// The made-up headlines that the documentation shows.
const HEADLINES: &str = include_str!("../../../docs/headlines.jsonl");

fn stories(objects: &[Value]) -> Vec<&str> {
    objects
        .iter()
        .map(|object| object["story"].as_str().unwrap())
        .collect()
}

#[test]
fn headlines_are_grouped_in_their_order() {
    let run = run_stdin(HEADLINES.as_bytes(), "group", &["-"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:?}");
    let objects = run.objects();
    assert_eq!(objects[2], json!({"id": "3", "story": "1"}));
    assert_eq!(
        stories(&objects),
        ["1", "2", "1", "4", "2", "6", "4", "1", "2", "4", "1", "12"]
    );
}

#[test]
fn it_is_said_why_a_report_joined_its_story() {
    let run = run_stdin(HEADLINES.as_bytes(), "group", &["--why", "-"]);
    let objects = run.objects();
    assert_eq!(objects[0]["why"], Value::Null);
    let why = &objects[6]["why"];
    assert!(
        why["shared"].as_array().unwrap().contains(&json!("13")),
        "{why}"
    );
    assert!(why["words"].as_f64().unwrap() > 0.3, "{why}");
    assert_eq!((&why["names"], &why["links"]), (&Value::Null, &Value::Null));
}

#[test]
fn readings_of_pages_are_grouped_by_what_they_are_called() {
    let folder = tempfile::tempdir().unwrap();
    let page = |name: &str, head: &str, title: &str, said: &str| {
        let page = format!(
            "<!DOCTYPE html><html lang=en><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>\
             <p>The harbour of Port Amal reopened on Monday, 13 months after the storm that tore away its outer mole and sank \
             eleven boats, and the first 24 freighters called at its two new berths.</p>\
             <p>“{said},” port director Samira Khalil said, who had promised the fishermen their quays for the autumn.</p>\
             </article></body></html>"
        );
        fs::write(folder.path().join(name), page).unwrap();
    };
    let link = "<link rel=canonical href='https://a.example/harbour'>";
    page(
        "a.html",
        link,
        "Harbour of Port Amal reopens",
        "We have built for the storms to come",
    );
    page(
        "b.html",
        "",
        "Port Amal: harbour open again after 13 months",
        "Both berths can be used at once",
    );
    let read = run_in(folder.path(), "read", &["a.html", "b.html", "-f", "json"]);
    assert_eq!(read.status, 0, "{read:?}");
    let run = run_stdin(read.stdout.as_bytes(), "group", &["-"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:?}");
    assert_eq!(
        run.objects(),
        [
            json!({"id": "https://a.example/harbour", "story": "https://a.example/harbour"}),
            json!({"id": "b.html", "story": "https://a.example/harbour"}),
        ]
    );
}

#[test]
fn bad_lines_are_named_and_the_others_grouped() {
    let folder = tempfile::tempdir().unwrap();
    let bad = b"{\"id\": 1, \"title\": \"Marsa wins the cup\"}\n\nnothing\n{\"title\": \"t\"}\n\xff\xfe\n{\"id\": 2, \"title\": \"x\"}";
    fs::write(folder.path().join("bad.jsonl"), bad).unwrap();
    let run = run_in(folder.path(), "group", &["bad.jsonl", "missing.jsonl"]);
    assert_eq!(run.status, 1);
    assert_eq!(
        run.objects(),
        [json!({"id": 1, "story": 1}), json!({"id": 2, "story": 2})]
    );
    for said in [
        "khabar: bad.jsonl: line 3: it is not a JSON object",
        "khabar: bad.jsonl: line 4: it has no \"id\"",
        "khabar: bad.jsonl: line 5: it is not UTF-8",
    ] {
        assert!(run.stderr.contains(said), "{said}: {run:?}");
    }
    assert!(
        run.said_of("missing.jsonl")
            .contains("there is no such file"),
        "{run:?}"
    );
}

#[test]
fn wrong_usage_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    run_in(folder.path(), "group", &[]).is_refused(&["group"]);
    let list = folder.path().join("list.jsonl");
    fs::write(&list, HEADLINES).unwrap();
    let run = run_in(folder.path(), "group", &["list.jsonl", "-o", "list.jsonl"]);
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("would be overwritten"), "{run:?}");
    assert_eq!(fs::read_to_string(&list).unwrap(), HEADLINES);
    let run = run_in(
        folder.path(),
        "group",
        &["list.jsonl", "-o", "stories.jsonl"],
    );
    assert_eq!((run.status, run.stdout.as_str()), (0, ""), "{run:?}");
    let kept = fs::read_to_string(folder.path().join("stories.jsonl")).unwrap();
    run_in(
        folder.path(),
        "group",
        &["missing.jsonl", "-o", "stories.jsonl"],
    );
    assert_eq!(
        fs::read_to_string(folder.path().join("stories.jsonl")).unwrap(),
        kept
    );
}

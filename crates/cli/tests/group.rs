//! `khabar group`: the stories of a list, and what is told of bad lines and wrong usage.

mod support;

use std::fs;
use std::path::Path;

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
}

#[test]
fn readings_of_pages_are_grouped_by_their_addresses() {
    let reading = |path: &str, title: &str| {
        json!({"url": format!("https://a.example/{path}"), "headline": title, "articleBody": "The harbour of Port Amal reopened after 13 months.",
               "inLanguage": "en", "statements": []})
        .to_string()
    };
    let lines = [
        reading("1", "Harbour of Port Amal reopens"),
        reading("2", "Port Amal: harbour open again"),
    ]
    .join("\n");
    let run = run_stdin(lines.as_bytes(), "group", &["-"]);
    assert_eq!(
        stories(&run.objects()),
        ["https://a.example/1", "https://a.example/1"]
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
        "khabar: bad.jsonl: line 4: it has neither an \"id\" nor a \"url\"",
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
    assert!(Path::new(&folder.path().join("stories.jsonl")).is_file());
}

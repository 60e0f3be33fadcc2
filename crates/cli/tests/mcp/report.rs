//! The tool `report`.

use serde_json::{Value, json};

use crate::support::desk::Desk;
use crate::support::mcp::Client;
use crate::{QUAY, desk};

#[test]
fn a_report_is_given_as_it_is_and_as_it_was() {
    let desk = desk();
    let later = QUAY.replace("June", "July");
    desk.import(&[[
        "https://post.example/quay",
        "en",
        "Quay to open in July",
        &later,
    ]]);
    let mut client = Client::open(&desk, &[]);
    let report = client.call("report", json!({"report": 1}));
    assert_eq!(
        (&report["report"], &report["version"]),
        (&json!(1), &json!(2))
    );
    assert_eq!(report["reading"]["articleBody"], later);
    assert_eq!(report["versions"].as_array().unwrap().len(), 2);
    assert_eq!(report["source"]["title"], "post.example");
    assert_eq!(report["url"], "https://post.example/quay");
    let said = &report["reading"]["statements"];
    assert_eq!(said[0]["speaker"]["name"], "Rima Nassar");
    let before = client.call("report", json!({"report": 1, "version": 1, "maxChars": 50}));
    assert_eq!(before["version"], 1);
    assert_eq!(before["reading"]["headline"], "Quay to open in June");
    assert!(before["part"]["next"].as_u64().unwrap() <= 50);
    for (arguments, cause) in [
        (
            json!({"report": 9}),
            "there is no report 9; the tool search",
        ),
        (
            json!({"report": 1, "version": 7}),
            "there is no version 7 of report 1",
        ),
        (json!({}), "missing field `report`"),
    ] {
        let said = client.fails("report", arguments.clone());
        assert!(said.contains(cause), "{arguments}: {said}");
    }
    client.close();
}

#[test]
fn all_of_a_report_is_reached_part_by_part() {
    let desk = Desk::new();
    let paragraph = |number: usize| {
        format!(
            "“Quay {number} has waited a year for its ferry,” Mayor Rima Nassar told reporters."
        )
    };
    let items: Vec<String> = (0..300).map(|number| format!("Ferry {number}")).collect();
    let paragraphs: Vec<String> = (0..300).map(paragraph).collect();
    let text = [paragraphs.join("\n\n"), items.join("\n")].join("\n\n");
    let mut blocks: Vec<Value> = paragraphs
        .iter()
        .map(|text| {
            let spans =
                json!([{"text": text, "url": format!("https://post.example/{}", "a".repeat(200))}]);
            json!({"kind": "paragraph", "text": text, "spans": spans})
        })
        .collect();
    let items: Vec<Value> = items
        .iter()
        .map(|text| json!({"depth": 0, "text": text}))
        .collect();
    blocks.push(json!({"kind": "list", "items": items}));
    let report = json!({
        "url": "https://post.example/quay", "inLanguage": "en", "headline": "Quays", "articleBody": text,
        "datePublished": "2026-03-02", "blocks": blocks,
    });
    let file = desk.file("report.jsonl", &report.to_string());
    desk.ok(&["archive", "import", &file]);
    let kept: Value = serde_json::from_str(&desk.ok(&["show", "1", "-f", "json"])).unwrap();
    assert_eq!(kept["blocks"], report["blocks"]);

    let mut client = Client::open(&desk, &[]);
    let (mut text, mut of_blocks, mut links) = (String::new(), String::new(), 0);
    let (mut parts, mut statements, mut offset) = (0, Vec::new(), json!(0));
    while offset.is_u64() {
        let part = client.call(
            "report",
            json!({"report": 1, "offset": offset, "maxChars": 20_000, "also": ["blocks", "confidence", "dates", "otherHeadlines"]}),
        );
        assert!(part.get("leftOut").is_none(), "{}", part["leftOut"]);
        assert!(part.to_string().len() < 120_000);
        let reading = &part["reading"];
        text += reading["articleBody"].as_str().unwrap();
        statements.extend(
            reading["statements"]
                .as_array()
                .cloned()
                .unwrap_or_default(),
        );
        for block in reading["blocks"].as_array().unwrap() {
            for entry in block["items"].as_array().unwrap_or(&vec![block.clone()]) {
                of_blocks += entry["text"].as_str().unwrap();
                links += entry["spans"].as_array().map_or(0, Vec::len);
            }
        }
        offset = part["part"]["next"].clone();
        parts += 1;
    }
    assert_eq!(text, kept["articleBody"].as_str().unwrap());
    assert_eq!(of_blocks, text.replace('\n', ""));
    assert!(links >= 300, "{links}");
    assert_eq!(json!(statements), kept["statements"]);
    // As many as the text alone has: two.
    assert!(parts > 2, "{parts}");

    // What belongs to no place of the text is led to as well.
    let many: Vec<String> = (0..500).map(|number| format!("keyword {number}")).collect();
    let mut report = report;
    report["headline"] = json!("Quays and ferries");
    report["keywords"] = json!(many);
    let file = desk.file("report.jsonl", &report.to_string());
    desk.ok(&["archive", "import", &file]);
    let part = client.call("report", json!({"report": 1}));
    let said = part["leftOut"][0].as_str().unwrap();
    let (said, advice) = said.split_once("; `khabar ").unwrap();
    assert!(said.starts_with("keywords: only the first "), "{said}");
    let command: Vec<&str> = advice.trim_end_matches("` gives all").split(' ').collect();
    let kept: Value = serde_json::from_str(&desk.ok(&command)).unwrap();
    assert_eq!(kept["keywords"], json!(many));
    client.close();
}

#[test]
fn of_many_versions_the_last_is_given() {
    let desk = Desk::new();
    for number in 1..=12 {
        let headline = format!("Quay, report {number}");
        let text = QUAY.replace("June", &format!("June, in {number} weeks"));
        desk.import(&[["https://post.example/quay", "en", &headline, &text]]);
    }
    let mut client = Client::open(&desk, &[]);
    let report = client.call("report", json!({"report": 1}));
    assert_eq!(
        (&report["version"], &report["versionCount"]),
        (&json!(12), &json!(12))
    );
    assert_eq!(report["reading"]["headline"], "Quay, report 12");
    let versions = report["versions"].as_array().unwrap();
    let numbers: Vec<&Value> = versions.iter().map(|version| &version["number"]).collect();
    assert_eq!(json!(numbers), json!((3..=12).rev().collect::<Vec<_>>()));
    assert_eq!(versions[0]["headline"], "Quay, report 12");
    // Those that are not listed are there as well.
    let first = client.call("report", json!({"report": 1, "version": 1}));
    assert_eq!(first["reading"]["headline"], "Quay, report 1");
    let said = client.fails("report", json!({"report": 1, "version": 13}));
    assert!(
        said.contains("the tool report says how many there are"),
        "{said}"
    );
    client.close();
}

//! The tool `statements`.

use serde_json::{Value, json};

use crate::support::desk::Desk;
use crate::support::mcp::Client;
use crate::{BUDGET, QUAY, desk};

#[test]
fn statements_are_found() {
    let desk = desk();
    let mut client = Client::open(&desk, &[]);
    let found = client.call("statements", json!({"words": "quay"}));
    let said = &found["statements"][0];
    assert_eq!(said["words"], "We waited a year for the quay");
    assert_eq!(said["by"], "Rima Nassar");
    assert_eq!(said["addressee"], "reporters");
    assert_eq!(said["kind"], "direct");
    assert_eq!(said["at"], "2026-03-02T07:40:00Z");
    assert_eq!((&said["report"], &said["number"]), (&json!(1), &json!(1)));
    assert_eq!(said["headline"], "Quay to open in June");
    assert_eq!(said["source"]["title"], "post.example");
    let rima = &said["speaker"];
    for (arguments, count) in [
        (json!({}), 3),
        (json!({"report": 1}), 2),
        (json!({"speaker": "Rima Nassar"}), 1),
        (json!({"speaker": rima}), 1),
        (json!({"speaker": rima, "words": "ferry"}), 0),
        (json!({"words": "budget", "source": "coast"}), 1),
        // Two people said these.
        (json!({"words": "quay ferry"}), 0),
        (json!({"from": "2026-04"}), 0),
    ] {
        let found = client.call("statements", arguments.clone());
        let found = found["statements"].as_array().unwrap();
        assert_eq!(found.len(), count, "{arguments}");
    }
    let first = client.call("statements", json!({"limit": 2}));
    assert_eq!(first["next"], 2);
    let rest = client.call("statements", json!({"limit": 2, "offset": 2}));
    assert_eq!(rest["statements"].as_array().unwrap().len(), 1);
    assert!(rest.get("next").is_none());
    for (arguments, cause) in [
        (json!({"speaker": "Nobody"}), "the tool speakers looks"),
        (json!({"speaker": "a"}), "could mean several speakers: "),
        (
            json!({"speaker": 99}),
            "there is no speaker 99; the tool speakers",
        ),
        (
            json!({"story": 99}),
            "there is no story 99; the tool stories",
        ),
        (json!({"report": 99}), "there is no report 99"),
        (json!({"quote": 99}), "there is no quote 99"),
    ] {
        let said = client.fails("statements", arguments.clone());
        assert!(said.contains(cause), "{arguments}: {said}");
    }
    client.close();
}

#[test]
fn what_is_asked_for_stands_in_each() {
    let desk = Desk::new();
    desk.import(&[[
        "https://post.example/ports",
        "en",
        "Ports",
        "Mayor Rima Nassar said the ports had opened a co-operative. Tomas Berg said the company Quay & Co would open in June. \
         Lina Haddad said the cooperation was old.",
    ]]);
    let mut client = Client::open(&desk, &[]);
    let found = client.call("statements", json!({"words": "co-op*"}));
    let said: Vec<&Value> = found["statements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|said| &said["by"])
        .collect();
    assert_eq!(said, ["Rima Nassar"]);
    client.close();
}

#[test]
fn the_newest_report_comes_first() {
    let desk = Desk::new();
    let reports = [
        (2, QUAY),
        (
            4,
            "Lina Haddad said the boats had left. Tomas Berg said the pier was closed.",
        ),
        (3, BUDGET),
    ];
    let lines = reports.map(|(day, text)| {
        let report = json!({
            "url": format!("https://post.example/{day}"), "inLanguage": "en", "headline": "Port", "articleBody": text,
            "datePublished": format!("2026-03-0{day}"),
        });
        format!("{report}\n")
    });
    let file = desk.file("reports.jsonl", &lines.concat());
    desk.ok(&["archive", "import", &file]);
    let mut client = Client::open(&desk, &[]);
    let found = client.call("statements", json!({}));
    let order: Vec<(i64, i64)> = found["statements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|said| {
            (
                said["report"].as_i64().unwrap(),
                said["number"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(order, [(2, 1), (2, 2), (3, 1), (1, 1), (1, 2)]);
    client.close();
}

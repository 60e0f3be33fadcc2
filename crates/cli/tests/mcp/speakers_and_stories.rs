//! The tools `speakers` and `stories`.

use serde_json::{Value, json};

use crate::support::mcp::Client;
use crate::support::related;

#[test]
fn speakers_and_stories_are_found() {
    let desk = related::desk();
    let mut client = Client::open(&desk, &[]);
    let listed = client.call("speakers", json!({}));
    assert_eq!(
        listed["speakers"],
        json!([
            {"id": 1, "kind": "person", "name": "Rima Nassar", "language": "en", "statements": 2,
             "lastAt": "2026-03-05T07:40:00Z"},
            {"id": 2, "kind": "person", "name": "Tomas Berg", "language": "en", "statements": 1,
             "lastAt": "2026-03-04T07:40:00Z"},
        ])
    );
    let rima = client.call("speakers", json!({"speaker": "ريما نصار"}));
    let rima = &rima["speakers"][0];
    assert_eq!(rima["names"][1]["name"], "ريما نصار");
    assert_eq!(rima["roles"][0]["role"], "mayor of Port Amal");
    assert_eq!(rima["quotedBy"][0]["source"]["title"], "post.example");
    assert_eq!(rima["addressees"][0]["addressee"], "reporters");
    assert_eq!(rima["subjects"], json!(["quay"]));
    let berg = client.call("speakers", json!({"name": "BERG", "subject": "quay"}));
    assert_eq!(berg["speakers"][0]["id"], 2);
    let second = client.call("speakers", json!({"limit": 1, "offset": 1}));
    assert_eq!(second["speakers"][0]["id"], 2);

    let stories = client.call("stories", json!({"limit": 1}));
    assert_eq!(stories["stories"][0]["id"], 2);
    assert_eq!(
        stories["stories"][0]["first"]["headline"],
        "Fog on the coast"
    );
    assert_eq!(stories["next"], 1);
    let arabic = client.call("stories", json!({"language": "ar", "subject": "quay"}));
    assert_eq!(arabic["stories"][0]["id"], 1);
    let quay = client.call("stories", json!({"story": 1}));
    let quay = &quay["stories"][0];
    assert_eq!((&quay["reports"], &quay["outlets"]), (&json!(3), &json!(3)));
    assert_eq!(quay["members"][1]["kin"], "wire");
    assert_eq!(quay["members"][1]["kinTo"], 1);
    assert_eq!(quay["members"][1]["headline"], "Port Amal opens its quay");
    assert_eq!(
        quay["members"][1]["adds"][0],
        "Ninety boats sailed into the harbour before noon."
    );
    let rest = client.call("stories", json!({"story": 1, "limit": 1, "offset": 2}));
    assert_eq!(rest["stories"][0]["members"][0]["report"], 3);
    assert!(rest.get("next").is_none());

    let count = |client: &mut Client, arguments: Value| {
        let found = client.call("statements", arguments);
        found["statements"].as_array().unwrap().len()
    };
    assert_eq!(count(&mut client, json!({"story": 1})), 3);
    assert_eq!(count(&mut client, json!({"quote": 1})), 2);
    assert_eq!(count(&mut client, json!({"story": 1, "speaker": 1})), 2);
    assert_eq!(
        client.call("report", json!({"report": 1}))["story"],
        json!({"id": 1, "reports": 3})
    );
    for (tool, arguments, cause) in [
        (
            "speakers",
            json!({"speaker": "Nobody"}),
            "there is none called \"Nobody\"",
        ),
        (
            "speakers",
            json!({"subject": "x"}),
            "there is no subject x; the tool stories",
        ),
        ("stories", json!({"story": 99}), "there is no story 99"),
    ] {
        let said = client.fails(tool, arguments.clone());
        assert!(said.contains(cause), "{arguments}: {said}");
    }
    client.close();
}

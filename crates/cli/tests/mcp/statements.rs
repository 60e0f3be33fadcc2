//! The tool `statements`.

use serde_json::json;

use crate::desk;
use crate::support::mcp::Client;

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

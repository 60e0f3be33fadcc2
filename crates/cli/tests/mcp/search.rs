//! The tool `search`.

use serde_json::json;

use crate::desk;
use crate::support::mcp::Client;

#[test]
fn the_archive_is_searched() {
    let desk = desk();
    let mut client = Client::open(&desk, &[]);
    let found = client.call("search", json!({"query": "quays"}));
    assert_eq!(found["total"], 1);
    let hit = &found["hits"][0];
    assert_eq!(hit["report"], 1);
    assert_eq!(hit["headline"], "Quay to open in June");
    assert_eq!(hit["source"], json!({"id": 1, "title": "post.example"}));
    assert_eq!(hit["url"], "https://post.example/quay");
    assert_eq!(hit["published"], "2026-03-02T09:40:00+02:00");
    assert!(hit["snippet"]["text"].as_str().unwrap().contains("quay"));
    // The names are those of khabar search, without the places of words.
    let line = &desk.run(&["search", "quays", "-f", "jsonl"]).objects()[0];
    for (key, value) in hit.as_object().unwrap() {
        if key != "snippet" {
            assert_eq!(value, &line[key], "{key}");
        }
    }
    let first = client.call("search", json!({"limit": 1, "order": "oldest"}));
    assert_eq!((&first["total"], &first["next"]), (&json!(2), &json!(1)));
    let second = client.call(
        "search",
        json!({"limit": 1, "offset": 1, "order": "oldest"}),
    );
    assert_ne!(second["hits"][0]["report"], first["hits"][0]["report"]);
    assert!(second.get("next").is_none());
    for (arguments, total) in [
        (json!({"source": "coast"}), 1),
        (json!({"source": 1}), 1),
        (json!({"language": "en-GB"}), 2),
        (json!({"language": "ar"}), 0),
        (json!({"from": "2026-03", "before": null}), 2),
        (json!({"before": "2026-03-02"}), 0),
        (json!({"query": "speaker:haddad"}), 1),
    ] {
        let found = client.call("search", arguments.clone());
        assert_eq!(found["total"], total, "{arguments}");
    }
    let open = client.call("search", json!({"query": "\"quay"}));
    assert!(open["notices"][0].as_str().unwrap().contains("not closed"));
    for (arguments, cause) in [
        (
            json!({"source": "Courier"}),
            "source: there is none called \"Courier\"",
        ),
        (json!({"source": "example"}), "could mean several sources: "),
        (json!({"from": "soon"}), "from: write a date"),
        (json!({"language": "?"}), "language: that is no tag"),
        (json!({"limit": 51}), "limit: give a number from 1 to 50"),
        (json!({"offset": 10_000}), "offset: only the first 10000"),
    ] {
        let said = client.fails("search", arguments.clone());
        assert!(said.contains(cause), "{arguments}: {said}");
    }
    client.close();
}

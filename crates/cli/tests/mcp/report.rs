//! The tool `report`.

use serde_json::json;

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

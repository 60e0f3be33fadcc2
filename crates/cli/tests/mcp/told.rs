//! What a client is told of the tools.

use serde_json::json;

use crate::support::desk::Desk;
use crate::support::mcp::Client;

#[test]
fn a_client_is_told_what_there_is() {
    let desk = Desk::new();
    let mut client = Client::start(&desk, &[]);
    let said = client.initialize();
    assert_eq!(said["serverInfo"]["name"], "khabar");
    assert_eq!(said["protocolVersion"], "2025-06-18");
    let instructions = said["instructions"].as_str().unwrap();
    assert!(
        instructions.contains("never instructions"),
        "{instructions}"
    );
    let tools = client.tools();
    let names: Vec<&str> = tools
        .iter()
        .map(|tool| tool["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "read",
            "search",
            "report",
            "statements",
            "speakers",
            "stories"
        ]
    );
    for tool in &tools {
        assert!(tool["description"].as_str().unwrap().len() > 80, "{tool}");
        assert_eq!(tool["annotations"]["readOnlyHint"], true);
        let reaches_out = tool["name"] == "read";
        assert_eq!(tool["annotations"]["openWorldHint"], reaches_out);
        assert_eq!(tool["outputSchema"]["type"], "object");
        let taken = &tool["inputSchema"];
        assert_eq!(taken["type"], "object");
        assert_eq!(taken["additionalProperties"], false);
        for (name, argument) in taken["properties"].as_object().unwrap() {
            assert!(argument["description"].is_string(), "{name} of {tool}");
            // Of one type each, which every client knows.
            assert!(argument["type"].is_string(), "{name} of {tool}");
        }
    }
    // What all of it takes of a model's attention stays small.
    assert!(json!(tools).to_string().len() < 24_000);
    assert_eq!(client.close(), (0, String::new()));
}

#[test]
fn every_tool_and_what_it_takes_is_documented() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/following.md");
    let page = std::fs::read_to_string(page).unwrap();
    let desk = Desk::new();
    let mut client = Client::open(&desk, &[]);
    for tool in client.tools() {
        let name = format!("| `{}` |", tool["name"].as_str().unwrap());
        let row = page.lines().find(|line| line.starts_with(&name));
        let row = row.unwrap_or_else(|| panic!("a row of {name}"));
        for argument in tool["inputSchema"]["properties"]
            .as_object()
            .unwrap()
            .keys()
        {
            assert!(row.contains(&format!("`{argument}`")), "{argument}: {row}");
        }
    }
    client.close();
}

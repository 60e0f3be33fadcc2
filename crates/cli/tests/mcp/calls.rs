//! Calls of any tool: wrong ones, large ones, many, and those that find no archive or one that is held.

use serde_json::json;

use crate::support::REPORT;
use crate::support::desk::Desk;
use crate::support::mcp::Client;
use crate::{QUAY, desk};

#[test]
fn without_an_archive_pages_are_read_all_the_same() {
    let desk = Desk::new();
    let mut client = Client::open(&desk, &[]);
    assert_eq!(
        client.call("read", json!({"body": QUAY}))["reading"]["articleBody"],
        QUAY
    );
    for (tool, arguments) in [
        ("search", json!({"query": "quay"})),
        ("report", json!({"report": 1})),
        ("statements", json!({})),
        ("speakers", json!({})),
        ("stories", json!({})),
    ] {
        let said = client.fails(tool, arguments);
        assert!(said.starts_with("there is no archive in "), "{said}");
        assert!(said.contains("`khabar follow https://"), "{said}");
        assert!(said.contains("`khabar gather`"), "{said}");
    }
    assert!(!desk.data().exists());
    // One that is begun meanwhile is found.
    desk.import(&[[
        "https://post.example/quay",
        "en",
        "Quay to open in June",
        QUAY,
    ]]);
    assert_eq!(client.call("search", json!({"query": "quay"}))["total"], 1);
    client.close();
}

#[test]
fn wrong_calls_are_answered_and_the_next_are_too() {
    let desk = desk();
    let mut client = Client::open(&desk, &[]);
    for (tool, arguments, cause) in [
        (
            "fetch",
            json!({}),
            "there is none of this name; use one of read, search,",
        ),
        (
            "search",
            json!({"limit": "many"}),
            "limit: invalid type: string \"many\"",
        ),
        ("search", json!({"limit": -1}), "limit: invalid value"),
        (
            "search",
            json!({"order": "best"}),
            "order: unknown variant `best`",
        ),
        (
            "search",
            json!({"q": "quay"}),
            "unknown field `q`, expected one of `query`",
        ),
        (
            "read",
            json!({"also": ["x"]}),
            "also[0]: unknown variant `x`",
        ),
        ("read", json!({"url": 5}), "url: invalid type"),
        (
            "statements",
            json!({"speaker": true}),
            "expected a number or a name",
        ),
    ] {
        let said = client.fails(tool, arguments.clone());
        assert!(said.contains(cause), "{arguments}: {said}");
    }
    // None of that is of the protocol; to what has no number nothing can be answered.
    for line in [
        "",
        "no JSON",
        "{\"jsonrpc\": \"2.0\",",
        "[1, 2]",
        "\u{0}\u{1}",
        "{\"jsonrpc\": \"2.0\", \"method\": \"notifications/unknown\"}",
    ] {
        client.write(line);
    }
    client.write(&"[".repeat(100_000));
    let said = client.ask("nothing/known", json!({}));
    assert_eq!(said["error"]["code"], -32601, "{said}");
    let said = client.ask("tools/call", json!({"name": 5}));
    assert!(said["error"]["code"].is_i64(), "{said}");
    assert_eq!(client.call("search", json!({"query": "quay"}))["total"], 1);
    assert_eq!(client.close().0, 0);
}

#[test]
fn large_arguments_are_answered() {
    let desk = desk();
    let mut client = Client::open(&desk, &[]);
    // More than a page may have.
    let large = "<p>x</p>".repeat((33 << 20) / 8);
    let said = client.fails("read", json!({"html": large}));
    assert!(said.contains("larger than the limit of 32 MiB"), "{said}");
    let said = client.fails("read", json!({"url": large}));
    assert!(said.len() < 1_200, "{}", said.len());
    let words = "quay ".repeat(100_000);
    let found = client.call("search", json!({"query": words}));
    assert!(!found["notices"].as_array().unwrap().is_empty());
    let said = client.fails("search", json!({"source": words}));
    assert!(said.len() < 1_200, "{}", said.len());
    let long = client.call("read", json!({"body": "A word. ".repeat(50_000)}));
    assert_eq!(long["part"]["next"], 10_000);
    assert!(long.to_string().len() < 20_000);
    client.close();
}

#[test]
fn calls_are_answered_beside_each_other() {
    let desk = desk();
    let mut client = Client::open(&desk, &[]);
    for id in 100..140 {
        let (name, arguments) = match id % 3 {
            0 => ("search", json!({"query": "quay"})),
            1 => ("statements", json!({})),
            _ => ("read", json!({"html": REPORT})),
        };
        let params = json!({"name": name, "arguments": arguments});
        let request = json!({"jsonrpc": "2.0", "id": id, "method": "tools/call", "params": params});
        client.write(&request.to_string());
    }
    let mut answered: Vec<u64> = (100..140)
        .map(|_| {
            let said = client.next();
            assert_eq!(said["result"]["isError"], false, "{said}");
            said["id"].as_u64().unwrap()
        })
        .collect();
    answered.sort_unstable();
    assert_eq!(answered, (100..140).collect::<Vec<_>>());
    client.close();
}

#[test]
fn it_serves_beside_what_holds_the_archive() {
    let desk = desk();
    let archive = khabar_archive::Archive::open(desk.data()).unwrap();
    let _held = archive.hold("a test").unwrap();
    let mut client = Client::open(&desk, &[]);
    assert_eq!(client.call("search", json!({"query": "quay"}))["total"], 1);
    assert_eq!(
        client.call("statements", json!({"words": "budget"}))["statements"][0]["report"],
        2
    );
    client.close();
}

//! How it ends.

use serde_json::json;

use crate::QUAY;
use crate::support::desk::Desk;
use crate::support::mcp::Client;

#[test]
fn it_ends_with_its_client() {
    let desk = Desk::new();
    // Before anything was said.
    assert_eq!(Client::start(&desk, &[]).close(), (0, String::new()));
    // In the middle of a line.
    let mut client = Client::open(&desk, &[]);
    client.write("{\"jsonrpc\":");
    assert_eq!(client.close().0, 0);
    // What was asked before the end is answered still.
    let mut client = Client::open(&desk, &[]);
    let params = json!({"name": "read", "arguments": {"body": QUAY}});
    let request = json!({"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": params});
    client.write(&request.to_string());
    client.end_input();
    assert_eq!(client.next()["result"]["isError"], false);
    assert_eq!(client.end().0, 0);
    // The client hears no more, but its input stays open.
    let mut client = Client::open(&desk, &[]);
    client.be_deaf();
    client.write(&request.to_string());
    assert_eq!(client.end().0, 0);
    // One that begins otherwise.
    let mut client = Client::start(&desk, &[]);
    client.write("{\"jsonrpc\": \"2.0\", \"method\": \"notifications/initialized\"}");
    let (status, said) = client.end();
    assert_eq!(status, 1);
    assert!(
        said.contains("did not begin as the Model Context Protocol"),
        "{said}"
    );
}

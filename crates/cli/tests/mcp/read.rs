//! The tool `read`.

use serde_json::{Value, json};

use crate::QUAY;
use crate::support::desk::Desk;
use crate::support::mcp::Client;
use crate::support::{Answer, REPORT, Site};

#[test]
fn a_page_is_read() {
    let site = Site::new([
        ("/bridge", Answer::page(REPORT)),
        ("/moved", Answer::redirect("/bridge")),
    ]);
    let desk = Desk::new();
    let mut client = Client::open(&desk, &["--delay", "0"]);
    let read = client.call("read", json!({"url": site.url("/moved")}));
    let reading = &read["reading"];
    assert_eq!(reading["@type"], "NewsArticle");
    assert_eq!(reading["headline"], "The bridge opens after nine years");
    assert_eq!(reading["url"], site.url("/bridge"));
    assert_eq!(reading["source"], site.url("/moved"));
    let speakers: Vec<&Value> = reading["statements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|said| &said["source"]["text"])
        .collect();
    assert!(
        speakers.contains(&&json!("the mayor of the town")),
        "{read}"
    );
    assert!(reading.get("blocks").is_none());
    assert!(read["leftOut"][0].as_str().unwrap().contains("blocks"));
    let total = reading["articleBody"].as_str().unwrap().chars().count();
    assert_eq!(
        read["part"],
        json!({"from": 0, "to": total, "total": total})
    );

    // In parts, of the page as it was fetched.
    let asked = site.paths().len();
    let (mut text, mut statements, mut offset) = (String::new(), 0, json!(0));
    while offset.is_u64() {
        let part = client.call(
            "read",
            json!({"url": site.url("/moved"), "offset": offset, "maxChars": 150}),
        );
        text += part["reading"]["articleBody"].as_str().unwrap();
        statements += part["reading"]["statements"].as_array().map_or(0, Vec::len);
        offset = part["part"]["next"].clone();
    }
    assert_eq!(text, reading["articleBody"].as_str().unwrap());
    assert_eq!(statements, speakers.len());
    // The first part fetches the page anew: the redirect and what it leads to.
    assert_eq!(site.paths().len(), asked + 2);

    let plain = client.call(
        "read",
        json!({"url": site.url("/bridge"), "statements": false, "also": ["blocks", "confidence"]}),
    );
    assert!(plain["reading"].get("statements").is_none());
    assert_eq!(plain["reading"]["blocks"][0]["kind"], "paragraph");
    assert!(plain["reading"]["confidence"].is_object());
    client.close();
}

#[test]
fn a_page_is_read_as_it_is_given() {
    let desk = Desk::new();
    let mut client = Client::open(&desk, &[]);
    let html = client.call(
        "read",
        json!({"html": REPORT, "url": "https://post.example/bridge"}),
    );
    assert_eq!(html["reading"]["url"], "https://post.example/bridge");
    assert_eq!(
        html["reading"]["headline"],
        "The bridge opens after nine years"
    );
    let body = client.call("read", json!({"body": QUAY}));
    assert_eq!(body["reading"]["articleBody"], QUAY);
    let rima = &body["reading"]["statements"][0];
    assert_eq!(rima["speaker"]["name"], "Rima Nassar");
    let text = client.call("read", json!({"text": QUAY}));
    assert_eq!(text["reading"]["statements"][0]["speaker"], rima["speaker"]);
    client.close();
}

#[test]
fn what_cannot_be_read_is_told() {
    let site = Site::new([
        (
            "/robots.txt",
            Answer::page("User-agent: *\nDisallow: /closed"),
        ),
        ("/closed", Answer::page(REPORT)),
        (
            "/picture",
            Answer::status(200)
                .header("Content-Type", "image/png")
                .body("x"),
        ),
        ("/empty", Answer::page("")),
    ]);
    let desk = Desk::new();
    let mut client = Client::open(&desk, &["--delay", "0"]);
    for (arguments, cause) in [
        (json!({}), "there is nothing to read; give the address"),
        (json!({"html": "<p>x", "text": "x"}), "give one of them"),
        (json!({"url": "news.example/x"}), "write it as in https://"),
        (
            json!({"url": "file:///etc/passwd"}),
            "addresses of the kind file:",
        ),
        (json!({"url": "/etc/passwd"}), "this is not a whole address"),
        (json!({"url": "-"}), "this is not a whole address"),
        (
            json!({"url": site.url("/closed")}),
            "robots.txt asks programs",
        ),
        (json!({"url": site.url("/gone")}), "no such page (404)"),
        (json!({"url": site.url("/picture")}), "not a page"),
        (json!({"url": site.url("/empty")}), "there is nothing in it"),
        (json!({"html": ""}), "html: there is nothing in it"),
        (
            json!({"body": "x", "maxChars": 0}),
            "maxChars: give a number",
        ),
    ] {
        let said = client.fails("read", arguments.clone());
        assert!(said.contains(cause), "{arguments}: {said}");
        if let Some(url) = arguments["url"].as_str() {
            assert!(said.starts_with(&format!("{url}: ")), "{said}");
        }
    }
    client.close();

    // A network of one's own is no page of the web, unless it is meant to be.
    let mut command = desk.khabar(&["mcp"]);
    command.env_remove("KHABAR_ALLOW");
    let mut client = Client::of(command);
    client.initialize();
    let said = client.fails("read", json!({"url": site.url("/bridge")}));
    assert!(said.contains("not to the public web"), "{said}");
    assert!(
        said.contains("--allow where khabar mcp is started"),
        "{said}"
    );
    client.close();
}

//! `khabar mcp`: what a client is told, asks and is answered, and how it ends.
#![cfg(feature = "archive")]

mod support;

use serde_json::{Value, json};
use support::desk::Desk;
use support::mcp::Client;
use support::related;
use support::{Answer, REPORT, Site};

/// A text in which two people say something.
const QUAY: &str = "The quay of Port Amal will open in June, after a year of repairs on its walls and lights.\n\n\
     “We waited a year for the quay,” Mayor Rima Nassar told reporters. Tomas Berg said the ferry would \
     follow in the autumn.";
const BUDGET: &str = "Minister Lina Haddad said the budget was not ready. Parliament meets again next week in the capital.";

/// An archive of two reports that quote people.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.import(&[
        [
            "https://post.example/quay",
            "en",
            "Quay to open in June",
            QUAY,
        ],
        [
            "https://coast.example/budget",
            "en",
            "Budget delayed",
            BUDGET,
        ],
    ]);
    desk
}

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

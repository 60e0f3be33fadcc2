//! The description for programs, held to what is answered.

mod support;

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use khabar_web::{Options, Token, router};
use serde_json::{Value, json};
use tower::ServiceExt;

const TOKEN: &str = "a-token-for-tests";

/// An address of the description with its open places filled in, as the archives of the tests have them.
fn filled(path: &str) -> String {
    path.replace("{range}", "1..2")
        .replace("{name}", "nothing.css")
        .replace("{id}", "1")
}

/// What is sent to an address that is posted to, so that it does what it says.
fn body_of(path: &str) -> Value {
    match path {
        "/login" => json!({"token": TOKEN}),
        "/sources/{id}.json" => json!({"action": "pause"}),
        "/decisions/{id}.json" => json!({"action": "undo"}),
        "/stories/{id}.json" => json!({"action": "take-out", "report": 2}),
        "/speakers/{id}.json" => json!({"action": "call", "called": "L. H."}),
        "/quotes/{id}.json" => json!({"action": "take-out", "statement": 2}),
        "/saved.json" => json!({"query": "harbour"}),
        "/saved/{id}.json" => json!({"action": "change", "query": "port"}),
        "/follow.json" => json!({"opml": "<opml version='2.0'><body><outline text='A' type='rss' \
            xmlUrl='https://a.example/feed'/></body></opml>"}),
        _ => json!({}),
    }
}

/// The schema of what is answered, with what it refers to.
fn schema_of(description: &Value, answer: &Value) -> Option<Value> {
    let schema = answer.pointer("/content/application~1json/schema")?;
    Some(json!({"allOf": [schema], "components": description["components"]}))
}

/// How many ways there are to ask for JSON that has a schema: all of them but for the description itself.
fn schemas(description: &Value) -> usize {
    let paths = description["paths"].as_object().unwrap().iter();
    paths
        .filter(|(path, _)| {
            path.strip_suffix(".json")
                .is_some_and(|of| of != "/openapi")
        })
        .map(|(_, item)| item.as_object().unwrap().len())
        .sum()
}

#[tokio::test]
async fn every_address_answers_as_it_is_described() {
    let folder = tempfile::tempdir().unwrap();
    let archive = support::related::archive(folder.path());
    support::search(&archive);
    let service = router(
        Arc::clone(&archive),
        Options::new(Token::new(TOKEN).unwrap()),
    );
    let send = |method: &str, uri: &str, body: Option<Value>| {
        let mut request = Request::builder()
            .method(method)
            .uri(uri)
            .header("host", "localhost")
            .header("authorization", format!("Bearer {TOKEN}"));
        let body = match body {
            Some(body) => {
                request = request.header("content-type", "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        let answer = service.clone().oneshot(request.body(body).unwrap());
        async {
            let (parts, body) = answer.await.unwrap().into_parts();
            let bytes = to_bytes(body, usize::MAX).await.unwrap();
            (parts, bytes)
        }
    };
    let (_, bytes) = send("GET", "/openapi.json", None).await;
    let description: Value = serde_json::from_slice(&bytes).unwrap();
    assert!(description["openapi"].as_str().unwrap().starts_with("3.1"));
    let mut checked = 0;
    // What is read is read before anything is changed.
    for method in ["get", "post"] {
        for (path, item) in description["paths"].as_object().unwrap() {
            let Some(operation) = item.get(method) else {
                continue;
            };
            let is_json = path.strip_suffix(".json").is_some();
            let body = (method == "post").then(|| body_of(path));
            let (parts, bytes) = send(&method.to_uppercase(), &filled(path), body).await;
            let expected = if path == "/assets/{name}" {
                StatusCode::NOT_FOUND
            } else if method == "post" && !is_json {
                StatusCode::SEE_OTHER
            } else {
                StatusCode::OK
            };
            assert_eq!(
                parts.status,
                expected,
                "{method} {path}: {}",
                String::from_utf8_lossy(&bytes)
            );
            let responses = &operation["responses"];
            // What is not there is a problem like any other.
            let described = match expected {
                StatusCode::NOT_FOUND => &responses["default"],
                _ => &responses[parts.status.as_str()],
            };
            assert!(described.is_object(), "{method} {path}: {responses}");
            let kind = parts
                .headers
                .get("content-type")
                .map_or("", |kind| kind.to_str().unwrap());
            if expected == StatusCode::OK {
                let kinds = described["content"].as_object().unwrap();
                assert!(
                    kinds.keys().any(|known| kind.starts_with(known.as_str())),
                    "{path}: {kind}"
                );
            }
            if expected == StatusCode::SEE_OTHER {
                let named = described["headers"].as_object().unwrap();
                assert!(named.contains_key("Location"), "{path}: {named:?}");
                assert!(parts.headers.contains_key("location"), "{path}");
                assert!(described["content"].is_null(), "{path}");
            }
            if is_json && path != "/openapi.json" {
                let schema = schema_of(&description, described).unwrap();
                let answered: Value = serde_json::from_slice(&bytes).unwrap();
                let validator = jsonschema::draft202012::new(&schema).unwrap();
                let wrong: Vec<String> = validator
                    .iter_errors(&answered)
                    .map(|error| format!("{error} at {}", error.instance_path()))
                    .collect();
                assert!(wrong.is_empty(), "{method} {path}: {wrong:?}");
                checked += 1;
            }
        }
    }
    assert_eq!(checked, schemas(&description));
}

#[tokio::test]
async fn what_goes_wrong_is_described_too() {
    let folder = tempfile::tempdir().unwrap();
    let archive = support::archive(folder.path(), false);
    let service = router(archive, Options::new(Token::new(TOKEN).unwrap()));
    let get = |uri: &str| {
        let request = Request::get(uri)
            .header("host", "localhost")
            .body(Body::empty())
            .unwrap();
        let answer = service.clone().oneshot(request);
        async {
            to_bytes(answer.await.unwrap().into_body(), usize::MAX)
                .await
                .unwrap()
        }
    };
    let description: Value = serde_json::from_slice(&get("/openapi.json").await).unwrap();
    let described = &description["paths"]["/reports/{id}.json"]["get"]["responses"]["default"];
    let schema = schema_of(&description, described).unwrap();
    let problem: Value = serde_json::from_slice(&get("/reports/99.json").await).unwrap();
    assert!(jsonschema::draft202012::is_valid(&schema, &problem));
    assert!(!jsonschema::draft202012::is_valid(
        &schema,
        &json!({"error": "x"})
    ));
}

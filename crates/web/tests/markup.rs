//! Pages as browsers read them: nothing is put right silently, and whatever leads somewhere leads to something.

mod support;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use khabar_web::{Options, Token, router};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use tower::ServiceExt;

/// The pages that are looked at.
const PAGES: &[&str] = &[
    "/",
    "/?limit=1",
    "/?language=xx",
    "/reports/1",
    "/reports/1?version=1&pictures=1",
    "/reports/2",
    "/about",
    "/saved",
    "/saved/1",
    "/search",
    "/search?q=port",
    "/search?q=nothing-has-this-word%20%22open",
    "/sources",
    "/sources/1",
    "/sources/2",
    "/ledger",
    "/follow",
    "/reports/1/versions/1..2",
    "/preferences",
    "/login?next=/about",
    "/nowhere",
];

async fn page(router: &Router, uri: &str, language: &str) -> String {
    let request = Request::get(uri)
        .header("host", "localhost")
        .header("accept-language", language)
        .header("authorization", "Bearer a-token-for-tests")
        .body(Body::empty())
        .unwrap();
    let answer = router.clone().oneshot(request).await.unwrap();
    let bytes = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Each element with its attributes, in the order of the page.
fn elements(node: &Handle, into: &mut Vec<(String, HashMap<String, String>)>) {
    if let NodeData::Element { name, attrs, .. } = &node.data {
        let attributes = attrs.borrow();
        let attributes = attributes
            .iter()
            .map(|a| (a.name.local.to_string(), a.value.to_string()));
        into.push((name.local.to_string(), attributes.collect()));
    }
    for child in node.children.borrow().iter() {
        elements(child, into);
    }
}

#[tokio::test]
async fn every_page_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let archive = support::archive(folder.path(), false);
    support::search(&archive);
    let router = router(
        Arc::clone(&archive),
        Options::new(Token::new("a-token-for-tests").unwrap()),
    );
    for language in ["en", "ar"] {
        for uri in PAGES {
            let html = page(&router, uri, language).await;
            let dom = parse_document(RcDom::default(), ParseOpts::default()).one(html.as_str());
            let errors = dom.errors.borrow();
            assert!(errors.is_empty(), "{uri}: {errors:?}");
            let mut all = Vec::new();
            elements(&dom.document, &mut all);
            let mut ids = HashSet::new();
            for (_, attributes) in &all {
                if let Some(id) = attributes.get("id") {
                    assert!(ids.insert(id.clone()), "{uri}: {id} is there twice");
                }
            }
            for (element, attributes) in &all {
                let leads = [
                    attributes
                        .get("href")
                        .and_then(|href| href.strip_prefix('#')),
                    attributes.get("for").map(String::as_str),
                    attributes.get("aria-describedby").map(String::as_str),
                    attributes.get("aria-labelledby").map(String::as_str),
                    attributes.get("list").map(String::as_str),
                ];
                for id in leads.into_iter().flatten() {
                    assert!(ids.contains(id), "{uri}: {element} leads to {id:?}");
                }
                assert!(
                    !attributes.contains_key("style"),
                    "{uri}: {element} has a style"
                );
                assert!(
                    attributes.keys().all(|name| !name.starts_with("on")),
                    "{uri}: {element} runs something"
                );
            }
            let headings = all.iter().filter(|(element, _)| element == "h1").count();
            assert_eq!(
                headings, 1,
                "{uri} has {headings} headings of the first level"
            );
            // A text that is not there would show its name.
            assert!(all[0].0 == "html" && all[0].1["lang"] == language, "{uri}");
        }
    }
}

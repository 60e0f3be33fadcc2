//! Pages as browsers read them: nothing is put right silently, and whatever leads somewhere leads to something.

mod support;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use khabar_archive::Archive;
use khabar_archive::record::searches::NewSearch;
use khabar_web::{Options, Token, router};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use serde_json::json;
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

/// Those of what reports have in common.
const RELATED: &[&str] = &[
    "/reports/1",
    "/reports/1?version=1",
    "/reports/3",
    "/stories",
    "/stories?subject=en:harbour&limit=1",
    "/stories?subject=nothing",
    "/stories/1",
    "/stories/1?limit=1",
    "/stories/2?done=1",
    "/stories/99",
    "/speakers",
    "/speakers?name=haddad&limit=1",
    "/speakers/1",
    "/speakers/1?addressee=the+council&subject=PRTML&limit=1",
    "/speakers/2",
    "/speakers/3?done=1",
    "/quotes",
    "/quotes?language=ar",
    "/quotes/1",
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

/// Reads a page as a browser does, holds that nothing had to be put right, and gives its elements.
fn read(uri: &str, html: &str) -> Vec<(String, HashMap<String, String>)> {
    let dom = parse_document(RcDom::default(), ParseOpts::default()).one(html);
    let errors = dom.errors.borrow();
    assert!(errors.is_empty(), "{uri}: {errors:?}");
    let mut all = Vec::new();
    elements(&dom.document, &mut all);
    for (element, attributes) in &all {
        assert!(
            !attributes.contains_key("style"),
            "{uri}: {element} has a style"
        );
        for (name, value) in attributes {
            assert!(!name.starts_with("on"), "{uri}: {element} runs something");
            let leads = ["href", "src", "action"].contains(&name.as_str());
            let fits = ["/", "#", "http://", "https://"];
            assert!(
                !leads || fits.iter().any(|fit| value.starts_with(fit)),
                "{uri}: {element} leads to {value:?}"
            );
        }
        if element == "script" {
            assert!(
                attributes["src"].starts_with("/assets/page-"),
                "{uri}: {attributes:?}"
            );
        }
        let strange = ["iframe", "object", "embed", "style", "base", "template"];
        assert!(
            !strange.contains(&element.as_str()),
            "{uri} has an element {element}"
        );
    }
    all
}

#[tokio::test]
async fn nothing_that_was_gathered_or_typed_becomes_markup() {
    let hostile = "\"'><script>alert(1)</script><img src=x onerror=alert(1)></title></textarea>\u{202e}{{7*7}}";
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_begin(folder.path()).unwrap();
    let block = |kind: &str| json!({"kind": kind, "text": hostile, "url": "javascript:alert(1)"});
    let line = json!({
        "@type": "NewsArticle", "headline": hostile, "description": hostile, "articleBody": hostile,
        "author": [{"name": hostile, "url": "javascript:alert(1)"}], "articleSection": hostile, "dateline": hostile,
        "keywords": [hostile], "inLanguage": hostile, "textDirection": hostile, "datePublished": hostile,
        "dateModified": hostile, "publisher": {"name": hostile}, "pageKind": hostile,
        "blocks": [block("paragraph"), block(hostile), block("image")],
        "statements": [{"kind": "direct", "content": [{"text": hostile, "begin": 0, "end": 9}],
            "speaker": {"name": hostile, "role": hostile}, "addressee": {"text": hostile, "begin": 1, "end": 4}}],
        "confidence": {hostile: 0.1}, "warnings": [{"code": hostile, "message": hostile}],
        "image": [{"url": "javascript:alert(1)", "caption": hostile}],
        "archive": {"url": "https://news.example/1", "source": {"title": hostile, "home": "https://news.example/"}},
    });
    let mut again = line.clone();
    again["articleBody"] = json!(format!("{hostile} again"));
    support::take_in(&archive, &[line, again]);
    support::follow(&archive);
    support::index(&archive);
    let search = NewSearch {
        name: hostile.to_owned(),
        query: hostile.to_owned(),
        webhook: Some(hostile.to_owned()),
        email: Some(hostile.to_owned()),
    };
    archive.save_search(&search).unwrap();
    let router = router(
        Arc::new(archive),
        Options::new(Token::new("a-token-for-tests").unwrap()),
    );
    let typed: String = url::form_urlencoded::byte_serialize(hostile.as_bytes()).collect();
    let asked = [
        "search?q",
        "saved?q",
        "follow?url",
        "login?next",
        "login?token",
        "?language",
        "?x",
        "about?ui",
    ];
    let asked = asked.map(|name| format!("/{name}={typed}"));
    let pages = [
        "/",
        "/reports/1",
        "/reports/1?pictures=1",
        "/reports/1/versions/1..2",
        "/sources",
        "/sources/1",
        "/ledger",
        "/saved",
        "/saved/1",
        "/about",
        "/search?q=alert",
    ];
    for uri in pages.iter().map(|uri| (*uri).to_owned()).chain(asked) {
        let html = page(&router, &uri, "en").await;
        let all = read(&uri, &html);
        assert_eq!(
            all.iter().filter(|(element, _)| element == "h1").count(),
            1,
            "{uri}"
        );
    }
}

#[tokio::test]
async fn every_page_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let archive = support::archive(folder.path(), false);
    support::search(&archive);
    let options = || Options::new(Token::new("a-token-for-tests").unwrap());
    let other_folder = tempfile::tempdir().unwrap();
    let related = router(support::related::archive(other_folder.path()), options());
    let samples = router(archive, options());
    let pages = PAGES.iter().map(|uri| (&samples, uri));
    let pages: Vec<_> = pages
        .chain(RELATED.iter().map(|uri| (&related, uri)))
        .collect();
    for language in ["en", "ar"] {
        for &(router, uri) in &pages {
            let html = page(router, uri, language).await;
            let all = read(uri, &html);
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
            }
            let headings = all.iter().filter(|(element, _)| element == "h1").count();
            assert_eq!(
                headings, 1,
                "{uri} has {headings} headings of the first level"
            );
            assert!(all[0].0 == "html" && all[0].1["lang"] == language, "{uri}");
        }
    }
}

//! Explanations of small pages.

use super::*;
use crate::read;

const PARAGRAPH: &str = "The first freighters have entered the port since the storm of last year, the harbour master said on \
    Monday, and the fishermen who had waited for the quays they were promised went out again before dawn.";

fn page() -> String {
    format!(
        "<html><head><title>Harbour reopens - The Courier</title><meta property=og:title content='Harbour reopens'>\
         <meta property=article:published_time content='2026-03-02T09:40:00+02:00'></head><body>\
         <nav id=menu class='top bar'><ul><li><a href=/a>Home</a><li><a href=/b>Sport</a></ul></nav>\
         <main><article class=story><h1>Harbour reopens</h1><p class=byline>By Lina Haddad</p><p>{PARAGRAPH}</p>\
         <p>{PARAGRAPH} Twice.</p><p>Read also: <a href=/x>The bridge opens after two years</a></p><p>{PARAGRAPH} Again.</p>\
         </article></main>\
         <div class=modal-window><p>{PARAGRAPH} Subscribe now.</p></div><footer>All rights reserved</footer></body></html>"
    )
}

fn of(explanation: &Explanation, beginning: &str) -> Explained {
    let found = explanation
        .blocks
        .iter()
        .find(|b| b.text.starts_with(beginning));
    found.expect("the block is there").clone()
}

#[test]
fn every_block_has_its_reason_place_and_weights() {
    let options = ReadOptions::default();
    let explanation = explain(page().as_bytes(), &options).unwrap();
    let home = of(&explanation, "Home");
    assert_eq!(home.reason, Reason::JudgedOut);
    assert_eq!(home.selector, "body > nav#menu.top.bar > ul > li");
    assert_eq!(home.landmark, Some("nav"));
    assert!(home.probability < explanation.bar && home.weights[0].weight < 0.0);
    let first = of(&explanation, "The first");
    assert_eq!(first.reason, Reason::JudgedIn);
    assert!(first.probability > 0.5 && first.weights[0].weight > 0.0);
    assert!(first.weights.iter().all(|w| w.weight.is_finite()));
    let overlay = explanation
        .blocks
        .iter()
        .find(|b| b.text.ends_with("Subscribe now."));
    assert_eq!(overlay.unwrap().reason, Reason::Overlay);
    assert!(!of(&explanation, "Read also").is_kept());
    assert!(!of(&explanation, "By Lina").is_kept());
}

#[test]
fn what_is_kept_is_the_body() {
    let options = ReadOptions::default();
    let bodies = [
        page(),
        format!(
            "<p>{PARAGRAPH}<table><tr><th>a<th>b<tr><td>{PARAGRAPH}<td>x y</table><p>{PARAGRAPH} c"
        ),
        String::from("<p>x"),
    ];
    for html in bodies {
        let explanation = explain(html.as_bytes(), &options).unwrap();
        let article = read(html.as_bytes(), &options).unwrap();
        assert_eq!(explanation.article, article);
        let kept: String = explanation
            .blocks
            .iter()
            .filter(|b| b.is_kept())
            .flat_map(|b| b.text.split_whitespace())
            .collect();
        let body: String = article.body_text().split_whitespace().collect();
        assert_eq!(kept, body, "{html}");
    }
}

#[test]
fn fields_name_their_places() {
    let explanation = explain(page().as_bytes(), &ReadOptions::default()).unwrap();
    let field = |name| explanation.fields.iter().find(|f| f.name == name).unwrap();
    let headline = field("headline").value.clone().unwrap();
    assert_eq!(headline.text, "Harbour reopens");
    assert!(headline.places.contains(&"og:title") && headline.places.contains(&"<h1>"));
    let published = field("datePublished").value.clone().unwrap();
    assert_eq!(published.text, "2026-03-02T09:40:00+02:00");
    assert_eq!(published.places[0], "<meta>");
}

#[test]
fn a_body_from_data_leaves_no_block_kept() {
    let paragraphs = vec![format!("<p>{PARAGRAPH}</p>"); 4].concat();
    let html = format!(
        "<html><body><p>Loading</p><script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"headline\":\"Harbour\",\
         \"articleBody\":{}}}</script>",
        serde_json::to_string(&paragraphs).unwrap()
    );
    let explanation = explain(html.as_bytes(), &ReadOptions::default()).unwrap();
    assert_eq!(explanation.source, BodySource::Data);
    assert_eq!(explanation.kept().0, 0);
    assert!(!explanation.blocks.iter().any(|b| explanation.is_unsure(b)));
    assert!(!explanation.article.body.is_empty());
}

#[test]
fn dumps_are_explained_line_by_line() {
    let dump = format!(
        "Home\nSport\nHarbour reopens after a year of repairs\n\n{PARAGRAPH}\n{PARAGRAPH} Twice.\n{PARAGRAPH} Again.\n\
         Most read\nThe bridge opens\nRain again\n"
    );
    let options = ReadOptions {
        input: InputKind::Text,
        ..ReadOptions::default()
    };
    let explanation = explain(dump.as_bytes(), &options).unwrap();
    assert_eq!(
        explanation.article,
        read(dump.as_bytes(), &options).unwrap()
    );
    assert_eq!(explanation.blocks.len(), 9);
    assert!(of(&explanation, "The first").is_kept());
    assert!(!of(&explanation, "Home").is_kept());
    assert!(of(&explanation, "Home").weights[0].weight < 0.0);
    let verbatim = ReadOptions {
        input: InputKind::Body,
        ..ReadOptions::default()
    };
    let explanation = explain(dump.as_bytes(), &verbatim).unwrap();
    assert!(
        explanation
            .blocks
            .iter()
            .all(|b| b.reason == Reason::Verbatim)
    );
}

#[test]
fn odd_input_is_explained_too() {
    for input in ["<p>", "<!-- -->", "<table><tr><td>", "x", "<a><b><i>¶</i>"] {
        let explanation = explain(input.as_bytes(), &ReadOptions::default()).unwrap();
        assert!(
            explanation
                .blocks
                .iter()
                .all(|b| b.weights.iter().all(|w| w.weight.is_finite()))
        );
    }
    assert!(explain(b"", &ReadOptions::default()).is_err());
}

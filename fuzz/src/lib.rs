//! What must hold of every reading.

use khabar_article::{InputKind, ReadOptions, write};
use khabar_page::Limits;
use khabar_statements::{Passage, Reading, Statement};

/// Reads `bytes` and holds the reading to what it promises.
pub fn check(bytes: &[u8], input: InputKind, url: Option<&str>) {
    let options = ReadOptions {
        input,
        url,
        limits: Limits {
            // A limit of our own would hide from the fuzzer what takes long.
            time: None,
            ..Limits::default()
        },
        ..ReadOptions::default()
    };
    let Ok(article) = khabar_article::read(bytes, &options) else {
        return;
    };
    let reading = Reading::of(article);
    let article = &reading.article;
    let body: Vec<char> = article.body_text().chars().collect();
    for date in &article.dates {
        stands(&body, date.begin, date.end, &date.text);
    }
    for statement in &reading.statements {
        passages(&body, statement);
    }
    assert!(article.confidence.values().all(|c| (0.0..=1.0).contains(c)));
    assert!(reading.json().to_line().starts_with('{'));
    assert!(write::html::to_string(article).contains("<html"));
    write::markdown::to_string(article);
}

/// Holds every passage of `statement` to stand where it says.
pub fn passages(body: &[char], statement: &Statement) {
    assert!(!statement.content.is_empty());
    let when = statement.when.as_ref().map(|when| &when.words);
    let parts = [
        &statement.source,
        &statement.antecedent,
        &statement.cue,
        &statement.addressee,
    ];
    let parts = parts.into_iter().flatten().chain(&statement.content);
    for Passage { text, begin, end } in parts.chain(when) {
        stands(body, *begin, *end, text);
    }
}

fn stands(body: &[char], begin: usize, end: usize, text: &str) {
    assert!(begin < end, "an empty passage");
    assert!(
        body[begin..end].iter().copied().eq(text.chars()),
        "{text:?}"
    );
}

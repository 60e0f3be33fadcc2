//! What must hold of every reading.

use khabar_article::{ReadOptions, write};
use khabar_statements::{Passage, Reading};

/// Reads `bytes` and holds the reading to what it promises.
pub fn check(bytes: &[u8], options: &ReadOptions<'_>) {
    let Ok(article) = khabar_article::read(bytes, options) else {
        return;
    };
    let reading = Reading::of(article);
    let body: Vec<char> = reading.article.body_text().chars().collect();
    for date in &reading.article.dates {
        stands(&body, date.begin, date.end, &date.text);
    }
    for statement in &reading.statements {
        passages(&body, statement);
    }
    assert!(
        reading
            .article
            .confidence
            .values()
            .all(|c| (0.0..=1.0).contains(c))
    );
    let json = write::json::to_string(&reading.article);
    assert!(json.contains("@context"));
    write::markdown::to_string(&reading.article);
}

/// Holds every passage of `statement` to stand where it says.
pub fn passages(body: &[char], statement: &khabar_statements::Statement) {
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

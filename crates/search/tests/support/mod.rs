//! What tests of an index have in common.

use khabar_search::{Answer, Document, Index, Options, Query};

/// A day of March 2026, at noon, in seconds since 1970.
pub fn march(day: i64) -> i64 {
    1_772_323_200 + (day - 1) * 86_400 + 43_200
}

/// An English report with nothing but a headline and a number.
pub fn report(id: u64, headline: &str) -> Document<'_> {
    Document {
        id,
        source: 1,
        language: Some("en"),
        gathered: march(1),
        headline,
        ..Document::default()
    }
}

pub fn ask(index: &Index, question: &str, options: &Options) -> Answer {
    let (query, _) = Query::parse(question);
    index.search(&query, options).unwrap()
}

/// The numbers of what is found, in order.
pub fn found(index: &Index, question: &str) -> Vec<u64> {
    numbers(&ask(index, question, &Options::default()))
}

pub fn numbers(answer: &Answer) -> Vec<u64> {
    answer.hits.iter().map(|hit| hit.id).collect()
}

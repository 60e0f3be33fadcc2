//! What the data say that a page is drawn from in the browser: authors and section beside the headline.
//!
//! Asked only on pages that print no first-level heading, because reading all of a page's data costs as much as
//! reading the page.

use khabar_page::Tree;
use serde_json::{Map, Value};

use super::author::add;
use super::clues::Clues;
use super::names::{Written, names};
use super::text;
use crate::article::Author;
use crate::body::json_of_script;

/// Values looked at in one piece of data.
const MOST_VALUES: usize = 100_000;

/// Keys under which an object holds its headline, those who wrote it, and its section.
const HEADLINES: &[&str] = &["headline", "title", "headlines", "name"];
const AUTHORS: &[&str] = &[
    "authors",
    "author",
    "byline",
    "bylines",
    "reporter",
    "reporters",
    "writers",
    "writer",
    "credits",
];
const SECTIONS: &[&str] = &[
    "section",
    "primary_section",
    "category",
    "channel",
    "rubric",
    "taxonomy",
    "sections",
    "categories",
];

/// What the data say of the report.
#[derive(Debug, Default)]
pub(super) struct State {
    pub authors: Vec<Author>,
    pub section: Option<String>,
}

/// Looks in the page's data for the object whose headline is the page's.
pub(super) fn read(tree: &Tree, clues: &Clues<'_>, headline: &str) -> State {
    let headline = text::key(headline);
    for &script in clues.scripts.iter().take(60) {
        let Some(json) = tree
            .children(script)
            .find_map(|child| json_of_script(tree.text(child)))
        else {
            continue;
        };
        let first = serde_json::Deserializer::from_str(json)
            .into_iter::<Value>()
            .next();
        let Some(Ok(value)) = first else { continue };
        let Some(report) = find(&value, &headline) else {
            continue;
        };
        let mut state = State::default();
        for value in AUTHORS.iter().filter_map(|key| report.get(*key)) {
            for name in named(value) {
                add(&mut state.authors, names(&name, Written::Markup), None);
            }
            if !state.authors.is_empty() {
                break;
            }
        }
        state.section = SECTIONS
            .iter()
            .filter_map(|key| report.get(*key))
            .flat_map(named)
            .find(|s| s.chars().count() < 40);
        return state;
    }
    State::default()
}

/// The object with this headline and an author, else with this headline alone.
fn find<'v>(value: &'v Value, headline: &str) -> Option<&'v Map<String, Value>> {
    let mut open = vec![value];
    let mut seen = 0;
    let mut bare = None;
    while let Some(value) = open.pop() {
        seen += 1;
        if seen > MOST_VALUES {
            break;
        }
        match value {
            Value::Object(fields) => {
                let titled = HEADLINES
                    .iter()
                    .filter_map(|key| fields.get(*key))
                    .any(|title| {
                        let mut texts = match title {
                            Value::Object(forms) => forms.values().collect(),
                            one => vec![one],
                        }
                        .into_iter()
                        .filter_map(Value::as_str);
                        texts.any(|t| text::key(t) == headline)
                    });
                if titled && AUTHORS.iter().any(|key| fields.contains_key(*key)) {
                    return Some(fields);
                }
                if titled {
                    bare = bare.or(Some(fields));
                }
                open.extend(fields.values());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    bare
}

/// The names in a value: a text, an object's `name`, those of a list, or of what an object of lists holds.
fn named(value: &Value) -> Vec<String> {
    let mut out = Vec::new();
    let mut open = vec![(value, 0)];
    while let Some((value, depth)) = open.pop() {
        match value {
            Value::String(s) if out.len() < 20 => out.push(text::plain(s)),
            Value::Array(items) => open.extend(items.iter().rev().take(20).map(|v| (v, depth))),
            Value::Object(fields) => {
                if let Some(name) = ["name", "title", "label", "displayName"]
                    .iter()
                    .find_map(|k| fields.get(*k)?.as_str())
                {
                    out.push(text::plain(name));
                } else if depth < 2 {
                    // `credits: {by: [...]}`, `taxonomy: {primary_section: {...}}`
                    let inner = ["by", "primary_section", "items", "nodes", "main"]
                        .iter()
                        .filter_map(|k| fields.get(*k));
                    open.extend(inner.map(|v| (v, depth + 1)));
                }
            }
            _ => {}
        }
    }
    out.retain(|name| !name.is_empty());
    out
}

#[cfg(test)]
mod tests {
    use khabar_page::{Limits, parse};

    use super::*;

    #[test]
    fn authors_and_section_stand_beside_the_headline() {
        let padding = "x".repeat(200);
        for (data, authors, section) in [
            (
                r#"{"a":[{"title":"Other","author":"Bo Ek"},{"title":"Rain falls!","authors":[{"name":"Ann Lee"},{"name":"Bo Ek"}],"section":{"name":"Weather"}}]"#,
                &["Ann Lee", "Bo Ek"][..],
                Some("Weather"),
            ),
            (
                r#"{"headlines":{"basic":"Rain falls"},"credits":{"by":[{"name":"Ann Lee"}]},"taxonomy":{"primary_section":{"name":"Local"}}"#,
                &["Ann Lee"],
                Some("Local"),
            ),
            (
                r#"{"x":{"title":"Rain falls","reporter":{"name":"Ann Lee"}}"#,
                &["Ann Lee"],
                None,
            ),
            (r#"{"x":{"title":"Other"}"#, &[], None),
        ] {
            let html = format!("<script>window.state = {data},\"pad\":\"{padding}\"}};</script>");
            let (tree, _) = parse(&html, &Limits::default());
            let state = read(&tree, &Clues::gather(&tree), "Rain falls");
            let names: Vec<_> = state.authors.iter().map(|a| a.name.as_str()).collect();
            assert_eq!(
                (names.as_slice(), state.section.as_deref()),
                (authors, section),
                "{data}"
            );
        }
    }
}

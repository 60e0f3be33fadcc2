//! Pieces of a report that more than one form shows.

use std::collections::HashSet;

use crate::article::{Article, BlockKind, Image};

/// Names, dates and places are parted by this in a line for people.
const PARTING: &str = " · ";

/// The line under the headline: authors, date as the page gave it, section, outlet. Empty where the page gives none.
pub fn byline(article: &Article) -> String {
    let mut parts: Vec<String> = Vec::new();
    let authors: Vec<&str> = article.authors.iter().map(|a| a.name.as_str()).collect();
    if !authors.is_empty() {
        parts.push(authors.join(", "));
    }
    if let Some(published) = &article.published {
        parts.push(readable(&published.to_string()));
    }
    parts.extend(article.section.clone());
    parts.extend(article.publisher.clone());
    parts.join(PARTING)
}

/// A moment in ISO 8601 as people read it: `2021-12-20 10:15 UTC`, `2021-12-20 13:15 +03:00`, `2021-12-20`.
pub fn readable(iso: &str) -> String {
    let Some((day, time)) = iso.split_once('T') else {
        return iso.to_owned();
    };
    let clock = time.get(..5).unwrap_or(time);
    let offset = time.get(8..).unwrap_or_default();
    match offset {
        "" => format!("{day} {clock}"),
        "Z" => format!("{day} {clock} UTC"),
        offset => format!("{day} {clock} {offset}"),
    }
}

/// The standfirst, where it says more than the body does: a description that only repeats words of the body, whole or
/// cut short with dots, is no standfirst to be shown before it.
pub fn standfirst(article: &Article) -> Option<&str> {
    let description = article.description.as_deref()?.trim();
    let core = description.trim_end_matches(['.', '…', ' ', '[', ']']);
    if core.is_empty() || Some(description) == article.headline.as_deref() {
        return None;
    }
    let wanted = squeezed(core);
    let repeated = article
        .body
        .iter()
        .any(|block| squeezed(&block.text()).contains(&wanted));
    (!repeated).then_some(description)
}

/// A text without its white space, to compare what differs in line breaks alone.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// A link's address if following it can only lead to a page, a mail or a call: addresses of other schemes
/// (`javascript:`, `data:`) are not given out again.
pub fn safe_link(address: &str) -> Option<&str> {
    let address = address.trim();
    let scheme = address
        .find([':', '/', '?', '#'])
        .filter(|&at| address.as_bytes()[at] == b':')
        .map(|at| address[..at].to_ascii_lowercase());
    let fits = match scheme.as_deref() {
        None => true,
        Some(scheme) => matches!(scheme, "http" | "https" | "mailto" | "tel" | "ftp"),
    };
    (fits && !address.is_empty() && !address.chars().any(char::is_control)).then_some(address)
}

/// The images that stand nowhere in the body: the lead image, if it is one of them, and the others.
pub fn unplaced_images(article: &Article) -> (Option<&Image>, Vec<&Image>) {
    let placed: HashSet<&str> = article
        .body
        .iter()
        .filter_map(|block| match &block.kind {
            BlockKind::Image(image) => Some(image.url.as_str()),
            _ => None,
        })
        .collect();
    let unplaced = |image: &&Image| !placed.contains(image.url.as_str());
    let mut images = article.images.iter();
    let lead = images.next().filter(unplaced);
    (lead, images.filter(unplaced).collect())
}

/// Caption and credit in one line: `The caption (Agency)`. Empty where the image has neither.
pub fn caption_line(image: &Image) -> String {
    match (&image.caption, &image.credit) {
        (Some(caption), Some(credit)) => format!("{caption} ({credit})"),
        (Some(only), None) | (None, Some(only)) => only.clone(),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Author, Block};

    #[test]
    fn the_byline_keeps_the_offset() {
        assert_eq!(readable("2021-12-20"), "2021-12-20");
        assert_eq!(readable("2021-12-20T10:15:00"), "2021-12-20 10:15");
        assert_eq!(readable("2021-12-20T10:15:00Z"), "2021-12-20 10:15 UTC");
        assert_eq!(
            readable("2021-12-20T13:15:00+03:00"),
            "2021-12-20 13:15 +03:00"
        );
        let article = Article {
            authors: ["Lina Haddad", "Omar Said"]
                .map(|name| Author {
                    name: name.into(),
                    ..Author::default()
                })
                .into(),
            section: Some("World".into()),
            ..Article::default()
        };
        assert_eq!(byline(&article), "Lina Haddad, Omar Said · World");
        assert_eq!(byline(&Article::default()), "");
    }

    #[test]
    fn a_standfirst_that_opens_the_body_is_not_shown_twice() {
        let mut article = Article {
            description: Some("The harbour reopens\non Monday...".into()),
            body: vec![Block::plain(
                BlockKind::Paragraph,
                "The harbour reopens on Monday after a year.",
            )],
            ..Article::default()
        };
        assert_eq!(standfirst(&article), None);
        article.description = Some("What it means for the town.".into());
        assert_eq!(standfirst(&article), Some("What it means for the town."));
    }

    #[test]
    fn links_that_run_scripts_are_not_given_out() {
        assert_eq!(
            safe_link(" https://a.example/x "),
            Some("https://a.example/x")
        );
        assert_eq!(safe_link("/a:b"), Some("/a:b"));
        assert_eq!(safe_link("?q=a:b"), Some("?q=a:b"));
        assert_eq!(safe_link("JavaScript:alert(1)"), None);
        assert_eq!(safe_link("java\nscript:alert(1)"), None);
        assert_eq!(safe_link("data:text/html,x"), None);
        assert_eq!(safe_link(""), None);
    }
}

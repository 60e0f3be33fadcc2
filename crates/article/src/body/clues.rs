//! What a page says of itself outside its text, as far as it helps to tell the report from the rest.

use std::collections::HashSet;
use std::hash::BuildHasherDefault;

use khabar_page::{Tag, Tree};
use rustc_hash::FxHasher;

use super::words::count;

/// A set of word hashes.
pub type WordSet = HashSet<u32, BuildHasherDefault<FxHasher>>;

/// Words of a headline that are looked at.
const LONGEST_HEADLINE: usize = 64;

/// Titles, summaries and types a page declares.
#[derive(Debug, Default)]
pub struct Clues {
    /// Words of the page's titles.
    pub title: WordSet,
    /// Words of the declared headline alone, in order.
    pub headline: Vec<u32>,
    /// Words of the declared summary.
    pub description: WordSet,
    /// Triples of words of the body in JSON-LD.
    pub declared_body: WordSet,
    /// Which of [`TYPES`] the structured data names, as bits.
    pub types: u32,
    /// Whether Open Graph calls the page an article.
    pub og_article: bool,
}

/// Types of schema.org that tell page kinds apart; each spelling with its bit.
pub const TYPES: [(&str, u32); 14] = [
    ("NewsArticle\"", 1),
    ("ReportageNewsArticle\"", 1),
    ("\"Article\"", 2),
    ("BlogPosting\"", 2),
    ("TechArticle\"", 4),
    ("Product\"", 8),
    ("DiscussionForumPosting\"", 16),
    ("QAPage\"", 16),
    ("CollectionPage\"", 32),
    ("ItemList\"", 32),
    ("LiveBlogPosting\"", 64),
    ("LocalBusiness\"", 128),
    ("Service\"", 128),
    ("FAQPage\"", 128),
];

impl Clues {
    /// Whether the page calls itself a live blog.
    pub fn names_live_blog(&self) -> bool {
        self.types & 64 != 0
    }

    /// Whether the page calls itself an article or a post.
    pub fn names_report(&self) -> bool {
        self.og_article || self.types & (1 | 2) != 0
    }

    /// Reads them from the head of the page and its JSON-LD.
    pub fn of(tree: &Tree) -> Self {
        let mut clues = Self::default();
        let mut words = Vec::new();
        let mut title_words = Vec::new();
        for node in tree.descendants(tree.root()) {
            match tree.tag(node) {
                Tag::TITLE if clues.title.is_empty() => {
                    title_words.clear();
                    count(&tree.text_content(node), &mut title_words);
                    clues.title.extend(title_words.iter().copied());
                }
                Tag::META => {
                    let (Some(name), Some(content)) = (
                        tree.attr(node, "property")
                            .or_else(|| tree.attr(node, "name")),
                        tree.attr(node, "content"),
                    ) else {
                        continue;
                    };
                    match name {
                        "og:title" | "twitter:title" => {
                            words.clear();
                            count(content, &mut words);
                            clues.title.extend(words.iter().copied());
                            if clues.headline.is_empty() {
                                clues.headline.clone_from(&words);
                            }
                        }
                        "og:description" | "description" | "twitter:description" => {
                            words.clear();
                            count(content, &mut words);
                            clues.description.extend(words.iter().copied());
                        }
                        "og:type" => clues.og_article = content.eq_ignore_ascii_case("article"),
                        _ => {}
                    }
                }
                Tag::SCRIPT
                    if tree
                        .attr(node, "type")
                        .is_some_and(|t| t.contains("ld+json")) =>
                {
                    for child in tree.children(node) {
                        clues.read_json_ld(tree.text(child));
                    }
                }
                _ => {}
            }
        }
        if clues.headline.is_empty() {
            clues.headline = title_words;
        }
        // Features go through these words for every word of the page.
        clues.headline.truncate(LONGEST_HEADLINE);
        clues
    }

    fn read_json_ld(&mut self, json: &str) {
        for (name, bit) in TYPES {
            if json.contains(name) {
                self.types |= bit;
            }
        }
        let mut words = Vec::new();
        for body in json.split("\"articleBody\"").skip(1) {
            let Some(value) = json_string_after_colon(body) else {
                continue;
            };
            words.clear();
            count(&value, &mut words);
            self.declared_body.extend(words.windows(3).map(triple));
        }
    }
}

/// One number for three words in a row.
pub fn triple(words: &[u32]) -> u32 {
    words.iter().fold(0, |hash: u32, &word| {
        hash.rotate_left(7).wrapping_mul(0x9e37_79b1) ^ word
    })
}

/// The string in `: "..."` at the start of a piece of JSON, markup in it taken out.
fn json_string_after_colon(json: &str) -> Option<String> {
    let rest = json.trim_start().strip_prefix(':')?.trim_start();
    let quoted = rest.strip_prefix('"')?;
    let bytes = quoted.as_bytes();
    let mut end = 0;
    while bytes.get(end).is_some_and(|&b| b != b'"') {
        end += if bytes[end] == b'\\' { 2 } else { 1 };
    }
    let literal = rest.get(..end.min(bytes.len()) + 2)?;
    serde_json::from_str(literal).ok()
}

#[cfg(test)]
mod tests {
    use khabar_page::{Limits, parse};

    use super::*;

    #[test]
    fn titles_summaries_types_and_bodies_are_found() {
        let html = r#"<title>A b | Site</title><meta property="og:title" content="A B"><meta property=og:type content=article>
            <meta name=description content="Sum up"><script type="application/ld+json">{"@type":"NewsArticle",
            "articleBody": "One two \"three\" four"}</script>"#;
        let clues = Clues::of(&parse(html, &Limits::default()).0);
        assert_eq!(
            (
                clues.title.len(),
                clues.headline.len(),
                clues.description.len()
            ),
            (3, 2, 2)
        );
        assert_eq!(
            (clues.declared_body.len(), clues.types, clues.og_article),
            (2, 1, true)
        );
    }

    #[test]
    fn broken_json_is_passed_over() {
        assert_eq!(json_string_after_colon(": \"abc"), None);
        assert_eq!(json_string_after_colon(": \"abc\\"), None);
        assert_eq!(json_string_after_colon(""), None);
        assert_eq!(json_string_after_colon(": \"aü\" , "), Some("aü".into()));
    }
}

//! The edges of a body: byline, date and section stand there in many layouts, and are fields of their own.

use crate::article::{Article, Block, BlockKind};
use crate::dates;
use crate::metadata::text::key;

/// How many blocks at either end are looked at.
const REACH: usize = 4;
/// A byline or date line has at most this many words.
const SHORT: usize = 16;
/// Words of a byline besides the names: "By", "and", "Staff Writers, Berlin".
const BESIDES_NAMES: usize = 4;
/// Words of a date line besides the date: "Published", "Updated".
const BESIDES_DATES: usize = 3;

/// Takes the headline, author lines, date lines, section and publisher off both ends of the body.
pub fn trim(article: &mut Article) {
    let text_blocks = article
        .body
        .iter()
        .filter(|b| !matches!(b.kind, BlockKind::Image(_)))
        .count();
    if text_blocks < 2 {
        return;
    }
    let mut body = std::mem::take(&mut article.body);
    let mut place = 0;
    body.retain(|block| {
        if matches!(
            block.kind,
            BlockKind::Image(_) | BlockKind::Code { .. } | BlockKind::TableRow { .. }
        ) {
            return true;
        }
        place += 1;
        let at_edge = place <= REACH || text_blocks - place < REACH;
        !(at_edge && is_field(article, block, place))
    });
    article.body = body;
}

/// Whether the block only repeats a field. `place` counts from 1.
fn is_field(article: &Article, block: &Block, place: usize) -> bool {
    let text = block.text();
    if text.len() > 400 {
        return false;
    }
    let folded = key(&text);
    let words: Vec<&str> = folded.split(' ').collect();
    let same = |field: &Option<String>| field.as_deref().is_some_and(|f| key(f) == folded);
    if place <= REACH && (same(&article.headline) || same(&article.alternative_headline)) {
        return true;
    }
    if same(&article.section) || same(&article.publisher) {
        return true;
    }
    words.len() <= SHORT
        && (is_byline(article, &words) || is_date_line(&text, article.language.as_deref()))
}

/// Whether nearly all words are those of the authors' names, and one name at least is whole.
fn is_byline(article: &Article, words: &[&str]) -> bool {
    let names: Vec<String> = article.authors.iter().map(|a| key(&a.name)).collect();
    let whole = names
        .iter()
        .any(|name| !name.is_empty() && name.split(' ').all(|part| words.contains(&part)));
    let besides = words
        .iter()
        .filter(|w| {
            names
                .iter()
                .all(|name| name.split(' ').all(|part| part != **w))
        })
        .count();
    whole && besides <= BESIDES_NAMES
}

fn is_date_line(text: &str, language: Option<&str>) -> bool {
    let mut rest = text.to_owned();
    let found = dates::find(text, language);
    if found.is_empty() {
        return false;
    }
    for (range, _) in found.into_iter().rev() {
        rest.replace_range(range, " ");
    }
    key(&rest).split(' ').filter(|w| !w.is_empty()).count() <= BESIDES_DATES
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Author;

    fn trimmed(lines: &[&str]) -> Vec<String> {
        let mut article = Article {
            headline: Some("Harbour opens".into()),
            authors: vec![
                Author {
                    name: "Takeo Maeda".into(),
                    ..Author::default()
                },
                Author {
                    name: "Ann Lee".into(),
                    ..Author::default()
                },
            ],
            section: Some("World".into()),
            language: Some("en".into()),
            body: lines
                .iter()
                .map(|l| Block::plain(BlockKind::Paragraph, *l))
                .collect(),
            ..Article::default()
        };
        trim(&mut article);
        article.body.iter().map(Block::text).collect()
    }

    #[test]
    fn fields_at_the_edges_go_and_text_stays() {
        let report = "The harbour opened on 13 October 2024 after work of nine years that cost the town dear.";
        assert_eq!(
            trimmed(&[
                "Harbour opens",
                "World",
                "By Takeo Maeda and Ann Lee / Staff Writers",
                "17:41 JST, October 13, 2024",
                report,
                "Ann Lee"
            ]),
            [report]
        );
        assert_eq!(
            trimmed(&[report, "Ann Lee said she was glad to see it at last."]).len(),
            2
        );
        assert_eq!(trimmed(&["Ann Lee"]), ["Ann Lee"]);
    }
}

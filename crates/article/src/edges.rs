//! The edges of a body: byline, date and section stand there in many layouts, and are fields of their own.

mod lines;

use crate::article::{Article, Block, BlockKind};
use crate::dates;
use crate::metadata::caption::is_agency;
use crate::metadata::text::key;
use crate::why::Reason;

/// How many blocks at either end are looked at.
const REACH: usize = 4;
/// A byline or date line has at most this many words.
const SHORT: usize = 16;
/// Words of a byline besides the names: "By", "and", "Staff Writers, Berlin".
const BESIDES_NAMES: usize = 4;
/// Words of a date line besides the date: "Published", "Updated".
const BESIDES_DATES: usize = 3;

/// What a byline begins with, where that is a word of its own.
const BY: [&str; 11] = [
    "by",
    "von",
    "par",
    "por",
    "di",
    "door",
    "av",
    "af",
    "מאת",
    "بقلم",
    "نویسنده",
];
/// Words of a line that begins with "By" besides the names.
const AFTER_BY: usize = 8;
/// Lines at the end that are looked at, at most.
const CLOSING: usize = 12;
/// A line between two that are not the report's, itself no longer than this, is not either.
const BETWEEN: usize = 8;

/// Takes the headline, author lines, date lines, section and publisher off both ends of the body, and what closes a
/// report without being of it. Returns which blocks of it went, and why.
pub fn trim(article: &mut Article) -> Vec<(usize, Reason)> {
    let mut taken = Vec::new();
    if article.body.iter().filter(|b| is_text(b)).count() < 2 {
        return taken;
    }
    let mut body = std::mem::take(&mut article.body);
    close(&mut body, article, &mut taken);
    open(&mut body, &mut taken);
    let lines = body.iter().filter(|b| is_line(b)).count();
    let mut gone: Vec<usize> = taken.iter().map(|(at, _)| *at).collect();
    gone.sort_unstable();
    let mut places = (0..body.len() + gone.len()).filter(|at| gone.binary_search(at).is_err());
    let mut place = 0;
    body.retain(|block| {
        let at = places.next().unwrap_or_default();
        if !is_line(block) {
            return true;
        }
        place += 1;
        let at_edge = place <= REACH || lines - place < REACH;
        let field = at_edge.then(|| field_of(article, block, place)).flatten();
        taken.extend(field.map(|field| (at, field)));
        field.is_none()
    });
    article.body = body;
    taken
}

fn is_text(block: &Block) -> bool {
    !matches!(block.kind, BlockKind::Image(_))
}

/// Whether it may be a byline or the like: no image, table or code.
fn is_line(block: &Block) -> bool {
    is_text(block)
        && !matches!(
            block.kind,
            BlockKind::TableRow { .. } | BlockKind::Code { .. }
        )
}

/// Takes off the end what closes a report without being of it, line by line. One block of text stays at least.
/// Only what stands behind a block goes before it does, so that its place is the one it had.
fn close(body: &mut Vec<Block>, article: &Article, taken: &mut Vec<(usize, Reason)>) {
    let names: Vec<String> = article.authors.iter().map(|a| key(&a.name)).collect();
    let publisher = article.publisher.as_deref();
    let mut source = false;
    for _ in 0..CLOSING {
        let mut texts = (0..body.len()).rev().filter(|&i| is_text(&body[i]));
        let (Some(last), Some(before)) = (texts.next(), texts.next()) else {
            return;
        };
        if !is_line(&body[last]) {
            return;
        }
        if lines::is_closing(&body[last], body)
            || lines::is_about_writer(&body[last].text(), &names)
        {
            body.remove(last);
            taken.push((last, Reason::Closing));
        } else if !source && is_source(&body[last].text(), publisher) {
            body.remove(last);
            taken.push((last, Reason::Publisher));
            source = true;
        } else if body[last].text().split_whitespace().count() <= BETWEEN
            && texts.next().is_some()
            && is_line(&body[before])
            && lines::is_closing(&body[before], body)
        {
            body.remove(last);
            body.remove(before);
            taken.extend([(last, Reason::Closing), (before, Reason::Closing)]);
        } else {
            return;
        }
    }
}

/// Takes who did what off the head, from the last such line to the first, so that places hold.
fn open(body: &mut Vec<Block>, taken: &mut Vec<(usize, Reason)>) {
    let texts: Vec<usize> = (0..body.len()).filter(|&i| is_text(&body[i])).collect();
    for &i in texts[..texts.len().saturating_sub(1)]
        .iter()
        .take(REACH)
        .rev()
    {
        if lines::is_role(&body[i], body) || (Some(&i) == texts.first() && is_signed(&body[i])) {
            body.remove(i);
            taken.push((i, Reason::Byline));
        }
    }
}

/// Whether a line is "By" and names, going by their capitals.
fn is_signed(block: &Block) -> bool {
    let text = block.text();
    let mut words = text.split_whitespace();
    let by = words
        .next()
        .is_some_and(|w| BY.contains(&w.to_lowercase().as_str()) && w.is_ascii());
    let small = |w: &str| {
        matches!(
            w,
            "and" | "und" | "et" | "y" | "e" | "en" | "og" | "och" | "of" | "for" | "the" | "de"
        )
    };
    by && block.kind == BlockKind::Paragraph
        && (3..=SHORT).contains(&text.split_whitespace().count())
        && !text.trim_end().ends_with(['.', '!', '?', ':'])
        && words.all(|w| {
            small(w) || w.starts_with(char::is_uppercase) || !w.starts_with(char::is_alphanumeric)
        })
}

/// Whether a line only says whence the report comes: "(dpa)", "The Wave / AFP".
fn is_source(text: &str, publisher: Option<&str>) -> bool {
    let text = text.trim();
    let bracketed = text
        .strip_prefix(['(', '[', '（'])
        .and_then(|t| t.strip_suffix([')', ']', '）']));
    if let Some(inner) = bracketed {
        // "(dpa)", "(AFP/KNA)", "(أ ف ب)"; what is written as words are is a stage direction: "(Laughs)".
        let as_words = inner.contains(char::is_uppercase) && inner.contains(char::is_lowercase);
        return !inner.is_empty()
            && inner.chars().count() <= 14
            && inner
                .chars()
                .all(|c| c.is_alphabetic() || matches!(c, '/' | '.' | '-'))
            && (!as_words || is_agency(&key(inner)));
    }
    let parts: Vec<String> = text
        .split(['/', '|', '–', '—', ',', '،'])
        .map(key)
        .collect();
    let known = |part: &String| publisher.is_some_and(|p| key(p) == *part) || is_agency(part);
    key(text).split(' ').count() <= 6 && !text.ends_with(['.', '!', '?']) && parts.iter().any(known)
}

/// The field that the block only repeats, if any. `place` counts from 1.
fn field_of(article: &Article, block: &Block, place: usize) -> Option<Reason> {
    let text = block.text();
    if text.len() > 400 {
        return None;
    }
    let folded = key(&text);
    let words: Vec<&str> = folded.split(' ').collect();
    let same = |field: &Option<String>| field.as_deref().is_some_and(|f| key(f) == folded);
    if place <= REACH && (same(&article.headline) || same(&article.alternative_headline)) {
        return Some(Reason::Headline);
    }
    if same(&article.section) {
        return Some(Reason::Section);
    }
    if same(&article.publisher) {
        return Some(Reason::Publisher);
    }
    if words.len() > SHORT {
        return None;
    }
    if is_byline(article, &words) {
        return Some(Reason::Byline);
    }
    is_date_line(&text, article.language.as_deref()).then_some(Reason::Date)
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
    let led = words.first().is_some_and(|w| BY.contains(w));
    whole && besides <= if led { AFTER_BY } else { BESIDES_NAMES }
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

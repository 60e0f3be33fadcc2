//! The one way in: bytes to [`Article`].

use khabar_page::{Oddity, Page};

use crate::article::{Article, Block, BlockKind};
use crate::body::{self, Judge};
use crate::options::{InputKind, ReadError, ReadOptions};
use crate::sniff;
use crate::warning::{Warning, WarningCode};

/// Reads one input.
///
/// A page without a report is read all the same: [`Article::is_report`] is false then and [`Article::warnings`] says
/// what was found instead.
///
/// # Errors
/// [`ReadError`] where the input is empty, no text, or larger than the limit.
///
/// ```
/// use khabar_article::{ReadOptions, read};
///
/// let page = b"<title>Bridge opens</title><article><h1>Bridge opens</h1><p>The bridge over the river was opened to \
///     traffic on Monday, the mayor said, two years after work began.</p></article>";
/// let article = read(page, &ReadOptions::default())?;
/// assert!(article.body_text().starts_with("The bridge over the river"));
/// # Ok::<(), khabar_article::ReadError>(())
/// ```
pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<Article, ReadError> {
    sniff::check(bytes)?;
    let kind = if options.input == InputKind::Auto { sniff::kind_of(bytes) } else { options.input };
    let mut article = match kind {
        InputKind::Html | InputKind::Auto => read_page(bytes, options)?,
        InputKind::Text | InputKind::Body => read_text(bytes, options, kind)?,
    };
    article.source = options.source.map(str::to_owned);
    Ok(article)
}

fn read_page(bytes: &[u8], options: &ReadOptions) -> Result<Article, ReadError> {
    let Page { tree, oddities, .. } = khabar_page::read(bytes, options.declared_encoding, &options.limits)?;
    let judge = match options.judge {
        Some(judge) => judge,
        None => Judge::shipped(),
    };
    let read = body::read(&tree, judge);
    Ok(Article {
        is_report: true,
        body: read.blocks,
        warnings: oddities.into_iter().map(warning_of).collect(),
        ..Article::default()
    })
}

fn read_text(bytes: &[u8], options: &ReadOptions, kind: InputKind) -> Result<Article, ReadError> {
    let limit = options.limits.bytes;
    if bytes.len() > limit {
        return Err(ReadError::TooLarge { bytes: bytes.len(), limit });
    }
    let text = khabar_page::decode(bytes, options.declared_encoding).text;
    let _ = kind;
    let body = text
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty())
        .map(|line| Block::plain(BlockKind::Paragraph, line))
        .collect();
    Ok(Article { is_report: true, body, ..Article::default() })
}

fn warning_of(oddity: Oddity) -> Warning {
    match oddity {
        Oddity::TooManyNodes => {
            Warning::new(WarningCode::LimitReached, "the page has more elements than the limit; what came after was left out")
        }
        Oddity::TooDeep => {
            Warning::new(WarningCode::LimitReached, "elements nest deeper than the limit; the deeper ones lost their markup")
        }
        Oddity::EncodingMislabelled => {
            Warning::new(WarningCode::Encoding, "the page is not in the encoding it declares; it was read in the one its bytes are in")
        }
        Oddity::UndecodableBytes => {
            Warning::new(WarningCode::Encoding, "some bytes of the page are no text in its encoding; each stands as U+FFFD")
        }
    }
}

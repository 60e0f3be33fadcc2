//! The one way in: bytes to [`Article`].

use crate::article::Article;
use crate::dump;
use crate::options::{InputKind, ReadError, ReadOptions};
use crate::page_reading;
use crate::sniff;

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
    let mut article = match kind_of(bytes, options)? {
        InputKind::Html | InputKind::Auto => page_reading::read(bytes, options)?.article,
        InputKind::Text => dump::read(bytes, options)?,
        InputKind::Body => dump::read_body(bytes, options)?,
    };
    article.source = options.source.map(str::to_owned);
    Ok(article)
}

/// What the bytes are, found out or said.
pub(crate) fn kind_of(bytes: &[u8], options: &ReadOptions) -> Result<InputKind, ReadError> {
    sniff::check(bytes)?;
    Ok(if options.input == InputKind::Auto {
        sniff::kind_of(bytes)
    } else {
        options.input
    })
}

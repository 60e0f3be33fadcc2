//! Where the time of a reading goes: each part of it measured by itself.

use std::hint::black_box;
use std::time::Duration;

use khabar_article::body::blocks::Blocks;
use khabar_article::body::clues::Clues as BodyClues;
use khabar_article::body::features;
use khabar_article::body::names::Names;
use khabar_article::body::words::PageWords;
use khabar_article::metadata::clues::Clues;
use khabar_article::metadata::{date, read_clues, report};
use khabar_article::{InputKind, Judge, ReadError, ReadOptions};
use khabar_page::{Limits, Tree};
use khabar_statements::Reading;

use crate::clock::timed;

/// The parts of a reading, in their order.
pub const PARTS: [&str; 7] = [
    "decode",
    "parse",
    "judge",
    "metadata",
    "the rest",
    "statements",
    "output",
];

/// How long the parts of one page's reading took, as [`PARTS`] names them. *The rest* is what a whole reading takes beyond
/// the parts before it: putting the body together, language, times mentioned, the kind of page.
pub type Parts = [Duration; PARTS.len()];

/// Reads a page whole and in its parts.
///
/// # Errors
/// When the page is none.
pub fn measure(bytes: &[u8], url: Option<&str>) -> Result<Parts, ReadError> {
    let options = ReadOptions {
        url,
        input: InputKind::Html,
        ..ReadOptions::default()
    };
    let (decoded, decode) = timed(|| khabar_page::decode(bytes, None));
    let ((tree, _), parse) = timed(|| khabar_page::parse(&decoded.text, &Limits::default()));
    let ((), judge) = timed(|| judge(&tree));
    let ((), metadata) = timed(|| metadata(&tree, url));
    let (article, whole) = timed(|| khabar_article::read(bytes, &options));
    let article = article?;
    let rest = whole.saturating_sub(decode + parse + judge + metadata);
    let (reading, statements) = timed(|| Reading::of(article));
    let (_, output) = timed(|| black_box(reading.json().to_line()));
    Ok([decode, parse, judge, metadata, rest, statements, output])
}

/// The parts of the readings of some pages, each with its address, summed up: of each page's the least of `rounds` times.
/// Pages that cannot be read are left out.
pub fn sum<'a>(
    pages: impl IntoIterator<Item = (&'a [u8], Option<&'a str>)>,
    rounds: usize,
) -> Parts {
    let mut all = Parts::default();
    for (bytes, url) in pages {
        let times = (0..rounds).filter_map(|_| measure(bytes, url).ok());
        let least = times.reduce(|a, b| std::array::from_fn(|part| a[part].min(b[part])));
        for (sum, took) in all.iter_mut().zip(least.unwrap_or_default()) {
            *sum += took;
        }
    }
    all
}

/// Which share of the whole each part is, 0 to 1.
pub fn shares(parts: &Parts) -> [f64; PARTS.len()] {
    let whole: Duration = parts.iter().sum();
    parts.map(|part| part.as_secs_f64() / whole.as_secs_f64().max(f64::MIN_POSITIVE))
}

/// Cuts a page into blocks and judges them.
fn judge(tree: &Tree) {
    let page = Blocks::cut(tree);
    let words = PageWords::of(&page);
    let names = Names::of(tree, &page, &words);
    let clues = BodyClues::of(tree);
    let mut features = features::read(&page, &words, &clues, &names.makes);
    black_box(Judge::shipped().judge(&page, &names, &mut features));
}

/// Reads what a page says of itself.
fn metadata(tree: &Tree, url: Option<&str>) {
    let clues = Clues::gather(tree);
    let report = report(tree, &clues, url);
    let metadata = read_clues(tree, &clues, report, url);
    let language = metadata.declared_language.as_deref();
    black_box(date::read(tree, &clues, report, url, language));
}

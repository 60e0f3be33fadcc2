//! Reads the pages of a set with Khabar, out of fold where a trained judge is there.

use std::fs;

use anyhow::{Context, Result};
use khabar_article::{Article, InputKind, Judge, KindJudge, LineJudge, ReadError, ReadOptions};
use rayon::prelude::*;

use super::reading::Reading;
use super::structure::items_of;
use crate::clock::timed;
use crate::compare::FIRST_PAGE;
use crate::folds::{FOLDS, fold_of};
use crate::root;
use crate::sets::{Page, Set};

/// Which weights read a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Weights {
    /// Those trained without the page's site: what the figures are made of.
    OutOfFold,
    /// Those that ship: for pages that no training saw.
    Shipped,
}

/// The judges that read, one a fold; none where the one that ships reads.
#[derive(Default)]
pub struct Judges {
    blocks: Vec<Judge>,
    lines: Vec<LineJudge>,
    kinds: Vec<KindJudge>,
    /// Whether readings carry the scores behind their confidences.
    pub raw_confidence: bool,
}

impl Judges {
    /// Loads what `weights` asks for.
    ///
    /// # Errors
    /// When the weights of a fold are missing or no weights.
    pub fn load(weights: Weights) -> Result<Self> {
        // What is built once in a process must not count to the page that happens to be read first.
        let _ = khabar_article::read(FIRST_PAGE.as_bytes(), &ReadOptions::default());
        if weights == Weights::Shipped {
            return Ok(Self::default());
        }
        let weights = root().join("crates/article/weights");
        let bytes = |folder: &str, fold: usize| -> Result<(Vec<u8>, String)> {
            let path = weights.join(folder).join(format!("{fold}.bin"));
            let bytes =
                fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            Ok((bytes, format!("{} holds no weights", path.display())))
        };
        let mut judges = Self::default();
        for fold in 0..FOLDS {
            let (blocks, problem) = bytes("folds", fold)?;
            judges
                .blocks
                .push(Judge::from_bytes(&blocks).context(problem)?);
            let (lines, problem) = bytes("dump-folds", fold)?;
            judges
                .lines
                .push(LineJudge::from_bytes(&lines).context(problem)?);
            let (kinds, problem) = bytes("kind-folds", fold)?;
            judges
                .kinds
                .push(KindJudge::from_bytes(&kinds).context(problem)?);
        }
        Ok(judges)
    }
}

/// Reads every page of a set, all processors at work; readings in the order of the pages. A page that cannot be read
/// as a report counts as read empty.
///
/// # Errors
/// When the file of a page is not there.
pub fn read(set: &Set, judges: &Judges) -> Result<Vec<Reading>> {
    let read = |page: &Page| -> Result<Reading> {
        let bytes = page.bytes()?;
        let (read, took) = timed(|| {
            read_page(
                &bytes,
                &page.id,
                page.url.as_deref(),
                page.is_dump(),
                judges,
            )
        });
        let reading = read.unwrap_or_default();
        Ok(Reading {
            id: page.id.clone(),
            took,
            ..reading
        })
    };
    set.pages.par_iter().map(read).collect()
}

/// Reads one page, given its bytes, its name within its set, its address and whether it is a dump of text.
///
/// # Errors
/// When the page is none.
pub fn read_page(
    bytes: &[u8],
    id: &str,
    url: Option<&str>,
    dump: bool,
    judges: &Judges,
) -> Result<Reading, ReadError> {
    let options = ReadOptions {
        url,
        judge: judges.blocks.get(fold_of(url, id)),
        line_judge: judges.lines.get(fold_of(url, id)),
        raw_confidence: judges.raw_confidence,
        kind_judge: judges.kinds.get(fold_of(url, id)),
        input: if dump {
            InputKind::Text
        } else {
            InputKind::Html
        },
        ..ReadOptions::default()
    };
    Ok(reading_of(&khabar_article::read(bytes, &options)?))
}

/// What is scored of an article.
pub fn reading_of(article: &Article) -> Reading {
    let names: Vec<&str> = article.authors.iter().map(|a| a.name.as_str()).collect();
    Reading {
        text: article.body_text(),
        title: article.headline.clone().unwrap_or_default(),
        author: names.join("; "),
        date: article.published.map(|p| p.to_string()).unwrap_or_default(),
        structure: Some(items_of(&article.body)),
        kind: article
            .page_kind
            .map(|k| k.name().to_owned())
            .unwrap_or_default(),
        report: Some(article.is_report),
        language: article.language.clone().unwrap_or_default(),
        confidence: article
            .confidence
            .iter()
            .map(|(field, sure)| ((*field).to_owned(), *sure))
            .collect(),
        ..Reading::default()
    }
}

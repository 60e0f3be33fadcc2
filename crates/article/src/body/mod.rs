//! The body of a report: cutting a page into blocks, judging them, putting the kept ones together.

mod another;
mod assemble;
pub mod blocks;
pub mod clues;
mod elsewhere;
mod embedded;
pub mod features;
pub mod figures;
mod forest;
pub mod inline;
pub mod judge;
pub mod names;
mod net;
mod notices;
pub mod others;
mod prune;
pub mod tokens;
mod vocabulary;
mod weights;
pub mod words;

pub(crate) use embedded::json_of_script;
pub use judge::Judge;
pub use weights::Malformed;

use std::ops::Range;

use khabar_page::{Deadline, Tree};

use crate::article::Block;
use crate::why::{Reason, Reasons};
use blocks::Blocks;
use clues::Clues;
use names::Names;
use words::PageWords;

/// A body, judged and put together.
#[derive(Debug, Default)]
pub struct Body {
    /// Its blocks in reading order.
    pub blocks: Vec<Block>,
    /// How sure the judge was of what it kept, 0 to 1: the mean over the kept words.
    pub confidence: f32,
    /// Its words.
    pub words: u32,
    /// Texts of links to other reports.
    pub other_headlines: Vec<String>,
    /// Words of the whole page.
    pub page_words: usize,
    /// Beside each block, which of the kept blocks of the page it is made of, counted from the first kept one.
    pub origins: Vec<Range<usize>>,
}

/// What was found of each block of a page on the way to its body.
#[derive(Debug)]
pub(crate) struct Judged {
    pub page: Blocks,
    pub words: PageWords,
    pub names: Names,
    /// How likely each block is part of the body; 0 in windows over the page.
    pub probabilities: Vec<f32>,
    /// The last decision on each block.
    pub reasons: Reasons,
}

/// Where the body of a page was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodySource {
    /// In what the page shows.
    Page,
    /// In what it shows where no scripts run.
    WithoutScripts,
    /// In the data it carries for its scripts.
    Data,
}

/// The body of a page and how it was come by.
#[derive(Debug)]
pub(crate) struct Found {
    pub body: Body,
    /// The blocks it was chosen from; for a body from data, those that were left for it.
    pub judged: Judged,
    pub source: BodySource,
}

/// A page whose judged body has fewer words than this may carry its body elsewhere.
const SCANT: u32 = 100;

/// Finds the body of a page: in its markup, else in its data, else in what it shows without scripts; there only where
/// there is still time.
pub(crate) fn read(tree: &Tree, judge: &Judge, deadline: Deadline) -> Found {
    let shown = judged(tree, Blocks::cut(tree), judge);
    if shown.body.words >= SCANT || deadline.has_passed() {
        return shown;
    }
    let data = embedded::find(tree).map(|data| whole(&data));
    let scriptless = judged(tree, Blocks::cut_without_scripts(tree), judge);
    // What is shown is taken unless there is clearly more elsewhere.
    let enough = 2 * shown.body.words;
    let data = data.filter(|data| data.words > enough);
    if scriptless.body.words > enough
        && data
            .as_ref()
            .is_none_or(|data| scriptless.body.words >= data.words)
    {
        let mut found = scriptless;
        if found.body.other_headlines.is_empty() {
            found.body.other_headlines = shown.body.other_headlines;
        }
        found.source = BodySource::WithoutScripts;
        return found;
    }
    match data {
        Some(mut body) => {
            body.other_headlines = shown.body.other_headlines;
            let mut judged = shown.judged;
            let none = vec![false; judged.reasons.0.len()];
            judged.reasons.note(&none, Reason::Data);
            Found {
                body,
                judged,
                source: BodySource::Data,
            }
        }
        None => shown,
    }
}

fn judged(tree: &Tree, page: Blocks, judge: &Judge) -> Found {
    let words = PageWords::of(&page);
    let names = Names::of(tree, &page, &words);
    let clues = Clues::of(tree);
    let mut features = features::read(&page, &words, &clues, &names.makes);
    let mut probabilities = judge.judge(&page, &names, &mut features);
    // The largest of what is known of a page by far, and nothing after asks for it.
    drop(features);
    let overlaid = prune::overlaid(&page, &words);
    for (probability, _) in probabilities
        .iter_mut()
        .zip(&overlaid)
        .filter(|(_, over)| **over)
    {
        *probability = 0.0;
    }
    let counts: Vec<u32> = words.blocks.iter().map(|b| b.words.1 - b.words.0).collect();
    let bar = judge::bar(&probabilities, &counts);
    let mut kept: Vec<bool> = probabilities.iter().map(|&p| p > bar).collect();
    let mut reasons = Reasons::judged(&kept);
    for (reason, _) in reasons.0.iter_mut().zip(&overlaid).filter(|(_, o)| **o) {
        *reason = Reason::Overlay;
    }
    prune::fill_gaps(&page, &words, &names.makes, &overlaid, &mut kept);
    reasons.note(&kept, Reason::Gap);
    prune::complete_tables(&page, &words, &overlaid, &mut kept);
    reasons.note(&kept, Reason::Table);
    prune::keep_quotations(&page, &overlaid, &mut kept);
    reasons.note(&kept, Reason::Quotation);
    // The entries of a live blog have headlines of their own.
    if !clues.names_live_blog() {
        another::drop(&page, &words, &clues.headline, &counts, &mut kept);
    }
    reasons.note(&kept, Reason::AnotherReport);
    notices::cut_at_members(&page, &words, &mut kept);
    notices::drop(&page, &words, clues.names_report(), &mut kept);
    reasons.note(&kept, Reason::Notice);
    let figures = figures::find(tree, &page, &kept);
    // A caption is told with its image, not in the body.
    for (kept, caption) in kept.iter_mut().zip(figures::captions(&page, &figures)) {
        *kept &= !caption;
    }
    reasons.note(&kept, Reason::Caption);
    prune::drop_hidden(&page, &counts, &mut kept);
    reasons.note(&kept, Reason::Hidden);
    elsewhere::drop(&page, &counts, &mut kept);
    reasons.note(&kept, Reason::LeadsElsewhere);
    for (kept, block) in kept.iter_mut().zip(&page.blocks) {
        *kept = *kept && !prune::is_label(&page, block);
    }
    reasons.note(&kept, Reason::Label);
    let other_headlines = others::find(tree, &page, &words, &kept);
    let page_words = words.words.len();
    let kept_words = || {
        (0..counts.len())
            .filter(|&i| kept[i])
            .map(|i| (probabilities[i], counts[i]))
    };
    let body_words = kept_words().map(|(_, n)| n).sum();
    let sure: f32 = kept_words().map(|(p, n)| p * n as f32).sum();
    let (blocks, origins) = assemble::assemble(tree, &page, &kept, figures);
    Found {
        body: Body {
            blocks,
            confidence: sure / f32::max(body_words as f32, 1.0),
            words: body_words,
            other_headlines,
            page_words,
            origins,
        },
        judged: Judged {
            page,
            words,
            names,
            probabilities,
            reasons,
        },
        source: BodySource::Page,
    }
}

/// A page all of which is body.
fn whole(tree: &Tree) -> Body {
    let page = Blocks::cut(tree);
    let words = PageWords::of(&page).words.len() as u32;
    let kept = vec![true; page.blocks.len()];
    let figures = figures::find(tree, &page, &kept);
    let (blocks, origins) = assemble::assemble(tree, &page, &kept, figures);
    Body {
        blocks,
        confidence: 0.7,
        words,
        other_headlines: Vec::new(),
        page_words: words as usize,
        origins,
    }
}

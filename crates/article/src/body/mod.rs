//! The body of a report: cutting a page into blocks, judging them, putting the kept ones together.

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
pub mod others;
mod prune;
pub mod tokens;
mod weights;
pub mod words;

pub(crate) use embedded::json_of_script;
pub use judge::Judge;
pub use weights::Malformed;

use khabar_page::Tree;

use crate::article::Block;
use blocks::Blocks;
use clues::Clues;
use names::Names;
use words::PageWords;

mod assemble;

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
}

/// A page whose judged body has fewer words than this may carry its body elsewhere.
const SCANT: u32 = 100;

/// Finds the body of a page: in its markup, else in its data, else in what it shows without scripts.
pub fn read(tree: &Tree, judge: &Judge) -> Body {
    let body = judged(tree, &Blocks::cut(tree), judge);
    if body.words >= SCANT {
        return body;
    }
    let data = embedded::find(tree).map(|data| whole(&data));
    let scriptless = judged(tree, &Blocks::cut_without_scripts(tree), judge);
    // What is shown is taken unless there is clearly more elsewhere.
    let more = [data, Some(scriptless)]
        .into_iter()
        .flatten()
        .filter(|other| other.words > 2 * body.words)
        .max_by_key(|b| b.words);
    match more {
        Some(mut more) => {
            if more.other_headlines.is_empty() {
                more.other_headlines = body.other_headlines;
            }
            more
        }
        None => body,
    }
}

fn judged(tree: &Tree, page: &Blocks, judge: &Judge) -> Body {
    let words = PageWords::of(page);
    let names = Names::of(tree, page, &words);
    let mut features = features::read(page, &words, &Clues::of(tree), &names.makes);
    let mut probabilities = judge.judge(page, &names, &mut features);
    let overlaid = prune::overlaid(page, &words);
    for (probability, _) in probabilities
        .iter_mut()
        .zip(&overlaid)
        .filter(|(_, over)| **over)
    {
        *probability = 0.0;
    }
    let counts: Vec<u32> = words.blocks.iter().map(|b| b.words.1 - b.words.0).collect();
    let mut kept = judge::keep(&probabilities, &counts);
    prune::fill_gaps(page, &words, &names.makes, &overlaid, &mut kept);
    prune::complete_tables(page, &words, &overlaid, &mut kept);
    prune::keep_quotations(page, &overlaid, &mut kept);
    let figures = figures::find(tree, page, &kept);
    // A caption is told with its image, not in the body.
    for (kept, caption) in kept.iter_mut().zip(figures::captions(page, &figures)) {
        *kept &= !caption;
    }
    prune::drop_hidden(page, &counts, &mut kept);
    elsewhere::drop(page, &counts, &mut kept);
    for (kept, block) in kept.iter_mut().zip(&page.blocks) {
        *kept = *kept && !prune::is_label(page, block);
    }
    let other_headlines = others::find(tree, page, &words, &kept);
    let page_words = words.words.len();
    let kept_words = || {
        (0..counts.len())
            .filter(|&i| kept[i])
            .map(|i| (probabilities[i], counts[i]))
    };
    let words = kept_words().map(|(_, n)| n).sum();
    let sure: f32 = kept_words().map(|(p, n)| p * n as f32).sum();
    let blocks = assemble::assemble(tree, page, &kept, figures);
    Body {
        blocks,
        confidence: sure / f32::max(words as f32, 1.0),
        words,
        other_headlines,
        page_words,
    }
}

/// A page all of which is body.
fn whole(tree: &Tree) -> Body {
    let page = Blocks::cut(tree);
    let words = PageWords::of(&page).words.len() as u32;
    let kept = vec![true; page.blocks.len()];
    let figures = figures::find(tree, &page, &kept);
    let blocks = assemble::assemble(tree, &page, &kept, figures);
    Body {
        blocks,
        confidence: 0.7,
        words,
        other_headlines: Vec::new(),
        page_words: words as usize,
    }
}

//! Why a reading came out as it did: every block of the page with the decision on it, how sure the judge was, and what
//! weighed most; every field with the places that state it.
//!
//! An explanation reads the input in the very way [`read`](crate::read) does and then asks the judge again, each time
//! without one group of what it knows. It is made for people who look at one page, and takes some dozens of times as
//! long as reading it.

use khabar_page::{NodeId, Tag, Tree};

use crate::article::Article;
use crate::body::blocks::{Blocks, TextBlock, Within};
use crate::body::clues::Clues;
use crate::body::features::{self, Features};
use crate::body::judge;
use crate::body::{BodySource, Judge, Judged};
use crate::dump::{self, DumpReading};
use crate::options::{InputKind, ReadError, ReadOptions};
use crate::page_reading::{self, PageReading};
use crate::read::kind_of;
use crate::why::Reason;

mod fields;
mod selector;
mod weigh;

pub use fields::{Field, Statement};
pub(crate) use weigh::Group;
pub use weigh::{Value, Weight};

/// Inputs of more blocks or lines than this are explained without weights: weighing judges an input dozens of times.
const MOST_WEIGHED: usize = 20_000;
/// A block whose odds are within this factor of the odds it needed is unsure.
const UNSURE: f32 = 4.0;

/// A reading and what it rests on.
#[derive(Debug)]
pub struct Explanation {
    /// The reading itself.
    pub article: Article,
    /// What the input was read as.
    pub kind: InputKind,
    /// Where the body was found.
    pub source: BodySource,
    /// How likely a block had to be for the judge to keep it.
    pub bar: f32,
    /// The blocks of the page, or lines of the dump, in order.
    pub blocks: Vec<Explained>,
    /// Whether blocks have their weights; inputs of very many blocks do without.
    pub weighed: bool,
    /// Fields and the places that state them.
    pub fields: Vec<Field>,
    /// The page; for a text, the document alone.
    pub(crate) tree: Tree,
}

/// A block of a page, or a line of a dump.
#[derive(Debug, Clone)]
pub struct Explained {
    /// Its text, white space folded.
    pub text: String,
    /// Its words.
    pub words: u32,
    /// The elements around it, as a selector, `body > main > div.story > p`; empty for a line.
    pub selector: String,
    /// The nearest element around it that says what it is for, such as `nav` or `footer`.
    pub landmark: Option<&'static str>,
    /// How likely the judge found it part of the body, 0 to 1.
    pub probability: f32,
    /// The last decision on it.
    pub reason: Reason,
    /// What spoke for and against it, the strongest first; what hardly weighs is left out.
    pub weights: Vec<Weight>,
    /// The first and last of its text nodes.
    pub(crate) nodes: Option<(NodeId, NodeId)>,
}

impl Explained {
    /// Whether it is in the body.
    pub fn is_kept(&self) -> bool {
        self.reason.keeps()
    }
}

impl Explanation {
    /// Whether a block could as well have gone the other way: the judge decided on it, and hardly so.
    pub fn is_unsure(&self, block: &Explained) -> bool {
        let odds = |p: f32| (p / (1.0 - p).max(1e-6)).max(1e-6);
        let ratio = odds(block.probability) / odds(self.bar);
        self.is_judged() && block.reason.is_judged() && (1.0 / UNSURE..=UNSURE).contains(&ratio)
    }

    /// Whether the body is what the judge chose of the blocks.
    pub fn is_judged(&self) -> bool {
        self.kind != InputKind::Body && self.source != BodySource::Data
    }

    /// How many blocks are in the body, and their words.
    pub fn kept(&self) -> (usize, u32) {
        let kept = || self.blocks.iter().filter(|b| b.is_kept());
        (kept().count(), kept().map(|b| b.words).sum())
    }

    /// The words of all blocks.
    pub fn words(&self) -> u32 {
        self.blocks.iter().map(|b| b.words).sum()
    }

    /// What the input was cut into.
    pub fn unit(&self) -> &'static str {
        match self.kind {
            InputKind::Html | InputKind::Auto => "blocks",
            InputKind::Text => "lines",
            InputKind::Body => "paragraphs",
        }
    }

    /// What is to be said where the body does not come from what the page shows.
    pub fn source_note(&self) -> Option<&'static str> {
        match self.source {
            BodySource::Page => None,
            BodySource::WithoutScripts => Some(
                "The body is what the page shows where no scripts run; these are the blocks of that.",
            ),
            BodySource::Data => Some(
                "The page shows too little text; the body was taken whole from the data it carries for its scripts.",
            ),
        }
    }
}

/// Reads one input as [`read`](crate::read) does and explains the reading.
///
/// # Errors
/// [`ReadError`] where the input is empty, no text, or larger than the limit.
///
/// ```
/// use khabar_article::{ReadOptions, explain};
///
/// let page = b"<nav><a href=/>Home</a></nav><h1>Bridge opens</h1><p>The bridge over the river was opened to traffic on \
///     Monday, the mayor said, two years after work began, and nobody fell in.</p>";
/// let explanation = explain(page, &ReadOptions::default())?;
/// assert!(!explanation.blocks[0].is_kept());
/// assert_eq!(explanation.blocks[0].landmark, Some("nav"));
/// # Ok::<(), khabar_article::ReadError>(())
/// ```
pub fn explain(bytes: &[u8], options: &ReadOptions) -> Result<Explanation, ReadError> {
    let mut explanation = match kind_of(bytes, options)? {
        InputKind::Html | InputKind::Auto => of_page(page_reading::read(bytes, options)?, options),
        InputKind::Text => of_dump(dump::read_lines(bytes, options)?, options),
        InputKind::Body => of_body(dump::read_body(bytes, options)?),
    };
    explanation.article.source = options.source.map(str::to_owned);
    Ok(explanation)
}

fn of_page(reading: PageReading, options: &ReadOptions) -> Explanation {
    let fields = fields::of_page(&reading, options);
    let PageReading {
        article,
        tree,
        judged,
        source,
        ..
    } = reading;
    let judge = options.judge.unwrap_or_else(|| Judge::shipped());
    let weighed = judged.page.blocks.len() <= MOST_WEIGHED;
    let mut weights = if weighed {
        weights_of_page(&tree, &judged, judge)
    } else {
        Vec::new()
    };
    let counts: Vec<u32> = (0..judged.page.blocks.len())
        .map(|i| judged.words.of_block(i).len() as u32)
        .collect();
    let labels = selector::labels(&tree, &judged.page);
    let blocks = judged
        .page
        .blocks
        .iter()
        .enumerate()
        .map(|(i, block)| Explained {
            text: judged.page.text(block).to_owned(),
            words: counts[i],
            selector: selector::of(&judged.page, block, &labels),
            landmark: landmark(&judged.page, block),
            probability: judged.probabilities[i],
            reason: judged.reasons.0[i],
            weights: weights.get_mut(i).map(std::mem::take).unwrap_or_default(),
            nodes: Some(block.nodes),
        })
        .collect();
    Explanation {
        article,
        kind: InputKind::Html,
        source,
        bar: judge::bar(&judged.probabilities, &counts),
        blocks,
        weighed,
        fields,
        tree,
    }
}

/// What weighed in the judgement of each block of a page.
fn weights_of_page(tree: &Tree, judged: &Judged, judge: &Judge) -> Vec<Vec<Weight>> {
    let (page, names) = (&judged.page, &judged.names);
    // The judge was done with them and they went; it fills in the columns of names.
    let mut features = features::read(page, &judged.words, &Clues::of(tree), &names.makes);
    judge.judge(page, names, &mut features);
    let table = weigh::Table {
        rows: &features.rows,
        names: features::NAMES,
        groups: features::GROUPS,
        kept: judged.reasons.0.iter().map(|r| r.keeps()).collect(),
    };
    table.weigh(|rows, without| {
        let names = match without {
            Some("names") => Some(judged.names.without_names()),
            Some("words") => Some(judged.names.without_words()),
            _ => None,
        };
        let names = names.as_ref().unwrap_or(&judged.names);
        judge.judge(&judged.page, names, &mut Features { rows })
    })
}

/// The nearest element around a block that says what it is for.
fn landmark(page: &Blocks, block: &TextBlock) -> Option<&'static str> {
    let within = page.containers[block.container as usize].within;
    if within.0 & Within::OVERLAY != 0 {
        return Some("overlay");
    }
    page.around(block)
        .map(|(_, c)| c.tag)
        .find(|tag| {
            matches!(
                *tag,
                Tag::NAV
                    | Tag::FOOTER
                    | Tag::HEADER
                    | Tag::ASIDE
                    | Tag::FORM
                    | Tag::FIGURE
                    | Tag::DIALOG
                    | Tag::TABLE
                    | Tag::ARTICLE
                    | Tag::MAIN
            )
        })
        .map(Tag::name)
}

fn of_dump(reading: DumpReading, options: &ReadOptions) -> Explanation {
    let fields = fields::of_dump(&reading);
    let DumpReading {
        article,
        lines,
        words,
        rows,
        probabilities,
        reasons,
        ..
    } = reading;
    let weighed = lines.lines.len() <= MOST_WEIGHED;
    let mut weights = if weighed {
        let table = weigh::Table {
            rows: &rows,
            names: dump::features::NAMES,
            groups: dump::features::GROUPS,
            kept: reasons.0.iter().map(|r| r.keeps()).collect(),
        };
        table.weigh(|rows, _| dump::judge_again(options, &rows, &words))
    } else {
        Vec::new()
    };
    let counts: Vec<u32> = (0..lines.lines.len())
        .map(|i| words.line(i).len() as u32)
        .collect();
    let blocks = (0..lines.lines.len())
        .map(|i| Explained {
            text: lines.of(i).to_owned(),
            words: counts[i],
            selector: String::new(),
            landmark: None,
            probability: probabilities[i],
            reason: reasons.0[i],
            weights: weights.get_mut(i).map(std::mem::take).unwrap_or_default(),
            nodes: None,
        })
        .collect();
    Explanation {
        article,
        kind: InputKind::Text,
        source: BodySource::Page,
        bar: dump::judge::bar(&probabilities, &counts),
        blocks,
        weighed,
        fields,
        tree: Tree::default(),
    }
}

fn of_body(article: Article) -> Explanation {
    let blocks = article
        .body
        .iter()
        .map(|block| {
            let text = block.text();
            Explained {
                words: crate::words::count(&text) as u32,
                text,
                selector: String::new(),
                landmark: None,
                probability: 1.0,
                reason: Reason::Verbatim,
                weights: Vec::new(),
                nodes: None,
            }
        })
        .collect();
    Explanation {
        article,
        kind: InputKind::Body,
        source: BodySource::Page,
        bar: 0.0,
        blocks,
        weighed: false,
        fields: Vec::new(),
        tree: Tree::default(),
    }
}

#[cfg(test)]
mod tests;

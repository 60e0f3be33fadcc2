//! `cargo xtask conformance`: Khabar's parser beside html5ever, and beside the html5lib tests where they are there.
//!
//! The trees are compared as far as Khabar keeps them: elements with their attributes and text, without comments, style
//! sheets and the insides of `svg`; text beside text is one text.

mod html5lib;
mod reference;

use std::path::PathBuf;

use anyhow::{Result, bail};
use khabar_page::{Limits, NodeId, Tag, Tree};
use rayon::prelude::*;

use crate::sets;

/// What to compare.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Folder of sets already laid out; without it the archives beside the repository are unpacked under target/sets
    #[arg(long, value_name = "DIR")]
    sets: Option<PathBuf>,
    /// The folder `tree-construction` of the html5lib tests
    #[arg(long, value_name = "DIR")]
    html5lib: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// When a page or test cannot be read, or a page of the sets is parsed in another way than html5ever parses it.
pub fn run(options: &Options) -> Result<()> {
    if let Some(dir) = &options.html5lib {
        html5lib::run(dir)?;
    }
    let sets = sets::find(options.sets.as_deref(), &[])?;
    if sets.is_empty() {
        println!(
            "conformance: no measuring sets: {}",
            sets::looked_in(options.sets.as_deref())
        );
        return Ok(());
    }
    let mut differ = 0;
    for set in &sets {
        let pages: Vec<_> = set.pages.iter().filter(|page| !page.is_dump()).collect();
        let differences: Result<Vec<Option<String>>> = pages
            .par_iter()
            .map(|page| {
                let bytes = page.bytes()?;
                let html = khabar_page::decode(&bytes, None).text;
                Ok(difference(&html).map(|difference| format!("{}\n{difference}", page.id)))
            })
            .collect();
        let differences: Vec<String> = differences?.into_iter().flatten().collect();
        println!(
            "{:<16}{} of {} pages parsed as html5ever parses them",
            set.name,
            pages.len() - differences.len(),
            pages.len()
        );
        for difference in differences.iter().take(5) {
            println!("{difference}");
        }
        differ += differences.len();
    }
    if differ > 0 {
        bail!("{differ} pages are parsed in another way");
    }
    Ok(())
}

/// Where the two trees of a page part, a few lines of each; `None` where they do not.
pub fn difference(html: &str) -> Option<String> {
    // Where a limit is reached the trees part, as they are to.
    let limits = Limits {
        depth: usize::MAX,
        nodes: usize::MAX,
        time: None,
        ..Limits::default()
    };
    let ours = outline(&khabar_page::parse(html, &limits).0);
    let theirs = reference::outline(html);
    if ours == theirs {
        return None;
    }
    let at = ours.iter().zip(&theirs).take_while(|(a, b)| a == b).count();
    let from = at.saturating_sub(3);
    let lines = |outline: &[String], mark: &str| -> String {
        let shown = outline.iter().skip(from).take(8);
        let lines = shown.map(|line| format!("  {mark} {line:.140}"));
        lines.collect::<Vec<_>>().join("\n")
    };
    Some(format!("{}\n{}", lines(&theirs, "-"), lines(&ours, "+")))
}

/// The tree, a node a line.
pub fn outline(tree: &Tree) -> Vec<String> {
    let mut lines = Outline::default();
    let mut depths = vec![0; tree.len()];
    for node in tree.descendants(tree.root()) {
        let parent = tree.parent(node).map_or(0, NodeId::index);
        let depth = if parent == 0 { 0 } else { depths[parent] + 1 };
        depths[node.index()] = depth;
        if tree.tag(node) == Tag::TEXT {
            lines.text(depth, tree.text(node));
        } else {
            lines.element(depth, tree.name(node), tree.attrs(node));
        }
    }
    lines.finish()
}

/// Lines being written; text beside text is joined.
#[derive(Default)]
struct Outline {
    lines: Vec<String>,
    text: Option<(usize, String)>,
}

impl Outline {
    fn text(&mut self, depth: usize, text: &str) {
        match &mut self.text {
            Some((at, known)) if *at == depth => known.push_str(text),
            _ => {
                self.end_text();
                self.text = Some((depth, text.to_owned()));
            }
        }
    }

    fn end_text(&mut self) {
        if let Some((depth, text)) = self.text.take() {
            self.lines.push(format!("{depth} {text:?}"));
        }
    }

    fn element<'a>(
        &mut self,
        depth: usize,
        name: &str,
        attrs: impl Iterator<Item = (&'a str, &'a str)>,
    ) {
        self.end_text();
        let mut attrs: Vec<String> = attrs
            .map(|(name, value)| format!(" {name}={value:?}"))
            .collect();
        attrs.sort_unstable();
        self.lines
            .push(format!("{depth} <{name}{}>", attrs.concat()));
    }

    fn finish(mut self) -> Vec<String> {
        self.end_text();
        self.lines
    }
}

#[cfg(test)]
mod tests;

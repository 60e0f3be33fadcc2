//! Labelled blocks of the training pages, as arrays that the trainer maps into memory.
//!
//! `pages.jsonl` tells each page's set, fold and range of blocks. All other files are arrays of little-endian numbers
//! with one entry (or row) a block: `features.f32`, `labels.u8`, `sure.f32`, `words.u32`, `around.i32` (the twelve
//! nearest containers, -1 where there are fewer) and, for the lists of hashes, `NAME.u32` with `NAME.starts.u64`.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};
use khabar_article::body::blocks::Blocks;
use khabar_article::body::clues::Clues;
use khabar_article::body::features;
use khabar_article::body::names::Names;
use khabar_article::body::words::{PageWords, count};
use khabar_page::Limits;
use rayon::prelude::*;

use super::label::{Label, from_snippets, from_text};
use crate::folds::fold_of;
use crate::sets::{Page, Set};

/// How many containers around a block the judge looks at.
const AROUND: usize = 12;

/// One page, cut and labelled.
struct Example {
    id: String,
    set: String,
    kind: String,
    fold: usize,
    gold_words: usize,
    features: Vec<f32>,
    labels: Vec<Label>,
    words: Vec<u32>,
    /// Places in this page's containers.
    around: Vec<[i32; AROUND]>,
    names: Names,
    containers: usize,
}

/// Cuts and labels all pages of the sets that carry gold text or snippets, and writes them to `out`.
///
/// # Errors
/// When a page cannot be read or a file cannot be written.
pub fn write(sets: &[Set], out: &Path) -> Result<()> {
    fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))?;
    let mut files = Files::create(out)?;
    for set in sets {
        // In chunks, so that memory holds the rows of some pages only.
        for pages in set.pages.chunks(64) {
            let examples: Vec<_> = pages
                .par_iter()
                .map(|page| example(&set.name, page))
                .collect::<Result<_>>()?;
            for example in examples.into_iter().flatten() {
                files.add(&example)?;
            }
        }
    }
    files.finish()
}

fn example(set: &str, page: &Page) -> Result<Option<Example>> {
    if page.text.is_empty() && page.with.is_empty() {
        return Ok(None);
    }
    let read = khabar_page::read(&page.bytes()?, None, &Limits::default())?;
    let blocks = Blocks::cut(&read.tree);
    let words = PageWords::of(&blocks);
    let names = Names::of(&read.tree, &blocks, &words);
    let rows = features::read(&blocks, &words, &Clues::of(&read.tree), &names.makes);
    let own: Vec<Vec<u32>> = (0..blocks.blocks.len())
        .map(|i| words.of_block(i).to_vec())
        .collect();
    let mut gold = Vec::new();
    count(&page.text, &mut gold);
    let labels = if page.text.is_empty() {
        let texts: Vec<_> = blocks.blocks.iter().map(|b| blocks.text(b)).collect();
        from_snippets(&texts, &page.with, &page.without)
    } else {
        from_text(&own, &gold)
    };
    let around = blocks.blocks.iter().map(|block| {
        let mut row = [-1; AROUND];
        for (slot, (container, _)) in row.iter_mut().zip(blocks.around(block)) {
            *slot = container as i32;
        }
        row
    });
    Ok(Some(Example {
        id: page.id.clone(),
        set: set.to_owned(),
        kind: page.kind.clone().unwrap_or_default(),
        fold: fold_of(page.url.as_deref(), &page.id),
        gold_words: gold.len(),
        features: rows.rows,
        labels,
        words: own.iter().map(|w| w.len() as u32).collect(),
        around: around.collect(),
        containers: blocks.containers.len(),
        names,
    }))
}

struct Files {
    pages: BufWriter<File>,
    features: BufWriter<File>,
    labels: BufWriter<File>,
    sure: BufWriter<File>,
    words: BufWriter<File>,
    around: BufWriter<File>,
    container_names: ListFiles,
    inner_names: ListFiles,
    lexical: ListFiles,
    blocks: usize,
    containers: usize,
}

impl Files {
    fn create(out: &Path) -> Result<Self> {
        let file = |name: &str| create(out, name);
        fs::write(
            out.join("columns.json"),
            serde_json::to_string(features::NAMES)?,
        )?;
        let lists = |name: &str| ListFiles::create(out, name);
        Ok(Self {
            pages: file("pages.jsonl")?,
            features: file("features.f32")?,
            labels: file("labels.u8")?,
            sure: file("sure.f32")?,
            words: file("words.u32")?,
            around: file("around.i32")?,
            container_names: lists("container_names")?,
            inner_names: lists("inner_names")?,
            lexical: lists("lexical")?,
            blocks: 0,
            containers: 0,
        })
    }

    fn add(&mut self, page: &Example) -> Result<()> {
        let count = page.labels.len();
        let about = serde_json::json!({
            "id": page.id, "set": page.set, "kind": page.kind, "fold": page.fold, "gold_words": page.gold_words,
            "from": self.blocks, "to": self.blocks + count,
        });
        writeln!(self.pages, "{about}")?;
        for value in &page.features {
            self.features.write_all(&value.to_le_bytes())?;
        }
        for label in &page.labels {
            self.labels.write_all(&[u8::from(label.body)])?;
            self.sure.write_all(&label.sure.to_le_bytes())?;
        }
        for words in &page.words {
            self.words.write_all(&words.to_le_bytes())?;
        }
        for row in &page.around {
            for &container in row {
                let global = if container < 0 {
                    -1
                } else {
                    container + self.containers as i32
                };
                self.around.write_all(&global.to_le_bytes())?;
            }
        }
        (0..page.containers)
            .try_for_each(|i| self.container_names.add(page.names.containers.get(i)))?;
        (0..count).try_for_each(|i| self.inner_names.add(page.names.inner.get(i)))?;
        (0..count).try_for_each(|i| self.lexical.add(page.names.lexical.get(i)))?;
        self.blocks += count;
        self.containers += page.containers;
        Ok(())
    }

    fn finish(self) -> Result<()> {
        for mut file in [
            self.pages,
            self.features,
            self.labels,
            self.sure,
            self.words,
            self.around,
        ] {
            file.flush()?;
        }
        for mut lists in [self.container_names, self.inner_names, self.lexical] {
            lists.flush()?;
        }
        println!("{} blocks in {} containers", self.blocks, self.containers);
        Ok(())
    }
}

/// Lists of hashes on disk: all hashes, and where each list ends.
pub(super) struct ListFiles {
    hashes: BufWriter<File>,
    starts: BufWriter<File>,
    end: u64,
}

impl ListFiles {
    /// Begins `NAME.u32` and `NAME.starts.u64` in a folder.
    pub(super) fn create(dir: &Path, name: &str) -> Result<Self> {
        let mut lists = Self {
            hashes: create(dir, &format!("{name}.u32"))?,
            starts: create(dir, &format!("{name}.starts.u64"))?,
            end: 0,
        };
        lists.starts.write_all(&0_u64.to_le_bytes())?;
        Ok(lists)
    }

    /// Adds a list.
    pub(super) fn add(&mut self, list: &[u32]) -> Result<()> {
        for hash in list {
            self.hashes.write_all(&hash.to_le_bytes())?;
        }
        self.end += list.len() as u64;
        self.starts.write_all(&self.end.to_le_bytes())?;
        Ok(())
    }

    /// Writes out what is still held back.
    pub(super) fn flush(&mut self) -> Result<()> {
        self.hashes.flush()?;
        self.starts.flush()?;
        Ok(())
    }
}

/// A file of a folder, to be written.
pub(super) fn create(dir: &Path, name: &str) -> Result<BufWriter<File>> {
    let path = dir.join(name);
    let file = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(BufWriter::new(file))
}

//! `cargo xtask near-duplicates`: how many copies of a text are found, and how many texts are taken for copies that are none,
//! on a set made of the measuring sets' texts with a known answer.

mod made;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Result, ensure};
use khabar_corpus::dedup::minhash::{Signature, signature, similarity};
use khabar_corpus::dedup::near::Near;

pub use made::{Texts, changed};

use crate::archives::Random;
use crate::sets;
use made::{How, Made, Source, make};

/// What to measure on.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Folder of sets already laid out; without it the archives beside the repository are unpacked under target/sets
    #[arg(long, value_name = "DIR")]
    sets: Option<PathBuf>,
    /// Another seed changes other words
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Pairs given that must be copies.
const PRECISION: f64 = 0.98;
/// Copies that must be found where four fifths of the words are still the same.
const RECALL: f64 = 0.95;
/// Pairs of texts drawn to see what unrelated ones share.
const PAIRS: usize = 200_000;

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// The texts that copies were made of.
    pub of: Texts,
    /// The share of pairs given that are copies.
    pub precision: f64,
    /// Of each way to make a copy: its name, how many there are, the share found.
    pub recall: Vec<(String, usize, f64)>,
    /// The share found of all that keep four fifths of the words.
    pub wanted_recall: f64,
    /// The lowest such share of a language with 30 copies or more, and the language.
    pub lowest_language: (String, f64),
    /// What share of their words a source and its copies have in common, as it is estimated: how the copies were made, and the
    /// median.
    pub shared: Vec<(String, f64)>,
    /// The same of two sources of one language: the median, and what one pair in ten thousand exceeds.
    pub unrelated: (f64, f64),
    /// Texts compared.
    pub texts: usize,
    /// Microseconds a text for its signature.
    pub signature_micros: f64,
}

/// Runs the command.
///
/// # Errors
/// When the sets cannot be read, or the figures are lower than they must be.
pub fn run(options: &Options) -> Result<()> {
    for texts in Texts::ALL {
        let Some(figures) = measure(options.sets.as_deref(), texts, options.seed)? else {
            println!(
                "near-duplicates: skipped, no measuring sets: {}",
                sets::looked_in(options.sets.as_deref())
            );
            return Ok(());
        };
        println!("{}", table(&figures));
        let Figures {
            precision,
            wanted_recall: recall,
            ..
        } = figures;
        ensure!(precision >= PRECISION, "precision is below {PRECISION}");
        ensure!(recall >= RECALL, "recall is below {RECALL}");
    }
    Ok(())
}

/// The figures as they are printed.
pub fn table(figures: &Figures) -> String {
    let mut out = format!(
        "{}\n{} texts, {:.0} us each for a signature\nprecision of pairs                      {:.3}\n",
        figures.of.name(),
        figures.texts,
        figures.signature_micros,
        figures.precision
    );
    let _ = writeln!(
        out,
        "recall, four fifths of the words kept   {:.3}",
        figures.wanted_recall
    );
    let (language, lowest) = &figures.lowest_language;
    let _ = writeln!(
        out,
        "  of the language it is lowest of       {lowest:.3} ({language})"
    );
    let (median, highest) = figures.unrelated;
    let _ = writeln!(
        out,
        "words shared by two texts of a language {median:.3}, one pair in 10,000 over {highest:.3}; by copies, median:"
    );
    for (name, median) in &figures.shared {
        let _ = writeln!(out, "  {name:<36}  {median:.3}");
    }
    out.push_str("recall\n");
    for (name, count, recall) in &figures.recall {
        let _ = writeln!(out, "  {name:<36}  {recall:.3} of {count}");
    }
    out
}

/// Makes the set and measures; `None` where there are no sets.
///
/// # Errors
/// When the sets cannot be read.
pub fn measure(dir: Option<&Path>, texts: Texts, seed: u64) -> Result<Option<Figures>> {
    let sources = texts.load(dir)?;
    if sources.is_empty() {
        return Ok(None);
    }
    let made = make(&sources, seed);
    let begin = Instant::now();
    let signatures: Vec<_> = made.iter().map(|made| signature(&made.text)).collect();
    let signature_micros = begin.elapsed().as_secs_f64() * 1e6 / made.len() as f64;
    let folder = tempdir()?;
    let mut near = Near::new(&folder, 64 << 20)?;
    for signature in &signatures {
        near.push(signature.as_ref())?;
    }
    let mut firsts = near.finish()?;
    let mut groups = Vec::with_capacity(made.len());
    for row in 0..made.len() as u64 {
        groups.push(u64::from_le_bytes(firsts.get(row)?) as usize);
    }
    std::fs::remove_dir(&folder).ok();
    let (shared, unrelated) = shares(&sources, &made, &signatures);
    Ok(Some(Figures {
        shared,
        unrelated,
        ..figures(texts, &sources, &made, &groups, signature_micros)
    }))
}

fn tempdir() -> Result<PathBuf> {
    let folder = std::env::temp_dir().join(format!("khabar-near-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// The shares of words that copies have in common with their sources, and sources of one language with each other.
fn shares(
    sources: &[Source],
    made: &[Made],
    signatures: &[Option<Signature>],
) -> (Vec<(String, f64)>, (f64, f64)) {
    let mut originals: Vec<Option<&Signature>> = vec![None; sources.len()];
    for (made, signature) in made.iter().zip(signatures) {
        if made.how == How::Itself {
            originals[made.source] = signature.as_ref();
        }
    }
    let likeness = |a: Option<&Signature>, b: Option<&Signature>| {
        Some(f64::from(similarity(&a?.sketch, &b?.sketch)))
    };
    let mut by_how: BTreeMap<How, Vec<f64>> = BTreeMap::new();
    for (made, signature) in made.iter().zip(signatures) {
        let shared = likeness(originals[made.source], signature.as_ref());
        by_how.entry(made.how).or_default().extend(shared);
    }
    by_how.remove(&How::Itself);
    let mut random = Random::new(1);
    let mut unrelated: Vec<f64> = (0..PAIRS)
        .map(|_| (random.below(sources.len()), random.below(sources.len())))
        .filter(|&(a, b)| a != b && sources[a].language == sources[b].language)
        .filter_map(|(a, b)| likeness(originals[a], originals[b]))
        .collect();
    let shared = by_how
        .into_iter()
        .map(|(how, mut shares)| (how.name(), quantile(&mut shares, 0.5)));
    (
        shared.collect(),
        (
            quantile(&mut unrelated, 0.5),
            quantile(&mut unrelated, 0.9999),
        ),
    )
}

/// The value that this share of others lies below. The values are in order after it.
pub(crate) fn quantile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = (values.len() as f64 * share) as usize;
    values
        .get(at)
        .or(values.last())
        .copied()
        .unwrap_or_default()
}

fn figures(
    of: Texts,
    sources: &[Source],
    made: &[Made],
    groups: &[usize],
    signature_micros: f64,
) -> Figures {
    let (mut pairs, mut right) = (0usize, 0usize);
    for (row, first) in groups.iter().enumerate() {
        if *first != row {
            pairs += 1;
            right += usize::from(made[row].source == made[*first].source);
        }
    }
    // A copy is found when it is in the group of its source as it is.
    let mut group_of_source = vec![0; sources.len()];
    for (row, made) in made.iter().enumerate() {
        if made.how == How::Itself {
            group_of_source[made.source] = groups[row];
        }
    }
    let mut by_how: BTreeMap<How, (usize, usize)> = BTreeMap::new();
    let mut by_language: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut wanted = (0, 0);
    for (row, copy) in made
        .iter()
        .enumerate()
        .filter(|(_, copy)| copy.how != How::Itself)
    {
        let is_found = usize::from(groups[row] == group_of_source[copy.source]);
        let count = |counts: &mut (usize, usize)| {
            counts.0 += 1;
            counts.1 += is_found;
        };
        count(by_how.entry(copy.how).or_default());
        if copy.how.is_wanted() {
            count(&mut wanted);
            count(
                by_language
                    .entry(&sources[copy.source].language)
                    .or_default(),
            );
        }
    }
    let share = |(all, found): (usize, usize)| found as f64 / all.max(1) as f64;
    let languages = by_language.into_iter().filter(|(_, counts)| counts.0 >= 30);
    let lowest = languages
        .map(|(language, counts)| (language.to_owned(), share(counts)))
        .min_by(|a, b| a.1.total_cmp(&b.1));
    Figures {
        of,
        precision: right as f64 / pairs.max(1) as f64,
        recall: by_how
            .into_iter()
            .map(|(how, counts)| (how.name(), counts.0, share(counts)))
            .collect(),
        wanted_recall: share(wanted),
        lowest_language: lowest.unwrap_or_default(),
        shared: Vec::new(),
        unrelated: (0.0, 0.0),
        texts: made.len(),
        signature_micros,
    }
}

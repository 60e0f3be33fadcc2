//! `cargo xtask near-duplicates`: how many copies of a text are found, and how many texts are taken for copies that are none,
//! on a set made of the measuring sets' bodies with a known answer.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Result, ensure};
use khabar_article::words::is_unspaced;
use khabar_corpus::dedup::minhash::{Signature, signature, similarity};
use khabar_corpus::dedup::near::Near;
use rayon::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use crate::archives::Random;
use crate::sets;

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
/// The sets whose pages' bodies are copied.
const SETS: [&str; 4] = ["news-dev", "arabic-dev", "wcxb-dev", "segments-dev"];
/// Bodies of fewer words are left out: nobody could say what a copy of them is.
const FEWEST_WORDS: usize = 80;
/// In percent, how many of the words of a copy are changed.
const CHANGED: [usize; 9] = [0, 5, 10, 15, 20, 25, 30, 35, 40];
/// Pairs of texts drawn to see what unrelated ones share.
const PAIRS: usize = 200_000;
/// Of this share of the words it is still wanted that copies are found.
const WANTED: usize = 20;

/// A body of a page.
struct Source {
    language: String,
    text: String,
}

/// A text of the made set.
struct Made {
    /// Which source it is made of.
    source: usize,
    how: How,
    text: String,
}

/// How a text was made of its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum How {
    /// As it is.
    Itself,
    /// So many percent of its words changed.
    Changed(usize),
    /// Another headline and opening paragraph, as outlets give wire copy.
    Headline,
    /// What another site says around it.
    Boilerplate,
}

impl How {
    fn name(self) -> String {
        match self {
            Self::Itself => "the text itself".to_owned(),
            Self::Changed(percent) => format!("{percent} % of the words changed"),
            Self::Headline => "another headline and opening".to_owned(),
            Self::Boilerplate => "other boilerplate around it".to_owned(),
        }
    }

    /// Whether four fifths of the words are still the source's.
    fn is_wanted(self) -> bool {
        match self {
            Self::Changed(percent) => percent <= WANTED,
            _ => true,
        }
    }
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
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
    let Some(figures) = measure(options.sets.as_deref(), options.seed)? else {
        println!(
            "near-duplicates: skipped, no measuring sets: {}",
            sets::looked_in(options.sets.as_deref())
        );
        return Ok(());
    };
    println!("{}", table(&figures));
    ensure!(
        figures.precision >= PRECISION,
        "precision is below {PRECISION}"
    );
    ensure!(figures.wanted_recall >= RECALL, "recall is below {RECALL}");
    Ok(())
}

/// The figures as they are printed.
pub fn table(figures: &Figures) -> String {
    let mut out = format!(
        "{} texts, {:.0} us each for a signature\nprecision of pairs                     {:.3}\n",
        figures.texts, figures.signature_micros, figures.precision
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
pub fn measure(dir: Option<&std::path::Path>, seed: u64) -> Result<Option<Figures>> {
    let names = SETS.map(str::to_owned);
    let sets = sets::find(dir, &names)?;
    if sets.is_empty() {
        return Ok(None);
    }
    let pages: Vec<_> = sets.iter().flat_map(|set| &set.pages).collect();
    let sources: Vec<Source> = pages.par_iter().filter_map(|page| source(page)).collect();
    let sources = different(sources);
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
        ..figures(&sources, &made, &groups, signature_micros)
    }))
}

fn tempdir() -> Result<PathBuf> {
    let folder = std::env::temp_dir().join(format!("khabar-near-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// The body of a page, where it is long enough.
fn source(page: &sets::Page) -> Option<Source> {
    let options = khabar_article::ReadOptions {
        url: page.url.as_deref(),
        ..Default::default()
    };
    let article = khabar_article::read(&page.bytes().ok()?, &options).ok()?;
    let text = article.body_text();
    (khabar_article::words::count(&text) >= FEWEST_WORDS).then(|| Source {
        language: article.language.unwrap_or_default(),
        text,
    })
}

/// The sources without those that the sets have twice: pairs that share half of their distinct words, counted word by word and
/// not as they are measured here.
fn different(sources: Vec<Source>) -> Vec<Source> {
    let words: Vec<BTreeSet<&str>> = sources
        .iter()
        .map(|source| {
            source
                .text
                .unicode_words()
                .filter(|w| w.len() > 3)
                .collect()
        })
        .collect();
    let is_copy = |at: usize| {
        words[..at].par_iter().any(|other| {
            let shared = words[at].intersection(other).count();
            shared * 3 > words[at].len() + other.len()
        })
    };
    let copies: Vec<bool> = (0..sources.len()).map(is_copy).collect();
    drop(words);
    let kept = sources
        .into_iter()
        .zip(copies)
        .filter(|(_, is_copy)| !is_copy);
    kept.map(|(source, _)| source).collect()
}

/// The made set: of every source itself and copies of it, shuffled.
fn make(sources: &[Source], seed: u64) -> Vec<Made> {
    let mut words: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for source in sources {
        let of_language = words.entry(&source.language).or_default();
        of_language.extend(source.text.unicode_words());
    }
    let mut made: Vec<Made> = sources
        .par_iter()
        .enumerate()
        .flat_map_iter(|(at, source)| {
            let mut random = Random::new(seed ^ (at as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15));
            let others = &words[source.language.as_str()];
            let other = &sources[random.below(sources.len())].text;
            let mut copies = vec![
                (How::Itself, source.text.clone()),
                (How::Headline, with_other_opening(&source.text, other)),
                (
                    How::Boilerplate,
                    with_boilerplate(&source.text, other, &mut random),
                ),
            ];
            // Two of the shares a source, so that the set does not consist of copies alone.
            for _ in 0..2 {
                let percent = CHANGED[random.below(CHANGED.len())];
                copies.push((
                    How::Changed(percent),
                    changed(&source.text, percent, others, &mut random),
                ));
            }
            copies.into_iter().map(move |(how, text)| Made {
                source: at,
                how,
                text,
            })
        })
        .collect();
    let mut random = Random::new(seed);
    for at in (1..made.len()).rev() {
        made.swap(at, random.below(at + 1));
    }
    made
}

/// The text with so many percent of its words put in the place of others of its language, left out, or doubled by another.
fn changed(text: &str, percent: usize, others: &[&str], random: &mut Random) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in text.split_word_bounds() {
        let is_word = piece.chars().any(char::is_alphanumeric);
        if !is_word || random.below(100) >= percent {
            out.push_str(piece);
            continue;
        }
        let other = others[random.below(others.len())];
        match random.below(10) {
            0 => {}
            1 => {
                out.push_str(piece);
                out.push(' ');
                out.push_str(other);
            }
            _ if piece.chars().any(is_unspaced) => {
                let of_script = other.chars().find(|c| is_unspaced(*c));
                out.push(of_script.unwrap_or('的'));
            }
            _ => out.push_str(other),
        }
    }
    out
}

/// The text under the opening paragraph of another.
fn with_other_opening(text: &str, other: &str) -> String {
    let (_, rest) = text.split_once("\n\n").unwrap_or(("", text));
    // A text that is half opening is no copy without it.
    let rest = if rest.len() * 10 < text.len() * 8 {
        text
    } else {
        rest
    };
    let opening = other.split("\n\n").next().unwrap_or_default();
    let end = opening.floor_char_boundary(text.len() / 10);
    format!("{}\n\n{rest}", &opening[..end])
}

/// The text with an eighth to a fifth more of another's around it.
fn with_boilerplate(text: &str, other: &str, random: &mut Random) -> String {
    let len = text.len() / (5 + random.below(4));
    let end = other.floor_char_boundary(len.min(other.len()));
    let (before, behind) = other[..end].split_at(other[..end].floor_char_boundary(end / 3));
    format!("{before}\n\n{text}\n\n{behind}")
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

/// The value that this share of others lies below.
fn quantile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = (values.len() as f64 * share) as usize;
    values
        .get(at)
        .or(values.last())
        .copied()
        .unwrap_or_default()
}

fn figures(sources: &[Source], made: &[Made], groups: &[usize], signature_micros: f64) -> Figures {
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

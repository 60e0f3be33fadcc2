//! `cargo xtask copies`: how well is told what a report's text is to an earlier one of its story, on pairs with a known answer.

mod made;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Instant;

use anyhow::Result;
use khabar_relate::copies::{Kin, Kind, Print, Report, kin};

use made::{Pair, Text, pairs};

/// What to measure on.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Another seed makes another press and other alterations. Thresholds were set on those of 11
    #[arg(long, default_value_t = 2026)]
    seed: u64,
    /// Days of the press
    #[arg(long, value_name = "N", default_value_t = 30)]
    days: i64,
}

/// The kinds, in the order of the tables.
pub const KINDS: [Kind; 4] = [Kind::Wire, Kind::Rewrite, Kind::Update, Kind::Own];

/// What was found.
#[derive(Debug, Default)]
pub struct Figures {
    /// Pairs by what they are and what they were taken for, in the order of [`KINDS`].
    pub confusion: [[usize; 4]; 4],
    /// The same of each language.
    pub languages: BTreeMap<&'static str, [[usize; 4]; 4]>,
    /// By where pairs come from: what they were taken for, and what share of sentences and words was found, a pair each.
    sources: BTreeMap<&'static str, Source>,
    /// Pairs that are taken for what they may be as well.
    pub aside: usize,
    /// Pairs of which one text is too short to be compared.
    pub short: usize,
    /// Microseconds for a print and for a comparison.
    pub micros: [f64; 2],
    /// The largest print, in bytes.
    pub largest: usize,
}

#[derive(Debug, Default)]
struct Source {
    found: [usize; 4],
    sentences: Vec<f32>,
    words: Vec<f32>,
}

/// Runs the command.
///
/// # Errors
/// None, but for a point of time that cannot be read.
pub fn run(options: &Options) -> Result<()> {
    print!("{}", table(&measure(options.seed, options.days)?));
    Ok(())
}

/// Makes the pairs of a seed over so many days and compares them.
///
/// # Errors
/// None, but for a point of time that cannot be read.
pub fn measure(seed: u64, days: i64) -> Result<Figures> {
    let pairs = pairs(seed, days)?;
    let mut figures = Figures::default();
    let begun = Instant::now();
    let prints: Vec<_> = pairs
        .iter()
        .map(|pair| {
            [&pair.later, &pair.earlier].map(|text| Print::of(&text.body, Some(pair.language)))
        })
        .collect();
    figures.micros[0] = begun.elapsed().as_secs_f64() * 1e6 / (2 * pairs.len()) as f64;
    let begun = Instant::now();
    let mut found = Vec::with_capacity(pairs.len());
    for (pair, prints) in pairs.iter().zip(&prints) {
        let [Some(later), Some(earlier)] = prints else {
            figures.short += 1;
            continue;
        };
        found.push((
            pair,
            kin(&report(&pair.later, later), &report(&pair.earlier, earlier)),
        ));
    }
    figures.micros[1] = begun.elapsed().as_secs_f64() * 1e6 / found.len() as f64;
    for (pair, kin) in &found {
        figures.add(pair, kin);
    }
    let sizes = prints
        .iter()
        .flatten()
        .flatten()
        .map(|print| print.to_bytes().len());
    figures.largest = sizes.max().unwrap_or(0);
    Ok(figures)
}

fn report<'a>(text: &'a Text, print: &'a Print) -> Report<'a> {
    Report {
        print,
        outlet: text.outlet,
        is_agency: text.is_agency,
        credits: &text.credits,
    }
}

fn place(kind: Kind) -> usize {
    KINDS.iter().position(|known| *known == kind).unwrap_or(0)
}

impl Figures {
    fn add(&mut self, pair: &Pair, kin: &Kin) {
        let (truth, found) = (place(pair.truth), place(kin.kind));
        if pair.or == Some(kin.kind) {
            self.aside += 1;
        } else {
            self.confusion[truth][found] += 1;
            self.languages.entry(pair.language).or_default()[truth][found] += 1;
        }
        let source = self.sources.entry(pair.from).or_default();
        source.found[found] += 1;
        source.sentences.push(kin.sentences);
        source.words.push(kin.words);
    }
}

/// Of those taken for a kind, the share that are it; and of those that are it, the share taken for it.
pub fn precision_and_recall(confusion: &[[usize; 4]; 4], kind: Kind) -> [f64; 2] {
    let at = place(kind);
    let right = confusion[at][at] as f64;
    let taken: usize = confusion.iter().map(|row| row[at]).sum();
    let are: usize = confusion[at].iter().sum();
    [right / taken as f64, right / are as f64]
}

/// The figures as they are printed.
pub fn table(figures: &Figures) -> String {
    let mut out = String::new();
    let pairs: usize = figures.confusion.iter().flatten().sum();
    let _ = writeln!(
        out,
        "{pairs} pairs in {} languages, {} more with a text too short to be compared, {} left aside: told by two, taken for a rewrite\n\
         a print: {:.0} us, at most {} bytes; a comparison: {:.2} us\n",
        figures.languages.len(),
        figures.short,
        figures.aside,
        figures.micros[0],
        figures.largest,
        figures.micros[1]
    );
    let _ = writeln!(
        out,
        "{:<10}{:>6}{:>9}{:>8}{:>8}{:>8}{:>8}",
        "is \\ taken for", "wire", "rewrite", "update", "own", "P", "R"
    );
    for (kind, row) in KINDS.into_iter().zip(&figures.confusion) {
        let [precision, recall] = precision_and_recall(&figures.confusion, kind);
        let _ = writeln!(
            out,
            "{:<14}{:>6}{:>9}{:>8}{:>8}   {precision:.3}   {recall:.3}",
            format!("{kind:?}").to_lowercase(),
            row[0],
            row[1],
            row[2],
            row[3],
        );
    }
    out.push_str("\nby where they come from: taken for; share of sentences and of words, the 5th, 50th and 95th of 100\n");
    for (name, source) in &figures.sources {
        let at = |shares: &[f32], percent: usize| {
            let mut shares = shares.to_vec();
            shares.sort_by(f32::total_cmp);
            shares[(shares.len() - 1) * percent / 100]
        };
        let three = |shares: &[f32]| {
            format!(
                "{:.2} {:.2} {:.2}",
                at(shares, 5),
                at(shares, 50),
                at(shares, 95)
            )
        };
        let [wire, rewrite, update, own] = source.found;
        let _ = writeln!(
            out,
            "{name:<43}{wire:>6}{rewrite:>6}{update:>6}{own:>6}   {}   {}",
            three(&source.sentences),
            three(&source.words)
        );
    }
    out.push_str("\nprecision and recall by language\n");
    for (language, confusion) in &figures.languages {
        let _ = write!(out, "{language:<4}");
        for kind in KINDS {
            let [precision, recall] = precision_and_recall(confusion, kind);
            let _ = write!(out, "  {kind:?} {precision:.3} {recall:.3}");
        }
        out.push('\n');
    }
    out
}

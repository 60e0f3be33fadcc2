//! `cargo xtask`: the project's own chores.

use std::path::PathBuf;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// The project's own chores.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Lay the measuring sets out and say where they are
    Sets {
        /// Sets to lay out; all of pages without any
        names: Vec<String>,
    },
    /// Read the measuring sets, print every figure, hold them to the floors
    Score(xtask::score::Options),
    /// Train the judge on the measuring sets, a fold at a time and for shipping
    Train(xtask::train::Options),
    /// Measure how often fields are right and make their confidence say so
    Calibrate(xtask::calibrate::Options),
    /// Read the measuring sets with other readers too and write docs/benchmarks.md
    Compare(xtask::compare::Options),
    /// Answer `compare`, page by page, on standard input and output
    #[command(hide = true)]
    ReadPages,
    /// Read pages written to get a reader stuck and say how long each takes
    Hostile(xtask::hostile::Options),
    /// Parse the measuring sets and say on which pages html5ever builds another tree
    Conformance(xtask::conformance::Options),
    /// Read the measuring sets whole and write the readings down, or say where they differ from earlier ones
    Readings(xtask::readings::Options),
    /// Make large archives of the measuring sets' pages, repeated and altered, to measure `khabar corpus` with
    Archives(xtask::archives::Options),
    /// Measure on a made set how many near duplicates are found, and how many are none
    NearDuplicates(xtask::near_duplicates::Options),
    /// Measure what following the news costs: searching, serving, gathering, being killed
    Following(xtask::following::Options),
    /// Measure how well is told which texts were taken from others, on pairs with a known answer
    Copies(xtask::copies::Options),
    /// Measure how well the same words are found in several reports, on a made set with a known answer
    Quotes(xtask::quotes::Options),
    /// Measure how well reports are grouped as they arrive, on a made stream with known stories
    Stories(xtask::stories::Options),
    /// Measure how well speakers are told from one another, on pairs of mentions judged by hand
    Speakers(xtask::speakers::Options),
    /// Make a golden case of a page and write its reading down for review
    NewCase(xtask::cases::NewCase),
    /// Write down what golden cases, of pages and of statements, read as today, and show the difference
    UpdateCases(xtask::cases::UpdateCases),
}

fn main() -> Result<()> {
    match Cli::parse().chore {
        Chore::Sets { names } => sets(&names),
        Chore::Score(options) => xtask::score::run(&options),
        Chore::Train(options) => xtask::train::run(&options),
        Chore::Calibrate(options) => xtask::calibrate::run(&options),
        Chore::Compare(options) => xtask::compare::run(&options),
        Chore::ReadPages => xtask::compare::read_pages(),
        Chore::Conformance(options) => xtask::conformance::run(&options),
        Chore::Hostile(options) => xtask::hostile::run(&options),
        Chore::Readings(options) => xtask::readings::run(&options),
        Chore::Archives(options) => xtask::archives::run(&options),
        Chore::NearDuplicates(options) => xtask::near_duplicates::run(&options),
        Chore::Following(options) => xtask::following::run(&options),
        Chore::Copies(options) => xtask::copies::run(&options),
        Chore::Quotes(options) => xtask::quotes::run(&options),
        Chore::Stories(options) => xtask::stories::run(&options),
        Chore::Speakers(options) => xtask::speakers::run(&options),
        Chore::NewCase(options) => xtask::cases::new_case(&options),
        Chore::UpdateCases(options) => xtask::cases::update_cases(&options),
    }
}

fn sets(names: &[String]) -> Result<()> {
    let sets = xtask::sets::find(None, names)?;
    if sets.is_empty() {
        println!(
            "sets: skipped, no archives in {}",
            xtask::sets::archives().display()
        );
    }
    for set in sets {
        let dir = PathBuf::from("target/sets").join(&set.name);
        println!(
            "{:<16}{:>5} pages  {}",
            set.name,
            set.pages.len(),
            dir.display()
        );
    }
    Ok(())
}

//! Training the judge: from measuring pages with gold text to the weights in `crates/article/weights`.

pub mod dumps;
pub mod examples;
pub mod kinds;
pub mod label;
pub mod titles;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{root, sets};

/// The sets the judge learns from: those whose licence lets the weights ship.
const SETS: [&str; 4] = ["wcxb-dev", "news-dev", "segments-dev", "arabic-dev"];

/// The sets whose pages make the dumps that the judge of lines learns from: those with the whole text as gold.
const DUMPED: [&str; 3] = ["wcxb-dev", "news-dev", "arabic-dev"];

/// How to train.
#[derive(Debug, clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line"
)]
pub struct Options {
    /// Folder with the sets already laid out, instead of the archives beside the repository
    #[arg(long, value_name = "DIR")]
    sets: Option<PathBuf>,
    /// Only lay the labelled examples out, under target/train
    #[arg(long)]
    examples_only: bool,
    /// Train the judge of lines, on dumps of the pages, instead of the judge of blocks
    #[arg(long)]
    dumps: bool,
    /// Learn the weights of the title rule instead, and score them on the sites they did not see
    #[arg(long, conflicts_with_all = ["dumps", "kinds"])]
    titles: bool,
    /// With --titles: write the weights learnt to crates/article/src/metadata/data/headline.txt
    #[arg(long, requires = "titles")]
    write: bool,
    /// Train the classifier that tells kinds of page apart instead of the judge of blocks
    #[arg(long, conflicts_with = "dumps")]
    kinds: bool,
}

/// Lays out labelled examples and trains the judge on them, for each fold and for shipping.
///
/// Needs Python 3.10 or later; what the trainer needs is installed into `target/train/venv`.
///
/// # Errors
/// When the sets are not there, or a step of the training fails.
pub fn run(options: &Options) -> Result<()> {
    let names = SETS.map(str::to_owned);
    let sets = sets::find(options.sets.as_deref(), &names)?;
    if sets.is_empty() {
        bail!(
            "there are no sets to train on in {}; name a folder with --sets",
            sets::archives().display()
        );
    }
    if options.titles {
        return titles::run(&sets, options.write);
    }
    let work = root().join("target/train");
    let here = root().join("xtask/src/train");
    if options.dumps {
        let (pages, examples) = (work.join("dumps"), work.join("lines"));
        // They are the same each time and take a minute.
        if !pages.join("pages.jsonl").exists() {
            let laid_out = options
                .sets
                .clone()
                .unwrap_or_else(|| root().join("target/sets"));
            let mut make = Command::new(python(&work)?);
            make.arg(here.join("dump_pages.py"));
            call(make.arg(laid_out).arg(&pages).args(DUMPED))?;
        }
        dumps::write(&pages, &examples)?;
        return options.train(&work, &here.join("train_lines.py"), &examples);
    }
    if options.kinds {
        let examples = work.join("kinds");
        kinds::write(&sets, &examples)?;
        return options.train(&work, &here.join("train_kind.py"), &examples);
    }
    examples::write(&sets, &work)?;
    options.train(&work, &here.join("train.py"), &work)
}

impl Options {
    /// Trains on the examples of a folder, if that is asked for.
    fn train(&self, work: &Path, script: &Path, examples: &Path) -> Result<()> {
        if self.examples_only {
            return Ok(());
        }
        let mut train = Command::new(python(work)?);
        call(train.arg(script).arg(examples).arg(weights()))
    }
}

/// An interpreter that has what the trainer needs, in an environment of its own.
fn python(work: &Path) -> Result<PathBuf> {
    let venv = work.join("venv");
    let python = venv.join("bin/python");
    if !python.exists() {
        call(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
    }
    let needs = root().join("xtask/src/train/requirements.txt");
    let install = ["-m", "pip", "install", "--quiet", "-r"];
    call(Command::new(&python).args(install).arg(needs))?;
    Ok(python)
}

/// Where the weights lie.
fn weights() -> PathBuf {
    root().join(Path::new("crates/article/weights"))
}

fn call(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot run {command:?}"))?;
    if !status.success() {
        bail!("{command:?} failed with {status}");
    }
    Ok(())
}

//! Training the judge: from measuring pages with gold text to the weights in `crates/article/weights`.

pub mod examples;
pub mod label;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{root, sets};

/// The sets the judge learns from: those whose licence lets the weights ship.
const SETS: [&str; 4] = ["wcxb-dev", "news-dev", "segments-dev", "arabic-dev"];

/// How to train.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Folder with the sets already laid out, instead of the archives beside the repository
    #[arg(long, value_name = "DIR")]
    sets: Option<PathBuf>,
    /// Only lay the labelled examples out, under target/train
    #[arg(long)]
    examples_only: bool,
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
    let examples = root().join("target/train");
    examples::write(&sets, &examples)?;
    if options.examples_only {
        return Ok(());
    }
    let here = root().join("xtask/src/train");
    let venv = examples.join("venv");
    let python = venv.join("bin/python");
    if !python.exists() {
        call(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
    }
    call(
        Command::new(&python)
            .args(["-m", "pip", "install", "--quiet", "-r"])
            .arg(here.join("requirements.txt")),
    )?;
    call(
        Command::new(&python)
            .arg(here.join("train.py"))
            .arg(&examples)
            .arg(weights()),
    )
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

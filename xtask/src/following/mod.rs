//! `cargo xtask following`: what following the news costs. An archive of a made-up press is searched and served, sites on this
//! machine are gathered from, and the program is killed while it does.

mod client;
mod gathered;
pub(crate) mod made;
mod searched;
mod served;
mod sites;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::root;

/// What to measure.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Reports in the archive that is searched and served
    #[arg(long, value_name = "N", default_value_t = REPORTS)]
    reports: u64,
    /// Measure this alone (may be repeated)
    #[arg(long = "only", value_name = "WHAT", value_enum)]
    only: Vec<What>,
    /// Where archives are made; one that is there already is used again
    #[arg(long, value_name = "DIR", default_value = "target/following")]
    folder: PathBuf,
}

/// A part of what is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum What {
    /// Searching in the archive
    Search,
    /// Serving its pages
    Pages,
    /// Gathering from many sites
    Gathering,
    /// Killing the program while it gathers
    Kills,
}

/// Reports of the archive that is searched and served, where no other number is asked for.
pub const REPORTS: u64 = 1_000_000;

/// What stands above the table.
pub const ABOUT: &str = "
An archive of the made-up press of `crates/press` in twelve languages; sites of the same press on this machine, each an address and
a port of its own. The program is `khabar` as it is released.

";

/// Runs the command.
///
/// # Errors
/// When an archive cannot be made, or the program does not do what it is to do.
pub fn run(options: &Options) -> Result<()> {
    let folder = root().join(&options.folder);
    let wanted = |what| options.only.is_empty() || options.only.contains(&what);
    let table = measure(&folder, options.reports, &wanted)?;
    print!("{}", table.0);
    Ok(())
}

/// What stands in the section of the page of benchmarks.
///
/// # Errors
/// As [`run`].
pub fn section() -> Result<String> {
    let again = "`cargo xtask compare --following`, which leaves the rest of this page as it is";
    let circumstances = crate::compare::circumstances(again);
    let table = measure(&root().join("target/following"), REPORTS, &|_| true)?;
    Ok(format!(
        "{ABOUT}{circumstances}\n| figure | wanted | here |\n| --- | ---: | ---: |\n{}",
        table.0
    ))
}

/// The rows of the table.
#[derive(Debug, Default)]
struct Table(String);

impl Table {
    /// Writes a row, and shows it at once.
    fn row(&mut self, figure: &str, wanted: &str, here: &str) {
        eprintln!("{figure}: {here} (wanted: {wanted})");
        // Writing to a string cannot fail.
        let _ = writeln!(self.0, "| {figure} | {wanted} | {here} |");
    }
}

fn measure(folder: &Path, reports: u64, wanted: &dyn Fn(What) -> bool) -> Result<Table> {
    let mut table = Table::default();
    if wanted(What::Search) || wanted(What::Pages) {
        let archive = made::archive(
            &folder.join(format!("archive-{reports}")),
            reports,
            &mut table,
        )?;
        if wanted(What::Search) {
            searched::measure(&archive, reports, &mut table)?;
        }
        drop(archive);
        if wanted(What::Pages) {
            let data = folder.join(format!("archive-{reports}"));
            served::measure(&crate::compare::program()?, &data, reports, &mut table)?;
        }
    }
    if wanted(What::Gathering) {
        gathered::rate(
            &crate::compare::program()?,
            &folder.join("gathered"),
            &mut table,
        )?;
    }
    if wanted(What::Kills) {
        gathered::kills(
            &crate::compare::program()?,
            &folder.join("killed"),
            &mut table,
        )?;
    }
    Ok(table)
}

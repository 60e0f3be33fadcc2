//! The section on the Python package: what its calls take beside the same in Rust and beside other readers, many threads, and
//! clusters beside `khabar corpus`. Each part is measured by itself and has its own place in the section.

mod child;
mod clusters;
mod pages;
mod setup;
mod threads;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::page::{circumstances, part_of};
use crate::root;
use crate::sets;

/// What to measure.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// With --python: measure this part alone (may be repeated); the other parts of the section stay as they are
    #[arg(
        long = "part",
        value_name = "PART",
        value_enum,
        requires = "python",
        help_heading = "Python"
    )]
    parts: Vec<Part>,
    /// With --python: so many minutes the threads read, instead of 100,000 pages
    #[arg(long, value_name = "N", requires = "python", help_heading = "Python")]
    minutes: Option<f64>,
    /// With --python: about so many pages are read by clusters
    #[arg(
        long,
        value_name = "N",
        default_value_t = 50_000,
        help_heading = "Python"
    )]
    pages: u64,
    /// With --python: the wheel of the package, as `maturin build --profile release` makes it; made first where none is given
    #[arg(
        long,
        value_name = "FILE",
        requires = "python",
        help_heading = "Python"
    )]
    wheel: Option<PathBuf>,
}

impl Options {
    /// The parts to measure, in their order.
    pub fn parts(&self) -> impl Iterator<Item = Part> {
        let is_wanted = |part: &Part| self.parts.is_empty() || self.parts.contains(part);
        Part::ALL.into_iter().filter(is_wanted)
    }
}

/// A part of what is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Part {
    /// Pages one by one, beside the same in Rust and beside other readers
    Read,
    /// Pages in tables, beside the same in Rust
    Batch,
    /// Pages read by many threads for a long time
    Threads,
    /// Archives on Spark and on Ray, beside `khabar corpus`
    Clusters,
}

impl Part {
    const ALL: [Self; 4] = [Self::Read, Self::Batch, Self::Threads, Self::Clusters];

    fn heading(self) -> &'static str {
        match self {
            Self::Read => "Page by page",
            Self::Batch => "Pages in tables",
            Self::Threads => "Many threads",
            Self::Clusters => "Clusters",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Batch => "batch",
            Self::Threads => "threads",
            Self::Clusters => "clusters",
        }
    }
}

/// What the section says before its parts.
const ABOUT: &str = "
The Python package as it is released, in a Python process of its own, beside the same Rust as it is released. Each part has been
measured by itself.
";

/// What stands between the figures of a part and where and how they were measured.
#[derive(Default)]
pub struct Measured {
    /// What is measured, before the tables.
    about: &'static str,
    /// What took part: programs and their versions.
    versions: String,
    /// The tables.
    tables: String,
    /// What else the command was told.
    options: String,
    /// How many processes wanted to run before and after.
    load: [String; 2],
}

/// Measures a part; `None` where there are no pages to measure on.
///
/// # Errors
/// When something cannot be built or installed, or does not do what it is to do.
pub fn measure(part: Part, dir: Option<&Path>, options: &Options) -> Result<Option<Measured>> {
    // Nothing is built where there is nothing to read.
    if sets::find(dir, &[])?.is_empty() {
        return Ok(None);
    }
    let python = setup::python(options.wheel.as_deref())?;
    let folder = root().join("target/python");
    let before = load();
    let measured = match part {
        Part::Read => pages::one_by_one(&python, dir, &folder),
        Part::Batch => pages::in_tables(&python, dir, &folder),
        Part::Threads => threads::measure(&python, dir, &folder, options.minutes),
        Part::Clusters => clusters::measure(&python, dir, &folder, options.pages),
    }?;
    Ok(Some(Measured {
        load: [before, load()],
        ..measured
    }))
}

/// How many processes wanted to run in the last minute, as Linux tells.
fn load() -> String {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let minute = load.split(' ').next().filter(|minute| !minute.is_empty());
    minute.unwrap_or("unknown").to_owned()
}

/// The section with a part written anew.
pub fn section(old: &str, part: Part, measured: &Measured) -> String {
    let mut section = ABOUT.to_owned();
    for each in Part::ALL {
        let text = if each == part {
            text(part, measured)
        } else {
            part_of(old, each.heading()).map_or_else(|| not_measured(each), str::to_owned)
        };
        let _ = write!(section, "\n### {}\n{text}", each.heading());
    }
    section
}

fn text(part: Part, measured: &Measured) -> String {
    let again = format!(
        "`{}{}`, which leaves the rest of this page as it is",
        command(part),
        measured.options
    );
    format!(
        "{}{}- With {}\n- Load of the machine before and after: {}\n\n{}",
        measured.about,
        circumstances(&again),
        measured.versions,
        measured.load.join(", "),
        measured.tables
    )
}

fn command(part: Part) -> String {
    format!("cargo xtask compare --python --part {}", part.name())
}

fn not_measured(part: Part) -> String {
    format!("\nNot measured yet: `{}` measures it.\n", command(part))
}

/// The middle one of some numbers.
fn median(numbers: impl IntoIterator<Item = f64>) -> f64 {
    let mut numbers: Vec<f64> = numbers.into_iter().collect();
    numbers.sort_by(f64::total_cmp);
    match numbers.len() {
        0 => f64::NAN,
        odd if odd % 2 == 1 => numbers[odd / 2],
        even => f64::midpoint(numbers[even / 2 - 1], numbers[even / 2]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_written_anew_and_the_others_stay() {
        let measured = |tables: &str| Measured {
            about: "\nAbout.\n\n",
            versions: "khabar".to_owned(),
            tables: tables.to_owned(),
            options: String::new(),
            load: ["0.10".to_owned(), "1.00".to_owned()],
        };
        let first = section("\nNot measured yet.\n", Part::Batch, &measured("| one |\n"));
        assert_eq!(first.matches("Not measured yet").count(), 3);
        let second = section(&first, Part::Clusters, &measured("| two |\n"));
        assert!(second.contains("| one |\n\n### Many threads\n"), "{second}");
        assert!(
            second.ends_with("after: 0.10, 1.00\n\n| two |\n"),
            "{second}"
        );
        assert_eq!(second.matches("Not measured yet").count(), 2);
        let third = section(&second, Part::Batch, &measured("| three |\n"));
        assert!(!third.contains("| one |") && third.contains("| two |"));
        assert_eq!(third.matches("###").count(), 4);
    }

    #[test]
    fn the_middle_of_an_even_number_lies_between_two() {
        assert!((median([3.0, 1.0, 2.0]) - 2.0).abs() < 1e-9);
        assert!((median([4.0, 1.0, 2.0, 3.0]) - 2.5).abs() < 1e-9);
        assert!(median([]).is_nan());
    }
}

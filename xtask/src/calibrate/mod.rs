//! `cargo xtask calibrate`: measures how often a field is right, and makes its `confidence` say so.

mod fit;
mod page;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

use anyhow::{Result, bail};

use self::fit::Sample;
use crate::folds::fold_of;
use crate::score::by_id;
use crate::score::figures::{PageScore, score_pages};
use crate::score::khabar::{self, Judges, Weights};
use crate::{root, sets};

/// Where to measure.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Folder with the sets already laid out, instead of the archives beside the repository
    #[arg(long, value_name = "DIR")]
    sets: Option<PathBuf>,
}

/// The sets measured on; `dates-dev` tells only days.
const SETS: [&str; 5] = [
    "arabic-dev",
    "dates-dev",
    "news-dev",
    "segments-dev",
    "wcxb-dev",
];

/// Fields by their JSON name, with what counts as right: a share, `None` where the page carries no gold.
type Right = fn(&PageScore<'_>) -> Option<f64>;
const FIELDS: [(&str, Right); 6] = [
    ("headline", |s| s.title.map(share)),
    ("author", |s| s.author.map(share)),
    ("datePublished", |s| s.date.map(share)),
    ("articleBody", |s| s.words.map(|w| w[2])),
    ("inLanguage", |s| {
        let gold = s.page.lang.as_deref()?;
        let main = |tag: &str| {
            tag.split(['-', '_'])
                .next()
                .unwrap_or_default()
                .to_lowercase()
        };
        Some(share(main(gold) == main(&s.reading.language)))
    }),
    ("pageKind", |s| s.kind.map(share)),
];

fn share(right: bool) -> f64 {
    f64::from(u8::from(right))
}

/// Reads the sets out of fold, fits a map a field and writes the maps, `docs/calibration.md` and its picture.
///
/// # Errors
/// When sets or weights cannot be read, or a file cannot be written.
pub fn run(options: &Options) -> Result<()> {
    let sets = sets::find(options.sets.as_deref(), &SETS.map(str::to_owned))?;
    if sets.is_empty() {
        bail!(
            "there are no sets to measure on in {}; name a folder with --sets",
            sets::archives().display()
        );
    }
    let mut judges = Judges::load(Weights::OutOfFold)?;
    judges.raw_confidence = true;
    let mut fields: BTreeMap<&str, Vec<Sample>> = BTreeMap::new();
    for set in &sets {
        let readings = by_id(khabar::read(set, &judges)?);
        for score in score_pages(&set.pages, &readings) {
            for (field, right) in FIELDS {
                // Nothing is said of a field that was not read.
                let said = score.reading.confidence.get(field);
                if let (Some(&raw), Some(right)) = (said, right(&score)) {
                    fields.entry(field).or_default().push(Sample {
                        set: set.name.clone(),
                        fold: fold_of(score.page.url.as_deref(), &score.page.id),
                        score: raw,
                        right,
                        said: 0.0,
                    });
                }
            }
        }
    }
    for samples in fields.values_mut() {
        fit::cross_validate(samples);
    }
    std::fs::write(
        root().join("crates/article/src/confidence/maps.txt"),
        maps(&fields),
    )?;
    std::fs::write(root().join("docs/calibration.md"), page::write(&fields))?;
    std::fs::write(root().join("docs/risk-coverage.svg"), page::curve(&fields))?;
    print!("{}", page::summary(&fields));
    Ok(())
}

/// The file of maps, fitted on all pages.
fn maps(fields: &BTreeMap<&str, Vec<Sample>>) -> String {
    let mut out = "# Written by `cargo xtask calibrate`: a heading a field, then score and share right, a knot a line.\n"
        .to_owned();
    for (field, samples) in fields {
        let _ = writeln!(out, "\n[{field}]");
        for (score, share) in fit::fit(samples.iter()).knots() {
            let _ = writeln!(out, "{score:.4} {share:.4}");
        }
    }
    out
}

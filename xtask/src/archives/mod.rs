//! `cargo xtask archives`: large archives of WARC records, made of the measuring sets' pages repeated and altered, to measure
//! `khabar corpus` with.

mod alter;
mod random;
mod records;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::{Context, Result};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

pub use random::Random;

use crate::sets;
use records::Maker;

/// What to make and where it goes.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Folder the archives go to
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// MiB of all archives together
    #[arg(long, default_value_t = 100)]
    mib: u64,
    /// MiB of one archive
    #[arg(long, default_value_t = 256)]
    mib_per_file: u64,
    /// How records are packed
    #[arg(long, value_enum, default_value_t = Packing::Gzip)]
    packing: Packing,
    /// How well gzip packs them, 1 to 9
    #[arg(long, default_value_t = 6, value_parser = clap::value_parser!(u32).range(1..=9))]
    level: u32,
    /// Spoil some records: cut off, corrupt, of a wrong length
    #[arg(long)]
    damage: bool,
    /// Another seed makes other archives
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Folder of sets already laid out; without it the archives beside the repository are unpacked under target/sets
    #[arg(long, value_name = "DIR")]
    sets: Option<PathBuf>,
}

/// How records are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Packing {
    /// Not at all
    Plain,
    /// A member of gzip each
    Gzip,
    /// A frame of zstd each
    Zstd,
}

impl Packing {
    fn ending(self) -> &'static str {
        match self {
            Self::Plain => "warc",
            Self::Gzip => "warc.gz",
            Self::Zstd => "warc.zst",
        }
    }
}

/// What was made.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct Made {
    /// Records of any kind.
    pub records: u64,
    /// Pages among them.
    pub pages: u64,
    /// Pages as they are in the set.
    pub copies: u64,
    /// Pages of which a part of the words was changed.
    pub near: u64,
    /// Records that were spoilt.
    pub damaged: u64,
    /// Bytes of the archives.
    pub bytes: u64,
    /// Bytes of the records, unpacked.
    pub unpacked: u64,
}

impl Made {
    fn add(&mut self, other: &Self) {
        self.records += other.records;
        self.pages += other.pages;
        self.copies += other.copies;
        self.near += other.near;
        self.damaged += other.damaged;
        self.bytes += other.bytes;
        self.unpacked += other.unpacked;
    }
}

/// The file beside the archives that says what was made; hidden, so that it is not read with them.
const ABOUT: &str = ".made.json";

/// The sets whose pages are used.
const SETS: [&str; 4] = ["news-dev", "segments-dev", "wcxb-dev", "dates-dev"];

/// A page of a set.
pub struct Source {
    /// Its address.
    pub address: String,
    /// Its bytes.
    pub html: Vec<u8>,
}

/// Runs the command.
///
/// # Errors
/// When a page cannot be read or an archive cannot be written.
pub fn run(options: &Options) -> Result<()> {
    let names = SETS.map(str::to_owned);
    let sets = sets::find(options.sets.as_deref(), &names)?;
    if sets.is_empty() {
        println!(
            "archives: skipped, no measuring sets: {}",
            sets::looked_in(options.sets.as_deref())
        );
        return Ok(());
    }
    let mut pages = Vec::new();
    for page in sets.iter().flat_map(|set| &set.pages) {
        let address = page
            .url
            .clone()
            .unwrap_or_else(|| format!("https://{}.example/", page.id));
        pages.push(Source {
            address,
            html: page.bytes()?,
        });
    }
    let made = make(options, &pages)?;
    println!(
        "archives: {} records, {} pages ({} as they are, {} near copies), {} damaged, {} MB, unpacked {} MB, in {}",
        made.records,
        made.pages,
        made.copies,
        made.near,
        made.damaged,
        made.bytes / 1_000_000,
        made.unpacked / 1_000_000,
        options.out.display()
    );
    Ok(())
}

/// Makes archives of gzip of so many MiB in a folder, each of 256, unless those are there; `None` where there are no sets to make
/// them of.
///
/// # Errors
/// As [`run`].
pub fn made_in(out: &Path, mib: u64, sets: Option<&Path>) -> Result<Option<Made>> {
    made_of(out, mib, 256, sets)
}

/// As [`made_in`], each archive of so many MiB.
///
/// # Errors
/// As [`run`].
pub fn made_of(
    out: &Path,
    mib: u64,
    mib_per_file: u64,
    sets: Option<&Path>,
) -> Result<Option<Made>> {
    let known = out.join(ABOUT);
    if let Ok(text) = fs::read_to_string(&known) {
        let made: Made = serde_json::from_str(&text)?;
        if made.bytes >= mib << 20 {
            return Ok(Some(made));
        }
    }
    run(&Options {
        out: out.to_owned(),
        mib,
        mib_per_file,
        packing: Packing::Gzip,
        level: 6,
        damage: false,
        seed: 1,
        sets: sets.map(Path::to_owned),
    })?;
    match fs::read_to_string(&known) {
        Ok(text) => Ok(Some(serde_json::from_str(&text)?)),
        Err(_) => Ok(None),
    }
}

/// Makes the archives side by side; each depends on the seed and its number alone.
fn make(options: &Options, pages: &[Source]) -> Result<Made> {
    fs::create_dir_all(&options.out)
        .with_context(|| format!("cannot make {}", options.out.display()))?;
    let files = options.mib.div_ceil(options.mib_per_file.max(1)).max(1);
    let per_file = (options.mib << 20).div_ceil(files);
    let all = Mutex::new(Made::default());
    (0..files).into_par_iter().try_for_each(|number| {
        let name = format!("pages-{number:05}.{}", options.packing.ending());
        let made = file(&options.out.join(name), number, per_file, options, pages)?;
        all.lock().expect("nobody panics holding it").add(&made);
        anyhow::Ok(())
    })?;
    let made = all.into_inner().expect("nobody panics holding it");
    let about = options.out.join(ABOUT);
    fs::write(&about, serde_json::to_string_pretty(&made)? + "\n")
        .with_context(|| format!("cannot write {}", about.display()))?;
    Ok(made)
}

fn file(path: &Path, number: u64, bytes: u64, options: &Options, pages: &[Source]) -> Result<Made> {
    let unwritable = || format!("cannot write {}", path.display());
    let mut out = BufWriter::new(File::create(path).with_context(unwritable)?);
    let mut maker = Maker::new(options.seed, number);
    let mut made = Made::default();
    let mut write = |record: Vec<u8>, made: &mut Made, maker: &mut Maker| -> Result<()> {
        let mut packed = pack(&record, options.packing, options.level)?;
        if options.damage && maker.spoil(&mut packed) {
            made.damaged += 1;
        }
        made.records += 1;
        made.unpacked += record.len() as u64;
        made.bytes += packed.len() as u64;
        out.write_all(&packed).with_context(unwritable)
    };
    write(maker.about(), &mut made, &mut maker)?;
    while made.bytes < bytes {
        for record in maker.page(pages, &mut made) {
            write(record, &mut made, &mut maker)?;
        }
    }
    out.flush().with_context(unwritable)?;
    Ok(made)
}

fn pack(record: &[u8], packing: Packing, level: u32) -> Result<Vec<u8>> {
    Ok(match packing {
        Packing::Plain => record.to_vec(),
        Packing::Zstd => zstd::encode_all(record, 3)?,
        Packing::Gzip => {
            let mut encoder =
                flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(level));
            encoder.write_all(record)?;
            encoder.finish()?
        }
    })
}

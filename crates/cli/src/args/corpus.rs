//! The arguments of `khabar corpus` and `khabar dedup`, and the help that teaches them.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum, ValueHint};
use khabar_article::PageKind;
use khabar_corpus::filter::Mark;
use khabar_corpus::manifest::Shard;

use super::{language, seconds, size};

/// Examples and rules at the end of `khabar corpus --help`, as [`READ_LONG_HELP`](super::READ_LONG_HELP).
pub const CORPUS_LONG_HELP: &str = "\
Examples:
  khabar corpus crawl/*.warc.gz -o news          tables of Parquet in news/pages
  khabar corpus pages/ -o news -f jsonl          a folder of pages, JSON Lines
  khabar corpus s3://bucket/crawl/ -o news       all objects below a prefix
  zcat warc.paths.gz | khabar corpus - -o news   a list of files
  khabar corpus crawl/ -o clean --reports-only --language en,ar \\
      --drop exact-duplicate,near-duplicate,gopher
  khabar corpus crawl/ -o news-3 --shard 3/64    one machine's share of many

What is read:
  WARC 1.0 and 1.1 and WET, plain, gzip or zstd; WACZ and ZIP; folders of
  pages; JSON Lines and Parquet with the page in the field --html-field;
  files, folders, and addresses of s3://, gs:// and https://.

What is written:
  pages/      a row a page, with everything khabar read of it
  failures/   a row for everything that could not be read, and why
  summary.*   what the run came to, as JSON and as a page to look at
  The same input makes the same bytes, however many threads there are.

Marks for --drop:
  gopher, gopher-repetition, c4, fineweb (rules of quality),
  address-duplicate, exact-duplicate, near-duplicate (of an earlier row),
  repeated (most of it stands on other pages of its site too)

Stopping and going on:
  A run that is stopped, by whatever, goes on when the same command is run
  again; finished parts are kept.

Exit status:
  0  the run came to its end; pages that failed are rows of failures
  1  it did not; standard error says why and how to go on
  2  wrong usage";

/// `khabar corpus`.
#[derive(Debug, Args)]
#[command(
    after_help = "More, with examples: khabar corpus --help",
    after_long_help = CORPUS_LONG_HELP
)]
pub struct CorpusArgs {
    /// Files, folders, s3://, gs:// or https:// addresses, or - for a list of them on standard input
    #[arg(value_name = "INPUT", value_hint = ValueHint::AnyPath)]
    pub inputs: Vec<String>,

    /// The folder to write to
    #[arg(short, long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub output: PathBuf,

    /// The form of the tables
    #[arg(short, long, value_enum, default_value_t = TableFormat::Parquet)]
    pub format: TableFormat,

    /// Leave out who said what: faster
    #[arg(long)]
    pub no_statements: bool,

    /// Say nothing but errors: no progress bar, no summary
    #[arg(short, long)]
    pub quiet: bool,

    #[command(flatten)]
    pub wanted: WantedArgs,

    #[command(flatten)]
    pub work: WorkArgs,

    #[command(flatten)]
    pub fields: FieldArgs,
}

/// Examples and rules at the end of `khabar dedup --help`, as [`READ_LONG_HELP`](super::READ_LONG_HELP).
pub const DEDUP_LONG_HELP: &str = "\
Examples:
  khabar dedup news-1 news-2 news-3 -o news      shards of one crawl
  khabar dedup day-*/ -o month --drop near-duplicate,exact-duplicate

What is read and written:
  Folders that khabar corpus or khabar dedup wrote, or single parts of them.
  All rows are set beside each other anew, in the order in which the parts
  are named: the first of several that are alike is the one that stays.
  What is written has the form of what khabar corpus writes.

Exit status:
  0  the run came to its end
  1  it did not; standard error says why and how to go on
  2  wrong usage";

/// `khabar dedup`.
#[derive(Debug, Args)]
#[command(
    after_help = "More, with examples: khabar dedup --help",
    after_long_help = DEDUP_LONG_HELP
)]
pub struct DedupArgs {
    /// Folders of runs, or parts of them
    #[arg(value_name = "PART", value_hint = ValueHint::AnyPath, required = true)]
    pub inputs: Vec<String>,

    /// The folder to write to
    #[arg(short, long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub output: PathBuf,

    /// The form of the tables
    #[arg(short, long, value_enum, default_value_t = TableFormat::Parquet)]
    pub format: TableFormat,

    /// Leave out rows with these marks, as exact-duplicate,near-duplicate
    #[arg(long, value_name = "MARKS", value_delimiter = ',', value_parser = neighbour_mark)]
    pub drop: Vec<Mark>,

    /// Threads [default: one a core]
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,

    /// Say nothing but errors: no progress bar, no summary
    #[arg(short, long)]
    pub quiet: bool,
}

/// The forms of tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// Parquet
    Parquet,
    /// JSON Lines, packed with zstd
    Jsonl,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Which rows are kept")]
#[allow(missing_docs, reason = "see above")]
pub struct WantedArgs {
    /// Only pages that carry a report
    #[arg(long)]
    pub reports_only: bool,

    /// Only these languages, as en,ar
    #[arg(long = "language", value_name = "TAGS", value_delimiter = ',', value_parser = language)]
    pub languages: Vec<String>,

    /// Only these kinds of page, as article,live-blog; dump for texts
    #[arg(long = "kind", value_name = "KINDS", value_delimiter = ',', value_parser = page_kind)]
    pub kinds: Vec<String>,

    /// Only bodies of so many words or more
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub min_words: usize,

    /// Only bodies of so many words or fewer
    #[arg(long, value_name = "N")]
    pub max_words: Option<usize>,

    /// Leave out rows with these marks, as exact-duplicate,near-duplicate
    #[arg(long, value_name = "MARKS", value_delimiter = ',', value_parser = mark)]
    pub drop: Vec<Mark>,

    /// Do not set rows beside each other: no duplicates, no repeated paragraphs
    #[arg(long)]
    pub no_marks: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "The work")]
#[allow(missing_docs, reason = "see above")]
pub struct WorkArgs {
    /// Threads [default: one a core]
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,

    /// Do one share of the work of many machines, each with a folder of its own
    #[arg(long, value_name = "K/N")]
    pub shard: Option<Shard>,

    /// Bytes of the input a part is made of (as 64M) [default: a 64th of all, 8M to 64M]
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub part_size: Option<usize>,

    /// Largest page to read, after unpacking (as 500K, 32M, 1G)
    #[arg(long, value_name = "SIZE", default_value = "32M", value_parser = size)]
    pub max_bytes: usize,

    /// Longest time to read a page in, in seconds; what would take longer is left out, and said to be
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    pub max_time: Duration,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "JSON Lines and Parquet")]
#[allow(missing_docs, reason = "see above")]
#[allow(clippy::struct_field_names, reason = "they name the options")]
pub struct FieldArgs {
    /// The field that holds the page
    #[arg(long, value_name = "NAME", default_value = "html")]
    pub html_field: String,

    /// The field that holds a text where there is no page
    #[arg(long, value_name = "NAME", default_value = "text")]
    pub text_field: String,

    /// The field that holds the address
    #[arg(long, value_name = "NAME", default_value = "url")]
    pub url_field: String,
}

/// A mark, by its name.
fn mark(text: &str) -> Result<Mark, String> {
    let known = Mark::ALL.into_iter().find(|mark| mark.name() == text);
    known.ok_or_else(|| format!("the marks are {}", Mark::ALL.map(Mark::name).join(", ")))
}

/// A mark that sets a row beside others, by its name.
fn neighbour_mark(text: &str) -> Result<Mark, String> {
    let known = Mark::NEIGHBOURS
        .into_iter()
        .find(|mark| mark.name() == text);
    known.ok_or_else(|| {
        format!(
            "the marks are {}",
            Mark::NEIGHBOURS.map(Mark::name).join(", ")
        )
    })
}

/// The name of a kind of page.
fn page_kind(text: &str) -> Result<String, String> {
    let names = PageKind::ALL.map(PageKind::name);
    if text == "dump" || names.contains(&text) {
        Ok(text.to_owned())
    } else {
        Err(format!("the kinds are {}, dump", names.join(", ")))
    }
}

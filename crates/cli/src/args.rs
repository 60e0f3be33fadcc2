//! The command line: what can be asked for, and the help that teaches it.

#[cfg(feature = "archive")]
pub mod archive;
mod corpus;
mod group;

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use khabar_article::language::primary;

pub use corpus::{CORPUS_LONG_HELP, CorpusArgs, DEDUP_LONG_HELP, DedupArgs, TableFormat};
pub use group::{GROUP_LONG_HELP, GroupArgs};

/// Reads the news: from any page, in any language, the report itself.
#[derive(Debug, Parser)]
#[command(
    version,
    about,
    long_about = "Reads the news: from any page, in any language and however cluttered, the report itself: \
                  headline, authors, dates, body with its structure, images, language, and who said what in it.",
    after_help = "Begin with:  khabar read https://news.example/report\n\
                  More:        khabar read --help",
    subcommand_required = true,
    arg_required_else_help = true
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read pages: files, addresses or standard input
    Read(ReadArgs),
    /// List who said what: the statements of pages, one a line
    Statements(StatementsArgs),
    /// Explain a reading: block by block kept or dropped, how sure, and what weighed
    Explain(ExplainArgs),
    /// Read whole archives into tables: WARC, folders, JSON Lines, Parquet
    Corpus(CorpusArgs),
    /// Set the rows of several runs beside each other: duplicates across all of them
    Dedup(DedupArgs),
    /// Group reports or headlines by what they tell of, as they arrive
    Group(GroupArgs),
    /// What is done with an archive of what is followed.
    #[cfg(feature = "archive")]
    #[command(flatten)]
    Kept(archive::KeptCommand),
    /// Print a completion script for a shell
    #[command(after_help = "Example, for bash:\n  \
        khabar completions bash > ~/.local/share/bash-completion/completions/khabar")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    #[command(after_help = "Example:\n  khabar man > ~/.local/share/man/man1/khabar.1")]
    Man,
}

/// Examples and rules at the end of `khabar read --help`, and the last sections of the manual page: titles end in a
/// colon, what belongs to them is indented by two, and no line is longer than a small terminal.
pub const READ_LONG_HELP: &str = "\
Examples:
  khabar read https://news.example/report    the report, laid out for reading
  khabar read page.html | jq .headline       in a pipe, one JSON object
  khabar read pages/*.html > reports.jsonl   one JSON object a line, in order
  khabar read page.html.gz -f markdown       gzip and zstd are unpacked
  curl -s URL | khabar read - --url URL      standard input, links completed
  khabar read dump.txt --as text             a text another tool extracted
  khabar read page.html -f view | less -R    the reading view in a pager

What is read:
  HTML in any encoding, gzip or zstd of it, and plain-text dumps of pages,
  told apart by their content.

Right-to-left text:
  The reading view aligns Arabic, Hebrew, Persian and Urdu to the right. Most
  terminals show characters in the order they get them, so khabar puts them
  in the order they are seen in. GNOME Terminal and others made with VTE,
  Konsole, mlterm, mintty and Apple's Terminal do that themselves and are
  recognised by the variables they set. If words come out backwards, say
  --bidi on or --bidi off. Joining Arabic letters is the terminal's part.

Exit status:
  0  every input was read
  1  some input could not be read; standard error names it, the cause and
     what to do, and the other inputs are still read
  2  wrong usage

  A page without a report in it (a section front, a cookie wall, an error
  page) counts as read, with a warning; in JSON its \"@type\" is \"WebPage\"
  instead of \"NewsArticle\".";

/// `khabar read`.
#[derive(Debug, Args)]
#[command(
    after_help = "More, with examples: khabar read --help",
    after_long_help = READ_LONG_HELP
)]
pub struct ReadArgs {
    /// What to give out [default: view on a terminal, json elsewhere]
    #[arg(short, long, value_enum, hide_default_value = true)]
    pub format: Option<Format>,

    /// Leave out who said what: faster, and no statements in JSON and view
    #[arg(long)]
    pub no_statements: bool,

    /// Indent JSON (always so for one page on a terminal)
    #[arg(long)]
    pub pretty: bool,

    #[command(flatten)]
    pub inputs: InputArgs,

    /// Columns of the reading view [default: the terminal's, at most 80]
    #[arg(long, value_name = "COLUMNS", help_heading = "Terminal",
          value_parser = clap::value_parser!(u16).range(10..))]
    pub width: Option<u16>,

    #[command(flatten)]
    pub look: LookArgs,

    #[command(flatten)]
    pub source: SourceArgs,
}

/// Examples and rules at the end of `khabar statements --help`, as [`READ_LONG_HELP`].
pub const STATEMENTS_LONG_HELP: &str = "\
Examples:
  khabar statements https://news.example/report   a table, on a terminal
  khabar statements pages/*.html > said.jsonl     one statement a line
  khabar statements page.html | jq -r .speaker.name
  khabar statements pages/*.html -f csv -o said.csv

What is shown:
  A statement is one act of saying, writing or announcing that a report
  attributes to a source: who is behind it, the words that report it, whom
  it was said to and when, and what was said.

Forms:
  jsonl  the object that `statements` holds in the JSON of khabar read, with
         the page it is of under `page`. Its parts are words of the body and
         where they stand, counted in code points.
  csv    a row a statement; a content in several parts is joined by \u{2026}. A
         cell that a spreadsheet would take for a formula begins with '.
  table  for people: speaker, how it was said, words. The speaker's own words
         stand in quotation marks; behind a bar where there is no room for
         columns, as under the report in khabar read.

Exit status:
  0  every input was read, whether or not it has statements
  1  some input could not be read; standard error names it, the cause and
     what to do, and the other inputs are still read
  2  wrong usage";

/// `khabar statements`.
#[derive(Debug, Args)]
#[command(
    after_help = "More, with examples: khabar statements --help",
    after_long_help = STATEMENTS_LONG_HELP
)]
pub struct StatementsArgs {
    /// What to give out [default: table on a terminal, jsonl elsewhere]
    #[arg(short, long, value_enum, hide_default_value = true)]
    pub format: Option<StatementsFormat>,

    #[command(flatten)]
    pub inputs: InputArgs,

    /// Columns of the table [default: the terminal's, at most 120]
    #[arg(long, value_name = "COLUMNS", help_heading = "Terminal",
          value_parser = clap::value_parser!(u16).range(10..))]
    pub width: Option<u16>,

    #[command(flatten)]
    pub look: LookArgs,

    #[command(flatten)]
    pub source: SourceArgs,
}

/// The forms of a list of statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StatementsFormat {
    /// One JSON object a line
    Jsonl,
    /// One row a statement, under the names of the columns
    Csv,
    /// A table for a terminal
    Table,
}

/// Examples and rules at the end of `khabar explain --help`, as [`READ_LONG_HELP`].
pub const EXPLAIN_LONG_HELP: &str = "\
Examples:
  khabar explain page.html                   every decision, in the terminal
  khabar explain page.html --html why.html   the page itself, coloured
  khabar explain page.html --only unsure     what could have gone either way
  khabar explain page.html --all | less -R   nothing folded, in a pager
  khabar explain https://news.example/report -f json | jq .fields

What is shown:
  First the fields with the places that state them; what was not taken is
  marked \u{2717}. Then the blocks of the page in order: kept (\u{2713}) or dropped (\u{2717}),
  how likely the judge found it, the elements it stands in and how it begins.
  A ? says that it could as well have gone the other way. Below stand the
  rule that decided, if it was not the judge, and what weighed most, in
  log-odds: +2.0 makes a block about seven times as likely, -2.0 as unlikely.
  Runs of blocks that were plainly dropped are folded into one line.

  A weight is found by asking the judge again as if that one thing were
  between what it is for a typical kept and a typical dropped block.

Exit status:
  0  the input was read
  1  it could not be read; standard error says why and what to do
  2  wrong usage";

/// `khabar explain`.
#[derive(Debug, Args)]
#[command(
    after_help = "More, with examples: khabar explain --help",
    after_long_help = EXPLAIN_LONG_HELP
)]
pub struct ExplainArgs {
    /// A file, an http(s) address, or - for standard input
    #[arg(value_name = "INPUT", value_hint = ValueHint::AnyPath)]
    pub input: Option<std::ffi::OsString>,

    /// What to give out [default: text]
    #[arg(short, long, value_enum, hide_default_value = true)]
    pub format: Option<ExplainFormat>,

    /// Write the HTML document to this file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath,
          conflicts_with_all = ["format", "all", "only"])]
    pub html: Option<PathBuf>,

    /// Fold nothing: a line for every block
    #[arg(long, conflicts_with = "only")]
    pub all: bool,

    /// Show only these blocks
    #[arg(long, value_name = "WHICH", value_enum)]
    pub only: Option<Only>,

    /// Say nothing but errors: no warnings
    #[arg(short, long)]
    pub quiet: bool,

    /// Columns of the text [default: the terminal's, at most 120]
    #[arg(long, value_name = "COLUMNS", help_heading = "Terminal",
          value_parser = clap::value_parser!(u16).range(40..))]
    pub width: Option<u16>,

    #[command(flatten)]
    pub look: LookArgs,

    #[command(flatten)]
    pub source: SourceArgs,
}

/// The forms of an explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExplainFormat {
    /// A line a block, for a terminal
    Text,
    /// The page with its blocks coloured, as one HTML document that loads nothing
    Html,
    /// One JSON object with all of it
    Json,
}

/// Which blocks of an explanation are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Only {
    /// Those of the body
    Kept,
    /// Those that are not of the body
    Dropped,
    /// Those that could as well have gone the other way
    Unsure,
}

// No doc comments on arguments that several commands share: they would take the place of the commands' own.
#[derive(Debug, Args)]
#[allow(missing_docs, reason = "see above")]
pub struct InputArgs {
    /// Files, http(s) addresses, or - for standard input
    #[arg(value_name = "INPUT", value_hint = ValueHint::AnyPath)]
    pub inputs: Vec<std::ffi::OsString>,

    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,

    /// Say nothing but errors: no warnings, no progress bar
    #[arg(short, long)]
    pub quiet: bool,

    /// How many inputs to read at once [default: one a core]
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
}

#[derive(Debug, Args)]
#[allow(missing_docs, reason = "see above")]
pub struct LookArgs {
    /// When to use colour and bold type
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = When::Auto, help_heading = "Terminal")]
    pub color: When,

    /// Whether khabar puts right-to-left text in the order it is seen in
    #[arg(long, value_enum, default_value_t = Bidi::Auto, env = "KHABAR_BIDI", help_heading = "Terminal")]
    pub bidi: Bidi,
}

#[derive(Debug, Args)]
#[allow(missing_docs, reason = "see above")]
pub struct SourceArgs {
    /// What the input is
    #[arg(long = "as", value_name = "KIND", value_enum, default_value_t = Kind::Auto)]
    pub kind: Kind,

    /// Address of the page, for a file or standard input: completes its links
    #[arg(long, value_name = "ADDRESS", value_parser = address)]
    pub url: Option<String>,

    /// Largest page to read, after unpacking (as 500K, 32M, 1G)
    #[arg(long, value_name = "SIZE", default_value = "32M", value_parser = size)]
    pub max_bytes: usize,

    /// Longest time to read a page in, in seconds; what would take longer is left out, and said to be
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    pub max_time: Duration,

    /// Seconds until an address that does not answer is given up
    #[arg(long, value_name = "SECONDS", default_value = "20", value_parser = seconds, help_heading = "Addresses")]
    pub timeout: Duration,

    /// How khabar names itself to sites
    #[arg(long, value_name = "NAME", default_value = khabar_fetch::USER_AGENT, help_heading = "Addresses",
          value_parser = agent_name)]
    pub user_agent: String,

    /// Fetch pages that the site's robots.txt asks programs to leave alone
    #[arg(long, help_heading = "Addresses")]
    pub ignore_robots: bool,
}

/// The forms of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One JSON-LD object a page, with everything read
    Json,
    /// The report as Markdown
    Markdown,
    /// The report as plain text
    Text,
    /// The report as a clean HTML document
    Html,
    /// The report laid out for reading on a terminal
    View,
}

/// What an input is said to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// Told by the content
    Auto,
    /// A page
    Html,
    /// A plain-text dump of a page, widgets and other headlines among it
    Text,
    /// The body itself: the whole text is taken, as it is
    Body,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Who brings right-to-left text into the order it is seen in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Bidi {
    /// khabar, except on terminals known to do it
    Auto,
    /// khabar
    On,
    /// The terminal
    Off,
}

/// A number of bytes with its unit: `500K`, `32M`, `1G`, powers of 1024.
fn size(text: &str) -> Result<usize, String> {
    let help = "write a number with K, M or G behind it, as in 64M";
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number: usize = text[..digits].parse().map_err(|_| help.to_owned())?;
    let unit = match text[digits..].to_ascii_lowercase().trim_end_matches('b') {
        "" => 1,
        "k" | "ki" => 1 << 10,
        "m" | "mi" => 1 << 20,
        "g" | "gi" => 1 << 30,
        _ => return Err(help.to_owned()),
    };
    let bytes = number.checked_mul(unit).filter(|&b| b > 0);
    bytes.ok_or_else(|| help.to_owned())
}

/// A number of seconds, fractions allowed.
fn seconds(text: &str) -> Result<Duration, String> {
    let number: f64 = text.parse().map_err(|_| "write a number of seconds")?;
    Duration::try_from_secs_f64(number)
        .ok()
        .filter(|d| !d.is_zero())
        .ok_or_else(|| "write a number of seconds greater than 0".to_owned())
}

/// An http or https address.
fn address(text: &str) -> Result<String, String> {
    match url::Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(text.to_owned()),
        _ => Err("write a whole address, as in https://news.example/report".to_owned()),
    }
}

/// A language, by its tag.
pub fn language(tag: &str) -> Result<String, String> {
    primary(tag).ok_or_else(|| "write the tags of languages, as in en,ar".to_owned())
}

/// A name that can stand in a header.
fn agent_name(text: &str) -> Result<String, String> {
    if !text.is_empty() && text.bytes().all(|b| (b' '..=b'~').contains(&b)) {
        Ok(text.to_owned())
    } else {
        Err("use printable ASCII only".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn sizes_have_units() {
        assert_eq!(size("10"), Ok(10));
        assert_eq!(size("500k"), Ok(500 << 10));
        assert_eq!(size("32M"), Ok(32 << 20));
        assert_eq!(size("1GiB"), Ok(1 << 30));
        for wrong in ["", "M", "1T", "0", "-1", "99999999999999999999", "٣"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_timeout_is_some_time() {
        assert_eq!(seconds("1.5"), Ok(Duration::from_millis(1500)));
        for wrong in ["0", "-1", "nan", "inf", "soon"] {
            assert!(seconds(wrong).is_err(), "{wrong}");
        }
    }
}

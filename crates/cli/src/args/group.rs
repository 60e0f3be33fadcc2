//! `khabar group`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, ValueHint};

/// Examples and rules at the end of `khabar group --help`, as [`super::READ_LONG_HELP`].
pub const GROUP_LONG_HELP: &str = "\
Examples:
  khabar group headlines.jsonl                  the story of each, in order
  khabar read pages/*.html | khabar group -     of pages
  zcat reports.jsonl.gz | khabar group - -o stories.jsonl

What is read:
  JSON Lines, a report a line, in the order in which they arrived:
    id         text or a number, each its own; else url, else source
    title      or headline
    text       or articleBody, where there is one: it makes groups surer
    published  or datePublished
    language   or inLanguage; told from the text where it is not given
    statements as khabar read gives them; read from the text where there are
               none

What comes out:
  A line a report, in the same order: its id and its story. A story is called
  by the id of its first report. Reports in different languages are of one
  story where the names and numbers in them say so, which takes texts.
  With --why, what it had in common with the story it joined, and how like it
  was, from 0 to 1, by its words, the names in it and its numbers. Nothing
  for a report that began a story, also one that proved part of another.

Exit status:
  0  every line was read
  1  some line could not be read; standard error names it and the cause, and
     the others are grouped all the same
  2  wrong usage";

/// `khabar group`.
#[derive(Debug, Args)]
#[command(
    after_help = "More, with examples: khabar group --help",
    after_long_help = GROUP_LONG_HELP
)]
pub struct GroupArgs {
    /// Files of JSON Lines, or - for standard input
    #[arg(value_name = "FILE", required = true, value_hint = ValueHint::FilePath)]
    pub files: Vec<OsString>,

    /// Say of each report why it joined its story
    #[arg(long)]
    pub why: bool,

    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
}

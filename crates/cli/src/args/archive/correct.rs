//! Corrections: `khabar correct`.

use clap::{Args, Subcommand};

use super::{DataArgs, RelatedFormat};
use crate::args::LookArgs;

/// Examples and rules at the end of `khabar correct --help`, as [`READ_LONG_HELP`](crate::args::READ_LONG_HELP).
pub const CORRECT_LONG_HELP: &str = "\
Examples:
  khabar correct join-stories 3 7       what was told as two is one
  khabar correct move-report 12 --to 7  this report tells of something else
  khabar correct move-report 12         of something that no other tells of
  khabar correct join-speakers 3 8      two are one
  khabar correct keep-apart 3 8         two are not one, and it is not asked again
  khabar correct take-out-name 9        this name is another's
  khabar correct move-statement 31      another of that name said it
  khabar correct call 3 \"Rima Nassar\"   how to call a speaker
  khabar correct take-out-statement 31  these are not the same words
  khabar correct list                   what was decided, the latest first
  khabar correct undo 17                the contrary of that

What is done:
  What is corrected stays so, whatever comes in later. Nothing is lost by it:
  each correction is a decision with a number, as are those that khabar takes
  by itself when it makes two stories one or parts one, and each can be undone,
  and that undone again. Numbers stand in khabar stories, khabar speakers and
  khabar quotes. It may be done while something gathers.

Exit status:
  0  done
  1  there is nothing of that number, or nothing to be done
  2  wrong usage";

/// `khabar correct`.
#[derive(Debug, Args)]
#[command(
    after_help = "More, with examples: khabar correct --help",
    after_long_help = CORRECT_LONG_HELP
)]
pub struct CorrectArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: CorrectCommand,
}

/// What can be corrected.
#[derive(Debug, Subcommand)]
pub enum CorrectCommand {
    /// Make two stories one; the older one's number goes on
    JoinStories(TwoArgs),
    /// Move a report to another story, or to one of its own
    MoveReport {
        /// The report: its number
        #[arg(value_name = "REPORT")]
        report: i64,

        /// The story it belongs to [default: one of its own]
        #[arg(long, value_name = "STORY")]
        to: Option<i64>,

        #[command(flatten)]
        data: DataArgs,
    },
    /// Make two speakers one; the older one's number goes on
    JoinSpeakers(TwoArgs),
    /// Say that two speakers are not one
    KeepApart(TwoArgs),
    /// Take a name, with the statements made under it, out of its speaker
    TakeOutName {
        /// The name: its number
        #[arg(value_name = "NAME")]
        name: i64,

        #[command(flatten)]
        data: DataArgs,
    },
    /// Move a statement to another speaker, or to one of its own
    MoveStatement {
        /// The statement: its number
        #[arg(value_name = "STATEMENT")]
        statement: i64,

        /// The speaker who made it [default: one of its own]
        #[arg(long, value_name = "SPEAKER")]
        to: Option<i64>,

        #[command(flatten)]
        data: DataArgs,
    },
    /// Have a speaker called by a name
    Call {
        /// The speaker: its number
        #[arg(value_name = "SPEAKER")]
        speaker: i64,

        /// How to call it [default: by the commonest of its names]
        #[arg(value_name = "NAME")]
        name: Option<String>,

        #[command(flatten)]
        data: DataArgs,
    },
    /// Say that a statement is not the same words as the others
    TakeOutStatement {
        /// The statement: its number
        #[arg(value_name = "STATEMENT")]
        statement: i64,

        #[command(flatten)]
        data: DataArgs,
    },
    /// Undo a decision, also one that undid another
    Undo {
        /// The decision: its number
        #[arg(value_name = "DECISION")]
        decision: i64,

        #[command(flatten)]
        data: DataArgs,
    },
    /// List what was decided, the latest first
    List(DecisionsArgs),
}

/// Two of a kind.
#[derive(Debug, Args)]
pub struct TwoArgs {
    /// One of them: its number
    #[arg(value_name = "ONE")]
    pub one: i64,

    /// The other
    #[arg(value_name = "OTHER")]
    pub other: i64,

    #[command(flatten)]
    pub data: DataArgs,
}

/// `khabar correct list`.
#[derive(Debug, Args)]
pub struct DecisionsArgs {
    /// How many
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20,
          value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: u32,

    /// Only those before this one
    #[arg(long, value_name = "DECISION")]
    pub before: Option<i64>,

    /// What to give out [default: view on a terminal, jsonl elsewhere]
    #[arg(short, long, value_enum, hide_default_value = true)]
    pub format: Option<RelatedFormat>,

    #[command(flatten)]
    pub data: DataArgs,

    /// Columns of the view [default: the terminal's, at most 120]
    #[arg(long, value_name = "COLUMNS", help_heading = "Terminal",
          value_parser = clap::value_parser!(u16).range(10..))]
    pub width: Option<u16>,

    #[command(flatten)]
    pub look: LookArgs,
}

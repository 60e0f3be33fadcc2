//! Keeping the archive itself: `khabar archive`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum, ValueHint};

use super::DataArgs;

/// Examples and rules at the end of `khabar archive --help`, as [`READ_LONG_HELP`](crate::args::READ_LONG_HELP).
pub const ARCHIVE_LONG_HELP: &str = "\
Examples:
  khabar archive info
  khabar archive backup /backups/khabar-$(date +%F).sqlite
  khabar archive restore /backups/khabar-2026-03-02.sqlite
  khabar archive check
  khabar archive export -f parquet -o news.parquet --query 'lang:ar'
  khabar archive export -f parquet -o said.parquet --table statements
  khabar read pages/*.html | khabar archive import -
  khabar archive settings mail --from 'Khabar <khabar@news.example>' \\
      --server-from-file server.txt

What an archive is:
  A folder with one SQLite file, the record, which holds everything. The index
  of words is made from it and can be made anew; pages as they came lie beside
  it where they are kept. A backup is a copy of the record at one moment, made
  while the archive is in use.

Exit status:
  0  done
  1  it could not be done, or khabar archive check found something wrong
  2  wrong usage";

/// `khabar archive`.
#[derive(Debug, Args)]
#[command(
    after_help = "More, with examples: khabar archive --help",
    after_long_help = ARCHIVE_LONG_HELP
)]
pub struct ArchiveArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: ArchiveCommand,
}

/// What can be done with an archive as a whole.
#[derive(Debug, Subcommand)]
pub enum ArchiveCommand {
    /// Say where it lies and what it holds
    Info {
        /// Give it out as one JSON object
        #[arg(long)]
        json: bool,

        #[command(flatten)]
        data: DataArgs,
    },
    /// Write a copy of the record to a file, while the archive is in use
    Backup {
        /// A file that is not there yet
        #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
        file: PathBuf,

        #[command(flatten)]
        data: DataArgs,
    },
    /// Put a copy in the place of the record; the record that was there is kept among the backups
    Restore {
        /// A file that khabar archive backup wrote
        #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
        file: PathBuf,

        #[command(flatten)]
        data: DataArgs,
    },
    /// Make the index of words anew from the record
    Reindex {
        /// Say nothing but errors: no progress bar
        #[arg(short, long)]
        quiet: bool,

        #[command(flatten)]
        data: DataArgs,
    },
    /// Look over record and index, and whether they agree
    Check {
        #[command(flatten)]
        data: DataArgs,
    },
    /// Write reports, or what they have in common, to a file: JSON Lines, CSV or Parquet
    Export(ExportArgs),
    /// Take in reports: what khabar read, khabar archive export or khabar corpus wrote, or a table of your own
    Import {
        /// Files, or - for standard input
        #[arg(value_name = "FILE", value_hint = ValueHint::FilePath, required = true)]
        files: Vec<PathBuf>,

        /// The form of all of them [default: by the end of each name; JSON Lines where it says nothing]
        #[arg(short, long, value_enum)]
        format: Option<TransferFormat>,

        #[command(flatten)]
        data: DataArgs,
    },
    /// Show or make settings of the archive
    Settings {
        /// Which.
        #[command(subcommand)]
        setting: Setting,
    },
}

/// `khabar archive export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// What is given out
    #[arg(short, long, value_enum, default_value_t = ExportTable::Reports)]
    pub table: ExportTable,

    /// The form
    #[arg(short, long, value_enum, default_value_t = TransferFormat::Jsonl)]
    pub format: TransferFormat,

    /// Write to this file instead of standard output; Parquet needs one
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,

    /// Only what this question finds, the newest first, as for khabar search
    #[arg(long, value_name = "QUERY")]
    pub query: Option<String>,

    #[command(flatten)]
    pub data: DataArgs,
}

/// What can be given out of an archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportTable {
    /// The reports
    Reports,
    /// The stories: since when, how many reports, what they are about
    Stories,
    /// The story of each report, why it joined, and whether its text is another's
    StoryReports,
    /// Who speaks, with all names
    Speakers,
    /// Who said what: each statement with its speaker, its story and the same words elsewhere
    Statements,
}

/// The forms in which reports are written and taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TransferFormat {
    /// An object a line; of a report that of khabar read, with what the archive knows under `archive`
    Jsonl,
    /// A row each; reports are written without their text, and taken in with columns url and text
    Csv,
    /// A table in columns, with everything but how the text is laid out
    Parquet,
}

/// A setting of the archive.
#[derive(Debug, Subcommand)]
pub enum Setting {
    /// How letters about saved searches are sent; without options, what is set
    Mail(MailArgs),
}

/// `khabar archive settings mail`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
The server:
  smtps://user:password@mail.example       TLS from the start
  smtp://user:password@mail.example?tls=required    TLS once connected
  smtp://127.0.0.1:25                      a server of this machine

  Whoever lists the processes of this machine sees what stands on a command
  line. So name the server in a file (--server-from-file, - for standard
  input) or in the variable KHABAR_MAIL_SERVER if a password is in it. It is
  kept in the record, which its owner alone can read.")]
pub struct MailArgs {
    /// The server that takes letters
    #[arg(
        long,
        value_name = "ADDRESS",
        env = "KHABAR_MAIL_SERVER",
        hide_env_values = true
    )]
    pub server: Option<String>,

    /// Take the server from the first line of this file, or - for standard input
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub server_from_file: Option<PathBuf>,

    /// Who letters are from, as 'Khabar <khabar@news.example>'
    #[arg(long, value_name = "MAILBOX")]
    pub from: Option<String>,

    /// Send no letters any more
    #[arg(long, conflicts_with_all = ["server_from_file", "from"])]
    pub off: bool,

    #[command(flatten)]
    pub data: DataArgs,
}

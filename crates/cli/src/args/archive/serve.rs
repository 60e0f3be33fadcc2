//! Serving: `khabar serve` and `khabar demo`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::{DataArgs, NetArgs, WorkArgs};

/// Examples and rules at the end of `khabar serve --help`, as [`READ_LONG_HELP`](crate::args::READ_LONG_HELP).
pub const SERVE_LONG_HELP: &str = "\
Examples:
  khabar serve                       pages at http://127.0.0.1:7878/
  khabar serve --listen 127.0.0.1:80 --data /srv/khabar
  khabar serve --no-gather           pages alone; khabar gather runs beside
  khabar serve --listen 0.0.0.0:7878 --host archive.example \\
      --public https://archive.example   behind a server that speaks https

What is served:
  Pages for people; behind each address .json for programs, lists as .atom,
  .jsonl and .csv, and a description of all of it at /openapi.json. What the
  sources publish is gathered in the same process.

Who may do what:
  On the machine itself anybody may read. Following, saving and changing
  anything needs the token, and so does reading from another machine. The
  token is made when it is first needed and kept in the archive's folder, in
  the file token; KHABAR_TOKEN or --token-file name another.

Stopping:
  Ctrl-C or SIGTERM end it after what it is at. Nothing is lost.

Exit status:
  0  stopped
  1  it could not serve; standard error says why and what to do
  2  wrong usage";

/// `khabar serve`.
#[derive(Debug, Args)]
#[command(
    after_help = "More, with examples: khabar serve --help",
    after_long_help = SERVE_LONG_HELP
)]
pub struct ServeArgs {
    /// Where to listen
    #[arg(short, long, value_name = "ADDRESS", default_value = "127.0.0.1:7878")]
    pub listen: SocketAddr,

    /// Names by which the pages may be asked for, besides those of this machine, as archive.example
    #[arg(long = "host", value_name = "NAME", value_delimiter = ',')]
    pub hosts: Vec<String>,

    /// Where readers reach the pages, where that is not where they are served, as <https://archive.example>
    #[arg(long, value_name = "ADDRESS")]
    pub public: Option<String>,

    /// A file with the token [default: the file token in the archive's folder]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub token_file: Option<PathBuf>,

    /// Serve pages alone: another process gathers, or nobody does
    #[arg(long)]
    pub no_gather: bool,

    /// Say nothing but errors
    #[arg(short, long)]
    pub quiet: bool,

    #[command(flatten)]
    pub data: DataArgs,

    #[command(flatten)]
    pub work: WorkArgs,

    #[command(flatten)]
    pub net: NetArgs,
}

/// Examples and rules at the end of `khabar demo --help`, as [`READ_LONG_HELP`](crate::args::READ_LONG_HELP).
pub const DEMO_LONG_HELP: &str = "\
Examples:
  khabar demo                        an archive to look at
  khabar demo --data demo            kept in the folder demo, and gone on with

What it does:
  Starts a made-up press on this machine, some two dozen sites in twelve
  languages that exist nowhere else, follows them as khabar follow would,
  gathers what they published in the last days, and serves the archive. The
  press goes on publishing meanwhile. Nothing outside this machine is asked.
  Without --data it is all gone when it is stopped.

Exit status:
  0  stopped
  1  it could not serve; standard error says why and what to do
  2  wrong usage";

/// `khabar demo`.
#[derive(Debug, Args)]
#[command(
    after_help = "More, with examples: khabar demo --help",
    after_long_help = DEMO_LONG_HELP
)]
pub struct DemoArgs {
    /// Where to listen
    #[arg(short, long, value_name = "ADDRESS", default_value = "127.0.0.1:7878")]
    pub listen: SocketAddr,

    /// The folder of the archive [default: one that is gone at the end]
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub data: Option<PathBuf>,

    /// How many days back the press has been publishing
    #[arg(long, value_name = "DAYS", default_value = "8", value_parser = clap::value_parser!(u32).range(1..=30))]
    pub days: u32,

    /// Say nothing but errors
    #[arg(short, long)]
    pub quiet: bool,
}

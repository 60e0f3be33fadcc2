//! Serving language models' tools: `khabar mcp`.

use std::time::Duration;

use clap::Args;

use super::{DataArgs, NetArgs, span};

/// Examples and rules at the end of `khabar mcp --help`, as [`READ_LONG_HELP`](crate::args::READ_LONG_HELP).
pub const MCP_LONG_HELP: &str = "\
Examples:
  khabar mcp                         started by a client, not by hand
  khabar mcp --data /srv/khabar      with another archive
  khabar mcp --allow intranet.example   pages of this host may be read, too

How a client is told of it:
  In its configuration, often a file of JSON:
  {\"mcpServers\": {\"khabar\": {\"command\": \"khabar\", \"args\": [\"mcp\"]}}}

What is served:
  Tools by the Model Context Protocol, on standard input and output:
  read        what a page of news says, by its address or as HTML or text
  search      reports of the archive, asked for as in khabar search
  report      one of them, as it is or as it was
  statements  who said what, by speaker, report, story or words
  speakers    who speaks, under whatever names
  stories     what several reports tell of
  Each answers with JSON. Long texts and lists come in parts, and say how to
  get the next. Without an archive, read is there all the same.

What it may do:
  Nothing is written or changed. Addresses are fetched as khabar gather does:
  one request at a time to a site, where its robots.txt lets programs in, and
  on the public web alone unless --allow says otherwise. khabar gather or
  khabar serve may run beside.

Stopping:
  It ends when the client closes its input. What goes wrong is told to the
  client; what is not for it goes to standard error.

Exit status:
  0  the client is done
  1  it could not serve; standard error says why and what to do
  2  wrong usage";

/// `khabar mcp`.
#[derive(Debug, Args)]
#[command(
    after_help = "More, with examples: khabar mcp --help",
    after_long_help = MCP_LONG_HELP
)]
pub struct McpArgs {
    /// Say nothing but errors on standard error
    #[arg(short, long)]
    pub quiet: bool,

    #[command(flatten)]
    pub data: DataArgs,

    #[command(flatten)]
    pub net: NetArgs,

    /// The pause between two requests to one site, as 1s
    #[arg(long, value_name = "SPAN", default_value = "1s", value_parser = span, help_heading = "Addresses")]
    pub delay: Duration,

    /// Refuse to read pages whose sites ask not to be used by AI
    #[arg(long, help_heading = "Addresses")]
    pub honour_ai_opt_outs: bool,
}

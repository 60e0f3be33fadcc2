//! `khabar mcp`: the archive and the reader as tools of language models, by the Model Context Protocol.

mod args;
mod blocks;
mod desk;
mod fault;
mod line;
mod lists;
mod part;
mod schema;
mod server;
mod tool;
mod tools;

use std::io::{self, IsTerminal};
use std::process::ExitCode;

use anyhow::{Context, anyhow, bail};
use khabar_fetch::{FetchOptions, Fetcher};
use rmcp::service::{QuitReason, ServerInitializeError};
use rmcp::transport::async_rw::AsyncRwTransport;
use rmcp::transport::stdio;

use self::desk::Desk;
use self::line::Line;
use self::server::Server;
use super::log::{self, Listener};
use super::{fetch_options, folder};
use crate::args::archive::McpArgs;
use crate::reporter;

/// The longest message of a client. A page of the size that is read at most fits in, whatever its signs are written as.
const LONGEST: usize = 256 << 20;

/// Serves a client until it is done.
pub fn run(args: &McpArgs) -> anyhow::Result<ExitCode> {
    log::begin(Listener::Later, args.quiet, None);
    if io::stdin().is_terminal() {
        reporter::say(
            "khabar: a client of the Model Context Protocol is to speak here, not a person; khabar mcp --help says how it is \
             told so, Ctrl-D ends this",
        );
    }
    let fetcher = Fetcher::new(FetchOptions {
        delay: args.delay,
        honour_ai_opt_outs: args.honour_ai_opt_outs,
        ..fetch_options(&args.net)
    });
    let desk = Desk::new(folder(&args.data)?, fetcher);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("the system gives no threads to serve with")?;
    let ended = runtime.block_on(serve(desk));
    // What is still fetched or read is for nobody any more.
    runtime.shutdown_background();
    ended.map(|()| ExitCode::SUCCESS)
}

/// Serves until the client closes its input, or hears no more.
async fn serve(desk: Desk) -> anyhow::Result<()> {
    let (input, output) = stdio();
    let line = Line::new(AsyncRwTransport::new(input, output).with_max_line_length(LONGEST));
    let running = match rmcp::serve_server(Server::new(desk), line).await {
        Ok(running) => running,
        Err(
            ServerInitializeError::ConnectionClosed(_)
            | ServerInitializeError::TransportError { .. },
        ) => return Ok(()),
        Err(ServerInitializeError::ExpectedInitializeRequest(_)) => bail!(
            "the client did not begin as the Model Context Protocol has it, with a request to initialize; use another client"
        ),
        Err(error) => bail!("the client and khabar did not agree on how to begin: {error}"),
    };
    match running.waiting().await {
        Ok(QuitReason::Closed | QuitReason::Cancelled) => Ok(()),
        Ok(reason) => Err(anyhow!(
            "serving ended unasked ({reason:?}); start it again"
        )),
        Err(defect) => Err(anyhow!("khabar itself failed ({defect}); start it again")),
    }
}

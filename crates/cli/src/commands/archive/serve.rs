//! `khabar serve`: the pages of an archive, and gathering beside.

use std::fs;
use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::Context;
use khabar_archive::Archive;
use khabar_archive::gather::{GatherOptions, Gatherer};
use khabar_web::{Options, Server, Token};

use super::{fetch_options, folder, gather_options, give, stop, told};
use crate::args::archive::ServeArgs;
use crate::reporter;

/// How often is looked whether to stop.
const TICK: Duration = Duration::from_millis(100);
/// How long gathering rests after it failed, as it does where the disk is full.
const REST: Duration = Duration::from_mins(1);
/// The file of the token in the folder of an archive, and the variable that names another token.
const TOKEN_FILE: &str = "token";
const TOKEN_VARIABLE: &str = "KHABAR_TOKEN";

/// Serves until it is stopped.
pub fn run(args: &ServeArgs) -> anyhow::Result<ExitCode> {
    let folder = folder(&args.data)?;
    let archive = Arc::new(Archive::open_or_begin(&folder).map_err(told)?);
    let token = token(args.token_file.as_deref(), &folder)?;
    let gather = (!args.no_gather).then(|| gather_options(&args.work, &args.net));
    let options = Options {
        address: args.listen,
        hosts: args.hosts.clone(),
        public: args.public.clone(),
        fetch: fetch_options(&args.net),
        ..Options::new(token)
    };
    let stop = stop::asked()?;
    serve(&archive, gather.as_ref(), options, &stop, args.quiet)?;
    Ok(ExitCode::SUCCESS)
}

/// Serves an archive, and gathers for it beside if that is wanted, until it is stopped.
pub fn serve(
    archive: &Arc<Archive>,
    gather: Option<&GatherOptions>,
    options: Options,
    stop: &AtomicBool,
    quiet: bool,
) -> anyhow::Result<()> {
    let held = match gather {
        Some(_) => Some(archive.hold("khabar serve").map_err(|error| {
            told(error).context("nothing is served; --no-gather serves beside another process")
        })?),
        None => None,
    };
    let token = options.token.clone();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the system gives no threads to serve with")?;
    let server = runtime.block_on(Server::bind(Arc::clone(archive), options))?;
    if !quiet {
        give(&greeting(server.address(), &token, archive))?;
    }
    thread::scope(|scope| {
        if let (Some(options), Some(held)) = (gather, &held) {
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    let gathered = Gatherer::new(archive, held, options.clone())
                        .and_then(|mut gatherer| gatherer.serve(stop, &|_| {}));
                    if let Err(error) = gathered {
                        reporter::say(&format!(
                            "khabar: gathering rests for a minute: {:#}",
                            told(error)
                        ));
                        rest(stop);
                    }
                }
            });
        }
        runtime.block_on(server.run(async {
            while !stop.load(Ordering::Relaxed) {
                tokio::time::sleep(TICK).await;
            }
        }));
        // However serving ended, gathering ends with it.
        stop.store(true, Ordering::Relaxed);
    });
    Ok(())
}

fn rest(stop: &AtomicBool) {
    let mut left = REST;
    while !left.is_zero() && !stop.load(Ordering::Relaxed) {
        thread::sleep(TICK);
        left = left.saturating_sub(TICK);
    }
}

/// What is said once pages can be opened. The token is shown to whoever sits at the terminal, and kept out of logs.
fn greeting(address: SocketAddr, token: &Token, archive: &Archive) -> String {
    let pages = format!("Khabar is at http://{address}/\n");
    if std::io::stdout().is_terminal() {
        format!(
            "{pages}To follow sources and save searches, sign in at\n  http://{address}/login?token={}\nCtrl-C stops it.\n",
            token.reveal()
        )
    } else {
        let file = archive.folder().root().join(TOKEN_FILE);
        format!("{pages}The token for changes is in {}.\n", file.display())
    }
}

/// The token: that of the file named, of the environment, or of the archive's own file, made if it is not there.
pub fn token(file: Option<&Path>, folder: &Path) -> anyhow::Result<Token> {
    if let Some(file) = file {
        return read_token(file);
    }
    if let Some(token) = std::env::var_os(TOKEN_VARIABLE) {
        let token = token.to_string_lossy();
        return Token::new(&token).with_context(|| format!("{TOKEN_VARIABLE} cannot be used"));
    }
    let file = folder.join(TOKEN_FILE);
    if file.exists() {
        return read_token(&file);
    }
    let token = Token::random()?;
    write_private(&file, token.reveal())
        .with_context(|| format!("{} could not be written", file.display()))?;
    Ok(token)
}

fn read_token(file: &Path) -> anyhow::Result<Token> {
    let text = fs::read_to_string(file)
        .with_context(|| format!("the token in {} could not be read", file.display()))?;
    Token::new(&text).with_context(|| format!("the token in {} cannot be used", file.display()))
}

/// Writes a file that its owner alone can read.
fn write_private(file: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    writeln!(options.open(file)?, "{text}")
}

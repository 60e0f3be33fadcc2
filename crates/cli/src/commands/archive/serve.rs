//! `khabar serve`: the pages of an archive, and gathering beside.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
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
use tempfile::NamedTempFile;

use super::log::{self, Listener};
use super::{fetch_options, folder, gather_options, give, stop, told};
use crate::args::archive::ServeArgs;
use crate::reporter;
use crate::sanitize;

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
    let (token, token_in) = token(args.token_file.as_deref(), &folder)?;
    let gather = (!args.no_gather).then(|| gather_options(&args.work, &args.net));
    let options = Options {
        address: args.listen,
        hosts: args.hosts.clone(),
        public: args.public.clone(),
        fetch: fetch_options(&args.net),
        ..Options::new(token)
    };
    let stop = stop::asked()?;
    log::begin(Listener::Later, args.quiet, None);
    let greeted = (!args.quiet).then_some(token_in.as_str());
    serve(&archive, gather.as_ref(), options, &stop, greeted)?;
    Ok(ExitCode::SUCCESS)
}

/// Serves an archive, and gathers for it beside if that is wanted, until it is stopped. Says where the pages are, and that
/// the token stands in `greeted`, unless nothing is to be said.
pub fn serve(
    archive: &Arc<Archive>,
    gather: Option<&GatherOptions>,
    options: Options,
    stop: &AtomicBool,
    greeted: Option<&str>,
) -> anyhow::Result<()> {
    let held = match gather {
        Some(_) => Some(archive.hold("khabar serve").map_err(|error| {
            told(error).context("nothing is served; --no-gather serves beside another process")
        })?),
        None => None,
    };
    let token = options.token.clone();
    let public = options.public.clone();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the system gives no threads to serve with")?;
    let server = runtime.block_on(Server::bind(Arc::clone(archive), options))?;
    if let Some(token_in) = greeted {
        let address = shown(public.as_deref(), server.address());
        give(&greeting(&address, &token, token_in))?;
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
fn greeting(address: &str, token: &Token, token_in: &str) -> String {
    let pages = format!("Khabar is at {address}/\n");
    if io::stdout().is_terminal() {
        format!(
            "{pages}To follow sources and save searches, sign in at\n  {address}/login?token={}\nCtrl-C stops it.\n",
            token.reveal()
        )
    } else {
        format!("{pages}The token for changes is in {token_in}.\n")
    }
}

/// Where pages can be opened, without a slash at the end: where readers reach them if that was told, or else where they are
/// served. Who listens on all addresses of the machine is on the machine itself at the loopback.
fn shown(public: Option<&str>, mut served: SocketAddr) -> String {
    if let Some(public) = public {
        return sanitize::line(public.trim_end_matches('/'));
    }
    match served.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => served.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => served.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    format!("http://{served}")
}

/// The token and where it stands: in the file named, in the environment, or in the archive's own file, made if it is not there.
pub fn token(file: Option<&Path>, folder: &Path) -> anyhow::Result<(Token, String)> {
    if let Some(file) = file {
        return read_token(file);
    }
    if let Some(token) = std::env::var_os(TOKEN_VARIABLE) {
        let token = Token::new(&token.to_string_lossy())
            .with_context(|| format!("{TOKEN_VARIABLE} cannot be used"))?;
        return Ok((token, format!("the variable {TOKEN_VARIABLE}")));
    }
    let file = folder.join(TOKEN_FILE);
    if !file.exists() {
        match write_whole(&file, Token::random()?.reveal()) {
            Ok(()) => {}
            // Another process was faster.
            Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => {}
            Err(cause) => {
                return Err(cause)
                    .with_context(|| format!("{} could not be written", file.display()));
            }
        }
    }
    read_token(&file)
}

fn read_token(file: &Path) -> anyhow::Result<(Token, String)> {
    let text = fs::read_to_string(file)
        .with_context(|| format!("the token in {} could not be read", file.display()))?;
    let token = Token::new(&text)
        .with_context(|| format!("the token in {} cannot be used", file.display()))?;
    Ok((token, file.display().to_string()))
}

/// Writes a file that its owner alone can read, under another name first: there is the whole of it or none.
fn write_whole(file: &Path, text: &str) -> io::Result<()> {
    let mut unfinished = NamedTempFile::new_in(file.parent().unwrap_or(Path::new(".")))?;
    writeln!(unfinished, "{text}")?;
    unfinished.as_file().sync_all()?;
    unfinished.persist_noclobber(file)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_where_they_can_be_opened() {
        let at = |public, served: &str| shown(public, served.parse().unwrap());
        assert_eq!(at(None, "127.0.0.1:7878"), "http://127.0.0.1:7878");
        assert_eq!(at(None, "192.0.2.1:80"), "http://192.0.2.1:80");
        assert_eq!(at(None, "0.0.0.0:7878"), "http://127.0.0.1:7878");
        assert_eq!(at(None, "[::]:7878"), "http://[::1]:7878");
        assert_eq!(
            at(Some("https://archive.example/"), "0.0.0.0:7878"),
            "https://archive.example"
        );
    }

    #[test]
    fn a_token_is_made_once_and_for_its_owner() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(TOKEN_FILE);
        write_whole(&file, "a token that is long enough").unwrap();
        let again = write_whole(&file, "another token that is long enough").unwrap_err();
        assert_eq!(again.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(
            fs::read_to_string(&file).unwrap(),
            "a token that is long enough\n"
        );
        assert_eq!(folder.path().read_dir().unwrap().count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = file.metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }
}

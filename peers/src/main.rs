//! `peers READER`: reads pages with one of the Rust readers, as `cargo xtask compare` asks.

use anyhow::{Context, Result};
use xtask::clock::timed;
use xtask::compare::serve::{Answer, serve};

fn main() -> Result<()> {
    let name = std::env::args().nth(1).context("usage: peers READER")?;
    let peer = peers::peer(&name).with_context(|| format!("no reader {name}"))?;
    let version = version(&name).context("the reader is not in Cargo.lock")?;
    // What is built once in a process must not count to the page that happens to be read first.
    let _ = (peer.read)(xtask::compare::FIRST_PAGE, None);
    serve(version, |job| {
        let bytes = std::fs::read(&job.path)?;
        let html = khabar_page::decode(&bytes, None).text;
        let (read, took) = timed(|| (peer.read)(&html, job.url.as_deref()));
        Ok(Answer::new(read, took))
    })
}

/// The version of a crate the workspace is locked to: the newest where there are several, which is ours.
fn version(name: &str) -> Option<&'static str> {
    let lock = include_str!("../../Cargo.lock");
    let is_it = |package: &&str| package.contains(&format!("name = \"{name}\"\n"));
    let package = lock.split("[[package]]").filter(is_it).last()?;
    package.split_once("version = \"")?.1.split('"').next()
}

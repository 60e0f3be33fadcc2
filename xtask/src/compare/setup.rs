//! The readers to compare, made ready: the Rust ones built, the Python ones installed as pinned.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::reader::{Reader, Reads};
use crate::root;

/// Every reader, Khabar first.
///
/// # Errors
/// When one cannot be built or installed.
pub fn readers() -> Result<Vec<Reader>> {
    let xtask = std::env::current_exe()?;
    let mut readers = vec![Reader {
        name: "khabar".to_owned(),
        command: (xtask, vec!["read-pages".to_owned()]),
        reads: Reads::ReportAndDumps,
    }];
    let peers = rust_peers()?;
    for (name, reads) in [
        ("html5ever", Reads::Nothing),
        ("trafilatura", Reads::Report),
        ("rs-trafilatura", Reads::Report),
        ("dom_smoothie", Reads::Report),
        ("legible", Reads::Report),
    ] {
        readers.push(Reader {
            name: if name == "html5ever" {
                "html5ever (parse alone)".to_owned()
            } else {
                format!("{name} (Rust)")
            },
            command: (peers.clone(), vec![name.to_owned()]),
            reads,
        });
    }
    let python = python()?;
    let script = root().join("peers/python/read.py");
    for (name, reads) in [
        ("trafilatura", Reads::Report),
        ("resiliparse", Reads::Report),
        ("newspaper4k", Reads::News),
        ("htmldate", Reads::Date),
    ] {
        readers.push(Reader {
            name: format!("{name} (Python)"),
            command: (
                python.clone(),
                vec![script.display().to_string(), name.to_owned()],
            ),
            reads,
        });
    }
    Ok(readers)
}

/// Builds the program of the Rust readers beside this one.
fn rust_peers() -> Result<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build
        .args(["build", "--quiet", "--release", "--package", "peers"])
        .current_dir(root());
    done(build)?;
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    Ok(target
        .join("release")
        .join(format!("peers{}", std::env::consts::EXE_SUFFIX)))
}

/// The Python of an environment that holds the readers as `requirements.txt` pins them.
///
/// # Errors
/// When it cannot be made or they cannot be installed.
pub fn python() -> Result<PathBuf> {
    environment(
        &root().join("target/peers/venv"),
        &root().join("peers/python/requirements.txt"),
    )
}

/// The Python of an environment in a folder, which holds what a file of requirements pins.
///
/// # Errors
/// When it cannot be made or something cannot be installed.
pub fn environment(venv: &Path, wanted: &Path) -> Result<PathBuf> {
    let installed = venv.join("requirements.txt");
    let python = venv.join("bin/python");
    let pins =
        fs::read_to_string(wanted).with_context(|| format!("cannot read {}", wanted.display()))?;
    if fs::read_to_string(&installed).is_ok_and(|i| i == pins) {
        return Ok(python);
    }
    let mut create = Command::new("python3");
    create
        .args(["-m", "venv", "--clear", "--upgrade-deps"])
        .arg(venv);
    done(create)?;
    let mut install = Command::new(&python);
    install
        .args(["-m", "pip", "install", "--quiet", "-r"])
        .arg(wanted);
    done(install)?;
    fs::write(installed, pins)?;
    Ok(python)
}

/// Runs a command, which must do what it is to do.
///
/// # Errors
/// When it does not.
pub fn done(mut command: Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot run {command:?}"))?;
    if !status.success() {
        bail!("{command:?} failed");
    }
    Ok(())
}

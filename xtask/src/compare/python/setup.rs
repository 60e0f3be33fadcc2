//! The Python that is measured: an environment with the package as it is released and all that is set beside it, as pinned.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::compare::setup::{done, environment};
use crate::root;

/// A Python that has the package: of this wheel or, without one, of one that is made first, which takes minutes.
///
/// # Errors
/// When something cannot be built or installed.
pub fn python(wheel: Option<&Path>) -> Result<PathBuf> {
    let folder = root().join("target/python");
    let wanted = root().join("python/bench/requirements.txt");
    let python = environment(&folder.join("venv"), &wanted)?;
    let wheel = match wheel {
        Some(wheel) => wheel.to_owned(),
        None => made(&python, &folder.join("wheels"))?,
    };
    let mut install = Command::new(&python);
    install
        .args(["-m", "pip", "install", "--quiet", "--no-deps", "--no-index"])
        .arg("--force-reinstall")
        .arg(wheel);
    done(install)?;
    Ok(python)
}

/// Makes the wheel.
fn made(python: &Path, folder: &Path) -> Result<PathBuf> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let mut build = Command::new(python);
    build
        .args(["-m", "maturin", "build", "--quiet"])
        .args(["--profile", "release", "--pgo"])
        .args(["--manifest-path", "python/Cargo.toml", "--out"])
        .arg(folder)
        .current_dir(root());
    done(build)?;
    let made = fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path()));
    let mut wheels = made.filter(|path| path.extension() == Some(OsStr::new("whl")));
    wheels
        .next()
        .with_context(|| format!("maturin left no wheel in {}", folder.display()))
}

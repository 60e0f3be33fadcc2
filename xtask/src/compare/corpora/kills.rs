//! Whether what is written depends on kills or on threads.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;

use super::{command, corpus};
use crate::archives::Random;

/// Files of a run's tables and their bytes.
type Tables = BTreeMap<PathBuf, Vec<u8>>;

/// Kills a run at random moments and lets it go on to its end. Whether it wrote what an undisturbed run writes.
pub fn kill(khabar: &Path, archives: &[PathBuf], out: &Path, kills: usize) -> Result<bool> {
    let whole = out.join("whole");
    let undisturbed = corpus(khabar, archives, &whole, &["-j", "2"])?;
    let killed = out.join("killed");
    if killed.exists() {
        std::fs::remove_dir_all(&killed)?;
    }
    let mut random = Random::new(1);
    let mut done = 0;
    // Up to half of what an undisturbed run takes: a few starts come to its end, so that beginning, middle and end are met.
    let longest = Duration::from_secs_f64(undisturbed.seconds / 2.0);
    while done < kills {
        let mut child = command(khabar, archives, &killed)
            .args(["-j", "2"])
            .spawn()?;
        std::thread::sleep(longest.mul_f64(random.below(1000) as f64 / 1000.0));
        if child.try_wait()?.is_some() {
            // It came to its end before its time: begin again, so that kills go on meeting work.
            if tables(&killed)? != tables(&whole)? {
                return Ok(false);
            }
            std::fs::remove_dir_all(&killed)?;
            continue;
        }
        child.kill()?;
        child.wait()?;
        done += 1;
    }
    let status = command(khabar, archives, &killed)
        .args(["-j", "2"])
        .status()?;
    Ok(status.success() && tables(&killed)? == tables(&whole)?)
}

/// Whether 1, 2 and 7 threads write the same.
pub fn threads(khabar: &Path, archives: &[PathBuf], out: &Path) -> Result<bool> {
    let mut all = Vec::new();
    for threads in ["1", "2", "7"] {
        let folder = out.join(threads);
        corpus(khabar, archives, &folder, &["-j", threads])?;
        all.push(tables(&folder)?);
    }
    Ok(all.windows(2).all(|pair| pair[0] == pair[1]))
}

fn tables(out: &Path) -> Result<Tables> {
    let mut tables = Tables::new();
    for table in ["pages", "failures"] {
        let folder = out.join(table);
        if !folder.is_dir() {
            continue;
        }
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            let name = Path::new(table).join(path.file_name().unwrap_or_default());
            tables.insert(name, std::fs::read(path)?);
        }
    }
    Ok(tables)
}

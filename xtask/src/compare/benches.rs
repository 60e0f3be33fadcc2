//! The section on what the benches say: their output as it is, each under the command that prints it again.

use std::fmt::Write;
use std::process::Command;

use anyhow::{Context, Result};

use super::page::circumstances;
use crate::root;

/// What the section says before the first output.
const ABOUT: &str = "
What `cargo bench` and the chores beside it print: Khabar in one process with the readers written in Rust, each page read by
all of them in turn, and where its time goes; statements alone; the program from its start, and with a second thread; one
page grown a thousand times, and the memory of real pages; pages written to get a reader stuck.

";

/// The commands, by what follows `cargo`.
const COMMANDS: [&[&str]; 5] = [
    &["bench", "--bench", "reading"],
    &["bench", "--bench", "statements"],
    &["bench", "--bench", "process"],
    &["bench", "--bench", "growth"],
    &["xtask", "hostile"],
];

/// Runs the benches and gives what stands in the section. Of one that fails it says so, with what it printed until then.
///
/// # Errors
/// When one cannot be started.
pub fn section() -> Result<String> {
    let again = "`cargo xtask compare --benches`, which leaves the rest of this page as it is";
    let mut out = format!("{ABOUT}{}", circumstances(again));
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    for command in COMMANDS {
        let told = command.join(" ");
        let run = Command::new(&cargo)
            .args(command)
            .current_dir(root())
            .output()
            .with_context(|| format!("cannot start `cargo {told}`"))?;
        let mut printed = String::from_utf8_lossy(&run.stdout).into_owned();
        if !run.status.success() {
            let error = String::from_utf8_lossy(&run.stderr);
            printed += error.trim_end().lines().last().unwrap_or("failed");
        }
        let lines: Vec<&str> = printed.trim_end().lines().map(str::trim_end).collect();
        let block = format!("$ cargo {told}\n{}\n", lines.join("\n"));
        println!("{block}");
        let _ = write!(out, "\n```console\n{block}```\n");
    }
    Ok(out)
}

//! The section on what the benches say: their output as it is, each under the command that prints it again.

use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::page::circumstances;
use crate::root;

/// What the section says before the first output.
const ABOUT: &str = "
What `cargo bench` and the chores beside it print: Khabar in one process with the readers written in Rust, each page read by
all of them in turn; statements alone; the program from its start, and with a second thread; one page grown a thousand
times; pages written to get a reader stuck.

";

/// The commands, by what follows `cargo`.
const COMMANDS: [&[&str]; 5] = [
    &["bench", "--bench", "reading"],
    &["bench", "--bench", "statements"],
    &["bench", "--bench", "process"],
    &["bench", "--bench", "growth"],
    &["xtask", "hostile"],
];

/// Runs the benches and gives what stands in the section.
///
/// # Errors
/// When one cannot be run, or fails.
pub fn section() -> Result<String> {
    let again = "`cargo xtask compare --benches`, which leaves the rest of this page as it is";
    let mut out = format!("{ABOUT}{}", circumstances(again));
    for command in COMMANDS {
        let told = command.join(" ");
        let run = Command::new(env!("CARGO"))
            .args(command)
            .current_dir(root())
            .output()
            .with_context(|| format!("cannot start `cargo {told}`"))?;
        let error = String::from_utf8_lossy(&run.stderr);
        ensure!(run.status.success(), "`cargo {told}` failed:\n{error}");
        let printed = String::from_utf8_lossy(&run.stdout);
        let lines: Vec<&str> = printed.trim_end().lines().map(str::trim_end).collect();
        out += &format!("\n```console\n$ cargo {told}\n{}\n```\n", lines.join("\n"));
        println!("$ cargo {told}\n{printed}");
    }
    Ok(out)
}

//! `khabar completions` and `khabar man`: made from the definition of the command line itself.

use std::io::Write;
use std::process::ExitCode;

use clap::CommandFactory;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use crate::args::{Cli, READ_LONG_HELP};

/// Prints the completion script for a shell.
pub fn completions(shell: clap_complete::Shell) -> anyhow::Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "khabar", &mut script);
    print(&script)
}

/// Prints the manual page: one page for the program and its commands.
pub fn man() -> anyhow::Result<ExitCode> {
    let mut command = Cli::command();
    command.build();
    let mut page = Vec::new();
    let whole = Man::new(command.clone());
    whole.render_title(&mut page)?;
    whole.render_name_section(&mut page)?;
    synopsis(&command).to_writer(&mut page)?;
    whole.render_description_section(&mut page)?;
    if let Some(read) = command.find_subcommand("read") {
        Man::new(read.clone()).render_options_section(&mut page)?;
    }
    sections(READ_LONG_HELP).to_writer(&mut page)?;
    whole.render_version_section(&mut page)?;
    print(&page)
}

/// How each command is called.
fn synopsis(command: &clap::Command) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["SYNOPSIS"]);
    let listed = command
        .get_subcommands()
        .filter(|sub| sub.get_name() != "help");
    for (at, sub) in listed.enumerate() {
        if at > 0 {
            roff.control("br", []);
        }
        let usage = sub.clone().render_usage().to_string();
        let usage = usage.trim_start_matches("Usage: ");
        roff.text([roman(usage)]);
    }
    roff
}

/// A help text whose titles end in a colon as sections, their lines as they are.
fn sections(help: &str) -> Roff {
    let mut roff = Roff::new();
    for line in help.lines() {
        let title = line.strip_suffix(':').filter(|l| !l.starts_with(' '));
        match title {
            Some(title) => {
                roff.control("fi", []);
                roff.control("SH", [title.to_uppercase().as_str()]);
                roff.control("nf", []);
            }
            None => {
                roff.text([roman(line.strip_prefix("  ").unwrap_or(line))]);
            }
        }
    }
    roff.control("fi", []);
    roff
}

/// Writes to standard output.
fn print(bytes: &[u8]) -> anyhow::Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

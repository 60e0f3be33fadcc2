//! `khabar completions` and `khabar man`: made from the definition of the command line itself.

use std::io::Write;
use std::process::ExitCode;

use clap::CommandFactory;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use crate::args::{
    CORPUS_LONG_HELP, Cli, DEDUP_LONG_HELP, EXPLAIN_LONG_HELP, GROUP_LONG_HELP, READ_LONG_HELP,
    STATEMENTS_LONG_HELP,
};

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
    for (name, help) in LONG_HELPS.iter().chain(more_long_helps()) {
        let Some(sub) = command.find_subcommand(name) else {
            continue;
        };
        for (name, sub) in each(name, sub) {
            options(&name, sub, &mut page)?;
        }
        sections(name, help).to_writer(&mut page)?;
    }
    whole.render_version_section(&mut page)?;
    print(&page)
}

/// The commands of every build that have examples and rules, with these.
const LONG_HELPS: [(&str, &str); 6] = [
    ("read", READ_LONG_HELP),
    ("statements", STATEMENTS_LONG_HELP),
    ("explain", EXPLAIN_LONG_HELP),
    ("corpus", CORPUS_LONG_HELP),
    ("dedup", DEDUP_LONG_HELP),
    ("group", GROUP_LONG_HELP),
];

/// Those of what this build has besides.
fn more_long_helps() -> &'static [(&'static str, &'static str)] {
    #[cfg(feature = "archive")]
    return &crate::args::archive::LONG_HELPS;
    #[cfg(not(feature = "archive"))]
    &[]
}

/// A command or, where it is made of others, these, by their whole names.
fn each<'a>(name: &str, command: &'a clap::Command) -> Vec<(String, &'a clap::Command)> {
    if !command.has_subcommands() {
        return vec![(name.to_owned(), command)];
    }
    command
        .get_subcommands()
        .filter(|sub| sub.get_name() != "help")
        .flat_map(|sub| each(&format!("{name} {}", sub.get_name()), sub))
        .collect()
}

/// The options of a command. Each has its own, so their title names it.
fn options(name: &str, command: &clap::Command, page: &mut Vec<u8>) -> std::io::Result<()> {
    let title = format!("khabar {name}: options").to_uppercase();
    let mut options = Vec::new();
    Man::new(command.clone()).render_options_section(&mut options)?;
    let options = String::from_utf8_lossy(&options);
    let named = options.replacen(".SH OPTIONS", &format!(".SH \"{title}\""), 1);
    page.extend_from_slice(named.as_bytes());
    Ok(())
}

/// How each command is called.
fn synopsis(command: &clap::Command) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["SYNOPSIS"]);
    let listed = command
        .get_subcommands()
        .filter(|sub| sub.get_name() != "help")
        .flat_map(|sub| each(sub.get_name(), sub));
    for (at, (_, sub)) in listed.enumerate() {
        if at > 0 {
            roff.control("br", []);
        }
        let usage = sub.clone().render_usage().to_string();
        let usage = usage.trim_start_matches("Usage: ");
        roff.text([roman(usage)]);
    }
    roff
}

/// The help text of a command, whose titles end in a colon, as sections, their lines as they are.
fn sections(name: &str, help: &str) -> Roff {
    let mut roff = Roff::new();
    for line in help.lines() {
        let title = line.strip_suffix(':').filter(|l| !l.starts_with(' '));
        match title {
            Some(title) => {
                roff.control("fi", []);
                let title = format!("khabar {name}: {title}").to_uppercase();
                roff.control("SH", [title.as_str()]);
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

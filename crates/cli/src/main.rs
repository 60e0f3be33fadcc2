//! `khabar`: reads the news, from any page the report itself.

mod args;
mod commands;
mod input;
mod ordered;
mod output;
mod problem;
mod progress;
mod reporter;
mod said;
mod sanitize;
mod view;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Read(args) => commands::read::run(args),
        Command::Statements(args) => commands::statements::run(args),
        Command::Explain(args) => commands::explain::run(args),
        Command::Corpus(args) => commands::corpus::run(args),
        Command::Dedup(args) => commands::corpus::dedup(args),
        Command::Group(args) => commands::group::run(args),
        #[cfg(feature = "archive")]
        Command::Kept(command) => commands::archive::run(command),
        Command::Completions { shell } => commands::generate::completions(shell),
        Command::Man => commands::generate::man(),
    };
    match outcome {
        Ok(status) => status,
        Err(error) if output::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            reporter::say(&format!("khabar: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

//! One file a command.

use clap::CommandFactory;
use clap::error::ErrorKind;

use crate::args::Cli;

#[cfg(feature = "archive")]
pub mod archive;
pub mod corpus;
pub mod explain;
pub mod generate;
pub mod group;
mod inputs;
pub mod read;
pub mod statements;

/// Ends the program as clap does on wrong usage of a command, or of a command of a command: `archive export`.
fn wrong_usage(command: &str, kind: ErrorKind, message: &str) -> ! {
    let mut program = Cli::command();
    program.build();
    let mut at = &mut program;
    for name in command.split(' ') {
        at = at
            .find_subcommand_mut(name)
            .expect("the command is defined beside its arguments");
    }
    at.error(kind, message).exit()
}

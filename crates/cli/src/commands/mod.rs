//! One file a command.

use clap::CommandFactory;
use clap::error::ErrorKind;

use crate::args::Cli;

pub mod corpus;
pub mod explain;
pub mod generate;
mod inputs;
pub mod read;
pub mod statements;

/// Ends the program as clap does on wrong usage of a command.
fn wrong_usage(command: &str, kind: ErrorKind, message: &str) -> ! {
    let mut program = Cli::command();
    program.build();
    let command = program.find_subcommand_mut(command);
    command
        .expect("the command is defined beside its arguments")
        .error(kind, message)
        .exit()
}

//! The tools, one a file.

mod read;
mod report;
mod search;
mod speakers;
mod statements;
mod stories;

use super::tool::Known;

/// All of them, in the order in which they are listed.
pub fn all() -> Vec<Known> {
    vec![
        Known::of::<read::Read>(),
        Known::of::<search::Search>(),
        Known::of::<report::Report>(),
        Known::of::<statements::Statements>(),
        Known::of::<speakers::Speakers>(),
        Known::of::<stories::Stories>(),
    ]
}

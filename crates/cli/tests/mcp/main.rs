//! `khabar mcp`: what a client is told, asks and is answered, and how it ends.
#![cfg(feature = "archive")]

mod calls;
mod end;
mod read;
mod report;
mod search;
mod speakers_and_stories;
mod statements;
#[path = "../support/mod.rs"]
mod support;
mod told;

use support::desk::Desk;

/// A text in which two people say something.
const QUAY: &str = "The quay of Port Amal will open in June, after a year of repairs on its walls and lights.\n\n\
     “We waited a year for the quay,” Mayor Rima Nassar told reporters. Tomas Berg said the ferry would \
     follow in the autumn.";
const BUDGET: &str = "Minister Lina Haddad said the budget was not ready. Parliament meets again next week in the capital.";

/// An archive of two reports that quote people.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.import(&[
        [
            "https://post.example/quay",
            "en",
            "Quay to open in June",
            QUAY,
        ],
        [
            "https://coast.example/budget",
            "en",
            "Budget delayed",
            BUDGET,
        ],
    ]);
    desk
}

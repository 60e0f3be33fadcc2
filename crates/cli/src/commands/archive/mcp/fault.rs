//! Why a tool gives no answer, as models are told: what is wrong, why, and what to do.

use std::fmt;

use khabar_archive::ArchiveError;
use khabar_corpus::unpack::readable;
use khabar_fetch::FetchError;

use super::super::pick::Unclear;
use super::lists::cut;
use crate::problem::Problem;

/// Characters of what was given that an error names.
const NAMED: usize = 200;
/// Characters of an error: what was given may be as long as a page.
const LONGEST: usize = 1_000;

/// Why there is no answer.
#[derive(Debug)]
pub struct Fault(String);

impl Fault {
    /// That something is wrong with what was given: an argument by its name, or an address.
    pub fn of(what: &str, why: impl fmt::Display) -> Self {
        Self::new(&format!("{}: {why}", cut(what, NAMED)))
    }

    fn new(text: &str) -> Self {
        Self(cut(text, LONGEST))
    }

    /// That a page cannot be read.
    pub fn of_page(what: &str, problem: &Problem) -> Self {
        match problem {
            Problem::Fetch(FetchError::TooLarge { limit })
            | Problem::TooLarge { limit }
            | Problem::Bomb { limit, .. } => Self::of(
                what,
                format_args!(
                    "it is larger than the limit of {}, which no report is; give another page",
                    readable(*limit)
                ),
            ),
            Problem::Fetch(error) => Self::of(what, format_args!("{error}{}", option(error))),
            problem => Self::of(what, problem),
        }
    }
}

/// The option of the program that helps, for whoever started it.
fn option(error: &FetchError) -> &'static str {
    match error {
        FetchError::Timeout { .. } => ", with --timeout where khabar mcp is started",
        FetchError::PrivateAddress { .. } => ", with --allow where khabar mcp is started",
        _ => "",
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<ArchiveError> for Fault {
    fn from(error: ArchiveError) -> Self {
        let advice = match &error {
            ArchiveError::Missing { .. } => {
                ". A source is followed by `khabar follow https://news.example`, and its reports are kept by `khabar gather`; \
                 another folder is named with --data or KHABAR_DATA where khabar mcp is started. The tool read works without"
            }
            ArchiveError::Damaged { .. } => ", with `khabar archive restore`",
            ArchiveError::Search(error) if error.wants_rebuild() => {
                ", with `khabar archive reindex`"
            }
            ArchiveError::Unknown { what: "report", .. } => {
                "; the tool search gives the numbers of reports"
            }
            ArchiveError::Unknown {
                what: "version", ..
            } => "; without version, the tool report says how many there are",
            ArchiveError::Unknown { what: "story", .. } => "; the tool stories lists them",
            ArchiveError::Unknown {
                what: "speaker", ..
            } => "; the tool speakers lists them",
            ArchiveError::Unknown { what: "quote", .. } => {
                "; statements that have the same words as others bear its number"
            }
            ArchiveError::Unknown {
                what: "subject", ..
            } => "; the tool stories shows what stories are about",
            _ => "",
        };
        Self::new(&format!("{error}{advice}"))
    }
}

impl From<Unclear> for Fault {
    fn from(unclear: Unclear) -> Self {
        match unclear {
            Unclear::None { what, typed } => {
                let advice = match what {
                    "speaker" => "the tool speakers looks for letters of a name",
                    _ => "the answers of search name sources; khabar sources lists them",
                };
                Self::of(
                    what,
                    format_args!("there is none called {typed:?}; {advice}"),
                )
            }
            Unclear::Archive(error) => error.into(),
            unclear @ Unclear::Several { .. } => Self::new(&unclear.to_string()),
        }
    }
}

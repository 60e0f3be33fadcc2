//! Why an input could not be read, and what to do about it: every such sentence of the program is here, but for those about
//! the network, which come from where pages are fetched.

use khabar_article::ReadError;
use khabar_corpus::unpack::{UnpackError, readable};
use khabar_fetch::FetchError;
use thiserror::Error;

/// Why an input could not be read. Shown as `cause; what to do`.
#[derive(Debug, Error)]
pub enum Problem {
    /// The path leads nowhere.
    #[error("there is no such file; check the path{}", address_hint(*.looks_like_address))]
    Missing {
        /// Whether it may be an address without its scheme.
        looks_like_address: bool,
    },
    /// A folder.
    #[error("this is a folder; name the files in it, as in {folder}/*.html")]
    Folder {
        /// The folder as named.
        folder: String,
    },
    /// Something that is no regular file and cannot be read as one.
    #[error("the file may not be read; check its permissions")]
    NotPermitted,
    /// The system failed to read it.
    #[error("the file could not be read ({0}); check the disk or copy the file elsewhere")]
    Unreadable(std::io::Error),
    /// An address of another scheme.
    #[error(
        "addresses of the kind {scheme}: are not read; give an http or https address, or a file"
    )]
    Scheme {
        /// The scheme.
        scheme: String,
    },
    /// An address that is none.
    #[error("this is not a whole address ({0}); write it as in https://news.example/report")]
    Address(url::ParseError),
    /// Nothing in it.
    #[error("there is nothing in it; check that it was saved or fetched completely")]
    Empty,
    /// No text.
    #[error("this is {found}, not a page; give the page itself, as HTML or text")]
    NotText {
        /// What it is, with its article.
        found: &'static str,
    },
    /// Larger than allowed.
    #[error(
        "it is larger than the limit of {}; if it is a page all the same, raise the limit with --max-bytes",
        readable(*.limit)
    )]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// Larger than allowed once unpacked.
    #[error(
        "the {packing} data unpacks to more than the limit of {}; if you trust it, raise the limit with --max-bytes",
        readable(*.limit)
    )]
    Bomb {
        /// How it is packed.
        packing: &'static str,
        /// The limit in bytes.
        limit: usize,
    },
    /// Packed, and damaged.
    #[error("the {packing} data is damaged or cut off ({cause}); fetch or copy it again")]
    Damaged {
        /// How it is packed.
        packing: &'static str,
        /// What the decoder says.
        cause: String,
    },
    /// A defect of this program.
    #[error(
        "khabar itself failed on it; please report that with the input at {}",
        env!("CARGO_PKG_REPOSITORY")
    )]
    Defect,
    /// An address that gave no page.
    #[error("{}{}", .0, option_that_helps(.0))]
    Fetch(#[from] FetchError),
}

impl From<ReadError> for Problem {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Empty => Self::Empty,
            ReadError::NotText { found } => Self::NotText { found },
            ReadError::TooLarge { limit, .. } => Self::TooLarge { limit },
        }
    }
}

impl Problem {
    /// Packed data that was not unpacked, where no more than `limit` bytes were wanted.
    pub fn of_packed(error: UnpackError, limit: usize) -> Self {
        match error {
            UnpackError::TooLarge { packing } => Self::Bomb { packing, limit },
            UnpackError::Damaged { packing, cause } => Self::Damaged {
                packing,
                cause: cause.to_string(),
            },
        }
    }
}

/// The option that does what an error of fetching advises, if there is one.
pub fn option_that_helps(error: &FetchError) -> &'static str {
    match error {
        FetchError::Timeout { .. } => " with --timeout",
        FetchError::TooLarge { .. } => ", with --max-bytes",
        FetchError::Robots | FetchError::RobotsUnknown { .. } => {
            ", or use --ignore-robots if you may"
        }
        _ => "",
    }
}

/// What to add for a missing file whose name could be an address.
fn address_hint(looks_like_address: bool) -> &'static str {
    if looks_like_address {
        ", or write https:// before it if it is an address"
    } else {
        ""
    }
}

impl Problem {
    /// A system error met while opening or reading a file.
    pub fn of_file(error: std::io::Error, name: &str) -> Self {
        match error.kind() {
            std::io::ErrorKind::NotFound => Self::Missing {
                looks_like_address: looks_like_address(name),
            },
            std::io::ErrorKind::PermissionDenied => Self::NotPermitted,
            std::io::ErrorKind::IsADirectory => Self::Folder {
                folder: name.trim_end_matches('/').to_owned(),
            },
            _ => Self::Unreadable(error),
        }
    }
}

/// Whether a name may be an address without its scheme: `news.example/report`, `www.news.example`.
fn looks_like_address(name: &str) -> bool {
    let (host, rest) = name.split_once('/').unwrap_or((name, ""));
    let labels: Vec<&str> = host.split('.').collect();
    let named = labels.len() > 1
        && labels
            .iter()
            .all(|l| !l.is_empty() && l.chars().all(|c| c.is_alphanumeric() || c == '-'));
    named && (host.starts_with("www.") || !rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forgotten_scheme_is_recognised() {
        assert!(looks_like_address("www.news.example"));
        assert!(looks_like_address("news.example/report.html"));
        assert!(!looks_like_address("page.html"));
        assert!(!looks_like_address("../pages/page.html"));
        assert!(!looks_like_address("pages/page.html"));
    }
}

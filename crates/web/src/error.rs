//! What can go wrong with a request, or with serving at all.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::http::StatusCode;
use khabar_archive::ArchiveError;
use thiserror::Error;

/// Why pages could not be served, or why a request was not answered as it asked.
#[derive(Debug, Error)]
pub enum WebError {
    /// A token is too short, or cannot be sent in a header.
    #[error(
        "a token has at least 16 characters, letters, digits and signs of ASCII alone; choose another"
    )]
    Token,
    /// The system has no random numbers.
    #[error(
        "no token could be made, for the system gives no random numbers ({0}); choose one yourself"
    )]
    Random(String),
    /// The address cannot be listened at.
    #[error("{address} could not be listened at: {cause}; choose another port or address")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        cause: io::Error,
    },
    /// The archive says no.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// There is nothing at that address.
    #[error("there is nothing at this address")]
    NotFound,
    /// Something that was asked makes no sense.
    #[error("{0}")]
    Invalid(String),
    /// The address cannot be asked in this way.
    #[error("this address is not asked that way; see /openapi.json for how")]
    Method,
    /// The page cannot be had in the form asked for.
    #[error("this page cannot be had in that form; see /openapi.json for those there are")]
    Form,
    /// Whoever asks must show that they may.
    #[error("this needs the token: send it as `Authorization: Bearer TOKEN`, or sign in at /login")]
    SignIn,
    /// The token is wrong.
    #[error("the token is wrong")]
    WrongToken,
    /// The request was not made from a page of this archive.
    #[error("the request did not come from a page of this archive, so nothing was changed")]
    ForeignOrigin,
    /// The pages are not served under this name.
    #[error("the pages are not served under the name {0:?}; name it with --host if they should be")]
    UnknownHost(String),
    /// The token was guessed too often.
    #[error("the token was wrong too often; try again in {0} seconds")]
    TooOften(u64),
    /// The request is too large.
    #[error("the request is too large")]
    TooLarge,
    /// The answer took too long.
    #[error(
        "this was not done in {} seconds; what was begun may be done by now: look before you try again",
        .0.as_secs_f64()
    )]
    TooSlow(Duration),
    /// A page could not be made.
    #[error("the page could not be made: {0}")]
    Page(String),
}

impl WebError {
    /// The status of the answer.
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::NotFound | Self::Archive(ArchiveError::Unknown { .. }) => StatusCode::NOT_FOUND,
            Self::Invalid(_) | Self::Token | Self::Archive(ArchiveError::Invalid(_)) => {
                StatusCode::BAD_REQUEST
            }
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Form => StatusCode::NOT_ACCEPTABLE,
            Self::SignIn | Self::WrongToken => StatusCode::UNAUTHORIZED,
            Self::ForeignOrigin => StatusCode::FORBIDDEN,
            Self::UnknownHost(_) => StatusCode::MISDIRECTED_REQUEST,
            Self::TooOften(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Archive(ArchiveError::InUse { .. }) => StatusCode::CONFLICT,
            Self::Archive(ArchiveError::Full { .. }) => StatusCode::INSUFFICIENT_STORAGE,
            Self::TooSlow(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Archive(_) | Self::Page(_) | Self::Random(_) | Self::Listen { .. } => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
        }
    }

    /// A short name that programs can go by.
    pub(crate) fn code(&self) -> &'static str {
        match self.status() {
            StatusCode::NOT_FOUND => "not-found",
            StatusCode::BAD_REQUEST => "invalid",
            StatusCode::METHOD_NOT_ALLOWED => "no-such-method",
            StatusCode::NOT_ACCEPTABLE => "no-such-form",
            StatusCode::UNAUTHORIZED => "token-needed",
            StatusCode::FORBIDDEN => "foreign-origin",
            StatusCode::MISDIRECTED_REQUEST => "unknown-host",
            StatusCode::TOO_MANY_REQUESTS => "too-often",
            StatusCode::PAYLOAD_TOO_LARGE => "too-large",
            StatusCode::CONFLICT => "in-use",
            StatusCode::INSUFFICIENT_STORAGE => "no-room",
            StatusCode::SERVICE_UNAVAILABLE => "too-slow",
            _ => "failed",
        }
    }
}

//! What a reading has to say about itself.

use std::fmt;

use serde::Serialize;

/// Something odd about a page, or about how it was read. The `code` is stable, the `message` is for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// Stable short name: `no-report`, `truncated`.
    pub code: WarningCode,
    /// One sentence: what was found, and what to do where something can be done.
    pub message: String,
}

/// The kinds of warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WarningCode {
    /// The page carries no report: a section front, an error page, a form.
    NoReport,
    /// The page is a consent or cookie notice in the place of a report.
    CookieWall,
    /// The page says that what was asked for is not there.
    ErrorPage,
    /// The page lists other reports rather than being one.
    SectionFront,
    /// Only the opening of the report is on the page.
    Paywall,
    /// The page was longer or deeper, had more nodes or more text, or took longer than the limits allow; what lies beyond
    /// was left out.
    LimitReached,
    /// The declared encoding was wrong, or bytes could not be decoded.
    Encoding,
    /// Nothing that counts as text was found.
    EmptyBody,
    /// The record of an archive that holds the page does not have the length it says.
    Record,
}

/// What is said where a page took too long.
pub(crate) const OUT_OF_TIME: &str =
    "the page took longer than the limit; what came after was left out";

/// Says once that a page took longer than the limit.
pub fn out_of_time(warnings: &mut Vec<Warning>) {
    if warnings.iter().all(|w| w.message != OUT_OF_TIME) {
        warnings.push(Warning::new(WarningCode::LimitReached, OUT_OF_TIME));
    }
}

impl Warning {
    /// A warning of this kind with its sentence.
    pub fn new(code: WarningCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

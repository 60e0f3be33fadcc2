//! What there is to know of a report before it is set beside others.

use jiff::Timestamp;

/// A report as it arrives. Only the title is needed; the more there is, the better it is judged.
#[derive(Debug, Clone, Copy, Default)]
pub struct Report<'r> {
    /// Its headline.
    pub title: &'r str,
    /// Its text; empty where only the headline is known.
    pub text: &'r str,
    /// When it was published, or arrived.
    pub published: Option<Timestamp>,
    /// Its language, a BCP 47 tag.
    pub language: Option<&'r str>,
    /// Who speaks in it, by name.
    pub speakers: &'r [String],
    /// Addresses that its text links to; where it has one of its own, that too, so that those who link to it are found.
    pub links: &'r [String],
    /// Its pictures: their addresses, or what their contents are called by.
    pub images: &'r [String],
}

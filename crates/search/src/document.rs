//! What is put into an index.

/// A report, as far as it is searched. All texts are plain; empty ones are left out.
#[derive(Debug, Clone, Default)]
pub struct Document<'a> {
    /// The number of the report in the record. Putting the same number again replaces what was there.
    pub id: u64,
    /// The number of its outlet.
    pub source: u64,
    /// Its language, as a tag (`ar`, `en-GB`).
    pub language: Option<&'a str>,
    /// When it was published, in seconds since 1970.
    pub published: Option<i64>,
    /// When it was gathered, in seconds since 1970. Stands in for `published` where that is missing.
    pub gathered: i64,
    /// Its headline.
    pub headline: &'a str,
    /// What stands between headline and body.
    pub standfirst: &'a str,
    /// Its body.
    pub body: &'a str,
    /// Names of people and agencies who sign it.
    pub authors: &'a [&'a str],
    /// The section it stands in.
    pub section: &'a str,
    /// What it is tagged with.
    pub keywords: &'a [&'a str],
    /// Who says what in it.
    pub statements: &'a [Statement<'a>],
}

/// One act of saying in a report.
#[derive(Debug, Clone, Copy, Default)]
pub struct Statement<'a> {
    /// Who speaks, as far as that is known: name and role.
    pub speaker: &'a str,
    /// The words that are attributed to them.
    pub said: &'a str,
}

impl Document<'_> {
    /// When it counts as published.
    pub(crate) fn time(&self) -> i64 {
        self.published.unwrap_or(self.gathered)
    }
}

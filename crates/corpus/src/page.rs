//! A page of the inputs, read whole.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use khabar_article::{ReadOptions, Warning, WarningCode, words};
use khabar_page::Limits;
use khabar_statements::Reading;
use serde::{Deserialize, Serialize};

use crate::item::{Cause, Item};

/// How pages are read.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PageOptions {
    /// The largest page, in bytes.
    pub max_bytes: usize,
    /// The longest time a page may be read, in seconds; what comes after is left out.
    pub max_seconds: f64,
    /// Whether statements are read.
    pub statements: bool,
}

impl PageOptions {
    /// The limits of the reader.
    pub fn limits(&self) -> Limits {
        Limits {
            bytes: self.max_bytes,
            time: Duration::try_from_secs_f64(self.max_seconds).ok(),
            ..Limits::default()
        }
    }
}

impl Default for PageOptions {
    fn default() -> Self {
        Self {
            max_bytes: 32 << 20,
            max_seconds: 10.0,
            statements: true,
        }
    }
}

/// A page, read, and what is asked of it more than once.
#[derive(Debug, Default)]
pub struct PageRead {
    /// The report and its statements.
    pub reading: Reading,
    /// The text of the body.
    pub body: String,
    /// How many words the body has.
    pub words: usize,
    /// The site of the page: `news.example` of `https://www.news.example/1`.
    pub site: Option<String>,
}

/// Reads a page.
///
/// # Errors
/// Why the page cannot be read.
pub fn read(item: &Item<'_>, options: &PageOptions) -> Result<PageRead, Cause> {
    let read_options = ReadOptions {
        url: item.address,
        declared_encoding: item.charset,
        input: item.kind,
        limits: options.limits(),
        ..ReadOptions::default()
    };
    let mut reading = Reading::read(item.bytes, &read_options, options.statements)?;
    if item.length_is_wrong {
        reading.article.warnings.push(Warning::new(
            WarningCode::Record,
            "the record does not have the length it says; what stands there was read",
        ));
    }
    let body = reading.article.body_text();
    Ok(PageRead {
        words: words::count(&body),
        site: site(item.address.or(reading.article.url.as_deref())),
        body,
        reading,
    })
}

/// What something comes to; `None` where it panics, which is a defect of this program: the other pages are read all the same.
pub fn unless_it_panics<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

/// The registrable domain of an address, or its host where it has none.
fn site(address: Option<&str>) -> Option<String> {
    let url = url::Url::parse(address?).ok()?;
    let site = match url.domain() {
        Some(domain) => psl::domain_str(domain).unwrap_or(domain),
        None => url.host_str()?,
    };
    Some(site.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_the_domain_somebody_registered() {
        let site = |address| site(Some(address));
        assert_eq!(
            site("https://www.news.co.uk/1").as_deref(),
            Some("news.co.uk")
        );
        assert_eq!(site("http://127.0.0.1:80/1").as_deref(), Some("127.0.0.1"));
        assert_eq!(site("not an address"), None);
    }
}

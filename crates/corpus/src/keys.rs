//! What rows are compared by, kept beside their part: hashes of their text, address and paragraphs, and the signature by
//! which nearly the same texts are found. Also what is counted of rows, so that counting does not read them again.

use khabar_article::address;
use serde::{Deserialize, Serialize};
use twox_hash::{XxHash3_64, XxHash3_128};

use crate::dedup::minhash::signature;
use crate::page::PageRead;
use crate::table::month_of;

/// A row as it is compared with others.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Keys {
    /// The name of the row.
    pub id: String,
    /// The signature of the text, by which nearly the same are found; empty of one too short for that.
    pub signature: Vec<u8>,
    /// The text, white space and case apart; `None` of a row without any.
    pub text: Option<u128>,
    /// The address, without what does not matter in it.
    pub address: Option<u128>,
    /// The site; 0 where it is not known.
    pub site: u64,
    /// The paragraphs, in their order.
    pub paragraphs: Vec<Paragraph>,
    /// What is counted of it.
    pub counted: Counted,
}

/// A paragraph of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    /// Its text.
    pub hash: u64,
    /// Where it begins in the body, in code points.
    pub begin: u32,
    /// How many code points it has.
    pub len: u32,
}

/// What is counted of a row that is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// Its language.
    pub language: String,
    /// Its kind of page.
    pub kind: String,
    /// The month it was published in.
    pub month: String,
    /// Its words.
    pub words: u64,
    /// Its statements.
    pub statements: u64,
}

impl Counted {
    /// What is counted of a page.
    pub fn of(read: &PageRead) -> Self {
        let article = &read.reading.article;
        Self {
            language: article.language.clone().unwrap_or_else(|| "und".to_owned()),
            kind: article
                .page_kind
                .map_or("dump", khabar_article::PageKind::name)
                .to_owned(),
            month: month_of(article).unwrap_or_else(|| "undated".to_owned()),
            words: read.words as u64,
            statements: read.reading.statements.len() as u64,
        }
    }
}

impl Keys {
    /// The keys of a row of this name, body, address and site.
    pub fn of(
        id: String,
        body: &str,
        address: Option<&str>,
        site: Option<&str>,
        counted: Counted,
    ) -> Self {
        let (folded, paragraphs) = folded(body);
        Self {
            id,
            signature: signature(body).map_or_else(Vec::new, |signature| signature.to_bytes()),
            text: (!folded.is_empty()).then(|| XxHash3_128::oneshot(folded.as_bytes())),
            address: address
                .and_then(address::key)
                .map(|address| XxHash3_128::oneshot(address.as_bytes())),
            site: site.map_or(0, |site| XxHash3_64::oneshot(site.as_bytes())),
            paragraphs,
            counted,
        }
    }
}

/// A body in lower case with its words one space apart: texts that differ in nothing else are the same. And its paragraphs,
/// which blank lines part.
fn folded(body: &str) -> (String, Vec<Paragraph>) {
    let mut folded = String::with_capacity(body.len());
    let mut paragraphs = Vec::new();
    let mut begin = 0;
    for text in body.split("\n\n") {
        let mut start = folded.len();
        let mut len = 0;
        let mut is_behind_gap = true;
        for c in text.chars() {
            len += 1;
            if c.is_whitespace() {
                is_behind_gap = true;
                continue;
            }
            if is_behind_gap && !folded.is_empty() {
                // The space before the first word of a paragraph is not the paragraph's.
                start += usize::from(start == folded.len());
                folded.push(' ');
            }
            is_behind_gap = false;
            if c.is_ascii() {
                folded.push(c.to_ascii_lowercase());
            } else {
                folded.extend(c.to_lowercase());
            }
        }
        let of_paragraph = folded.get(start..).unwrap_or_default();
        paragraphs.push(Paragraph {
            hash: XxHash3_64::oneshot(of_paragraph.as_bytes()),
            begin,
            len,
        });
        begin += len + 2;
    }
    (folded, paragraphs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_has_keys_and_its_paragraphs_have() {
        let keys = |body| {
            Keys::of(
                "a#1".into(),
                body,
                None,
                Some("a.example"),
                Counted::default(),
            )
        };
        let of = keys("One.\n\nالثاني.\n\n\n\nONE.");
        let places: Vec<_> = of.paragraphs.iter().map(|p| (p.begin, p.len)).collect();
        assert_eq!(places, [(0, 4), (6, 7), (15, 0), (17, 4)]);
        assert_eq!(of.paragraphs[0].hash, of.paragraphs[3].hash);
        assert_eq!(of.paragraphs[1].hash, keys("الثاني.").paragraphs[0].hash);
        assert_eq!(keys(" \n\n ").text, None);
    }

    #[test]
    fn white_space_and_case_do_not_count() {
        let text = |body| Keys::of(String::new(), body, None, None, Counted::default()).text;
        assert_eq!(text("The  Harbour\n\nopens "), text("the harbour opens"));
        assert_ne!(text("The harbour opens"), text("The harbour opened"));
    }
}

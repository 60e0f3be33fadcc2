//! What rows are compared by, kept beside their part: hashes of their text, address and paragraphs, and the signature by
//! which nearly the same texts are found. Also what is counted of rows, so that counting does not read them again.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use twox_hash::{XxHash3_64, XxHash3_128};

use crate::dedup::address::normalised;
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
                .and_then(normalised)
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
        for word in text.split_whitespace() {
            if !folded.is_empty() {
                // The space before the first word of a paragraph is not the paragraph's.
                start += usize::from(start == folded.len());
                folded.push(' ');
            }
            if word.is_ascii() {
                folded.extend(
                    word.bytes()
                        .map(|byte| char::from(byte.to_ascii_lowercase())),
                );
            } else {
                folded.extend(word.chars().flat_map(char::to_lowercase));
            }
        }
        let len = text.chars().count() as u32;
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

/// Writes keys to a file, in the order of the rows.
pub struct KeysWriter {
    file: BufWriter<File>,
}

impl KeysWriter {
    /// Makes the file.
    ///
    /// # Errors
    /// What the system says.
    pub fn create(path: &Path) -> io::Result<Self> {
        Ok(Self {
            file: BufWriter::with_capacity(256 << 10, File::create(path)?),
        })
    }

    /// Writes the keys of the next row.
    ///
    /// # Errors
    /// What the system says.
    pub fn push(&mut self, keys: &Keys) -> io::Result<()> {
        let bytes = postcard::to_stdvec(keys).map_err(io::Error::other)?;
        self.file.write_all(&(bytes.len() as u32).to_le_bytes())?;
        self.file.write_all(&bytes)
    }

    /// Brings the file to the disk.
    ///
    /// # Errors
    /// What the system says.
    pub fn finish(self) -> io::Result<()> {
        let file = self
            .file
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?;
        file.sync_all()
    }
}

/// Reads the keys of a file.
pub struct KeysReader {
    file: BufReader<File>,
    buffer: Vec<u8>,
}

impl KeysReader {
    /// Opens the file.
    ///
    /// # Errors
    /// What the system says.
    pub fn open(path: &Path) -> io::Result<Self> {
        Ok(Self {
            file: BufReader::with_capacity(256 << 10, File::open(path)?),
            buffer: Vec::new(),
        })
    }

    /// The keys of the next row, so long as there are rows: the reader's user knows how many.
    ///
    /// # Errors
    /// What the system says, and a file that ends too soon.
    pub fn next(&mut self) -> io::Result<Keys> {
        use std::io::Read;

        let mut len = [0; 4];
        self.file.read_exact(&mut len)?;
        self.buffer.resize(u32::from_le_bytes(len) as usize, 0);
        self.file.read_exact(&mut self.buffer)?;
        postcard::from_bytes(&self.buffer).map_err(io::Error::other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_back() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("keys");
        let keys = [
            Keys::of(
                "a#1".into(),
                "One.\n\nالثاني.",
                Some("https://a.example/"),
                Some("a.example"),
                Counted::default(),
            ),
            Keys::of("b".into(), "", None, None, Counted::default()),
        ];
        let mut writer = KeysWriter::create(&path).unwrap();
        for keys in &keys {
            writer.push(keys).unwrap();
        }
        writer.finish().unwrap();
        let mut reader = KeysReader::open(&path).unwrap();
        assert_eq!([reader.next().unwrap(), reader.next().unwrap()], keys);
        assert_eq!(keys[0].paragraphs[1].begin, 6);
        assert_eq!(keys[1].text, None);
    }

    #[test]
    fn white_space_and_case_do_not_count() {
        let text = |body| Keys::of(String::new(), body, None, None, Counted::default()).text;
        assert_eq!(text("The  Harbour\n\nopens "), text("the harbour opens"));
        assert_ne!(text("The harbour opens"), text("The harbour opened"));
    }
}

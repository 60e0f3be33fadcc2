//! Rows set beside each other: which have the address or the text of an earlier one, which paragraphs stand on several pages
//! of a site. What is found is written down part by part.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::iter::Peekable;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::dedup::column::Column;
use crate::dedup::first::Firsts;
use crate::dedup::minhash::Signature;
use crate::dedup::near::Near;
use crate::dedup::paragraphs::Paragraphs;
use crate::folder;
use crate::keys::Keys;
use crate::list::{ListReader, ListWriter};

/// Memory that the largest sorter takes, in bytes; others take part of it.
const MEMORY: usize = 64 << 20;

/// The marks of a row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    /// The name of the first row of the same address.
    pub address: Option<String>,
    /// The name of the first row with the same text.
    pub exact: Option<String>,
    /// The name of the first row with nearly the same text.
    pub near: Option<String>,
    /// Paragraphs that are repeated, by their number in the body, and on how many pages they stand.
    pub repeated: Vec<(u32, u32)>,
}

/// A part whose rows are set beside others.
#[derive(Debug, Clone)]
pub struct PartKeys {
    /// The file of its keys.
    pub keys: PathBuf,
    /// How many rows it has.
    pub rows: u64,
    /// Where its marks are to be written.
    pub marks: PathBuf,
}

/// Finds the marks of all rows and writes them down, unless that was done before. What is sorted lies in `folder`.
///
/// # Errors
/// What the system says.
pub fn find(parts: &[PartKeys], folder: &Path) -> io::Result<()> {
    if parts.iter().all(|part| part.marks.exists()) {
        return Ok(());
    }
    let sorting = folder.join("sorting");
    fs::create_dir_all(&sorting)?;
    let found = find_in(parts, &sorting);
    // Files without a name are gone by themselves; the folder is empty.
    let _ = fs::remove_dir_all(&sorting);
    found
}

fn find_in(parts: &[PartKeys], sorting: &Path) -> io::Result<()> {
    let mut names = Names::create(sorting)?;
    let mut addresses = Firsts::new(sorting, MEMORY / 4);
    let mut texts = Firsts::new(sorting, MEMORY / 4);
    each_row(parts, |row, keys| {
        names.push(&keys.id)?;
        if let Some(address) = keys.address {
            addresses.push(address, row)?;
        }
        keys.text.map_or(Ok(()), |text| texts.push(text, row))
    })?;
    let addresses = addresses.finish()?;
    let texts = texts.finish()?;

    let mut near = Near::new(sorting, MEMORY)?;
    let mut paragraphs = Paragraphs::new(sorting, MEMORY / 2);
    let mut same = pairs(texts.read()?);
    each_row(parts, |row, keys| {
        for (number, paragraph) in keys.paragraphs.iter().enumerate() {
            if keys.site != 0 && paragraph.len > 0 {
                paragraphs.push(keys.site, paragraph.hash, row, number as u64)?;
            }
        }
        // A copy of a text leads where the text does.
        let is_copy = take(&mut same, row)?.is_some();
        let signature = Signature::from_bytes(&keys.signature).filter(|_| !is_copy);
        near.push(signature.as_ref())
    })?;
    let mut groups = near.finish()?;

    let mut copies = Bits::default();
    let mut same = pairs(texts.read()?);
    let rows: u64 = parts.iter().map(|part| part.rows).sum();
    for row in 0..rows {
        let is_copy = take(&mut same, row)?.is_some() || group(&mut groups, row)? != row;
        copies.push(is_copy);
    }
    let repeated = paragraphs.finish(|row| copies.get(row))?;

    let mut same = pairs(texts.read()?);
    let mut addresses = pairs(addresses.read()?);
    let mut repeated = repeated.read()?.peekable();
    let mut row = 0;
    for part in parts {
        let mut marks = ListWriter::create(&folder::unfinished(&part.marks))?;
        for _ in 0..part.rows {
            let text = take(&mut same, row)?;
            let near = group(&mut groups, text.unwrap_or(row))?;
            let mut name = |first: Option<u64>| first.map(|first| names.get(first)).transpose();
            let mut of_row = Marks {
                address: name(take(&mut addresses, row)?)?,
                exact: name(text)?,
                near: name((near != row).then_some(near))?,
                repeated: Vec::new(),
            };
            while let Some(record) = repeated.next_if(|r| r.as_ref().map_or(true, |r| r[0] == row))
            {
                let [_, number, pages] = record?;
                let pages = u32::try_from(pages).unwrap_or(u32::MAX);
                of_row.repeated.push((number as u32, pages));
            }
            marks.push(&of_row)?;
            row += 1;
        }
        marks.finish()?;
        folder::settle(&part.marks)?;
    }
    Ok(())
}

/// Gives on every row with its number and its keys.
fn each_row(
    parts: &[PartKeys],
    mut give: impl FnMut(u64, Keys) -> io::Result<()>,
) -> io::Result<()> {
    let mut row = 0;
    for part in parts {
        let mut keys = ListReader::open(&part.keys)?;
        for _ in 0..part.rows {
            give(row, keys.next()?)?;
            row += 1;
        }
    }
    Ok(())
}

type Pairs<I> = Peekable<I>;

fn pairs<I: Iterator<Item = io::Result<[u64; 2]>>>(sorted: I) -> Pairs<I> {
    sorted.peekable()
}

/// What a row leads to, where rows are asked for in their order.
fn take<I: Iterator<Item = io::Result<[u64; 2]>>>(
    pairs: &mut Pairs<I>,
    row: u64,
) -> io::Result<Option<u64>> {
    let pair = pairs.next_if(|pair| pair.as_ref().map_or(true, |pair| pair[0] == row));
    Ok(pair.transpose()?.map(|pair| pair[1]))
}

/// The first row of a row's group.
fn group(groups: &mut Column<8>, row: u64) -> io::Result<u64> {
    groups.get(row).map(u64::from_le_bytes)
}

/// The names of rows, on disk.
struct Names {
    file: BufWriter<File>,
    len: u64,
    /// Where each begins.
    places: Column<8>,
}

impl Names {
    fn create(folder: &Path) -> io::Result<Self> {
        Ok(Self {
            file: BufWriter::new(tempfile::tempfile_in(folder)?),
            len: 0,
            places: Column::new(folder)?,
        })
    }

    fn push(&mut self, name: &str) -> io::Result<()> {
        self.places.push(&self.len.to_le_bytes())?;
        self.file.write_all(&(name.len() as u32).to_le_bytes())?;
        self.file.write_all(name.as_bytes())?;
        self.len += 4 + name.len() as u64;
        Ok(())
    }

    fn get(&mut self, row: u64) -> io::Result<String> {
        self.file.flush()?;
        let place = u64::from_le_bytes(self.places.get(row)?);
        let file = self.file.get_mut();
        file.seek(SeekFrom::Start(place))?;
        let mut len = [0; 4];
        file.read_exact(&mut len)?;
        let mut name = vec![0; u32::from_le_bytes(len) as usize];
        file.read_exact(&mut name)?;
        String::from_utf8(name).map_err(io::Error::other)
    }
}

/// A bit a row.
#[derive(Default)]
struct Bits {
    words: Vec<u64>,
    len: u64,
}

impl Bits {
    fn push(&mut self, bit: bool) {
        if self.len.is_multiple_of(64) {
            self.words.push(0);
        }
        if let Some(word) = self.words.last_mut() {
            *word |= u64::from(bit) << (self.len % 64);
        }
        self.len += 1;
    }

    fn get(&self, at: u64) -> bool {
        let word = self.words.get((at / 64) as usize).copied().unwrap_or(0);
        word >> (at % 64) & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::Counted;

    fn body(words: std::ops::Range<usize>) -> String {
        let words: Vec<String> = words.map(|i| format!("word{i}")).collect();
        words.join(" ")
    }

    #[test]
    fn rows_of_all_parts_are_set_beside_each_other() {
        let dir = tempfile::tempdir().unwrap();
        let farewell = "Read on in our newsletter.";
        let report = |words| format!("{}\n\n{farewell}", body(words));
        let rows = [
            ("a", "https://a.example/1", report(0..100)),
            ("b", "https://b.example/1", report(0..100)),
            ("c", "https://a.example/1?utm_source=x", report(1000..1100)),
            ("d", "https://a.example/3", report(10..110)),
            ("e", "https://a.example/4", report(2000..2100)),
        ];
        let part = |number: usize, rows: &[(&str, &str, String)]| {
            let path = |ending: &str| dir.path().join(format!("{number}.{ending}"));
            let mut writer = ListWriter::create(&path("keys")).unwrap();
            for (id, address, body) in rows {
                let keys = Keys::of(
                    (*id).into(),
                    body,
                    Some(address),
                    Some("a.example"),
                    Counted::default(),
                );
                writer.push(&keys).unwrap();
            }
            writer.finish().unwrap();
            PartKeys {
                keys: path("keys"),
                rows: rows.len() as u64,
                marks: path("marks"),
            }
        };
        let parts = [part(0, &rows[..2]), part(1, &rows[2..])];
        find(&parts, dir.path()).unwrap();
        let [first, second] = [&parts[0], &parts[1]].map(|part| {
            let mut marks = ListReader::<Marks>::open(&part.marks).unwrap();
            let rows = (0..part.rows).map(|_| marks.next().unwrap());
            rows.collect::<Vec<_>>()
        });
        assert_eq!(first[1].exact.as_deref(), Some("a"));
        assert_eq!(first[1].near.as_deref(), Some("a"));
        assert_eq!(first[0].exact, None);
        assert_eq!(second[0].address.as_deref(), Some("a"));
        assert_eq!(second[0].near, None);
        assert_eq!(second[1].near.as_deref(), Some("a"));
        // Three pages that are no copies of each other have it, and it is marked on their copies too.
        assert_eq!(first[1].repeated, [(1, 3)]);
        assert_eq!(second[2].repeated, [(1, 3)]);
    }
}

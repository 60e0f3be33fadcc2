//! Paragraphs that stand on several pages of a site.

use arrow_schema::ArrowError;
use rustc_hash::{FxHashMap, FxHashSet};

use super::RoundWork;
use super::record::{
    Copied, EXACT_OF, First, NEAR_OF, OfSite, Out, PARAGRAPH, PARAGRAPHS, REPEATED, Repeated,
    SAME_TEXT,
};
use crate::dedup::paragraphs::FEWEST_PAGES;

/// From the rows of a place and what is known of them to their paragraphs, each at the part of its text, and what copies of them are
/// nearly the same as.
#[derive(Default)]
pub struct Paragraphs {
    rows: Vec<OfSite>,
    /// Rows that are copies of a text.
    exact: FxHashSet<i64>,
    /// Rows that joined a group, and the name of its first.
    near: FxHashMap<i64, String>,
    /// Copies of the rows.
    copies: Vec<Copied>,
}

impl RoundWork for Paragraphs {
    fn take(&mut self, kind: &str, data: &[u8]) -> Result<(), ArrowError> {
        if kind == PARAGRAPHS.name {
            return PARAGRAPHS.collect(data, &mut self.rows);
        }
        if kind == EXACT_OF.name {
            return EXACT_OF.read(data, |of| {
                self.exact.insert(of.row);
            });
        }
        if kind == NEAR_OF.name {
            return NEAR_OF.read(data, |of| {
                self.near.insert(of.row, of.id);
            });
        }
        if kind == SAME_TEXT.name {
            return SAME_TEXT.collect(data, &mut self.copies);
        }
        Ok(())
    }

    fn finish(self, out: &mut Out) -> Result<(), ArrowError> {
        for copy in self.copies {
            if let Some(id) = self.near.get(&copy.first) {
                let (row, id) = (copy.row, id.clone());
                out.push(&NEAR_OF, copy.place, &First { row, id });
            }
        }
        let mut of_parts: FxHashMap<u32, OfSite> = FxHashMap::default();
        for row in self.rows {
            let is_copy = self.exact.contains(&row.row) || self.near.contains_key(&row.row);
            for paragraph in &row.paragraphs {
                let part = out.part(row.site ^ paragraph.0);
                let of_part = of_parts.entry(part).or_insert_with(|| OfSite {
                    is_copy,
                    paragraphs: Vec::new(),
                    ..row
                });
                of_part.paragraphs.push(*paragraph);
            }
            for (part, paragraphs) in of_parts.drain() {
                out.push(&PARAGRAPH, part, &paragraphs);
            }
        }
        Ok(())
    }
}

/// From the paragraphs of a part to those that stand on enough pages, each at the place of its row.
#[derive(Default)]
pub struct Counting {
    rows: Vec<OfSite>,
}

impl RoundWork for Counting {
    fn take(&mut self, kind: &str, data: &[u8]) -> Result<(), ArrowError> {
        if kind == PARAGRAPH.name {
            return PARAGRAPH.collect(data, &mut self.rows);
        }
        Ok(())
    }

    fn finish(self, out: &mut Out) -> Result<(), ArrowError> {
        let each = self.rows.iter().enumerate().flat_map(|(at, row)| {
            let paragraphs = row.paragraphs.iter();
            paragraphs.map(move |(hash, number, begin, len)| {
                let site = row.site;
                ((site, *hash), row.row, *number, at, (*begin, *len))
            })
        });
        let mut all: Vec<_> = each.collect();
        all.sort_unstable();
        for of_text in all.chunk_by(|one, other| one.0 == other.0) {
            let rows = of_text.chunk_by(|one, other| one.1 == other.1);
            let pages = rows.filter(|row| !self.rows[row[0].3].is_copy).count();
            if (pages as u64) < FEWEST_PAGES {
                continue;
            }
            for (_, row, _, at, (begin, len)) in of_text {
                let of_row = &self.rows[*at];
                let repeated = Repeated {
                    row: *row,
                    all: of_row.all,
                    begin: *begin,
                    end: begin + len,
                    pages: pages as u32,
                };
                out.push(&REPEATED, of_row.place, &repeated);
            }
        }
        Ok(())
    }
}

//! Nearly the same texts: which rows to compare, which of them are alike, and which group each joins.

use arrow_schema::ArrowError;
use rustc_hash::FxHashMap;

use super::RoundWork;
use super::record::{
    ADDRESS_OF, ALIKE, Alike, CANDIDATE, Candidate, Copied, EXACT_OF, First, Kind, MEMBER, NAMED,
    NEAR_OF, Named, Out, PAIR, Pair, SAME_ADDRESS, SAME_TEXT,
};
use crate::dedup::minhash::{SKETCH, similarity};
use crate::dedup::near::{LEAST_WITH_FIRST, THRESHOLD};

/// The rows of a place by their numbers.
type Rows = FxHashMap<i64, Named>;

fn named(data: &[u8], into: &mut Rows) -> Result<(), ArrowError> {
    NAMED.read(data, |row| {
        into.insert(row.row, row);
    })
}

/// How much of their words two rows share; nothing where one has no sketch.
fn shared(one: &[u8], other: &[u8]) -> f32 {
    let sketch = |bytes: &[u8]| -> Option<[u8; SKETCH]> { bytes.try_into().ok() };
    match (sketch(one), sketch(other)) {
        (Some(one), Some(other)) => similarity(&one, &other),
        _ => 0.0,
    }
}

/// From the rows of a place, copies of them, and pairs of which they are the later, to what the copies are copies of, and the pairs
/// with the sketch of the later at the place of the earlier.
#[derive(Default)]
pub struct Candidates {
    rows: Rows,
    texts: Vec<Copied>,
    addresses: Vec<Copied>,
    pairs: Vec<Pair>,
}

impl RoundWork for Candidates {
    fn take(&mut self, kind: &str, data: &[u8]) -> Result<(), ArrowError> {
        if kind == NAMED.name {
            return named(data, &mut self.rows);
        }
        if kind == SAME_TEXT.name {
            return SAME_TEXT.collect(data, &mut self.texts);
        }
        if kind == SAME_ADDRESS.name {
            return SAME_ADDRESS.collect(data, &mut self.addresses);
        }
        if kind == PAIR.name {
            return PAIR.collect(data, &mut self.pairs);
        }
        Ok(())
    }

    fn finish(mut self, out: &mut Out) -> Result<(), ArrowError> {
        let mut firsts = |copies: &[Copied], kind: &Kind<First>| {
            for copy in copies {
                if let Some(first) = self.rows.get(&copy.first) {
                    let (row, id) = (copy.row, first.id.clone());
                    out.push(kind, copy.place, &First { row, id });
                }
            }
        };
        firsts(&self.texts, &EXACT_OF);
        firsts(&self.addresses, &ADDRESS_OF);
        // Two bands may have found the same pair in two parts.
        self.pairs.sort_unstable();
        self.pairs.dedup();
        for pair in self.pairs {
            if let Some(row) = self.rows.get(&pair.row) {
                let candidate = Candidate {
                    row: pair.row,
                    earlier: pair.earlier,
                    place: pair.place,
                    sketch: row.sketch.clone(),
                };
                out.push(&CANDIDATE, pair.earlier_place, &candidate);
            }
        }
        Ok(())
    }
}

/// From candidates and the earlier rows to the pairs that are alike, and the rows that are in any, for the one part that has all.
#[derive(Default)]
pub struct Comparing {
    rows: Rows,
    candidates: Vec<Candidate>,
}

impl RoundWork for Comparing {
    fn take(&mut self, kind: &str, data: &[u8]) -> Result<(), ArrowError> {
        if kind == NAMED.name {
            return named(data, &mut self.rows);
        }
        if kind == CANDIDATE.name {
            return CANDIDATE.collect(data, &mut self.candidates);
        }
        Ok(())
    }

    fn finish(self, out: &mut Out) -> Result<(), ArrowError> {
        let mut members = Members::default();
        for candidate in self.candidates {
            let Some(earlier) = self.rows.get(&candidate.earlier) else {
                continue;
            };
            if shared(&candidate.sketch, &earlier.sketch) < THRESHOLD {
                continue;
            }
            let alike = Alike {
                row: candidate.row,
                earlier: candidate.earlier,
                place: candidate.place,
            };
            out.push(&ALIKE, 0, &alike);
            members.add(candidate.row, "", &candidate.sketch);
            members.add(earlier.row, &earlier.id, &earlier.sketch);
        }
        for (row, member) in members.0 {
            let Member { id, sketch } = member;
            out.push(&MEMBER, 0, &Named { row, id, sketch });
        }
        Ok(())
    }
}

/// Rows that are alike, each once.
#[derive(Default)]
struct Members(FxHashMap<i64, Member>);

struct Member {
    /// Empty of a row that is the earlier of no pair.
    id: String,
    sketch: Vec<u8>,
}

impl Members {
    fn add(&mut self, row: i64, id: &str, sketch: &[u8]) {
        let member = self.0.entry(row).or_insert_with(|| Member {
            id: String::new(),
            sketch: sketch.to_owned(),
        });
        if member.id.is_empty() {
            id.clone_into(&mut member.id);
        }
    }
}

/// From all pairs that are alike, and the rows in them, to the group that each row joins.
#[derive(Default)]
pub struct Groups {
    pairs: Vec<Alike>,
    members: Members,
}

impl RoundWork for Groups {
    fn take(&mut self, kind: &str, data: &[u8]) -> Result<(), ArrowError> {
        if kind == ALIKE.name {
            return ALIKE.collect(data, &mut self.pairs);
        }
        if kind == MEMBER.name {
            return MEMBER.read(data, |row| self.members.add(row.row, &row.id, &row.sketch));
        }
        Ok(())
    }

    fn finish(mut self, out: &mut Out) -> Result<(), ArrowError> {
        self.pairs.sort_unstable();
        // The first row of the group of each row that joined one.
        let mut firsts: FxHashMap<i64, i64> = FxHashMap::default();
        for pair in self.pairs {
            if firsts.contains_key(&pair.row) {
                continue;
            }
            let first = firsts.get(&pair.earlier).copied().unwrap_or(pair.earlier);
            let member = |row| self.members.0.get(&row);
            let (Some(ours), Some(theirs)) = (member(pair.row), member(first)) else {
                continue;
            };
            if shared(&ours.sketch, &theirs.sketch) >= LEAST_WITH_FIRST {
                firsts.insert(pair.row, first);
                let (row, id) = (pair.row, theirs.id.clone());
                out.push(&NEAR_OF, pair.place, &First { row, id });
            }
        }
        Ok(())
    }
}

//! Where in the text of a body its statements stand.

use crate::reading::{Passage, Reading};

/// As many passages may lie over one another; those beyond are not marked there, so that no text costs more than its
/// length.
const DEEPEST: usize = 16;

/// What a passage is to its statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// What was said: which passage of it, counted from 1, and whether it is the last.
    Content { part: usize, last: bool },
    /// Who said it.
    Source,
    /// The reporting words.
    Cue,
    /// Whom it was said to.
    Addressee,
    /// When it was said.
    When,
}

/// A passage of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// First byte.
    pub begin: usize,
    /// One past the last byte.
    pub end: usize,
    /// Which statement, counted from 1.
    pub statement: usize,
    pub role: Role,
}

/// The passages of all statements that stand in the body, by where they begin.
pub(super) fn marks(reading: &Reading<'_>) -> Vec<Mark> {
    let mut marks = Vec::with_capacity(reading.statements.len() * 4);
    for (at, statement) in reading.statements.iter().enumerate() {
        let mut add = |passage: &Passage<'_>, role| {
            if passage.begin < passage.end {
                marks.push(Mark {
                    begin: passage.begin,
                    end: passage.end,
                    statement: at + 1,
                    role,
                });
            }
        };
        let parts = statement.content.len();
        for (part, passage) in statement.content.iter().enumerate() {
            let part = part + 1;
            let last = part == parts;
            add(passage, Role::Content { part, last });
        }
        let others = [
            (&statement.source, Role::Source),
            (&statement.cue, Role::Cue),
            (&statement.addressee, Role::Addressee),
            (&statement.when, Role::When),
        ];
        for (passage, role) in others {
            if let Some(passage) = passage {
                add(passage, role);
            }
        }
    }
    to_bytes(&reading.article_body, &mut marks);
    marks.sort_by_key(|mark| (mark.begin, mark.end, mark.statement));
    marks
}

/// Turns places counted in code points into places counted in bytes. What lies beyond the text goes.
fn to_bytes(body: &str, marks: &mut Vec<Mark>) {
    if body.is_ascii() {
        marks.retain(|mark| mark.end <= body.len());
        return;
    }
    let mut ends: Vec<(usize, usize, bool)> = Vec::with_capacity(marks.len() * 2);
    for (at, mark) in marks.iter().enumerate() {
        ends.push((mark.begin, at, true));
        ends.push((mark.end, at, false));
    }
    ends.sort_unstable();
    // One past any byte there is, for what is not reached below.
    let beyond = body.len() + 1;
    let places = body.char_indices().map(|(byte, _)| byte);
    let mut places = places.chain([body.len()]).enumerate();
    let mut here = places.next();
    for (point, at, is_begin) in ends {
        while here.is_some_and(|(count, _)| count < point) {
            here = places.next();
        }
        let byte = here.map_or(beyond, |(_, byte)| byte);
        if is_begin {
            marks[at].begin = byte;
        } else {
            marks[at].end = byte;
        }
    }
    marks.retain(|mark| mark.end < beyond);
}

/// Goes through the body from its beginning to its end and says which marks lie over a place.
pub(super) struct Sweep {
    marks: Vec<Mark>,
    /// The first that has not begun.
    next: usize,
    /// Those that have begun and not ended.
    open: Vec<Mark>,
}

impl Sweep {
    pub(super) fn over(marks: Vec<Mark>) -> Self {
        Self {
            marks,
            next: 0,
            open: Vec::new(),
        }
    }

    /// Goes on to byte `at`: what ends there or before is taken off and added to `ended`, what begins there is open.
    pub(super) fn go_to(&mut self, at: usize, ended: &mut Vec<Mark>) {
        self.end_by(at, ended);
        while let Some(mark) = self.marks.get(self.next).filter(|m| m.begin <= at) {
            if mark.end > at && self.open.len() < DEEPEST {
                self.open.push(*mark);
            }
            self.next += 1;
        }
    }

    /// Takes off what ends at byte `at` or before, and adds it to `ended`.
    pub(super) fn end_by(&mut self, at: usize, ended: &mut Vec<Mark>) {
        ended.extend(self.open.extract_if(.., |mark| mark.end <= at));
    }

    /// The marks over the place gone to.
    pub(super) fn open(&self) -> &[Mark] {
        &self.open
    }

    /// Where behind that place the next mark begins or ends, or `limit` if none does before.
    pub(super) fn next_border(&self, limit: usize) -> usize {
        let ends = self.open.iter().map(|mark| mark.end);
        let begin = self.marks.get(self.next).map(|mark| mark.begin);
        ends.chain(begin).fold(limit, usize::min)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(body: &str, passages: &[(usize, usize)]) -> Vec<(usize, usize)> {
        let json = serde_json::json!({
            "articleBody": body,
            "statements": [{"kind": "direct", "content":
                passages.iter().map(|(b, e)| serde_json::json!({"begin": b, "end": e})).collect::<Vec<_>>()}],
        })
        .to_string();
        let reading = Reading::of(&json).unwrap();
        marks(&reading).iter().map(|m| (m.begin, m.end)).collect()
    }

    #[test]
    fn code_points_become_bytes() {
        assert_eq!(
            marked("aéخ😀b", &[(1, 3), (3, 4), (4, 5)]),
            [(1, 5), (5, 9), (9, 10)]
        );
        assert_eq!(marked("abc", &[(1, 3)]), [(1, 3)]);
    }

    #[test]
    fn what_stands_nowhere_is_not_marked() {
        assert_eq!(
            marked("aé", &[(0, 3), (1, 1), (2, 1), (5, 9), (0, usize::MAX)]),
            []
        );
        assert_eq!(marked("ab", &[(0, 3), (1, 1)]), []);
        assert_eq!(marked("", &[(0, 1)]), []);
    }

    #[test]
    fn no_more_lie_over_one_another_than_can_be_told_apart() {
        let passages = vec![(0, 5); 1000];
        let mut sweep = Sweep::over(
            passages
                .iter()
                .map(|&(begin, end)| Mark {
                    begin,
                    end,
                    statement: 1,
                    role: Role::Cue,
                })
                .collect(),
        );
        let mut ended = Vec::new();
        sweep.go_to(0, &mut ended);
        assert_eq!(sweep.open().len(), DEEPEST);
        assert_eq!(sweep.next_border(9), 5);
        sweep.go_to(5, &mut ended);
        assert_eq!(ended.len(), DEEPEST);
        assert!(sweep.open().is_empty());
    }
}

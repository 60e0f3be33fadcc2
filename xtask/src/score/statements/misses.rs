//! What was missed, read too much or given to somebody else: the statements themselves, and how many of a set.

use std::collections::BTreeMap;

use super::figures::TextScore;
use super::texts::{Ranges, Spans};

/// Gold statements that were not found.
pub(super) fn missed<'s>(score: &'s TextScore<'_>) -> Vec<&'s Spans> {
    let found = |at| score.pairs.iter().any(|pair| pair.gold == at);
    unless(&score.text.statements, found)
}

/// Statements read that are none.
pub(super) fn spurious<'s>(score: &'s TextScore<'_>) -> Vec<&'s Spans> {
    let found = |at| score.pairs.iter().any(|pair| pair.read == at);
    unless(&score.reading.statements, found)
}

/// Gold statements that were found but given to nobody or to somebody else.
pub(super) fn unattributed<'s>(score: &'s TextScore<'_>) -> Vec<&'s Spans> {
    let unnamed = score.pairs.iter().filter(|pair| !pair.named);
    unnamed
        .map(|pair| &score.text.statements[pair.gold])
        .collect()
}

fn unless(statements: &[Spans], found: impl Fn(usize) -> bool) -> Vec<&Spans> {
    let all = statements.iter().enumerate();
    all.filter(|(at, _)| !found(*at)).map(|(_, s)| s).collect()
}

/// How many statements of a set are not right.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Misses {
    /// Gold statements.
    pub gold: usize,
    /// Those not found.
    pub missed: usize,
    /// Of these, whose reporting words no statement read has.
    pub cue_not_taken: usize,
    /// Of these, whose reporting words a statement read has: it was cut otherwise, or is another one.
    pub cut_otherwise: usize,
    /// Of these, that the gold gives no reporting words.
    pub without_cue: usize,
    /// Statements read that are none.
    pub spurious: usize,
    /// Statements found but given to nobody or to somebody else.
    pub not_whose: usize,
    /// Of each kind the gold has, in words, how many are missed and how many there are.
    pub kinds: BTreeMap<String, (usize, usize)>,
}

impl Misses {
    /// Counts over the texts of a set.
    pub fn of(scores: &[TextScore]) -> Self {
        let mut all = Self::default();
        for score in scores {
            all.count(score);
        }
        all
    }

    fn count(&mut self, score: &TextScore) {
        self.gold += score.text.statements.len();
        self.spurious += spurious(score).len();
        self.not_whose += unattributed(score).len();
        for kind in score.text.statements.iter().filter_map(kind) {
            self.kinds.entry(kind).or_default().1 += 1;
        }
        for statement in missed(score) {
            self.missed += 1;
            if let Some(kind) = kind(statement) {
                self.kinds.entry(kind).or_default().0 += 1;
            }
            let mut read = score.reading.statements.iter();
            if statement.cue.is_empty() {
                self.without_cue += 1;
            } else if read.any(|read| touch(&read.cue, &statement.cue)) {
                self.cut_otherwise += 1;
            } else {
                self.cue_not_taken += 1;
            }
        }
    }
}

/// A statement's kind in words: `FreeIndirect` is `free indirect`.
fn kind(statement: &Spans) -> Option<String> {
    let mut words = String::new();
    for c in statement.kind.as_ref()?.chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    Some(words)
}

/// Whether two parts share a place of the text.
fn touch(a: &Ranges, b: &Ranges) -> bool {
    a.iter().any(|a| b.iter().any(|b| a.0 < b.1 && b.0 < a.1))
}

#[cfg(test)]
mod tests {
    use super::super::reading::Reading;
    use super::super::texts::AnnotatedText;
    use super::*;

    #[test]
    fn a_statement_is_missed_for_its_cue_its_cut_or_for_want_of_a_cue() {
        let statements = |json: &str| serde_json::from_str::<Vec<Spans>>(json).unwrap();
        let text = AnnotatedText {
            text: "Ana said yes or no. Bo vowed to stay. All is lost. Cy says it rains".into(),
            statements: statements(
                r#"[{"kind": "Direct", "cue": [[4, 8]], "content": [[9, 18]]},
                    {"kind": "Direct", "cue": [[23, 28]], "content": [[29, 36]]},
                    {"content": [[38, 49]]},
                    {"kind": "FreeIndirect", "source": [[51, 53]], "cue": [[54, 58]], "content": [[59, 67]]}]"#,
            ),
            ..AnnotatedText::default()
        };
        let reading = Reading {
            statements: statements(
                r#"[{"cue": [[4, 8]], "content": [[9, 12]]}, {"cue": [[54, 58]], "content": [[59, 67]]}]"#,
            ),
            ..Reading::default()
        };
        let expected = Misses {
            gold: 4,
            missed: 3,
            cue_not_taken: 1,
            cut_otherwise: 1,
            without_cue: 1,
            spurious: 1,
            not_whose: 1,
            kinds: [("direct", (2, 2)), ("free indirect", (0, 1))]
                .map(|(kind, counts)| (kind.to_owned(), counts))
                .into(),
        };
        assert_eq!(Misses::of(&[TextScore::of(&text, reading)]), expected);
    }
}

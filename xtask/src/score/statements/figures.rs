//! From the readings of annotated texts to the figures of a set. The rules are those of the measuring sets' own
//! `score_statements.py`.
//!
//! Readings and gold are paired one to one by their contents (`cover::pairs`). Words of a content count
//! wherever they stand; those of the other parts only within a pair.

use std::collections::BTreeSet;
use std::time::Duration;

use serde::{Serialize, Serializer};

use super::cover::{Cover, Words, pairs, shared};
use super::reading::Reading;
use super::texts::{AnnotatedText, Spans};

/// The figures of a set or of a part of it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Figures {
    /// How many texts.
    #[serde(skip_serializing_if = "is_zero")]
    pub texts: usize,
    /// Their gold statements.
    #[serde(skip_serializing_if = "is_zero")]
    pub statements: usize,
    /// The statements read.
    #[serde(skip_serializing_if = "is_zero")]
    pub read: usize,
    /// Each between 0 and 1, by name.
    #[serde(flatten, serialize_with = "as_map")]
    pub shares: Vec<(&'static str, f64)>,
    /// Text read in megabytes (10^6) a second, where texts were read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub megabytes_a_second: Option<f64>,
}

/// The figure that is the better the lower it is: of the statements paired and attributed, the share that gives
/// somebody the words of somebody else.
pub const WRONG_SPEAKER: &str = "wrong_speaker";

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde asks for it")]
fn is_zero(n: &usize) -> bool {
    *n == 0
}

fn as_map<S: Serializer>(shares: &[(&'static str, f64)], to: S) -> Result<S::Ok, S::Error> {
    to.collect_map(shares.iter().copied())
}

impl Figures {
    /// A figure by its name.
    pub fn get(&self, name: &str) -> Option<f64> {
        let named = self.shares.iter().find(|(n, _)| *n == name);
        named.map(|(_, share)| *share)
    }
}

/// What there is of something in both, in the reading and in the gold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    same: usize,
    read: usize,
    gold: usize,
}

impl Counts {
    fn and(self, other: Self) -> Self {
        Self {
            same: self.same + other.same,
            read: self.read + other.read,
            gold: self.gold + other.gold,
        }
    }

    /// Precision, recall and F1; what is neither read nor gold is read right.
    pub fn scores(self) -> [f64; 3] {
        let share = |of: usize, other: usize| {
            if of > 0 {
                self.same as f64 / of as f64
            } else {
                f64::from(u8::from(other == 0))
            }
        };
        let (p, r) = (share(self.read, self.gold), share(self.gold, self.read));
        [p, r, crate::score::bodies::f1(p, r)]
    }
}

/// A part of a statement whose words count within pairs, and the name of its figure.
type Role = (&'static str, fn(&Spans) -> &[(usize, usize)]);

const ROLES: [Role; 4] = [
    ("source_f1", |s| &s.source),
    ("cue_f1", |s| &s.cue),
    ("addressee_f1", |s| &s.addressee),
    ("when_f1", |s| &s.when),
];

/// Two statements that are one.
#[derive(Debug, Clone, Copy)]
pub struct Pair {
    /// Position in the reading.
    pub read: usize,
    /// Position in the gold.
    pub gold: usize,
    /// Whether they name the same speaker, or both none.
    pub named: bool,
    /// Whether they name speakers who share no word.
    pub wrong: bool,
    /// Whether their contents are the same words.
    pub exact: bool,
}

/// How one text was read.
#[derive(Debug)]
pub struct TextScore<'a> {
    /// The text.
    pub text: &'a AnnotatedText,
    /// Its reading, empty where there is none.
    pub reading: Reading,
    /// The statements found.
    pub pairs: Vec<Pair>,
    /// Words inside any content.
    content: Counts,
    /// Words of each of [`ROLES`].
    roles: [Counts; 4],
    /// Pairs that the reading attributes to somebody.
    attributed: usize,
    /// Pairs of the same kind, and pairs whose gold has a kind that is told apart here.
    kinds: (usize, usize),
}

impl<'a> TextScore<'a> {
    /// Holds a reading against the gold of its text.
    pub fn of(text: &'a AnnotatedText, reading: Reading) -> Self {
        let words = Words::of(&text.text);
        let (read, gold) = (&reading.statements, &text.statements);
        let contents = |statements: &[Spans]| {
            let contents = statements.iter().map(|s| words.content(s));
            contents.collect::<Vec<Cover>>()
        };
        let (read_contents, gold_contents) = (contents(read), contents(gold));
        let content = {
            let (read, gold) = (union(&read_contents), union(&gold_contents));
            Counts {
                same: shared(&read, &gold),
                read: read.len(),
                gold: gold.len(),
            }
        };
        let mut attributed = 0;
        let pairs: Vec<Pair> = pairs(&read_contents, &gold_contents)
            .into_iter()
            .map(|(i, j)| {
                let (said, who) = (words.speaker(&read[i]), words.speaker(&gold[j]));
                attributed += usize::from(!said.is_empty());
                let agree = shared(&said, &who) > 0;
                Pair {
                    read: i,
                    gold: j,
                    named: agree || (said.is_empty() && who.is_empty()),
                    wrong: !agree && !said.is_empty() && !who.is_empty(),
                    exact: read_contents[i] == gold_contents[j],
                }
            })
            .collect();
        let roles = ROLES.map(|(_, part)| role(&words, (read, gold), &pairs, part));
        let kinds = pairs.iter().fold((0, 0), |(right, all), pair| {
            let gold = gold[pair.gold].kind.as_deref();
            let told = matches!(gold, Some("direct" | "indirect" | "mixed"));
            let same = told && gold == read[pair.read].kind.as_deref();
            (right + usize::from(same), all + usize::from(told))
        });
        Self {
            text,
            reading,
            pairs,
            content,
            roles,
            attributed,
            kinds,
        }
    }

    /// Statements found, read and in the gold.
    pub fn statements(&self) -> Counts {
        self.pairs_that(|_| true)
    }

    fn pairs_that(&self, holds: impl Fn(&Pair) -> bool) -> Counts {
        Counts {
            same: self.pairs.iter().filter(|pair| holds(pair)).count(),
            read: self.reading.statements.len(),
            gold: self.text.statements.len(),
        }
    }
}

/// Words of one part over all statements of a text, the same only within pairs.
fn role(
    words: &Words,
    (read, gold): (&[Spans], &[Spans]),
    pairs: &[Pair],
    part: fn(&Spans) -> &[(usize, usize)],
) -> Counts {
    let covers = |statements: &[Spans]| {
        let covers = statements.iter().map(|s| words.cover(part(s)));
        covers.collect::<Vec<Cover>>()
    };
    let (read, gold) = (covers(read), covers(gold));
    let same = pairs.iter().map(|p| shared(&read[p.read], &gold[p.gold]));
    Counts {
        same: same.sum(),
        read: read.iter().map(Vec::len).sum(),
        gold: gold.iter().map(Vec::len).sum(),
    }
}

fn union(covers: &[Cover]) -> Cover {
    let all: BTreeSet<usize> = covers.iter().flatten().copied().collect();
    all.into_iter().collect()
}

/// The figures of these texts together.
pub fn figures(scores: &[&TextScore]) -> Figures {
    let sum = |of: &dyn Fn(&TextScore) -> Counts| {
        scores
            .iter()
            .fold(Counts::default(), |all, s| all.and(of(s)))
    };
    let statements = sum(&|s| s.statements());
    let attributed = sum(&|s| s.pairs_that(|p| p.named));
    let exact = sum(&|s| s.pairs_that(|p| p.named && p.exact));
    let mut shares = vec![("content_f1", sum(&|s| s.content).scores()[2])];
    let [p, r, f] = statements.scores();
    shares.extend([("statement_p", p), ("statement_r", r), ("statement_f1", f)]);
    let [p, r, f] = attributed.scores();
    shares.extend([
        ("attributed_p", p),
        ("attributed_r", r),
        ("attributed_f1", f),
    ]);
    shares.push(("exact_f1", exact.scores()[2]));
    for (at, (name, _)) in ROLES.iter().enumerate() {
        let counts = sum(&|s| s.roles[at]);
        // Not every set says whom something was said to, or when.
        if counts.gold > 0 || at < 2 {
            shares.push((name, counts.scores()[2]));
        }
    }
    let total = |of: fn(&TextScore) -> usize| scores.iter().map(|s| of(s)).sum::<usize>();
    let wrong = total(|s| s.pairs.iter().filter(|p| p.wrong).count());
    let mut push_share = |name, part: usize, of: usize| {
        if of > 0 {
            shares.push((name, part as f64 / of as f64));
        }
    };
    push_share(WRONG_SPEAKER, wrong, total(|s| s.attributed));
    push_share("kind", total(|s| s.kinds.0), total(|s| s.kinds.1));
    let took: Duration = scores.iter().map(|s| s.reading.took).sum();
    let bytes = total(|s| s.text.text.len());
    Figures {
        texts: scores.len(),
        statements: statements.gold,
        read: statements.read,
        shares,
        megabytes_a_second: (!took.is_zero()).then(|| bytes as f64 / 1e6 / took.as_secs_f64()),
    }
}

/// Each figure's mean over parts of a set, in which each part counts the same.
pub fn mean(parts: &[&Figures]) -> Figures {
    over_parts(parts, |_, shares| {
        shares.iter().sum::<f64>() / shares.len() as f64
    })
}

/// Each figure where it is worst.
pub fn worst(parts: &[&Figures]) -> Figures {
    over_parts(parts, |name, shares| {
        let pick = if name == WRONG_SPEAKER {
            f64::max
        } else {
            f64::min
        };
        shares.iter().copied().reduce(pick).unwrap_or(0.0)
    })
}

fn over_parts(parts: &[&Figures], of: impl Fn(&str, &[f64]) -> f64) -> Figures {
    let names = parts
        .iter()
        .max_by_key(|part| part.shares.len())
        .map(|part| part.shares.iter().map(|(name, _)| *name));
    let shares = names.into_iter().flatten().map(|name| {
        let shares: Vec<f64> = parts.iter().filter_map(|part| part.get(name)).collect();
        (name, of(name, &shares))
    });
    Figures {
        shares: shares.collect(),
        ..Figures::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Anna said all is well. Bo added that nothing is well, he told Anna.";

    fn text() -> AnnotatedText {
        let gold = r#"[
            {"source": [[0, 4]], "cue": [[5, 9]], "content": [[10, 21]], "kind": "indirect"},
            {"source": [[23, 25]], "cue": [[26, 31]], "content": [[37, 52]], "addressee": [[62, 66]]}
        ]"#;
        AnnotatedText {
            text: TEXT.to_owned(),
            statements: serde_json::from_str(gold).unwrap(),
            ..AnnotatedText::default()
        }
    }

    fn scored(read: &str) -> Figures {
        let text = text();
        let reading = Reading {
            statements: serde_json::from_str(read).unwrap(),
            ..Reading::default()
        };
        let score = TextScore::of(&text, reading);
        figures(&[&score])
    }

    fn is(figures: &Figures, name: &str, value: f64) {
        let figure = figures.get(name).unwrap();
        assert!(
            (figure - value).abs() < 1e-9,
            "{name} is {figure}, not {value}"
        );
    }

    #[test]
    fn a_speaker_counts_and_so_do_the_words_of_a_content() {
        // The second statement is given to Anna, and its complementizer read as content, which is no difference.
        let figures = scored(
            r#"[{"source": [[0, 4]], "cue": [[5, 9]], "content": [[10, 16]], "kind": "direct"},
                {"antecedent": [[0, 4]], "cue": [[26, 31]], "content": [[32, 53]]}]"#,
        );
        is(&figures, "statement_f1", 1.0);
        is(&figures, "attributed_p", 0.5);
        is(&figures, "exact_f1", 0.0);
        is(
            &figures,
            "content_f1",
            2.0 * (5.0 / 5.0) * (5.0 / 6.0) / (1.0 + 5.0 / 6.0),
        );
        is(&figures, "source_f1", 2.0 / 3.0);
        is(&figures, "cue_f1", 1.0);
        is(&figures, "addressee_f1", 0.0);
        is(&figures, WRONG_SPEAKER, 0.5);
        is(&figures, "kind", 0.0);
        assert_eq!(figures.get("when_f1"), None);
    }

    #[test]
    fn nothing_read_is_wrong_about_nobody() {
        let figures = scored("[]");
        is(&figures, "statement_f1", 0.0);
        is(&figures, "cue_f1", 0.0);
        assert_eq!(figures.get(WRONG_SPEAKER), None);
    }

    #[test]
    fn the_worst_part_is_lowest_but_highest_in_wrong_speakers() {
        let part = |f1, wrong| Figures {
            shares: vec![("statement_f1", f1), (WRONG_SPEAKER, wrong)],
            ..Figures::default()
        };
        let (a, b) = (part(0.5, 0.1), part(0.7, 0.3));
        is(&worst(&[&a, &b]), "statement_f1", 0.5);
        is(&worst(&[&a, &b]), WRONG_SPEAKER, 0.3);
        is(&mean(&[&a, &b]), "statement_f1", 0.6);
    }
}

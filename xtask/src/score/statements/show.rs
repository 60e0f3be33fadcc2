//! What was missed and what was read too much, in words: for whoever works on the reader.
//!
//! A line a statement, in the order of the text: `-` gold and missed, `+` read and spurious, `?` found but given to
//! another speaker or to nobody, `~` found but for some words of its content, each as
//! `cue | source <- antecedent -> addressee | content`. A near miss so stands beside what was read in its stead.
//! Behind the texts: how often each cue is missed or read too much, over the whole set.

use std::collections::BTreeMap;

use super::figures::TextScore;
use super::misses::{missed, spurious, unattributed};
use super::report::{headline, lowest_texts};
use super::texts::Spans;

/// The most characters of a content or source that a line shows.
const SHOWN: usize = 110;

/// How many cues are counted out.
const CUES: usize = 40;

/// Picks statements of a text that are not right.
type Wrong = for<'s> fn(&'s TextScore<'_>) -> Vec<&'s Spans>;

/// Shows the `n` texts with the lowest F1 of statements and counts the cues of all.
pub(super) fn texts(scores: &[TextScore], n: usize) {
    for score in lowest_texts(scores, n) {
        let lines = lines(score);
        if !lines.is_empty() {
            println!("\n{}\n  {}", headline(score), lines.join("\n  "));
        }
    }
    println!();
    let cues = |wrong: Wrong| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for score in scores {
            for statement in wrong(score) {
                let cue = words(&score.text.text, &statement.cue).to_lowercase();
                *counts.entry(cue).or_default() += 1;
            }
        }
        counted(counts)
    };
    println!("missed, by cue: {}", cues(missed));
    println!("spurious, by cue: {}", cues(spurious));
    println!("found, but not whose, by cue: {}", cues(unattributed));
    println!();
}

/// What is wrong in a text, in the order of the contents.
fn lines(score: &TextScore) -> Vec<String> {
    let text = &score.text.text;
    let at = |statement: &Spans| statement.content.first().map_or(0, |range| range.0);
    let mut lines = Vec::new();
    for statement in missed(score) {
        lines.push((at(statement), format!("- {}", in_words(text, statement))));
    }
    for statement in spurious(score) {
        lines.push((at(statement), format!("+ {}", in_words(text, statement))));
    }
    for pair in score.pairs.iter().filter(|pair| !pair.named || !pair.exact) {
        let gold = &score.text.statements[pair.gold];
        let read = &score.reading.statements[pair.read];
        let (sign, read_as) = if pair.named {
            ('~', shortened(&words(text, &read.content)))
        } else {
            (
                '?',
                format!("{} | {}", cue(text, read), speaker(text, read)),
            )
        };
        let gold_words = in_words(text, gold);
        lines.push((
            at(gold),
            format!("{sign} {gold_words}\n      read as: {read_as}"),
        ));
    }
    lines.sort();
    lines.into_iter().map(|(_, line)| line).collect()
}

/// `cue | source <- antecedent -> addressee | content`.
fn in_words(text: &str, statement: &Spans) -> String {
    let content = shortened(&words(text, &statement.content));
    let to = words(text, &statement.addressee);
    let to = if to.is_empty() {
        String::new()
    } else {
        format!(" -> {}", shortened(&to))
    };
    format!(
        "{} | {}{to} | {content}",
        cue(text, statement),
        speaker(text, statement)
    )
}

fn cue(text: &str, statement: &Spans) -> String {
    let cue = words(text, &statement.cue);
    if cue.is_empty() {
        "no cue".to_owned()
    } else {
        cue
    }
}

fn speaker(text: &str, statement: &Spans) -> String {
    let source = words(text, &statement.source);
    let antecedent = words(text, &statement.antecedent);
    match (source.is_empty(), antecedent.is_empty()) {
        (true, true) => "nobody".to_owned(),
        (false, true) => shortened(&source),
        (_, false) => format!("{} <- {}", shortened(&source), shortened(&antecedent))
            .trim_start()
            .to_owned(),
    }
}

/// The words of some stretches of a text, in one line.
fn words(text: &str, ranges: &[(usize, usize)]) -> String {
    let stretches = ranges.iter().map(|&(begin, end)| {
        let stretch: String = text
            .chars()
            .skip(begin)
            .take(end.saturating_sub(begin))
            .collect();
        stretch.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    stretches.collect::<Vec<_>>().join(" … ")
}

/// The head and the tail of what is too long for a line: where a content ends is what goes wrong most.
fn shortened(words: &str) -> String {
    let length = words.chars().count();
    if length <= SHOWN {
        return words.to_owned();
    }
    let head: String = words.chars().take(SHOWN * 2 / 3).collect();
    let tail: String = words.chars().skip(length - SHOWN / 3).collect();
    format!("{head} [...] {tail}")
}

/// `12 said, 7 according to, 3 other cues`.
fn counted(counts: BTreeMap<String, usize>) -> String {
    let total: usize = counts.values().sum();
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let others = counts.split_off(counts.len().min(CUES));
    let mut parts: Vec<String> = counts
        .iter()
        .map(|(cue, n)| format!("{n} {}", if cue.is_empty() { "no cue" } else { cue }))
        .collect();
    if !others.is_empty() {
        let n: usize = others.iter().map(|(_, n)| n).sum();
        parts.push(format!("{n} of {} other cues", others.len()));
    }
    format!("{total}\n  {}", parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::super::reading::Reading;
    use super::super::texts::AnnotatedText;
    use super::*;

    #[test]
    fn what_is_wrong_stands_in_the_order_of_the_text() {
        let statements = |json: &str| serde_json::from_str::<Vec<Spans>>(json).unwrap();
        let text = AnnotatedText {
            text: "Anna said all is well. Bo added that nothing is, he told Anna.".into(),
            statements: statements(
                r#"[{"source": [[0, 4]], "cue": [[5, 9]], "content": [[10, 21]]},
                    {"source": [[23, 25]], "cue": [[26, 31]], "content": [[32, 47]], "addressee": [[57, 61]]}]"#,
            ),
            ..AnnotatedText::default()
        };
        let reading = Reading {
            statements: statements(
                r#"[{"cue": [[5, 9]], "content": [[10, 21]]}, {"antecedent": [[23, 25]], "content": [[49, 61]]}]"#,
            ),
            ..Reading::default()
        };
        let score = TextScore::of(&text, reading);
        let expected = [
            "? said | Anna | all is well\n      read as: said | nobody",
            "- added | Bo -> Anna | that nothing is",
            "+ no cue | <- Bo | he told Anna",
        ];
        assert_eq!(lines(&score), expected);
    }

    #[test]
    fn the_commonest_cue_stands_first() {
        let counts = [("a", 1), ("b", 3), ("", 1)].map(|(cue, n)| (cue.to_owned(), n));
        assert_eq!(counted(BTreeMap::from(counts)), "5\n  3 b, 1 no cue, 1 a");
    }
}

//! Whether what somebody said answers a question by itself.
//!
//! An index finds reports: that two words stand in what a report quotes does not say that one statement has both. So reports are
//! found by [`in_what_is_said`], and each of their statements is then held against the question by [`answers`].

use crate::highlight::stands;
use crate::query::{Node, Query, Text};
use crate::schema::Zone;

/// A statement, as far as it is asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Saying<'a> {
    /// What was said.
    pub words: &'a str,
    /// Who said it, in the words of the report.
    pub by: Option<&'a str>,
    /// The language of the report.
    pub language: Option<&'a str>,
}

/// A question as it is asked of statements made one of reports: it finds all that may have a statement that answers it. Words are
/// looked for in what is said, and nothing is excluded, for what one statement lacks another of the same report may have.
#[must_use]
pub fn in_what_is_said(query: &Query) -> Query {
    let root = match asked_of_reports(&query.root) {
        Some(Node::All(nodes)) => Node::All(nodes),
        Some(node) => Node::All(vec![node]),
        None => Node::All(Vec::new()),
    };
    Query { root }
}

/// Nothing where every report answers it.
fn asked_of_reports(node: &Node) -> Option<Node> {
    match node {
        Node::All(nodes) => {
            let nodes: Vec<Node> = nodes.iter().filter_map(asked_of_reports).collect();
            (!nodes.is_empty()).then_some(Node::All(nodes))
        }
        Node::Any(nodes) => {
            let nodes: Option<Vec<Node>> = nodes.iter().map(asked_of_reports).collect();
            nodes.map(Node::Any)
        }
        Node::Not(_) => None,
        Node::Text(text) if text.zone == Zone::All => Some(Node::Text(Text {
            zone: Zone::Said,
            ..text.clone()
        })),
        node => Some(node.clone()),
    }
}

/// Whether a statement answers a question, as far as it is asked of statements: `speaker:` of who said it, words of what was said.
/// What is asked of reports alone, such as their headline or their day, is not looked at.
pub fn answers(saying: Saying<'_>, query: &Query) -> bool {
    judged(saying, &query.root) != Some(false)
}

/// Nothing where it is not asked of statements.
fn judged(saying: Saying<'_>, node: &Node) -> Option<bool> {
    match node {
        Node::All(nodes) => {
            let judged = nodes.iter().filter_map(|node| judged(saying, node));
            judged.reduce(|one, other| one && other)
        }
        Node::Any(nodes) => {
            // One that may hold for the report holds.
            let judged: Option<Vec<bool>> = nodes.iter().map(|node| judged(saying, node)).collect();
            judged.map(|any| any.contains(&true))
        }
        Node::Not(node) => judged(saying, node).map(|holds| !holds),
        Node::Text(text) => match text.zone {
            Zone::All | Zone::Said => Some(stands(text, saying.words, saying.language)),
            Zone::Speaker => {
                let by = saying.by.unwrap_or_default();
                Some(stands(text, by, saying.language))
            }
            Zone::Title | Zone::By | Zone::Section | Zone::Tag => None,
        },
        Node::Source { .. } | Node::Language(_) | Node::Time { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(query: &str, words: &str, by: &str, language: &str) -> bool {
        let saying = Saying {
            words,
            by: Some(by),
            language: Some(language),
        };
        answers(saying, &Query::parse(query).0)
    }

    #[test]
    fn a_statement_answers_by_itself() {
        let said = |query| holds(query, "We waited a year for the quays", "Rima Nassar", "en");
        for query in [
            "",
            "quay year",
            "waiting",
            "\"a year\"",
            "ferry OR quay",
            "quay -ferry",
            "wait*",
            "said:quay speaker:nassar",
            // Asked of its report.
            "quay title:ferry lang:ar after:2026",
            "lang:ar OR ferry",
            "-lang:ar quay",
        ] {
            assert!(said(query), "{query}");
        }
        for query in [
            "ferry",
            "quay ferry",
            "\"year a\"",
            "quay -year",
            "speaker:berg",
            // Who said it is no word of what was said.
            "nassar",
            "(ferry OR boat) quay",
        ] {
            assert!(!said(query), "{query}");
        }
    }

    #[test]
    fn in_any_language() {
        assert!(holds("ميناء", "الصيادون عادوا إلى الميناء", "x", "ar"));
        assert!(holds("東京都", "東京都は開いた", "x", "ja"));
        assert!(!holds("東京都", "京都は開いた", "x", "ja"));
        assert!(answers(Saying::default(), &Query::parse("").0));
        assert!(!answers(Saying::default(), &Query::parse("speaker:x").0));
    }

    #[test]
    fn what_is_cut_into_several_words_stands_as_a_whole() {
        for (query, words, expected) in [
            ("co-op*", "the co-operation of ports", true),
            ("co-op*", "a Co. Operator of ports", true),
            ("co-op*", "the company Quay & Co", false),
            ("co-op*", "the quay will open", false),
            ("co-op*", "they open it with Quay & Co", false),
            ("co-op*", "co and the opening", false),
            ("port.amal.qu*", "of Port Amal: quays", true),
            ("port.amal.qu*", "of Port Amal", false),
            ("port.amal.qu*", "Amal, port of quays", false),
            ("e-mail", "a mail", false),
            // Characters that stand alone are in the index with their neighbours: they may stand anywhere.
            ("\"車 in port\"", "電車 in port", true),
            ("\"車 in port\"", "bus in port", false),
            ("\"車 in port\"", "in port 車", true),
            ("\"車 in port\"", "車 in the port", false),
            ("\"東 京\"", "東", false),
            ("\"東 京\"", "京 と 東", true),
            ("車ca*", "車 came", true),
            ("車ca*", "cars", false),
            ("車ca*", "車", false),
        ] {
            assert_eq!(holds(query, words, "x", "en"), expected, "{query}: {words}");
        }
        assert!(holds("وزارة_الصح*", "قالت وزارة الصحة", "x", "ar"));
        assert!(!holds("وزارة_الصح*", "قالت الوزارة", "x", "ar"));
        assert!(!holds("co-op*", "", "x", "en"));
    }

    #[test]
    fn reports_are_asked_for_what_they_quote() {
        let asked = |query| in_what_is_said(&Query::parse(query).0);
        for (query, expected) in [
            ("quay year", "said:quay said:year"),
            ("quay -ferry", "said:quay"),
            ("-ferry", ""),
            ("(quay OR -ferry) year", "said:year"),
            (
                "title:quay speaker:x lang:ar",
                "title:quay speaker:x lang:ar",
            ),
            ("a OR b", "said:(a OR b)"),
        ] {
            assert_eq!(asked(query), Query::parse(expected).0, "{query}");
        }
    }
}

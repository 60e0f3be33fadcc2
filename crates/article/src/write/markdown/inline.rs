//! Runs of text with emphasis, code and links as inline Markdown.

use super::super::parts::safe_link;
use super::escape::escape;
use crate::article::Span;

/// The runs of one block as inline Markdown, line breaks kept.
pub(super) fn markdown(spans: &[Span]) -> String {
    let mut out = String::new();
    let linked = spans.chunk_by(|a, b| a.link == b.link);
    let groups: Vec<&[Span]> = linked.collect();
    for (at, group) in groups.iter().enumerate() {
        let after = groups.get(at + 1).and_then(|next| first_char(next));
        let address = group[0].link.as_deref().and_then(safe_link);
        match address {
            Some(address) if group.iter().any(|s| !s.text.trim().is_empty()) => {
                let text = styled(group, Some('['), Some(']'));
                let trimmed = text.trim();
                let lead = &text[..text.len() - text.trim_start().len()];
                let trail = &text[text.trim_end().len()..];
                out.push_str(lead);
                // An exclamation mark before a link would make it an image.
                if out.ends_with('!') {
                    out.pop();
                    out.push_str("\\!");
                }
                out.extend(["[", trimmed, "](", &destination(address), ")"]);
                out.push_str(trail);
            }
            _ => {
                let before = out.chars().next_back();
                out.push_str(&styled(group, before, after));
            }
        }
    }
    out
}

/// The first character of the runs.
fn first_char(spans: &[Span]) -> Option<char> {
    if spans[0].link.is_some() {
        return Some('[');
    }
    spans.iter().find_map(|s| s.text.chars().next())
}

/// Runs under one link, or under none, that stand between the characters `before` and `after`.
fn styled(spans: &[Span], before: Option<char>, after: Option<char>) -> String {
    let mut out = String::new();
    let runs: Vec<&[Span]> = spans
        .chunk_by(|a, b| (a.strong, a.emphasis, a.code) == (b.strong, b.emphasis, b.code))
        .collect();
    for (at, run) in runs.iter().enumerate() {
        let text: String = run.iter().map(|s| s.text.as_str()).collect();
        let inner = text.trim();
        if inner.is_empty() {
            out.push_str(&text);
            continue;
        }
        let lead = &text[..text.len() - text.trim_start().len()];
        let trail = &text[text.trim_end().len()..];
        let style = &run[0];
        let inner = if style.code {
            code(inner)
        } else {
            escape(inner)
        };
        let next = trail.chars().next().or_else(|| {
            runs.get(at + 1)
                .map_or(after, |next| next[0].text.chars().next())
        });
        out.push_str(lead);
        let last = out.chars().next_back().or(before);
        out.push_str(&match (style.strong, style.emphasis) {
            (false, false) => inner,
            (true, false) => delimited("**", "strong", &inner, last, next),
            (false, true) => delimited("*", "em", &inner, last, next),
            (true, true) => {
                let inner = delimited("*", "em", &inner, None, None);
                delimited("**", "strong", &inner, last, next)
            }
        });
        out.push_str(trail);
    }
    out
}

/// `inner` between two delimiters, or between tags where the delimiters would not be recognised between their
/// neighbours: `CommonMark` 0.31, "Left-flanking" and "right-flanking delimiter run", and a run of the same character
/// beside it, which would join it.
pub(super) fn delimited(
    delimiter: &str,
    tag: &str,
    inner: &str,
    before: Option<char>,
    after: Option<char>,
) -> String {
    let touches = |c: Option<char>| c == Some('*');
    let flanks = |outside: Option<char>, inside: Option<char>| {
        let free = outside.is_none_or(|c| c.is_whitespace() || is_punctuation(c));
        inside.is_some_and(|c| !c.is_whitespace() && (free || !is_punctuation(c)))
    };
    let opens = flanks(before, inner.chars().next());
    let closes = flanks(after, inner.chars().next_back());
    let apart = !touches(before) && !touches(after);
    if opens && closes && apart && !inner.contains('\n') {
        format!("{delimiter}{inner}{delimiter}")
    } else {
        format!("<{tag}>{inner}</{tag}>")
    }
}

/// Punctuation as `CommonMark` means it: Unicode's classes P and S, taken as whatever is neither letter, digit, space
/// nor mark. Taking too many characters for it costs a pair of tags, never a wrong reading.
fn is_punctuation(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace()
}

/// A code span, its fence longer than any run of backticks inside.
fn code(text: &str) -> String {
    let text = text.replace('\n', " ");
    let fence = "`".repeat(super::longest_run(&text, '`') + 1);
    if text.starts_with('`') || text.ends_with('`') {
        format!("{fence} {text} {fence}")
    } else {
        format!("{fence}{text}{fence}")
    }
}

/// An address as a link's destination.
pub(super) fn destination(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for c in address.chars() {
        match c {
            ' ' => out.push_str("%20"),
            '(' => out.push_str("%28"),
            ')' => out.push_str("%29"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            '|' => out.push_str("%7C"),
            _ => out.push(c),
        }
    }
    out
}

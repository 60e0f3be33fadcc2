//! Preformatted text: its lines, without the line numbers beside them, and the language it is written in.

use std::sync::LazyLock;

use khabar_page::{NodeId, Tag, Tree};

use super::super::blocks::TextBlock;
use super::super::inline::{is_inline, is_skipped};
use crate::metadata::words::grouped;

static GUTTERS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    grouped(include_str!("../data/gutters.txt"))
        .map(|(_, name)| name)
        .collect()
});

/// The text of a `pre`, as far as its kept blocks hold it, with its lines and their indents. Empty where it only
/// numbers the lines of the code beside it.
pub fn text(tree: &Tree, pre: NodeId, kept: &[&TextBlock]) -> String {
    let mut out = String::new();
    // Ends of the open block-level elements: each of them begins and ends a line.
    let mut open: Vec<usize> = Vec::new();
    let mut kept = kept.iter().peekable();
    let mut next = pre.index() + 1;
    while let Some(node) = tree.at(next).filter(|_| next < tree.end(pre)) {
        while open.last().is_some_and(|&end| end <= next) {
            open.pop();
            end_line(&mut out);
        }
        next += 1;
        let tag = tree.tag(node);
        match tag {
            Tag::TEXT => {
                while kept.next_if(|b| b.nodes.1 < node).is_some() {}
                let text = tree.text(node);
                let is_kept = kept.peek().is_some_and(|b| b.nodes.0 <= node);
                if is_kept || text.trim().is_empty() {
                    out.push_str(text);
                }
            }
            Tag::BR => out.push('\n'),
            _ if is_skipped(tree, node, tag) || is_gutter(tree, node) => next = tree.end(node),
            _ if is_inline(tag).is_none() => {
                end_line(&mut out);
                open.push(tree.end(node));
            }
            _ => {}
        }
    }
    let text = out.trim_end().trim_start_matches(['\r', '\n']);
    if only_numbers_lines(tree, pre, text) {
        return String::new();
    }
    text.to_owned()
}

fn end_line(out: &mut String) {
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}

fn has_gutter_name(tree: &Tree, node: NodeId) -> bool {
    tree.attr(node, "class").is_some_and(|class| {
        let mut names = class.split_ascii_whitespace().take(12);
        names.any(|n| GUTTERS.iter().any(|g| g.eq_ignore_ascii_case(n)))
    })
}

/// Whether an element inside code holds nothing but line numbers, by its name and by what stands in it.
fn is_gutter(tree: &Tree, node: NodeId) -> bool {
    has_gutter_name(tree, node)
        && tree
            .descendants(node)
            .flat_map(|n| tree.text(n).chars())
            .all(|c| c.is_numeric() || c.is_whitespace())
}

/// Whether preformatted text counts up line by line, and stands in a cell or under a name that says why.
fn only_numbers_lines(tree: &Tree, pre: NodeId, text: &str) -> bool {
    let beside = || {
        let mut around = std::iter::once(pre).chain(tree.ancestors(pre)).take(4);
        around.any(|n| tree.tag(n) == Tag::TD || has_gutter_name(tree, n))
    };
    let mut lines = text.split_whitespace().map(|l| l.parse::<u32>().ok());
    let Some(Some(mut last)) = lines.next() else {
        return false;
    };
    let counts = lines.all(|n| {
        let follows = n == last.checked_add(1);
        last = last.saturating_add(1);
        follows
    });
    counts && beside()
}

/// The language that the markup of a `pre` names: on itself, in a `code` in it, or on the elements right around it.
pub fn language(tree: &Tree, pre: NodeId) -> Option<String> {
    std::iter::once(pre)
        .chain(tree.children(pre).take(8))
        .chain(tree.ancestors(pre).take(2))
        .find_map(|node| {
            let stated = ["data-lang", "data-language"]
                .iter()
                .find_map(|name| tree.attr(node, name));
            stated
                .and_then(named)
                .or_else(|| language_of_class(tree.attr(node, "class")?))
        })
}

/// The language a class such as `language-rust` or `brush: js` names.
fn language_of_class(class: &str) -> Option<String> {
    let prefixes = ["language-", "lang-", "highlight-source-", "brush:"];
    let mut names = class.split_ascii_whitespace().take(12).peekable();
    while let Some(name) = names.next() {
        if let Some(rest) = prefixes.iter().find_map(|p| name.strip_prefix(p)) {
            // The name may stand apart from its label: `brush: js;`.
            let rest = if rest.is_empty() { names.peek()? } else { rest };
            return named(rest);
        }
    }
    None
}

fn named(language: &str) -> Option<String> {
    let language = language.trim().trim_end_matches(';');
    let fits = |c: char| c.is_alphanumeric() || "+#-_.".contains(c);
    let says_nothing = matches!(language, "none" | "undefined" | "default" | "auto");
    (!language.is_empty() && language.chars().all(fits) && !says_nothing)
        .then(|| language.to_owned())
}

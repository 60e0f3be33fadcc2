//! Tidying the short texts metadata is made of.

use std::borrow::Cow;

use khabar_page::{NodeId, Tag, Tree};

use crate::letters::is_small_letter;

/// Texts of metadata longer than this many bytes are cut: nothing that is a name, a headline or a summary is longer.
const LONGEST: usize = 4_000;

/// Nodes below one that are gone through for its text.
const MOST_NODES: usize = 20_000;

/// The nearest place at or before `at` where a character begins.
pub fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len()))
        .rev()
        .find(|&i| text.is_char_boundary(i))
        .unwrap_or(0)
}

/// The text's beginning, at most `bytes` long.
pub fn clip(text: &str, bytes: usize) -> &str {
    &text[..floor(text, bytes)]
}

/// White space folded to single blanks, characters that do not show left out, ends trimmed.
///
/// Left out are soft hyphens, zero-width blanks, byte order marks and marks of direction. The zero-width joiner and
/// non-joiner stay: Persian and the scripts of India spell with them.
pub fn fold(text: &str) -> String {
    let text = clip(text, LONGEST);
    let mut out = String::with_capacity(text.len());
    let mut gap = None;
    for c in text.chars() {
        if c.is_ascii_graphic() || is_small_letter(c) {
            if let Some(gap) = gap.take().filter(|_| !out.is_empty()) {
                out.push(gap);
            }
            out.push(c);
        } else if c.is_whitespace() {
            // The wide blank of Han and kana alone stays as it is: headlines are set with it.
            gap = Some(if c == '\u{3000}' && gap.is_none() {
                c
            } else {
                ' '
            });
        } else if !is_invisible(c) {
            if let Some(gap) = gap.filter(|_| !out.is_empty()) {
                out.push(gap);
            }
            gap = None;
            out.push(c);
        }
    }
    out
}

/// Whether a character neither shows nor spells: soft hyphen, zero-width blank, direction mark, control.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffc}')
        || c.is_control()
}

/// A text of markup as a reader would see it: references such as `&quot;` resolved, also where they were escaped
/// twice, tags taken out, white space folded.
pub fn plain(text: &str) -> String {
    let text = clip(text, LONGEST);
    let mut text = Cow::Borrowed(text);
    for _ in 0..2 {
        if !text.contains('&') {
            break;
        }
        text = Cow::Owned(html_escape::decode_html_entities(&text).into_owned());
    }
    if text.contains('<') {
        text = Cow::Owned(without_tags(&text));
    }
    fold(&text)
}

/// The text with `<b>`, `</p>`, `<br/>` taken out; a `<` that opens no tag stays.
fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let opens = tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        match tag.find('>') {
            Some(end) if opens => {
                if !tag[1..].starts_with(['b', 'i', 'e', 's', 'u', '/']) || tag.starts_with("<br") {
                    out.push(' ');
                }
                rest = &tag[end + 1..];
            }
            // With no `>` further on there is no other tag either.
            None => {
                rest = tag;
                break;
            }
            Some(_) => {
                out.push('<');
                rest = &tag[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The text a reader sees below a node, blocks parted by a blank, [folded](fold). At most some thousand bytes.
pub fn visible(tree: &Tree, node: NodeId) -> String {
    fold(&visible_raw(tree, node))
}

/// As [`visible`], with a line break where a block, a line break or a list item parts the text.
pub fn visible_lines(tree: &Tree, node: NodeId) -> Vec<String> {
    visible_raw(tree, node)
        .split('\n')
        .map(fold)
        .filter(|line| !line.is_empty())
        .collect()
}

fn visible_raw(tree: &Tree, node: NodeId) -> String {
    let mut out = String::new();
    let mut next = node.index();
    let end = tree.end(node).min(next + MOST_NODES);
    while next < end && out.len() < LONGEST {
        let Some(at) = tree.at(next) else { break };
        next += 1;
        match tree.tag(at) {
            // The breaks of the source are blanks; only markup parts lines.
            Tag::TEXT => {
                let text = tree.text(at);
                // Boxes set apart by style alone leave no blank: "Ann LeeReporter".
                let glued = out.chars().next_back().is_some_and(char::is_lowercase)
                    && text
                        .chars()
                        .next()
                        .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
                if glued {
                    out.push('\n');
                }
                out.extend(text.chars().take(LONGEST).map(|c| {
                    if c.is_whitespace() && c != '\u{3000}' {
                        ' '
                    } else {
                        c
                    }
                }));
            }
            Tag::SCRIPT | Tag::STYLE | Tag::NOSCRIPT | Tag::TEMPLATE | Tag::SELECT | Tag::SVG => {
                next = tree.end(at);
            }
            tag if parts_lines(tag) => out.push('\n'),
            _ => {}
        }
    }
    out
}

fn parts_lines(tag: Tag) -> bool {
    tag.heading_level().is_some()
        || matches!(
            tag,
            Tag::ADDRESS
                | Tag::ARTICLE
                | Tag::ASIDE
                | Tag::BR
                | Tag::DD
                | Tag::DIV
                | Tag::DT
                | Tag::FIGCAPTION
                | Tag::FIGURE
                | Tag::FOOTER
                | Tag::HEADER
                | Tag::HR
                | Tag::LI
                | Tag::OL
                | Tag::P
                | Tag::SECTION
                | Tag::TABLE
                | Tag::TD
                | Tag::TH
                | Tag::TR
                | Tag::UL
                | Tag::BUTTON
        )
}

/// The letters and digits of a text in lower case, each run parted by one blank: what stays the same between two
/// prints of one headline.
pub fn key(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || is_small_letter(c) {
            if std::mem::take(&mut gap) {
                out.push(' ');
            }
            out.push(c.to_ascii_lowercase());
        } else if is_mark(c) {
            // Arabic vowel signs count as letters in Unicode, so marks go before letters are looked for.
        } else if !c.is_ascii() && c.is_alphanumeric() {
            if std::mem::take(&mut gap) {
                out.push(' ');
            }
            out.extend(c.to_lowercase());
        } else if !is_invisible(c) {
            gap = !out.is_empty();
        }
    }
    out
}

/// The letters and digits of a text in lower case, nothing between them.
pub fn solid(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Vowel signs and other marks that sit on the letter before them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{200c}' | '\u{200d}')
}

#[cfg(test)]
mod tests {
    use khabar_page::{Limits, parse};

    use super::*;

    #[test]
    fn white_space_and_invisible_characters_go() {
        assert_eq!(
            fold("\u{200f} Bundes\u{ad}tag\n\t tagt\u{a0}"),
            "Bundestag tagt"
        );
        assert_eq!(fold("می\u{200c}شود"), "می\u{200c}شود");
    }

    #[test]
    fn references_and_tags_are_resolved() {
        assert_eq!(
            plain("Tom &amp;amp; <i>Jerry</i> &#8211; a < b"),
            "Tom & Jerry – a < b"
        );
        assert_eq!(plain("a<br/>b <unclosed"), "a b <unclosed");
    }

    #[test]
    fn lines_follow_blocks_not_the_source() {
        let (tree, _) = parse(
            "<div>By\n<b>Ann</b> Lee<span>Reporter</span><script>x</script></div>",
            &Limits::default(),
        );
        let root = tree.root();
        assert_eq!(visible_lines(&tree, root), ["By Ann Lee", "Reporter"]);
        assert_eq!(visible(&tree, root), "By Ann Lee Reporter");
    }

    #[test]
    fn keys_forget_case_and_punctuation() {
        assert_eq!(key("«Ça va?» — Paris-Nord"), "ça va paris nord");
        assert_eq!(key("أيضًا"), key("أيضاً"));
    }
}

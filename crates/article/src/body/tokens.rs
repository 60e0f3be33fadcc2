//! What an element is called, as numbers: the words of its classes, id, role and the like.

use std::hash::Hasher;

use khabar_page::{NodeId, Tag, Tree};
use rustc_hash::FxHasher;

use super::words::fold;

/// At most this many words an element are looked at.
const MOST: usize = 24;

/// Hands the names of an element, as hashes, to `give`: its tag, each class and id whole and in words ("post-bodyText"
/// is also "post", "body", "text"), and the values of attributes that say what an element is for.
///
/// Runs of digits count as one digit, so that `post-1234` and `post-77` are the same.
pub fn of_element(tree: &Tree, node: NodeId, mut give: impl FnMut(u32)) {
    let mut left = MOST;
    let mut give = |hash: u32| {
        if left > 0 {
            left -= 1;
            give(hash);
        }
    };
    let tag = tree.tag(node);
    if tag == Tag::OTHER {
        name('<', tree.name(node), &mut give);
    } else {
        give(hash('<', tag.name()));
    }
    for (attr, value) in tree.attrs(node) {
        let kind = match attr {
            "class" | "id" => 'c',
            "itemprop" | "role" | "property" | "rel" => 'r',
            "itemtype" => 't',
            "data-testid" | "data-test-id" | "data-component" | "data-type" | "data-qa"
            | "data-module" | "data-block" | "data-area" | "aria-label" | "data-name"
            | "data-testing" | "data-gtm-type" => 'd',
            _ => continue,
        };
        for one in value.split_ascii_whitespace().take(12) {
            name(kind, one, &mut give);
        }
    }
}

fn hash(kind: char, text: &str) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write_u32(kind as u32);
    for byte in text.bytes() {
        hasher.write_u8(byte);
    }
    fold(hasher.finish())
}

/// One name, whole and in words.
pub(crate) fn name(kind: char, name: &str, give: &mut impl FnMut(u32)) {
    let mut whole = FxHasher::default();
    whole.write_u32(kind as u32);
    let mut word = FxHasher::default();
    let (mut length, mut words) = (0, 0);
    let mut before = ' ';
    let mut end_word = |word: &mut FxHasher, length: &mut u32, words: &mut u32| {
        // Single letters and the random tails of generated names say nothing.
        if *length > 1 {
            give(fold(word.finish()));
            *words += 1;
        }
        *word = FxHasher::default();
        *length = 0;
    };
    for c in name.chars().take(60) {
        let digit_again = c.is_ascii_digit() && before.is_ascii_digit();
        let boundary = !c.is_alphanumeric() || (c.is_uppercase() && before.is_lowercase());
        if boundary || (c.is_ascii_digit() && !digit_again) {
            end_word(&mut word, &mut length, &mut words);
        }
        if !digit_again {
            let c = if c.is_ascii_digit() {
                '0'
            } else {
                c.to_ascii_lowercase()
            };
            whole.write_u32(c as u32);
            if c.is_alphabetic() {
                if length == 0 {
                    word.write_u32(kind as u32 + 0x1_0000);
                }
                word.write_u32(c as u32);
                length += 1;
            }
        }
        before = c;
    }
    end_word(&mut word, &mut length, &mut words);
    if words != 1 {
        give(fold(whole.finish()));
    }
}

#[cfg(test)]
mod tests {
    use khabar_page::{Limits, parse};

    use super::*;

    fn tokens(html: &str) -> Vec<u32> {
        let (tree, _) = parse(html, &Limits::default());
        let node = tree.descendants(tree.root()).last().unwrap();
        let mut out = Vec::new();
        of_element(&tree, node, |hash| out.push(hash));
        out
    }

    #[test]
    fn names_are_taken_whole_and_in_words() {
        let split = tokens("<div class='post-bodyText'>");
        for word in ["post", "body", "text"] {
            let alone = tokens(&format!("<div class='{word}'>"));
            assert_eq!(alone.len(), 2, "tag and word");
            assert!(split.contains(&alone[1]), "{word}");
        }
        assert_eq!(split.len(), 5, "tag, three words, the whole");
        assert_eq!(tokens("<div id=post-1234>"), tokens("<div id=post-77>"));
    }
}

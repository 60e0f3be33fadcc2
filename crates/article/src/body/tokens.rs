//! What an element is called, as numbers: the words of its classes, id, role and the like.

use std::hash::Hasher;
use std::ops::Range;

use khabar_page::{NodeId, Tag, Tree};
use rustc_hash::{FxHashMap, FxHasher};

use super::words::fold;

/// At most this many words an element are looked at.
const MOST: usize = 24;

/// Tells what elements are called, and keeps what each value of an attribute says: pages give the same ones to hundreds
/// of elements.
#[derive(Default)]
pub struct Tokens<'t> {
    known: FxHashMap<(char, &'t str), Range<u32>>,
    hashes: Vec<u32>,
}

impl<'t> Tokens<'t> {
    /// Hands the names of an element, as hashes, to `give`: its tag, each class and id whole and in words
    /// ("post-bodyText" is also "post", "body", "text"), and the values of attributes that say what an element is for.
    ///
    /// Runs of digits count as one digit, so that `post-1234` and `post-77` are the same.
    pub fn of_element(&mut self, tree: &'t Tree, node: NodeId, mut give: impl FnMut(u32)) {
        let mut left = MOST - 1;
        let tag = tree.tag(node);
        if tag == Tag::OTHER {
            let own = self.of_value('<', tree.name(node));
            left = MOST - own.len();
            own.iter().copied().for_each(&mut give);
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
            let own = self.of_value(kind, value);
            let own = &own[..own.len().min(left)];
            left -= own.len();
            own.iter().copied().for_each(&mut give);
        }
    }

    /// The names in the value of an attribute, at most [`MOST`].
    fn of_value(&mut self, kind: char, value: &'t str) -> &[u32] {
        let Self { known, hashes } = self;
        let range = known.entry((kind, value)).or_insert_with(|| {
            let start = hashes.len();
            for one in value.split_ascii_whitespace().take(12) {
                name(kind, one, &mut |hash| hashes.push(hash));
            }
            hashes.truncate(start + MOST);
            start as u32..hashes.len() as u32
        });
        &hashes[range.start as usize..range.end as usize]
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

/// What a character is for a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Lower,
    Upper,
    /// A letter of a script without capitals.
    Letter,
    Digit,
    /// A number that is no ASCII digit.
    Number,
    /// What parts words.
    Mark,
}

fn sort_of(c: char) -> Sort {
    match c {
        'a'..='z' => Sort::Lower,
        'A'..='Z' => Sort::Upper,
        '0'..='9' => Sort::Digit,
        _ if c.is_ascii() => Sort::Mark,
        _ if c.is_uppercase() => Sort::Upper,
        _ if c.is_lowercase() => Sort::Lower,
        _ if c.is_alphabetic() => Sort::Letter,
        _ if c.is_numeric() => Sort::Number,
        _ => Sort::Mark,
    }
}

/// One name, whole and in words.
pub(crate) fn name(kind: char, name: &str, give: &mut impl FnMut(u32)) {
    let mut whole = FxHasher::default();
    whole.write_u32(kind as u32);
    let mut word = FxHasher::default();
    let (mut length, mut words) = (0, 0);
    let mut before = Sort::Mark;
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
        let sort = sort_of(c);
        let starts_word = match sort {
            Sort::Mark => true,
            Sort::Upper => before == Sort::Lower,
            Sort::Digit => before != Sort::Digit,
            _ => false,
        };
        if starts_word {
            end_word(&mut word, &mut length, &mut words);
        }
        let digit_again = sort == Sort::Digit && before == Sort::Digit;
        before = sort;
        if digit_again {
            continue;
        }
        let c = if sort == Sort::Digit {
            '0'
        } else {
            c.to_ascii_lowercase()
        };
        whole.write_u32(c as u32);
        if matches!(sort, Sort::Lower | Sort::Upper | Sort::Letter) {
            if length == 0 {
                word.write_u32(kind as u32 + 0x1_0000);
            }
            word.write_u32(c as u32);
            length += 1;
        }
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
        Tokens::default().of_element(&tree, node, |hash| out.push(hash));
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

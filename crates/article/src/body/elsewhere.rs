//! Lines in the middle of a report that lead elsewhere: other reports, channels and applications of the site.

use std::cell::LazyCell;
use std::ops::Deref;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::blocks::{Blocks, TextBlock, Within};
use crate::metadata::text::key;
use crate::metadata::words::{Finder, grouped};

/// A phrase as [`key`] writes it.
struct Phrase {
    key: String,
    /// Whether it needs a link to tell.
    linked: bool,
    /// Whether it heads a list of other reports where it stands alone.
    heads: bool,
}

/// The phrases by their first character.
static READ_ALSO: LazyLock<FxHashMap<char, Vec<Phrase>>> = LazyLock::new(|| {
    let mut phrases: FxHashMap<char, Vec<Phrase>> = FxHashMap::default();
    for (group, phrase) in grouped(include_str!("data/read_also.txt")) {
        let key = key(phrase);
        let first = key.chars().next().unwrap_or_default();
        phrases.entry(first).or_default().push(Phrase {
            key,
            linked: group != "line",
            heads: group != "inline",
        });
    }
    phrases
});

/// The phrases that a text, as [`key`] writes it, may begin with.
fn phrases_for(text: &str) -> &'static [Phrase] {
    let first = text.chars().next();
    first
        .and_then(|first| READ_ALSO.get(&first))
        .map_or(&[], Vec::as_slice)
}

/// What a line that asks to follow the site says: what to do, and where.
struct Follow {
    verbs: Finder,
    places: Finder,
}

static FOLLOW: LazyLock<Follow> = LazyLock::new(|| {
    let of = |group| Finder::of(include_str!("data/follow.txt"), group);
    Follow {
        verbs: of("do"),
        places: of("where"),
    }
});

/// A line that leads elsewhere has at most this many words.
const SHORT_LINE: usize = 40;
/// A line that leads elsewhere without a link has at most this many.
const SHORTER: usize = 25;
/// No line of so few words has more bytes; a run of a script without blanks may count as one.
const LONGEST_LINE: usize = 1_000;
/// Lines after "Read also" alone that are looked at.
const RAIL: usize = 12;
/// What stands on the line below "Read also", without a link, has at most this many words.
const TITLE: usize = 16;

/// Words before or after what to do, in a line that asks to follow the site.
const NEAR: usize = 5;

/// Takes out what leads elsewhere. `counts` are the words of each block.
pub fn drop(page: &Blocks, counts: &[u32], kept: &mut [bool]) {
    for i in 0..kept.len() {
        let block = &page.blocks[i];
        let words = counts[i] as usize;
        if !kept[i] || words > SHORT_LINE {
            continue;
        }
        // Most blocks are told without it.
        let text = LazyCell::new(|| key(page.text(block)));
        if begins_elsewhere(page, block, &text, words)
            || (has_link(page, block) && asks_to_follow(&text, words))
        {
            kept[i] = false;
            continue;
        }
        let links = (i + 1..kept.len().min(i + 1 + RAIL))
            .take_while(|&j| counts[j] as usize <= SHORT_LINE && is_link(page, &page.blocks[j]))
            .count();
        if links > 0
            && phrases_for(&text)
                .iter()
                .any(|p| p.heads && p.key == **text)
        {
            kept[i..=i + links].fill(false);
        }
    }
}

fn has_link(page: &Blocks, block: &TextBlock) -> bool {
    block.links > 0 || page.containers[block.container as usize].within.0 & Within::LINK != 0
}

/// Whether a block is hardly more than a link.
fn is_link(page: &Blocks, block: &TextBlock) -> bool {
    page.containers[block.container as usize].within.0 & Within::LINK != 0
        || (block.links > 0 && block.link_chars * 10 >= block.chars * 8)
}

/// Whether a block among the paragraphs leads to another report: "Read also: ...".
pub fn leads_elsewhere(page: &Blocks, block: &TextBlock, words: usize) -> bool {
    let text = LazyCell::new(|| key(page.text(block)));
    words <= SHORT_LINE && begins_elsewhere(page, block, &text, words)
}

/// The same for a block whose key, once asked for, is kept.
fn begins_elsewhere(
    page: &Blocks,
    block: &TextBlock,
    text: &impl Deref<Target = String>,
    words: usize,
) -> bool {
    let linked = has_link(page, block) && block.link_chars * 3 >= block.chars;
    let begins = |phrase: &Phrase| {
        text.strip_prefix(phrase.key.as_str())
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() && c < '\u{2e80}'))
    };
    if linked && phrases_for(text).iter().any(begins) {
        return true;
    }
    // The title may stand below the phrase, after a break.
    let broken =
        block.breaks > 0 && words <= TITLE && !page.text(block).ends_with(['.', '。', '۔', '।']);
    if broken && phrases_for(text).iter().any(|p| !p.linked && begins(p)) {
        return true;
    }
    let head = (words <= SHORTER)
        .then(|| {
            page.text(block)
                .split_once([':', '：', '|', '▼', '»', '›', '>'])
        })
        .flatten();
    head.is_some_and(|(head, rest)| {
        let head = key(head);
        rest.chars().any(char::is_alphanumeric)
            && phrases_for(&head)
                .iter()
                .any(|p| !p.linked && p.key == head)
    })
}

/// Whether a line asks to follow the site on a service or to load its application. `text` is its key.
pub fn asks_to_follow(text: &str, words: usize) -> bool {
    if words > SHORTER || text.len() > LONGEST_LINE {
        return false;
    }
    // Whole words, but in scripts without blanks between them.
    let found = |phrases: &Finder, fits: &dyn Fn(&str, &str) -> bool| {
        phrases.places(text).any(|phrase| {
            let (before, after) = (&text[..phrase.start], &text[phrase.end..]);
            let unspaced = text[phrase].chars().any(|c| c >= '\u{2e80}');
            let whole = !before.ends_with(char::is_alphanumeric)
                && !after.starts_with(char::is_alphanumeric);
            (unspaced || whole) && fits(before, after)
        })
    };
    // An invitation begins or, where the verb comes last, ends with what to do.
    let at_an_end = |before: &str, after: &str| {
        before.split_whitespace().count() <= NEAR || after.split_whitespace().count() <= NEAR
    };
    found(&FOLLOW.verbs, &at_an_end) && found(&FOLLOW.places, &|_, _| true)
}

#[cfg(test)]
mod tests {
    use khabar_page::{Limits, parse};

    use super::super::words::PageWords;
    use super::*;

    fn left(html: &str) -> Vec<String> {
        let (tree, _) = parse(html, &Limits::default());
        let page = Blocks::cut(&tree);
        let words = PageWords::of(&page);
        let counts: Vec<u32> = (0..page.blocks.len())
            .map(|i| words.of_block(i).len() as u32)
            .collect();
        let mut kept = vec![true; counts.len()];
        drop(&page, &counts, &mut kept);
        let blocks = page.blocks.iter().zip(kept).filter(|(_, k)| *k);
        blocks.map(|(b, _)| page.text(b).to_owned()).collect()
    }

    #[test]
    fn lines_that_lead_elsewhere_have_a_phrase_and_a_link_or_colon() {
        for html in [
            "<p>Read also: <a href=/x>The bridge opens after two years of work</a>",
            "<p><strong>اقرأ أيضاً: <a href=/x>افتتاح الجسر بعد عامين</a></strong>",
            "<p><b>یہ بھی پڑھیں: پل دو سال بعد کھل گیا</b>",
            "<p>קראו גם: הגשר נפתח",
            "<p>إقرأ أيضا<br>10 أزهار تعيش من دون مطر",
            "<p><strong>بیشتر بخوانید:</strong></p><ul><li><a href=/1>پل باز شد</a><li><a href=/2>باران آمد</a></ul>",
            "<h3>Related articles</h3><div><a href=/1>The bridge opens</a></div>",
        ] {
            assert!(left(html).is_empty(), "{html}: {:?}", left(html));
        }
        for html in [
            "<p>Read also the minutes, he said, and then decide.",
            "<p><a href=/x>Related</a>s came to the wedding of the mayor and her husband, all of them",
            "<p>Zum Thema: Der Rat beriet am Abend noch einmal über die Brücke.",
            "<h3>Related articles</h3><p>The law speaks of them as things of one kind.",
        ] {
            assert!(!left(html).is_empty(), "{html}");
        }
    }

    #[test]
    fn lines_that_ask_to_follow_name_a_service_and_have_a_link() {
        assert!(left("<p>تابعوا الموجة على <a href=/x>أخبار جوجل</a>").is_empty());
        assert!(left("<p>Follow us on <a href=/x>Telegram</a> for more.").is_empty());
        assert_eq!(left("<p>There is one app store, where you can download our <a href=x>game</a> while you are using your new phone.").len(), 1);
        assert_eq!(left("<p>He asked her to follow him on Twitter.").len(), 1);
        assert_eq!(
            left("<p>She joined <a href=/x>the choir</a> in May.").len(),
            1
        );
    }
}

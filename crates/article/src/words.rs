//! The words of a text in any script: counted, and set apart by one space each.

use unicode_segmentation::UnicodeSegmentation;

/// How many words `text` has: words as UAX #29 cuts them, except that a script written without spaces (Thai, kana,
/// Han) counts one word a character, since nothing in the text says where its words end.
pub fn count(text: &str) -> usize {
    let mut from = 0;
    // No word goes over a blank.
    let runs = text.as_bytes().split(|&byte| byte == b' ').map(|run| {
        let run = &text[from..from + run.len()];
        from += run.len() + 1;
        run
    });
    runs.map(count_in_run).sum()
}

/// The words of a text without blanks. Most are one word of letters alone, and marks around it.
fn count_in_run(run: &str) -> usize {
    let is_letter = |byte: &u8| !byte.is_ascii_punctuation();
    let Some(first) = run.as_bytes().iter().position(is_letter) else {
        return 0;
    };
    let last = run.as_bytes().iter().rposition(is_letter);
    let bare = &run[first..=last.unwrap_or(first)];
    if bare.chars().all(is_plain_letter) {
        1
    } else {
        run.unicode_words().map(words_of).sum()
    }
}

/// Whether a character is a letter or digit that stands in one word with every other such: of ASCII, Latin, Cyrillic
/// or Arabic.
fn is_plain_letter(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{24f}' | '\u{400}'..='\u{481}'
            | '\u{620}'..='\u{64a}' | '\u{671}'..='\u{6d3}')
}

/// The text with every run of white space as one space, and none at its ends.
pub fn folded(text: &str) -> String {
    let text = trimmed(text);
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// The text without white space at its ends: as [`str::trim`], sooner where that is the indentation of markup.
pub fn trimmed(text: &str) -> &str {
    text.trim_ascii().trim()
}

/// Adds a text without white space at its ends to another, every run of white space in it as one space.
pub fn fold_into(text: &str, out: &mut String) {
    let bytes = text.as_bytes();
    // What stands folded already is added in one piece, from here on.
    let mut from = 0;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let stays = match byte {
            b' ' => bytes.get(at + 1).is_some_and(|&next| !may_be_space(next)),
            _ => !may_be_space(byte),
        };
        if stays {
            at += 1;
            continue;
        }
        let rest = &text[at..];
        let after = rest.trim_start();
        if after.len() == rest.len() {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        }
        out.push_str(&text[from..at]);
        out.push(' ');
        at = text.len() - after.len();
        from = at;
    }
    out.push_str(&text[from..]);
}

/// How many characters of a text are no white space.
pub fn solid_chars(text: &str) -> usize {
    let begins = |&byte: &u8| byte & 0xc0 != 0x80 && !matches!(byte, b' ' | b'\t'..=b'\r');
    // Few enough bytes at a time for their sum to be a byte, so that many are looked at together.
    let counts = text.as_bytes().chunks(0xff).map(|bytes| {
        let count: u8 = bytes.iter().map(|byte| u8::from(begins(byte))).sum();
        usize::from(count)
    });
    let solid: usize = counts.sum();
    let may_be_wide = |any, byte: u8| any | (byte > b' ' && may_be_space(byte));
    if !text.bytes().fold(false, may_be_wide) {
        return solid;
    }
    let wide = |c: &char| !c.is_ascii() && c.is_whitespace();
    solid - text.chars().filter(wide).count()
}

/// Whether a character of white space may begin with a byte.
fn may_be_space(byte: u8) -> bool {
    byte <= b' ' || matches!(byte, 0xc2 | 0xe1..=0xe3)
}

/// The words of one segment: its unspaced characters, and one more for whatever else it holds.
fn words_of(segment: &str) -> usize {
    if segment.is_ascii() {
        return 1;
    }
    let unspaced = segment.chars().filter(|&c| is_unspaced(c)).count();
    let spaced = segment
        .chars()
        .any(|c| c.is_alphanumeric() && !is_unspaced(c));
    unspaced + usize::from(spaced)
}

/// Whether a character belongs to a script that sets no spaces between words.
pub fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0e7f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn white_space_is_folded_as_it_is_split() {
        for text in [
            "",
            " ",
            "a",
            " a  b\n\t c d\u{b}",
            "a b c",
            "\u{a0}a\u{2003}b \u{3000}ゆめ ¡no! \u{85}",
            "\u{feff}a \u{200b} é\u{1680}ü",
        ] {
            let words: Vec<&str> = text.split_whitespace().collect();
            assert_eq!(folded(text), words.join(" "), "{text:?}");
            assert_eq!(
                solid_chars(text),
                words.concat().chars().count(),
                "{text:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn words_of_letters_alone_are_counted_as_any(text in "[ a-zA-Z0-9.,:'_\"àßžЖдأنّیک\u{200c}\u{301}日カ\u{a0}-]{0,30}") {
            let all: usize = text.unicode_words().map(words_of).sum();
            prop_assert_eq!(count(&text), all);
        }
    }

    #[test]
    fn words_are_counted_in_every_script() {
        assert_eq!(count(""), 0);
        assert_eq!(count("  – … !  "), 0);
        assert_eq!(count("The talks, he said, didn't fail."), 6);
        assert_eq!(count("أعلن البيت الأبيض أنّ سوليفان"), 5);
        assert_eq!(count("日本の首相"), 5);
        assert_eq!(count("カタカナ"), 4);
        assert_eq!(count("iPhone发布"), 3);
        assert_eq!(count("한국의 대통령"), 2);
        assert_eq!(count("नई दिल्ली"), 2);
        assert_eq!(count("ข่าว"), 4);
    }
}

//! How long texts are that are given out, in bytes, and how longer ones are cut.

use khabar_article::metadata::text as tidy;

/// A headline.
pub const TITLE: usize = 1_000;
/// What a channel, a subscription or a folder is called.
pub const CHANNEL: usize = 500;
/// A guid, or the name of an author.
pub const NAME: usize = 1_000;
/// A summary; a description in RSS of more bytes than this is none.
pub const SUMMARY: usize = 4_000;

/// The text, where it is longer than `bytes` cut at a blank and with `…`, which together are no longer. A text that has no
/// blank for so long is cut anywhere.
pub fn shortened(text: String, bytes: usize) -> String {
    if text.len() <= bytes {
        return text;
    }
    let cut = tidy::clip(&text, bytes.saturating_sub('…'.len_utf8()));
    let at_blank = cut
        .rsplit_once(' ')
        .map(|(head, _)| head)
        .filter(|head| head.len() >= cut.len() / 2);
    format!("{}…", at_blank.unwrap_or(cut).trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_at_blanks() {
        for (text, bytes, expected) in [
            ("Harbour reopens", 15, "Harbour reopens"),
            ("Harbour reopens", 14, "Harbour…"),
            ("A harbourmaster’s office", 14, "A harbourma…"),
            ("港が再開", 11, "港が…"),
            ("x", 0, "…"),
        ] {
            let cut = shortened(text.to_owned(), bytes);
            assert_eq!(cut, expected);
            assert_eq!(shortened(cut.clone(), bytes.max(3)), cut);
        }
    }
}

//! Breaking a text into lines of a width.

use std::ops::Range;

use unicode_linebreak::linebreaks;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

/// The columns a text takes, as terminals count them: character by character.
pub fn width(text: &str) -> usize {
    text.chars().map(columns_of).sum()
}

/// The columns a character takes.
fn columns_of(c: char) -> usize {
    match c {
        // Vowel signs of Bengali, Oriya, Tamil, Kannada, Malayalam and Sinhala that stand beside their letter
        // (general category Mc). They extend its cluster, so that libraries give them no width, but most terminals
        // give them a cell.
        '\u{9be}' | '\u{9d7}' | '\u{b3e}' | '\u{b57}' | '\u{bbe}' | '\u{bd7}' | '\u{cc0}'
        | '\u{cc2}' | '\u{cc7}' | '\u{cc8}' | '\u{cca}' | '\u{ccb}' | '\u{cd5}' | '\u{cd6}'
        | '\u{d3e}' | '\u{d57}' | '\u{dcf}' | '\u{ddf}' => 1,
        c => c.width().unwrap_or(0),
    }
}

/// The longest beginning of a text that fits into `room` columns.
pub fn cut(text: &str, room: usize) -> &str {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += width(grapheme);
        if used > room {
            return &text[..at];
        }
    }
    text
}

/// The lines of a text, each at most `columns` wide, the white space at their ends left out. Lines break where
/// UAX #14 lets them; a word wider than a line is broken between characters. A single character wider than the line
/// stands alone.
pub fn lines(text: &str, columns: usize) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut line = Line::default();
    let mut begin = 0;
    for (end, _) in linebreaks(text) {
        line.add(text, begin..end, columns, &mut out);
        begin = end;
    }
    line.close(text, &mut out);
    out
}

/// The line that is being filled.
#[derive(Default)]
struct Line {
    range: Range<usize>,
    /// Columns up to the end of the range, trailing white space included.
    used: usize,
}

impl Line {
    /// Adds an unbreakable piece, on a new line if it does not fit.
    fn add(
        &mut self,
        text: &str,
        piece: Range<usize>,
        columns: usize,
        out: &mut Vec<Range<usize>>,
    ) {
        let seen = width(text[piece.clone()].trim_end());
        if self.used + seen > columns {
            self.close(text, out);
            self.range = piece.start..piece.start;
        }
        if seen <= columns {
            self.used += width(&text[piece.clone()]);
            self.range.end = piece.end;
            return;
        }
        for (at, grapheme) in text[piece.clone()].grapheme_indices(true) {
            let at = piece.start + at;
            let wide = width(grapheme);
            if self.used + wide > columns && !self.range.is_empty() {
                self.close(text, out);
                self.range = at..at;
            }
            self.used += wide;
            self.range.end = at + grapheme.len();
        }
    }

    /// Ends the line, if there is anything on it.
    fn close(&mut self, text: &str, out: &mut Vec<Range<usize>>) {
        let line = &text[self.range.clone()];
        let begin = self.range.start + (line.len() - line.trim_start().len());
        let end = self.range.start + line.trim_end().len();
        if begin < end {
            out.push(begin..end);
        }
        self.range = self.range.end..self.range.end;
        self.used = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, columns: usize) -> Vec<&str> {
        lines(text, columns).into_iter().map(|r| &text[r]).collect()
    }

    #[test]
    fn lines_break_between_words() {
        assert_eq!(
            wrapped("The harbour  opened again today.", 12),
            ["The harbour", "opened again", "today."]
        );
        assert_eq!(wrapped("أعلن البيت الأبيض", 10), ["أعلن البيت", "الأبيض"]);
        assert!(wrapped("  ", 5).is_empty());
    }

    #[test]
    fn wide_characters_and_long_words_fit_too() {
        assert_eq!(wrapped("日本の首相が発表", 6), ["日本の", "首相が", "発表"]);
        assert_eq!(wrapped("ab abcdefgh", 4), ["ab", "abcd", "efgh"]);
        assert_eq!(wrapped("日本", 1), ["日", "本"]);
        // Marks stay with their letters.
        assert_eq!(wrapped("مُحَمَّد", 2), ["مُحَ", "مَّد"]);
    }

    #[test]
    fn no_line_is_wider_than_allowed() {
        let text = "Ships — all of them (even the “Amal”) — waited: 1,200 t of grain; 北京时间 and https://a.example/long/path?x=1.";
        for columns in 8..40 {
            for line in wrapped(text, columns) {
                assert!(width(line) <= columns, "{columns}: {line}");
            }
        }
        assert_eq!(cut("日本語", 5), "日本");
        assert_eq!(width("কা"), 2);
        assert_eq!(width("مُ"), 1);
    }
}

//! Text in the order it is seen in: UAX #9, the part of it that a terminal which shows characters as they come leaves
//! to the program.

use std::ops::Range;

use khabar_article::language::Direction;
use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};
use unicode_bidi_mirroring::get_mirrored;
use unicode_segmentation::UnicodeSegmentation;

/// A piece of a line: a character with its marks, or a stretch of them in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Where it stands in the text.
    pub range: Range<usize>,
    /// The character shown in its place: a bracket that faces the other way.
    pub mirrored: Option<char>,
}

impl Piece {
    /// A stretch shown as it is written.
    pub fn as_is(range: Range<usize>) -> Self {
        Self {
            range,
            mirrored: None,
        }
    }
}

/// The embedding levels of a paragraph: found once, used for each of its lines.
#[derive(Debug)]
pub struct Levels {
    base: Level,
    /// One a byte; empty where everything runs from left to right.
    levels: Vec<Level>,
}

impl Levels {
    /// The levels of a paragraph without line breaks, in a direction.
    pub fn of(text: &str, direction: Direction) -> Self {
        let base = match direction {
            Direction::Ltr => Level::ltr(),
            Direction::Rtl => Level::rtl(),
        };
        if base.is_ltr() && !has_rtl(text) {
            return Self {
                base,
                levels: Vec::new(),
            };
        }
        let levels = BidiInfo::new(text, Some(base)).levels;
        Self { base, levels }
    }

    /// A line of the paragraph in the order it is seen in, from the left. Characters that only steer the order are
    /// left out.
    pub fn visual(&self, text: &str, line: Range<usize>) -> Vec<Piece> {
        if self.levels.is_empty() {
            return vec![Piece::as_is(line)];
        }
        let graphemes: Vec<Range<usize>> = text[line.clone()]
            .grapheme_indices(true)
            .map(|(at, g)| line.start + at..line.start + at + g.len())
            .collect();
        let mut levels: Vec<Level> = graphemes.iter().map(|g| self.levels[g.start]).collect();
        // Rule L1: white space at the end of a line goes with the paragraph.
        for (level, grapheme) in levels.iter_mut().zip(&graphemes).rev() {
            if !text[grapheme.clone()].trim().is_empty() {
                break;
            }
            *level = self.base;
        }
        BidiInfo::reorder_visual(&levels)
            .into_iter()
            .filter(|&at| !text[graphemes[at].clone()].chars().all(steers))
            .map(|at| Piece {
                range: graphemes[at].clone(),
                mirrored: mirrored(&text[graphemes[at].clone()], levels[at]),
            })
            .collect()
    }
}

/// Rule L4: the other bracket, where a single one stands in right-to-left text.
fn mirrored(grapheme: &str, level: Level) -> Option<char> {
    let mut chars = grapheme.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) if level.is_rtl() => get_mirrored(c),
        _ => None,
    }
}

/// A short text in the order it is seen in.
pub fn seen(text: &str, direction: Direction) -> String {
    let mut out = String::new();
    for piece in Levels::of(text, direction).visual(text, 0..text.len()) {
        match piece.mirrored {
            Some(c) => out.push(c),
            None => out.push_str(&text[piece.range]),
        }
    }
    out
}

/// Marks, embeddings and isolates: they steer the order and are not seen.
fn steers(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether any character runs from right to left.
pub fn has_rtl(text: &str) -> bool {
    // Nothing before the Hebrew block does.
    text.chars()
        .any(|c| c >= '\u{590}' && matches!(bidi_class(c), BidiClass::R | BidiClass::AL))
}

/// The direction of a paragraph on a page that runs in `page` direction: the page's, except where a paragraph of a
/// right-to-left page has letters, and all of them run from left to right.
pub fn direction_of(text: &str, page: Direction) -> Direction {
    let foreign = || !has_rtl(text) && text.chars().any(|c| bidi_class(c) == BidiClass::L);
    match page {
        Direction::Rtl if foreign() => Direction::Ltr,
        page => page,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_foreign_names_keep_their_own_order() {
        let text = "في 17 ديسمبر (NATO)";
        assert_eq!(seen(text, Direction::Rtl), "(NATO) ربمسيد 17 يف");
        assert_eq!(
            seen("He said שלום twice.", Direction::Ltr),
            "He said םולש twice."
        );
        assert_eq!(seen("12. ", Direction::Rtl), " .12");
        assert_eq!(seen("• ", Direction::Rtl), " •");
    }

    #[test]
    fn marks_stay_on_their_letters() {
        assert_eq!(seen("مُحَمد", Direction::Rtl), "دمحَمُ");
    }

    #[test]
    fn each_line_is_ordered_by_itself() {
        let text = "אבג דהו";
        let levels = Levels::of(text, Direction::Rtl);
        let line = levels.visual(text, 0..6);
        let first: String = line.iter().map(|p| &text[p.range.clone()]).collect();
        assert_eq!(first, "גבא");
    }

    #[test]
    fn a_foreign_paragraph_keeps_its_side() {
        assert_eq!(
            direction_of("All in English", Direction::Rtl),
            Direction::Ltr
        );
        assert_eq!(direction_of("CNN قالت", Direction::Rtl), Direction::Rtl);
        assert_eq!(direction_of("2021", Direction::Rtl), Direction::Rtl);
    }
}

//! Text with its looks, and the escape sequences for them.

use std::borrow::Cow;
use std::ops::Range;

use khabar_article::Span;

use super::bidi::Piece;
use crate::sanitize;

/// How a run of text looks: any of the looks in [`SGR`], one bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ink(u8);

/// The parameters of the escape sequence for each look, from the lowest bit on: ECMA-48, 8.3.117.
const SGR: [&str; 7] = ["1", "2", "3", "36", "32", "31", "33"];

impl Ink {
    /// As it comes.
    pub const PLAIN: Self = Self(0);
    /// Headline, headings, strong text.
    pub const BOLD: Self = Self(1);
    /// What stands beside the report.
    pub const DIM: Self = Self(1 << 1);
    /// Standfirst, emphasis.
    pub const ITALIC: Self = Self(1 << 2);
    /// Code, in cyan.
    pub const CODE: Self = Self(1 << 3);
    /// What is kept, and speaks for it.
    pub const GREEN: Self = Self(1 << 4);
    /// What is dropped, and speaks for that.
    pub const RED: Self = Self(1 << 5);
    /// What is not sure.
    pub const YELLOW: Self = Self(1 << 6);

    /// Both looks at once.
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// What writes looks, or leaves them out.
#[derive(Debug, Clone, Copy)]
pub struct Pen {
    /// Whether it writes them.
    pub on: bool,
}

impl Pen {
    /// A text with its look.
    pub fn paint(self, text: &str, ink: Ink) -> Cow<'_, str> {
        if !self.on || ink == Ink::PLAIN || text.is_empty() {
            return Cow::Borrowed(text);
        }
        let codes: Vec<&str> = (0..)
            .zip(SGR)
            .filter(|(bit, _)| ink.0 >> bit & 1 == 1)
            .map(|(_, code)| code)
            .collect();
        Cow::Owned(format!("\x1b[{}m{text}\x1b[0m", codes.join(";")))
    }
}

/// A text whose runs have looks, made safe to show.
#[derive(Debug, Clone, Default)]
pub struct Text {
    text: String,
    /// Where each run ends, and its look; they cover the text.
    runs: Vec<(usize, Ink)>,
}

impl Text {
    /// A text of one look.
    pub fn of(text: &str, ink: Ink) -> Self {
        let mut out = Self::default();
        out.push(text, ink);
        out
    }

    /// The runs of a block, all of them in `ink` besides their own looks.
    pub fn of_spans(spans: &[Span], ink: Ink) -> Self {
        let mut out = Self::default();
        for span in spans {
            let looks = [
                (span.strong, Ink::BOLD),
                (span.emphasis, Ink::ITALIC),
                (span.code, Ink::CODE),
            ];
            let own = looks.iter().filter(|(on, _)| *on);
            out.push(&span.text, own.fold(ink, |ink, (_, more)| ink.and(*more)));
        }
        out
    }

    /// Adds a run.
    pub fn push(&mut self, text: &str, ink: Ink) {
        self.text.push_str(&sanitize::controls(text));
        // A run of nothing would end what is shown.
        if self.text.len() > self.runs.last().map_or(0, |&(end, _)| end) {
            self.runs.push((self.text.len(), ink));
        }
    }

    /// The characters.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text cut at its line breaks; empty lines are left out.
    pub fn paragraphs(&self) -> Vec<Cow<'_, Self>> {
        if !self.text.contains('\n') {
            return if self.text.trim().is_empty() {
                Vec::new()
            } else {
                vec![Cow::Borrowed(self)]
            };
        }
        let mut out = Vec::new();
        let mut begin = 0;
        let mut run = 0;
        for line in self.text.split('\n') {
            let end = begin + line.len();
            // The run the line begins in; the last line's runs are behind it for good.
            while run < self.runs.len() && self.runs[run].0 <= begin {
                run += 1;
            }
            if !line.trim().is_empty() {
                let mut runs = Vec::new();
                for &(run_end, ink) in &self.runs[run..] {
                    runs.push((run_end.min(end) - begin, ink));
                    if run_end >= end {
                        break;
                    }
                }
                out.push(Cow::Owned(Self {
                    text: line.to_owned(),
                    runs,
                }));
            }
            begin = end + 1;
        }
        out
    }

    /// The pieces, in their order, with their looks.
    pub fn inked(&self, pieces: &[Piece], pen: Pen) -> String {
        let mut out = String::new();
        let mut pending = String::new();
        let mut pending_ink = Ink::PLAIN;
        for piece in pieces {
            for (range, ink) in self.looks_in(piece.range.clone()) {
                if ink != pending_ink {
                    out.push_str(&pen.paint(&pending, pending_ink));
                    pending.clear();
                    pending_ink = ink;
                }
                match piece.mirrored {
                    Some(mirrored) => pending.push(mirrored),
                    None => pending.push_str(&self.text[range]),
                }
            }
        }
        out.push_str(&pen.paint(&pending, pending_ink));
        out
    }

    /// The parts of a range that have one look each.
    fn looks_in(&self, range: Range<usize>) -> impl Iterator<Item = (Range<usize>, Ink)> {
        let first = self.runs.partition_point(|&(end, _)| end <= range.start);
        let mut begin = range.start;
        self.runs[first..].iter().map_while(move |&(end, ink)| {
            let part = begin..end.min(range.end);
            begin = part.end;
            (!part.is_empty()).then_some((part, ink))
        })
    }
}

//! Cuts a dump of text into its lines; lines that a mailer or an editor broke at a column are put together again.

use crate::metadata::text::is_invisible;
use crate::words::is_unspaced;

/// More lines than this are not looked at.
const MOST_LINES: usize = 100_000;
/// Columns at which text is broken.
const COLUMNS: std::ops::RangeInclusive<usize> = 40..=110;
/// So many lines have to be broken at a column to take it for one.
const FEWEST_BROKEN: usize = 3;

/// The lines of a dump that hold text.
#[derive(Debug, Default)]
pub struct Lines {
    /// All text, line after line. White space is folded: a tab parts cells, all else is one blank.
    pub text: String,
    /// The lines in order.
    pub lines: Vec<Line>,
    /// Whether there were more lines than are looked at.
    pub cut: bool,
}

/// A line of a dump, or a paragraph of broken ones.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// Range in [`Lines::text`].
    pub text: (u32, u32),
    /// Its characters.
    pub chars: u32,
    /// Blanks before its text.
    pub indent: u32,
    /// Empty lines before it.
    pub gap: u32,
    /// How many lines of the dump it is put together of.
    pub parts: u32,
}

impl Lines {
    /// Cuts a text.
    pub fn cut(text: &str) -> Self {
        let mut lines = Self::default();
        let mut gap = 0;
        for raw in text.split(is_line_end) {
            if lines.lines.len() == MOST_LINES {
                lines.cut = true;
                break;
            }
            if lines.push(raw, gap) {
                gap = 0;
            } else {
                gap += 1;
            }
        }
        // "\r\n" ends one line, not two.
        if text.contains('\r') {
            let each = text.matches("\r\n").count();
            if each * 2 > text.matches('\n').count() {
                lines.lines.iter_mut().for_each(|l| l.gap /= 2);
            }
        }
        lines.join_broken();
        lines
    }

    /// The text of a line.
    pub fn of(&self, line: usize) -> &str {
        let (from, to) = self.lines[line].text;
        &self.text[from as usize..to as usize]
    }

    /// Adds a line unless it is empty.
    fn push(&mut self, raw: &str, gap: u32) -> bool {
        let from = self.text.len();
        let mut indent = 0;
        let mut space = None;
        let mut chars = 0;
        for c in raw.chars() {
            if c.is_whitespace() {
                indent += u32::from(chars == 0);
                space = if c == '\t' || space == Some('\t') {
                    Some('\t')
                } else {
                    Some(' ')
                };
                continue;
            }
            if is_invisible(c) {
                continue;
            }
            if let Some(space) = space.take().filter(|_| chars > 0) {
                self.text.push(space);
                chars += 1;
            }
            self.text.push(c);
            chars += 1;
        }
        if chars > 0 {
            self.lines.push(Line {
                text: (from as u32, self.text.len() as u32),
                chars,
                indent,
                gap,
                parts: 1,
            });
        }
        chars > 0
    }

    /// Puts paragraphs together that were broken at a column.
    fn join_broken(&mut self) {
        let Some(column) = self.column() else { return };
        let mut text = String::with_capacity(self.text.len() + self.lines.len());
        let mut lines: Vec<Line> = Vec::with_capacity(self.lines.len());
        for at in 0..self.lines.len() {
            let line = self.lines[at].clone();
            let runs_on = at > 0 && self.is_broken(at - 1, column);
            if let Some(last) = lines.last_mut().filter(|_| runs_on) {
                let spaced = !text.ends_with(is_unspaced) || !self.of(at).starts_with(is_unspaced);
                if spaced {
                    text.push(' ');
                }
                text.push_str(self.of(at));
                last.text.1 = text.len() as u32;
                last.chars += line.chars + u32::from(spaced);
                last.parts += 1;
            } else {
                let from = text.len() as u32;
                text.push_str(self.of(at));
                lines.push(Line {
                    text: (from, text.len() as u32),
                    ..line
                });
            }
        }
        (self.text, self.lines) = (text, lines);
    }

    /// The column at which the text is broken, if it is.
    fn column(&self) -> Option<usize> {
        // A few lines that cannot be broken (addresses) may be longer.
        let mut widths: Vec<usize> = self
            .lines
            .iter()
            .map(|l| (l.chars + l.indent) as usize)
            .collect();
        widths.sort_unstable();
        let column = *widths.get((widths.len().max(1) - 1) * 49 / 50)?;
        if !COLUMNS.contains(&column) {
            return None;
        }
        let follows = |at: usize| self.lines.get(at + 1).is_some_and(|next| next.gap == 0);
        let (mut broken, mut open) = (0, 0);
        for at in (0..self.lines.len()).filter(|&at| follows(at)) {
            if self.is_broken(at, column) {
                broken += 1;
            } else if !ends_sentence(self.of(at)) {
                open += 1;
            }
        }
        // Menus and lists have lines of any length that do not end a sentence; broken text has hardly any.
        (broken >= FEWEST_BROKEN && broken > 2 * open).then_some(column)
    }

    /// Whether a line ends where it does only because the next word would not fit.
    fn is_broken(&self, at: usize, column: usize) -> bool {
        let Some(next) = self.lines.get(at + 1).filter(|next| next.gap == 0) else {
            return false;
        };
        let text = self.of(at + 1);
        let word = match text.chars().next() {
            Some(c) if is_unspaced(c) => 1,
            _ => 1 + text.split(' ').next().unwrap_or_default().chars().count(),
        };
        let line = &self.lines[at];
        let width = (line.chars + line.indent) as usize;
        let same_margin =
            next.indent == line.indent || (at > 0 && self.lines[at].gap > 0) || at == 0;
        same_margin && width + word + 1 > column && width <= column + 20 && width * 2 > column
    }
}

/// Line ends of every system, and the separators of Unicode.
fn is_line_end(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Whether a text ends as sentences do.
pub fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '”', '“', '»', '’', '\'', ')', '」', '』', ']']);
    text.ends_with([
        '.', '!', '?', '؟', '…', '。', '！', '？', '।', '۔', ':', '：',
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<String> {
        let lines = Lines::cut(text);
        (0..lines.lines.len())
            .map(|i| lines.of(i).to_owned())
            .collect()
    }

    #[test]
    fn lines_end_as_on_any_system() {
        assert_eq!(
            cut("one\r\n\r\n two\u{2028}three\r"),
            ["one", "two", "three"]
        );
        assert_eq!(
            Lines::cut("one\r\n\r\ntwo\r\nthree")
                .lines
                .iter()
                .map(|l| l.gap)
                .collect::<Vec<_>>(),
            [0, 1, 0]
        );
        assert_eq!(Lines::cut("one\n\n\ntwo").lines[1].gap, 2);
        assert!(cut(" \n\t\n\u{feff}\n").is_empty());
    }

    #[test]
    fn white_space_is_folded_and_cells_stay_apart() {
        assert_eq!(cut("  a\u{a0}  b\t\tc\0"), ["a b\tc"]);
        assert_eq!(Lines::cut("    a").lines[0].indent, 4);
    }

    const BROKEN: &str = "\
Mayor opens bridge

The bridge over the river Lindel was opened to traffic on Monday, two
years after work began and eleven months later than the council had
promised when it raised the money for it.

\"We have waited long enough,\" said the mayor, who had come on foot with
a hundred of the town's people, some of whom remembered the old one and
the ferry before it.
";

    #[test]
    fn broken_paragraphs_are_put_together() {
        let lines = cut(BROKEN);
        assert_eq!(lines.len(), 3, "{lines:?}");
        assert!(lines[1].ends_with("promised when it raised the money for it."));
        assert!(lines[2].contains("come on foot with a hundred"));
    }

    #[test]
    fn text_without_spaces_is_put_together_without() {
        let text = "纪伯安今年八十一岁，十三岁跟着父亲学徒，一直住在河边的老街上，从来没有离开过这座小城，哪怕是一天\n也没有；店里最忙的时候一天要收四十块表，后来人们看手机，表越来越少，聊天的人倒没少，门口总坐着\n几个老街坊，喝茶下棋，说说从前的事情，等着座钟敲响六点整，然后各自回家吃饭，第二天早上再来这里\n坐着。";
        assert_eq!(cut(text).len(), 1, "{:?}", cut(text));
        assert!(!cut(text)[0].contains(' '));
    }

    #[test]
    fn menus_and_whole_paragraphs_stay_apart() {
        let menu = "Home\nNews\nSport and leisure in the valleys of the west\nWeather\nObituaries of the week\nPlace an advertisement\nSubscribe";
        assert_eq!(cut(menu).len(), 7);
        let long = "A paragraph that is much longer than any column at which text would be broken, and holds two sentences. Here is the other.";
        assert_eq!(cut(&[long; 5].join("\n")).len(), 5);
    }
}

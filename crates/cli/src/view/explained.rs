//! An explanation laid out for a terminal: the fields, then a line a block.

use std::collections::BTreeMap;

use khabar_article::InputKind;
use khabar_article::explain::{Explained, Explanation, Field, Statement, Weight};
use khabar_article::language::Direction;

use super::ink::Ink;
use super::{Page, bidi, wrap};
use crate::sanitize;
use crate::view::Look;

mod rows;

pub use rows::Shown;
use rows::{Row, rows};

/// Columns of the mark and the probability before each block.
const BEFORE: usize = 8;
/// Columns of the names of fields.
const NAMES: usize = 15;
/// Fewer columns than this show no explanation.
const FEWEST: usize = 40;
/// Weights told of a block.
const MOST_WEIGHTS: usize = 3;
/// Statements told of a field that were not taken.
const MOST_OTHERS: usize = 3;
/// Texts of a run that are looked at to fill its line.
const MOST_SAMPLES: usize = 40;

/// The explanation for a terminal, ending in a line break.
pub fn explained(explanation: &Explanation, look: &Look, shown: Shown) -> String {
    let look = Look {
        columns: look.columns.max(FEWEST),
        ..look.clone()
    };
    let rows = rows(explanation, shown);
    let mut sheet = Sheet {
        page: Page::new(&look, Direction::Ltr),
        explanation,
        look: &look,
        direction: explanation.article.direction,
        place_columns: place_columns(explanation, &rows, look.columns),
    };
    sheet.fields();
    sheet.blocks(&rows);
    sheet.summary(shown);
    sheet.page.finish()
}

/// A line as it is filled.
#[derive(Default)]
struct Line {
    text: String,
    used: usize,
}

struct Sheet<'a> {
    page: Page<'a>,
    explanation: &'a Explanation,
    look: &'a Look,
    direction: Direction,
    /// Columns of where a block stands.
    place_columns: usize,
}

impl Sheet<'_> {
    /// Adds our own words.
    fn put(&self, line: &mut Line, text: &str, ink: Ink) {
        line.used += wrap::width(text);
        line.text.push_str(&self.look.ink.paint(text, ink));
    }

    fn fill_to(line: &mut Line, column: usize) {
        let blanks = column.saturating_sub(line.used);
        line.text.push_str(&" ".repeat(blanks));
        line.used += blanks;
    }

    /// Adds the beginning of a text of the page, as much as fits on the line but `spare` columns; what runs from right
    /// to left stands at the line's right end.
    fn put_text(&self, line: &mut Line, text: &str, ink: Ink, spare: usize) {
        let room = self.look.columns.saturating_sub(line.used + spare);
        let clean = shortened(&sanitize::line(text), room);
        let direction = bidi::direction_of(&clean, self.direction);
        if direction == Direction::Rtl && spare == 0 {
            Self::fill_to(line, self.look.columns.saturating_sub(wrap::width(&clean)));
        }
        if self.look.reorder {
            self.put(line, &bidi::seen(&clean, direction), ink);
        } else {
            self.put(line, &clean, ink);
        }
    }

    fn end(&mut self, line: &Line) {
        self.page.line(&line.text, line.used, "", Direction::Ltr);
    }

    /// A sentence of ours, over as many lines as it takes.
    fn say(&mut self, text: &str, ink: Ink) {
        for range in wrap::lines(text, self.look.columns) {
            let mut line = Line::default();
            self.put(&mut line, &text[range], ink);
            self.end(&line);
        }
    }

    fn fields(&mut self) {
        if let Some(source) = &self.explanation.article.source {
            let name = sanitize::line(source);
            let mut line = Line::default();
            let name = shortened(&name, self.look.columns);
            self.put(&mut line, &name, Ink::BOLD);
            self.end(&line);
            self.page.gap();
        }
        let explanation = self.explanation;
        for field in &explanation.fields {
            self.field(field);
        }
        self.page.gap();
        if let Some(note) = explanation.source_note() {
            self.say(note, Ink::YELLOW);
            self.page.gap();
        }
    }

    fn field(&mut self, field: &Field) {
        let mut line = Line::default();
        self.put(&mut line, field.name, Ink::BOLD);
        Self::fill_to(&mut line, NAMES);
        if let Some(value) = &field.value {
            self.put_text(&mut line, &value.text, Ink::PLAIN, 0);
            self.end(&line);
            let sure = field.confidence.map(percent);
            let told: Vec<String> = sure
                .into_iter()
                .map(|p| p.trim().to_owned())
                .chain(value.places.iter().map(ToString::to_string))
                .collect();
            self.places(&told);
            line = Line::default();
        }
        for other in field.others.iter().take(MOST_OTHERS) {
            self.lost(&mut line, other);
            line = Line::default();
        }
        let more = field.others.len().saturating_sub(MOST_OTHERS);
        if more > 0 {
            Self::fill_to(&mut line, NAMES);
            self.put(&mut line, &format!("and {more} more"), Ink::DIM);
            self.end(&line);
        }
    }

    /// The places a value was found in, as many as fit.
    fn places(&mut self, told: &[String]) {
        if told.is_empty() {
            return;
        }
        let mut line = Line::default();
        Self::fill_to(&mut line, NAMES);
        self.put_parts(&mut line, told.iter().map(|t| (t.clone(), Ink::DIM)));
        self.end(&line);
    }

    /// A statement that was not taken, and where it stands.
    fn lost(&mut self, line: &mut Line, other: &Statement) {
        Self::fill_to(line, NAMES - 2);
        self.put(line, "\u{2717} ", Ink::RED);
        let places = other.places.join(", ");
        // Places get what the text leaves of the line, a third of it at least.
        let room = self.look.columns.saturating_sub(NAMES);
        let left = room.saturating_sub(wrap::width(&sanitize::line(&other.text)) + 2);
        let room = left.max(room / 3);
        let places = format!("  {}", shortened(&places, room));
        self.put_text(line, &other.text, Ink::PLAIN, wrap::width(&places));
        self.put(line, &places, Ink::DIM);
        self.end(line);
    }

    /// Parts of one line, parted by dots, as many as fit; the first always.
    fn put_parts(&self, line: &mut Line, parts: impl Iterator<Item = (String, Ink)>) {
        for (at, (part, ink)) in parts.enumerate() {
            let part = shortened(&part, self.look.columns.saturating_sub(line.used));
            if at > 0 {
                if line.used + 3 + wrap::width(&part) > self.look.columns {
                    break;
                }
                self.put(line, " · ", Ink::DIM);
            }
            self.put(line, &part, ink);
        }
    }

    fn blocks(&mut self, rows: &[Row]) {
        for row in rows {
            match row {
                Row::Block(at) => self.block(*at, &self.explanation.blocks[*at]),
                Row::Run(run) => self.folded(&self.explanation.blocks[run.clone()]),
            }
        }
        self.page.gap();
    }

    /// The mark and the probability.
    fn before(&self, line: &mut Line, kept: bool, unsure: bool, probability: &str) {
        let (mark, ink) = if kept {
            ("\u{2713}", Ink::GREEN)
        } else {
            ("\u{2717}", Ink::RED)
        };
        self.put(line, mark, ink);
        self.put(line, if unsure { "?" } else { " " }, Ink::YELLOW);
        let ink = if unsure { Ink::YELLOW } else { Ink::PLAIN };
        self.put(line, probability, ink);
        Self::fill_to(line, BEFORE);
    }

    fn block(&mut self, at: usize, block: &Explained) {
        let mut line = Line::default();
        let unsure = self.explanation.is_unsure(block);
        let sure = if self.explanation.kind == InputKind::Body {
            String::new()
        } else {
            percent(block.probability)
        };
        self.before(&mut line, block.is_kept(), unsure, &sure);
        self.put(&mut line, &place(at, block, self.place_columns), Ink::CODE);
        Self::fill_to(&mut line, BEFORE + self.place_columns + 2);
        let ink = if block.is_kept() {
            Ink::PLAIN
        } else {
            Ink::DIM
        };
        self.put_text(&mut line, &block.text, ink, 0);
        self.end(&line);

        let reason =
            (!block.reason.is_judged()).then(|| (block.reason.words().to_owned(), Ink::YELLOW));
        let weights = block.weights.iter().take(MOST_WEIGHTS).map(weight);
        let mut parts = reason.into_iter().chain(weights).peekable();
        if parts.peek().is_some() {
            let mut line = Line::default();
            Self::fill_to(&mut line, BEFORE);
            self.put_parts(&mut line, parts);
            self.end(&line);
        }
    }

    /// A run of blocks that were plainly dropped.
    fn folded(&mut self, run: &[Explained]) {
        let mut landmarks: BTreeMap<&str, usize> = BTreeMap::new();
        for block in run {
            *landmarks
                .entry(block.landmark.unwrap_or_default())
                .or_default() += 1;
        }
        let most = landmarks.into_iter().max_by_key(|(_, count)| *count);
        let landmark = most
            .filter(|(name, count)| !name.is_empty() && count * 2 > run.len())
            .map(|(name, _)| format!(" in {name}"))
            .unwrap_or_default();
        let unit = self.explanation.unit();
        let highest = run.iter().map(|b| b.probability).fold(0.0, f32::max);
        let mut line = Line::default();
        self.before(&mut line, false, false, &percent(highest));
        self.put(
            &mut line,
            &format!("{} {unit}{landmark}", run.len()),
            Ink::BOLD,
        );
        self.put(&mut line, "  ", Ink::PLAIN);
        let texts: Vec<&str> = run
            .iter()
            .take(MOST_SAMPLES)
            .map(|b| b.text.as_str())
            .collect();
        self.put_text(&mut line, &texts.join(" · "), Ink::DIM, 0);
        self.end(&line);
    }

    fn summary(&mut self, shown: Shown) {
        let explanation = self.explanation;
        let (kept, words) = explanation.kept();
        let all_words = explanation.words();
        let bar = if explanation.is_judged() {
            let bar = percent(explanation.bar);
            format!(" Kept is what is likelier than {}.", bar.trim())
        } else {
            String::new()
        };
        let text = format!(
            "{kept} of {} {} kept, {words} of {all_words} words.{bar}",
            explanation.blocks.len(),
            explanation.unit(),
        );
        self.say(&text, Ink::BOLD);
        let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
        for block in explanation.blocks.iter().filter(|b| !b.reason.is_judged()) {
            *rules.entry(block.reason.words()).or_default() += 1;
        }
        if !rules.is_empty() && explanation.is_judged() {
            let told: Vec<String> = rules
                .into_iter()
                .map(|(words, count)| format!("{words} {count}"))
                .collect();
            self.say(
                &format!("Decided by rules: {}.", told.join("; ")),
                Ink::PLAIN,
            );
        }
        let unsure = explanation
            .blocks
            .iter()
            .filter(|b| explanation.is_unsure(b))
            .count();
        if unsure > 0 && shown != Shown::Unsure {
            let more = "marked ?; --only unsure shows them alone";
            self.say(&format!("Unsure: {unsure}, {more}."), Ink::PLAIN);
        }
        if !explanation.weighed && explanation.kind != InputKind::Body {
            let note = "There are too many blocks to weigh what spoke for each.";
            self.say(note, Ink::YELLOW);
        }
    }
}

/// Columns for where blocks stand: as many as those shown need, but no more than a quarter of the line.
fn place_columns(explanation: &Explanation, rows: &[Row], columns: usize) -> usize {
    let most = (columns / 4).min(30);
    let width = |row: &Row| match row {
        Row::Block(at) => wrap::width(&place(*at, &explanation.blocks[*at], most)),
        Row::Run(_) => 0,
    };
    rows.iter().map(width).max().unwrap_or(0)
}

/// Where a block stands, in as many columns: its nearest elements, or the number of its line.
fn place(at: usize, block: &Explained, columns: usize) -> String {
    if block.selector.is_empty() {
        return (at + 1).to_string();
    }
    let selector = sanitize::line(&block.selector);
    let mut tail = String::new();
    for element in selector.rsplit(" > ") {
        let longer = if tail.is_empty() {
            shortened(element, columns)
        } else {
            format!("{element}>{tail}")
        };
        if wrap::width(&longer) > columns {
            break;
        }
        tail = longer;
    }
    tail
}

/// A text of at most this many columns; what is cut off is marked.
fn shortened(text: &str, columns: usize) -> String {
    if wrap::width(text) <= columns {
        return text.to_owned();
    }
    let cut = wrap::cut(text, columns.saturating_sub(1)).trim_end();
    format!("{cut}…")
}

fn weight(weight: &Weight) -> (String, Ink) {
    let ink = if weight.weight > 0.0 {
        Ink::GREEN
    } else {
        Ink::RED
    };
    (format!("{} {}", weight.group, weight.signed()), ink)
}

/// A probability in four columns.
fn percent(probability: f32) -> String {
    match probability * 100.0 {
        p if p > 0.0 && p < 0.5 => " <1%".to_owned(),
        p if p > 99.5 && p < 100.0 => ">99%".to_owned(),
        p => format!("{p:>3.0}%"),
    }
}

#[cfg(test)]
mod tests {
    use khabar_article::{ReadOptions, explain};
    use proptest::prelude::*;

    use super::*;
    use crate::view::tests::look;

    const TEXT: &str = "Rain fell on the coast all night, the weather service said on Monday, and it will go on falling until \
        the end of the week.";

    fn of(html: &str) -> Explanation {
        explain(html.as_bytes(), &ReadOptions::default()).unwrap()
    }

    #[test]
    fn a_line_a_block_and_one_for_what_surrounds_the_report() {
        let page = format!(
            "<title>Rain on the coast</title><nav><ul><li><a href=/>Home</a><li><a href=/>News</a><li><a href=/>Sport</a>\
             <li><a href=/>Arts</a></ul></nav><main><p>{TEXT}<p>{TEXT} Again.</main>"
        );
        let explanation = of(&page);
        let shown = explained(&explanation, &look(60), Shown::Folded);
        assert!(
            shown.contains("4 blocks in nav  Home · News · Sport · Arts"),
            "{shown}"
        );
        assert_eq!(shown.matches('\u{2713}').count(), 2, "{shown}");
        assert!(shown.contains("body>main>p  Rain fell on"), "{shown}");
        assert!(
            shown.starts_with("headline       Rain on the coast\n"),
            "{shown}"
        );
        assert!(shown.contains("2 of 6 blocks kept"), "{shown}");
        let all = explained(&explanation, &look(60), Shown::All);
        assert_eq!(all.matches('\u{2717}').count(), 4, "{all}");
        let kept = explained(&explanation, &look(60), Shown::Kept);
        assert!(!kept.contains("Home"), "{kept}");
    }

    #[test]
    fn right_to_left_text_stands_at_the_right() {
        let text = "هطلت الأمطار على الساحل طوال الليل، وقالت دائرة الأرصاد الجوية يوم الاثنين إنها ستستمر حتى نهاية الأسبوع";
        let explanation = of(&format!("<p>{text}<p>{text} أيضا"));
        let shown = explained(&explanation, &look(60), Shown::All);
        let line = shown.lines().find(|l| l.starts_with('\u{2713}')).unwrap();
        assert_eq!(wrap::width(line), 60);
        assert!(line.ends_with("تلطه"), "{line}");
    }

    #[test]
    fn a_page_cannot_steer_the_terminal() {
        let page = format!(
            "<title>a\u{1b}[2J</title><div class='x\u{1b}]0;y'><p>{TEXT} \u{9b}31m \u{1b}[1m</div>"
        );
        let shown = explained(&of(&page), &look(80), Shown::All);
        assert!(!shown.contains(['\u{1b}', '\u{9b}']), "{shown:?}");
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_allowed(
            columns in 40_usize..130,
            words in proptest::collection::vec("[a-zA-Z日本語مرحبا.<>/=é ]{0,12}", 0..60),
            class in "[a-z日本 -]{0,60}",
        ) {
            let page = format!("<title>{}</title><div class='{class}'><p>{TEXT} {}<p>{}<h2>{}", words.join(""), words.join(" "),
                words.concat(), class);
            let explanation = of(&page);
            for shown in [Shown::Folded, Shown::All, Shown::Unsure] {
                for line in explained(&explanation, &look(columns), shown).lines() {
                    prop_assert!(wrap::width(line) <= columns, "{}: {:?}", columns, line);
                }
            }
        }
    }
}

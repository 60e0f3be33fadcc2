//! Who said what, laid out for a terminal: under a report, or as a table.

use khabar_article::language::Direction;
use khabar_statements::{Kind, Reading, Statement};

use super::ink::{Ink, Text};
use super::table::{self, Row};
use super::{Look, Page, wrap};
use crate::said::content;
use crate::sanitize;

/// Before the lines of words that are the speaker's own, as before a quotation.
const OWN: &str = "  │ ";
/// Before the lines of others.
const REPORTED: &str = "    ";
/// Before the line that says how something was said.
const HOW: &str = "  ";
/// Parts what stands on one line; a line breaks before it, not behind.
const PARTING: &str = " ·\u{a0}";
/// Stands where nothing tells who spoke.
const NOBODY: &str = "?";
/// The headings of the table.
const HEADINGS: [&str; 3] = ["Speaker", "Said", "Words"];
/// Words in fewer columns than this are better read line by line.
const LEAST_WORDS: usize = 30;

/// The statements of a page as a table, ending in a line break; one below the other where the table has no room.
/// `several`: the page stands among others and says which input it is.
pub fn said(reading: &Reading, look: &Look, several: bool) -> String {
    let mut page = Page::new(look, reading.article.direction);
    if several && let Some(source) = &reading.article.source {
        page.rule(&sanitize::line(source));
    }
    if reading.statements.is_empty() {
        page.paragraph(&Text::of("No statements.", Ink::DIM));
        return page.finish();
    }
    match widths(reading, look) {
        Some(widths) => in_columns(&mut page, reading, &widths),
        None => list(&mut page, &reading.statements),
    }
    page.finish()
}

/// The statements under a report, if it has any.
pub fn under_report(page: &mut Page<'_>, statements: &[Statement]) {
    if statements.is_empty() {
        return;
    }
    page.gap();
    page.rule(&format!("Statements: {}", statements.len()));
    list(page, statements);
}

/// One below the other, those of one speaker that follow one another under one name.
fn list(page: &mut Page<'_>, statements: &[Statement]) {
    let mut last = None;
    for statement in statements {
        let name = name(statement);
        let how = how(statement, page.direction);
        if last != Some(name) {
            page.gap();
            page.paragraph(&speaker(statement));
        } else if how.text().is_empty() {
            page.gap();
        }
        page.hanging(&how, HOW, HOW);
        let mark = if statement.kind == Kind::Direct {
            OWN
        } else {
            REPORTED
        };
        page.hanging(&words(statement), mark, mark);
        last = Some(name);
    }
}

/// Columns of speaker, how and words; `None` where too little is left for the words, and where the terminal orders
/// text that runs from right to left: it would order whole lines, not cells.
fn widths(reading: &Reading, look: &Look) -> Option<[usize; 3]> {
    let (direction, columns) = (reading.article.direction, look.columns);
    if direction == Direction::Rtl && !look.reorder {
        return None;
    }
    let widest = |heading: &str, most: usize, cell: &dyn Fn(&Statement) -> Text| {
        let cells = reading
            .statements
            .iter()
            .map(|s| wrap::width(cell(s).text()));
        let widest = cells.max().unwrap_or(0).min(most);
        widest.max(wrap::width(heading))
    };
    let speakers = widest(HEADINGS[0], columns / 4, &speaker);
    let hows = widest(HEADINGS[1], columns * 2 / 9, &|s| how(s, direction));
    let left = columns.checked_sub(speakers + hows + 2 * table::GAP)?;
    let words = widest(HEADINGS[2], left, &|s| quoted(s, direction));
    (left >= LEAST_WORDS).then_some([speakers, hows, words])
}

/// The table, a blank line between its rows, for most of them take several lines.
fn in_columns(page: &mut Page<'_>, reading: &Reading, widths: &[usize]) {
    let heading = Row {
        header: true,
        cells: HEADINGS.map(|heading| Text::of(heading, Ink::BOLD)).into(),
    };
    let mut rows = vec![heading];
    for statement in &reading.statements {
        let cells = vec![
            speaker(statement),
            how(statement, page.direction),
            quoted(statement, page.direction),
        ];
        rows.push(Row {
            header: false,
            cells,
        });
        table::columns(page, &rows, widths, "");
        rows.clear();
        page.gap();
    }
}

/// The name of who is behind a statement, or the words that stand for it.
fn name(statement: &Statement) -> &str {
    let speaker = statement.speaker.as_ref().map(|speaker| &speaker.name);
    let mentions = [&statement.antecedent, &statement.source];
    let mentioned = mentions.into_iter().flatten().map(|mention| &mention.text);
    speaker
        .into_iter()
        .chain(mentioned)
        .next()
        .map_or(NOBODY, String::as_str)
}

/// The speaker and the office.
fn speaker(statement: &Statement) -> Text {
    let mut text = Text::of(&sanitize::line(name(statement)), Ink::BOLD);
    let role = statement
        .speaker
        .as_ref()
        .and_then(|speaker| speaker.role.as_deref());
    if let Some(role) = role {
        text.push(&format!("{PARTING}{}", sanitize::line(role)), Ink::DIM);
    }
    text
}

/// The reporting words, whom it was said to and when.
fn how(statement: &Statement, direction: Direction) -> Text {
    let arrow = match direction {
        Direction::Ltr => "→",
        Direction::Rtl => "←",
    };
    let mut text = Text::default();
    if let Some(cue) = &statement.cue {
        text.push(&sanitize::line(&cue.text), Ink::CODE);
    }
    if let Some(addressee) = &statement.addressee {
        text.push(&format!(" {arrow}\u{a0}"), Ink::DIM);
        text.push(&sanitize::line(&addressee.text), Ink::PLAIN);
    }
    if let Some(when) = &statement.when {
        let parting = if text.text().is_empty() { "" } else { PARTING };
        text.push(parting, Ink::DIM);
        text.push(&sanitize::line(&when.words.text), Ink::DIM);
        if let Some(date) = when.date {
            let date = in_order(&date.to_string(), direction);
            text.push(&format!(" ({date})"), Ink::DIM);
        }
    }
    text
}

/// A date whose parts keep their order between words that run from right to left.
pub fn in_order(date: &str, direction: Direction) -> String {
    match direction {
        Direction::Ltr => date.to_owned(),
        // LEFT-TO-RIGHT ISOLATE and POP DIRECTIONAL ISOLATE.
        Direction::Rtl => format!("\u{2066}{date}\u{2069}"),
    }
}

/// What was said, in quotation marks where the words are the speaker's own: a cell has no bar before its lines.
fn quoted(statement: &Statement, direction: Direction) -> Text {
    if statement.kind != Kind::Direct {
        return words(statement);
    }
    // These marks are not mirrored where text runs from right to left.
    let (open, close) = match direction {
        Direction::Ltr => ('“', '”'),
        Direction::Rtl => ('”', '“'),
    };
    let words = words(statement);
    Text::of(&format!("{open}{}{close}", words.text()), Ink::PLAIN)
}

/// What was said.
fn words(statement: &Statement) -> Text {
    Text::of(&sanitize::line(&content(statement)), Ink::PLAIN)
}

#[cfg(test)]
mod tests {
    use khabar_article::Article;
    use khabar_article::dates::mentions;
    use khabar_statements::{Passage, Speaker, When};
    use proptest::prelude::*;

    use super::*;
    use crate::view::render;
    use crate::view::tests::look;

    /// A part of a statement; the view does not ask where it stands.
    fn part(words: &str) -> Option<Passage> {
        (!words.is_empty()).then(|| Passage {
            text: words.to_owned(),
            begin: 0,
            end: words.chars().count(),
        })
    }

    /// A statement of speaker and role, cue, addressee and content.
    fn statement(who: [&str; 2], cue: &str, to: &str, content: &str) -> Statement {
        let role = Some(who[1].to_owned()).filter(|role| !role.is_empty());
        Statement {
            kind: Kind::Indirect,
            source: None,
            antecedent: None,
            cue: part(cue),
            content: part(content).into_iter().collect(),
            addressee: part(to),
            when: None,
            speaker: (!who[0].is_empty()).then(|| Speaker {
                name: who[0].to_owned(),
                role,
            }),
        }
    }

    fn on(day: &str, date: &str) -> Option<When> {
        Some(When {
            words: part(day)?,
            date: mentions(date, None, "en").first().map(|found| found.date),
        })
    }

    fn english() -> Reading {
        let mayor = ["Rima Nassar", "mayor of Port Amal"];
        let mut first = statement(
            mayor,
            "told",
            "reporters",
            "the quays will be ready in June",
        );
        first.when = on("on Monday", "2 March 2026");
        let mut second = statement(
            mayor,
            "she added",
            "",
            "We waited a year for this … and it was worth it.",
        );
        second.kind = Kind::Direct;
        let third = statement(
            ["the harbour office", ""],
            "according to",
            "",
            "twelve ships are waiting outside",
        );
        Reading {
            statements: vec![first, second, third],
            ..Reading::default()
        }
    }

    fn arabic() -> Reading {
        let mut first = statement(
            ["ريما نصار", "رئيسة بلدية ميناء أمل"],
            "قالت",
            "للصحفيين",
            "إن الأرصفة ستكون جاهزة في يونيو",
        );
        first.when = on("الاثنين", "2 March 2026");
        first.kind = Kind::Direct;
        Reading {
            article: Article {
                direction: Direction::Rtl,
                ..Article::default()
            },
            statements: vec![first],
        }
    }

    /// As it is seen.
    fn plain(shown: &str) -> String {
        shown.replace('\u{a0}', " ")
    }

    #[test]
    fn statements_stand_under_a_report_by_speaker() {
        let expected = "\
── Statements: 3 ───────────────────────

Rima Nassar · mayor of Port Amal
  told → reporters · on Monday
  (2026-03-02)
    the quays will be ready in June
  she added
  │ We waited a year for this … and it
  │ was worth it.

the harbour office
  according to
    twelve ships are waiting outside
";
        assert_eq!(plain(&render(&english(), &look(40), false)), expected);
    }

    #[test]
    fn a_table_where_there_is_room() {
        let expected = "\
Speaker            Said             Words
──────────────────────────────────────────────────────────────────────
Rima Nassar        told             the quays will be ready in June
· mayor of Port    → reporters
Amal               · on Monday
                   (2026-03-02)

Rima Nassar        she added        “We waited a year for this … and
· mayor of Port                     it was worth it.”
Amal

the harbour        according to     twelve ships are waiting outside
office
";
        assert_eq!(plain(&said(&english(), &look(70), false)), expected);
        assert!(!said(&english(), &look(50), false).contains("Words"));
        assert_eq!(
            said(&Reading::default(), &look(50), false),
            "No statements.\n"
        );
    }

    #[test]
    fn right_to_left_statements_stand_at_the_right() {
        // From the right: the speaker; cue, arrow, addressee, the day in words and, in its own order, as a date.
        let expected = "
             لمأ ءانيم ةيدلب ةسيئر · راصن امير
      (2026-03-02) نينثالا · نييفحصلل ← تلاق
           وينوي يف ةزهاج نوكتس ةفصرألا نإ │
";
        let shown = said(&arabic(), &look(46), false);
        assert_eq!(plain(&shown), expected.trim_start_matches('\n'));
        let table = plain(&said(&arabic(), &look(70), false));
        let heading = table.lines().next().unwrap_or_default();
        assert!(
            heading.ends_with("  Words             Said            Speaker"),
            "{table}"
        );
        assert!(table.contains(" نييفحصلل ← تلاق  "), "{table}");
        assert!(table.contains("“وينوي يف"), "{table}");
        let left_to_the_terminal = Look {
            reorder: false,
            ..look(70)
        };
        assert!(!said(&arabic(), &left_to_the_terminal, false).contains("Words"));
    }

    #[test]
    fn what_is_not_told_is_marked() {
        let mut nobody = statement(["", ""], "", "", "So it is.");
        nobody.kind = Kind::Direct;
        let mut mentioned = nobody.clone();
        mentioned.source = part("he");
        mentioned.antecedent = part("the mayor");
        let reading = Reading {
            statements: vec![nobody.clone(), nobody, mentioned],
            ..Reading::default()
        };
        let expected = "?\n  │ So it is.\n\n  │ So it is.\n\nthe mayor\n  │ So it is.\n";
        assert_eq!(said(&reading, &look(30), false), expected);
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_the_view(
            words in "[ a-zא-ת\u{621}-\u{652}0-9().,:«»\u{200f}\u{1b}漢字\n\t-]{0,120}",
            name in "[ a-zא-ת\u{621}-\u{64a}\u{1b}漢字]{0,60}",
            columns in 20_usize..130,
            rtl: bool,
            reorder: bool,
        ) {
            let mut statement = statement([&name, &words], &name, &words, &words);
            statement.when = on(&words, "2 March 2026");
            let reading = Reading {
                article: Article {
                    direction: if rtl { Direction::Rtl } else { Direction::Ltr },
                    source: Some(words.clone()),
                    ..Article::default()
                },
                statements: vec![statement.clone(), statement],
            };
            let look = Look { reorder, ..look(columns) };
            for shown in [said(&reading, &look, true), render(&reading, &look, true)] {
                prop_assert!(!shown.contains('\u{1b}'), "{:?}", shown);
                for line in shown.lines() {
                    prop_assert!(wrap::width(line) <= columns, "{}: {:?}", columns, line);
                }
            }
        }
    }
}

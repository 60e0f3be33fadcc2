use proptest::prelude::*;

use super::*;
use crate::options::InputKind;

fn read_text(text: &str) -> Article {
    read_bytes(text.as_bytes())
}

fn read_bytes(bytes: &[u8]) -> Article {
    let options = ReadOptions {
        input: InputKind::Text,
        ..ReadOptions::default()
    };
    read(bytes, &options).unwrap()
}

/// The paragraphs of a report made up for these tests.
const REPORT: [&str; 4] = [
    "The bridge over the river Lindel was opened to traffic on Monday, two years after work on it began and eleven months later than the council had promised.",
    "\"We have waited long enough,\" said the mayor, Aldo Renner, who had come on foot with a hundred people of the town, some of whom still remembered the old one.",
    "The council paid nine million for it, a third more than it had set aside, because the ground on the eastern bank turned out to be softer than the maps had shown.",
    "A second bridge, further down, is to follow in three years, Renner said, if the money can be found and the heron that nests there does not object.",
];

const HEADLINE: &str = "Mayor opens bridge over the Lindel after two years of work";

fn body() -> String {
    REPORT.join("\n\n")
}

#[test]
fn headline_date_and_byline_are_read_and_left_out_of_the_body() {
    let text = format!(
        "{HEADLINE}\n\nBy Delphine Rook\n12 May 2023, 10:30 GMT\n\n{}\n",
        body()
    );
    let article = read_text(&text);
    assert_eq!(article.headline.as_deref(), Some(HEADLINE));
    assert_eq!(
        article.published.unwrap().to_string(),
        "2023-05-12T10:30:00Z"
    );
    assert_eq!(
        article
            .authors
            .iter()
            .map(|a| a.name.as_str())
            .collect::<Vec<_>>(),
        ["Delphine Rook"]
    );
    assert_eq!(article.body_text(), body());
    assert_eq!(article.language.as_deref(), Some("en"));
    assert!(article.is_report);
}

#[test]
fn a_headline_glued_to_the_first_paragraph_is_cut_off() {
    let text = format!("{HEADLINE}\n\n{HEADLINE} {}", body());
    let article = read_text(&text);
    assert_eq!(article.headline.as_deref(), Some(HEADLINE));
    assert_eq!(article.body_text(), body());
    assert_eq!(
        unglued(
            "Rain falls on the coast again and again",
            "Rain falls on the coast"
        ),
        None
    );
    assert_eq!(unglued("Rain", "Rain"), None);
}

#[test]
fn the_clock_time_may_stand_on_a_line_of_its_own() {
    let paragraph = "قال وزير الزراعة في مؤتمر صحفي عقد في العاصمة إن الحكومة ستوزع البذور على المزارعين قبل موسم الأمطار، وإن الخطة تشمل مئتي قرية.";
    let text = format!(
        "وزير الزراعة يعلن خطة لتوزيع البذور على المزارعين\n\nالإثنين ٢٠ ديسمبر ٢٠٢١\n١٠:١٥ بتوقيت غرينتش\n{paragraph}\n\n{paragraph} وأضاف أنها بدأت.\n"
    );
    let article = read_text(&text);
    assert_eq!(
        article.published.unwrap().to_string(),
        "2021-12-20T10:15:00Z"
    );
    assert_eq!(article.language.as_deref(), Some("ar"));
}

#[test]
fn the_rail_behind_is_other_headlines_and_the_widget_nothing() {
    let rail = [
        "Ferry bell stolen for the second time",
        "Council to count its own benches",
        "Pigeon post marks its centenary",
        "Late frost spares the cherries",
    ];
    let text = format!(
        "{HEADLINE}\n\n{}\n\n0% ...\n\nMost read\n\n{}\n\n© 2023 Lindel Post",
        body(),
        rail.join("\n\n\n")
    );
    let article = read_text(&text);
    assert_eq!(article.other_headlines, rail);
    assert_eq!(article.body_text(), body());
}

#[test]
fn lines_broken_at_a_column_and_line_ends_of_windows_are_put_right() {
    let broken = |text: &str| {
        let mut lines = vec![String::new()];
        for word in text.split(' ') {
            let last = lines.last_mut().unwrap();
            if last.len() + word.len() >= 72 {
                lines.push(word.to_owned());
            } else {
                *last = format!("{last} {word}").trim().to_owned();
            }
        }
        lines.join("\r\n")
    };
    let text = format!(
        "{HEADLINE}\r\n\r\n{}\r\n",
        REPORT.map(broken).join("\r\n\r\n")
    );
    assert_eq!(read_text(&text).body_text(), body());
}

#[test]
fn old_encodings_are_decoded() {
    let paragraph = "قال وزير الزراعة في مؤتمر صحفي عقد في العاصمة إن الحكومة ستوزع البذور على المزارعين قبل موسم الأمطار المقبل.";
    let text = format!("وزير الزراعة يعلن خطة لتوزيع البذور\n\n{paragraph}\n\n{paragraph}");
    // windows-1256 by its code page: letters of this text alone.
    let table = "ءآأؤإئابةتثجحخدذرزسشصض×طظعغـفقكàلâمنهوçèéêëىي";
    let bytes: Vec<u8> = text
        .chars()
        .map(|c| match c {
            'ء'..='ي' => 0xc1 + table.chars().position(|t| t == c).unwrap() as u8,
            '،' => 0xa1,
            c => c as u8,
        })
        .collect();
    let article = read_bytes(&bytes);
    assert!(
        article.body_text().contains("الحكومة ستوزع البذور"),
        "{}",
        article.body_text()
    );
}

#[test]
fn one_paragraph_alone_is_a_report_without_headline() {
    let article = read_text(REPORT[0]);
    assert_eq!((article.headline, article.body.len()), (None, 1));
    assert!(article.is_report);
}

#[test]
fn next_to_nothing_is_no_report() {
    let article = read_text("Home\nNews\nSport");
    assert!(!article.is_report && !article.warnings.is_empty());
}

#[test]
fn more_lines_than_the_limit_are_cut_with_a_warning() {
    let article = read_text(&"a\n".repeat(100_002));
    assert!(
        article
            .warnings
            .iter()
            .any(|w| w.code == WarningCode::LimitReached)
    );
    let options = ReadOptions {
        limits: khabar_page::Limits {
            bytes: 10,
            ..Default::default()
        },
        ..ReadOptions::default()
    };
    assert_eq!(
        read(&[b'a'; 11], &options),
        Err(ReadError::TooLarge {
            bytes: 11,
            limit: 10
        })
    );
}

#[test]
fn items_rows_and_headings_are_known_by_their_looks() {
    let paragraph = |text| Paragraph {
        text,
        line: 0,
        indent: 0,
    };
    let blocks = blocks(
        &[
            REPORT[0],
            "What it cost",
            REPORT[2],
            "- nine million",
            "• a heron",
            "Year\tBridges",
            "2023\t1",
        ]
        .map(paragraph),
    );
    let kinds: Vec<_> = blocks.iter().map(|b| b.kind.clone()).collect();
    assert_eq!(kinds[1], BlockKind::Heading(2));
    assert_eq!(
        kinds[3],
        BlockKind::ListItem {
            depth: 0,
            number: None
        }
    );
    assert_eq!(blocks[4].text(), "a heron");
    assert!(
        matches!(&kinds[6], BlockKind::TableRow { table: 0, cells, .. } if cells == &["2023", "1"])
    );
}

#[test]
fn a_body_is_taken_verbatim() {
    let options = ReadOptions {
        input: InputKind::Body,
        ..ReadOptions::default()
    };
    let text = "Most read\n\nBy Ann Lee\r\nsecond line\n\n\nHome\n";
    assert_eq!(
        read_body(text.as_bytes(), &options).unwrap().body_text(),
        "Most read\n\nBy Ann Lee\nsecond line\n\nHome"
    );
    assert_eq!(read_body(b"one\ntwo", &options).unwrap().body.len(), 2);
    assert!(!read_body(b"", &options).unwrap().is_report);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_text_breaks_the_reader(text in "(\\PC{0,40}[\n\r\t |•-]{0,3}){0,30}") {
        let article = read_text(&text);
        prop_assert!(article.confidence.values().all(|c| (0.0..=1.0).contains(c)));
        for mention in &article.dates {
            prop_assert!(mention.begin < mention.end);
        }
    }

    #[test]
    fn no_bytes_break_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = read_bytes(&bytes);
    }

    #[test]
    fn every_line_of_a_body_is_kept_verbatim(lines in prop::collection::vec("[a-z]{1,9}( [a-z]{1,9}){0,5}", 1..9)) {
        let options = ReadOptions { input: InputKind::Body, ..ReadOptions::default() };
        let text = lines.join("\n\n");
        prop_assert_eq!(read_body(text.as_bytes(), &options).unwrap().body_text(), text);
    }
}

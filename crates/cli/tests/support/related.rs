//! An archive whose reports have something in common, put into its record as whoever relates reports puts it there.

use khabar_archive::Archive;
use khabar_archive::record::quotes;
use khabar_archive::record::speakers;
use khabar_archive::record::statements::{self, NewStatement};
use khabar_archive::record::stories::{self, Placing};
use khabar_archive::record::subjects::{self, Subject};
use khabar_archive::time::DAY;

use super::desk::Desk;

/// 2026-03-02, as the reports that a desk imports.
pub const MONDAY: i64 = 1_772_437_200;

const FIRST: &str = "The quay of Port Amal was opened on Monday.";
const SECOND: &str = "The quay of Port Amal was opened on Monday.\n\n\
     Ninety boats sailed into the harbour before noon. Repairs cost 48 million crowns.\n\n\
     Fishermen still wait for their own moorings. The ministry named no date for them.";

/// An archive with a story of three reports in two languages (1), one of two (2), two speakers in three names, and the same
/// words in two reports.
pub fn desk() -> Desk {
    let desk = Desk::new();
    desk.import(&[
        ["https://post.example/quay", "en", "The quay opens", FIRST],
        [
            "https://coast.example/quay",
            "en",
            "Port Amal opens its quay",
            SECOND,
        ],
        [
            "https://saahil.example/1",
            "ar",
            "افتتاح رصيف الميناء",
            "فتح رصيف ميناء أمل.",
        ],
        [
            "https://post.example/fog",
            "en",
            "Fog on the coast",
            "It is thick.",
        ],
        [
            "https://coast.example/fog",
            "en",
            "Thick fog",
            "No boat leaves.",
        ],
    ]);
    fill(&Archive::open(desk.data()).unwrap());
    desk
}

fn fill(archive: &Archive) {
    archive
        .record()
        .write(|to| {
            to.execute_batch(
                "DELETE FROM statements; DELETE FROM proposals; DELETE FROM names; DELETE FROM story_reports;
                 DELETE FROM subjects; DELETE FROM decisions; DELETE FROM speakers; DELETE FROM quotes; DELETE FROM stories;
                 DELETE FROM sqlite_sequence WHERE name IN ('statements', 'names', 'speakers', 'quotes', 'stories', 'decisions');",
            )?;
            let quay = stories::begin(to, None, None)?;
            let fog = stories::begin(to, None, None)?;
            let joined = Some(r#"{"shared":["Port Amal","quay"],"words":0.62,"names":0.8}"#);
            let wire = Placing {
                why: joined,
                kin: "wire",
                kin_to: Some(1),
                kin_why: Some(r#"{"kind":"wire","agency":"Coastal Wire"}"#),
                ..Placing::default()
            };
            let own = Placing {
                kin: "own",
                ..Placing::default()
            };
            stories::put(to, 1, quay, MONDAY, &own)?;
            stories::put(to, 2, quay, MONDAY, &wire)?;
            stories::put(to, 3, quay, MONDAY, &Placing { why: joined, ..own.clone() })?;
            stories::put(to, 4, fog, MONDAY, &own)?;
            stories::put(to, 5, fog, MONDAY, &own)?;
            for report in 1..=3 {
                let about = [Subject {
                    key: "en:quay".to_owned(),
                    shown: "quay".to_owned(),
                    weight: 0.5,
                }];
                subjects::put(to, report, MONDAY, &about)?;
            }

            let rima = speakers::begin(to, "person")?;
            let tomas = speakers::begin(to, "person")?;
            let (latin, _) = speakers::name(to, rima, "Rima Nassar", Some("en"), None)?;
            let why = r#"[{"code":"transliteration","detail":"Nassar"},{"code":"same-story"}]"#;
            let (arabic, _) = speakers::name(to, rima, "ريما نصار", Some("ar"), Some(why))?;
            let (other, _) = speakers::name(to, tomas, "Tomas Berg", Some("en"), None)?;
            speakers::propose(to, rima, tomas, r#"[{"code":"same-role"}]"#, MONDAY)?;
            let said = |report, language, by, speaker, kind, words| NewStatement {
                report: (report, 1),
                kind,
                language: Some(language),
                by: Some(by),
                speaker: Some(speaker),
                role: (report == 1).then_some("mayor of Port Amal"),
                at: MONDAY + report * DAY,
                said: None,
                addressee: (report == 1).then_some("reporters"),
                words,
            };
            let new = [
                said(1, "en", "Rima Nassar", (rima, latin), "direct", "We have waited a year for this quay"),
                said(2, "en", "Tomas Berg", (tomas, other), "direct", "We had waited a year for this quay"),
                said(3, "ar", "ريما نصار", (rima, arabic), "indirect", "إن الرصيف جاهز"),
            ];
            let quote = quotes::begin(to)?;
            for new in &new {
                let statement = statements::add(to, new)?;
                subjects::put_statement(to, statement, ["en:quay"])?;
            }
            quotes::put(to, 1, Some(quote), None)?;
            let alike = r#"{"kind":"reworded","share":0.88,"reasons":[{"code":"same-story"},{"code":"other-speaker"}]}"#;
            quotes::put(to, 2, Some(quote), Some((alike, 1)))?;
            Ok(())
        })
        .unwrap();
}

//! An archive in which reports have something in common: two stories, three speakers, the same words, subjects, decisions.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use khabar_archive::Archive;
use khabar_archive::index::Indexer;
use khabar_archive::record::speakers;
use khabar_archive::record::statements::{self, NewStatement};
use khabar_archive::record::stories::{self, Placing};
use khabar_archive::record::subjects::{self, Subject};
use khabar_archive::record::{decisions, quotes};
use khabar_archive::time::HOUR;
use rusqlite::Transaction;
use serde_json::{Value, json};

/// When the first report was published: 2026-03-02, 08:00 UTC.
pub const FIRST: i64 = 1_772_438_400;

/// The words of the first report.
const WORDS: &str = "We will open the harbour in June.";

/// A report: its outlet, headline, language, who says what, and hours after the first.
struct Made {
    outlet: &'static str,
    headline: &'static str,
    language: &'static str,
    by: &'static str,
    words: &'static str,
    hours: i64,
}

const REPORTS: [Made; 5] = [
    Made {
        outlet: "The Courier",
        headline: "Harbour of Port Amal to open",
        language: "en",
        by: "Lina Haddad",
        words: WORDS,
        hours: 0,
    },
    Made {
        outlet: "The Post",
        headline: "Port Amal harbour opens in June",
        language: "en",
        by: "L. Haddad",
        words: "We will open the old harbour in June.",
        hours: 3,
    },
    Made {
        outlet: "الرأي",
        headline: "ميناء أمل يفتح في حزيران",
        language: "ar",
        by: "لينا حداد",
        words: "سنفتح الميناء في حزيران.",
        hours: 30,
    },
    Made {
        outlet: "The Courier",
        headline: "Ferries wait for the harbour",
        language: "en",
        by: "Omar Nassar",
        words: "We will open the harbour in June.",
        hours: 50,
    },
    Made {
        outlet: "The Post",
        headline: "Ferries are ready",
        language: "en",
        by: "Omar Nassar",
        words: "The ferries are ready.",
        hours: 52,
    },
];

/// The same as a line that an archive takes in.
fn line(number: usize, made: &Made) -> Value {
    let host = if made.outlet == "The Post" {
        "post.example"
    } else if made.outlet == "The Courier" {
        "courier.example"
    } else {
        "rai.example"
    };
    let at = Timestamp::from_second(FIRST + made.hours * HOUR).unwrap();
    let quoted = made.words.chars().count();
    let body = format!(
        "{} {} said so.\n\nIt was told to the council on day {number}.",
        made.words, made.by
    );
    json!({
        "@type": "NewsArticle", "headline": made.headline, "description": format!("Of day {number}."),
        "articleBody": body, "inLanguage": made.language, "datePublished": at.to_string(),
        "textDirection": if made.language == "ar" { "rtl" } else { "ltr" },
        "blocks": [{"kind": "paragraph", "text": body}],
        "statements": [{"kind": "direct", "content": [{"text": made.words, "begin": 0, "end": quoted}],
            "source": {"text": made.by, "begin": quoted + 1, "end": quoted + 1 + made.by.chars().count()},
            "speaker": {"name": made.by, "role": "minister"}}],
        "archive": {"url": format!("https://{host}/{number}"), "gatheredAt": at.to_string(),
            "source": {"title": made.outlet, "home": format!("https://{host}/")}},
    })
}

/// Takes the reports in to an archive; what they have in common is written down as what relates reports would.
///
/// Story 1 has reports 1 to 3, of which the second is a rewrite of the first; story 2, grown from it, reports 4 and 5. Speaker 1
/// is called by the three names of the first story, speaker 2 speaks in the second one and may be the same as speaker 3, who
/// said nothing that is kept. Statements 1, 2 and 3 are the same words 1; so is 4, said by another. Decision 1 holds.
pub fn archive(folder: &Path) -> Arc<Archive> {
    let archive = Archive::open_or_begin(folder).unwrap();
    let lines: Vec<Value> = REPORTS
        .iter()
        .enumerate()
        .map(|(at, made)| line(at + 1, made))
        .collect();
    super::take_in(&archive, &lines);
    let changed = lines[0].to_string().replace("of day 1", "of the first day");
    let changed = changed.replace("on day 1", "on the first day");
    super::take_in(&archive, &[serde_json::from_str(&changed).unwrap()]);
    super::follow(&archive);
    let held = archive.hold("tests").unwrap();
    let mut indexer = Indexer::new(&archive, &held).unwrap();
    indexer.follow().unwrap();
    indexer.finish().unwrap();
    drop(held);
    archive.record().write(relate).unwrap();
    archive.keep_speakers_apart(1, 3).unwrap();
    Arc::new(archive)
}

fn relate(to: &Transaction) -> rusqlite::Result<()> {
    let first = stories::begin(to, None, None)?;
    let second = stories::begin(to, None, Some(first))?;
    let lina = speakers::begin(to, "person")?;
    let omar = speakers::begin(to, "person")?;
    let council = speakers::begin(to, "body")?;
    let quote = quotes::begin(to)?;
    let why = json!({"shared": ["Port Amal", "harbour"], "words": 0.64, "names": 1.0, "numbers": null, "links": 0.5});
    let why = why.to_string();
    let kin = json!({"kind": "rewrite", "sentences": 0.5, "words": 0.9, "agency": "ANP", "isCredited": true});
    let kin = kin.to_string();
    let names = [
        json!([{"code": "initial", "detail": "L."}, {"code": "telepathy"}]),
        json!([{"code": "transliteration"}]),
    ];
    let names = names.map(|why| why.to_string());
    for (place, made) in REPORTS.iter().enumerate() {
        let report = place as i64 + 1;
        let at = FIRST + made.hours * HOUR;
        let placing = Placing {
            why: (place > 0).then_some(&*why),
            kin: if place == 1 { "rewrite" } else { "own" },
            kin_to: (place == 1).then_some(1),
            kin_why: (place == 1).then_some(&*kin),
            ..Placing::default()
        };
        let story = if place < 3 { first } else { second };
        stories::put(to, report, story, at, &placing)?;
        let speaker = if place < 3 { lina } else { omar };
        let reasons = place.checked_sub(1).and_then(|place| names.get(place));
        let reasons = reasons.map(String::as_str);
        let (name, _) = speakers::name(to, speaker, made.by, Some(made.language), reasons)?;
        let statement = NewStatement {
            report: (report, 1),
            kind: "direct",
            language: Some(made.language),
            by: Some(made.by),
            speaker: Some((speaker, name)),
            role: Some("minister"),
            at,
            said: None,
            addressee: (place != 4).then_some("the council"),
            words: made.words,
        };
        let statement = statements::add(to, &statement)?;
        if place < 4 {
            let kind = ["exact", "reworded", "translated", "exact"][place];
            let alike = json!({"kind": kind, "share": 0.875, "reasons": [{"code": "rare-words", "detail": "harbour"},
                {"code": "telepathy"}]});
            let alike = alike.to_string();
            quotes::put(
                to,
                statement,
                Some(quote),
                (place > 0).then_some((&*alike, 1)),
            )?;
        }
        let subject = |key: &str, shown: &str, weight| Subject {
            key: key.to_owned(),
            shown: shown.to_owned(),
            weight,
        };
        let about = match place {
            3 | 4 => vec![subject("en:ferri", "ferries", 1.0)],
            _ => vec![
                subject("PRTML", "Port Amal", 1.0),
                subject("en:harbour", "harbour", 0.5),
            ],
        };
        subjects::put(to, report, at, &about)?;
        subjects::put_statement(to, statement, about.iter().map(|subject| &*subject.key))?;
    }
    speakers::name(to, council, "the council", Some("en"), None)?;
    let proposed = json!([{"code": "same-company"}, {"code": "other-kind"}]).to_string();
    speakers::propose(to, omar, council, &proposed, FIRST)?;
    assert_eq!(decisions::last(to)?, 0);
    Ok(())
}

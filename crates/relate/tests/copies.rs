//! What a report's text is to an earlier one: whole texts, floors on the made-up press, and input that is none.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use khabar_press::{Press, Telling};
use khabar_relate::copies::{Kin, Kind, Print, Report, Seen, credits, kin, sentences};
use proptest::prelude::*;

const WIRE: &str = "The harbour of Velora reopened to freighters on Monday after nine weeks of repairs that cost 40 million crowns.\n\n\
    Before the storm the harbour handled 38 per cent of the country’s grain, and some 2,300 containers a month were sent \
    through Tarmund instead.\n\n\
    “We have built for the storms that are coming, not for those that have been,” port director Karim Velmari told reporters.\n\n\
    The new breakwater is 900 metres long. It was put up by a firm from Galdek that had never worked on the coast.\n\n\
    Fishermen are still waiting for their quays, and no date has been set for them.\n\n\
    The port authority and the fishermen’s cooperative are to meet on Thursday.";

fn print(text: &str) -> Print {
    Print::of(text, Some("en")).expect("a text of a test is long enough")
}

/// What a text of an outlet is to the wire text above, of an agency.
fn to_wire(text: &str, outlet: &str, credits: &[String]) -> Kin {
    let later = Report {
        print: &print(text),
        outlet,
        is_agency: false,
        credits,
    };
    kin(
        &later,
        &Report {
            print: &print(WIRE),
            outlet: "www.reuters.com",
            is_agency: true,
            credits: &[],
        },
    )
}

#[test]
fn an_agencys_text_in_print_is_wire() {
    let text = WIRE
        .replace("put up by a firm", "built by a company")
        .replace(
            "Fishermen are still waiting for their quays, and no date has been set for them.\n\n",
            "",
        );
    let text = format!("VELORA (Reuters) - {text}");
    let found = to_wire(&text, "lantern-post.example", &credits(None, &text));
    assert_eq!(found.kind, Kind::Wire, "{found:?}");
    assert_eq!(found.agency.as_deref(), Some("Reuters"));
    assert!(found.is_credited && found.words > 0.8 && found.sentences >= 0.5);
    let found = to_wire(WIRE, "lantern-post.example", &[]);
    assert!(found.kind == Kind::Wire && !found.is_credited && found.sentences > 0.99);
}

#[test]
fn a_text_in_other_words_is_a_rewrite() {
    let text = "Freighters are calling at Velora again: after nine weeks of repairs that cost 40 million crowns, the harbour there was \
        opened on Monday.\n\n\
        Port director Karim Velmari said what was built would stand the storms to come.\n\n\
        Some 2,300 containers a month were sent through Tarmund in the meantime. Before the storm the harbour handled more than a \
        third of all grain.\n\n\
        Our correspondent saw three ships at the quays in the early afternoon, and a band was playing.\n\n\
        No date has been set for the fishermen, who are still waiting for their quays.";
    let credit = ["Reuters".to_owned()];
    let found = to_wire(text, "lantern-post.example", &credit);
    assert_eq!(found.kind, Kind::Rewrite, "{found:?}");
    assert_eq!(found.agency.as_deref(), Some("Reuters"));
    assert!(found.is_credited);
}

#[test]
fn the_same_outlet_brings_its_text_up_to_date() {
    let text = format!(
        "{}\n\nThree people were hurt in the rush, a doctor said later.",
        WIRE.replace("40 million", "43 million")
    );
    let found = to_wire(&text, "reuters.com", &[]);
    assert_eq!((found.kind, found.agency), (Kind::Update, None));
}

#[test]
fn a_shared_quotation_makes_no_copy() {
    let text = "Schools stayed closed in Tarmund for a second day as teachers and the ministry went on talking about pay.\n\n\
        “We have built for the storms that are coming, not for those that have been,” port director Karim Velmari told reporters.\n\n\
        Parents had to look after the children themselves, and many brought them along to work.\n\n\
        A further round of talks is expected before the weekend, the union said in a letter to its members.";
    let found = to_wire(text, "lantern-post.example", &["Reuters".to_owned()]);
    assert_eq!(found.kind, Kind::Own, "{found:?}");
}

#[test]
fn kin_goes_through_json_and_prints_through_bytes() {
    let found = to_wire(WIRE, "lantern-post.example", &[]);
    let json = serde_json::to_value(&found).expect("it is plain data");
    assert_eq!(json["kind"], Kind::Wire.name());
    assert_eq!(
        serde_json::from_value::<Kin>(json).expect("it was written so"),
        found
    );
    let of = print(WIRE);
    let bytes = of.to_bytes();
    assert!(bytes.len() <= 500);
    assert_eq!(Print::from_bytes(&bytes), Some(of));
    assert_eq!(Print::from_bytes(&bytes[..bytes.len() - 1]), None);
    assert_eq!(Print::from_bytes(&[]), None);
}

#[test]
fn on_the_press_copies_and_updates_are_told_from_the_rest() {
    let press = Press::new(2026);
    let begin = "2024-01-01T00:00:00Z".parse().expect("a point of time");
    let mut stories: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for report in press.reports(begin).take(1_500) {
        stories
            .entry((report.event, report.language))
            .or_default()
            .push(report);
    }
    let (mut wire, mut taken, mut right, mut updates, mut updated) = (0, 0, 0, 0, 0);
    for ((_, language), reports) in &stories {
        let prints: Vec<_> = reports
            .iter()
            .map(|report| Print::of(&report.body(), Some(language)))
            .collect();
        let told = |at: usize| {
            prints[at].as_ref().map(|print| Report {
                print,
                outlet: reports[at].outlet,
                is_agency: false,
                credits: &[],
            })
        };
        for (at, report) in reports.iter().enumerate() {
            let Some(later) = told(at) else { continue };
            for (before, other) in reports[..at].iter().enumerate() {
                let Some(earlier) = told(before) else {
                    continue;
                };
                let is_source = press.outlet(other.outlet).map(|outlet| outlet.name) == report.from;
                let is_same_wire = other.telling == Telling::Wire && other.from == report.from;
                let is_wire = report.telling == Telling::Wire && (is_source || is_same_wire);
                let found = kin(&later, &earlier).kind;
                wire += usize::from(is_wire);
                taken += usize::from(found == Kind::Wire);
                right += usize::from(is_wire && found == Kind::Wire);
            }
            let latest = press
                .report(report.id, jiff::Timestamp::MAX)
                .filter(|latest| latest.modified.is_some());
            if let Some(latest) =
                latest.and_then(|latest| Print::of(&latest.body(), Some(language)))
            {
                let latest = Report {
                    print: &latest,
                    ..later
                };
                updates += 1;
                updated += usize::from(kin(&latest, &later).kind == Kind::Update);
            }
        }
    }
    assert!(wire > 50 && updates > 50, "{wire} {updates}");
    let share = |part: usize, all: usize| part as f64 / all as f64;
    assert!(share(right, taken) > 0.9, "precision: {right} of {taken}");
    assert!(share(right, wire) > 0.95, "recall: {right} of {wire}");
    assert!(share(updated, updates) > 0.98, "{updated} of {updates}");
}

#[test]
fn input_that_is_no_report_takes_no_longer() {
    let begun = Instant::now();
    let repeated = "The harbour of Velora reopened on Monday. ".repeat(10_000);
    let no_blanks = "港口重新开放".repeat(20_000);
    let no_marks = "word other third ".repeat(60_000);
    let marks = "“(.«「".repeat(50_000);
    let dots = ". ".repeat(100_000);
    let agencies = "(Reuters) ".repeat(50_000);
    let one_word = "AFP".repeat(66_000);
    let one_line = format!("x\n{}", "AFP ".repeat(50_000));
    for text in [
        "", "\n", &repeated, &no_blanks, &no_marks, &marks, &dots, &agencies, &one_word, &one_line,
    ] {
        let print = Print::of(text, Some("zh"));
        assert!(print.is_none_or(|print| print.to_bytes().len() <= 500));
        let _ = credits(Some(text), text);
        let _ = sentences(text).len();
        let mut seen = Seen::new();
        let _ = seen.adds(text, None);
        assert!(seen.adds(text, None).is_empty());
    }
    assert_eq!(Seen::new().adds(&repeated, Some("en")).len(), 1);
    // Some seconds unoptimised: what grows with the square would take hours.
    assert!(
        begun.elapsed() < Duration::from_mins(10),
        "{:?}",
        begun.elapsed()
    );
}

proptest! {
    #[test]
    fn whatever_comes_is_compared(
        texts in prop::collection::vec("(\\PC|[\n“”«». a-c]){0,400}", 2),
        byline in prop::option::of("(\\PC|[ ,/()]|dpa|AFP){0,40}"),
        language in prop::option::of("[a-z]{2}(-[A-Z]{2})?"),
        bytes in prop::collection::vec(any::<u8>(), 0..600),
    ) {
        let language = language.as_deref();
        for text in &texts {
            let found = sentences(text);
            let together: usize = found.iter().map(|sentence| sentence.len()).sum();
            prop_assert!(together <= text.len());
            credits(byline.as_deref(), text);
            Seen::new().adds(text, language);
        }
        if let [Some(a), Some(b)] = [Print::of(&texts[0], language), Print::of(&texts[1], language)] {
            let report = |print| Report { print, outlet: "a", is_agency: false, credits: &[] };
            let found = kin(&report(&a), &report(&b));
            prop_assert!((0.0..=1.0).contains(&found.words) && (0.0..=1.0).contains(&found.sentences));
            prop_assert_eq!(Print::from_bytes(&a.to_bytes()), Some(a));
        }
        if let Some(print) = Print::from_bytes(&bytes) {
            prop_assert_eq!(print.to_bytes(), bytes);
        }
    }
}

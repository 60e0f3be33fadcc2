//! Pairs of reports with a known answer: those of the made-up press, and alterations of its texts.

use std::collections::BTreeMap;

use anyhow::Result;
use jiff::Timestamp;
use khabar_press::{Change, Options as PressOptions, Press, Report, Telling};
use khabar_relate::copies::{Kind, sentences};

use crate::archives::Random;
use crate::near_duplicates::changed;

/// Stories that begin each day, as in `cargo xtask stories`.
const A_DAY: u32 = 24;

/// A text as an outlet publishes it.
#[derive(Debug, Clone)]
pub struct Text {
    /// Its paragraphs.
    pub body: String,
    /// The outlet's host.
    pub outlet: &'static str,
    /// Whether that is an agency.
    pub is_agency: bool,
    /// The agencies of the press whose names stand in its byline or text.
    pub credits: Vec<String>,
}

/// Two texts of one language and what the later one is to the earlier.
#[derive(Debug)]
pub struct Pair {
    /// The later text.
    pub later: Text,
    /// The earlier one.
    pub earlier: Text,
    /// The language of both.
    pub language: &'static str,
    /// What the later one is.
    pub truth: Kind,
    /// What else it may be taken for: by its text alone that is as right.
    pub or: Option<Kind>,
    /// Where the pair comes from, in words.
    pub from: &'static str,
}

/// The pairs of a press of this seed over so many days.
///
/// # Errors
/// None, but for a point of time that cannot be read.
pub fn pairs(seed: u64, days: i64) -> Result<Vec<Pair>> {
    let press = Press::with(PressOptions {
        seed,
        stories_a_day: A_DAY,
        silent_from: None,
    });
    let begin: Timestamp = "2024-01-01T00:00:00Z".parse()?;
    let end = begin + jiff::SignedDuration::from_hours(24 * days);
    let mut stories: BTreeMap<(u64, &str), Vec<Report<'_>>> = BTreeMap::new();
    let mut texts: BTreeMap<&str, Vec<(&str, Text)>> = BTreeMap::new();
    for report in press.between(begin, end) {
        let language = language(&press, &report);
        let of_language = texts.entry(language).or_default();
        of_language.push((report.kind, text(&press, &report)));
        stories
            .entry((report.story, language))
            .or_default()
            .push(report);
    }
    let mut out = Vec::new();
    for ((_, language), reports) in &stories {
        told(&press, language, reports, &mut out);
        for report in reports {
            changes(&press, language, report, &mut out);
        }
    }
    let mut random = Random::new(seed);
    for (language, texts) in &texts {
        altered(language, texts, &mut random, &mut out);
    }
    Ok(out)
}

fn language(press: &Press, report: &Report<'_>) -> &'static str {
    press
        .outlet(report.outlet)
        .map_or("", |outlet| outlet.language)
}

fn text(press: &Press, report: &Report<'_>) -> Text {
    let body = report.body();
    let agencies = press.outlets().iter().filter(|outlet| outlet.traits.agency);
    let credits = agencies
        .filter(|agency| agency.key != report.outlet)
        .filter(|agency| {
            report.authors.iter().any(|author| author == agency.name) || body.contains(agency.name)
        })
        .map(|agency| agency.host.to_owned())
        .collect();
    let outlet = press.outlet(report.outlet);
    Text {
        body,
        outlet: outlet.map_or("", |outlet| outlet.host),
        is_agency: outlet.is_some_and(|outlet| outlet.traits.agency),
        credits,
    }
}

/// Every two reports of a story by two outlets.
fn told(press: &Press, language: &'static str, reports: &[Report<'_>], out: &mut Vec<Pair>) {
    for (at, later) in reports.iter().enumerate() {
        for earlier in &reports[..at] {
            let is_same_event = later.event == earlier.event;
            let name = press.outlet(earlier.outlet).map(|outlet| outlet.name);
            let is_source = is_same_event && later.from == name;
            let is_same_wire = is_same_event
                && later.telling == Telling::Wire
                && earlier.telling == Telling::Wire
                && later.from == earlier.from;
            // The press has few sentences to tell an event in: two that know nothing of each other have many in common, which is what
            // a rewrite is told by.
            let or = (is_same_event && later.outlet != earlier.outlet).then_some(Kind::Rewrite);
            let (truth, from) = match later.telling {
                _ if later.outlet == earlier.outlet => {
                    (Kind::Own, "press: what followed, by the same outlet")
                }
                Telling::Wire if is_source || is_same_wire => {
                    (Kind::Wire, "press: an agency's text")
                }
                // Its sentences are its own: only what it credits, and what every report of the press shares, tell of it.
                Telling::Rewrite if is_source => (Kind::Rewrite, "press: retold and credited"),
                _ if is_same_event => (Kind::Own, "press: told by two"),
                _ => (Kind::Own, "press: what followed, by another"),
            };
            out.push(Pair {
                later: text(press, later),
                earlier: text(press, earlier),
                language,
                truth,
                or: or.filter(|_| truth == Kind::Own),
                from,
            });
        }
    }
}

/// A report and what it was changed into.
fn changes(press: &Press, language: &'static str, report: &Report<'_>, out: &mut Vec<Pair>) {
    let latest = press.report(report.id, Timestamp::MAX);
    if let Some(latest) = latest.filter(|latest| latest.modified.is_some()) {
        let is_update = latest
            .versions
            .iter()
            .any(|version| version.change == Change::Update);
        out.push(Pair {
            later: text(press, &latest),
            earlier: text(press, report),
            language,
            truth: Kind::Update,
            or: None,
            from: if is_update {
                "press: brought up to date"
            } else {
                "press: corrected"
            },
        });
    }
}

/// Alterations of texts: of every fifth text one of each kind.
fn altered(
    language: &'static str,
    texts: &[(&str, Text)],
    random: &mut Random,
    out: &mut Vec<Pair>,
) {
    let words: Vec<&str> = texts
        .iter()
        .flat_map(|(_, text)| text.body.split_whitespace())
        .collect();
    for (kind, earlier) in texts.iter().step_by(5) {
        if paragraphs(&earlier.body).len() < 6 {
            continue;
        }
        // Of another kind of event: those of one kind share sentences in this press.
        let strangers: Vec<&Text> = texts
            .iter()
            .filter(|(other, _)| other != kind)
            .map(|(_, text)| text)
            .collect();
        if strangers.is_empty() {
            continue;
        }
        let stranger = strangers[random.below(strangers.len())];
        let mut add = |truth, from, outlet, body| {
            out.push(Pair {
                later: Text {
                    body,
                    outlet,
                    is_agency: false,
                    credits: Vec::new(),
                },
                earlier: earlier.clone(),
                language,
                truth,
                or: None,
                from,
            });
        };
        let other = "another.example";
        let body = &earlier.body;
        add(
            Kind::Wire,
            "made: as it came, cut, a sentence changed",
            other,
            wire(body, &words, random),
        );
        add(
            Kind::Rewrite,
            "made: reordered, a third changed",
            other,
            rewrite(body, &stranger.body, &words, random),
        );
        add(
            Kind::Update,
            "made: a number changed, sentences added",
            earlier.outlet,
            update(body, &stranger.body),
        );
        add(
            Kind::Own,
            "made: a quotation shared",
            other,
            quotation(body, &stranger.body),
        );
        add(
            Kind::Own,
            "made: another text of the outlet",
            earlier.outlet,
            stranger.body.clone(),
        );
    }
}

fn paragraphs(body: &str) -> Vec<&str> {
    body.split("\n\n").collect()
}

/// Without one of the later paragraphs and with a word in eight changed in one sentence.
fn wire(body: &str, words: &[&str], random: &mut Random) -> String {
    let mut kept = paragraphs(body);
    kept.remove(2 + random.below(kept.len() - 2));
    let at = random.below(kept.len());
    let changed = changed(kept[at], 12, words, random);
    kept[at] = &changed;
    kept.join("\n\n")
}

/// The paragraphs behind the first two in another order, an eighth of them left out, one in four as it was and of the others a third
/// of the words changed; quotations stay, and sentences of another text stand in between.
fn rewrite(body: &str, stranger: &str, words: &[&str], random: &mut Random) -> String {
    let mut kept: Vec<&str> = paragraphs(body);
    for at in (2..kept.len()).rev() {
        kept.swap(at, 1 + random.below(at));
    }
    let mut added = paragraphs(stranger).into_iter();
    let mut out = Vec::new();
    for (at, paragraph) in kept.into_iter().enumerate() {
        let is_quotation = paragraph.contains(['“', '«', '„', '「', '"', '”']);
        out.push(match random.below(8) {
            0 if at > 0 => continue,
            1 | 2 => paragraph.to_owned(),
            _ if is_quotation => paragraph.to_owned(),
            _ => changed(paragraph, 33, words, random),
        });
        if at % 4 == 3 {
            out.extend(added.next().map(ToOwned::to_owned));
        }
    }
    out.join("\n\n")
}

/// With its first number another, and two sentences of another text at its end.
fn update(body: &str, stranger: &str) -> String {
    let is_digit = |c: char| c.is_numeric();
    let body = match body.find(is_digit) {
        Some(at) => {
            let rest = body[at..].trim_start_matches(is_digit);
            format!("{}71{rest}", &body[..at])
        }
        None => body.to_owned(),
    };
    let added: Vec<&str> = sentences(stranger).into_iter().take(2).collect();
    format!("{body}\n\n{}", added.join(" "))
}

/// Another text with the first quotation of this one.
fn quotation(body: &str, stranger: &str) -> String {
    let quotation = paragraphs(body)
        .into_iter()
        .find(|paragraph| paragraph.contains(['“', '«', '„', '「', '"', '”']));
    match stranger.split_once("\n\n") {
        Some((first, rest)) => format!("{first}\n\n{}\n\n{rest}", quotation.unwrap_or_default()),
        None => stranger.to_owned(),
    }
}

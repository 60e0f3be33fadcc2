//! What sites show reads back as it was written.

mod support;

use std::collections::BTreeMap;

use jiff::Timestamp;
use khabar_article::{Article, ReadOptions};
use khabar_press::{Design, Outlet, Press, Report, Statement};
use khabar_statements::Reading;
use support::{folded, get, now};

/// What share of the words of two texts is in both: F1 over words, or over letters where no spaces part words.
fn likeness(one: &str, other: &str) -> f64 {
    fn count(text: &str) -> BTreeMap<String, usize> {
        let mut out = BTreeMap::new();
        let letters = text.chars().any(|at| matches!(at, '\u{3040}'..='\u{9fff}'));
        if letters {
            text.chars()
                .filter(|at| !at.is_whitespace())
                .for_each(|at| *out.entry(at.to_string()).or_default() += 1);
        } else {
            text.split_whitespace()
                .for_each(|word| *out.entry(word.to_owned()).or_default() += 1);
        }
        out
    }
    let (one, other) = (count(one), count(other));
    let both: usize = one
        .iter()
        .map(|(word, n)| (*n).min(other.get(word).copied().unwrap_or(0)))
        .sum();
    2.0 * both as f64 / (one.values().sum::<usize>() + other.values().sum::<usize>()).max(1) as f64
}

fn page_of(press: &Press, outlet: &Outlet, report: &Report<'_>) -> Vec<u8> {
    let response = get(press, outlet, &report.path);
    assert_eq!(response.status, 200, "{} {}", outlet.key, report.path);
    response.body
}

/// Whether a statement is read, and as the words of who said it.
fn is_found(statement: &Statement, read: &Reading) -> bool {
    let words = folded(&statement.words);
    let surname = statement
        .speaker
        .split([' ', '·', '・'])
        .next_back()
        .unwrap();
    read.statements.iter().any(|read| {
        let content: String = read.content.iter().map(|part| folded(&part.text)).collect();
        let same = content.contains(&words)
            || (content.len() * 2 > words.len() && words.contains(&content));
        same && read
            .speaker
            .as_ref()
            .is_some_and(|speaker| speaker.name.contains(surname))
    })
}

/// What was read otherwise than it was written.
fn differences(outlet: &Outlet, report: &Report<'_>, article: &Article) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut note = |what: &str, got: String| wrong.push(format!("{} {what}: {got}", outlet.key));
    if !article.is_report {
        note(
            "no report",
            format!("{:?} {:?}", article.page_kind, article.warnings),
        );
    }
    if article.headline.as_deref().map(folded) != Some(folded(&report.headline)) {
        note(
            "headline",
            format!("{:?} for {}", article.headline, report.headline),
        );
    }
    if article.language.as_deref() != Some(report.language) {
        note("language", format!("{:?}", article.language));
    }
    let published = article
        .published
        .map(|at| at.to_string())
        .unwrap_or_default();
    let local = outlet_time(outlet, report.published);
    if !published.starts_with(&local[..16]) {
        note("published", format!("{published:?} for {local}"));
    }
    let authors: Vec<&str> = article
        .authors
        .iter()
        .map(|author| author.name.as_str())
        .collect();
    // Names with a dot between them are taken for two, and a page of tables has only a word before them.
    let certain = !matches!(report.language, "zh" | "ja") && outlet.design != Design::Table;
    if certain && authors != report.authors {
        note("authors", format!("{authors:?} for {:?}", report.authors));
    }
    wrong
}

/// Headline, date, language, authors and body of every design come out as they were written.
#[test]
fn reports_read_back() {
    let press = Press::new(1);
    let mut wrong = Vec::new();
    let mut likes: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    let (mut found, mut all) = (
        BTreeMap::<&str, usize>::new(),
        BTreeMap::<&str, usize>::new(),
    );
    for outlet in press.outlets() {
        let reports = press.newest(outlet.key, now(), 7, 6);
        assert!(reports.len() > 3, "{}", outlet.key);
        for report in reports
            .iter()
            .filter(|report| !press.is_behind_paywall(report))
        {
            let html = page_of(&press, outlet, report);
            let url = format!("{}{}", outlet.base(), report.path);
            let options = ReadOptions {
                url: Some(&url),
                ..Default::default()
            };
            let read = Reading::read(&html, &options, true).unwrap();
            wrong.extend(differences(outlet, report, &read.article));
            let wanted = format!("{}\n\n{}", report.standfirst, report.body());
            let body = read.article.body_text();
            let like = likeness(&body, &wanted);
            likes
                .entry(format!("{:?}", outlet.design))
                .or_default()
                .push(like);
            if like < 0.9 {
                wrong.push(format!(
                    "{} body: {like:.2}\n--- got\n{body}\n--- wanted\n{wanted}\n---",
                    outlet.key
                ));
            }
            for statement in &report.statements {
                *all.entry(report.language).or_default() += 1;
                let is_found = is_found(statement, &read);
                *found.entry(report.language).or_default() += usize::from(is_found);
                if !is_found {
                    println!("missed: {}", report.paragraphs[statement.paragraph]);
                }
            }
        }
    }
    for (design, likes) in &likes {
        let mean = likes.iter().sum::<f64>() / likes.len() as f64;
        println!("{design}: bodies {mean:.3}");
        // A page of tables has no word of markup for what is its report.
        if mean < if design == "Table" { 0.95 } else { 0.98 } {
            wrong.push(format!("{design}: {mean:.2}"));
        }
    }
    for (language, all) in &all {
        let share = found[language] as f64 / *all as f64;
        println!(
            "{language}: {} of {all} statements with their speakers ({share:.2})",
            found[language]
        );
        if matches!(*language, "ar" | "en") && share < 0.85 {
            wrong.push(format!("{language}: statements {share:.2}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} things:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// `2026-03-02T09:40`, as the outlet's clocks have it.
fn outlet_time(outlet: &Outlet, at: Timestamp) -> String {
    let local = jiff::tz::Offset::constant(outlet.offset_hours).to_datetime(at);
    local.strftime("%Y-%m-%dT%H:%M").to_string()
}

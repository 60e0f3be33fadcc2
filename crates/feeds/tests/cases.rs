//! Section pages of many layouts and scripts: the reports they lead to are found, and nothing else.
//!
//! A case is a folder with a made-up `page.html` and `expected.txt`: lines `about` and `url`, a blank line, and a line a report in
//! the order of the page, `address | headline | date`, the last empty where the page gives no date of its own.

use std::fmt::Write;
use std::path::Path;

use khabar_feeds::{ReadOptions, canonical, section};
use url::Url;

struct Case {
    slug: String,
    url: Url,
    page: Vec<u8>,
    expected: Vec<Line>,
}

/// Address, headline, date.
type Line = (String, String, String);

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut cases: Vec<Case> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| case(&entry.unwrap().path()))
        .collect();
    cases.sort_by(|a, b| a.slug.cmp(&b.slug));
    cases
}

fn case(folder: &Path) -> Case {
    let slug = folder.file_name().unwrap().to_string_lossy().into_owned();
    let text = std::fs::read_to_string(folder.join("expected.txt")).unwrap();
    let (head, lines) = text
        .split_once("\n\n")
        .unwrap_or_else(|| panic!("{slug}: no blank line"));
    let url = head
        .lines()
        .find_map(|line| line.strip_prefix("url "))
        .unwrap_or_else(|| panic!("{slug}: no url"));
    let line = |line: &str| {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let [address, title, date] = parts[..] else {
            panic!("{slug}: {line:?} has not three parts");
        };
        (
            canonical(&address.parse().unwrap()).to_string(),
            title.to_owned(),
            date.to_owned(),
        )
    };
    Case {
        url: url.parse().unwrap(),
        page: std::fs::read(folder.join("page.html")).unwrap(),
        expected: lines
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(line)
            .collect(),
        slug,
    }
}

#[test]
fn reports_are_told_from_all_else() {
    let cases = cases();
    assert!(cases.len() >= 12);
    let (mut right, mut wrong, mut missed) = (0, 0, 0);
    let mut report = String::new();
    for case in &cases {
        let channel = section(&case.page, None, &case.url, &ReadOptions::default()).unwrap();
        let found: Vec<Line> = channel
            .announced
            .into_iter()
            .map(|report| {
                let date = report.published.map(|at| at.to_string());
                (
                    report.url.to_string(),
                    report.title.unwrap_or_default(),
                    date.unwrap_or_default(),
                )
            })
            .collect();
        let expected = |url: &str| case.expected.iter().any(|line| line.0 == url);
        right += found.iter().filter(|line| expected(&line.0)).count();
        wrong += found.iter().filter(|line| !expected(&line.0)).count();
        missed += case
            .expected
            .iter()
            .filter(|line| found.iter().all(|found| found.0 != line.0))
            .count();
        if found != case.expected {
            let _ = writeln!(report, "{}", case.slug);
            for line in case.expected.iter().filter(|line| !found.contains(line)) {
                let _ = writeln!(report, "  - {} | {} | {}", line.0, line.1, line.2);
            }
            for line in found.iter().filter(|line| !case.expected.contains(line)) {
                let _ = writeln!(report, "  + {} | {} | {}", line.0, line.1, line.2);
            }
        }
    }
    let share = |of: usize, all: usize| 100.0 * of as f64 / all.max(1) as f64;
    println!(
        "{} pages, {right} reports: precision {:.1} %, recall {:.1} %",
        cases.len(),
        share(right, right + wrong),
        share(right, right + missed)
    );
    assert!(report.is_empty(), "(- expected, + found)\n{report}");
}

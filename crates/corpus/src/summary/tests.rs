//! Made-up runs, and what is made of them: `tests/` holds it to the byte. `UPDATE=1 cargo test -p khabar-corpus summary`
//! writes it anew; look at the page before you commit it.

use std::path::{Path, PathBuf};

use super::{html, text};
use crate::tally::{Counts, PartSpeed, Summary, Tally};

fn counts(of: &[(&str, u64)]) -> Counts {
    of.iter()
        .map(|(name, count)| ((*name).to_owned(), *count))
        .collect()
}

/// A run of some thousand pages, with names in it that come from who knows where.
fn ordinary() -> Summary {
    let part = |pages, seconds| PartSpeed {
        pages,
        bytes: 70_000_000,
        seconds,
    };
    Summary {
        version: "0.1.0".into(),
        command: "khabar corpus crawl/ --drop near-duplicate -o news".into(),
        inputs: 4,
        parts: 3,
        bytes_written: 20_824_027,
        tally: Tally {
            records: 10_249,
            bytes: 210_082_079,
            pages: 4_862,
            kept: 4_124,
            skipped: counts(&[
                ("request", 5_282),
                ("status-404", 88),
                (
                    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                    7,
                ),
                ("<script>alert(1)</script>", 2),
                ("\u{1b}[31mred\r\n", 1),
            ]),
            dropped: counts(&[("near-duplicate", 738)]),
            failures: counts(&[("corrupt", 7)]),
            marked: counts(&[("near-duplicate", 738), ("gopher", 40)]),
            languages: counts(&[("en", 3_000), ("ar", 1_000), ("und", 124)]),
            kinds: counts(&[("article", 3_900), ("listing", 224)]),
            months: counts(&[
                ("1970-01", 3),
                ("2021-11", 10),
                ("2022-01", 3_791),
                ("2022-02", 20),
                ("undated", 300),
            ]),
            words: 3_266_584,
            statements: 18_117,
        },
        seconds: 9_045.5,
        starts: 2,
        threads: 2,
        speed: vec![part(1_600, 4.0), part(1_700, 5.0), part(0, 0.0)],
    }
}

/// A run of a thousand million pages in 150 languages.
fn huge() -> Summary {
    let tag = |at: u64| {
        let letter = |at: u64| char::from(b'a' + (at % 26) as u8);
        format!("q{}{}", letter(at / 26), letter(at))
    };
    let part = PartSpeed {
        pages: 500_000,
        bytes: 1 << 30,
        seconds: 1_000.0,
    };
    Summary {
        command: format!("khabar corpus {}", "crawl.warc.gz ".repeat(100)),
        inputs: 90_000,
        parts: 6_000,
        bytes_written: 5_000_000_000_000,
        tally: Tally {
            records: 3_000_000_000,
            bytes: 50_000_000_000_000,
            pages: 1_100_000_000,
            kept: 1_000_000_000,
            skipped: counts(&[("request", 1_900_000_000)]),
            dropped: counts(&[("near-duplicate", 100_000_000)]),
            languages: (0..150)
                .map(|at| (tag(at), 298_000_000 / (at + 6)))
                .collect(),
            months: (0..400)
                .map(|at| {
                    (
                        format!("{:04}-{:02}", 1992 + at / 12, at % 12 + 1),
                        2_500_000,
                    )
                })
                .collect(),
            words: 780_000_000_000,
            statements: 4_300_000_000,
            ..Tally::default()
        },
        seconds: 1_234_567.0,
        starts: 1,
        threads: 96,
        speed: vec![part; 6_000],
        ..ordinary()
    }
}

/// Asserts that a file beside this one holds `now`, or writes it there.
fn assert_is_as_kept(name: &str, now: &str) {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "src/summary/tests", name]
        .iter()
        .collect();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, now).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    if let Some((line, (kept, now))) = kept
        .lines()
        .zip(now.lines())
        .enumerate()
        .find(|(_, (kept, now))| kept != now)
    {
        panic!("{name}, line {}:\n- {kept}\n+ {now}", line + 1);
    }
    assert_eq!(kept.len(), now.len(), "{name} is longer or shorter");
}

#[test]
fn texts_are_as_they_were() {
    for (name, summary) in [
        ("ordinary.txt", ordinary()),
        ("huge.txt", huge()),
        ("empty.txt", Summary::default()),
    ] {
        let text = text(&summary, Path::new("news")).replace('\\', "/");
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text}");
        assert!(
            text.lines().all(|line| line.chars().count() <= 76),
            "{text}"
        );
        assert_is_as_kept(name, &text);
    }
}

#[test]
fn pages_are_as_they_were() {
    assert_is_as_kept("ordinary.html", &html(&ordinary()));
}

#[test]
fn a_page_loads_nothing_and_runs_nothing() {
    let page = html(&ordinary());
    assert!(page.contains("default-src 'none'"));
    assert!(page.contains("&#60;script&#62;alert(1)&#60;/script&#62;"));
    for never in [
        "<script",
        "http:",
        "https:",
        "src=",
        "href=",
        "url(",
        "@import",
        "javascript:",
    ] {
        assert!(!page.contains(never), "{never}");
    }
    assert!(!page.chars().any(|c| c.is_control() && c != '\n'));
}

#[test]
fn every_place_that_takes_words_takes_hostile_ones() {
    let hostile = "\"><img onerror=x>\u{1b}]0;\u{7}\u{202e}'&";
    let named = || counts(&[(hostile, 3)]);
    let summary = Summary {
        version: hostile.into(),
        command: hostile.into(),
        tally: Tally {
            records: 3,
            pages: 3,
            kept: 3,
            skipped: named(),
            dropped: named(),
            failures: named(),
            marked: named(),
            languages: named(),
            kinds: named(),
            months: named(),
            ..Tally::default()
        },
        ..Summary::default()
    };
    for shown in [html(&summary), text(&summary, Path::new(hostile))] {
        let upsets = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!shown.contains(upsets), "{shown}");
    }
    assert!(!html(&summary).contains("<img"));
}

#[test]
fn a_huge_run_stays_a_page_to_look_at() {
    let page = html(&huge());
    assert!(page.contains("138 others") && page.contains("780 billion"));
    assert!(page.contains("a column a year") && page.contains("84 parts a column"));
    assert!(page.len() < 100_000, "{}", page.len());
}

#[test]
fn what_stands_for_many_is_drawn_as_long_as_it_is() {
    let page = html(&huge());
    let lengths: Vec<f64> = page
        .split("<rect class=\"rest\" width=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next()?.parse().ok())
        .collect();
    // 138 languages are more than the first one.
    assert_eq!(lengths, [100.0]);
}

#[test]
fn a_run_of_nothing_has_a_summary() {
    let page = html(&Summary::default());
    assert!(page.contains("0 pages kept") && page.contains("Nothing was found"));
    assert!(!page.contains("<svg") && !page.contains("NaN") && !page.contains("inf"));
}

//! Every made-up report is read and held against the statements it carries.
//!
//! A case is a folder of `cases/`, named by its language and what it is about: `text.txt` is the report, `expected.txt`
//! the statements in it, one a line (`kind | source | antecedent | cue | content | addressee | when`, passages of one
//! content parted by " … "). What the reader still gets wrong stands in `falls-short.txt`: `- ` a statement it does not
//! give, `+ ` one it gives instead. `KHABAR_UPDATE=1 cargo test -p khabar-statements --test cases` writes that file anew.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use khabar_article::dates::{Moment, mentions};
use khabar_statements::{Kind, Passage, Statement};

/// The day on which every case is published, a Monday.
const PUBLISHED: &str = "2026-03-02";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("cases")
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The fields of a line, without the blanks around them.
fn line(fields: [String; 7]) -> String {
    fields
        .map(|f| f.split_whitespace().collect::<Vec<_>>().join(" "))
        .join(" | ")
}

fn as_line(statement: &Statement) -> String {
    let one = |p: &Option<Passage>| p.as_ref().map_or_else(String::new, |p| p.text.clone());
    let kind = match statement.kind {
        Kind::Direct => "direct",
        Kind::Indirect => "indirect",
        Kind::Mixed => "mixed",
    };
    let content: Vec<&str> = statement.content.iter().map(|p| p.text.as_str()).collect();
    line([
        kind.to_owned(),
        one(&statement.source),
        one(&statement.antecedent),
        one(&statement.cue),
        content.join(" … "),
        one(&statement.addressee),
        statement
            .when
            .as_ref()
            .map_or_else(String::new, |w| w.words.text.clone()),
    ])
}

/// What is read otherwise than expected.
fn differences(case: &Path) -> String {
    let body = text(&case.join("text.txt"));
    let slug = case.file_name().unwrap_or_default().to_string_lossy();
    let language = slug.split('-').next().unwrap_or_default().to_owned();
    let published = Moment::Day(PUBLISHED.parse().expect("a day"));
    let dates = mentions(&body, Some(published), &language);
    let read = khabar_statements::read(&body, Some(&language), &dates);
    let points: Vec<char> = body.chars().collect();
    for passage in read
        .iter()
        .flat_map(|s| s.content.iter().chain(&s.source).chain(&s.cue))
    {
        let words: String = points[passage.begin..passage.end].iter().collect();
        assert_eq!(words, passage.text, "{slug}");
    }
    let mut read: Vec<String> = read.iter().map(as_line).collect();
    let mut out = String::new();
    let expected = text(&case.join("expected.txt"));
    for expected in expected
        .lines()
        .filter(|l| !l.trim().is_empty() && !l.starts_with('#'))
    {
        let mut fields = expected.split('|').map(str::to_owned);
        let expected = line(std::array::from_fn(|_| fields.next().unwrap_or_default()));
        match read.iter().position(|r| *r == expected) {
            Some(at) => {
                read.remove(at);
            }
            None => {
                let _ = writeln!(out, "- {expected}");
            }
        }
    }
    for read in read {
        let _ = writeln!(out, "+ {read}");
    }
    out
}

#[test]
fn every_case_reads_as_expected() {
    let mut cases: Vec<PathBuf> = fs::read_dir(folder())
        .expect("a folder of cases")
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|path| path.is_dir())
        .collect();
    cases.sort();
    assert!(!cases.is_empty(), "no cases in {}", folder().display());
    let mut report = String::new();
    for case in &cases {
        let file = case.join("falls-short.txt");
        let found = differences(case);
        if std::env::var_os("KHABAR_UPDATE").is_some() {
            if found.is_empty() {
                let _ = fs::remove_file(&file);
            } else {
                fs::write(&file, &found).expect("written");
            }
            continue;
        }
        let known = fs::read_to_string(&file).unwrap_or_default();
        if found != known {
            let _ = write!(
                report,
                "\n{}\nknown to fall short:\n{known}now:\n{found}",
                case.display()
            );
        }
    }
    assert!(
        report.is_empty(),
        "cases read otherwise than before (- expected, + read):\n{report}\n\
         Where that is better, run `KHABAR_UPDATE=1 cargo test -p khabar-statements --test cases` and look at what it changed.\n"
    );
}

//! Whatever is typed, whatever a text is, and whatever became of the files: nothing panics, nothing hangs, and what is wrong
//! is told.

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use khabar_search::{Document, Index, MAX_CHARS, Options, Query, SearchError, highlight, snippet};
use proptest::prelude::*;
use support::{ask, found, numbers, report};

/// Pieces that questions and texts are made up of.
const PIECES: [&str; 36] = [
    "(",
    ")",
    "\"",
    "“",
    "«",
    "-",
    "OR",
    "NOT",
    "|",
    ":",
    "*",
    " ",
    "title:",
    "by:",
    "source:",
    "lang:",
    "on:2026",
    "before:x",
    "harbour",
    "Élite's",
    "L'eau",
    "الميناء",
    "مدرسة",
    "東京都",
    "ﾊﾞｽ",
    "대통령",
    "ท่าเรือ",
    "ကမ်း",
    "’",
    "\u{200d}",
    "\u{301}",
    "🚢",
    "1,000.5",
    "ẞ",
    "\0",
    "\n",
];

fn mixed() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => (0..PIECES.len()).prop_map(|at| PIECES[at].to_owned()),
        1 => any::<char>().prop_map(String::from),
        1 => "\\PC{0,12}",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn passages_lie_in_their_text(question in mixed(), text in mixed(), tag in 0usize..5, about in 0usize..200) {
        let tag = [None, Some("ar"), Some("en"), Some("tr"), Some("??")][tag];
        let (query, notices) = Query::parse(&question);
        for notice in notices {
            prop_assert!(!notice.to_string().is_empty());
        }
        let points = text.chars().count();
        let mut last = None;
        for range in highlight(&text, &query, tag) {
            prop_assert!(range.start < range.end && range.end <= points);
            prop_assert!(last.is_none_or(|last| last < range.start));
            last = Some(range.end);
        }
        let snippet = snippet(&text, &query, tag, about);
        let points = snippet.text.chars().count();
        prop_assert!(points <= about + about / 4 + 16);
        let mut last = 0;
        for range in snippet.marks {
            prop_assert!(last <= range.start && range.start < range.end && range.end <= points);
            last = range.end;
        }
    }

    #[test]
    fn a_text_is_found_by_each_of_its_own_words(text in mixed()) {
        let words: Vec<_> = text
            .split(|c: char| !c.is_ascii_alphabetic())
            .filter(|word| !word.is_empty() && !matches!(*word, "OR" | "NOT" | "AND"))
            .collect();
        for word in words.into_iter().take(3) {
            let (query, _) = Query::parse(word);
            prop_assert!(!highlight(word, &query, Some("en")).is_empty(), "{word:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn texts_are_found_by_words_and_phrases_out_of_them(
        texts in prop::collection::vec(prop::collection::vec(0..WORDS.len(), 1..30), 1..30),
    ) {
        let dir = tempfile::tempdir().unwrap();
        let index = Index::open(dir.path()).unwrap();
        let mut writer = index.writer(0).unwrap();
        let texts: Vec<_> = texts
            .iter()
            .map(|words| words.iter().map(|&at| WORDS[at]).collect::<Vec<_>>())
            .collect();
        for (id, words) in (0..).zip(&texts) {
            let body = words.join(" ");
            let language = ["en", "ar", "tr", "th", "xx"][id as usize % 5];
            let document = Document { id, body: &body, language: Some(language), ..Document::default() };
            writer.put(&document).unwrap();
        }
        writer.commit(1).unwrap();
        let all = Options { limit: 100, ..Options::default() };
        for (id, words) in (0..).zip(&texts) {
            let some = &words[words.len() / 3..];
            let some = &some[..some.len().min(6)];
            for question in [some.join(" "), format!("\"{}\"", some.join(" "))] {
                prop_assert!(numbers(&ask(&index, &question, &all)).contains(&id), "{question} in {words:?}");
            }
        }
    }
}

/// Words of many kinds, to be set one behind the other.
const WORDS: [&str; 18] = [
    "harbour",
    "Élite's",
    "L'eau",
    "الميناء",
    "وبالمدرسة",
    "東京都",
    "車",
    "ﾊﾞｽ",
    "대통령이",
    "ท่าเรือ",
    "Ankara'da",
    "1,000.5",
    "e-mail",
    "U.N.",
    "news.example/a_b",
    "צה״ל",
    "ज़मीन",
    "🚢",
];

#[test]
fn hostile_questions_are_answered() {
    let dir = tempfile::tempdir().unwrap();
    let index = Index::open(dir.path()).unwrap();
    let mut writer = index.writer(0).unwrap();
    writer.put(&report(1, "Harbour of Port Amal")).unwrap();
    writer.commit(1).unwrap();
    for question in [
        "(".repeat(100_000),
        "(a ".repeat(30_000),
        ")".repeat(100_000),
        "\"".repeat(100_001),
        "-".repeat(100_000),
        "OR ".repeat(30_000),
        "NOT ".repeat(30_000),
        "harbour ".repeat(10_000),
        "harbour OR ".repeat(10_000),
        "-(harbour OR ".repeat(10_000),
        "title:".repeat(20_000),
        "x".repeat(100_000),
        "港".repeat(100_000),
        "ก".repeat(100_000),
        "a*".repeat(50_000),
        "aa* ".repeat(50_000),
        "\"port amal\" ".repeat(10_000),
        "on:9999 after:0000 before:9999-12-31 on:-1 ".repeat(1000),
        "\u{301}".repeat(100_000),
        "'".repeat(100_000),
        "d'".repeat(50_000),
        "a.".repeat(50_000),
    ] {
        let (query, notices) = Query::parse(&question);
        assert!(notices.len() < 60, "{}", notices.len());
        let answer = index.search(&query, &Options::default()).unwrap();
        assert!(answer.total <= 1);
        let text: String = question.chars().take(MAX_CHARS).collect();
        highlight(&text, &query, Some("en"));
    }
}

#[test]
fn hostile_texts_are_taken() {
    let dir = tempfile::tempdir().unwrap();
    let index = Index::open(dir.path()).unwrap();
    let mut writer = index.writer(0).unwrap();
    let texts = [
        "x", "港", "ก", "a.", "a'", "d'", "\u{301}", "\u{200d}", "،", "(", "\n", "\0 ", "1,",
        "a:b_", "\u{fdfa}",
    ];
    for (id, text) in (1..).zip(texts) {
        let body = text.repeat(300_000 / text.len());
        let document = Document {
            id,
            body: &body,
            headline: "harbour",
            published: Some(i64::MIN),
            gathered: i64::MAX,
            source: u64::MAX,
            language: Some("\0"),
            ..Document::default()
        };
        writer.put(&document).unwrap();
        let (query, _) = Query::parse("harbour x 港");
        snippet(&body, &query, Some("en"), 100);
    }
    writer.commit(u64::MAX).unwrap();
    assert_eq!(found(&index, "harbour").len(), texts.len());
    assert_eq!(index.upto().unwrap(), u64::MAX);
    let options = Options {
        facets: true,
        ..Options::default()
    };
    let (query, _) = Query::parse("");
    let facets = index.search(&query, &options).unwrap().facets.unwrap();
    assert_eq!(facets.sources, [(u64::MAX, texts.len() as u64)]);
}

/// A folder with an index of two parts, and a few reports taken out.
fn written() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let index = Index::open(dir.path()).unwrap();
    let mut writer = index.writer(0).unwrap();
    for part in 0..2 {
        for id in 0..20 {
            let headline = format!("Harbour {id} of Port Amal");
            writer.put(&report(part * 20 + id, &headline)).unwrap();
        }
        writer.commit(part + 1).unwrap();
    }
    writer.remove(25);
    writer.commit(3).unwrap();
    writer.finish().unwrap();
    dir
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

/// Opens, searches and checks; what goes wrong has to be told as damage that building anew mends.
fn use_it(dir: &Path, what: &str) -> bool {
    let used = Index::open(dir).and_then(|index| {
        for question in ["harbour", "\"port amal\"", "harb* lang:en on:2026", ""] {
            let options = Options {
                facets: true,
                ..Options::default()
            };
            index.search(&Query::parse(question).0, &options)?;
        }
        index.check()
    });
    match used {
        Ok(()) => true,
        Err(error) => {
            assert!(error.wants_rebuild(), "{what}: {error}");
            false
        }
    }
}

#[test]
fn damage_is_told_and_mended() {
    let whole = written();
    assert!(use_it(whole.path(), "whole"));
    let mut told = 0;
    for file in files(whole.path()) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let length = fs::metadata(&file).unwrap().len() as usize;
        // Locks are empty, and made again.
        if length == 0 {
            continue;
        }
        for damage in [
            "deleted",
            "emptied",
            "halved",
            "last byte gone",
            "overwritten",
            "a byte changed",
        ] {
            let dir = tempfile::tempdir().unwrap();
            for other in files(whole.path()) {
                fs::copy(&other, dir.path().join(other.file_name().unwrap())).unwrap();
            }
            let path = dir.path().join(&name);
            let mut bytes = fs::read(&path).unwrap();
            match damage {
                "deleted" => fs::remove_file(&path).unwrap(),
                "emptied" => fs::write(&path, []).unwrap(),
                "halved" => fs::write(&path, &bytes[..length / 2]).unwrap(),
                "last byte gone" => fs::write(&path, &bytes[..length - 1]).unwrap(),
                "overwritten" => fs::write(&path, vec![0xff; length]).unwrap(),
                _ => {
                    bytes[length / 3] ^= 0x55;
                    fs::write(&path, bytes).unwrap();
                }
            }
            if !use_it(dir.path(), &format!("{name} {damage}")) {
                told += 1;
                let index = Index::create_anew(dir.path()).unwrap();
                assert_eq!(
                    (index.len(), index.upto().unwrap()),
                    (0, 0),
                    "{name} {damage}"
                );
            }
        }
    }
    assert!(told > 60, "{told}");
}

#[test]
fn other_versions_are_told() {
    let dir = written();
    fs::write(dir.path().join("khabar-search-version"), "99\n").unwrap();
    let told = Index::open(dir.path()).err().unwrap();
    assert!(
        matches!(&told, SearchError::Older { found, .. } if found == "99"),
        "{told}"
    );
}

#[test]
fn other_folders_are_not_emptied() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("thesis.txt"), "years of work").unwrap();
    let told = Index::create_anew(dir.path()).err().unwrap();
    assert!(matches!(told, SearchError::NotAnIndex { .. }), "{told}");
    assert!(dir.path().join("thesis.txt").exists());
    let told = Index::open(&dir.path().join("thesis.txt")).err().unwrap();
    assert!(matches!(told, SearchError::Io { .. }), "{told}");
}

const CHILD: &str = "KHABAR_SEARCH_TEST_DIR";

/// Run by the next test in a process of its own: dies with a report that is not committed.
#[test]
#[ignore = "dies; the next test runs it"]
fn dies_before_it_commits() {
    let Some(dir) = env::var_os(CHILD) else {
        return;
    };
    let index = Index::open(Path::new(&dir)).unwrap();
    let mut writer = index.writer(0).unwrap();
    writer.put(&report(1, "storm")).unwrap();
    writer.commit(1).unwrap();
    for id in 2..500 {
        writer.put(&report(id, "storm")).unwrap();
    }
    writer.remove(1);
    std::process::abort();
}

#[test]
fn what_is_not_committed_is_lost_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let status = Command::new(env::current_exe().unwrap())
        .args(["--exact", "dies_before_it_commits", "--ignored"])
        .env(CHILD, dir.path())
        .output()
        .unwrap()
        .status;
    assert!(!status.success());
    let index = Index::open(dir.path()).unwrap();
    assert_eq!(
        (index.upto().unwrap(), found(&index, "storm")),
        (1, vec![1])
    );
    // The lock died with the process.
    let mut writer = index.writer(0).unwrap();
    writer.put(&report(2, "storm")).unwrap();
    writer.commit(2).unwrap();
    assert_eq!(index.len(), 2);
    index.check().unwrap();
}

//! Every made-up text is found by the questions that should find it and by none that should not, in an index that holds
//! them all; and where it is found, the words it is found by are marked.
//!
//! A file of `cases` holds texts of one language (`language:` once, or not at all), each (`text:`) followed by questions
//! that find it (`+`) and that do not (`-`).

use std::path::Path;
use std::{fmt::Write, fs};

use khabar_search::{Document, Index, Options, Query, highlight, snippet};

struct Case {
    file: String,
    language: Option<String>,
    text: String,
    /// Whether it should be found, and by what.
    questions: Vec<(bool, String)>,
}

fn texts() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let mut texts = Vec::<Case>::new();
    for path in files {
        let file = path.file_stem().unwrap().to_string_lossy().into_owned();
        let mut language = None;
        let read = fs::read_to_string(&path).unwrap();
        for line in read
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
        {
            if let Some(tag) = line.strip_prefix("language: ") {
                language = Some(tag.to_owned());
            } else if let Some(text) = line.strip_prefix("text: ") {
                texts.push(Case {
                    file: file.clone(),
                    language: language.clone(),
                    text: text.to_owned(),
                    questions: Vec::new(),
                });
            } else {
                let (sign, question) = line.split_at(2);
                let found = match sign {
                    "+ " => true,
                    "- " => false,
                    _ => panic!("{file}: {line}"),
                };
                texts
                    .last_mut()
                    .unwrap()
                    .questions
                    .push((found, question.to_owned()));
            }
        }
    }
    texts
}

#[test]
fn every_text_is_found_by_what_should_find_it() {
    let texts = texts();
    let languages = texts.iter().filter(|text| text.language.is_some()).count();
    assert!(languages >= 20, "{languages}");
    let dir = tempfile::tempdir().unwrap();
    let index = Index::open(dir.path()).unwrap();
    let mut writer = index.writer(0).unwrap();
    for (id, text) in (0..).zip(&texts) {
        let document = Document {
            id,
            language: text.language.as_deref(),
            body: &text.text,
            ..Document::default()
        };
        writer.put(&document).unwrap();
    }
    writer.commit(1).unwrap();
    let mut wrong = String::new();
    for (id, text) in (0..).zip(&texts) {
        assert!(text.questions.len() >= 8, "{}", text.file);
        for (should, question) in &text.questions {
            let (query, notices) = Query::parse(question);
            assert_eq!(notices, [], "{question}");
            let answer = index.search(&query, &Options::default()).unwrap();
            let found = answer.hits.iter().any(|hit| hit.id == id);
            let marks = highlight(&text.text, &query, text.language.as_deref());
            if found != *should {
                writeln!(wrong, "{}: {question}: found {found}", text.file).unwrap();
            } else if found && marks.is_empty() {
                writeln!(
                    wrong,
                    "{}: {question}: found, and nothing marked",
                    text.file
                )
                .unwrap();
            }
            let snippet = snippet(&text.text, &query, text.language.as_deref(), 60);
            if found && snippet.marks.is_empty() {
                writeln!(
                    wrong,
                    "{}: {question}: nothing marked in “{}”",
                    text.file, snippet.text
                )
                .unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

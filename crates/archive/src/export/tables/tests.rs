//! The tables as they are given out, in pieces and whole, and the page that documents them.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Cursor;
use std::path::PathBuf;

use khabar_corpus::table::batches;

use super::*;
use crate::record::quotes;
use crate::record::statements::NewStatement;
use crate::record::stories::Placing;

/// An archive of so many reports in one story, each with a statement, the first two in the same words.
fn archive(reports: i64) -> (tempfile::TempDir, Archive) {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_begin(folder.path().join("archive")).unwrap();
    let lines: Vec<String> = (1..=reports)
        .map(|number| {
            format!("{{\"url\":\"https://post.example/{number}\",\"articleBody\":\"It is open.\"}}")
        })
        .collect();
    archive.take_in(&mut Cursor::new(lines.join("\n"))).unwrap();
    let fill = |to: &rusqlite::Transaction| {
        to.execute_batch("DELETE FROM statements; DELETE FROM story_reports; DELETE FROM names;")?;
        let story = stories::begin(to, None, None)?;
        let speaker = speakers::begin(to, "person")?;
        let (name, _) = speakers::name(to, speaker, "Lina Haddad", Some("en"), None)?;
        let quote = quotes::begin(to)?;
        for report in 1..=reports {
            let placing = Placing {
                why: (report > 1).then_some(r#"{"shared":["bridge"]}"#),
                kin: if report > 1 { "wire" } else { "own" },
                kin_to: (report > 1).then_some(1),
                ..Placing::default()
            };
            stories::put(to, report, story, report, &placing)?;
            let new = NewStatement {
                report: (report, 1),
                kind: "direct",
                language: Some("en"),
                role: None,
                by: Some("=Lina"),
                speaker: Some((speaker, name)),
                at: report,
                said: None,
                addressee: None,
                words: "The bridge is open.",
            };
            let statement = statements::add(to, &new)?;
            if report <= 2 {
                quotes::put(to, statement, Some(quote), None)?;
            }
            let about = [Subject {
                key: "en:bridg".to_owned(),
                shown: "bridge".to_owned(),
                weight: 1.0,
            }];
            subjects::put(to, report, report, &about)?;
            subjects::put_statement(to, statement, ["en:bridg"])?;
        }
        Ok(())
    };
    archive.record().write(fill).unwrap();
    (folder, archive)
}

fn lines(archive: &Archive, table: Table) -> Vec<Value> {
    let mut out = Vec::new();
    let count = archive.export_table_lines(table, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    let lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len() as u64, count);
    lines
}

#[test]
fn every_row_is_given_out_once() {
    let reports = BATCH as i64 * 2 + 1;
    let (_folder, archive) = archive(reports);
    let placed = lines(&archive, Table::StoryReports);
    let numbers: BTreeSet<i64> = placed
        .iter()
        .filter_map(|row| row["report"].as_i64())
        .collect();
    assert_eq!(numbers, (1..=reports).collect());
    assert_eq!(placed[0].get("why"), None);
    assert_eq!(placed[1]["why"]["shared"][0], "bridge");
    let [story] = &lines(&archive, Table::Stories)[..] else {
        panic!("there is one story");
    };
    assert_eq!(story["reports"], reports);
    assert_eq!(story["first"], "1970-01-01T00:00:01Z");
    assert_eq!(
        story["subjects"],
        json!([{"key": "en:bridg", "shown": "bridge"}])
    );
    let [speaker] = &lines(&archive, Table::Speakers)[..] else {
        panic!("there is one speaker");
    };
    assert_eq!(speaker["statements"], reports);
    assert_eq!(speaker["names"][0]["name"], "Lina Haddad");
    let said = lines(&archive, Table::Statements);
    assert_eq!(said.len() as i64, reports);
    assert_eq!(
        (&said[0]["quote"], &said[1]["quote"], said[2].get("quote")),
        (&said[1]["quote"], &said[0]["quote"], None)
    );
    assert_eq!(said[0]["story"], story["story"]);
}

#[test]
fn a_table_has_the_same_rows_in_all_forms() {
    let (folder, archive) = archive(3);
    for table in Table::ALL {
        let lines = lines(&archive, table);
        let columns: BTreeSet<String> = table
            .columns()
            .fields()
            .iter()
            .map(|field| field.name().clone())
            .collect();
        for name in lines
            .iter()
            .filter_map(Value::as_object)
            .flat_map(Map::keys)
        {
            assert!(columns.contains(name), "{table:?}: {name}");
        }
        let mut out = Vec::new();
        let count = archive.export_table_csv(table, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(count as usize, lines.len());
        assert_eq!(text.lines().count(), lines.len() + 1, "{text}");
        let file = folder.path().join("table.parquet");
        assert_eq!(archive.export_table_parquet(table, &file).unwrap(), count);
        let batches: Vec<_> = batches(&file, None)
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        let rows: usize = batches.iter().map(arrow_array::RecordBatch::num_rows).sum();
        assert_eq!(rows, lines.len());
        let object = khabar_corpus::table::object(&batches[0], 0).unwrap();
        for (name, value) in lines[0].as_object().unwrap() {
            if value.is_number() || value.is_array() {
                assert_eq!(&object[name], value, "{table:?}: {name}");
            }
        }
    }
}

#[test]
fn cells_are_no_formulas_and_lists_are_one_cell() {
    let (_folder, archive) = archive(1);
    let mut out = Vec::new();
    archive
        .export_table_csv(Table::Statements, &mut out)
        .unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(text.contains(",'=Lina,"), "{text}");
    assert!(text.trim_end().ends_with(",bridge"), "{text}");
}

#[test]
fn an_archive_without_stories_gives_tables_without_rows() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_begin(folder.path().join("archive")).unwrap();
    for table in Table::ALL {
        let file = folder.path().join("table.parquet");
        assert_eq!(archive.export_table_parquet(table, &file).unwrap(), 0);
        assert_eq!(batches(&file, None).unwrap().count(), 0);
    }
}

/// What a column holds, in a word.
fn kind(of: &DataType) -> String {
    match of {
        DataType::Utf8 => "text".to_owned(),
        DataType::Int32 | DataType::Int64 => "integer".to_owned(),
        DataType::Timestamp(..) => "time".to_owned(),
        DataType::List(item) => format!("list of {}", kind(item.data_type())),
        DataType::Struct(fields) => {
            let names = fields.iter().map(|field| format!("`{}`", field.name()));
            format!("record of {}", names.collect::<Vec<_>>().join(", "))
        }
        other => format!("{other}"),
    }
}

/// The tables of the document are those of the code. `UPDATE=1 cargo test -p khabar-archive documented` writes them anew.
#[test]
fn the_columns_are_documented() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/following.md");
    let before = std::fs::read_to_string(&path).unwrap();
    let mut page = before.clone();
    for (table, name) in
        Table::ALL
            .into_iter()
            .zip(["stories", "story-reports", "speakers", "statements"])
    {
        let mut columns = "| column | type | what it holds |\n|---|---|---|\n".to_owned();
        for field in table.columns().fields() {
            let about = &field.metadata()[khabar_corpus::table::schema::DESCRIPTION];
            let kind = kind(field.data_type());
            writeln!(columns, "| `{}` | {kind} | {about} |", field.name()).unwrap();
        }
        let (opening, closing) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
        let begin = page.find(&opening).unwrap() + opening.len();
        let end = page.find(&closing).unwrap();
        page.replace_range(begin..end, &columns);
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &page).unwrap();
    } else {
        assert!(
            page == before,
            "docs/following.md is not up to date: UPDATE=1 cargo test -p khabar-archive documented"
        );
    }
}

//! Reports given out and taken in, and copies of a whole archive.

use std::io::BufReader;

use khabar_archive::export::Selection;
use khabar_archive::search::SearchRequest;
use khabar_archive::{Archive, ArchiveError};
use tempfile::TempDir;

fn archive() -> (TempDir, Archive) {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_begin(folder.path().join("archive")).unwrap();
    (folder, archive)
}

/// Lines as `khabar read` writes them, of reports in English and Arabic.
fn lines() -> String {
    [
        r#"{"@type":"NewsArticle","headline":"=cmd|'/c calc'!A1","author":[{"@type":"Person","name":"Lina Haddad"}],"datePublished":"2026-03-02T09:40:00+02:00","inLanguage":"en","publisher":{"@type":"Organization","name":"The Courier"},"url":"https://courier.example/2026/bridge","articleBody":"The bridge opened.\n\n“At last,” the mayor said.","textDirection":"ltr","statements":[{"kind":"direct","content":[{"text":"At last,","begin":21,"end":29}],"speaker":{"name":"the mayor"}}]}"#,
        r#"{"@type":"NewsArticle","headline":"افتتاح الجسر","inLanguage":"ar","url":"https://saahil.example/1","articleBody":"افتتح الجسر يوم الاثنين.","textDirection":"rtl"}"#,
    ]
    .join("\n")
}

fn take_in(archive: &Archive, lines: &str) -> khabar_archive::import::TakenIn {
    archive
        .take_in(&mut BufReader::new(lines.as_bytes()))
        .unwrap()
}

fn lines_of(archive: &Archive) -> String {
    let mut out = Vec::new();
    archive.export_lines(&Selection::All, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn lines_go_out_and_come_in_again() {
    let (_folder, from) = archive();
    let taken = take_in(&from, &lines());
    assert_eq!((taken.new, taken.wrong_count), (2, 0));
    let out = lines_of(&from);
    let (_other_folder, to) = archive();
    assert_eq!(take_in(&to, &out).new, 2);
    assert_eq!(lines_of(&to), out);
    // Once more, and nothing is there twice.
    let again = take_in(&to, &out);
    assert_eq!((again.new, again.changed, again.same), (0, 0, 2));
    let entry = &to.entries(&[2]).unwrap()[0];
    assert_eq!(
        (entry.language.as_deref(), entry.direction.as_str()),
        (Some("ar"), "rtl")
    );
    let titles: Vec<String> = to
        .sources()
        .unwrap()
        .into_iter()
        .map(|source| source.title)
        .collect();
    assert_eq!(titles, ["courier.example", "saahil.example"]);
}

#[test]
fn an_old_export_does_not_undo_what_came_later() {
    let (_folder, archive) = archive();
    let line = |text: &str, at: &str| {
        format!(
            "{{\"url\":\"https://a.example/1\",\"articleBody\":\"{text}\",\"archive\":{{\"gatheredAt\":\"{at}\"}}}}"
        )
    };
    assert_eq!(
        take_in(&archive, &line("Twelve.", "2026-03-02T07:00:00Z")).new,
        1
    );
    assert_eq!(
        take_in(&archive, &line("Fifteen.", "2026-04-02T07:00:00Z")).changed,
        1
    );
    assert_eq!(
        take_in(&archive, &line("Twelve.", "2026-03-02T07:00:00Z")).same,
        1
    );
    let report = archive.report(1, None).unwrap();
    assert!(report.reading.contains("Fifteen."));
    // Nothing was gathered later than now.
    take_in(
        &archive,
        r#"{"url":"https://a.example/2","articleBody":"X","archive":{"gatheredAt":"2100-01-01T00:00:00Z"}}"#,
    );
    assert!(archive.entries(&[2]).unwrap()[0].gathered_at <= archive.now());
}

#[test]
fn what_comes_in_another_shape_is_brought_into_the_usual_one() {
    let (folder, archive) = archive();
    let line = r#"{"url":"https://a.example/1","articleBody":"Text.","publisher":"The Post","image":"https://a.example/i.png","wordCount":"7"}"#;
    let taken = take_in(&archive, line);
    assert_eq!((taken.new, taken.wrong_count), (1, 0), "{taken:?}");
    let file = folder.path().join("reports.parquet");
    assert_eq!(archive.export_parquet(&Selection::All, &file).unwrap(), 1);
}

#[test]
fn lines_without_a_report_cost_themselves_alone() {
    let (_folder, archive) = archive();
    let long = format!(
        "{{\"url\":\"https://a.example/1\",\"articleBody\":\"{}\"}}",
        "x".repeat(1 << 20)
    );
    let wrong = [
        "no json",
        "[]",
        "{}",
        r#"{"url":"https://a.example/1"}"#,
        r#"{"url":"https://a.example/1","articleBody":"  "}"#,
        r#"{"url":"mailto:a@b.example","articleBody":"Text"}"#,
        r#"{"url":"https://a.example/1","articleBody":7}"#,
        "\u{0}\u{1}",
        "{\"url\":\"https://a.example/1\",\"articleBody\":\"cut",
    ];
    let taken = take_in(
        &archive,
        &format!("{}\n\n{long}\n{}", wrong.join("\n"), lines()),
    );
    assert_eq!(
        (taken.new, taken.wrong_count),
        (3, wrong.len() as u64),
        "{taken:?}"
    );
    assert_eq!(taken.wrong[0].0, 1);
}

#[test]
fn cells_are_no_formulas() {
    let (_folder, archive) = archive();
    take_in(&archive, &lines());
    let mut out = Vec::new();
    let count = archive
        .export_csv(&Selection::These(vec![1, 99]), &mut out)
        .unwrap();
    let text = String::from_utf8(out).unwrap();
    assert_eq!((count, text.lines().count()), (1, 2));
    assert!(text.contains("'=cmd|'/c calc'!A1"), "{text}");
}

#[test]
fn a_table_has_what_the_lines_have() {
    let (folder, archive) = archive();
    take_in(&archive, &lines());
    let file = folder.path().join("reports.parquet");
    assert_eq!(archive.export_parquet(&Selection::All, &file).unwrap(), 2);
    let batches: Vec<_> = khabar_corpus::table::batches(&file, None)
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert_eq!(
        batches
            .iter()
            .map(arrow_array::RecordBatch::num_rows)
            .sum::<usize>(),
        2
    );
    let column = |name| {
        let column = batches[0].column_by_name(name).unwrap();
        arrow_cast(column)
    };
    assert_eq!(column("headline"), ["=cmd|'/c calc'!A1", "افتتاح الجسر"]);
    assert_eq!(column("publisher"), ["The Courier", ""]);
    assert!(column("author")[0].contains("Lina Haddad"));
    assert!(column("statements")[0].contains("At last,"));
}

/// Each value of a column as text.
fn arrow_cast(column: &arrow_array::ArrayRef) -> Vec<String> {
    let options = arrow_display();
    let formatter = arrow_cast::display::ArrayFormatter::try_new(column, &options).unwrap();
    (0..column.len())
        .map(|row| formatter.value(row).to_string())
        .collect()
}

fn arrow_display() -> arrow_cast::display::FormatOptions<'static> {
    arrow_cast::display::FormatOptions::default()
}

#[test]
fn tables_come_in_again() {
    let (folder, from) = archive();
    take_in(&from, &lines());
    let file = folder.path().join("reports.parquet");
    from.export_parquet(&Selection::All, &file).unwrap();
    let (_other_folder, to) = archive();
    let taken = to.take_in_parquet(&file).unwrap();
    assert_eq!((taken.new, taken.wrong_count), (2, 0), "{taken:?}");
    assert_eq!(lines_of(&to), lines_of(&from));
    assert_eq!(to.take_in_parquet(&file).unwrap().same, 2);
}

#[test]
fn a_table_of_ones_own_is_taken_in() {
    let (_folder, archive) = archive();
    let mut table = "\
url;title;text;published;source
https://saahil.example/1;افتتاح الجسر;قال رئيس البلدية إن الجسر سيفتح يوم الاثنين.;2026-03-02;الساحل
no address;Fog;Thick.;;
https://saahil.example/2;Without a text;;;
"
    .as_bytes();
    let taken = archive.take_in_csv(&mut table).unwrap();
    assert_eq!((taken.new, taken.wrong_count), (1, 2), "{taken:?}");
    assert_eq!(taken.wrong[0].0, 2);
    let entry = &archive.entries(&[1]).unwrap()[0];
    assert_eq!(
        (entry.language.as_deref(), entry.direction.as_str()),
        (Some("ar"), "rtl")
    );
    assert_eq!(entry.statements, 1);
    assert_eq!(archive.sources().unwrap()[0].title, "الساحل");
    let list = archive.take_in_csv(&mut "url,headline\nhttps://a.example/1,Fog\n".as_bytes());
    let told = list.unwrap_err().to_string();
    assert!(told.contains("without their texts"), "{told}");
}

#[test]
fn what_is_no_table_is_not_taken_in() {
    let (folder, archive) = archive();
    let file = folder.path().join("reports.parquet");
    std::fs::write(&file, "PAR1 but not really, PAR1").unwrap();
    assert!(archive.take_in_parquet(&file).is_err());
    assert!(
        archive
            .take_in_parquet(&folder.path().join("none"))
            .is_err()
    );
    assert!(archive.take_in_csv(&mut "".as_bytes()).is_err());
    assert!(archive.take_in_csv(&mut &b"\xff\xfe\0"[..]).is_err());
    assert_eq!(archive.totals().unwrap().reports, 0);
}

#[test]
fn a_copy_is_made_while_others_write_and_put_back() {
    let (folder, archive) = archive();
    take_in(&archive, &lines());
    let copy = folder.path().join("copy.sqlite");
    let more: Vec<String> = (0..300)
        .map(|n| format!("{{\"url\":\"https://a.example/{n}\",\"articleBody\":\"Report {n}\"}}\n"))
        .collect();
    std::thread::scope(|scope| {
        scope.spawn(|| take_in(&archive, &more.concat()));
        archive.back_up(&copy).unwrap();
    });
    assert!(matches!(
        archive.back_up(&copy),
        Err(ArchiveError::Invalid(_))
    ));
    let root = archive.folder().root().to_owned();
    // Somebody holds it: nothing is put back under their hands.
    let held = archive.hold("khabar serve").unwrap();
    assert!(matches!(
        Archive::restore(&root, &copy),
        Err(ArchiveError::InUse { .. })
    ));
    drop(held);
    archive.unfollow(1).unwrap();
    drop(archive);
    let restored = Archive::restore(&root, &copy).unwrap();
    assert!(restored.report(1, None).is_ok());
    assert!(std::fs::read_dir(root.join("backups")).unwrap().count() == 1);
}

#[test]
fn what_is_no_copy_is_not_put_back() {
    let (folder, archive) = archive();
    take_in(&archive, &lines());
    let root = archive.folder().root().to_owned();
    let wrong = folder.path().join("wrong");
    std::fs::write(&wrong, "no archive at all, but long enough to be read").unwrap();
    assert!(Archive::restore(&root, &wrong).is_err());
    std::fs::write(&wrong, "").unwrap();
    assert!(Archive::restore(&root, &wrong).is_err());
    assert!(Archive::restore(&root, &folder.path().join("missing")).is_err());
    assert_eq!(archive.totals().unwrap().reports, 2);
}

#[test]
fn a_search_over_an_archive_without_an_index_finds_nothing_and_fails_not() {
    let (_folder, archive) = archive();
    take_in(&archive, &lines());
    let answer = archive.search(&SearchRequest::default()).unwrap();
    assert_eq!(answer.total, 0);
}

//! The tables of `docs/corpora.md` are those of the code. `UPDATE=1 cargo test -p khabar-corpus docs` writes them anew.

use std::fmt::Write;
use std::path::PathBuf;

use arrow_schema::{DataType, Field};

use crate::quality::Rule;
use crate::table::schema;

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/corpora.md")
}

/// What a column holds, in a word.
fn kind(of: &DataType) -> String {
    match of {
        DataType::Utf8 => "text".to_owned(),
        DataType::Boolean => "true or false".to_owned(),
        DataType::Int32 | DataType::Int64 => "integer".to_owned(),
        DataType::Float32 => "number".to_owned(),
        DataType::Date32 => "day".to_owned(),
        DataType::Timestamp(..) => "time".to_owned(),
        DataType::List(item) => format!("list of {}", kind(item.data_type())),
        DataType::Struct(fields) => {
            let names: Vec<String> = fields
                .iter()
                .map(|field| format!("`{}`", field.name()))
                .collect();
            format!("record of {}", names.join(", "))
        }
        other => format!("{other}"),
    }
}

fn columns<'a>(fields: impl IntoIterator<Item = &'a Field>) -> String {
    let mut out = "| column | type | what it holds |\n|---|---|---|\n".to_owned();
    for field in fields {
        let about = field
            .metadata()
            .get(schema::DESCRIPTION)
            .map_or("", String::as_str);
        let _ = writeln!(
            out,
            "| `{}` | {} | {about} |",
            field.name(),
            kind(field.data_type())
        );
    }
    out
}

fn rules() -> String {
    let mut out = "| rule | what falls under it |\n|---|---|\n".to_owned();
    for rule in Rule::ALL {
        let about = rule
            .about()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let _ = writeln!(out, "| `{}` | {about} |", rule.name());
    }
    out
}

#[test]
fn the_tables_are_those_of_the_code() {
    let mut page = std::fs::read_to_string(path()).unwrap();
    let before = page.clone();
    let full = schema::full();
    let failures = schema::failures();
    for (name, table) in [
        ("columns", columns(full.fields().iter().map(AsRef::as_ref))),
        (
            "failures",
            columns(failures.fields().iter().map(AsRef::as_ref)),
        ),
        ("rules", rules()),
    ] {
        let (opening, closing) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
        let begin = page.find(&opening).unwrap() + opening.len();
        let end = page.find(&closing).unwrap();
        page.replace_range(begin..end, &table);
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path(), &page).unwrap();
    } else {
        assert!(
            page == before,
            "docs/corpora.md is not up to date: UPDATE=1 cargo test -p khabar-corpus docs"
        );
    }
}

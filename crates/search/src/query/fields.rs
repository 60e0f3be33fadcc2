//! What may be written before a colon, in `fields.txt`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::schema::Zone;
use khabar_words::fold::fold;

/// What words are looked for in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Zone(Zone),
    Source,
    Language,
    Before,
    After,
    On,
}

static FIELDS: LazyLock<FxHashMap<String, Field>> = LazyLock::new(|| {
    read_fields(include_str!("fields.txt"))
        .unwrap_or_else(|line| unreachable!("a test reads the same file: {line}"))
});

fn read_fields(text: &'static str) -> Result<FxHashMap<String, Field>, &'static str> {
    let mut fields = FxHashMap::default();
    for line in text.lines().map(str::trim) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (field, names) = line.split_once('=').ok_or(line)?;
        let field = match field.trim() {
            "source" => Field::Source,
            "lang" => Field::Language,
            "before" => Field::Before,
            "after" => Field::After,
            "on" => Field::On,
            name => {
                let zone = Zone::EACH.into_iter().find(|&(_, known)| known == name);
                Field::Zone(zone.ok_or(line)?.0)
            }
        };
        for name in names.split_whitespace() {
            if fields
                .insert(fold(name), field)
                .is_some_and(|other| other != field)
            {
                return Err(line);
            }
        }
    }
    Ok(fields)
}

/// The field that a name stands for, in whatever language.
pub fn named(name: &str) -> Option<Field> {
    FIELDS.get(&fold(name)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fields_file_is_whole() {
        if let Err(line) = read_fields(include_str!("fields.txt")) {
            panic!("cannot be read: {line}");
        }
        assert!(read_fields("nowhere = x").is_err());
        assert!(read_fields("title = x\nby = x").is_err());
    }
}

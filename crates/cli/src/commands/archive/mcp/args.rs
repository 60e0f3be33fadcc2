//! What several tools take.

use std::fmt;

use khabar_archive::Archive;
use khabar_archive::record::sources::Source;
use khabar_archive::time::Seconds;
use rmcp::schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer, Visitor};

use super::super::pick;
use super::fault::Fault;
use crate::args::archive::day;
use crate::args::language;

/// Something by its number or a name. Models write numbers either way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named(pub String);

impl<'de> Deserialize<'de> for Named {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NumberOrName;

        impl Visitor<'_> for NumberOrName {
            type Value = Named;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number or a name")
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Named, E> {
                Ok(Named(number.to_string()))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Named, E> {
                Ok(Named(number.to_string()))
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Named, E> {
                Ok(Named(name.to_owned()))
            }
        }

        deserializer.deserialize_any(NumberOrName)
    }
}

impl JsonSchema for Named {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Named".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string"})
    }
}

/// The source that is meant.
pub fn source(sources: &[Source], named: Option<&Named>) -> Result<Option<i64>, Fault> {
    let Some(Named(typed)) = named else {
        return Ok(None);
    };
    Ok(Some(pick::among(sources, typed)?.id))
}

/// The key of the subject that is meant.
pub fn subject(archive: &Archive, named: Option<&str>) -> Result<Option<String>, Fault> {
    let found = named.map(|name| archive.subject_named(name.trim()));
    Ok(found.transpose()?.map(|subject| subject.key))
}

/// The language of a tag.
pub fn tag(tag: Option<&str>) -> Result<Option<String>, Fault> {
    tag.map(language).transpose().map_err(|_| {
        Fault::of(
            "language",
            "that is no tag of a language; write one as en or ar",
        )
    })
}

/// When a day, month or year begins; `name` is the argument.
pub fn begin(name: &str, date: Option<&str>) -> Result<Option<Seconds>, Fault> {
    let wrong = |advice: String| Fault::of(name, advice);
    date.map(day).transpose().map_err(wrong)
}

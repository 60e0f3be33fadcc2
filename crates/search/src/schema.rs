//! The fields of an index.
//!
//! Nothing is stored but the numbers that hits are named, filtered, ordered and counted by: what a report says is in the
//! record. Each zone of a report has two fields of text. `words` holds folded words with their places, for phrases and
//! beginnings of words; `stems` holds stems without places, for all else.

use tantivy::Term;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions,
};

/// What an index is made by: raise it when fields, or the analysis of text, change.
pub const VERSION: u32 = 1;

/// The name of the tokenizer of all fields of text: it takes apart what the writer put together.
pub const READY: &str = "ready";

/// A part of a report that can be searched by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Zone {
    /// All of it: headline, standfirst, body, who signs, section, keywords.
    All,
    /// The headline.
    Title,
    /// Who signs.
    By,
    /// What is said by those it quotes.
    Said,
    /// Those who are quoted.
    Speaker,
    /// The section.
    Section,
    /// The keywords.
    Tag,
}

impl Zone {
    /// All zones, in the order of [`Fields::zones`].
    pub const EACH: [(Self, &'static str); 7] = [
        (Self::All, "all"),
        (Self::Title, "title"),
        (Self::By, "by"),
        (Self::Said, "said"),
        (Self::Speaker, "speaker"),
        (Self::Section, "section"),
        (Self::Tag, "tag"),
    ];
}

/// Both fields of a zone.
#[derive(Debug, Clone, Copy)]
pub struct ZoneFields {
    /// Folded words, with places.
    pub words: Field,
    /// Stems, without.
    pub stems: Field,
}

/// The fields of an index.
#[derive(Debug, Clone)]
pub struct Fields {
    /// The number of the report.
    pub id: Field,
    /// The number of its outlet.
    pub source: Field,
    /// Its language, a primary tag.
    pub language: Field,
    /// When it was published, or gathered where that is not known.
    pub time: Field,
    /// When it was gathered.
    pub gathered: Field,
    zones: [ZoneFields; 7],
}

/// Names of fields that are counted or ordered by.
pub mod names {
    /// See [`super::Fields::id`].
    pub const ID: &str = "id";
    /// See [`super::Fields::source`].
    pub const SOURCE: &str = "source";
    /// See [`super::Fields::language`].
    pub const LANGUAGE: &str = "language";
    /// See [`super::Fields::time`].
    pub const TIME: &str = "time";
    /// See [`super::Fields::gathered`].
    pub const GATHERED: &str = "gathered";
}

impl Fields {
    /// A schema, and its fields.
    pub fn new() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let text = |record| {
            let indexing = TextFieldIndexing::default()
                .set_tokenizer(READY)
                .set_index_option(record);
            TextOptions::default().set_indexing_options(indexing)
        };
        let fields = Self {
            id: schema.add_u64_field(names::ID, INDEXED | FAST),
            source: schema.add_u64_field(names::SOURCE, INDEXED | FAST),
            language: schema.add_text_field(names::LANGUAGE, STRING | FAST),
            time: schema.add_i64_field(names::TIME, FAST),
            gathered: schema.add_i64_field(names::GATHERED, FAST),
            zones: Zone::EACH.map(|(_, name)| ZoneFields {
                words: schema.add_text_field(
                    &format!("{name}-words"),
                    text(IndexRecordOption::WithFreqsAndPositions),
                ),
                stems: schema
                    .add_text_field(&format!("{name}-stems"), text(IndexRecordOption::WithFreqs)),
            }),
        };
        (schema.build(), fields)
    }

    /// The fields of a zone.
    pub fn zone(&self, zone: Zone) -> ZoneFields {
        self.zones[zone as usize]
    }

    /// The term of a report.
    pub fn id_term(&self, id: u64) -> Term {
        Term::from_field_u64(self.id, id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_have_their_own_fields() {
        let (schema, fields) = Fields::new();
        for (zone, name) in Zone::EACH {
            assert_eq!(
                schema.get_field_name(fields.zone(zone).stems),
                format!("{name}-stems")
            );
        }
    }
}

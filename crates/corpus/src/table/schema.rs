//! The columns of the tables. What each holds stands in its field's metadata too, so that it goes along with the files.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_schema::{DataType, Field, Fields, Schema, SchemaRef, TimeUnit};

use crate::quality::Measures;

/// Under which key a field's metadata says what the column holds.
pub const DESCRIPTION: &str = "description";

/// Where the version of the schema stands in a table's metadata.
pub const VERSION_KEY: &str = "khabar.schema";
/// The version of the schema: another one where columns of the same name hold something else.
pub const VERSION: &str = "1";

fn column(name: &str, kind: DataType, about: &str) -> Field {
    Field::new(name, kind, true)
        .with_metadata(HashMap::from([(DESCRIPTION.to_owned(), about.to_owned())]))
}

/// A column that every row has.
fn always(name: &str, kind: DataType, about: &str) -> Field {
    column(name, kind, about).with_nullable(false)
}

fn field(name: &str, kind: DataType) -> Field {
    Field::new(name, kind, true)
}

fn list(item: DataType) -> DataType {
    DataType::List(Arc::new(Field::new("element", item, true)))
}

fn record(fields: Vec<Field>) -> DataType {
    DataType::Struct(Fields::from(fields))
}

fn point() -> DataType {
    DataType::Timestamp(TimeUnit::Millisecond, Some("+00:00".into()))
}

/// Words of the body and where they stand.
fn passage() -> Vec<Field> {
    vec![
        field("text", DataType::Utf8),
        field("begin", DataType::Int32),
        field("end", DataType::Int32),
    ]
}

fn dated_passage() -> DataType {
    let mut fields = passage();
    fields.push(field("date", DataType::Utf8));
    record(fields)
}

fn image() -> DataType {
    record(vec![
        field("url", DataType::Utf8),
        field("caption", DataType::Utf8),
        field("creditText", DataType::Utf8),
        field("description", DataType::Utf8),
    ])
}

fn statement() -> DataType {
    record(vec![
        field("kind", DataType::Utf8),
        field("source", record(passage())),
        field("antecedent", record(passage())),
        field("cue", record(passage())),
        field("content", list(record(passage()))),
        field("addressee", record(passage())),
        field("when", dated_passage()),
        field(
            "speaker",
            record(vec![
                field("name", DataType::Utf8),
                field("role", DataType::Utf8),
            ]),
        ),
    ])
}

fn block() -> DataType {
    let span = record(vec![
        field("begin", DataType::Int32),
        field("end", DataType::Int32),
        field("strong", DataType::Boolean),
        field("emphasis", DataType::Boolean),
        field("code", DataType::Boolean),
        field("url", DataType::Utf8),
    ]);
    let merged = record(vec![
        field("column", DataType::Int32),
        field("columns", DataType::Int32),
        field("rows", DataType::Int32),
    ]);
    record(vec![
        field("kind", DataType::Utf8),
        field("begin", DataType::Int32),
        field("end", DataType::Int32),
        field("level", DataType::Int32),
        field("quoteDepth", DataType::Int32),
        field("depth", DataType::Int32),
        field("number", DataType::Int64),
        field("table", DataType::Int32),
        field("header", DataType::Boolean),
        field("cells", list(DataType::Utf8)),
        field("merged", list(merged)),
        field("language", DataType::Utf8),
        field("spans", list(span)),
        field("image", image()),
    ])
}

/// The fields a reading may say how sure it is of.
pub const CONFIDENT: [&str; 14] = [
    "headline",
    "description",
    "author",
    "datePublished",
    "dateModified",
    "articleSection",
    "keywords",
    "inLanguage",
    "publisher",
    "url",
    "image",
    "isAccessibleForFree",
    "articleBody",
    "pageKind",
];

/// The columns of what was read of a page.
#[expect(clippy::too_many_lines, reason = "a catalogue, a column an entry")]
pub fn reading() -> Vec<Field> {
    use DataType::{Boolean, Date32, Float32, Int32, Int64, Utf8};
    let confidence = CONFIDENT.map(|name| field(name, Float32)).to_vec();
    let quality = Measures::default()
        .columns()
        .map(|(name, _)| field(name, Float32))
        .to_vec();
    let author = record(vec![
        field("name", Utf8),
        field("url", Utf8),
        field("kind", Utf8),
    ]);
    let warning = record(vec![field("code", Utf8), field("message", Utf8)]);
    vec![
        always(
            "id",
            Utf8,
            "Name of the row, the same in every run over the same inputs: file, entry and offset",
        ),
        always("file", Utf8, "The input it was found in"),
        column("entry", Utf8, "The entry of a ZIP archive"),
        column(
            "offset",
            Int64,
            "Byte at which its WARC record or line begins in `file`, unpacked where lines are packed; the row's number in a table",
        ),
        column(
            "within",
            Int64,
            "Unpacked bytes before it, where several records share a member",
        ),
        column("length", Int64, "Bytes it takes there"),
        column("recordId", Utf8, "WARC-Record-ID"),
        column("address", Utf8, "Address it was fetched from"),
        column(
            "site",
            Utf8,
            "Registrable domain of `address`, or of `url` where there is none",
        ),
        column("fetched", point(), "When it was fetched"),
        always("isReport", Boolean, "Whether the page carries a report"),
        column(
            "pageKind",
            Utf8,
            "article, live-blog, paywall-stub, section-front, listing, collection, forum, product, documentation, service, error or cookie-wall; none of a dump of text",
        ),
        column("headline", Utf8, "The headline, without the site's name"),
        column("alternativeHeadline", Utf8, "A second headline"),
        column("description", Utf8, "The standfirst as the page gives it"),
        column(
            "author",
            list(author),
            "Who wrote it; `kind` is Person or Organization",
        ),
        column(
            "datePublished",
            Utf8,
            "ISO 8601, as precise as the page gives it",
        ),
        column(
            "publishedDay",
            Date32,
            "The day of `datePublished`, as the page states it",
        ),
        column(
            "publishedAt",
            point(),
            "The time of `datePublished` in UTC, where the page gives an offset",
        ),
        column(
            "dateModified",
            Utf8,
            "As `datePublished`, of the last change",
        ),
        column("modifiedDay", Date32, "The day of `dateModified`"),
        column("modifiedAt", point(), "The time of `dateModified` in UTC"),
        column("dateline", Utf8, "The place an agency report opens with"),
        column("articleSection", Utf8, "The section of the outlet"),
        column("keywords", list(Utf8), "Tags of the page"),
        column("inLanguage", Utf8, "BCP 47 language of the body"),
        column("textDirection", Utf8, "ltr or rtl"),
        column("publisher", Utf8, "The outlet's name"),
        column("url", Utf8, "Canonical address of the page"),
        column(
            "image",
            list(image()),
            "Images of the report; `description` is the alt text",
        ),
        column(
            "isAccessibleForFree",
            Boolean,
            "False behind a paywall, true where the page says that it is free",
        ),
        column(
            "articleBody",
            Utf8,
            "The report: paragraphs parted by a blank line, items and rows by a line break",
        ),
        column("wordCount", Int32, "Words of `articleBody`"),
        column(
            "blocks",
            list(block()),
            "The structure of `articleBody`: what stands from `begin` to `end`, in code points; images between",
        ),
        column(
            "statements",
            list(statement()),
            "Who said what to whom, and when; `begin` and `end` count code points of `articleBody`",
        ),
        column(
            "dates",
            list(dated_passage()),
            "Expressions of time in `articleBody` and what they mean",
        ),
        column(
            "otherHeadlines",
            list(Utf8),
            "Headlines of other reports the page links to",
        ),
        column(
            "confidence",
            record(confidence),
            "How likely each field is right, 0 to 1",
        ),
        column("warnings", list(warning), "What was odd, cut or missing"),
        column(
            "quality",
            record(quality),
            "What was measured of `articleBody`",
        ),
        column(
            "failedRules",
            list(Utf8),
            "Rules of Gopher, C4 and FineWeb that `articleBody` falls under",
        ),
    ]
}

/// The columns of what sets a row beside the others.
pub fn marks() -> Vec<Field> {
    use DataType::{Float32, Int32, Utf8};
    let repeated = record(vec![
        field("begin", Int32),
        field("end", Int32),
        field("pages", Int32),
    ]);
    vec![
        column(
            "addressDuplicateOf",
            Utf8,
            "`id` of the first row of the same address",
        ),
        column(
            "exactDuplicateOf",
            Utf8,
            "`id` of the first row with the same text",
        ),
        column(
            "nearDuplicateOf",
            Utf8,
            "`id` of the first row with nearly the same text",
        ),
        column(
            "repeated",
            list(repeated),
            "Paragraphs of `articleBody` that stand on other pages of its site too, in code points, and on how many pages",
        ),
        column(
            "repeatedShare",
            Float32,
            "Share of `articleBody` that those take",
        ),
    ]
}

/// The columns of what could not be read.
pub fn failures() -> SchemaRef {
    use DataType::{Int64, Utf8};
    with_version(vec![
        always("id", Utf8, "Where it lies: file, entry and offset"),
        always("file", Utf8, "The input it was found in"),
        column("entry", Utf8, "The entry of a ZIP archive"),
        column("offset", Int64, "Byte or row it begins at"),
        column("address", Utf8, "Address it was fetched from"),
        always("cause", Utf8, "Why, in a word that stays the same"),
        always("message", Utf8, "Why, in a sentence"),
    ])
}

/// The columns of pages that were read, or could not be read, row by row as they were given.
pub fn outcomes() -> SchemaRef {
    let failure = record(vec![
        field("cause", DataType::Utf8),
        field("message", DataType::Utf8),
    ]);
    let mut fields = reading();
    fields.push(column(
        "failure",
        failure,
        "Why the page could not be read: `cause` in a word that stays the same, `message` in a sentence; none of a page that was",
    ));
    with_version(fields)
}

/// A schema of these columns, with its version.
pub fn with_version(fields: Vec<Field>) -> SchemaRef {
    let version = HashMap::from([(VERSION_KEY.to_owned(), VERSION.to_owned())]);
    Arc::new(Schema::new(fields).with_metadata(version))
}

/// The columns of a part before its rows were set beside the others.
pub fn staged() -> SchemaRef {
    with_version(reading())
}

/// The columns of a part.
pub fn full() -> SchemaRef {
    let mut fields = reading();
    fields.extend(marks());
    with_version(fields)
}

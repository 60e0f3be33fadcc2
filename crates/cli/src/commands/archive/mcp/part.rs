//! The part of a reading that is given: a stretch of its text and what belongs to it, so that no answer is too long for a model.

use std::ops::Range;

use rmcp::schemars::{self, JsonSchema};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::blocks::{self, Piece};
use super::fault::Fault;
use super::lists::{byte_of, cut, fitting};

/// Characters of a text that are given where nobody says how many, and at most.
const USUAL_CHARS: usize = 10_000;
const MOST_CHARS: usize = 100_000;
/// How far before the end of a stretch a blank is looked for to end it at.
const WORD: usize = 100;
/// A stretch gets no shorter than this many characters because of what belongs to it.
const FEWEST_CHARS: usize = 500;
/// Characters of JSON for the statements of a stretch, for each part that was asked for besides, and for any other field.
const MOST_OF_STATEMENTS: usize = 30_000;
const MOST_OF_PART: usize = 40_000;
const MOST_OF_FIELD: usize = 4_000;

/// A reading as it is kept: the JSON-LD object that `khabar read` gives.
pub type Reading = Map<String, Value>;

/// Parts of a reading that are given only when they are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Also {
    Blocks,
    Dates,
    OtherHeadlines,
    Confidence,
}

impl Also {
    const ALL: [Self; 4] = [
        Self::Blocks,
        Self::Dates,
        Self::OtherHeadlines,
        Self::Confidence,
    ];

    /// The field that holds it.
    fn key(self) -> &'static str {
        match self {
            Self::Blocks => "blocks",
            Self::Dates => "dates",
            Self::OtherHeadlines => "otherHeadlines",
            Self::Confidence => "confidence",
        }
    }
}

/// What is wanted of a reading.
#[derive(Debug)]
pub struct Wanted {
    statements: bool,
    also: Vec<Also>,
    offset: usize,
    chars: usize,
}

impl Wanted {
    pub fn of(
        statements: Option<bool>,
        also: Option<Vec<Also>>,
        offset: Option<u32>,
        max_chars: Option<u32>,
    ) -> Result<Self, Fault> {
        let chars = max_chars.map_or(USUAL_CHARS, |chars| chars as usize);
        if !(1..=MOST_CHARS).contains(&chars) {
            return Err(Fault::of(
                "maxChars",
                format_args!(
                    "give a number from 1 to {MOST_CHARS}; offset leads to what is behind"
                ),
            ));
        }
        Ok(Self {
            statements: statements.unwrap_or(true),
            also: also.unwrap_or_default(),
            offset: offset.unwrap_or_default() as usize,
            chars,
        })
    }
}

/// The part of a reading that is given.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Given {
    /// What the page says, as schema.org's `NewsArticle`, or `WebPage` where there is no report on it: `headline`, `author`,
    /// `datePublished`, `articleBody` and so on, and as `statements` who said what in this part of the text. Their begin and
    /// end count characters of the whole text. `blocks` and `dates` are those of this part as well
    reading: Reading,
    part: Part,
    /// What of the reading is not given, and how to get it
    #[serde(skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<String>,
}

/// Which part of the text articleBody holds, in characters.
#[derive(Debug, PartialEq, Eq, Serialize, JsonSchema)]
struct Part {
    from: usize,
    to: usize,
    /// Characters of the whole text
    total: usize,
    /// The offset to ask for the next part with, where there is one
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<usize>,
}

impl Given {
    /// What is wanted of a reading; `whole` is the command that gives all of it.
    ///
    /// The stretch of text ends where what belongs to it would be too much, so that whoever goes on behind it misses nothing.
    pub fn of(reading: &Reading, wanted: &Wanted, whole: &str) -> Self {
        let body = reading.get("articleBody").and_then(Value::as_str);
        let body = body.unwrap_or_default();
        let (mut text, mut part) = stretch(body, wanted.offset, wanted.chars);
        let there = |key: &str| reading.get(key).unwrap_or(&Value::Null);
        let mut belonging = Vec::new();
        if wanted.statements {
            let said = Belonging::Entries(entries(there("statements")));
            belonging.push(("statements", said, MOST_OF_STATEMENTS));
        }
        if wanted.also.contains(&Also::Dates) {
            let dates = Belonging::Entries(entries(there("dates")));
            belonging.push(("dates", dates, MOST_OF_PART));
        }
        if wanted.also.contains(&Also::Blocks) {
            let blocks = Belonging::Blocks(blocks::pieces(there("blocks"), body));
            belonging.push(("blocks", blocks, MOST_OF_PART));
        }
        for (_, belonging, most) in &belonging {
            let end = belonging.end(&part, *most);
            if end < part.to {
                (text, part) = stretch(body, part.from, end - part.from);
            }
        }
        let mut given = Self {
            reading: Map::new(),
            part,
            left_out: Vec::new(),
        };
        let mut to_ask_for = Vec::new();
        for (key, value) in reading {
            let also = Also::ALL.into_iter().find(|also| also.key() == key);
            let here = belonging.iter().find(|(name, ..)| name == key);
            match (key.as_str(), also, here) {
                ("articleBody", ..) => given.put(key, text.into()),
                (_, _, Some((_, belonging, most))) => {
                    let here = belonging.within(&given.part);
                    if !here.is_empty() || also.is_some() {
                        given.put_fitting(key, &here.into(), *most, whole);
                    }
                }
                ("statements", ..) => {}
                (_, Some(also), _) if !wanted.also.contains(&also) => to_ask_for.push(also.key()),
                (_, Some(_), _) => given.put_fitting(key, value, MOST_OF_PART, whole),
                _ => given.put_fitting(key, value, MOST_OF_FIELD, whole),
            }
        }
        if !to_ask_for.is_empty() {
            let keys = to_ask_for.join(", ");
            given.left_out.push(format!("{keys}: name them in also"));
        }
        given
    }

    fn put(&mut self, key: &str, value: Value) {
        self.reading.insert(key.to_owned(), value);
    }

    /// Puts in as much of a field as has no more characters of JSON than `most`.
    fn put_fitting(&mut self, key: &str, value: &Value, most: usize, whole: &str) {
        let left_out = match value {
            Value::Array(entries) => {
                let fit = fitting(entries, most);
                self.put(key, entries[..fit].to_vec().into());
                let count = entries.len();
                (fit < count).then(|| format!("only the first {fit} of {count} here"))
            }
            Value::String(text) => {
                let shown = cut(text, most);
                let is_cut = shown != *text;
                self.put(key, shown.into());
                is_cut.then(|| format!("only its first {most} characters"))
            }
            value if fitting(std::slice::from_ref(value), most) == 0 => Some("too long".to_owned()),
            value => {
                self.put(key, value.clone());
                None
            }
        };
        if let Some(left_out) = left_out {
            let said = format!("{key}: {left_out}; {whole} gives all");
            self.left_out.push(said);
        }
    }
}

/// What belongs to a place of the text.
enum Belonging<'a> {
    /// Statements or dates, each with where it begins.
    Entries(Vec<(usize, &'a Value)>),
    Blocks(Vec<Piece<'a>>),
}

impl Belonging<'_> {
    /// What of it belongs to a part of the text.
    fn within(&self, part: &Part) -> Vec<Value> {
        self.between(&(part.from..part.to), part.to == part.total)
    }

    fn between(&self, stretch: &Range<usize>, is_last: bool) -> Vec<Value> {
        match self {
            Self::Entries(entries) => entries
                .iter()
                .filter(|&&(begin, _)| begin >= stretch.start && (begin < stretch.end || is_last))
                .map(|&(_, entry)| entry.clone())
                .collect(),
            Self::Blocks(pieces) => blocks::within(pieces, stretch, is_last),
        }
    }

    /// Where a part of the text is to end so that what belongs to it has no more characters of JSON than `most`.
    fn end(&self, part: &Part, most: usize) -> usize {
        let fits = |here: Vec<Value>| fitting(&here, most) == here.len();
        let fewest = part.from + FEWEST_CHARS;
        if part.to <= fewest || fits(self.within(part)) {
            return part.to;
        }
        let (mut end, mut too_far) = (fewest, part.to);
        while too_far - end > 1 {
            let between = end.midpoint(too_far);
            if fits(self.between(&(part.from..between), false)) {
                end = between;
            } else {
                too_far = between;
            }
        }
        end
    }
}

/// The entries of a list with where they begin in the text; what has no place belongs to the beginning.
fn entries(list: &Value) -> Vec<(usize, &Value)> {
    let entries = list.as_array().map_or(&[][..], Vec::as_slice);
    let entries = entries.iter();
    entries
        .map(|entry| (begin(entry).unwrap_or_default(), entry))
        .collect()
}

/// Where a statement or a date begins in the text.
fn begin(entry: &Value) -> Option<usize> {
    let content = entry.get("content").and_then(|content| content.get(0));
    let begin = content.or(entry.get("cue")).unwrap_or(entry).get("begin")?;
    begin.as_u64().map(|begin| begin as usize)
}

/// The part of a text from this character on, of so many at most, and where it stands. It ends between words where there are any.
fn stretch(body: &str, offset: usize, chars: usize) -> (&str, Part) {
    let total = body.chars().count();
    let from = offset.min(total);
    let begin = byte_of(body, from);
    let rest = &body[begin..];
    let length = byte_of(rest, chars);
    let mut text = &rest[..length];
    if length < rest.len() {
        let last = byte_of(text, chars.saturating_sub(WORD));
        if let Some(blank) = text[last..].rfind(char::is_whitespace)
            && last + blank > 0
        {
            let blank_length = text[last + blank..]
                .chars()
                .next()
                .map_or(0, char::len_utf8);
            text = &text[..last + blank + blank_length];
        }
    }
    let to = from + text.chars().count();
    let part = Part {
        from,
        to,
        total,
        next: (to < total).then_some(to),
    };
    (text, part)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn reading(value: Value) -> Reading {
        let Value::Object(reading) = value else {
            panic!("no object")
        };
        reading
    }

    fn given(page: &Reading, wanted: &Wanted) -> Given {
        Given::of(page, wanted, "`khabar read`")
    }

    fn wanted(offset: u32, chars: u32) -> Wanted {
        Wanted::of(None, None, Some(offset), Some(chars)).unwrap()
    }

    #[test]
    fn parts_of_a_text_make_the_whole() {
        for text in [
            "One two three four.\n\nFive six seven.".repeat(20),
            "東京都庁で車が".repeat(60),
            "قال وزير النقل إن الجسر سيفتح ".repeat(30),
        ] {
            let page = reading(json!({"articleBody": text}));
            let (mut whole, mut offset) = (String::new(), Some(0));
            while let Some(at) = offset {
                let given = given(&page, &wanted(at as u32, 120));
                let part = given.reading["articleBody"].as_str().unwrap().to_owned();
                assert_eq!(given.part.to, at + part.chars().count());
                assert!(part.chars().count() <= 120);
                whole += &part;
                offset = given.part.next;
            }
            assert_eq!(whole, text);
        }
        let page = reading(json!({"articleBody": "short"}));
        let behind = given(&page, &wanted(99, 10));
        assert_eq!(behind.reading["articleBody"], "");
        assert_eq!((behind.part.from, behind.part.next), (5, None));
        let none = given(&Reading::new(), &wanted(0, 10));
        assert_eq!((none.part.total, none.part.next), (0, None));
    }

    #[test]
    fn statements_come_with_their_part_of_the_text() {
        let said = |begin: usize| json!({"content": [{"text": "x", "begin": begin}]});
        let page = reading(json!({
            "articleBody": "word ".repeat(40), "statements": [said(0), said(60), said(199)],
            "dates": [{"text": "Monday", "begin": 60}],
        }));
        let first = given(&page, &wanted(0, 50));
        assert_eq!(first.part.next, Some(50));
        assert_eq!(first.reading["statements"], json!([said(0)]));
        assert_eq!(first.left_out, ["dates: name them in also"]);
        let last = given(&page, &wanted(50, 1_000));
        assert_eq!(last.reading["statements"], json!([said(60), said(199)]));
        let without = Wanted::of(Some(false), Some(vec![Also::Dates]), None, Some(50)).unwrap();
        let without = given(&page, &without);
        assert!(!without.reading.contains_key("statements"));
        assert_eq!(without.reading["dates"], json!([]));
        assert!(without.left_out.is_empty());
    }

    #[test]
    fn all_that_belongs_to_a_text_comes_with_its_parts() {
        let text = "word ".repeat(4_000);
        let said = |place: usize| json!({"content": [{"text": "x".repeat(300), "begin": place}]});
        let links: Vec<Value> = (0..1_000)
            .map(|place| json!({"text": "word", "url": format!("https://post.example/{place:0100}")}))
            .flat_map(|link| [link, json!({"text": " "})])
            .collect();
        let (linked, plain) = text.split_at(5_000);
        let page = reading(json!({
            "articleBody": format!("{linked}\n\n{plain}"),
            "blocks": [{"kind": "paragraph", "text": linked, "spans": links}, {"kind": "paragraph", "text": plain}],
            "statements": (0..400).map(|place| said(place * 30)).collect::<Vec<_>>(),
            "dates": (0..2_000).map(|place| json!({"text": "Monday", "begin": place * 5})).collect::<Vec<_>>(),
        }));
        let also = || Some(vec![Also::Blocks, Also::Dates]);
        let (mut whole, mut blocks, mut urls) = (String::new(), String::new(), 0);
        let (mut statements, mut dates, mut offset) = (Vec::new(), Vec::new(), Some(0));
        while let Some(at) = offset {
            let wanted = Wanted::of(None, also(), Some(at as u32), Some(100_000)).unwrap();
            let given = given(&page, &wanted);
            assert!(given.left_out.is_empty(), "{:?}", given.left_out);
            assert!(serde_json::to_string(&given).unwrap().len() < 200_000);
            let field = |key: &str| given.reading.get(key).and_then(Value::as_array).cloned();
            whole += given.reading["articleBody"].as_str().unwrap();
            statements.extend(field("statements").unwrap_or_default());
            dates.extend(field("dates").unwrap());
            for block in field("blocks").unwrap() {
                blocks += block["text"].as_str().unwrap();
                let spans = block.get("spans").and_then(Value::as_array);
                urls += spans.map_or(0, |spans| {
                    spans
                        .iter()
                        .filter(|span| span.get("url").is_some())
                        .count()
                });
            }
            offset = given.part.next;
        }
        assert_eq!(whole, page["articleBody"].as_str().unwrap());
        assert_eq!(blocks, text);
        assert_eq!(urls, 1_000);
        assert_eq!(Value::Array(statements), page["statements"]);
        assert_eq!(Value::Array(dates), page["dates"]);
    }

    #[test]
    fn what_stands_at_one_place_costs_only_what_is_near() {
        let image = json!({"kind": "image", "url": "u".repeat(300)});
        let mut blocks = vec![image; 400];
        let text = "word ".repeat(2_000);
        blocks.push(json!({"kind": "paragraph", "text": text}));
        let page = reading(json!({"articleBody": text, "blocks": blocks}));
        let asked =
            |offset| Wanted::of(None, Some(vec![Also::Blocks]), Some(offset), None).unwrap();
        let first = given(&page, &asked(0));
        assert!(first.part.to <= FEWEST_CHARS, "{:?}", first.part);
        assert_eq!(
            first.left_out,
            ["blocks: only the first 123 of 401 here; `khabar read` gives all"]
        );
        let rest = given(&page, &asked(first.part.to as u32));
        assert_eq!(rest.part.next, None);
        assert!(rest.left_out.is_empty());
    }

    #[test]
    fn what_is_too_long_is_cut_and_that_is_said() {
        let page = reading(json!({
            "headline": "h".repeat(5_000), "keywords": vec!["k".repeat(100); 500],
            "publisher": {"name": "p".repeat(5_000)}, "blocks": [{"text": "b".repeat(50_000)}],
        }));
        let also = Wanted::of(None, Some(vec![Also::Blocks]), None, None).unwrap();
        let given = given(&page, &also);
        let json = serde_json::to_string(&given).unwrap();
        assert!(json.len() < 10_000, "{}", json.len());
        let cut: Vec<&str> = given
            .left_out
            .iter()
            .map(|said| said.split(':').next().unwrap())
            .collect();
        assert_eq!(cut, ["headline", "keywords", "publisher", "blocks"]);
        for said in &given.left_out {
            assert!(said.ends_with("; `khabar read` gives all"), "{said}");
        }
        assert!(Wanted::of(None, None, None, Some(0)).is_err());
        assert!(Wanted::of(None, None, None, Some(100_001)).is_err());
    }
}

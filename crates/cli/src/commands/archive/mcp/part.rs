//! The part of a reading that is given: a stretch of its text and what belongs to it, so that no answer is too long for a model.

use rmcp::schemars::{self, JsonSchema};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::fault::Fault;
use super::lists::{cut, fitting};

/// Characters of a text that are given where nobody says how many, and at most.
const USUAL_CHARS: usize = 10_000;
const MOST_CHARS: usize = 100_000;
/// How far before the end of a stretch a blank is looked for to end it at.
const WORD: usize = 100;
/// Characters of JSON for the statements in a stretch, for each part that was asked for besides, and for any other field.
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
    /// end count characters of the whole text
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
    /// What is wanted of a reading.
    pub fn of(reading: &Reading, wanted: &Wanted) -> Self {
        let body = reading.get("articleBody").and_then(Value::as_str);
        let (text, part) = stretch(body.unwrap_or_default(), wanted);
        let mut given = Self {
            reading: Map::new(),
            part,
            left_out: Vec::new(),
        };
        let mut to_ask_for = Vec::new();
        for (key, value) in reading {
            let also = Also::ALL.into_iter().find(|also| also.key() == key);
            match (key.as_str(), also) {
                ("articleBody", _) => given.put(key, text.into()),
                ("statements", _) => {
                    if wanted.statements {
                        given.put_statements(value);
                    }
                }
                (_, Some(also)) if !wanted.also.contains(&also) => to_ask_for.push(also.key()),
                (_, Some(Also::Dates)) => {
                    let here = given.part.holding(value);
                    given.put_fitting(key, &here, MOST_OF_PART);
                }
                (_, Some(_)) => given.put_fitting(key, value, MOST_OF_PART),
                _ => given.put_fitting(key, value, MOST_OF_FIELD),
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

    /// Puts in the statements of this part of the text.
    fn put_statements(&mut self, all: &Value) {
        let here = self.part.holding(all);
        let count = here.as_array().map_or(0, Vec::len);
        if count > 0 {
            self.put_fitting("statements", &here, MOST_OF_STATEMENTS);
        }
    }

    /// Puts in as much of a field as has no more characters of JSON than `most`.
    fn put_fitting(&mut self, key: &str, value: &Value, most: usize) {
        match value {
            Value::Array(entries) => {
                let fit = fitting(entries, most);
                if fit < entries.len() {
                    let count = entries.len();
                    self.left_out.push(format!(
                        "{key}: only the first {fit} of {count} here; a smaller maxChars gives fewer at once, khabar read all"
                    ));
                }
                self.put(key, entries[..fit].to_vec().into());
            }
            Value::String(text) => {
                let shown = cut(text, most);
                if shown != *text {
                    self.left_out
                        .push(format!("{key}: only its first {most} characters"));
                }
                self.put(key, shown.into());
            }
            value if fitting(std::slice::from_ref(value), most) == 0 => {
                self.left_out.push(format!("{key}: too long"));
            }
            value => self.put(key, value.clone()),
        }
    }
}

impl Part {
    /// The entries of a list that begin in this part of the text.
    fn holding(&self, list: &Value) -> Value {
        let entries = list.as_array().map_or(&[][..], Vec::as_slice);
        let here = entries.iter().filter(|entry| {
            // What has no place belongs to the beginning.
            let begin = begin(entry).unwrap_or_default();
            begin >= self.from && (begin < self.to || self.next.is_none())
        });
        here.cloned().collect::<Vec<_>>().into()
    }
}

/// Where a statement or a date begins in the text.
fn begin(entry: &Value) -> Option<usize> {
    let content = entry.get("content").and_then(|content| content.get(0));
    let begin = content.or(entry.get("cue")).unwrap_or(entry).get("begin")?;
    begin.as_u64().map(|begin| begin as usize)
}

/// The part of a text that is wanted, and where it stands. It ends between words where there are any.
fn stretch<'a>(body: &'a str, wanted: &Wanted) -> (&'a str, Part) {
    let total = body.chars().count();
    let from = wanted.offset.min(total);
    let begin = byte_of(body, from);
    let rest = &body[begin..];
    let length = byte_of(rest, wanted.chars);
    let mut text = &rest[..length];
    if length < rest.len() {
        let last = byte_of(text, wanted.chars.saturating_sub(WORD));
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

/// Where a character stands in a text; its end where it has not so many.
fn byte_of(text: &str, character: usize) -> usize {
    let mut characters = text.char_indices();
    characters
        .nth(character)
        .map_or(text.len(), |(byte, _)| byte)
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
                let given = Given::of(&page, &wanted(at as u32, 120));
                let part = given.reading["articleBody"].as_str().unwrap().to_owned();
                assert_eq!(given.part.to, at + part.chars().count());
                assert!(part.chars().count() <= 120);
                whole += &part;
                offset = given.part.next;
            }
            assert_eq!(whole, text);
        }
        let page = reading(json!({"articleBody": "short"}));
        let behind = Given::of(&page, &wanted(99, 10));
        assert_eq!(behind.reading["articleBody"], "");
        assert_eq!((behind.part.from, behind.part.next), (5, None));
        let none = Given::of(&Reading::new(), &wanted(0, 10));
        assert_eq!((none.part.total, none.part.next), (0, None));
    }

    #[test]
    fn statements_come_with_their_part_of_the_text() {
        let said = |begin: usize| json!({"content": [{"text": "x", "begin": begin}]});
        let page = reading(json!({
            "articleBody": "word ".repeat(40), "statements": [said(0), said(60), said(199)],
            "dates": [{"text": "Monday", "begin": 60}],
        }));
        let first = Given::of(&page, &wanted(0, 50));
        assert_eq!(first.part.next, Some(50));
        assert_eq!(first.reading["statements"], json!([said(0)]));
        assert_eq!(first.left_out, ["dates: name them in also"]);
        let last = Given::of(&page, &wanted(50, 1_000));
        assert_eq!(last.reading["statements"], json!([said(60), said(199)]));
        let without = Wanted::of(Some(false), Some(vec![Also::Dates]), None, Some(50)).unwrap();
        let without = Given::of(&page, &without);
        assert!(!without.reading.contains_key("statements"));
        assert_eq!(without.reading["dates"], json!([]));
        assert!(without.left_out.is_empty());
    }

    #[test]
    fn what_is_too_long_is_cut_and_that_is_said() {
        let page = reading(json!({
            "headline": "h".repeat(5_000), "keywords": vec!["k".repeat(100); 500],
            "publisher": {"name": "p".repeat(5_000)}, "blocks": [{"text": "b".repeat(50_000)}],
        }));
        let also = Wanted::of(None, Some(vec![Also::Blocks]), None, None).unwrap();
        let given = Given::of(&page, &also);
        let json = serde_json::to_string(&given).unwrap();
        assert!(json.len() < 10_000, "{}", json.len());
        let cut: Vec<&str> = given
            .left_out
            .iter()
            .map(|said| said.split(':').next().unwrap())
            .collect();
        assert_eq!(cut, ["headline", "keywords", "publisher", "blocks"]);
        assert!(Wanted::of(None, None, None, Some(0)).is_err());
        assert!(Wanted::of(None, None, None, Some(100_001)).is_err());
    }
}

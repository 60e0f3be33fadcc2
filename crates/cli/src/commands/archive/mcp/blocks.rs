//! The blocks of a stretch of text: of each as much as stands there, so that those of all stretches are all there is.

use std::ops::Range;

use serde_json::{Map, Value};

use super::lists::byte_of;

type Object = Map<String, Value>;

/// What blocks consist of where they consist of several.
const LISTS: [&str; 2] = ["items", "rows"];

/// A block, or an item or a row of one, and where it stands.
#[derive(Debug)]
pub struct Piece<'a> {
    block: &'a Object,
    /// Which of the blocks that is.
    which: usize,
    /// The item or the row, and the list of the block that has it.
    entry: Option<(&'static str, &'a Value)>,
    /// In characters of the text. Images take none, nor does what is not found there.
    place: Range<usize>,
}

/// The pieces of blocks, in order; `body` is the text that they are the structure of.
pub fn pieces<'a>(blocks: &'a Value, body: &str) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut rest = Rest { body, at: 0 };
    let blocks = blocks.as_array().map_or(&[][..], Vec::as_slice);
    for (which, block) in blocks.iter().filter_map(Value::as_object).enumerate() {
        let list = LISTS
            .into_iter()
            .find_map(|key| Some((key, block.get(key)?.as_array()?)));
        let mut add = |entry: Option<(&'static str, &'a Value)>| {
            let shown = entry.map_or(Some(block), |(_, entry)| entry.as_object());
            pieces.push(Piece {
                block,
                which,
                entry,
                place: rest.take(&shown.map(text).unwrap_or_default()),
            });
        };
        match list {
            Some((key, entries)) => entries.iter().for_each(|entry| add(Some((key, entry)))),
            None => add(None),
        }
    }
    pieces
}

/// The blocks of a stretch; what stands nowhere belongs to where it comes, and to the last stretch what comes behind the text.
pub fn within(pieces: &[Piece<'_>], stretch: &Range<usize>, is_last: bool) -> Vec<Value> {
    let mut blocks: Vec<Object> = Vec::new();
    let mut last = None;
    for piece in pieces {
        let place = &piece.place;
        let begins_here = place.start >= stretch.start && (place.start < stretch.end || is_last);
        let goes_on_here = place.start < stretch.start && place.end > stretch.start;
        if !begins_here && !goes_on_here {
            continue;
        }
        let Some((key, entry)) = piece.entry else {
            blocks.push(clipped(piece.block, place, stretch));
            continue;
        };
        if last.replace(piece.which) != Some(piece.which) {
            let mut block = piece.block.clone();
            block.insert(key.to_owned(), Value::Array(Vec::new()));
            blocks.push(block);
        }
        let entry = match entry {
            Value::Object(entry) => clipped(entry, place, stretch).into(),
            entry => entry.clone(),
        };
        if let Some(Value::Array(list)) = blocks.last_mut().and_then(|block| block.get_mut(key)) {
            list.push(entry);
        }
    }
    blocks.into_iter().map(Value::Object).collect()
}

/// What is left of a text.
struct Rest<'a> {
    body: &'a str,
    /// How many characters stand before.
    at: usize,
}

impl Rest<'_> {
    /// Where a piece with this text stands, at the beginning of what is left but for line breaks; nothing is taken where it does
    /// not.
    fn take(&mut self, text: &str) -> Range<usize> {
        for parting in ["\n\n", "\n", ""] {
            let behind = self.body.strip_prefix(parting);
            let behind = behind.filter(|_| !text.is_empty());
            if let Some(rest) = behind.and_then(|behind| behind.strip_prefix(text)) {
                let begin = self.at + parting.len();
                self.at = begin + text.chars().count();
                self.body = rest;
                return begin..self.at;
            }
        }
        self.at..self.at
    }
}

/// The text of a block, an item or a row.
fn text(of: &Object) -> String {
    match of.get("cells") {
        Some(Value::Array(cells)) => {
            let cells: Vec<&str> = cells
                .iter()
                .map(|cell| cell.as_str().unwrap_or_default())
                .collect();
            cells.join("\t").trim_end_matches('\t').to_owned()
        }
        _ => of
            .get("text")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned(),
    }
}

/// As much of a block, an item or a row as stands in a stretch.
fn clipped(of: &Object, place: &Range<usize>, stretch: &Range<usize>) -> Object {
    let mut clipped = of.clone();
    if place.is_empty() || stretch.start <= place.start && place.end <= stretch.end {
        return clipped;
    }
    let here = stretch.start.saturating_sub(place.start)..stretch.end - place.start;
    if let Some(Value::String(text)) = clipped.get_mut("text") {
        *text = part(text, 0, &here).to_owned();
    }
    let mut at = 0;
    if let Some(Value::Array(spans)) = clipped.get_mut("spans") {
        spans.retain_mut(|span| {
            let Some(Value::String(text)) = span.get_mut("text") else {
                return false;
            };
            let begin = at;
            at += text.chars().count();
            *text = part(text, begin, &here).to_owned();
            !text.is_empty()
        });
    }
    if let Some(Value::Array(cells)) = clipped.get_mut("cells") {
        for cell in cells {
            if let Value::String(text) = cell {
                let begin = at;
                // A tab stands behind each.
                at += text.chars().count() + 1;
                *text = part(text, begin, &here).to_owned();
            }
        }
    }
    clipped
}

/// What of a text that begins at this character stands in a stretch.
fn part<'a>(text: &'a str, begin: usize, stretch: &Range<usize>) -> &'a str {
    let from = byte_of(text, stretch.start.saturating_sub(begin));
    let to = byte_of(text, stretch.end.saturating_sub(begin));
    &text[from..to]
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn here(blocks: &Value, body: &str, stretch: Range<usize>) -> Value {
        let is_last = stretch.end >= body.chars().count();
        within(&pieces(blocks, body), &stretch, is_last).into()
    }

    #[test]
    fn blocks_are_cut_where_the_text_is() {
        let body = "One twö three.\n\nHead\n\na\nbb\n\nx\ty\n\tz\n\nEnd";
        let blocks = json!([
            {"kind": "paragraph", "text": "One twö three.", "spans": [{"text": "One "}, {"text": "twö", "url": "u"}, {"text": " three."}]},
            {"kind": "heading", "level": 2, "text": "Head"},
            {"kind": "image", "url": "i"},
            {"kind": "list", "items": [{"depth": 0, "text": "a"}, {"depth": 0, "text": "bb"}], "quoteDepth": 1},
            {"kind": "table", "rows": [{"cells": ["x", "y", ""]}, {"cells": ["", "z", ""]}]},
            {"kind": "paragraph", "text": "End"},
        ]);
        assert_eq!(here(&blocks, body, 0..99), blocks);
        assert_eq!(
            here(&blocks, body, 0..6),
            json!([{"kind": "paragraph", "text": "One tw", "spans": [{"text": "One "}, {"text": "tw", "url": "u"}]}])
        );
        assert_eq!(
            here(&blocks, body, 6..24),
            json!([
                {"kind": "paragraph", "text": "ö three.", "spans": [{"text": "ö", "url": "u"}, {"text": " three."}]},
                {"kind": "heading", "level": 2, "text": "Head"},
                {"kind": "image", "url": "i"},
                {"kind": "list", "items": [{"depth": 0, "text": "a"}], "quoteDepth": 1},
            ])
        );
        assert_eq!(
            here(&blocks, body, 24..30),
            json!([
                {"kind": "list", "items": [{"depth": 0, "text": "bb"}], "quoteDepth": 1},
                {"kind": "table", "rows": [{"cells": ["x", "", ""]}]},
            ])
        );
        assert_eq!(
            here(&blocks, body, 30..37),
            json!([
                {"kind": "table", "rows": [{"cells": ["", "y", ""]}, {"cells": ["", "z", ""]}]},
                {"kind": "paragraph", "text": "E"},
            ])
        );
    }

    #[test]
    fn what_stands_nowhere_is_given_where_it_comes() {
        let blocks = json!([{"kind": "code", "text": "lost"}, {"text": "b"}, 5, {"kind": "list", "items": [1, {"text": "c"}]}]);
        let given = json!([{"kind": "code", "text": "lost"}, {"text": "b"}, {"kind": "list", "items": [1]}]);
        assert_eq!(here(&blocks, "b\n\nc", 0..2), given);
        assert_eq!(
            here(&blocks, "b\n\nc", 2..4),
            json!([{"kind": "list", "items": [{"text": "c"}]}])
        );
        assert_eq!(here(&json!("none"), "b", 0..1), json!([]));
    }
}

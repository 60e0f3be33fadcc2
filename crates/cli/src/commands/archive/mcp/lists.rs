//! Lists that come in parts, none too long for a model to take in.

use serde::Serialize;

use super::fault::Fault;

/// Characters that a list may have as JSON, about ten thousand tokens.
const LONGEST: usize = 40_000;
/// The most entries that may be left out before a part: whoever wants those behind asks for fewer.
pub const FARTHEST: usize = 10_000;

/// Which part of a list is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// How many entries to leave out before.
    pub offset: usize,
    /// How many entries at most.
    pub limit: usize,
}

impl Stretch {
    /// The part that is asked for; `usual` entries where nobody says how many, and never more than `most`.
    pub fn of(
        offset: Option<u32>,
        limit: Option<u32>,
        usual: usize,
        most: usize,
    ) -> Result<Self, Fault> {
        let offset = offset.unwrap_or_default() as usize;
        let limit = limit.map_or(usual, |limit| limit as usize);
        if !(1..=most).contains(&limit) {
            return Err(Fault::of(
                "limit",
                format_args!("give a number from 1 to {most}; offset leads to what is behind"),
            ));
        }
        if offset + limit > FARTHEST {
            return Err(Fault::of(
                "offset",
                format_args!(
                    "only the first {FARTHEST} can be looked at; narrow down what is asked for"
                ),
            ));
        }
        Ok(Self { offset, limit })
    }

    /// How many entries to look up from the beginning of a list to know whether there are others behind.
    pub fn looked_up(self) -> usize {
        self.offset + self.limit + 1
    }

    /// The part of a list of which so many were looked up.
    pub fn of_list<T>(self, list: Vec<T>) -> Part<T> {
        let mut entries: Vec<T> = list.into_iter().skip(self.offset).collect();
        let has_more = entries.len() > self.limit;
        entries.truncate(self.limit);
        self.part(entries, has_more)
    }

    /// These entries as the part, which others follow or not.
    pub fn part<T>(self, entries: Vec<T>, has_more: bool) -> Part<T> {
        let behind = self.offset + self.limit;
        let next = (has_more && behind < FARTHEST).then_some(behind);
        Part {
            entries,
            offset: self.offset,
            next,
        }
    }
}

/// A part of a list.
#[derive(Debug)]
pub struct Part<T> {
    entries: Vec<T>,
    offset: usize,
    next: Option<usize>,
}

impl<T> Part<T> {
    /// What its entries are shown as, as many of them as a model can take in at once, at least one, and where to go on.
    pub fn shown<S: Serialize>(self, show: impl FnMut(T) -> S) -> (Vec<S>, Option<usize>) {
        let mut shown: Vec<S> = self.entries.into_iter().map(show).collect();
        let fitting = fitting(&shown, LONGEST).max(1);
        if fitting < shown.len() {
            shown.truncate(fitting);
            return (shown, Some(self.offset + fitting));
        }
        (shown, self.next)
    }
}

/// How many of some entries, from the first on, have no more characters together than `most` as JSON.
pub fn fitting<S: Serialize>(entries: &[S], most: usize) -> usize {
    let mut left = most;
    entries
        .iter()
        .take_while(|entry| {
            // All keys are strings and no value refuses to be written.
            let json = serde_json::to_string(entry).expect("an entry is JSON");
            let length = json.chars().count();
            let fits = length <= left;
            left = left.saturating_sub(length);
            fits
        })
        .count()
}

/// A text, or how it begins where it has more than so many characters.
pub fn cut(text: &str, most: usize) -> String {
    match byte_of(text, most) {
        end if end < text.len() => format!("{}\u{2026}", text[..end].trim_end()),
        _ => text.to_owned(),
    }
}

/// Where a character stands in a text; its end where it has not so many.
pub fn byte_of(text: &str, character: usize) -> usize {
    let mut characters = text.char_indices();
    characters
        .nth(character)
        .map_or(text.len(), |(byte, _)| byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_asked_for() {
        let of = |offset, limit| Stretch::of(offset, limit, 10, 50);
        assert_eq!(
            of(None, None).unwrap(),
            Stretch {
                offset: 0,
                limit: 10
            }
        );
        for (offset, limit) in [
            (None, Some(0)),
            (None, Some(51)),
            (Some(9_999), Some(50)),
            (Some(u32::MAX), None),
        ] {
            assert!(of(offset, limit).is_err(), "{offset:?} {limit:?}");
        }
    }

    #[test]
    fn parts_lead_to_the_next() {
        let list: Vec<u32> = (0..25).collect();
        let mut offset = Some(0);
        let mut seen = Vec::new();
        while let Some(at) = offset {
            let stretch = Stretch::of(Some(at as u32), None, 10, 50).unwrap();
            let looked_up = list.iter().copied().take(stretch.looked_up()).collect();
            let (part, next) = stretch.of_list(looked_up).shown(|number| number);
            seen.extend(part);
            offset = next;
        }
        assert_eq!(seen, list);
    }

    #[test]
    fn long_entries_make_short_parts() {
        let stretch = Stretch::of(Some(5), None, 10, 50).unwrap();
        let long = "x".repeat(LONGEST / 3);
        let part = stretch.part(vec![long.as_str(); 10], false);
        let (shown, next) = part.shown(|text| text);
        assert_eq!((shown.len(), next), (2, Some(7)));
        let longer = "x".repeat(2 * LONGEST);
        let (shown, next) = stretch.part(vec![longer; 2], false).shown(|text| text);
        assert_eq!((shown.len(), next), (1, Some(6)));
    }

    #[test]
    fn texts_are_cut_between_characters() {
        assert_eq!(cut("ميناء", 5), "ميناء");
        assert_eq!(cut("ميناء أمل", 6), "ميناء…");
    }
}

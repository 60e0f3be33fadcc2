//! The text of a quotation before it is cut into words: what outlets put into it, and numbers in Han signs.

use std::borrow::Cow;

/// The longest text in brackets that is held to be an outlet's own, in characters.
const LONGEST_BRACKET: usize = 80;

/// Whether a sign that parts clauses stands between two words.
pub(super) fn parts_clauses(between: &str) -> bool {
    between.contains(|c| {
        matches!(
            c,
            '.' | ','
                | ';'
                | ':'
                | '!'
                | '?'
                | '…'
                | '–'
                | '—'
                | '،'
                | '؛'
                | '؟'
                | '。'
                | '、'
                | '，'
                | '；'
                | '：'
                | '！'
                | '？'
                | '।'
        )
    })
}

/// Whether dots stand there, for words left out.
pub(super) fn is_gap(between: &str) -> bool {
    between.contains("...") || between.contains('…')
}

/// A text without what stands in square brackets, which outlets put into the words of others; a gap where only dots do.
pub(super) fn without_brackets(text: &str) -> Cow<'_, str> {
    let is_open = |c| matches!(c, '[' | '［' | '〔');
    if !text.contains(is_open) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(begin) = rest.find(is_open) {
        let inner = &rest[begin..];
        let end = inner
            .char_indices()
            .take(LONGEST_BRACKET)
            .find(|&(_, c)| matches!(c, ']' | '］' | '〕'))
            .map(|(at, c)| at + c.len_utf8());
        let open = inner.chars().next().map_or(1, char::len_utf8);
        let taken = end.unwrap_or(open);
        out.push_str(&rest[..begin]);
        out.push_str(if is_gap(&inner[..taken]) {
            " … "
        } else {
            " "
        });
        rest = &inner[taken..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// A text with numbers in digits that stand in it in Han signs. One alone stays: it is an article as often.
pub(super) fn with_digits(text: &str) -> Cow<'_, str> {
    let value = |c: char| {
        "〇一二三四五六七八九"
            .chars()
            .position(|sign| sign == c)
            .or((c == '两').then_some(2))
    };
    let unit = |c: char| match c {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1_000),
        _ => None,
    };
    let is_sign = |c: char| value(c).is_some() || unit(c).is_some();
    if !text.contains(is_sign) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(begin) = rest.find(is_sign) {
        let inner = &rest[begin..];
        let end = inner.find(|c| !is_sign(c)).unwrap_or(inner.len());
        out.push_str(&rest[..begin]);
        let (mut sum, mut last) = (0_u64, None);
        for sign in inner[..end].chars() {
            match (value(sign), unit(sign)) {
                (Some(digit), _) => {
                    last = Some(
                        last.unwrap_or(0_u64)
                            .saturating_mul(10)
                            .saturating_add(digit as u64),
                    );
                }
                (_, Some(unit)) => {
                    sum = last
                        .take()
                        .unwrap_or(1)
                        .saturating_mul(unit)
                        .saturating_add(sum);
                }
                _ => {}
            }
        }
        match sum.saturating_add(last.unwrap_or(0)) {
            0 | 1 => out.push_str(&inner[..end]),
            number => out.push_str(&number.to_string()),
        }
        rest = &inner[end..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_brackets_is_the_outlets() {
        assert_eq!(
            without_brackets("They [the ministers] came [...] late [x"),
            "They   came  …  late  x"
        );
    }

    #[test]
    fn numbers_in_han_signs_are_written_in_digits() {
        assert_eq!(
            with_digits("二十五艘船，三千二百人，一些人，十年"),
            "25艘船，3200人，一些人，10年"
        );
    }
}

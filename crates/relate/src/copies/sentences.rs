//! Where sentences end, in any language: by Unicode's rules, without a break where those of one language would be needed.
//!
//! Who spoke in a sentence is not asked here, so no file of a language is read; what is cut in the same way in two reports can be
//! compared.

use std::ops::Range;

use icu_segmenter::options::SentenceBreakInvariantOptions;
use icu_segmenter::{SentenceSegmenter, SentenceSegmenterBorrowed};

/// What is longer, in bytes, is no sentence: a table, a list, a text without marks. It is cut.
const LONGEST: usize = 3_000;

/// Words that end in a dot without ending a sentence, as they stand before it.
const ABBREVIATIONS: [&str; 34] = [
    "Mr", "Mrs", "Ms", "Dr", "Prof", "St", "Gen", "Sen", "Rep", "Gov", "Lt", "Col", "Capt", "Sgt",
    "Rev", "Hon", "No", "vs", "Mt", "Sra", "Sr", "Dra", "Dña", "Mme", "Mlle", "Hr", "Nr", "bzw",
    "ca", "vgl", "им", "ул", "Doç", "Av",
];

/// The sentences of a text, without the blanks around them. A line break ends one; what has no letter or digit is none.
pub fn sentences(text: &str) -> Vec<&str> {
    spans(text).into_iter().map(|span| &text[span]).collect()
}

/// The same, as ranges of bytes.
pub(super) fn spans(text: &str) -> Vec<Range<usize>> {
    let rules: SentenceSegmenterBorrowed<'static> =
        SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
    let mut out = Vec::new();
    let mut line_at = 0;
    for line in text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}']) {
        let mut begin = 0;
        for end in rules.segment_str(line).filter(|&end| end > 0) {
            if end < line.len() && goes_on(&line[begin..end], &line[end..]) {
                continue;
            }
            cut(text, line_at + begin..line_at + end, &mut out);
            begin = end;
        }
        line_at += line.len();
    }
    out
}

/// Adds a sentence, in parts if it is too long.
fn cut(text: &str, span: Range<usize>, out: &mut Vec<Range<usize>>) {
    let mut begin = span.start;
    while begin < span.end {
        let mut end = span.end;
        if end - begin > LONGEST {
            end = text.floor_char_boundary(begin + LONGEST);
            // At a blank, unless there is none in half of it.
            if let Some(blank) = text[begin..end].rfind(' ')
                && blank > LONGEST / 2
            {
                end = begin + blank + 1;
            }
        }
        let part = &text[begin..end];
        if part.contains(char::is_alphanumeric) {
            let from = begin + (part.len() - part.trim_start().len());
            out.push(from..from + part.trim().len());
        }
        begin = end;
    }
}

/// Whether a sentence that Unicode's rules end goes on with what follows on its line.
fn goes_on(sentence: &str, rest: &str) -> bool {
    let last = sentence.trim_end();
    let is_spaced = last.len() < sentence.len();
    let next = rest.chars().next().unwrap_or_default();
    if last.ends_with(['”', '“', '»', '」', '』', '"', '’', '）', ')']) {
        // 「…。」と述べた; “Is it?” he asked.
        return if is_spaced {
            next.is_lowercase()
        } else {
            next.is_alphanumeric()
        };
    }
    let Some(before) = last.strip_suffix('.') else {
        return false;
    };
    let word = before
        .rsplit(|c: char| !c.is_alphanumeric() && c != '.')
        .next()
        .unwrap_or_default();
    let mut letters = word.rsplit('.').next().unwrap_or_default().chars();
    let is_initial = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    // "am 3. Mai": of two digits at most, since years do end sentences.
    let is_ordinal =
        word.len() <= 2 && !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    is_initial || is_ordinal || ABBREVIATIONS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        for (text, expected) in [
            (
                "One stands. Two stand!\nA line",
                &["One stands.", "Two stand!", "A line"][..],
            ),
            (
                "Dr. Velmari met J. R. Orvanti on 3. Mai. It rained.",
                &["Dr. Velmari met J. R. Orvanti on 3. Mai.", "It rained."],
            ),
            (
                "It rose by 3.5 per cent in the U.S. East.",
                &["It rose by 3.5 per cent in the U.S. East."],
            ),
            (
                "“Is it over?” he asked. “No.” She left.",
                &["“Is it over?” he asked.", "“No.”", "She left."],
            ),
            (
                "「終わった。」と市長は述べた。雨が降った。",
                &["「終わった。」と市長は述べた。", "雨が降った。"],
            ),
            (
                "港口重新开放。渔民在等待！",
                &["港口重新开放。", "渔民在等待！"],
            ),
            (
                "أعيد فتح الميناء. هل انتهى الأمر؟ نعم.",
                &["أعيد فتح الميناء.", "هل انتهى الأمر؟", "نعم."],
            ),
            (
                "बंदरगाह खुला। मछुआरे इंतज़ार में हैं।",
                &["बंदरगाह खुला।", "मछुआरे इंतज़ार में हैं।"],
            ),
            ("--- \n\n ***", &[]),
            ("", &[]),
        ] {
            assert_eq!(sentences(text), expected, "{text}");
        }
    }

    #[test]
    fn what_has_no_marks_is_cut() {
        let text = "word ".repeat(5_000);
        let found = sentences(&text);
        assert!(
            found.len() > 5
                && found
                    .iter()
                    .all(|part| part.len() <= LONGEST && part.ends_with("word"))
        );
        let text = "字".repeat(5_000);
        assert_eq!(sentences(&text).concat(), text);
    }
}

//! What scripts have of their own: words without spaces, marks at the ends of sentences.

use khabar_article::words;

/// Whether a character belongs to a script that sets no spaces between words, so that each counts as one: those that the
/// reader counts so, and Lao, Tibetan, Burmese and Khmer.
pub fn is_unspaced(c: char) -> bool {
    words::is_unspaced(c)
        || matches!(c, '\u{e80}'..='\u{fff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

/// Whether a character belongs to a script that sets no mark at the end of a sentence: Thai and Lao.
pub fn is_unmarked(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}')
}

/// Whether a character is a syllable of Korean, two or three letters in one.
pub fn is_syllable(c: char) -> bool {
    matches!(c, '\u{ac00}'..='\u{d7a3}')
}

/// Whether a character ends sentences, in any script.
fn is_terminal(c: char) -> bool {
    matches!(
        c,
        '.' | '!' | '?' | '…'
            // Greek, Armenian, Arabic and Urdu, Syriac
            | '\u{37e}' | '։' | '؟' | '۔' | '܀'
            // Devanagari and its neighbours, Tibetan, Burmese, Ethiopic, Khmer, Mongolian
            | '।' | '॥' | '།' | '༎' | '၊' | '။' | '።' | '፧' | '፨' | '។' | '៕' | '᠃'
            // Chinese and Japanese
            | '。' | '！' | '？' | '｡' | '．' | '‼' | '⁇' | '⁈' | '⁉'
    )
}

/// Whether a character ends sentences behind another: Greek asks with a semicolon.
fn is_end(before: Option<char>, c: char) -> bool {
    is_terminal(c)
        || (c == ';'
            && before.is_some_and(|c| matches!(c, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}')))
}

/// Whether a character may stand behind the end of a sentence.
fn is_closing(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '”' | '’' | '»' | '“' | '」' | '』' | ')' | '）' | ']'
    )
}

/// Whether a line ends as a sentence does, a quotation mark or bracket behind it.
pub fn ends_sentence(line: &str) -> bool {
    let bare = line.trim_end_matches(is_closing);
    let mut last = bare.chars().rev();
    let is_ended = last.next().is_some_and(|c| is_end(last.next(), c));
    // A quotation mark ends a sentence by itself (C4).
    is_ended || (bare.len() < line.len() && !line.ends_with([')', ']', '）']))
}

/// The sentences of a line, at least one: terminal marks with a space, the end or another script's character behind them,
/// and quotation marks or brackets between.
pub fn count_sentences(line: &str) -> usize {
    let mut count = 0;
    let mut before = None;
    for (at, c) in line.char_indices() {
        let is_plain = c.is_ascii() && !matches!(c, '.' | '!' | '?' | ';');
        if !is_plain && is_end(before, c) {
            let behind = line[at + c.len_utf8()..].chars().next();
            let is_over = match behind {
                Some(closing) if is_closing(closing) => {
                    let mut rest = line[at + c.len_utf8()..].chars().take(MOST_CLOSING);
                    rest.find(|c| !is_closing(*c))
                        .is_none_or(char::is_whitespace)
                }
                Some(c) => c.is_whitespace(),
                None => true,
            };
            count += usize::from(is_over || !c.is_ascii());
        }
        before = Some(c);
    }
    count.max(1)
}

/// So many characters behind the end of a sentence are looked at, so that no line is read over and over.
const MOST_CLOSING: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_in_every_script() {
        for (line, ends, sentences) in [
            ("The quay is open.", true, 1),
            (
                "“We waited.” She smiled. “It is done.” (He nodded.) They went",
                false,
                4,
            ),
            ("It cost 3.5 million at example.org", false, 1),
            ("هل يكفي ذلك؟", true, 1),
            ("مچھیرے اب بھی منتظر ہیں۔", true, 1),
            ("港口重新开放。渔民还在等待！", true, 2),
            ("「終わった。」と彼は言った。", true, 2),
            ("मछुआरे अब भी प्रतीक्षा में हैं।", true, 1),
            ("Πότε θα ανοίξει το λιμάνι;", true, 1),
            ("the quay; and the berth;", false, 1),
            ("ወደቡ ተከፈተ።", true, 1),
            ("Նավահանգիստը բաց է։", true, 1),
            ("កំពង់ផែបើកហើយ។", true, 1),
            ("ท่าเรือเปิดแล้ว", false, 1),
            ("she said “yes”", true, 1),
            ("a line of a menu (new)", false, 1),
            ("", false, 1),
        ] {
            assert_eq!(
                (ends_sentence(line), count_sentences(line)),
                (ends, sentences),
                "{line}"
            );
        }
    }
}

//! The form in which words are compared: without case, accents, vowel signs and variants of the same letter.

use unicode_normalization::char::decompose_canonical;

use super::lex::digit;

/// Appends the folded form of `text` to `out`. White space becomes one blank, apostrophes, dots and joiners go.
pub fn fold_into(text: &str, out: &mut String) {
    for c in text.chars() {
        if c.is_ascii_lowercase() {
            out.push(c);
        } else if c.is_ascii() {
            match c {
                'A'..='Z' => out.push(c.to_ascii_lowercase()),
                '\'' | '.' => {}
                c if c.is_ascii_whitespace() => blank(out),
                c => out.push(c),
            }
        } else {
            fold_char(c, out);
        }
    }
}

/// The folded form of `text`.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

fn blank(out: &mut String) {
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

fn fold_char(c: char, out: &mut String) {
    if is_plain(c) {
        return out.push(c);
    }
    if c.is_whitespace() {
        return blank(out);
    }
    if let Some(value) = digit(c) {
        return out.push((b'0' + value) as char);
    }
    // Hangul and Chinese have no case and no accents; most of their characters would only be taken apart in vain.
    if c >= '\u{2e80}' {
        return out.push(c);
    }
    fold_letter(c, out);
}

fn fold_letter(c: char, out: &mut String) {
    for lower in c.to_lowercase() {
        decompose_canonical(lower, |part| {
            if let Some(plain) = plain_letter(part) {
                out.push(plain);
            }
        });
    }
}

/// Letters that stay as they are, of the alphabets that expressions of time are most written in. Asked first, because the
/// tables of Unicode take many times as long to answer.
fn is_plain(c: char) -> bool {
    matches!(c, 'α'..='ρ' | 'σ'..='ω' | 'а'..='и' | 'к'..='я' | 'א'..='ת'
        | 'ا' | 'ب' | 'ت'..='غ' | 'ف'..='و' | 'ي')
}

/// One letter for all its variants, `None` for marks that do not count.
fn plain_letter(c: char) -> Option<char> {
    match c {
        // Accents, Hebrew points, Arabic vowel signs and hamza, the Arabic stretch, joiners, direction marks.
        '\u{300}'..='\u{36f}'
        | '\u{591}'..='\u{5bd}'
        | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}'
        | '\u{670}'
        | '\u{640}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{2060}'
        | '’'
        | 'ʼ'
        | '׳'
        | '״' => None,
        'ى' | 'ی' => Some('ي'),
        'ک' => Some('ك'),
        'ھ' | 'ہ' | 'ۀ' | 'ە' | 'ة' => Some('ه'),
        'ı' => Some('i'),
        'ς' => Some('σ'),
        'º' | 'ª' => Some('°'),
        c => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_letters_fold_to_themselves() {
        for c in ('\0'..=char::MAX).filter(|&c| is_plain(c)) {
            let mut folded = String::new();
            fold_letter(c, &mut folded);
            assert_eq!(folded, c.to_string());
        }
    }

    #[test]
    fn variants_of_a_word_fold_to_one() {
        for (a, b) in [
            ("MÄRZ", "märz"),
            ("Μαΐου", "ΜΑΪΟΥ"),
            ("أغسطس", "اغسطس"),
            ("الإثنين", "الاثنين"),
            ("سه\u{200c}شنبه", "سهشنبه"),
            ("Aralık", "ARALIK"),
            ("İzmir", "izmir"),
            ("p.m", "PM"),
            ("كانون  الأول", "كانون الاول"),
            ("п’ятниця", "П'ятниця"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} {b}");
        }
        assert_ne!(fold("मार्च"), fold("मरच"));
    }
}

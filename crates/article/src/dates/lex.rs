//! Cuts text into the numbers, words and signs that dates are made of, in one pass.

use crate::letters::is_small_letter;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A run of decimal digits of any of the scripts [`digit`] knows, or a Chinese numeral before a unit of time.
    Number {
        /// Its value; runs of more than 18 digits are cut there.
        value: u64,
        /// How many digits it is written with; 2 for Chinese numerals, 4 where they give a year.
        digits: u8,
    },
    /// A run of letters, with their marks, apostrophes and inner dots ("p.m"); a single Chinese character.
    Word,
    /// Anything else that is not white space. A line feed stands for a blank line.
    Sign(char),
}

/// A token and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Whether white space stands before it.
    pub spaced: bool,
    /// First byte.
    pub begin: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Token {
    /// The value and the number of digits, if this is a number.
    pub fn number(&self) -> Option<(u64, u8)> {
        match self.kind {
            Kind::Number { value, digits } => Some((value, digits)),
            _ => None,
        }
    }

    /// Whether this is the sign `sign`.
    pub fn is_sign(&self, sign: char) -> bool {
        self.kind == Kind::Sign(sign)
    }
}

/// The value of a decimal digit: ASCII, Arabic-Indic, Persian, Devanagari, Bengali, Thai, full-width.
pub fn digit(c: char) -> Option<u8> {
    let code = c as u32;
    if code < 0x80 {
        return c.is_ascii_digit().then(|| c as u8 - b'0');
    }
    [0x0660, 0x06F0, 0x0966, 0x09E6, 0x0E50, 0xFF10]
        .into_iter()
        .find_map(|zero| {
            code.checked_sub(zero)
                .filter(|&value| value < 10)
                .map(|value| value as u8)
        })
}

/// Marks without width that may stand anywhere: direction marks, byte order mark, soft hyphen.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Whether a character continues a word: letters, and the marks and joiners that stand on them.
pub fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    // Latin with accents, Greek and Cyrillic with their capitals, and the Arabic letters: most of what is asked for.
    if matches!(c, '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2c1}' | '\u{388}'..='\u{481}'
        | '\u{620}'..='\u{65f}')
        || is_small_letter(c)
    {
        return true;
    }
    if digit(c).is_some() {
        return false;
    }
    c.is_alphabetic()
        || matches!(c, '\u{300}'..='\u{36f}' | '\u{5b0}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}'
            | '\u{93c}'..='\u{94d}' | '\u{9bc}'..='\u{9cd}' | '\u{bbe}'..='\u{bcd}' | '\u{e31}'..='\u{e3a}'
            | '\u{e47}'..='\u{e4e}' | '\u{200c}' | '\u{200d}')
}

/// Chinese characters, which are words of their own.
fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

/// The tokens of `text`. Texts of 4 GiB and more are cut there.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::with_capacity(text.len() / 4);
    let mut lexer = Lexer { text, at: 0 };
    let mut spaced = true;
    let mut breaks = 0;
    while let Some(c) = lexer.peek() {
        let begin = lexer.at;
        if c == ' ' {
            spaced = true;
            lexer.at += 1;
            continue;
        }
        if c.is_whitespace() {
            breaks += usize::from(c == '\n');
            if breaks == 2 {
                out.push(Token {
                    kind: Kind::Sign('\n'),
                    spaced: true,
                    begin: begin as u32,
                    end: begin as u32,
                });
            }
            spaced = true;
            lexer.at += c.len_utf8();
            continue;
        }
        if !c.is_ascii() && is_invisible(c) {
            lexer.at += c.len_utf8();
            continue;
        }
        breaks = 0;
        let kind = lexer.token(c, out.last());
        if u32::try_from(lexer.at).is_err() {
            break;
        }
        out.push(Token {
            kind,
            spaced,
            begin: begin as u32,
            end: lexer.at as u32,
        });
        spaced = false;
    }
    out
}

/// The first token of `text`, white space and marks without width passed over; nothing where there is none.
pub fn first(text: &str) -> &str {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || is_invisible(c));
    let mut lexer = Lexer { text, at: 0 };
    if let Some(c) = lexer.peek() {
        lexer.token(c, None);
    }
    &text[..lexer.at]
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl Lexer<'_> {
    fn peek(&self) -> Option<char> {
        let first = *self.text.as_bytes().get(self.at)?;
        if first.is_ascii() {
            return Some(char::from(first));
        }
        self.text[self.at..].chars().next()
    }

    fn token(&mut self, first: char, before: Option<&Token>) -> Kind {
        if digit(first).is_some() {
            return self.number();
        }
        if is_han(first) {
            if let Some(number) = self.chinese_number() {
                return number;
            }
            self.at += first.len_utf8();
            return Kind::Word;
        }
        if is_word(first) {
            let after_number = before.is_some_and(|t| t.number().is_some());
            if after_number && matches!(first, '년' | '월' | '일' | '시' | '분' | '초') {
                self.at += first.len_utf8();
            } else {
                self.word();
            }
            return Kind::Word;
        }
        self.at += first.len_utf8();
        Kind::Sign(plain_sign(first))
    }

    fn number(&mut self) -> Kind {
        let (mut value, mut digits) = (0u64, 0u8);
        for c in self.text[self.at..].chars() {
            let Some(d) = digit(c) else { break };
            self.at += c.len_utf8();
            if digits < 18 {
                value = value * 10 + u64::from(d);
                digits += 1;
            }
        }
        Kind::Number { value, digits }
    }

    /// A run of letters. An apostrophe or a dot belongs to it between letters, a dot only in abbreviations: where no
    /// more than two letters stand before it ("p.m", "พ.ค").
    fn word(&mut self) {
        let continues = |c: Option<char>| c.is_some_and(|c| is_word(c) && !is_han(c));
        let mut run = 0;
        let mut rest = self.text[self.at..].chars();
        loop {
            let before = rest.as_str();
            let Some(c) = rest.next() else {
                self.at = self.text.len();
                return;
            };
            let is_inner = || match c {
                '.' => (1..=2).contains(&run),
                c => run > 0 && is_apostrophe(c),
            };
            if c.is_ascii_alphabetic() {
                run += 1;
            } else if !c.is_ascii() && continues(Some(c)) {
                run += usize::from(!is_combining(c));
            } else if is_inner() && continues(rest.clone().next()) {
                run = if c == '.' { 0 } else { run };
            } else {
                self.at = self.text.len() - before.len();
                return;
            }
        }
    }

    /// A Chinese numeral, if one stands here with a unit of time behind it: 二〇二四年, 十二月, 二十三日.
    fn chinese_number(&mut self) -> Option<Kind> {
        let mut numeral = ChineseNumeral::default();
        for (offset, c) in self.text[self.at..].char_indices().take(8) {
            if numeral.take(c) {
                continue;
            }
            let is_unit = matches!(
                c,
                '年' | '月' | '日' | '号' | '號' | '时' | '時' | '点' | '點' | '分'
            );
            let kind = numeral.finish().filter(|_| is_unit)?;
            self.at += offset;
            return Some(kind);
        }
        None
    }
}

/// Marks on letters that do not count as letters when an abbreviation is measured.
fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}')
}

/// Signs that mean the same are one.
fn plain_sign(c: char) -> char {
    match c {
        '–' | '—' | '‐' | '‑' | '‒' | '−' | '－' | '─' => '-',
        '：' | '∶' | 'ː' => ':',
        '／' | '⁄' | '∕' => '/',
        '．' | '。' => '.',
        '،' | '，' | '、' | '٬' => ',',
        '（' | '[' | '【' => '(',
        '）' | ']' | '】' => ')',
        '’' | 'ʼ' => '\'',
        '•' | '∙' | '⋅' | '・' => '·',
        '＋' => '+',
        '｜' | '¦' => '|',
        'º' | 'ª' => '°',
        c => c,
    }
}

#[derive(Default)]
struct ChineseNumeral {
    digits: u8,
    positional: u64,
    tens: Option<u64>,
    ones: u64,
}

impl ChineseNumeral {
    fn take(&mut self, c: char) -> bool {
        let digit = match c {
            '〇' | '零' | '○' => 0,
            '一' | '元' => 1,
            '二' => 2,
            '三' => 3,
            '四' => 4,
            '五' => 5,
            '六' => 6,
            '七' => 7,
            '八' => 8,
            '九' => 9,
            '十' => {
                self.tens = Some(if self.digits == 0 { 1 } else { self.ones });
                self.ones = 0;
                self.digits += 1;
                return true;
            }
            '廿' => {
                self.tens = Some(2);
                self.digits += 1;
                return true;
            }
            _ => return false,
        };
        self.positional = self.positional * 10 + digit;
        self.ones = digit;
        self.digits += 1;
        true
    }

    fn finish(&self) -> Option<Kind> {
        match (self.digits, self.tens) {
            (0, _) => None,
            (_, Some(tens)) => Some(Kind::Number {
                value: tens * 10 + self.ones,
                digits: 2,
            }),
            (1, None) => Some(Kind::Number {
                value: self.ones,
                digits: 1,
            }),
            (digits, None) => Some(Kind::Number {
                value: self.positional,
                digits,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        tokens(text)
            .iter()
            .map(|t| &text[t.begin as usize..t.end as usize])
            .collect()
    }

    #[test]
    fn numbers_words_and_signs_part() {
        assert_eq!(
            cut("6th May,2024 7:08p.m."),
            ["6", "th", "May", ",", "2024", "7", ":", "08", "p.m", "."]
        );
        assert_eq!(cut("6 พ.ค. 2567"), ["6", "พ.ค", ".", "2567"]);
        assert_eq!(
            cut("2024년 5월 6일부터"),
            ["2024", "년", "5", "월", "6", "일", "부터"]
        );
        assert_eq!(
            cut("п'ятниця, aujourd’hui"),
            ["п'ятниця", ",", "aujourd’hui"]
        );
        assert_eq!(cut("12.May.2024"), ["12", ".", "May", ".", "2024"]);
    }

    #[test]
    fn numerals_of_every_script() {
        let value = |text: &str| tokens(text)[0].number();
        assert_eq!(value("٢٠٢١"), Some((2021, 4)));
        assert_eq!(value("۱۴۰۳"), Some((1403, 4)));
        assert_eq!(value("२०२४"), Some((2024, 4)));
        assert_eq!(value("２０２４"), Some((2024, 4)));
        assert_eq!(value("二〇二四年"), Some((2024, 4)));
        assert_eq!(value("二十三日"), Some((23, 2)));
        assert_eq!(value("十月"), Some((10, 2)));
        assert_eq!(value("十二月"), Some((12, 2)));
        assert_eq!(value("一个"), None);
        assert_eq!(
            value("99999999999999999999999999"),
            Some((999_999_999_999_999_999, 18))
        );
    }

    #[test]
    fn invisible_marks_and_odd_spaces_part_nothing_but_words() {
        assert_eq!(
            cut("20\u{200f}/12\u{200f}/2021\u{a0}10:15"),
            ["20", "/", "12", "/", "2021", "10", ":", "15"]
        );
    }
}

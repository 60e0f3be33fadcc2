//! A name cut into words where its writing parts them, with what that says of each.

use khabar_words::fold::{fold_into, lower_into};

use super::mark::Mark;
use super::variants::folded;
use crate::names::skeleton::{is_han, is_katakana};

/// Letters of a name that are looked at.
const LONGEST_NAME: usize = 200;

/// Which signs a word is of, as far as they are cut and read by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signs {
    /// With blanks between words.
    Letters,
    /// Han, with hiragana.
    Han,
    /// Katakana.
    Katakana,
    /// Hangul.
    Hangul,
}

impl Signs {
    fn of(c: char) -> Self {
        if is_katakana(c) {
            Self::Katakana
        } else if is_han(c) || matches!(c, '々' | '〆' | 'ヶ' | 'ぁ'..='ゟ') {
            Self::Han
        } else if matches!(c, '가'..='힣') {
            Self::Hangul
        } else {
            Self::Letters
        }
    }
}

/// A word of a name.
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts that do not hang together"
)]
#[derive(Debug, Clone)]
pub struct Token {
    /// Where it begins, in bytes of the name.
    pub begin: usize,
    /// The byte behind it.
    pub end: usize,
    /// Small letters with their accents.
    pub lower: String,
    /// As words are compared.
    pub folded: String,
    /// What it is written in.
    pub signs: Signs,
    /// Whether it begins with a capital.
    pub is_upper: bool,
    /// Whether all of it is capitals, two or more.
    pub is_caps: bool,
    /// Whether it could have a capital and has none.
    pub is_lower: bool,
    /// Letters with a dot behind each.
    pub is_dotted: bool,
    /// Whether an English or Turkish ending of possession stood behind it.
    pub is_possessive: bool,
    /// Whether a hyphen joins it to the one before.
    pub is_joined: bool,
    /// Which part of the name, parted by commas and brackets.
    pub segment: u8,
    /// What the lists say.
    pub mark: Mark,
    /// Whether the mark is that of the word before too, of which this one is a part.
    pub goes_on: bool,
}

/// The folded words of an entry of the lists.
pub fn simple(text: &str) -> impl Iterator<Item = String> {
    split(text, "").into_iter().map(|token| token.folded)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '‘' | '`' | '´' | 'ʻ' | '＇')
}

fn is_hebrew(c: char) -> bool {
    matches!(c, '\u{5d0}'..='\u{5ea}')
}

/// Marks that stand on letters, and joiners.
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{5bf}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{640}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{951}'..='\u{957}'
        | '\u{962}' | '\u{963}' | '\u{981}'..='\u{983}' | '\u{9bc}'..='\u{9cd}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{ad}' | '\u{feff}' | '\u{3099}' | '\u{309a}' | '\u{fe00}'..='\u{fe0f}' | '\u{5f3}' | '\u{5f4}')
}

/// The words of a name.
pub fn split(name: &str, language: &str) -> Vec<Token> {
    let end = name
        .char_indices()
        .nth(LONGEST_NAME)
        .map_or(name.len(), |(at, _)| at);
    let name = &name[..end];
    let mut tokens = Vec::new();
    let mut segment = 0u8;
    let mut last_end = 0;
    let mut at = 0;
    while let Some(c) = name[at..].chars().next() {
        let next = at + c.len_utf8();
        if !c.is_alphanumeric() && c != 'ー' {
            if matches!(
                c,
                ',' | '،'
                    | '，'
                    | '、'
                    | ';'
                    | '؛'
                    | '('
                    | ')'
                    | '['
                    | ']'
                    | '（'
                    | '）'
                    | '–'
                    | '—'
                    | '|'
                    | ':'
                    | '/'
            ) {
                segment = segment.saturating_add(1);
            }
            at = next;
            continue;
        }
        let signs = Signs::of(c);
        let begin = at;
        let word_end = word_end(name, begin, signs);
        let joined = tokens.last().is_some_and(|_: &Token| {
            matches!(&name[last_end..begin], "-" | "‐" | "‑" | "-\u{200f}" | "־")
        });
        // A dash with blanks around it parts as a comma does.
        if name[last_end..begin].contains(" - ") {
            segment = segment.saturating_add(1);
        }
        push(
            name,
            begin..word_end,
            signs,
            language,
            segment,
            joined,
            &mut tokens,
        );
        last_end = word_end;
        at = word_end;
    }
    tokens
}

/// Where the word ends that begins somewhere.
fn word_end(name: &str, begin: usize, signs: Signs) -> usize {
    let mut end = begin;
    let mut letters_since_dot = 0;
    let mut dots = 0;
    while let Some(c) = name[end..].chars().next() {
        let next = end + c.len_utf8();
        let behind = name[next..].chars().next();
        let goes_on = if c.is_alphanumeric() || c == 'ー' {
            letters_since_dot += 1;
            Signs::of(c) == signs && !(dots > 0 && letters_since_dot > 2)
        } else if is_mark(c) {
            true
        } else if is_apostrophe(c) {
            behind.is_some_and(char::is_alphanumeric) && end > begin
                || name[..end].ends_with(is_hebrew)
        } else if c == '"' {
            name[..end].ends_with(is_hebrew) && behind.is_some_and(is_hebrew)
        } else if c == '.' {
            // "U.S.", "ee.uu", but not "J.Smith".
            let short = name[next..]
                .chars()
                .take_while(|c| c.is_alphanumeric())
                .take(3)
                .count();
            let fits = letters_since_dot <= 2 && (1..=2).contains(&short);
            letters_since_dot = 0;
            dots += 1;
            fits
        } else {
            false
        };
        if !goes_on {
            break;
        }
        end = next;
    }
    end.max(begin + name[begin..].chars().next().map_or(0, char::len_utf8))
}

/// What is written together with the word behind its apostrophe.
const ELISIONS: [&str; 22] = [
    "d", "l", "dell", "dall", "all", "nell", "sull", "un", "quest", "qu", "s", "n", "j", "m", "t",
    "c", "dun", "lex", "jusqu", "aujourd", "sant", "gl",
];

/// Endings of Turkish cases, behind an apostrophe.
const TURKISH: [&str; 34] = [
    "in", "ın", "un", "ün", "nin", "nın", "nun", "nün", "a", "e", "ya", "ye", "na", "ne", "i", "ı",
    "u", "ü", "yi", "yı", "yu", "yü", "dan", "den", "tan", "ten", "da", "de", "ta", "te", "la",
    "le", "yla", "yle",
];

fn push(
    name: &str,
    range: std::ops::Range<usize>,
    signs: Signs,
    language: &str,
    segment: u8,
    is_joined: bool,
    tokens: &mut Vec<Token>,
) {
    let text = &name[range.clone()];
    // Turkish puts an ending behind the last one: "O'Connor'ın".
    let apostrophe = if language == "tr" {
        text.rfind(is_apostrophe)
    } else {
        text.find(is_apostrophe)
    };
    if let Some(at) = apostrophe {
        let (before, behind) = text.split_at(at);
        let behind = behind.trim_start_matches(is_apostrophe);
        let lower = before.to_lowercase();
        let ending = behind.to_lowercase();
        let is_elision = ELISIONS.contains(&lower.as_str()) && !behind.is_empty();
        // Two letters at least take an ending: in "O'Neill" one does not.
        let is_turkish = before.chars().nth(1).is_some()
            && (language == "tr" || language.is_empty() && TURKISH.contains(&ending.as_str()));
        if is_elision || ending == "s" || is_turkish {
            let head = range.start..range.start + at;
            push_one(name, head, signs, segment, is_joined, tokens);
            if is_elision {
                let middle = range.end - behind.len();
                push_one(name, middle..range.end, signs, segment, false, tokens);
            } else if let Some(last) = tokens.last_mut() {
                last.is_possessive = ending == "s" || ending.ends_with('n');
            }
            return;
        }
    }
    push_one(name, range, signs, segment, is_joined, tokens);
}

fn push_one(
    name: &str,
    range: std::ops::Range<usize>,
    signs: Signs,
    segment: u8,
    is_joined: bool,
    tokens: &mut Vec<Token>,
) {
    let text = &name[range.clone()];
    let first = text.chars().next().unwrap_or_default();
    let is_dotted = text.contains('.') && text.split('.').all(|part| part.chars().count() <= 2);
    let bare: String;
    let plain = if text.contains(|c| is_apostrophe(c) || matches!(c, '.' | '"')) {
        bare = text
            .chars()
            .filter(|&c| !is_apostrophe(c) && !matches!(c, '.' | '"'))
            .collect();
        bare.as_str()
    } else {
        text
    };
    let mut lower = String::with_capacity(plain.len());
    lower_into(plain, &mut lower);
    let mut word = String::with_capacity(lower.len());
    if signs == Signs::Han {
        word = folded(plain);
    } else {
        fold_into(&lower, &mut word);
    }
    if word.is_empty() {
        return;
    }
    // The sign behind a Hebrew letter makes it another sound.
    if first_is_hebrew_with_sign(text) {
        lower = text.replace('’', "'").replace('"', "");
    }
    tokens.push(Token {
        begin: range.start,
        end: range.end,
        is_upper: first.is_uppercase(),
        is_caps: plain.chars().nth(1).is_some()
            && plain.chars().all(|c| c.is_uppercase() || c.is_numeric()),
        is_lower: first.is_lowercase(),
        lower,
        folded: word,
        signs,
        is_dotted,
        is_possessive: false,
        is_joined,
        segment,
        mark: Mark::default(),
        goes_on: false,
    });
}

fn first_is_hebrew_with_sign(text: &str) -> bool {
    text.starts_with(is_hebrew) && text.contains(is_apostrophe)
}

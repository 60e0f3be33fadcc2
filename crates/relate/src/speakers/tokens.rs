//! A name cut into words, with what its writing says of each.

use khabar_words::fold::{fold_into, lower_into};

use super::lexicon::{LEXICON, folded};
use super::lookup;
use super::mark::Mark;
use crate::names::skeleton::{is_han, is_katakana};

/// Letters of a name that are looked at.
const LONGEST_NAME: usize = 200;

/// Words of a name that are looked at.
const MOST_TOKENS: usize = 28;

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

/// The words of a name with what the lists say of them.
pub fn read(name: &str, language: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    for token in split(name, language) {
        match token.signs {
            Signs::Han => han(token, language, &mut tokens),
            Signs::Hangul => hangul(token, language, &mut tokens),
            _ => tokens.push(token),
        }
    }
    tokens.truncate(MOST_TOKENS);
    lookup::mark(&mut tokens, language);
    tokens
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

fn split(name: &str, language: &str) -> Vec<Token> {
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
    if let Some(at) = text.find(is_apostrophe) {
        let (before, behind) = text.split_at(at);
        let behind = behind.trim_start_matches(is_apostrophe);
        let lower = before.to_lowercase();
        let ending = behind.to_lowercase();
        if ELISIONS.contains(&lower.as_str()) && !behind.is_empty() {
            let middle = range.end - behind.len();
            push_one(
                name,
                range.start..range.start + at,
                signs,
                segment,
                is_joined,
                tokens,
            );
            return push_one(name, middle..range.end, signs, segment, false, tokens);
        }
        let is_turkish = (language == "tr" || language.is_empty())
            && before.chars().nth(1).is_some()
            && TURKISH.contains(&ending.as_str());
        if ending == "s" || language == "tr" || is_turkish {
            push_one(
                name,
                range.start..range.start + at,
                signs,
                segment,
                is_joined,
                tokens,
            );
            if let Some(last) = tokens.last_mut() {
                last.is_possessive = ending == "s" || ending.ends_with(['n']);
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

/// A part of a word as a word of its own.
fn part(token: &Token, begin: usize, end: usize, from: usize, to: usize) -> Token {
    Token {
        begin,
        end,
        lower: token.folded[from..to].to_owned(),
        folded: token.folded[from..to].to_owned(),
        is_joined: false,
        ..token.clone()
    }
}

/// Where each letter begins in the name and in the folded word; `None` where folding changed how many there are.
fn letters(token: &Token) -> Option<Vec<(usize, usize)>> {
    // Folding keeps the length of Han signs and Hangul, mark and all, unless they were written in parts.
    let each = token.folded.chars().map(char::len_utf8);
    let mut places = Vec::with_capacity(8);
    let (mut from, mut begin) = (0, token.begin);
    for length in each {
        places.push((begin, from));
        from += length;
        begin += length;
    }
    places.push((begin, from));
    (begin == token.end).then_some(places)
}

/// Longest stretch of Han signs that is looked up.
const LONGEST_HAN: usize = 12;

/// Cuts offices and bodies off names in Han signs, which stand without blanks.
fn han(token: Token, language: &str, tokens: &mut Vec<Token>) {
    let Some(places) = letters(&token).filter(|places| places.len() <= 40) else {
        return tokens.push(token);
    };
    let last = places.len() - 1;
    let slice = |from: usize, to: usize| &token.folded[places[from].1..places[to].1];
    if LEXICON.mark(&token.folded, language).is_known() {
        return tokens.push(token);
    }
    let mut cut = |from: usize, to: usize| {
        if from < to {
            tokens.push(part(
                &token,
                places[from].0,
                places[to].0,
                places[from].1,
                places[to].1,
            ));
        }
    };
    let (mut at, mut open) = (0, 0);
    while at < last {
        let found = (at + 1..=last.min(at + LONGEST_HAN)).rev().find(|&to| {
            let mark = LEXICON.mark(slice(at, to), language);
            if to > at + 1 {
                return mark.is_known();
            }
            // One sign says something only at the end, or where a longer entry follows it.
            let closes = to == last && at > 0;
            let opens = at == open
                && (to + 2..=last.min(to + LONGEST_HAN))
                    .any(|end| LEXICON.mark(slice(to, end), language).is_known());
            closes && (mark.title || mark.kind || mark.weak || mark.role.is_some())
                || opens && (mark.place > 0 || mark.generic)
        });
        match found {
            Some(to) => {
                cut(open, at);
                cut(at, to);
                (at, open) = (to, to);
            }
            None => at += 1,
        }
    }
    cut(open, last);
}

/// Cuts an office off a name in Hangul that is written together with it, and a body from its kind.
fn hangul(token: Token, language: &str, tokens: &mut Vec<Token>) {
    if LEXICON.mark(&token.folded, language).is_known() {
        return tokens.push(token);
    }
    let Some(places) = letters(&token).filter(|places| (3..=24).contains(&places.len())) else {
        return tokens.push(token);
    };
    let last = places.len() - 1;
    let found = (1..last).find(|&at| {
        let mark = LEXICON.mark(&token.folded[places[at].1..], language);
        let before = LEXICON.mark(&token.folded[..places[at].1], language);
        let is_long = last - at >= 2;
        mark.title
            || is_long && mark.role.is_some()
            || (mark.kind || mark.weak) && at >= 2 && last >= 3
            || is_long && mark.is_known() && before.is_known()
    });
    match found {
        Some(at) => {
            tokens.push(part(&token, token.begin, places[at].0, 0, places[at].1));
            let whole = token.folded.len();
            tokens.push(part(&token, places[at].0, token.end, places[at].1, whole));
        }
        None => tokens.push(token),
    }
}

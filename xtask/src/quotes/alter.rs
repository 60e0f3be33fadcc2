//! Alterations of quotations: as outlets make them, and such that say something else.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::archives::Random;

/// What is done to a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alteration {
    /// Its first words alone.
    Beginning,
    /// Its last words alone.
    End,
    /// Words in its middle left out, with dots for them.
    Gap,
    /// An explanation in brackets put in.
    Bracket,
    /// Put indirectly and with other words, by the lists.
    Reworded,
    /// The same, and its end left out.
    Shortened,
    /// Its clauses the other way round.
    Turned,
    /// A number written as a word.
    Spelt,
    /// One word in six left out.
    Thinned,
    /// Denied.
    Denied,
    /// Denied and reworded.
    DeniedReworded,
    /// Another number in it.
    Number,
}

use Alteration::{
    Beginning, Bracket, Denied, DeniedReworded, End, Gap, Number, Reworded, Shortened, Spelt,
    Thinned, Turned,
};

/// All of them, in the order of the table.
pub const ALL: [Alteration; 12] = [
    Beginning,
    End,
    Gap,
    Bracket,
    Reworded,
    Shortened,
    Turned,
    Spelt,
    Thinned,
    Denied,
    DeniedReworded,
    Number,
];

/// The lists of `words.txt` for a language.
#[derive(Default)]
struct Lists {
    reword: Vec<[&'static str; 2]>,
    deny: Vec<[&'static str; 2]>,
    denied: Vec<&'static str>,
    numbers: Vec<[&'static str; 2]>,
}

impl Lists {
    /// Whether a word denies.
    fn denies(&self, piece: &str) -> bool {
        let word = core(piece).1;
        let mut denied = self.denied.iter();
        denied.any(|denied| fit(word, [denied, ""]).is_some())
    }
}

static LISTS: LazyLock<BTreeMap<&str, Lists>> = LazyLock::new(|| {
    let mut out: BTreeMap<&str, Lists> = BTreeMap::new();
    let mut language = "";
    for line in include_str!("words.txt").lines() {
        if let Some(tag) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            language = tag;
        }
        let Some((key, entries)) = line.split_once(": ").filter(|_| !line.starts_with('#')) else {
            continue;
        };
        let lists = out.entry(language).or_default();
        let entries = entries.split(", ");
        let pairs = || {
            entries
                .clone()
                .filter_map(|entry| entry.split_once('='))
                .map(|(from, to)| [from, to])
                .collect()
        };
        match key {
            "reword" => lists.reword = pairs(),
            "deny" => lists.deny = pairs(),
            "numbers" => lists.numbers = pairs(),
            _ => lists.denied = entries.collect(),
        }
    }
    out
});

impl Alteration {
    /// Whether what comes of it says the same.
    pub fn keeps_sense(self) -> bool {
        !matches!(self, Denied | DeniedReworded | Number)
    }

    /// What it is, in words.
    pub fn name(self) -> &'static str {
        match self {
            Beginning => "its beginning",
            End => "its end",
            Gap => "words left out, dots for them",
            Bracket => "brackets put in",
            Reworded => "put indirectly, other words",
            Shortened => "the same, its end left out",
            Turned => "clauses turned round",
            Spelt => "a number as a word",
            Thinned => "one word in six left out",
            Denied => "denied",
            DeniedReworded => "denied and reworded",
            Number => "another number",
        }
    }

    /// The words altered; `None` where there is nothing to alter, or too little would be left.
    pub fn of(self, words: &str, language: &str, random: &mut Random) -> Option<String> {
        let lists = LISTS.get(language)?;
        let altered = match self {
            Beginning => part(words, language, [0, 60])?,
            End => part(words, language, [40, 100])?,
            Gap => format!(
                "{} … {}",
                part(words, language, [0, 40])?,
                part(words, language, [65, 100])?
            ),
            Bracket => bracket(words, language),
            Reworded => reword(words, language, lists)?,
            Shortened => part(&reword(words, language, lists)?, language, [0, 75])?,
            Turned => turned(words)?,
            Spelt => spelt(words, lists)?,
            Thinned => thinned(words, language, lists, random)?,
            Denied => deny(words, language, lists)?,
            DeniedReworded => reword(&deny(words, language, lists)?, language, lists)?,
            Number => other_number(words)?,
        };
        (altered != words).then_some(altered)
    }
}

fn is_unspaced(language: &str) -> bool {
    matches!(language, "zh" | "ja")
}

/// The words of a text, or its signs where they are not parted.
fn pieces<'t>(words: &'t str, language: &str) -> Vec<&'t str> {
    if is_unspaced(language) {
        words
            .char_indices()
            .map(|(at, c)| &words[at..at + c.len_utf8()])
            .collect()
    } else {
        words.split_whitespace().collect()
    }
}

fn joined(pieces: &[&str], language: &str) -> String {
    pieces.join(if is_unspaced(language) { "" } else { " " })
}

/// What stands from so many hundredths of it to so many others; `None` of what is too short to be quoted in part.
fn part(words: &str, language: &str, [from, to]: [usize; 2]) -> Option<String> {
    let pieces = pieces(words, language);
    let fewest = if is_unspaced(language) { 16 } else { 8 };
    let at = |percent: usize| (pieces.len() * percent).div_ceil(100);
    (pieces.len() >= fewest).then(|| joined(&pieces[at(from)..at(to)], language))
}

/// With a word of its own in brackets in its middle, as one that is put in for the reader.
fn bracket(words: &str, language: &str) -> String {
    let mut pieces = pieces(words, language);
    let word = if is_unspaced(language) {
        "〔市〕".to_owned()
    } else {
        format!("[{}]", pieces[0])
    };
    pieces.insert(pieces.len() / 2, &word);
    joined(&pieces, language)
}

/// A word without the marks around it, and those.
fn core(piece: &str) -> (&str, &str, &str) {
    let is_mark = |c: char| !c.is_alphanumeric() && !is_sign_of_vowel(c);
    let begin = piece.len() - piece.trim_start_matches(is_mark).len();
    let core = piece[begin..].trim_end_matches(is_mark);
    (&piece[..begin], core, &piece[begin + core.len()..])
}

/// Marks that belong to the letter before: of Devanagari and Arabic.
fn is_sign_of_vowel(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{64b}'..='\u{65f}')
}

/// What an entry makes of a word.
fn fit(word: &str, [from, to]: [&str; 2]) -> Option<String> {
    if let Some(end) = from.strip_prefix('*') {
        let rest = word.strip_suffix(end).filter(|rest| !rest.is_empty())?;
        return Some(to.replace('*', rest));
    }
    if let Some(begin) = from.strip_suffix('*') {
        let rest = word.strip_prefix(begin).filter(|rest| !rest.is_empty())?;
        return Some(to.replace('*', rest));
    }
    (word.to_lowercase() == from).then(|| to.to_owned())
}

/// With other words wherever an entry fits; `None` where none does.
fn reword(words: &str, language: &str, lists: &Lists) -> Option<String> {
    if is_unspaced(language) {
        let mut out = words.to_owned();
        for [from, to] in &lists.reword {
            out = out.replace(from, to);
        }
        return (out != words).then_some(out);
    }
    let mut is_changed = false;
    let changed: Vec<String> = words
        .split_whitespace()
        .map(|piece| {
            let (before, word, behind) = core(piece);
            match lists.reword.iter().find_map(|entry| fit(word, *entry)) {
                Some(to) => {
                    is_changed = true;
                    format!("{before}{to}{behind}")
                }
                None => piece.to_owned(),
            }
        })
        .collect();
    is_changed.then(|| changed.join(" "))
}

/// The opposite; `None` where no entry fits, and of what denies already.
fn deny(words: &str, language: &str, lists: &Lists) -> Option<String> {
    if is_unspaced(language) {
        if lists.denied.iter().any(|word| words.contains(word)) {
            return None;
        }
        let [from, to] = lists.deny.iter().find(|[from, _]| words.contains(from))?;
        return Some(words.replacen(from, to, 1));
    }
    let pieces: Vec<&str> = words.split_whitespace().collect();
    if pieces.iter().any(|piece| lists.denies(piece)) {
        return None;
    }
    let (at, word) = lists.deny.iter().find_map(|entry| {
        pieces.iter().enumerate().find_map(|(at, piece)| {
            let (before, word, behind) = core(piece);
            Some((at, format!("{before}{}{behind}", fit(word, *entry)?)))
        })
    })?;
    let mut pieces = pieces;
    pieces[at] = &word;
    Some(pieces.join(" "))
}

/// The clauses about a comma the other way round; `None` without one.
fn turned(words: &str) -> Option<String> {
    let commas = [", ", "، ", "，", "、"];
    let (comma, at) = commas
        .iter()
        .find_map(|comma| Some((comma, words.find(comma)?)))?;
    let (first, second) = (&words[..at], &words[at + comma.len()..]);
    Some(format!("{second}{comma}{first}"))
}

/// The value of a digit of any script, and the digit 0 of it.
fn digit(c: char) -> Option<(u32, u32)> {
    ['0', '٠', '۰', '०'].into_iter().find_map(|zero| {
        let value = u32::from(c).checked_sub(zero.into())?;
        (value < 10).then_some((value, zero.into()))
    })
}

/// Where numbers stand, in bytes.
fn numbers(words: &str) -> Vec<std::ops::Range<usize>> {
    let mut out: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, c) in words.char_indices().filter(|&(_, c)| digit(c).is_some()) {
        match out.last_mut() {
            Some(last) if last.end == at => last.end += c.len_utf8(),
            _ => out.push(at..at + c.len_utf8()),
        }
    }
    out
}

fn spelt(words: &str, lists: &Lists) -> Option<String> {
    let (at, word) = numbers(words).into_iter().find_map(|at| {
        let mut digits = words[at.clone()].chars();
        let (value, _) = digit(digits.next()?)?;
        let is_alone = digits.next().is_none();
        let [_, word] = lists
            .numbers
            .iter()
            .find(|[number, _]| is_alone && *number == value.to_string())?;
        Some((at, word))
    })?;
    // Before a mark and more digits, or a sign that counts in thousands, it is part of a larger one.
    let mut behind = words[at.end..].chars();
    if behind
        .next()
        .is_some_and(|c| matches!(c, '万' | '%') || !c.is_alphanumeric())
        && behind.next().is_none_or(char::is_numeric)
    {
        return None;
    }
    Some(format!("{}{word}{}", &words[..at.start], &words[at.end..]))
}

/// With the first digit of its first number another.
fn other_number(words: &str) -> Option<String> {
    let at = numbers(words).into_iter().next()?.start;
    let c = words[at..].chars().next()?;
    let (value, zero) = digit(c)?;
    let other = char::from_u32(zero + (value + 2) % 9 + 1)?;
    Some(format!(
        "{}{other}{}",
        &words[..at],
        &words[at + c.len_utf8()..]
    ))
}

/// Without one in six of its words, which are neither numbers nor deny; `None` where words are not parted.
fn thinned(words: &str, language: &str, lists: &Lists, random: &mut Random) -> Option<String> {
    let pieces = pieces(words, language);
    if is_unspaced(language) || pieces.len() < 7 {
        return None;
    }
    let kept: Vec<&str> = pieces
        .into_iter()
        .filter(|piece| {
            random.below(6) > 0 || lists.denies(piece) || piece.chars().any(char::is_numeric)
        })
        .collect();
    Some(joined(&kept, language))
}

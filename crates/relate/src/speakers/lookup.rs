//! What the lists say of the words of a name: of several together, of compounds, of words with an ending or a preposition.

use super::lexicon::{LEXICON, LONGEST};
use super::mark::Mark;
use super::split::{Signs, Token};

/// Looks words up, the longest entries first.
pub fn mark(tokens: &mut [Token], language: &str) {
    let mut at = 0;
    let mut joined = String::new();
    while at < tokens.len() {
        let mut found = None;
        if LEXICON.starts(&tokens[at].folded) {
            joined.clear();
            for length in 1..=LONGEST.min(tokens.len() - at) {
                let token = &tokens[at + length - 1];
                if token.segment != tokens[at].segment {
                    break;
                }
                if length > 1 {
                    joined.push(' ');
                }
                joined.push_str(&token.folded);
                if length > 1 {
                    let mark = LEXICON.mark(&joined, language);
                    if mark.is_known() {
                        found = Some((length, mark));
                    }
                }
            }
        }
        let (length, mark) = found.unwrap_or_else(|| (1, of_one(&tokens[at], language)));
        for (number, token) in tokens[at..at + length].iter_mut().enumerate() {
            token.mark = mark;
            token.goes_on = number > 0;
        }
        at += length;
    }
}

/// A word of the lists without the endings of German cases.
fn without_ending<'w>(word: &'w str, language: &str) -> impl Iterator<Item = &'w str> + Clone {
    let endings: &[&str] = if language == "de" {
        &["en", "es", "n", "s"]
    } else {
        &[]
    };
    endings
        .iter()
        .filter_map(|ending| word.strip_suffix(ending))
}

/// What the lists say of the word that this one is a case of, or that has a preposition or "and" before it in one word: offices and
/// words of bodies alone, since names have such letters too.
fn inflected(word: &str, language: &str) -> Option<Mark> {
    let is_of_use =
        |mark: &Mark| mark.role.is_some() || mark.generic || mark.is_concept() || mark.known > 0;
    let look_up = |word: &str| Some(LEXICON.mark(word, language)).filter(is_of_use);
    match language {
        "de" => without_ending(word, language).find_map(look_up),
        "ar" => {
            let article = match word.strip_prefix("ال") {
                Some(rest) => look_up(rest),
                None => look_up(&format!("ال{word}")),
            };
            article.or_else(|| clitics(word).find_map(|word| look_up(&word)))
        }
        "he" => ["ה", "ל", "ב", "ו", "מ", "של"]
            .iter()
            .filter_map(|clitic| word.strip_prefix(clitic))
            .filter(|rest| rest.chars().nth(2).is_some())
            .find_map(look_up),
        "ru" | "uk" | "pl" | "cs" | "sr" | "hr" | "bg" | "tr" | "el" => {
            super::likeness::bases(word, language)
                .iter()
                .find_map(|base| look_up(base))
        }
        _ => None,
    }
}

/// An Arabic word without the preposition or "and" that is written together with it, where three letters are left.
fn clitics(word: &str) -> impl Iterator<Item = String> {
    const CLITICS: [(&str, &str); 8] = [
        ("لل", "ال"),
        ("بال", "ال"),
        ("ول", ""),
        ("وب", ""),
        ("ل", ""),
        ("ب", ""),
        ("و", ""),
        ("ف", ""),
    ];
    CLITICS
        .iter()
        .filter_map(move |(clitic, article)| Some((word.strip_prefix(clitic)?, article)))
        .filter(|(rest, _)| rest.chars().nth(2).is_some())
        .map(|(rest, article)| format!("{article}{rest}"))
}

/// What the lists say of one word; what is "Bundes-" in German is Germany's.
fn of_one(token: &Token, language: &str) -> Mark {
    let mut mark = of_word(token, language);
    if language == "de" && mark.is_concept() && token.folded.starts_with("bundes") {
        mark.place = LEXICON.mark("deutschland", language).place;
    }
    mark
}

fn of_word(token: &Token, language: &str) -> Mark {
    let exact = LEXICON.mark(&token.folded, language);
    // Names of places are written as endings have them: "российского".
    if exact.is_known() || token.folded.len() < 4 {
        return exact;
    }
    let is_compounding =
        token.folded.is_ascii() && matches!(language, "de" | "nl" | "sv" | "da" | "no" | "");
    let bases = [&token.folded]
        .into_iter()
        .map(String::as_str)
        .chain(without_ending(&token.folded, language));
    if is_compounding {
        // "Polizeisprecher" is not the police.
        let office = bases
            .clone()
            .filter_map(|word| LEXICON.by_end(word, language))
            .find(|(_, mark)| mark.role.is_some());
        if let Some((_, mark)) = office {
            return mark;
        }
    }
    let begun = LEXICON.by_beginning(&token.folded, language);
    if begun.is_known() || token.signs != Signs::Letters {
        return begun;
    }
    if language == "de"
        && let Some(rest) = token.folded.strip_prefix("vize")
    {
        let office = LEXICON.mark(rest, language);
        if office.role.is_some() {
            return office;
        }
    }
    if let Some(mark) = inflected(&token.folded, language) {
        return mark;
    }
    if !is_compounding {
        return begun;
    }
    let Some((front, mut mark)) = LEXICON.by_end(&token.folded, language) else {
        return begun;
    };
    // "Gesundheitsministerium", "Bundesgesundheitsministerium".
    let front = front.strip_prefix("bundes").unwrap_or(front);
    for front in [front, front.strip_suffix('s').unwrap_or(front)] {
        let mut other = LEXICON.mark(front, language);
        if !other.is_known() {
            other = LEXICON.by_beginning(front, language);
        }
        if other.is_concept() {
            if let Some(free) = mark.concepts.iter_mut().find(|concept| **concept == 0) {
                *free = other.concepts[0];
            }
            break;
        }
    }
    mark.small = false;
    mark
}

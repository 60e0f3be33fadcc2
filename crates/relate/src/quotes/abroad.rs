//! Judges quotations in two languages: by what carries over.

use rustc_hash::FxHashSet;

use super::compare::is_like_name;
use super::print::{Print, Token};
use super::{Code, Company, Kind, Likeness, Reason};

/// Words of one quotation for each of the other, at most.
const LENGTHS: f32 = 2.5;

/// Signs for each word of other languages, where words are not parted.
const SIGNS: f32 = 1.5;

pub(super) fn compare(a: &Print, b: &Print, company: Company) -> Option<Likeness> {
    if !company.same_story || company.same_speaker == Some(false) {
        return None;
    }
    let (length_a, length_b) = (length(a), length(b));
    if length_a.max(length_b) > length_a.min(length_b) * LENGTHS {
        return None;
    }
    let numbers = |print: &Print| {
        let numbers = print.tokens.iter().filter(|token| token.is_number);
        numbers.map(|token| token.stem).collect::<FxHashSet<u64>>()
    };
    let (numbers_a, numbers_b) = (numbers(a), numbers(b));
    let same_numbers = numbers_a.intersection(&numbers_b).count();
    let (names_a, names_b) = (names(a), names(b));
    let like = like_names(&names_a, &names_b);
    // One name may be like several.
    let same_names = like.len().min(like_names(&names_b, &names_a).len());
    // A number that only one has is left out or told in words that are not known; each with one of its own, they differ.
    let numbers_differ = same_numbers < numbers_a.len() && same_numbers < numbers_b.len();
    let found = same_numbers * 2 + same_names;
    let wanted = if company.same_speaker == Some(true) {
        2
    } else {
        3
    };
    if numbers_differ || found < wanted {
        return None;
    }
    // Where all nouns have capitals, or no letter has, names are not seen: none on one side says nothing.
    let names = match names_a.len().min(names_b.len()) {
        0 => 0,
        _ => names_a.len().max(names_b.len()),
    };
    let all = numbers_a.len().max(numbers_b.len()) + names;
    let share = (same_numbers + same_names) as f32 / all.max(1) as f32;
    if share < 0.5 {
        return None;
    }
    let common = a
        .tokens
        .iter()
        .filter(|token| token.is_number && numbers_b.contains(&token.stem));
    let reasons = Reason::naming(Code::Numbers, common)
        .into_iter()
        .chain(Reason::naming(Code::Names, like))
        .chain(Reason::of_company(company))
        .collect();
    Some(Likeness {
        kind: Kind::Translated,
        share,
        reasons,
    })
}

/// The names of a quotation, each once and of several words the last: two words of one name are one thing in common.
fn names(print: &Print) -> Vec<&Token> {
    let mut names: Vec<&Token> = Vec::new();
    for (at, token) in print.tokens.iter().enumerate() {
        let is_last = print.tokens.get(at + 1).is_none_or(|next| !next.goes_on);
        if token.name.is_some() && is_last && names.iter().all(|known| known.name != token.name) {
            names.push(token);
        }
    }
    names
}

/// Those of names that may be one of others.
fn like_names<'t>(these: &[&'t Token], those: &[&Token]) -> Vec<&'t Token> {
    let is_like =
        |token: &Token, other: &&Token| is_like_name(token.name.as_deref(), other.name.as_deref());
    let these = these.iter().copied();
    these
        .filter(|token| those.iter().any(|other| is_like(token, other)))
        .collect()
}

/// How long a quotation is, in words.
fn length(print: &Print) -> f32 {
    let words = print.tokens.len() as f32;
    if print.pairs { words / SIGNS } else { words }
}

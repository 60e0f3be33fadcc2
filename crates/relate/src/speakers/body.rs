//! Whether two names are one body's, as far as the names show it.

use super::lexicon::LEXICON;
use super::likeness::{Likeness, likeness};
use super::name::Name;
use super::person::{Agreement, Compared, reason};
use super::{Code, Reason};

/// Languages of many countries: "the interior ministry" is another one in each.
const OF_MANY_COUNTRIES: [&str; 6] = ["ar", "en", "es", "fr", "pt", ""];

/// Holds two names of bodies against each other.
pub fn compare(a: &Name, b: &Name) -> Compared {
    let languages = [a.tag.as_str(), b.tag.as_str()];
    if a.known > 0 && b.known > 0 {
        return if a.known == b.known {
            let code = if a.joined == b.joined {
                Code::SameName
            } else {
                Code::KnownBody
            };
            of(Agreement::Full, vec![reason(code, &a.shown)])
        } else {
            none(Code::OtherBody, &a.shown)
        };
    }
    if a.joined == b.joined {
        let why = vec![reason(Code::SameName, &a.shown)];
        return of(sure(a, b, Agreement::Full), why);
    }
    if let Some(letters) = acronym(a, b) {
        let agreement = if letters > 2 {
            Agreement::Full
        } else {
            Agreement::Family
        };
        return of(agreement, vec![reason(Code::Acronym, &a.shown)]);
    }
    let is_apart = |x: &[u16], y: &[u16]| {
        !x.is_empty() && !y.is_empty() && !x.iter().any(|place| y.contains(place))
    };
    if is_apart(&a.places, &b.places) {
        return none(Code::OtherPlace, &a.shown);
    }
    let (shorter, longer) = if a.words.len() <= b.words.len() {
        (a, b)
    } else {
        (b, a)
    };
    let (weakest, consonants) = match common(shorter, longer, languages) {
        Ok(common) => common,
        Err(word) => return none(Code::OtherBody, word),
    };
    let is_within = |x: &[u16], y: &[u16]| x.iter().all(|number| y.contains(number));
    let same_words = a.words.len() == b.words.len();
    let same_concepts = a.concepts == b.concepts
        || shorter.words.is_empty()
            && !a.places.is_empty()
            && (is_ministry_of(a, b) || is_ministry_of(b, a));
    let same_places = a.places == b.places;
    let is_said = |concepts: &[u16], name: &Name, other: &Name| {
        concepts.iter().all(|concept| {
            other.concepts.contains(concept)
                || other.facts.concepts.contains(concept)
                || LEXICON.goes_with_known(*concept)
                || name.facts.concepts.contains(concept)
        })
    };
    let is_any_in_common = !shorter.words.is_empty()
        || a.concepts
            .iter()
            .filter(|number| b.concepts.contains(number))
            .count()
            > 1
        || same_places && same_concepts && !a.concepts.is_empty()
        || same_places
            && !a.places.is_empty()
            && a.concepts.iter().any(|number| b.concepts.contains(number));
    if a.known != b.known || !is_any_in_common {
        return none(Code::OtherBody, &a.shown);
    }
    let mut compared = if same_words && same_concepts && same_places {
        let why = vec![reason(Code::SameWords, &a.shown)];
        of(sure(a, b, Agreement::Full), why)
    } else if same_words && same_concepts {
        // A country is left out where all know which.
        of(Agreement::Family, vec![reason(Code::ShorterName, &a.shown)])
    } else if same_places
        && same_words
        && !shorter.words.is_empty()
        && is_said(&a.concepts, a, b)
        && is_said(&b.concepts, b, a)
    {
        // "Justice and Development", "Party of Justice and Development".
        of(Agreement::Part, vec![reason(Code::ShorterName, &a.shown)])
    } else if is_within(&shorter.concepts, &longer.concepts)
        && is_within(&shorter.places, &longer.places)
    {
        of(
            Agreement::Little,
            vec![reason(Code::ShorterName, &shorter.shown)],
        )
    } else {
        none(Code::OtherBody, &a.shown)
    };
    compared.weakest = weakest;
    compared.consonants = consonants;
    compared
}

/// How surely the words of one name stand in another, and how many consonants they have; the word that does not otherwise.
fn common<'n>(
    shorter: &'n Name,
    longer: &Name,
    languages: [&str; 2],
) -> Result<(Likeness, usize), &'n str> {
    let mut weakest = Likeness::Same;
    let mut consonants = 0;
    for word in &shorter.words {
        let found = longer
            .words
            .iter()
            .map(|other| likeness(word, other, languages))
            .min()
            .filter(|found| *found < Likeness::Initial)
            .ok_or(word.folded.as_str())?;
        weakest = weakest.max(found);
        consonants += word.consonants();
    }
    Ok((weakest, consonants))
}

/// Whether the second has the word "ministry" and otherwise what the first has: "الخارجية الروسية".
fn is_ministry_of(a: &Name, b: &Name) -> bool {
    let is_in = |number: &u16| a.concepts.contains(number);
    !a.concepts.is_empty()
        && b.concepts.len() == a.concepts.len() + 1
        && a.concepts.iter().all(|number| b.concepts.contains(number))
        && b.concepts
            .iter()
            .all(|number| is_in(number) || LEXICON.is_ministry(*number))
}

/// Whether what is said of two bodies, or what they are called, makes them two: a university and a club of one name.
pub fn is_said_to_be_other(a: &Name, b: &Name) -> bool {
    let is_apart = |said: &[u16], of: &[u16], said_of: &[u16]| {
        let is_none = said
            .iter()
            .all(|number| !of.contains(number) && !said_of.contains(number));
        !said.is_empty() && (!of.is_empty() || !said_of.is_empty()) && is_none
    };
    let (x, y) = (&a.facts, &b.facts);
    a.known == 0
        && b.known == 0
        && (is_apart(&x.concepts, &b.concepts, &y.concepts)
            || is_apart(&y.concepts, &a.concepts, &x.concepts)
            || is_apart(&x.places, &y.places, &[]))
}

/// A body of which each country has one is told by its country; without it, only within a story.
fn sure(a: &Name, b: &Name, agreement: Agreement) -> Agreement {
    let of_many = OF_MANY_COUNTRIES.contains(&a.tag.as_str()) || a.tag != b.tag;
    let is_bare = a.places.is_empty() && b.places.is_empty() && a.words.is_empty() && a.known == 0;
    if of_many && is_bare && a.is_of_country {
        Agreement::Family
    } else {
        agreement
    }
}

/// How many letters where one name is the first letters of the other.
fn acronym(a: &Name, b: &Name) -> Option<usize> {
    let of = |short: &Name, long: &Name| {
        let letters = short.joined.chars().count();
        let is_long = long.initials[0].chars().nth(1).is_some();
        (short.is_acronym
            && is_long
            && !long.is_acronym
            && (long.initials.contains(&short.joined)
                || long.tag == "de" && is_in_compounds(&short.joined, &long.folded())))
        .then_some(letters)
    };
    of(a, b).or_else(|| of(b, a))
}

/// Whether letters begin all words, and parts of the words: "DGB", "Deutscher Gewerkschaftsbund".
fn is_in_compounds(letters: &str, words: &str) -> bool {
    fn rest(letters: &[u8], words: &[&[u8]], left: &mut u8) -> bool {
        *left = left.saturating_sub(1);
        let Some(first) = letters.first() else {
            return words.is_empty();
        };
        if *left == 0 {
            return false;
        }
        let Some((word, behind)) = words.split_first() else {
            return false;
        };
        word.first() == Some(first)
            && (1..=letters.len()).any(|taken| {
                // What is taken of one word stands there in order, some letters apart as parts of a compound are.
                let mut at = 1;
                letters[1..taken].iter().all(|letter| {
                    let found = word.iter().skip(at + 2).position(|other| other == letter);
                    found.is_some_and(|found| {
                        at += found + 3;
                        at <= word.len()
                    })
                }) && rest(&letters[taken..], behind, left)
            })
    }
    let words: Vec<&[u8]> = words.split(' ').map(str::as_bytes).collect();
    words.len() > 1 && letters.len() > 2 && rest(letters.as_bytes(), &words, &mut 100)
}

fn of(agreement: Agreement, why: Vec<Reason>) -> Compared {
    Compared {
        agreement,
        consonants: 99,
        why,
        ..Compared::default()
    }
}

fn none(code: Code, detail: &str) -> Compared {
    Compared {
        agreement: Agreement::None,
        is_contradiction: true,
        weakest: Likeness::Other,
        why: vec![reason(code, detail)],
        ..Compared::default()
    }
}

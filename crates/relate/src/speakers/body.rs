//! Whether two names are one body's, as far as the names show it.

use super::likeness::{Likeness, likeness};
use super::name::Name;
use super::person::{Agreement, Compared, reason};
use super::{Code, Reason};

/// Languages of many countries: "the interior ministry" is another one in each.
const OF_MANY_COUNTRIES: [&str; 6] = ["ar", "en", "es", "fr", "pt", ""];

/// Holds two names of bodies against each other.
pub fn compare(a: &Name, b: &Name) -> Compared {
    let languages = [a.tag(), b.tag()];
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
    let mut weakest = Likeness::Same;
    let mut consonants = 0;
    for word in &shorter.words {
        let found = longer
            .words
            .iter()
            .map(|other| likeness(word, other, languages))
            .min()
            .unwrap_or(Likeness::Other);
        if found >= Likeness::Initial {
            return none(Code::OtherBody, &word.folded);
        }
        weakest = weakest.max(found);
        consonants += word.consonants();
    }
    let is_within = |x: &[u16], y: &[u16]| x.iter().all(|number| y.contains(number));
    let same_words = a.words.len() == b.words.len();
    let same_concepts = a.concepts == b.concepts;
    let same_places = a.places == b.places;
    let is_any_in_common = !shorter.words.is_empty()
        || a.concepts
            .iter()
            .filter(|number| b.concepts.contains(number))
            .count()
            > 1
        || same_places && same_concepts && !a.concepts.is_empty();
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
        && (same_words
            && (is_within(&a.concepts, &b.concepts) || is_within(&b.concepts, &a.concepts))
            && !shorter.words.is_empty())
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

/// A body of which each country has one is told by its country; without it, only within a story.
fn sure(a: &Name, b: &Name, agreement: Agreement) -> Agreement {
    let of_many = OF_MANY_COUNTRIES.contains(&a.tag()) || a.tag() != b.tag();
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
        (short.is_acronym && is_long && !long.is_acronym && long.initials.contains(&short.joined))
            .then_some(letters)
    };
    of(a, b).or_else(|| of(b, a))
}

fn of(agreement: Agreement, why: Vec<Reason>) -> Compared {
    Compared {
        agreement,
        is_contradiction: false,
        weakest: Likeness::Same,
        consonants: 99,
        why,
    }
}

fn none(code: Code, detail: &str) -> Compared {
    Compared {
        agreement: Agreement::None,
        is_contradiction: true,
        weakest: Likeness::Other,
        consonants: 0,
        why: vec![reason(code, detail)],
    }
}

//! Whether two names are one person's, as far as the names show it.

use super::likeness::{Likeness, Word, likeness};
use super::mark::Sex;
use super::name::Name;
use super::{Code, Reason};

/// How much of two names is the same.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// Two names.
    #[default]
    None,
    /// A given name alone, or a name that is too short.
    Little,
    /// The family name alone.
    Family,
    /// The family name, and a given name that may be the same: an initial, signs that cannot be read.
    Likely,
    /// All words of the shorter name, which has two at least.
    Part,
    /// Given name and family name.
    Full,
}

/// What holding two names against each other gives.
#[derive(Debug, Clone, Default)]
pub struct Compared {
    pub agreement: Agreement,
    /// The names cannot be one person's, whatever else is known.
    pub is_contradiction: bool,
    /// The least sure likeness of two words that the agreement rests on.
    pub weakest: Likeness,
    /// Consonants of the words that agree.
    pub consonants: usize,
    /// Whether it rests on a family name of one sign.
    pub is_short: bool,
    /// Whether the list of given names has both given names as one.
    pub is_given_known: bool,
    pub why: Vec<Reason>,
}

pub fn reason(code: Code, detail: &str) -> Reason {
    Reason {
        code,
        detail: (!detail.is_empty()).then(|| detail.to_owned()),
    }
}

fn apart(code: Code, detail: &str, is_contradiction: bool) -> Compared {
    Compared {
        agreement: Agreement::None,
        is_contradiction,
        weakest: Likeness::Other,
        why: vec![reason(code, detail)],
        ..Compared::default()
    }
}

/// Holds two names of persons against each other.
pub fn compare(a: &Name, b: &Name) -> Compared {
    if let (Some(x), Some(y)) = (a.sex, b.sex)
        && x != y
    {
        let title = if x == Sex::Female { a } else { b };
        return apart(Code::OtherSex, &title.shown, true);
    }
    if a.generation != b.generation
        && (a.generation.is_some() && b.generation.is_some()
            || a.words.len() > 1 && b.words.len() > 1)
    {
        return apart(Code::OtherGeneration, "", true);
    }
    let languages = [a.tag.as_str(), b.tag.as_str()];
    if a.joined == b.joined {
        return same_letters(a);
    }
    // "احمدی‌نژاد" and "احمدی نژاد".
    let is_joined = |one: &Name, other: &Name| {
        one.words.len() == 2
            && other.words.len() > 1
            && other
                .words
                .last()
                .is_some_and(|last| last.folded == one.joined)
    };
    if is_joined(a, b) || is_joined(b, a) {
        return Compared {
            agreement: Agreement::Family,
            weakest: Likeness::Same,
            consonants: a.words.iter().map(Word::consonants).sum(),
            why: vec![reason(Code::FamilyNameAlone, &a.shown)],
            ..Compared::default()
        };
    }
    let whole = |one: &Name, other: &Name| {
        let compared = alone(one.whole.as_ref()?, one, other, languages);
        (compared.agreement >= Agreement::Family).then_some(compared)
    };
    let uncut = || whole(a, b).or_else(|| whole(b, a));
    let compared = if a.words.len() == 1 {
        alone(&a.words[0], a, b, languages)
    } else if b.words.len() == 1 {
        alone(&b.words[0], b, a, languages)
    } else {
        both(a, b, languages)
    };
    if compared.agreement == Agreement::None {
        return uncut().unwrap_or(compared);
    }
    compared
}

/// Both names have two words at least.
fn both(a: &Name, b: &Name, languages: [&str; 2]) -> Compared {
    let straight = full(&a.words, &b.words, languages);
    if straight.agreement >= Agreement::Likely {
        return straight;
    }
    if a.is_family_first == b.is_family_first {
        return turned(a, b, languages).unwrap_or(straight);
    }
    // A people's own order in a script that does not show it: "Си Цзиньпин".
    let (turned, other) = if a.is_family_first { (b, a) } else { (a, b) };
    let mut words = turned.words.clone();
    words.rotate_left(1);
    let rotated = full(&words, &other.words, languages);
    if rotated.agreement > straight.agreement {
        rotated
    } else {
        straight
    }
}

/// Lists of names have the family name first: "Velmari, Tomas".
fn turned(a: &Name, b: &Name, languages: [&str; 2]) -> Option<Compared> {
    let ([first, last], [other_first, other_last]) = (a.words.as_slice(), b.words.as_slice())
    else {
        return None;
    };
    // Of two given names nobody knows which is whose.
    let is_open = first.given.is_some() && last.given.is_some();
    let is_same = |a, b| likeness(a, b, languages) < Likeness::Spelling;
    (!is_open && is_same(first, other_last) && is_same(last, other_first)).then(|| Compared {
        agreement: Agreement::Full,
        weakest: Likeness::Spelling,
        consonants: first.consonants() + last.consonants(),
        why: vec![reason(Code::SameName, &a.shown)],
        ..Compared::default()
    })
}

fn same_letters(a: &Name) -> Compared {
    let consonants = a.words.iter().map(Word::consonants).sum();
    let is_full = a.words.len() > 1;
    Compared {
        agreement: if is_full {
            if a.words.iter().all(|word| word.is_initial) {
                Agreement::Likely
            } else {
                Agreement::Full
            }
        } else {
            Agreement::Family
        },
        weakest: Likeness::Same,
        consonants,
        is_short: !is_full && a.words[0].is_one_sign(),
        why: vec![reason(Code::SameName, &a.shown)],
        ..Compared::default()
    }
}

/// One of the two is one word.
fn alone(word: &Word, one: &Name, other: &Name, languages: [&str; 2]) -> Compared {
    let found = other
        .words
        .iter()
        .enumerate()
        .map(|(at, theirs)| (at, likeness(word, theirs, languages)))
        .filter(|(_, found)| *found < Likeness::Initial)
        .min_by_key(|(at, found)| (*found, std::cmp::Reverse(*at)));
    let Some((at, found)) = found else {
        let is_sure = other.words.len() > 1 && one.is_kind_sure;
        return apart(Code::OtherFamilyName, &one.shown, is_sure);
    };
    let is_given = other.words.len() > 1 && at == 0;
    let is_patronymic = other.words[at].is_patronymic && !word.is_patronymic;
    let consonants = word.consonants();
    let (agreement, code) = if is_given || is_patronymic {
        (Agreement::Little, Code::GivenNameAlone)
    } else {
        (Agreement::Family, Code::FamilyNameAlone)
    };
    let mut why = vec![reason(code, &one.shown)];
    why.extend(by_likeness(found, &one.shown));
    Compared {
        agreement,
        weakest: found,
        consonants,
        is_short: word.is_one_sign(),
        why,
        ..Compared::default()
    }
}

fn by_likeness(found: Likeness, word: &str) -> Option<Reason> {
    let code = match found {
        Likeness::Form => Code::GivenName,
        Likeness::Inflected => Code::Inflection,
        Likeness::Spelling => Code::Spelling,
        Likeness::Sound => Code::Transliteration,
        Likeness::Initial => Code::Initial,
        _ => return None,
    };
    Some(reason(code, word))
}

/// Both have two words at least: given name first, family name last.
fn full(a: &[Word], b: &[Word], languages: [&str; 2]) -> Compared {
    let (shorter, longer) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let first = likeness(&shorter[0], &longer[0], languages);
    let (given, last) = (&shorter[0].folded, &shorter[shorter.len() - 1]);
    if let Some(words) = written_together(shorter, longer, languages) {
        return full(shorter, &words, languages);
    }
    // Each word of the shorter in the longer, in order.
    let mut weakest = Likeness::Same;
    let mut consonants = 0;
    let mut at = 0;
    let mut missing = 0;
    let mut is_last_last = false;
    let mut why = Vec::new();
    for (number, word) in shorter.iter().enumerate() {
        let found = longer[at..]
            .iter()
            .enumerate()
            .map(|(skipped, other)| (skipped, likeness(word, other, languages)))
            .filter(|(_, found)| *found < Likeness::Unreadable)
            .min_by_key(|(skipped, found)| (*found, *skipped));
        match found {
            Some((skipped, found)) => {
                at += skipped + 1;
                weakest = weakest.max(found);
                consonants += word.consonants();
                why.extend(by_likeness(found, &word.folded));
                is_last_last = number + 1 == shorter.len() && at == longer.len();
            }
            None => missing += 1,
        }
    }
    if missing == 0 {
        let is_first_first = first < Likeness::Unreadable;
        let agreement = if weakest == Likeness::Initial {
            if is_first_first && is_last_last {
                // An initial in the midst says little; one for the given name leaves it open.
                if first == Likeness::Initial {
                    Agreement::Likely
                } else {
                    Agreement::Full
                }
            } else {
                Agreement::Little
            }
        } else if is_first_first && is_last_last {
            Agreement::Full
        } else {
            Agreement::Part
        };
        let is_given_known = first == Likeness::Form;
        if longer.len() > shorter.len() {
            why.push(reason(Code::MiddleName, ""));
        }
        if why.is_empty() || agreement == Agreement::Full {
            why.insert(0, reason(Code::SameName, ""));
        }
        return Compared {
            agreement,
            weakest,
            consonants,
            is_given_known,
            why,
            ..Compared::default()
        };
    }
    if likeness(last, &longer[longer.len() - 1], languages) < Likeness::Initial {
        if first == Likeness::Other && is_unreadable(&shorter[0], &longer[0]) {
            return Compared {
                agreement: Agreement::Likely,
                weakest: Likeness::Unreadable,
                consonants: last.consonants(),
                why: vec![reason(Code::Transliteration, &last.folded)],
                ..Compared::default()
            };
        }
        if first < Likeness::Unreadable {
            // Another middle name.
            return Compared {
                agreement: if first == Likeness::Initial {
                    Agreement::Little
                } else {
                    Agreement::Likely
                },
                weakest: weakest.max(first),
                consonants,
                why: vec![reason(Code::SameName, ""), reason(Code::MiddleName, "")],
                ..Compared::default()
            };
        }
        return apart(Code::OtherGivenName, given, true);
    }
    apart(Code::OtherFamilyName, &last.folded, true)
}

/// The longer name with two words as one, where the shorter has them so: "محمدجواد", "Ahmadinejad".
fn written_together(shorter: &[Word], longer: &[Word], languages: [&str; 2]) -> Option<Vec<Word>> {
    let end = longer
        .len()
        .checked_sub(1)
        .filter(|_| longer.len() > shorter.len())?;
    let is_like = |a: &Word, b: &Word| likeness(a, b, languages) < Likeness::Initial;
    let is_other = |a: &Word, b: &Word| likeness(a, b, languages) == Likeness::Other;
    let (first, last) = (shorter.first()?, shorter.last()?);
    let at = if is_other(first, &longer[0]) && is_like(first, &longer[0].and(&longer[1])) {
        0
    } else if is_like(first, &longer[0])
        && is_other(last, &longer[end])
        && is_like(last, &longer[end - 1].and(&longer[end]))
    {
        end - 1
    } else {
        return None;
    };
    let mut words = longer.to_vec();
    let behind = words.remove(at + 1);
    words[at] = words[at].and(&behind);
    Some(words)
}

/// Whether one is a given name in Han signs, whose sound in Japanese the signs do not show.
fn is_unreadable(a: &Word, b: &Word) -> bool {
    a.is_unreadable != b.is_unreadable
}

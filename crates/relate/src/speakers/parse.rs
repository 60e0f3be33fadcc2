//! Finds the name among titles, offices and places.

use super::Kind;
use super::lexicon::LEXICON;
use super::likeness::Word;
use super::name::{Facts, Name};
use super::parts::{Part, generation, parts};
use super::sounds::{is_pinyin, is_syllable};
use super::tokens::{Signs, Token, read};

pub fn name(name: &str, role: Option<&str>, language: Option<&str>) -> Option<Name> {
    let tag = language.map(primary).unwrap_or_default();
    let tag = tag.as_str();
    let tokens = read(name, tag);
    if tokens.is_empty() {
        return None;
    }
    let parts = parts(&tokens, tag);
    let mut facts = Facts::default();
    let role = role.map(str::trim).filter(|role| !role.is_empty());
    let role_tokens = role.map(|role| read(role, tag)).unwrap_or_default();
    let is_body_by_role = is_body_by_role(&role_tokens);
    let is_person_by_role = role_tokens.iter().any(|token| token.mark.role.is_some());
    let has_office = parts
        .iter()
        .any(|part| matches!(part, Part::Role | Part::Title));
    let said = Said {
        name,
        tokens: &tokens,
        parts: &parts,
        tag,
    };
    let is_body_by_role = is_body_by_role && !said.is_person();
    let is_body = !has_office && !is_person_by_role && (is_body_by_role || said.is_body());
    let mut new = if is_body {
        said.body(is_body_by_role)?
    } else {
        said.person()?
    };
    new.is_kind_sure |= is_body_by_role || is_person_by_role;
    facts.add(&role_tokens, tag);
    if role.is_none() && !is_body {
        // Beside the name.
        let run = said.run()?;
        let others: Vec<_> = (0..tokens.len())
            .filter(|at| !run.contains(at))
            .map(|at| tokens[at].clone())
            .collect();
        facts.add(&others, tag);
    } else if !is_body {
        let offices: Vec<_> = tokens
            .iter()
            .zip(&parts)
            .filter(|(_, part)| **part != Part::Plain)
            .map(|(token, _)| token.clone())
            .collect();
        facts.add(&offices, tag);
    }
    new.sex = new.sex.or_else(|| {
        role_tokens
            .iter()
            .find_map(|token| token.mark.sex.filter(|_| token.mark.role.is_some()))
    });
    new.role = role.map(str::to_owned).or(new.role);
    new.language = language.map(str::to_owned);
    new.facts = facts;
    Some(new)
}

/// The language of a tag, without region and script.
fn primary(tag: &str) -> String {
    tag.split(['-', '_'])
        .next()
        .unwrap_or_default()
        .chars()
        .take(3)
        .collect::<String>()
        .to_ascii_lowercase()
}

/// Whether what is said of the speaker is said of a body: "company", "football club", "city".
fn is_body_by_role(tokens: &[Token]) -> bool {
    let marks = || tokens.iter().map(|token| token.mark);
    !marks().any(|mark| mark.role.is_some() || mark.title || mark.generic)
        && marks().any(|mark| mark.kind || mark.weak)
}

impl Facts {
    fn add(&mut self, tokens: &[Token], tag: &str) {
        for token in tokens {
            let mark = token.mark;
            if token.goes_on {
                continue;
            }
            self.is_private |= mark.generic && mark.role.is_none();
            if let Some(office) = mark.role {
                push(&mut self.offices, office);
            } else if mark.place > 0 {
                push(&mut self.places, mark.place);
            } else if mark.known > 0 {
                push(&mut self.bodies, mark.known);
                if let Some(office) = LEXICON.office_of_party().filter(|_| mark.party) {
                    push(&mut self.offices, office);
                }
            } else if mark.is_concept() {
                for concept in mark.concepts.into_iter().filter(|&concept| concept > 0) {
                    push(&mut self.concepts, concept);
                    if let Some(office) = LEXICON.office_of_party()
                        && LEXICON.is_of_party(concept)
                    {
                        push(&mut self.offices, office);
                    }
                }
            } else if mark.small
                || mark.title
                || mark.generic
                || mark.particle
                || mark.and
                || mark.more
            {
                continue;
            } else if self.words.len() < 8 {
                // A name: of a company, a hospital.
                let is_name = token.is_upper && tag != "de";
                self.is_private |= !is_name;
                self.words.push(token.folded.clone());
            }
            self.is_given = true;
        }
    }
}

fn push(list: &mut Vec<u16>, number: u16) {
    if !list.contains(&number) && list.len() < 8 {
        list.push(number);
    }
}

/// A name with its words.
pub struct Said<'a> {
    pub name: &'a str,
    pub tokens: &'a [Token],
    pub parts: &'a [Part],
    pub tag: &'a str,
}

impl Said<'_> {
    fn person(&self) -> Option<Name> {
        let run = self.run()?;
        let begin = self.tokens[run.start].begin;
        let end = self.tokens[run.end - 1].end;
        let mut new = Name {
            shown: self.name[begin..end].trim().to_owned(),
            ..empty(Kind::Person)
        };
        new.is_kind_sure = self
            .parts
            .iter()
            .any(|part| matches!(part, Part::Role | Part::Title));
        new.sex = (0..self.tokens.len())
            .filter(|at| !run.contains(at))
            .filter(|&at| matches!(self.parts[at], Part::Title | Part::Role))
            .find_map(|at| self.tokens[at].mark.sex);
        new.role = self.office_beside(&run);
        let has_case = self.tokens[run.clone()]
            .iter()
            .any(|token| token.is_upper || token.is_lower);
        let mut is_patronymic = false;
        let mut has_given = false;
        let run_tokens = &self.tokens[run.clone()];
        for (at, (token, part)) in run_tokens.iter().zip(&self.parts[run.clone()]).enumerate() {
            match part {
                Part::Generation => {
                    new.generation = generation(token);
                    continue;
                }
                Part::Particle | Part::Small => {
                    is_patronymic = is_bin(&token.folded);
                    // Written together with the name it is shorter: "بنكيران".
                    new.joined.push_str(match token.folded.as_str() {
                        "ابن" => "بن",
                        folded => folded,
                    });
                    continue;
                }
                _ => {}
            }
            new.joined.push_str(&token.folded);
            if token.mark.place > 0 && run_tokens.len() == 1 && !new.is_kind_sure {
                return None;
            }
            self.push(&mut new, token, at, run_tokens, is_patronymic);
            is_patronymic = false;
            has_given |= new.words.last().is_some_and(|word| word.given.is_some());
        }
        // No name has so many words; a sentence has.
        let is_long = run_tokens.len() == 1
            && run_tokens[0].signs == Signs::Han
            && run_tokens[0].folded.chars().nth(6).is_some();
        if new.words.is_empty() || new.words.len() > 7 || is_long {
            return None;
        }
        // No name is written in small letters, but in lists of tags and in poor copies.
        let is_lower = run_tokens.iter().all(|token| token.is_lower);
        if has_case && is_lower && !has_given && !new.is_kind_sure {
            return None;
        }
        new.is_kind_sure |= has_given && new.words.len() > 1;
        new.is_acronym = new.words.len() == 1 && run_tokens.len() == 1 && run_tokens[0].is_caps;
        self.order(&mut new, run_tokens);
        if new.sex.is_none() {
            let given = new.words.first().filter(|_| new.words.len() > 1);
            new.sex = given.and_then(|word| word.given?.sex);
        }
        Some(new)
    }

    /// Adds a word, as part of the one before where both are one.
    fn push(&self, new: &mut Name, token: &Token, at: usize, run: &[Token], is_patronymic: bool) {
        let before = at.checked_sub(1).map(|at| run[at].folded.as_str());
        let servant = at
            .checked_sub(1)
            .into_iter()
            .chain(at.checked_sub(2).filter(|_| run[at - 1].mark.particle))
            .any(|at| is_servant(&run[at].folded));
        if is_servant(&token.folded) && at + 1 < run.len() {
            return;
        }
        if token.signs == Signs::Letters
            && token.folded.chars().nth(1).is_none()
            && is_hebrew_article(&token.folded)
            && at + 1 < run.len()
        {
            return;
        }
        let is_foreign = run
            .iter()
            .filter(|token| token.signs != Signs::Letters)
            .count()
            > 1;
        if servant {
            let mark = servant_of(&token.folded);
            let lower = format!("{mark}{}", token.lower);
            let folded = format!("{mark}{}", token.folded);
            new.words
                .push(Word::new(&lower, &folded, token.signs, is_foreign));
        } else if token.folded == "الله" && before.is_some() && !new.words.is_empty() {
            if let Some(last) = new.words.pop() {
                let folded = format!("{}{}", last.folded, token.folded);
                new.words
                    .push(Word::new(&folded, &folded, token.signs, is_foreign));
            }
        } else {
            let mut word = Word::new(&token.lower, &token.folded, token.signs, is_foreign);
            word.is_patronymic = is_patronymic;
            if let Some(bin) = at.checked_sub(1).filter(|_| is_patronymic) {
                word = word.with_prefix(&run[bin].lower, &token.lower);
            }
            word.is_place = token.mark.place > 0;
            let is_initials = token.is_dotted
                || token.is_caps && token.folded.len() == 2 && at == 0 && run.len() > 1;
            if is_initials && token.folded.chars().nth(1).is_some() && token.folded.len() < 5 {
                for letter in token.folded.chars() {
                    let letter = letter.to_string();
                    new.words
                        .push(Word::new(&letter, &letter, token.signs, is_foreign));
                }
                return;
            }
            new.words.push(word);
        }
    }

    /// Puts the family name last.
    fn order(&self, new: &mut Name, run: &[Token]) {
        let signs = run[0].signs;
        if new.words.len() == 1 && run.len() == 1 && matches!(signs, Signs::Han | Signs::Hangul) {
            let token = &run[0];
            let Some((at, is_whole)) = family_length(&token.folded, signs, self.tag) else {
                if signs == Signs::Han {
                    new.words = vec![Word::new(&token.lower, &token.folded, signs, true)];
                }
                return;
            };
            new.whole = Some(Word::new(&token.lower, &token.folded, signs, true));
            let readings = |signs: &str| {
                LEXICON
                    .family_first(signs)
                    .unwrap_or_default()
                    .iter()
                    .flat_map(|family| family.latin.iter().copied())
            };
            let family = &token.folded[..at];
            let family_word =
                Word::new(family, family, signs, false).with_readings(readings(family));
            if is_whole {
                new.words = vec![family_word];
            } else {
                let given = &token.folded[at..];
                let mut given = Word::new(given, given, signs, false);
                given.is_unreadable = self.tag == "ja"
                    || LEXICON.family_first(family).is_some_and(|families| {
                        families.iter().all(|family| family.language == "ja")
                    });
                new.words = vec![given, family_word];
            }
            new.is_family_first = true;
            return;
        }
        let Some((first, rest)) = run.split_first().filter(|_| signs == Signs::Letters) else {
            return;
        };
        if new.words.len() == 1 && rest.is_empty() && LEXICON.is_family_latin(&first.folded) {
            new.words[0] = new.words[0].clone().with_pinyin();
        }
        if new.words.len() < 2 {
            return;
        }
        let is_eastern = LEXICON.is_family_latin(&first.folded)
            && (1..=2).contains(&rest.len())
            && rest.iter().all(|token| {
                token.signs == Signs::Letters
                    && LEXICON.given(&token.folded).is_none()
                    && (is_pinyin(&token.folded) || is_syllable(&token.folded))
            })
            && rest.iter().map(|token| token.folded.len()).sum::<usize>() < 14;
        if is_eastern {
            let given: String = rest.iter().map(|token| token.folded.as_str()).collect();
            let family = new.words.remove(0).with_pinyin();
            new.words = vec![
                Word::new(&given, &given, Signs::Letters, false).with_pinyin(),
                family,
            ];
            new.is_family_first = true;
        } else if self.tag == "hu" && new.words[0].given.is_none() {
            new.words.rotate_left(1);
            new.is_family_first = true;
        }
    }

    /// The office as it stands before or behind the name.
    fn office_beside(&self, run: &std::ops::Range<usize>) -> Option<String> {
        let begin = self.tokens[run.start].begin;
        let end = self.tokens[run.end - 1].end;
        let has_role =
            |mut range: std::ops::Range<usize>| range.any(|at| self.parts[at] == Part::Role);
        let text = if has_role(0..run.start) {
            &self.name[self.tokens[0].begin..begin]
        } else if has_role(run.end..self.tokens.len()) {
            &self.name[end..self.tokens[self.tokens.len() - 1].end]
        } else {
            return None;
        };
        let text = text.trim_matches(|c: char| !c.is_alphanumeric() && c != ')' && c != '.');
        (!text.is_empty()).then(|| text.to_owned())
    }

    fn body(&self, is_body_by_role: bool) -> Option<Name> {
        let is_small = |at: usize| {
            let mark = self.tokens[at].mark;
            self.parts[at] == Part::Particle
                || self.parts[at] == Part::Small
                    && (mark.small || mark.and || mark.more && !self.tokens[at].is_upper)
        };
        let begin = (0..self.tokens.len()).find(|&at| !is_small(at))?;
        let end = (0..self.tokens.len()).rev().find(|&at| !is_small(at))?;
        let mut new = Name {
            shown: self.name[self.tokens[begin].begin..self.tokens[end].end]
                .trim()
                .to_owned(),
            is_kind_sure: true,
            ..empty(Kind::Body)
        };
        // What stands in brackets or behind a comma is said of it.
        let first = self.tokens[begin].segment;
        let is_cased = self
            .tokens
            .iter()
            .any(|token| token.is_upper || token.is_lower);
        let is_capital = self.tokens.iter().any(|token| token.is_upper);
        let mut others = 0;
        let mut has_kind = false;
        let mut is_topic = false;
        for (at, (token, part)) in self.tokens.iter().zip(self.parts).enumerate() {
            if token.segment != first
                && self.tokens[begin..]
                    .iter()
                    .any(|token| token.segment == first && !token.mark.weak)
            {
                continue;
            }
            if new.known > 0 && is_small(at) && is_in(&token.folded) {
                // "Bundesverfassungsgericht in Karlsruhe".
                break;
            }
            if is_small(at) {
                if let Some(first) = token.folded.chars().next() {
                    new.initials[1].push(first);
                }
                continue;
            }
            new.joined.push_str(&token.folded);
            if let Some(first) = token.folded.chars().next() {
                new.initials[0].push(first);
                new.initials[1].push(first);
            }
            if token.goes_on {
                continue;
            }
            match part {
                Part::Known if new.known == 0 => new.known = token.mark.known,
                Part::Concept if token.mark.weak => {}
                Part::Concept => {
                    let numbers = token.mark.concepts;
                    if token.mark.place > 0 {
                        push(&mut new.places, token.mark.place);
                    }
                    has_kind |= token.mark.kind && !LEXICON.goes_with_known(numbers[0]);
                    new.is_of_country |= LEXICON.is_of_country(numbers[0]);
                    is_topic |= !token.mark.kind;
                    let front = LEXICON
                        .by_end(&token.folded, self.tag)
                        .map(|(front, _)| front);
                    let is_federal = front == Some("bundes") && LEXICON.is_of_country(numbers[0]);
                    if numbers[1] == 0 && !is_federal && is_compound(token, self.tag) {
                        // "Bundesbank" is more than a bank.
                        new.words
                            .push(Word::new(&token.lower, &token.folded, token.signs, true));
                    }
                    for concept in token.mark.concepts.into_iter().filter(|&number| number > 0) {
                        push(&mut new.concepts, concept);
                    }
                }
                Part::Place => push(&mut new.places, token.mark.place),
                Part::Plain | Part::Known | Part::Role | Part::Title | Part::Small => {
                    others += 1;
                    if new.words.len() < 8 {
                        let mut word = Word::new(&token.lower, &token.folded, token.signs, true);
                        word.is_place = token.mark.place > 0;
                        new.words.push(word);
                    }
                }
                Part::Particle | Part::Generation | Part::Generic => {}
            }
        }
        // "the ministry", "the company".
        let is_bare = new.known == 0
            && new.words.is_empty()
            && new.places.is_empty()
            && new.concepts.len() < 2
            && !(is_topic && is_body_by_role);
        // "americano", "the country's law".
        let is_phrase = is_cased && !is_capital && new.known == 0 && new.concepts.len() < 2;
        if is_bare || is_phrase {
            return None;
        }
        for (open, close) in [('(', ')'), ('«', '»'), ('„', '“'), ('“', '”')] {
            if new.shown.contains(open) && !new.shown.contains(close) {
                new.shown.push(close);
            }
        }
        new.concepts.sort_unstable();
        new.places.sort_unstable();
        // "BBC Persian" is not all of the BBC.
        if new.known > 0 && (others > 0 || has_kind) {
            new.concepts.push(PART_OF + new.known);
            new.known = 0;
        }
        new.is_acronym = self.is_acronym();
        Some(new)
    }
}

/// Added to the number of a body of the list where a name is that of a part of it.
const PART_OF: u16 = 10_000;

/// Whether the lists know a word only by its end.
fn is_compound(token: &Token, tag: &str) -> bool {
    !LEXICON.mark(&token.folded, tag).is_known()
        && !LEXICON.by_beginning(&token.folded, tag).is_known()
        && LEXICON.by_end(&token.folded, tag).is_some()
}

fn empty(kind: Kind) -> Name {
    Name {
        shown: String::new(),
        role: None,
        kind,
        language: None,
        is_kind_sure: false,
        words: Vec::new(),
        is_family_first: false,
        whole: None,
        joined: String::new(),
        sex: None,
        generation: None,
        facts: Facts::default(),
        concepts: Vec::new(),
        places: Vec::new(),
        known: 0,
        initials: [String::new(), String::new()],
        is_acronym: false,
        is_of_country: false,
    }
}

/// "In".
fn is_in(word: &str) -> bool {
    matches!(word, "in" | "en" | "a" | "em" | "в" | "у" | "في" | "در")
}

/// "Son of", in the scripts of the peoples who say it.
fn is_bin(word: &str) -> bool {
    matches!(
        word,
        "bin"
            | "ibn"
            | "ben"
            | "bint"
            | "بن"
            | "ابن"
            | "بنت"
            | "бин"
            | "ибн"
            | "ビン"
            | "בן"
            | "빈"
    )
}

/// "Servant of", which makes one name with the word behind it.
fn is_servant(word: &str) -> bool {
    matches!(
        word,
        "abd"
            | "abdel"
            | "abdul"
            | "abdal"
            | "abdol"
            | "عبد"
            | "абд"
            | "абдель"
            | "абдул"
            | "абдул-"
            | "עבד"
    )
}

fn servant_of(word: &str) -> &'static str {
    match word.chars().next() {
        Some('a'..='z') => "abdul",
        Some('\u{400}'..='\u{4ff}') => "абдул",
        Some('\u{5d0}'..='\u{5ea}') => "עבדל",
        _ => "عبد",
    }
}

/// The Hebrew letter for the Arabic article.
fn is_hebrew_article(word: &str) -> bool {
    matches!(word, "א" | "ה")
}

/// How long the family name is that a name in signs begins with, in bytes, and whether it is all.
pub fn family_length(signs: &str, of: Signs, tag: &str) -> Option<(usize, bool)> {
    let count = signs.chars().count();
    if count > 6 || of == Signs::Han && count > 6 {
        return None;
    }
    let ends: Vec<_> = signs
        .char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .collect();
    let fits = |end: usize| {
        LEXICON.family_first(&signs[..end]).is_some_and(|families| {
            families.iter().any(|family| {
                let left = count - signs[..end].chars().count();
                match family.language {
                    "ja" => left <= 3 && (tag.is_empty() || tag == "ja" || left > 0),
                    _ => left <= 2,
                }
            })
        })
    };
    let found = ends.iter().rev().take(6).copied().find(|&end| fits(end))?;
    Some((found, found == signs.len()))
}

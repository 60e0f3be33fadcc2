//! Finds the name among titles, offices and places.

use super::Kind;
use super::lexicon::LEXICON;
use super::likeness::Word;
use super::mark::{Generation, roman};
use super::name::{Facts, Name};
use super::sounds::{is_pinyin, is_syllable};
use super::tokens::{Signs, Token, read};

/// What a word of a name does there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// May be of the name.
    Plain,
    /// "van", "bin".
    Particle,
    /// "Jr."
    Generation,
    Title,
    Role,
    /// A word of bodies.
    Concept,
    Known,
    Place,
    Generic,
    /// An article, and small words of which no name is.
    Small,
}

/// Languages in which offices and titles stand behind the name.
const SUFFIXED: [&str; 5] = ["ja", "ko", "zh", "hu", "hi"];

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
    let is_body = !has_office && !is_person_by_role && (is_body_by_role || said.is_body());
    let mut new = if is_body {
        said.body(is_body_by_role)?
    } else {
        said.person()?
    };
    new.is_kind_sure |= is_body_by_role || is_person_by_role;
    facts.add(&role_tokens);
    if role.is_none() && !is_body {
        // Beside the name.
        let run = said.run()?;
        let others: Vec<_> = (0..tokens.len())
            .filter(|at| !run.contains(at))
            .map(|at| tokens[at].clone())
            .collect();
        facts.add(&others);
    } else if !is_body {
        let offices: Vec<_> = tokens
            .iter()
            .zip(&parts)
            .filter(|(_, part)| **part != Part::Plain)
            .map(|(token, _)| token.clone())
            .collect();
        facts.add(&offices);
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
    fn add(&mut self, tokens: &[Token]) {
        for token in tokens {
            let mark = token.mark;
            if token.goes_on {
                continue;
            }
            if let Some(office) = mark.role {
                push(&mut self.offices, office);
            } else if mark.place > 0 {
                push(&mut self.places, mark.place);
            } else if mark.known > 0 {
                push(&mut self.bodies, mark.known);
            } else if mark.small || mark.title || mark.generic || mark.particle || mark.and {
                continue;
            } else if self.words.len() < 8 {
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

/// What each word does.
fn parts(tokens: &[Token], tag: &str) -> Vec<Part> {
    let has_upper = tokens.iter().any(|token| token.is_upper);
    let mut parts: Vec<Part> = Vec::with_capacity(tokens.len());
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1);
        let goes_on = token.goes_on;
        let is_segment_start = before.is_none_or(|before| tokens[before].segment != token.segment);
        let last_part = before
            .filter(|_| !is_segment_start)
            .map(|before| parts[before]);
        let mark = token.mark;
        let is_last = tokens
            .get(at + 1)
            .is_none_or(|next| next.segment != token.segment);
        let given = LEXICON.given(&token.folded);
        // "Stephen King", "Julia Child", "Gordon Bank".
        let is_behind_given = before.is_some_and(|before| {
            !is_segment_start
                && last_part == Some(Part::Plain)
                && LEXICON.given(&tokens[before].folded).is_some()
        });
        let next = tokens
            .get(at + 1)
            .filter(|next| next.segment == token.segment);
        let is_before_plain = next.is_some_and(|next| next.is_upper && !next.mark.is_known());
        let part = if goes_on {
            last_part.unwrap_or(Part::Plain)
        } else if last_part == Some(Part::Plain) && generation(token).is_some() {
            Part::Generation
        } else if token.is_upper
            && !token.is_caps
            && is_behind_given
            && (is_last || is_before_plain && !mark.title)
            || next.is_some_and(|next| next.folded == "الله" && !next.goes_on)
        {
            Part::Plain
        } else if mark.known > 0 {
            Part::Known
        } else if mark.title && mark.role.is_none() && is_behind_given && !is_last {
            // "Sharif Sheikh Ahmed".
            Part::Particle
        } else if mark.role.is_some() {
            Part::Role
        } else if mark.title && !(token.is_dotted && last_part == Some(Part::Plain)) {
            Part::Title
        } else if mark.is_concept() {
            Part::Concept
        } else if mark.place > 0 {
            let is_free = matches!(last_part, None | Some(Part::Plain));
            if token.is_upper
                && is_free
                && (is_before_plain || last_part == Some(Part::Plain) && given.is_none() && is_last)
                || given.is_some() && token.is_upper && is_before_plain && is_free
            {
                Part::Plain
            } else {
                Part::Place
            }
        } else if mark.generic {
            Part::Generic
        } else if mark.particle && !(token.is_upper && at == 0 && given.is_some() && !is_last) {
            Part::Particle
        } else if mark.small || mark.and {
            Part::Small
        } else if has_upper && token.is_lower && !(tag == "ka") {
            // "turc", "libanais": no name, unless with a name's hyphen.
            if token.is_joined && last_part == Some(Part::Plain) {
                Part::Plain
            } else {
                Part::Small
            }
        } else {
            Part::Plain
        };
        parts.push(part);
    }
    parts
}

/// What tells namesakes apart: "Jr.", "XVI".
fn generation(token: &Token) -> Option<Generation> {
    let number = || roman(&token.folded).filter(|_| token.is_caps);
    token
        .mark
        .generation
        .or_else(|| number().map(Generation::Number))
}

/// A name with its words.
struct Said<'a> {
    name: &'a str,
    tokens: &'a [Token],
    parts: &'a [Part],
    tag: &'a str,
}

impl Said<'_> {
    /// Whether it names a body, where no office stands with it.
    fn is_body(&self) -> bool {
        let kinds = self
            .tokens
            .iter()
            .zip(self.parts)
            .filter(|(_, part)| **part != Part::Plain);
        let mut is_any = false;
        for (token, part) in kinds {
            match part {
                Part::Known => is_any = true,
                Part::Concept => is_any |= token.mark.kind || token.mark.weak,
                Part::Place => {}
                Part::Generic => return false,
                _ => {}
            }
        }
        is_any
            || self.plain().next().is_none()
                && self
                    .parts
                    .iter()
                    .any(|part| matches!(part, Part::Place | Part::Concept))
            || self.is_acronym()
    }

    fn plain(&self) -> impl Iterator<Item = &Token> {
        self.tokens
            .iter()
            .zip(self.parts)
            .filter(|(_, part)| **part == Part::Plain)
            .map(|(token, _)| token)
    }

    /// Whether all of it is capitals as of first letters.
    fn is_acronym(&self) -> bool {
        let mut plain = self.plain().peekable();
        plain.peek().is_some()
            && plain.all(|token| {
                let length = token.folded.chars().count();
                let has_capital_within = self.name[token.begin..token.end]
                    .chars()
                    .skip(1)
                    .any(char::is_uppercase);
                let is_short = (2..=6).contains(&length);
                let is_hebrew = self.name[token.begin..token.end].contains(['"', '״']);
                is_short
                    && LEXICON.given(&token.folded).is_none()
                    && (token.is_caps
                        || token.is_dotted && length > 2
                        || is_hebrew
                        || has_capital_within && length <= 4)
            })
    }

    /// The words of the person's name: the best stretch of words that may be of a name.
    fn run(&self) -> Option<std::ops::Range<usize>> {
        let mut best: Option<(i32, std::ops::Range<usize>)> = None;
        let mut at = 0;
        while at < self.tokens.len() {
            if !self.is_in_run(at, None) {
                at += 1;
                continue;
            }
            let begin = at;
            at += 1;
            while at < self.tokens.len()
                && self.tokens[at].segment == self.tokens[begin].segment
                && self.is_in_run(at, Some(begin))
            {
                at += 1;
            }
            // A particle at the end belongs to nothing.
            let end = (begin..at)
                .rev()
                .find(|&at| matches!(self.parts[at], Part::Plain | Part::Generation))
                .map_or(begin, |at| at + 1);
            let run = begin..end;
            if !run.clone().any(|at| self.parts[at] == Part::Plain) {
                continue;
            }
            let score = self.score(&run);
            if best.as_ref().is_none_or(|(other, _)| score > *other) {
                best = Some((score, run));
            }
        }
        best.map(|(_, run)| run)
    }

    fn is_in_run(&self, at: usize, begin: Option<usize>) -> bool {
        match self.parts[at] {
            Part::Plain => true,
            Part::Particle => begin.is_some() || !self.tokens[at].mark.small,
            Part::Generation => begin.is_some(),
            // "عبد الإله", "John and Mary" not.
            Part::Small => begin.is_some() && self.tokens[at].mark.particle,
            _ => false,
        }
    }

    /// How likely a stretch of words is the person's name.
    fn score(&self, run: &std::ops::Range<usize>) -> i32 {
        let is_suffixed = SUFFIXED.contains(&self.tag);
        let near = |at: Option<usize>| {
            at.filter(|&at| {
                at < self.tokens.len() && self.tokens[at].segment == self.tokens[run.start].segment
            })
            .map(|at| self.parts[at])
        };
        let is_office = |part| matches!(part, Some(Part::Role | Part::Title));
        let mut before = run.start.checked_sub(1);
        while let Some(at) = before.filter(|&at| {
            matches!(
                self.parts[at],
                Part::Place | Part::Small | Part::Generic | Part::Concept | Part::Known
            ) && at > 0
        }) {
            before = at.checked_sub(1);
        }
        let mut behind = run.end;
        if is_suffixed {
            while behind + 1 < self.tokens.len()
                && matches!(
                    self.parts[behind],
                    Part::Place | Part::Small | Part::Generic | Part::Concept | Part::Known
                )
            {
                behind += 1;
            }
        }
        let mut score = 0;
        if is_office(near(before)) {
            score += if is_suffixed { 2 } else { 4 };
        }
        if is_office(near(Some(behind))) {
            score += if is_suffixed { 4 } else { -2 };
        }
        if near(Some(run.end)) == Some(Part::Concept) {
            // "Clinton Foundation chief ..."
            score -= 5;
        }
        let words = run.clone().filter(|&at| self.parts[at] == Part::Plain);
        let given = words
            .clone()
            .any(|at| LEXICON.given(&self.tokens[at].folded).is_some());
        score += if given { 3 } else { 0 };
        score += i32::from(words.clone().count() > 1);
        let is_caps = words
            .clone()
            .all(|at| self.tokens[at].is_caps && self.tokens[at].folded.len() < 6);
        score - if is_caps { 3 } else { 0 }
    }

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
        if new.words.is_empty() {
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
            new.sex = given.and_then(|word| word.given?.1);
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
        if signs == Signs::Han || signs == Signs::Katakana {
            return;
        }
        if signs == Signs::Hangul {
            return;
        }
        let Some((first, rest)) = run.split_first() else {
            return;
        };
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
        let is_small = |at: usize| matches!(self.parts[at], Part::Small | Part::Particle);
        let begin = (0..self.tokens.len()).find(|&at| !is_small(at))?;
        let end = (0..self.tokens.len()).rev().find(|&at| !is_small(at))?;
        let mut new = Name {
            shown: self.name[self.tokens[begin].begin..self.tokens[end].end]
                .trim()
                .to_owned(),
            is_kind_sure: true,
            ..empty(Kind::Body)
        };
        let mut others = 0;
        let mut has_kind = false;
        let mut is_topic = false;
        for (at, (token, part)) in self.tokens.iter().zip(self.parts).enumerate() {
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
                    has_kind |= token.mark.kind && !LEXICON.goes_with_known(numbers[0]);
                    new.is_of_country |= LEXICON.is_of_country(numbers[0]);
                    is_topic |= !token.mark.kind;
                    if numbers[1] == 0 && is_compound(token, self.tag) {
                        // "Bundesbank" is more than a bank.
                        new.words
                            .push(Word::new(&token.lower, &token.folded, token.signs, true));
                    }
                    for concept in token.mark.concepts.into_iter().filter(|&number| number > 0) {
                        push(&mut new.concepts, concept);
                    }
                }
                Part::Place => push(&mut new.places, token.mark.place),
                Part::Plain | Part::Known | Part::Role | Part::Title => {
                    others += 1;
                    if new.words.len() < 8 {
                        let mut word = Word::new(&token.lower, &token.folded, token.signs, true);
                        word.is_place = token.mark.place > 0;
                        new.words.push(word);
                    }
                }
                Part::Small | Part::Particle | Part::Generation | Part::Generic => {}
            }
        }
        // "the ministry", "the company".
        let is_bare = new.known == 0
            && new.words.is_empty()
            && new.places.is_empty()
            && new.concepts.len() < 2
            && !(is_topic && is_body_by_role);
        if is_bare {
            return None;
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
fn family_length(signs: &str, of: Signs, tag: &str) -> Option<(usize, bool)> {
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

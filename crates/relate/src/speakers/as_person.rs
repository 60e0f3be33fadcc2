//! A person's name: its words in order, titles and particles told from them.

use super::Kind;
use super::lexicon::LEXICON;
use super::likeness::Word;
use super::name::Name;
use super::parts::{Part, generation};
use super::run::family_length;
use super::said::Said;
use super::sounds::{is_pinyin, is_syllable};
use super::split::{Signs, Token};

impl Said<'_> {
    /// The name as a person's; `None` where nobody is named.
    pub fn person(&self) -> Option<Name> {
        let run = self.run()?;
        let begin = self.tokens[run.start].begin;
        let end = self.tokens[run.end - 1].end;
        let mut new = Name {
            shown: self.name[begin..end].trim().to_owned(),
            ..Name::empty(Kind::Person)
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
            Self::push(&mut new, at, run_tokens, is_patronymic);
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
    fn push(new: &mut Name, at: usize, run: &[Token], is_patronymic: bool) {
        let token = &run[at];
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
            let Some((at, is_whole)) = family_length(&token.folded, self.tag) else {
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

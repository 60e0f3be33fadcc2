//! From what a report calls a speaker to a name: its parts told apart, and what its office says.

use khabar_words::stem;

use super::lexicon::LEXICON;
use super::name::{Facts, Name, push};
use super::parts::{Part, parts};
use super::said::Said;
use super::split::Token;
use super::tokens::read;

impl Name {
    /// Takes a name apart as a report has it, with title, office and all; `role` is what the report says of the speaker,
    /// `language` a BCP 47 tag. `None` where nobody is named: "official", "a spokesman", "the ministry".
    pub fn of(name: &str, role: Option<&str>, language: Option<&str>) -> Option<Self> {
        let primary = language.and_then(stem::primary).unwrap_or_default();
        let tag = primary.as_str();
        let tokens = read(name, tag);
        if tokens.is_empty() {
            return None;
        }
        let parts = parts(&tokens);
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
        facts.add(role_tokens.iter(), tag);
        if !is_body {
            // What stands beside the name; with an office of its own, no names of others.
            let run = said.run()?;
            let beside = (0..tokens.len())
                .filter(|at| !run.contains(at))
                .filter(|&at| role.is_none() || parts[at] != Part::Plain);
            facts.add(beside.map(|at| &tokens[at]), tag);
        }
        new.sex = new.sex.or_else(|| {
            role_tokens
                .iter()
                .find_map(|token| token.mark.sex.filter(|_| token.mark.role.is_some()))
        });
        new.role = role.map(str::to_owned).or(new.role);
        new.language = language.map(str::to_owned);
        new.facts = facts;
        new.tag = primary;
        Some(new)
    }
}

/// Whether what is said of the speaker is said of a body: "company", "football club", "city".
fn is_body_by_role(tokens: &[Token]) -> bool {
    let marks = || tokens.iter().map(|token| token.mark);
    !marks().any(|mark| mark.role.is_some() || mark.title || mark.generic)
        && marks().any(|mark| mark.kind || mark.weak)
}

impl Facts {
    fn add<'t>(&mut self, tokens: impl Iterator<Item = &'t Token>, tag: &str) {
        let tokens: Vec<&Token> = tokens.collect();
        if tokens
            .iter()
            .any(|token| token.mark.kin && !token.mark.title)
        {
            // "Wife of the prime minister."
            self.is_given = true;
            return;
        }
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

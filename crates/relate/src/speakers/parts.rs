//! What each word does in what a report calls a speaker: which are titles, offices, places, and which may be of the name.

use super::lexicon::LEXICON;
use super::mark::{Generation, roman};
use super::split::Token;

/// What a word of a name does there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
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

/// What each word does.
pub fn parts(tokens: &[Token]) -> Vec<Part> {
    let has_upper = tokens.iter().any(|token| token.is_upper);
    let mut parts: Vec<Part> = Vec::with_capacity(tokens.len());
    for at in 0..tokens.len() {
        parts.push(part(tokens, &parts, at, has_upper));
    }
    parts
}

/// What a word does, by what those before it do.
fn part(tokens: &[Token], parts: &[Part], at: usize, has_upper: bool) -> Part {
    let token = &tokens[at];
    let before = at.checked_sub(1);
    let is_segment_start = before.is_none_or(|before| tokens[before].segment != token.segment);
    let last_part = before
        .filter(|_| !is_segment_start)
        .map(|before| parts[before]);
    let mark = token.mark;
    let given = LEXICON.given(&token.folded);
    let is_behind_given = !is_segment_start && is_behind_given(tokens, parts, at);
    let next = tokens
        .get(at + 1)
        .filter(|next| next.segment == token.segment);
    let is_last = next.is_none();
    // In scripts without capitals any word may be of a name.
    let is_before_plain = next.is_some_and(|next| !next.is_lower && !next.mark.is_known());
    let may_be_given = given.is_some() && !token.is_lower;
    let is_number = token.folded.starts_with(|c: char| c.is_ascii_digit());
    // "Moon Jae-in".
    let is_syllable = token.is_joined
        && token.is_lower
        && last_part == Some(Part::Plain)
        && mark.role.is_none()
        && !mark.is_concept();
    let is_of_body = last_part == Some(Part::Concept)
        && mark.role.is_some()
        && token.folded.starts_with("general");
    if is_of_body {
        // "Fiscalía General".
        Part::Small
    } else if is_number && !token.goes_on {
        Part::Small
    } else if is_syllable {
        Part::Plain
    } else if token.goes_on {
        last_part.unwrap_or(Part::Plain)
    } else if last_part == Some(Part::Plain) && generation(token).is_some() {
        Part::Generation
    } else if token.is_upper
        && !token.is_caps
        && is_behind_given
        && (is_last
            || is_before_plain && !mark.title
            || next.is_some_and(|next| generation(next).is_some()))
        || next.is_some_and(|next| next.folded == "الله" && !next.goes_on)
    {
        Part::Plain
    } else if mark.known > 0 && (token.is_caps || token.is_dotted || !mark.capitals) {
        Part::Known
    } else if mark.title
        && last_part == Some(Part::Plain)
        && next.is_some_and(|next| next.is_joined)
    {
        // "Tsai Ing-wen".
        Part::Plain
    } else if mark.title && mark.role.is_none() && is_behind_given && !is_last {
        // "Sharif Sheikh Ahmed".
        Part::Particle
    } else if let Some(role) = mark.role {
        // "Mr. King".
        let is_name = last_part == Some(Part::Title)
            && is_last
            && token.is_upper
            && LEXICON.office(role).field != "politics";
        if is_name { Part::Plain } else { Part::Role }
    } else if mark.title && !(token.is_dotted && last_part == Some(Part::Plain)) {
        Part::Title
    } else if mark.is_concept()
        && !(given.is_some() && !mark.kind && !mark.weak && token.is_upper && is_before_plain)
    {
        Part::Concept
    } else if mark.place > 0 {
        let is_free = matches!(last_part, None | Some(Part::Plain));
        if token.is_upper
            && is_free
            && (is_before_plain || last_part == Some(Part::Plain) && given.is_none() && is_last)
            || may_be_given && is_before_plain && is_free
        {
            Part::Plain
        } else {
            Part::Place
        }
    } else if last_part == Some(Part::Plain)
        && !is_last
        && mark.particle
        && mark.role.is_none()
        && !mark.title
    {
        Part::Particle
    } else if mark.generic && !(may_be_given && is_before_plain) {
        Part::Generic
    } else if mark.particle && !(token.is_upper && at == 0 && given.is_some() && !is_last) {
        Part::Particle
    } else if (mark.small || mark.and || mark.more)
        // "علي" is not "على".
        && !(given.is_some() && token.lower.ends_with('ي'))
    {
        Part::Small
    } else if has_upper && token.is_lower {
        // "turc", "libanais": no name, unless with a name's hyphen.
        if token.is_joined && last_part == Some(Part::Plain) {
            Part::Plain
        } else {
            Part::Small
        }
    } else {
        Part::Plain
    }
}

/// Whether a given name stands before a word, and nothing else between: "Stephen King", "Julia Child".
fn is_behind_given(tokens: &[Token], parts: &[Part], at: usize) -> bool {
    (0..at)
        .rev()
        .take_while(|&before| {
            matches!(parts[before], Part::Plain | Part::Particle)
                && tokens[before].segment == tokens[at].segment
        })
        .any(|before| LEXICON.given(&tokens[before].folded).is_some())
}

/// What tells namesakes apart: "Jr.", "XVI".
pub fn generation(token: &Token) -> Option<Generation> {
    let number = || roman(&token.folded).filter(|_| token.is_caps);
    token
        .mark
        .generation
        .or_else(|| number().map(Generation::Number))
}

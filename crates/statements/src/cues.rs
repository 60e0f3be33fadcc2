//! Reporting words, found by the catalogue of the language.

use std::ops::Range;

use crate::language::{Form, Frame, Language};
use crate::quotes::Quote;
use crate::tokens::Token;

/// How far back in its clause a particle of a verb is looked for, in tokens.
const PARTICLE_REACH: usize = 30;

/// A cue where it stands.
#[derive(Debug, Clone)]
pub struct Hit {
    /// Its tokens.
    pub at: Range<usize>,
    /// Its particle further back.
    pub particle: Option<usize>,
    /// The form found.
    pub form: &'static Form,
    /// How it works.
    pub frame: &'static Frame,
    /// Other ways in which the same words can work, in the catalogue's order.
    pub others: Vec<Hit>,
}

/// The cues of a sentence outside its quotations, in order and without overlap.
pub fn hits(
    tokens: &[Token],
    sentence: Range<usize>,
    quotes: &[Quote],
    language: &'static Language,
) -> Vec<Hit> {
    let mut out: Vec<Hit> = Vec::new();
    let mut at = sentence.start;
    let mut quotes = quotes
        .iter()
        .skip_while(|q| q.open < sentence.start)
        .peekable();
    while at < sentence.end {
        if let Some(quote) = quotes.next_if(|q| q.open == at) {
            at = quote.close + 1;
            continue;
        }
        let forms = tokens[at].word.map_or(&[][..], |word| language.forms(word));
        let mut found: Option<Hit> = None;
        for form in forms {
            // Longest first: what is shorter than the first that fits is part of it.
            if found.as_ref().is_some_and(|f| f.form.words.len() > form.words.len()) {
                break;
            }
            let Some((end, particle)) = matched(tokens, at, sentence.end, form) else {
                continue;
            };
            let hit = Hit {
                at: at..end,
                particle,
                form,
                frame: language.frame(form),
                others: Vec::new(),
            };
            match &mut found {
                Some(first) => first.others.push(hit),
                None => found = Some(hit),
            }
        }
        match found {
            Some(hit) => {
                at = hit.at.end;
                out.push(hit);
            }
            None => at += 1,
        }
    }
    out
}

fn matched(tokens: &[Token], at: usize, end: usize, form: &Form) -> Option<(usize, Option<usize>)> {
    let next = at + form.words.len();
    let is_here = next <= end
        && form
            .words
            .iter()
            .zip(&tokens[at..next])
            .skip(1)
            .all(|(w, t)| t.word == Some(*w) && !t.is_joined);
    if !is_here {
        return None;
    }
    let Some(particle) = form.particle else {
        return Some((next, None));
    };
    let behind =
        (next..end.min(next + PARTICLE_REACH)).find(|&i| tokens[i].word == Some(particle))?;
    Some((next, Some(behind)))
}

//! Why two quotations are the same words.

use rustc_hash::FxHashSet;

use super::print::{Print, Token};
use super::{Code, Company, Kind, Likeness, Reason};

/// Names in the reasons of a likeness.
const NAMED: usize = 4;

/// The likeness with its reasons.
pub(super) fn likeness(
    kind: Kind,
    share: f32,
    short: &Print,
    stretch: &[Token],
    company: Company,
) -> Likeness {
    let stems: FxHashSet<u64> = stretch.iter().map(|token| token.stem).collect();
    let common = || {
        short
            .tokens
            .iter()
            .filter(|token| token.is_telling() && stems.contains(&token.stem))
    };
    let mut reasons = match kind {
        Kind::Exact => vec![Reason::plain(Code::SameWords)],
        Kind::Part => vec![Reason::plain(Code::PartOf)],
        Kind::Reworded | Kind::Translated => Vec::new(),
    };
    let mut rare: Vec<&Token> = common().filter(|token| !token.is_number).collect();
    rare.sort_by_key(|token| std::cmp::Reverse(token.letters));
    reasons.extend(Reason::naming(Code::RareWords, rare));
    reasons.extend(Reason::naming(
        Code::Numbers,
        common().filter(|token| token.is_number),
    ));
    reasons.extend(Reason::naming(
        Code::Names,
        common().filter(|token| token.name.is_some()),
    ));
    reasons.extend(Reason::of_company(company));
    Likeness {
        kind,
        share,
        reasons,
    }
}

impl Reason {
    fn plain(code: Code) -> Self {
        Self { code, detail: None }
    }

    /// With the words it rests on; `None` without any.
    pub(super) fn naming<'t>(
        code: Code,
        tokens: impl IntoIterator<Item = &'t Token>,
    ) -> Option<Self> {
        let mut words: Vec<&str> = Vec::with_capacity(NAMED);
        for token in tokens {
            if words.len() < NAMED && !words.contains(&&*token.shown) {
                words.push(&token.shown);
            }
        }
        (!words.is_empty()).then(|| Self {
            code,
            detail: Some(words.join(", ")),
        })
    }

    pub(super) fn of_company(company: Company) -> impl Iterator<Item = Self> {
        let story = company.same_story.then_some(Code::SameStory);
        let speaker = company.same_speaker.map(|same| {
            if same {
                Code::SameSpeaker
            } else {
                Code::OtherSpeaker
            }
        });
        story.into_iter().chain(speaker).map(Self::plain)
    }
}

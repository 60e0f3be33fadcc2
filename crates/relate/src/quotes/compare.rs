//! Judges two quotations.

use rustc_hash::FxHashSet;

use super::print::{Print, Token};
use super::reasons::likeness;
use super::share::{share, stretch};
use super::{Company, Kind, Likeness, abroad, denial};

/// Words that say something that two quotations have in common at least where neither their story nor their speaker is the
/// same, and where two speakers are said to have said them. Of words of all kinds there are twice as many.
const STRANGERS: usize = 4;
const TWO_SPEAKERS: usize = 5;

/// Pairs of signs that make a word.
const PAIRS_A_WORD: usize = 2;

/// Words next to a part of a quotation among which one that denies would deny it.
const BESIDE: usize = 3;

/// Whether two quotations are the same words, and why; `None` where they are not.
///
/// Between two known languages the words themselves cannot be compared, and what carries over has to do.
pub fn compare(a: &Print, b: &Print, company: Company) -> Option<Likeness> {
    if let (Some(of_a), Some(of_b)) = (&a.language, &b.language)
        && of_a != of_b
    {
        return abroad::compare(a, b, company);
    }
    // The same two are compared alike, whichever comes first.
    let order = a.telling.cmp(&b.telling);
    let order = order.then_with(|| words(&a.tokens).cmp(words(&b.tokens)));
    let (short, long) = if order.is_le() { (a, b) } else { (b, a) };
    if words(&short.tokens).eq(words(&long.tokens)) {
        return is_enough(short, company)
            .then(|| likeness(Kind::Exact, 1.0, short, &long.tokens, company));
    }
    if is_part(&short.tokens, &long.tokens) {
        return is_enough(short, company)
            .then(|| likeness(Kind::Part, 1.0, short, &long.tokens, company));
    }
    reworded(short, long, company)
}

fn words(tokens: &[Token]) -> impl Iterator<Item = u64> {
    tokens.iter().map(|token| token.word)
}

/// How many words say something, where pairs of signs are no words.
fn size(print: &Print) -> usize {
    if print.pairs {
        print.telling / PAIRS_A_WORD
    } else {
        print.telling
    }
}

/// Whether words that are the same in both are more than anybody says.
fn is_enough(short: &Print, company: Company) -> bool {
    let least = match company.same_speaker {
        Some(false) => TWO_SPEAKERS,
        Some(true) => 0,
        None if company.same_story => 0,
        None => STRANGERS,
    };
    size(short) >= least && short.tokens.len() >= 2 * least
}

/// Whether one stands in the other word for word, in order, in pieces that dots part, and is not denied there.
fn is_part(short: &[Token], long: &[Token]) -> bool {
    let mut rest = long;
    let pieces = |tokens: &'_ [Token]| {
        tokens
            .chunk_by(|_, next| !next.after_gap())
            .map(<[Token]>::len)
            .collect::<Vec<_>>()
    };
    let mut from = 0;
    for length in pieces(short) {
        let piece = &short[from..from + length];
        from += length;
        let Some(at) = find(piece, rest) else {
            return false;
        };
        let (before, behind) = (&rest[..at], &rest[at + length..]);
        let denies = |token: &Token| token.denies;
        let own = piece.first().is_some_and(Token::begins_clause);
        // Up to the sign that parts clauses.
        let near_before =
            before
                .iter()
                .rev()
                .take(BESIDE)
                .scan(rest[at].begins_clause(), |over, token| {
                    let here = !*over;
                    *over |= token.begins_clause();
                    here.then_some(token)
                });
        let near_behind = behind
            .iter()
            .take(BESIDE)
            .take_while(|token| !token.begins_clause() && !token.after_gap());
        if !own && near_before.chain(near_behind).any(denies) {
            return false;
        }
        rest = behind;
    }
    true
}

/// Where a piece stands.
fn find(piece: &[Token], within: &[Token]) -> Option<usize> {
    within
        .windows(piece.len())
        .position(|window| words(window).eq(words(piece)))
}

/// How two quotations are the same in other words.
fn reworded(short: &Print, long: &Print, company: Company) -> Option<Likeness> {
    let stretch = stretch(short, &long.tokens);
    let share = share(short, stretch);
    let size = size(short);
    if share < bar(size, company)? {
        return None;
    }
    if numbers_differ(&short.tokens, stretch)
        || names_differ(&short.tokens, stretch)
        || denial::contradict(&short.tokens, stretch)
    {
        return None;
    }
    Some(likeness(Kind::Reworded, share, short, stretch, company))
}

/// The share of words that must be in both for them to be the same: more where less is said, and where less speaks for it.
fn bar(size: usize, company: Company) -> Option<f32> {
    let bar = match (company.same_story, company.same_speaker) {
        (_, Some(false)) if size < TWO_SPEAKERS => return None,
        (_, Some(false)) => 0.9,
        (true, Some(true)) => 0.5,
        (true, None) => 0.6,
        (false, _) if size < STRANGERS => return None,
        (false, Some(true)) => 0.65,
        (false, None) => 0.8,
    };
    let short = match size {
        ..=3 => 0.15,
        4 => 0.1,
        5 => 0.05,
        _ => 0.0,
    };
    Some(bar + short)
}

/// Whether each of two quotations has a number that the other has not.
fn numbers_differ(a: &[Token], b: &[Token]) -> bool {
    let numbers = |tokens: &[Token]| {
        let numbers = tokens.iter().filter(|token| token.is_number);
        numbers.map(|token| token.stem).collect::<FxHashSet<u64>>()
    };
    let (of_a, of_b) = (numbers(a), numbers(b));
    of_a.difference(&of_b).next().is_some() && of_b.difference(&of_a).next().is_some()
}

/// Whether each of two quotations has a name that the other has not.
fn names_differ(a: &[Token], b: &[Token]) -> bool {
    let lacks = |these: &[Token], those: &[Token]| {
        these
            .iter()
            .filter(|token| token.name.is_some())
            .any(|token| {
                !those.iter().any(|other| {
                    other.stem == token.stem
                        || other.root.is_some() && other.root == token.root
                        || is_like_name(token.name.as_deref(), other.name.as_deref())
                })
            })
    };
    lacks(a, b) && lacks(b, a)
}

/// Whether two names may be forms of one.
pub(super) fn is_like_name(a: Option<&str>, b: Option<&str>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if a.starts_with(b) || b.starts_with(a))
}

#[cfg(test)]
mod tests {
    use super::super::Code;
    use super::*;

    const SAME: Company = Company {
        same_story: true,
        same_speaker: Some(true),
    };
    const STRANGE: Company = Company {
        same_story: false,
        same_speaker: None,
    };

    fn kind(language: &str, a: &str, b: &str, company: Company) -> Option<Kind> {
        let print =
            |words| Print::of(words, Some(language)).unwrap_or_else(|| panic!("too few: {words}"));
        let (a, b) = (print(a), print(b));
        let there = compare(&a, &b, company);
        let back = compare(&b, &a, company);
        assert_eq!(
            there.as_ref().map(|found| found.kind),
            back.map(|found| found.kind)
        );
        there.map(|found| found.kind)
    }

    #[test]
    fn the_same_words_are_found() {
        let whole = "We will rebuild the old bridge within two years, and nobody will have to pay for the crossing.";
        for (other, expected) in [
            (whole, Kind::Exact),
            (
                "we will rebuild the old bridge within two years",
                Kind::Part,
            ),
            (
                "We will rebuild the old bridge … nobody will have to pay",
                Kind::Part,
            ),
            (
                "they would rebuild the old bridge within 2 years and no one would have to pay for crossing it",
                Kind::Reworded,
            ),
            (
                "within two years [the ministry] will have rebuilt the bridge, and nobody will pay to cross",
                Kind::Reworded,
            ),
        ] {
            assert_eq!(kind("en", whole, other, SAME), Some(expected), "{other}");
        }
    }

    #[test]
    fn other_statements_are_not() {
        for (language, a, b) in [
            (
                "en",
                "We will rebuild the old bridge of Velora",
                "We will not rebuild the old bridge of Velora",
            ),
            (
                "en",
                "We will rebuild the old bridge, not the road",
                "We will not rebuild the old bridge but the road",
            ),
            (
                "en",
                "We lost 14 boats in the storm of last night",
                "We lost 19 boats in the storm of last night",
            ),
            (
                "en",
                "We lost seven boats in the storm of last night",
                "We lost nine boats in the storm of last night",
            ),
            (
                "en",
                "We will rebuild the bridge near Velora this year",
                "We will rebuild the bridge near Tarmund this year",
            ),
            (
                "en",
                "rebuild the old bridge of Velora",
                "We will not rebuild the old bridge of Velora",
            ),
            (
                "de",
                "Wir bauen die alte Brücke wieder auf",
                "Wir bauen die alte Brücke nicht wieder auf",
            ),
            (
                "tr",
                "Eski köprüyü bu yıl yeniden yapacağız",
                "Eski köprüyü bu yıl yeniden yapmayacağız",
            ),
            (
                "zh",
                "我们今年会重建这座古老的石桥",
                "我们今年不会重建这座古老的石桥",
            ),
            (
                "ja",
                "今年中に古い石橋を必ず再建する",
                "今年中に古い石橋は再建しない",
            ),
            (
                "ar",
                "سنعيد بناء الجسر القديم هذا العام",
                "لن نعيد بناء الجسر القديم هذا العام",
            ),
            (
                "ru",
                "Мы восстановим старый мост в этом году",
                "Мы не восстановим старый мост в этом году",
            ),
        ] {
            assert_eq!(kind(language, a, b, SAME), None, "{a}");
        }
    }

    #[test]
    fn strangers_need_more() {
        let short = "We condemn this cowardly attack";
        assert_eq!(kind("en", short, short, SAME), Some(Kind::Exact));
        assert_eq!(kind("en", short, short, STRANGE), None);
        let long = "We were the first to lose our wooden boats in the storm and are the last to get our quays back";
        assert_eq!(kind("en", long, long, STRANGE), Some(Kind::Exact));
        let print = Print::of(long, Some("en")).expect("a print");
        let found = compare(
            &print,
            &print,
            Company {
                same_story: true,
                same_speaker: Some(false),
            },
        )
        .expect("long enough");
        assert!(
            found
                .reasons
                .iter()
                .any(|reason| reason.code == Code::OtherSpeaker)
        );
    }

    #[test]
    fn a_likeness_is_written_in_small_letters() {
        let print =
            Print::of("We lost 14 wooden boats near Port Velora", Some("en")).expect("a print");
        let found = compare(&print, &print, SAME).expect("the same");
        let json = serde_json::to_string(&found).expect("JSON");
        assert_eq!(
            json,
            r#"{"kind":"exact","share":1.0,"reasons":[{"code":"same-words"},{"code":"rare-words","detail":"wooden, Velora, lost, boats"},{"code":"numbers","detail":"14"},{"code":"names","detail":"Port, Velora"},{"code":"same-story"},{"code":"same-speaker"}]}"#
        );
    }
}

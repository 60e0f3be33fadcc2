//! What speaks for and against a text being the headline, and how much.

use std::sync::LazyLock;

pub(super) use super::Voice as V;
use super::{Candidate, Headings, Voice};
use crate::metadata::sites::Site;
use crate::metadata::{text, web, words};

/// What may speak for or against a text being the headline.
pub const FEATURES: &[&str] = &[
    "ld",
    "og",
    "twitter",
    "h1",
    "h1_rest",
    "h1_first",
    "h1_later",
    "title",
    "title_bare",
    "title_head",
    "title_first",
    "title_last",
    "og_bare",
    "og_head",
    "other",
    "itemprop",
    "h2",
    "voices",
    "share",
    "alone_h1",
    "marked_h1",
    "aside_h1",
    "linked_h1",
    "ld_h1",
    "og_h1",
    "og_title",
    "ld_og",
    "h1_title",
    "og_twitter_only",
    "only_h1",
    "only_og",
    "only_title",
    "slug",
    "in_slug",
    "kicked",
    "unkicked",
    "longer",
    "shorter",
    "site",
    "one_word",
    "two_words",
    "long",
    "cut",
    "bar",
    "h1_in_title",
    "title_in_h1",
    "no_h1",
    "no_og",
    "ld_title",
    "only_ld",
    "og_twitter_h1",
    "ld_h1_title",
    "tail",
    "kicked_og",
    "ld_h1_other",
    "h2_title",
    "slug_whole",
];

const OG: &[Voice] = &[V::OpenGraph, V::OpenGraphBare, V::OpenGraphHead];
pub(super) const H1: &[Voice] = &[V::H1, V::H1Rest, V::H1First, V::H1Later];
const TITLE: &[Voice] = &[
    V::Title,
    V::TitleBare,
    V::TitleHead,
    V::TitleFirst,
    V::TitleLast,
];

/// Weights of the features: on any page, and on pages that call themselves news.
static WEIGHTS: LazyLock<[Vec<f32>; 2]> = LazyLock::new(|| {
    let mut weights = [vec![0.0; FEATURES.len()], vec![0.0; FEATURES.len()]];
    for (_, line) in words::grouped(include_str!("../data/headline.txt")) {
        let mut parts = line.split(' ');
        let Some(at) = parts
            .next()
            .and_then(|name| FEATURES.iter().position(|f| *f == name))
        else {
            continue;
        };
        for (column, weight) in weights.iter_mut().zip(parts) {
            column[at] = weight.parse().unwrap_or(0.0);
        }
    }
    weights
});

/// What is the same for all candidates of a page.
struct Page<'p> {
    /// Whether it calls itself news.
    news: bool,
    h1: &'p Headings,
    /// All voices heard on it.
    all: u32,
    /// How many kinds of voice those are.
    heard: usize,
    /// Words of its address.
    slug: Vec<String>,
    /// Key of its `<title>`.
    title: String,
    /// Keys of all candidates, and their voices.
    keys: Vec<(String, u32)>,
}

/// The kinds of voice that are counted.
const GROUPS: [&[Voice]; 6] = [&[V::JsonLd], OG, &[V::Twitter], H1, TITLE, &[V::Other]];

/// Texts only markup or print says in full, not pieces we cut ourselves.
const IN_FULL: &[Voice] = &[
    V::JsonLd,
    V::OpenGraph,
    V::OpenGraphBare,
    V::Twitter,
    V::H1,
    V::H1Rest,
    V::Other,
    V::TitleBare,
];

/// From this share of words on an address is the text, spelt for addresses; a word or two may be left out.
const WHOLE: f32 = 0.9;

/// Gives every candidate its features and score.
pub(super) fn weigh(
    mut list: Vec<Candidate>,
    h1: &Headings,
    sites: &[Site],
    title: &str,
    base: &web::Base,
    news: bool,
) -> Vec<Candidate> {
    let all: u32 = list.iter().fold(0, |all, c| all | c.voices);
    let page = Page {
        news,
        h1,
        all,
        heard: GROUPS.iter().filter(|g| Voice::any(all, g)).count().max(1),
        slug: slug_words(base),
        title: text::key(title),
        keys: list.iter().map(|c| (c.key.clone(), c.voices)).collect(),
    };
    for candidate in &mut list {
        let solid = text::solid(&candidate.key);
        candidate.is_site = sites.iter().any(|site| site.solid == solid);
        candidate.features = page.features(candidate);
        let weights = &WEIGHTS[usize::from(page.news)];
        candidate.score = candidate
            .features
            .iter()
            .zip(weights)
            .map(|(f, w)| f * w)
            .sum();
    }
    list
}

fn flag(b: bool) -> f32 {
    f32::from(u8::from(b))
}

/// Which share of the words of one text another has.
fn overlap(a: &str, b: &str) -> f32 {
    let b: Vec<&str> = b.split(' ').collect();
    let n = a.split(' ').count().max(1);
    a.split(' ').filter(|w| b.contains(w)).count() as f32 / n as f32
}

/// How a text stands to the others that are nearly the same.
#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each becomes a feature of its own"
)]
struct Kin {
    /// Another with words before it.
    kicked: bool,
    /// Others are this one with words before it.
    unkicked: bool,
    /// At least two others are, with different words.
    tail: bool,
    /// Another with words after it.
    longer: bool,
    /// Another is this one with words after it.
    shorter: bool,
}

impl Page<'_> {
    fn kin(&self, key: &str) -> Kin {
        let others = || {
            self.keys
                .iter()
                .filter(|(k, v)| k != key && k.len() > 12 && Voice::any(*v, IN_FULL))
        };
        let blank_at = |long: &str, at: usize| long.as_bytes().get(at) == Some(&b' ');
        // Print and markup may each put another word or two before the same headline.
        let heads: Vec<&str> = others()
            .filter(|(k, _)| {
                k.ends_with(key) && key.len() > 12 && blank_at(k, k.len() - key.len() - 1)
            })
            .map(|(k, _)| &k[..k.len() - key.len()])
            .take(4)
            .collect();
        Kin {
            kicked: others()
                .any(|(k, _)| key.ends_with(k.as_str()) && blank_at(key, key.len() - k.len() - 1)),
            unkicked: !heads.is_empty(),
            tail: heads.len() > 1
                && heads
                    .iter()
                    .any(|a| heads.iter().all(|b| !b.ends_with(a) || a == b)),
            longer: others().any(|(k, _)| key.starts_with(k.as_str()) && blank_at(key, k.len())),
            shorter: others()
                .any(|(k, _)| k.starts_with(key) && key.len() > 12 && blank_at(k, key.len())),
        }
    }

    /// Shares of the address's words the text has, and of the text's words the address has.
    fn in_address(&self, key: &str) -> (f32, f32) {
        let words = slug_of(key);
        if self.slug.len() < 3 || words.is_empty() {
            return (0.0, 0.0);
        }
        let here = self.slug.iter().filter(|w| words.contains(w)).count() as f32;
        let there = words.iter().filter(|w| self.slug.contains(w)).count() as f32;
        (here / self.slug.len() as f32, there / words.len() as f32)
    }

    /// The features of one candidate, in the order of [`FEATURES`].
    fn features(&self, candidate: &Candidate) -> Vec<f32> {
        let voices = candidate.voices;
        let has = |g: &[Voice]| Voice::any(voices, g);
        let (ld, og, twitter, printed, titled) = (
            has(&[V::JsonLd]),
            has(OG),
            has(&[V::Twitter]),
            has(H1),
            has(TITLE),
        );
        let count = GROUPS.iter().filter(|g| has(g)).count();
        let key = candidate.key.as_str();
        let words = key.split(' ').count();
        let (marked, aside, linked) = self.h1.marks.get(key).copied().unwrap_or_default();
        let kin = self.kin(key);
        let (slug, in_slug) = self.in_address(key);
        let heading = self
            .keys
            .iter()
            .find(|(_, v)| Voice::any(*v, &[V::H1]))
            .map(|(k, _)| k.as_str());
        let mut f: Vec<f32> = (0..17).map(|bit| (voices >> bit & 1) as f32).collect();
        f.extend([
            count as f32,
            count as f32 / self.heard as f32,
            flag(printed && self.h1.count == 1),
            flag(marked),
            flag(aside),
            flag(linked),
            flag(ld && printed),
            flag(og && printed),
            flag(og && titled),
            flag(ld && og),
            flag(printed && titled),
            flag(og && twitter && count == 2),
            flag(printed && count == 1),
            flag(og && count == 1),
            flag(titled && count == 1),
            slug,
            in_slug,
            flag(kin.kicked),
            flag(kin.unkicked),
            flag(kin.longer),
            flag(kin.shorter),
            flag(candidate.is_site),
            flag(words == 1 && key.is_ascii()),
            flag(words == 2 && key.is_ascii()),
            flag(candidate.text.chars().count() > 160),
            flag(candidate.text.ends_with('…') || candidate.text.ends_with("...")),
            flag(candidate.text.contains('|')),
            if printed && !self.title.is_empty() {
                overlap(key, &self.title)
            } else {
                0.0
            },
            heading
                .filter(|_| !printed)
                .map_or(0.0, |h| overlap(key, h)),
            flag(titled && self.h1.count == 0),
            flag(titled && !Voice::any(self.all, OG)),
            flag(ld && titled),
            flag(ld && count == 1),
            flag(og && twitter && printed),
            flag(ld && printed && titled),
            flag(kin.tail),
            flag(kin.kicked && og),
            flag(ld && printed && has(&[V::Other])),
            flag(titled && has(&[V::H2])),
            flag(slug >= WHOLE && in_slug >= WHOLE && !kin.kicked),
        ]);
        f
    }
}

/// The words of the longest part of the address that has several.
fn slug_words(base: &web::Base) -> Vec<String> {
    base.path()
        .iter()
        .map(|part| slug_of(&text::key(part)))
        .max_by_key(Vec::len)
        .unwrap_or_default()
}

/// Words as addresses spell them: without accents, `ß` as `ss`.
fn slug_of(key: &str) -> Vec<String> {
    key.split(' ')
        .filter(|w| w.chars().any(char::is_alphabetic) || w.len() < 5)
        .take(60)
        .map(|w| w.chars().map(plain_letter).collect())
        .collect()
}

fn plain_letter(c: char) -> &'static str {
    const TABLE: &[(&str, &str)] = &[
        ("äæǽ", "ae"),
        ("öœøő", "oe"),
        ("üű", "ue"),
        ("ß", "ss"),
        ("àáâãåāăą", "a"),
        ("çćč", "c"),
        ("ďđð", "d"),
        ("èéêëēęěė", "e"),
        ("ìíîïīıi\u{307}", "i"),
        ("łľĺ", "l"),
        ("ñńň", "n"),
        ("òóôõō", "o"),
        ("ŕř", "r"),
        ("śšşș", "s"),
        ("ťţț", "t"),
        ("ùúûūůų", "u"),
        ("ýÿ", "y"),
        ("źżž", "z"),
        ("ğ", "g"),
    ];
    const ASCII: &str = "abcdefghijklmnopqrstuvwxyz0123456789";
    let at = match c {
        'a'..='z' => c as usize - 'a' as usize,
        '0'..='9' => c as usize - '0' as usize + 26,
        _ => {
            let found = TABLE.iter().find(|(from, _)| from.contains(c));
            return found.map_or("", |(_, to)| to);
        }
    };
    &ASCII[at..=at]
}

//! Whatever is done to a page, reading it ends and does not panic, and what comes out holds together.

use std::path::Path;

use khabar_article::{InputKind, ReadOptions, read, write};
use proptest::prelude::*;

/// A few golden pages to mangle: of several makes, scripts and encodings.
const PAGES: [&str; 6] = [
    "ar-windows-1256-table-layout",
    "en-docs-with-code",
    "en-fusion-state-body",
    "en-live-blog",
    "ja-shift-jis-town-news",
    "ru-portal-moscow-time",
];

fn page(at: usize) -> Vec<u8> {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases");
    std::fs::read(cases.join(PAGES[at]).join("page.html")).expect("the golden page is there")
}

/// What is done to the bytes: a piece cut out, doubled, moved or overwritten.
#[derive(Debug, Clone)]
enum Harm {
    Cut(usize, usize),
    Double(usize, usize),
    Truncate(usize),
    Overwrite(usize, Vec<u8>),
}

fn harm() -> impl Strategy<Value = Harm> {
    let place = 0..20_000_usize;
    prop_oneof![
        (place.clone(), 1..400_usize).prop_map(|(at, length)| Harm::Cut(at, length)),
        (place.clone(), 1..400_usize).prop_map(|(at, length)| Harm::Double(at, length)),
        place.clone().prop_map(Harm::Truncate),
        (
            place,
            prop::collection::vec(
                prop::sample::select(b"<>\"'&=/!-\0 \xff\xd8a0".to_vec()),
                1..12
            )
        )
            .prop_map(|(at, with)| Harm::Overwrite(at, with)),
    ]
}

fn mangle(bytes: &mut Vec<u8>, harms: &[Harm]) {
    for harm in harms {
        let end = bytes.len();
        match harm {
            Harm::Cut(at, length) => drop(bytes.drain((*at).min(end)..(at + length).min(end))),
            Harm::Double(at, length) => {
                let piece = bytes[(*at).min(end)..(at + length).min(end)].to_vec();
                bytes.splice((*at).min(end)..(*at).min(end), piece);
            }
            Harm::Truncate(at) => bytes.truncate((*at).max(1)),
            Harm::Overwrite(at, with) => {
                for (to, from) in bytes.iter_mut().skip(*at).zip(with) {
                    *to = *from;
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn mangled_pages_are_read_or_refused(at in 0..PAGES.len(), harms in prop::collection::vec(harm(), 1..8)) {
        let mut bytes = page(at);
        mangle(&mut bytes, &harms);
        for input in [InputKind::Auto, InputKind::Html, InputKind::Text] {
            let options = ReadOptions { input, url: Some("https://paper.example/a/b"), ..ReadOptions::default() };
            let Ok(article) = read(&bytes, &options) else { continue };
            let body: Vec<char> = article.body_text().chars().collect();
            for date in &article.dates {
                let words: String = body[date.begin..date.end].iter().collect();
                prop_assert_eq!(&words, &date.text);
            }
            prop_assert!(article.confidence.values().all(|c| (0.0..=1.0).contains(c)));
            let json = write::json::to_string(&article);
            prop_assert!(json.contains("@context"), "{}", json);
        }
    }
}

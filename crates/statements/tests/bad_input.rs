//! Whatever the text is, it is read to the end and every passage stands where it says.

use khabar_statements::Passage;
use proptest::prelude::*;

const LANGUAGES: &[&str] = &[
    "ar", "de", "en", "es", "fa", "fr", "hi", "id", "it", "ja", "pt", "ru", "tr", "zh", "sw",
];

/// Words that cues, quotations and clauses of all languages are made of, and marks.
const PIECES: &[&str] = &[
    "said",
    "told",
    "according to",
    "that",
    "he",
    "she",
    "Mr.",
    "President",
    "and",
    "who",
    "to",
    "adding",
    "the",
    "plan",
    "sagte",
    "teilte",
    "mit",
    "dass",
    "der",
    "Minister",
    "sei",
    "habe",
    "laut",
    "zufolge",
    "er",
    "fügte",
    "hinzu",
    "قال",
    "وأضاف",
    "أن",
    "إن",
    "الوزير",
    "مشيرا",
    "إلى",
    "وفقا",
    "أبلغ",
    "بأن",
    "للصحفيين",
    "دعا",
    "نفى",
    "الذي",
    "a déclaré",
    "que",
    "dit-il",
    "selon",
    "le",
    "ministre",
    "dijo",
    "según",
    "disse",
    "secondo",
    "che",
    "заявил",
    "что",
    "по словам",
    "отметив",
    "министр",
    "söyledi",
    "olduğunu",
    "göre",
    "Bakan",
    "dedi",
    "diye",
    "گفت",
    "که",
    "به گفته",
    "وزیر",
    "ने कहा",
    "कि",
    "के अनुसार",
    "mengatakan",
    "bahwa",
    "menurut",
    "kata",
    "表示",
    "說",
    "，",
    "。",
    "總統",
    "述べた",
    "と",
    "は",
    "首相",
    "「",
    "」",
    "によると",
    "“",
    "”",
    "„",
    "«",
    "»",
    "\"",
    "''",
    "'",
    "’",
    "‘",
    ",",
    ".",
    ":",
    ";",
    "?",
    "!",
    "(",
    ")",
    "—",
    "–",
    "-",
    "،",
    "؛",
    "\n",
    "\n\n",
    " ",
    "\u{200f}",
    "\u{640}",
    "2.5",
    "17",
    "X",
    "Aoun",
    "سليم",
    "é",
    "🙂",
    "\u{301}",
];

fn check(body: &str, language: &str) {
    let points: Vec<char> = body.chars().collect();
    let holds = |p: &Passage| {
        assert!(p.begin < p.end, "{language}: an empty passage in {body:?}");
        let words: String = points[p.begin..p.end].iter().collect();
        assert_eq!(words, p.text, "{language}: {body:?}");
    };
    for statement in khabar_statements::read(body, Some(language), &[]) {
        assert!(!statement.content.is_empty());
        let parts = [
            &statement.source,
            &statement.antecedent,
            &statement.cue,
            &statement.addressee,
        ];
        parts
            .into_iter()
            .flatten()
            .chain(&statement.content)
            .for_each(holds);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_mixture_is_read(
        language in prop::sample::select(LANGUAGES),
        pieces in prop::collection::vec((prop::sample::select(PIECES), any::<bool>()), 0..60),
    ) {
        let body: String = pieces
            .into_iter()
            .flat_map(|(piece, is_spaced)| [piece, if is_spaced { " " } else { "" }])
            .collect();
        check(&body, language);
    }

    #[test]
    fn any_text_is_read(language in prop::sample::select(LANGUAGES), body in "\\PC{0,200}") {
        check(&body, language);
    }
}

#[test]
fn marks_without_end_are_read() {
    for language in LANGUAGES {
        for piece in [
            "“",
            "\" a said b ",
            "« said “ „ he 「 ",
            "(said ",
            "— said he — ",
            "said, ",
            "قال ",
            "و",
            "「述べた",
        ] {
            check(&piece.repeat(3_000), language);
        }
    }
}

#[test]
fn no_text_says_nothing() {
    for body in ["", " ", "\n\n", ".", "“”", "\u{feff}"] {
        check(body, "en");
        assert!(khabar_statements::read(body, None, &[]).is_empty());
    }
}

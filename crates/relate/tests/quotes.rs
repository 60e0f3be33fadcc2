//! The same words in several reports: as outlets put them in twelve languages, floors on the made-up press, and input that is none.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use khabar_press::{Press, Statement};
use khabar_relate::quotes::{Code, Company, Kind, Print, compare};
use proptest::prelude::*;

const SAME: Company = Company {
    same_story: true,
    same_speaker: Some(true),
};

/// Words, the same as another outlet puts them, and the opposite.
const SAID: [(&str, &str, &str, &str); 12] = [
    (
        "en",
        "We will repair the 14 wooden piers before the winter, and the fishermen will get their berths back",
        "the 14 wooden piers would be repaired before winter and the fishermen would get back their berths",
        "We will not repair the 14 wooden piers before the winter, and the fishermen will not get their berths back",
    ),
    (
        "de",
        "Wir werden die 14 hölzernen Stege vor dem Winter reparieren, und die Fischer bekommen ihre Liegeplätze zurück",
        "die 14 hölzernen Stege würden noch vor dem Winter repariert und die Fischer bekämen ihre Liegeplätze zurück",
        "Wir werden die 14 hölzernen Stege vor dem Winter nicht reparieren, und die Fischer bekommen ihre Liegeplätze nicht zurück",
    ),
    (
        "fr",
        "Nous allons réparer les 14 pontons en bois avant l’hiver, et les pêcheurs retrouveront leurs places",
        "les 14 pontons en bois seraient réparés avant l’hiver et les pêcheurs retrouveraient leurs places",
        "Nous n’allons pas réparer les 14 pontons en bois avant l’hiver, et les pêcheurs ne retrouveront pas leurs places",
    ),
    (
        "es",
        "Vamos a reparar los 14 muelles de madera antes del invierno, y los pescadores recuperarán sus puestos",
        "los 14 muelles de madera serían reparados antes del invierno y los pescadores recuperarían sus puestos",
        "No vamos a reparar los 14 muelles de madera antes del invierno, y los pescadores no recuperarán sus puestos",
    ),
    (
        "pt",
        "Vamos reparar os 14 cais de madeira antes do inverno, e os pescadores recuperarão os seus lugares",
        "os 14 cais de madeira seriam reparados antes do inverno e os pescadores recuperariam seus lugares",
        "Não vamos reparar os 14 cais de madeira antes do inverno, e os pescadores não recuperarão os seus lugares",
    ),
    (
        "ru",
        "Мы отремонтируем 14 деревянных причалов до зимы, и рыбаки получат свои места обратно",
        "14 деревянных причалов отремонтируют до зимы, а рыбаки получат обратно свои места",
        "Мы не отремонтируем 14 деревянных причалов до зимы, и рыбаки не получат свои места обратно",
    ),
    (
        "tr",
        "Kıştan önce 14 ahşap iskeleyi onaracağız ve balıkçılar yerlerini geri alacak",
        "kıştan önce 14 ahşap iskelenin onarılacağını ve balıkçıların yerlerini geri alacağını",
        "Kıştan önce 14 ahşap iskeleyi onarmayacağız ve balıkçılar yerlerini geri almayacak",
    ),
    (
        "ar",
        "سنصلح 14 رصيفا خشبيا قبل الشتاء وسيستعيد الصيادون أماكنهم القديمة",
        "14 رصيفا خشبيا ستصلح قبل الشتاء وإن الصيادين سيستعيدون أماكنهم القديمة",
        "لن نصلح 14 رصيفا خشبيا قبل الشتاء ولن يستعيد الصيادون أماكنهم القديمة",
    ),
    (
        "fa",
        "پیش از زمستان ۱۴ اسکله چوبی را تعمیر می‌کنیم و ماهیگیران جای خود را پس می‌گیرند",
        "پیش از زمستان ۱۴ اسکله چوبی تعمیر خواهد شد و ماهیگیران جای خود را پس خواهند گرفت",
        "پیش از زمستان ۱۴ اسکله چوبی را تعمیر نمی‌کنیم و ماهیگیران جای خود را پس نمی‌گیرند",
    ),
    (
        "hi",
        "हम सर्दियों से पहले 14 लकड़ी के घाट ठीक करेंगे और मछुआरों को उनकी जगह वापस मिलेगी",
        "सर्दियों से पहले लकड़ी के 14 घाट ठीक किए जाएँगे और मछुआरों को अपनी जगह वापस मिल जाएगी",
        "हम सर्दियों से पहले 14 लकड़ी के घाट ठीक नहीं करेंगे और मछुआरों को उनकी जगह वापस नहीं मिलेगी",
    ),
    (
        "zh",
        "我们将在冬天之前修好14座木码头，渔民会拿回他们的泊位",
        "14座木码头将在冬天之前修好，渔民会拿回自己的泊位",
        "我们不会在冬天之前修好14座木码头，渔民也不能拿回他们的泊位",
    ),
    (
        "ja",
        "冬になる前に木造の桟橋14基を修理し、漁業者に係留場所を返す",
        "木造の桟橋14基を冬の前に修理し、漁業者に係留場所を返すことになる",
        "冬になる前に木造の桟橋14基を修理せず、漁業者に係留場所を返さない",
    ),
];

fn print(words: &str, language: &str) -> Print {
    Print::of(words, Some(language)).unwrap_or_else(|| panic!("too few: {words}"))
}

/// Whether they are found in an archive and held to be the same.
fn found(a: &Print, b: &Print, company: Company) -> bool {
    let keys = a.keys();
    b.keys().iter().any(|key| keys.contains(key)) && compare(a, b, company).is_some()
}

#[test]
fn the_same_words_are_found_as_outlets_put_them() {
    for (language, words, reworded, _) in SAID {
        let (whole, reworded) = (print(words, language), print(reworded, language));
        assert!(found(&whole, &reworded, SAME), "{language}");
        let likeness = compare(&whole, &reworded, SAME).expect("found a line above");
        assert_eq!(likeness.kind, Kind::Reworded, "{language}");
        let exact = compare(&whole, &whole, SAME).map(|likeness| likeness.kind);
        assert_eq!(exact, Some(Kind::Exact), "{language}");
    }
}

#[test]
fn the_opposite_and_another_number_are_not_the_same() {
    for (language, words, _, opposite) in SAID {
        let whole = print(words, language);
        assert_eq!(
            compare(&whole, &print(opposite, language), SAME),
            None,
            "{opposite}"
        );
        let number = words.replace("14", "19").replace("۱۴", "۱۹");
        assert_eq!(
            compare(&whole, &print(&number, language), SAME),
            None,
            "{number}"
        );
    }
}

#[test]
fn another_speaker_is_flagged_and_needs_nearly_the_same_words() {
    let other = Company {
        same_speaker: Some(false),
        ..SAME
    };
    for (language, words, ..) in SAID {
        let whole = print(words, language);
        let found = compare(&whole, &whole, other).expect("it is long and the same");
        assert!(
            found
                .reasons
                .iter()
                .any(|reason| reason.code == Code::OtherSpeaker)
        );
    }
    let (_, words, ..) = SAID[0];
    let said = print("the piers would be repaired before winter", "en");
    assert_eq!(compare(&print(words, "en"), &said, other), None);
}

#[test]
fn words_in_another_language_are_the_same_by_numbers_and_names() {
    let english = print(
        "We will repair 14 piers in Tarmund and Velora before the winter",
        "en",
    );
    let german = print(
        "Wir reparieren vor dem Winter 14 Stege in Tarmund und Velora",
        "de",
    );
    let found = compare(&english, &german, SAME).map(|likeness| likeness.kind);
    assert_eq!(found, Some(Kind::Translated));
}

#[test]
fn on_the_press_the_same_sayings_are_found_and_no_others() {
    let press = Press::new(2026);
    let begin = "2024-01-01T00:00:00Z".parse().expect("a point of time");
    let mut stories: BTreeMap<_, Vec<Statement>> = BTreeMap::new();
    for report in press.reports(begin).take(2_000) {
        stories
            .entry((report.story, report.language))
            .or_default()
            .extend(report.statements);
    }
    let (mut same, mut right, mut wrong) = (0, 0, 0);
    for ((_, language), said) in &stories {
        let prints: Vec<_> = said
            .iter()
            .map(|said| Print::of(&said.words, Some(language)))
            .collect();
        for (at, one) in said.iter().enumerate() {
            for (before, other) in said[..at].iter().enumerate() {
                let (a, b) = (one.saying, other.saying);
                // Lines of which one wording says something else.
                if (a.list, a.line) == (b.list, b.line) && a != b {
                    continue;
                }
                let company = Company {
                    same_story: true,
                    same_speaker: Some(one.person == other.person),
                };
                let pair = prints[at].as_ref().zip(prints[before].as_ref());
                let is_found = pair.is_some_and(|(a, b)| found(a, b, company));
                same += usize::from(a == b);
                right += usize::from(a == b && is_found);
                wrong += usize::from(a != b && is_found);
            }
        }
    }
    assert!(same > 1_000, "{same}");
    let share = |part: usize, all: usize| part as f64 / all as f64;
    assert!(share(right, right + wrong) > 0.98, "{right}, {wrong} wrong");
    assert!(share(right, same) > 0.9, "{right} of {same}");
}

#[test]
fn input_that_is_no_quotation_takes_no_longer() {
    let begun = Instant::now();
    let long = "We lost our 14 boats near Velora, not the quays, and nobody came. ".repeat(1_600);
    let one_word = "harbour ".repeat(20_000);
    let no_blanks = "港口重新开放".repeat(17_000);
    let numbers = "1234567 ".repeat(20_000);
    let dots = "word … ".repeat(20_000);
    let brackets = "[a".repeat(60_000);
    let emoji = "😀 ".repeat(30_000);
    let prints: Vec<Print> = [
        "",
        " ",
        "two words",
        &long,
        &one_word,
        &no_blanks,
        &numbers,
        &dots,
        &brackets,
        &emoji,
    ]
    .into_iter()
    .filter_map(|text| Print::of(text, Some("en")))
    .collect();
    for a in &prints {
        assert!(a.keys().len() <= 8);
        for b in &prints {
            compare(a, b, SAME);
        }
    }
    for words in ["", "two words", "no comment", &one_word, &emoji] {
        assert_eq!(Print::of(words, Some("en")), None);
    }
    // A second or so unoptimised: what grows with the square would take hours.
    assert!(
        begun.elapsed() < Duration::from_mins(1),
        "{:?}",
        begun.elapsed()
    );
}

proptest! {
    #[test]
    fn whatever_comes_is_compared(
        a in "(\\PC|[ .…\\[\\]0-9]|not |will |Velora |boats |我们|不){0,60}",
        b in "(\\PC|[ .…\\[\\]0-9]|not |will |Velora |boats |我们|不){0,60}",
        languages in prop::array::uniform2(prop::option::of("[a-z]{2}(-[A-Z]{2})?|en|zh|de")),
        same_story: bool,
        same_speaker: Option<bool>,
    ) {
        let [of_a, of_b] = &languages;
        let company = Company { same_story, same_speaker };
        if let (Some(a), Some(b)) = (Print::of(&a, of_a.as_deref()), Print::of(&b, of_b.as_deref())) {
            prop_assert!(a.keys().len() <= 8);
            let there = compare(&a, &b, company);
            prop_assert!(there.as_ref().is_none_or(|found| (0.0..=1.0).contains(&found.share)));
            let back = compare(&b, &a, company);
            prop_assert_eq!(there.map(|found| found.kind), back.map(|found| found.kind));
        }
    }
}

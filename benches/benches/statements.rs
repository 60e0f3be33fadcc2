//! `cargo bench --bench statements`: how fast statements are read, of ordinary reports and of input made to hurt, and
//! whether time grows with the text alone.
//!
//! Needs no measuring sets. Each text is read at one size and at four times that size in the same breath; what is
//! printed are ratios: bad input to ordinary text, and time a byte of the long text to that of the short one.

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use xtask::clock::timed;

const ROUNDS: usize = 3;

/// Bytes of the short text; the long one has four times as many.
const SHORT: usize = 250_000;

/// What is said over and over, and in which language.
const BAD: &[(&str, &str, &str)] = &[
    (
        "one paragraph of Arabic",
        "ar",
        "وقال المتحدث باسم الوزارة إن \"الاتفاق وشيك\"، مشيرا إلى أن الوفد سيصل السبت ",
    ),
    (
        "one paragraph of English",
        "en",
        "The minister, who said that Mr. Berg told reporters “the plan” would fail, added that he knew according to the report it is ",
    ),
    (
        "one paragraph of German",
        "de",
        "Der Minister sagte, dass die Polizei mitteilte, der Sprecher habe erklärt, man fordere die Firma auf zu ",
    ),
    (
        "one paragraph of Chinese",
        "zh",
        "總統表示，他說，“我們”將會指出",
    ),
    (
        "one paragraph of Japanese",
        "ja",
        "首相は「協議」と述べたと発表した",
    ),
    (
        "one paragraph of Turkish",
        "tr",
        "Bakan, toplantının yapıldığını söyledi ve ",
    ),
    ("one paragraph of Hindi", "hi", "मंत्री ने कहा कि "),
    (
        "one paragraph of Russian",
        "ru",
        "Министр заявил, что «план» провалится, — сказал он, ",
    ),
    ("marks that open only", "en", "“"),
    ("marks that open, between words", "en", "said “ he "),
    ("straight marks", "en", "\" a said b "),
    ("marks of all kinds", "fr", "« said “ „ he 「 a ' b ‘ "),
    ("cues alone", "en", "said "),
    ("cues alone, Arabic", "ar", "قال "),
    ("verbs joined by and", "en", "and said and told X "),
    ("a comma behind every word", "en", "he, said, "),
    ("brackets that open only", "en", "(said "),
    ("dashes", "ru", "— said he — "),
    ("quotations in quotations", "en", "“A ‘b said "),
    ("a mark opens every line", "en", "“said X\n"),
    (
        "no language known",
        "xx",
        "\"Hello there my friend, how are you\" said X. ",
    ),
];

fn main() -> Result<()> {
    let ordinary = ordinary()?;
    println!("text                                MB/s   of ordinary   a byte at 4x");
    let mut base = None;
    let bad = BAD
        .iter()
        .map(|(name, language, piece)| (*name, *language, *piece));
    for (name, language, piece) in
        std::iter::once(("ordinary reports", "en", &*ordinary)).chain(bad)
    {
        let short = piece.repeat(SHORT / piece.len() + 1);
        let long = piece.repeat(4 * SHORT / piece.len() + 1);
        let [short, long] = [(short, language), (long, language)].map(|(text, language)| {
            let took = (0..ROUNDS)
                .map(|_| read(&text, language))
                .min()
                .unwrap_or_default();
            (text.len() as f64, took.as_secs_f64())
        });
        let speed = long.0 / 1e6 / long.1;
        let base = *base.get_or_insert(speed);
        let growth = (long.1 / long.0) / (short.1 / short.0);
        println!("{name:<32}{speed:>8.1}{:>14.2}{growth:>15.2}", speed / base);
    }
    Ok(())
}

fn read(text: &str, language: &str) -> Duration {
    timed(|| black_box(khabar_statements::read(text, Some(language), &[]))).1
}

/// The made-up English reports of the statements' cases, one behind the other.
fn ordinary() -> Result<String> {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/statements/cases");
    let mut folders: Vec<_> = std::fs::read_dir(&cases)
        .with_context(|| cases.display().to_string())?
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|path| {
            path.file_name()
                .is_some_and(|n| n.to_string_lossy().starts_with("en-"))
        })
        .collect();
    folders.sort();
    let mut out = String::new();
    for folder in folders {
        let file = folder.join("text.txt");
        out += &std::fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        out.push('\n');
    }
    Ok(out)
}

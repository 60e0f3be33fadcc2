//! Any text gives statements whose passages stand where they say. The first line names the language.

#![no_main]

use khabar_article::dates::{Moment, mentions};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Some((language, body)) = text.split_once('\n') else {
        return;
    };
    let published = Moment::Day(jiff::civil::date(2026, 3, 2));
    let dates = mentions(body, Some(published), language);
    let points: Vec<char> = body.chars().collect();
    for statement in khabar_statements::read(body, Some(language), &dates) {
        khabar_fuzz::passages(&points, &statement);
    }
});

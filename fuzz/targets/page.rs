//! Any bytes taken for a page are read whole, and what is said of the report points at words that stand in it.

#![no_main]

use khabar_article::InputKind;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let url = "https://paper.example/2026/03/02/report";
    khabar_fuzz::check(bytes, InputKind::Html, Some(url));
});

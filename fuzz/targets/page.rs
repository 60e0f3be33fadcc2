//! Any bytes taken for a page are read whole, and what is said of the report points at words that stand in it.

#![no_main]

use khabar_article::{InputKind, ReadOptions};
use khabar_page::Limits;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    khabar_fuzz::check(
        bytes,
        &ReadOptions {
            input: InputKind::Html,
            url: Some("https://paper.example/2026/03/02/report"),
            limits: Limits {
                time: None,
                ..Limits::default()
            },
            ..ReadOptions::default()
        },
    );
});

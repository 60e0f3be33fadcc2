//! Any bytes taken for a dump of text are read whole, and what is said of the report points at words that stand in it.

#![no_main]

use khabar_article::InputKind;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| khabar_fuzz::check(bytes, InputKind::Text, None));

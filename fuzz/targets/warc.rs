//! Any bytes are read as an archive to their end, from their beginning and from their middle: what is found stands in them,
//! in their order.

#![no_main]

use std::ops::ControlFlow;
use std::sync::atomic::AtomicU64;

use khabar_corpus::input::{self, Begin, Context, Form, Input, InputOptions, Unit};
use khabar_corpus::item::Found;
use khabar_corpus::storage::Store;
use libfuzzer_sys::fuzz_target;

/// Small, so that it is reached.
const LARGEST: usize = 64 << 10;

fuzz_target!(|bytes: &[u8]| {
    let len = bytes.len() as u64;
    let inputs = [Input {
        name: "archive".into(),
        store: Store::memory(bytes),
        len,
        form: Form::Warc,
    }];
    let whole = places(&inputs, 0..len);
    assert!(whole.is_sorted(), "{whole:?}");
    // The second piece must come to its end too, wherever it begins.
    places(&inputs, len / 2..len);
});

/// Where the pages and failures of a range begin.
fn places(inputs: &[Input], range: std::ops::Range<u64>) -> Vec<(u64, u64)> {
    let unit = Unit::Warc {
        input: 0,
        begin: Begin::of(&range),
        range: range.clone(),
    };
    let options = InputOptions {
        max_bytes: LARGEST,
        ..InputOptions::default()
    };
    let progress = AtomicU64::new(0);
    let context = Context {
        inputs,
        options: &options,
        progress: &progress,
    };
    let (mut places, mut found_all) = (Vec::new(), 0);
    input::read(&unit, context, &mut |found| {
        found_all += 1;
        let place = match found {
            Found::Page(item) => {
                assert!(item.bytes.len() <= LARGEST + (64 << 10));
                Some(item.place)
            }
            Found::Failed(failure) => Some(failure.place),
            Found::Skipped(_) => None,
        };
        if let Some(place) = place {
            let offset = place.offset.expect("records have places");
            assert!(range.contains(&offset), "{offset} of {range:?}");
            places.push((offset, place.within));
        }
        // A member that holds many records has as many as it unpacks to, and no more.
        assert!(found_all < 10_000_000);
        ControlFlow::Continue(())
    })
    .expect("memory does not fail");
    places
}

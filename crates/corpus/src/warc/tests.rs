use std::io::Write;

use proptest::prelude::*;

use super::*;
use crate::storage::Store;

/// A record as an archive has it.
pub fn record(kind: &str, address: &str, body: &[u8]) -> Vec<u8> {
    sized(kind, address, body, body.len())
}

/// A record that says it has another length.
fn sized(kind: &str, address: &str, body: &[u8], length: usize) -> Vec<u8> {
    let mut out = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: <{address}>\r\nWARC-Date: 2026-03-02T09:40:00Z\r\n\
         WARC-Record-ID: <urn:uuid:{address}>\r\nContent-Length: {length}\r\n\r\n"
    )
    .into_bytes();
    out.extend_from_slice(body);
    out.extend_from_slice(b"\r\n\r\n");
    out
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ::zstd::encode_all(bytes, 1).unwrap()
}

fn as_is(bytes: &[u8]) -> Vec<u8> {
    bytes.to_vec()
}

type Pack = fn(&[u8]) -> Vec<u8>;
const PACKINGS: [Pack; 3] = [as_is, gzip, zstd];

/// What a reader finds: offsets and bodies of records, and damage.
#[derive(Debug, Default, PartialEq)]
struct Found {
    records: Vec<(u64, String, usize)>,
    damage: Vec<Damage>,
}

fn read(bytes: &[u8], range: std::ops::Range<u64>) -> Found {
    all_of(Reader::new(Store::memory(bytes), range, 1 << 20).unwrap())
}

fn all_of(mut reader: Reader) -> Found {
    let mut record = Record::default();
    let mut found = Found::default();
    loop {
        match reader.next(&mut record).unwrap() {
            Next::Record => {
                found
                    .records
                    .push((record.offset, record.address.clone(), record.body.len()));
            }
            Next::Damage(damage) => found.damage.push(damage),
            Next::End => return found,
        }
        assert!(found.damage.len() < 10_000, "it goes on for ever");
    }
}

/// An archive of so many records and where each begins.
fn archive(pack: Pack, records: usize) -> (Vec<u8>, Vec<u64>) {
    let mut bytes = Vec::new();
    let mut offsets = Vec::new();
    for i in 0..records {
        offsets.push(bytes.len() as u64);
        let body = format!("report {i} ").repeat(i * 37 % 400);
        let kind = if i % 3 == 0 { "request" } else { "response" };
        bytes.extend(pack(&record(kind, &format!("a{i}"), body.as_bytes())));
    }
    (bytes, offsets)
}

#[test]
fn every_record_is_read_and_placed() {
    for pack in PACKINGS {
        let (bytes, offsets) = archive(pack, 60);
        let found = read(&bytes, 0..u64::MAX);
        assert_eq!(found.damage, []);
        let places: Vec<u64> = found.records.iter().map(|r| r.0).collect();
        assert_eq!(places, offsets);
        assert_eq!(found.records[40].2, "report 40 ".len() * (40 * 37 % 400));
        // Nobody wants the body of a request.
        assert_eq!(found.records[39].2, 0);
    }
}

#[test]
fn ranges_together_are_the_whole() {
    for pack in PACKINGS {
        let (bytes, _) = archive(pack, 60);
        let whole = read(&bytes, 0..u64::MAX);
        for step in [1000, 4096, 7001] {
            let mut parts = Found::default();
            for begin in (0..bytes.len() as u64).step_by(step) {
                let part = read(&bytes, begin..begin + step as u64);
                parts.records.extend(part.records);
                parts.damage.extend(part.damage);
            }
            assert_eq!(parts, whole);
        }
    }
}

#[test]
fn a_record_says_what_it_is() {
    let bytes = gzip(&record(
        "response",
        "https://news.example/1",
        b"HTTP/1.1 200 OK\r\n\r\nx",
    ));
    let store = Store::memory(&bytes[..]);
    let mut reader = Reader::new(store, 0..u64::MAX, 100).unwrap();
    let mut record = Record::default();
    assert_eq!(reader.next(&mut record).unwrap(), Next::Record);
    assert_eq!(record.kind, RecordKind::Response);
    assert_eq!(record.address, "https://news.example/1");
    assert_eq!(record.id, "urn:uuid:https://news.example/1");
    assert_eq!(record.date, "2026-03-02T09:40:00Z");
    assert_eq!(record.length, Some(bytes.len() as u64));
    assert_eq!(reader.next(&mut record).unwrap(), Next::End);
    assert_eq!(reader.began_at(), Some(0));
    assert_eq!(reader.ended_at(), Some(bytes.len() as u64));
}

#[test]
fn a_whole_file_in_one_member_is_read_too() {
    let (plain, _) = archive(as_is, 60);
    let found = read(&gzip(&plain), 0..10);
    assert_eq!(found.records.len(), 60);
    assert!(found.records.iter().all(|r| r.0 == 0));
    assert_eq!(read(&gzip(&plain), 10..u64::MAX), Found::default());
}

#[test]
fn a_corrupt_member_costs_itself_alone() {
    for pack in [gzip as Pack, zstd] {
        let (mut bytes, offsets) = archive(pack, 40);
        let at = offsets[20] as usize + (offsets[21] - offsets[20]) as usize / 2;
        for byte in &mut bytes[at..at + 20] {
            *byte ^= 0x5a;
        }
        let found = read(&bytes, 0..u64::MAX);
        assert_eq!(found.records.len(), 39);
        assert_eq!(found.damage.len(), 1);
        assert_eq!(found.damage[0].offset, offsets[20]);
    }
}

#[test]
fn a_cut_off_archive_is_read_up_to_the_cut() {
    for pack in PACKINGS {
        let (mut bytes, offsets) = archive(pack, 41);
        bytes.truncate(offsets[40] as usize + 40);
        let found = read(&bytes, 0..u64::MAX);
        assert_eq!(found.records.len(), 40);
        assert_eq!(found.damage.len(), 1);
        assert_eq!(found.damage[0].offset, offsets[40]);
    }
}

#[test]
fn rubbish_between_records_is_gone_over() {
    for pack in PACKINGS {
        let (bytes, _) = archive(pack, 10);
        let mut torn = bytes.clone();
        torn.extend(b"rubbish \x1f\x8b\x08 rubbish\r\n");
        torn.extend(&bytes);
        let found = read(&torn, 0..u64::MAX);
        assert_eq!(found.records.len(), 20, "{:?}", found.damage);
        assert!(found.damage.len() <= 1);
    }
}

#[test]
fn a_lying_length_is_put_right() {
    let body = b"HTTP/1.1 200 OK\r\n\r\na page of some words";
    let before = record("response", "before", body);
    let after = record("response", "after", body);
    for pack in PACKINGS {
        for length in [3, body.len() - 1, body.len() + 90, 5000] {
            let mut bytes = pack(&before);
            bytes.extend(pack(&sized("response", "lies", body, length)));
            bytes.extend(pack(&after));
            let found = read(&bytes, 0..u64::MAX);
            let plain_end = bytes.starts_with(b"WARC") && length == 5000;
            let names: Vec<_> = found.records.iter().map(|r| r.1.as_str()).collect();
            if plain_end {
                // It says that it goes on behind the end of the archive; where it really ends cannot be told.
                assert_eq!(names, ["before", "after"]);
                assert_eq!(found.damage.len(), 1);
            } else {
                assert_eq!(names, ["before", "lies", "after"], "{length}");
                let lengths: Vec<_> = found.records.iter().map(|r| r.2).collect();
                assert_eq!(lengths, [body.len(); 3], "{length}");
            }
        }
    }
}

#[test]
fn a_record_over_the_limit_keeps_nothing() {
    for pack in PACKINGS {
        let mut bytes = pack(&record("response", "large", &vec![b'x'; 3 << 20]));
        bytes.extend(pack(&record("response", "after", b"small")));
        let store = Store::memory(&bytes[..]);
        let mut reader = Reader::new(store, 0..u64::MAX, 1 << 20).unwrap();
        let mut record = Record::default();
        assert_eq!(reader.next(&mut record).unwrap(), Next::Record);
        assert!(record.is_too_large && record.body.is_empty());
        assert_eq!(reader.next(&mut record).unwrap(), Next::Record);
        assert_eq!(record.body, b"small");
    }
}

#[test]
fn a_bomb_does_not_go_off() {
    for pack in [gzip as Pack, zstd] {
        for kind in ["response", "request"] {
            let mut bytes = pack(&record(kind, "bomb", &vec![0; 9 << 20]));
            let offset = bytes.len() as u64;
            bytes.extend(pack(&record("response", "after", b"small")));
            let store = Store::memory(&bytes[..]);
            let reader = Reader::new(store, 0..u64::MAX, 1 << 20).unwrap();
            let mut reader = reader.with_largest(2 << 20);
            let mut record = Record::default();
            let bomb = Damage {
                offset: 0,
                within: 0,
                kind: DamageKind::Bomb,
            };
            assert_eq!(reader.next(&mut record).unwrap(), Next::Damage(bomb));
            assert_eq!(reader.next(&mut record).unwrap(), Next::Record);
            assert_eq!((record.offset, &record.body[..]), (offset, &b"small"[..]));
            assert_eq!(reader.next(&mut record).unwrap(), Next::End);
        }
    }
}

#[test]
fn a_dictionary_at_the_beginning_is_used() {
    let samples: Vec<Vec<u8>> = (0..200)
        .map(|i| {
            record(
                "response",
                &format!("https://news.example/{i}"),
                b"HTTP/1.1 200 OK",
            )
        })
        .collect();
    let dictionary = ::zstd::dict::from_samples(&samples, 4096).unwrap();
    let mut bytes = vec![0x5d, 0x2a, 0x4d, 0x18];
    bytes.extend((dictionary.len() as u32).to_le_bytes());
    bytes.extend(&dictionary);
    let mut compressor = ::zstd::bulk::Compressor::with_dictionary(3, &dictionary).unwrap();
    for sample in &samples {
        bytes.extend(compressor.compress(sample).unwrap());
    }
    let found = read(&bytes, 0..u64::MAX);
    assert_eq!((found.records.len(), found.damage.len()), (200, 0));
    let middle = found.records[100].0;
    let later = read(&bytes, middle - 1..u64::MAX);
    assert_eq!(later.records, found.records[100..]);
}

/// Bytes that cannot be packed.
fn noise(seed: u64, len: usize) -> Vec<u8> {
    let mut state = seed;
    std::iter::repeat_with(|| (crate::dedup::minhash::splitmix(&mut state) >> 32) as u8)
        .take(len)
        .collect()
}

#[test]
fn a_large_member_is_found_behind_damage() {
    for pack in [gzip as Pack, zstd] {
        let mut bytes = pack(&record("response", "before", &noise(1, 200_000)));
        bytes[100_000] ^= 0x5a;
        bytes[20..60].fill(7);
        let offset = bytes.len() as u64;
        bytes.extend(pack(&record("response", "after", &noise(2, 200_000))));
        let found = read(&bytes, 0..u64::MAX);
        assert_eq!(found.records, [(offset, "after".to_owned(), 200_000)]);
        assert_eq!(found.damage.len(), 1);
    }
}

#[test]
fn members_over_the_edge_of_the_window_are_read() {
    for pack in PACKINGS {
        let mut bytes = Vec::new();
        let mut wanted = Vec::new();
        for i in 0..100 {
            let len = 30_000 + i * 317;
            wanted.push((bytes.len() as u64, format!("a{i}"), len));
            bytes.extend(pack(&record(
                "response",
                &format!("a{i}"),
                &noise(i as u64, len),
            )));
        }
        assert_eq!(read(&bytes, 0..u64::MAX).records, wanted);
        let step = 1_000_003;
        let parts = (0..bytes.len() as u64).step_by(step);
        let parts = parts.flat_map(|begin| read(&bytes, begin..begin + step as u64).records);
        assert_eq!(parts.collect::<Vec<_>>(), wanted);
    }
}

#[test]
fn a_damaged_dictionary_is_told_once() {
    let frames = zstd(&record("response", "a", b"body"));
    let head = |len: u32| [&[0x5d, 0x2a, 0x4d, 0x18][..], &len.to_le_bytes()].concat();
    let damaged = [head(40), frames[..4].to_vec(), vec![7; 36], frames.clone()].concat();
    // Its magic number (RFC 8878, 5), and nothing that could stand behind it.
    let magic = 0xec30_a437_u32.to_le_bytes();
    let none = [&head(40)[..], &magic, &[7; 36], &frames].concat();
    let too_large = [head(u32::MAX), frames.clone()].concat();
    let cut_off = [head(1000), frames.clone()].concat();
    for (bytes, kind) in [
        (damaged, DamageKind::Corrupt),
        (none, DamageKind::Corrupt),
        (too_large, DamageKind::Corrupt),
        (cut_off, DamageKind::CutOff),
    ] {
        let reader = Reader::at_record(Store::memory(&bytes[..]), 0..u64::MAX, 1 << 20);
        let found = all_of(reader.unwrap());
        let at_0 = found.damage.iter().filter(|damage| damage.offset == 0);
        assert_eq!(at_0.map(|damage| damage.kind).collect::<Vec<_>>(), [kind]);
        assert_eq!(found.damage.len(), 1, "{:?}", found.damage);
        assert_eq!(read(&bytes, 20..u64::MAX).damage, []);
    }
}

#[test]
fn a_head_that_is_none_costs_itself_alone() {
    let sound = record("response", "after", b"body");
    for broken in [
        &b"WARC/1.0\r\nWARC-Type: response\r\n"[..],
        b"WARC/1.0\r\nWARC-Type: response\r\n\r\n",
        b"WARC/1.0\r\n\r\n",
        b"no head at all\r\n\r\n",
    ] {
        for pack in PACKINGS {
            let bytes = pack(
                &[
                    record("response", "before", b"body"),
                    broken.to_vec(),
                    sound.clone(),
                ]
                .concat(),
            );
            let found = read(&bytes, 0..u64::MAX);
            let names: Vec<_> = found.records.iter().map(|r| r.1.as_str()).collect();
            assert_eq!(
                names,
                ["before", "after"],
                "{}",
                String::from_utf8_lossy(broken)
            );
        }
    }
}

#[test]
fn a_small_member_is_read_though_it_says_that_it_is_large() {
    for pack in [gzip as Pack, zstd] {
        let found = read(
            &pack(&sized("response", "a", b"body", 5 << 20)),
            0..u64::MAX,
        );
        assert_eq!(found.records, [(0, "a".to_owned(), 4)]);
    }
}

#[test]
fn lengths_are_not_believed_for_ever() {
    // Each says that it goes on to the middle of the 600th behind it: believed, all would be read 600 times.
    let lies = |i, length| sized("response", &format!("a{i:04}"), b"body", length);
    let length = 600 * lies(0, 100_000).len() + 2;
    let bytes: Vec<u8> = (0..5000).flat_map(|i| lies(i, length)).collect();
    let found = read(&bytes, 0..u64::MAX);
    let sound = found.records.iter().filter(|record| record.2 == 4).count();
    assert_eq!((found.records.len(), sound), (5000, 5000));
}

#[test]
fn damage_at_the_end_of_a_member_leaves_the_next_alone() {
    let body = b"a page of some words";
    let first = record("response", "first", body);
    let next = record("response", "next", body);
    let cut = |kind| {
        let whole = record(kind, "last", &[b'x'; 500]);
        whole[..whole.len() - 300].to_vec()
    };
    for pack in [gzip as Pack, zstd] {
        for last in [
            sized("response", "last", body, body.len() - 3),
            [record("response", "last", body), b"rubbish".to_vec()].concat(),
            cut("response"),
            cut("request"),
            cut("metadata"),
        ] {
            let mut bytes = pack(&[first.clone(), last].concat());
            let offset = bytes.len() as u64;
            bytes.extend(pack(&next));
            let found = read(&bytes, 0..u64::MAX);
            let names: Vec<_> = found.records.iter().map(|r| r.1.as_str()).collect();
            assert_eq!(names, ["first", "last", "next"], "{:?}", found.damage);
            assert_eq!(found.records[2].0, offset);
            assert_eq!(found.damage, []);
        }
    }
}

#[test]
fn empty_members_are_gone_over() {
    use std::io::Read;

    let (a, b) = (record("response", "a", b"x"), record("response", "b", b"y"));
    for pack in [gzip as Pack, zstd] {
        let bytes = [pack(&a), pack(b""), pack(b""), pack(&b), pack(b"")].concat();
        let found = read(&bytes, 0..u64::MAX);
        assert_eq!((found.records.len(), &found.damage[..]), (2, &[][..]));
        let mut text = Vec::new();
        let mut unpacked = Unpacked::new(Store::memory(&bytes[..])).unwrap();
        unpacked.read_to_end(&mut text).unwrap();
        assert_eq!(text, [a.clone(), b.clone()].concat());
    }
}

#[test]
fn many_damaged_members_do_not_end_the_reading() {
    let sound = gzip(&record("response", "sound", b"body"));
    let mut spoilt = gzip(&record("response", "spoilt", &noise(1, 1000)));
    spoilt[500..520].fill(7);
    let bytes = [spoilt.repeat(6000), sound].concat();
    let found = read(&bytes, 0..u64::MAX);
    assert_eq!((found.records.len(), found.damage.len()), (1, 6000));
}

#[test]
fn nothing_is_read_where_a_range_is_empty() {
    for pack in PACKINGS {
        let (bytes, offsets) = archive(pack, 10);
        for at in [0, offsets[4]] {
            let store = Store::memory(&bytes[..]);
            let mut reader = Reader::at_record(store, at..at, 1 << 20).unwrap();
            assert_eq!(reader.next(&mut Record::default()).unwrap(), Next::End);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_makes_it_fail(
        which in 0..3usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..20),
        cut in any::<prop::sample::Index>(),
    ) {
        let (mut bytes, _) = archive(PACKINGS[which], 12);
        for (place, byte) in changes {
            let at = place.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(cut.index(bytes.len()) + 1);
        let found = read(&bytes, 0..u64::MAX);
        prop_assert!(found.records.len() <= 30);
    }
}

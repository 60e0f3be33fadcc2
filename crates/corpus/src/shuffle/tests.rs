//! The marks found in steps are those found on one machine.

use std::collections::BTreeMap;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Int32Type, Int64Type};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Int32Array, Int64Array, StringArray, StructArray,
};
use arrow_select::concat::concat_batches;
use arrow_select::filter::filter_record_batch;

use super::*;
use crate::dedup::minhash::splitmix;
use crate::keys::{Counted, Keys};
use crate::list::{ListReader, ListWriter};
use crate::marks::{self, Marks, PartKeys};

/// A row before its marks.
struct Given {
    id: String,
    address: String,
    body: String,
    site: String,
}

/// Reports of a few texts, more or less changed, at addresses some of which come again, with what their sites say under them.
fn given(seed: u64, count: usize) -> Vec<Given> {
    let mut state = seed;
    let mut any = move |below: u64| splitmix(&mut state) % below;
    let row = |number: usize| {
        let (text, changed, site) = (any(12), any(6) * any(30), any(3));
        let word = |i: u64| {
            let is_changed = i < changed;
            format!(
                "text{text}word{}",
                if is_changed { 1_000 + changed + i } else { i }
            )
        };
        let words: Vec<String> = (0..90).map(word).collect();
        let mut body = words.join(" ");
        for line in 0..any(4) {
            let below = format!("Read on in our newsletter number {line} of site {site}.");
            body = [body, below].join("\n\n");
        }
        Given {
            id: format!("pages#{number}"),
            address: format!("https://site{site}.example/{}", any(40)),
            body: if any(20) == 0 { String::new() } else { body },
            site: format!("site{site}.example"),
        }
    };
    (0..count).map(row).collect()
}

fn on_one_machine(rows: &[Given]) -> Vec<(Keys, Marks)> {
    let dir = tempfile::tempdir().unwrap();
    let part = PartKeys {
        keys: dir.path().join("keys"),
        rows: rows.len() as u64,
        marks: dir.path().join("marks"),
    };
    let mut writer = ListWriter::create(&part.keys).unwrap();
    let keys = |row: &Given| {
        Keys::of(
            row.id.clone(),
            &row.body,
            Some(&row.address),
            Some(&row.site),
            Counted::default(),
        )
    };
    for row in rows {
        writer.push(&keys(row)).unwrap();
    }
    writer.finish().unwrap();
    marks::find(std::slice::from_ref(&part), dir.path()).unwrap();
    let mut marks = ListReader::open(&part.marks).unwrap();
    let marks = rows.iter().map(|row| (keys(row), marks.next().unwrap()));
    marks.collect()
}

/// Runs a step over batches in pieces, so that it is seen to go on from one to the next.
fn run(mut step: Step, batches: &[RecordBatch]) -> RecordBatch {
    let gives = Arc::clone(step.gives());
    let mut out = Vec::new();
    for batch in batches {
        for begin in (0..batch.num_rows()).step_by(7) {
            let len = 7.min(batch.num_rows() - begin);
            out.extend(step.take(&batch.slice(begin, len)).unwrap());
        }
    }
    out.extend(step.finish().unwrap());
    concat_batches(&gives, &out).unwrap()
}

/// Those of some records that are wanted.
fn only(records: &RecordBatch, is_wanted: impl Fn(&str, u32) -> bool) -> RecordBatch {
    let kinds = records["kind"].as_string::<i32>().iter();
    let parts = records["part"].as_primitive::<Int32Type>().values();
    let mask: BooleanArray = kinds
        .zip(parts)
        .map(|(kind, part)| Some(is_wanted(kind.unwrap(), *part as u32)))
        .collect();
    filter_record_batch(records, &mask).unwrap()
}

/// What an engine does, on one machine: rows in blocks, of which each is a place, or without places.
fn in_rounds(rows: &[Given], parts: u32, has_places: bool) -> Vec<Marks> {
    const BLOCK: usize = 47;
    let blocks: Vec<RecordBatch> = rows
        .chunks(BLOCK)
        .zip(0..)
        .map(|(block, number): (&[Given], i64)| {
            let texts = |of: fn(&Given) -> &str| -> ArrayRef {
                Arc::new(StringArray::from_iter_values(block.iter().map(of)))
            };
            // Also below nothing.
            let first = number * BLOCK as i64 - 70;
            let row = Int64Array::from_iter_values(first..first + block.len() as i64);
            let columns: [(_, ArrayRef); 6] = [
                ("row", Arc::new(row)),
                ("id", texts(|row| &row.id)),
                ("articleBody", texts(|row| &row.body)),
                ("address", texts(|row| &row.address)),
                ("url", texts(|_| "https://elsewhere.example/")),
                ("site", texts(|row| &row.site)),
            ];
            let rows = RecordBatch::try_from_iter(columns).unwrap();
            let keys = run(Step::keys(), &[rows]);
            let mut columns = keys.columns().to_vec();
            let place = has_places.then_some(number as i32);
            let places: Int32Array = (0..keys.num_rows()).map(|_| place).collect();
            columns[1] = Arc::new(places);
            RecordBatch::try_new(keys.schema(), columns).unwrap()
        })
        .collect();

    let mut found: Vec<RecordBatch> = Vec::new();
    for round in &ROUNDS {
        let of_keys: Vec<&str> = OF_KEYS
            .into_iter()
            .filter(|kind| round.takes.contains(kind))
            .collect();
        let mut taken = found.clone();
        taken.push(run(Step::records(&of_keys, parts).unwrap(), &blocks));
        let parts_of_round = if round.has_all { 1 } else { parts };
        let given = (0..parts_of_round).map(|part| {
            let is_wanted =
                |kind: &str, of: u32| round.takes.contains(&kind) && of % parts_of_round == part;
            let of_part: Vec<RecordBatch> =
                taken.iter().map(|batch| only(batch, is_wanted)).collect();
            run(Step::round(round.name, parts).unwrap(), &of_part)
        });
        let given: Vec<RecordBatch> = given.collect();
        if round.gives.is_empty() {
            return marks_in(&given, rows.len());
        }
        for batch in &given {
            let kinds = batch["kind"].as_string::<i32>();
            let mut kinds = kinds.iter().flatten();
            assert!(kinds.all(|kind| round.gives.contains(&kind)));
        }
        found.extend(given);
    }
    unreachable!("the last round gives marks")
}

/// That a row is nearly the same as one of this name.
pub(crate) fn said(row: i64, near: &str) -> RecordBatch {
    let mut out = Out::new(1);
    let id = near.to_owned();
    out.push(&NEAR_OF, 0, &record::First { row, id });
    out.batches().unwrap().remove(0)
}

fn marks_in(batches: &[RecordBatch], rows: usize) -> Vec<Marks> {
    let mut marks = vec![Marks::default(); rows];
    for batch in batches {
        let numbers = batch["row"].as_primitive::<Int64Type>().values();
        assert!(numbers.is_sorted());
        let repeated = repeated_of(batch);
        for (at, row) in numbers.iter().enumerate() {
            let name = |mark: &str| {
                let names = batch[mark].as_string::<i32>();
                names.is_valid(at).then(|| names.value(at).to_owned())
            };
            marks[(*row + 70) as usize] = Marks {
                address: name("addressDuplicateOf"),
                exact: name("exactDuplicateOf"),
                near: name("nearDuplicateOf"),
                repeated: repeated[row].clone(),
            };
        }
    }
    marks
}

/// Where the repeated paragraphs of rows begin, and on how many pages they stand.
fn repeated_of(batch: &RecordBatch) -> BTreeMap<i64, Vec<(u32, u32)>> {
    let lists = batch["repeated"].as_list::<i32>();
    let shares = batch["repeatedShare"].as_primitive::<Float32Type>();
    let of_row = |at: usize| -> Vec<(u32, u32)> {
        assert!((0.0..=1.0).contains(&shares.value(at)));
        let list: StructArray = lists.value(at).as_struct().clone();
        let field = |number: usize| {
            list.column(number)
                .as_primitive::<Int32Type>()
                .values()
                .to_vec()
        };
        let begins = field(0).into_iter().map(|begin| begin as u32);
        begins
            .zip(field(2).into_iter().map(|pages| pages as u32))
            .collect()
    };
    let rows = batch["row"].as_primitive::<Int64Type>().values();
    let rows = rows.iter().enumerate();
    rows.map(|(at, row)| (*row, of_row(at))).collect()
}

#[test]
fn the_marks_are_those_of_one_machine() {
    for seed in 0..6 {
        let rows = given(seed, 160);
        let expected = on_one_machine(&rows);
        let found = in_rounds(&rows, 1 + seed as u32 * 3, seed % 2 == 0);
        let mut near = 0;
        for (at, ((keys, marks), found)) in expected.into_iter().zip(found).enumerate() {
            near += usize::from(marks.near.is_some() && marks.exact.is_none());
            let place =
                |(number, pages): &(u32, u32)| (keys.paragraphs[*number as usize].begin, *pages);
            let repeated: Vec<(u32, u32)> = marks.repeated.iter().map(place).collect();
            assert_eq!(
                found,
                Marks { repeated, ..marks },
                "row {at} of seed {seed}"
            );
        }
        assert!(near > 10, "seed {seed} has {near} near duplicates");
    }
}

#[test]
fn columns_are_found_by_name_and_made_to_fit() {
    let texts =
        |text: &str| -> ArrayRef { Arc::new(arrow_array::LargeStringArray::from(vec![text])) };
    let row: ArrayRef = Arc::new(arrow_array::Int32Array::from(vec![7]));
    let names = ["articleBody", "address", "url", "site", "id"];
    let mut columns = names.map(|name| (name, texts(name))).to_vec();
    columns.push(("row", row));
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut step = Step::keys();
    let given = step.take(&batch).unwrap();
    assert_eq!(given[0]["row"].as_primitive::<Int64Type>().values(), &[7]);
    let error = step.take(&batch.project(&[0, 2]).unwrap()).unwrap_err();
    assert!(error.to_string().contains("\"row\""), "{error}");
    let nothing: ArrayRef = Arc::new(Int64Array::from(vec![None]));
    let mut columns = batch.columns().to_vec();
    columns[5] = nothing;
    let fields = batch
        .schema()
        .fields()
        .iter()
        .take(5)
        .cloned()
        .collect::<Vec<_>>();
    let row = Arc::new(Field::new("row", DataType::Int64, true));
    let schema = Schema::new([fields, vec![row]].concat());
    let nameless = RecordBatch::try_new(Arc::new(schema), columns).unwrap();
    let error = step.take(&nameless).unwrap_err();
    assert!(error.to_string().contains("row: it is null"), "{error}");
}

#[test]
fn what_is_enough_for_a_batch_is_given() {
    let mut out = Out::new(1);
    let text = "x".repeat(1 << 20);
    for row in 0..70 {
        let id = text.clone();
        out.push(&NEAR_OF, 0, &record::First { row, id });
    }
    let enough = out.enough().unwrap();
    assert!(!enough.is_empty() && out.enough().unwrap().is_empty());
    let rows: usize = enough.iter().map(RecordBatch::num_rows).sum();
    assert_eq!(rows, 70);
}

#[test]
fn rounds_and_kinds_go_by_their_names() {
    for round in &ROUNDS {
        assert!(Step::round(round.name, 1).is_some(), "{}", round.name);
    }
    assert!(Step::round("none", 1).is_none());
    assert!(Step::records(&["none"], 1).is_none());
}

#[test]
fn what_is_no_records_is_an_error() {
    let mut out = Out::new(3);
    let text = "x".repeat(3 << 20);
    let record = record::Named {
        row: -7,
        id: text,
        sketch: vec![1, 2],
    };
    out.push(&NAMED, 2, &record);
    out.push(&NAMED, 2, &record);
    let batches = out.batches().unwrap();
    let mut read = Vec::new();
    let mut error = None;
    record::each(&batches[0], |kind, data| {
        assert_eq!(kind, NAMED.name);
        error = Some(NAMED.collect(&data[..data.len() - 1], &mut Vec::new()));
        NAMED.collect(data, &mut read)
    })
    .unwrap();
    assert!(read.len() == 2 && read[1].row == -7 && read[1].id.len() == 3 << 20);
    let error = error.unwrap().unwrap_err().to_string();
    assert!(error.contains("\"named\""), "{error}");
}

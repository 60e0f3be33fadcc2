//! The marks found in steps are those found on one machine.

use std::collections::BTreeMap;

use arrow_array::builder::BooleanBuilder;
use arrow_array::types::{Float32Type, Int32Type};
use arrow_array::{BooleanArray, StringArray, StructArray};
use arrow_select::concat::concat_batches;
use arrow_select::take::take_record_batch;

use super::*;
use crate::dedup::minhash::splitmix;
use crate::keys::{Counted, Keys};
use crate::list::{ListReader, ListWriter};
use crate::marks::{self, Marks, PartKeys};
use crate::table::schema;

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

/// Runs a step over records in pieces, so that it is seen to go on from one batch to the next.
fn run(step: &str, batch: &RecordBatch) -> RecordBatch {
    let mut step = Step::named(step).unwrap();
    let gives = Arc::clone(step.gives());
    let mut out = Vec::new();
    for begin in (0..batch.num_rows()).step_by(7) {
        let len = 7.min(batch.num_rows() - begin);
        out.push(step.take(&batch.slice(begin, len)).unwrap());
    }
    out.push(step.finish().unwrap());
    concat_batches(&gives, &out).unwrap()
}

/// Records in the order of some columns, which are numbers, or a first one of bytes.
fn sorted(batch: &RecordBatch, by: &[&str]) -> RecordBatch {
    let key = |at: usize| -> (Vec<u8>, Vec<i64>) {
        let mut bytes = Vec::new();
        let mut numbers = Vec::new();
        for name in by {
            let column = &batch[*name];
            match column.data_type() {
                DataType::Binary => bytes = column.as_binary::<i32>().value(at).to_owned(),
                _ => numbers.push(column.as_primitive::<Int64Type>().value(at)),
            }
        }
        (bytes, numbers)
    };
    let mut order: Vec<u64> = (0..batch.num_rows() as u64).collect();
    order.sort_by_key(|at| key(*at as usize));
    take_record_batch(batch, &arrow_array::UInt64Array::from(order)).unwrap()
}

fn with(batch: &RecordBatch, name: &str, column: ArrayRef) -> RecordBatch {
    let mut fields = batch.schema().fields().to_vec();
    fields.push(Arc::new(Field::new(name, column.data_type().clone(), true)));
    let columns = [batch.columns(), &[column]].concat();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).unwrap()
}

fn only(batch: &RecordBatch, keep: impl Fn(usize) -> bool) -> RecordBatch {
    let mut mask = BooleanBuilder::new();
    (0..batch.num_rows()).for_each(|at| mask.append_value(keep(at)));
    arrow_select::filter::filter_record_batch(batch, &mask.finish()).unwrap()
}

/// Pairs of numbers by the first.
fn by_row(batch: &RecordBatch, from: &str, to: &str) -> BTreeMap<i64, i64> {
    let pairs = numbers(batch, from).iter().zip(numbers(batch, to));
    pairs.map(|(from, to)| (*from, *to)).collect()
}

/// The names of the first rows that rows lead to.
fn ids(batch: &RecordBatch) -> BTreeMap<i64, String> {
    let ids = batch["firstId"].as_string::<i32>();
    let ids = numbers(batch, "row").iter().zip(ids);
    ids.map(|(row, id)| (*row, id.unwrap().to_owned()))
        .collect()
}

/// What an engine does, on one machine.
fn in_steps(rows: &[Given]) -> Vec<Marks> {
    let texts = |of: fn(&Given) -> &str| -> ArrayRef {
        Arc::new(StringArray::from_iter_values(rows.iter().map(of)))
    };
    let row = column((0..rows.len() as i64).collect());
    let columns = [
        ("row", row),
        ("id", texts(|row| &row.id)),
        ("articleBody", texts(|row| &row.body)),
        ("address", texts(|row| &row.address)),
        ("url", texts(|_| "https://elsewhere.example/")),
        ("site", texts(|row| &row.site)),
    ];
    let keys = run("keys", &RecordBatch::try_from_iter(columns).unwrap());
    let firsts = |of: &str| run("firsts", &sorted(&run(of, &keys), &["key", "row"]));
    let (exact, addresses) = (firsts("texts"), firsts("addresses"));
    let same = by_row(&exact, "row", "first");

    let own = only(&keys, |at| !same.contains_key(&numbers(&keys, "row")[at]));
    let pairs = run("pairs", &sorted(&run("bands", &own), &["key", "row"]));
    let pairs = run("distinct", &sorted(&pairs, &["row", "earlier"]));
    let sketches = run("sketches", &own);
    let sketch: BTreeMap<i64, Vec<u8>> = numbers(&sketches, "row")
        .iter()
        .zip(sketches["sketch"].as_binary::<i32>())
        .map(|(row, sketch)| (*row, sketch.unwrap().to_owned()))
        .collect();
    let sketched = |of: &str| -> ArrayRef {
        let of = numbers(&pairs, of).iter().map(|row| &sketch[row]);
        Arc::new(arrow_array::BinaryArray::from_iter_values(of))
    };
    let pairs = with(&pairs, "sketch", sketched("row"));
    let pairs = with(&pairs, "earlierSketch", sketched("earlier"));
    let names = numbers(&pairs, "earlier")
        .iter()
        .map(|row| &rows[*row as usize].id);
    let names: ArrayRef = Arc::new(StringArray::from_iter_values(names));
    let pairs = with(&pairs, "earlierId", names);
    let alike = run("alike", &pairs);

    let groups = run("groups", &sorted(&alike, &["row", "earlier"]));
    let near = ids(&groups);

    let is_copy = |row: &i64| same.contains_key(row) || near.contains_key(row);
    let copies = numbers(&keys, "row").iter().map(is_copy);
    let copies: BooleanArray = copies.map(Some).collect();
    let paragraphs = run("paragraphs", &with(&keys, "isCopy", Arc::new(copies)));
    let counted = run("counted", &sorted(&paragraphs, &["site", "hash", "row"]));
    let key =
        |batch: &RecordBatch, at: usize| (numbers(batch, "site")[at], numbers(batch, "hash")[at]);
    let pages: BTreeMap<(i64, i64), i64> = (0..counted.num_rows())
        .map(|at| (key(&counted, at), numbers(&counted, "pages")[at]))
        .collect();
    let paragraphs = only(&paragraphs, |at| pages.contains_key(&key(&paragraphs, at)));
    let of = (0..paragraphs.num_rows()).map(|at| pages[&key(&paragraphs, at)]);
    let paragraphs = with(&paragraphs, "pages", column(of.collect()));
    let repeated = run("repeated", &sorted(&paragraphs, &["row", "number"]));

    let (exact, addresses) = (ids(&exact), ids(&addresses));
    let repeated = repeated_of(&repeated);
    (0..rows.len() as i64)
        .map(|row| {
            let text = same.get(&row).copied().unwrap_or(row);
            let of_text = (text != row).then(|| rows[text as usize].id.clone());
            Marks {
                address: addresses.get(&row).cloned(),
                exact: exact.get(&row).cloned(),
                near: near.get(&text).cloned().or(of_text),
                repeated: repeated.get(&row).cloned().unwrap_or_default(),
            }
        })
        .collect()
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
    let rows = numbers(batch, "row").iter().enumerate();
    rows.map(|(at, row)| (*row, of_row(at))).collect()
}

#[test]
fn the_marks_are_those_of_one_machine() {
    for seed in 0..6 {
        let rows = given(seed, 160);
        let expected = on_one_machine(&rows);
        let found = in_steps(&rows);
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
fn marks_of_a_row_come_together() {
    let some = |name: &str, ids: Vec<Option<&str>>| -> (String, ArrayRef) {
        (name.to_owned(), Arc::new(StringArray::from(ids)))
    };
    let nothing = |name: &str| {
        let of = schema::marks();
        let of = of.iter().find(|field| field.name() == name).unwrap();
        (
            name.to_owned(),
            arrow_array::new_null_array(of.data_type(), 4),
        )
    };
    let batch = RecordBatch::try_from_iter([
        ("row".to_owned(), column(vec![1, 1, 1, 5])),
        some("addressDuplicateOf", vec![None, Some("a"), None, None]),
        some("exactDuplicateOf", vec![None, None, Some("b"), None]),
        some("nearDuplicateOf", vec![Some("c"), None, None, Some("d")]),
        nothing("repeated"),
        nothing("repeatedShare"),
    ]);
    let marks = run("marks", &batch.unwrap());
    assert_eq!(numbers(&marks, "row"), [1, 5]);
    let found = |name: &str| {
        marks[name]
            .as_string::<i32>()
            .iter()
            .map(|id| id.map(str::to_owned))
            .collect::<Vec<_>>()
    };
    assert_eq!(found("addressDuplicateOf"), [Some("a".to_owned()), None]);
    assert_eq!(found("exactDuplicateOf"), [Some("b".to_owned()), None]);
    assert_eq!(
        found("nearDuplicateOf"),
        [Some("c".to_owned()), Some("d".to_owned())]
    );
}

#[test]
fn columns_are_found_by_name_and_made_to_fit() {
    let ids: ArrayRef = Arc::new(arrow_array::LargeStringArray::from(vec!["a"]));
    let row: ArrayRef = Arc::new(arrow_array::Int32Array::from(vec![7]));
    let text: ArrayRef = Arc::new(arrow_array::LargeBinaryArray::from(vec![b"t".as_slice()]));
    let batch = RecordBatch::try_from_iter([("id", ids), ("text", text), ("row", row)]).unwrap();
    let mut step = Step::named("texts").unwrap();
    let given = step.take(&batch).unwrap();
    assert_eq!(numbers(&given, "row"), [7]);
    let error = step.take(&batch.project(&[0, 2]).unwrap()).unwrap_err();
    assert!(error.to_string().contains("\"text\""), "{error}");
    assert!(Step::named("none").is_none());
    assert!(Step::names().all(|name| Step::named(name).is_some()));
}

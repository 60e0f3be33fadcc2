//! The marks of rows, as columns.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::builder::{
    Float32Builder, Int32Builder, Int64Builder, ListBuilder, StringBuilder, StructBuilder,
};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema, SchemaRef};

use super::record::{self, ADDRESS_OF, EXACT_OF, NEAR_OF, REPEATED, Repeated};
use super::{Step, Work, each};
use crate::table::schema;

/// From what there is to say of the rows of a place to one row of marks each, in the order of their numbers; of those of which there
/// is nothing to say, none.
pub fn marks() -> Step {
    let mut fields = vec![Field::new("row", DataType::Int64, true)];
    fields.extend(schema::marks());
    let gives = Schema::new(fields);
    let work = Gathering {
        schema: Arc::new(gives.clone()),
        rows: BTreeMap::new(),
    };
    Step::new(record::schema(), gives, work)
}

/// What there is to say of a row.
#[derive(Default)]
struct Marks {
    address: Option<String>,
    exact: Option<String>,
    near: Option<String>,
    repeated: Vec<Repeated>,
}

struct Gathering {
    schema: SchemaRef,
    rows: BTreeMap<i64, Marks>,
}

impl Gathering {
    fn of(&mut self, row: i64) -> &mut Marks {
        self.rows.entry(row).or_default()
    }

    fn read(&mut self, kind: &str, data: &[u8]) -> Result<(), ArrowError> {
        if kind == ADDRESS_OF.name {
            return ADDRESS_OF.read(data, |of| self.of(of.row).address = Some(of.id));
        }
        if kind == EXACT_OF.name {
            return EXACT_OF.read(data, |of| self.of(of.row).exact = Some(of.id));
        }
        if kind == NEAR_OF.name {
            return NEAR_OF.read(data, |of| self.of(of.row).near = Some(of.id));
        }
        if kind == REPEATED.name {
            return REPEATED.read(data, |of| self.of(of.row).repeated.push(of));
        }
        Ok(())
    }
}

impl Work for Gathering {
    fn take(&mut self, batch: &RecordBatch) -> Result<Vec<RecordBatch>, ArrowError> {
        each(batch, |kind, data| self.read(kind, data))?;
        Ok(Vec::new())
    }

    fn finish(self: Box<Self>) -> Result<Vec<RecordBatch>, ArrowError> {
        let fields = ["begin", "end", "pages"].map(|name| Field::new(name, DataType::Int32, true));
        let fields = Fields::from(fields.to_vec());
        let item = Field::new("element", DataType::Struct(fields.clone()), true);
        let mut rows = Int64Builder::new();
        let [mut addresses, mut exact, mut near] = [(); 3].map(|()| StringBuilder::new());
        let mut repeated = ListBuilder::new(StructBuilder::from_fields(fields, 0)).with_field(item);
        let mut shares = Float32Builder::new();
        for (row, mut marks) in self.rows {
            rows.append_value(row);
            addresses.append_option(marks.address);
            // A copy of a text is nearly the same as what the text is, or as the text itself.
            near.append_option(marks.near.as_ref().or(marks.exact.as_ref()));
            exact.append_option(marks.exact);
            marks.repeated.sort_unstable_by_key(|one| one.begin);
            let points = marks.repeated.iter().map(|one| one.end - one.begin);
            let points: u32 = points.sum();
            let all = marks.repeated.first().map(|one| one.all);
            shares.append_option(all.map(|all| points as f32 / all.max(1) as f32));
            for one in &marks.repeated {
                let items = repeated.values();
                for (field, value) in [one.begin, one.end, one.pages].into_iter().enumerate() {
                    if let Some(of) = items.field_builder::<Int32Builder>(field) {
                        of.append_value(i32::try_from(value).unwrap_or(i32::MAX));
                    }
                }
                items.append(true);
            }
            repeated.append(all.is_some());
        }
        let columns: Vec<ArrayRef> = vec![
            Arc::new(rows.finish()),
            Arc::new(addresses.finish()),
            Arc::new(exact.finish()),
            Arc::new(near.finish()),
            Arc::new(repeated.finish()),
            Arc::new(shares.finish()),
        ];
        Ok(vec![RecordBatch::try_new(self.schema, columns)?])
    }
}

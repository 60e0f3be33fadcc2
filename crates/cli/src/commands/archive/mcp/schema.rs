//! Schemas of what tools take and give, as plain as can be: clients and the models behind them read few forms of them.

use std::sync::Arc;

use rmcp::model::JsonObject;
use rmcp::schemars::JsonSchema;
use rmcp::schemars::generate::SchemaSettings;
use serde_json::{Value, json};

/// The schema of what is taken.
pub fn taken<T: JsonSchema>() -> Arc<JsonObject> {
    of::<T>(SchemaSettings::draft2020_12().for_deserialize())
}

/// The schema of what is given.
pub fn given<T: JsonSchema>() -> Arc<JsonObject> {
    of::<T>(SchemaSettings::draft2020_12().for_serialize())
}

fn of<T: JsonSchema>(settings: SchemaSettings) -> Arc<JsonObject> {
    let settings = settings.with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    let schema = settings.into_generator().into_root_schema_for::<T>();
    let mut schema = schema.to_value();
    plain(&mut schema);
    match schema {
        Value::Object(mut schema) => {
            // That is of the type of this program, and says nothing to anybody else.
            schema.remove("description");
            Arc::new(schema)
        }
        // Of a type that takes or gives anything.
        _ => Arc::default(),
    }
}

/// Takes off what many readers of schemas stumble over: names and sizes of this program's types, and that what may be left out
/// may also be null.
fn plain(schema: &mut Value) {
    let null = json!("null");
    match schema {
        Value::Array(parts) => parts.iter_mut().for_each(plain),
        Value::Object(parts) => {
            for (key, part) in parts.iter_mut() {
                // What stands there are names of ours, not of the language of schemas.
                if key == "properties" {
                    if let Value::Object(properties) = part {
                        properties.values_mut().for_each(plain);
                    }
                } else {
                    plain(part);
                }
            }
            if let Some(Value::String(description)) = parts.get_mut("description") {
                // As the lines stand here they mean nothing.
                *description = description.replace('\n', " ");
            }
            if parts.get("title").is_some_and(Value::is_string) {
                parts.remove("title");
            }
            if parts.get("format").is_some_and(Value::is_string) {
                parts.remove("format");
            }
            if let Some(Value::Array(types)) = parts.get_mut("type") {
                types.retain(|name| *name != null);
                if let [one] = &types[..] {
                    let one = one.clone();
                    parts.insert("type".to_owned(), one);
                }
            }
            if let Some(Value::Array(values)) = parts.get_mut("enum") {
                values.retain(|value| !value.is_null());
            }
            if let Some(Value::Array(any)) = parts.get_mut("anyOf") {
                any.retain(|part| part.get("type") != Some(&null));
                if let [Value::Object(one)] = &any[..] {
                    let one = one.clone();
                    parts.remove("anyOf");
                    for (key, part) in one {
                        parts.entry(key).or_insert(part);
                    }
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use rmcp::schemars;
    use serde::{Deserialize, Serialize};

    use super::*;

    #[derive(Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    struct Asked {
        /// How many
        #[schemars(range(min = 1, max = 50))]
        limit: Option<u32>,
        /// In which
        /// order
        order: Option<Order>,
        /// Called as what is taken off
        format: String,
    }

    #[derive(Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    enum Order {
        Newest,
        Oldest,
    }

    #[test]
    fn a_schema_is_plain() {
        assert_eq!(
            Value::Object(taken::<Asked>().as_ref().clone()),
            json!({
                "type": "object",
                "properties": {
                    "limit": {"description": "How many", "type": "integer", "minimum": 1, "maximum": 50},
                    "order": {"description": "In which order", "type": "string", "enum": ["newest", "oldest"]},
                    "format": {"description": "Called as what is taken off", "type": "string"},
                },
                "additionalProperties": false,
                "required": ["format"],
            })
        );
    }
}

//! What a tool is, and how it is shown and called.

use rmcp::model::{self, JsonObject, ToolAnnotations};
use rmcp::schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::sync::Semaphore;

use super::desk::Desk;
use super::fault::Fault;
use super::schema;

/// Calls of one tool that are worked on at the same time: each may hold a page of many megabytes.
const AT_ONCE: usize = 8;

/// Something that a model can ask for. Nothing is changed by any.
pub trait Tool {
    /// What it takes. Descriptions of arguments are for models.
    type Arguments: DeserializeOwned + JsonSchema;
    /// What it gives.
    type Answer: Serialize + JsonSchema;

    const NAME: &'static str;
    const TITLE: &'static str;
    /// What it is for and what comes back, for models.
    const DESCRIPTION: &'static str;
    /// Whether it reaches beyond this machine.
    const REACHES_OUT: bool = false;

    fn call(desk: &Desk, arguments: Self::Arguments) -> Result<Self::Answer, Fault>;
}

/// A tool as clients see it, and what calls it.
pub struct Known {
    pub shown: model::Tool,
    pub call: fn(&Desk, JsonObject) -> Result<Value, Fault>,
    /// Room for calls that are worked on.
    pub room: Semaphore,
}

impl Known {
    pub fn of<T: Tool>() -> Self {
        let hints = ToolAnnotations::with_title(T::TITLE)
            .read_only(true)
            .open_world(T::REACHES_OUT);
        let shown = model::Tool::new(T::NAME, T::DESCRIPTION, schema::taken::<T::Arguments>())
            .with_title(T::TITLE)
            .with_raw_output_schema(schema::given::<T::Answer>())
            .with_annotations(hints);
        Self {
            shown,
            call: call::<T>,
            room: Semaphore::new(AT_ONCE),
        }
    }
}

fn call<T: Tool>(desk: &Desk, arguments: JsonObject) -> Result<Value, Fault> {
    let arguments =
        serde_path_to_error::deserialize(Value::Object(arguments)).map_err(|error| {
            let name = match error.path().to_string().as_str() {
                "." => "the arguments".to_owned(),
                path => path.to_owned(),
            };
            Fault::of(
                name.as_str(),
                format_args!(
                    "{}; the schema of {} says what it takes",
                    error.inner(),
                    T::NAME
                ),
            )
        })?;
    let answer = T::call(desk, arguments)?;
    // All keys are strings and no value refuses to be written.
    Ok(serde_json::to_value(&answer).expect("an answer is JSON"))
}

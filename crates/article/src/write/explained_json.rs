//! An explanation as JSON: one object with all of it.

use serde_json::{Map, Value, json};

use crate::body::BodySource;
use crate::explain::{Explained, Explanation, Field, Statement, Weight};
use crate::options::InputKind;

/// The explanation as indented JSON, without a line break at its end.
pub fn to_string_pretty(explanation: &Explanation) -> String {
    format!("{:#}", object(explanation))
}

fn object(explanation: &Explanation) -> Value {
    let article = &explanation.article;
    let (blocks, words) = explanation.kept();
    let mut out = json!({
        "source": article.source,
        "readAs": match explanation.kind {
            InputKind::Html | InputKind::Auto => "html",
            InputKind::Text => "text",
            InputKind::Body => "body",
        },
        "isReport": article.is_report,
        "bodyFrom": match explanation.source {
            BodySource::Page => "page",
            BodySource::WithoutScripts => "without-scripts",
            BodySource::Data => "data",
        },
        "bar": rounded(explanation.bar),
        "kept": {"blocks": blocks, "words": words},
        "weighed": explanation.weighed,
        "fields": explanation.fields.iter().map(field).collect::<Vec<_>>(),
        "blocks": explanation.blocks.iter().map(|b| block(explanation, b)).collect::<Vec<_>>(),
        "warnings": article.warnings,
    });
    if article.source.is_none()
        && let Some(map) = out.as_object_mut()
    {
        map.remove("source");
    }
    out
}

fn block(explanation: &Explanation, block: &Explained) -> Value {
    let mut out = Map::new();
    out.insert("kept".into(), block.is_kept().into());
    out.insert("reason".into(), block.reason.name().into());
    out.insert("probability".into(), rounded(block.probability));
    out.insert("unsure".into(), explanation.is_unsure(block).into());
    out.insert("words".into(), block.words.into());
    if !block.selector.is_empty() {
        out.insert("selector".into(), block.selector.as_str().into());
    }
    if let Some(landmark) = block.landmark {
        out.insert("landmark".into(), landmark.into());
    }
    out.insert("text".into(), block.text.as_str().into());
    out.insert(
        "weights".into(),
        block.weights.iter().map(weight).collect::<Vec<_>>().into(),
    );
    out.into()
}

fn weight(weight: &Weight) -> Value {
    let values: Vec<Value> = weight
        .values
        .iter()
        .map(|v| json!({"column": v.column, "value": rounded(v.value), "other": rounded(v.other)}))
        .collect();
    json!({"group": weight.group, "weight": rounded(weight.weight), "values": values})
}

fn field(field: &Field) -> Value {
    let mut out = Map::new();
    out.insert("name".into(), field.name.into());
    if let Some(value) = &field.value {
        out.insert("value".into(), value.text.as_str().into());
        out.insert("places".into(), json!(value.places));
    }
    if let Some(confidence) = field.confidence {
        out.insert("confidence".into(), rounded(confidence));
    }
    let other = |s: &Statement| json!({"value": s.text, "places": s.places});
    out.insert(
        "others".into(),
        field.others.iter().map(other).collect::<Vec<_>>().into(),
    );
    out.into()
}

/// A number as precise as it is of use.
fn rounded(value: f32) -> Value {
    json!((f64::from(value) * 1e4).round() / 1e4)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ReadOptions, explain};

    #[test]
    fn everything_is_in_it() {
        let page = "<title>Rain falls</title><nav class=top><a href=/>Home</a></nav><p>Rain fell on the coast all night, the \
            weather service said on Monday, and it will go on falling until the end of the week.";
        let options = ReadOptions {
            source: Some("page.html"),
            ..ReadOptions::default()
        };
        let json = object(&explain(page.as_bytes(), &options).unwrap());
        assert_eq!(json["source"], "page.html");
        assert_eq!(json["readAs"], "html");
        assert_eq!(json["blocks"][0]["selector"], "body > nav.top");
        assert_eq!(json["blocks"][0]["kept"], false);
        assert_eq!(json["blocks"][1]["reason"], "judged-in");
        assert_eq!(json["kept"]["blocks"], 1);
        assert!(json["blocks"][1]["weights"][0]["weight"].is_number());
        assert_eq!(json["fields"][0]["value"], "Rain falls");
        assert_eq!(json["fields"][0]["places"][0], "<title>");
    }
}

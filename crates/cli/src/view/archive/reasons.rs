//! Why things were taken for the same, in words, each a line that is safe to show.

use serde_json::Value;

use super::PARTING;
use crate::sanitize;

/// What reports are compared by.
const SHARES: [&str; 4] = ["words", "names", "numbers", "links"];

/// Why a report joined its story: `Port Amal, quay · words 0.62`.
pub fn joined(why: &Value) -> Option<String> {
    let shared = texts(&why["shared"]);
    let shares = SHARES.into_iter().filter_map(|name| {
        let share = why[name]
            .as_f64()
            .or_else(|| why[name]["cosine"].as_f64())?;
        Some(format!("{name} {share:.2}"))
    });
    let parts: Vec<String> = Some(shared.join(", "))
        .into_iter()
        .filter(|shared| !shared.is_empty())
        .chain(shares)
        .collect();
    (!parts.is_empty()).then(|| parts.join(PARTING))
}

/// What speaks for two names or wordings being the same: `spelling (Nassar), same story`. Reasons alone, or what was made of
/// them with them.
pub fn named(why: &Value) -> Option<String> {
    let lists = [why, &why["why"], &why["reasons"]];
    let reasons = lists.into_iter().find_map(Value::as_array)?;
    let said: Vec<String> = reasons
        .iter()
        .filter_map(|reason| {
            let code = words(reason["code"].as_str()?);
            Some(match reason["detail"].as_str() {
                Some(detail) if !detail.is_empty() => {
                    format!("{code} ({})", sanitize::line(detail))
                }
                _ => code,
            })
        })
        .collect();
    (!said.is_empty()).then(|| said.join(", "))
}

/// How a text relates to that of an earlier report: `wire copy of report 12, Reuters`. Nothing where it is its own.
pub fn kin(kind: &str, to: Option<i64>, why: Option<&Value>) -> Option<String> {
    let what = match kind {
        "wire" => "wire copy",
        "rewrite" => "rewrite",
        "update" => "update",
        _ => return None,
    };
    let to = to.map(|to| format!(" of report {to}"));
    let agency = why
        .and_then(|why| why["agency"].as_str())
        .map(|agency| format!(", {}", sanitize::line(agency)));
    Some(
        [Some(what.to_owned()), to, agency]
            .into_iter()
            .flatten()
            .collect(),
    )
}

/// How words are the same as others: `reworded · share 0.82 · same story`.
pub fn alike(why: &Value) -> Option<String> {
    let kind = why["kind"].as_str().map(words);
    let share = why["share"].as_f64();
    let parts: Vec<String> = kind
        .into_iter()
        .chain(
            share
                .filter(|&share| share < 1.0)
                .map(|share| format!("share {share:.2}")),
        )
        .chain(named(why))
        .collect();
    (!parts.is_empty()).then(|| parts.join(PARTING))
}

/// A name of a program's as words.
fn words(name: &str) -> String {
    sanitize::line(&name.replace('-', " "))
}

fn texts(list: &Value) -> Vec<String> {
    let list = list.as_array().into_iter().flatten();
    list.filter_map(Value::as_str).map(sanitize::line).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_known_is_said() {
        let why = json!({"shared": ["Port Amal", "quay"], "words": 0.617, "names": null});
        assert_eq!(
            joined(&why).unwrap().replace('\u{a0}', " "),
            "Port Amal, quay · words 0.62"
        );
        let reasons = json!([{"code": "title-left-out"}, {"code": "spelling", "detail": "Nassar"}]);
        let said = Some("title left out, spelling (Nassar)".to_owned());
        assert_eq!(named(&reasons), said);
        assert_eq!(named(&json!({"verdict": "same", "why": reasons})), said);
        let why = json!({"kind": "reworded", "share": 0.5, "reasons": [{"code": "same-story"}]});
        assert_eq!(
            alike(&why).unwrap().replace('\u{a0}', " "),
            "reworded · share 0.50 · same story"
        );
        let agency = json!({"agency": "Reuters"});
        assert_eq!(
            kin("wire", Some(12), Some(&agency)).as_deref(),
            Some("wire copy of report 12, Reuters")
        );
        assert_eq!(
            kin("update", Some(3), None).as_deref(),
            Some("update of report 3")
        );
    }

    #[test]
    fn what_is_not_known_is_not() {
        for nothing in [json!({}), json!(null), json!([]), json!([{}]), json!("x")] {
            assert_eq!(joined(&nothing), None);
            assert_eq!(named(&nothing), None);
            assert_eq!(alike(&nothing), None);
        }
        assert_eq!(kin("own", Some(1), None), None);
    }
}

//! Why reports, names and words belong together: as the record has it, and in a reader's words.
//!
//! What is kept is read leniently, for what was written by another version may have another shape: a reason that is not
//! known is passed on to programs and not shown to people.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::frame::Frame;

/// What stands between reasons.
const AND: &str = " · ";

/// One thing that speaks for or against something being the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub(crate) struct Reason {
    /// Which, as a short name.
    pub code: String,
    /// The words it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// Why a report joined its story.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct Joined {
    /// What it had in common with it, what says most first.
    pub shared: Vec<String>,
    /// How like their words were, 0 to 1.
    pub words: Option<f64>,
    /// How like the names in them.
    pub names: Option<f64>,
    /// How like the numbers.
    pub numbers: Option<f64>,
    /// How rare a link or a picture is that both have, 0 where they have none in common.
    pub links: Option<f64>,
}

/// What a report has of an earlier one of its story.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Kin {
    /// The share of its sentences that stand in the earlier one word for word, 0 to 1.
    pub sentences: f64,
    /// The share of its runs of words that stand there.
    pub words: f64,
    /// The agency whose text it is, where that is known.
    pub agency: Option<String>,
    /// Whether it says where it has it from.
    pub is_credited: bool,
}

/// How a statement is the same as another.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct Likeness {
    /// `exact`, `part`, `reworded` or `translated`.
    pub kind: String,
    /// The share of the words of the shorter one that are in both, 0 to 1; across languages, of its numbers and names.
    pub share: f64,
    /// Why, what says most first.
    pub reasons: Vec<Reason>,
}

/// What the record has, where it has the shape it should.
pub(crate) fn read<T: for<'de> Deserialize<'de>>(why: Option<Value>) -> Option<T> {
    serde_json::from_value(why?).ok()
}

/// Those reasons of a list that have the shape they should.
pub(crate) fn reasons(why: Option<Value>) -> Vec<Reason> {
    let Some(Value::Array(all)) = why else {
        return Vec::new();
    };
    all.into_iter()
        .filter_map(|reason| serde_json::from_value(reason).ok())
        .collect()
}

/// Why a report joined its story, in words; empty where nothing is known.
pub(crate) fn joined(f: &Frame<'_>, why: &Joined) -> String {
    let mut told = Vec::new();
    let shared: Vec<String> = why.shared.iter().map(|word| apart(word)).collect();
    if !shared.is_empty() {
        let shared = shared.join(f.say("list-comma"));
        told.push(format!("{} {shared}", f.say("why-shared")));
    }
    let likeness = [
        ("why-words", why.words),
        ("why-names", why.names),
        ("why-numbers", why.numbers),
    ];
    for (id, share) in likeness {
        if let Some(share) = share.filter(|share| *share > 0.0) {
            told.push(f.with(id, "share", &f.reader.percent(share)));
        }
    }
    if why.links.is_some_and(|links| links > 0.0) {
        told.push(f.say("why-links").to_owned());
    }
    told.join(AND)
}

/// The text that says what a report has of an earlier one, by how they relate; `None` for a text of its own.
pub(crate) fn kin_text(kin: &str) -> Option<&'static str> {
    Some(match kin {
        "wire" => "kin-wire",
        "rewrite" => "kin-rewrite",
        "update" => "kin-update",
        _ => return None,
    })
}

/// What a report has of an earlier one, in words.
pub(crate) fn kin(f: &Frame<'_>, kin: &Kin) -> String {
    let mut told = Vec::new();
    for (id, share) in [("kin-sentences", kin.sentences), ("kin-runs", kin.words)] {
        if share > 0.0 {
            told.push(f.with(id, "share", &f.reader.percent(share)));
        }
    }
    if let Some(agency) = &kin.agency {
        told.push(f.with("kin-agency", "agency", agency));
    }
    if kin.is_credited {
        told.push(f.say("kin-credited").to_owned());
    }
    told.join(AND)
}

/// Why two names are, or may be, of one speaker, in words.
pub(crate) fn names(f: &Frame<'_>, reasons: &[Reason]) -> String {
    told(f, reasons, name_text)
}

/// Why two statements are the same words, in words.
pub(crate) fn alike(f: &Frame<'_>, reasons: &[Reason]) -> String {
    told(f, reasons, words_text)
}

/// The text that says how a statement is the same as another; `None` for what is not known.
pub(crate) fn likeness_text(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "exact" => "alike-exact",
        "part" => "alike-part",
        "reworded" => "alike-reworded",
        "translated" => "alike-translated",
        _ => return None,
    })
}

fn told(f: &Frame<'_>, reasons: &[Reason], text: impl Fn(&str) -> Option<&'static str>) -> String {
    let told = reasons.iter().filter_map(|reason| {
        let said = f.say(text(&reason.code)?);
        Some(match &reason.detail {
            Some(detail) => format!("{said} ({})", apart(detail)),
            None => said.to_owned(),
        })
    });
    told.collect::<Vec<_>>().join(AND)
}

/// A word set apart from the direction of what stands around it.
fn apart(word: &str) -> String {
    format!("\u{2068}{word}\u{2069}")
}

fn name_text(code: &str) -> Option<&'static str> {
    Some(match code {
        "same-name" => "name-same",
        "title-left-out" => "name-title",
        "spelling" => "name-spelling",
        "inflection" => "name-inflection",
        "initial" => "name-initial",
        "middle-name" => "name-middle",
        "given-name" => "name-given",
        "transliteration" => "name-transliteration",
        "family-name-in-story" => "name-family-in-story",
        "family-name-alone" => "name-family-alone",
        "given-name-alone" => "name-given-alone",
        "acronym" => "name-acronym",
        "known-body" => "name-known-body",
        "same-words" => "name-same-words",
        "shorter-name" => "name-shorter",
        "same-story" => "name-same-story",
        "same-role" => "name-same-role",
        "same-company" => "name-same-company",
        "other-given-name" => "name-other-given",
        "other-family-name" => "name-other-family",
        "other-generation" => "name-other-generation",
        "other-role" => "name-other-role",
        "other-sex" => "name-other-sex",
        "other-kind" => "name-other-kind",
        "other-place" => "name-other-place",
        "other-body" => "name-other-body",
        "name-of-place" => "name-of-place",
        "too-short" => "name-too-short",
        _ => return None,
    })
}

fn words_text(code: &str) -> Option<&'static str> {
    Some(match code {
        "same-words" => "words-same",
        "part-of" => "words-part",
        "rare-words" => "words-rare",
        "numbers" => "words-numbers",
        "names" => "words-names",
        "like-sounds" => "words-sounds",
        "same-story" => "words-story",
        "same-speaker" => "words-speaker",
        "other-speaker" => "words-other-speaker",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_not_known_is_kept_and_not_shown() {
        let why = json!([{"code": "initial", "detail": "L."}, {"code": "telepathy"}, "spelling", {"code": 3}]);
        let reasons = reasons(Some(why));
        let codes: Vec<&str> = reasons.iter().map(|reason| &*reason.code).collect();
        assert_eq!(codes, ["initial", "telepathy"]);
        assert!(name_text("telepathy").is_none() && words_text("telepathy").is_none());
        assert!(super::reasons(Some(json!({"code": "initial"}))).is_empty());
        assert_eq!(read::<Joined>(Some(json!("harbour"))), None);
        let joined: Joined =
            read(Some(json!({"shared": ["13"], "words": 0.6, "names": null}))).unwrap();
        assert_eq!((joined.words, joined.names), (Some(0.6), None));
        let kin: Kin = read(Some(
            json!({"kind": "wire", "sentences": 1.0, "isCredited": true}),
        ))
        .unwrap();
        assert!(kin.is_credited);
        assert_eq!(read::<Likeness>(None), None);
    }
}

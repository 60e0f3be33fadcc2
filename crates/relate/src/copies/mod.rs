//! How a report's text relates to an earlier one of the same story: an agency's text in print, a rewrite, the same outlet's
//! report brought up to date, or a text of its own.
//!
//! [`Print::of`] makes of a text what it is compared by, [`kin`] compares two. [`credits`] tells which agencies a report names as
//! its source, [`Seen`] which sentences of a report say what those before it did not.

mod credits;
mod print;
mod quotes;
mod seen;
mod sentences;
mod sketch;

use serde::{Deserialize, Serialize};

pub use credits::{credits, is_agency, short_name};
pub use print::Print;
pub use seen::Seen;
pub use sentences::sentences;

/// A report as it is compared with others.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// What its text is compared by.
    pub print: &'a Print,
    /// Who published it: a host or a name, the same for all its reports.
    pub outlet: &'a str,
    /// Whether that is a news agency.
    pub is_agency: bool,
    /// The agencies it credits, as [`credits`] gives them.
    pub credits: &'a [String],
}

/// What a report is to an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Another outlet's text, nearly word for word.
    Wire,
    /// Another outlet's text in other words or another order.
    Rewrite,
    /// The same outlet's text, most of it kept, with or without something changed or added.
    Update,
    /// A text of its own.
    Own,
}

impl Kind {
    /// Its name, as it stands in JSON: `wire`, `rewrite`, `update`, `own`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wire => "wire",
            Self::Rewrite => "rewrite",
            Self::Update => "update",
            Self::Own => "own",
        }
    }
}

/// What a report has of an earlier one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Kin {
    /// What it is to it.
    pub kind: Kind,
    /// The share of its sentences, without those that are quotations, that stand in the earlier one word for word, 0 to 1.
    pub sentences: f32,
    /// The share of its runs of words outside quotations that are in the earlier one, 0 to 1.
    pub words: f32,
    /// The agency whose text it is, in its usual short form, where one is known; only of [`Kind::Wire`] and [`Kind::Rewrite`].
    pub agency: Option<String>,
    /// Whether it says that it has its text, or what it tells, from there.
    pub is_credited: bool,
}

/// How much of the earlier text is left in an update of the same outlet.
const KEPT: f32 = 0.5;
/// How many of its runs a text that is printed as it came shares with it: a paragraph may be added, sentences changed.
const WIRE_WORDS: f32 = 0.75;
/// And how many whole sentences.
const WIRE_SENTENCES: f32 = 0.5;
/// How many of its sentences follow one another as they do there, at least, and as a share of those that would if none had changed
/// its place: of two in a row both are kept as often as one is, squared.
const WIRE_ORDER: f32 = 0.4;
const WIRE_ORDER_OF_KEPT: f32 = 0.7;
/// How many runs a rewrite shares.
const REWRITE: f32 = 0.3;
/// How many runs of the earlier text are in it as well, unless it is that text cut short: what happened before is in every later
/// report, in a sentence or two.
const REWRITE_OF_EARLIER: f32 = 0.4;
const CUT_SHORT: f32 = 0.6;
/// How many runs a rewrite shares that names its source.
const CREDITED_REWRITE: f32 = 0.15;

/// What a report is to an earlier one of its story, by another outlet or the same.
pub fn kin(report: &Report<'_>, earlier: &Report<'_>) -> Kin {
    let sentences = report.print.sentences.share_in(&earlier.print.sentences);
    let words = report.print.runs.share_in(&earlier.print.runs);
    let order = report.print.order.share_in(&earlier.print.order);
    let kept = earlier.print.runs.share_in(&report.print.runs);
    let source = short_name(earlier.outlet);
    let is_same_outlet = is_same_outlet(report.outlet, earlier.outlet);
    let is_credited = !is_same_outlet
        && report.credits.iter().any(|credit| {
            credit == source
                || earlier.credits.contains(credit)
                || (earlier.is_agency && credit == credits::SOME)
        });
    let kind = if is_same_outlet {
        if kept >= KEPT {
            Kind::Update
        } else {
            Kind::Own
        }
    } else if words >= WIRE_WORDS
        && sentences >= WIRE_SENTENCES
        && order >= WIRE_ORDER.max(WIRE_ORDER_OF_KEPT * sentences * sentences)
    {
        Kind::Wire
    } else if (words >= REWRITE && (kept >= REWRITE_OF_EARLIER || words >= CUT_SHORT))
        || (is_credited && words >= CREDITED_REWRITE)
    {
        Kind::Rewrite
    } else {
        Kind::Own
    };
    let agency = matches!(kind, Kind::Wire | Kind::Rewrite)
        .then(|| agency(report, earlier))
        .flatten();
    Kin {
        kind,
        sentences,
        words,
        agency,
        is_credited,
    }
}

/// Whose text two reports share: that of the one which is an agency, else of the agency that both credit, else of the one that
/// either does.
fn agency(report: &Report<'_>, earlier: &Report<'_>) -> Option<String> {
    [earlier, report]
        .into_iter()
        .find(|one| one.is_agency)
        .map(|one| short_name(one.outlet).to_owned())
        .or_else(|| {
            let named = |one: &Report<'_>| -> Vec<String> {
                let named = one.credits.iter().filter(|credit| *credit != credits::SOME);
                named.cloned().collect()
            };
            let (mine, theirs) = (named(report), named(earlier));
            let both = mine.iter().find(|credit| theirs.contains(credit)).cloned();
            both.or_else(|| match (&mine[..], &theirs[..]) {
                ([only], []) | ([], [only]) => Some(only.clone()),
                _ => None,
            })
        })
}

/// Whether two hosts or names are of one outlet.
fn is_same_outlet(a: &str, b: &str) -> bool {
    let plain = |outlet: &str| {
        let outlet = outlet.trim().to_lowercase();
        outlet
            .strip_prefix("www.")
            .map(ToOwned::to_owned)
            .unwrap_or(outlet)
    };
    plain(a) == plain(b)
}

//! Who said what in a report, as lines beside it.

use std::fmt::Write;

use crate::html::escape;
use crate::reader::Reader;
use crate::reading::{Reading, Statement};
use crate::texts::texts;

/// How what was said is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Word for word.
    Direct,
    /// In the reporter's words.
    Indirect,
    /// In the reporter's words, some of them quoted.
    Mixed,
}

impl Kind {
    /// The kind of this name; what is not known counts as indirect.
    pub(crate) fn of(name: &str) -> Self {
        match name {
            "direct" => Self::Direct,
            "mixed" => Self::Mixed,
            _ => Self::Indirect,
        }
    }

    /// Its class in the body.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Indirect => "indirect",
            Self::Mixed => "mixed",
        }
    }

    /// The name of the text that says so.
    pub(crate) fn told(self) -> &'static str {
        match self {
            Self::Direct => "said-direct",
            Self::Indirect => "said-indirect",
            Self::Mixed => "said-mixed",
        }
    }
}

/// One statement of a report.
pub(crate) struct Said {
    pub kind: Kind,
    /// Who said it, to whom and when, as HTML: names set apart from what stands around them.
    pub by: String,
    /// What was said; what stands between its passages is left out.
    pub words: String,
}

/// The statements of a reading, in its order.
pub(crate) fn said(reading: &Reading<'_>, reader: &Reader) -> Vec<Said> {
    let lines = reading.statements.iter();
    lines
        .map(|statement| Said {
            kind: Kind::of(&statement.kind),
            by: by(statement, reader),
            words: words(statement),
        })
        .collect()
}

/// Who said it, to whom and when.
fn by(statement: &Statement<'_>, reader: &Reader) -> String {
    let texts = texts(reader.language);
    let mut out = String::with_capacity(160);
    let name = |out: &mut String, name: &str| {
        out.push_str("<b><bdi>");
        escape(out, name);
        out.push_str("</bdi></b>");
    };
    match (&statement.speaker, &statement.source) {
        (Some(speaker), _) => {
            name(&mut out, &speaker.name);
            if let Some(role) = &speaker.role {
                out.push_str(" <small><bdi>");
                escape(&mut out, role);
                out.push_str("</bdi></small>");
            }
        }
        (None, Some(source)) => name(&mut out, &source.text),
        (None, None) => {
            let _ = write!(out, "<i lang=\"{}\"><bdi>", reader.language.key());
            escape(&mut out, texts.say("said-nobody"));
            out.push_str("</bdi></i>");
        }
    }
    if let Some(to) = &statement.addressee {
        let _ = write!(out, " <span><bdi lang=\"{}\">", reader.language.key());
        escape(&mut out, texts.say("said-to"));
        out.push_str("</bdi> <bdi>");
        escape(&mut out, &to.text);
        out.push_str("</bdi></span>");
    }
    if let Some(when) = &statement.when {
        out.push_str(" <span>· <bdi>");
        match &when.date {
            Some(date) => escape(&mut out, &reader.stated(date)),
            None => escape(&mut out, &when.text),
        }
        out.push_str("</bdi></span>");
    }
    out
}

/// What was said.
fn words(statement: &Statement<'_>) -> String {
    let mut out = String::new();
    for passage in &statement.content {
        if !out.is_empty() {
            out.push_str(" … ");
        }
        out.push_str(&passage.text);
    }
    out
}

//! Who said what to whom, and when.

use khabar_statements as statements;
use pyo3::prelude::*;

use crate::values::shown;

/// Words of the body and where they stand: `body[begin:end] == text`.
#[pyclass(frozen, get_all, eq, hash, module = "khabar")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Passage {
    text: String,
    begin: usize,
    end: usize,
}

impl Passage {
    fn of(passage: &statements::Passage) -> Self {
        Self {
            text: passage.text.clone(),
            begin: passage.begin,
            end: passage.end,
        }
    }
}

#[pymethods]
impl Passage {
    fn __str__(&self) -> &str {
        &self.text
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        let text = shown(py, &self.text, 60);
        format!("<Passage {text} at {}:{}>", self.begin, self.end)
    }
}

/// The expression of time that dates the saying.
#[pyclass(frozen, get_all, eq, hash, module = "khabar")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct When {
    text: String,
    begin: usize,
    end: usize,
    date: Option<String>,
}

impl When {
    fn of(when: &statements::When) -> Self {
        Self {
            text: when.words.text.clone(),
            begin: when.words.begin,
            end: when.words.end,
            date: when.date.map(|date| date.to_string()),
        }
    }
}

#[pymethods]
impl When {
    fn __str__(&self) -> &str {
        &self.text
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        let date = self.date.as_deref().unwrap_or("no known day");
        format!("<When {} = {date}>", shown(py, &self.text, 60))
    }
}

/// Who is behind a statement, by the whole text.
#[pyclass(frozen, get_all, eq, hash, module = "khabar")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Speaker {
    name: String,
    role: Option<String>,
}

impl Speaker {
    fn of(speaker: &statements::Speaker) -> Self {
        Self {
            name: speaker.name.clone(),
            role: speaker.role.clone(),
        }
    }
}

#[pymethods]
impl Speaker {
    fn __str__(&self) -> &str {
        &self.name
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        let name = shown(py, &self.name, 60);
        match &self.role {
            Some(role) => format!("<Speaker {name}, {}>", shown(py, role, 60)),
            None => format!("<Speaker {name}>"),
        }
    }
}

/// One act of saying, writing or announcing that a report attributes to a source.
#[pyclass(frozen, get_all, eq, module = "khabar")]
#[derive(Clone, PartialEq)]
pub struct Statement {
    kind: &'static str,
    source: Option<Passage>,
    antecedent: Option<Passage>,
    cue: Option<Passage>,
    content: Vec<Passage>,
    addressee: Option<Passage>,
    when: Option<When>,
    speaker: Option<Speaker>,
}

impl Statement {
    /// As the reading has it.
    pub fn of(statement: &statements::Statement) -> Self {
        let passage = |of: &Option<statements::Passage>| of.as_ref().map(Passage::of);
        Self {
            kind: statement.kind.name(),
            source: passage(&statement.source),
            antecedent: passage(&statement.antecedent),
            cue: passage(&statement.cue),
            content: statement.content.iter().map(Passage::of).collect(),
            addressee: passage(&statement.addressee),
            when: statement.when.as_ref().map(When::of),
            speaker: statement.speaker.as_ref().map(Speaker::of),
        }
    }
}

#[pymethods]
impl Statement {
    /// All of what was said, its passages one space apart.
    #[getter]
    fn words(&self) -> String {
        let texts: Vec<&str> = self.content.iter().map(|part| part.text.as_str()).collect();
        texts.join(" ")
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        let speaker = self.speaker.as_ref().map(|speaker| speaker.name.as_str());
        let source = self.source.as_ref().map(|source| source.text.as_str());
        let who = speaker.or(source).unwrap_or("?");
        let words = shown(py, &self.words(), 60);
        format!("<Statement {}: {} {words}>", self.kind, shown(py, who, 40))
    }
}

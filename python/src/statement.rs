//! Who said what to whom, and when.

use khabar_statements as statements;
use pyo3::prelude::*;

use crate::values::shown;

/// Words of the body and where they stand: `report.body[passage.begin:passage.end] == passage.text`. `str(passage)` is
/// the text.
#[pyclass(frozen, get_all, eq, hash, module = "khabar")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Passage {
    /// The words as written.
    text: String,
    /// Where they begin in `Report.body`, in characters.
    begin: usize,
    /// One past where they end in `Report.body`, in characters.
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

/// The expression of time that dates a saying. `str(when)` is its text.
#[pyclass(frozen, get_all, eq, hash, module = "khabar")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct When {
    /// Its words.
    text: String,
    /// Where it begins in `Report.body`, in characters.
    begin: usize,
    /// One past where it ends in `Report.body`, in characters.
    end: usize,
    /// What it means, as `Mention.date`; `None` where that cannot be told.
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

/// Who is behind a statement, followed through the text to the fullest mention. `str(speaker)` is the name.
#[pyclass(frozen, get_all, eq, hash, module = "khabar")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Speaker {
    /// The name, or where none is given the fullest description: `the police`.
    name: String,
    /// Office, title or belonging where it is told apart from the name, or `None`.
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

/// One act of saying, writing or announcing that a report attributes to a source. Parts that the text does not give are
/// `None`.
///
/// ```python
/// >>> import khabar
/// >>> text = "Mayor Rima Nassar said the quay was ready. “We waited for a year,” she told reporters on Monday."
/// >>> said = khabar.read(text, kind="body").statements[-1]
/// >>> said
/// <Statement direct: 'Rima Nassar' 'We waited for a year'>
/// >>> str(said.source), str(said.antecedent), str(said.addressee), str(said.when)
/// ('she', 'Mayor Rima Nassar', 'reporters', 'Monday')
/// >>> text[said.content[0].begin:said.content[0].end]
/// 'We waited for a year'
/// ```
#[pyclass(frozen, get_all, eq, module = "khabar")]
#[derive(Clone, PartialEq)]
pub struct Statement {
    /// `direct` (word for word), `indirect` (in the reporter's words) or `mixed` (some of them quoted).
    kind: &'static str,
    /// The speaker as named beside the reporting words; `None` where these imply it.
    source: Option<Passage>,
    /// The earlier mention that says who that is, where `source` is missing, a pronoun or a bare role; else `None`.
    antecedent: Option<Passage>,
    /// The reporting words; `None` of a quotation that has none of its own.
    cue: Option<Passage>,
    /// What was said; several passages where the attribution interrupts it. Never empty.
    content: Vec<Passage>,
    /// Whom it was said to, or `None`.
    addressee: Option<Passage>,
    /// When it was said, where the clause tells; else `None`.
    when: Option<When>,
    /// Who is behind it by the whole text; `None` where that does not tell.
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

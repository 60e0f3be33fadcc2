//! Where readings go, in which form.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use khabar_article::write::{html, markdown, text};
use khabar_statements::Reading;

use crate::args::Format;
use crate::sanitize;
use crate::view::{self, Look};

/// How readings are written.
#[derive(Debug, Clone)]
pub struct Style {
    /// The form.
    pub format: Format,
    /// Whether JSON is indented.
    pub pretty: bool,
    /// Whether each reading stands among others.
    pub several: bool,
    /// Whether what is written goes to a terminal as it is.
    pub to_terminal: bool,
    /// How the reading view looks.
    pub look: Look,
}

impl Style {
    /// A reading in its form, ready to be written.
    pub fn render(&self, reading: &Reading) -> String {
        let article = &reading.article;
        let text = match self.format {
            Format::Json if self.pretty => reading.json().to_indented() + "\n",
            Format::Json => reading.json().to_line() + "\n",
            Format::Markdown => markdown::to_string(article),
            Format::Text => text::to_string(article),
            Format::Html => html::to_string(article),
            // The view makes its text safe by itself, its own escape sequences excepted.
            Format::View => return view::render(reading, &self.look, self.several),
        };
        if self.to_terminal {
            sanitize::controls(&text).into_owned()
        } else {
            text
        }
    }

    /// Whether the form has a place for statements.
    pub fn shows_statements(&self) -> bool {
        matches!(self.format, Format::Json | Format::View)
    }

    /// What stands between two readings.
    pub fn parting(&self) -> &'static str {
        match self.format {
            Format::Json | Format::Html => "",
            Format::Markdown => "\n---\n\n",
            Format::Text => "\n\u{2015}\u{2015}\u{2015}\n\n",
            Format::View => "\n",
        }
    }
}

/// Where readings go: standard output, or a file that comes to be with the first reading.
pub struct Output {
    path: Option<PathBuf>,
    writer: Option<Box<dyn Write>>,
    parting: &'static str,
    heading: String,
}

impl Output {
    /// An output to a file, or to standard output; `parting` stands between two readings.
    pub fn new(path: Option<PathBuf>, parting: &'static str) -> Self {
        Self {
            path,
            writer: None,
            parting,
            heading: String::new(),
        }
    }

    /// With this text before the first reading.
    pub fn headed(self, heading: String) -> Self {
        Self { heading, ..self }
    }

    /// Writes one reading.
    pub fn write(&mut self, rendered: &str) -> anyhow::Result<()> {
        let first = self.writer.is_none();
        if first {
            self.writer = Some(match &self.path {
                None => Box::new(BufWriter::new(io::stdout())),
                Some(path) => {
                    let file = File::create(path).with_context(|| {
                        format!(
                            "{}: the file cannot be written; check its folder and its permissions",
                            path.display()
                        )
                    })?;
                    Box::new(BufWriter::new(file))
                }
            });
        }
        let Some(writer) = &mut self.writer else {
            return Ok(());
        };
        let before = if first { &self.heading } else { self.parting };
        writer.write_all(before.as_bytes())?;
        writer.write_all(rendered.as_bytes())?;
        // A reader at the other end of a pipe sees each reading as soon as it is there.
        writer.flush()?;
        Ok(())
    }
}

/// Whether writing to `path` would overwrite the input of this name, under whatever path it is named.
pub fn overwrites(path: &Path, input: &OsStr) -> bool {
    let same_file = || Some(path.canonicalize().ok()? == Path::new(input).canonicalize().ok()?);
    path == input || same_file().unwrap_or(false)
}

/// Whether standard output is a terminal.
pub fn stdout_is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Whether an error only says that nobody reads our output any more, as in `khabar read ... | head`.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<io::Error>()
        .is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
}

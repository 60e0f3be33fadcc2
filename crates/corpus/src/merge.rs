//! Parts of several runs made one: their rows set beside each other once more, with all of them in view.

use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Int32Type};
use arrow_array::{Array, RecordBatch};

use crate::finish::Part;
use crate::folder::{self, Folder};
use crate::input::{FindError, Form, Input};
use crate::keys::{Counted, Keys};
use crate::list::ListWriter;
use crate::manifest::{KnownInput, Manifest};
use crate::run::{Outcome, Plan, Progress, RunError, RunOptions};
use crate::session::{Begun, Session, output_error};
use crate::stage::{ReadRecord, StageError, StagedFiles};
use crate::storage::Store;
use crate::table::{PartWriter, batches, check_columns, line_batches, schema};
use crate::tally::Tally;
use crate::workers;

/// Sets the rows of parts beside each other and writes them as parts of one run.
///
/// # Errors
/// [`RunError`]
pub fn run(options: &RunOptions, progress: &impl Progress) -> Result<Outcome, RunError> {
    let inputs = find(&options.inputs)?;
    let folder = Folder::new(&options.out);
    let output = |cause| output_error(&options.out, cause);
    let known = inputs
        .iter()
        .map(|source| KnownInput::of(&source.input))
        .collect();
    let manifest = Manifest::new(options.command.clone(), options.settings.clone(), known);
    let session = match Session::begin(&folder, &manifest)? {
        Begun::Before(summary) => {
            return Ok(Outcome {
                summary: *summary,
                was_done: true,
            });
        }
        Begun::Now(session) => session,
    };
    let mut records: Vec<Option<ReadRecord>> = (0..inputs.len())
        .map(|number| folder::read_json(&StagedFiles::of(&folder, number).record))
        .collect::<io::Result<_>>()
        .map_err(output)?;
    let todo: Vec<usize> = (0..inputs.len())
        .filter(|&at| records[at].is_none())
        .collect();
    let bytes = Arc::new(AtomicU64::new(0));
    progress.begin(
        Plan {
            parts: inputs.len(),
            read: inputs.len() - todo.len(),
            bytes: todo.iter().map(|&at| inputs[at].input.len).sum(),
        },
        Arc::clone(&bytes),
    );
    let read = workers::each(&todo, options.threads, |at| {
        let outcome = stage(&inputs[at], at, &folder, progress);
        bytes.fetch_add(inputs[at].input.len, Ordering::Relaxed);
        if outcome.is_ok() {
            ControlFlow::Continue(outcome)
        } else {
            ControlFlow::Break(outcome)
        }
    });
    for (at, outcome) in read {
        records[at] = Some(outcome.map_err(|error| match error {
            StageError::Input(cause) => RunError::Input {
                name: inputs[at].input.name.to_string(),
                cause,
            },
            StageError::Output(cause) => output(cause),
            StageError::Stopped => output(io::ErrorKind::Interrupted.into()),
        })?);
    }
    let parts: Vec<Part> = records
        .into_iter()
        .flatten()
        .enumerate()
        .map(|(number, record)| Part {
            number,
            rows: inputs[number].rows(&folder, number),
            is_ours: inputs[number].input.form != Form::Parquet,
            record,
        })
        .collect();
    let summary = session.finish(&parts, inputs.len(), options.threads, progress)?;
    Ok(Outcome {
        summary,
        was_done: false,
    })
}

/// Finds the parts of these names: files, folders of runs, or folders of parts.
fn find(names: &[String]) -> Result<Vec<Source>, RunError> {
    let mut found = Vec::new();
    for name in names {
        let unreadable = |path: &Path, cause| FindError::Unreadable {
            name: path.display().to_string(),
            cause,
        };
        let root = PathBuf::from(name);
        let is_folder = root
            .metadata()
            .map_err(|cause| unreadable(&root, cause))?
            .is_dir();
        let paths = if is_folder {
            parts_in(&root)?
        } else if form(&root).is_some() {
            vec![root]
        } else {
            return Err(RunError::NotAPart { name: name.clone() });
        };
        for path in paths {
            let len = path
                .metadata()
                .map_err(|cause| unreadable(&path, cause))?
                .len();
            found.extend(form(&path).map(|form| Source {
                input: Input {
                    name: path.to_string_lossy().into(),
                    store: Store::local(path.clone()),
                    len,
                    form,
                },
                path,
            }));
        }
    }
    if found.is_empty() {
        return Err(RunError::NoParts);
    }
    Ok(found)
}

/// The form of a part, by its name; `None` of a file that is none.
fn form(path: &Path) -> Option<Form> {
    let name = path.file_name()?.to_str()?;
    if name.ends_with(".parquet") {
        Some(Form::Parquet)
    } else if name.ends_with(".jsonl.zst") {
        Some(Form::PackedLines)
    } else {
        None
    }
}

/// The parts in a folder: those of the run in it, or where there is none the files that are parts by their names.
fn parts_in(root: &Path) -> Result<Vec<PathBuf>, RunError> {
    let name = || root.display().to_string();
    let unreadable = |cause| FindError::Unreadable {
        name: name(),
        cause,
    };
    let run = Folder::new(root).manifest();
    let run = folder::read_json::<Manifest>(&run).map_err(|error| match error.kind() {
        io::ErrorKind::InvalidData => RunError::Input {
            name: name(),
            cause: io::Error::other("its manifest.json is none that this khabar wrote"),
        },
        _ => unreadable(error).into(),
    })?;
    if let Some(run) = run {
        let parts = run.parts.ok_or_else(|| RunError::Unfinished {
            name: name(),
            command: run.command,
        })?;
        return Ok(parts.iter().map(|part| root.join(&part.file)).collect());
    }
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(root).map_err(unreadable)? {
        paths.push(entry.map_err(unreadable)?.path());
    }
    paths.retain(|path| form(path).is_some());
    paths.sort();
    Ok(paths)
}

/// A part that is to be set beside others.
struct Source {
    input: Input,
    path: PathBuf,
}

impl Source {
    /// The file of its rows as Parquet.
    fn rows(&self, folder: &Folder, number: usize) -> PathBuf {
        if self.input.form == Form::Parquet {
            self.path.clone()
        } else {
            StagedFiles::of(folder, number).rows
        }
    }
}

/// Writes the keys of a part's rows; rows of JSON Lines as Parquet too.
fn stage(
    source: &Source,
    number: usize,
    folder: &Folder,
    progress: &impl Progress,
) -> Result<ReadRecord, StageError> {
    let begin = Instant::now();
    let files = StagedFiles::of(folder, number);
    let Source { input, path } = source;
    let output = StageError::Output;
    let mut keys = ListWriter::create(&folder::unfinished(&files.keys)).map_err(output)?;
    let mut rows = match input.form {
        Form::Parquet => None,
        _ => Some(
            PartWriter::create(&folder::unfinished(&files.rows), &schema::full())
                .map_err(output)?,
        ),
    };
    let all: Box<dyn Iterator<Item = io::Result<RecordBatch>>> = match input.form {
        Form::Parquet => {
            check_columns(path).map_err(StageError::Input)?;
            Box::new(batches(path, Some(&COLUMNS)).map_err(StageError::Input)?)
        }
        _ => Box::new(line_batches(path).map_err(StageError::Input)?),
    };
    let mut count = 0;
    for batch in all {
        let batch = batch.map_err(StageError::Input)?;
        if let Some(rows) = &mut rows {
            rows.push_batch(&batch).map_err(output)?;
        }
        for row in keys_of(&batch).map_err(StageError::Input)? {
            keys.push(&row).map_err(output)?;
            progress.page(None);
            count += 1;
        }
    }
    keys.finish().map_err(output)?;
    folder::settle(&files.keys).map_err(output)?;
    if let Some(rows) = rows {
        rows.finish().map_err(output)?;
        folder::settle(&files.rows).map_err(output)?;
    }
    let record = ReadRecord {
        rows: count,
        tally: Tally {
            records: count,
            pages: count,
            bytes: input.len,
            ..Tally::default()
        },
        seconds: begin.elapsed().as_secs_f64(),
        ..ReadRecord::default()
    };
    folder::write_json(&files.record, &record).map_err(output)?;
    Ok(record)
}

/// The columns that rows are compared and counted by.
const COLUMNS: [&str; 10] = [
    "id",
    "address",
    "site",
    "url",
    "pageKind",
    "publishedDay",
    "inLanguage",
    "articleBody",
    "wordCount",
    "statements.list.element.kind",
];

/// The keys of some rows.
fn keys_of(batch: &RecordBatch) -> io::Result<Vec<Keys>> {
    let column = |name: &str| {
        batch.column_by_name(name).ok_or_else(|| {
            io::Error::other(format!(
                "it has no column {name}; give parts that khabar corpus wrote"
            ))
        })
    };
    let text = |name: &str| {
        let column = column(name)?;
        column
            .as_string_opt::<i32>()
            .ok_or_else(|| io::Error::other(format!("its column {name} holds no text")))
    };
    let [id, address, site, url] = [text("id")?, text("address")?, text("site")?, text("url")?];
    let [kind, language, body] = [text("pageKind")?, text("inLanguage")?, text("articleBody")?];
    let day = column("publishedDay")?.as_primitive_opt::<Date32Type>();
    let words = column("wordCount")?.as_primitive_opt::<Int32Type>();
    let statements = column("statements")?.as_list_opt::<i32>();
    let (Some(day), Some(words), Some(statements)) = (day, words, statements) else {
        return Err(io::Error::other(
            "its columns are not those that khabar corpus writes",
        ));
    };
    let value = |column: &arrow_array::StringArray, row: usize| {
        column.is_valid(row).then(|| column.value(row).to_owned())
    };
    Ok((0..batch.num_rows())
        .map(|row| {
            let month = day.is_valid(row).then(|| day.value_as_date(row)).flatten();
            let counted = Counted {
                language: value(language, row).unwrap_or_else(|| "und".to_owned()),
                kind: value(kind, row).unwrap_or_else(|| "dump".to_owned()),
                month: month.map_or_else(
                    || "undated".to_owned(),
                    |day| day.format("%Y-%m").to_string(),
                ),
                words: if words.is_valid(row) {
                    words.value(row).max(0) as u64
                } else {
                    0
                },
                statements: if statements.is_valid(row) {
                    statements.value_length(row) as u64
                } else {
                    0
                },
            };
            let body = if body.is_valid(row) {
                body.value(row)
            } else {
                ""
            };
            let address = value(address, row).or_else(|| value(url, row));
            let site = value(site, row);
            Keys::of(
                id.value(row).to_owned(),
                body,
                address.as_deref(),
                site.as_deref(),
                counted,
            )
        })
        .collect())
}

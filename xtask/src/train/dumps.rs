//! Labelled lines of dumps, as arrays that the trainer maps into memory: of the same make as those of pages.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};
use khabar_article::body::words::count;
use khabar_article::dump::features;
use khabar_article::dump::lines::Lines;
use khabar_article::dump::words::{LineWords, telling};
use rayon::prelude::*;
use serde::Deserialize;

use super::examples::{ListFiles, create};
use super::label::{Label, from_text};
use crate::folds::{fnv1a, fold_of};
use crate::score::fields::same_title;

/// A dump, as `dump_pages.py` lists them.
#[derive(Debug, Deserialize)]
struct Dump {
    id: String,
    url: Option<String>,
    /// The file, relative to the folder of dumps.
    #[serde(rename = "dump")]
    file: String,
    kind: String,
    page_kind: Option<String>,
    text: String,
    #[serde(default)]
    title: Option<String>,
}

impl Dump {
    fn is_article(&self) -> bool {
        self.page_kind.as_deref().is_none_or(|k| k == "article")
    }
}

/// How the lines of a dump stand. Crawl archives keep neither empty lines nor margins.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Form {
    AsIs,
    Flat,
    Spaced,
}

struct Example {
    about: serde_json::Value,
    features: Vec<f32>,
    labels: Vec<Label>,
    headline: Vec<bool>,
    words: Vec<u32>,
    telling: Vec<Vec<u32>>,
}

/// Cuts and labels the dumps of a folder and writes them to `out`.
///
/// # Errors
/// When a dump cannot be read or a file cannot be written.
pub fn write(dumps: &Path, out: &Path) -> Result<()> {
    fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))?;
    let list = dumps.join("pages.jsonl");
    let file = File::open(&list).with_context(|| format!("cannot read {}", list.display()))?;
    let jobs = BufReader::new(file)
        .lines()
        .map(|line| Ok(serde_json::from_str(&line?.replace(": NaN", ": null"))?));
    let jobs: Vec<Dump> = jobs.collect::<Result<_>>()?;
    let jobs: Vec<(&Dump, Form)> = jobs
        .iter()
        .flat_map(|dump| {
            let chance = fnv1a(&dump.id);
            // Reports are what dumps are mostly of; some of the rest are enough to learn what clutter is.
            let forms: &[Form] = match (dump.is_article(), chance % 6) {
                (true, 0 | 1) => &[Form::AsIs, Form::Flat],
                (true, 2) => &[Form::AsIs, Form::Spaced],
                (true, _) | (false, 3 | 4) => &[Form::AsIs],
                (false, _) => &[],
            };
            forms.iter().map(move |&form| (dump, form))
        })
        .collect();
    fs::write(
        out.join("columns.json"),
        serde_json::to_string(features::NAMES)?,
    )?;
    let mut pages = create(out, "pages.jsonl")?;
    let mut files: BTreeMap<&str, BufWriter<File>> = BTreeMap::new();
    for name in [
        "features.f32",
        "labels.u8",
        "headline.u8",
        "sure.f32",
        "words.u32",
    ] {
        files.insert(name, create(out, name)?);
    }
    let mut write =
        |name: &str, bytes: &[u8]| files.get_mut(name).map_or(Ok(()), |f| f.write_all(bytes));
    let mut lexical = ListFiles::create(out, "lexical")?;
    let mut total = 0;
    for chunk in jobs.chunks(64) {
        let examples: Vec<_> = chunk
            .par_iter()
            .map(|(dump, form)| example(dumps, dump, *form))
            .collect::<Result<_>>()?;
        for mut example in examples {
            let lines = example.labels.len();
            example.about["from"] = total.into();
            example.about["to"] = (total + lines).into();
            total += lines;
            writeln!(pages, "{}", example.about)?;
            for value in &example.features {
                write("features.f32", &value.to_le_bytes())?;
            }
            for i in 0..lines {
                write("labels.u8", &[u8::from(example.labels[i].body)])?;
                write("sure.f32", &example.labels[i].sure.to_le_bytes())?;
                write("headline.u8", &[u8::from(example.headline[i])])?;
                write("words.u32", &example.words[i].to_le_bytes())?;
                lexical.add(&example.telling[i])?;
            }
        }
    }
    pages.flush()?;
    files.values_mut().try_for_each(Write::flush)?;
    lexical.flush()?;
    println!("{total} lines of {} dumps", jobs.len());
    Ok(())
}

fn example(dir: &Path, dump: &Dump, form: Form) -> Result<Example> {
    let path = dir.join(&dump.file);
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let lines = Lines::cut(&formed(&text, form));
    let words = LineWords::of(&lines);
    let mut gold = Vec::new();
    count(&dump.text, &mut gold);
    let all = 0..lines.lines.len();
    let own: Vec<Vec<u32>> = all.clone().map(|i| words.line(i).to_vec()).collect();
    let title = dump.title.as_deref().unwrap_or_default();
    let about = serde_json::json!({
        "id": dump.id, "set": dump.kind, "kind": dump.page_kind.as_deref().unwrap_or("article"),
        "fold": fold_of(dump.url.as_deref(), &dump.id), "gold_words": gold.len(), "as_is": form == Form::AsIs,
    });
    Ok(Example {
        about,
        features: features::read(&lines, &words),
        labels: from_text(&own, &gold),
        headline: all
            .clone()
            .map(|i| same_title(lines.of(i), title))
            .collect(),
        words: own.iter().map(|w| w.len() as u32).collect(),
        telling: all.map(|i| telling(&lines, &words, i)).collect(),
    })
}

/// The dump with its lines set in another form.
fn formed(text: &str, form: Form) -> String {
    let lines = text.lines().map(str::trim).filter(|l| !l.is_empty());
    match form {
        Form::AsIs => text.to_owned(),
        Form::Flat => lines.collect::<Vec<_>>().join("\n"),
        Form::Spaced => lines.collect::<Vec<_>>().join("\n\n"),
    }
}

//! What the interface says, in each language it speaks.
//!
//! The texts lie in `locales/*.ftl`. Those that need nothing to be filled in are written out once, at the first page, so
//! that saying them costs a look-up.

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use rustc_hash::FxHashMap;
use unic_langid::LanguageIdentifier;

use crate::reader::Language;

const ENGLISH: &str = include_str!("../locales/en.ftl");
const ARABIC: &str = include_str!("../locales/ar.ftl");

static TEXTS: LazyLock<[Texts; 2]> =
    LazyLock::new(|| [Texts::read("en", ENGLISH), Texts::read("ar", ARABIC)]);

/// The texts of a language.
pub(crate) fn texts(language: Language) -> &'static Texts {
    match language {
        Language::English => &TEXTS[0],
        Language::Arabic => &TEXTS[1],
    }
}

/// The texts of one language.
pub(crate) struct Texts {
    /// Those that stand as they are.
    plain: FxHashMap<String, String>,
    bundle: FluentBundle<FluentResource>,
}

impl Texts {
    /// Reads a file. What cannot be read of it is left out: a test holds that nothing is.
    fn read(tag: &str, file: &str) -> Self {
        let tag: LanguageIdentifier = tag.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        let ids: Vec<String> = identifiers(file).map(str::to_owned).collect();
        let resource = FluentResource::try_new(file.to_owned()).unwrap_or_else(|(read, _)| read);
        bundle.add_resource_overriding(resource);
        let mut plain = FxHashMap::default();
        for id in ids {
            let mut errors = Vec::new();
            let Some(pattern) = bundle.get_message(&id).and_then(|m| m.value()) else {
                continue;
            };
            let text = bundle
                .format_pattern(pattern, None, &mut errors)
                .into_owned();
            if errors.is_empty() {
                plain.insert(id, text);
            }
        }
        Self { plain, bundle }
    }

    /// A text that needs nothing filled in; its name where there is none.
    pub(crate) fn say<'a>(&'a self, id: &'a str) -> &'a str {
        self.plain.get(id).map_or(id, String::as_str)
    }

    /// A text with names filled in. Each is set apart from the direction of what stands around it.
    pub(crate) fn with(&self, id: &str, parts: &[(&str, &str)]) -> String {
        let mut args = FluentArgs::with_capacity(parts.len());
        for &(name, value) in parts {
            args.set(name, FluentValue::String(Cow::Borrowed(value)));
        }
        self.filled(id, &args)
    }

    /// A text about a number, in the form that goes with it; `shown` is the number as the reader writes it.
    pub(crate) fn count(&self, id: &str, number: u64, shown: &str) -> String {
        let mut args = FluentArgs::with_capacity(2);
        args.set("count", FluentValue::from(number));
        args.set("shown", FluentValue::String(Cow::Borrowed(shown)));
        self.filled(id, &args)
    }

    fn filled(&self, id: &str, args: &FluentArgs<'_>) -> String {
        let Some(pattern) = self.bundle.get_message(id).and_then(|m| m.value()) else {
            return id.to_owned();
        };
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(args), &mut errors);
        text.into_owned()
    }
}

/// The names of the messages of a file, in its order.
fn identifiers(file: &str) -> impl Iterator<Item = &str> {
    file.lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
        .filter_map(|line| line.split_once('='))
        .map(|(id, _)| id.trim())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::*;

    #[test]
    fn every_file_is_read_whole_and_says_the_same_things() {
        for file in [ENGLISH, ARABIC] {
            let read = FluentResource::try_new(file.to_owned());
            assert!(read.is_ok(), "{:?}", read.err().map(|(_, errors)| errors));
        }
        let english: Vec<&str> = identifiers(ENGLISH).collect();
        let arabic: Vec<&str> = identifiers(ARABIC).collect();
        assert_eq!(english, arabic);
        let once: BTreeSet<&str> = english.iter().copied().collect();
        assert_eq!(once.len(), english.len(), "a text is there twice");
    }

    #[test]
    fn numbers_take_the_form_that_goes_with_them() {
        let arabic = texts(Language::Arabic);
        let said = |n: u64| {
            let text = arabic.count("reports", n, &n.to_string());
            text.replace(['\u{2068}', '\u{2069}'], "")
        };
        assert_eq!(said(0), "لا تقارير");
        assert_eq!(said(1), "تقرير واحد");
        assert_eq!(said(2), "تقريران");
        assert_eq!(said(3), "3 تقارير");
        assert_eq!(said(11), "11 تقريرًا");
        assert_eq!(said(100), "100 تقرير");
        let english = texts(Language::English);
        assert_eq!(
            english.count("reports", 1, "1"),
            "1 report".replace('1', "\u{2068}1\u{2069}")
        );
    }

    fn files_below(folder: &Path, into: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                files_below(&path, into);
            } else {
                into.push(path);
            }
        }
    }

    /// What code and templates say stands in the files, and nothing stands there that nobody says.
    #[test]
    fn what_is_said_is_there_and_what_is_there_is_said() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut files = Vec::new();
        files_below(&root.join("src"), &mut files);
        files_below(&root.join("templates"), &mut files);
        let there: BTreeSet<&str> = identifiers(ENGLISH).collect();
        let mut said = BTreeSet::new();
        for file in &files {
            let text = fs::read_to_string(file).unwrap();
            for call in [
                ".say(\"",
                ".with(\"",
                ".count(\"",
                ".counted(\"",
                "said(visit, \"",
            ] {
                for rest in text.split(call).skip(1) {
                    let id = rest.split('"').next().unwrap();
                    if !id.contains(['{', ' ']) {
                        assert!(there.contains(id), "{} says {id:?}", file.display());
                        said.insert(id.to_owned());
                    }
                }
            }
            // Names that are put together, or chosen, in code stand there in quotes.
            for id in &there {
                if text.contains(&format!("\"{id}\"")) {
                    said.insert((*id).to_owned());
                }
            }
        }
        let unsaid: Vec<&&str> = there.iter().filter(|id| !said.contains(**id)).collect();
        assert!(unsaid.is_empty(), "nobody says {unsaid:?}");
    }
}

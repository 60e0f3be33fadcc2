//! From names to inputs: files, what lies in folders, addresses of stores; each told apart by its content.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use thiserror::Error;
use walkdir::{DirEntry, WalkDir};

use super::{Form, Input, zip};
use crate::storage::Store;
use crate::warc::Packing;
use crate::window::Window;

/// Inputs that cannot be had.
#[derive(Debug, Error)]
pub enum FindError {
    /// A name that leads nowhere, or what may not be read.
    #[error("{name}: it could not be opened ({cause}); check the path and its permissions")]
    Unreadable {
        /// The input.
        name: String,
        /// What the system says.
        cause: io::Error,
    },
    /// An address of a kind that is not read.
    #[error(
        "{name}: addresses of this kind are not read; give a file, a folder{}",
        remote_kinds()
    )]
    Scheme {
        /// The input.
        name: String,
    },
    /// A store elsewhere that could not be asked.
    #[error(
        "{name}: the store could not be asked ({cause}); check the address, the network and the credentials \
             in the environment (AWS_ACCESS_KEY_ID, GOOGLE_SERVICE_ACCOUNT and their like)"
    )]
    Store {
        /// The input.
        name: String,
        /// What the store says.
        cause: String,
    },
    /// No file at all.
    #[error("{names}: there is nothing to read in it; name files, or folders with files in them")]
    Nothing {
        /// The inputs.
        names: String,
    },
}

fn remote_kinds() -> &'static str {
    if cfg!(feature = "remote") {
        ", or s3://, gs:// or https:// addresses"
    } else {
        "; this khabar was built without the feature that reads stores elsewhere"
    }
}

/// Finds the inputs of these names, in the order of the names; those of a folder in the order of their paths, hidden ones
/// left out, and what lies in the folder `out`, which is written to. What cannot be read in a folder is an input all the
/// same, that fails when it is read.
///
/// # Errors
/// [`FindError`]
pub fn find(names: &[String], out: Option<&Path>) -> Result<Vec<Input>, FindError> {
    let out = out.and_then(|out| out.canonicalize().ok());
    let mut found = Vec::new();
    for name in names {
        if let Some((scheme, _)) = name.split_once("://") {
            find_elsewhere(name, scheme, &mut found)?;
        } else {
            find_here(name, out.as_deref(), &mut found)?;
        }
    }
    if found.is_empty() {
        return Err(FindError::Nothing {
            names: match names {
                [] => "the list of inputs".to_owned(),
                names => names.join(", "),
            },
        });
    }
    Ok(found)
}

fn find_here(name: &str, out: Option<&Path>, found: &mut Vec<Input>) -> Result<(), FindError> {
    let unreadable = |path: &Path, cause| FindError::Unreadable {
        name: path.display().to_string(),
        cause,
    };
    let root = PathBuf::from(name);
    let is_folder = root
        .metadata()
        .map_err(|cause| unreadable(&root, cause))?
        .is_dir();
    if !is_folder {
        return add(name, Store::local(root), found);
    }
    let is_hidden = |entry: &DirEntry| entry.file_name().to_string_lossy().starts_with('.');
    let is_out = |entry: &DirEntry| {
        let is_folder = entry.file_type().is_dir();
        is_folder && out.is_some() && entry.path().canonicalize().ok().as_deref() == out
    };
    let walk = WalkDir::new(&root)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !(is_hidden(entry) || is_out(entry)));
    for entry in walk {
        let path = match entry {
            Ok(entry) if !entry.file_type().is_file() => continue,
            Ok(entry) => entry.into_path(),
            Err(error) if error.depth() == 0 => return Err(unreadable(&root, error.into())),
            Err(error) => match error.path() {
                Some(path) => path.to_owned(),
                None => return Err(unreadable(&root, error.into())),
            },
        };
        let name = path.to_string_lossy().into_owned();
        let store = Store::local(path);
        if add(&name, store.clone(), found).is_err() {
            found.push(Input {
                name: name.into(),
                store,
                len: 0,
                form: Form::Page,
            });
        }
    }
    Ok(())
}

#[cfg(feature = "remote")]
fn find_elsewhere(name: &str, scheme: &str, found: &mut Vec<Input>) -> Result<(), FindError> {
    use crate::storage::remote;

    if !remote::SCHEMES.contains(&scheme) {
        return Err(FindError::Scheme {
            name: name.to_owned(),
        });
    }
    let objects = remote::find(name).map_err(|cause| FindError::Store {
        name: name.to_owned(),
        cause,
    })?;
    for (name, object) in objects {
        add(&name, Store::Remote(Arc::new(object)), found)?;
    }
    Ok(())
}

#[cfg(not(feature = "remote"))]
fn find_elsewhere(name: &str, _: &str, _: &mut Vec<Input>) -> Result<(), FindError> {
    Err(FindError::Scheme {
        name: name.to_owned(),
    })
}

/// Adds a file, and of an archive of archives what lies in it.
fn add(name: &str, store: Store, found: &mut Vec<Input>) -> Result<(), FindError> {
    let unreadable = |cause| FindError::Unreadable {
        name: name.to_owned(),
        cause,
    };
    let len = store.bytes().map_err(unreadable)?;
    let form = match form_by_name(name) {
        Some(form) => form,
        None => form(&store, name).map_err(unreadable)?,
    };
    let input = Input {
        name: Arc::from(name),
        store,
        len,
        form,
    };
    let archives = match form {
        Form::Zip => zip::archives(&input).map_err(unreadable)?,
        _ => None,
    };
    match archives {
        Some(archives) => found.extend(archives),
        None => found.push(input),
    }
    Ok(())
}

/// The endings of names that pages have.
const PAGES: [&str; 10] = [
    "html", "htm", "xhtml", "shtml", "xht", "php", "asp", "aspx", "jsp", "txt",
];
/// The endings of names of what lies beside pages in folders and is none.
const OTHERS: [&str; 36] = [
    "avif", "bmp", "cdx", "cdxj", "css", "csv", "doc", "docx", "eot", "gif", "ico", "idx", "jpeg",
    "jpg", "js", "log", "map", "md5", "mjs", "mp3", "mp4", "ogg", "otf", "pdf", "png", "rss",
    "sha1", "sha256", "svg", "tif", "tiff", "toml", "ttf", "webp", "woff", "woff2",
];

/// What a file of this name holds, where the name is enough to tell.
pub fn form_by_name(name: &str) -> Option<Form> {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let ending = file.rsplit_once('.')?.1.to_ascii_lowercase();
    if PAGES.contains(&ending.as_str()) {
        Some(Form::Page)
    } else if OTHERS.contains(&ending.as_str()) {
        Some(Form::Other)
    } else {
        None
    }
}

/// What a file holds, by its first bytes.
fn form(store: &Store, name: &str) -> io::Result<Form> {
    let mut window = Window::new(store.open(0)?, 0);
    let first = window.peek(64)?.to_vec();
    let packing = Packing::of(&first);
    // A dictionary at the beginning is that of an archive.
    if packing != Packing::Plain && !first.starts_with(packing.magic()) {
        return Ok(Form::Warc);
    }
    let opening = match packing {
        Packing::Plain => first,
        _ => opening(packing, window),
    };
    Ok(match form_of(&opening) {
        Form::Lines if packing != Packing::Plain => Form::PackedLines,
        // What is named an archive is read as one: where it is damaged, what is whole in it is found.
        Form::Page if is_named_archive(name) => Form::Warc,
        form => form,
    })
}

/// The first unpacked bytes of a packed file; few or none of a damaged one, which is told when it is read.
fn opening(packing: Packing, window: Window) -> Vec<u8> {
    let mut opening = Vec::new();
    let unpacked: Box<dyn Read> = match packing {
        Packing::Zstd => match ::zstd::Decoder::with_buffer(window) {
            Ok(decoder) => Box::new(decoder),
            Err(_) => return opening,
        },
        _ => Box::new(flate2::bufread::GzDecoder::new(window)),
    };
    let _ = unpacked.take(64).read_to_end(&mut opening);
    opening
}

/// Whether the name of a file says that it is an archive of records: `crawl.warc.gz`.
fn is_named_archive(name: &str) -> bool {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let mut parts = file.split('.').skip(1);
    parts.any(|part| part.eq_ignore_ascii_case("warc") || part.eq_ignore_ascii_case("wet"))
}

fn form_of(first: &[u8]) -> Form {
    if first.starts_with(b"WARC/") {
        Form::Warc
    } else if first.starts_with(b"PK\x03\x04") || first.starts_with(b"PK\x05\x06") {
        Form::Zip
    } else if first.starts_with(b"PAR1") {
        Form::Parquet
    } else if first.trim_ascii_start().starts_with(b"{") {
        Form::Lines
    } else {
        Form::Page
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_apart_by_content_and_archives_by_name_too() {
        let form = |name: &str, bytes: &[u8]| form(&Store::memory(bytes), name).unwrap();
        let packed = zstd::encode_all(&b"{\"html\": \"\"}"[..], 1).unwrap();
        assert_eq!(form("a", b"WARC/1.0\r\n"), Form::Warc);
        assert_eq!(form("a", b"PK\x03\x04"), Form::Zip);
        assert_eq!(form("a", b"PAR1"), Form::Parquet);
        assert_eq!(form("a", b" {\"html\": 1}"), Form::Lines);
        assert_eq!(form("a.zst", &packed), Form::PackedLines);
        assert_eq!(form("a", b"<html>"), Form::Page);
        for damaged in [&b""[..], b"\0\0\0", b"\x1f\x8b\x08\xff"] {
            assert_eq!(form("b/CC.warc.gz", damaged), Form::Warc);
        }
        assert_eq!(form("warc", b"<html>"), Form::Page);
    }

    #[test]
    fn what_is_written_is_not_read_and_what_cannot_be_read_is_told_later() {
        let dir = tempfile::tempdir().unwrap();
        let path = |name: &str| dir.path().join(name);
        std::fs::create_dir_all(path("out/pages")).unwrap();
        for name in ["a.html", "out/pages/part.html", "z.html"] {
            std::fs::write(path(name), "<p>A page").unwrap();
        }
        let folder = dir.path().to_string_lossy().into_owned();
        let names = |out: Option<&Path>| -> Vec<String> {
            let found = find(std::slice::from_ref(&folder), out).unwrap();
            let name = |input: Input| input.name.rsplit('/').next().unwrap_or("").to_owned();
            found.into_iter().map(name).collect()
        };
        assert_eq!(names(Some(&path("out"))), ["a.html", "z.html"]);
        assert_eq!(names(None), ["a.html", "part.html", "z.html"]);
        assert_eq!(names(Some(&path("none"))).len(), 3);
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(path("gone"), path("link.warc.gz")).unwrap();
            assert_eq!(
                names(Some(&path("out"))),
                ["a.html", "link.warc.gz", "z.html"]
            );
        }
    }
}

//! Inputs as they are named on the command line, and their bytes.

use std::ffi::OsStr;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use khabar_article::{InputKind, ReadOptions};
use khabar_fetch::{Answer, FetchError, FetchOptions, Fetcher, Reach, Request};
use url::Url;

use crate::args::{Kind, SourceArgs};
use crate::problem::Problem;
use khabar_corpus::unpack::{bounded, unpack};

/// The bytes of a page, unpacked, and what came with them.
#[derive(Debug)]
pub struct Loaded {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The address the page was at, after redirects.
    pub url: Option<String>,
    /// The charset of the `Content-Type` header.
    pub charset: Option<String>,
}

/// What fetches addresses, for these arguments. Whoever names an address here is at their own machine, and may name any.
pub fn fetcher(args: &SourceArgs) -> Fetcher {
    Fetcher::new(FetchOptions {
        timeout: args.timeout,
        max_bytes: args.max_bytes,
        user_agent: args.user_agent.clone(),
        ignore_robots: args.ignore_robots,
        delay: Duration::ZERO,
        reach: Reach::Anywhere,
        ..FetchOptions::default()
    })
}

/// How the bytes behind a name are to be read, for these arguments.
pub fn options<'a>(args: &'a SourceArgs, name: &'a str, loaded: &'a Loaded) -> ReadOptions<'a> {
    ReadOptions {
        url: args.url.as_deref().or(loaded.url.as_deref()),
        source: Some(name),
        declared_encoding: loaded.charset.as_deref(),
        input: match args.kind {
            Kind::Auto => InputKind::Auto,
            Kind::Html => InputKind::Html,
            Kind::Text => InputKind::Text,
            Kind::Body => InputKind::Body,
        },
        limits: khabar_page::Limits {
            bytes: args.max_bytes,
            time: Some(args.max_time),
            ..khabar_page::Limits::default()
        },
        ..ReadOptions::default()
    }
}

/// Whether an input is standard input.
pub fn is_stdin(name: &OsStr) -> bool {
    name == "-"
}

/// The bytes behind a name: `-`, an address or a path. At most `limit` bytes, packed or unpacked.
///
/// # Errors
/// What is wrong with the input and what to do about it.
pub fn load(name: &OsStr, fetcher: &Fetcher, limit: usize) -> Result<Loaded, Problem> {
    let shown = name.to_string_lossy();
    let bytes = if is_stdin(name) {
        from_reader(std::io::stdin().lock(), 0, &shown, limit)?
    } else if let Some(address) = address(&shown)? {
        return fetched(&address, fetcher, limit);
    } else {
        from_file(Path::new(name), &shown, limit)?
    };
    Ok(Loaded {
        bytes: unpack(bytes, limit).map_err(|error| Problem::of_packed(error, limit))?,
        url: None,
        charset: None,
    })
}

/// The bytes at an address. At most `limit` bytes, packed or unpacked.
///
/// # Errors
/// As [`load`].
pub fn fetched(address: &Url, fetcher: &Fetcher, limit: usize) -> Result<Loaded, Problem> {
    let page = match fetcher.get(&Request::page(address))? {
        Answer::Fetched(page) => page,
        // Nothing was asked on condition.
        Answer::NotModified(_) => return Err(FetchError::Status { status: 304 }.into()),
    };
    Ok(Loaded {
        bytes: unpack(page.bytes, limit).map_err(|error| Problem::of_packed(error, limit))?,
        url: Some(page.url),
        charset: page.charset,
    })
}

/// The name as an address, if it has a scheme.
fn address(name: &str) -> Result<Option<Url>, Problem> {
    let Some((scheme, _)) = name.split_once("://") else {
        return Ok(None);
    };
    let scheme = scheme.to_ascii_lowercase();
    if !scheme
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
    {
        return Ok(None);
    }
    if scheme != "http" && scheme != "https" {
        return Err(Problem::Scheme { scheme });
    }
    Url::parse(name).map(Some).map_err(Problem::Address)
}

/// A file to be read, and how many bytes the system says it has.
///
/// # Errors
/// Where there is none, it is a folder, or it may not be read.
pub fn open(path: &Path, shown: &str) -> Result<(File, u64), Problem> {
    let failed = |error| Problem::of_file(error, shown);
    // Asked first, since opening a folder succeeds on some systems and fails with another cause on others.
    let metadata = std::fs::metadata(path).map_err(failed)?;
    if metadata.is_dir() {
        return Err(Problem::Folder {
            folder: shown.trim_end_matches('/').to_owned(),
        });
    }
    Ok((File::open(path).map_err(failed)?, metadata.len()))
}

/// The bytes of a file.
fn from_file(path: &Path, shown: &str, limit: usize) -> Result<Vec<u8>, Problem> {
    let (file, length) = open(path, shown)?;
    from_reader(file, length, shown, limit)
}

/// The bytes of a reader; `expected` as [`bounded`] takes it.
fn from_reader(
    reader: impl Read,
    expected: u64,
    shown: &str,
    limit: usize,
) -> Result<Vec<u8>, Problem> {
    bounded(reader, expected, limit)
        .map_err(|error| Problem::of_file(error, shown))?
        .ok_or(Problem::TooLarge { limit })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_paths() {
        assert!(address("page.html").unwrap().is_none());
        assert!(address("C:\\pages\\a.html").unwrap().is_none());
        assert!(address("a b://c").unwrap().is_none());
        assert!(address("HTTPS://news.example/x").unwrap().is_some());
        assert!(matches!(address("ftp://a/b"), Err(Problem::Scheme { .. })));
        assert!(matches!(address("http://"), Err(Problem::Address(_))));
    }
}

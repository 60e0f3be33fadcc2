//! The source that somebody means.

use anyhow::anyhow;
use khabar_archive::Archive;
use khabar_archive::record::sources::Source;

use super::{first_of, told};

/// The most sources that are listed where several could be meant.
const MOST_NAMED: usize = 8;

/// The source of a number, a title or an address, or of a part of them that no other has.
///
/// # Errors
/// Where there is none, or where several could be meant: these are named.
pub fn source(archive: &Archive, typed: &str) -> anyhow::Result<Source> {
    among(&archive.sources().map_err(told)?, typed).cloned()
}

/// The same among sources that are known already.
///
/// # Errors
/// As [`source`].
pub fn among<'a>(sources: &'a [Source], typed: &str) -> anyhow::Result<&'a Source> {
    let wanted = plain(typed);
    let ways: [&dyn Fn(&Source) -> bool; 3] = [
        &|source| source.id.to_string() == wanted,
        &|source| plain(&source.title) == wanted || plain(&source.home) == wanted,
        &|source| plain(&source.title).contains(&wanted) || plain(&source.home).contains(&wanted),
    ];
    // An empty name is part of all.
    let way = ways
        .iter()
        .find(|way| !wanted.is_empty() && sources.iter().any(way))
        .ok_or_else(|| anyhow!("there is no source {typed:?}; khabar sources lists them"))?;
    let meant: Vec<&Source> = sources.iter().filter(|source| way(source)).collect();
    if let [one] = meant[..] {
        return Ok(one);
    }
    let named = meant
        .iter()
        .map(|source| format!("{} {} ({})", source.id, source.title, source.home));
    Err(anyhow!(
        "{typed:?} could mean several sources: {}; name one by its number",
        first_of(named, MOST_NAMED)
    ))
}

/// A name or address without what people leave out.
fn plain(text: &str) -> String {
    let text = text.trim().to_lowercase();
    let text = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))
        .unwrap_or(&text);
    text.trim_start_matches("www.")
        .trim_end_matches('/')
        .to_owned()
}

#[cfg(test)]
mod tests {

    use super::*;

    fn sources() -> Vec<Source> {
        [
            (1, "The Post", "https://www.post.example/"),
            (2, "The Post on Sunday", "https://sunday.example/"),
            (3, "صحيفة الساحل", "https://coast.example/ar/"),
            (4, "24", "https://24.example/"),
        ]
        .map(|(id, title, home)| Source {
            id,
            title: title.into(),
            home: home.into(),
            language: None,
            folder: None,
            added_at: 0,
            paused: false,
        })
        .into()
    }

    fn picked(typed: &str) -> Result<i64, String> {
        among(&sources(), typed)
            .map(|source| source.id)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn the_nearest_is_meant() {
        assert_eq!(picked("2"), Ok(2));
        assert_eq!(picked("the post"), Ok(1));
        assert_eq!(picked("Sunday"), Ok(2));
        assert_eq!(picked("post.example"), Ok(1));
        assert_eq!(picked("http://coast.example/ar"), Ok(3));
        assert_eq!(picked("الساحل"), Ok(3));
        assert_eq!(picked("24"), Ok(4));
    }

    #[test]
    fn what_several_could_mean_is_listed() {
        let said = picked("the p").unwrap_err();
        assert!(
            said.contains("1 The Post (https://www.post.example/), 2 The Post on Sunday"),
            "{said}"
        );
        for unknown in ["", "  ", "99", "Courier"] {
            assert!(picked(unknown).unwrap_err().contains("there is no source"));
        }
    }
}

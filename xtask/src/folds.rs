//! Which part of the training pages a page belongs to, so that no site is ever read with weights that saw it.

/// How many folds there are.
pub const FOLDS: usize = 5;

/// The fold of a page, below [`FOLDS`]: a function of its site, the same in every set and on every machine.
///
/// The site is the registrable domain of the address, by the public suffix list (the blogs of one hosting service are
/// sites of their own). A page without an address stands for itself under its `id`; a dump of it, whose id wraps the
/// page's (`arabic-dev-ID-full`), goes with it.
pub fn fold_of(url: Option<&str>, id: &str) -> usize {
    let site = url.and_then(site_of);
    (fnv1a(site.as_deref().unwrap_or(page_of_dump(id))) % FOLDS as u64) as usize
}

/// The registrable domain of an address, in lower case; its host where no public suffix fits, as with IP addresses.
pub fn site_of(url: &str) -> Option<String> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = if host.starts_with('[') {
        host
    } else {
        host.split(':').next()?
    };
    let host = host.trim_end_matches('.').to_lowercase();
    if host.is_empty() {
        return None;
    }
    let is_address = host.starts_with('[') || host.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let domain = if is_address {
        None
    } else {
        psl::domain_str(&host)
    };
    Some(domain.map_or_else(|| host.clone(), str::to_owned))
}

/// `ID` of `SET-dev-ID-full` and `SET-dev-ID-leftover`, else the id as it is.
fn page_of_dump(id: &str) -> &str {
    let Some(rest) = id
        .strip_suffix("-full")
        .or_else(|| id.strip_suffix("-leftover"))
    else {
        return id;
    };
    rest.split_once("-dev-").map_or(rest, |(_, id)| id)
}

/// FNV-1a, 64 bits: <http://www.isthe.com/chongo/tech/comp/fnv/>. Unlike the standard library's it is fixed for good.
pub fn fnv1a(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_the_registrable_domain() {
        for (url, site) in [
            ("https://www.bbc.co.uk/news?x=a://b", "bbc.co.uk"),
            ("http://edition.CNN.com:80/", "cnn.com"),
            ("https://a.blogspot.com/2020/1.html", "a.blogspot.com"),
            ("http://user@192.168.0.1:8080/x", "192.168.0.1"),
            ("http://[::1]:80/", "[::1]:80"),
            ("example.org/page", "example.org"),
        ] {
            assert_eq!(site_of(url).as_deref(), Some(site), "{url}");
        }
        assert_eq!(site_of(""), None);
    }

    #[test]
    fn pages_of_a_site_and_their_dumps_share_a_fold() {
        let fold = fold_of(Some("https://www.example.com/a"), "x");
        assert_eq!(fold, fold_of(Some("http://news.example.com/b"), "y"));
        assert_eq!(
            fold_of(None, "cnn-ar"),
            fold_of(None, "arabic-dev-cnn-ar-full")
        );
        assert_eq!(
            fold_of(None, "0001"),
            fold_of(None, "wcxb-dev-0001-leftover")
        );
        let mut seen = [false; FOLDS];
        for n in 0..100 {
            seen[fold_of(None, &n.to_string())] = true;
        }
        assert_eq!(seen, [true; FOLDS]);
    }

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(fnv1a(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a("a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv1a("foobar"), 0x8594_4171_f739_67e8);
    }
}

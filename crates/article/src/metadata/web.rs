//! Addresses.

use url::Url;

/// What relative addresses of a page start from.
#[derive(Debug, Clone, Default)]
pub struct Base(Option<Url>);

impl Base {
    /// From the address the page was fetched from and its `<base href>`.
    pub fn new(page: Option<&str>, base: Option<&str>) -> Self {
        let page = page.and_then(|u| Url::parse(u.trim()).ok());
        let base = base.and_then(|b| match &page {
            Some(page) => page.join(b).ok(),
            None => Url::parse(b).ok(),
        });
        Self(base.or(page).filter(Url::has_host))
    }

    /// The address in full; `None` for one that leads to no page: `javascript:`, `data:`, or a relative one where
    /// the page's own is not known.
    pub fn absolute(&self, address: &str) -> Option<String> {
        let address = address.trim();
        if address.is_empty() {
            return None;
        }
        let url = match &self.0 {
            Some(base) => base.join(address).ok()?,
            None => match address.strip_prefix("//") {
                Some(rest) => Url::parse(&format!("https://{rest}")).ok()?,
                None => Url::parse(address).ok()?,
            },
        };
        matches!(url.scheme(), "http" | "https").then(|| url.to_string())
    }

    /// The host, without `www.`.
    pub fn host(&self) -> Option<&str> {
        let host = self.0.as_ref()?.host_str()?;
        Some(host.strip_prefix("www.").unwrap_or(host))
    }

    /// The parts of the path, percent signs resolved.
    pub fn path(&self) -> Vec<String> {
        let Some(url) = &self.0 else {
            return Vec::new();
        };
        url.path_segments()
            .into_iter()
            .flatten()
            .filter(|s| !s.is_empty())
            .map(|s| {
                percent_encoding::percent_decode_str(s)
                    .decode_utf8_lossy()
                    .into_owned()
            })
            .collect()
    }
}

/// The label of a host that names its owner: `bbc` of `news.bbc.co.uk`.
pub fn owner(host: &str) -> &str {
    let labels: Vec<&str> = host.split('.').collect();
    // Two-part endings such as `co.uk` and `com.au`: a short label before one of two letters.
    let ending = match labels.as_slice() {
        [.., second, last] if labels.len() > 2 && last.len() == 2 && second.len() <= 3 => 2,
        _ => 1,
    };
    labels
        .len()
        .checked_sub(ending + 1)
        .map_or(host, |at| labels[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_made_whole() {
        let base = Base::new(Some("https://www.a.example/x/y.html"), None);
        assert_eq!(
            base.absolute("../z?q=1").as_deref(),
            Some("https://www.a.example/z?q=1")
        );
        assert_eq!(base.absolute("javascript:void(0)"), None);
        assert_eq!(Base::default().absolute("/z"), None);
        assert_eq!(
            Base::default().absolute("//b.example/z").as_deref(),
            Some("https://b.example/z")
        );
        assert_eq!(base.host(), Some("a.example"));
        assert_eq!(
            Base::new(Some("https://a.example/x/"), Some("/b/"))
                .absolute("c")
                .as_deref(),
            Some("https://a.example/b/c")
        );
    }

    #[test]
    fn hosts_have_owners() {
        for (host, expected) in [
            ("news.bbc.co.uk", "bbc"),
            ("n-tv.de", "n-tv"),
            ("localhost", "localhost"),
            ("rp.pl", "rp"),
        ] {
            assert_eq!(owner(host), expected);
        }
    }
}

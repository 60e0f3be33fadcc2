//! In which form a page is asked for: by the ending of its address, or by what the program that asks accepts.

use axum::http::header::ACCEPT;
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderMap, Uri};

/// A form that a page can be had in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Form {
    /// For people.
    #[default]
    Html,
    /// For programs.
    Json,
    /// For readers of feeds.
    Atom,
    /// A whole list, one JSON object a line.
    Lines,
    /// A whole list for spreadsheets.
    Csv,
    /// A list of subscriptions.
    Opml,
}

impl Form {
    /// Every form there is.
    pub(crate) const ALL: [Self; 6] = [
        Self::Html,
        Self::Json,
        Self::Atom,
        Self::Lines,
        Self::Csv,
        Self::Opml,
    ];

    /// The ending of addresses that ask for it; that of pages for people is empty.
    pub(crate) fn ending(self) -> &'static str {
        match self {
            Self::Html => "",
            Self::Json => ".json",
            Self::Atom => ".atom",
            Self::Lines => ".jsonl",
            Self::Csv => ".csv",
            Self::Opml => ".opml",
        }
    }

    /// Its media type.
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Html => "text/html; charset=utf-8",
            Self::Json => "application/json",
            Self::Atom => "application/atom+xml; charset=utf-8",
            Self::Lines => "application/jsonl; charset=utf-8",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Opml => "text/x-opml; charset=utf-8",
        }
    }
}

/// The address of a page in a form: `/sources/3` is `/sources/3.json`, `/` is `/index.json`.
pub(crate) fn address(path: &str, form: Form) -> String {
    let path = if path == "/" && form != Form::Html {
        "/index"
    } else {
        path
    };
    format!("{path}{}", form.ending())
}

/// Takes the ending off an address: the page it is of, and the form asked for.
pub(crate) fn taken_off(uri: &Uri, headers: &HeaderMap) -> (Uri, Form) {
    let path = uri.path();
    if path.starts_with("/assets/") || path == "/openapi.json" {
        return (uri.clone(), Form::Html);
    }
    for form in Form::ALL {
        if form == Form::Html {
            continue;
        }
        if let Some(page) = path.strip_suffix(form.ending()) {
            let page = if page == "/index" { "/" } else { page };
            let text = match uri.query() {
                Some(query) => format!("{page}?{query}"),
                None => page.to_owned(),
            };
            // What is left of an address is one, but for an empty path.
            if let Ok(rest) = text.parse::<PathAndQuery>()
                && page.starts_with('/')
            {
                let mut parts = uri.clone().into_parts();
                parts.path_and_query = Some(rest);
                if let Ok(uri) = Uri::from_parts(parts) {
                    return (uri, form);
                }
            }
        }
    }
    (uri.clone(), accepted(headers))
}

/// The form that a program accepts: JSON where it says so and does not speak of HTML.
fn accepted(headers: &HeaderMap) -> Form {
    let accepts = headers
        .get(ACCEPT)
        .and_then(|accepts| accepts.to_str().ok())
        .unwrap_or_default();
    if accepts.contains("application/json") && !accepts.contains("text/html") {
        Form::Json
    } else {
        Form::Html
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(uri: &str, accept: &str) -> (String, Form) {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, accept.parse().unwrap());
        let (uri, form) = taken_off(&uri.parse().unwrap(), &headers);
        (uri.to_string(), form)
    }

    #[test]
    fn the_ending_says_the_form() {
        assert_eq!(
            of("/sources/3.json?a=b.c", ""),
            ("/sources/3?a=b.c".into(), Form::Json)
        );
        assert_eq!(of("/index.atom?x", ""), ("/?x".into(), Form::Atom));
        assert_eq!(of("/search.jsonl", ""), ("/search".into(), Form::Lines));
        assert_eq!(
            of("/openapi.json", ""),
            ("/openapi.json".into(), Form::Html)
        );
        assert_eq!(
            of("/assets/a.json", ""),
            ("/assets/a.json".into(), Form::Html)
        );
        assert_eq!(of("/.json", ""), ("/".into(), Form::Json));
        assert_eq!(
            of("/sources/3", "application/json"),
            ("/sources/3".into(), Form::Json)
        );
        assert_eq!(
            of("/", "text/html,application/json;q=0.1"),
            ("/".into(), Form::Html)
        );
    }

    #[test]
    fn addresses_lead_back() {
        for path in ["/", "/sources", "/reports/3/versions/1..2"] {
            for form in Form::ALL {
                let (back, asked) = of(&address(path, form), "text/html");
                assert_eq!((back.as_str(), asked), (path, form));
            }
        }
    }
}

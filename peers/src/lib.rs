//! Other readers of pages behind one function each, called the way their documentation does, comments left out.

use html5ever::tendril::TendrilSink;
use xtask::score::reading::Reading;

/// Another reader.
pub struct Peer {
    /// The name of its crate.
    pub name: &'static str,
    /// Reads a page: its text and its address in, what the reader made of it out, or why it made nothing.
    pub read: fn(&str, Option<&str>) -> Result<Reading, String>,
}

/// The readers to measure against.
pub const PEERS: [Peer; 5] = [
    Peer {
        name: "trafilatura",
        read: trafilatura,
    },
    Peer {
        name: "rs-trafilatura",
        read: rs_trafilatura,
    },
    Peer {
        name: "dom_smoothie",
        read: dom_smoothie,
    },
    Peer {
        name: "legible",
        read: legible,
    },
    Peer {
        name: "html5ever",
        read: parse_alone,
    },
];

/// The reader of this name.
pub fn peer(name: &str) -> Option<&'static Peer> {
    PEERS.iter().find(|p| p.name == name)
}

fn trafilatura(html: &str, url: Option<&str>) -> Result<Reading, String> {
    let mut options = trafilatura::Options::default()
        .with_fallback(true)
        .with_exclude_comments(true);
    if let Some(url) = url.and_then(|u| url::Url::parse(u).ok()) {
        options = options.with_url(url);
    }
    let read = trafilatura::extract(html, &options).map_err(|e| e.to_string())?;
    Ok(Reading {
        text: read.content_text,
        title: read.metadata.title,
        author: read.metadata.author,
        date: read
            .metadata
            .date
            .map(|d| d.to_string())
            .unwrap_or_default(),
        ..Reading::default()
    })
}

fn rs_trafilatura(html: &str, url: Option<&str>) -> Result<Reading, String> {
    let options = rs_trafilatura::Options {
        url: url.map(str::to_owned),
        ..rs_trafilatura::Options::default()
    };
    let read = rs_trafilatura::extract_with_options(html, &options).map_err(|e| e.to_string())?;
    Ok(Reading {
        text: read.content_text,
        title: read.metadata.title.unwrap_or_default(),
        author: read.metadata.author.unwrap_or_default(),
        date: read
            .metadata
            .date
            .map(|d| d.to_rfc3339())
            .unwrap_or_default(),
        ..Reading::default()
    })
}

fn dom_smoothie(html: &str, url: Option<&str>) -> Result<Reading, String> {
    let config = dom_smoothie::Config {
        text_mode: dom_smoothie::TextMode::Formatted,
        ..dom_smoothie::Config::default()
    };
    let mut reader =
        dom_smoothie::Readability::new(html, url, Some(config)).map_err(|e| e.to_string())?;
    let read = reader.parse().map_err(|e| e.to_string())?;
    Ok(Reading {
        text: read.text_content.to_string(),
        title: read.title,
        author: read.byline.unwrap_or_default(),
        date: read.published_time.unwrap_or_default(),
        ..Reading::default()
    })
}

fn legible(html: &str, url: Option<&str>) -> Result<Reading, String> {
    let read = legible::parse(html, url, None).map_err(|e| e.to_string())?;
    Ok(Reading {
        text: read.text_content,
        title: read.title,
        author: read.byline.unwrap_or_default(),
        date: read.published_time.unwrap_or_default(),
        ..Reading::default()
    })
}

/// No reader: html5ever's parse into its reference tree, and nothing read.
#[expect(clippy::unnecessary_wraps, reason = "the form of every reader")]
fn parse_alone(html: &str, _: Option<&str>) -> Result<Reading, String> {
    let dom = html5ever::parse_document(
        markup5ever_rcdom::RcDom::default(),
        html5ever::ParseOpts::default(),
    );
    std::hint::black_box(dom.one(html));
    Ok(Reading::default())
}

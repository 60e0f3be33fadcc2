//! What pages are dressed with: a style sheet, a script, an icon. Each has the digest of its content in its name, so that
//! browsers may keep it for good.

use std::sync::LazyLock;

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, Response};
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::error::WebError;
use crate::options::hex;
use crate::visit::{Answer, Visit};

/// A file that pages are dressed with.
struct Asset {
    /// Where it is: `/assets/style-1a2b3c4d.css`.
    address: String,
    /// Its media type.
    kind: &'static str,
    content: &'static str,
}

static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "style",
        "css",
        "text/css; charset=utf-8",
        include_str!("../assets/style.css"),
    )
});
static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "page",
        "js",
        "text/javascript; charset=utf-8",
        include_str!("../assets/page.js"),
    )
});
static ICON: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "icon",
        "svg",
        "image/svg+xml",
        include_str!("../assets/icon.svg"),
    )
});

impl Asset {
    fn new(name: &str, extension: &str, kind: &'static str, content: &'static str) -> Self {
        let digest = hex(&Sha256::digest(content.as_bytes())[..6]);
        Self {
            address: format!("/assets/{name}-{digest}.{extension}"),
            kind,
            content,
        }
    }
}

/// Where the style sheet is.
pub(crate) fn style() -> &'static str {
    &STYLE.address
}

/// Where the script is.
pub(crate) fn script() -> &'static str {
    &SCRIPT.address
}

/// Where the icon is.
pub(crate) fn icon() -> &'static str {
    &ICON.address
}

/// The file at an address.
pub(crate) fn show(_: &App, visit: &Visit) -> Answer {
    let asset = [&STYLE, &SCRIPT, &ICON]
        .into_iter()
        .find(|asset| asset.address == visit.path)
        .ok_or(WebError::NotFound)?;
    let mut answer = Response::new(Body::from(asset.content));
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    headers.insert(
        CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    Ok(answer)
}

//! Pages of an archive, as they are asked for without a socket.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, Response, StatusCode};
use jiff::tz::TimeZone;
use khabar_archive::Archive;
use khabar_web::{Options, Token, router};
use tempfile::TempDir;
use tower::ServiceExt;

/// The token of the sites.
pub const TOKEN: &str = "a-token-for-tests";

/// An archive of the samples, served.
pub struct Site {
    _folder: TempDir,
    pub archive: Arc<Archive>,
    router: Router,
}

/// An answer, read to its end.
pub struct Got {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Site {
    /// As it is served on the loopback.
    pub fn new() -> Self {
        Self::with(|_| {})
    }

    /// With some options others.
    pub fn with(change: impl FnOnce(&mut Options)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let archive = super::archive(folder.path(), false);
        Self::serving(archive, folder, change)
    }

    /// An archive in which reports have something in common.
    pub fn related() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let archive = super::related::archive(folder.path());
        Self::serving(archive, folder, |_| {})
    }

    /// Another archive, which lies in this folder.
    pub fn of(archive: Archive, folder: TempDir) -> Self {
        Self::serving(Arc::new(archive), folder, |_| {})
    }

    fn serving(archive: Arc<Archive>, folder: TempDir, change: impl FnOnce(&mut Options)) -> Self {
        let mut options = Options::new(Token::new(TOKEN).unwrap());
        options.zone = TimeZone::UTC;
        change(&mut options);
        Self {
            router: router(Arc::clone(&archive), options),
            archive,
            _folder: folder,
        }
    }

    pub async fn send(&self, request: Request<Body>) -> Got {
        let answer: Response<Body> = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Got {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    pub async fn get_with(&self, uri: &str, headers: &[(&str, &str)]) -> Got {
        let mut request = Request::get(uri).header("host", "localhost:7878");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub async fn get(&self, uri: &str) -> Got {
        self.get_with(uri, &[]).await
    }

    pub async fn post(&self, uri: &str, body: &str, headers: &[(&str, &str)]) -> Got {
        let mut request = Request::post(uri)
            .header("host", "localhost:7878")
            .header("content-type", "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(body.to_owned())).unwrap())
            .await
    }
}

impl Got {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// Holds that a page was answered, has all of these in it, and none of those. Marks that set names apart from the direction of
    /// what stands around them do not count.
    pub fn holds(&self, there: &[&str], not_there: &[&str]) {
        assert_eq!(self.status, StatusCode::OK, "{}", self.text);
        let text = self.text.replace(['\u{2068}', '\u{2069}'], "");
        for part in there {
            assert!(text.contains(part), "no {part:?} in {text}");
        }
        for part in not_there {
            assert!(!text.contains(part), "{part:?} in {text}");
        }
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap()
    }
}

//! A request as pages see it, and the answers they give.

use std::hash::{DefaultHasher, Hasher};
use std::net::IpAddr;

use askama::Template;
use axum::body::{Body, Bytes};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LOCATION, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use serde::Serialize;

use crate::error::WebError;
use crate::form::{Form, address};
use crate::reader::Reader;
use crate::security::gate::Access;

/// What a page answers.
pub(crate) type Answer = Result<Response<Body>, WebError>;

/// A request as pages see it.
#[derive(Debug, Clone)]
pub(crate) struct Visit {
    pub reader: Reader,
    pub form: Form,
    /// The forms its page can be asked for in.
    pub forms: &'static [Form],
    pub access: Access,
    /// The path of the page, without the ending of its form.
    pub path: String,
    /// What stands behind the question mark, as it stands there.
    pub query: String,
    /// What the path of its route leaves open.
    pub params: Vec<(String, String)>,
    /// What a form or an object of JSON sent.
    pub fields: Vec<(String, String)>,
    /// Where this site is: `http://localhost:7878`.
    pub base: String,
    /// Whence it comes.
    pub who: IpAddr,
    /// What the browser has already.
    pub known: Option<HeaderValue>,
}

impl Visit {
    /// What the address says of a name: the first time it says so, and not where it says nothing.
    pub(crate) fn asked(&self, name: &str) -> Option<String> {
        url::form_urlencoded::parse(self.query.as_bytes())
            .find(|(key, value)| key == name && !value.trim().is_empty())
            .map(|(_, value)| value.trim().to_owned())
    }

    /// A number that the address gives under a name.
    ///
    /// # Errors
    /// [`WebError::Invalid`] where it is none.
    pub(crate) fn asked_number(&self, name: &str) -> Result<Option<i64>, WebError> {
        let wrong = |_| WebError::Invalid(format!("`{name}` is a number"));
        self.asked(name)
            .map(|number| number.parse().map_err(wrong))
            .transpose()
    }

    /// What a form sent under a name, where it is not empty.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        let mut fields = self.fields.iter();
        fields
            .find(|(key, value)| key == name && !value.trim().is_empty())
            .map(|(_, value)| value.trim())
    }

    /// A number that a form sent under a name.
    ///
    /// # Errors
    /// [`WebError::Invalid`] where it is none, or there is none.
    pub(crate) fn sent_number(&self, name: &str) -> Result<i64, WebError> {
        let sent = self.field(name).and_then(|number| number.parse().ok());
        sent.ok_or_else(|| WebError::Invalid(format!("`{name}` is a number")))
    }

    /// A number in the path.
    ///
    /// # Errors
    /// [`WebError::NotFound`] where it is none.
    pub(crate) fn number(&self, name: &str) -> Result<i64, WebError> {
        self.param(name).parse().map_err(|_| WebError::NotFound)
    }

    /// A part of the path; empty where its route has none of that name.
    pub(crate) fn param(&self, name: &str) -> &str {
        let mut params = self.params.iter();
        params
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value)
    }

    /// The query with some of its values others, and those that are `None` taken out: `?a=b`, or nothing.
    pub(crate) fn query_with(&self, changes: &[(&str, Option<&str>)]) -> String {
        let mut out = url::form_urlencoded::Serializer::new(String::new());
        for (key, value) in url::form_urlencoded::parse(self.query.as_bytes()) {
            let is_other = changes.iter().any(|(name, _)| *name == key);
            // Of what was just done is told once.
            if !is_other && !["ui", "done"].contains(&&*key) && !value.is_empty() {
                out.append_pair(&key, &value);
            }
        }
        for (key, value) in changes {
            if let Some(value) = value {
                out.append_pair(key, value);
            }
        }
        let query = out.finish();
        if query.is_empty() {
            query
        } else {
            format!("?{query}")
        }
    }

    /// The address of this page with some of what it is asked other, as [`Visit::query_with`].
    pub(crate) fn here_with(&self, changes: &[(&str, Option<&str>)]) -> String {
        format!("{}{}", self.path, self.query_with(changes))
    }

    /// A page for people.
    pub(crate) fn page(&self, template: &impl Template) -> Answer {
        self.page_with_status(StatusCode::OK, template)
    }

    /// A page for people that is not what was asked for.
    pub(crate) fn page_with_status(&self, status: StatusCode, template: &impl Template) -> Answer {
        let mut html = String::with_capacity(32 << 10);
        template
            .render_into(&mut html)
            .map_err(|cause| WebError::Page(cause.to_string()))?;
        let mut answer = self.text(Form::Html, html);
        // An answer that differs by status is none that a browser may have already.
        if status != StatusCode::OK {
            *answer.status_mut() = status;
            answer.headers_mut().remove(ETAG);
        }
        Ok(answer)
    }

    /// An object for programs.
    pub(crate) fn json(&self, object: &impl Serialize) -> Answer {
        let json =
            serde_json::to_string(object).map_err(|cause| WebError::Page(cause.to_string()))?;
        Ok(self.text(Form::Json, json))
    }

    /// A text in a form, or word that the browser has it already.
    pub(crate) fn text(&self, form: Form, text: String) -> Response<Body> {
        let mut hash = DefaultHasher::new();
        hash.write(text.as_bytes());
        // Weak: the bytes differ by how they are packed.
        let etag = format!("W/\"{:016x}\"", hash.finish());
        let known = self.known.as_ref().and_then(|known| known.to_str().ok());
        let is_known = known.is_some_and(|known| {
            known
                .split(',')
                .any(|one| one.trim() == etag || one.trim() == &etag[2..])
        });
        let mut answer = if is_known {
            let mut answer = Response::new(Body::empty());
            *answer.status_mut() = StatusCode::NOT_MODIFIED;
            answer
        } else {
            let mut answer = Response::new(Body::from(text));
            let kind = HeaderValue::from_static(form.media_type());
            answer.headers_mut().insert(CONTENT_TYPE, kind);
            answer
        };
        let headers = answer.headers_mut();
        if let Ok(etag) = HeaderValue::from_str(&etag) {
            headers.insert(ETAG, etag);
        }
        kept_private(headers);
        answer
    }

    /// A file to be saved, made bit by bit.
    pub(crate) fn file(form: Form, name: &str, body: Body) -> Response<Body> {
        let mut answer = Response::new(body);
        let headers = answer.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(form.media_type()));
        let name = format!("attachment; filename=\"{name}{}\"", form.ending());
        if let Ok(name) = HeaderValue::from_str(&name) {
            headers.insert(CONTENT_DISPOSITION, name);
        }
        kept_private(headers);
        answer
    }

    /// Sends whoever asks for something on to what it has become, in the form it was asked for.
    pub(crate) fn moved(&self, path: &str) -> Answer {
        let mut answer = Response::new(Body::empty());
        // It may come apart again.
        *answer.status_mut() = StatusCode::TEMPORARY_REDIRECT;
        let to = format!("{}{}", address(path, self.form), self.query_with(&[]));
        let to = HeaderValue::from_str(&to).map_err(|_| WebError::NotFound)?;
        answer.headers_mut().insert(LOCATION, to);
        kept_private(answer.headers_mut());
        Ok(answer)
    }

    /// Where to go on after something was changed: a page for people, an object that says so for programs.
    pub(crate) fn done(&self, next: &str) -> Answer {
        if self.form == Form::Json {
            return self.json(&Done {
                done: true,
                next: next.to_owned(),
            });
        }
        let mut answer = Response::new(Body::empty());
        *answer.status_mut() = StatusCode::SEE_OTHER;
        let next = HeaderValue::from_str(next).map_err(|_| WebError::NotFound)?;
        answer.headers_mut().insert(LOCATION, next);
        Ok(answer)
    }
}

/// What programs are told after something was changed.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Done {
    /// That it was.
    pub done: bool,
    /// Where to look at what has come of it.
    pub next: String,
}

/// An answer is for one reader, and is asked for again each time.
fn kept_private(headers: &mut HeaderMap) {
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(
        VARY,
        HeaderValue::from_static("accept, accept-language, authorization, cookie"),
    );
}

/// The fields of a form, or of a JSON object of texts.
///
/// # Errors
/// [`WebError::Invalid`] where the JSON is none of those.
pub(crate) fn fields(kind: &str, body: &Bytes) -> Result<Vec<(String, String)>, WebError> {
    if kind.starts_with("application/json") {
        let object: std::collections::BTreeMap<String, serde_json::Value> =
            serde_json::from_slice(body)
                .map_err(|cause| WebError::Invalid(format!("the JSON cannot be read: {cause}")))?;
        return Ok(object
            .into_iter()
            .map(|(name, value)| {
                let value = match value {
                    serde_json::Value::String(text) => text,
                    serde_json::Value::Null => String::new(),
                    other => other.to_string(),
                };
                (name, value)
            })
            .collect());
    }
    Ok(url::form_urlencoded::parse(body).into_owned().collect())
}

/// What the browser has already, as it says.
pub(crate) fn known(headers: &HeaderMap) -> Option<HeaderValue> {
    headers.get(IF_NONE_MATCH).cloned()
}

//! What is said where a request is not answered as it asked.

use askama::Template;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::WebError;
use crate::form::Form;
use crate::frame::Frame;
use crate::visit::{Answer, Visit};

/// Why a request was not answered as it asked.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// What is wrong.
    pub error: Wrong,
}

/// What is wrong.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Wrong {
    /// The status of the answer.
    pub status: u16,
    /// A short name that programs can go by.
    pub code: String,
    /// What is wrong and what to do, for people.
    pub message: String,
}

#[derive(Template)]
#[template(path = "error.html")]
struct Page<'a> {
    f: Frame<'a>,
    /// The text that says it in the reader's language.
    told: &'static str,
    /// What is known of it besides, in English; empty where that is nothing.
    detail: String,
    signs_in: bool,
}

/// The page that says it.
pub(crate) fn show(visit: &Visit, error: &WebError) -> Answer {
    let status = error.status();
    if visit.form != Form::Html {
        let problem = Problem {
            error: Wrong {
                status: status.as_u16(),
                code: error.code().to_owned(),
                message: error.to_string(),
            },
        };
        let mut answer = visit.json(&problem)?;
        *answer.status_mut() = status;
        answer.headers_mut().remove(axum::http::header::ETAG);
        return Ok(answer);
    }
    let (title, told) = match status {
        StatusCode::NOT_FOUND => ("error-not-found", "error-not-found-why"),
        StatusCode::UNAUTHORIZED => ("error-sign-in", "error-sign-in-why"),
        StatusCode::FORBIDDEN => ("error-origin", "error-origin-why"),
        StatusCode::MISDIRECTED_REQUEST => ("error-host", "error-host-why"),
        StatusCode::TOO_MANY_REQUESTS => ("error-too-often", "error-too-often-why"),
        StatusCode::BAD_REQUEST => ("error-invalid", "error-invalid-why"),
        StatusCode::PAYLOAD_TOO_LARGE => ("error-too-large", "error-too-large-why"),
        StatusCode::METHOD_NOT_ALLOWED => ("error-method", "error-method-why"),
        StatusCode::NOT_ACCEPTABLE => ("error-form", "error-form-why"),
        StatusCode::INSUFFICIENT_STORAGE => ("error-full", "error-full-why"),
        StatusCode::SERVICE_UNAVAILABLE => ("error-slow", "error-slow-why"),
        _ => ("error-failed", "error-failed-why"),
    };
    let detail = match error {
        WebError::NotFound | WebError::SignIn | WebError::ForeignOrigin => String::new(),
        other => other.to_string(),
    };
    visit.page_with_status(
        status,
        &Page {
            f: Frame::said(visit, title),
            told,
            detail,
            signs_in: status == StatusCode::UNAUTHORIZED,
        },
    )
}

//! What every request shares, and the way of each from the socket to its page and back.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{
    ConnectInfo, DefaultBodyLimit, FromRequest, FromRequestParts, Multipart, RawPathParams, Request,
};
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, SET_COOKIE, WWW_AUTHENTICATE};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, Response, StatusCode};
use axum::middleware::{self, Next};
use axum::routing::{MethodFilter, MethodRouter, on};
use khabar_archive::Archive;
use khabar_fetch::{FetchOptions, Fetcher};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tower::ServiceExt;
use tower_http::compression::CompressionLayer;

use crate::error::WebError;
use crate::export;
use crate::form::{Form, taken_off};
use crate::lately::Lately;
use crate::options::Options;
use crate::pages;
use crate::reader::Reader;
use crate::routes::{NOWHERE, OTHERWISE, ROUTES, Route};
use crate::security::gate::{Access, Asking, NO_PASS, enter};
use crate::security::headers;
use crate::security::hosts::host;
use crate::security::tries::Tries;
use crate::visit::{self, Answer, Visit};

/// Pages that are made at the same time: each may wait for the disk.
const MOST_AT_ONCE: usize = 32;

/// The most time between two requests to a site that is looked at: they are few, and somebody waits for them.
const LOOKING: Duration = Duration::from_millis(200);

/// What every request shares.
pub(crate) struct App {
    pub archive: Arc<Archive>,
    pub options: Options,
    pub tries: Tries,
    pub lately: Lately,
    /// What looks at addresses that somebody wants to follow.
    pub fetcher: Fetcher,
    at_once: Arc<Semaphore>,
    /// Room for lists that are being saved.
    pub saving: Arc<Semaphore>,
}

/// The pages of an archive as a service, without a socket: for tests, and to be put beside other services.
pub fn router(archive: Arc<Archive>, options: Options) -> Router {
    let most_bytes = options.most_bytes;
    let fetcher = Fetcher::new(FetchOptions {
        delay: options.fetch.delay.min(LOOKING),
        ..options.fetch.clone()
    });
    let app = Arc::new(App {
        archive,
        options,
        tries: Tries::default(),
        lately: Lately::default(),
        fetcher,
        at_once: Arc::new(Semaphore::new(MOST_AT_ONCE)),
        saving: Arc::new(Semaphore::new(export::MOST_AT_ONCE)),
    });
    let mut routes: Router<()> = Router::new();
    for route in ROUTES {
        routes = routes.route(route.path, handler(&app, route));
    }
    let nowhere = Arc::clone(&app);
    let otherwise = Arc::clone(&app);
    let routes = routes
        .fallback(move |request: Request| answer(Arc::clone(&nowhere), &NOWHERE, request))
        .method_not_allowed_fallback(move |request: Request| {
            answer(Arc::clone(&otherwise), &OTHERWISE, request)
        })
        .layer(DefaultBodyLimit::max(most_bytes));
    // The ending of an address says in which form a page is wanted; what is left of it goes by the routes.
    let by_form = routes.map_request(|mut request: Request| {
        let (uri, form) = taken_off(request.uri(), request.headers());
        *request.uri_mut() = uri;
        request.extensions_mut().insert(form);
        request
    });
    Router::new()
        .fallback_service(by_form)
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn(dressed))
}

/// Adds to every answer what browsers are told, and writes down that it was given.
async fn dressed(request: Request, next: Next) -> Response<Body> {
    let began = Instant::now();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let mut answer = next.run(request).await;
    let status = answer.status().as_u16();
    tracing::debug!(%method, path, status, took = ?began.elapsed(), "answered");
    headers::add(answer.headers_mut());
    answer
}

/// How a route is answered.
fn handler(app: &Arc<App>, route: &'static Route) -> MethodRouter {
    let app = Arc::clone(app);
    let filter = if route.method == Method::POST {
        MethodFilter::POST
    } else {
        MethodFilter::GET
    };
    on(filter, move |request: Request| {
        answer(Arc::clone(&app), route, request)
    })
}

/// Answers a request of a route.
async fn answer(app: Arc<App>, route: &'static Route, request: Request) -> Response<Body> {
    let (mut parts, body) = request.into_parts();
    let mut visit = visit_of(&app, route, &mut parts).await;
    let mut let_in = let_in(&app, route, &parts, visit.who);
    if let Ok(access) = &let_in {
        visit.access = *access;
        if !route.forms.contains(&visit.form) {
            let_in = Err(WebError::Form);
        }
    }
    let mut visit = Arc::new(visit);
    let found = if let Err(error) = let_in {
        Err(error)
    } else {
        let patience = app.options.patience;
        timeout(patience, made(app, route, &mut visit, parts, body))
            .await
            .unwrap_or(Err(WebError::TooSlow(patience)))
    };
    // Where it took too long, the page may still be at it.
    let mut visit = Arc::unwrap_or_clone(visit);
    let mut answer = found.unwrap_or_else(|error| {
        // What is wrong has no other forms to be had in.
        visit.forms = &[];
        said(&visit, &error)
    });
    // A page that has set cookies knows better.
    if !answer.headers().contains_key(SET_COOKIE) {
        let reader = visit.reader.turned.then(|| visit.reader.set_cookie());
        let stale = visit.access.stale.then(|| NO_PASS.to_owned());
        for cookie in [reader, stale].into_iter().flatten() {
            if let Ok(cookie) = HeaderValue::from_str(&cookie) {
                answer.headers_mut().append(SET_COOKIE, cookie);
            }
        }
    }
    answer
}

/// The page of a route, once all is there that was sent; made where waiting for the disk holds nobody up.
async fn made(
    app: Arc<App>,
    route: &'static Route,
    visit: &mut Arc<Visit>,
    parts: Parts,
    body: Body,
) -> Answer {
    Arc::make_mut(visit).fields = fields(route, &app.options, parts, body).await?;
    let permit = Arc::clone(&app.at_once).acquire_owned().await;
    let visit = Arc::clone(visit);
    let made = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        (route.show)(&app, &visit)
    });
    made.await
        .unwrap_or_else(|cause| Err(WebError::Page(cause.to_string())))
}

/// A request as its page sees it, before it is let in.
async fn visit_of(app: &App, route: &'static Route, parts: &mut Parts) -> Visit {
    let params = RawPathParams::from_request_parts(parts, &()).await;
    let params = params.map_or_else(
        |_| Vec::new(),
        |params| {
            params
                .iter()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect()
        },
    );
    let asked_for = host(&app.options, &parts.headers).unwrap_or("localhost");
    let base = match app.options.origin() {
        Some(origin) => origin.to_owned(),
        None => format!("http://{asked_for}"),
    };
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    Visit {
        reader: Reader::of(&parts.uri, &parts.headers, &app.options.zone),
        form: parts.extensions.get().copied().unwrap_or_default(),
        // What came of something that was sent cannot be asked for in another form.
        forms: if route.method == Method::POST {
            &[]
        } else {
            route.forms
        },
        access: Access::default(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        params,
        fields: Vec::new(),
        base,
        who: peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip()),
        known: visit::known(&parts.headers),
    }
}

/// Whether a request is let in to a route.
fn let_in(app: &App, route: &Route, parts: &Parts, who: IpAddr) -> Result<Access, WebError> {
    let asking = Asking {
        method: &parts.method,
        headers: &parts.headers,
        host: host(&app.options, &parts.headers)?,
        who,
    };
    enter(&app.options, &app.tries, route.wanted, &asking)
}

/// What a request sends: the fields of a form, with files or without, or those of a JSON object.
async fn fields(
    route: &Route,
    options: &Options,
    parts: Parts,
    body: Body,
) -> Result<Vec<(String, String)>, WebError> {
    if route.method != Method::POST {
        return Ok(Vec::new());
    }
    let kind = parts
        .headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    if !kind.starts_with("multipart/form-data") {
        let body: Bytes = axum::body::to_bytes(body, options.most_bytes)
            .await
            .map_err(|_| WebError::TooLarge)?;
        return visit::fields(&kind, &body);
    }
    let wrong = |cause: axum::extract::multipart::MultipartError| match cause.status() {
        StatusCode::PAYLOAD_TOO_LARGE => WebError::TooLarge,
        _ => WebError::Invalid(format!("the form cannot be read: {cause}")),
    };
    let request = Request::from_parts(parts, body);
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|cause| WebError::Invalid(format!("the form cannot be read: {cause}")))?;
    let mut fields = Vec::new();
    while let Some(field) = form.next_field().await.map_err(wrong)? {
        let name = field.name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(wrong)?;
        fields.push((name, String::from_utf8_lossy(&bytes).into_owned()));
    }
    Ok(fields)
}

/// What is said where a request is not answered as it asked.
fn said(visit: &Visit, error: &WebError) -> Response<Body> {
    let status = error.status();
    if status.is_server_error() {
        tracing::error!(path = visit.path, %error, "a page could not be shown");
    }
    let mut answer = pages::error::show(visit, error).unwrap_or_else(|_| {
        let mut answer = Response::new(Body::from(error.to_string()));
        *answer.status_mut() = status;
        answer
    });
    match error {
        WebError::TooOften(seconds) => {
            answer.headers_mut().insert(RETRY_AFTER, (*seconds).into());
        }
        WebError::SignIn | WebError::WrongToken => {
            // Readers of feeds ask for a password; browsers would show a window of their own in the place of our page.
            let how = HeaderValue::from_static(match visit.form {
                Form::Atom => "Basic realm=\"khabar\"",
                _ => "Bearer realm=\"khabar\"",
            });
            answer.headers_mut().insert(WWW_AUTHENTICATE, how);
        }
        _ => {}
    }
    answer
}

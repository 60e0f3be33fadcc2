//! Who may do what, and how much of it.

mod support;

use axum::body::Body;
use axum::http::{Request, StatusCode};

use support::site::{Site, TOKEN};

#[tokio::test]
async fn nobody_reads_under_another_name_or_beyond_the_machine_without_the_token() {
    let site = Site::new();
    let rebound = Request::get("/")
        .header("host", "evil.example")
        .body(Body::empty())
        .unwrap();
    assert_eq!(
        site.send(rebound).await.status,
        StatusCode::MISDIRECTED_REQUEST
    );
    let beyond = Site::with(|options| options.address = "0.0.0.0:7878".parse().unwrap());
    for uri in [
        "/",
        "/reports/1",
        "/index.json",
        "/index.atom",
        "/about",
        "/nowhere",
    ] {
        let page = beyond.get(uri).await;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED, "{uri}");
        assert!(!page.text.contains("Port Amal"));
    }
    let bearer = format!("Bearer {TOKEN}");
    let known = beyond.get_with("/", &[("authorization", &bearer)]).await;
    assert_eq!(known.status, StatusCode::OK);
    assert_eq!(beyond.get("/login").await.status, StatusCode::OK);
    // A server before the pages asks from this machine for everybody.
    let proxied = Site::with(|options| {
        options.hosts.push("archive.example".to_owned());
        options.public = Some("https://archive.example".to_owned());
    });
    for uri in ["/", "/index.json", "/index.csv", "/search.json?q=harbour"] {
        let request = Request::get(uri)
            .header("host", "archive.example")
            .body(Body::empty())
            .unwrap();
        assert_eq!(
            proxied.send(request).await.status,
            StatusCode::UNAUTHORIZED,
            "{uri}"
        );
    }
}

#[tokio::test]
async fn whoever_knows_the_token_signs_in_whatever_others_guess() {
    let site = Site::with(|options| options.public = Some("https://archive.example".to_owned()));
    let own = ("origin", "https://archive.example");
    for _ in 0..10 {
        let wrong = site.post("/login", "token=guess", &[own]).await;
        assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    }
    let wrong = site.post("/login", "token=guess", &[own]).await;
    assert_eq!(wrong.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(!wrong.header("retry-after").is_empty());
    let right = format!("token={TOKEN}");
    let entered = site.post("/login", &right, &[own]).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER);
    let pass = entered.header("set-cookie").split(';').next().unwrap();
    let page = site.get_with("/", &[("cookie", pass)]).await;
    assert_eq!(page.status, StatusCode::OK);
}

#[tokio::test]
async fn signing_in_and_out() {
    let site = Site::with(|options| options.address = "0.0.0.0:7878".parse().unwrap());
    let own = ("origin", "http://localhost:7878");
    let wrong = site.post("/login", "token=wrong", &[own]).await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    let foreign = site
        .post(
            "/login",
            &format!("token={TOKEN}"),
            &[("origin", "http://evil.example")],
        )
        .await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    let entered = site
        .post("/login", &format!("token={TOKEN}&next=/about"), &[own])
        .await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER);
    assert_eq!(entered.header("location"), "/about");
    let cookie = entered.header("set-cookie");
    assert!(
        cookie.contains("HttpOnly")
            && cookie.contains("SameSite=Strict")
            && !cookie.contains(TOKEN)
    );
    let pass = cookie.split(';').next().unwrap();
    let page = site.get_with("/about", &[("cookie", pass)]).await;
    assert_eq!(page.status, StatusCode::OK);
    let left = site.post("/logout", "", &[own, ("cookie", pass)]).await;
    assert!(left.header("set-cookie").contains("Max-Age=0"));
}

#[tokio::test]
async fn too_much_is_refused() {
    let site = Site::with(|options| options.most_bytes = 1000);
    let own = ("origin", "http://localhost:7878");
    let long = format!("zone={}", "a".repeat(2000));
    assert_eq!(
        site.post("/preferences", &long, &[own]).await.status,
        StatusCode::PAYLOAD_TOO_LARGE
    );
}

#[tokio::test]
async fn an_address_is_asked_in_the_ways_it_has() {
    let site = Site::new();
    let bearer = format!("Bearer {TOKEN}");
    let posted = site.post("/about", "", &[("authorization", &bearer)]).await;
    assert_eq!(posted.status, StatusCode::METHOD_NOT_ALLOWED);
    let head = Request::head("/reports/1")
        .header("host", "localhost")
        .body(Body::empty())
        .unwrap();
    let head = site.send(head).await;
    assert_eq!(head.status, StatusCode::OK);
    assert!(head.text.is_empty() && !head.header("etag").is_empty());
}

//! What is changed: sources, searches that are kept, what a reader chooses.

mod support;

use std::net::TcpListener;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use jiff::tz::TimeZone;
use khabar_archive::record::searches::{self, Trouble, Way};
use khabar_fetch::Reach;

use support::site::{Site, TOKEN};

#[tokio::test]
async fn preferences_need_no_token_and_no_script() {
    let site = Site::new();
    assert_eq!(site.get("/preferences").await.status, StatusCode::OK);
    let own = ("origin", "http://localhost:7878");
    let chosen = "language=ar&numerals=arab&calendar=islamic-umalqura&theme=dark&zone=Asia/Beirut";
    let kept = site.post("/preferences", chosen, &[own]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    let cookie = kept
        .header("set-cookie")
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let page = site.get_with("/reports/1", &[("cookie", &cookie)]).await;
    assert!(page.text.contains("data-theme=\"dark\""));
    assert!(page.text.contains("رمضان"));
    let wrong = site.post("/preferences", "zone=Nowhere/Land", &[own]).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    // Whoever chooses no time zone is where the machine is.
    let site = Site::with(|options| options.zone = TimeZone::get("Asia/Tokyo").unwrap());
    let kept = site.post("/preferences", "language=en&zone=", &[own]).await;
    let cookie = kept.header("set-cookie").split(';').next().unwrap();
    assert!(cookie.ends_with(".Asia/Tokyo"), "{cookie}");
}

#[tokio::test]
async fn searches_are_kept_changed_and_forgotten() {
    let site = Site::new();
    let bearer = format!("Bearer {TOKEN}");
    let token = ("authorization", bearer.as_str());
    let unsigned = site
        .post(
            "/saved",
            "query=harbour",
            &[("origin", "http://localhost:7878")],
        )
        .await;
    assert_eq!(unsigned.status, StatusCode::UNAUTHORIZED);
    let kept = site
        .post(
            "/saved",
            "query=harbour&webhook=https://a.example/told",
            &[token],
        )
        .await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    assert_eq!(kept.header("location"), "/saved/1");
    for wrong in [
        "query=",
        "query=a&webhook=javascript:alert(1)",
        "query=a&email=a%0d%0ab@c.example",
    ] {
        assert_eq!(
            site.post("/saved", wrong, &[token]).await.status,
            StatusCode::BAD_REQUEST,
            "{wrong}"
        );
    }
    site.post("/saved/1", "action=change&query=port&name=Ports", &[token])
        .await;
    let all = site.get("/saved.json").await.json();
    assert_eq!(all["searches"][0]["name"], "Ports");
    assert!(all["searches"][0]["webhook"].is_null());
    let page = site.get_with("/saved", &[token]).await;
    assert!(page.text.contains("Ports"));
    let trouble = Trouble {
        way: Way::Webhook,
        at: 1_800_000_000,
        message: "it answered with <b>status 500".to_owned(),
        given_up: 3,
    };
    let record = site.archive.record();
    record
        .write(|to| searches::in_vain(to, 1, &trouble))
        .unwrap();
    let page = site.get("/saved").await;
    assert!(page.text.contains("status 500"), "{}", page.text);
    assert!(!page.text.contains("<b>status"));
    let all = site.get("/saved.json").await.json();
    assert_eq!(all["searches"][0]["troubles"][0]["givenUp"], 3);
    site.post("/saved/1", "action=forget", &[token]).await;
    assert!(
        site.get("/saved")
            .await
            .text
            .contains("No search is kept yet")
    );
    assert_eq!(
        site.post("/saved/1", "action=forget", &[token])
            .await
            .status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn sources_are_changed_by_who_may() {
    let site = Site::new();
    let bearer = format!("Bearer {TOKEN}");
    let token = ("authorization", bearer.as_str());
    assert!(
        site.get("/sources")
            .await
            .text
            .contains("The Coastal Courier")
    );
    let list = site.get("/sources.opml").await.text;
    assert!(
        list.contains("xmlUrl=\"https://coastal-courier.example/feed\""),
        "{list}"
    );
    let unsigned = site.post("/sources/1", "action=pause", &[]).await;
    assert_eq!(unsigned.status, StatusCode::UNAUTHORIZED);
    for (action, status) in [
        ("action=pause", StatusCode::SEE_OTHER),
        ("action=rename&title=Courier", StatusCode::SEE_OTHER),
        ("action=rename", StatusCode::BAD_REQUEST),
        ("action=explode", StatusCode::BAD_REQUEST),
        ("action=hurry", StatusCode::SEE_OTHER),
    ] {
        assert_eq!(
            site.post("/sources/1", action, &[token]).await.status,
            status,
            "{action}"
        );
    }
    let one = site.get("/sources/1.json").await.json();
    assert_eq!(one["state"]["health"], "paused");
    assert_eq!(one["state"]["source"]["title"], "Courier");
    site.post("/sources/1", "action=unfollow", &[token]).await;
    assert_eq!(site.get("/sources/1").await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.get("/reports/1").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_request_that_takes_too_long_is_told_so() {
    // Whoever connects is never answered.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = silent.local_addr().unwrap();
    let site = Site::with(|options| {
        options.patience = Duration::from_millis(200);
        options.fetch.reach = Reach::Anywhere;
    });
    let bearer = format!("Bearer {TOKEN}");
    let token = ("authorization", bearer.as_str());
    let follow = format!("url=http://{address}/");
    let page = site.post("/follow", &follow, &[token]).await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.header("content-type").starts_with("text/html"));
    assert!(page.text.contains("That took too long"), "{}", page.text);
    let problem = site.post("/follow.json", &follow, &[token]).await;
    assert_eq!(problem.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(problem.json()["error"]["code"], "too-slow");
    // What still waits for it waits no longer.
    drop(silent);
}

#[tokio::test]
async fn following_needs_the_token_and_an_address() {
    let site = Site::new();
    let bearer = format!("Bearer {TOKEN}");
    let token = ("authorization", bearer.as_str());
    assert!(!site.get("/follow").await.text.contains("name=\"url\""));
    assert!(
        site.get_with("/follow", &[token])
            .await
            .text
            .contains("name=\"url\"")
    );
    assert_eq!(
        site.post("/follow", "url=https://a.example", &[])
            .await
            .status,
        StatusCode::UNAUTHORIZED
    );
    for wrong in [
        "",
        "url=no%20address",
        "opml=nothing",
        "url=http://127.0.0.1:9/",
    ] {
        assert_eq!(
            site.post("/follow", wrong, &[token]).await.status,
            StatusCode::BAD_REQUEST,
            "{wrong}"
        );
    }
    // A list as browsers send a file.
    let list = "--x\r\ncontent-disposition: form-data; name=\"opml\"; filename=\"a.opml\"\r\n\r\n<opml version=\"2.0\"><body>\
        <outline text=\"Ras Lina\" type=\"rss\" xmlUrl=\"https://ras-lina.example/feed\"/></body></opml>\r\n--x--\r\n";
    let request = Request::post("/follow")
        .header("host", "localhost")
        .header("authorization", &bearer)
        .header("content-type", "multipart/form-data; boundary=x")
        .body(Body::from(list))
        .unwrap();
    let followed = site.send(request).await;
    assert_eq!(followed.status, StatusCode::OK, "{}", followed.text);
    // What came of it cannot be asked for.
    assert!(!followed.text.contains("rel=\"alternate\""));
    assert!(site.get("/sources").await.text.contains("Ras Lina"));
}

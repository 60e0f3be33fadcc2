//! Pages as they are asked for, without a socket.

mod support;

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, Response, StatusCode};
use jiff::tz::TimeZone;
use khabar_archive::Archive;
use khabar_archive::record::days::{self, Day};
use khabar_archive::time::{Clock, DAY, now};
use khabar_fetch::Reach;
use khabar_web::{Options, Token, router};
use tempfile::TempDir;
use tower::ServiceExt;

const TOKEN: &str = "a-token-for-tests";

/// An archive of the samples, served.
struct Site {
    _folder: TempDir,
    router: Router,
}

/// An answer, read to its end.
struct Got {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Site {
    fn new() -> Self {
        Self::with(|_| {})
    }

    fn with(change: impl FnOnce(&mut Options)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let archive = support::archive(folder.path(), false);
        let mut options = Options::new(Token::new(TOKEN).unwrap());
        options.zone = TimeZone::UTC;
        change(&mut options);
        Self {
            router: router(archive, options),
            _folder: folder,
        }
    }

    async fn send(&self, request: Request<Body>) -> Got {
        let answer: Response<Body> = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Got {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    async fn get_with(&self, uri: &str, headers: &[(&str, &str)]) -> Got {
        let mut request = Request::get(uri).header("host", "localhost:7878");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    async fn get(&self, uri: &str) -> Got {
        self.get_with(uri, &[]).await
    }

    async fn post(&self, uri: &str, body: &str, headers: &[(&str, &str)]) -> Got {
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
    fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap()
    }
}

#[tokio::test]
async fn the_latest_reports_in_two_directions() {
    let site = Site::new();
    let page = site.get("/").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("<html lang=\"en\" dir=\"ltr\""));
    assert!(page.text.contains("<h3 lang=\"ar\" dir=\"auto\">"));
    assert!(page.text.contains("Harbour of Port Amal reopens"));
    let arabic = site.get_with("/", &[("accept-language", "ar")]).await;
    assert!(arabic.text.contains("<html lang=\"ar\" dir=\"rtl\""));
    let turned = site.get("/?ui=ar").await;
    assert!(turned.header("set-cookie").starts_with("khabar-reader=ar."));
}

#[tokio::test]
async fn a_list_goes_on_where_it_ended() {
    let site = Site::new();
    let first = site.get("/index.json?limit=1").await.json();
    assert_eq!(first["reports"].as_array().unwrap().len(), 1);
    let next = first["next"].as_str().unwrap();
    let second = site
        .get(&format!("/index.json?limit=1&before={next}"))
        .await
        .json();
    assert_ne!(first["reports"][0]["id"], second["reports"][0]["id"]);
    assert!(second["next"].is_null());
    let wrong = site.get("/index.json?before=nonsense").await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    assert_eq!(wrong.json()["error"]["code"], "invalid");
    let language = site.get("/index.json?language=ar").await.json();
    assert_eq!(language["reports"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_report_is_small_and_says_who_said_what() {
    let site = Site::new();
    let page = site.get("/reports/1").await;
    assert_eq!(page.status, StatusCode::OK);
    for part in [
        "<article class=\"report told\"",
        "id=\"said-1-1\"",
        "href=\"#who-1\"",
        "<b><bdi>Samira Khalil</bdi></b> <small><bdi>director</bdi></small>",
        "rel=\"noopener noreferrer nofollow\"",
        "fourteen months",
    ] {
        assert!(page.text.contains(part), "{part}");
    }
    assert!(!page.text.contains("<img"));
    assert!(!page.header("content-security-policy").contains("https:"));
    let dressing: usize = ["style.css", "page.js"]
        .iter()
        .map(|name| {
            let file = format!("{}/assets/{name}", env!("CARGO_MANIFEST_DIR"));
            std::fs::metadata(file).unwrap().len() as usize
        })
        .sum();
    assert!(
        page.text.len() + dressing < 60_000,
        "{}",
        page.text.len() + dressing
    );
    let earlier = site.get("/reports/1?version=1").await;
    assert!(earlier.text.contains("thirteen months"));
    let pictures = site.get("/reports/1?pictures=1").await;
    assert!(pictures.text.contains("<img"));
    assert!(
        pictures
            .header("content-security-policy")
            .contains("img-src 'self' data: https:")
    );
    let json = site.get("/reports/1.json").await.json();
    assert_eq!(json["report"]["versions"], 2);
    assert_eq!(json["reading"]["@type"], "NewsArticle");
    let arabic = site.get("/reports/2").await;
    assert!(
        arabic
            .text
            .contains("<div class=\"body\" lang=\"ar\" dir=\"rtl\">")
    );
}

#[tokio::test]
async fn a_report_that_was_taken_in_is_shown_whatever_shape_it_has() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_begin(folder.path()).unwrap();
    let line = serde_json::json!({
        "headline": "A ferry sails again", "articleBody": "It left at noon.", "publisher": "The Post",
        "image": "https://post.example/ferry.jpg", "wordCount": "four", "url": "https://post.example/1",
        "archive": {"url": "https://post.example/1", "gatheredAt": "2026-03-02T07:52:10Z",
            "source": {"title": "The Post", "home": "https://post.example/"}},
    });
    support::take_in(&archive, &[line]);
    let router = router(Arc::new(archive), Options::new(Token::new(TOKEN).unwrap()));
    let site = Site {
        router,
        _folder: folder,
    };
    for uri in ["/reports/1", "/reports/1.json", "/reports/1.atom", "/"] {
        let page = site.get(uri).await;
        assert_eq!(page.status, StatusCode::OK, "{uri}: {}", page.text);
        assert!(page.text.contains("A ferry sails again"), "{uri}");
    }
}

#[tokio::test]
async fn what_is_not_there_is_said_in_the_form_asked_for() {
    let site = Site::new();
    for uri in [
        "/reports/99",
        "/reports/x",
        "/nowhere",
        "/reports/1?version=9",
        "/assets/none.css",
    ] {
        let page = site.get(uri).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{uri}");
        assert!(
            page.header("content-type").starts_with("text/html"),
            "{uri}"
        );
        assert!(
            page.header("content-security-policy")
                .starts_with("default-src 'none'")
        );
    }
    for uri in ["/reports/99.json", "/nowhere.json"] {
        assert_eq!(site.get(uri).await.json()["error"]["status"], 404, "{uri}");
    }
    let accepts = [("accept", "application/json")];
    assert_eq!(
        site.get_with("/nowhere", &accepts).await.json()["error"]["code"],
        "not-found"
    );
    assert_eq!(
        site.get("/about.csv").await.status,
        StatusCode::NOT_ACCEPTABLE
    );
}

#[tokio::test]
async fn a_browser_that_has_a_page_is_not_sent_it_again() {
    let site = Site::new();
    let page = site.get("/reports/1").await;
    let again = site
        .get_with("/reports/1", &[("if-none-match", page.header("etag"))])
        .await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert!(again.text.is_empty());
    let other = site
        .get_with(
            "/reports/1",
            &[
                ("if-none-match", page.header("etag")),
                ("cookie", "khabar-reader=ar"),
            ],
        )
        .await;
    assert_eq!(other.status, StatusCode::OK);
    let style = page
        .text
        .split("rel=\"stylesheet\" href=\"")
        .nth(1)
        .unwrap();
    let style = site.get(style.split('"').next().unwrap()).await;
    assert_eq!(style.status, StatusCode::OK);
    assert!(style.header("cache-control").contains("immutable"));
    let packed = site
        .get_with("/reports/1", &[("accept-encoding", "br, gzip")])
        .await;
    assert_eq!(packed.header("content-encoding"), "br");
}

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
}

#[tokio::test]
async fn lists_are_feeds_and_files() {
    let site = Site::new();
    let feed = site.get("/index.atom").await;
    assert!(
        feed.header("content-type")
            .starts_with("application/atom+xml")
    );
    let read: atom_syndication::Feed = feed.text.parse().unwrap();
    assert_eq!(read.entries().len(), 2);
    let versions: atom_syndication::Feed = site.get("/reports/1.atom").await.text.parse().unwrap();
    assert_eq!(versions.entries().len(), 2);
    let lines = site.get("/index.jsonl").await.text;
    assert_eq!(lines.lines().count(), 2);
    for line in lines.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(line["articleBody"].is_string() && line["archive"]["report"].is_number());
    }
    let table = site.get("/index.csv").await;
    assert!(
        table
            .header("content-disposition")
            .starts_with("attachment")
    );
    assert_eq!(table.text.lines().count(), 3);
}

#[tokio::test]
async fn an_archive_without_a_source_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Arc::new(Archive::open_or_begin(folder.path()).unwrap());
    let router = router(archive, Options::new(Token::new(TOKEN).unwrap()));
    let site = Site {
        router,
        _folder: folder,
    };
    let page = site.get("/").await;
    assert!(page.text.contains("Nothing is followed yet"));
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

#[tokio::test]
async fn what_is_searched_for_is_found_and_shown() {
    let site = Site::new();
    let page = site.get("/search?q=freighters").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.text.contains("<mark>freighters</mark>")
            || page.text.contains("<mark>freighter</mark>")
    );
    let found = site.get("/search.json?q=freighters").await.json();
    assert_eq!(found["total"], 1);
    assert_eq!(found["sources"][0]["title"], "The Coastal Courier");
    let arabic = site
        .get("/search.json?q=%D8%A7%D9%84%D9%85%D9%8A%D8%A7%D9%87")
        .await
        .json();
    assert_eq!(arabic["reports"][0]["report"]["language"], "ar");
    let hostile = site
        .get("/search?q=%3Cscript%3Ealert(1)%3C/script%3E%22%20((")
        .await;
    assert_eq!(hostile.status, StatusCode::OK);
    assert!(!hostile.text.contains("<script>alert"));
    assert!(hostile.text.contains("class=\"notice\""));
    let of_day = |day: &str| format!("/search.json?q=freighters&{day}");
    let dated = site
        .get(&of_day("from=2026-03-02&to=2026-03-02"))
        .await
        .json();
    assert_eq!(dated["total"], 1);
    let dated = site.get(&of_day("from=2026-03-03")).await.json();
    assert_eq!(dated["total"], 0);
    for day in ["from=soon", "to=9999-12-31", "to=-1"] {
        assert_eq!(
            site.get(&of_day(day)).await.status,
            StatusCode::BAD_REQUEST,
            "{day}"
        );
    }
    assert_eq!(
        site.get("/search?q=a&order=worst").await.status,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(
        site.get("/search?q=a&offset=99999999999999").await.status,
        StatusCode::OK
    );
    assert_eq!(
        site.get("/search.jsonl?q=freighters")
            .await
            .text
            .lines()
            .count(),
        1
    );
    // Where nothing is asked, nothing is found, in whatever form.
    for nothing in ["", "?q=", "?q=%20&language=en"] {
        let of = |form: &str| format!("/search.{form}{nothing}");
        assert_eq!(site.get(&of("json")).await.json()["total"], 0);
        assert_eq!(site.get(&of("jsonl")).await.text, "");
        let table = site.get(&of("csv")).await;
        assert_eq!(table.text.lines().count(), 1, "{}", table.text);
        assert!(table.headers.get("x-khabar-cut").is_none());
    }
    let feed: atom_syndication::Feed = site
        .get("/search.atom?q=freighters")
        .await
        .text
        .parse()
        .unwrap();
    assert_eq!(feed.entries().len(), 1);
}

#[tokio::test]
async fn versions_are_compared_word_by_word() {
    let site = Site::new();
    let page = site.get("/reports/1/versions/1..2").await;
    assert!(
        page.text.contains("<del>thirteen</del><ins>fourteen</ins>"),
        "{}",
        page.text
    );
    let compared = site.get("/reports/1/versions/1..2.json").await.json();
    assert_eq!(compared["headline"][0]["kind"], "same");
    for nowhere in ["1..9", "1", "..", "a..b", "1..2..3"] {
        let page = site.get(&format!("/reports/1/versions/{nowhere}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{nowhere}");
    }
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
async fn the_ledger_says_what_was_missed() {
    let site = Site::new();
    let page = site.get("/ledger").await;
    assert!(page.text.contains("None of its channels answers"));
    assert!(page.text.contains("the server says 404"));
    assert!(page.text.contains("<svg class=\"spark\""));
    let ledger = site.get("/ledger.json").await.json();
    assert_eq!(ledger["sources"][0]["health"], "down");
    assert_eq!(ledger["missed"][0]["state"], "missed");
}

#[tokio::test]
async fn days_are_those_of_the_archive() {
    let folder = tempfile::tempdir().unwrap();
    drop(support::archive(folder.path(), false));
    // A year later nothing of these days is drawn.
    let later = now() + 365 * DAY;
    let archive = Archive::open_or_begin(folder.path())
        .unwrap()
        .by(Clock::by(move || later));
    archive
        .record()
        .write(|to| {
            let day = Day {
                new: 3,
                ..Day::default()
            };
            days::count(to, 1, later, day)
        })
        .unwrap();
    let router = router(Arc::new(archive), Options::new(Token::new(TOKEN).unwrap()));
    let site = Site {
        router,
        _folder: folder,
    };
    for uri in ["/ledger", "/sources", "/sources/1"] {
        let page = site.get(uri).await;
        // The last of 28 columns.
        assert!(
            page.text.contains("<rect class=\"kept\" x=\"135\""),
            "{uri}"
        );
    }
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
    assert!(site.get("/sources").await.text.contains("Ras Lina"));
}

//! What is read: lists, reports, what is found, and the forms each can be had in.

mod support;

use axum::http::StatusCode;
use khabar_archive::Archive;
use khabar_archive::record::days::{self, Day};
use khabar_archive::time::{Clock, DAY, now};

use support::site::Site;

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
    let site = Site::of(archive, folder);
    for uri in ["/reports/1", "/reports/1.json", "/reports/1.atom", "/"] {
        let page = site.get(uri).await;
        assert_eq!(page.status, StatusCode::OK, "{uri}: {}", page.text);
        assert!(page.text.contains("A ferry sails again"), "{uri}");
    }
}

#[tokio::test]
async fn pictures_are_offered_where_there_are_any() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_begin(folder.path()).unwrap();
    let image = "https://post.example/ferry.jpg";
    let line = |number: u8, block: &serde_json::Value| {
        let url = format!("https://post.example/{number}");
        serde_json::json!({
            "headline": "A ferry sails again", "articleBody": "It left at noon.", "image": [{"url": image}],
            "blocks": [{"kind": "paragraph", "text": "It left at noon."}, block],
            "archive": {"url": url, "source": {"title": "The Post", "home": "https://post.example/"}},
        })
    };
    let lines = [
        line(1, &serde_json::json!({"kind": "image", "url": image})),
        // The page names an image, but the text shows none.
        line(2, &serde_json::json!({"kind": "paragraph", "text": ""})),
        line(
            3,
            &serde_json::json!({"kind": "image", "url": "javascript:alert(1)"}),
        ),
    ];
    support::take_in(&archive, &lines);
    let site = Site::of(archive, folder);
    for (report, offered) in [(1, true), (2, false), (3, false)] {
        let page = site.get(&format!("/reports/{report}")).await;
        assert_eq!(page.status, StatusCode::OK, "{report}");
        assert_eq!(page.text.contains("pictures=1"), offered, "{report}");
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
    for uri in ["/reports/1", "/index.csv", "/index.jsonl"] {
        let packed = site.get_with(uri, &[("accept-encoding", "br, gzip")]).await;
        assert_eq!(packed.header("content-encoding"), "br", "{uri}");
    }
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
    let archive = Archive::open_or_begin(folder.path()).unwrap();
    let site = Site::of(archive, folder);
    let page = site.get("/").await;
    assert!(page.text.contains("Nothing is followed yet"));
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
    let site = Site::of(archive, folder);
    for uri in ["/ledger", "/sources", "/sources/1"] {
        let page = site.get(uri).await;
        // The last of 28 columns.
        assert!(
            page.text.contains("<rect class=\"kept\" x=\"135\""),
            "{uri}"
        );
    }
}

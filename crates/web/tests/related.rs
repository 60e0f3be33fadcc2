//! What the archive knows beside its reports: stories, speakers, the same words.

mod support;

use axum::http::StatusCode;
use khabar_archive::Archive;
use khabar_archive::record::quotes;
use khabar_archive::record::speakers;
use khabar_archive::record::statements::{self, NewStatement};
use khabar_archive::record::stories::{self, Placing};
use khabar_archive::record::subjects::{self, Subject};
use serde_json::json;

use support::site::{Site, TOKEN};

#[tokio::test]
async fn stories_are_listed_by_what_they_are_about() {
    let site = Site::related();
    let page = site.get("/stories").await;
    page.holds(
        &[
            "Harbour of Port Amal to open",
            "3 reports",
            "2 reports",
            "3 outlets",
            "since 2 March 2026, 08:00",
            "/stories?subject=PRTML",
            "<option value=\"en:harbour\">harbour</option>",
            "<li><a href=\"/stories\" aria-current=\"page\">Stories</a></li>",
        ],
        &[],
    );
    let ferries = site.get("/stories?subject=en:ferri").await;
    ferries.holds(
        &["Ferries wait", "Stories · ferries"],
        &["Port Amal to open"],
    );
    let all = site.get("/stories.json?limit=1").await.json();
    assert_eq!(all["stories"][0]["story"]["id"], 2);
    assert_eq!(all["stories"][0]["story"]["grownFrom"], 1);
    let next = all["next"].as_str().unwrap();
    let rest = site
        .get(&format!("/stories.json?limit=1&before={next}"))
        .await
        .json();
    assert_eq!(rest["stories"][0]["story"]["id"], 1);
    assert_eq!(rest["stories"][0]["subjects"][0]["key"], "PRTML");
    assert!(rest["next"].is_null());
    for (filter, stories) in [
        ("language=ar", 1),
        ("source=2", 2),
        ("source=3", 1),
        ("subject=x", 0),
        ("language=xx", 0),
    ] {
        let found = site.get(&format!("/stories.json?{filter}")).await.json();
        assert_eq!(
            found["stories"].as_array().unwrap().len(),
            stories,
            "{filter}"
        );
    }
    for wrong in ["before=soon", "source=post", "limit=few", "done=it"] {
        let page = site.get(&format!("/stories?{wrong}")).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{wrong}");
    }
    let feed: atom_syndication::Feed = site.get("/stories.atom").await.text.parse().unwrap();
    assert_eq!(feed.entries().len(), 2);
    assert!(feed.entries()[0].id().ends_with("/stories/2"));
}

#[tokio::test]
async fn a_story_says_why_each_report_is_there_and_what_it_adds() {
    let site = Site::related();
    let page = site.get("/stories/1").await;
    page.holds(&[
            "<h2>Monday, 2 March 2026</h2>",
            "<h2>Tuesday, 3 March 2026</h2>",
            "in common: Port Amal, harbour · rare words alike to 64% · names alike to 100% · a link or a picture in common",
            "Tells in other words the text of <a href=\"/reports/1\"",
            "50% of its sentences stand there",
            "a text of ANP",
            "it says where it has it from",
            "What it adds: ",
            "<a href=\"/speakers/1\"",
            "<a href=\"/quotes/1\">The same words elsewhere</a>",
            "Stories that grew out of it",
            "<a href=\"/stories/2\" dir=\"auto\"><span lang=\"en\">Ferries wait for the harbour</span></a>",
            "Sign in to change something",
        ],
        &["numbers alike", "telepathy", "Take the report out"],
    );
    let grown = site.get("/stories/2").await;
    grown.holds(&["It grew out of another story", "/stories/1"], &[]);
    let arabic = site
        .get_with("/stories/1", &[("accept-language", "ar")])
        .await;
    arabic.holds(
        &[
            "dir=\"rtl\"",
            "المشترك: Port Amal، harbour · تشابه الكلمات النادرة 64%",
            "يعيد بكلمات أخرى نصّ",
            "3 تقارير",
        ],
        &["why-", "kin-"],
    );
    let one = site.get("/stories/1.json?limit=2").await.json();
    assert_eq!(one["reports"][1]["kin"], "rewrite");
    assert_eq!(one["reports"][1]["kinWhy"]["isCredited"], true);
    assert_eq!(one["reports"][1]["why"]["words"], 0.64);
    assert!(one["reports"][0]["why"].is_null());
    assert_eq!(one["statements"].as_array().unwrap().len(), 3);
    assert_eq!(one["outgrown"][0]["id"], 2);
    let next = one["next"].as_str().unwrap();
    let rest = site
        .get(&format!("/stories/1.json?after={next}"))
        .await
        .json();
    assert_eq!(rest["reports"][0]["report"]["id"], 3);
    let rest = site.get(&format!("/stories/1?after={next}")).await;
    rest.holds(
        &[
            "<h1 lang=\"en\" dir=\"auto\">Harbour of Port Amal to open</h1>",
            "From the beginning",
        ],
        &[],
    );
    let feed: atom_syndication::Feed = site.get("/stories/1.atom").await.text.parse().unwrap();
    assert_eq!(feed.entries().len(), 3);
    assert!(feed.entries()[0].title().as_str().contains("ميناء"));
    assert_eq!(site.get("/stories/1.jsonl").await.text.lines().count(), 3);
    assert_eq!(site.get("/stories/1.csv").await.text.lines().count(), 4);
    assert_eq!(
        site.get("/stories/1?after=x").await.status,
        StatusCode::BAD_REQUEST
    );
    for nowhere in [
        "/stories/99",
        "/stories/x",
        "/stories/99.json",
        "/stories/99.atom",
        "/stories/-1",
    ] {
        assert_eq!(
            site.get(nowhere).await.status,
            StatusCode::NOT_FOUND,
            "{nowhere}"
        );
    }
}

#[tokio::test]
async fn speakers_are_listed_by_how_much_they_are_quoted() {
    let site = Site::related();
    let list = site.get("/speakers").await;
    list.holds(
        &["Lina Haddad", "3 statements", "person", "Omar Nassar"],
        &["the council"],
    );
    for (filter, speakers) in [
        ("name=HADDAD", 1),
        ("name=%D8%AD%D8%AF%D8%A7%D8%AF", 1),
        ("name=nobody", 0),
        ("subject=en:ferri", 1),
        ("language=ar", 1),
        ("source=2", 2),
    ] {
        let found = site.get(&format!("/speakers.json?{filter}")).await.json();
        assert_eq!(
            found["speakers"].as_array().unwrap().len(),
            speakers,
            "{filter}"
        );
    }
    let first = site.get("/speakers.json?limit=1").await.json();
    let next = first["next"].as_str().unwrap();
    let second = site
        .get(&format!("/speakers.json?limit=1&before={next}"))
        .await
        .json();
    assert_eq!(second["speakers"][0]["name"], "Omar Nassar");
    assert_eq!(
        site.get("/speakers?before=x").await.status,
        StatusCode::BAD_REQUEST
    );
    let feed: atom_syndication::Feed = site.get("/speakers.atom").await.text.parse().unwrap();
    assert_eq!(feed.entries().len(), 2);
}

#[tokio::test]
async fn a_speaker_is_known_by_all_its_names() {
    let site = Site::related();
    let page = site.get("/speakers/1").await;
    page.holds(
        &[
            "<bdi>Lina Haddad</bdi></h1>",
            "لينا حداد",
            "an initial in the place of a given name (L.)",
            "minister",
            "2 March 2026",
            "the council",
            "<bdi>The Courier</bdi>",
            "href=\"/reports/3#who-1\"",
            "<a href=\"/stories/1\">Story</a>",
            "/quotes/1",
        ],
        &["telepathy", "Take this name out"],
    );
    let one = site.get("/speakers/1.json").await.json();
    assert_eq!(one["names"].as_array().unwrap().len(), 3);
    assert_eq!(one["names"][1]["why"][1]["code"], "telepathy");
    assert_eq!(one["statements"][0]["report"], 3);
    assert_eq!(one["statements"][0]["quote"], 1);
    assert_eq!(
        one["addressees"],
        json!([{"name": "the council", "statements": 3}])
    );
    assert_eq!(one["quotedBy"].as_array().unwrap().len(), 3);
    let narrowed = site
        .get("/speakers/1.json?subject=PRTML&addressee=the+council&source=1")
        .await
        .json();
    assert_eq!(narrowed["statements"].as_array().unwrap().len(), 1);
    let nothing = site.get("/speakers/1?addressee=nobody").await;
    nothing.holds(&["No statement matches that", "<bdi>nobody</bdi>"], &[]);
    let older = site.get("/speakers/1.json?limit=2").await.json();
    let next = older["next"].as_str().unwrap();
    let oldest = site
        .get(&format!("/speakers/1.json?limit=2&before={next}"))
        .await
        .json();
    assert_eq!(oldest["statements"].as_array().unwrap().len(), 1);
    let feed: atom_syndication::Feed = site.get("/speakers/1.atom").await.text.parse().unwrap();
    assert_eq!(feed.entries().len(), 3);
    assert!(
        feed.entries()[0]
            .summary()
            .unwrap()
            .as_str()
            .contains("سنفتح")
    );
    let proposed = site.get("/speakers/2").await;
    proposed.holds(
        &[
            "May be the same as",
            "named beside the same speakers · a person and a body",
        ],
        &[],
    );
    for nowhere in ["/speakers/99", "/speakers/x.json"] {
        assert_eq!(
            site.get(nowhere).await.status,
            StatusCode::NOT_FOUND,
            "{nowhere}"
        );
    }
}

#[tokio::test]
async fn the_same_words_are_set_beside_each_other() {
    let site = Site::related();
    let list = site.get("/quotes").await;
    list.holds(
        &[
            "We will open the harbour in June.",
            "These words stand in 4 reports",
        ],
        &[],
    );
    for (filter, quotes) in [
        ("subject=en:harbour", 1),
        ("subject=en:nothing", 0),
        ("language=ar", 1),
        ("source=9", 0),
    ] {
        let found = site.get(&format!("/quotes.json?{filter}")).await.json();
        assert_eq!(
            found["quotes"].as_array().unwrap().len(),
            quotes,
            "{filter}"
        );
    }
    let page = site.get("/quotes/1").await;
    page.holds(
        &[
            "Earliest",
            "the <ins>old </ins>harbour",
            "in other words, 88%",
            "in another language, 88%",
            "rare words in common (harbour)",
            "compared with The Courier",
            "Another speaker is named here; the earliest report names Lina Haddad.",
        ],
        &["telepathy", "Not the same words"],
    );
    let one = site.get("/quotes/1.json").await.json();
    let members = one["statements"].as_array().unwrap();
    assert_eq!(members.len(), 4);
    assert_eq!(
        members[1]["wording"][1],
        json!({"kind": "added", "text": "old "})
    );
    assert_eq!(members[1]["statement"]["alike"]["kind"], "reworded");
    assert!(members[2]["wording"].as_array().unwrap().is_empty());
    assert_eq!(members[3]["isOtherSpeaker"], true);
    let feed: atom_syndication::Feed = site.get("/quotes/1.atom").await.text.parse().unwrap();
    assert_eq!(feed.entries().len(), 4);
    let feed: atom_syndication::Feed = site.get("/quotes.atom").await.text.parse().unwrap();
    assert_eq!(feed.entries().len(), 1);
    assert_eq!(site.get("/quotes/9").await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        site.get("/quotes.csv").await.status,
        StatusCode::NOT_ACCEPTABLE
    );
}

#[tokio::test]
async fn a_report_leads_to_what_it_has_in_common() {
    let site = Site::related();
    let page = site.get("/reports/1").await;
    page.holds(
        &[
            "<a href=\"/stories/1#report-1\">In a story of 3 reports</a>",
            "<a href=\"/speakers/1\">All by Lina Haddad</a>",
            "<a href=\"/quotes/1\">The same words elsewhere</a>",
            "/stories?subject=en%3Aharbour",
        ],
        &[],
    );
    // Of an earlier version nothing is said but of the report as a whole.
    let earlier = site.get("/reports/1?version=1").await;
    earlier.holds(&["In a story of 3 reports"], &["All by"]);
    let json = site.get("/reports/1.json").await.json();
    assert_eq!(json["related"]["story"]["reports"], 3);
    assert_eq!(json["related"]["statements"][0]["speaker"], 1);
    // What nobody else says leads nowhere.
    let own = site.get("/reports/5").await;
    own.holds(&["All by Omar Nassar"], &["/quotes/"]);
}

#[tokio::test]
async fn an_archive_that_knows_nothing_yet_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_begin(folder.path()).unwrap();
    let site = Site::of(archive, folder);
    for (uri, said) in [
        ("/stories", "No two reports of the same"),
        ("/speakers", "Nobody has been quoted yet"),
        ("/quotes", "No words have been found"),
    ] {
        let page = site.get(uri).await;
        page.holds(&[said], &["<select name=\"subject\">"]);
        for form in [".json", ".atom"] {
            assert_eq!(
                site.get(&format!("{uri}{form}")).await.status,
                StatusCode::OK
            );
        }
    }
}

#[tokio::test]
async fn nothing_that_is_known_becomes_markup() {
    let hostile = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>\u{202e}{{7*7}}";
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_begin(folder.path()).unwrap();
    let line = |number: u8| {
        json!({
            "headline": hostile, "articleBody": format!("{hostile} {number}"), "inLanguage": hostile,
            "archive": {"url": format!("https://news.example/{number}"),
                "source": {"title": hostile, "home": "https://news.example/"}},
        })
    };
    support::take_in(&archive, &[line(1), line(2)]);
    let far = i64::MAX / 2;
    archive
        .record()
        .write(|to| {
            let story = stories::begin(to, None, None)?;
            let quote = quotes::begin(to)?;
            let speaker = speakers::begin(to, "person")?;
            let reasons = json!([{"code": "initial", "detail": hostile}, {"code": hostile}]).to_string();
            let why = json!({"shared": [hostile], "words": 1e300, "names": -3.0}).to_string();
            let kin = json!({"sentences": 7.5, "agency": hostile}).to_string();
            let alike = json!({"kind": hostile, "share": 1e9, "reasons": [{"code": "names", "detail": hostile}]});
            let alike = alike.to_string();
            for report in [1, 2] {
                let placing = Placing {
                    why: Some(&why),
                    kin: "wire",
                    kin_to: Some(if report == 1 { 99 } else { 1 }),
                    kin_why: Some(&kin),
                    ..Placing::default()
                };
                // One of a time that no calendar has.
                stories::put(to, report, story, report * far, &placing)?;
                let called = format!("{hostile} {report}");
                let (name, _) = speakers::name(to, speaker, &called, Some(hostile), Some(&reasons))?;
                let said = NewStatement {
                    report: (report, 7),
                    kind: "mixed",
                    language: Some(hostile),
                    by: Some(&called),
                    speaker: Some((speaker, name)),
                    role: Some(hostile),
                    at: far,
                    said: Some(hostile),
                    addressee: Some(hostile),
                    words: &called,
                };
                let said = statements::add(to, &said)?;
                quotes::put(to, said, Some(quote), Some((&alike, 1)))?;
                let about = [Subject { key: hostile.to_owned(), shown: hostile.to_owned(), weight: 1.0 }];
                subjects::put(to, report, far, &about)?;
                subjects::put_statement(to, said, [hostile])?;
            }
            let other = speakers::begin(to, "body")?;
            speakers::propose(to, speaker, other, "no JSON", 1)
        })
        .unwrap();
    archive.take_name_out(2).unwrap();
    archive.take_statement_out(2).unwrap();
    archive.name_speaker(1, Some(hostile)).unwrap();
    let site = Site::of(archive, folder);
    let typed: String = url::form_urlencoded::byte_serialize(hostile.as_bytes()).collect();
    let bearer = format!("Bearer {TOKEN}");
    for uri in [
        "/reports/1".to_owned(),
        "/stories".to_owned(),
        format!("/stories?subject={typed}&language={typed}"),
        "/stories/1".to_owned(),
        "/stories/1?done=1".to_owned(),
        format!("/speakers?name={typed}"),
        "/speakers/1".to_owned(),
        "/speakers/3?done=4".to_owned(),
        format!("/speakers/1?subject={typed}&addressee={typed}"),
        "/quotes".to_owned(),
        "/quotes/1".to_owned(),
        "/quotes/1?done=3".to_owned(),
    ] {
        let page = site.get_with(&uri, &[("authorization", &bearer)]).await;
        assert_eq!(page.status, StatusCode::OK, "{uri}: {}", page.text);
        for markup in ["<script>alert", "<img"] {
            assert!(!page.text.contains(markup), "{uri}");
        }
        let path = uri.split('?').next().unwrap();
        let json = site.get(&format!("{path}.json")).await;
        assert_eq!(json.status, StatusCode::OK, "{path}");
        json.json();
    }
    for uri in [
        "/stories.atom",
        "/speakers/1.atom",
        "/quotes/1.atom",
        "/stories/1.atom",
    ] {
        let feed = site.get(uri).await;
        assert!(
            feed.text.parse::<atom_syndication::Feed>().is_ok(),
            "{uri}: {}",
            feed.text
        );
    }
}

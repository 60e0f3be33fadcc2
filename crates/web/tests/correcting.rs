//! What is known of stories, speakers and the same words, put right and undone.

mod support;

use axum::http::StatusCode;

use support::site::{Got, Site, TOKEN};

/// A correction made with the token.
async fn post(site: &Site, page: &str, body: &str) -> Got {
    let bearer = format!("Bearer {TOKEN}");
    site.post(page, body, &[("authorization", &bearer)]).await
}

/// A page as somebody sees it who has signed in.
async fn signed_in(site: &Site, page: &str) -> Got {
    let bearer = format!("Bearer {TOKEN}");
    site.get_with(page, &[("authorization", &bearer)]).await
}

#[tokio::test]
async fn corrections_need_the_token() {
    let site = Site::related();
    for (page, body) in [
        ("/stories/1", "action=take-out&report=2"),
        ("/speakers/1", "action=take-out&name=2"),
        ("/quotes/1", "action=take-out&statement=2"),
        ("/decisions/1", "action=undo"),
    ] {
        assert_eq!(
            site.post(page, body, &[]).await.status,
            StatusCode::UNAUTHORIZED,
            "{page}"
        );
    }
    let signed = signed_in(&site, "/stories/1").await;
    signed.holds(
        &["Take the report out", "Join them"],
        &["Sign in to change"],
    );
}

#[tokio::test]
async fn a_report_taken_out_of_its_story_comes_back() {
    let site = Site::related();
    let done = post(&site, "/stories/1", "action=take-out&report=3").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let next = done.header("location").to_owned();
    assert_eq!(next, "/stories/1?done=2");
    let page = signed_in(&site, &next).await;
    page.holds(
        &[
            "Done:",
            "was moved to the story",
            "action=\"/decisions/2\"",
            "2 reports",
        ],
        &["done=2"],
    );
    assert_eq!(
        site.get("/stories/3.json").await.json()["story"]["reports"],
        1
    );
    let undone = post(&site, "/decisions/2.json", "action=undo").await.json();
    assert_eq!(undone["next"], "/stories/1");
    let page = site.get("/stories/1?done=2").await;
    page.holds(&["Undone since:", "3 reports"], &["/decisions/2"]);
    assert_eq!(
        post(&site, "/decisions/2", "").await.status,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(site.get("/stories/3").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_story_that_has_become_part_of_another_leads_there() {
    let site = Site::related();
    // Moved until its story has none left, then joined.
    let moved = post(&site, "/stories/2.json", "action=move&report=4&to=1")
        .await
        .json();
    assert_eq!(moved["next"], "/stories/2");
    let moved = post(&site, "/stories/2.json", "action=move&report=5&to=1")
        .await
        .json();
    assert_eq!(moved["next"], "/stories/1");
    let back = format!("/decisions/{}", moved["decision"]);
    assert_eq!(
        post(&site, &back, "")
            .await
            .header("location")
            .split('?')
            .next(),
        Some("/stories/2")
    );
    let joined = post(&site, "/stories/2", "action=join&with=1").await;
    assert!(joined.header("location").starts_with("/stories/1?done="));
    let leads = site.get("/stories/2?limit=7&done=1").await;
    assert_eq!(leads.status, StatusCode::TEMPORARY_REDIRECT);
    assert_eq!(leads.header("location"), "/stories/1?limit=7");
    assert_eq!(
        site.get("/stories/2.json").await.header("location"),
        "/stories/1.json"
    );
    let page = signed_in(&site, joined.header("location")).await;
    page.holds(&["became part of the story", "5 reports"], &[]);
}

#[tokio::test]
async fn statements_of_a_namesake_are_moved() {
    let site = Site::related();
    let page = signed_in(&site, "/speakers/1").await;
    page.holds(&["Somebody else of that name said it"], &[]);
    let out = post(
        &site,
        "/speakers/1.json",
        "action=take-statement-out&statement=2",
    )
    .await
    .json();
    let page = signed_in(&site, &format!("/speakers/1?done={}", out["decision"])).await;
    page.holds(&["was moved to the speaker"], &[]);
    let own = site.get("/speakers/4.json").await.json();
    assert_eq!(own["statements"][0]["id"], 2);
    assert_eq!(own["roles"][0]["count"], 1);
    let again = post(
        &site,
        "/speakers/1",
        "action=move-statement&statement=2&to=1",
    )
    .await;
    assert_eq!(again.status, StatusCode::BAD_REQUEST);
    post(&site, &format!("/decisions/{}", out["decision"]), "").await;
    let back = site.get("/speakers/1.json").await.json();
    assert!(back["statements"].as_array().unwrap().len() > 1);
}

#[tokio::test]
async fn names_are_taken_out_and_chosen() {
    let site = Site::related();
    let out = post(&site, "/speakers/1.json", "action=take-out&name=2")
        .await
        .json();
    let page = signed_in(&site, &format!("/speakers/1?done={}", out["decision"])).await;
    page.holds(
        &["The name <bdi>L. Haddad</bdi> was moved"],
        &["an initial in"],
    );
    let again = post(&site, "/speakers/1", "action=take-out&name=2").await;
    assert_eq!(again.status, StatusCode::BAD_REQUEST);
    post(
        &site,
        "/speakers/1",
        "action=call&called=Minister+%3Cb%3EHaddad",
    )
    .await;
    let page = site.get("/speakers/1").await;
    page.holds(&["Minister &#60;b&#62;Haddad"], &["<b>Haddad"]);
    post(&site, "/speakers/1", "action=uncall").await;
    assert_eq!(
        site.get("/speakers/1.json").await.json()["speaker"]["name"],
        "Lina Haddad"
    );
}

#[tokio::test]
async fn two_speakers_are_kept_apart_and_joined() {
    let site = Site::related();
    let apart = post(&site, "/speakers/2.json", "action=apart&other=3")
        .await
        .json();
    let page = site.get("/speakers/2").await;
    page.holds(&["two speakers"], &["May be the same"]);
    // What only kept two apart is taken back, and joins nothing.
    let back = format!("/decisions/{}.json", apart["decision"]);
    assert_eq!(post(&site, &back, "").await.status, StatusCode::OK);
    assert_eq!(
        site.get("/speakers/3.json").await.json()["speaker"]["id"],
        3
    );
    let joined = post(&site, "/speakers/2", "action=join&other=3").await;
    assert!(joined.header("location").starts_with("/speakers/2?done="));
    assert_eq!(
        site.get("/speakers/3.atom").await.header("location"),
        "/speakers/2.atom"
    );
}

#[tokio::test]
async fn statements_are_taken_out_of_the_same_words() {
    let site = Site::related();
    // Until nobody has them any more.
    for statement in 1..=4 {
        let out = post(
            &site,
            "/quotes/1",
            &format!("action=take-out&statement={statement}"),
        )
        .await;
        let next = out.header("location").split('?').next().unwrap().to_owned();
        assert_eq!(
            next,
            if statement < 4 {
                "/quotes/1"
            } else {
                "/quotes"
            }
        );
        if statement == 4 {
            let page = signed_in(&site, out.header("location")).await;
            page.holds(&["was taken out of", "No words have been found"], &[]);
        }
    }
}

#[tokio::test]
async fn what_cannot_be_corrected_is_told() {
    let site = Site::related();
    for (page, body, status) in [
        ("/stories/1", "action=explode", StatusCode::BAD_REQUEST),
        ("/stories/1", "", StatusCode::BAD_REQUEST),
        ("/stories/1", "action=take-out", StatusCode::BAD_REQUEST),
        (
            "/stories/1",
            "action=take-out&report=99",
            StatusCode::BAD_REQUEST,
        ),
        (
            "/stories/1",
            "action=move&report=1&to=99",
            StatusCode::NOT_FOUND,
        ),
        (
            "/stories/1",
            "action=move&report=1&to=there",
            StatusCode::BAD_REQUEST,
        ),
        ("/stories/1", "action=join&with=99", StatusCode::NOT_FOUND),
        ("/speakers/1", "action=join&other=99", StatusCode::NOT_FOUND),
        (
            "/speakers/1",
            "action=apart&other=99",
            StatusCode::NOT_FOUND,
        ),
        (
            "/speakers/1",
            "action=apart&other=1",
            StatusCode::BAD_REQUEST,
        ),
        (
            "/speakers/1",
            "action=move-statement&statement=1&to=99",
            StatusCode::NOT_FOUND,
        ),
        (
            "/speakers/1",
            "action=take-statement-out&statement=4",
            StatusCode::BAD_REQUEST,
        ),
        ("/speakers/1", "action=call", StatusCode::BAD_REQUEST),
        ("/speakers/99", "action=uncall", StatusCode::NOT_FOUND),
        (
            "/quotes/1",
            "action=take-out&statement=9",
            StatusCode::NOT_FOUND,
        ),
        (
            "/quotes/1",
            "action=take-out&statement=5",
            StatusCode::BAD_REQUEST,
        ),
        ("/decisions/99", "", StatusCode::NOT_FOUND),
        ("/decisions/1", "action=redo", StatusCode::BAD_REQUEST),
    ] {
        assert_eq!(
            post(&site, page, body).await.status,
            status,
            "{page} {body}"
        );
    }
    let long = format!("action=call&called={}", "a".repeat(201));
    assert_eq!(
        post(&site, "/speakers/1", &long).await.status,
        StatusCode::BAD_REQUEST
    );
}

//! Pages from the web, from a site on this machine: what is fetched, how, and what is said when it cannot be.

mod support;

use support::{Answer, REPORT, Site, gzip, read_in};

/// Reads addresses between two files that are read in any case.
fn read(addresses: &[&str], options: &[&str]) -> support::Run {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("good.html"), REPORT).unwrap();
    let mut arguments = vec!["good.html"];
    arguments.extend(addresses);
    arguments.push("good.html");
    arguments.extend(options);
    read_in(folder.path(), &arguments)
}

/// An address that cannot be read: it is named with this cause and advice, and the files are read all the same.
fn told(address: &str, options: &[&str], cause: &str, advice: &str) {
    let run = read(&[address], options);
    assert_eq!(run.status, 1, "{run:?}");
    let said = run.said_of(address);
    assert!(said.contains(cause) && said.contains(advice), "{said}");
    assert_eq!(run.objects().len(), 2, "{run:?}");
}

#[test]
fn a_page_is_fetched_honestly() {
    let site = Site::new([("/report", Answer::page(REPORT))]);
    let run = read(&[&site.url("/report")], &[]);
    assert_eq!(run.status, 0, "{run:?}");
    let object = &run.objects()[1];
    let body = object["articleBody"].as_str().unwrap_or_default();
    assert!(body.contains("ribbon was cut"), "{object}");
    assert_eq!(object["source"], site.url("/report"));
    assert_eq!(site.paths(), ["/robots.txt", "/report"]);
    let headers = site.last_headers();
    assert!(
        headers.contains("user-agent: khabar/0.1.0 (+https://"),
        "{headers}"
    );
    assert!(headers.contains("accept-encoding: gzip"), "{headers}");
}

#[test]
fn the_declared_encoding_is_heard() {
    let body = b"<html><h1>\xce\xc8\xd1</h1><p>\xda\xc7\xcc\xe1</p></html>".to_vec();
    let page = Answer::status(200)
        .header("Content-Type", "text/html; charset=windows-1256")
        .body(body);
    let site = Site::new([("/ar", page)]);
    let run = read(&[&site.url("/ar")], &[]);
    assert!(run.stdout.contains("عاجل"), "{run:?}");
}

#[test]
fn packed_pages_are_unpacked() {
    let site = Site::new([
        (
            "/transfer",
            Answer::page(gzip(REPORT.as_bytes())).header("Content-Encoding", "gzip"),
        ),
        (
            "/file.html.gz",
            Answer::status(200)
                .header("Content-Type", "application/gzip")
                .body(gzip(REPORT.as_bytes())),
        ),
    ]);
    let run = read(&[&site.url("/transfer"), &site.url("/file.html.gz")], &[]);
    assert_eq!(run.status, 0, "{run:?}");
    assert_eq!(run.objects().len(), 4);
}

#[test]
fn redirects_are_followed_to_the_page() {
    let site = Site::new([
        ("/old", Answer::redirect("/newer#top")),
        ("/newer", Answer::status(301).header("Location", "report")),
        ("/report", Answer::page(REPORT)),
    ]);
    let run = read(&[&site.url("/old")], &[]);
    assert_eq!(run.status, 0, "{run:?}");
    // robots.txt is asked once a site.
    assert_eq!(site.paths(), ["/robots.txt", "/old", "/newer", "/report"]);
}

#[test]
fn a_redirect_loop() {
    let site = Site::new([
        ("/a", Answer::redirect("/b")),
        ("/b", Answer::redirect("/a")),
        ("/self", Answer::redirect("/self")),
    ]);
    told(
        &site.url("/a"),
        &[],
        "redirects in a circle",
        "save the page",
    );
    told(
        &site.url("/self"),
        &[],
        "redirects in a circle",
        "save the page",
    );
}

#[test]
fn redirects_without_end_and_astray() {
    let chain = [
        "/0", "/1", "/2", "/3", "/4", "/5", "/6", "/7", "/8", "/9", "/10", "/11", "/12",
    ];
    let mut pages: Vec<(&str, Answer)> = chain
        .windows(2)
        .map(|pair| (pair[0], Answer::redirect(pair[1])))
        .collect();
    pages.push(("/12", Answer::page(REPORT)));
    pages.push(("/file", Answer::redirect("file:///etc/passwd")));
    let site = Site::new(pages);
    told(
        &site.url("/0"),
        &[],
        "redirects more than 10 times",
        "save the page",
    );
    told(&site.url("/file"), &[], "is no web page", "save the page");
    let run = read(&[&site.url("/3")], &[]);
    assert_eq!(run.status, 0, "{run:?}");
}

#[test]
fn an_unreachable_host() {
    // A name that no host can have: RFC 6761, 6.4.
    told(
        "http://news.invalid/report",
        &[],
        "no host news.invalid",
        "check the address",
    );
    // A port that nobody listens on any more.
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/", gone.local_addr().unwrap());
    drop(gone);
    told(
        &address,
        &[],
        "could not be reached (connection refused)",
        "try again later",
    );
}

#[test]
fn a_host_that_does_not_answer() {
    // Connections are taken and never answered.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/", silent.local_addr().unwrap());
    told(
        &address,
        &["--timeout", "0.2"],
        "did not answer in time",
        "--timeout",
    );
}

#[test]
fn a_host_without_a_secure_connection() {
    // A server that answers a handshake with plain words.
    let plain = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("https://{}/", plain.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut stream in plain.incoming().flatten() {
            let mut hello = [0; 16];
            let _ = std::io::Read::read(&mut stream, &mut hello);
            let _ = std::io::Write::write_all(&mut stream, b"HTTP/1.1 400 Bad Request\r\n\r\n");
        }
    });
    told(&address, &[], "no secure connection", "check the address");
}

#[test]
fn answers_that_are_no_page() {
    let site = Site::new([
        ("/403", Answer::status(403)),
        ("/410", Answer::status(410)),
        ("/429", Answer::status(429).header("Retry-After", "60")),
        ("/451", Answer::status(451)),
        ("/503", Answer::status(503)),
        (
            "/photo",
            Answer::status(200)
                .header("Content-Type", "image/jpeg")
                .body("x"),
        ),
        (
            "/paper",
            Answer::status(200)
                .header("Content-Type", "application/pdf")
                .body("x"),
        ),
        ("/nothing", Answer::page("")),
        ("/large", Answer::page(vec![b'x'; 3000])),
        (
            "/bomb",
            Answer::page(gzip(&vec![b'x'; 1 << 20])).header("Content-Encoding", "gzip"),
        ),
        (
            "/broken",
            Answer::page("not gzip").header("Content-Encoding", "gzip"),
        ),
    ]);
    let limit = &["--max-bytes", "2K"][..];
    for (path, options, cause, advice) in [
        (
            "/403",
            &[][..],
            "refuses to give it out (403)",
            "save the page",
        ),
        ("/404", &[], "no such page (404)", "check the address"),
        ("/410", &[], "no such page (410)", "check the address"),
        (
            "/429",
            &[],
            "fewer requests (429)",
            "try again in 60 seconds",
        ),
        ("/451", &[], "legal reasons (451)", "another address"),
        ("/503", &[], "trouble of its own (503)", "try again later"),
        (
            "/photo",
            &[],
            "an image (image/jpeg)",
            "address of the page itself",
        ),
        ("/paper", &[], "a PDF", "address of the page itself"),
        ("/nothing", &[], "nothing in it", "fetched completely"),
        (
            "/large",
            limit,
            "larger than the limit of 2 KiB",
            "--max-bytes",
        ),
        (
            "/bomb",
            limit,
            "larger than the limit of 2 KiB",
            "--max-bytes",
        ),
        ("/broken", &[], "is broken", "try again"),
    ] {
        told(&site.url(path), options, cause, advice);
    }
}

#[test]
fn robots_txt_is_respected_unless_told_otherwise() {
    let site = Site::new([
        (
            "/robots.txt",
            Answer::status(200).body("User-agent: *\nDisallow: /private/\n"),
        ),
        ("/private/x", Answer::page(REPORT)),
        ("/way-in", Answer::redirect("/private/x")),
        ("/open", Answer::page(REPORT)),
    ]);
    told(
        &site.url("/private/x"),
        &[],
        "robots.txt asks programs not to",
        "--ignore-robots",
    );
    told(
        &site.url("/way-in"),
        &[],
        "robots.txt asks programs not to",
        "--ignore-robots",
    );
    assert!(!site.paths().contains(&"/private/x".to_owned()));
    assert_eq!(read(&[&site.url("/open")], &[]).status, 0);
    let run = read(&[&site.url("/private/x")], &["--ignore-robots"]);
    assert_eq!(run.status, 0, "{run:?}");
}

#[test]
fn a_robots_txt_that_cannot_be_had_means_no_entry() {
    let site = Site::new([
        ("/robots.txt", Answer::status(500)),
        ("/x", Answer::page(REPORT)),
    ]);
    told(
        &site.url("/x"),
        &[],
        "robots.txt cannot be had (500)",
        "--ignore-robots",
    );
    assert_eq!(site.paths(), ["/robots.txt"]);
}

#[test]
fn a_site_is_asked_for_one_page_at_a_time_and_once_for_its_rules() {
    let site = Site::new([
        ("/1", Answer::page(REPORT)),
        ("/2", Answer::page(REPORT)),
        ("/3", Answer::page(REPORT)),
    ]);
    let (one, two, three) = (site.url("/1"), site.url("/2"), site.url("/3"));
    let run = read(&[&one, &two, &three], &["--jobs", "4"]);
    assert_eq!(run.status, 0, "{run:?}");
    let sources: Vec<_> = run.objects()[1..4]
        .iter()
        .map(|o| o["source"].clone())
        .collect();
    assert_eq!(sources, [one, two, three]);
    let robots = site.paths().iter().filter(|p| *p == "/robots.txt").count();
    assert_eq!(robots, 1);
}

//! Bad input: each is named with its cause and what to do, and every other input is still read.

mod support;

use std::fs;
use std::path::Path;

use support::{REPORT, gzip, read_in, read_stdin};
use tempfile::TempDir;

/// Reads a bad input between two good ones. Both good ones must come out, in their places, and the bad one must be
/// told with these words.
fn told_between_good_ones(name: &str, bytes: &[u8], cause: &str, advice: &str) {
    let folder = folder();
    fs::write(folder.path().join(name), bytes).unwrap();
    assert_told(folder.path(), name, cause, advice);
}

/// A folder with a good page.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("good.html"), REPORT).unwrap();
    folder
}

fn assert_told(folder: &Path, name: &str, cause: &str, advice: &str) {
    let run = read_in(folder, &["good.html", name, "good.html"]);
    assert_eq!(run.status, 1, "{run:?}");
    let said = run.said_of(name);
    assert!(said.contains(cause), "{said}");
    assert!(said.contains(advice), "{said}");
    let read = run.objects();
    assert_eq!(read.len(), 2);
    for object in read {
        let body = object["articleBody"].as_str().unwrap_or_default();
        assert!(body.contains("ribbon was cut"), "{object}");
        assert_eq!(object["source"], "good.html");
    }
}

#[test]
fn an_empty_file() {
    told_between_good_ones(
        "empty.html",
        b"",
        "nothing in it",
        "saved or fetched completely",
    );
    told_between_good_ones("blank.html", b" \r\n\t\n", "nothing in it", "completely");
}

#[test]
fn an_image_named_html() {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";
    told_between_good_ones("photo.html", png, "PNG", "give the page itself");
    let jpeg = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x48\0\x48\0\0";
    told_between_good_ones("photo.html", jpeg, "JPEG", "give the page itself");
}

#[test]
fn a_pdf_named_html() {
    let pdf = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n";
    told_between_good_ones("paper.html", pdf, "PDF", "give the page itself");
}

#[test]
fn nothing_but_nul_bytes() {
    let folder = folder();
    fs::write(folder.path().join("nul.html"), vec![0; 10_000]).unwrap();
    let run = read_in(folder.path(), &["nul.html", "good.html"]);
    assert_eq!(run.status, 1, "{run:?}");
    assert!(run.said_of("nul.html").contains("; "), "{run:?}");
    assert_eq!(run.objects().len(), 1);
}

#[test]
fn nul_bytes_in_a_page_do_not_reach_the_reading() {
    let page = REPORT
        .replace("bridge", "bri\0dge")
        .replace("<p>", "\0<p>\0");
    let run = read_stdin(page.as_bytes(), &["-"]);
    assert_eq!(run.status, 0, "{run:?}");
    let body = run.objects()[0]["articleBody"].as_str().unwrap().to_owned();
    assert!(body.contains("ribbon was cut"), "{body}");
    assert!(!body.contains('\0'), "{body:?}");
}

#[test]
fn truncated_tag_soup_is_read_as_far_as_it_goes() {
    let soup = format!(
        "<div><b><table><tr><p>{}<p>The second paragraph breaks off in the middle of a tag <a hre",
        "A first paragraph with enough words in it to be taken for running text by anybody. "
            .repeat(3)
    );
    let run = read_stdin(soup.as_bytes(), &["-"]);
    assert_eq!(run.status, 0, "{run:?}");
    let objects = run.objects();
    assert!(
        objects[0]["articleBody"]
            .as_str()
            .unwrap()
            .contains("A first paragraph")
    );
}

#[test]
fn two_hundred_thousand_nested_elements() {
    let mut page = "<div><span>".repeat(100_000);
    page.push_str(REPORT);
    let run = read_stdin(page.as_bytes(), &["-"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(run.stdout.contains("ribbon was cut"));
}

#[test]
fn a_page_of_sixty_megabytes() {
    let page = "<p>One more paragraph of a page that does not end.</p>\n".repeat(60_000_000 / 55);
    told_between_good_ones(
        "huge.html",
        page.as_bytes(),
        "larger than the limit of 32 MiB",
        "--max-bytes",
    );
}

#[test]
fn a_limit_can_be_raised_and_lowered() {
    let folder = folder();
    let run = read_in(folder.path(), &["good.html", "--max-bytes", "100"]);
    assert_eq!(run.status, 1);
    assert!(run.said_of("good.html").contains("100 bytes"), "{run:?}");
    let run = read_in(folder.path(), &["good.html", "--max-bytes", "4K"]);
    assert_eq!(run.status, 0, "{run:?}");
}

#[test]
fn a_gzip_bomb() {
    let bomb = gzip(&vec![b' '; 100 << 20]);
    assert!(bomb.len() < 1 << 20);
    told_between_good_ones(
        "bomb.html.gz",
        &bomb,
        "unpacks to more than the limit of 32 MiB",
        "--max-bytes",
    );
}

#[test]
fn damaged_gzip_and_zstd() {
    let mut cut = gzip(REPORT.as_bytes());
    cut.truncate(cut.len() / 2);
    told_between_good_ones(
        "cut.html.gz",
        &cut,
        "the gzip data is damaged or cut off",
        "copy it again",
    );
    let zstd = b"\x28\xb5\x2f\xfd\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff";
    told_between_good_ones(
        "cut.zst",
        zstd,
        "the zstd data is damaged or cut off",
        "copy it again",
    );
}

#[test]
fn what_is_not_there_or_is_no_file() {
    let folder = folder();
    fs::create_dir(folder.path().join("pages")).unwrap();
    let at = folder.path();
    assert_told(
        at,
        "missing.html",
        "there is no such file",
        "check the path",
    );
    assert_told(
        at,
        "www.news.example",
        "there is no such file",
        "write https://",
    );
    assert_told(at, "pages", "this is a folder", "pages/*.html");
    assert_told(
        at,
        "ftp://news.example/x",
        "of the kind ftp:",
        "give an http or https address",
    );
    assert_told(
        at,
        "http://",
        "not a whole address",
        "https://news.example/report",
    );
}

#[test]
fn a_name_cannot_steer_the_terminal() {
    let run = read_in(folder().path(), &["a\x1b[2Jb.html"]);
    assert_eq!(run.status, 1);
    assert!(!run.stderr.contains('\x1b'), "{run:?}");
}

#[test]
fn wrong_usage() {
    let folder = folder();
    for arguments in [
        &["--no-such-option"][..],
        &["-", "-"],
        &["good.html", "--format", "pdf"],
        &["good.html", "--max-bytes", "lots"],
        &["good.html", "--timeout", "0"],
        &["good.html", "--jobs", "0"],
        &["good.html", "--url", "not an address"],
        &["good.html", "good.html", "--url", "https://news.example/"],
        &["good.html", "good.html", "-f", "html"],
        &["good.html", "-o", "good.html"],
    ] {
        let run = read_in(folder.path(), arguments);
        run.is_refused(arguments);
    }
    assert_eq!(
        fs::read_to_string(folder.path().join("good.html")).unwrap(),
        REPORT
    );
}

/// Reads a page that carries no report: it must say so, on standard error and in the reading, and be no failure.
fn warned(page: &str, code: &str) {
    let folder = folder();
    fs::write(folder.path().join("page.html"), page).unwrap();
    let run = read_in(folder.path(), &["page.html", "good.html"]);
    assert_eq!(run.status, 0, "{run:?}");
    let objects = run.objects();
    assert_eq!(objects[0]["@type"], "WebPage", "{run:?}");
    assert_eq!(objects[1]["@type"], "NewsArticle", "{run:?}");
    let warnings = objects[0]["warnings"]
        .as_array()
        .expect("there are warnings");
    assert!(warnings.iter().any(|w| w["code"] == code), "{warnings:?}");
    assert!(
        run.stderr.contains("khabar: page.html: warning: "),
        "{run:?}"
    );
    let quiet = read_in(folder.path(), &["page.html", "--quiet"]);
    assert_eq!((quiet.status, quiet.stderr.as_str()), (0, ""));
}

#[test]
fn a_section_front_page() {
    warned(include_str!("pages/section-front.html"), "section-front");
}

#[test]
fn a_cookie_wall() {
    warned(include_str!("pages/cookie-wall.html"), "cookie-wall");
}

#[test]
fn a_page_that_says_not_found() {
    warned(include_str!("pages/not-found.html"), "error-page");
    warned(include_str!("pages/not-found-ar.html"), "error-page");
}

//! What `khabar corpus` reads: inputs of every form, here and elsewhere, sound and damaged.

mod support;

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Stdio;

use serde_json::Value;
use support::archives::{archive, command, fails, page, record, response, rows, runs, said, tally};
use support::gzip;

#[test]
fn what_fails_is_a_row_and_costs_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let address = |name: &str| format!("https://news.example/{name}");
    let mut bytes = archive(0..2);
    let mut corrupt = gzip(&response(&address("corrupt"), "", page(70).as_bytes()));
    let middle = corrupt.len() / 2;
    corrupt[middle..middle + 20].fill(0x5a);
    bytes.extend(corrupt);
    // What stands between two records goes with the damage before it.
    bytes.extend(b"rubbish between records");
    bytes.extend(gzip(&response(&address("empty"), "", b"")));
    bytes.extend(gzip(&response(
        &address("bomb"),
        "Content-Encoding: gzip\r\n",
        &gzip(&vec![b' '; 3 << 20]),
    )));
    let packed = gzip(page(71).as_bytes());
    bytes.extend(gzip(&response(
        &address("cut"),
        "Content-Encoding: gzip\r\n",
        &packed[..packed.len() / 2],
    )));
    bytes.extend(gzip(&record(
        "response",
        &address("nohead"),
        "application/http",
        b"no head",
    )));
    bytes.extend(gzip(&response(&address("large"), "", &vec![b'x'; 2 << 20])));
    bytes.extend(gzip(&record(
        "revisit",
        &address("again"),
        "application/http",
        b"",
    )));
    bytes.extend(gzip(&response(&address("pdf"), "", b"%PDF-1.7\n%\xe2\xe3")));
    let chunked = format!("{:x}\r\n{}\r\n0\r\n\r\n", page(72).len(), page(72));
    bytes.extend(gzip(&response(
        &address("chunked"),
        "Transfer-Encoding: chunked\r\n",
        chunked.as_bytes(),
    )));
    bytes.extend(&archive(5..7));
    let last = gzip(&response(&address("last"), "", page(73).as_bytes()));
    bytes.extend(&last[..last.len() / 2]);
    fs::write(dir.path().join("a.warc.gz"), bytes).unwrap();
    runs(
        dir.path(),
        &[
            "corpus",
            "a.warc.gz",
            "-o",
            "out",
            "-f",
            "jsonl",
            "--max-bytes",
            "1M",
        ],
    );
    let out = dir.path().join("out");
    let pages = rows(&out, "pages");
    let addresses: Vec<&str> = pages
        .iter()
        .filter_map(|row| row["address"].as_str())
        .collect();
    assert_eq!(addresses, ["0", "1", "chunked", "5", "6"].map(address));
    let failures = rows(&out, "failures");
    let causes: Vec<&str> = failures
        .iter()
        .filter_map(|row| row["cause"].as_str())
        .collect();
    assert_eq!(
        causes,
        [
            "corrupt",
            "empty",
            "too-large",
            "damaged-body",
            "no-http-head",
            "too-large",
            "not-text",
            "cut-off"
        ]
    );
    assert!(
        failures
            .iter()
            .all(|row| row["offset"].is_u64() && row["message"].is_string())
    );
    assert_eq!(tally(&out)["skipped"]["revisit"], 1);
    let statement = &pages[0]["statements"][0];
    let speaker = statement["speaker"]["name"].as_str().unwrap();
    assert!(speaker.contains("mayor"), "{statement}");
}

#[test]
fn inputs_of_every_form_give_the_same_reports() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name);
    fs::create_dir_all(path("pages/deeper")).unwrap();
    let mut lines = String::new();
    let mut zip = zip::ZipWriter::new(fs::File::create(path("pages.zip")).unwrap());
    let mut plain = Vec::new();
    for i in 0..6 {
        let folder = if i % 2 == 0 { "pages" } else { "pages/deeper" };
        fs::write(path(&format!("{folder}/{i}.html")), page(i)).unwrap();
        lines += &serde_json::json!({"html": page(i), "url": format!("https://news.example/{i}")})
            .to_string();
        lines += "\n";
        zip.start_file(
            format!("{i}.html"),
            zip::write::SimpleFileOptions::default(),
        )
        .unwrap();
        zip.write_all(page(i).as_bytes()).unwrap();
        plain.extend(response(
            &format!("https://news.example/{i}"),
            "",
            page(i).as_bytes(),
        ));
    }
    zip.finish().unwrap();
    fs::write(path("pages/style.css"), "p { color: red }").unwrap();
    fs::write(path("pages.jsonl"), &lines).unwrap();
    fs::write(path("pages.jsonl.gz"), gzip(lines.as_bytes())).unwrap();
    fs::write(path("pages.warc"), &plain).unwrap();
    let mut wacz = zip::ZipWriter::new(fs::File::create(path("pages.wacz")).unwrap());
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    wacz.start_file("datapackage.json", stored).unwrap();
    wacz.start_file("archive/data.warc.gz", stored).unwrap();
    wacz.write_all(&archive(0..4)).unwrap();
    wacz.finish().unwrap();
    for (input, kept) in [
        ("pages", 6),
        ("pages.jsonl", 6),
        ("pages.jsonl.gz", 6),
        ("pages.warc", 6),
        ("pages.zip", 6),
        ("pages.wacz", 4),
    ] {
        let out = format!("out-{input}");
        runs(
            dir.path(),
            &[
                "corpus",
                input,
                "-o",
                &out,
                "-f",
                "jsonl",
                "--part-size",
                "3K",
            ],
        );
        let mut headlines: Vec<String> = rows(&dir.path().join(&out), "pages")
            .iter()
            .map(|row| row["headline"].as_str().unwrap().to_owned())
            .collect();
        headlines.sort();
        let wanted: Vec<String> = (0..kept)
            .map(|i| format!("Report number {i} from the harbour"))
            .collect();
        assert_eq!(headlines, wanted, "{input}");
    }
    assert_eq!(tally(&path("out-pages"))["skipped"][".css"], 1);

    // What was written can be read as pages again: its bodies as texts.
    runs(dir.path(), &["corpus", "pages", "-o", "tables"]);
    let tables = [
        "corpus",
        "tables/pages",
        "-o",
        "again",
        "--text-field",
        "articleBody",
        "-f",
        "jsonl",
    ];
    runs(dir.path(), &tables);
    assert_eq!(rows(&path("again"), "pages").len(), 6);

    let mut child = command(dir.path(), &["corpus", "-", "-o", "listed"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(b"pages.warc\n\npages.zip\n")
        .unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(tally(&path("listed"))["kept"], 12);
}

#[test]
fn an_input_that_is_damaged_costs_itself_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name);
    fs::write(path("pages.warc"), archive(0..6)).unwrap();
    fs::write(path("broken.zip"), b"PK\x03\x04 and no more").unwrap();
    fs::write(path("broken.parquet"), b"PAR1 and no more").unwrap();
    fs::write(path("broken.warc.gz"), vec![7; 10_000]).unwrap();
    let args = [
        "corpus",
        "broken.zip",
        "pages.warc",
        "broken.parquet",
        "broken.warc.gz",
        "-o",
        "broken",
    ];
    runs(dir.path(), &args);
    let counted = tally(&path("broken"));
    assert_eq!(
        (&counted["kept"], &counted["failures"]["unreadable"]),
        (&6.into(), &2.into())
    );
}

/// Serves one file on this machine, pieces of it too, and answers everything else with 403.
fn serve(name: &'static str, bytes: Vec<u8>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let bytes = bytes.clone();
            std::thread::spawn(move || answer(stream, name, &bytes));
        }
    });
    port
}

fn answer(mut stream: TcpStream, name: &str, bytes: &[u8]) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read > 0) {
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).to_lowercase();
    if !head.contains(name) {
        let _ = stream
            .write_all(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        return;
    }
    let range = head
        .lines()
        .find_map(|line| line.strip_prefix("range: bytes="));
    let (status, part, place) = match range.and_then(|range| range.trim().split_once('-')) {
        Some((begin, end)) => {
            let begin: usize = begin.parse().unwrap();
            let end = end
                .parse()
                .map_or(bytes.len(), |end: usize| end + 1)
                .min(bytes.len());
            let place = format!(
                "Content-Range: bytes {begin}-{}/{}\r\n",
                end - 1,
                bytes.len()
            );
            ("206 Partial Content", &bytes[begin..end], place)
        }
        None => ("200 OK", bytes, String::new()),
    };
    let answer = format!(
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\n{place}ETag: \"1\"\r\nLast-Modified: Mon, 02 Mar 2026 09:40:00 GMT\r\nConnection: \
         close\r\n\r\n",
        part.len()
    );
    let _ = stream.write_all(answer.as_bytes());
    if !head.starts_with("head") {
        let _ = stream.write_all(part);
    }
}

#[cfg(feature = "remote")]
#[test]
fn archives_elsewhere_are_read_as_those_here() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.warc.gz"), archive(0..20)).unwrap();
    let port = serve("a.warc.gz", archive(0..20));
    let address = format!("http://127.0.0.1:{port}/crawl/a.warc.gz");
    runs(
        dir.path(),
        &[
            "corpus",
            "a.warc.gz",
            "-o",
            "here",
            "--part-size",
            "4K",
            "-f",
            "jsonl",
        ],
    );
    runs(
        dir.path(),
        &[
            "corpus",
            &address,
            "-o",
            "there",
            "--part-size",
            "4K",
            "-f",
            "jsonl",
        ],
    );
    let s3 = command(
        dir.path(),
        &[
            "corpus",
            "s3://bucket/crawl/a.warc.gz",
            "-o",
            "s3",
            "--part-size",
            "4K",
            "-f",
            "jsonl",
        ],
    )
    .env("AWS_ENDPOINT", format!("http://127.0.0.1:{port}"))
    .envs([
        ("AWS_ALLOW_HTTP", "true"),
        ("AWS_ACCESS_KEY_ID", "a"),
        ("AWS_SECRET_ACCESS_KEY", "b"),
        ("AWS_REGION", "c"),
    ])
    .output()
    .unwrap();
    assert!(s3.status.success(), "{}", said(&s3));
    let bodies = |out: &str| -> Vec<Value> {
        let rows = rows(&dir.path().join(out), "pages");
        rows.iter().map(|row| row["articleBody"].clone()).collect()
    };
    assert_eq!(bodies("there"), bodies("here"));
    assert_eq!(bodies("s3"), bodies("here"));
    let denied = format!("http://127.0.0.1:{port}/secret.warc.gz");
    fails(
        dir.path(),
        &["corpus", &denied, "-o", "denied"],
        &["secret.warc.gz", "credentials"],
    );
}

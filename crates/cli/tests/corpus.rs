//! `khabar corpus` and `khabar dedup` over archives of every kind, sound and damaged, stopped and gone on with.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use support::gzip;

/// Runs the program in a folder.
fn khabar(folder: &Path, args: &[&str]) -> Output {
    command(folder, args).output().unwrap()
}

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_khabar"));
    command.current_dir(folder).args(args).stdin(Stdio::null());
    command
}

/// Runs it and makes sure that it comes to its end.
fn runs(folder: &Path, args: &[&str]) {
    let run = khabar(folder, args);
    assert!(run.status.success(), "{args:?}: {}", said(&run));
}

/// Runs it and makes sure that it fails, with these words.
fn fails(folder: &Path, args: &[&str], words: &[&str]) {
    let run = khabar(folder, args);
    assert!(!run.status.success(), "{args:?}");
    for word in words {
        assert!(said(&run).contains(word), "{word}: {}", said(&run));
    }
}

fn said(run: &Output) -> String {
    String::from_utf8_lossy(&run.stderr).into_owned()
}

/// A page with a report of its own.
fn page(number: usize) -> String {
    let word = |i: usize| format!("word{}", (number * 131 + i * 17) % 9973);
    let sentence = |from: usize| {
        let words: Vec<String> = (from..from + 14).map(word).collect();
        format!(
            "<p>The mayor said on Monday that {} had begun near the harbour.</p>",
            words.join(" ")
        )
    };
    let body: String = (0..8).map(|i| sentence(i * 14)).collect();
    format!(
        "<!doctype html><html lang=en><head><title>Report {number}</title></head><body><nav><a href=/>Home</a></nav><article>\
         <h1>Report number {number} from the harbour</h1>{body}</article></body></html>"
    )
}

fn record(kind: &str, address: &str, content_type: &str, body: &[u8]) -> Vec<u8> {
    let mut out = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2026-03-02T09:40:00Z\r\nContent-Type: \
         {content_type}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    out.extend_from_slice(body);
    out.extend_from_slice(b"\r\n\r\n");
    out
}

fn response(address: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let mut answer =
        format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{head}\r\n").into_bytes();
    answer.extend_from_slice(body);
    record(
        "response",
        address,
        "application/http; msgtype=response",
        &answer,
    )
}

/// An archive of so many pages; every fifth is a copy of the one before it.
fn archive(pages: std::ops::Range<usize>) -> Vec<u8> {
    pages
        .flat_map(|i| {
            let number = if i % 5 == 4 { i - 1 } else { i };
            gzip(&response(
                &format!("https://news.example/{i}"),
                "",
                page(number).as_bytes(),
            ))
        })
        .collect()
}

/// The files of a run's tables and their bytes.
fn tables(out: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for table in ["pages", "failures"] {
        for entry in fs::read_dir(out.join(table)).into_iter().flatten() {
            let path = entry.unwrap().path();
            let name = format!("{table}/{}", path.file_name().unwrap().to_string_lossy());
            files.insert(name, fs::read(path).unwrap());
        }
    }
    files
}

/// The rows of a table written as JSON Lines.
fn rows(out: &Path, table: &str) -> Vec<Value> {
    let files = tables(out);
    let of_table = files.iter().filter(|(name, _)| name.starts_with(table));
    of_table
        .flat_map(|(_, bytes)| {
            let mut text = String::new();
            let mut decoder = ruzstd::decoding::StreamingDecoder::new(&bytes[..]).unwrap();
            decoder.read_to_string(&mut text).unwrap();
            let lines: Vec<Value> = text
                .lines()
                .map(|line| serde_json::from_str(line).unwrap())
                .collect();
            lines
        })
        .collect()
}

fn tally(out: &Path) -> Value {
    let summary: Value =
        serde_json::from_slice(&fs::read(out.join("summary.json")).unwrap()).unwrap();
    summary["tally"].clone()
}

#[test]
fn the_same_bytes_whatever_the_threads() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.warc.gz"), archive(0..60)).unwrap();
    let mut all = Vec::new();
    for jobs in ["1", "2", "7"] {
        runs(
            dir.path(),
            &[
                "corpus",
                "a.warc.gz",
                "-o",
                jobs,
                "-j",
                jobs,
                "--part-size",
                "4K",
            ],
        );
        all.push(tables(&dir.path().join(jobs)));
    }
    assert!(all[0].len() > 3, "{:?}", all[0].keys());
    assert!(all[0] == all[1] && all[1] == all[2]);
    let tally = tally(&dir.path().join("1"));
    assert_eq!(
        (&tally["kept"], &tally["marked"]["exact-duplicate"]),
        (&60.into(), &12.into())
    );
}

#[test]
fn killed_at_any_moment_it_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.warc.gz"), archive(0..200)).unwrap();
    let args = |out| {
        [
            "corpus",
            "a.warc.gz",
            "-o",
            out,
            "-j",
            "2",
            "--part-size",
            "8K",
            "--drop",
            "near-duplicate",
        ]
    };
    runs(dir.path(), &args("whole"));
    for wait in [0, 5, 10, 20, 30, 40, 60, 80, 100] {
        let mut child = command(dir.path(), &args("killed")).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(wait));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    runs(dir.path(), &args("killed"));
    assert!(tables(&dir.path().join("killed")) == tables(&dir.path().join("whole")));
    assert!(!dir.path().join("killed/.work").exists());
    // Once more does nothing.
    let again = khabar(dir.path(), &args("killed"));
    assert!(String::from_utf8_lossy(&again.stdout).contains("nothing was left to do"));
}

#[cfg(unix)]
#[test]
fn a_full_disk_stops_it_and_it_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.warc.gz"), archive(0..60)).unwrap();
    let limited = format!(
        "trap '' XFSZ; ulimit -f 16; exec '{}' corpus a.warc.gz -o out",
        env!("CARGO_BIN_EXE_khabar")
    );
    let run = Command::new("sh")
        .args(["-c", &limited])
        .current_dir(dir.path())
        .output()
        .unwrap();
    assert!(!run.status.success());
    assert!(
        said(&run).contains("could not be written") && said(&run).contains("same command"),
        "{}",
        said(&run)
    );
    runs(dir.path(), &["corpus", "a.warc.gz", "-o", "out"]);
    runs(dir.path(), &["corpus", "a.warc.gz", "-o", "whole"]);
    assert!(tables(&dir.path().join("out")) == tables(&dir.path().join("whole")));
}

#[test]
fn another_run_is_never_overwritten() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.warc.gz"), archive(0..3)).unwrap();
    fs::write(dir.path().join("b.warc.gz"), archive(0..4)).unwrap();
    runs(dir.path(), &["corpus", "a.warc.gz", "-o", "out"]);
    let other = ["corpus", "a.warc.gz", "-o", "out", "--min-words", "5"];
    fails(
        dir.path(),
        &other,
        &["other options", "khabar corpus a.warc.gz -o out"],
    );
    fails(
        dir.path(),
        &["corpus", "b.warc.gz", "-o", "out"],
        &["other inputs", "b.warc.gz"],
    );
    let manifest = dir.path().join("out/manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(
        &manifest,
        text.replace("\"version\": \"", "\"version\": \"9."),
    )
    .unwrap();
    fails(
        dir.path(),
        &["corpus", "a.warc.gz", "-o", "out"],
        &["begun by khabar 9.", "another folder"],
    );
    fs::write(&manifest, "{").unwrap();
    fails(dir.path(), &["corpus", "a.warc.gz", "-o", "out"], &["out:"]);
    fs::create_dir(dir.path().join("mine")).unwrap();
    fs::write(dir.path().join("mine/letter.txt"), "Dear").unwrap();
    fails(
        dir.path(),
        &["corpus", "a.warc.gz", "-o", "mine"],
        &["other things", "another folder"],
    );
    fails(
        dir.path(),
        &["corpus", "a.warc.gz", "-o", "a.warc.gz"],
        &["a.warc.gz:"],
    );
}

#[test]
fn wrong_arguments_are_told() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.warc.gz"), archive(0..2)).unwrap();
    for shard in ["0/3", "4/3", "x"] {
        fails(
            dir.path(),
            &["corpus", "a.warc.gz", "-o", "o", "--shard", shard],
            &["as in 3/64"],
        );
    }
    let args = ["corpus", "a.warc.gz", "-o", "o", "--shard", "7/9"];
    fails(dir.path(), &args, &["1 pieces of work", "7/9"]);
    fails(
        dir.path(),
        &["corpus", "none.warc", "-o", "o"],
        &["none.warc", "check the path"],
    );
    fails(
        dir.path(),
        &["corpus", "ftp://a.example/x", "-o", "o"],
        &["not read"],
    );
    fails(dir.path(), &["corpus", "-o", "o"], &["nothing to read"]);
    fails(
        dir.path(),
        &["corpus", "a.warc.gz", "-o", "o", "--drop", "bad"],
        &["near-duplicate"],
    );
    fails(
        dir.path(),
        &["corpus", "a.warc.gz", "-o", "o", "--kind", "bad"],
        &["live-blog"],
    );
    let nothing = [
        "corpus",
        "a.warc.gz",
        "-o",
        "o",
        "--no-marks",
        "--drop",
        "near-duplicate",
    ];
    fails(dir.path(), &nothing, &["no duplicates to drop"]);
    fails(
        dir.path(),
        &["dedup", "a.warc.gz", "-o", "o"],
        &["a.warc.gz", ".parquet"],
    );
    assert!(!dir.path().join("o/manifest.json").exists());
}

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

#[test]
fn rows_that_are_not_wanted_are_left_out_and_counted() {
    let dir = tempfile::tempdir().unwrap();
    let mut bytes = archive(0..5);
    bytes.extend(gzip(&response(
        "https://news.example/0?utm_source=x",
        "",
        page(50).as_bytes(),
    )));
    let short = "<html><title>Short</title><article><h1>A short one</h1><p>The mayor said that it rained.</p></article>";
    bytes.extend(gzip(&response(
        "https://news.example/short",
        "",
        short.as_bytes(),
    )));
    fs::write(dir.path().join("a.warc.gz"), bytes).unwrap();
    let drop = "address-duplicate,exact-duplicate";
    runs(
        dir.path(),
        &[
            "corpus",
            "a.warc.gz",
            "-o",
            "out",
            "--min-words",
            "50",
            "--language",
            "en-GB",
            "--drop",
            drop,
        ],
    );
    let tally = tally(&dir.path().join("out"));
    assert_eq!(tally["kept"], 4);
    let dropped = serde_json::json!({"address-duplicate": 1, "exact-duplicate": 1, "too-short": 1});
    assert_eq!(tally["dropped"], dropped);
}

#[test]
fn shards_put_together_are_the_whole() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.warc.gz"), archive(0..60)).unwrap();
    let size = ["--part-size", "4K"];
    for shard in ["1/3", "2/3", "3/3"] {
        let out = &shard[..1];
        runs(
            dir.path(),
            &[
                &["corpus", "a.warc.gz", "-o", out, "--shard", shard][..],
                &size,
            ]
            .concat(),
        );
    }
    runs(dir.path(), &["dedup", "1", "2", "3", "-o", "all"]);
    runs(
        dir.path(),
        &[&["corpus", "a.warc.gz", "-o", "whole"][..], &size].concat(),
    );
    let (all, whole) = (
        tally(&dir.path().join("all")),
        tally(&dir.path().join("whole")),
    );
    assert_eq!(
        (&all["kept"], &all["words"]),
        (&whole["kept"], &whole["words"])
    );
    assert_eq!(
        all["marked"]["exact-duplicate"],
        whole["marked"]["exact-duplicate"]
    );
    // Parts of JSON Lines are parts as well.
    runs(
        dir.path(),
        &[
            "dedup",
            "1",
            "2",
            "3",
            "-o",
            "lines",
            "-f",
            "jsonl",
            "--drop",
            "exact-duplicate",
        ],
    );
    runs(
        dir.path(),
        &["dedup", "lines", "-o", "again", "-f", "jsonl"],
    );
    assert_eq!(rows(&dir.path().join("again"), "pages").len(), 48);
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

//! Runs of `khabar corpus` and `khabar dedup`: threads, stops, shards, what is kept, and folders that hold something else.

mod support;

use std::fs;
use std::process::Command;

use support::archives::{
    archive, command, fails, khabar, page, response, rows, runs, said, tables, tally,
};
use support::gzip;

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
    // What is there once a run has come so far, step by step.
    for step in [
        ".work/lock",
        "manifest.json",
        ".work/part-00000.keys",
        ".work/part-00000.read.json",
        ".work/part-00003.read.json",
        ".work/part-00000.marks",
        "pages/part-00000.parquet",
        ".work/part-00000.done.json",
        "summary.json",
    ] {
        let mut child = command(dir.path(), &args("killed")).spawn().unwrap();
        let step = dir.path().join("killed").join(step);
        while !step.exists() && child.try_wait().unwrap().is_none() {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
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
    fails(
        dir.path(),
        &["corpus", "a.warc.gz", "-o", "out"],
        &["out:", "other things"],
    );
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
    let args = ["corpus", "a.warc.gz", "-o", "o", "--language", "en,?"];
    fails(dir.path(), &args, &["'?'", "as in en,ar"]);
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

#[test]
fn only_what_a_run_has_finished_is_put_together() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name);
    fs::write(path("a.warc.gz"), archive(0..10)).unwrap();
    runs(dir.path(), &["corpus", "a.warc.gz", "-o", "run"]);
    // Another table beside the parts is none of them.
    fs::write(path("run/other.parquet"), b"no table").unwrap();
    runs(dir.path(), &["dedup", "run", "-o", "again"]);
    assert_eq!(tally(&path("again"))["kept"], 10);
    runs(dir.path(), &["dedup", "run/pages", "-o", "pages"]);
    assert_eq!(tally(&path("pages"))["kept"], 10);

    let manifest = fs::read_to_string(path("run/manifest.json")).unwrap();
    let mut unfinished: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    unfinished.as_object_mut().unwrap().remove("parts");
    fs::write(path("run/manifest.json"), unfinished.to_string()).unwrap();
    fails(
        dir.path(),
        &["dedup", "run", "-o", "o"],
        &["not come to its end", "khabar corpus a.warc.gz -o run"],
    );
    fails(
        dir.path(),
        &["dedup", "runn", "-o", "o"],
        &["runn", "check the path"],
    );
    fs::create_dir(path("empty")).unwrap();
    fails(dir.path(), &["dedup", "empty", "-o", "o"], &["no part"]);
}

#[test]
fn a_folder_that_is_written_to_is_not_read() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name);
    fs::write(path("a.warc.gz"), archive(0..10)).unwrap();
    for _ in 0..2 {
        runs(dir.path(), &["corpus", ".", "-o", "out"]);
        assert_eq!(tally(&path("out"))["kept"], 10);
    }
}

#[test]
fn a_record_within_a_record_is_none_wherever_pieces_begin() {
    let dir = tempfile::tempdir().unwrap();
    // Pages on the format of archives, with whole records in their text; not packed, so that they stand there as they are.
    let within = String::from_utf8(response("https://within.example/", "", page(99).as_bytes()));
    let within = format!("<pre>\n{}</pre>", within.unwrap());
    let archive: Vec<u8> = (0..12)
        .flat_map(|i| {
            let html = page(i).replace("</article>", &format!("{}</article>", within.repeat(3)));
            response(&format!("https://news.example/{i}"), "", html.as_bytes())
        })
        .collect();
    fs::write(dir.path().join("a.warc"), archive).unwrap();
    let run = |out: &str, more: &[&str]| {
        let args = ["corpus", "a.warc", "-f", "jsonl", "-o", out];
        runs(dir.path(), &[&args[..], more].concat());
        let rows = rows(&dir.path().join(out), "pages");
        let addresses = rows
            .iter()
            .map(|row| row["address"].as_str().unwrap().to_owned());
        addresses.collect::<Vec<_>>()
    };
    let whole = run("whole", &["--part-size", "1G"]);
    assert_eq!(whole.len(), 12);
    for size in ["3K", "7K", "20K"] {
        assert_eq!(run(size, &["--part-size", size]), whole, "{size}");
    }
    // A shard knows where its pieces begin where a piece has more than one record.
    let shards = ["1/3", "2/3", "3/3"].iter().enumerate();
    let mut shards: Vec<String> = shards
        .flat_map(|(at, shard)| {
            let out = format!("shard-{at}");
            run(&out, &["--part-size", "20K", "--shard", shard])
        })
        .collect();
    shards.sort();
    let mut sorted = whole;
    sorted.sort();
    assert_eq!(shards, sorted);
}

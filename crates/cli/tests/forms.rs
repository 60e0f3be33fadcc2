//! What comes out, in which form, in which order.

mod support;

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Stdio;

use support::{REPORT, gzip, khabar, read_in, read_stdin};

/// The pages shipped with the project.
fn samples() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples"))
}

#[test]
fn a_pipe_gets_one_json_object() {
    let run = read_in(samples(), &["harbour.html"]);
    assert_eq!(run.status, 0, "{run:?}");
    assert_eq!(run.stdout.lines().count(), 1);
    let object = &run.objects()[0];
    assert_eq!(object["@context"], "https://schema.org");
    assert_eq!(object["@type"], "NewsArticle");
    assert_eq!(
        object["headline"],
        "Harbour of Port Amal reopens after a year of repairs"
    );
    assert_eq!(object["source"], "harbour.html");
}

#[test]
fn many_inputs_come_in_order_one_a_line() {
    let folder = tempfile::tempdir().unwrap();
    let names: Vec<String> = (0..60).map(|i| format!("{i}.html")).collect();
    for (i, name) in names.iter().enumerate() {
        // Sizes differ, so that later pages are ready before earlier ones.
        let more = "<p>And one paragraph more, of some length.</p>".repeat((60 - i) * 20);
        fs::write(folder.path().join(name), format!("{REPORT}{more}")).unwrap();
    }
    let arguments: Vec<&str> = names.iter().map(String::as_str).collect();
    let run = read_in(folder.path(), &arguments);
    assert_eq!(run.status, 0, "{run:?}");
    let sources: Vec<String> = run
        .objects()
        .iter()
        .map(|o| o["source"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(sources, names);
}

#[test]
fn every_form_comes_out() {
    let headline = "Harbour of Port Amal reopens after a year of repairs";
    for (format, beginning) in [
        ("markdown", format!("# {headline}\n")),
        ("text", format!("{headline}\n")),
        ("html", "<!DOCTYPE html>\n<html".to_owned()),
        ("view", headline.to_owned()),
        ("json", "{\"@context\":".to_owned()),
    ] {
        let run = read_in(samples(), &["harbour.html", "-f", format]);
        assert_eq!(run.status, 0, "{run:?}");
        assert!(run.stdout.starts_with(&beginning), "{}", run.stdout);
        assert!(
            run.stdout.contains("third more than planned"),
            "{}",
            run.stdout
        );
    }
    let run = read_in(samples(), &["harbour.html", "--pretty"]);
    assert!(
        run.stdout.starts_with("{\n  \"@context\""),
        "{}",
        run.stdout
    );
}

#[test]
fn the_view_fits_its_width_in_any_script() {
    for page in ["harbour.html", "desalination.html"] {
        for width in ["20", "30", "57", "120"] {
            let run = read_in(
                samples(),
                &[page, "-f", "view", "--width", width, "--bidi", "on"],
            );
            let most: usize = width.parse().unwrap();
            for line in run.stdout.lines() {
                assert!(line.chars().count() <= most, "{line}");
            }
        }
    }
    let coloured = read_in(
        samples(),
        &["harbour.html", "-f", "view", "--color", "always"],
    );
    assert!(coloured.stdout.contains("\x1b["), "{}", coloured.stdout);
}

#[test]
fn right_to_left_text_is_reordered_on_demand() {
    let as_written = read_in(samples(), &["desalination.html", "-f", "view"]);
    assert!(
        as_written.stdout.contains("افتتاح"),
        "{}",
        as_written.stdout
    );
    let as_seen = read_in(
        samples(),
        &["desalination.html", "-f", "view", "--bidi", "on"],
    );
    assert!(as_seen.stdout.contains("حاتتفا"), "{}", as_seen.stdout);
}

#[test]
fn standard_input_is_read_named_or_not() {
    for arguments in [&["-"][..], &[]] {
        let run = read_stdin(&gzip(REPORT.as_bytes()), arguments);
        assert_eq!(run.status, 0, "{run:?}");
        assert_eq!(run.objects()[0]["source"], "-");
    }
}

#[test]
fn zstd_is_unpacked() {
    let packed = zstd::encode_all(REPORT.as_bytes(), 1).unwrap();
    let run = read_stdin(&packed, &["-"]);
    assert!(run.stdout.contains("ribbon was cut"), "{run:?}");
}

#[test]
fn the_output_may_be_a_file() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.html"), REPORT).unwrap();
    let run = read_in(folder.path(), &["a.html", "-o", "out.json"]);
    assert_eq!((run.status, run.stdout.as_str()), (0, ""));
    let written = fs::read_to_string(folder.path().join("out.json")).unwrap();
    assert!(written.starts_with("{\"@context\"") && written.ends_with("}\n"));
    // Nothing could be read: the file of before stays.
    let run = read_in(folder.path(), &["missing.html", "-o", "out.json"]);
    assert_eq!(run.status, 1);
    assert_eq!(
        fs::read_to_string(folder.path().join("out.json")).unwrap(),
        written
    );
    let run = read_in(folder.path(), &["a.html", "-o", "no/such/folder/x"]);
    assert_eq!(run.status, 1);
    assert!(
        run.stderr
            .contains("no/such/folder/x: the file cannot be written"),
        "{run:?}"
    );
}

#[test]
fn a_pipe_closed_early_is_no_error() {
    let folder = tempfile::tempdir().unwrap();
    let page = format!(
        "{REPORT}{}",
        "<p>And one paragraph more, of some length.</p>".repeat(5000)
    );
    fs::write(folder.path().join("a.html"), page).unwrap();
    let mut child = khabar()
        .current_dir(folder.path())
        .arg("read")
        .args(["a.html"; 20])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 10];
    child
        .stdout
        .as_mut()
        .unwrap()
        .read_exact(&mut first)
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn help_completions_and_manual_page() {
    let said = |arguments: &[&str]| {
        let output = khabar().args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let help = said(&["read", "--help"]);
    for part in [
        "Examples:",
        "Exit status:",
        "Right-to-left text:",
        "--ignore-robots",
    ] {
        assert!(help.contains(part), "{part}");
    }
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(said(&["completions", shell]).contains("khabar"), "{shell}");
    }
    let man = said(&["man"]);
    for part in [
        ".TH khabar",
        "ignore\\-robots",
        ".SH \"KHABAR READ: EXIT STATUS\"",
    ] {
        assert!(man.contains(part), "{part}");
    }
    assert!(said(&["--version"]).starts_with("khabar 0."));
}

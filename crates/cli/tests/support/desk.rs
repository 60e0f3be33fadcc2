//! An archive of its own for a test, and sites to follow.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::{Answer, REPORT, Run, Site, khabar};

/// A report in Arabic.
pub const ARABIC: &str = "<!DOCTYPE html><html lang=ar dir=rtl><head><title>افتتاح الجسر في حزيران</title></head><body>\
    <article><h1>افتتاح الجسر في حزيران</h1>\
    <p>قال وزير النقل سامي نصار إن الجسر الجديد فوق نهر أمل سيفتح أمام السيارات في حزيران. وستعبره أربعة \
    آلاف سيارة كل يوم، وهو ما يختصر الطريق إلى الساحل ساعة كاملة لسكان الوادي الشرقي.</p>\
    <p>وانتظر سكان البلدة هذا الجسر تسع سنوات، منذ أن وضع الحجر الأول على ضفة النهر أمام جمع من الناس والصحفيين.</p>\
    </article></body></html>";

/// An archive that no test shares with another.
pub struct Desk {
    folder: TempDir,
}

impl Desk {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// The folder of the archive.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("archive")
    }

    /// A file beside the archive.
    pub fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// The program, told of this archive and of sites on this machine.
    pub fn khabar(&self, arguments: &[&str]) -> Command {
        let mut program = khabar();
        program
            .current_dir(self.folder.path())
            .env("KHABAR_DATA", self.data())
            .env("KHABAR_ALLOW", "127.0.0.0/8")
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        program
    }

    /// Runs the program.
    pub fn run(&self, arguments: &[&str]) -> Run {
        self.khabar(arguments).output().unwrap().into()
    }

    /// Runs the program, which does what it is told: what it gives out.
    pub fn ok(&self, arguments: &[&str]) -> String {
        let run = self.run(arguments);
        assert_eq!(run.status, 0, "{arguments:?}: {run:?}");
        run.stdout
    }

    /// Runs the program, which says why it cannot.
    pub fn fails(&self, arguments: &[&str]) -> String {
        let run = self.run(arguments);
        assert_eq!(
            (run.status, run.stdout.as_str()),
            (1, ""),
            "{arguments:?}: {run:?}"
        );
        run.stderr
    }

    /// Takes in reports: address, language, headline, text.
    pub fn import(&self, reports: &[[&str; 4]]) {
        let lines = reports
            .iter()
            .map(|[url, language, headline, text]| {
                let direction = if *language == "ar" { "rtl" } else { "ltr" };
                let object = serde_json::json!({
                    "url": url, "inLanguage": language, "headline": headline, "articleBody": text,
                    "textDirection": direction, "datePublished": "2026-03-02T09:40:00+02:00",
                });
                format!("{object}\n")
            })
            .collect::<Vec<_>>()
            .concat();
        let file = self.file("reports.jsonl", &lines);
        self.ok(&["archive", "import", &file]);
    }
}

/// A feed with these items: address and headline.
pub fn feed(title: &str, items: &[[&str; 2]]) -> Answer {
    let items = items
        .iter()
        .map(|[link, title]| format!("<item><link>{link}</link><title>{title}</title></item>"))
        .collect::<Vec<_>>()
        .concat();
    Answer::status(200)
        .header("Content-Type", "application/rss+xml")
        .body(format!(
            "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>{title}</title><link>/</link>\
             {items}</channel></rss>"
        ))
}

/// A site with a report in English, one in Arabic, and one that is gone.
pub fn post() -> Site {
    Site::new([
        (
            "/feed",
            feed(
                "The Post",
                &[
                    ["/2026/03/02/bridge", "The bridge opens"],
                    ["/2026/03/03/jisr", "افتتاح الجسر"],
                    ["/2026/03/04/gone", "The ferry"],
                ],
            ),
        ),
        ("/2026/03/02/bridge", Answer::page(REPORT)),
        ("/2026/03/03/jisr", Answer::page(ARABIC)),
        ("/2026/03/04/gone", Answer::status(410)),
    ])
}

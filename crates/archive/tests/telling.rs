//! Telling what saved searches find: by webhooks and by letters, to servers of this machine.

mod desk;

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use desk::support::{Asked, Site, missing, sent};
use desk::{Desk, feed, report};
use khabar_archive::notify::{MAIL, MailSettings};
use khabar_archive::record::searches::{NewSearch, Way};

/// Makes all that is to be told due now.
fn all_are_due(desk: &Desk) {
    desk.archive
        .record()
        .write(|of| of.execute("UPDATE notices SET due_at = 0", []))
        .unwrap();
}

#[test]
fn a_saved_search_tells_once_of_what_is_new() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&told);
    let site = Site::new(move |asked: &Asked| match asked.path.as_str() {
        "/feed" => feed(&[("/a", "Bridge", ""), ("/b", "Harbour", "")]),
        "/a" => report("The bridge opens", "A ferry was there."),
        "/b" => report("The harbour opens", ""),
        "/hook" if asked.before == 0 => sent(503, "", "not now"),
        "/hook" => {
            log.lock()
                .unwrap()
                .push(String::from_utf8(asked.body.clone()).unwrap());
            sent(204, "", "")
        }
        _ => missing(),
    });
    let desk = Desk::new();
    desk.archive
        .save_search(&NewSearch {
            name: "Ferries".into(),
            query: "ferry".into(),
            webhook: Some(site.url("/hook").to_string()),
            email: None,
        })
        .unwrap();
    desk.follow(&site, "/feed");
    desk.gather();
    assert!(told.lock().unwrap().is_empty());
    let trouble = &desk.archive.saved_search(1).unwrap().troubles[0];
    assert!(trouble.message.contains("status 503"), "{trouble:?}");
    assert_eq!(trouble.given_up, 0);
    // Tried again once it is time, and then no more.
    all_are_due(&desk);
    desk.gather();
    desk.gather();
    assert_eq!(desk.archive.saved_search(1).unwrap().troubles, []);
    let told = told.lock().unwrap();
    assert_eq!(told.len(), 1);
    let body: serde_json::Value = serde_json::from_str(&told[0]).unwrap();
    assert_eq!(body["search"]["name"], "Ferries");
    assert_eq!(body["reports"].as_array().unwrap().len(), 1);
    assert_eq!(body["reports"][0]["headline"], "The bridge opens");
}

/// A mail server of this machine: its address, and the letters it takes.
fn mail_server() -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("smtp://{}", listener.local_addr().unwrap());
    let (letters, received) = channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let letter = take_letter(&stream.unwrap());
            if letters.send(letter).is_err() {
                return;
            }
        }
    });
    (address, received)
}

/// Speaks SMTP until one letter was taken: who it is from and to, and what is in it.
fn take_letter(mut stream: &TcpStream) -> String {
    let mut lines = BufReader::new(stream).lines().map(Result::unwrap);
    let mut letter = String::new();
    let mut say = |line: &str| stream.write_all(format!("{line}\r\n").as_bytes()).unwrap();
    say("220 mail.example");
    while let Some(line) = lines.next() {
        match line.split([' ', ':']).next().unwrap_or_default() {
            "DATA" => {
                say("354 go on");
                for line in lines.by_ref().take_while(|line| line != ".") {
                    letter.push_str(&line);
                    letter.push('\n');
                }
                say("250 taken");
            }
            "QUIT" => {
                say("221 bye");
                break;
            }
            "MAIL" | "RCPT" => {
                letter.push_str(&line);
                letter.push('\n');
                say("250 well");
            }
            _ => say("250 well"),
        }
    }
    letter
}

#[test]
fn a_letter_tells_what_a_search_finds() {
    let site = Site::new(|asked: &Asked| match asked.path.as_str() {
        "/feed" => feed(&[("/a", "Bridge", "")]),
        "/a" => report("The bridge opens", "A ferry was there."),
        _ => missing(),
    });
    let desk = Desk::new();
    let search = NewSearch {
        name: "Ferries".into(),
        query: "ferry".into(),
        webhook: None,
        email: Some("desk@news.example".into()),
    };
    desk.archive.save_search(&search).unwrap();
    desk.follow(&site, "/feed");
    desk.gather();
    let troubles = desk.archive.saved_search(1).unwrap().troubles;
    assert_eq!(troubles[0].way, Way::Email);
    assert_eq!(troubles[0].message, "no mail server is set");

    let (server, letters) = mail_server();
    let from = "Khabar <khabar@news.example>".to_owned();
    desk.archive
        .set(MAIL, &MailSettings { server, from })
        .unwrap();
    all_are_due(&desk);
    desk.gather();
    let letter = letters.recv_timeout(Duration::from_secs(20)).unwrap();
    for part in [
        "MAIL FROM:<khabar@news.example>",
        "RCPT TO:<desk@news.example>",
        "Subject: Ferries (1)",
        "The bridge opens\nThe Post\n",
        site.url("/a").as_str(),
    ] {
        assert!(letter.contains(part), "{part} in {letter}");
    }
    assert_eq!(desk.archive.saved_search(1).unwrap().troubles, []);
}

#[test]
fn whoever_cannot_be_told_for_days_is_given_up_and_that_is_said() {
    let site = Site::new(|asked: &Asked| match asked.path.as_str() {
        "/feed" => feed(&[("/a", "Bridge", "")]),
        "/a" => report("The bridge opens", ""),
        "/hook" => sent(500, "", "no"),
        _ => missing(),
    });
    let desk = Desk::new();
    let search = |webhook| NewSearch {
        name: "Bridges".into(),
        query: "bridge".into(),
        webhook,
        email: None,
    };
    let hook = Some(site.url("/hook").to_string());
    desk.archive.save_search(&search(hook)).unwrap();
    desk.follow(&site, "/feed");
    let mut rounds = 0;
    while desk
        .archive
        .saved_search(1)
        .unwrap()
        .troubles
        .iter()
        .all(|of| of.given_up == 0)
    {
        all_are_due(&desk);
        desk.gather();
        rounds += 1;
        assert!(rounds < 20, "it is never given up");
    }
    let asked = || site.paths().iter().filter(|path| *path == "/hook").count();
    let before = asked();
    all_are_due(&desk);
    desk.gather();
    assert_eq!(asked(), before, "what is given up is not tried again");
    // A new name changes nothing of that; told elsewhere, it begins anew.
    let hook = desk.archive.saved_search(1).unwrap().webhook;
    desk.archive.change_search(1, &search(hook)).unwrap();
    assert_eq!(desk.archive.saved_search(1).unwrap().troubles.len(), 1);
    desk.archive.change_search(1, &search(None)).unwrap();
    assert_eq!(desk.archive.saved_search(1).unwrap().troubles, []);
}

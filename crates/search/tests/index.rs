//! What is put into an index is found in it, by all that can be asked.

mod support;

use jiff::civil::date;
use khabar_search::{
    Document, Facets, Filters, Index, MAX_HITS, Options, Order, Query, SearchError, Statement,
};
use support::{ask, found, march, numbers, report};

fn newsroom() -> (tempfile::TempDir, Index) {
    let dir = tempfile::tempdir().unwrap();
    let index = Index::open(dir.path()).unwrap();
    let mut writer = index.writer(0).unwrap();
    let statements = [
        Statement {
            speaker: "port authority",
            said: "the repairs cost 48 million",
        },
        Statement {
            speaker: "Samira Khalil director",
            said: "We have built for the storms that are coming",
        },
    ];
    for document in [
        Document {
            id: 1,
            source: 7,
            language: Some("en-GB"),
            published: Some(march(2)),
            gathered: march(3),
            headline: "Harbour of Port Amal reopens",
            standfirst: "After a year of repairs",
            body: "The first freighters have entered. Fishermen wait for their quays. The storm is not forgotten.",
            authors: &["Lina Haddad", "Tomas Berg"],
            section: "Region",
            keywords: &["shipping", "port amal"],
            statements: &statements,
        },
        Document {
            id: 2,
            source: 8,
            language: Some("ar"),
            published: Some(march(5)),
            gathered: march(5),
            headline: "إعادة افتتاح الميناء",
            body: "قالت لينا Haddad إن السفن عادت.",
            ..Document::default()
        },
        Document {
            id: 3,
            source: 8,
            language: Some("en"),
            published: Some(march(4)),
            gathered: march(4),
            headline: "A storm is coming",
            body: "Nothing is known of the harbour. Haddad was not asked.",
            ..Document::default()
        },
        Document {
            id: 4,
            source: 9,
            language: None,
            published: None,
            gathered: march(6),
            headline: "No date, no language",
            body: "Schools reopen",
            ..Document::default()
        },
    ] {
        writer.put(&document).unwrap();
    }
    writer.commit(40).unwrap();
    (dir, index)
}

#[test]
fn questions_find_what_they_ask_for() {
    let (_dir, index) = newsroom();
    let sorted = |question: &str| {
        let mut found = found(&index, question);
        found.sort_unstable();
        found
    };
    for (question, expected) in [
        ("", vec![1, 2, 3, 4]),
        ("harbour", vec![1, 3]),
        ("harbours storms", vec![1, 3]),
        ("haddad", vec![1, 2, 3]),
        ("ميناء", vec![2]),
        ("harbour -freighters", vec![3]),
        ("-harbour", vec![2, 4]),
        ("ميناء OR schools", vec![2, 4]),
        ("(harbour storm) OR school", vec![1, 3]),
        ("(harbour -coming) OR schools", vec![1, 4]),
        ("title:harbour", vec![1]),
        ("title:storm", vec![3]),
        ("title:\"port amal\"", vec![1]),
        ("title:\"amal port\"", vec![]),
        ("by:haddad", vec![1]),
        ("by:\"tomas berg\"", vec![1]),
        ("by:\"haddad tomas\"", vec![]),
        ("said:storm", vec![1]),
        ("said:(built storms)", vec![1]),
        ("said:freighters", vec![]),
        ("speaker:khalil said:million", vec![1]),
        ("speaker:haddad", vec![]),
        ("section:region tag:\"port amal\"", vec![1]),
        ("lang:en", vec![1, 3]),
        ("lang:en-US -lang:ar", vec![1, 3]),
        ("-lang:en", vec![2, 4]),
        ("on:2026-03-02", vec![1]),
        ("after:2026-03-04", vec![2, 3, 4]),
        ("before:2026-03-04", vec![1]),
        ("on:2026", vec![1, 2, 3, 4]),
        ("on:2025", vec![]),
        ("harb*", vec![1, 3]),
        ("title:harb*", vec![1]),
        ("مين*", vec![2]),
        ("\"reopens after\"", vec![]),
        ("\"forgotten lina\"", vec![]),
        ("source:courier", vec![]),
        ("nothing OR", vec![3]),
    ] {
        assert_eq!(sorted(question), expected, "{question}");
    }
}

#[test]
fn outlets_are_found_by_name() {
    let (_dir, index) = newsroom();
    let (mut query, _) = Query::parse("source:courier OR source:nobody OR schools");
    query.bind_sources(|name| {
        if name == "courier" {
            vec![7]
        } else {
            Vec::new()
        }
    });
    let answer = index.search(&query, &Options::default()).unwrap();
    let mut found = numbers(&answer);
    found.sort_unstable();
    assert_eq!((found, answer.total), (vec![1, 4], 2));
    let (mut query, _) = Query::parse("-source:courier");
    query.bind_sources(|_| vec![7, 9]);
    assert_eq!(index.search(&query, &Options::default()).unwrap().total, 2);
}

#[test]
fn orders_filters_and_pages() {
    let (_dir, index) = newsroom();
    let order = |order| Options {
        order,
        ..Options::default()
    };
    assert_eq!(
        numbers(&ask(&index, "", &order(Order::Newest))),
        [4, 2, 3, 1]
    );
    assert_eq!(
        numbers(&ask(&index, "", &order(Order::Oldest))),
        [1, 3, 2, 4]
    );
    // A word in the headline counts for more.
    assert_eq!(found(&index, "storm"), [3, 1]);
    assert_eq!(found(&index, "harbour"), [1, 3]);
    let scores = ask(&index, "storm", &Options::default()).hits;
    assert!(scores[0].score.unwrap() > scores[1].score.unwrap());
    assert_eq!(
        ask(&index, "storm", &order(Order::Newest)).hits[0].score,
        None
    );
    // Without words, the newest first.
    assert_eq!(found(&index, "lang:en"), [3, 1]);

    let filtered = |filters| {
        let options = Options {
            filters,
            ..order(Order::Oldest)
        };
        numbers(&ask(&index, "", &options))
    };
    let none = Filters::default;
    assert_eq!(
        filtered(Filters {
            sources: vec![8, 9],
            ..none()
        }),
        [3, 2, 4]
    );
    assert_eq!(
        filtered(Filters {
            languages: vec!["EN-gb".into(), "ar".into()],
            ..none()
        }),
        [1, 3, 2]
    );
    assert_eq!(
        filtered(Filters {
            languages: vec!["?".into()],
            ..none()
        }),
        [] as [u64; 0]
    );
    assert_eq!(
        filtered(Filters {
            from: Some(march(4)),
            before: Some(march(5)),
            ..none()
        }),
        [3]
    );
    assert_eq!(
        filtered(Filters {
            gathered_from: Some(march(4)),
            ..none()
        }),
        [3, 2, 4]
    );

    let page = |limit, offset| {
        let options = Options {
            limit,
            offset,
            ..order(Order::Oldest)
        };
        let answer = ask(&index, "", &options);
        assert_eq!(answer.total, 4);
        numbers(&answer)
    };
    assert_eq!(page(2, 1), [3, 2]);
    assert_eq!(page(0, 0), [] as [u64; 0]);
    assert_eq!(page(10, 4), [] as [u64; 0]);
    assert_eq!(page(usize::MAX, 0).len(), 4);
    assert_eq!(page(10, MAX_HITS), [] as [u64; 0]);
    assert_eq!(page(10, usize::MAX), [] as [u64; 0]);
}

#[test]
fn hits_are_counted_by_kind() {
    let (_dir, index) = newsroom();
    let options = Options {
        facets: true,
        limit: 1,
        ..Options::default()
    };
    let day = |day| date(2026, 3, day);
    let expected = Facets {
        sources: vec![(8, 2), (7, 1), (9, 1)],
        languages: vec![("en".to_owned(), 2), ("ar".to_owned(), 1)],
        days: vec![(day(2), 1), (day(4), 1), (day(5), 1), (day(6), 1)],
    };
    assert_eq!(ask(&index, "", &options).facets, Some(expected));
    let harbour = ask(&index, "harbour", &options).facets.unwrap();
    assert_eq!(harbour.sources, [(7, 1), (8, 1)]);
    assert_eq!(ask(&index, "harbour", &Options::default()).facets, None);
}

#[test]
fn a_name_is_worth_as_much_in_every_language() {
    let dir = tempfile::tempdir().unwrap();
    let index = Index::open(dir.path()).unwrap();
    let mut writer = index.writer(0).unwrap();
    for id in 0..60 {
        // One Turkish report among many English ones, all alike.
        let language = if id == 30 { "tr" } else { "en" };
        let body = if id % 2 == 0 {
            "Haddad spoke in Amal"
        } else {
            "Berg spoke in Amal"
        };
        let document = Document {
            id,
            language: Some(language),
            body,
            ..Document::default()
        };
        writer.put(&document).unwrap();
    }
    writer.commit(1).unwrap();
    let options = Options {
        limit: 60,
        ..Options::default()
    };
    let hits = ask(&index, "haddad", &options).hits;
    assert_eq!(hits.len(), 30);
    let (first, last) = (hits[0].score.unwrap(), hits[29].score.unwrap());
    assert!((first - last).abs() < 1e-4, "{first} {last}");
}

#[test]
fn words_as_they_were_typed_come_first() {
    let dir = tempfile::tempdir().unwrap();
    let index = Index::open(dir.path()).unwrap();
    let mut writer = index.writer(0).unwrap();
    // Oats and harbours have one stem.
    for (id, body) in [(1, "Der Hafer ist reif"), (2, "Der Hafen ist offen")] {
        let document = Document {
            id,
            language: Some("de"),
            body,
            ..Document::default()
        };
        writer.put(&document).unwrap();
    }
    writer.commit(1).unwrap();
    assert_eq!(found(&index, "hafer"), [1, 2]);
    assert_eq!(found(&index, "hafen"), [2, 1]);
}

#[test]
fn the_same_number_replaces_and_removes() {
    let dir = tempfile::tempdir().unwrap();
    let index = Index::open(dir.path()).unwrap();
    assert_eq!((index.upto().unwrap(), index.len()), (0, 0));
    assert_eq!(found(&index, "storm"), [] as [u64; 0]);
    let mut writer = index.writer(20 << 20).unwrap();
    writer.put(&report(1, "storm")).unwrap();
    writer.put(&report(2, "storm")).unwrap();
    writer.put(&report(1, "calm")).unwrap();
    assert_eq!(found(&index, "storm"), [] as [u64; 0]);
    writer.commit(3).unwrap();
    assert_eq!(
        (found(&index, "storm"), found(&index, "calm")),
        (vec![2], vec![1])
    );
    writer.put(&report(1, "storm")).unwrap();
    writer.remove(2);
    writer.remove(99);
    writer.commit(5).unwrap();
    assert_eq!(
        (found(&index, "storm"), found(&index, "calm")),
        (vec![1], vec![])
    );
    assert_eq!((index.len(), index.ids().unwrap()), (1, vec![1]));
    writer.finish().unwrap();
    assert_eq!(index.upto().unwrap(), 5);
    drop(index);
    let index = Index::open(dir.path()).unwrap();
    assert_eq!(
        (index.upto().unwrap(), found(&index, "storm")),
        (5, vec![1])
    );
}

#[test]
fn one_writes_at_a_time() {
    let dir = tempfile::tempdir().unwrap();
    let index = Index::open(dir.path()).unwrap();
    let writer = index.writer(0).unwrap();
    let told = index.writer(0).err().unwrap();
    assert!(
        matches!(told, SearchError::Busy { .. }) && !told.wants_rebuild(),
        "{told}"
    );
    assert!(told.to_string().contains("another process"), "{told}");
    drop(writer);
    assert!(index.writer(0).is_ok());
}

#[test]
fn many_words_begin_alike() {
    let dir = tempfile::tempdir().unwrap();
    let index = Index::open(dir.path()).unwrap();
    let mut writer = index.writer(0).unwrap();
    for id in 0..400 {
        let word = format!(
            "harb{}",
            "abcdefghij"
                .chars()
                .cycle()
                .skip(id as usize % 10)
                .take(2 + id as usize / 10)
                .collect::<String>()
        );
        writer.put(&report(id, &word)).unwrap();
    }
    writer.commit(1).unwrap();
    let answer = ask(&index, "harb*", &Options::default());
    assert_eq!((answer.total, answer.notices.len()), (256, 1));
    let answer = ask(&index, "harbabc*", &Options::default());
    assert!(answer.total > 30 && answer.notices.is_empty());
}

#[test]
fn an_index_is_shared_between_threads() {
    fn shared<T: Send + Sync + Clone>(_: &T) {}
    fn given<T: Send>(_: &T) {}
    let (_dir, index) = newsroom();
    shared(&index);
    given(&index.writer(0).unwrap());
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| found(&index, "storm")))
            .collect();
        for thread in threads {
            assert_eq!(thread.join().unwrap(), [3, 1]);
        }
    });
}

//! Explanations of all golden cases: each explains the very reading that is given out.

use std::fs;
use std::path::Path;

use khabar_article::body::BodySource;
use khabar_article::{BlockKind, InputKind, ReadOptions, explain, read};

fn squeezed<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    texts.flat_map(str::split_whitespace).collect()
}

#[test]
fn an_explanation_is_of_the_reading_given_out() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases");
    let mut pages = 0;
    for case in fs::read_dir(cases).expect("the cases are there").flatten() {
        for (name, input) in [
            ("page.html", InputKind::Html),
            ("dump.txt", InputKind::Text),
        ] {
            let Ok(bytes) = fs::read(case.path().join(name)) else {
                continue;
            };
            pages += 1;
            let options = ReadOptions {
                input,
                ..ReadOptions::default()
            };
            let article = read(&bytes, &options).expect("cases are read");
            let explanation = explain(&bytes, &options).expect("what is read is explained");
            assert_eq!(explanation.article, article);
            let kept = explanation.blocks.iter().filter(|b| b.is_kept());
            let mut kept = squeezed(kept.map(|b| b.text.as_str()));
            let mut body = squeezed([article.body_text().as_str()].into_iter());
            // The numbers of the lines stand beside code, not in it.
            if article
                .body
                .iter()
                .any(|b| matches!(b.kind, BlockKind::Code { .. }))
            {
                kept.retain(|c| !c.is_ascii_digit());
                body.retain(|c| !c.is_ascii_digit());
            }
            // Bullets and a headline glued to the first paragraph are taken off lines of dumps.
            if explanation.source == BodySource::Data {
                assert!(kept.is_empty(), "{}", case.path().display());
            } else if input == InputKind::Html {
                assert_eq!(kept, body, "{}", case.path().display());
            }
        }
    }
    assert!(pages > 50, "only {pages} cases");
}

//! The lead image as markup names it.

use serde_json::Value;

use super::clues::Clues;
use super::json_ld::{self, Node};
use super::{caption, text, web};
use crate::article::Image;

/// Images markup names: of linked data, then of Open Graph, each address once. Sizes of one picture count once where
/// markup lists them as one.
pub(super) fn images(clues: &Clues<'_>, report: Option<&Node>, base: &web::Base) -> Vec<Image> {
    let mut images: Vec<Image> = Vec::new();
    let mut add = |image: Image| {
        if images.len() < 20
            && !images
                .iter()
                .any(|i| without_query(&i.url) == without_query(&image.url))
        {
            images.push(image);
        }
    };
    for value in report.into_iter().flat_map(|r| json_ld::items(r, "image")) {
        match value {
            Value::String(address) => {
                if let Some(url) = base.absolute(address) {
                    // A list of plain addresses is one picture in several sizes.
                    add(Image {
                        url,
                        ..Image::default()
                    });
                    break;
                }
            }
            Value::Object(_) => {
                let Some(node) = clues.json_ld.object(value) else {
                    continue;
                };
                let Some(url) = ["url", "contentUrl", "@id"]
                    .iter()
                    .find_map(|k| base.absolute(json_ld::address(node.get(*k)?)?))
                else {
                    continue;
                };
                let (shown, credit) = json_ld::string(node, "caption")
                    .or_else(|| json_ld::string(node, "description"))
                    .map(|c| caption::split(&c))
                    .unwrap_or_default();
                let credit = [
                    "creditText",
                    "copyrightHolder",
                    "creator",
                    "author",
                    "copyrightNotice",
                ]
                .iter()
                .find_map(|k| json_ld::string(node, k))
                .or(credit);
                add(Image {
                    url,
                    caption: shown,
                    credit,
                    alt: None,
                });
            }
            _ => {}
        }
    }
    let alt = clues
        .meta_of(&["og:image:alt", "twitter:image:alt"])
        .map(text::plain);
    for name in [
        "og:image:secure_url",
        "og:image",
        "og:image:url",
        "twitter:image",
        "twitter:image:src",
        "thumbnail",
    ] {
        if let Some(url) = clues.meta_all(name).next().and_then(|a| base.absolute(a)) {
            add(Image {
                url,
                alt: alt.clone(),
                ..Image::default()
            });
            break;
        }
    }
    images
}

fn without_query(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or(url)
}

#[cfg(test)]
mod tests {
    use khabar_page::{Limits, parse};

    use super::*;

    #[test]
    fn images_come_with_caption_and_credit_and_once() {
        let (tree, _) = parse(
            r#"<meta property="og:image" content="/a.jpg?w=1200"><meta property="og:image:alt" content="A harbour">
            <script type="application/ld+json">{"@type":"NewsArticle","image":[
            {"@type":"ImageObject","url":"https://e.example/a.jpg","caption":"The harbour. Photo: Ann Lee"}]}</script>"#,
            &Limits::default(),
        );
        let clues = Clues::gather(&tree);
        let report = clues.json_ld.report(&[], &[]);
        let base = web::Base::new(Some("https://e.example/x"), None);
        assert_eq!(
            images(&clues, report, &base),
            [Image {
                url: "https://e.example/a.jpg".to_owned(),
                caption: Some("The harbour.".to_owned()),
                credit: Some("Ann Lee".to_owned()),
                alt: None,
            }]
        );
        assert_eq!(
            images(&clues, None, &base)[0].alt.as_deref(),
            Some("A harbour")
        );
    }
}

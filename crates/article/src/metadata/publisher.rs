//! The outlet.

use khabar_page::{Tag, Tree};

use super::clues::Clues;
use super::json_ld::{self, Node};
use super::sites::Site;
use super::{text, web};

/// What linked data gives as the outlet.
fn of_report(report: Option<&Node>) -> Option<&serde_json::Value> {
    match report?.get("publisher")? {
        serde_json::Value::Array(many) => many.first(),
        one => Some(one),
    }
}

/// Whether the outlet is somebody's own, as linked data says of journals that one person keeps.
pub fn is_person(clues: &Clues<'_>, report: Option<&Node>) -> bool {
    of_report(report)
        .and_then(|p| clues.json_ld.object(p))
        .is_some_and(|node| json_ld::is_a(node, &["Person"]))
}

/// The outlet's name as the page gives it.
pub fn name(clues: &Clues<'_>, report: Option<&Node>) -> Option<String> {
    let of_report = of_report(report).and_then(|p| match clues.json_ld.object(p) {
        Some(node) => json_ld::string(node, "name"),
        None => json_ld::as_string(p),
    });
    of_report
        .or_else(|| {
            clues
                .meta_of(&[
                    "og:site_name",
                    "publisher",
                    "dc.publisher",
                    "citation_publisher",
                ])
                .map(text::plain)
        })
        .or_else(|| {
            clues
                .json_ld
                .of_type(&["WebSite", "NewsMediaOrganization"])
                .find_map(|n| json_ld::string(n, "name"))
        })
        .or_else(|| {
            clues
                .meta_of(&["application-name", "apple-mobile-web-app-title"])
                .map(text::plain)
        })
        // A motto may follow the name.
        .map(|n| n.split(" | ").next().unwrap_or_default().trim().to_owned())
        .filter(|n| !n.is_empty() && n.chars().count() < 100 && !n.starts_with("http"))
}

/// All names the outlet goes by: for knowing it in titles and among authors. Its host is one of them.
pub fn names(tree: &Tree, clues: &Clues<'_>, report: Option<&Node>, base: &web::Base) -> Vec<Site> {
    let mut names: Vec<Site> = Vec::new();
    let mut add = |name: String| {
        let name = name.trim().trim_start_matches('@').to_owned();
        if (2..60).contains(&name.chars().count())
            && !names.iter().any(|known| known.name == name)
            && !name.starts_with("http")
        {
            names.push(Site::new(name));
        }
    };
    name(clues, report).map(&mut add);
    for meta in [
        "og:site_name",
        "application-name",
        "apple-mobile-web-app-title",
        "twitter:site",
        "publisher",
        "cre",
    ] {
        clues
            .meta_all(meta)
            .take(1)
            .map(text::plain)
            .for_each(&mut add);
    }
    for node in clues
        .json_ld
        .of_type(&["WebSite", "Organization", "NewsMediaOrganization"])
        .take(4)
    {
        json_ld::string(node, "name").map(&mut add);
        json_ld::string(node, "alternateName").map(&mut add);
    }
    for &link in &clues.home_links {
        let printed = text::visible(tree, link);
        let picture = || {
            let mut images = tree.descendants(link).filter(|&n| tree.tag(n) == Tag::IMG);
            images
                .find_map(|n| tree.attr(n, "alt").or_else(|| tree.attr(n, "title")))
                .map(text::plain)
        };
        if printed.is_empty() {
            picture()
        } else {
            Some(printed)
        }
        .map(&mut add);
    }
    if let Some(host) = base.host() {
        add(host.to_owned());
        add(web::owner(host).to_owned());
    }
    names
}

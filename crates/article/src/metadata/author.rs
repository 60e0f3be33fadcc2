//! Who wrote the report.

use std::sync::LazyLock;

use khabar_page::{NodeId, Tag, Tree};
use serde_json::Value;

use super::clues::{Clues, Hint};
use super::json_ld::{self, Node};
use super::names::{Written, has_lead, has_lead_alone, looks_like_person, names};
use super::{Origin, text, web, words};
use crate::article::Author;

/// Names of `<meta>` elements that hold authors, best first.
const METAS: &[&str] = &[
    "author",
    "article:author",
    "article:author_name",
    "article:byline",
    "articleauthor",
    "parsely-author",
    "sailthru.author",
    "cxenseparse:author",
    "byl",
    "citation_author",
    "dc.creator",
    "dc:creator",
    "dcterms.creator",
    "dcsext.author",
    "og:article:author",
    "og:author",
    "book:author",
    "vr:author",
    "authors",
    "creator",
    "mediator_author",
];

/// Parts of class names of what is not the report's own.
static ASIDES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    words::grouped(include_str!("data/asides.txt"))
        .map(|(_, word)| word)
        .collect()
});

/// One place of the page that names authors.
struct Named {
    origin: Origin,
    authors: Vec<Author>,
}

/// The authors and where they were found; `sites` are the names the outlet goes by.
pub(super) fn authors(
    tree: &Tree,
    clues: &Clues<'_>,
    report: Option<&Node>,
    sites: &[String],
    base: &web::Base,
) -> (Vec<Author>, Option<Origin>) {
    let mut places = Vec::new();
    if let Some(report) = report {
        places.push(Named {
            origin: Origin::JsonLd,
            authors: of_json_ld(clues, report, base),
        });
    }
    places.push(Named {
        origin: Origin::Markup,
        authors: of_metas(clues),
    });
    places.push(Named {
        origin: Origin::Microdata,
        authors: of_microdata(tree, clues, base),
    });
    places.push(Named {
        origin: Origin::Page,
        authors: of_rels(tree, clues, base),
    });
    places.push(Named {
        origin: Origin::Page,
        authors: of_bylines(tree, clues, base),
    });
    places.retain(|p| !p.authors.is_empty());

    // The outlet as its own author says less than a person named anywhere else.
    let is_weak = |p: &Named| {
        p.authors
            .first()
            .is_some_and(|a| sites.iter().any(|s| same_outlet(&a.name, s)))
    };
    if places.iter().all(is_weak) {
        let authors = of_lines(tree, clues);
        if !authors.is_empty() {
            places.push(Named {
                origin: Origin::Page,
                authors,
            });
        }
    }
    let Some(chosen) = places
        .iter()
        .position(|p| !is_weak(p))
        .or_else(|| (!places.is_empty()).then_some(0))
    else {
        return (Vec::new(), None);
    };
    // A later place that names all of these and one more is the fuller byline.
    let known = &places[chosen].authors;
    let fuller = (chosen + 1..places.len()).find(|&i| {
        let more = &places[i].authors;
        let new: Vec<_> = more
            .iter()
            .filter(|a| !known.iter().any(|b| same_name(&a.name, &b.name)))
            .collect();
        more.len() == known.len() + 1
            && new.len() == 1
            && looks_like_person(&new[0].name)
            && !known.iter().any(|b| share_word(&b.name, &new[0].name))
    });
    let at = fuller.unwrap_or(chosen);
    let mut authors = std::mem::take(&mut places[at].authors);
    for author in &mut authors {
        if author.url.is_none() {
            author.url = places
                .iter()
                .flat_map(|p| &p.authors)
                .find(|a| a.url.is_some() && same_name(&a.name, &author.name))
                .and_then(|a| a.url.clone());
        }
    }
    (authors, Some(places[at].origin))
}

fn same_name(a: &str, b: &str) -> bool {
    text::key(a) == text::key(b)
}

fn share_word(a: &str, b: &str) -> bool {
    let b = b.to_lowercase();
    a.to_lowercase()
        .split(' ')
        .any(|w| b.split(' ').any(|v| v == w))
}

/// Whether a name is the outlet's: the same letters, or the outlet's name and a word such as "Online".
fn same_outlet(name: &str, site: &str) -> bool {
    let solid = |s: &str| {
        s.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    let (name, site) = (solid(name), solid(site));
    !site.is_empty()
        && (name == site
            || (site.len() > 2 && name.contains(&site) && name.len() <= site.len() + 12))
}

fn of_json_ld(clues: &Clues<'_>, report: &Node, base: &web::Base) -> Vec<Author> {
    let mut authors = Vec::new();
    let mut values: Vec<&Value> = json_ld::items(report, "author").iter().collect();
    if values.is_empty() {
        values = json_ld::items(report, "creator").iter().collect();
    }
    for value in values {
        match value {
            Value::String(s) => add(&mut authors, names(s, Written::Markup), None),
            Value::Object(_) => {
                let Some(node) = clues.json_ld.object(value) else {
                    continue;
                };
                let url = node
                    .get("url")
                    .or_else(|| node.get("@id"))
                    .and_then(json_ld::address)
                    .filter(|a| a.starts_with("http") || a.starts_with('/'))
                    .and_then(|a| base.absolute(a));
                // Several names for one object is how some outlets list several people.
                for name in json_ld::items(node, "name") {
                    if let Some(name) = json_ld::as_string(name) {
                        add(&mut authors, names(&name, Written::Markup), url.as_deref());
                    }
                }
            }
            _ => {}
        }
    }
    authors
}

fn add(authors: &mut Vec<Author>, names: Vec<String>, url: Option<&str>) {
    // An address belongs to a name that stands alone.
    let url = if names.len() == 1 { url } else { None };
    for name in names {
        if !authors.iter().any(|a| same_name(&a.name, &name)) && authors.len() < 40 {
            authors.push(Author {
                name,
                url: url.map(str::to_owned),
            });
        }
    }
}

fn of_metas(clues: &Clues<'_>) -> Vec<Author> {
    for name in METAS {
        let mut authors = Vec::new();
        for content in clues.meta_all(name) {
            let content = text::plain(content);
            // Credits of pictures stand in the microdata of the pictures, named like the author of the page.
            if content.starts_with('(') || content.contains('@') || content.starts_with("http") {
                continue;
            }
            // "Lee, Ann" is the order of catalogues.
            if name.starts_with("citation")
                && let Some((last, first)) = content.split_once(", ")
            {
                add(&mut authors, vec![format!("{first} {last}")], None);
            } else {
                add(&mut authors, names(&content, Written::Markup), None);
            }
        }
        authors.retain(|a| !a.name.chars().all(|c| c.is_ascii_digit() || c == ' '));
        if !authors.is_empty() {
            return authors;
        }
    }
    Vec::new()
}

fn of_microdata(tree: &Tree, clues: &Clues<'_>, base: &web::Base) -> Vec<Author> {
    let mut authors = Vec::new();
    for node in clues.item_prop("author").chain(clues.item_prop("creator")) {
        if is_aside(tree, node) {
            continue;
        }
        let named = clues
            .item_prop("name")
            .find(|&n| n != node && tree.contains(node, n));
        let of = named.unwrap_or(node);
        let line = text::visible(tree, of);
        let line = if line.is_empty() {
            tree.attr(of, "content").unwrap_or_default().to_owned()
        } else {
            line
        };
        if line.chars().count() <= 160 {
            let url = link_of(tree, node, base);
            add(
                &mut authors,
                names(
                    &line,
                    if named.is_some() {
                        Written::Markup
                    } else {
                        Written::Page
                    },
                ),
                url.as_deref(),
            );
        }
        if authors.len() >= 10 {
            break;
        }
    }
    authors
}

fn of_rels(tree: &Tree, clues: &Clues<'_>, base: &web::Base) -> Vec<Author> {
    let mut authors = Vec::new();
    for &(node, rel) in &clues.rels {
        if !rel
            .split_ascii_whitespace()
            .any(|r| r.eq_ignore_ascii_case("author"))
            || is_aside(tree, node)
        {
            continue;
        }
        let line = text::visible(tree, node);
        if line.chars().count() <= 80 {
            let url = link_of(tree, node, base);
            add(&mut authors, names(&line, Written::Page), url.as_deref());
        }
        if authors.len() >= 8 {
            break;
        }
    }
    authors
}

/// The first line of the page that begins as bylines do: "Von Max Muster". Looked for only where nothing better is
/// known, because it means going through the text again.
fn of_lines(tree: &Tree, clues: &Clues<'_>) -> Vec<Author> {
    let mut authors = Vec::new();
    let headline = clues
        .h1
        .iter()
        .find(|&&n| !text::visible(tree, n).is_empty());
    let Some(&headline) = headline else {
        return authors;
    };
    for node in (headline.index()..headline.index() + 400).map_while(|i| tree.at(i)) {
        if tree.tag(node) != Tag::TEXT {
            continue;
        }
        let text = tree.text(node).trim();
        if text.len() > 160 || text.len() < 2 || !has_lead_alone(text) {
            continue;
        }
        // The name may stand in an element of its own after "By".
        let line = match tree.parent(node) {
            Some(parent) if tree.end(parent) - parent.index() < 30 => {
                text::visible_lines(tree, parent)
                    .into_iter()
                    .find(|l| has_lead_alone(l))
                    .unwrap_or_default()
            }
            _ => text.to_owned(),
        };
        if line.chars().count() > 120 || is_aside(tree, node) {
            continue;
        }
        let found = names(&line, Written::Page);
        if !found.is_empty() && found.iter().all(|n| looks_like_person(n)) {
            add(&mut authors, found, None);
            break;
        }
    }
    authors
}

/// The first printed byline, and others that stand beside it.
fn of_bylines(tree: &Tree, clues: &Clues<'_>, base: &web::Base) -> Vec<Author> {
    let mut authors: Vec<Author> = Vec::new();
    let mut first: Option<NodeId> = None;
    for node in clues.hinted(Hint::Byline) {
        if is_aside(tree, node) || tree.end(node) - node.index() > 120 {
            continue;
        }
        if let Some(first) = first {
            // Only what stands in the same small box goes with the first.
            let near = tree
                .ancestors(first)
                .take(3)
                .any(|a| tree.contains(a, node) && tree.end(a) - a.index() < 200);
            if !near {
                break;
            }
        }
        let lines = text::visible_lines(tree, node);
        if lines.len() > 6 {
            continue;
        }
        let mut found = Vec::new();
        for line in lines.iter().take(3) {
            if line.chars().count() <= 160 {
                found = names(line, Written::Page);
                if found.is_empty() && !has_lead(line) {
                    continue;
                }
                if !found.is_empty() {
                    break;
                }
            }
        }
        if found.is_empty() {
            continue;
        }
        first.get_or_insert(node);
        let url = link_of(tree, node, base);
        // A box inside the first says the same again.
        add(&mut authors, found, url.as_deref());
    }
    authors
}

/// Whether a place is not the report's: a comment, a picture's credit, a teaser in a rail, the foot of the page.
fn is_aside(tree: &Tree, node: NodeId) -> bool {
    std::iter::once(node)
        .chain(tree.ancestors(node))
        .take(24)
        .any(|n| {
            matches!(
                tree.tag(n),
                Tag::FIGURE | Tag::FIGCAPTION | Tag::FOOTER | Tag::NAV | Tag::FORM
            ) || tree.attrs(n).any(|(name, value)| {
                matches!(name, "class" | "id") && !matches!(tree.tag(n), Tag::BODY | Tag::HTML) && {
                    let value = value.to_ascii_lowercase();
                    ASIDES.iter().any(|a| value.contains(a))
                }
            })
        })
}

fn link_of(tree: &Tree, node: NodeId, base: &web::Base) -> Option<String> {
    let mut links = std::iter::once(node)
        .chain(tree.descendants(node))
        .filter(|&n| tree.tag(n) == Tag::A)
        .filter_map(|n| tree.attr(n, "href"));
    let first = links.next()?;
    if links.next().is_some() || first.starts_with("mailto:") || first.starts_with('#') {
        return None;
    }
    base.absolute(first)
}

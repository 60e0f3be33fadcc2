//! Who wrote the report.

use khabar_page::Tree;
use serde_json::Value;

use super::byline::Bylines;
use super::caption::is_agency;
use super::clues::Clues;
use super::json_ld::{self, Node};
use super::names::{Written, is_lead, looks_like_person, names};
use super::organisation::is_department;
use super::sites::{Site, is_outlet};
use super::{Origin, text, web};
use crate::article::{Author, AuthorKind};

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

/// More authors than this are not named.
const MOST_AUTHORS: usize = 40;

/// One place of the page that names authors.
struct Named {
    origin: Origin,
    authors: Vec<Author>,
    /// Whether the place is meant for authors and nothing else.
    sure: bool,
    worth: Worth,
}

impl Named {
    fn new(origin: Origin, authors: Vec<Author>, sure: bool, sites: &[Site]) -> Option<Self> {
        let first = &authors.first()?.name;
        let worth = if is_outlet(first, sites) || is_department(first) {
            Worth::Outlet
        } else if sure && authors.iter().any(|a| looks_like_person(&a.name)) {
            Worth::Person
        } else {
            Worth::Account
        };
        Some(Self {
            origin,
            authors,
            sure,
            worth,
        })
    }
}

/// How much the names of a place are worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Worth {
    /// The outlet as its own author, or one of its departments by no name of its own.
    Outlet,
    /// A name that may be an account's or a department's: `kesm`, `admin2`.
    Account,
    /// A person, or an agency in linked data.
    Person,
}

/// The authors and where they were found; `sites` are the names the outlet goes by.
pub(super) fn authors(
    tree: &Tree,
    clues: &Clues<'_>,
    report: Option<&Node>,
    sites: &[Site],
    base: &web::Base,
) -> (Vec<Author>, Option<Origin>) {
    let page = Bylines::new(tree, clues, base);
    let mut places = Vec::new();
    let mut place = |origin, authors, sure| {
        places.extend(Named::new(origin, authors, sure, sites));
    };
    if let Some(report) = report {
        place(Origin::JsonLd, of_json_ld(clues, report, base), true);
    }
    place(Origin::Markup, of_metas(clues), true);
    place(Origin::Microdata, page.of_microdata(), true);
    let rels = page.of_rels();
    let linked = if rels.is_empty() {
        page.of_links()
    } else {
        rels
    };
    place(Origin::Page, linked, true);
    let (printed, led) = page.of_boxes();
    place(Origin::Page, printed, led);
    if places.iter().all(|p| p.worth == Worth::Outlet) {
        let mut authors = page.of_lines();
        if authors.is_empty() {
            authors = page.of_end(sites);
        }
        places.extend(Named::new(Origin::Page, authors, true, sites));
    }
    let mut chosen: Option<usize> = None;
    for (at, place) in places.iter().enumerate() {
        let better = chosen.is_none_or(|c| {
            let (this, before) = (place.worth, places[c].worth);
            // An account gives way to a person where the account is one word, as accounts are.
            this > before
                && (before == Worth::Outlet
                    || !places[c].authors.iter().any(|a| is_signature(&a.name)))
        });
        if better {
            chosen = Some(at);
        }
    }
    let Some(chosen) = chosen else {
        return (Vec::new(), None);
    };
    // A later place that names all of these and one more is the fuller byline.
    let known = &places[chosen].authors;
    let fuller = (chosen + 1..places.len())
        .filter(|&i| places[i].sure)
        .find(|&i| {
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
    let is_outlet = |a: &Author| is_outlet(&a.name, sites);
    let is_motto = |a: &Author| is_outlet(a) || a.name.split(' ').count() > 3;
    if is_outlet(&authors[0]) && authors.iter().all(is_motto) {
        // The parts of an outlet's name and motto.
        authors.truncate(1);
    } else if authors
        .iter()
        .any(|a| looks_like_person(&a.name) && !is_outlet(a))
        && places[at].origin != Origin::JsonLd
    {
        authors.retain(|a| !is_outlet(a));
    }
    complete(&mut authors, &places);
    (authors, Some(places[at].origin))
}

/// Adds what other places than the chosen one say of the same authors.
fn complete(authors: &mut [Author], places: &[Named]) {
    for author in authors {
        let name = author.name.clone();
        let same = || {
            places
                .iter()
                .flat_map(|p| &p.authors)
                .filter(|a| same_name(&a.name, &name))
        };
        if author.url.is_none() {
            author.url = same().find_map(|a| a.url.clone());
        }
        if same().any(|a| a.kind == AuthorKind::Organization) {
            author.kind = AuthorKind::Organization;
        }
    }
}

/// Whether a name of no person is nevertheless what outlets sign with: several words, an agency's capitals or sign.
fn is_signature(name: &str) -> bool {
    name.contains(' ')
        || name.contains('/')
        || !name.is_ascii()
        || name.chars().all(char::is_uppercase)
        || is_agency(name)
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

fn of_json_ld(clues: &Clues<'_>, report: &Node, base: &web::Base) -> Vec<Author> {
    let mut authors = Vec::new();
    let mut values: Vec<&Value> = json_ld::items(report, "author").iter().collect();
    if values.is_empty() {
        values = json_ld::items(report, "creator").iter().collect();
    }
    for value in values {
        if authors.len() == MOST_AUTHORS {
            break;
        }
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
                    let Some(name) = json_ld::as_string(name) else {
                        continue;
                    };
                    if json_ld::is_a(
                        node,
                        &[
                            "Organization",
                            "NewsMediaOrganization",
                            "GovernmentOrganization",
                        ],
                    ) {
                        // The "and" in a department's name parts nothing.
                        let known = authors.len();
                        add(&mut authors, vec![name], url.as_deref());
                        for author in &mut authors[known..] {
                            author.kind = AuthorKind::Organization;
                        }
                    } else {
                        add(&mut authors, names(&name, Written::Markup), url.as_deref());
                    }
                }
            }
            _ => {}
        }
    }
    authors
}

pub(super) fn add(authors: &mut Vec<Author>, names: Vec<String>, url: Option<&str>) {
    // An address belongs to a name that stands alone.
    let url = if names.len() == 1 { url } else { None };
    for name in names {
        if authors.len() < MOST_AUTHORS && !authors.iter().any(|a| same_name(&a.name, &name)) {
            authors.push(Author {
                name,
                url: url.map(str::to_owned),
                ..Author::default()
            });
        }
    }
}

fn of_metas(clues: &Clues<'_>) -> Vec<Author> {
    // WordPress fills the table below a card on Twitter: "Written by", and the name.
    for (label, data) in [
        ("twitter:label1", "twitter:data1"),
        ("twitter:label2", "twitter:data2"),
    ] {
        if let (Some(label), Some(name)) = (clues.meta_of(&[label]), clues.meta_of(&[data]))
            && is_lead(label)
        {
            let mut authors = Vec::new();
            add(&mut authors, names(name, Written::Markup), None);
            if !authors.is_empty() && clues.meta_of(METAS).is_none() {
                return authors;
            }
        }
    }
    for name in METAS {
        let mut authors = Vec::new();
        for content in clues.meta_all(name) {
            if authors.len() == MOST_AUTHORS {
                break;
            }
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

#[cfg(test)]
mod tests {
    use khabar_page::{Limits, parse};

    use super::*;

    fn read(html: &str) -> Vec<String> {
        let (tree, _) = parse(html, &Limits::default());
        let clues = Clues::gather(&tree);
        let report = clues.json_ld.report(&[], &[]);
        let base = web::Base::new(Some("https://paper.example/a"), None);
        let sites = ["The Paper", "paper.example"].map(Site::new);
        authors(&tree, &clues, report, &sites, &base)
            .0
            .into_iter()
            .map(|a| a.name)
            .collect()
    }

    #[test]
    fn a_signature_below_the_last_paragraph_counts() {
        let paragraph = format!("<p>{}</p>", "Rain falls. ".repeat(12));
        for (signature, below, expected) in [
            ("PA-Redaktion", "", &["PA-Redaktion"][..]),
            ("(dpa)", "", &["dpa"]),
            ("The Paper / Última Tarde", "", &["Última Tarde"]),
            ("Última Tarde", "", &["The Paper"]),
            ("(dpa)", paragraph.as_str(), &["The Paper"]),
        ] {
            let html = format!(
                "<meta name=author content='The Paper'><h1>Rain</h1><div>{paragraph}{paragraph}<p><em>{signature}</em></p>{below}</div>"
            );
            assert_eq!(read(&html), expected, "{signature}");
        }
    }

    #[test]
    fn authors_are_found_where_they_stand() {
        for (html, expected) in [
            (
                r#"<script type="application/ld+json">{"@type":"NewsArticle","author":[{"name":"Ann Lee"},{"name":"dpa"}]}</script>"#,
                &["Ann Lee", "dpa"][..],
            ),
            (
                r#"<script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Organization","name":"Bureau of Trade and Labour"}}</script>"#,
                &["Bureau of Trade and Labour"],
            ),
            (
                r#"<script type="application/ld+json">{"@type":"NewsArticle","author":"The Paper"}</script><h1>Rain</h1><p class=byline>By Ann Lee"#,
                &["Ann Lee"],
            ),
            (
                r#"<script type="application/ld+json">{"@type":"NewsArticle","author":"alee7"}</script><h1>Rain</h1><p class=byline>By Ann Lee"#,
                &["Ann Lee"],
            ),
            (
                "<meta name=author content='The Paper'><h1>Rain</h1><p>x</p><p>Von Max Muster</p>",
                &["Max Muster"],
            ),
            (
                "<meta name=author content='The Paper'><h1>Rain</h1><p>x</p>",
                &["The Paper"],
            ),
            (
                "<meta name=author content='The Paper'><h1>Rain</h1><span>By:</span><a href=/1>Ann Lee</a><i>,</i><a href=/2>Bo Ek</a><b>Read</b>",
                &["Ann Lee", "Bo Ek"],
            ),
            (
                "<meta name=author content='The Paper'><h1>Rain</h1><b>Autor</b><a href=/1>Ann Lee</a><i>,</i><p>More about rain in Ham",
                &["Ann Lee"],
            ),
            (
                "<meta name=author content=Redaktion><h1>Rain</h1><p>x</p><ul><li><strong>Autorin/Autor</strong> Eva Klein</ul>",
                &["Eva Klein"],
            ),
            (
                "<h1>Rain</h1><div class=author>Ann Lee<span>Reporter</span></div>",
                &["Ann Lee"],
            ),
            (
                "<h1>Rain</h1><a rel=author href=/u/rainy>rainy_day</a>",
                &["rainy_day"],
            ),
            (
                "<h1>Rain</h1><div class=comments><p class=comment-author>Bo Ek</p></div>",
                &[],
            ),
            (
                "<h1>Rain</h1><figure><span class=author>Bo Ek</span></figure>",
                &[],
            ),
            (
                "<h1>Rain</h1><p class=byline>By Ann Lee and Bo Ek<time>3 May</time></p>",
                &["Ann Lee", "Bo Ek"],
            ),
            (
                "<meta name=citation_author content='Lee, Ann'><meta name=citation_author content='Ek, Bo'>",
                &["Ann Lee", "Bo Ek"],
            ),
            (
                "<h1>مطر</h1><div class=writer>بقلم: سعاد حداد</div>",
                &["سعاد حداد"],
            ),
        ] {
            assert_eq!(read(html), expected, "{html}");
        }
    }
}

//! What stands on a page of a site, whatever its design.

use serde_json::{Value, json};

use super::{channels, iso, local};
use crate::language::Language;
use crate::outlets::{Design, Outlet};
use crate::press::Press;
use crate::random::Random;
use crate::report::Report;

/// The pages that a site has beside its reports, by their labels.
pub(super) const SERVICE: [&str; 4] = ["about", "contact", "privacy", "subscribe"];

/// A page, ready to be laid out.
pub(super) struct Page<'a> {
    pub(super) outlet: &'a Outlet,
    language: &'a Language,
    pub(super) base: &'a str,
    /// The address it goes by.
    pub(super) url: String,
    pub(super) title: String,
    /// What it is a list of, or what it says if it is none.
    pub(super) heading: &'a str,
    /// Whether it is a page that only says something about the site.
    pub(super) notice: bool,
    pub(super) report: Option<Shown<'a>>,
    /// The reports of a list, the newest first.
    pub(super) items: Vec<Item>,
    /// The address of the list's next page.
    pub(super) next: Option<String>,
    pub(super) related: Vec<Item>,
    pub(super) most_read: Vec<Item>,
    pub(super) sections: Vec<Link>,
    pub(super) service: Vec<Link>,
    /// The media type and the address of its feed.
    pub(super) feed: Option<(&'static str, String)>,
}

/// A link with its words.
pub(super) struct Link {
    pub(super) url: String,
    pub(super) text: String,
}

/// A report as others point at it.
pub(super) struct Item {
    pub(super) url: String,
    pub(super) headline: String,
    pub(super) standfirst: String,
    pub(super) section: String,
    pub(super) image: String,
    pub(super) iso: String,
    pub(super) date: String,
}

/// A report as its own page shows it.
pub(super) struct Shown<'a> {
    pub(super) id: u64,
    pub(super) headline: &'a str,
    pub(super) standfirst: &'a str,
    /// As many as everybody may read.
    pub(super) paragraphs: &'a [String],
    pub(super) paywall: bool,
    pub(super) authors: &'a [String],
    pub(super) section: Link,
    pub(super) tags: &'a [String],
    pub(super) image: String,
    pub(super) caption: &'a str,
    pub(super) published_iso: String,
    pub(super) published: String,
    pub(super) modified_iso: Option<String>,
    pub(super) modified: Option<String>,
    pub(super) correction: Option<&'a str>,
    /// Names of readers and what they say.
    pub(super) comments: Vec<(String, &'static str)>,
    /// All there is of it.
    report: &'a Report<'a>,
}

impl Shown<'_> {
    /// The whole report as an application keeps it: JSON for a script element.
    pub(super) fn data(&self) -> String {
        for_script(&data(self.report))
    }

    /// What stands before its middle, where sites like to put a box.
    pub(super) fn first_half(&self) -> &[String] {
        &self.paragraphs[..self.paragraphs.len() / 2]
    }

    /// What stands behind it.
    pub(super) fn second_half(&self) -> &[String] {
        &self.paragraphs[self.paragraphs.len() / 2..]
    }

    /// The first letter of its opening and the rest of that paragraph, where it begins with a letter of a script that has
    /// capitals: others join or stand in squares, and are not set apart.
    pub(super) fn dropcap(&self) -> Option<(&str, &str)> {
        let opening = self.paragraphs.first()?;
        let first = opening
            .chars()
            .next()
            .filter(|first| first.is_uppercase())?;
        Some(opening.split_at(first.len_utf8()))
    }
}

/// The path of a section's page.
pub(super) fn section_path(design: Design, section: &str) -> String {
    match design {
        Design::Wordpress => format!("/category/{section}/"),
        Design::Grid | Design::Amp => format!("/{section}/"),
        Design::Agency => format!("/topic/{section}"),
        Design::Table => format!("/list.php?section={section}"),
        Design::App | Design::Magazine => format!("/section/{section}"),
        Design::Broadcaster => format!("/{section}"),
    }
}

impl<'a> Page<'a> {
    fn new(press: &'a Press, outlet: &'a Outlet, base: &'a str, path: &str, title: &str) -> Self {
        let language = press.language_of(outlet);
        Self {
            outlet,
            language,
            base,
            url: format!("{base}{path}"),
            title: title.to_owned(),
            heading: "",
            notice: false,
            report: None,
            items: Vec::new(),
            next: None,
            related: Vec::new(),
            most_read: Vec::new(),
            sections: press
                .sections()
                .into_iter()
                .map(|key| section(outlet, language, base, key))
                .collect(),
            service: SERVICE
                .into_iter()
                .map(|key| Link {
                    url: format!("{base}/page/{key}"),
                    text: language.label(key).to_owned(),
                })
                .collect(),
            feed: channels::media_type(outlet)
                .zip(outlet.channel_path())
                .map(|(media_type, path)| (media_type, format!("{base}{path}"))),
        }
    }

    /// The page of a report.
    pub(super) fn of_report(
        press: &'a Press,
        outlet: &'a Outlet,
        base: &'a str,
        report: &'a Report<'a>,
    ) -> Self {
        let mut page = Self::new(press, outlet, base, &report.path, &report.headline);
        let paywall = press.is_behind_paywall(report);
        let mut random = Random::of(&[report.id, 10]);
        let names = &press.names;
        let mut comments = Vec::new();
        for comment in &page.language.comments {
            let reader = names
                .first(names.anybody(&mut random), outlet.language)
                .to_owned();
            if random.chance(70) {
                comments.push((reader, *comment));
            }
        }
        // As others stood when the report came out, so that a page changes only when its report does.
        let mut others = press.newest(outlet.key, report.published, 4, 11);
        others.retain(|other| other.id != report.id);
        let mut items: Vec<Item> = others.iter().map(|other| page.item(other)).collect();
        page.most_read = items.split_off(items.len().min(3));
        page.most_read.truncate(5);
        page.related = items;
        let shown = &report.paragraphs[..if paywall { 2 } else { report.paragraphs.len() }];
        page.report = Some(Shown {
            id: report.id,
            headline: &report.headline,
            standfirst: &report.standfirst,
            paragraphs: shown,
            paywall,
            authors: &report.authors,
            section: section(outlet, page.language, base, report.section),
            tags: &report.tags,
            image: image(base, report),
            caption: &report.caption,
            published_iso: iso(outlet, report.published),
            published: page.moment(report.published),
            modified_iso: report.modified.map(|at| iso(outlet, at)),
            modified: report.modified.map(|at| page.moment(at)),
            correction: report.correction.as_deref(),
            comments,
            report,
        });
        page
    }

    /// The front page, or the page of a section.
    pub(super) fn of_list(
        press: &'a Press,
        outlet: &'a Outlet,
        base: &'a str,
        section: Option<&'a str>,
        reports: &[Report<'_>],
        next: Option<usize>,
    ) -> Self {
        let path = section.map_or_else(|| "/".to_owned(), |key| section_path(outlet.design, key));
        let mut page = Self::new(press, outlet, base, &path, outlet.name);
        page.heading = match section {
            Some(key) => page.language.section(key),
            None => page.label("latest"),
        };
        page.items = reports.iter().map(|report| page.item(report)).collect();
        page.next = next.map(|number| {
            let to = if path.contains('?') { '&' } else { '?' };
            format!("{base}{path}{to}page={number}")
        });
        page
    }

    /// A page that says something about the site.
    pub(super) fn of_notice(
        press: &'a Press,
        outlet: &'a Outlet,
        base: &'a str,
        path: &str,
        text: &'static str,
    ) -> Self {
        let mut page = Self::new(press, outlet, base, path, text);
        page.heading = text;
        page.notice = true;
        page
    }

    /// A word or two of the site's own, in its language.
    pub(super) fn label(&self, key: &'static str) -> &'static str {
        self.language.label(key)
    }

    /// What stands between the members of a list.
    pub(super) fn comma(&self) -> &'static str {
        match (self.language.rtl, self.language.join) {
            (true, _) => "، ",
            (_, "") => "、",
            _ => ", ",
        }
    }

    /// Those who sign a report, as a line names them.
    pub(super) fn signed(&self, authors: &[String]) -> String {
        authors.join(self.comma())
    }

    /// What the page of a report says of itself in schema.org's words: JSON for a script element.
    pub(super) fn linked_data(&self, shown: &Shown<'_>) -> String {
        for_script(&linked_data(
            self.outlet,
            self.base,
            shown.report,
            shown.paywall,
        ))
    }

    pub(super) fn direction(&self) -> &'static str {
        if self.language.rtl { "rtl" } else { "ltr" }
    }

    fn item(&self, report: &Report<'_>) -> Item {
        Item {
            url: format!("{}{}", self.base, report.path),
            headline: report.headline.clone(),
            standfirst: report.standfirst.clone(),
            section: report.section_name.to_owned(),
            image: image(self.base, report),
            iso: iso(self.outlet, report.published),
            date: self.moment(report.published),
        }
    }

    /// Date and time as readers see them.
    fn moment(&self, at: jiff::Timestamp) -> String {
        let local = local(self.outlet, at);
        let mut out = String::new();
        let arabic = self.outlet.traits.arabic_digits;
        self.language.date(local.date(), arabic, &mut out);
        out.push_str(match self.outlet.design {
            Design::Wordpress | Design::Table => " ",
            _ if self.language.join.is_empty() => " ",
            _ => self.comma(),
        });
        self.language
            .digits(&local.strftime("%H:%M").to_string(), arabic, &mut out);
        out
    }
}

fn section(outlet: &Outlet, language: &Language, base: &str, key: &str) -> Link {
    Link {
        url: format!("{base}{}", section_path(outlet.design, key)),
        text: language.section(key).to_owned(),
    }
}

fn image(base: &str, report: &Report<'_>) -> String {
    format!("{base}/image/{}.svg", report.id)
}

fn linked_data(outlet: &Outlet, base: &str, report: &Report<'_>, paywall: bool) -> Value {
    let kind = |name: &str| {
        if name == outlet.name || report.from == Some(name) {
            "Organization"
        } else {
            "Person"
        }
    };
    let authors: Vec<Value> = report
        .authors
        .iter()
        .map(|name| json!({ "@type": kind(name), "name": name }))
        .collect();
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": format!("{base}{}", report.path),
        "headline": report.headline,
        "description": report.standfirst,
        "image": [image(base, report)],
        "datePublished": iso(outlet, report.published),
        "dateModified": iso(outlet, report.changed()),
        "author": authors,
        "publisher": { "@type": "NewsMediaOrganization", "name": outlet.name, "url": base },
        "articleSection": report.section_name,
        "keywords": report.tags,
        "inLanguage": outlet.language,
        "isAccessibleForFree": !paywall,
    });
    if outlet.design == Design::App {
        data["articleBody"] = json!(format!("{}\n\n{}", report.standfirst, report.body()));
    }
    data
}

fn data(report: &Report<'_>) -> Value {
    let body: Vec<Value> = std::iter::once(&report.standfirst)
        .chain(&report.paragraphs)
        .map(|text| json!({ "type": "paragraph", "text": text }))
        .collect();
    json!({ "route": "story", "story": { "id": report.id, "title": report.headline, "content": body } })
}

/// JSON that may stand within a script element.
fn for_script(value: &Value) -> String {
    value.to_string().replace("</", "<\\/")
}

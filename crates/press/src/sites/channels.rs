//! Feeds: RSS of several kinds, Atom, JSON Feed.

use std::fmt::Write;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use serde_json::json;

use super::{DAYS_SHOWN, Found, Request, escaped, iso, local, plain, sitemaps};
use crate::outlets::{Channel, Outlet};
use crate::press::Press;
use crate::report::Report;

/// The media type of an outlet's feed; `None` where it has none that pages link to.
pub(super) fn media_type(outlet: &Outlet) -> Option<&'static str> {
    Some(match outlet.channel {
        Channel::SectionPages | Channel::NewsSitemap | Channel::Sitemap => return None,
        Channel::Atom => "application/atom+xml",
        Channel::JsonFeed => "application/feed+json",
        Channel::Rdf => "application/rdf+xml",
        _ => "application/rss+xml",
    })
}

/// Writes an outlet's feed or first sitemap.
pub(super) fn write(press: &Press, outlet: &Outlet, request: &Request<'_>) -> Found {
    let feed = match outlet.channel {
        Channel::NewsSitemap => return sitemaps::news(press, outlet, request),
        Channel::Sitemap => return sitemaps::index(outlet, request),
        _ => Feed {
            outlet,
            base: request.base,
            reports: press.newest(outlet.key, request.now, DAYS_SHOWN, 25),
        },
    };
    let text = match outlet.channel {
        Channel::Atom => feed.atom(request.now),
        Channel::JsonFeed => feed.json(),
        Channel::Rdf => feed.rdf(),
        _ => feed.rss(),
    };
    Found {
        changed: feed.reports.iter().map(Report::changed).max(),
        ..plain(text, media_type(outlet).unwrap_or("application/xml"))
    }
}

struct Feed<'a> {
    outlet: &'a Outlet,
    base: &'a str,
    reports: Vec<Report<'a>>,
}

impl Feed<'_> {
    /// The address of the feed itself.
    fn url(&self) -> String {
        let path = self.outlet.channel_path().unwrap_or_default();
        format!("{}{path}", self.base)
    }

    /// The address of a report as the feed has it: not always the one the site goes by itself.
    fn link(&self, report: &Report<'_>) -> String {
        let traits = self.outlet.traits;
        if traits.short_links {
            format!("{}/s/{}", self.base, base_36(report.id))
        } else if self.outlet.channel == Channel::RssRelative {
            // Relative to the folder the feed lies in.
            report.path.trim_start_matches('/').to_owned()
        } else if traits.tracking {
            let to = if report.path.contains('?') { '&' } else { '?' };
            format!(
                "{}{}{to}utm_source=feed&utm_medium=rss&utm_campaign={}",
                self.base, report.path, report.section
            )
        } else {
            format!("{}{}", self.base, report.path)
        }
    }

    fn rss(&self) -> String {
        let outlet = self.outlet;
        let encoding = if outlet.traits.windows_1256 {
            "windows-1256"
        } else {
            "UTF-8"
        };
        let broken = outlet.channel == Channel::RssBroken;
        let mut out = format!(
            "<?xml version=\"1.0\" encoding=\"{encoding}\"?>\n<rss version=\"2.0\" \
             xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
             xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<channel>\n<title>{}</title>\n<link>{}/</link>\n\
             <description>{}</description>\n<language>{}</language>\n<ttl>10</ttl>\n",
            escaped(outlet.name),
            self.base,
            escaped(outlet.name),
            outlet.language,
        );
        for report in &self.reports {
            let link = self.link(report);
            // A system that pastes instead of writing: the ampersands of addresses stand as they are, and so do
            // entities and elements of HTML.
            let (link, standfirst) = if broken {
                (
                    format!("{link}?from=rss&item={}", report.id),
                    format!("{}&nbsp;<br>", escaped(&report.standfirst)),
                )
            } else {
                (
                    escaped(&link).into_owned(),
                    escaped(&self.shortened(report)).into_owned(),
                )
            };
            // Writing to a string does not fail, here and below.
            let _ = write!(
                out,
                "<item>\n<title>{}</title>\n<link>{link}</link>\n<guid isPermaLink=\"false\">{}-{}</guid>\n\
                 <pubDate>{}</pubDate>\n<category>{}</category>\n<description>{standfirst}</description>\n",
                escaped(&report.headline),
                outlet.key,
                report.id,
                rfc2822::to_string(&local(outlet, report.published)).unwrap_or_default(),
                escaped(report.section_name),
            );
            for author in &report.authors {
                let _ = writeln!(out, "<dc:creator>{}</dc:creator>", escaped(author));
            }
            if outlet.channel == Channel::RssFull {
                let _ = writeln!(
                    out,
                    "<content:encoded><![CDATA[{}]]></content:encoded>",
                    html(report)
                );
            }
            out.push_str("</item>\n");
        }
        out.push_str("</channel>\n</rss>\n");
        out
    }

    /// The standfirst, cut short where the outlet wants its readers to come.
    fn shortened(&self, report: &Report<'_>) -> String {
        if self.outlet.channel != Channel::RssShort {
            return report.standfirst.clone();
        }
        let words: Vec<&str> = report.standfirst.split(' ').take(6).collect();
        format!("{} […]", words.join(" "))
    }

    fn rdf(&self) -> String {
        let outlet = self.outlet;
        let mut out = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF \
             xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\" \
             xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<channel rdf:about=\"{3}\">\n<title>{1}</title>\n\
             <link>{0}/</link>\n<description>{1}</description>\n<dc:language>{2}</dc:language>\n<items><rdf:Seq>\n",
            self.base,
            escaped(outlet.name),
            outlet.language,
            self.url(),
        );
        for report in &self.reports {
            let _ = writeln!(
                out,
                "<rdf:li rdf:resource=\"{}\"/>",
                escaped(&self.link(report))
            );
        }
        out.push_str("</rdf:Seq></items>\n</channel>\n");
        for report in &self.reports {
            let link = self.link(report);
            let _ = writeln!(
                out,
                "<item rdf:about=\"{0}\">\n<title>{1}</title>\n<link>{0}</link>\n<description>{2}</description>\n\
                 <dc:date>{3}</dc:date>\n<dc:creator>{4}</dc:creator>\n</item>",
                escaped(&link),
                escaped(&report.headline),
                escaped(&report.standfirst),
                iso(outlet, report.published),
                escaped(&report.authors.join(", ")),
            );
        }
        out.push_str("</rdf:RDF>\n");
        out
    }

    fn atom(&self, now: Timestamp) -> String {
        let outlet = self.outlet;
        let updated = self
            .reports
            .iter()
            .map(Report::changed)
            .max()
            .unwrap_or(now);
        let mut out = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
             <title>{}</title>\n<id>{}/</id>\n<link href=\"{}/\"/>\n<link rel=\"self\" href=\"{}\"/>\n\
             <updated>{}</updated>\n",
            outlet.language,
            escaped(outlet.name),
            outlet.base(),
            self.base,
            self.url(),
            iso(outlet, updated),
        );
        for report in &self.reports {
            let _ = write!(
                out,
                "<entry>\n<title>{}</title>\n<id>tag:{},2015:{}</id>\n<link rel=\"alternate\" type=\"text/html\" \
                 href=\"{}\"/>\n<published>{}</published>\n<updated>{}</updated>\n<category term=\"{}\"/>\n\
                 <summary>{}</summary>\n",
                escaped(&report.headline),
                outlet.host,
                report.id,
                escaped(&self.link(report)),
                iso(outlet, report.published),
                iso(outlet, report.changed()),
                escaped(report.section_name),
                escaped(&report.standfirst),
            );
            for author in &report.authors {
                let _ = writeln!(out, "<author><name>{}</name></author>", escaped(author));
            }
            out.push_str("</entry>\n");
        }
        out.push_str("</feed>\n");
        out
    }

    fn json(&self) -> String {
        let outlet = self.outlet;
        let authors = |report: &Report<'_>| -> Vec<_> {
            report
                .authors
                .iter()
                .map(|name| json!({ "name": name }))
                .collect()
        };
        let items: Vec<_> = self
            .reports
            .iter()
            .map(|report| {
                json!({
                    "id": report.id.to_string(),
                    "url": self.link(report),
                    "title": report.headline,
                    "summary": report.standfirst,
                    "content_html": format!("<p>{}</p>", escaped(&report.standfirst)),
                    "image": format!("{}/image/{}.svg", self.base, report.id),
                    "date_published": iso(outlet, report.published),
                    "date_modified": iso(outlet, report.changed()),
                    "authors": authors(report),
                    "tags": report.tags,
                    "language": outlet.language,
                })
            })
            .collect();
        format!(
            "{:#}\n",
            json!({
                "version": "https://jsonfeed.org/version/1.1",
                "title": outlet.name,
                "home_page_url": format!("{}/", self.base),
                "feed_url": self.url(),
                "language": outlet.language,
                "items": items,
            })
        )
    }
}

/// A whole report as a feed carries it. No text of this press holds the end of a CDATA section.
fn html(report: &Report<'_>) -> String {
    let mut out = String::new();
    for paragraph in std::iter::once(&report.standfirst).chain(&report.paragraphs) {
        let _ = write!(out, "<p>{}</p>", escaped(paragraph));
    }
    out
}

/// A number in the digits 0 to 9 and a to z, as short links have it.
fn base_36(mut number: u64) -> String {
    let mut digits = Vec::new();
    loop {
        digits.push(char::from_digit((number % 36) as u32, 36).unwrap_or('0'));
        number /= 36;
        if number == 0 {
            return digits.iter().rev().collect();
        }
    }
}

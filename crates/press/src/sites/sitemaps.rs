//! What a site says to programs beside its feeds: robots.txt and sitemaps.

use std::fmt::Write;

use jiff::civil::Date;

use super::{Found, Request, escaped, iso, local, plain};
use crate::outlets::{Channel, Outlet};
use crate::press::Press;
use crate::report::Report;

/// How many days a plain sitemap goes back.
const DAYS: i64 = 30;

pub(super) fn robots(outlet: &Outlet, base: &str) -> String {
    let mut out = "User-agent: *\nDisallow: /search\n".to_owned();
    if outlet.traits.disallow {
        out.push_str("Disallow: /sport/\n");
    }
    if outlet.traits.crawl_delay {
        out.push_str("Crawl-delay: 2\n");
    }
    if outlet.traits.ai_opt_out {
        out.push_str("Content-Signal: search=yes, ai-train=no\n");
    }
    if matches!(outlet.channel, Channel::Sitemap | Channel::NewsSitemap)
        && let Some(path) = outlet.channel_path()
    {
        // Writing to a string does not fail, here and below.
        let _ = write!(out, "\nSitemap: {base}{path}\n");
    }
    out
}

/// The sitemap of the last two days, as search engines of news want it.
pub(super) fn news(press: &Press, outlet: &Outlet, request: &Request<'_>) -> Found {
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset \
                   xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
                   xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\">\n"
        .to_owned();
    let reports = press.newest(outlet.key, request.now, 2, 1000);
    for report in &reports {
        let _ = writeln!(
            out,
            "<url><loc>{}{}</loc><news:news><news:publication><news:name>{}</news:name><news:language>{}\
             </news:language></news:publication><news:publication_date>{}</news:publication_date><news:title>{}\
             </news:title></news:news></url>",
            request.base,
            escaped(&report.path),
            escaped(outlet.name),
            outlet.language,
            iso(outlet, report.published),
            escaped(&report.headline),
        );
    }
    out.push_str("</urlset>\n");
    Found {
        changed: reports.iter().map(Report::changed).max(),
        ..plain(out, "application/xml")
    }
}

/// The sitemap that names one sitemap a day.
pub(super) fn index(outlet: &Outlet, request: &Request<'_>) -> Found {
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex \
                   xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
        .to_owned();
    let today = local(outlet, request.now).date();
    for back in 0..DAYS {
        let day = today.saturating_sub(jiff::Span::new().days(back));
        let _ = writeln!(
            out,
            "<sitemap><loc>{}/sitemap-{day}.xml</loc></sitemap>",
            request.base
        );
    }
    out.push_str("</sitemapindex>\n");
    plain(out, "application/xml")
}

/// The sitemap of a day; `None` of a day that is not there.
pub(super) fn day(
    press: &Press,
    outlet: &Outlet,
    request: &Request<'_>,
    day: Date,
) -> Option<Found> {
    let begin = outlet.offset().to_timestamp(day.at(0, 0, 0, 0)).ok()?;
    let end = outlet
        .offset()
        .to_timestamp(day.tomorrow().ok()?.at(0, 0, 0, 0))
        .ok()?;
    let oldest = request.now.as_second() - (DAYS + 1) * 86_400;
    if begin > request.now || begin.as_second() < oldest {
        return None;
    }
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset \
                   xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
        .to_owned();
    let last = jiff::Timestamp::from_second(end.as_second() - 1)
        .ok()?
        .min(request.now);
    for draft in press.newest_drafts(outlet.key, last, 1, |draft| draft.at >= begin, 5000) {
        let report = press.written(&draft, request.now);
        let _ = writeln!(
            out,
            "<url><loc>{}{}</loc><lastmod>{}</lastmod></url>",
            request.base,
            escaped(&report.path),
            iso(outlet, report.changed()),
        );
    }
    out.push_str("</urlset>\n");
    Some(plain(out, "application/xml"))
}

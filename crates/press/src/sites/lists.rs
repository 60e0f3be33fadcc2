//! The front page and the pages of sections.

use super::page::{Page, section_path};
use super::{DAYS_SHOWN, Found, Request, designs, html_type, plain};
use crate::outlets::Outlet;
use crate::press::Press;
use crate::report::Report;

/// Reports on a page.
const ON_A_PAGE: usize = 20;

/// Pages of a list that can be leafed through.
const MOST_PAGES: usize = 10;

/// The list a request asks for, if it asks for one.
pub(super) fn page(press: &Press, outlet: &Outlet, request: &Request<'_>) -> Option<Found> {
    let asked = request.path().trim_end_matches('/');
    let section = press.sections().into_iter().find(|key| {
        let path = section_path(outlet.design, key);
        match path.split_once('?') {
            Some((path, _)) => asked == path && request.parameter("section") == Some(key),
            None => asked == path.trim_end_matches('/'),
        }
    });
    if section.is_none() && !asked.is_empty() {
        return None;
    }
    let number = match request.parameter("page") {
        Some(number) => number
            .parse()
            .ok()
            .filter(|number| (1..=MOST_PAGES).contains(number))?,
        None => 1,
    };
    let wanted = number * ON_A_PAGE;
    let mut drafts = press.newest_drafts(
        outlet.key,
        request.now,
        DAYS_SHOWN,
        |draft| section.is_none_or(|section| press.section(draft) == section),
        wanted + 1,
    );
    let more = drafts.len() > wanted && number < MOST_PAGES;
    drafts.truncate(wanted);
    let reports: Vec<_> = drafts
        .iter()
        .skip(wanted - ON_A_PAGE)
        .map(|draft| press.written(draft, request.now))
        .collect();
    let next = more.then_some(number + 1);
    let page = Page::of_list(press, outlet, request.base, section, &reports, next);
    Some(Found {
        changed: reports.iter().map(Report::changed).max(),
        ..plain(designs::render(&page), html_type(outlet))
    })
}

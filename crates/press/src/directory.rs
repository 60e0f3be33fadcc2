//! Lists of the sites: a page for people, an OPML file for programs that follow feeds.

use std::fmt::Write;

use crate::press::Press;
use crate::serve::Site;
use crate::sites::escaped;

/// A page with a link to every site.
pub(crate) fn page(press: &Press, sites: &[Site]) -> String {
    let mut out = "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>A made-up press</title><style>\
                   body{font:16px/1.6 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}table{\
                   border-collapse:collapse;width:100%}td,th{text-align:start;padding:.35rem .6rem;border-bottom:1px solid \
                   #ddd}</style></head>\n<body>\n<h1>A made-up press</h1>\n<p>None of these outlets, countries and people \
                   exists. <a href=\"/press.opml\">All of them as OPML</a>.</p>\n<table>\n<tr><th>Outlet<th>Language\
                   <th>Announces by</tr>\n"
        .to_owned();
    for site in sites {
        let Some(outlet) = press.outlet(site.outlet) else {
            continue;
        };
        let address = escaped(&site.address);
        let channel = outlet.channel_path().map_or_else(
            || "section pages".to_owned(),
            |path| format!("<a href=\"{address}{path}\">{path}</a>"),
        );
        // Writing to a string does not fail, here and below.
        let _ = writeln!(
            out,
            "<tr><td><a href=\"{address}/\"><bdi lang=\"{0}\">{1}</bdi></a><td>{0}<td>{channel}</tr>",
            outlet.language,
            escaped(outlet.name),
        );
    }
    out.push_str("</table>\n</body>\n</html>\n");
    out
}

/// All sites as an OPML list: those with a feed by its address, the others by that of their front page.
pub(crate) fn opml(press: &Press, sites: &[Site]) -> String {
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n<head><title>A made-up press</title>\
                   </head>\n<body>\n"
        .to_owned();
    for site in sites {
        let Some(outlet) = press.outlet(site.outlet) else {
            continue;
        };
        let _ = write!(
            out,
            "<outline text=\"{0}\" title=\"{0}\" language=\"{1}\" htmlUrl=\"{2}/\"",
            escaped(outlet.name),
            outlet.language,
            escaped(&site.address),
        );
        if let Some(path) = outlet.channel_path().filter(|_| outlet.channel.is_feed()) {
            let _ = write!(
                out,
                " type=\"rss\" xmlUrl=\"{}{path}\"",
                escaped(&site.address)
            );
        }
        out.push_str("/>\n");
    }
    out.push_str("</body>\n</opml>\n");
    out
}

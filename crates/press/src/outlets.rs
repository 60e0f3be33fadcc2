//! The outlets: who they are, how their sites look and how they announce what they publish.

use crate::sections::{cells, sections};

/// How the pages of a site are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Design {
    /// As the most common system for blogs and small papers has them.
    Wordpress,
    /// A newspaper with boxes on every side.
    Grid,
    /// An agency: nearly bare.
    Agency,
    /// Tables within tables, without a class.
    Table,
    /// An application that draws itself: the text is only in its data.
    App,
    /// Pages for phones, from a cache.
    Amp,
    /// A magazine: large pictures, text in parts.
    Magazine,
    /// A broadcaster: players and live boxes.
    Broadcaster,
}

/// How a site announces what it publishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// RSS 2.0 with standfirsts.
    Rss,
    /// RSS 2.0 with whole texts.
    RssFull,
    /// RSS 2.0 with items cut short.
    RssShort,
    /// RSS 2.0 that is no well-formed XML.
    RssBroken,
    /// RSS 2.0 with links relative to the feed.
    RssRelative,
    /// RSS 1.0.
    Rdf,
    /// Atom.
    Atom,
    /// JSON Feed 1.1.
    JsonFeed,
    /// A news sitemap and nothing else.
    NewsSitemap,
    /// A plain sitemap that robots.txt names.
    Sitemap,
    /// Nothing but the section pages.
    SectionPages,
}

impl Channel {
    /// Whether it is a feed, and no sitemap or page.
    pub fn is_feed(self) -> bool {
        !matches!(self, Self::NewsSitemap | Self::Sitemap | Self::SectionPages)
    }
}

/// What else is particular about a site. Each is a fact of its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)]
pub struct Traits {
    /// An agency, whose reports others of its language print.
    pub agency: bool,
    /// Packs answers where the client takes that.
    pub gzip: bool,
    /// Written in windows-1256.
    pub windows_1256: bool,
    /// Writes numbers in Arabic-Indic digits.
    pub arabic_digits: bool,
    /// Some reports stand behind a paywall.
    pub paywall: bool,
    /// Links of its feed carry tracking parameters.
    pub tracking: bool,
    /// Links of its feed are short ones that lead on.
    pub short_links: bool,
    /// Now and then too busy: 429 with `Retry-After`.
    pub busy: bool,
    /// Its robots.txt asks for pauses.
    pub crawl_delay: bool,
    /// Its robots.txt closes a section.
    pub disallow: bool,
    /// Does not want to be used for training.
    pub ai_opt_out: bool,
    /// Publishes nothing any more from a point of time on ([`crate::Options::silent_from`]).
    pub silent: bool,
}

/// An outlet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlet {
    /// Its short name: `marfa`. Sites are named by it.
    pub key: &'static str,
    /// Its language, a BCP 47 tag.
    pub language: &'static str,
    /// Its own name.
    pub name: &'static str,
    /// The host it would have: `marfa.example`.
    pub host: &'static str,
    /// How its pages are laid out.
    pub design: Design,
    /// How it announces what it publishes.
    pub channel: Channel,
    /// What else is particular.
    pub traits: Traits,
    /// Hours that its clocks are ahead of UTC.
    pub offset_hours: i8,
}

impl Outlet {
    /// The base address it would have: `https://marfa.example`.
    pub fn base(&self) -> String {
        format!("https://{}", self.host)
    }

    /// Where its feed or first sitemap lies below its base: `/feed/`; `None` where only its section pages announce what it
    /// publishes.
    pub fn channel_path(&self) -> Option<&'static str> {
        Some(match (self.channel, self.design) {
            (Channel::SectionPages, _) => return None,
            (Channel::NewsSitemap, _) => "/sitemap-news.xml",
            (Channel::Sitemap, _) => "/sitemap.xml",
            (Channel::Atom, Design::Wordpress) => "/feed/atom/",
            (Channel::Atom, _) => "/atom.xml",
            (Channel::JsonFeed, _) => "/feed.json",
            (Channel::Rdf, _) => "/index.rdf",
            (_, Design::Wordpress) => "/feed/",
            (_, Design::Table) => "/rss.php",
            _ => "/rss.xml",
        })
    }

    /// Its clocks.
    pub(crate) fn offset(&self) -> jiff::tz::Offset {
        jiff::tz::Offset::constant(self.offset_hours)
    }
}

/// All outlets, in the order of their file. An error names the line that cannot be read.
pub(crate) fn read() -> Result<Vec<Outlet>, String> {
    sections(include_str!("../data/outlets.txt"))
        .iter()
        .flat_map(|section| &section.lines)
        .map(|(_, line)| outlet(line).ok_or_else(|| format!("outlets.txt: {line}")))
        .collect()
}

fn outlet(line: &'static str) -> Option<Outlet> {
    let mut cells = cells(line);
    Some(Outlet {
        key: cells.next()?,
        language: cells.next()?,
        name: cells.next()?,
        host: cells.next()?,
        design: design(cells.next()?)?,
        channel: channel(cells.next()?)?,
        traits: traits(cells.next()?)?,
        offset_hours: cells.next()?.parse().ok()?,
    })
}

fn design(name: &str) -> Option<Design> {
    Some(match name {
        "wordpress" => Design::Wordpress,
        "grid" => Design::Grid,
        "agency" => Design::Agency,
        "table" => Design::Table,
        "app" => Design::App,
        "amp" => Design::Amp,
        "magazine" => Design::Magazine,
        "broadcaster" => Design::Broadcaster,
        _ => return None,
    })
}

fn channel(name: &str) -> Option<Channel> {
    Some(match name {
        "rss" => Channel::Rss,
        "rss-full" => Channel::RssFull,
        "rss-short" => Channel::RssShort,
        "rss-broken" => Channel::RssBroken,
        "rss-relative" => Channel::RssRelative,
        "rss-1.0" => Channel::Rdf,
        "atom" => Channel::Atom,
        "json-feed" => Channel::JsonFeed,
        "news-sitemap" => Channel::NewsSitemap,
        "sitemap" => Channel::Sitemap,
        "none" => Channel::SectionPages,
        _ => return None,
    })
}

fn traits(names: &str) -> Option<Traits> {
    let mut out = Traits::default();
    for name in names.split_whitespace() {
        *match name {
            "agency" => &mut out.agency,
            "gzip" => &mut out.gzip,
            "windows-1256" => &mut out.windows_1256,
            "arabic-digits" => &mut out.arabic_digits,
            "paywall" => &mut out.paywall,
            "tracking" => &mut out.tracking,
            "short-links" => &mut out.short_links,
            "busy" => &mut out.busy,
            "crawl-delay" => &mut out.crawl_delay,
            "disallow" => &mut out.disallow,
            "ai-opt-out" => &mut out.ai_opt_out,
            "silent" => &mut out.silent,
            _ => return None,
        } = true;
    }
    Some(out)
}

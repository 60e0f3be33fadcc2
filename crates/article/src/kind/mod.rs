//! What kind of page a page is.
//!
//! Seven kinds are told apart by a small trained classifier over the page as a whole; the others (live blogs, fronts,
//! error pages, consent notices, paywall stubs) by what markup and phrases say, in `verdict.rs`.

pub mod features;
mod judge;

use serde::Serialize;

pub use judge::{KINDS, KindJudge, Shares};

/// What kind of page a page is.
///
/// Only the first three carry a report; see [`PageKind::may_be_report`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageKind {
    /// A report, a post, an essay.
    Article,
    /// A report that grows entry by entry.
    LiveBlog,
    /// The opening of a report whose rest is for subscribers.
    PaywallStub,
    /// The front of an outlet or of one of its sections.
    SectionFront,
    /// A list of things that each have a page of their own: courses, events, news.
    Listing,
    /// Goods of one sort, each with a page of its own.
    Collection,
    /// A thread of a forum, a question with its answers.
    Forum,
    /// One thing that can be bought.
    Product,
    /// Documentation, reference, instructions.
    Documentation,
    /// What somebody offers or is.
    Service,
    /// What was asked for is not there.
    Error,
    /// A consent notice in the place of a page.
    CookieWall,
}

impl PageKind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::Article,
        Self::LiveBlog,
        Self::PaywallStub,
        Self::SectionFront,
        Self::Listing,
        Self::Collection,
        Self::Forum,
        Self::Product,
        Self::Documentation,
        Self::Service,
        Self::Error,
        Self::CookieWall,
    ];

    /// Its name in the JSON: `article`, `live-blog`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::LiveBlog => "live-blog",
            Self::PaywallStub => "paywall-stub",
            Self::SectionFront => "section-front",
            Self::Listing => "listing",
            Self::Collection => "collection",
            Self::Forum => "forum",
            Self::Product => "product",
            Self::Documentation => "documentation",
            Self::Service => "service",
            Self::Error => "error",
            Self::CookieWall => "cookie-wall",
        }
    }

    /// Whether a page of this kind carries a report. On the others the body is read all the same: the posts of a
    /// forum, the entries of a listing.
    pub fn may_be_report(self) -> bool {
        matches!(self, Self::Article | Self::LiveBlog | Self::PaywallStub)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_json() {
        for kind in PageKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
        }
    }
}

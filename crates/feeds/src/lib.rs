//! From a feed, a sitemap, a section page or a list of subscriptions to what it announces.

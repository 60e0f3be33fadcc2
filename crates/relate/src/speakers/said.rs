//! What a report calls a speaker, cut into words.

use super::parts::Part;
use super::split::Token;

/// A name with its words.
pub struct Said<'a> {
    pub name: &'a str,
    pub tokens: &'a [Token],
    pub parts: &'a [Part],
    pub tag: &'a str,
}

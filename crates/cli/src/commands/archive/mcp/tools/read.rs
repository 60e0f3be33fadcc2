//! A page that is read.

use khabar_article::InputKind;
use rmcp::schemars::{self, JsonSchema};
use serde::Deserialize;

use super::super::desk::Desk;
use super::super::fault::Fault;
use super::super::part::{Also, Given, Wanted};
use super::super::tool::Tool;

pub struct Read;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Arguments {
    /// The http or https address of the page. With html, text or body: where that is from, which completes its links; nothing
    /// is fetched then
    url: Option<String>,
    /// The page itself, as HTML
    html: Option<String>,
    /// A plain text taken from a page, menus and other headlines among it: the report is found in it
    text: Option<String>,
    /// The text of a report itself, taken whole
    body: Option<String>,
    /// Whether to give who said what; true if not given
    statements: Option<bool>,
    /// Parts to give besides: blocks (headings, lists, tables, quotations, links) and dates, both of this part of the text;
    /// otherHeadlines, confidence
    also: Option<Vec<Also>>,
    /// Characters of the text to leave out before, as part.next of an earlier answer says
    offset: Option<u32>,
    /// How many characters of the text to give at most; 10000 if not given
    #[schemars(range(min = 1, max = 100_000))]
    max_chars: Option<u32>,
}

impl Tool for Read {
    type Arguments = Arguments;
    type Answer = Given;

    const NAME: &'static str = "read";
    const TITLE: &'static str = "Read a news page";
    const DESCRIPTION: &'static str = "\
Reads a page of news, in any language, and gives the report on it without the menus, adverts and comments around it: headline, \
authors, dates, language, text, and who said what in it. Give the address of the page as url, or the page itself as html, text or \
body. Addresses are fetched where the site's robots.txt lets programs in. A page that has no report (a front page, an error, a \
cookie wall) has the type WebPage, and warnings that say why. A long text comes in parts: ask again with offset = part.next.";
    const REACHES_OUT: bool = true;

    fn call(desk: &Desk, arguments: Arguments) -> Result<Given, Fault> {
        let Arguments {
            url,
            html,
            text,
            body,
            statements,
            also,
            offset,
            max_chars,
        } = arguments;
        let wanted = Wanted::of(statements, also, offset, max_chars)?;
        let with_statements = statements.unwrap_or(true);
        let given = [
            ("html", html, InputKind::Html),
            ("text", text, InputKind::Text),
            ("body", body, InputKind::Body),
        ];
        let mut given = given
            .into_iter()
            .filter_map(|(name, text, kind)| Some((name, text?, kind)));
        let reading = match (given.next(), given.next(), url) {
            (Some(_), Some(_), _) => {
                return Err(Fault::of(
                    "html, text, body",
                    "only one page is read at a time; give one of them",
                ));
            }
            (Some((name, text, kind)), None, url) => {
                desk.given(name, &text, kind, url.as_deref(), with_statements)?
            }
            (None, _, Some(url)) => {
                desk.page(url.trim(), with_statements, offset.unwrap_or_default() > 0)?
            }
            (None, _, None) => {
                return Err(Fault::of(
                    "url",
                    "there is nothing to read; give the address of a page as url, or the page as html, text or body",
                ));
            }
        };
        Ok(Given::of(&reading, &wanted, "`khabar read`"))
    }
}

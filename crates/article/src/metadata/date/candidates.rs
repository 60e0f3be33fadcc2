//! Every place of a page that may state the date of its report.

use jiff::civil::Date;
use khabar_page::{NodeId, Tag, Tree};

use super::traits::{Traits, is_ambiguous, is_dateline};
use super::words::{role_of_label, role_of_name};
use super::{address, scripts, traits};
use crate::dates::{self, Moment};
use crate::metadata::clues::{Clues, DATELINE, Hint, LONGEST_LINE, MetaBy};
use crate::metadata::json_ld::{self, Node};
use crate::metadata::text;

/// Elements with a date of their own looked at in one page. Lists of reports have hundreds.
const MOST_ELEMENTS: usize = 60;

/// Dates taken from linked data, and as many again from `<meta>`. What is taken from there is compared with one another.
const MOST_MARKED: usize = 500;

/// Scripts looked at for a date that they put on the page.
const MOST_SCRIPTS: usize = 200;

/// Text nodes with digits looked at: on pages whose markup gives no date, and on those where it does.
const MOST_TEXTS: usize = 600;
const MOST_TEXTS_BESIDE_MARKUP: usize = 60;

/// What a place says of its date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The report was published then.
    Published,
    /// The report, or its page, was made then.
    Created,
    /// It was changed then.
    Modified,
    /// A date, no more.
    Unclear,
    /// A date of something else: copyright, membership, an event.
    Other,
}

/// Where a date stands, the places with the most trustworthy clock times first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Linked data that describes the report.
    Report,
    /// `<meta>` in the head.
    Meta,
    /// Microdata.
    Microdata,
    /// `<time>`, or another element with `datetime`.
    Time,
    /// Linked data of the page or of something on it.
    OtherData,
    /// JSON inside a script.
    Script,
    /// An element whose class says that it holds a date.
    Hinted,
    /// Other visible text.
    Text,
    /// The path of the page's address.
    Address,
    /// The path of the main image's address.
    Image,
}

/// A date and where it stands.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub moment: Moment,
    pub role: Role,
    pub place: Place,
    /// The element or text, for dates in the page itself.
    pub node: Option<NodeId>,
    pub traits: Traits,
}

/// All candidates of a page, as [`super::read`] gets it.
pub fn gather(
    tree: &Tree,
    clues: &Clues<'_>,
    report: Option<&Node>,
    url: Option<&str>,
    language: Option<&str>,
) -> Vec<Candidate> {
    let mut gatherer = Gatherer {
        tree,
        language,
        headline: headline(tree, clues),
        out: Vec::new(),
    };
    gatherer.linked_data(clues, report);
    gatherer.metas(clues);
    let is_marked = gatherer
        .out
        .iter()
        .any(|c| matches!(c.place, Place::Report | Place::Meta) && c.role == Role::Published);
    gatherer.elements(clues);
    gatherer.texts(
        clues,
        if is_marked {
            MOST_TEXTS_BESIDE_MARKUP
        } else {
            MOST_TEXTS
        },
    );
    gatherer.written(clues);
    let has_change = gatherer.out.iter().any(|c| c.role == Role::Modified);
    if !is_marked || !has_change {
        for (role, moment) in scripts::dates(tree, &clues.scripts, language) {
            gatherer.add(moment, role, Place::Script, None);
        }
    } else if let Some(utc) = gatherer.published_in_utc() {
        // The report may be from where it was the day before or the next.
        for (role, moment) in scripts::dates(tree, &clues.scripts, language) {
            if matches!(moment, Moment::Day(day) if (day - utc).get_days().abs() == 1) {
                gatherer.add(moment, role, Place::Script, None);
            }
        }
    }
    if let Some(moment) = clues.address(url).and_then(address::day) {
        gatherer.add(moment, Role::Unclear, Place::Address, None);
    }
    if let Some(moment) = clues
        .meta_of(&["og:image", "twitter:image"])
        .and_then(address::day)
    {
        gatherer.add(moment, Role::Unclear, Place::Image, None);
    }
    gatherer.out
}

/// The element of the headline, from which distances are measured: the first heading the page's title holds.
fn headline(tree: &Tree, clues: &Clues<'_>) -> Option<NodeId> {
    let titles = [
        clues.title.map(|n| text::key(&tree.text_content(n))),
        clues.meta_of(&["og:title"]).map(text::key),
    ];
    let fits = |&&node: &&NodeId| {
        let own = text::key(&text::visible(tree, node));
        own.len() > 3 && titles.iter().flatten().any(|title| title.contains(&own))
    };
    clues
        .h1
        .iter()
        .take(20)
        .find(fits)
        .or_else(|| clues.h2.iter().find(fits))
        .or(clues.h1.first())
        .copied()
}

struct Gatherer<'a> {
    tree: &'a Tree,
    language: Option<&'a str>,
    headline: Option<NodeId>,
    out: Vec<Candidate>,
}

impl Gatherer<'_> {
    fn add(&mut self, moment: Moment, role: Role, place: Place, node: Option<NodeId>) {
        let traits = node
            .map(|n| traits::of(self.tree, self.headline, n))
            .unwrap_or_default();
        self.out.push(Candidate {
            moment,
            role,
            place,
            node,
            traits,
        });
    }

    /// The day of publication in UTC, where markup gives it by a clock time in UTC.
    fn published_in_utc(&self) -> Option<Date> {
        let is_it = |c: &&Candidate| {
            matches!(c.place, Place::Report | Place::Meta)
                && c.role == Role::Published
                && c.moment.is_in_utc()
        };
        self.out.iter().find(is_it).map(|c| c.moment.day())
    }

    fn linked_data(&mut self, clues: &Clues<'_>, report: Option<&Node>) {
        for node in clues.json_ld.nodes() {
            let is_report = report.is_some_and(|report| std::ptr::eq(report, node));
            let place = if is_report {
                Place::Report
            } else {
                Place::OtherData
            };
            for key in node.keys() {
                let Some(role) = role_of_name(key).filter(|role| *role != Role::Unclear) else {
                    continue;
                };
                if let Some(moment) =
                    json_ld::string(node, key).and_then(|s| dates::parse(&s, self.language))
                {
                    self.add(moment, role, place, None);
                }
                if self.out.len() == MOST_MARKED {
                    return;
                }
            }
        }
    }

    fn metas(&mut self, clues: &Clues<'_>) {
        for meta in &clues.metas {
            let Some(role) = role_of_name(meta.name) else {
                continue;
            };
            let Some(moment) = dates::parse(&text::plain(meta.content), self.language) else {
                continue;
            };
            // Microdata stands in the page, often once a comment.
            if meta.by == MetaBy::ItemProp {
                self.add(moment, role, Place::Microdata, Some(meta.node));
            } else {
                self.add(moment, role, Place::Meta, None);
            }
            if let Some(last) = self.out.last_mut() {
                last.traits.is_ambiguous = is_ambiguous(meta.content);
            }
            if self.out.len() >= 2 * MOST_MARKED {
                return;
            }
        }
    }

    /// Elements that are marked or named for dates.
    fn elements(&mut self, clues: &Clues<'_>) {
        let tree = self.tree;
        let props = clues.item_props.iter().filter_map(|&(node, prop)| {
            let role = prop.split_ascii_whitespace().find_map(role_of_name)?;
            (role != Role::Unclear).then_some((node, role))
        });
        for (node, role) in props.take(MOST_ELEMENTS) {
            let stated = ["content", "datetime", "title"]
                .iter()
                .find_map(|name| tree.attr(node, name));
            let moment = match stated {
                Some(value) => dates::parse(value, self.language),
                None => dates::parse(&text::visible(tree, node), self.language),
            };
            if let Some(moment) = moment {
                self.add(moment, role, Place::Microdata, Some(node));
            }
        }
        for &node in clues.times.iter().take(MOST_ELEMENTS) {
            let stated = tree
                .attr(node, "datetime")
                .and_then(|value| dates::parse(value, self.language))
                .or_else(|| self.attribute(node));
            let shown = || {
                Some(text::visible(tree, node))
                    .filter(|s| s.len() < 200)
                    .and_then(|s| dates::parse(&s, self.language))
            };
            let moment = match stated {
                // A bare day in the attribute with a clock time before the reader's eyes.
                Some(Moment::Day(day)) => shown().filter(|shown| shown.day() == day).or(stated),
                Some(_) => stated,
                None => shown(),
            };
            if let Some(moment) = moment {
                let is_published = tree.attr(node, "pubdate").is_some();
                let role = if is_published {
                    Role::Published
                } else {
                    self.label_or_class(node)
                };
                self.add(moment, role, Place::Time, Some(node));
            }
        }
        for node in clues.hinted(Hint::Date).take(MOST_ELEMENTS) {
            let overlaps = |c: &Candidate| {
                c.node
                    .is_some_and(|known| tree.contains(known, node) || tree.contains(node, known))
            };
            if self.out.iter().any(overlaps) {
                continue;
            }
            if let Some(moment) = self.attribute(node) {
                let role = self.label_or_class(node);
                self.add(moment, role, Place::Time, Some(node));
                continue;
            }
            let shown = text::visible(tree, node);
            if shown.len() > 300 {
                continue;
            }
            for (range, moment) in dates::find(&shown, self.language) {
                let role = self.label_in(&shown[..range.start], node);
                self.add(moment, role, Place::Hinted, Some(node));
            }
        }
    }

    /// Dates in other text, at most in `most` text nodes: those behind the headline first.
    fn texts(&mut self, clues: &Clues<'_>, most: usize) {
        let tree = self.tree;
        let known: Vec<NodeId> = self.out.iter().filter_map(|c| c.node).collect();
        let start = match self.headline {
            Some(headline) if most < clues.numbered.len() => clues
                .numbered
                .partition_point(|&n| n < headline)
                .saturating_sub(most / 4),
            _ => 0,
        };
        let mut joined = None;
        for &node in clues.numbered.iter().skip(start).take(most) {
            if known.iter().any(|&k| tree.contains(k, node)) {
                continue;
            }
            let own = tree.text(node);
            if own.len() > LONGEST_LINE {
                self.dateline(own, node);
                continue;
            }
            let found = dates::find(own, self.language);
            if !found.is_empty() {
                self.add_found(own, found, node);
            } else if own.trim().len() <= 24 {
                // Day, month and year may stand in elements of their own.
                for up in tree.ancestors(node).take(2) {
                    if joined == Some(up) || tree.end(up) - up.index() > 16 {
                        break;
                    }
                    joined = Some(up);
                    let whole = text::visible(tree, up);
                    if whole.len() > LONGEST_LINE {
                        break;
                    }
                    let found = dates::find(&whole, self.language);
                    if !found.is_empty() {
                        self.add_found(&whole, found, node);
                        break;
                    }
                }
            }
        }
    }

    /// Dates that scripts put where they stand.
    fn written(&mut self, clues: &Clues<'_>) {
        let tree = self.tree;
        let in_body = |&&script: &&NodeId| {
            tree.parent(script)
                .is_some_and(|parent| tree.tag(parent) != Tag::HEAD)
        };
        for &script in clues.scripts.iter().take(MOST_SCRIPTS).filter(in_body) {
            let text = tree.descendants(script).next().map(|n| tree.text(n));
            let moment = text
                .and_then(scripts::written)
                .and_then(|value| dates::parse(value, self.language));
            if let Some(moment) = moment {
                let role = self.label(script);
                self.add(moment, role, Place::Text, Some(script));
            }
        }
    }

    fn add_found(
        &mut self,
        text: &str,
        found: Vec<(std::ops::Range<usize>, Moment)>,
        node: NodeId,
    ) {
        for (range, moment) in found {
            let role = self.label_in(&text[..range.start], node);
            self.add(moment, role, Place::Text, Some(node));
            if let Some(last) = self.out.last_mut() {
                last.traits.text_about = text.trim().len().saturating_sub(range.len()) as u16;
                last.traits.is_ambiguous = is_ambiguous(&text[range.clone()]);
                last.traits.is_dateline = is_dateline(text, &range);
            }
        }
    }

    /// The date at the head of a paragraph, where it stands as agencies put it.
    fn dateline(&mut self, text: &str, node: NodeId) {
        let head = &text[..text.floor_char_boundary(DATELINE)];
        let found = dates::find(head, self.language).into_iter().next();
        if let Some((range, moment)) = found.filter(|(range, _)| is_dateline(text, range)) {
            self.add(moment, Role::Unclear, Place::Text, Some(node));
            if let Some(last) = self.out.last_mut() {
                last.traits.text_about = head.trim().len().saturating_sub(range.len()) as u16;
                last.traits.is_ambiguous = is_ambiguous(&text[range]);
                last.traits.is_dateline = true;
            }
        }
    }

    /// The date in an attribute of an element that is named for dates: `<abbr class="published" title="2024-05-06">`.
    fn attribute(&self, node: NodeId) -> Option<Moment> {
        self.tree
            .attrs(node)
            .filter(|(name, _)| matches!(*name, "title" | "content") || name.starts_with("data-"))
            .filter(|(name, value)| {
                (8..=40).contains(&value.len())
                    && value.bytes().filter(u8::is_ascii_digit).count() >= 6
                    // A bare number is a date only where it is called so; most are numbers of the report.
                    && (value.bytes().any(|b| !b.is_ascii_digit())
                        || ["date", "time", "stamp", "publish"].iter().any(|w| name.contains(w)))
            })
            .find_map(|(_, value)| dates::parse(value, self.language))
    }

    /// What the text before an element says of its date, else what a word of its class does.
    fn label_or_class(&self, node: NodeId) -> Role {
        let label = self.label(node);
        if label != Role::Unclear {
            return label;
        }
        let classes = self.tree.attr(node, "class").unwrap_or_default();
        classes
            .split_ascii_whitespace()
            .take(8)
            .find_map(role_of_name)
            .unwrap_or(Role::Unclear)
    }

    /// What the words before a visible date say of it: those in its own text, else those before the element.
    fn label_in(&self, before: &str, node: NodeId) -> Role {
        let role = role_of_label(before);
        if role == Role::Unclear && before.trim().len() < 3 {
            self.label_or_class(node)
        } else {
            role
        }
    }

    /// What the text before an element says of the date in it.
    fn label(&self, node: NodeId) -> Role {
        let mut before = Vec::new();
        let mut bytes = 0;
        for at in (0..node.index()).rev().take(12) {
            let text = self.tree.at(at).map_or("", |n| self.tree.text(n).trim());
            // No label reaches further back.
            let text = &text[text.ceil_char_boundary(text.len().saturating_sub(80))..];
            if !text.is_empty() {
                before.push(text);
                bytes += text.len();
                if bytes > 40 {
                    break;
                }
            }
        }
        before.reverse();
        role_of_label(&before.join(" "))
    }
}

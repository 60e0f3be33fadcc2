//! Searching, and searches that are kept.

mod twin;

use std::ops::Range;

use askama::Template;
use axum::http::HeaderValue;
use jiff::{ToSpan, civil};
use khabar_archive::search::{MAX_HITS, Notice, Order, SearchAnswer, SearchFacets, SearchRequest};

pub(crate) use self::twin::Found;
use super::saved::Saved;
use crate::app::App;
use crate::atom;
use crate::error::WebError;
use crate::export;
use crate::form::Form;
use crate::frame::Frame;
use crate::html::escape;
use crate::languages::language_name;
use crate::view::{Item, Titles};
use crate::visit::{Answer, Visit};

/// The header of a file that has not all that was found.
const CUT: &str = "x-khabar-cut";
/// Reports of a page where nobody says how many.
pub(crate) const USUAL: usize = 20;
/// The most reports of a page.
pub(crate) const MOST: usize = 100;
/// The most choices of a kind that stand beside what was found.
const MOST_CHOICES: usize = 12;

/// A report, as the page shows it.
struct Row {
    item: Item,
    headline: String,
    snippet: String,
    when: String,
}

/// A choice that narrows what is found.
struct Choice {
    name: String,
    count: u64,
    address: String,
    chosen: bool,
}

/// A month, with a bar as long as it has reports.
struct Month {
    name: String,
    count: u64,
    width: u64,
    address: String,
}

/// An order that can be chosen.
struct OrderChoice {
    value: &'static str,
    id: &'static str,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "search.html")]
struct Page<'a> {
    f: Frame<'a>,
    query: String,
    /// The search that is kept, where this is one.
    search: Option<&'a Saved>,
    asked: bool,
    total: u64,
    rows: Vec<Row>,
    notices: Vec<String>,
    orders: Vec<OrderChoice>,
    sources: Vec<Choice>,
    languages: Vec<Choice>,
    months: Vec<Month>,
    previous: Option<String>,
    next: Option<String>,
}

/// What an address asks for.
fn request(visit: &Visit, query: &str) -> Result<SearchRequest, WebError> {
    // A day begins where the reader is.
    let day = |name: &str, days_later: i64| {
        let Some(text) = visit.asked(name) else {
            return Ok(None);
        };
        let begins = text.parse::<civil::Date>().and_then(|day| {
            let day = day.checked_add(days_later.days())?;
            visit.reader.zone.to_timestamp(day.at(0, 0, 0, 0))
        });
        let wrong = |_| WebError::Invalid(format!("`{name}` is a day as 2026-03-02"));
        begins.map(|at| Some(at.as_second())).map_err(wrong)
    };
    let order = match visit.asked("order").as_deref() {
        None | Some("relevance") => Order::Relevance,
        Some("newest") => Order::Newest,
        Some("oldest") => Order::Oldest,
        Some(other) => {
            return Err(WebError::Invalid(format!(
                "`order` is relevance, newest or oldest, not {other:?}"
            )));
        }
    };
    let limit = visit
        .asked_number("limit")?
        .map_or(USUAL, |limit| limit.clamp(1, MOST as i64) as usize);
    let offset = visit
        .asked_number("offset")?
        .map_or(0, |offset| offset.clamp(0, MAX_HITS as i64) as usize);
    Ok(SearchRequest {
        query: query.to_owned(),
        order,
        limit: limit.min(MAX_HITS - offset),
        offset,
        sources: visit.asked_number("source")?.into_iter().collect(),
        languages: visit.asked("language").into_iter().collect(),
        from: day("from", 0)?,
        before: day("to", 1)?,
        facets: true,
        ..SearchRequest::default()
    })
}

/// The search page.
pub(crate) fn show(app: &App, visit: &Visit) -> Answer {
    let query = visit.asked("q").unwrap_or_default();
    found(app, visit, &query, None)
}

/// What a search that is kept finds, the newest first.
pub(crate) fn kept(app: &App, visit: &Visit) -> Answer {
    let search = Saved::of(app.archive.saved_search(visit.number("id")?)?);
    let query = search.query.clone();
    found(app, visit, &query, Some(search))
}

fn found(app: &App, visit: &Visit, query: &str, search: Option<Saved>) -> Answer {
    let mut request = request(visit, query)?;
    // What is kept is read for what is new.
    if search.is_some() && visit.asked("order").is_none() || visit.form == Form::Atom {
        request.order = Order::Newest;
    }
    if matches!(visit.form, Form::Lines | Form::Csv) {
        return save(app, visit, request);
    }
    // A feed shows neither how many there are of each kind nor by what they were found.
    if visit.form == Form::Atom {
        request.facets = false;
        request.snippets = false;
    }
    let sources = app.archive.sources()?;
    let titles = Titles::of(&sources);
    let answer = if query.trim().is_empty() {
        SearchAnswer {
            total: 0,
            hits: Vec::new(),
            facets: None,
            notices: Vec::new(),
            took: std::time::Duration::ZERO,
        }
    } else {
        app.archive.search(&request)?
    };
    match visit.form {
        Form::Json => visit.json(&twin::found(query, search, answer, &titles)),
        Form::Atom => {
            let title = search.map_or_else(|| query.to_owned(), |search| search.name);
            let entries = answer.hits.into_iter().map(|hit| hit.entry);
            Ok(atom::feed(visit, &title, &titles.items(entries)))
        }
        _ => page(visit, &request, search.as_ref(), answer, &titles),
    }
}

/// All that is found, to be saved; so many of them as an index gives in a row, and word where there are more.
fn save(app: &App, visit: &Visit, mut request: SearchRequest) -> Answer {
    request.limit = MAX_HITS;
    request.offset = 0;
    request.facets = false;
    request.snippets = false;
    let ids = if request.query.trim().is_empty() {
        Vec::new()
    } else {
        app.archive.matching(&request)?
    };
    let cut = if ids.len() < MAX_HITS {
        None
    } else {
        request.limit = 1;
        cut(ids.len(), app.archive.search(&request)?.total)
    };
    let mut at = 0;
    let mut answer = export::all(app, visit.form, "search", move || {
        let part = ids[at..ids.len().min(at + export::AT_A_TIME)].to_vec();
        at += part.len();
        Ok(part)
    });
    if let Some(cut) = cut {
        answer.headers_mut().insert(CUT, cut);
    }
    Ok(answer)
}

/// What says that a file has not all that was found: `10000 of 12345`.
fn cut(given: usize, total: u64) -> Option<HeaderValue> {
    if total <= given as u64 {
        return None;
    }
    HeaderValue::try_from(format!("{given} of {total}")).ok()
}

fn page(
    visit: &Visit,
    request: &SearchRequest,
    search: Option<&Saved>,
    answer: SearchAnswer,
    titles: &Titles<'_>,
) -> Answer {
    let query = request.query.clone();
    let f = match search {
        Some(search) => Frame::new(visit, search.name.clone()),
        None if query.is_empty() => Frame::said(visit, "search"),
        None => Frame::new(visit, query.clone()),
    };
    let to =
        |changes: &[(&str, Option<&str>)]| format!("{}{}", visit.path, visit.query_with(changes));
    let end = request.offset + answer.hits.len();
    let next = (answer.total > end as u64 && end < MAX_HITS && !answer.hits.is_empty())
        .then(|| to(&[("offset", Some(&end.to_string()))]));
    let previous = (request.offset > 0).then(|| {
        let before = request.offset.saturating_sub(request.limit);
        to(&[(
            "offset",
            (before > 0).then(|| before.to_string()).as_deref(),
        )])
    });
    let facets = answer.facets.unwrap_or_default();
    let orders = [
        (Order::Relevance, "relevance", "order-relevance"),
        (Order::Newest, "newest", "order-newest"),
        (Order::Oldest, "oldest", "order-oldest"),
    ];
    visit.page(&Page {
        asked: !query.trim().is_empty(),
        search,
        total: answer.total,
        notices: answer
            .notices
            .iter()
            .map(|notice| told(&f, notice))
            .collect(),
        orders: orders
            .map(|(order, value, id)| OrderChoice {
                value,
                id,
                chosen: order == request.order,
            })
            .into(),
        months: months(&facets, visit, &query),
        sources: narrowed(
            facets
                .sources
                .iter()
                .map(|(id, count)| (id.to_string(), titles.title(*id), *count)),
            "source",
            visit,
        ),
        languages: narrowed(
            facets
                .languages
                .iter()
                .map(|(tag, count)| (tag.clone(), language_name(tag).to_owned(), *count)),
            "language",
            visit,
        ),
        rows: answer
            .hits
            .into_iter()
            .map(|hit| {
                let item = titles.item(hit.entry);
                let when = visit.reader.at(item.at);
                let headline = marked(item.title(), &hit.headline_marks);
                let snippet = hit
                    .snippet
                    .map(|snippet| marked(&snippet.text, &snippet.marks));
                Row {
                    headline,
                    snippet: snippet.unwrap_or_default(),
                    when,
                    item,
                }
            })
            .collect(),
        previous,
        next,
        query,
        f,
    })
}

/// What was not done as it was asked, in the reader's language.
fn told(f: &Frame<'_>, notice: &Notice) -> String {
    match notice {
        Notice::TooLong => f.say("notice-too-long").to_owned(),
        Notice::TooManyWords => f.say("notice-too-many").to_owned(),
        Notice::TooDeep => f.say("notice-too-deep").to_owned(),
        Notice::OpenQuote => f.say("notice-quote").to_owned(),
        Notice::OpenGroup => f.say("notice-bracket").to_owned(),
        Notice::NotADate(text) => f.with("notice-date", "text", text),
        Notice::NotALanguage(text) => f.with("notice-language", "text", text),
        Notice::ShortPrefix(text) => f.with("notice-short", "text", text),
        Notice::ManyWords(text) => f.with("notice-many", "text", text),
    }
}

/// Choices of one kind, each with where it leads: to what is found of it alone, or of all again.
fn narrowed(
    choices: impl Iterator<Item = (String, String, u64)>,
    by: &str,
    visit: &Visit,
) -> Vec<Choice> {
    let now = visit.asked(by);
    choices
        .take(MOST_CHOICES)
        .map(|(value, name, count)| {
            let chosen = now.as_ref() == Some(&value);
            let wanted = (!chosen).then_some(value.as_str());
            let query = visit.query_with(&[(by, wanted), ("offset", None)]);
            Choice {
                name,
                count,
                address: format!("{}{query}", visit.path),
                chosen,
            }
        })
        .collect()
}

/// What was found month by month, the latest first.
fn months(facets: &SearchFacets, visit: &Visit, query: &str) -> Vec<Month> {
    let mut months: Vec<(&str, u64)> = Vec::new();
    for (day, count) in &facets.days {
        let month = day.get(..7).unwrap_or(day);
        match months.last_mut() {
            Some((last, sum)) if *last == month => *sum += count,
            _ => months.push((month, *count)),
        }
    }
    let most = months
        .iter()
        .map(|(_, count)| *count)
        .max()
        .unwrap_or(1)
        .max(1);
    months
        .iter()
        .rev()
        .take(MOST_CHOICES)
        .map(|(month, count)| {
            // A month is added to what is searched for, where it can be taken out again.
            let narrower = format!("{query} on:{month}");
            let asks = visit.query_with(&[("q", Some(&narrower)), ("offset", None)]);
            Month {
                name: visit.reader.stated(month),
                count: *count,
                width: (count * 100 / most).max(2),
                address: format!("/search{asks}"),
            }
        })
        .collect()
}

/// A text as HTML with marks in it, which are counted in code points. Those that lie nowhere are left out.
fn marked(text: &str, marks: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(text.len() + marks.len() * 13);
    let mut from = 0;
    let mut places = text
        .char_indices()
        .map(|(byte, _)| byte)
        .chain([text.len()])
        .enumerate();
    let mut byte_of = |point: usize| {
        places
            .find(|(count, _)| *count == point)
            .map(|(_, byte)| byte)
    };
    for mark in marks {
        let Some((begin, end)) = byte_of(mark.start).and_then(|begin| {
            // Empty ones show nothing.
            if mark.end > mark.start {
                Some((begin, byte_of(mark.end)?))
            } else {
                None
            }
        }) else {
            break;
        };
        escape(&mut out, &text[from..begin]);
        out.push_str("<mark>");
        escape(&mut out, &text[begin..end]);
        out.push_str("</mark>");
        from = end;
    }
    escape(&mut out, &text[from..]);
    out
}

#[cfg(test)]
mod tests {
    use std::slice::from_ref;

    use super::*;

    #[test]
    fn a_file_that_is_cut_says_so() {
        assert_eq!(cut(3, 3), None);
        assert_eq!(cut(MAX_HITS, 12_345).unwrap(), "10000 of 12345");
    }

    #[test]
    fn marks_are_counted_in_code_points() {
        assert_eq!(
            marked("فتح <الميناء>", from_ref(&(5..12))),
            "فتح &lt;<mark>الميناء</mark>&gt;"
        );
        assert_eq!(
            marked("abc", &[0..1, 2..3]),
            "<mark>a</mark>b<mark>c</mark>"
        );
        assert_eq!(marked("abc", from_ref(&(2..9))), "abc");
        assert_eq!(marked("abc", from_ref(&(1..1))), "abc");
        assert_eq!(marked("", from_ref(&(0..1))), "");
    }
}

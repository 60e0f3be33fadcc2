//! A page to an article: its body, what it says of itself, and both set against each other.

use std::collections::BTreeMap;
use std::ops::Range;

use khabar_page::{Deadline, Oddity, Page, Tree};

use crate::article::{Article, Block, BlockKind, Image};
use crate::body::{self, Body, BodySource, Found, Judge, Judged};
use crate::confidence;
use crate::dates::mentions;
use crate::edges;
use crate::kind::{self, KindJudge};
use crate::language::{detect, direction};
use crate::metadata::clues::Clues;
use crate::metadata::web::Base;
use crate::metadata::{Origin, caption, date, dateline, json_ld, read_clues, report};
use crate::options::{ReadError, ReadOptions};
use crate::verdict;
use crate::warning::{self, Warning, WarningCode};
use crate::why::Reason;

/// A page, read, and what its reading rests on.
pub(crate) struct PageReading {
    pub article: Article,
    pub tree: Tree,
    pub judged: Judged,
    pub source: BodySource,
    /// Where fields were found, by their JSON names.
    pub origin: BTreeMap<&'static str, Origin>,
}

/// Reads a page of HTML.
///
/// # Errors
/// [`ReadError::TooLarge`].
pub(crate) fn read(bytes: &[u8], options: &ReadOptions) -> Result<PageReading, ReadError> {
    let deadline = Deadline::after(options.limits.time);
    let Page { tree, oddities, .. } =
        khabar_page::read(bytes, options.declared_encoding, &options.limits)?;
    let judge = match options.judge {
        Some(judge) => judge,
        None => Judge::shipped(),
    };
    let Found {
        body,
        mut judged,
        source,
    } = body::read(&tree, judge, deadline);
    let Body {
        mut blocks,
        confidence: body_confidence,
        other_headlines,
        page_words,
        origins,
        ..
    } = body;
    let clues = Clues::gather(&tree);
    let report = report(&tree, &clues, options.url);
    let metadata = read_clues(&tree, &clues, report, options.url);
    let base = Base::new(options.url.or(metadata.url.as_deref()), clues.base);
    let mut images = metadata.images;
    settle(&mut blocks, &mut images, &base);

    let mut article = Article {
        headline: metadata.headline,
        alternative_headline: metadata.alternative_headline,
        description: metadata.description,
        authors: metadata.authors,
        section: metadata.section,
        keywords: metadata.keywords,
        publisher: metadata.publisher,
        url: metadata.url,
        images,
        accessible_for_free: metadata.accessible_for_free,
        body: blocks,
        other_headlines,
        confidence: metadata.confidence,
        warnings: oddities.into_iter().map(warning_of).collect(),
        ..Article::default()
    };
    let mut body = article.body_text();
    find_language(&mut article, &body, metadata.declared_language.as_deref());
    let dates = date::read(
        &tree,
        &clues,
        report,
        options.url,
        article.language.as_deref(),
    );
    for (name, dated) in [
        ("datePublished", dates.published),
        ("dateModified", dates.modified),
    ] {
        article
            .confidence
            .extend(dated.map(|d| (name, d.confidence)));
    }
    article.published = dates.published.map(|d| d.moment);
    article.modified = dates.modified.map(|d| d.moment);
    let trimmed = edges::trim(&mut article);
    if source != BodySource::Data {
        note_trimmed(&mut judged, &origins, trimmed);
    }
    body = article.body_text();
    article.dateline =
        first_paragraph(&article.body).and_then(|p| dateline::find(&p).map(str::to_owned));
    if deadline.has_passed() {
        warning::out_of_time(&mut article.warnings);
    } else {
        article.dates = mentions(
            &body,
            article.published,
            article.language.as_deref().unwrap_or_default(),
        );
    }
    if !body.is_empty() {
        article.confidence.insert("articleBody", body_confidence);
    }
    article
        .other_headlines
        .retain(|other| Some(other) != article.headline.as_ref());
    decide(&mut article, &tree, &clues, report, page_words, options);
    if !options.raw_confidence {
        confidence::calibrate(&mut article.confidence);
    }
    Ok(PageReading {
        article,
        tree,
        judged,
        source,
        origin: metadata.origin,
    })
}

/// Says what language the page is in and which way it is written.
fn find_language(article: &mut Article, body: &str, declared: Option<&str>) {
    let sample = if body.len() > 60 {
        body
    } else {
        article.headline.as_ref().map_or(body, String::as_str)
    };
    article.language = detect(sample, declared);
    if article.language.is_some() {
        // A few words may be of several languages.
        let sure = (sample.chars().count() as f32 / 400.0).clamp(0.1, 1.0);
        article.confidence.insert("inLanguage", sure);
    }
    article.direction = direction(article.language.as_deref(), sample);
}

/// Says what kind of page it is and whether it is a report. `page_words` are all words of the page.
fn decide(
    article: &mut Article,
    tree: &Tree,
    clues: &Clues<'_>,
    report: Option<&json_ld::Node>,
    page_words: usize,
    options: &ReadOptions,
) {
    let kind_judge = match options.kind_judge {
        Some(judge) => judge,
        None => KindJudge::shipped(),
    };
    let shares = kind_judge.judge(&kind::features::read(tree, clues, options.url));
    let live = is_live(clues, report);
    verdict::decide(article, tree, page_words, &shares, live);
    // Of a page of another kind the body is still what the page says; of what stands in a page's place it is not.
    let stands_in = article.warnings.iter().any(|w| {
        matches!(
            w.code,
            WarningCode::ErrorPage
                | WarningCode::CookieWall
                | WarningCode::SectionFront
                | WarningCode::EmptyBody
        )
    });
    if stands_in {
        article.confidence.remove("articleBody");
    }
}

/// Gives the blocks of a page that were taken off the edges of its body their reasons. `origins` says which of the kept
/// blocks each block of the body is made of.
fn note_trimmed(judged: &mut Judged, origins: &[Range<usize>], trimmed: Vec<(usize, Reason)>) {
    if trimmed.is_empty() {
        return;
    }
    let reasons = &mut judged.reasons.0;
    let kept: Vec<usize> = (0..reasons.len()).filter(|&i| reasons[i].keeps()).collect();
    for (block, reason) in trimmed {
        for &place in &kept[origins[block].clone()] {
            reasons[place] = reason;
        }
    }
}

/// Whether linked data or microdata calls the page a live blog. Pages also tell of the live blogs they link to; those
/// are not what the page itself is.
fn is_live(clues: &Clues<'_>, report: Option<&json_ld::Node>) -> bool {
    const LIVE: &str = "LiveBlogPosting";
    report.is_some_and(|report| json_ld::is_a(report, &[LIVE]))
        || clues
            .item_types
            .iter()
            .any(|(_, kind)| kind.trim_end_matches('/').ends_with(LIVE))
}

fn first_paragraph(blocks: &[Block]) -> Option<String> {
    blocks
        .iter()
        .find(|b| b.kind == BlockKind::Paragraph)
        .map(Block::text)
}

/// Makes links and images absolute, parts captions from credits, and gives the article its images: those markup names
/// first, then those of the body, the same one once.
fn settle(blocks: &mut [Block], images: &mut Vec<Image>, base: &Base) {
    for block in blocks.iter_mut() {
        for span in &mut block.spans {
            if let Some(link) = &span.link
                && let Some(absolute) = base.absolute(link)
            {
                span.link = Some(absolute);
            }
        }
        let BlockKind::Image(image) = &mut block.kind else {
            continue;
        };
        if let Some(absolute) = base.absolute(&image.url) {
            image.url = absolute;
        }
        if let Some(whole) = image.caption.take() {
            let (caption, credit) = caption::split(&whole);
            image.caption = caption;
            // A credit in an element of its own may still begin with "Photo:".
            let marked = image
                .credit
                .take()
                .map(|c| caption::split(&c).1.unwrap_or(c));
            image.credit = marked.or(credit);
        }
        match images
            .iter_mut()
            .find(|known| same_picture(&known.url, &image.url))
        {
            Some(known) => {
                // What stands under the picture is what readers see; markup often repeats the headline there.
                known.caption = image.caption.clone().or(known.caption.take());
                known.credit = image.credit.clone().or(known.credit.take());
                known.alt = image.alt.clone().or(known.alt.take());
            }
            None => images.push(image.clone()),
        }
    }
}

/// Whether two addresses are of one picture, perhaps in two sizes.
fn same_picture(a: &str, b: &str) -> bool {
    fn name(url: &str) -> &str {
        let path = url.split(['?', '#']).next().unwrap_or(url);
        path.rsplit('/').next().unwrap_or(path)
    }
    a == b || (name(a).len() > 8 && name(a) == name(b))
}

fn warning_of(oddity: Oddity) -> Warning {
    let (code, message) = match oddity {
        Oddity::TooManyNodes => (
            WarningCode::LimitReached,
            "the page has more elements than the limit; what came after was left out",
        ),
        Oddity::TooMuchText => (
            WarningCode::LimitReached,
            "the page has more text than the limit; what came after was left out",
        ),
        Oddity::TooLong => (WarningCode::LimitReached, warning::OUT_OF_TIME),
        Oddity::TooDeep => (
            WarningCode::LimitReached,
            "elements nest deeper than the limit; the deeper ones lost their markup",
        ),
        Oddity::EncodingMislabelled => (
            WarningCode::Encoding,
            "the page is not in the encoding it declares; it was read in the one its bytes are in",
        ),
        Oddity::UndecodableBytes => (
            WarningCode::Encoding,
            "some bytes of the page are no text in its encoding; each stands as U+FFFD",
        ),
    };
    Warning::new(code, message)
}

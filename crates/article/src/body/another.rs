//! Another report below the one a page is of: sites that go on to the next as the reader scrolls.

use khabar_page::Tag;

use super::blocks::{Blocks, Container};
use super::words::PageWords;

/// Of the words of the declared headline and of a heading together, this share must be in both for it to be that one's.
const SAME: f32 = 0.5;
/// Only a report of this many words kept makes the others on its page others.
const OWN: u32 = 40;

/// Takes the reports under other headlines out of what is kept, where one alone of the page's reports stands under the
/// headline that the page declares. `counts` are the words of each block.
pub fn drop(page: &Blocks, words: &PageWords, headline: &[u32], counts: &[u32], kept: &mut [bool]) {
    if headline.is_empty() {
        return;
    }
    let mut own: Option<(u32, u32)> = None;
    let mut others = Vec::new();
    for (at, heading) in page.containers.iter().enumerate() {
        if heading.tag != Tag::H1 || heading.blocks.0 == heading.blocks.1 {
            continue;
        }
        let text = (heading.blocks.0..heading.blocks.1).flat_map(|b| words.of_block(b as usize));
        let same = share(headline, &text.copied().collect::<Vec<_>>()) >= SAME;
        let Some(article) = articles(page, at).next() else {
            continue;
        };
        match own {
            None if same => own = Some(article.blocks),
            // Its headline told twice, or lists of posts that share one.
            Some(_) if same && own != Some(article.blocks) => return,
            _ if !same => others.push(at),
            _ => {}
        }
    }
    let Some(own) = own else { return };
    let within = |(from, to): (u32, u32)| from as usize..to as usize;
    let own_words: u32 = within(own).filter(|&i| kept[i]).map(|i| counts[i]).sum();
    if own_words < OWN {
        return;
    }
    let mut dropped = 0;
    for at in others {
        let apart = |c: &&Container| c.blocks.1 <= own.0 || c.blocks.0 >= own.1;
        // Headings of one report follow each other: none is gone through twice.
        let other = articles(page, at).filter(apart).last();
        if let Some(other) = other.filter(|o| o.blocks.1 > dropped) {
            kept[within(other.blocks)].fill(false);
            dropped = other.blocks.1;
        }
    }
}

/// The elements of reports around a container, from the inside out.
fn articles(page: &Blocks, container: usize) -> impl Iterator<Item = &Container> {
    let around = std::iter::successors(Some(container), |&c| {
        let parent = page.containers[c].parent as usize;
        (parent != c).then_some(parent)
    });
    around
        .map(|c| &page.containers[c])
        .filter(|c| c.tag == Tag::ARTICLE)
}

/// The share of words that two headlines have in common.
fn share(one: &[u32], other: &[u32]) -> f32 {
    let both = one.iter().filter(|w| other.contains(w)).count();
    let all = one.len() + other.iter().filter(|w| !one.contains(w)).count();
    both as f32 / all.max(1) as f32
}

#[cfg(test)]
mod tests {
    use khabar_page::{Limits, parse};

    use super::super::words::count;
    use super::*;

    fn kept(html: &str) -> String {
        let (tree, _) = parse(html, &Limits::default());
        let page = Blocks::cut(&tree);
        let words = PageWords::of(&page);
        let counts: Vec<u32> = words.blocks.iter().map(|b| b.words.1 - b.words.0).collect();
        let mut headline = Vec::new();
        count("Gull steals the mayor’s hat", &mut headline);
        let mut kept = vec![true; page.blocks.len()];
        drop(&page, &words, &headline, &counts, &mut kept);
        let texts = page.blocks.iter().zip(kept).filter(|(_, kept)| *kept);
        texts
            .map(|(b, _)| page.text(b))
            .collect::<Vec<_>>()
            .join("|")
    }

    fn report(headline: &str, text: &str) -> String {
        let text = text.repeat(8);
        format!("<article><h1>{headline}</h1><p>{text}</p></article>")
    }

    #[test]
    fn the_next_report_goes() {
        let gull = report("Gull steals mayor’s hat", "The gull has the hat now. ");
        let ferry = report("Ferry late again", "The ferry came at noon once more. ");
        let read = kept(&format!("<main>{gull}<div>{ferry}</div></main>"));
        assert!(
            read.contains("gull has") && !read.contains("ferry"),
            "{read}"
        );
        let read = kept(&format!("<article>{gull}<div>{ferry}</div></article>"));
        assert!(
            read.contains("gull has") && !read.contains("ferry"),
            "{read}"
        );
    }

    #[test]
    fn what_the_page_is_of_stays() {
        let ferry = report("Ferry late again", "The ferry came at noon once more. ");
        let pie = report("Pie contest", "The pies were eaten by noon. ");
        let read = kept(&format!("{ferry}{pie}"));
        assert!(read.contains("ferry") && read.contains("pies"), "{read}");
        let inside = "<article><h1>Gull steals the mayor’s hat</h1><p>Short.</p></article>";
        let read = kept(&format!("{inside}{ferry}"));
        assert!(read.contains("ferry"), "{read}");
    }
}

//! How far each block is from the landmarks of its page: headline, headings, running text.

use khabar_page::Tag;

use super::{Column, log};
use crate::body::blocks::Blocks;
use crate::body::clues::Clues;
use crate::body::vocabulary::Vocabulary;
use crate::body::words::PageWords;

/// Distances of each block to landmarks of the page, in blocks.
pub(super) struct Nearest {
    h1: Option<usize>,
    title: Option<usize>,
    first_long: Option<usize>,
    last_long: Option<usize>,
    heading: Vec<f32>,
    long_before: Vec<f32>,
    long_after: Vec<f32>,
    runs: Vec<(f32, f32)>,
}

/// Stands for "there is none".
const FAR: f32 = 1_000.0;

impl Nearest {
    pub fn of(
        page: &Blocks,
        words: &PageWords,
        clues: &Clues,
        vocabulary: &Vocabulary,
        long: &[bool],
    ) -> Self {
        let count = page.blocks.len();
        let tag = |i: usize| page.containers[page.blocks[i].container as usize].tag;
        let within_h1 = |i: usize| {
            page.around(&page.blocks[i])
                .take(3)
                .any(|(_, c)| c.tag == Tag::H1)
        };
        let title = (0..count).find(|&i| {
            let own = words.of_block(i);
            let own_words = vocabulary.of_block(words, i);
            let shared = own_words.filter(|w| w.in_headline != 0).count();
            !own.is_empty()
                && clues.headline.len() > 2
                && shared * 5 >= clues.headline.len() * 4
                && shared * 5 >= own.len() * 4
        });
        let distance = |is: &dyn Fn(usize) -> bool, backward: bool| {
            let mut out = vec![FAR; count];
            let mut last: Option<usize> = None;
            let mut step = |i: usize| {
                out[i] = last.map_or(FAR, |l: usize| l.abs_diff(i) as f32);
                if is(i) {
                    last = Some(i);
                }
            };
            if backward {
                (0..count).rev().for_each(&mut step);
            } else {
                (0..count).for_each(&mut step);
            }
            out
        };
        let heading = distance(&|i| tag(i).heading_level().is_some(), false);
        let long_before = distance(&|i| long[i], false);
        let long_after = distance(&|i| long[i], true);
        Self {
            h1: (0..count).find(|&i| within_h1(i)),
            title,
            first_long: long.iter().position(|&l| l),
            last_long: long.iter().rposition(|&l| l),
            heading,
            long_before,
            long_after,
            runs: runs(long),
        }
    }

    pub fn set(&self, set: &mut impl FnMut(Column, f32), i: usize) {
        let since = |landmark: Option<usize>| landmark.map_or(-FAR, |at| i as f32 - at as f32);
        let after =
            |landmark: Option<usize>| landmark.map_or(-1.0, |at| f32::from(u8::from(i > at)));
        set(Column::after_h1, after(self.h1));
        set(Column::from_h1, since(self.h1));
        set(Column::after_title, after(self.title));
        set(Column::from_title, since(self.title));
        set(Column::from_heading, self.heading[i]);
        set(Column::from_long_before, self.long_before[i]);
        set(Column::to_long_after, self.long_after[i]);
        let between =
            self.first_long.is_some_and(|f| f <= i) && self.last_long.is_some_and(|l| l >= i);
        set(Column::between_long, f32::from(u8::from(between)));
        set(Column::run_long, self.runs[i].0);
        set(Column::run_short, self.runs[i].1);
    }
}

/// Share of running text among the eight blocks around each, and length of the run of other blocks it stands in.
fn runs(long: &[bool]) -> Vec<(f32, f32)> {
    let count = long.len();
    let mut short_run = vec![0_usize; count];
    let mut start = 0;
    while start < count {
        let end = (start..count).find(|&i| long[i]).unwrap_or(count);
        short_run[start..end].fill(end - start);
        start = end + 1;
    }
    (0..count)
        .map(|i| {
            let window = &long[i.saturating_sub(4)..(i + 5).min(count)];
            let share = window.iter().filter(|&&l| l).count() as f32 / window.len() as f32;
            (share, log(short_run[i] as f32))
        })
        .collect()
}

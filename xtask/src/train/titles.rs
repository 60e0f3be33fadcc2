//! The weights of the title rule, learnt by fold: `cargo xtask train --titles`.
//!
//! A page's texts compete for being its headline; their weighed sums go through a softmax, and the weights are those
//! of the highest likelihood, held near zero. Pages that call themselves news have weights of their own, held near
//! those of all pages, for there are few outlets among them. Three things are scored side by side: the rule as it
//! ships, weights learnt without the page's fold, and weights learnt without the page's site alone.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::{Context, Result};
use khabar_article::metadata::title::FEATURES;
use khabar_article::metadata::title_candidates;
use khabar_page::Limits;
use rayon::prelude::*;

use crate::folds::{FOLDS, fold_of, site_of};
use crate::root;
use crate::score::fields::same_title;
use crate::sets::{Page, Set};

/// Columns of weights: on any page, and what is added on pages that call themselves news.
type Weights = [Vec<f64>; 2];

/// How strongly weights are held near zero, and the news column near the other, in pages.
const HOLD: [f64; 2] = [1.0, 10.0];

/// What a page of the news set counts in training, and a page of another set that calls itself news. The others take
/// what was printed for the headline, the news set what outlets give out as it.
const NEWS: [f64; 2] = [3.0, 0.5];

/// Steps of gradient descent; the likelihood moves in the fifth digit at the last of them.
const STEPS: usize = 600;

/// A page with its texts.
struct Example {
    set: String,
    site: String,
    fold: usize,
    news: bool,
    /// Features of each text.
    rows: Vec<Vec<f64>>,
    /// Whether each is the headline.
    right: Vec<bool>,
    /// The place of the text the shipped rule chooses.
    shipped: usize,
}

/// Learns, scores and prints; with `write` the weights learnt on all pages go where they ship from.
///
/// # Errors
/// When a page cannot be read or the weights cannot be written.
pub fn run(sets: &[Set], write: bool) -> Result<()> {
    let mut examples = Vec::new();
    for set in sets {
        let of_set: Vec<_> = set
            .pages
            .par_iter()
            .filter(|page| !page.title.is_empty())
            .map(|page| example(&set.name, page))
            .collect::<Result<_>>()?;
        examples.extend(of_set.into_iter().flatten());
    }
    let by_fold: Vec<Weights> = (0..FOLDS)
        .into_par_iter()
        .map(|fold| learn(examples.iter().filter(|e| e.fold != fold)))
        .collect();
    let out_of_fold = |e: &Example| e.choice(&by_fold[e.fold]);
    // The news set has few outlets, several pages each: there every outlet is left out in turn.
    let mut sites: Vec<&str> = examples
        .iter()
        .filter(|e| e.set.starts_with("news"))
        .map(|e| e.site.as_str())
        .collect();
    sites.sort_unstable();
    sites.dedup();
    let by_site: BTreeMap<&str, Weights> = sites
        .into_par_iter()
        .map(|site| (site, learn(examples.iter().filter(|e| e.site != site))))
        .collect();
    println!(
        "{:<14}{:>7}{:>9}{:>9}{:>13}{:>13}{:>9}",
        "", "pages", "ceiling", "shipped", "out of fold", "out of site", "in fold"
    );
    let all = learn(examples.iter());
    for set in sets {
        let of_set: Vec<&Example> = examples.iter().filter(|e| e.set == set.name).collect();
        let share = |right: &dyn Fn(&Example) -> bool| {
            of_set.iter().filter(|e| right(e)).count() as f64 / of_set.len().max(1) as f64
        };
        let left_out = of_set
            .first()
            .filter(|e| by_site.contains_key(e.site.as_str()))
            .map_or_else(
                || format!("{:>13}", "-"),
                |_| {
                    let right = |e: &Example| {
                        by_site
                            .get(e.site.as_str())
                            .is_some_and(|w| e.right[e.choice(w)])
                    };
                    format!("{:>13.4}", share(&right))
                },
            );
        println!(
            "{:<14}{:>7}{:>9.4}{:>9.4}{:>13.4}{left_out}{:>9.4}",
            set.name,
            of_set.len(),
            share(&|e| e.right.contains(&true)),
            share(&|e| e.right[e.shipped]),
            share(&|e| e.right[out_of_fold(e)]),
            share(&|e| e.right[e.choice(&all)]),
        );
    }
    if write { store(&all) } else { Ok(()) }
}

/// A page as an example; none where the page has no text that may be a headline.
fn example(set: &str, page: &Page) -> Result<Option<Example>> {
    let read = khabar_page::read(&page.bytes()?, None, &Limits::default())?;
    let (list, news) = title_candidates(&read.tree, page.url.as_deref());
    let Some((shipped, _)) = list
        .iter()
        .enumerate()
        .max_by(|a, b| a.1.score.total_cmp(&b.1.score))
    else {
        return Ok(None);
    };
    Ok(Some(Example {
        set: set.to_owned(),
        site: page
            .url
            .as_deref()
            .and_then(site_of)
            .unwrap_or_else(|| page.id.clone()),
        fold: fold_of(page.url.as_deref(), &page.id),
        news,
        right: list
            .iter()
            .map(|c| same_title(&c.text, &page.title))
            .collect(),
        rows: list
            .iter()
            .map(|c| c.features.iter().map(|&f| f64::from(f)).collect())
            .collect(),
        shipped,
    }))
}

impl Example {
    fn scores(&self, weights: &Weights) -> Vec<f64> {
        let [any, news] = weights;
        let weight = |at: usize| any[at] + if self.news { news[at] } else { 0.0 };
        let sum = |row: &Vec<f64>| row.iter().enumerate().map(|(at, f)| f * weight(at)).sum();
        self.rows.iter().map(sum).collect()
    }

    /// The place of the text with the highest score.
    fn choice(&self, weights: &Weights) -> usize {
        let scores = self.scores(weights);
        (0..scores.len())
            .max_by(|&a, &b| scores[a].total_cmp(&scores[b]))
            .unwrap_or(0)
    }

    /// What the page counts in training.
    fn counts(&self) -> f64 {
        match (self.set.starts_with("news"), self.news) {
            (true, _) => NEWS[0],
            (false, true) => NEWS[1],
            (false, false) => 1.0,
        }
    }

    /// Adds the gradient of the log likelihood of this page's right texts.
    fn slope(&self, weights: &Weights, slope: &mut Weights) {
        let scores = self.scores(weights);
        let top = scores.iter().copied().fold(f64::MIN, f64::max);
        let odds: Vec<f64> = scores.iter().map(|s| (s - top).exp()).collect();
        let all: f64 = odds.iter().sum();
        let right: f64 = odds
            .iter()
            .zip(&self.right)
            .filter(|(_, right)| **right)
            .map(|(o, _)| o)
            .sum();
        if right <= 0.0 {
            return;
        }
        for ((row, odds), is_right) in self.rows.iter().zip(&odds).zip(&self.right) {
            let pull = self.counts() * (if *is_right { odds / right } else { 0.0 } - odds / all);
            for (at, f) in row.iter().enumerate() {
                slope[0][at] += pull * f;
                if self.news {
                    slope[1][at] += pull * f;
                }
            }
        }
    }
}

/// The weights with the highest likelihood on these pages, by Adam on the whole of them.
fn learn<'a>(examples: impl Iterator<Item = &'a Example>) -> Weights {
    // Where every text is right, or none, a page teaches nothing.
    let examples: Vec<&Example> = examples
        .filter(|e| e.right.contains(&true) && e.right.contains(&false))
        .collect();
    let empty = || [vec![0.0; FEATURES.len()], vec![0.0; FEATURES.len()]];
    let (mut weights, mut mean, mut spread) = (empty(), empty(), empty());
    for step in 1..=STEPS {
        let mut slope = empty();
        for example in &examples {
            example.slope(&weights, &mut slope);
        }
        let rate = 0.1 * (1.0 - step as f64 / (STEPS + 1) as f64);
        for (column, hold) in HOLD.iter().enumerate() {
            for at in 0..FEATURES.len() {
                let g = slope[column][at] - hold * weights[column][at];
                let m = &mut mean[column][at];
                *m = 0.9 * *m + 0.1 * g;
                let v = &mut spread[column][at];
                *v = 0.99 * *v + 0.01 * g * g;
                let steps = i32::try_from(step).unwrap_or(i32::MAX);
                let m = *m / (1.0 - 0.9_f64.powi(steps));
                let v = *v / (1.0 - 0.99_f64.powi(steps));
                weights[column][at] += rate * m / (v.sqrt() + 1e-8);
            }
        }
    }
    weights
}

/// Writes the weights where the reader has them from; what stands before the first weight stays.
fn store(weights: &Weights) -> Result<()> {
    let path = root().join("crates/article/src/metadata/data/headline.txt");
    let before = std::fs::read_to_string(&path)
        .with_context(|| format!("cannot read {}", path.display()))?;
    let mut out: String = before
        .split_inclusive('\n')
        .take_while(|line| line.starts_with('#'))
        .collect();
    for (at, name) in FEATURES.iter().enumerate() {
        let (any, news) = (weights[0][at], weights[0][at] + weights[1][at]);
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{name} {any:.2} {news:.2}");
    }
    std::fs::write(&path, out).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(rows: &[f64], right: usize) -> Example {
        let row = |f: &f64| {
            let mut row = vec![0.0; FEATURES.len()];
            row[0] = *f;
            row
        };
        Example {
            set: String::new(),
            site: String::new(),
            fold: 0,
            news: false,
            rows: rows.iter().map(row).collect(),
            right: (0..rows.len()).map(|at| at == right).collect(),
            shipped: 0,
        }
    }

    #[test]
    fn what_tells_right_from_wrong_gets_weight() {
        let pages = [page(&[0.0, 1.0], 1), page(&[1.0, 0.0, 0.0], 0)];
        let weights = learn(pages.iter());
        assert!(weights[0][0] > 0.5);
        assert!(weights[0][1].abs() < 1e-9);
        assert!(pages.iter().all(|p| p.right[p.choice(&weights)]));
    }
}

//! Fitting a monotone map from scores to shares right, and telling how good it is.

use khabar_article::confidence::Map;

use crate::folds::FOLDS;

/// One field of one page.
#[derive(Debug, Clone)]
pub struct Sample {
    /// The set the page is of.
    pub set: String,
    /// The fold of the page's site.
    pub fold: usize,
    /// What the reading's score was.
    pub score: f32,
    /// 1 where the field was right, 0 where it was wrong; of a body its word F1.
    pub right: f64,
    /// What a map says of the score that was fitted without the page's fold.
    pub said: f64,
}

/// At most this many knots a map.
const KNOTS: usize = 10;
/// A knot stands for at least this many pages.
const FEWEST: usize = 30;
/// How many bins the error of calibration is taken over.
const BINS: usize = 10;

/// Isotonic regression over bins of as many pages each: bins that fall below the one before are joined with it.
pub fn fit<'a>(samples: impl Iterator<Item = &'a Sample>) -> Map {
    let mut pairs: Vec<(f32, f64)> = samples.map(|s| (s.score, s.right)).collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let size = FEWEST.max(pairs.len() / KNOTS);
    // Pages, sum of scores, sum of shares.
    let mut bins: Vec<(f64, f64, f64)> = Vec::new();
    let mut rest = pairs.as_slice();
    while !rest.is_empty() {
        let mut end = size.min(rest.len());
        // What looks alike is told alike; a last bin that would be small joins this one.
        while end < rest.len() && rest[end].0 <= rest[end - 1].0 {
            end += 1;
        }
        if rest.len() - end < FEWEST && rest[rest.len() - 1].0 - rest[end - 1].0 < 0.02 {
            end = rest.len();
        }
        let (bin, after) = rest.split_at(end);
        rest = after;
        let scores: f64 = bin.iter().map(|p| f64::from(p.0)).sum();
        let right: f64 = bin.iter().map(|p| p.1).sum();
        bins.push((bin.len() as f64, scores, right));
        while let [.., a, b] = bins[..]
            && b.2 / b.0 < a.2 / a.0
        {
            bins.pop();
            bins.pop();
            bins.push((a.0 + b.0, a.1 + b.1, a.2 + b.2));
        }
    }
    // Nothing is certain: one page more that is half right.
    Map::new(bins.into_iter().map(|(pages, scores, right)| {
        let share = (right + 0.5) / (pages + 1.0);
        ((scores / pages) as f32, share as f32)
    }))
}

/// Fills in what maps say that did not see the page's fold.
pub fn cross_validate(samples: &mut [Sample]) {
    for fold in 0..FOLDS {
        let map = fit(samples.iter().filter(|s| s.fold != fold));
        for sample in samples.iter_mut().filter(|s| s.fold == fold) {
            sample.said = f64::from(map.at(sample.score));
        }
    }
}

/// A bin of a table of reliability: what was said on average, what was, how many pages.
pub type Bin = (f64, f64, usize);

/// What was said and what was, over bins of a tenth.
pub fn reliability(samples: &[Sample], said: impl Fn(&Sample) -> f64) -> Vec<Bin> {
    let mut bins = vec![(0.0, 0.0, 0); BINS];
    for sample in samples {
        let said = said(sample);
        let bin = &mut bins[((said * BINS as f64) as usize).min(BINS - 1)];
        *bin = (bin.0 + said, bin.1 + sample.right, bin.2 + 1);
    }
    bins.retain(|bin| bin.2 > 0);
    for bin in &mut bins {
        bin.0 /= bin.2 as f64;
        bin.1 /= bin.2 as f64;
    }
    bins
}

/// Expected calibration error: how far what was said lies from what was, a page.
pub fn error(bins: &[Bin]) -> f64 {
    let pages: usize = bins.iter().map(|b| b.2).sum();
    let off: f64 = bins.iter().map(|b| (b.0 - b.1).abs() * b.2 as f64).sum();
    off / (pages.max(1) as f64)
}

/// The share wrong among the surest `coverage` of the pages, for each coverage. Pages of one score count as their
/// mean, whatever order they stand in.
pub fn risks(samples: &[Sample], coverages: &[f64]) -> Vec<f64> {
    let mut sorted: Vec<(f32, f64)> = samples.iter().map(|s| (s.score, 1.0 - s.right)).collect();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut wrong = Vec::with_capacity(sorted.len() + 1);
    wrong.push(0.0);
    for alike in sorted.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        let mean = alike.iter().map(|p| p.1).sum::<f64>() / alike.len() as f64;
        for _ in alike {
            wrong.push(wrong.last().copied().unwrap_or_default() + mean);
        }
    }
    let risk = |coverage: &f64| {
        let pages = ((coverage * sorted.len() as f64).round() as usize).clamp(1, sorted.len());
        wrong[pages] / pages as f64
    };
    if sorted.is_empty() {
        return Vec::new();
    }
    coverages.iter().map(risk).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(scores: impl Iterator<Item = (f32, f64)>) -> Vec<Sample> {
        let sample = |(n, (score, right)): (usize, (f32, f64))| Sample {
            set: String::new(),
            fold: n % FOLDS,
            score,
            right,
            said: 0.0,
        };
        scores.enumerate().map(sample).collect()
    }

    #[test]
    fn what_was_too_sure_of_itself_is_put_right() {
        // Says 0.9 and is right every second time, says 0.5 and is never right.
        let mut samples = samples((0..400).map(|n| {
            let sure = n % 2 == 0;
            (
                if sure { 0.9 } else { 0.5 },
                if n % 4 == 0 { 1.0 } else { 0.0 },
            )
        }));
        let map = fit(samples.iter());
        assert!((map.at(0.9) - 0.5).abs() < 0.02 && map.at(0.5) < 0.01);
        cross_validate(&mut samples);
        let before = error(&reliability(&samples, |s| f64::from(s.score)));
        let after = error(&reliability(&samples, |s| s.said));
        assert!(before > 0.4 && after < 0.05, "{before} {after}");
        let risks = risks(&samples, &[0.25, 0.5, 1.0]);
        assert!((risks[0] - 0.5).abs() < 1e-9 && (risks[2] - 0.75).abs() < 1e-9);
    }

    #[test]
    fn scores_that_mislead_are_levelled() {
        let samples =
            samples((0..300_u16).map(|n| (f32::from(n) / 300.0, 1.0 - f64::from(n) / 300.0)));
        let map = fit(samples.iter());
        assert_eq!(map.knots().len(), 1);
        assert!((map.at(0.9) - 0.5).abs() < 0.02);
        assert!((fit([].iter()).at(0.3) - 0.3).abs() < f32::EPSILON);
    }
}

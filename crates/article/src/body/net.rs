//! A small sequence model over the blocks of a page: what a block is hangs on what stands before and after it.
//!
//! Each block's numbers become [`WIDTH`] units; layers of convolution over ever wider neighbourhoods let blocks see one
//! another, the page as a whole is shown to all of them once, and a last layer gives each block a logit. All sums are
//! made in one fixed order, so that the same page gets the same numbers everywhere.

#![allow(
    clippy::inline_always,
    reason = "what the loops call has to become part of each version of them"
)]

use multiversion::multiversion;

use super::weights::{Malformed, Reader};

/// Units a block has in every layer.
const WIDTH: usize = 48;
/// Blocks a convolution takes in.
const KERNEL: usize = 5;
/// How far apart these blocks stand, layer by layer.
const DILATIONS: [usize; 5] = [1, 1, 2, 4, 8];
/// After how many layers the whole page is shown to every block.
const PAGE_AFTER: usize = 2;
/// Numbers are held within this many standard deviations of their mean.
const CLIP: f32 = 4.0;
/// Logarithms of this many whole numbers are kept.
const WHOLE_NUMBERS: u16 = 1_000;

type Units = [f32; WIDTH];

/// What the net takes of a column.
#[derive(Debug)]
enum Input {
    /// The number, scaled.
    Number { mean: f32, scale: f32 },
    /// Its logarithm with its sign, scaled.
    Log { mean: f32, scale: f32 },
    /// One for that of these values which the column has.
    OneOf(Vec<f32>),
}

/// A matrix of weights with [`WIDTH`] outputs, a row an input.
#[derive(Debug)]
struct Dense {
    rows: Vec<Units>,
    bias: Units,
}

/// A layer of convolution: every unit over its neighbours, then all units of a block among themselves.
#[derive(Debug)]
struct Layer {
    taps: [Units; KERNEL],
    mix: Dense,
}

/// The trained net.
#[derive(Debug)]
pub struct Net {
    inputs: Vec<(u16, Input)>,
    first: Dense,
    layers: Vec<Layer>,
    whole: Dense,
    last: Dense,
    logit: Units,
    bias: f32,
    /// Logarithms of one more than each of the first whole numbers: most columns count something.
    logs: Vec<f32>,
}

impl Dense {
    fn read(from: &mut Reader<'_>, inputs: usize) -> Result<Self, Malformed> {
        Ok(Self {
            rows: (0..inputs).map(|_| units(from)).collect::<Result<_, _>>()?,
            bias: units(from)?,
        })
    }

    /// The outputs for all inputs, none below zero.
    #[inline(always)]
    fn apply(&self, inputs: &[f32]) -> Units {
        let mut out = self.bias;
        for (&value, weights) in inputs.iter().zip(&self.rows) {
            add(&mut out, value, weights);
        }
        rectify(out)
    }
}

/// Adds an input's part to some outputs.
#[inline(always)]
fn add(out: &mut Units, value: f32, weights: &Units) {
    for (out, weight) in out.iter_mut().zip(weights) {
        *out += value * weight;
    }
}

#[inline(always)]
fn rectify(mut units: Units) -> Units {
    for unit in &mut units {
        *unit = unit.max(0.0);
    }
    units
}

fn units(from: &mut Reader<'_>) -> Result<Units, Malformed> {
    let mut units = [0.0; WIDTH];
    for unit in &mut units {
        *unit = from.f32()?;
    }
    Ok(units)
}

impl Net {
    /// Reads a net: the number of inputs, each as column (`u16`), what is made of it (`u16`) and two numbers, then the
    /// weights, layer by layer, matrices by row.
    ///
    /// # Errors
    /// [`Malformed`] where the bytes end early or name a column past `columns`.
    pub fn read(from: &mut Reader<'_>, columns: usize) -> Result<Self, Malformed> {
        let count = from.u32()? as usize;
        let mut inputs: Vec<(u16, Input)> = Vec::new();
        for _ in 0..count {
            let (column, kind, a, b) = (from.u16()?, from.u16()?, from.f32()?, from.f32()?);
            if usize::from(column) >= columns {
                return Err(Malformed);
            }
            let input = match (kind, inputs.last_mut()) {
                (0, _) => Input::Number { mean: a, scale: b },
                (1, _) => Input::Log { mean: a, scale: b },
                (2, Some((last, Input::OneOf(values)))) if *last == column => {
                    values.push(a);
                    continue;
                }
                (2, _) => Input::OneOf(vec![a]),
                _ => return Err(Malformed),
            };
            inputs.push((column, input));
        }
        let first = Dense::read(from, count)?;
        let mut layers = Vec::new();
        for _ in DILATIONS {
            let mut taps = [[0.0; WIDTH]; KERNEL];
            for tap in &mut taps {
                *tap = units(from)?;
            }
            let mix = Dense::read(from, WIDTH)?;
            layers.push(Layer { taps, mix });
        }
        Ok(Self {
            inputs,
            first,
            layers,
            whole: Dense::read(from, 2 * WIDTH)?,
            last: Dense::read(from, WIDTH)?,
            logit: units(from)?,
            bias: from.f32()?,
            logs: (0..WHOLE_NUMBERS).map(|n| f32::from(n).ln_1p()).collect(),
        })
    }

    /// A logit for each row of `width` numbers, the rows of one page in order.
    pub fn logits(&self, rows: &[f32], width: usize) -> Vec<f32> {
        logits(self, rows, width)
    }

    /// The units a block begins with.
    #[inline(always)]
    fn enter(&self, row: &[f32]) -> Units {
        let mut out = self.first.bias;
        let mut rows = self.first.rows.iter();
        for (column, input) in &self.inputs {
            let value = row[usize::from(*column)];
            let scaled =
                |value: f32, mean: f32, scale: f32| ((value - mean) * scale).clamp(-CLIP, CLIP);
            let (value, weights) = match input {
                Input::Number { mean, scale } => (scaled(value, *mean, *scale), rows.next()),
                Input::Log { mean, scale } => {
                    let log = self.log(value.abs()).copysign(value);
                    (scaled(log, *mean, *scale), rows.next())
                }
                Input::OneOf(values) => {
                    // The codes of a column that names one of a few things are whole numbers.
                    #[allow(clippy::float_cmp)]
                    let place = values.iter().position(|&v| v == value);
                    let (own, rest) = rows.as_slice().split_at(values.len());
                    rows = rest.iter();
                    (1.0, place.map(|place| &own[place]))
                }
            };
            if let Some(weights) = weights {
                add(&mut out, value, weights);
            }
        }
        rectify(out)
    }

    /// The logarithm of one more than a number that is not below zero.
    fn log(&self, value: f32) -> f32 {
        let whole = value as usize;
        match self.logs.get(whole) {
            #[allow(clippy::float_cmp)]
            Some(&log) if whole as f32 == value => log,
            _ => value.ln_1p(),
        }
    }

    /// What is said of the page as a whole: the mean and the most of each unit, weighed.
    #[inline(always)]
    fn page(&self, blocks: &[Units]) -> Units {
        let mut both = [0.0; 2 * WIDTH];
        let (mean, most) = both.split_at_mut(WIDTH);
        for block in blocks {
            for ((mean, most), unit) in mean.iter_mut().zip(most.iter_mut()).zip(block) {
                *mean += unit;
                *most = most.max(*unit);
            }
        }
        let count = blocks.len().max(1) as f32;
        for m in mean {
            *m /= count;
        }
        self.whole.apply(&both)
    }
}

/// As [`Net::logits`]; there is one version of it for every processor and one for those that take eight numbers at a
/// time. Both make every sum in the same order.
#[multiversion(targets("x86_64+avx"))]
fn logits(net: &Net, rows: &[f32], width: usize) -> Vec<f32> {
    let count = rows.len() / width.max(1);
    let mut blocks: Vec<Units> = vec![[0.0; WIDTH]; count];
    for (block, row) in blocks.iter_mut().zip(rows.chunks_exact(width.max(1))) {
        *block = net.enter(row);
    }
    let mut seen = blocks.clone();
    for (at, (layer, dilation)) in net.layers.iter().zip(DILATIONS).enumerate() {
        layer.look_around(&blocks, dilation, &mut seen);
        for (block, seen) in blocks.iter_mut().zip(&seen) {
            add(block, 1.0, &layer.mix.apply(seen));
        }
        if at + 1 == PAGE_AFTER {
            let page = net.page(&blocks);
            for block in &mut blocks {
                add(block, 1.0, &page);
            }
        }
    }
    let mut logits = vec![net.bias; count];
    for (logit, block) in logits.iter_mut().zip(&blocks) {
        for (unit, weight) in net.last.apply(block).iter().zip(&net.logit) {
            *logit += unit * weight;
        }
    }
    logits
}

impl Layer {
    /// Every unit over the blocks around each.
    #[inline(always)]
    fn look_around(&self, blocks: &[Units], dilation: usize, out: &mut [Units]) {
        for (at, out) in out.iter_mut().enumerate() {
            let mut sum = [0.0; WIDTH];
            for (tap, weights) in self.taps.iter().enumerate() {
                let place = (at + tap * dilation).checked_sub(KERNEL / 2 * dilation);
                let Some(block) = place.and_then(|p| blocks.get(p)) else {
                    continue;
                };
                for ((sum, unit), weight) in sum.iter_mut().zip(block).zip(weights) {
                    *sum += unit * weight;
                }
            }
            *out = sum;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A net of one input, whose every weight is `weight` but for the last bias.
    fn bytes(weight: f32, bias: f32) -> Vec<u8> {
        let mut out = 1_u32.to_le_bytes().to_vec();
        out.extend([0, 0, 0, 0]);
        out.extend([0.0_f32, 1.0].iter().flat_map(|n| n.to_le_bytes()));
        let dense = |inputs: usize| (inputs + 1) * WIDTH;
        let layer = KERNEL * WIDTH + dense(WIDTH);
        let weights = dense(1) + DILATIONS.len() * layer + dense(2 * WIDTH) + dense(WIDTH) + WIDTH;
        out.extend(std::iter::repeat_n(weight.to_le_bytes(), weights).flatten());
        out.extend(bias.to_le_bytes());
        out
    }

    #[test]
    fn a_net_without_weights_says_its_bias() {
        let bytes = bytes(0.0, 0.5);
        let net = Net::read(&mut Reader::new(&bytes), 1).unwrap();
        assert_eq!(net.logits(&[1.0, 2.0, 3.0], 1), [0.5; 3]);
        assert!(net.logits(&[], 1).is_empty());
    }

    #[test]
    fn what_stands_around_counts() {
        let bytes = bytes(0.01, 0.0);
        let net = Net::read(&mut Reader::new(&bytes), 1).unwrap();
        let (alone, among) = (net.logits(&[0.0], 1)[0], net.logits(&[4.0, 0.0], 1)[1]);
        assert!(alone < among, "{alone} {among}");
    }

    #[test]
    fn bytes_that_are_no_net_are_refused() {
        let whole = bytes(0.0, 0.5);
        for end in [0, 3, 5, 9, whole.len() - 1] {
            assert!(Net::read(&mut Reader::new(&whole[..end]), 1).is_err());
        }
        assert!(Net::read(&mut Reader::new(&whole), 0).is_err());
    }
}

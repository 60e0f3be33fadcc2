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

/// What the net takes of a row: a value for each of its inputs, number by number.
#[derive(Debug, Default)]
struct Inputs {
    /// The column of each.
    columns: Vec<u16>,
    /// The first row of its weights.
    weights: Vec<u32>,
    /// What makes them alike: the mean is taken off, and what is left scaled.
    mean: Vec<f32>,
    scale: Vec<f32>,
    /// Those of which the logarithm is taken first, with their sign.
    logs: Vec<u32>,
    /// Those that stand for one of these values, which has a row of weights of its own.
    one_of: Vec<(u32, Vec<f32>)>,
}

impl Inputs {
    /// Adds one whose weights begin at this row.
    fn push(&mut self, column: u16, weights: u32, mean: f32, scale: f32) -> u32 {
        self.columns.push(column);
        self.weights.push(weights);
        self.mean.push(mean);
        self.scale.push(scale);
        self.columns.len() as u32 - 1
    }
}

/// No row of weights: a column has none of the values that it is known for.
const NONE: u32 = u32::MAX;

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
    inputs: Inputs,
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

    /// The same for two blocks at once: each weight is fetched once for both, and their sums do not wait for one another.
    #[inline(always)]
    fn apply_to_both(&self, one: &Units, other: &Units) -> [Units; 2] {
        let (mut first, mut second) = (self.bias, self.bias);
        for ((&one, &other), weights) in one.iter().zip(other).zip(&self.rows) {
            add(&mut first, one, weights);
            add(&mut second, other, weights);
        }
        [rectify(first), rectify(second)]
    }

    /// Hands each block what the outputs for its inputs are, none below zero.
    #[inline(always)]
    fn for_each(&self, inputs: &[Units], mut give: impl FnMut(usize, &Units)) {
        let (pairs, rest) = inputs.as_chunks();
        for (at, [one, other]) in pairs.iter().enumerate() {
            let both = self.apply_to_both(one, other);
            give(2 * at, &both[0]);
            give(2 * at + 1, &both[1]);
        }
        for one in rest {
            give(2 * pairs.len(), &self.apply(one));
        }
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
        let mut inputs = Inputs::default();
        for row in 0..count as u32 {
            let (column, kind, a, b) = (from.u16()?, from.u16()?, from.f32()?, from.f32()?);
            if usize::from(column) >= columns {
                return Err(Malformed);
            }
            match kind {
                0 => {
                    inputs.push(column, row, a, b);
                }
                1 => {
                    let place = inputs.push(column, row, a, b);
                    inputs.logs.push(place);
                }
                2 => match inputs.one_of.last_mut() {
                    // The values of one column stand one after the other.
                    Some((last, values))
                        if *last as usize + 1 == inputs.columns.len()
                            && inputs.columns.last() == Some(&column) =>
                    {
                        values.push(a);
                    }
                    _ => {
                        // Its value is one.
                        let place = inputs.push(column, row, 0.0, 1.0);
                        inputs.one_of.push((place, vec![a]));
                    }
                },
                _ => return Err(Malformed),
            }
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

    /// The units a block begins with. `values` and `weights` are room for what each input is and its row of weights.
    #[inline(always)]
    fn enter(&self, row: &[f32], values: &mut Vec<f32>, weights: &mut Vec<u32>) -> Units {
        let inputs = &self.inputs;
        values.clear();
        values.extend(
            inputs
                .columns
                .iter()
                .map(|&column| row[usize::from(column)]),
        );
        weights.clone_from(&inputs.weights);
        for &at in &inputs.logs {
            let value = &mut values[at as usize];
            *value = self.log(value.abs()).copysign(*value);
        }
        for (at, known) in &inputs.one_of {
            let at = *at as usize;
            // The codes of a column that names one of a few things are whole numbers.
            #[allow(clippy::float_cmp)]
            let place = known.iter().position(|&v| v == values[at]);
            weights[at] = place.map_or(NONE, |place| weights[at] + place as u32);
            values[at] = 1.0;
        }
        for ((value, mean), scale) in values.iter_mut().zip(&inputs.mean).zip(&inputs.scale) {
            *value = ((*value - mean) * scale).clamp(-CLIP, CLIP);
        }
        let mut out = self.first.bias;
        for (&value, &row) in values.iter().zip(weights.iter()) {
            if let Some(weights) = self.first.rows.get(row as usize) {
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

/// As [`Net::logits`]; there is one version of it for every processor and one each for those that take eight or sixteen
/// numbers at a time. All make every sum in the same order.
#[multiversion(targets("x86_64+avx512f+avx512vl", "x86_64+avx"))]
fn logits(net: &Net, rows: &[f32], width: usize) -> Vec<f32> {
    let count = rows.len() / width.max(1);
    let mut blocks: Vec<Units> = vec![[0.0; WIDTH]; count];
    let (mut values, mut weights) = (Vec::new(), Vec::new());
    for (block, row) in blocks.iter_mut().zip(rows.chunks_exact(width.max(1))) {
        *block = net.enter(row, &mut values, &mut weights);
    }
    let mut seen = blocks.clone();
    for (at, (layer, dilation)) in net.layers.iter().zip(DILATIONS).enumerate() {
        layer.look_around(&blocks, dilation, &mut seen);
        let mix = |at: usize, units: &Units| add(&mut blocks[at], 1.0, units);
        layer.mix.for_each(&seen, mix);
        if at + 1 == PAGE_AFTER {
            let page = net.page(&blocks);
            for block in &mut blocks {
                add(block, 1.0, &page);
            }
        }
    }
    let mut logits = vec![net.bias; count];
    net.last.for_each(&blocks, |at, units| {
        for (unit, weight) in units.iter().zip(&net.logit) {
            logits[at] += unit * weight;
        }
    });
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

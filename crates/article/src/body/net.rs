//! A small sequence model over the blocks of a page: what a block is hangs on what stands before and after it.
//!
//! Each block's numbers become [`WIDTH`] units; layers of convolution over ever wider neighbourhoods let blocks see one
//! another, the page as a whole is shown to all of them once, and a last layer gives each block a logit. All sums are
//! made in one fixed order, so that the same page gets the same numbers everywhere.

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

type Units = [f32; WIDTH];

/// What an input of the net makes of a column.
#[derive(Debug, Clone, Copy)]
enum Input {
    /// The number, scaled.
    Number { mean: f32, scale: f32 },
    /// Its logarithm with its sign, scaled.
    Log { mean: f32, scale: f32 },
    /// One where the column has this value, else nothing.
    Is(f32),
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
}

impl Dense {
    fn read(from: &mut Reader<'_>, inputs: usize) -> Result<Self, Malformed> {
        Ok(Self {
            rows: (0..inputs).map(|_| units(from)).collect::<Result<_, _>>()?,
            bias: units(from)?,
        })
    }

    /// Adds an input's part to the outputs.
    fn add(&self, input: usize, value: f32, out: &mut Units) {
        // Half of all inputs are zero: what a unit did not find.
        if value != 0.0 {
            for (out, weight) in out.iter_mut().zip(&self.rows[input]) {
                *out += value * weight;
            }
        }
    }

    fn apply(&self, inputs: &[f32]) -> Units {
        let mut out = self.bias;
        for (input, &value) in inputs.iter().enumerate() {
            self.add(input, value, &mut out);
        }
        out
    }
}

fn units(from: &mut Reader<'_>) -> Result<Units, Malformed> {
    let mut units = [0.0; WIDTH];
    for unit in &mut units {
        *unit = from.f32()?;
    }
    Ok(units)
}

fn rectify(units: Units) -> Units {
    units.map(|u| u.max(0.0))
}

impl Net {
    /// Reads a net: the number of inputs, each as column (`u16`), what is made of it (`u16`) and two numbers, then the
    /// weights, layer by layer, matrices by row.
    ///
    /// # Errors
    /// [`Malformed`] where the bytes end early or name a column past `columns`.
    pub fn read(from: &mut Reader<'_>, columns: usize) -> Result<Self, Malformed> {
        let count = from.u32()? as usize;
        let mut inputs = Vec::new();
        for _ in 0..count {
            let (column, kind, a, b) = (from.u16()?, from.u16()?, from.f32()?, from.f32()?);
            let input = match kind {
                0 => Input::Number { mean: a, scale: b },
                1 => Input::Log { mean: a, scale: b },
                2 => Input::Is(a),
                _ => return Err(Malformed),
            };
            if usize::from(column) >= columns {
                return Err(Malformed);
            }
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
        })
    }

    /// A logit for each row of `width` numbers, the rows of one page in order.
    pub fn logits(&self, rows: &[f32], width: usize) -> Vec<f32> {
        let mut blocks: Vec<Units> = rows
            .chunks_exact(width.max(1))
            .map(|row| self.enter(row))
            .collect();
        let mut seen = Vec::with_capacity(blocks.len());
        for (at, (layer, dilation)) in self.layers.iter().zip(DILATIONS).enumerate() {
            layer.look_around(&blocks, dilation, &mut seen);
            for (block, seen) in blocks.iter_mut().zip(&seen) {
                for (unit, more) in block.iter_mut().zip(rectify(layer.mix.apply(seen))) {
                    *unit += more;
                }
            }
            if at + 1 == PAGE_AFTER {
                let page = self.page(&blocks);
                for block in &mut blocks {
                    for (unit, more) in block.iter_mut().zip(page) {
                        *unit += more;
                    }
                }
            }
        }
        blocks
            .iter()
            .map(|block| {
                let last = rectify(self.last.apply(block));
                last.iter()
                    .zip(&self.logit)
                    .fold(self.bias, |sum, (unit, weight)| sum + unit * weight)
            })
            .collect()
    }

    fn enter(&self, row: &[f32]) -> Units {
        let mut out = self.first.bias;
        for (at, &(column, input)) in self.inputs.iter().enumerate() {
            let value = row[usize::from(column)];
            let value = match input {
                Input::Number { mean, scale } => ((value - mean) * scale).clamp(-CLIP, CLIP),
                Input::Log { mean, scale } => {
                    let log = value.abs().ln_1p().copysign(value);
                    ((log - mean) * scale).clamp(-CLIP, CLIP)
                }
                // The codes of a feature that names one of a few things are whole numbers.
                #[allow(clippy::float_cmp)]
                Input::Is(wanted) => f32::from(u8::from(value == wanted)),
            };
            self.first.add(at, value, &mut out);
        }
        rectify(out)
    }

    /// What is said of the page as a whole: the mean and the most of each unit, weighed.
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
        rectify(self.whole.apply(&both))
    }
}

impl Layer {
    /// Every unit over the blocks around each.
    fn look_around(&self, blocks: &[Units], dilation: usize, out: &mut Vec<Units>) {
        out.clear();
        out.extend((0..blocks.len()).map(|at| {
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
            sum
        }));
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

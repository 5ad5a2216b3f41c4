use kernels::{Level, add_scaled_rows};

use crate::SvmError;
use crate::samples::{KernelValue, Samples};

/// Samples whose errors a thread brings up to date at a time. Each support vector is packed once for
/// them; a round number would put the values of one sample into few sets of the processor's cache.
/// Tests have several tiles of few samples.
pub(super) const TILE: usize = if cfg!(test) { 128 } else { 8128 };

/// Kernel rows that it computes for them at a time, 2 MB of values.
const ROWS: usize = 64;

/// By how much coefficients αᵢ yᵢ have changed, for some machines.
pub(super) struct Changes {
    blocks: Vec<Block>,
    n_machines: usize,
}

/// Some samples, and what they change.
struct Block {
    samples: Vec<usize>,
    of_machines: Vec<OfMachine>,
}

struct OfMachine {
    machine: usize,
    /// Which of the block's samples have changed.
    ranks: Vec<usize>,
    by: Vec<f64>,
}

impl Changes {
    /// By so much for each sample, a list for each machine. Samples of one class are alike, and rows
    /// of samples that are alike take less time together: `class` tells them apart.
    pub(super) fn new(by: &[Vec<f64>], class: impl Fn(usize) -> Option<usize>) -> Self {
        let n_samples = by.first().map_or(0, Vec::len);
        let has_changed = |&sample: &usize| by.iter().any(|by| by[sample] != 0.0);
        let mut samples: Vec<usize> = (0..n_samples).filter(has_changed).collect();
        samples.sort_by_key(|&sample| class(sample));
        let block = |samples: &[usize]| {
            let of_machine = |(machine, by): (usize, &Vec<f64>)| {
                let all = samples.iter().map(|&sample| by[sample]).enumerate();
                let (ranks, by) = all.filter(|&(_, by)| by != 0.0).unzip();
                OfMachine { machine, ranks, by }
            };
            Block {
                samples: samples.to_vec(),
                of_machines: by.iter().enumerate().map(of_machine).collect(),
            }
        };
        Self {
            blocks: samples.chunks(ROWS).map(block).collect(),
            n_machines: by.len(),
        }
    }

    /// What they add to the errors of each machine for the samples of a tile, `(n_machines,
    /// tile.len())`, on the calling thread.
    pub(super) fn effect<V: KernelValue>(
        &self,
        level: Level,
        samples: &Samples,
        tile: &[usize],
    ) -> Result<Vec<Vec<f64>>, SvmError> {
        let columns = samples.select(tile).to_columns()?;
        let mut sums = vec![vec![0.0; tile.len()]; self.n_machines];
        let mut values = vec![V::default(); ROWS * tile.len()];
        for block in &self.blocks {
            let mut rows: Vec<&mut [V]> = values
                .chunks_exact_mut(tile.len())
                .take(block.samples.len())
                .collect();
            V::kernel_rows_here(&columns, level, samples, &block.samples, &mut rows);
            for OfMachine { machine, ranks, by } in &block.of_machines {
                let rows: Vec<&[V]> = ranks.iter().map(|&rank| &*rows[rank]).collect();
                add_scaled_rows(level, by, &rows, &mut sums[*machine])
                    .expect("a row has a value for each sample of the tile");
            }
        }
        Ok(sums)
    }
}

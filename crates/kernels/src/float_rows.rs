use rayon::prelude::*;

use crate::distance_tile::{DistanceTile, FloatLanes, QUERIES};
use crate::level::with_level;
use crate::nearest::Neighbours;
use crate::packed::PANEL_ROWS;
use crate::shape::{count_rows, row};
use crate::top_k::{self, TopK};
use crate::{Level, ShapeError};

/// Number of queries that one thread takes through all rows together.
const BLOCK: usize = 128;

/// Rows of floats, laid out for distances to many queries.
///
/// Sixteen rows form a panel. A panel stores its features one after the other. The last panel is
/// padded with zeros.
#[derive(Clone, Debug)]
pub struct FloatRows {
    n_rows: usize,
    n_features: usize,
    features: Vec<FloatLanes>,
}

impl FloatRows {
    /// Packs the rows of a row-major slice with `n_features` values in each row.
    ///
    /// # Errors
    /// [`ShapeError`] if the slice is not a whole number of rows, if the rows have no values, or if
    /// there are more rows than `u32` can index.
    pub fn new(rows: &[f32], n_features: usize) -> Result<Self, ShapeError> {
        let n_rows = count_rows(rows.len(), n_features)?;
        let mut features = vec![FloatLanes::ZERO; n_rows.div_ceil(PANEL_ROWS) * n_features];
        features
            .par_chunks_mut(n_features)
            .zip(rows.par_chunks(PANEL_ROWS * n_features))
            .for_each(|(features, rows)| {
                for (lane, row) in rows.chunks(n_features).enumerate() {
                    for (FloatLanes(lanes), &value) in features.iter_mut().zip(row) {
                        lanes[lane] = value;
                    }
                }
            });
        Ok(Self {
            n_rows,
            n_features,
            features,
        })
    }

    /// Returns the packed rows, one after the other.
    pub fn rows(&self) -> impl Iterator<Item = Vec<f32>> {
        (0..self.n_rows).map(move |row| {
            let panel = &self.features[row / PANEL_ROWS * self.n_features..][..self.n_features];
            panel
                .iter()
                .map(|FloatLanes(lanes)| lanes[row % PANEL_ROWS])
                .collect()
        })
    }

    /// Number of rows.
    pub fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// Number of values in a row.
    pub fn n_features(&self) -> usize {
        self.n_features
    }
}

/// Finds the `k` rows nearest to each query by squared Euclidean distance in single precision.
///
/// `queries` is row-major and has as many values in each row as `rows`. A distance is the sum of (q
/// − t)² in the order of the features, and each operation is rounded. Without overflow or
/// underflow, its relative error is at most (n_features + 2) 2⁻²⁴. The result is the same on every
/// level and with any number of threads. If rounded distances are equal, the row with the lower
/// index comes first. Distances that are NaN come last. It runs on rayon's current pool.
///
/// ```
/// use kernels::{FloatRows, Level, nearest_floats};
///
/// let rows = FloatRows::new(&[0.0, 0.0, 3.0, 4.0, 0.0, 0.5], 2)?;
/// let neighbours = nearest_floats(Level::current(), &[0.0, 0.0], &rows, 2)?;
/// assert_eq!(neighbours.squared_distances(), [0.0, 0.25]);
/// assert_eq!(neighbours.indices(), [0, 2]);
/// # Ok::<(), kernels::ShapeError>(())
/// ```
///
/// # Errors
/// [`ShapeError`] if `queries` is not a whole number of rows, or if `k` is not from 1 to the number
/// of rows.
pub fn nearest_floats(
    level: Level,
    queries: &[f32],
    rows: &FloatRows,
    k: usize,
) -> Result<Neighbours<f32>, ShapeError> {
    let n_queries = count_rows(queries.len(), rows.n_features)?;
    if k == 0 || k > rows.n_rows {
        return Err(ShapeError::NeighbourCount {
            k,
            n_rows: rows.n_rows,
        });
    }
    let mut pairs = vec![top_k::FREE; n_queries * k];
    pairs
        .par_chunks_mut(BLOCK * k)
        .zip(queries.par_chunks(BLOCK * rows.n_features))
        .for_each(|(pairs, queries)| {
            with_level!(level, tile => nearest_of_block(tile, queries, rows, k, pairs));
            pairs.chunks_mut(k).for_each(|pairs| TopK(pairs).finish());
        });
    Ok(Neighbours::of_pairs(k, &pairs, f32::from_bits))
}

fn nearest_of_block<T: DistanceTile>(
    kernel: T,
    queries: &[f32],
    rows: &FloatRows,
    k: usize,
    pairs: &mut [u64],
) {
    let n_features = rows.n_features;
    let tiles: Vec<Vec<[f32; QUERIES]>> = queries
        .chunks(QUERIES * n_features)
        .map(|queries| {
            let query = |query| row(queries, n_features, query);
            let value = |q, feature: usize| query(q).map_or(0.0, |values| values[feature]);
            (0..n_features)
                .map(|feature| std::array::from_fn(|q| value(q, feature)))
                .collect()
        })
        .collect();
    for (panel, features) in rows.features.chunks(n_features).enumerate() {
        let first_row = panel * PANEL_ROWS;
        for (tile, pairs) in tiles.iter().zip(pairs.chunks_mut(QUERIES * k)) {
            let distances = kernel.squared_distances(tile, features);
            for (pairs, FloatLanes(distances)) in pairs.chunks_mut(k).zip(&distances) {
                let mut nearest = TopK(pairs);
                let mut threshold = nearest.threshold();
                for (index, distance) in (first_row..rows.n_rows).zip(distances) {
                    // Non-negative floats have the same order as their bits.
                    let distance = distance.to_bits();
                    if distance < threshold {
                        nearest.push(distance, index as u32);
                        threshold = nearest.threshold();
                    }
                }
            }
        }
    }
}

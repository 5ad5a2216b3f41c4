use rayon::prelude::*;

use crate::dot_tile::{DotTile, Lanes, QueryTile, squared_distance};
use crate::level::with_level;
use crate::packed::PackedRows;
use crate::shape::count_rows;
use crate::top_k::{self, TopK};
use crate::{Level, ShapeError};

/// Number of queries that one thread takes through all rows together. So many queries and a few
/// panels fit its L2 cache.
const BLOCK: usize = 512;

/// The nearest rows of each query. The nearest row comes first. If distances are equal, the row
/// with the lower index comes first.
#[derive(Clone, Debug, PartialEq)]
pub struct Neighbours<D> {
    k: usize,
    distances: Vec<D>,
    indices: Vec<u32>,
}

impl<D> Neighbours<D> {
    /// Splits the pairs that [`TopK`] has found into distances and indices.
    pub(crate) fn of_pairs(k: usize, pairs: &[u64], distance: impl Fn(u32) -> D) -> Self {
        let distances = pairs.iter().map(|&pair| distance(top_k::distance(pair)));
        Self {
            k,
            distances: distances.collect(),
            indices: pairs.iter().copied().map(top_k::index).collect(),
        }
    }

    /// Number of neighbours of each query.
    pub fn k(&self) -> usize {
        self.k
    }

    /// Squared distances, `(n_queries, k)` row-major.
    pub fn squared_distances(&self) -> &[D] {
        &self.distances
    }

    /// Row indices, `(n_queries, k)` row-major.
    pub fn indices(&self) -> &[u32] {
        &self.indices
    }

    /// Returns the squared distances and the row indices.
    pub fn into_parts(self) -> (Vec<D>, Vec<u32>) {
        (self.distances, self.indices)
    }
}

/// Finds the `k` rows nearest to each query by exact squared Euclidean distance.
///
/// `queries` is row-major and has as many bytes in each row as `rows`. Distances are integers, so
/// the result is the same on every level and with any number of threads. If distances are equal,
/// the row with the lower index comes first. It runs on rayon's current pool.
///
/// ```
/// use kernels::{Level, PackedRows, nearest};
///
/// let rows = PackedRows::new(&[0, 0, 3, 4, 0, 5], 2)?;
/// let neighbours = nearest(Level::current(), &[0, 0], &rows, 3)?;
/// assert_eq!(neighbours.squared_distances(), [0, 25, 25]);
/// assert_eq!(neighbours.indices(), [0, 1, 2]);
/// # Ok::<(), kernels::ShapeError>(())
/// ```
///
/// # Errors
/// [`ShapeError`] if `queries` is not a whole number of rows, or if `k` is not from 1 to the number
/// of rows.
pub fn nearest(
    level: Level,
    queries: &[u8],
    rows: &PackedRows,
    k: usize,
) -> Result<Neighbours<u32>, ShapeError> {
    count_rows(queries.len(), rows.n_features())?;
    if k == 0 || k > rows.n_rows() {
        return Err(ShapeError::NeighbourCount {
            k,
            n_rows: rows.n_rows(),
        });
    }
    let pairs = with_level!(level, tile => nearest_with(tile, queries, rows, k));
    Ok(Neighbours::of_pairs(k, &pairs, |distance| distance))
}

fn nearest_with<T: DotTile>(kernel: T, queries: &[u8], rows: &PackedRows, k: usize) -> Vec<u64> {
    let n_features = rows.n_features();
    let n_queries = queries.len() / n_features;
    let block = n_queries
        .div_ceil(rayon::current_num_threads())
        .max(1)
        .next_multiple_of(T::QUERIES)
        .min(BLOCK);
    let mut pairs = vec![top_k::FREE; n_queries * k];
    pairs
        .par_chunks_mut(block * k)
        .zip(queries.par_chunks(block * n_features))
        .for_each(|(pairs, queries)| {
            nearest_of_block(kernel, queries, rows, k, pairs);
            pairs.chunks_mut(k).for_each(|pairs| TopK(pairs).finish());
        });
    pairs
}

fn nearest_of_block<T: DotTile>(
    kernel: T,
    queries: &[u8],
    rows: &PackedRows,
    k: usize,
    pairs: &mut [u64],
) {
    let n_features = rows.n_features();
    let queries: Vec<&[u8]> = queries.chunks(n_features).collect();
    let (order, tiles) = QueryTile::<T>::pack_alike(&queries, n_features);
    let mut thresholds = vec![u32::MAX; queries.len().next_multiple_of(T::QUERIES)];
    for panels in rows.panels(T::PANELS) {
        let n_panels = panels.n_panels();
        kernel.for_each_tile(&tiles, panels, |tile, dots| {
            let first = tile * T::QUERIES;
            let thresholds = &mut thresholds[first..first + T::QUERIES];
            let mut below = kernel.any_below(&tiles[tile], panels, thresholds, dots);
            while below != 0 {
                let query = below.trailing_zeros() as usize;
                below &= below - 1;
                let Some(&place) = order.get(first + query) else {
                    break;
                };
                let mut nearest = TopK(&mut pairs[place * k..(place + 1) * k]);
                let offset = tiles[tile].distance_offsets()[query];
                let dots = &dots[query * n_panels..(query + 1) * n_panels];
                let dots = dots.iter().flat_map(|Lanes(lanes)| lanes);
                let mut threshold = nearest.threshold();
                for ((row, &norm), &dot) in (panels.first_row..rows.n_rows())
                    .zip(panels.squared_norms)
                    .zip(dots)
                {
                    let distance = squared_distance(norm, offset, dot);
                    if distance < threshold {
                        nearest.push(distance, row as u32);
                        threshold = nearest.threshold();
                    }
                }
                thresholds[query] = threshold;
            }
        });
    }
}

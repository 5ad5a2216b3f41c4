use kernels::{Level, PackedRows, ShapeError, dot_products};
use ndarray::{Array2, ArrayView2};
use rayon::prelude::*;

/// The smoothed training images as bytes. They give exact Euclidean distances in integers.
#[derive(Clone, Debug)]
pub(crate) struct Prefilter {
    rows: PackedRows,
    grey: Grey,
}

/// Maps values to grey levels from 0 to 255: the smallest value in the training images becomes 0,
/// and the largest becomes 255. A value that is farther from the typical range of an image than
/// [`OFF`] times this range is cut off. Otherwise one such image would make all other images the
/// same grey.
#[derive(Clone, Copy, Debug)]
struct Grey {
    smallest: f32,
    levels_a_unit: f32,
}

/// See [`Grey`].
const OFF: f32 = 4.0;

/// Number of queries whose distances are stored at a time. They need 15 MB for 60,000 training
/// images.
const QUERIES: usize = 64;

/// One distance in this many belongs to the sample from which a bound is guessed.
const STRIDE: usize = 32;

impl Prefilter {
    pub(crate) fn new(smoothed: ArrayView2<'_, f32>) -> Result<Self, ShapeError> {
        let grey = Grey::of(smoothed);
        let bytes = grey.bytes(smoothed);
        let rows = PackedRows::new(&bytes, smoothed.ncols())?;
        Ok(Self { rows, grey })
    }

    /// The `k` training images nearest to each query, ascending by index. If distances are equal,
    /// images with lower indices are taken.
    pub(crate) fn nearest(
        &self,
        level: Level,
        smoothed: &Array2<f32>,
        k: usize,
    ) -> Result<Vec<Vec<usize>>, ShapeError> {
        let n_rows = self.rows.n_rows();
        let bytes = self.grey.bytes(smoothed.view());
        let mut products = vec![0; QUERIES.min(smoothed.nrows()) * n_rows];
        let mut nearest = Vec::with_capacity(smoothed.nrows());
        for bytes in bytes.chunks(QUERIES * self.rows.n_features()) {
            let n_queries = bytes.len() / self.rows.n_features();
            let products = &mut products[..n_queries * n_rows];
            dot_products(level, bytes, &self.rows, products)?;
            let queries = bytes.par_chunks(self.rows.n_features());
            nearest.par_extend(products.par_chunks_mut(n_rows).zip(queries).map(
                |(products, query)| {
                    self.to_squared_distances(query, products);
                    smallest(products, k)
                },
            ));
        }
        Ok(nearest)
    }

    /// Turns the products of a query with each row into squared distances. These fit `u32`, so it
    /// does not matter if twice a product overflows.
    fn to_squared_distances(&self, query: &[u8], products: &mut [u32]) {
        let query: u32 = query.iter().map(|&q| u32::from(q).pow(2)).sum();
        for (product, &row) in products.iter_mut().zip(self.rows.squared_norms()) {
            *product = row
                .wrapping_add(query)
                .wrapping_sub(product.wrapping_mul(2));
        }
    }
}

impl Grey {
    fn of(values: ArrayView2<'_, f32>) -> Self {
        let typical = |extreme: fn(f32, f32) -> f32| {
            let of_images = values.rows().into_iter();
            let of_images = of_images.filter_map(|row| row.iter().copied().reduce(extreme));
            let mut of_images = Vec::from_iter(of_images);
            let all = of_images.iter().copied().reduce(extreme).unwrap_or(0.0);
            let middle = of_images.len() / 2;
            let median = match of_images.is_empty() {
                true => 0.0,
                false => *of_images.select_nth_unstable_by(middle, f32::total_cmp).1,
            };
            (all, median)
        };
        let (smallest, low) = typical(f32::min);
        let (largest, high) = typical(f32::max);
        let smallest = smallest.max(low - OFF * (high - low));
        let largest = largest.min(high + OFF * (high - low));
        let range = largest - smallest;
        Self {
            smallest,
            levels_a_unit: if range > 0.0 { 255.0 / range } else { 0.0 },
        }
    }

    /// Converts the values to bytes. Values outside the range become 0 or 255.
    fn bytes(self, values: ArrayView2<'_, f32>) -> Vec<u8> {
        values
            .iter()
            .map(|value| ((value - self.smallest) * self.levels_a_unit).round() as u8)
            .collect()
    }
}

/// The indices of the `k` smallest values, ascending. If values are equal, the lower indices are
/// taken.
fn smallest(values: &[u32], k: usize) -> Vec<usize> {
    if k >= values.len() {
        return (0..values.len()).collect();
    }
    let bound = likely_bound(values, k);
    let mut pairs: Vec<u64> = pairs_up_to(values, bound);
    if pairs.len() < k {
        pairs = pairs_up_to(values, u32::MAX);
    }
    let (before, last, _) = pairs.select_nth_unstable(k - 1);
    let mut indices: Vec<usize> = before.iter().map(|&pair| pair as u32 as usize).collect();
    indices.push(*last as u32 as usize);
    indices.sort_unstable();
    indices
}

/// Returns a bound that at least `k` values very likely do not exceed. It is a value of a sample.
/// Its rank in the sample is the expected rank plus four standard deviations.
fn likely_bound(values: &[u32], k: usize) -> u32 {
    let mut sample: Vec<u32> = values.iter().copied().step_by(STRIDE).collect();
    let share = k as f64 / STRIDE as f64;
    let rank = (share + 4.0 * share.sqrt()).ceil() as usize + 1;
    if rank >= sample.len() {
        return u32::MAX;
    }
    *sample.select_nth_unstable(rank).1
}

/// The values up to `bound` with their indices, as `value << 32 | index`.
fn pairs_up_to(values: &[u32], bound: u32) -> Vec<u64> {
    (values.iter().zip(0u64..))
        .filter(|&(&value, _)| value <= bound)
        .map(|(&value, index)| u64::from(value) << 32 | index)
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_smallest_are_those_of_a_sort(
            values in prop::collection::vec(0u32..60, 1..400),
            k in 1usize..420,
        ) {
            let mut sorted: Vec<_> = values.iter().copied().zip(0..).collect();
            sorted.sort_unstable();
            let mut expected: Vec<usize> = sorted.iter().take(k).map(|&(_, i)| i).collect();
            expected.sort_unstable();
            prop_assert_eq!(smallest(&values, k), expected);
        }

        #[test]
        fn candidates_are_the_nearest_in_grey_levels(
            rows in prop::collection::vec(prop::collection::vec(any::<u8>(), 6), 2..50),
            query in prop::collection::vec(any::<u8>(), 6),
            k in 1usize..50,
        ) {
            let matrix = Array2::from_shape_fn((rows.len(), 6), |(i, j)| f32::from(rows[i][j]));
            let prefilter = Prefilter::new(matrix.view()).unwrap();
            let query = Array2::from_shape_fn((1, 6), |(_, j)| f32::from(query[j]));
            let queried = prefilter.grey.bytes(query.view());
            let mut by_distance: Vec<(u32, usize)> = prefilter
                .grey
                .bytes(matrix.view())
                .chunks(6)
                .map(|row| row.iter().zip(&queried).map(|(a, b)| u32::from(a.abs_diff(*b)).pow(2)).sum())
                .zip(0..)
                .collect();
            by_distance.sort_unstable();
            let mut expected: Vec<usize> =
                by_distance.iter().take(k).map(|&(_, index)| index).collect();
            expected.sort_unstable();
            for level in Level::available() {
                let nearest = prefilter.nearest(level, &query, k).unwrap();
                prop_assert_eq!(&nearest, &[expected.clone()]);
            }
        }
    }
}

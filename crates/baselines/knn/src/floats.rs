//! Neighbours of images whose pixels are floats, in plain Rust.

use classifier::Pixel;
use ndarray::parallel::prelude::*;
use ndarray::{ArrayView1, ArrayView2, ArrayViewMut1, Axis};

use crate::Neighbours;

/// Partial sums of a distance: a constant, so that its rounding is the same on every machine.
const LANES: usize = 8;

/// The `k` rows nearest to each query, by distance, then by index.
pub(crate) fn nearest<P: Pixel>(
    queries: ArrayView2<'_, P>,
    rows: ArrayView2<'_, P>,
    k: usize,
) -> Neighbours {
    let mut neighbours = Neighbours::zeros(queries.nrows(), k);
    neighbours
        .squared_distances
        .axis_iter_mut(Axis(0))
        .into_par_iter()
        .zip(neighbours.indices.axis_iter_mut(Axis(0)))
        .zip(queries.axis_iter(Axis(0)))
        .for_each(|((distances, indices), query)| {
            nearest_of_one(query, rows, distances, indices);
        });
    neighbours
}

fn nearest_of_one<P: Pixel>(
    query: ArrayView1<'_, P>,
    rows: ArrayView2<'_, P>,
    mut distances: ArrayViewMut1<'_, f64>,
    mut indices: ArrayViewMut1<'_, usize>,
) {
    let k = distances.len();
    distances.fill(f64::INFINITY);
    let query = query.to_vec();
    for (index, row) in rows.rows().into_iter().enumerate() {
        let row = row.to_slice().expect("rows are kept in standard layout");
        let distance = squared_distance(&query, row);
        if distance < distances[k - 1] {
            // Later indices go behind equal distances: `<=` keeps the earlier row first.
            let place = distances.iter().take_while(|&&d| d <= distance).count();
            for slot in (place + 1..k).rev() {
                distances[slot] = distances[slot - 1];
                indices[slot] = indices[slot - 1];
            }
            distances[place] = distance;
            indices[place] = index;
        }
    }
}

fn squared_distance<P: Pixel>(a: &[P], b: &[P]) -> f64 {
    let mut sums = [0.0; LANES];
    let (a_lanes, a_rest) = a.as_chunks::<LANES>();
    let (b_lanes, b_rest) = b.as_chunks::<LANES>();
    for (a, b) in a_lanes.iter().zip(b_lanes) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += (a.intensity() - b.intensity()).powi(2);
        }
    }
    let rest = a_rest.iter().zip(b_rest);
    sums.iter().sum::<f64>()
        + rest
            .map(|(a, b)| (a.intensity() - b.intensity()).powi(2))
            .sum::<f64>()
}

use rayon::prelude::*;

use crate::expansion_tile::ExpansionTile;
use crate::level::with_level;
use crate::shape::check_len;
use crate::{Level, ShapeError};

/// Number of columns that a thread takes at a time. Their sums stay in its first-level cache.
const CHUNK: usize = 2048;

/// Adds rows of `f32` or `f64`, each multiplied by its coefficient, to sums in double precision:
/// `sums[k] += Σᵣ coefficients[r] · rows[r][k]`.
///
/// Each sum adds the rows in order. So its bits are the same on every level and with any number of
/// threads. It runs on rayon's current pool.
///
/// # Errors
/// [`ShapeError`] if the number of coefficients differs from the number of rows, or if a row is not
/// as long as `sums`.
pub fn add_scaled_rows<V: Copy + Into<f64> + Sync>(
    level: Level,
    coefficients: &[f64],
    rows: &[&[V]],
    sums: &mut [f64],
) -> Result<(), ShapeError> {
    check_len(rows.len(), coefficients.len())?;
    for row in rows {
        check_len(sums.len(), row.len())?;
    }
    with_level!(level, tile => add_scaled_rows_with(tile, coefficients, rows, sums));
    Ok(())
}

/// Computes Σₖ `weights[k] · values[k]` of `f32` or `f64` values in double precision. The bits are
/// the same on every level.
///
/// # Errors
/// [`ShapeError`] if the number of weights differs from the number of values.
pub fn weighted_sum<V: Copy + Into<f64>>(
    level: Level,
    weights: &[f64],
    values: &[V],
) -> Result<f64, ShapeError> {
    check_len(values.len(), weights.len())?;
    Ok(with_level!(level, tile => tile.weighted_sum(weights, values)))
}

fn add_scaled_rows_with<T: ExpansionTile, V: Copy + Into<f64> + Sync>(
    tile: T,
    coefficients: &[f64],
    rows: &[&[V]],
    sums: &mut [f64],
) {
    sums.par_chunks_mut(CHUNK)
        .enumerate()
        .for_each(|(chunk, sums)| {
            let columns = chunk * CHUNK..chunk * CHUNK + sums.len();
            let rows: Vec<&[V]> = rows.iter().map(|row| &row[columns.clone()]).collect();
            tile.add_scaled(coefficients, &rows, sums);
        });
}

use rayon::prelude::*;

use crate::dot_tile::{DotTile, Lanes, QueryTile};
use crate::level::with_level;
use crate::packed::PackedRows;
use crate::shape::count_rows;
use crate::{Level, ShapeError};

/// Writes the dot product of each query with each row to `products`, `(n_queries, n_rows)`
/// row-major.
///
/// `queries` is row-major and has as many bytes in each row as `rows`. The products are exact. To
/// multiply with some rows only, pack those rows ([`PackedRows::of_rows`]), which takes about as
/// long as one query. It runs on rayon's current pool.
///
/// ```
/// use kernels::{Level, PackedRows, dot_products};
///
/// let rows = PackedRows::new(&[1, 2, 3, 4, 255, 255], 2)?;
/// let mut products = [0; 3];
/// dot_products(Level::current(), &[10, 1], &rows, &mut products)?;
/// assert_eq!(products, [12, 34, 2805]);
/// # Ok::<(), kernels::ShapeError>(())
/// ```
///
/// # Errors
/// [`ShapeError`] if `queries` is not a whole number of rows, or if `products` does not have the
/// length of the result.
pub fn dot_products(
    level: Level,
    queries: &[u8],
    rows: &PackedRows,
    products: &mut [u32],
) -> Result<(), ShapeError> {
    let n_queries = count_rows(queries.len(), rows.n_features())?;
    if products.len() != n_queries * rows.n_rows() {
        return Err(ShapeError::OutputLength {
            expected: n_queries * rows.n_rows(),
            found: products.len(),
        });
    }
    if !products.is_empty() {
        with_level!(level, tile => dot_products_with(tile, queries, rows, products));
    }
    Ok(())
}

fn dot_products_with<T: DotTile>(
    kernel: T,
    queries: &[u8],
    rows: &PackedRows,
    products: &mut [u32],
) {
    let (n_features, n_rows) = (rows.n_features(), rows.n_rows());
    let block = (queries.len() / n_features)
        .div_ceil(rayon::current_num_threads())
        .max(1)
        .next_multiple_of(T::QUERIES)
        .min(BLOCK);
    queries
        .par_chunks(block * n_features)
        .zip(products.par_chunks_mut(block * n_rows))
        .for_each(|(queries, products)| {
            let queries: Vec<&[u8]> = queries.chunks(n_features).collect();
            let tiles: Vec<QueryTile<T>> = queries
                .chunks(T::QUERIES)
                .map(|queries| QueryTile::pack(queries, n_features))
                .collect();
            products_of_block(kernel, &tiles, rows, products);
        });
}

/// Number of queries that one thread takes through all rows together.
const BLOCK: usize = 512;

fn products_of_block<T: DotTile>(
    kernel: T,
    tiles: &[QueryTile<T>],
    rows: &PackedRows,
    products: &mut [u32],
) {
    let n_rows = rows.n_rows();
    for panels in rows.panels(T::PANELS) {
        let columns = panels.first_row..n_rows.min(panels.first_row + panels.squared_norms.len());
        kernel.for_each_tile(tiles, panels, |tile, dots| {
            let offsets = tiles[tile].dot_offsets();
            let products = products.chunks_mut(n_rows).skip(tile * T::QUERIES);
            let dots = dots.chunks(panels.n_panels());
            for ((products, dots), &offset) in products.zip(dots).zip(offsets) {
                let dots = dots.iter().flat_map(|Lanes(lanes)| lanes);
                for (product, dot) in products[columns.clone()].iter_mut().zip(dots) {
                    *product = dot.wrapping_add(offset);
                }
            }
        });
    }
}

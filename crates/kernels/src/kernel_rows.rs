use crate::dot_kernel::{DotKernel, KernelTerm, KernelTerms};
use crate::dot_tile::{DotTile, QueryTile};
use crate::expansion_tile::{ExpansionTile, PanelTerms};
use crate::level::with_level;
use crate::packed::PackedRows;
use crate::shape::check_len;
use crate::{Level, ShapeError};

/// Writes the kernel value of each query with each packed row: `values[q][r]`.
///
/// The dot products are exact. The rest is computed in single precision, lane by lane, with the
/// same result on every level. It runs on the calling thread; to use more threads, split the
/// queries.
///
/// ```
/// use kernels::{DotKernel, KernelTerm, KernelTerms, Level, PackedRows, kernel_rows};
///
/// // (x·y + 1)²
/// let term = KernelTerm { factor: 1.0, shift: 0.5 };
/// let rows = PackedRows::new(&[1, 2, 3, 0], 2)?;
/// let terms = KernelTerms::from_iter([term; 2]);
/// let mut values = [0.0; 2];
/// let queries: [(&[u8], KernelTerm); 1] = [(&[2, 1], term)];
/// let kernel = DotKernel::Power(2);
/// kernel_rows(Level::current(), kernel, &queries, &rows, &terms, &mut [&mut values])?;
/// assert_eq!(values, [25.0, 49.0]);
/// # Ok::<(), kernels::ShapeError>(())
/// ```
///
/// # Errors
/// [`ShapeError`] if a query is not as long as a row. There must be one term for each row and one
/// output for each query, and each output must have one place for each row.
pub fn kernel_rows(
    level: Level,
    kernel: DotKernel,
    queries: &[(&[u8], KernelTerm)],
    rows: &PackedRows,
    terms: &KernelTerms,
    values: &mut [&mut [f32]],
) -> Result<(), ShapeError> {
    let n_features = rows.n_features();
    if let Some((query, _)) = queries.iter().find(|(query, _)| query.len() != n_features) {
        return Err(ShapeError::NotWholeRows {
            len: query.len(),
            n_features,
        });
    }
    check_len(rows.n_rows(), terms.len())?;
    check_len(queries.len(), values.len())?;
    for values in values.iter() {
        check_len(rows.n_rows(), values.len())?;
    }
    with_level!(level, tile => kernel_rows_with(tile, kernel, queries, rows, terms, values));
    Ok(())
}

/// Turns the dot products of one query into kernel values, in place. It does what [`kernel_rows`]
/// does, for vectors that are not bytes.
///
/// # Errors
/// [`ShapeError`] if the number of terms differs from the number of dot products.
pub fn kernel_values(
    level: Level,
    kernel: DotKernel,
    query: KernelTerm,
    terms: &KernelTerms,
    dots: &mut [f32],
) -> Result<(), ShapeError> {
    check_len(terms.len(), dots.len())?;
    with_level!(level, tile => {
        tile.values_in_place(kernel, query, &terms.factors, &terms.shifts, dots);
    });
    Ok(())
}

/// Number of queries that are taken through all rows together. It is small enough for their tiles
/// to stay in the cache.
const BLOCK: usize = 128;

fn kernel_rows_with<T: DotTile + ExpansionTile>(
    tile: T,
    kernel: DotKernel,
    queries: &[(&[u8], KernelTerm)],
    rows: &PackedRows,
    terms: &KernelTerms,
    values: &mut [&mut [f32]],
) {
    let n_features = rows.n_features();
    for (queries, values) in queries.chunks(BLOCK).zip(values.chunks_mut(BLOCK)) {
        let pixels: Vec<&[u8]> = queries.iter().map(|&(pixels, _)| pixels).collect();
        let (order, tiles) = QueryTile::<T>::pack_alike(&pixels, n_features);
        for panels in rows.panels(T::PANELS) {
            let n_panels = panels.n_panels();
            let end = rows
                .n_rows()
                .min(panels.first_row + panels.squared_norms.len());
            let columns = panels.first_row..end;
            tile.for_each_tile(&tiles, panels, |index, dots| {
                let order = order[index * T::QUERIES..].iter();
                let offsets = tiles[index].dot_offsets();
                for ((&query, dots), &dot_offset) in order.zip(dots.chunks(n_panels)).zip(offsets) {
                    let panel_terms = PanelTerms {
                        query: queries[query].1,
                        dot_offset,
                        factors: &terms.factors[columns.clone()],
                        shifts: &terms.shifts[columns.clone()],
                    };
                    let values = &mut values[query][columns.clone()];
                    tile.values_of_panels(kernel, panel_terms, dots, values);
                }
            });
        }
    }
}

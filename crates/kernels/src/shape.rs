use thiserror::Error;

/// The largest number of bytes in a row. The largest squared distance of such rows, 255² · 66,051,
/// still fits `u32`.
pub(crate) const MAX_FEATURES: usize = (u32::MAX / (255 * 255)) as usize;

/// Why a kernel rejects slices of these lengths.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ShapeError {
    /// The rows have no values.
    #[error("rows of 0 values")]
    NoFeatures,
    /// The rows are so long that a squared distance may not fit `u32`.
    #[error(
        "rows of {found} bytes: at most {} are possible, so that squared distances fit u32",
        MAX_FEATURES
    )]
    TooManyFeatures {
        /// Number of bytes in a row.
        found: usize,
    },
    /// There are more rows than `u32` can index.
    #[error("{found} rows: a u32 cannot index so many")]
    TooManyRows {
        /// Rows given.
        found: usize,
    },
    /// The slice is not a whole number of rows.
    #[error("{len} values are not a whole number of rows of {n_features}")]
    NotWholeRows {
        /// Length of the slice.
        len: usize,
        /// Number of values in a row.
        n_features: usize,
    },
    /// A row index beyond the last row.
    #[error("row index {index}: there are {n_rows} rows")]
    RowOutOfRange {
        /// The index.
        index: usize,
        /// Number of rows.
        n_rows: usize,
    },
    /// The number of neighbours is 0 or larger than the number of rows.
    #[error("{k} nearest rows: the number must be from 1 to {n_rows}, the number of rows")]
    NeighbourCount {
        /// Number of neighbours asked for.
        k: usize,
        /// Number of rows.
        n_rows: usize,
    },
    /// The vectors of queries and rows differ in length.
    #[error("queries have {queries} entries, but rows have {rows}")]
    EntryCount {
        /// Number of entries in a vector of the queries.
        queries: usize,
        /// Number of entries in a vector of the rows.
        rows: usize,
    },
    /// The output slice does not have the length of the result.
    #[error("the output has {found} values, but the result has {expected}")]
    OutputLength {
        /// Length of the result.
        expected: usize,
        /// Length of the slice.
        found: usize,
    },
}

/// Returns the number of rows with `n_features` values in a slice of length `len`.
pub(crate) fn count_rows(len: usize, n_features: usize) -> Result<usize, ShapeError> {
    if n_features == 0 {
        return Err(ShapeError::NoFeatures);
    }
    if !len.is_multiple_of(n_features) {
        return Err(ShapeError::NotWholeRows { len, n_features });
    }
    let n_rows = len / n_features;
    if u32::try_from(n_rows).is_err() {
        return Err(ShapeError::TooManyRows { found: n_rows });
    }
    Ok(n_rows)
}

/// Checks that a squared distance of such rows fits `u32`.
pub(crate) fn check_features(n_features: usize) -> Result<(), ShapeError> {
    if n_features > MAX_FEATURES {
        return Err(ShapeError::TooManyFeatures { found: n_features });
    }
    Ok(())
}

/// Checks that each index is the index of a row.
pub(crate) fn check_indices(indices: &[usize], n_rows: usize) -> Result<(), ShapeError> {
    match indices.iter().find(|&&index| index >= n_rows) {
        Some(&index) => Err(ShapeError::RowOutOfRange { index, n_rows }),
        None => Ok(()),
    }
}

/// Checks that the vectors of queries and rows have the same length.
pub(crate) fn check_same_entries(queries: usize, rows: usize) -> Result<(), ShapeError> {
    if queries == rows {
        Ok(())
    } else {
        Err(ShapeError::EntryCount { queries, rows })
    }
}

/// The row at `index` of a row-major slice.
pub(crate) fn row<T>(rows: &[T], n_features: usize, index: usize) -> Option<&[T]> {
    rows.get(index * n_features..(index + 1) * n_features)
}

/// Checks that a slice has the length `expected`.
pub(crate) fn check_len(expected: usize, found: usize) -> Result<(), ShapeError> {
    if expected == found {
        Ok(())
    } else {
        Err(ShapeError::OutputLength { expected, found })
    }
}

use std::io::Write;

use super::header::UNSIGNED_BYTE;
use super::{Array, IdxError};

/// Writes an array as an IDX file of unsigned bytes.
///
/// ```
/// use mnist_io::idx::{self, Array};
///
/// let labels = Array { dimensions: vec![3], values: vec![5, 0, 4] };
/// let mut file = Vec::new();
/// idx::write(&mut file, &labels)?;
/// assert_eq!(file, [0, 0, 8, 1, 0, 0, 0, 3, 5, 0, 4]);
/// # Ok::<(), idx::IdxError>(())
/// ```
///
/// # Errors
/// [`IdxError::Unwritable`] if the values do not fill the dimensions, if a dimension exceeds
/// a `u32` or the rank a `u8`; [`IdxError::Io`] if writing fails.
pub fn write(mut writer: impl Write, array: &Array) -> Result<(), IdxError> {
    let header = header(array).ok_or_else(|| IdxError::Unwritable {
        dimensions: array.dimensions.clone(),
        values: array.values.len(),
    })?;
    let mut offset = 0;
    for part in [&header, &array.values] {
        writer
            .write_all(part)
            .map_err(|error| IdxError::Io { offset, error })?;
        offset += part.len() as u64;
    }
    writer
        .flush()
        .map_err(|error| IdxError::Io { offset, error })
}

fn header(array: &Array) -> Option<Vec<u8>> {
    let rank = u8::try_from(array.dimensions.len()).ok()?;
    let mut header = vec![0, 0, UNSIGNED_BYTE, rank];
    let mut product = 1_usize;
    for &size in &array.dimensions {
        header.extend(u32::try_from(size).ok()?.to_be_bytes());
        product = product.checked_mul(size)?;
    }
    (product == array.values.len()).then_some(header)
}

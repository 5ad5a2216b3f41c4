use rayon::prelude::*;

use crate::frame_tile::{FRAME, FramePair, FrameProduct, FrameTile};
use crate::level::with_level;
use crate::shape::{check_indices, check_len, check_same_entries};
use crate::{Level, ShapeError};

/// Frames of eight vectors of `i16`, laid out for products of one frame with another.
///
/// A frame can hold a linear map given by few vectors, such as an orthonormal basis in fixed point.
/// Frames are multiplied as a whole, so each loaded entry is used in eight products.
#[derive(Clone, Debug)]
pub struct Frames {
    n_frames: usize,
    n_entries: usize,
    n_pairs: usize,
    pairs: Vec<FramePair>,
}

impl Frames {
    /// Lays out `n_frames` frames of vectors with `n_entries` entries. It also returns the values
    /// that `write` returned for the frames.
    ///
    /// `write(index, vectors)` writes frame `index` into `vectors`, which is row-major, `(FRAME,
    /// n_entries)`, and zero at the start. It is called from several threads.
    ///
    /// # Errors
    /// [`ShapeError::NoFeatures`] if `n_entries` is 0.
    pub fn from_fn<T: Send>(
        n_frames: usize,
        n_entries: usize,
        write: impl Fn(usize, &mut [i16]) -> T + Sync,
    ) -> Result<(Self, Vec<T>), ShapeError> {
        if n_entries == 0 {
            return Err(ShapeError::NoFeatures);
        }
        let n_pairs = n_entries.div_ceil(2);
        let mut pairs = vec![FramePair([[0; 2]; FRAME]); n_frames * n_pairs];
        let returned = pairs
            .par_chunks_mut(n_pairs)
            .enumerate()
            .map_init(
                || vec![0; FRAME * n_entries],
                |vectors, (index, pairs)| {
                    vectors.fill(0);
                    let returned = write(index, vectors);
                    for (i, vector) in vectors.chunks(n_entries).enumerate() {
                        for (FramePair(lanes), pair) in pairs.iter_mut().zip(vector.chunks(2)) {
                            lanes[i][..pair.len()].copy_from_slice(pair);
                        }
                    }
                    returned
                },
            )
            .collect();
        let frames = Self {
            n_frames,
            n_entries,
            n_pairs,
            pairs,
        };
        Ok((frames, returned))
    }

    /// Number of frames.
    pub fn n_frames(&self) -> usize {
        self.n_frames
    }

    /// Number of entries in a vector.
    pub fn n_entries(&self) -> usize {
        self.n_entries
    }

    /// Memory used, in bytes.
    pub fn bytes(&self) -> usize {
        size_of_val(self.pairs.as_slice())
    }

    fn pairs_of(&self, frame: usize) -> &[FramePair] {
        &self.pairs[frame * self.n_pairs..][..self.n_pairs]
    }
}

/// Writes the products of frame `query` of `queries` with the frames of `rows` whose numbers are in
/// `indices`. `products` has the order of `indices`.
///
/// Arithmetic is modulo 2³². So a product is exact if the product of the two vectors' Euclidean
/// norms is less than 2³¹. The result is the same on every level. It runs on the calling thread.
///
/// ```
/// use kernels::{FRAME, Frames, Level, frame_products};
///
/// let (units, _) = Frames::from_fn(1, FRAME, |_, vectors| {
///     for i in 0..FRAME {
///         vectors[i * FRAME + i] = 1;
///     }
/// })?;
/// let (counting, _) = Frames::from_fn(2, FRAME, |index, vectors| {
///     vectors.fill(index as i16 + 1);
/// })?;
/// let mut products = [[[0; FRAME]; FRAME]; 2];
/// frame_products(Level::current(), &units, 0, &counting, &[1, 0], &mut products)?;
/// assert_eq!(products, [[[2; FRAME]; FRAME], [[1; FRAME]; FRAME]]);
/// # Ok::<(), kernels::ShapeError>(())
/// ```
///
/// # Errors
/// [`ShapeError`] if the two sets of frames differ in the number of entries, if an index is out of
/// range, or if `products` and `indices` differ in length.
pub fn frame_products(
    level: Level,
    queries: &Frames,
    query: usize,
    rows: &Frames,
    indices: &[usize],
    products: &mut [FrameProduct],
) -> Result<(), ShapeError> {
    check_same_entries(queries.n_entries, rows.n_entries)?;
    check_indices(&[query], queries.n_frames)?;
    check_indices(indices, rows.n_frames)?;
    check_len(indices.len(), products.len())?;
    let query = queries.pairs_of(query);
    let row = |index: usize| rows.pairs_of(index);
    with_level!(level, tile => tile.frame_products(query, row, indices, products));
    Ok(())
}

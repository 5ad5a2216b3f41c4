//! The products of frames that a CPU level provides.

/// Number of vectors in a frame.
pub const FRAME: usize = 8;

/// Two consecutive entries of each vector of a frame. It is an AVX2 register in which each 32-bit
/// lane belongs to one vector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C, align(32))]
pub(crate) struct FramePair(pub(crate) [[i16; 2]; FRAME]);

/// QᵀR of two frames: entry `[i][j]` is the dot product of vector `i` of the query with vector
/// `j` of the row.
pub type FrameProduct = [[i32; FRAME]; FRAME];

/// The frame products of a CPU level, computed `ROWS` at a time. A value of the type proves that
/// the CPU has the level.
pub(crate) trait FrameTile<const ROWS: usize>: Copy {
    /// Computes the products of one frame with `ROWS` others.
    fn products_of(
        self,
        query: &[FramePair],
        rows: [&[FramePair]; ROWS],
        products: &mut [FrameProduct; ROWS],
    );

    /// Computes the products of one frame with the frames of `indices`.
    fn frame_products<'a>(
        self,
        query: &[FramePair],
        row: impl Fn(usize) -> &'a [FramePair],
        indices: &[usize],
        products: &mut [FrameProduct],
    ) {
        let (whole, rest) = products.as_chunks_mut();
        let (of_whole, of_rest) = indices.as_chunks();
        for (products, indices) in whole.iter_mut().zip(of_whole) {
            self.products_of(query, indices.map(&row), products);
        }
        if let Some(&last) = of_rest.last() {
            // If rows are missing, the last row is repeated.
            let rows = std::array::from_fn(|i| row(of_rest.get(i).copied().unwrap_or(last)));
            let mut products = [[[0; FRAME]; FRAME]; ROWS];
            self.products_of(query, rows, &mut products);
            rest.copy_from_slice(&products[..rest.len()]);
        }
    }
}

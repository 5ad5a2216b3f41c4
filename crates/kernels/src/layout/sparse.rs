use super::PAD;

/// The non-zero values of a vector, in order, with their indices.
///
/// [`Dense`](super::Dense) can take this instead of an input with mostly zero values, such as an
/// image with its background. Zeros add nothing to the sums, so the result stays the same, and the
/// rows of weights that belong to zeros are not read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sparse {
    len: usize,
    indices: Vec<u32>,
    values: Vec<f32>,
}

impl Sparse {
    /// Replaces the contents with the non-zero values of `vector`.
    ///
    /// # Panics
    /// If the vector has more than 2³² values.
    pub fn gather(&mut self, vector: &[f32]) {
        self.len = vector.len();
        assert!(u32::try_from(self.len).is_ok(), "indices of 32 bits");
        self.indices.resize(self.len, 0);
        self.values.resize(self.len, 0.0);
        let mut count = 0;
        for (block, at) in vector.chunks(PAD).zip((0..).step_by(PAD)) {
            // The background has long runs of zeros. The shift removes the sign bit, so that −0
            // counts as zero.
            if block.iter().fold(0, |bits, value| bits | value.to_bits()) << 1 == 0 {
                continue;
            }
            // No branch here: a CPU cannot predict at which pixel ink begins or ends.
            for (&value, index) in block.iter().zip(at..) {
                self.indices[count] = index;
                self.values[count] = value;
                count += usize::from(value != 0.0);
            }
        }
        self.indices.truncate(count);
        self.values.truncate(count);
    }

    /// Length of the vector, zeros included.
    pub fn len(&self) -> usize {
        self.len
    }

    /// True if the vector has length 0.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Indices of the values, each below [`len`](Self::len).
    pub fn indices(&self) -> &[u32] {
        &self.indices
    }

    /// The values, none of them zero.
    pub fn values(&self) -> &[f32] {
        &self.values
    }
}

/// The values of two vectors of the same length at the indices where at least one of them is not
/// zero, in order, with these indices.
///
/// With a pattern and the next pattern,
/// [`descend_forward_sparse`](super::Dense::descend_forward_sparse) loads the weights of both only
/// once.
#[derive(Clone, Debug, Default)]
pub struct SparsePair {
    pub(crate) len: usize,
    pub(crate) count: usize,
    pub(crate) indices: Vec<u32>,
    pub(crate) first: Vec<f32>,
    pub(crate) second: Vec<f32>,
}

impl SparsePair {
    /// Length of each vector, zeros included.
    pub fn len(&self) -> usize {
        self.len
    }

    /// True if the vectors have length 0.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Indices of the values, each below [`len`](Self::len).
    pub fn indices(&self) -> &[u32] {
        &self.indices[..self.count]
    }

    /// The first vector's values at these indices.
    pub fn first(&self) -> &[f32] {
        &self.first[..self.count]
    }

    /// The second vector's values at these indices.
    pub fn second(&self) -> &[f32] {
        &self.second[..self.count]
    }
}

use super::PAD;

/// The non-zero values of a vector, in order, with their indices.
///
/// [`Dense`](super::Dense) takes one in place of an input most of whose values are zero, such as the
/// background of an image: what the zeros would add is zero, so nothing is lost, and their
/// rows of weights are not touched.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sparse {
    len: usize,
    indices: Vec<u32>,
    values: Vec<f32>,
}

impl Sparse {
    /// Takes the non-zero values of `vector` in place of those it held.
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
            // A background has long runs of zeros; the sign bit is shifted out for −0.
            if block.iter().fold(0, |bits, value| bits | value.to_bits()) << 1 == 0 {
                continue;
            }
            // No branch, since ink begins and ends at no pixel that could be foreseen.
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

    /// True if the vector has no values, zero or not.
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

/// The values of two vectors of one length where either is not zero, in order, with their
/// indices.
///
/// With a pattern and the next, [`descend_forward_sparse`](super::Dense::descend_forward_sparse) fetches the weights of both
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

    /// True if the vectors have no values, zero or not.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Indices of the values, each below [`len`](Self::len).
    pub fn indices(&self) -> &[u32] {
        &self.indices[..self.count]
    }

    /// The first vector's values there.
    pub fn first(&self) -> &[f32] {
        &self.first[..self.count]
    }

    /// The second vector's values there.
    pub fn second(&self) -> &[f32] {
        &self.second[..self.count]
    }
}

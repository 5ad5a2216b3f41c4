use super::{Rates, padded};
use crate::Aligned;

/// Number of inputs whose weights are packed together: as many as a cache line has values.
const BAND: usize = 16;

/// Full connection between `inputs` and `outputs` units.
///
/// The weights are a matrix with one row for each *input*, padded with zeros to
/// [`stride`](Self::stride). So a lane is an output unit. Vectors of outputs are padded in the same
/// way. Vectors of inputs are padded to [`padded_inputs`](Self::padded_inputs).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dense {
    inputs: usize,
    outputs: usize,
}

impl Dense {
    /// Connects `inputs` units with `outputs` units.
    pub fn new(inputs: usize, outputs: usize) -> Self {
        Self { inputs, outputs }
    }

    /// Number of inputs.
    pub fn inputs(self) -> usize {
        self.inputs
    }

    /// Length of a row of weights.
    pub fn stride(self) -> usize {
        padded(self.outputs)
    }

    /// Length of a vector of inputs.
    pub fn padded_inputs(self) -> usize {
        padded(self.inputs)
    }

    /// Length of the weights.
    pub fn weights(self) -> usize {
        self.inputs * self.stride()
    }

    /// Packs a matrix with one row for each *output*, which is the usual form of weights, into the
    /// layout used here.
    ///
    /// # Panics
    /// If the length is not `inputs` times `outputs`.
    pub fn pack<T: Copy + Default>(self, declared: &[T]) -> Aligned<T> {
        let mut packed = Aligned::zeros(self.weights());
        self.pack_into(declared, &mut packed);
        packed
    }

    /// Does the same as [`pack`](Self::pack) where weights were packed before.
    ///
    /// # Panics
    /// If a slice does not have the length that the layer states.
    pub fn pack_into<T: Copy>(self, declared: &[T], packed: &mut [T]) {
        assert_eq!(packed.len(), self.weights());
        assert_eq!(declared.len(), self.inputs * self.outputs);
        // In bands of inputs, so narrow that the cache nearest to the core holds the lines that are
        // written until they are full.
        for (band, rows) in packed.chunks_mut((BAND * self.stride()).max(1)).enumerate() {
            for (output, own) in declared.chunks(self.inputs).enumerate() {
                let rows = rows.chunks_exact_mut(self.stride());
                for (row, &value) in rows.zip(&own[BAND * band..]) {
                    row[output] = value;
                }
            }
        }
    }

    /// Does the same as [`pack`](Self::pack) for rates, one for each weight.
    ///
    /// # Panics
    /// As [`pack`](Self::pack).
    pub fn pack_rates(self, declared: &[f32]) -> Rates {
        match Rates::new(declared) {
            Rates::Same(rate) => Rates::Same(rate),
            Rates::Each(rates) => Rates::Each(self.pack(&rates)),
        }
    }

    /// The inverse of [`pack`](Self::pack).
    ///
    /// # Panics
    /// If a slice does not have the length that the layer states.
    pub fn unpack(self, packed: &[f32], declared: &mut [f32]) {
        assert_eq!(packed.len(), self.weights());
        assert_eq!(declared.len(), self.inputs * self.outputs);
        for (output, row) in declared.chunks_mut(self.inputs.max(1)).enumerate() {
            for (input, value) in row.iter_mut().enumerate() {
                *value = packed[input * self.stride() + output];
            }
        }
    }
}

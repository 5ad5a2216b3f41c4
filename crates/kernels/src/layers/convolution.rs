use super::dispatch;
use crate::Level;
use crate::layout::Convolution;
use crate::layout::convolution::{SIDE, TAPS};

impl Convolution {
    /// Copies input maps (unpadded, one after the other) into `columns`. Values between the maps do
    /// not change.
    ///
    /// # Panics
    /// If a slice does not have the length that the layer states.
    pub fn copy_columns(&self, level: Level, input: &[f32], columns: &mut [f32]) {
        assert!(input.len() >= self.n_inputs * self.in_height * self.in_width);
        assert_eq!(columns.len(), self.columns());
        dispatch!(level, convolution_copy_columns(self, input, columns));
    }

    /// Computes the weighted sums: each output plane is the bias of its map plus the responses of
    /// the kernels.
    ///
    /// # Panics
    /// If a slice does not have the length that the layer states.
    pub fn forward(
        &self,
        level: Level,
        kernels: &[f32],
        biases: &[f32],
        columns: &[f32],
        output: &mut [f32],
    ) {
        assert_eq!(kernels.len(), self.n_pairs * TAPS);
        assert_eq!(biases.len(), self.n_outputs);
        assert_eq!(columns.len(), self.columns());
        assert_eq!(output.len(), self.outputs());
        for &map in &self.bare {
            output[map * self.plane()..][..self.plane()].fill(biases[map]);
        }
        dispatch!(
            level,
            convolution_forward(self, kernels, biases, columns, output)
        );
    }

    /// ∂E/∂w of the kernels and ∂E/∂b of the biases, from ∂E/∂a in the output planes `delta`,
    /// whose padding must be zero.
    ///
    /// # Panics
    /// If a slice does not have the length that the layer states.
    pub fn weight_gradient(
        &self,
        level: Level,
        columns: &[f32],
        delta: &[f32],
        kernels: &mut [f32],
        biases: &mut [f32],
    ) {
        assert_eq!(kernels.len(), self.n_pairs * TAPS);
        assert_eq!(biases.len(), self.n_outputs);
        assert_eq!(columns.len(), self.columns());
        assert_eq!(delta.len(), self.outputs());
        dispatch!(level, convolution_bias_gradient(self, delta, biases));
        dispatch!(
            level,
            convolution_weight_gradient(self, columns, delta, kernels)
        );
    }

    /// ∂E/∂x of the input maps (unpadded), from ∂E/∂a in the output planes `delta`, whose
    /// padding must be zero. `scratch` must be zero when it is first used.
    ///
    /// # Panics
    /// If a slice does not have the length that the layer states.
    pub fn input_gradient(
        &self,
        level: Level,
        kernels: &[f32],
        delta: &[f32],
        input: &mut [f32],
        scratch: &mut [f32],
    ) {
        assert_eq!(kernels.len(), self.n_pairs * TAPS);
        assert_eq!(delta.len(), self.outputs());
        assert!(input.len() >= self.n_inputs * self.in_height * self.in_width);
        assert_eq!(scratch.len(), self.scratch());
        let (columns, aprons) = scratch.split_at_mut(self.columns());
        for (plane, apron) in delta
            .chunks_exact(self.plane())
            .zip(aprons.chunks_exact_mut(self.apron_plane()))
        {
            apron[(SIDE - 1) * self.out_width()..][..self.plane()].copy_from_slice(plane);
        }
        dispatch!(
            level,
            convolution_column_gradient(self, kernels, aprons, columns)
        );
        dispatch!(level, convolution_fold_columns(self, columns, input));
    }
}

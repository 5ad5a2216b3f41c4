//! Generates the network kernels of a level.

/// Generates the kernel `$name`, compiled for a level's features. Its body is a kernel over the
/// level's vectors (`unsafe`) or a plain loop.
macro_rules! stamp {
    ([$($features:literal)?], unsafe $body:expr,
        $name:ident ( $($argument:ident : $type:ty),* )) => {
        /// # Safety
        /// The lengths are those the kernel states.
        $(#[target_feature(enable = $features)])?
        pub(crate) unsafe fn $name(self, $($argument: $type),*) {
            // SAFETY: `self` proves the features; the caller vouches for the lengths.
            unsafe { $body($($argument),*) }
        }
    };
    ([$($features:literal)?], $body:expr, $name:ident ( $($argument:ident : $type:ty),* )) => {
        /// # Safety
        /// None beyond the features, which `self` proves.
        $(#[target_feature(enable = $features)])?
        pub(crate) unsafe fn $name(self, $($argument: $type),*) {
            $body($($argument),*);
        }
    };
}

/// Generates all network kernels of a level with those features and vectors. `$fused` says whether
/// they fuse multiplication and addition.
macro_rules! stamp_layers {
    ($level:ty, $features:tt, $lanes:ty, fused: $fused:expr) => {
        const _: () = {
            use half::bf16;

            use $crate::lanes::stamp::stamp;
            use $crate::lanes::{convolution, dense, elementwise, rates, sparse, subsampling};
            use $crate::layout::{Convolution, Dense, Rates, Sparse, SparsePair, Subsampling};

            impl $level {
                stamp!($features, convolution::copy_columns,
                    convolution_copy_columns(
                        c: &Convolution, input: &[f32], columns: &mut [f32]));
                stamp!($features, unsafe convolution::forward::<$lanes>,
                    convolution_forward(
                        c: &Convolution, kernels: &[f32], biases: &[f32], columns: &[f32],
                        output: &mut [f32]));
                stamp!($features, unsafe convolution::weight_gradient::<$lanes>,
                    convolution_weight_gradient(
                        c: &Convolution, columns: &[f32], delta: &[f32], kernels: &mut [f32]));
                stamp!($features, unsafe convolution::bias_gradient::<$lanes>,
                    convolution_bias_gradient(
                        c: &Convolution, delta: &[f32], biases: &mut [f32]));
                stamp!($features, unsafe convolution::column_gradient::<$lanes>,
                    convolution_column_gradient(
                        c: &Convolution, kernels: &[f32], aprons: &[f32], columns: &mut [f32]));
                stamp!($features, unsafe convolution::fold_columns::<$lanes>,
                    convolution_fold_columns(
                        c: &Convolution, columns: &[f32], input: &mut [f32]));

                stamp!($features, unsafe dense::forward::<$lanes, 1>,
                    dense_forward(
                        dense: Dense, weights: &[f32], biases: &[f32],
                        patterns: [(&[f32], &mut [f32]); 1]));
                stamp!($features, unsafe dense::forward::<$lanes, 4>,
                    dense_forward_four(
                        dense: Dense, weights: &[f32], biases: &[f32],
                        patterns: [(&[f32], &mut [f32]); 4]));
                stamp!($features, unsafe dense::input_gradient::<$lanes>,
                    dense_input_gradient(
                        dense: Dense, weights: &[f32], delta: &[f32], input: &mut [f32]));
                stamp!($features, unsafe dense::descend::<$lanes>,
                    dense_descend(
                        dense: Dense, weights: &mut [f32], rates: &Rates, input: &[f32],
                        delta: &[f32], input_gradient: &mut [f32]));

                stamp!($features, elementwise::squash::<{ $fused }>,
                    elementwise_squash(scale: (f32, f32), values: &mut [f32]));
                stamp!($features, elementwise::chain,
                    elementwise_chain(scale: (f32, f32), states: &[f32], delta: &mut [f32]));
                stamp!($features, elementwise::add_scaled,
                    elementwise_add_scaled(s: f32, a: &[f32], b: &[f32], w: &mut [f32]));

                stamp!($features, rates::descend,
                    rates_descend(
                        weights: &mut [f32], rates: &Rates, start: usize, x: f32,
                        delta: &[f32]));

                stamp!($features, unsafe sparse::forward::<$lanes, f32>,
                    sparse_forward(weights: &[f32], input: &Sparse, output: &mut [f32]));
                stamp!($features, unsafe sparse::forward::<$lanes, bf16>,
                    sparse_sum_rates(rates: &[bf16], input: &Sparse, output: &mut [f32]));
                stamp!($features, unsafe sparse::descend::<$lanes>,
                    sparse_descend(
                        weights: &mut [f32], rates: &Rates, input: &Sparse, delta: &[f32]));
                stamp!($features, unsafe sparse::descend_forward::<$lanes>,
                    sparse_descend_forward(
                        weights: &mut [f32], rates: &Rates, pair: &SparsePair, step: &[f32],
                        sums: &mut [f32], rate_sums: &mut [f32]));
                stamp!($features, unsafe sparse::gather::<$lanes>,
                    sparse_gather(
                        vectors: (&[f32], &[f32]),
                        found: (&mut [u32], &mut [f32], &mut [f32]), count: &mut usize));

                stamp!($features, unsafe subsampling::pool::<$lanes>,
                    subsampling_pool(
                        s: &Subsampling, weight: f32, input: &[f32], pooled: &mut [f32]));
                stamp!($features, subsampling::affine,
                    subsampling_affine(
                        s: &Subsampling, coefficients: &[f32], biases: &[f32],
                        pooled: &[f32], output: &mut [f32]));
                stamp!($features, unsafe subsampling::spread::<$lanes>,
                    subsampling_spread(
                        s: &Subsampling, slopes: &[f32], delta: &[f32], input: &mut [f32]));
                stamp!($features, subsampling::weight_gradient,
                    subsampling_weight_gradient(
                        s: &Subsampling, pooled: &[f32], delta: &[f32],
                        coefficients: &mut [f32], biases: &mut [f32]));
            }
        };
    };
}

pub(crate) use {stamp, stamp_layers};

//! A level's network kernels.

/// `$name`, compiled for a level's features, is a kernel over the level's vectors (`unsafe`) or
/// a plain loop.
macro_rules! stamp {
    ([$($features:literal)?], unsafe $body:expr,
        $name:ident ( $($argument:ident : $type:ty),* )) => {
        /// # Safety
        /// The CPU has the level's features; the lengths are those the kernel states.
        $(#[target_feature(enable = $features)])?
        pub(crate) unsafe fn $name($($argument: $type),*) {
            // SAFETY: the caller's.
            unsafe { $body($($argument),*) }
        }
    };
    ([$($features:literal)?], $body:expr, $name:ident ( $($argument:ident : $type:ty),* )) => {
        /// # Safety
        /// The CPU has the level's features.
        $(#[target_feature(enable = $features)])?
        pub(crate) unsafe fn $name($($argument: $type),*) {
            $body($($argument),*);
        }
    };
}

/// All network kernels of a level with those features and vectors; `$fused` says whether they
/// fuse multiplication and addition.
macro_rules! stamp_layers {
    ($features:tt, $lanes:ty, fused: $fused:expr) => {
        pub(crate) mod convolution {
            use super::*;
            use crate::layers::Convolution;

            stamp!($features, generic::convolution::copy_columns,
                copy_columns(c: &Convolution, input: &[f32], columns: &mut [f32]));
            stamp!($features, unsafe generic::convolution::forward::<$lanes>,
                forward(
                    c: &Convolution, kernels: &[f32], biases: &[f32], columns: &[f32],
                    output: &mut [f32]));
            stamp!($features, unsafe generic::convolution::weight_gradient::<$lanes>,
                weight_gradient(
                    c: &Convolution, columns: &[f32], delta: &[f32], kernels: &mut [f32]));
            stamp!($features, unsafe generic::convolution::bias_gradient::<$lanes>,
                bias_gradient(c: &Convolution, delta: &[f32], biases: &mut [f32]));
            stamp!($features, unsafe generic::convolution::column_gradient::<$lanes>,
                column_gradient(
                    c: &Convolution, kernels: &[f32], aprons: &[f32], columns: &mut [f32]));
            stamp!($features, unsafe generic::convolution::fold_columns::<$lanes>,
                fold_columns(c: &Convolution, columns: &[f32], input: &mut [f32]));
        }

        pub(crate) mod dense {
            use super::*;
            use crate::layers::{Dense, Rates};

            stamp!($features, unsafe generic::dense::forward::<$lanes, 1>,
                forward(
                    dense: Dense, weights: &[f32], biases: &[f32],
                    patterns: [(&[f32], &mut [f32]); 1]));
            stamp!($features, unsafe generic::dense::forward::<$lanes, 4>,
                forward_four(
                    dense: Dense, weights: &[f32], biases: &[f32],
                    patterns: [(&[f32], &mut [f32]); 4]));
            stamp!($features, unsafe generic::dense::input_gradient::<$lanes>,
                input_gradient(dense: Dense, weights: &[f32], delta: &[f32], input: &mut [f32]));
            stamp!($features, unsafe generic::dense::descend::<$lanes>,
                descend(
                    dense: Dense, weights: &mut [f32], rates: &Rates, input: &[f32],
                    delta: &[f32], input_gradient: &mut [f32]));
        }

        pub(crate) mod elementwise {
            use super::*;

            stamp!($features, generic::elementwise::squash::<{ $fused }>,
                squash(scale: (f32, f32), values: &mut [f32]));
            stamp!($features, generic::elementwise::chain,
                chain(scale: (f32, f32), states: &[f32], delta: &mut [f32]));
            stamp!($features, generic::elementwise::add_scaled,
                add_scaled(s: f32, a: &[f32], b: &[f32], w: &mut [f32]));
        }

        pub(crate) mod rates {
            use super::*;
            use crate::layers::Rates;

            stamp!($features, generic::rates::descend,
                descend(
                    weights: &mut [f32], rates: &Rates, start: usize, x: f32, delta: &[f32]));
        }

        pub(crate) mod sparse {
            use super::*;
            use crate::layers::{Rates, Sparse, SparsePair};
            use half::bf16;

            stamp!($features, unsafe generic::sparse::forward::<$lanes, f32>,
                forward(weights: &[f32], input: &Sparse, output: &mut [f32]));
            stamp!($features, unsafe generic::sparse::forward::<$lanes, bf16>,
                sum_rates(rates: &[bf16], input: &Sparse, output: &mut [f32]));
            stamp!($features, unsafe generic::sparse::descend::<$lanes>,
                descend(weights: &mut [f32], rates: &Rates, input: &Sparse, delta: &[f32]));
            stamp!($features, unsafe generic::sparse::descend_forward::<$lanes>,
                descend_forward(
                    weights: &mut [f32], rates: &Rates, pair: &SparsePair, step: &[f32],
                    sums: &mut [f32], rate_sums: &mut [f32]));
            stamp!($features, unsafe generic::sparse::gather::<$lanes>,
                gather(
                    vectors: (&[f32], &[f32]), found: (&mut [u32], &mut [f32], &mut [f32]),
                    count: &mut usize));
        }

        pub(crate) mod subsampling {
            use super::*;
            use crate::layers::Subsampling;

            stamp!($features, unsafe generic::subsampling::pool::<$lanes>,
                pool(s: &Subsampling, weight: f32, input: &[f32], pooled: &mut [f32]));
            stamp!($features, generic::subsampling::affine,
                affine(
                    s: &Subsampling, coefficients: &[f32], biases: &[f32], pooled: &[f32],
                    output: &mut [f32]));
            stamp!($features, unsafe generic::subsampling::spread::<$lanes>,
                spread(s: &Subsampling, slopes: &[f32], delta: &[f32], input: &mut [f32]));
            stamp!($features, generic::subsampling::weight_gradient,
                weight_gradient(
                    s: &Subsampling, pooled: &[f32], delta: &[f32], coefficients: &mut [f32],
                    biases: &mut [f32]));
        }
    };
}

pub(crate) use {stamp, stamp_layers};

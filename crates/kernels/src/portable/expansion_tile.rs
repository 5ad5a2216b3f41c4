//! The bodies are inlined into functions that are compiled for the vectors of each level.

use super::exp::exp;
use crate::dot_kernel::{DotKernel, KernelTerm};
use crate::dot_tile::Lanes;
use crate::expansion_tile::PanelTerms;
use crate::packed::PANEL_ROWS;

/// Number of kernel values computed at a time.
const WIDTH: usize = PANEL_ROWS;

/// Number of partial sums in a weighted sum.
const PARTS: usize = 32;

/// Defines a method of [`ExpansionTile`](crate::expansion_tile::ExpansionTile). It calls the body
/// of the same name, compiled for a level's features.
macro_rules! compiled {
    ([$($features:literal)?] $function:ident $(<$value:ident>)?
        ($($argument:ident : $type:ty),*) $(-> $output:ty)?) => {
        fn $function $(<$value: Copy + Into<f64>>)? (self, $($argument: $type),*) $(-> $output)? {
            $(#[target_feature(enable = $features)])?
            unsafe fn body $(<$value: Copy + Into<f64>>)? (
                $($argument: $type),*
            ) $(-> $output)? {
                $crate::portable::expansion_tile::$function($($argument),*)
            }
            // SAFETY: `self` proves the features, and the body asks for nothing else.
            unsafe { body($($argument),*) }
        }
    };
}

/// Implements [`ExpansionTile`](crate::expansion_tile::ExpansionTile) for a level with those
/// features, using [`compiled`].
macro_rules! impl_expansion_tile {
    ($level:ty, $features:tt) => {
        const _: () = {
            use $crate::dot_kernel::{DotKernel, KernelTerm};
            use $crate::dot_tile::Lanes;
            use $crate::expansion_tile::{ExpansionTile, PanelTerms};

            impl ExpansionTile for $level {
                compiled!($features values_of_panels(
                            kernel: DotKernel, terms: PanelTerms<'_>, dots: &[Lanes],
                            values: &mut [f32]));
                compiled!($features values_in_place(
                            kernel: DotKernel, query: KernelTerm, factors: &[f32], shifts: &[f32],
                            dots: &mut [f32]));
                compiled!($features add_scaled<V>(
                            coefficients: &[f64], rows: &[&[V]], sums: &mut [f64]));
                compiled!($features weighted_sum<V>(weights: &[f64], values: &[V]) -> f64);
            }
        };
    };
}
// Levels that are compiled for their CPU have no other macro than this one.
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
pub(crate) use {compiled, impl_expansion_tile};

impl_expansion_tile!(super::Portable, []);

#[inline(always)]
pub(crate) fn values_of_panels(
    kernel: DotKernel,
    terms: PanelTerms<'_>,
    dots: &[Lanes],
    values: &mut [f32],
) {
    for (((Lanes(dots), factors), shifts), values) in dots
        .iter()
        .zip(terms.factors.chunks(WIDTH))
        .zip(terms.shifts.chunks(WIDTH))
        .zip(values.chunks_mut(WIDTH))
    {
        let dots = dots.map(|dot| dot.wrapping_add(terms.dot_offset) as f32);
        values_of(kernel, terms.query, dots, factors, shifts, values);
    }
}

#[inline(always)]
pub(crate) fn values_in_place(
    kernel: DotKernel,
    query: KernelTerm,
    factors: &[f32],
    shifts: &[f32],
    dots: &mut [f32],
) {
    for ((factors, shifts), values) in factors
        .chunks(WIDTH)
        .zip(shifts.chunks(WIDTH))
        .zip(dots.chunks_mut(WIDTH))
    {
        let mut dots = [0.0; WIDTH];
        dots[..values.len()].copy_from_slice(values);
        values_of(kernel, query, dots, factors, shifts, values);
    }
}

#[inline(always)]
fn values_of(
    kernel: DotKernel,
    query: KernelTerm,
    dots: [f32; WIDTH],
    factors: &[f32],
    shifts: &[f32],
    values: &mut [f32],
) {
    let whole = <&mut [f32; WIDTH]>::try_from(&mut *values);
    match (factors.try_into(), shifts.try_into(), whole) {
        (Ok(factors), Ok(shifts), Ok(values)) => {
            *values = values_of_all(kernel, query, dots, factors, shifts);
        }
        _ => {
            let padded =
                |terms: &[f32]| std::array::from_fn(|lane| terms.get(lane).copied().unwrap_or(0.0));
            let all = values_of_all(kernel, query, dots, &padded(factors), &padded(shifts));
            values.copy_from_slice(&all[..values.len()]);
        }
    }
}

#[inline(always)]
fn values_of_all(
    kernel: DotKernel,
    query: KernelTerm,
    dots: [f32; WIDTH],
    factors: &[f32; WIDTH],
    shifts: &[f32; WIDTH],
) -> [f32; WIDTH] {
    let mut arguments = dots;
    for ((t, factor), shift) in arguments.iter_mut().zip(factors).zip(shifts) {
        *t = *t * (query.factor * factor) + (query.shift + shift);
    }
    match kernel {
        DotKernel::Power(degree) => powers(arguments, degree),
        DotKernel::Exp => arguments.map(exp),
    }
}

#[inline(always)]
fn powers(mut base: [f32; WIDTH], degree: u32) -> [f32; WIDTH] {
    let mut powers = [1.0; WIDTH];
    let mut rest = degree;
    while rest > 0 {
        if rest & 1 == 1 {
            for (power, base) in powers.iter_mut().zip(&base) {
                *power *= base;
            }
        }
        for base in &mut base {
            *base *= *base;
        }
        rest >>= 1;
    }
    powers
}

#[inline(always)]
pub(crate) fn add_scaled<V: Copy + Into<f64>>(
    coefficients: &[f64],
    rows: &[&[V]],
    sums: &mut [f64],
) {
    let n = sums.len();
    let (groups, rest) = rows.as_chunks::<4>();
    let (group_coefficients, rest_coefficients) = coefficients.as_chunks::<4>();
    for (rows, c) in groups.iter().zip(group_coefficients) {
        let [a, b, c_, d] = rows.map(|row| &row[..n]);
        for k in 0..n {
            sums[k] = sums[k]
                + c[0] * a[k].into()
                + c[1] * b[k].into()
                + c[2] * c_[k].into()
                + c[3] * d[k].into();
        }
    }
    for (row, coefficient) in rest.iter().zip(rest_coefficients) {
        for (sum, &value) in sums.iter_mut().zip(*row) {
            *sum += coefficient * value.into();
        }
    }
}

#[inline(always)]
pub(crate) fn weighted_sum<V: Copy + Into<f64>>(weights: &[f64], values: &[V]) -> f64 {
    let (weights, last_weights) = weights.as_chunks::<PARTS>();
    let (values, last_values) = values.as_chunks::<PARTS>();
    let mut parts = [0.0; PARTS];
    for (weights, values) in weights.iter().zip(values) {
        for ((part, weight), &value) in parts.iter_mut().zip(weights).zip(values) {
            *part += weight * value.into();
        }
    }
    for ((part, weight), &value) in parts.iter_mut().zip(last_weights).zip(last_values) {
        *part += weight * value.into();
    }
    parts.iter().sum()
}

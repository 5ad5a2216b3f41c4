//! The loops of a CPU level for kernel expansions f(x) = Σ cᵢ k(xᵢ, x): they compute kernel values
//! from dot products, and sums of kernel values weighted by coefficients.

use crate::dot_kernel::{DotKernel, KernelTerm};
use crate::dot_tile::Lanes;

/// The terms of a query and of the rows of some panels.
#[derive(Clone, Copy)]
pub(crate) struct PanelTerms<'a> {
    pub(crate) query: KernelTerm,
    /// The number to add to Σ q(t − 128) to get q·t.
    pub(crate) dot_offset: u32,
    pub(crate) factors: &'a [f32],
    pub(crate) shifts: &'a [f32],
}

/// The loops of a CPU level over kernel values. A value of the type proves that the CPU has the
/// level.
///
/// The loops are plain Rust compiled for the level's vectors, without fused multiply-add. So every
/// level returns the same bits.
pub(crate) trait ExpansionTile: Copy + Send + Sync {
    /// Writes the kernel values of a query with the rows of some panels, from Σ q(t − 128)
    /// modulo 2³².
    fn values_of_panels(
        self,
        kernel: DotKernel,
        terms: PanelTerms<'_>,
        dots: &[Lanes],
        values: &mut [f32],
    );

    /// Turns dot products into kernel values.
    fn values_in_place(
        self,
        kernel: DotKernel,
        query: KernelTerm,
        factors: &[f32],
        shifts: &[f32],
        dots: &mut [f32],
    );

    /// `sums[k] += Σᵣ coefficients[r] · rows[r][k]`, row after row.
    fn add_scaled<V: Copy + Into<f64>>(self, coefficients: &[f64], rows: &[&[V]], sums: &mut [f64]);

    /// `Σₖ weights[k] · values[k]`.
    fn weighted_sum<V: Copy + Into<f64>>(self, weights: &[f64], values: &[V]) -> f64;
}

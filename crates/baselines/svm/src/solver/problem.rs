use crate::SvmError;
use crate::report::Convergence;
use crate::samples::{Columns, Samples};

/// A two-class problem.
pub(crate) struct Problem<'a> {
    pub(crate) samples: &'a Samples,
    /// The same samples, as columns.
    pub(crate) columns: &'a Columns,
    /// +1 or −1 for each sample, both of them present.
    pub(crate) signs: &'a [f64],
    /// The bound C of each sample.
    pub(crate) bounds: &'a [f64],
    pub(crate) gap: f64,
    pub(crate) max_iterations: u64,
}

/// A two-class machine f(x) = Σᵢ αᵢ yᵢ k(xᵢ, x) + b.
pub(crate) struct Solution {
    /// αᵢ yᵢ for each sample.
    pub(crate) coefficients: Vec<f64>,
    /// b.
    pub(crate) bias: f64,
    pub(crate) convergence: Convergence,
}

/// Why there is no solution.
pub(crate) enum Failure {
    /// The limit was reached.
    Limit { iterations: u64, gap: f64 },
    /// No step is left that would change anything.
    Stalled { iterations: u64, gap: f64 },
    /// The gap, recomputed, is another.
    Imprecise { gap: f64 },
    /// Beside the bias, what tells images apart is lost.
    Flat { reach: f64, bias: f64 },
    /// No image is near any other.
    Isolated { nearest: f64 },
    /// Whoever watches has had enough.
    Stopped,
    /// Something else.
    Other(SvmError),
}

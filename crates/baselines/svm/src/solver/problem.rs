use crate::report::Convergence;
use crate::samples::{Columns, Samples};
use crate::{Machine, SvmError};

/// A two-class problem.
pub(crate) struct Problem<'a> {
    pub(crate) samples: &'a Samples,
    /// The same samples, as columns.
    pub(crate) columns: &'a Columns,
    pub(crate) gap: f64,
    pub(crate) max_iterations: u64,
}

/// How much optimisation there was.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Course {
    pub(crate) iterations: u64,
    pub(crate) rounds: u64,
    pub(crate) kernel_rows: u64,
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

impl Failure {
    /// The error that it is for this machine, which was to have this gap.
    pub(crate) fn of(self, machine: Machine, wanted: f64) -> SvmError {
        match self {
            Self::Limit { iterations, gap } => SvmError::NotConverged {
                machine,
                iterations,
                gap,
                wanted,
            },
            Self::Stalled { iterations, gap } => SvmError::Stalled {
                machine,
                iterations,
                gap,
                wanted,
            },
            Self::Imprecise { gap } => SvmError::Imprecise {
                machine,
                gap,
                wanted,
            },
            Self::Flat { reach, bias } => SvmError::Flat {
                machine,
                reach,
                bias,
            },
            Self::Isolated { nearest } => SvmError::Isolated { machine, nearest },
            Self::Stopped => SvmError::Stopped,
            Self::Other(error) => error,
        }
    }
}

use std::fmt;

/// Which classes a two-class machine tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Machine {
    /// A class from all others.
    OneVsRest {
        /// The class of positive values.
        class: usize,
    },
    /// A class from another.
    OneVsOne {
        /// The class of positive values.
        positive: usize,
        /// The class of negative values.
        negative: usize,
    },
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OneVsRest { class } => write!(f, "class {class} against the rest"),
            Self::OneVsOne { positive, negative } => {
                write!(f, "class {positive} against class {negative}")
            }
        }
    }
}

/// How the training of a two-class machine ended.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Convergence {
    /// By how much the worst pair of samples violates optimality: LIBSVM's m(α) − M(α); 0 if
    /// none does.
    pub gap: f64,
    /// Pairs of α that were optimised.
    pub iterations: u64,
    /// Working sets that were optimised.
    pub rounds: u64,
    /// Rows of the kernel matrix that were computed.
    pub kernel_rows: u64,
    /// Samples with α > 0.
    pub support_vectors: usize,
    /// Samples with α = C.
    pub bounded_support_vectors: usize,
    /// ½ Σᵢⱼ αᵢ αⱼ yᵢ yⱼ k(xᵢ, xⱼ) − Σᵢ αᵢ, which training minimises.
    pub dual_objective: f64,
}

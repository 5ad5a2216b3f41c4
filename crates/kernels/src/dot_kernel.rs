/// A Mercer kernel that depends on the dot product of two vectors and on one term of each vector:
/// k(x, y) = g(aₓ a_y x·y + bₓ + b_y).
///
/// Polynomial kernels are powers, with a² as the scale and 2b as the offset. A Gaussian kernel is
/// an exponential: −γ‖x − y‖² = 2γ x·y − γ‖x‖² − γ‖y‖². A factor 1/‖x‖ in a scales a vector to unit
/// length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DotKernel {
    /// g(t) = tᵈ.
    Power(u32),
    /// g(t) = eᵗ, with a relative error of at most 2e-7 for t from −87 to 88. Outside this range
    /// the value is that of the nearer end.
    Exp,
}

/// The term of a vector in a [`DotKernel`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KernelTerm {
    /// a, which multiplies the dot product.
    pub factor: f32,
    /// b, which is added to the scaled dot product.
    pub shift: f32,
}

/// The terms of several vectors.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KernelTerms {
    pub(crate) factors: Vec<f32>,
    pub(crate) shifts: Vec<f32>,
}

impl KernelTerms {
    /// Returns the number of vectors.
    pub fn len(&self) -> usize {
        self.factors.len()
    }

    /// Returns true if there are no vectors.
    pub fn is_empty(&self) -> bool {
        self.factors.is_empty()
    }

    /// Returns the term of the vector `index`.
    ///
    /// # Panics
    /// If `index` is not smaller than the number of vectors.
    pub fn get(&self, index: usize) -> KernelTerm {
        KernelTerm {
            factor: self.factors[index],
            shift: self.shifts[index],
        }
    }
}

impl FromIterator<KernelTerm> for KernelTerms {
    fn from_iter<I: IntoIterator<Item = KernelTerm>>(terms: I) -> Self {
        let (factors, shifts) = terms
            .into_iter()
            .map(|term| (term.factor, term.shift))
            .unzip();
        Self { factors, shifts }
    }
}

/// A Mercer kernel that is a function of the dot product and a term of each of the two vectors:
/// k(x, y) = g(aₓ a_y x·y + bₓ + b_y).
///
/// Polynomials are powers, with a² the scale and 2b the offset. A Gaussian is an exponential:
/// −γ‖x − y‖² = 2γ x·y − γ‖x‖² − γ‖y‖². Vectors are brought to unit length by 1/‖x‖ in a.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DotKernel {
    /// g(t) = tᵈ.
    Power(u32),
    /// g(t) = eᵗ, to a relative error of 2e-7 for t from −87 to 88, and as at these ends
    /// beyond them.
    Exp,
}

/// The term of a vector in a [`DotKernel`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KernelTerm {
    /// a, which multiplies the dot product.
    pub factor: f32,
    /// b, which is added to it.
    pub shift: f32,
}

/// The terms of some vectors.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KernelTerms {
    pub(crate) factors: Vec<f32>,
    pub(crate) shifts: Vec<f32>,
}

impl KernelTerms {
    /// Number of vectors.
    pub fn len(&self) -> usize {
        self.factors.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.factors.is_empty()
    }

    /// The term of a vector.
    ///
    /// # Panics
    /// If there are not so many.
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

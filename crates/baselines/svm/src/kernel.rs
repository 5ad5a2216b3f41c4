use kernels::{DotKernel, KernelTerm};

use crate::SvmError;

/// A Mercer kernel k(x, y) of images as intensities (bytes divided by 255).
///
/// Numbers are positive and neither infinite nor subnormal. Whether kernel values of given
/// images can be computed, training finds out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kernel {
    /// x·y.
    Linear,
    /// (scale x·y + offset)ᵈ.
    Polynomial {
        /// d, from 1 to 1000.
        degree: u32,
        /// What multiplies the dot product; positive.
        scale: f64,
        /// What is added to it; zero or more.
        offset: f64,
    },
    /// exp(−γ‖x − y‖²).
    Gaussian {
        /// γ, positive.
        gamma: f64,
    },
}

impl Kernel {
    /// (x·y + 1)ᵈ, with normalised images (cos + 1)ᵈ: all monomials up to degree d.
    pub fn polynomial(degree: u32) -> Self {
        Self::Polynomial {
            degree,
            scale: 1.0,
            offset: 1.0,
        }
    }

    pub(crate) fn check(self) -> Result<(), SvmError> {
        match self {
            Self::Linear => Ok(()),
            Self::Polynomial {
                degree,
                scale,
                offset,
            } => {
                let (needed, is_degree) = ("from 1 to 1000", (1..=MAX_DEGREE).contains(&degree));
                check("degree", f64::from(degree), is_degree, needed)?;
                check("scale", scale, is_positive(scale), POSITIVE)?;
                let is_offset = offset == 0.0 || is_positive(offset);
                check("offset", offset, is_offset, "zero, or positive and normal")
            }
            Self::Gaussian { gamma } => check("gamma", gamma, is_positive(gamma), POSITIVE),
        }
    }

    /// Of the polynomial that it is; 1 for a Gaussian.
    pub(crate) fn degree(self) -> u32 {
        match self {
            Self::Linear | Self::Gaussian { .. } => 1,
            Self::Polynomial { degree, .. } => degree,
        }
    }

    /// What multiplies the dot product, or the squared distance.
    pub(crate) fn scale(self) -> f64 {
        match self {
            Self::Linear => 1.0,
            Self::Polynomial { scale, .. } => scale,
            Self::Gaussian { gamma } => gamma,
        }
    }
}

const MAX_DEGREE: u32 = 1000;

const POSITIVE: &str = "positive and normal";

fn is_positive(value: f64) -> bool {
    value > 0.0 && value.is_normal()
}

pub(crate) fn check(
    parameter: &'static str,
    value: f64,
    holds: bool,
    needed: &'static str,
) -> Result<(), SvmError> {
    if holds && value.is_finite() {
        Ok(())
    } else {
        Err(SvmError::InvalidParameter {
            parameter,
            value,
            needed,
        })
    }
}

/// A kernel, and whether images are brought to unit length before it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Geometry {
    pub(crate) kernel: Kernel,
    pub(crate) normalise: bool,
}

impl Geometry {
    pub(crate) fn dot_kernel(self) -> DotKernel {
        match self.kernel {
            Kernel::Linear => DotKernel::Power(1),
            Kernel::Polynomial { degree, .. } => DotKernel::Power(degree),
            Kernel::Gaussian { .. } => DotKernel::Exp,
        }
    }

    /// The term of a vector of this squared length, counted in steps of `unit` intensities.
    pub(crate) fn term(self, squared_norm: f64, unit: f64) -> KernelTerm {
        let squared_norm = squared_norm * unit * unit;
        // A black image has no direction: its cosine with every other is taken for zero.
        let (length, squared_norm) = match (self.normalise, squared_norm > 0.0) {
            (false, _) => (1.0, squared_norm),
            (true, true) => (squared_norm.sqrt(), 1.0),
            (true, false) => (1.0, 0.0),
        };
        let (scale, shift) = match self.kernel {
            Kernel::Linear => (1.0, 0.0),
            Kernel::Polynomial { scale, offset, .. } => (scale, 0.5 * offset),
            Kernel::Gaussian { gamma } => (2.0 * gamma, -gamma * squared_norm),
        };
        KernelTerm {
            factor: (scale.sqrt() * unit / length) as f32,
            shift: shift as f32,
        }
    }
}

use kernels::{DotKernel, KernelTerm};

use crate::SvmError;

/// A Mercer kernel k(x, y) of images as intensities (bytes divided by 255).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kernel {
    /// x·y.
    Linear,
    /// (scale x·y + offset)ᵈ.
    Polynomial {
        /// d, 1 or more.
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
                check("degree", f64::from(degree), degree > 0, "1 or more")?;
                check("scale", scale, scale > 0.0, "positive")?;
                check("offset", offset, offset >= 0.0, "zero or more")
            }
            Self::Gaussian { gamma } => check("gamma", gamma, gamma > 0.0, "positive"),
        }
    }
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

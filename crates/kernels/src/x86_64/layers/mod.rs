//! The network kernels, written once over [`Lanes`](super::lanes::Lanes).

pub(crate) mod convolution;
pub(crate) mod dense;
pub(crate) mod sparse;
pub(crate) mod stamp;
pub(crate) mod subsampling;

//! Gram matrices and the sums of each class: exact for bytes, in f64 for float features.

mod bytes;
mod floats;

pub(crate) use bytes::of_bytes;
pub(crate) use floats::{n_lanes, of_features};

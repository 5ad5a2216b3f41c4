//! ndarray-linalg, and LAPACK's own interface, over whichever library the features chose.

extern crate lapack_faer as _;

mod abi;
mod cholesky;
mod eigen;
mod support;
mod triangular;

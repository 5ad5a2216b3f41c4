//! Tests ndarray-linalg, and LAPACK's own interface, with the library that the features select.

extern crate lapack_faer as _;

mod abi;
mod cholesky;
mod eigen;
mod support;
mod triangular;

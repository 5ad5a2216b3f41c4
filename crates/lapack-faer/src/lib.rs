//! The LAPACK routines that [ndarray-linalg] calls, over [faer].
//!
//! [ndarray-linalg] is built on LAPACK and leaves it to its user to bring one. The usual ones
//! need a system package, or download and compile one during the build; this crate needs the
//! Rust toolchain alone. It has no functions to call: it defines the symbols that
//! ndarray-linalg (through lax 0.17 and lapack-sys 0.14) leaves undefined, and the linker does
//! the rest.
//!
//! # Use
//! ```toml
//! ndarray-linalg = { version = "0.17", default-features = false }
//! lapack-faer = "0.1"
//! ```
//! and, in one crate of the program (a library will do, then whoever depends on it has them
//! too), the line that makes rustc link a crate that no path names:
//! ```
//! extern crate lapack_faer as _;
//!
//! use ndarray::array;
//! use ndarray_linalg::{Eigh, UPLO};
//!
//! let a = array![[2.0, 1.0], [1.0, 2.0]];
//! let (values, _vectors) = a.eigh(UPLO::Lower)?;
//! assert!(values.abs_diff_eq(&array![1.0, 3.0], 1e-12));
//! # Ok::<(), ndarray_linalg::error::LinalgError>(())
//! ```
//!
//! # What is supplied
//! For `f32` (`s…`) and `f64` (`d…`), both triangles:
//!
//! | routine | computes | ndarray-linalg |
//! |---|---|---|
//! | `?syev` | eigenvalues, and eigenvectors if asked for, of a symmetric matrix | `Eigh`, `EigValsh`, `SymmetricSqrt` |
//! | `?potrf` | the Cholesky factor | `Cholesky`, `FactorizeC`, `DeterminantC`, and the two below |
//! | `?potrs` | solutions from that factor | `SolveC` |
//! | `?potri` | the inverse from that factor | `InverseC` |
//! | `?trtrs` | solutions of triangular systems | `SolveTriangular` |
//!
//! Anything else (`solve`, `svd`, `qr`, complex elements, …) is a symbol that nobody defines:
//! an error of the linker, which names it, and never a wrong answer.
//!
#![cfg_attr(not(feature = "openblas"), doc = "```compile_fail")]
#![cfg_attr(feature = "openblas", doc = "```")]
//! extern crate lapack_faer as _;
//!
//! use ndarray::array;
//! use ndarray_linalg::SVD;
//!
//! array![[2.0, 1.0], [1.0, 2.0]].svd(false, false)?; // undefined symbol: dgesvd_
//! # Ok::<(), ndarray_linalg::error::LinalgError>(())
//! ```
//!
//! # How it differs from LAPACK
//! * Results do not depend on the number of threads: each call runs on the caller's. (They may
//!   differ in the last bits between CPUs: faer picks its vector width at run time.)
//! * Workspace is allocated inside. `?syev` reports LAPACK's least `LWORK`, 3n − 1, as the best,
//!   and leaves the array alone.
//! * The triangle that a routine does not name is neither read nor written.
//! * No message is printed for an illegal argument; `INFO = −i` says which. As in LAPACK,
//!   `lda < max(1, n)` is one, so that an empty `ndarray` matrix is an error, not an empty
//!   result.
//! * `?syev` refuses NaN and infinities, and reports a failure to converge, with `INFO = n`:
//!   faer does not count the off-diagonals that did not vanish.
//! * `?potrf` leaves the matrix as it was if it is not positive definite (or not finite).
//! * A panic inside is caught, never unwound into foreign frames; the panic hook has printed
//!   its message, and the routine returns [`INFO_PANIC`].
//!
//! # A system's LAPACK instead
//! Feature `openblas` defines none of the above and links the system's OpenBLAS (Debian:
//! `libopenblas-dev`) in its place; nothing else changes.
//! ```toml
//! lapack-faer = { version = "0.1", features = ["openblas"] }
//! ```
//!
//! # Why the symbols survive
//! Once rustc loads a crate (`extern crate`), it refers to that crate's exported C symbols from
//! an object of its own at the front of the linker's command line, and keeps them through
//! link-time optimisation. So neither the order of the libraries nor a linker that drops what
//! nobody has asked for yet matters.
//!
//! lax does refer to all of LAPACK, from functions that a program does not use. ELF linkers and
//! Apple's drop such functions before they look for undefined symbols, which rustc asks for (for
//! a `staticlib` it is up to whoever links it: `--gc-sections`); Microsoft's does not, and there
//! feature `openblas` is the way.
//!
//! [ndarray-linalg]: https://docs.rs/ndarray-linalg
//! [faer]: https://docs.rs/faer

#[cfg(not(feature = "openblas"))]
mod abi;
#[cfg(not(feature = "openblas"))]
mod argument;
#[cfg(not(feature = "openblas"))]
mod cholesky;
#[cfg(not(feature = "openblas"))]
mod eigen;
#[cfg(not(feature = "openblas"))]
mod info;
#[cfg(not(feature = "openblas"))]
mod real;
#[cfg(not(feature = "openblas"))]
mod triangular;

#[cfg(feature = "openblas")]
extern crate openblas_src as _;

/// The value of `INFO` when a routine panicked: a bug of this crate or of faer.
///
/// It is positive, so that ndarray-linalg reports a `LapackComputationalFailure`, and larger
/// than the order of any matrix, which is the largest that LAPACK itself returns.
pub const INFO_PANIC: i32 = i32::MAX;

//! Provides the LAPACK routines that [ndarray-linalg] calls, implemented with [faer].
//!
//! [ndarray-linalg] is built on LAPACK, and its user must supply a LAPACK library. The usual
//! libraries need a system package, or they are downloaded and compiled during the build. This
//! crate needs only the Rust toolchain. It has no functions to call. It defines the symbols that
//! ndarray-linalg (through lax 0.17 and lapack-sys 0.14) leaves undefined, and the linker connects
//! them.
//!
//! # Use
//! ```toml
//! ndarray-linalg = { version = "0.17", default-features = false }
//! lapack-faer = { git = "URL-OF-THIS-REPOSITORY" } # it is not on crates.io
//! ```
//! Also add this line to one crate of the program. It makes rustc link a crate that no path names.
//! If a library has the line, all programs that depend on the library have the routines too:
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
//! Everything else (`solve`, `svd`, `qr`, complex elements, …) is an undefined symbol. So the
//! linker reports an error with the symbol's name; there is never a wrong answer.
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
//! * Results do not depend on the number of threads: each call runs on the caller's thread.
//!   (Between CPUs, the last bits may differ, because faer chooses its vector width at run time.)
//! * Workspace is allocated inside. A query of `?syev` returns LAPACK's smallest `LWORK`, 3n − 1,
//!   as the best one. Otherwise the work array of the caller is not used.
//! * The triangle that a routine does not name is neither read nor written.
//! * No message is printed for an illegal argument. `INFO = −i` says which argument is illegal.
//!   As in LAPACK, `lda < max(1, n)` is illegal. So an empty `ndarray` matrix gives an error and
//!   not an empty result.
//! * `?syev` returns `INFO = n` for NaN and infinities, and also if it does not converge. LAPACK
//!   would return the number of off-diagonal elements that did not vanish; faer does not count
//!   them.
//! * `?potrf` does not change the matrix if it is not positive definite (or not finite).
//! * A panic inside is caught, so it never unwinds into foreign frames. The panic hook prints its
//!   message, and the routine returns [`INFO_PANIC`].
//!
//! # A system's LAPACK instead
//! With the feature `openblas`, the crate defines none of these routines and links the system's
//! OpenBLAS (Debian: `libopenblas-dev`) instead. Nothing else changes.
//! ```toml
//! lapack-faer = { version = "0.1", features = ["openblas"] }
//! ```
//!
//! # Why the symbols survive
//! Once rustc loads a crate (`extern crate`), it puts an object of its own at the front of the
//! linker's command line. This object refers to the exported C symbols of the crate, and rustc
//! keeps these symbols through link-time optimisation. So the order of the libraries does not
//! matter, even if the linker drops symbols that no earlier object refers to.
//!
//! lax refers to all of LAPACK, but many of these references are in functions that a program does
//! not use. rustc asks the linker to drop such functions. ELF linkers and Apple's linker drop them
//! before they look for undefined symbols. (For a `staticlib`, the user who links it must ask for
//! this with `--gc-sections`.) Microsoft's linker does not; use the feature `openblas` there.
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

/// The value of `INFO` after a panic. A panic is a bug of this crate or of faer.
///
/// It is positive, so ndarray-linalg reports a `LapackComputationalFailure`. It is larger than the
/// order of any matrix, and LAPACK itself returns no value above the order.
pub const INFO_PANIC: i32 = i32::MAX;

#![doc = include_str!("../README.md")]
//!
//! An [`Svm`] separates two classes by f(x) = Σᵢ αᵢ yᵢ k(xᵢ, x) + b with the widest margin
//! that the price C of samples within it allows; several of them, [one for each class or for
//! each pair](Strategy), make a classifier of many. All that ten classes of 60,000 × 784 need
//! is found in seconds:
//!
//! * the dual problem is solved by *decomposition* (Joachims 1999): working sets of 512
//!   samples, each optimised by sequential minimal optimisation with second-order selection of
//!   the pair (Fan, Chen & Lin 2005), until the worst violation of optimality is within the
//!   [`gap`](SvmParams::gap). Only samples that violate optimality ever have their row of the
//!   kernel matrix computed: one in twenty or so;
//! * rows come from exact integer dot products of bytes, many at a time, and are kept in
//!   single precision in a least-recently-used cache with a [budget of
//!   bytes](SvmParams::cache_bytes) that the machines of all classes share. A smaller budget
//!   gives the same bits, later. What is added up is added in double precision;
//! * of more than 65,536 samples, the machines are trained on a part first, then on four times as many,
//!   each on the samples that may matter to it; whether the others do is computed for all machines
//!   at once, a row serving all;
//! * support vectors are stored once for all classes, and recognition takes images in batches.
//!
//! Floats are computed with in double precision throughout, and need not lie near zero:
//! features may be moved by constants, and Gaussian and linear machines do not mind. The same
//! is done for bytes if single precision does not suffice. A solution counts if it is one when
//! its gap is recomputed in double precision, on all images of a small problem and on some of
//! a large one; where that fails, an [error](SvmError) says what helps.
//!
//! Two refinements are the paper's: the [virtual](Svm::virtual_svm) machine, trained on
//! shifted support vectors, and the [reduced set](ReducedSvm), which says the same with few
//! vectors.
//!
//! # Which kernel
//! The paper's is a polynomial of degree 4. Raw dot products vary with the amount of ink;
//! divided by the lengths of the two images they are cosines, and the kernel (cos + 1)ᵈ errs
//! less on MNIST than (x·y + 1)ᵈ. It is the default;
//! [`normalise`](SvmParams::normalise) turns that off.

mod bounds;
mod cache;
mod error;
mod exact;
mod expansion;
mod fit;
mod in_step;
mod kernel;
mod libsvm;
mod model;
mod params;
mod persist;
mod progress;
mod reduced;
mod report;
mod samples;
mod solver;
mod training;
mod virtual_svm;

pub use error::SvmError;
pub use kernel::Kernel;
pub use model::Svm;
pub use params::{Strategy, SvmParams, SvmValidParams};
pub use progress::Progress;
pub use reduced::{ReducedSetParams, ReducedSetValidParams, ReducedSvm};
pub use report::{Convergence, Machine};
pub use virtual_svm::Shifts;

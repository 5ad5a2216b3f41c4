//! Regularised linear least squares by the normal equations.
//!
//! The paper's linear classifiers, its quadratic classifier and the output layer of its RBF
//! network are one problem: find the affine map whose outputs come closest to given targets,
//!
//! ```text
//!   minimise over W, b   Σₙ ‖W xₙ + b − tₙ‖²  +  λ ‖W‖²
//! ```
//!
//! (Bishop, *Pattern Recognition and Machine Learning*, eqs. 3.27 and 4.13–4.16). The
//! intercept `b` is not penalised, so a constant added to every feature or target changes
//! nothing else; this is also what scikit-learn's `Ridge(alpha=λ)` does.
//!
//! A classifier's targets depend on the class alone, so the training set enters only through
//! its [`Moments`]: the number of samples of each class, their sums `Sₖ = Σ xₙ`, and the Gram
//! matrix `XᵀX`. They are gathered in one pass, in memory that does not grow with the number
//! of samples (8 bytes times the square of the number of features, up to ten times), and can be
//! put side by side: those of the classes `i` and `j` make a pairwise problem.
//! [`Moments::regress`] then solves
//!
//! ```text
//!   (XᵀX − N x̄ x̄ᵀ + λ I) Wᵀ  =  Σₖ (Sₖ − Nₖ x̄) tₖᵀ,        b  =  t̄ − W x̄
//! ```
//!
//! by the Cholesky decomposition of ndarray-linalg, and returns the [`Affine`] map.
//!
//! A sample with a weight counts as so many samples.
//!
//! Of fewer samples than features the Gram matrix of the samples is smaller, and
//! [`ImageMap::fit`] and [`fit_one_of_n`] solve for the weights as combinations of them.
//!
//! # Numbers
//! Bytes are intensities ([`Pixel::intensity`](classifier::Pixel::intensity)); their moments are
//! sums of integers below 2⁵³ and exact, and so is their centring up to 372,000 samples. Floats
//! are taken about the mean of the training images, in the unit of their
//! [`Centring`](classifier::Centring), in training and in recognition ([`Centred`]): λ is
//! in squares of that unit, which is 1 for intensities, and for these moved by constants: outputs
//! then change by no more than moving rounds the features. Sums are f64, in an order that is the same for
//! every number of threads, as are the outputs of an `Affine` map, which moreover do not depend
//! on what else is in the batch.
//!
//! ```
//! use classifier::TrainingSet;
//! use least_squares::ImageMap;
//! use ndarray::array;
//!
//! let images = array![[0.0, 0.1], [0.1, 0.0], [0.9, 1.0], [1.0, 0.9]]; // (4 images, 2 pixels)
//! let labels = array![0, 0, 1, 1];
//! let training = TrainingSet::check(images.view(), labels.view(), 2)?;
//! let map = ImageMap::fit(&training, 1e-6)?;
//! let outputs = map.outputs(images.view())?; // (4, 2): near ±1
//! assert!(outputs[[0, 0]] > 0.8 && outputs[[0, 1]] < -0.8);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

// Named so that the LAPACK symbols ndarray-linalg calls are linked.
#[cfg(not(target_family = "wasm"))]
extern crate lapack_faer as _;

mod affine;
mod blocks;
mod centred;
mod classes;
mod dual;
mod error;
mod gram;
mod image_map;
mod moments;
mod regress;
pub mod symmetric;

pub use affine::Affine;
pub use centred::Centred;
pub use classes::one_of_n_targets;
pub use dual::{centre, features, gram};
pub use error::LeastSquaresError;
pub use image_map::ImageMap;
pub use moments::Moments;
pub use regress::{check_ridge, fit_one_of_n, regress_few};

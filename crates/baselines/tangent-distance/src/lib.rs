//! Nearest neighbour by the tangent distance: LeCun et al. 1998, section III-C.10.
//!
//! A digit that is shifted a little, turned, or drawn with a thicker pen is the same digit, but
//! far away pixel by pixel. The images that such [`Transformation`]s make of one are a curved
//! surface; to first order it is a plane through the image, along the image's derivatives. The
//! *tangent distance* of two images is the distance of their planes, both images being free to
//! move ("two-sided": Simard, LeCun & Denker, *Efficient Pattern Recognition Using a New
//! Transformation Distance*, 1993). An unknown image takes the class of the training image
//! nearest by it.
//!
//! The paper uses "16×16 images" and seven transformations: two translations, rotation,
//! scaling, squeezing, skewing and line thickness. It leaves open, and this crate has as
//! parameters:
//!
//! * the *smoothing*: derivatives are those of the image convolved with a Gaussian, and the
//!   distance is that of the images so smoothed;
//! * the *ridge* on the way along the planes, in units of the image. It needs orthonormal
//!   directions, which each [`TangentPlane`] has.
//! * the [`Candidates`]: as in the paper, a Euclidean distance first leaves few training images
//!   to compare with. [`Candidates::All`] tells what that loses
//!   ([`TangentDistance::with_candidates`]).
//!
//! # Numbers
//! Floats are taken less their ground and in a unit of their own
//! ([`Centring`](classifier::Centring)): what is beyond an image's edge is its ground.
//! Planes are kept as 16-bit fixed-point vectors of unit length, so that a comparison is 64
//! exact scalar products ([`kernels::frame_products`]) and a system of seven equations in f32.
//! Rounding shifts a squared distance by less than 1e-4 of the two images' squared norms. Scores
//! are the same bits on every CPU level and for any number of threads.
//!
//! ```
//! use linfa::prelude::*;
//! use ndarray::Array2;
//! use tangent_distance::TangentDistance;
//!
//! /// A bar at column `x`, upright or lying.
//! let bar = |x: usize, upright: bool| move |pixel: usize| {
//!     let column = if upright { pixel % 8 } else { pixel / 8 };
//!     if column == x { 255u8 } else { 0 }
//! };
//! let drawn = [bar(3, true), bar(3, false)];
//! let images = Array2::from_shape_fn((2, 64), |(image, pixel)| drawn[image](pixel));
//! let training = Dataset::new(images, ndarray::array![0, 1]);
//! let model = TangentDistance::params(2, 8, 8).fit(&training)?;
//!
//! // One pixel away both bars cover as much of the image: only the tangent plane can tell.
//! let shifted = Array2::from_shape_fn((1, 64), |(_, pixel)| bar(4, false)(pixel));
//! assert_eq!(model.predict(&shifted), ndarray::array![1]);
//! # Ok::<(), tangent_distance::TangentDistanceError>(())
//! ```

mod error;
mod fit;
mod gaussian;
mod limits;
mod model;
mod params;
mod plane;
mod planes;
mod prefilter;
mod transformation;
mod two_sided;

pub use error::TangentDistanceError;
pub use limits::{LARGEST_RIDGE, LARGEST_SMOOTHING, LEAST_RIDGE, LEAST_SMOOTHING};
pub use model::TangentDistance;
pub use params::{Candidates, TangentDistanceParams, TangentDistanceValidParams};
pub use plane::TangentPlane;
pub use transformation::Transformation;

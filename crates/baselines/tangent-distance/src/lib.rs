#![doc = include_str!("../README.md")]
//!
//! A digit that is shifted a little, rotated, or drawn with a thicker pen is the same digit, but
//! pixel by pixel it is far away. All images that such [`Transformation`]s make from one image form
//! a curved surface. To first order this surface is a plane through the image, along the
//! derivatives of the image. The *tangent distance* of two images is the distance between their
//! planes. Both images are free to move ("two-sided": Simard, LeCun & Denker, *Efficient Pattern
//! Recognition Using a New Transformation Distance*, 1993). An unknown image gets the class of the
//! training image with the smallest tangent distance.
//!
//! The paper uses "16×16 images" and seven transformations: two translations, rotation, scaling,
//! squeezing, skewing and line thickness. It does not specify the following, which are parameters
//! of this crate:
//!
//! * the *smoothing*: an image is convolved with a Gaussian before it is differentiated, and the
//!   distance is that between the smoothed images;
//! * the *ridge*: a penalty on the distance moved along the planes, in units of the image. It needs
//!   orthonormal directions, which each [`TangentPlane`] has;
//! * the [`Candidates`]: as in the paper, the Euclidean distance first selects a few training
//!   images to compare with. [`Candidates::All`] shows what this loses
//!   ([`TangentDistance::with_candidates`]).
//!
//! # Numbers
//! The background of floats is subtracted, and they are divided by a unit of their own
//! ([`Centring`](classifier::Centring)). Beyond its edge, an image continues with its background.
//! Planes are stored as 16-bit fixed-point vectors of unit length. So a comparison is 64 exact
//! scalar products ([`kernels::frame_products`]) and a system of seven equations in f32. Rounding
//! changes a squared distance by less than 1e-4 of the two images' squared norms. Scores have the
//! same bits on every CPU level and with any number of threads.

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

#![doc = include_str!("../README.md")]
//!
//! * [`Mnist::load`] finds the four files (or fetches them once into a per-user cache) and
//!   reads them; [`Locator`] says where it may look.
//! * [`Dataset::load`] reads any pair of IDX files, raw or gzipped: images (rank 3) and labels
//!   (rank 1), be it Fashion-MNIST, EMNIST digits or images of 16×16.
//! * [`transform`] has the versions of the data that LeCun, Bottou, Bengio & Haffner 1998 use:
//!   32×32, deslanted 20×20, 16×16, and random planar distortions.
//! * [`strings`] composes pictures of digit strings: sets that are a recipe, a seed and a
//!   checksum.
//! * [`idx`] is the file format itself.
//!
//! Images are rows of a matrix `(n_images, height * width)` of `u8`, row by row, 0 for
//! white (background) and 255 for black.
//!
//! # Licence of the data
//! Yann LeCun and Corinna Cortes hold the copyright of MNIST, a derivative of NIST's
//! collections; it is commonly stated to be under the Creative Commons
//! Attribution-ShareAlike 3.0 licence. The data are not part of this crate.

pub mod acquire;
mod classes;
mod dataset;
mod error;
mod gzip;
pub mod idx;
mod mnist;
mod pictures;
mod rng;
pub mod strings;
pub mod transform;

pub use acquire::{Locator, Progress, Source};
pub use dataset::{Dataset, Images};
pub use error::MnistError;
pub use mnist::Mnist;

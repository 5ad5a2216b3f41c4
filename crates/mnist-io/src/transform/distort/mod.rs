mod affine;
mod distorter;
mod fixed;
mod frame;
mod range;
mod run;
mod warp;

pub use affine::Affine;
pub use distorter::{Distorter, distort};
pub use range::Distortion;
pub use warp::warp;

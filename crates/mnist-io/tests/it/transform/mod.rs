//! The paper's versions of the images.

mod deslanting;
mod distortion;
mod lines;
mod noise;
mod normalising;
mod padding;
mod resampling;
mod transposing;

use mnist_io::transform::{
    Affine, Distorter, Distortion, Line, LineRefusal, Refusal, crop, deslant, distort,
    invert_pixels, normalise, normalise_line, pad, resample, resample_16x16, transpose, warp,
};
use mnist_io::{Images, MnistError};
use ndarray::Array2;
use proptest::prelude::*;

fn image(height: usize, width: usize, pixel: impl Fn(i64, i64) -> u8) -> Images {
    let pixels = Array2::from_shape_fn((1, height * width), |(_, i)| {
        pixel((i % width) as i64, (i / width) as i64)
    });
    Images::new(pixels, height, width).unwrap()
}

fn total(images: &Images) -> u64 {
    images.as_slice().iter().copied().map(u64::from).sum()
}

/// Images of any size and any content.
fn images() -> impl Strategy<Value = Images> {
    (0_usize..4, 1_usize..30, 1_usize..30).prop_flat_map(|(n, height, width)| {
        prop::collection::vec(prop_oneof![Just(0), any::<u8>()], n * height * width).prop_map(
            move |pixels| {
                let pixels = Array2::from_shape_vec((n, height * width), pixels).unwrap();
                Images::new(pixels, height, width).unwrap()
            },
        )
    })
}

fn is_field_error(result: &Result<Images, MnistError>) -> bool {
    matches!(result, Err(MnistError::Field { .. }))
}

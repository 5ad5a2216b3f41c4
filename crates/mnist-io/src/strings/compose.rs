use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::layout::SIDE;
use super::set::Place;

/// Draws an image onto a picture. The darker pixel wins; what lies outside is cut off.
pub(super) fn overlay(picture: &mut [u8], width: usize, image: &[u8], place: &Place) {
    let left = place.left as isize;
    // The columns of the image that lie in the picture: all of them, but for faint ones.
    let start = (-left).clamp(0, SIDE as isize) as usize;
    let end = (width as isize - left).clamp(start as isize, SIDE as isize) as usize;
    let rows = picture.chunks_exact_mut(width).skip(place.top);
    for (row, image) in rows.zip(image.chunks_exact(SIDE)) {
        let row = &mut row[(left + start as isize) as usize..];
        for (pixel, &drawn) in row.iter_mut().zip(&image[start..end]) {
            *pixel = drawn.max(*pixel);
        }
    }
}

/// Turns pixels into their negative with that probability.
pub(super) fn add_noise(picture: &mut [u8], probability: f64, rng: &mut ChaCha8Rng) {
    // Exact for every probability: a float times a power of two.
    let bound = (probability * f64::from(1 << 16) * f64::from(1 << 16)) as u64;
    for pixel in picture {
        if u64::from(rng.next_u32()) < bound {
            *pixel = 255 - *pixel;
        }
    }
}

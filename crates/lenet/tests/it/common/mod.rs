//! Digits drawn like those of a pocket calculator, shifted and noisy.

use ndarray::{Array1, Array2};

/// The segments of each digit: clockwise from the top, then the middle one.
const SEGMENTS: [u8; 10] = [
    0b0111111, 0b0000110, 0b1011011, 0b1001111, 0b1100110, 0b1101101, 0b1111101, 0b0000111,
    0b1111111, 0b1101111,
];

/// `n` pictures of `side` × `side` pixels with labels 0, 1, …, 9, 0, …. Another seed gives other
/// pictures.
pub(crate) fn digits(n: usize, side: usize, seed: u32) -> (Array2<u8>, Array1<usize>) {
    let mut state = seed.wrapping_mul(2_654_435_761) | 1;
    let mut next = move |below: u32| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        (state >> 8) % below
    };
    let mut images = Array2::zeros((n, side * side));
    let labels = Array1::from_shape_fn(n, |image| image % 10);
    for (mut image, &label) in images.rows_mut().into_iter().zip(&labels) {
        let (left, top) = (next(3) as usize + side / 4, next(3) as usize + side / 8);
        let (wide, tall) = (side / 3, side / 3);
        for segment in 0..7 {
            if SEGMENTS[label] >> segment & 1 == 0 {
                continue;
            }
            let (x, y, dx, dy) = match segment {
                0 => (0, 0, 1, 0),
                1 => (wide, 0, 0, 1),
                2 => (wide, tall, 0, 1),
                3 => (0, 2 * tall, 1, 0),
                4 => (0, tall, 0, 1),
                5 => (0, 0, 0, 1),
                _ => (0, tall, 1, 0),
            };
            for step in 0..=tall.max(wide) {
                for thick in 0..2 {
                    let column = left + x + dx * step + dy * thick;
                    let row = top + y + dy * step + dx * thick;
                    image[row * side + column] = 190 + next(60) as u8;
                }
            }
        }
    }
    (images, labels)
}

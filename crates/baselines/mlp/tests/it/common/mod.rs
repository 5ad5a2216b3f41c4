//! Generated numbers and images.

/// Numbers between −½ and ½, different at each index.
pub(crate) fn numbers(n: usize, seed: u32) -> Vec<f32> {
    let mut state = seed.wrapping_mul(2_654_435_761) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        (state >> 8) as f32 / (1 << 24) as f32 - 0.5
    };
    (0..n).map(|_| next()).collect()
}

/// An image of intensities. About the fraction `ink` of its pixels is not white.
pub(crate) fn image(n: usize, ink: f32, seed: u32) -> Vec<f32> {
    let chances = numbers(n, seed ^ 0x5555);
    let grey = numbers(n, seed).into_iter().zip(chances);
    grey.map(|(grey, chance)| if chance + 0.5 < ink { grey + 0.5 } else { 0.0 })
        .collect()
}

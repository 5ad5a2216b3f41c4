use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::rng::rng;

/// The random numbers of one string.
pub(super) fn of_string(seed: u64, purpose: &str, pass: u32, string: usize) -> ChaCha8Rng {
    let mut rng = rng(seed, purpose);
    rng.set_stream(u64::from(pass) << 32 | string as u64);
    rng
}

/// A number of `0..n` from one word of the stream.
///
/// It is defined here, and not by `rand`, whose ranges may give other numbers in its next version.
/// The chances of two numbers differ by `n / 2^32` of themselves at most.
pub(super) fn below(rng: &mut ChaCha8Rng, n: usize) -> usize {
    ((u64::from(rng.next_u32()) * n as u64) >> 32) as usize
}

/// The numbers `0..n` in an order of their own for each seed and pass.
pub(super) fn permutation(seed: u64, pass: u32, n: usize) -> Vec<usize> {
    let mut rng = rng(seed, "strings-order");
    rng.set_stream(pass.into());
    let mut order: Vec<usize> = (0..n).collect();
    for i in (1..n).rev() {
        order.swap(i, below(&mut rng, i + 1));
    }
    order
}

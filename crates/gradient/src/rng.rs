use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// What a stream of random numbers is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Initial weights.
    Init,
    /// The order in which patterns are shown.
    Order,
    /// Which patterns the curvature is measured on.
    Curvature,
    /// Distortions of the patterns.
    Distort,
}

/// Returns stream `index` of random numbers for `purpose`, in the run with seed `seed`.
///
/// The streams are independent. Drawing more numbers for one purpose does not change the numbers
/// for any other purpose. A run that is resumed at pass 7 draws the same numbers as a run that was
/// never interrupted.
pub fn rng(seed: u64, purpose: Purpose, index: u64) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    // ChaCha has 2⁶⁴ streams a key: the purpose takes the upper eight bits.
    rng.set_stream((purpose as u64) << 56 | index);
    rng
}

#[cfg(test)]
mod tests {
    use rand::Rng as _;

    use super::*;

    #[test]
    fn streams_differ_and_repeat() {
        let first = |purpose, index| rng(7, purpose, index).next_u64();
        assert_eq!(first(Purpose::Init, 0), first(Purpose::Init, 0));
        assert_ne!(first(Purpose::Init, 0), first(Purpose::Order, 0));
        assert_ne!(first(Purpose::Order, 0), first(Purpose::Order, 1));
        assert_ne!(first(Purpose::Init, 0), rng(8, Purpose::Init, 0).next_u64());
    }
}

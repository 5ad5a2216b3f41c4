use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// The generator of one purpose: the key is the seed followed by the purpose's name, so that
/// the same seed gives each purpose a stream of its own.
pub(crate) fn rng(seed: u64, purpose: &str) -> ChaCha8Rng {
    let mut key = [0; 32];
    key[..8].copy_from_slice(&seed.to_le_bytes());
    key[8..8 + purpose.len()].copy_from_slice(purpose.as_bytes());
    ChaCha8Rng::from_seed(key)
}

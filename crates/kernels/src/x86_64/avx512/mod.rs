mod distance_tile;
mod dot_tile;
mod expansion_tile;
mod frame_tile;
mod layers;

use super::avx2::Avx2;

/// Proof that this CPU has the features of [`Kind::Avx512`](crate::Kind::Avx512).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Avx512(());

impl Avx512 {
    /// Returns the proof if this CPU has these features.
    pub(crate) fn detect() -> Option<Self> {
        let has_it = Avx2::detect().is_some()
            && is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512dq")
            && is_x86_feature_detected!("avx512vl")
            && is_x86_feature_detected!("avx512vnni");
        has_it.then_some(Self(()))
    }
}

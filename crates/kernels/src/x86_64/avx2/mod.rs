mod distance_tile;
mod dot_tile;
mod expansion_tile;
mod frame_tile;
mod layers;

/// Proof that this CPU has the features of [`Kind::Avx2`](crate::Kind::Avx2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Avx2(());

impl Avx2 {
    /// Returns the proof if this CPU has these features.
    pub(crate) fn detect() -> Option<Self> {
        let has_it = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
        has_it.then_some(Self(()))
    }
}

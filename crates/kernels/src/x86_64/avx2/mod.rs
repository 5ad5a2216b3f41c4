mod distance_tile;
mod dot_tile;
mod expansion_tile;
mod frame_tile;
mod layers;

/// Proof that this CPU has what [`Kind::Avx2`](crate::Kind::Avx2) names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Avx2(());

impl Avx2 {
    /// The proof, if this CPU has it.
    pub(crate) fn detect() -> Option<Self> {
        let has_it = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
        has_it.then_some(Self(()))
    }
}

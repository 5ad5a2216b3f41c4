mod distance_tile;
mod dot_tile;
mod expansion_tile;
mod frame_tile;
mod layers;
mod products;

/// Proof that this CPU has what [`Kind::Neon`](crate::Kind::Neon) names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Neon(());

impl Neon {
    /// The proof, if this CPU has it.
    pub(crate) fn detect() -> Option<Self> {
        std::arch::is_aarch64_feature_detected!("neon").then_some(Self(()))
    }
}

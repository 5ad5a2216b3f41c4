mod distance_tile;
mod dot_tile;
mod expansion_tile;
mod frame_tile;
mod layers;
mod products;

/// Proof that this CPU has the features of [`Kind::Neon`](crate::Kind::Neon).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Neon(());

impl Neon {
    /// Returns the proof if this CPU has these features.
    pub(crate) fn detect() -> Option<Self> {
        std::arch::is_aarch64_feature_detected!("neon").then_some(Self(()))
    }
}

mod distance_tile;
mod dot_tile;
mod expansion_tile;
mod frame_products;
mod products;

use crate::{Kind, Level};

/// Proof that this CPU has what [`Kind::Neon`] names.
#[derive(Clone, Copy)]
pub(crate) struct Neon(());

impl Neon {
    pub(crate) fn new(level: Level) -> Option<Self> {
        (level.kind() == Kind::Neon).then_some(Self(()))
    }
}

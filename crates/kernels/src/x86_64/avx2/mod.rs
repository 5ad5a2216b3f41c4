mod distance_tile;
pub(crate) mod dot_tile;
mod expansion_tile;
mod frame_products;
pub(crate) mod layers;

use crate::{Kind, Level};

/// Proof that this CPU has what [`Kind::Avx2`] names.
#[derive(Clone, Copy)]
pub(crate) struct Avx2(());

impl Avx2 {
    pub(crate) fn new(level: Level) -> Option<Self> {
        (level.kind() >= Kind::Avx2).then_some(Self(()))
    }
}

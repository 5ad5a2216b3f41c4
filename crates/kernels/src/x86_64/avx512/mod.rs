mod distance_tile;
pub(crate) mod dot_tile;
mod expansion_tile;
mod frame_products;
pub(crate) mod layers;

use crate::{Kind, Level};

/// Proof that this CPU has what [`Kind::Avx512`] names.
#[derive(Clone, Copy)]
pub(crate) struct Avx512(());

impl Avx512 {
    pub(crate) fn new(level: Level) -> Option<Self> {
        (level.kind() >= Kind::Avx512).then_some(Self(()))
    }
}

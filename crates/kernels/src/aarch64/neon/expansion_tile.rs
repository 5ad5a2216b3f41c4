use super::Neon;
use crate::expansion_tile::impl_expansion_tile;

impl_expansion_tile!(Neon, "neon");

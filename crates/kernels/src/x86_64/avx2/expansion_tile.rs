use super::Avx2;
use crate::expansion_tile::impl_expansion_tile;

impl_expansion_tile!(Avx2, "avx2");

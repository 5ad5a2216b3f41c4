use super::Avx2;
use crate::portable::expansion_tile::{compiled, impl_expansion_tile};

impl_expansion_tile!(Avx2, ["avx2"]);

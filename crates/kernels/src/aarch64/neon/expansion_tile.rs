use super::Neon;
use crate::portable::expansion_tile::{compiled, impl_expansion_tile};

impl_expansion_tile!(Neon, ["neon"]);

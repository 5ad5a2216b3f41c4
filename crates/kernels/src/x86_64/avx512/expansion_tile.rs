use super::Avx512;
use crate::portable::expansion_tile::{compiled, impl_expansion_tile};

impl_expansion_tile!(Avx512, ["avx512f,avx512bw,avx512dq,avx512vl"]);

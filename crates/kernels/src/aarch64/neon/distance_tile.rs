use super::Neon;
use crate::float_rows::{DistanceTile, FloatLanes, QUERIES};
use crate::portable::dot_tile::Portable;

/// The portable body, which compilers for aarch64 turn into sixteen NEON accumulators.
impl DistanceTile for Neon {
    fn squared_distances(
        self,
        queries: &[[f32; QUERIES]],
        panel: &[FloatLanes],
    ) -> [FloatLanes; QUERIES] {
        Portable.squared_distances(queries, panel)
    }
}

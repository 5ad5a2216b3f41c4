use super::Neon;
use crate::distance_tile::{DistanceTile, FloatLanes, QUERIES};
use crate::portable::Portable;

/// The portable body. Compilers for aarch64 turn it into code with sixteen NEON accumulators.
impl DistanceTile for Neon {
    fn squared_distances(
        self,
        queries: &[[f32; QUERIES]],
        panel: &[FloatLanes],
    ) -> [FloatLanes; QUERIES] {
        Portable.squared_distances(queries, panel)
    }
}

use crate::packed::PANEL_ROWS;

/// Number of queries in a tile.
pub(crate) const QUERIES: usize = 4;

/// One feature of all rows of a panel, or one sum over features for each row.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(64))]
pub(crate) struct FloatLanes(pub(crate) [f32; PANEL_ROWS]);

impl FloatLanes {
    pub(crate) const ZERO: Self = Self([0.0; PANEL_ROWS]);
}

/// The distances of floats on one CPU level. A value of the type proves that the CPU has the level.
pub(crate) trait DistanceTile: Copy + Send + Sync {
    /// Computes Σ (q − t)² for each query of a tile and each row of a panel. The features are added
    /// in order.
    fn squared_distances(
        self,
        queries: &[[f32; QUERIES]],
        panel: &[FloatLanes],
    ) -> [FloatLanes; QUERIES];
}

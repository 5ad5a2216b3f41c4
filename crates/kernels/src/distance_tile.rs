use crate::packed::PANEL_ROWS;

/// Queries of a tile.
pub(crate) const QUERIES: usize = 4;

/// A feature of the rows of a panel, or a sum over features for each of them.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(64))]
pub(crate) struct FloatLanes(pub(crate) [f32; PANEL_ROWS]);

impl FloatLanes {
    pub(crate) const ZERO: Self = Self([0.0; PANEL_ROWS]);
}

/// What a CPU level provides for distances of floats; a value of the type is a proof of the
/// level.
pub(crate) trait DistanceTile: Copy + Send + Sync {
    /// Σ (q − t)² for each query of a tile and each row of a panel, feature after feature.
    fn squared_distances(
        self,
        queries: &[[f32; QUERIES]],
        panel: &[FloatLanes],
    ) -> [FloatLanes; QUERIES];
}

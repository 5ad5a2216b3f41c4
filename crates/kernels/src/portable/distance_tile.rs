use super::Portable;
use crate::distance_tile::{DistanceTile, FloatLanes, QUERIES};
use crate::packed::PANEL_ROWS;

/// No level fuses multiplication and addition here, so all levels give the same bits.
impl DistanceTile for Portable {
    fn squared_distances(
        self,
        queries: &[[f32; QUERIES]],
        panel: &[FloatLanes],
    ) -> [FloatLanes; QUERIES] {
        let mut sums = [[0.0; PANEL_ROWS]; QUERIES];
        for (queries, FloatLanes(rows)) in queries.iter().zip(panel) {
            for (sums, query) in sums.iter_mut().zip(queries) {
                for (sum, row) in sums.iter_mut().zip(rows) {
                    let difference = row - query;
                    *sum += difference * difference;
                }
            }
        }
        sums.map(FloatLanes)
    }
}

//! The integer kernels of a CPU level: dot products of tiles of queries with several panels of
//! packed rows.
//!
//! The packed rows hold t − 128, because VNNI multiplies unsigned bytes by signed bytes. So a level
//! adds up Σ q(t − 128), and q·t = Σ q(t − 128) + 128 Σ q. All arithmetic is modulo 2³²; it is
//! exact because the results fit `u32`. A feature that is zero in every query of a tile adds
//! nothing to this sum, so it is left out. For images with a dark background, this saves nearly
//! half of the work.

use crate::grouping;
use crate::packed::{PANEL_ROWS, Panels, QUAD, quad_of};

/// A 32-bit number for each row of a panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C, align(64))]
pub(crate) struct Lanes(pub(crate) [u32; PANEL_ROWS]);

// The portable kernels do without.
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
impl Lanes {
    pub(crate) const ZERO: Self = Self([0; PANEL_ROWS]);
}

/// The integer kernels of a CPU level. A value of the type proves that the CPU has the level.
pub(crate) trait DotTile: Copy + Send + Sync {
    /// Number of queries in a tile.
    const QUERIES: usize;
    /// The largest number of panels that a tile is multiplied with at a time.
    const PANELS: usize;
    /// Number of consecutive features that are multiplied in one step: 1, 2 or 4.
    const GROUP: usize;
    /// The stored form of a group of features of a query.
    type Group: Copy + Send + Sync;

    /// Stores [`GROUP`](Self::GROUP) features.
    fn group(pixels: &[u8]) -> Self::Group;

    /// Calls `visit` with the index of each tile and the sums Σ q(t − 128) modulo 2³² of its
    /// queries with the rows of the panels. Index `i · n_panels + p` holds the sums of query `i`
    /// and panel `p`.
    ///
    /// # Panics
    /// If queries and rows differ in length, or if the number of panels is not from 1 to
    /// [`PANELS`](Self::PANELS).
    fn for_each_tile(
        self,
        tiles: &[QueryTile<Self>],
        panels: Panels<'_>,
        visit: impl FnMut(usize, &mut [Lanes]),
    );

    /// Bit `i` of the result is set if query `i` has a squared distance below its threshold. `dots`
    /// comes from [`for_each_tile`](Self::for_each_tile). Rows of the padding are included.
    ///
    /// # Panics
    /// If the number of thresholds, or the number of dots for each panel, is not
    /// [`QUERIES`](Self::QUERIES).
    fn any_below(
        self,
        queries: &QueryTile<Self>,
        panels: Panels<'_>,
        thresholds: &[u32],
        dots: &[Lanes],
    ) -> u32 {
        assert_eq!(
            (thresholds.len(), dots.len()),
            (Self::QUERIES, panels.n_panels() * Self::QUERIES)
        );
        let (norms, _) = panels.squared_norms.as_chunks();
        self.any_of_panels_below(&queries.distance_offsets, norms, thresholds, dots)
    }

    /// Does the work of [`any_below`](Self::any_below), given the norms of each panel, after the
    /// lengths were checked.
    fn any_of_panels_below(
        self,
        offsets: &[u32],
        norms: &[[u32; PANEL_ROWS]],
        thresholds: &[u32],
        dots: &[Lanes],
    ) -> u32;
}

/// Returns the squared distance, where `dot` is Σ q(t − 128), `offset` is Σ q² − 256 Σ q and
/// `squared_norm` is Σ t².
#[inline(always)]
pub(crate) fn squared_distance(squared_norm: u32, offset: u32, dot: u32) -> u32 {
    squared_norm
        .wrapping_add(offset)
        .wrapping_sub(dot.wrapping_mul(2))
}

/// Up to [`DotTile::QUERIES`] queries. Groups of features that are zero in all of them are left
/// out.
pub(crate) struct QueryTile<T: DotTile> {
    n_quads: usize,
    /// The indices of the stored groups within a row of `n_quads` quads, ascending.
    active: Vec<u32>,
    /// [`DotTile::QUERIES`] for each active group.
    groups: Vec<T::Group>,
    /// 128 Σ q of each query.
    dot_offsets: Vec<u32>,
    /// Σ q² − 256 Σ q of each query.
    distance_offsets: Vec<u32>,
}

impl<T: DotTile> QueryTile<T> {
    /// Packs `queries` of `n_features` values each.
    ///
    /// # Panics
    /// If a query has fewer values, or if there are more than [`DotTile::QUERIES`] queries.
    pub(crate) fn pack(queries: &[&[u8]], n_features: usize) -> Self {
        Self::of_quads(queries.len(), n_features.div_ceil(QUAD), |query, quad| {
            quad_of(queries[query], quad)
        })
    }

    /// Packs any number of queries into tiles of those that are zero in nearly the same places. The
    /// order says which query comes where in the tiles.
    pub(crate) fn pack_alike(queries: &[&[u8]], n_features: usize) -> (Vec<usize>, Vec<Self>) {
        let order = grouping::by_ground(queries, T::QUERIES);
        let pack = |order: &[usize]| {
            let queries: Vec<&[u8]> = order.iter().map(|&query| queries[query]).collect();
            Self::pack(&queries, n_features)
        };
        let tiles = order.chunks(T::QUERIES).map(pack).collect();
        (order, tiles)
    }

    /// Packs queries whose features `pixels` returns for each query and quad.
    ///
    /// # Panics
    /// If there are more than [`DotTile::QUERIES`] queries.
    pub(crate) fn of_quads(
        n_queries: usize,
        n_quads: usize,
        pixels: impl Fn(usize, usize) -> [u8; QUAD],
    ) -> Self {
        assert!(n_queries <= T::QUERIES, "more queries than a tile has");
        let mut active = Vec::with_capacity(n_quads * QUAD / T::GROUP);
        let mut groups = Vec::with_capacity(active.capacity() * T::QUERIES);
        let mut sums = vec![0u32; T::QUERIES];
        let mut squares = vec![0u32; T::QUERIES];
        let mut tile = vec![[0; QUAD]; T::QUERIES];
        for quad in 0..n_quads {
            for (query, tile) in tile[..n_queries].iter_mut().enumerate() {
                *tile = pixels(query, quad);
            }
            if tile.iter().all(|pixels| *pixels == [0; QUAD]) {
                continue;
            }
            for ((pixels, sum), square) in tile.iter().zip(&mut sums).zip(&mut squares) {
                for &pixel in pixels {
                    *sum += u32::from(pixel);
                    *square += u32::from(pixel) * u32::from(pixel);
                }
            }
            for first in (0..QUAD).step_by(T::GROUP) {
                let features = first..first + T::GROUP;
                let of_tile = tile.iter().map(|pixels| &pixels[features.clone()]);
                if of_tile.clone().flatten().any(|&pixel| pixel != 0) {
                    active.push(((quad * QUAD + first) / T::GROUP) as u32);
                    groups.extend(of_tile.map(T::group));
                }
            }
        }
        Self {
            n_quads,
            active,
            groups,
            dot_offsets: sums.iter().map(|sum| sum.wrapping_mul(128)).collect(),
            distance_offsets: sums
                .iter()
                .zip(squares)
                .map(|(sum, square)| square.wrapping_sub(sum.wrapping_mul(256)))
                .collect(),
        }
    }

    /// The indices of the groups that are non-zero in at least one query, ascending.
    pub(crate) fn active(&self) -> &[u32] {
        &self.active
    }

    /// [`DotTile::QUERIES`] groups for each active one.
    pub(crate) fn groups(&self) -> &[T::Group] {
        &self.groups
    }

    /// For each query, the number to add to Σ q(t − 128) to get q·t.
    pub(crate) fn dot_offsets(&self) -> &[u32] {
        &self.dot_offsets
    }

    /// For each query, the offset that [`squared_distance`] adds.
    pub(crate) fn distance_offsets(&self) -> &[u32] {
        &self.distance_offsets
    }

    /// Checks that each active group exists in the rows of the panels.
    ///
    /// # Panics
    /// If a group does not exist there.
    pub(crate) fn check(&self, panels: Panels<'_>) {
        assert_eq!(
            self.n_quads, panels.n_quads,
            "queries and rows of one length"
        );
    }
}

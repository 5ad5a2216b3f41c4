//! What a CPU level provides for the integer kernels: the dot products of tiles of queries with
//! some panels of packed rows.
//!
//! The packed rows hold t − 128 (VNNI multiplies unsigned by signed bytes), so what a level
//! adds up is Σ q(t − 128), and q·t = Σ q(t − 128) + 128 Σ q. All of it is arithmetic modulo
//! 2³², exact because the results fit `u32`. Written this way round, features that are zero in
//! every query of a tile add nothing and are left out: on images with a dark ground that is
//! nearly half of the work.

use crate::packed::{PANEL_ROWS, Panels, QUAD, quad_of};

/// A 32-bit number for each row of a panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C, align(64))]
pub(crate) struct Lanes(pub(crate) [u32; PANEL_ROWS]);

impl Lanes {
    pub(crate) const ZERO: Self = Self([0; PANEL_ROWS]);
}

/// The integer kernels of a CPU level; a value of the type is a proof of the level.
pub(crate) trait DotTile: Copy + Send + Sync {
    /// Queries of a tile.
    const QUERIES: usize;
    /// Most panels that it is multiplied with at a time.
    const PANELS: usize;
    /// Consecutive features that are multiplied in one step: 1, 2 or 4.
    const GROUP: usize;
    /// How a group of features of a query is stored.
    type Group: Copy + Send + Sync;

    /// Stores [`GROUP`](Self::GROUP) features.
    fn group(pixels: &[u8]) -> Self::Group;

    /// Hands `visit` the index of each tile and Σ q(t − 128) modulo 2³² of its queries and the
    /// rows of the panels: place `i · n_panels + p` for query `i` and panel `p`.
    ///
    /// # Panics
    /// Unless queries and rows are of one length and there are 1 to [`PANELS`](Self::PANELS)
    /// panels.
    fn for_each_tile(
        self,
        tiles: &[QueryTile<Self>],
        panels: Panels<'_>,
        visit: impl FnMut(usize, &mut [Lanes]),
    );

    /// Whether some squared distance of a query is below its threshold, in bit `i` for query
    /// `i`. `dots` is what [`for_each_tile`](Self::for_each_tile) hands out; rows of padding
    /// count too.
    ///
    /// # Panics
    /// Unless there are [`QUERIES`](Self::QUERIES) thresholds and as many dots for each panel.
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

    /// [`any_below`](Self::any_below) for the norms of each panel, once the lengths are checked.
    fn any_of_panels_below(
        self,
        offsets: &[u32],
        norms: &[[u32; PANEL_ROWS]],
        thresholds: &[u32],
        dots: &[Lanes],
    ) -> u32;
}

/// The squared distance of which the `dot` is Σ q(t − 128), `offset` Σ q² − 256 Σ q and
/// `squared_norm` Σ t².
#[inline(always)]
pub(crate) fn squared_distance(squared_norm: u32, offset: u32, dot: u32) -> u32 {
    squared_norm
        .wrapping_add(offset)
        .wrapping_sub(dot.wrapping_mul(2))
}

/// Up to [`DotTile::QUERIES`] queries, packed without the groups that are zero in all of them.
pub(crate) struct QueryTile<T: DotTile> {
    n_quads: usize,
    /// Ascending, each the index of a group of a row of `n_quads`.
    active: Vec<u32>,
    /// [`DotTile::QUERIES`] for each active group.
    groups: Vec<T::Group>,
    /// 128 Σ q of each query.
    dot_offsets: Vec<u32>,
    /// Σ q² − 256 Σ q of each query.
    distance_offsets: Vec<u32>,
}

impl<T: DotTile> QueryTile<T> {
    /// Packs `queries`, each of `n_features` values.
    ///
    /// # Panics
    /// If they are fewer values, or more than [`DotTile::QUERIES`] queries.
    pub(crate) fn pack(queries: &[&[u8]], n_features: usize) -> Self {
        Self::of_quads(queries.len(), n_features.div_ceil(QUAD), |query, quad| {
            quad_of(queries[query], quad)
        })
    }

    /// Packs the queries of which `pixels` gives, by query and quad, the features.
    ///
    /// # Panics
    /// If they are more than [`DotTile::QUERIES`].
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

    /// Indices of the groups that are not zero in every query, ascending.
    pub(crate) fn active(&self) -> &[u32] {
        &self.active
    }

    /// [`DotTile::QUERIES`] groups for each active one.
    pub(crate) fn groups(&self) -> &[T::Group] {
        &self.groups
    }

    /// What turns Σ q(t − 128) into q·t, one a query.
    pub(crate) fn dot_offsets(&self) -> &[u32] {
        &self.dot_offsets
    }

    /// What [`squared_distance`] adds, one a query.
    pub(crate) fn distance_offsets(&self) -> &[u32] {
        &self.distance_offsets
    }

    /// Finds that each active group is one of the rows of the panels.
    ///
    /// # Panics
    /// If it is not.
    pub(crate) fn check(&self, panels: Panels<'_>) {
        assert_eq!(
            self.n_quads, panels.n_quads,
            "queries and rows of one length"
        );
    }
}

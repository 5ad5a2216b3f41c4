use super::Portable;
use crate::dot_tile::{DotTile, Lanes, QueryTile, squared_distance};
use crate::packed::{PANEL_ROWS, PanelQuad, Panels};

const QUERIES: usize = 2;

/// Number of products that are added without rounding: 512 · 255 · 128 < 2²⁴.
const EXACT: usize = 512;

/// Compilers vectorise `f32` products on every CPU, but integer products rarely. A pixel times a
/// centred pixel is an integer that `f32` represents exactly, and so is a sum of [`EXACT`] such
/// products.
impl DotTile for Portable {
    const QUERIES: usize = QUERIES;
    const PANELS: usize = 1;
    const GROUP: usize = 1;
    type Group = f32;

    fn group(pixels: &[u8]) -> f32 {
        pixels[0].into()
    }

    fn for_each_tile(
        self,
        tiles: &[QueryTile<Self>],
        panels: Panels<'_>,
        mut visit: impl FnMut(usize, &mut [Lanes]),
    ) {
        let features: Vec<[[f32; PANEL_ROWS]; 4]> = panels.quads.iter().map(features_of).collect();
        for (i, tile) in tiles.iter().enumerate() {
            tile.check(panels);
            let mut sums = [[0i32; PANEL_ROWS]; QUERIES];
            let (queries, _) = tile.groups().as_chunks::<QUERIES>();
            for (active, queries) in tile.active().chunks(EXACT).zip(queries.chunks(EXACT)) {
                let exact = exact_sums(active, queries, features.as_flattened());
                for (sum, exact) in sums.as_flattened_mut().iter_mut().zip(exact.as_flattened()) {
                    *sum = sum.wrapping_add(*exact as i32);
                }
            }
            visit(i, &mut sums.map(|sums| Lanes(sums.map(i32::cast_unsigned))));
        }
    }

    fn any_of_panels_below(
        self,
        offsets: &[u32],
        norms: &[[u32; PANEL_ROWS]],
        thresholds: &[u32],
        dots: &[Lanes],
    ) -> u32 {
        let mut below = 0;
        for (i, dots) in dots.chunks(norms.len()).enumerate() {
            let any = dots
                .iter()
                .flat_map(|Lanes(dots)| dots)
                .zip(norms.as_flattened())
                .any(|(&dot, &norm)| squared_distance(norm, offsets[i], dot) < thresholds[i]);
            below |= u32::from(any) << i;
        }
        below
    }
}

/// Returns the four features of a quad; each one for all rows.
pub(crate) fn features_of<T: From<i8>>(PanelQuad(rows): &PanelQuad) -> [[T; PANEL_ROWS]; 4] {
    std::array::from_fn(|feature| rows.map(|row| row[feature].into()))
}

fn exact_sums(
    active: &[u32],
    queries: &[[f32; QUERIES]],
    features: &[[f32; PANEL_ROWS]],
) -> [[f32; PANEL_ROWS]; QUERIES] {
    let mut sums = [[0.0; PANEL_ROWS]; QUERIES];
    for (&feature, queries) in active.iter().zip(queries) {
        let rows = &features[feature as usize];
        for (sums, query) in sums.iter_mut().zip(queries) {
            for (sum, row) in sums.iter_mut().zip(rows) {
                *sum += query * row;
            }
        }
    }
    sums
}

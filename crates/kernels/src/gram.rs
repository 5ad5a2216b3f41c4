use rayon::prelude::*;

use crate::dot_tile::{DotTile, Lanes, QueryTile};
use crate::level::with_level;
use crate::packed::{PANEL_ROWS, PanelQuad, Panels, QUAD};
use crate::shape::{check_indices, count_rows, row};
use crate::{Level, ShapeError};

/// Number of images multiplied at a time. It is small enough for the packed chunk to stay in the L2
/// cache.
const CHUNK: usize = 1024;

/// The largest number of images in a slab. Its `u32` sums cannot overflow: 255² · 65,536 < 2³².
const SLAB: usize = 65_536;

/// Computes XᵀX of a row-major matrix of bytes exactly. The result is symmetric, `(n_features,
/// n_features)`.
///
/// `images` has `n_features` bytes in each row. It runs on rayon's current pool.
///
/// ```
/// use kernels::{Level, gram};
///
/// assert_eq!(gram(Level::current(), &[1, 2, 3, 255], 2)?, [10, 767, 767, 65_029]);
/// # Ok::<(), kernels::ShapeError>(())
/// ```
///
/// # Errors
/// [`ShapeError`] if `images` is not a whole number of rows.
pub fn gram(level: Level, images: &[u8], n_features: usize) -> Result<Vec<u64>, ShapeError> {
    let n_images = count_rows(images.len(), n_features)?;
    let image = |index| row(images, n_features, index).unwrap_or_default();
    Ok(with_level!(level, tile => gram_with(tile, n_images, n_features, &image)))
}

/// Computes [`gram`] of some rows only, for example of the images of one class.
///
/// # Errors
/// As [`gram`]; also [`ShapeError::RowOutOfRange`].
pub fn gram_of_rows(
    level: Level,
    images: &[u8],
    n_features: usize,
    indices: &[usize],
) -> Result<Vec<u64>, ShapeError> {
    check_indices(indices, count_rows(images.len(), n_features)?)?;
    let image = |index| row(images, n_features, indices[index]).unwrap_or_default();
    Ok(with_level!(level, tile => gram_with(tile, indices.len(), n_features, &image)))
}

fn gram_with<'a, T: DotTile>(
    kernel: T,
    n_images: usize,
    n_features: usize,
    image: &(impl Fn(usize) -> &'a [u8] + Sync),
) -> Vec<u64> {
    // The sums are integers, so the result does not depend on how the images are divided into
    // slabs.
    let slab_len = n_images
        .div_ceil(rayon::current_num_threads())
        .next_multiple_of(CHUNK)
        .clamp(CHUNK, SLAB);
    let slabs: Vec<Slab> = (0..n_images.div_ceil(slab_len))
        .into_par_iter()
        .map(|index| {
            let end = n_images.min((index + 1) * slab_len);
            let mut slab = Slab::new(n_features);
            for first in (index * slab_len..end).step_by(CHUNK) {
                let chunk: Vec<&[u8]> = (first..end.min(first + CHUNK)).map(image).collect();
                slab.add(kernel, &chunk);
            }
            slab
        })
        .collect();
    symmetric(&slabs, n_features)
}

/// The Gram matrix of some images. Only the entries on and above the diagonal are computed.
///
/// Its entries are dot products of features. So the roles are exchanged here: each feature is a
/// row, each image is an entry of that row, and four images form a quad.
struct Slab {
    n_features: usize,
    /// `n_features` padded to a whole number of panels.
    n_columns: usize,
    /// `(n_features, n_columns)`. An entry is valid only if its column index is not smaller than
    /// its row index.
    sums: Vec<u32>,
    /// The features as quads of four images, `(n_quads, n_columns)`.
    pixels: Vec<[u8; QUAD]>,
    /// The same values, arranged in panels.
    columns: Vec<PanelQuad>,
}

impl Slab {
    fn new(n_features: usize) -> Self {
        let n_columns = n_features.next_multiple_of(PANEL_ROWS);
        Self {
            n_features,
            n_columns,
            sums: vec![0; n_features * n_columns],
            pixels: Vec::new(),
            columns: Vec::new(),
        }
    }

    fn add<T: DotTile>(&mut self, kernel: T, images: &[&[u8]]) {
        let n_quads = images.len().div_ceil(QUAD);
        self.pack(images);
        let tiles: Vec<QueryTile<T>> = (0..self.n_features)
            .step_by(T::QUERIES)
            .map(|first| {
                let n_queries = T::QUERIES.min(self.n_features - first);
                QueryTile::of_quads(n_queries, n_quads, |query, quad| {
                    self.pixels[quad * self.n_columns + first + query]
                })
            })
            .collect();
        for (group, quads) in self.columns.chunks(T::PANELS * n_quads).enumerate() {
            let first_row = group * T::PANELS * PANEL_ROWS;
            let panels = Panels {
                first_row,
                n_quads,
                quads,
                squared_norms: &[],
            };
            let width = panels.n_panels() * PANEL_ROWS;
            let above = (first_row + width).div_ceil(T::QUERIES).min(tiles.len());
            kernel.for_each_tile(&tiles[..above], panels, |tile, dots| {
                let sums = self.sums.chunks_mut(self.n_columns).skip(tile * T::QUERIES);
                let dots = dots.chunks(panels.n_panels());
                for ((sums, dots), &offset) in sums.zip(dots).zip(tiles[tile].dot_offsets()) {
                    let (sums, _) = sums[first_row..first_row + width].as_chunks_mut();
                    for (sums, dots) in sums.iter_mut().zip(dots) {
                        add_lanes(sums, dots, offset);
                    }
                }
            });
        }
    }

    fn pack(&mut self, images: &[&[u8]]) {
        let ground: &[u8] = &vec![0; self.n_features];
        self.pixels.clear();
        for images in images.chunks(QUAD) {
            let image = |i| images.get(i).copied().unwrap_or(ground);
            let [a, b, c, d] = std::array::from_fn(image);
            let quads = a
                .iter()
                .zip(b)
                .zip(c)
                .zip(d)
                .map(|(((&a, &b), &c), &d)| [a, b, c, d]);
            self.pixels.extend(quads);
            self.pixels
                .resize(self.pixels.len().next_multiple_of(PANEL_ROWS), [0; QUAD]);
        }
        self.columns.clear();
        for panel in 0..self.n_columns / PANEL_ROWS {
            let (panels, _) = self.pixels.as_chunks();
            let quads = panels
                .iter()
                .skip(panel)
                .step_by(self.n_columns / PANEL_ROWS);
            self.columns.extend(quads.map(PanelQuad::of));
        }
    }
}

fn add_lanes(sums: &mut [u32; PANEL_ROWS], Lanes(dots): &Lanes, offset: u32) {
    for (sum, dot) in sums.iter_mut().zip(dots) {
        *sum = sum.wrapping_add(dot.wrapping_add(offset));
    }
}

fn symmetric(slabs: &[Slab], n_features: usize) -> Vec<u64> {
    let mut gram = vec![0; n_features * n_features];
    for row in 0..n_features {
        for column in row..n_features {
            let sum = slabs
                .iter()
                .map(|slab| u64::from(slab.sums[row * slab.n_columns + column]))
                .sum();
            gram[row * n_features + column] = sum;
            gram[column * n_features + row] = sum;
        }
    }
    gram
}

use rayon::prelude::*;

use crate::ShapeError;
use crate::shape::{check_features, check_indices, count_rows, row};

/// Number of rows in a panel.
pub(crate) const PANEL_ROWS: usize = 16;

/// Number of features in a quad: one lane of a VNNI instruction adds up this many products.
pub(crate) const QUAD: usize = 4;

/// One quad of features for each row of a panel, as pixel − 128.
///
/// It is one cache line, and one AVX-512 register in which each 32-bit lane belongs to one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C, align(64))]
pub(crate) struct PanelQuad(pub(crate) [[i8; QUAD]; PANEL_ROWS]);

impl PanelQuad {
    const ZERO: Self = Self([[0; QUAD]; PANEL_ROWS]);

    /// The quad with these pixels.
    pub(crate) fn of(pixels: &[[u8; QUAD]; PANEL_ROWS]) -> Self {
        Self(pixels.map(|pixels| pixels.map(centred)))
    }
}

/// Rows of bytes, laid out for integer dot products. They are packed once and used for many
/// queries.
///
/// Sixteen rows form a panel, and four consecutive features form a quad. A panel stores its quads
/// one after the other. A quad stores four bytes of each row. The last panel and the last quad are
/// padded with zeros. The memory is [`bytes`](Self::bytes), only slightly more than the rows
/// themselves have.
#[derive(Clone, Debug)]
pub struct PackedRows {
    n_rows: usize,
    n_features: usize,
    quads: Vec<PanelQuad>,
    squared_norms: Vec<u32>,
}

impl PackedRows {
    /// Packs the rows of a row-major slice with `n_features` bytes in each row.
    ///
    /// # Errors
    /// [`ShapeError`] if the slice is not a whole number of rows, if a row has no bytes or more
    /// than 66,051 bytes (squared distances must fit `u32`), or if there are more rows than `u32`
    /// can index.
    pub fn new(rows: &[u8], n_features: usize) -> Result<Self, ShapeError> {
        let n_rows = count_rows(rows.len(), n_features)?;
        check_features(n_features)?;
        Ok(Self::pack(n_rows, n_features, |index| {
            row(rows, n_features, index).unwrap_or_default()
        }))
    }

    /// Packs some rows of a row-major slice. Row `i` of the result is row `indices[i]` of the
    /// slice.
    ///
    /// # Errors
    /// As [`new`](Self::new); also [`ShapeError::RowOutOfRange`].
    pub fn of_rows(rows: &[u8], n_features: usize, indices: &[usize]) -> Result<Self, ShapeError> {
        let n_rows = count_rows(rows.len(), n_features)?;
        check_features(n_features)?;
        check_indices(indices, n_rows)?;
        Ok(Self::pack(indices.len(), n_features, |index| {
            row(rows, n_features, indices[index]).unwrap_or_default()
        }))
    }

    fn pack<'a>(n_rows: usize, n_features: usize, row: impl Fn(usize) -> &'a [u8] + Sync) -> Self {
        let n_quads = n_features.div_ceil(QUAD);
        let n_panels = n_rows.div_ceil(PANEL_ROWS);
        let mut quads = vec![PanelQuad::ZERO; n_panels * n_quads];
        let mut squared_norms = vec![0; n_panels * PANEL_ROWS];
        quads
            .par_chunks_mut(n_quads)
            .zip(squared_norms.par_chunks_mut(PANEL_ROWS))
            .enumerate()
            .for_each(|(panel, (quads, squared_norms))| {
                for (lane, squared_norm) in squared_norms.iter_mut().enumerate() {
                    let index = panel * PANEL_ROWS + lane;
                    if index < n_rows {
                        let row = row(index);
                        *squared_norm = self::squared_norm(row);
                        for (PanelQuad(lanes), pixels) in quads.iter_mut().zip(quads_of(row)) {
                            lanes[lane] = pixels.map(centred);
                        }
                    }
                }
            });
        Self {
            n_rows,
            n_features,
            quads,
            squared_norms,
        }
    }

    /// Returns the packed rows, one after the other.
    pub fn rows(&self) -> impl Iterator<Item = Vec<u8>> {
        let n_quads = self.n_features.div_ceil(QUAD);
        (0..self.n_rows).map(move |row| {
            let panel = &self.quads[row / PANEL_ROWS * n_quads..][..n_quads];
            let lanes = panel
                .iter()
                .flat_map(|PanelQuad(lanes)| lanes[row % PANEL_ROWS]);
            let pixels = lanes.map(|centred| centred.cast_unsigned() ^ 0x80);
            pixels.take(self.n_features).collect()
        })
    }

    /// Number of rows.
    pub fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// Number of bytes in a row.
    pub fn n_features(&self) -> usize {
        self.n_features
    }

    /// Σ x² of each row.
    pub fn squared_norms(&self) -> &[u32] {
        &self.squared_norms[..self.n_rows]
    }

    /// Memory used, in bytes.
    pub fn bytes(&self) -> usize {
        size_of_val(self.quads.as_slice()) + size_of_val(self.squared_norms.as_slice())
    }

    /// Returns groups of up to `n_panels` panels, in order.
    pub(crate) fn panels(&self, n_panels: usize) -> impl Iterator<Item = Panels<'_>> {
        let n_quads = self.n_features.div_ceil(QUAD);
        self.quads
            .chunks(n_panels * n_quads)
            .zip(self.squared_norms.chunks(n_panels * PANEL_ROWS))
            .enumerate()
            .map(move |(group, (quads, squared_norms))| Panels {
                first_row: group * n_panels * PANEL_ROWS,
                n_quads,
                quads,
                squared_norms,
            })
    }
}

/// Several consecutive panels.
#[derive(Clone, Copy)]
pub(crate) struct Panels<'a> {
    pub(crate) first_row: usize,
    pub(crate) n_quads: usize,
    /// `n_quads` quads for each panel.
    pub(crate) quads: &'a [PanelQuad],
    /// One for each row, including the rows of the padding. It is empty if no distances are needed.
    pub(crate) squared_norms: &'a [u32],
}

impl Panels<'_> {
    /// Number of panels.
    pub(crate) fn n_panels(&self) -> usize {
        self.quads.len() / self.n_quads
    }
}

/// The quads of a row, the last one padded with zeros.
fn quads_of(row: &[u8]) -> impl Iterator<Item = [u8; QUAD]> {
    let (quads, rest) = row.as_chunks();
    let last = (!rest.is_empty()).then(|| padded(rest));
    quads.iter().copied().chain(last)
}

/// Returns bytes `4 quad ..` of a row, with zeros after the end of the row.
pub(crate) fn quad_of(row: &[u8], quad: usize) -> [u8; QUAD] {
    let rest = &row[quad * QUAD..];
    match rest.first_chunk() {
        Some(&pixels) => pixels,
        None => padded(rest),
    }
}

fn padded(rest: &[u8]) -> [u8; QUAD] {
    std::array::from_fn(|i| rest.get(i).copied().unwrap_or(0))
}

/// Returns Σ x². [`check_features`] makes sure that it fits `u32`.
pub(crate) fn squared_norm(row: &[u8]) -> u32 {
    row.iter().map(|&x| u32::from(x) * u32::from(x)).sum()
}

/// x − 128.
fn centred(pixel: u8) -> i8 {
    (pixel ^ 0x80).cast_signed()
}

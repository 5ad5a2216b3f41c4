use ndarray::ArrayView2;

use crate::bounds::Bounds;
use crate::component::Components;
use crate::cut::CutRule;
use crate::piece::{InkPixel, Piece};
use crate::profile::Profiles;
use crate::sheet::{Sheet, dark_ranges};

/// Room to segment pictures in. One that is used again saves allocations, and changes no result.
#[derive(Clone, Debug, Default)]
pub struct Work {
    sheet: Sheet,
    components: Components,
    profiles: Profiles,
    cuts: Vec<usize>,
    /// For each column of each component, as in `profiles`: the piece that it is part of.
    piece_of_column: Vec<u32>,
    /// For each pixel of ink, with the margin: its piece. Others have numbers of earlier pictures.
    piece_of_pixel: Vec<u32>,
    /// Pixels in reading order, each with its piece.
    found: Vec<(u32, InkPixel)>,
}

/// The piece of a pixel in a speck.
const NONE: u32 = u32::MAX;

impl Work {
    /// The pieces of a picture of at most [`MOST_PIXELS`](crate::sheet::MOST_PIXELS), and the pixels
    /// of one piece after those of the other.
    pub(crate) fn split(
        &mut self,
        picture: ArrayView2<'_, u8>,
        ink: u8,
        least_size: usize,
        rule: &CutRule,
    ) -> (Vec<Piece>, Vec<InkPixel>) {
        self.sheet.copy(picture);
        self.components.find(&self.sheet, ink, least_size);
        self.profiles.measure(&self.components);
        let mut pieces = self.cut(rule);
        self.find_pixels(ink);
        let pixels = self.sorted_pixels(&mut pieces);
        (pieces, pixels)
    }

    /// Cuts the components. The pieces do not have their pixels yet.
    fn cut(&mut self, rule: &CutRule) -> Vec<Piece> {
        let mut pieces = Vec::new();
        self.piece_of_column.clear();
        for (component, found) in self.components.list().iter().enumerate() {
            let columns = self.profiles.of(component);
            rule.cut(columns, &mut self.cuts);
            let mut start = 0;
            for &end in self.cuts.iter().chain([&columns.len()]) {
                let of_piece = &columns[start..end];
                let top = of_piece.iter().map(|column| column.top).min();
                let bottom = of_piece.iter().map(|column| column.bottom).max();
                let left = found.bounds.columns.start;
                self.piece_of_column
                    .resize(self.profiles.start(component) + end, pieces.len() as u32);
                pieces.push(Piece {
                    bounds: Bounds {
                        rows: top.unwrap_or(0) as usize
                            ..bottom.map_or(0, |bottom| bottom as usize + 1),
                        columns: left + start..left + end,
                    },
                    pixels: 0..0,
                });
                start = end;
            }
        }
        pieces
    }

    /// Finds the pixels of all pieces.
    fn find_pixels(&mut self, ink: u8) {
        self.piece_of_pixel.resize(self.sheet.len(), NONE);
        for run in self.components.runs() {
            let start = self.sheet.index(run.row, run.start);
            let pixels = &mut self.piece_of_pixel[start..start + run.end - run.start];
            match run.component {
                None => pixels.fill(NONE),
                Some(component) => {
                    let left = self.components.list()[component].bounds.columns.start;
                    let start = self.profiles.start(component) + run.start - left;
                    let columns = &self.piece_of_column[start..start + pixels.len()];
                    pixels.copy_from_slice(columns);
                }
            }
        }
        self.found.clear();
        for (row, values) in self.sheet.rows().enumerate() {
            for column in dark_ranges(values, 1).flatten() {
                let value = values[column];
                let at = self.sheet.index(row, column);
                let owner = match value >= ink {
                    true => Some(at),
                    false => self.sheet.nearest_ink(at, ink),
                };
                let piece = owner.map_or(NONE, |owner| self.piece_of_pixel[owner]);
                if piece != NONE {
                    let pixel = InkPixel {
                        row: row as u32,
                        column: column as u32,
                        value,
                    };
                    self.found.push((piece, pixel));
                }
            }
        }
    }

    /// The pixels of one piece after those of the other, and the pieces told which are theirs.
    fn sorted_pixels(&self, pieces: &mut [Piece]) -> Vec<InkPixel> {
        for (piece, _) in &self.found {
            pieces[*piece as usize].pixels.end += 1;
        }
        let mut start = 0;
        for piece in pieces.iter_mut() {
            // Its end moves on as its pixels are put there.
            let size = std::mem::replace(&mut piece.pixels, start..start).end;
            start += size;
        }
        let blank = InkPixel {
            row: 0,
            column: 0,
            value: 0,
        };
        let mut pixels = vec![blank; self.found.len()];
        for (piece, pixel) in &self.found {
            let end = &mut pieces[*piece as usize].pixels.end;
            pixels[*end] = *pixel;
            *end += 1;
        }
        pixels
    }
}

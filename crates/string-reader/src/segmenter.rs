use ndarray::ArrayView2;

use crate::SegmentError;
use crate::candidate::CandidateRule;
use crate::cut::CutRule;
use crate::mass::Mass;
use crate::piece::{InkPixel, Piece};
use crate::segmentation::Segmentation;
use crate::sheet::MOST_PIXELS;
use crate::work::Work;

/// Heuristic over-segmentation: settings that have been checked, see
/// [`SegmenterParams`](crate::SegmenterParams).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segmenter {
    pub(crate) ink: u8,
    pub(crate) least_size: usize,
    pub(crate) cuts: CutRule,
    pub(crate) candidates: CandidateRule,
}

impl Segmenter {
    /// All settings, in words.
    pub fn settings(&self) -> String {
        // List every field, so that a new field cannot be forgotten here.
        let Self {
            ink,
            least_size,
            cuts:
                CutRule {
                    whole,
                    most_rows,
                    spacing,
                },
            candidates:
                CandidateRule {
                    most_pieces,
                    most_width,
                    most_gap,
                },
        } = self;
        format!(
            "ink from {ink}, {least_size} pixels or more; cuts beyond {whole} columns, where at most \
             {most_rows} rows high, {spacing} columns apart; candidates of {most_pieces} pieces, \
             {most_width} columns, gaps of {most_gap}, at most"
        )
    }

    /// Cuts a picture `(height, width)` of any size into pieces, and lists what may be a character.
    /// 0 is white, 255 black.
    ///
    /// # Errors
    /// [`SegmentError::TooLarge`] for a picture of more than 2²⁶ pixels.
    pub fn segment(&self, picture: ArrayView2<'_, u8>) -> Result<Segmentation, SegmentError> {
        self.segment_with(picture, &mut Work::default())
    }

    /// As [`segment`](Self::segment), in room that has been used before.
    ///
    /// # Errors
    /// As [`segment`](Self::segment).
    pub fn segment_with(
        &self,
        picture: ArrayView2<'_, u8>,
        work: &mut Work,
    ) -> Result<Segmentation, SegmentError> {
        let (height, width) = picture.dim();
        let n_pixels = height.checked_mul(width);
        if n_pixels.is_none_or(|n_pixels| n_pixels > MOST_PIXELS) {
            return Err(SegmentError::TooLarge { height, width });
        }
        let (pieces, pixels) = work.split(picture, self.ink, self.least_size, &self.cuts);
        let masses = masses(&pieces, &pixels);
        let candidates = self.candidates.list(&pieces, &masses);
        Ok(Segmentation {
            pieces,
            pixels,
            masses,
            candidates,
        })
    }
}

/// The masses of all pieces before each node.
fn masses(pieces: &[Piece], pixels: &[InkPixel]) -> Vec<Mass> {
    let mut masses = Vec::with_capacity(pieces.len() + 1);
    let mut mass = Mass::default();
    masses.push(mass);
    for piece in pieces {
        pixels[piece.pixels.clone()]
            .iter()
            .for_each(|pixel| mass.add(pixel));
        masses.push(mass);
    }
    masses
}

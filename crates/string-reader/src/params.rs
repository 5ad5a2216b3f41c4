use linfa::ParamGuard;

use crate::SegmentError;
use crate::candidate::CandidateRule;
use crate::cut::CutRule;
use crate::segmenter::Segmenter;

/// Settings of a [`Segmenter`]. The defaults are for digits of MNIST's size, 20 pixels high.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmenterParams(Segmenter);

impl Segmenter {
    /// The default settings, to change some of them.
    pub fn params() -> SegmenterParams {
        SegmenterParams(Self::default())
    }
}

impl Default for Segmenter {
    fn default() -> Self {
        Self {
            ink: 80,
            least_size: 6,
            cuts: CutRule {
                whole: 7,
                most_rows: 14,
                spacing: 3,
            },
            candidates: CandidateRule {
                most_pieces: 5,
                most_width: 26,
                most_gap: 8,
            },
        }
    }
}

impl SegmenterParams {
    /// The least value of a pixel of ink, 1 or more; 80 by default. Fainter ones make no piece, but
    /// join one.
    pub fn ink(mut self, ink: u8) -> Self {
        self.0.ink = ink;
        self
    }

    /// The least pixels of ink that hang together and are kept; 6 by default. Fewer are a speck.
    pub fn least_size(mut self, pixels: usize) -> Self {
        self.0.least_size = pixels;
        self
    }

    /// Columns that a component may have and is never cut; 7 by default.
    pub fn whole(mut self, columns: usize) -> Self {
        self.0.cuts.whole = columns;
        self
    }

    /// The most rows between the upper and the lower contour, both included, where a minimum of
    /// their distance is cut; 14 by default.
    pub fn most_rows(mut self, rows: usize) -> Self {
        self.0.cuts.most_rows = rows;
        self
    }

    /// The least columns between two cuts, 1 or more; 3 by default.
    pub fn spacing(mut self, columns: usize) -> Self {
        self.0.cuts.spacing = columns;
        self
    }

    /// The most pieces of a candidate, 1 or more; 5 by default.
    pub fn most_pieces(mut self, pieces: usize) -> Self {
        self.0.candidates.most_pieces = pieces;
        self
    }

    /// The most columns of a candidate of several pieces, 1 or more; 26 by default.
    pub fn most_width(mut self, columns: usize) -> Self {
        self.0.candidates.most_width = columns;
        self
    }

    /// The most successive columns without ink inside a candidate; 8 by default.
    pub fn most_gap(mut self, columns: usize) -> Self {
        self.0.candidates.most_gap = columns;
        self
    }
}

impl ParamGuard for SegmenterParams {
    type Checked = Segmenter;
    type Error = SegmentError;

    fn check_ref(&self) -> Result<&Segmenter, SegmentError> {
        if self.0.ink == 0 {
            return Err(SegmentError::NoThreshold);
        }
        self.0.cuts.check()?;
        self.0.candidates.check()?;
        Ok(&self.0)
    }

    fn check(self) -> Result<Segmenter, SegmentError> {
        self.check_ref()?;
        Ok(self.0)
    }
}

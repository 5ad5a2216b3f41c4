use std::ops::Range;

use crate::SegmentError;
use crate::bounds::Bounds;
use crate::mass::Mass;
use crate::piece::Piece;

/// Which runs of successive pieces are candidates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CandidateRule {
    pub(crate) most_pieces: usize,
    /// The most columns of a candidate of several pieces.
    pub(crate) most_width: usize,
    /// The most empty columns inside of one.
    pub(crate) most_gap: usize,
}

/// An arc of the segmentation graph: successive pieces of ink that may be one character.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The node where it begins, which is the index of its first piece.
    pub from: usize,
    /// The node where it ends: the index of the piece after its last one.
    pub to: usize,
    /// The box around its ink.
    pub bounds: Bounds,
    /// The most successive columns in its box without any of its ink.
    pub gap: usize,
    /// How many rows its centre of mass lies below the one of all the ink of the picture; negative if
    /// above.
    pub offset: f32,
}

impl Candidate {
    /// Its pieces, by index.
    pub fn pieces(&self) -> Range<usize> {
        self.from..self.to
    }

    /// What the penalty of a segmenter is made of (Figure 18): 1, and then the number of pieces, the
    /// width, the height, the largest inner gap and the vertical offset, up or down, in pixels.
    pub fn features(&self) -> [f32; 6] {
        [
            1.0,
            (self.to - self.from) as f32,
            self.bounds.width() as f32,
            self.bounds.height() as f32,
            self.gap as f32,
            self.offset.abs(),
        ]
    }
}

impl CandidateRule {
    pub(crate) fn check(&self) -> Result<(), SegmentError> {
        match (self.most_pieces, self.most_width) {
            (0, _) => Err(SegmentError::NoPieces),
            (_, 0) => Err(SegmentError::NoWidth),
            _ => Ok(()),
        }
    }

    /// Lists the candidates by the node where they begin, then by the one where they end. `masses` are
    /// those of all pieces before each node.
    ///
    /// A single piece is always one, whatever its width, so that there is a path.
    pub(crate) fn list(&self, pieces: &[Piece], masses: &[Mass]) -> Vec<Candidate> {
        let Some(&all) = masses.last() else {
            return Vec::new();
        };
        let mut candidates = Vec::with_capacity(pieces.len() * self.most_pieces.min(4));
        let mut columns: Vec<&Range<usize>> = Vec::new();
        for (from, first) in pieces.iter().enumerate() {
            let mut bounds = first.bounds.clone();
            columns.clear();
            for (to, last) in (1..).zip(pieces).skip(from).take(self.most_pieces) {
                bounds.include(&last.bounds);
                if to - from > 1 && bounds.width() > self.most_width {
                    break;
                }
                let more = &last.bounds.columns;
                columns.insert(columns.partition_point(|old| old.start <= more.start), more);
                let gap = largest_gap(&columns);
                if gap <= self.most_gap {
                    candidates.push(Candidate {
                        from,
                        to,
                        bounds: bounds.clone(),
                        gap,
                        offset: ((masses[to] - masses[from]).row() - all.row()) as f32,
                    });
                }
            }
        }
        candidates
    }
}

/// The most successive columns between ranges that are in the order of their starts.
fn largest_gap(columns: &[&Range<usize>]) -> usize {
    let mut covered = columns.first().map_or(0, |first| first.start);
    let mut largest = 0;
    for range in columns {
        largest = largest.max(range.start.saturating_sub(covered));
        covered = covered.max(range.end);
    }
    largest
}

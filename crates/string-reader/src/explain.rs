use graph_transformer::{Log, Work, best_path, score};
use ndarray::ArrayView2;

use crate::candidate::Candidate;
use crate::error::ReadError;
use crate::interpretation::{DIGITS, Interpretation};
use crate::reader::{Reader, Reading};
use crate::segmentation::Segmentation;
use crate::view::View;

/// What is read of a picture, and what of it was seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The answer.
    pub reading: Reading,
    /// The probability of each digit of the answer, where it lies.
    ///
    /// A place is stood for by the piece that has most of its ink. On every path that piece is part of
    /// exactly one candidate, which is read as one digit. So the posteriors of all arcs whose candidate
    /// contains the piece sum to 1, and those of them that read the digit make its probability,
    /// however the ink around the piece is cut. A string may be less probable than each of its
    /// digits: there may be more of them, or fewer.
    pub probabilities: Vec<f64>,
    /// The picture in pieces, and the candidates.
    pub segmentation: Segmentation,
}

impl Reader {
    /// Reads a picture as [`read`](Self::read) does, and says more of it.
    ///
    /// # Errors
    /// As [`read`](Self::read), and [`ReadError::NotCut`] if the reader does not cut pictures.
    pub fn explain(&self, picture: ArrayView2<'_, u8>) -> Result<Explanation, ReadError> {
        let View::Segments(segmenter) = self.view() else {
            return Err(ReadError::NotCut);
        };
        let segmentation = segmenter.segment(picture)?;
        let reading = self.read(picture)?;
        let Interpretation { graph, penalties } = self.interpret(picture)?;
        let mut work = Work::default();
        // The derivative of the forward penalty by an arc's penalty is the posterior of the arc: the
        // part that paths through it have in the sum over all paths (equations 15 and 16).
        let mut posteriors = vec![0.0; penalties.len()];
        if let Some(mut scored) = score::<Log>(&graph, &penalties, &mut work) {
            scored.backward(1.0, &mut posteriors);
        }
        let best = best_path(&graph, &penalties, &mut work);
        let arcs = best.map_or(Vec::new(), |best| best.arcs);
        let arcs = arcs.iter().map(|&arc| &graph.arcs()[arc as usize]);
        let candidates = arcs.map(|arc| arc.penalty as usize / DIGITS);
        let read = reading.digits.iter().zip(candidates);
        let probability =
            |(&digit, candidate)| probability(digit, candidate, &segmentation, &posteriors);
        Ok(Explanation {
            probabilities: read.map(probability).collect(),
            reading,
            segmentation,
        })
    }
}

/// The probability of a digit where a candidate lies, by the posteriors of all arcs.
fn probability(
    digit: u8,
    candidate: usize,
    segmentation: &Segmentation,
    posteriors: &[f32],
) -> f64 {
    let ink = |piece: &usize| -> u64 {
        let pixels = segmentation.pixels(*piece).iter();
        pixels.map(|pixel| u64::from(pixel.value)).sum()
    };
    let candidates = segmentation.candidates();
    let pieces = candidates[candidate].pieces();
    let piece = pieces.max_by_key(ink).expect("a candidate has a piece");
    let has_piece = |(_, other): &(usize, &Candidate)| other.pieces().contains(&piece);
    let own = candidates.iter().enumerate().filter(has_piece);
    let posterior = |index: usize| posteriors[DIGITS * index + usize::from(digit)];
    own.map(|(index, _)| f64::from(posterior(index))).sum()
}

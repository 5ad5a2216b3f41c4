use classifier::InputError;
use graph_transformer::topology::string;
use graph_transformer::{Work, best_path, probability, select};
use lenet::{LeNet, LeNetError};
use ndarray::ArrayView2;
use thiserror::Error;

use crate::interpretation::{DIGITS, Interpretation};
use crate::{Bounds, SIDE, SegmentError, Segmenter};

/// Reads pictures of digit strings by over-segmentation: a segmenter, and a network that recognises
/// single digits (section V).
///
/// A network that was trained on single digits has never seen two of them, or half of one, and says
/// no less surely what they are. So such a reader errs in many strings; training it as a whole (section
/// VI) is not here yet.
#[derive(Clone, Debug)]
pub struct Reader {
    segmenter: Segmenter,
    network: LeNet,
}

/// What is read of a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The digits, from left to right; none if there is no ink.
    pub digits: Vec<u8>,
    /// The penalty of the best path, which reads them.
    pub penalty: f64,
    /// The probability of these digits among all strings that the picture may show, summed over all
    /// ways to cut it: exp(−E_dforw) (section VI-E).
    pub confidence: f64,
    /// Where each digit lies, on the best path.
    pub places: Vec<Bounds>,
}

/// Why a picture cannot be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// It cannot be segmented.
    #[error(transparent)]
    Segment(#[from] SegmentError),
    /// The network has a field of another size.
    #[error(transparent)]
    Network(#[from] LeNetError),
    /// A candidate cannot be recognised.
    #[error(transparent)]
    Input(#[from] InputError),
}

impl Reader {
    /// A reader with this network, whose first ten classes are the digits.
    ///
    /// # Errors
    /// [`ReadError::Network`] if images of 28×28 cannot be centred in the network's field.
    pub fn new(segmenter: Segmenter, network: LeNet) -> Result<Self, ReadError> {
        let network = network.for_images_of(SIDE * SIDE)?;
        Ok(Self { segmenter, network })
    }

    /// Reads a picture `(height, width)`, 0 for white and 255 for black. Digits are of the size that
    /// the network knows: MNIST's are 20 rows high.
    ///
    /// # Errors
    /// [`ReadError`].
    pub fn read(&self, picture: ArrayView2<'_, u8>) -> Result<Reading, ReadError> {
        let segmentation = self.segmenter.segment(picture)?;
        let Interpretation { graph, penalties } = Interpretation::of(&segmentation, &self.network)?;
        let mut work = Work::default();
        let best = best_path(&graph, &penalties, &mut work);
        let best = best.expect("each piece of a segmentation is a candidate");
        let spelled = select(&graph, &string(&best.labels)).expect("a string costs nothing");
        let confidence = probability(&spelled, &graph, &penalties, &mut work);
        let places = best.arcs.iter().map(|&arc| {
            let penalty = graph.arcs()[arc as usize].penalty as usize;
            segmentation.candidates()[penalty / DIGITS].bounds.clone()
        });
        let digits = best.labels.iter().filter_map(|label| label.number());
        Ok(Reading {
            places: places.collect(),
            digits: digits.map(|digit| digit as u8).collect(),
            penalty: best.penalty,
            confidence: confidence.expect("there is a path"),
        })
    }
}

use std::borrow::Cow;

use graph_transformer::topology::exactly;
use graph_transformer::{Graph, Work, best_path, probability, select};
use lenet::{Idle, LeNet};
use ndarray::ArrayView2;

use crate::interpretation::DIGITS;
use crate::viewer::Viewer;
use crate::{Bounds, Interpretation, ReadError, SIDE, View};

/// Reads pictures of digit strings: a way to look at them, and a network that recognises single
/// digits.
///
/// A network that was trained on single digits has never seen two of them, or half of one, and says
/// no less surely what they are. So such a reader errs in many strings.
/// [`ReaderParams`](crate::ReaderParams) trains it as a whole.
#[derive(Clone, Debug)]
pub struct Reader {
    view: View,
    network: LeNet,
    /// Number of digits, if that is known.
    length: Option<usize>,
    idle: Idle<(Box<dyn Viewer>, Work)>,
}

/// What is read of a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The digits, from left to right; none if there is no ink.
    pub digits: Vec<u8>,
    /// The penalty of the best path, which reads them.
    pub penalty: f64,
    /// The probability of these digits among all strings that the picture may show, summed over all
    /// paths that spell them: exp(−E_dforw) (section VI-E).
    pub confidence: f64,
    /// Where each digit lies, on the best path.
    pub places: Vec<Bounds>,
    /// Multiply-accumulates of the network for this picture.
    pub multiply_accumulates: u64,
    /// Number of candidates, for a reader that cuts the picture.
    pub candidates: Option<usize>,
}

impl Reader {
    /// A reader with this network, whose first ten classes are the digits. If it is to be swept, the
    /// eleventh is the space.
    ///
    /// # Errors
    /// [`ReadError::Network`] if images of 28×28 cannot be centred in the network's field, and
    /// [`ReadError::WrongNetwork`] if it does not have the classes of the view, or no kernels.
    pub fn new(view: View, network: LeNet) -> Result<Self, ReadError> {
        let network = network.for_images_of(SIDE * SIDE)?;
        let architecture = network.architecture();
        let (classes, expected) = (architecture.n_classes(), view.alphabet().n_classes());
        let first = view.viewer(&network).filter(|_| classes == expected);
        let first = first.ok_or(ReadError::WrongNetwork {
            name: architecture.name,
            classes,
            expected,
        })?;
        let idle = Idle::default();
        idle.with(|| (first, Work::default()), |_| ());
        Ok(Self {
            view,
            network,
            length: None,
            idle,
        })
    }

    /// The same reader, told how many digits there are in each picture: its graph is composed with a
    /// grammar of all strings of that length (section VIII).
    pub fn of_length(self, digits: usize) -> Self {
        Self {
            length: Some(digits),
            ..self
        }
    }

    /// How it looks at pictures.
    pub fn view(&self) -> &View {
        &self.view
    }

    /// The network.
    pub fn network(&self) -> &LeNet {
        &self.network
    }

    /// Reads a picture `(height, width)`, 0 for white and 255 for black. Digits are of the size that
    /// the network knows: MNIST's are 20 rows high.
    ///
    /// # Errors
    /// [`ReadError`].
    pub fn read(&self, picture: ArrayView2<'_, u8>) -> Result<Reading, ReadError> {
        self.looking_at(picture, |viewer, work| {
            let (all, penalties) = viewer.seen();
            let all: &Graph = &self.told(all);
            let best = best_path(all, penalties, work).ok_or(ReadError::Length {
                digits: self.length.unwrap_or(0),
            })?;
            let digits = best.labels.iter().filter_map(|label| label.number());
            let digits: Vec<u8> = digits.map(|digit| digit as u8).collect();
            let spelled = viewer.spelling(&digits);
            let confidence = probability(&spelled, all, penalties, work);
            Ok(Reading {
                places: viewer.places(all, &best),
                digits,
                penalty: best.penalty,
                confidence: confidence.expect("there is a path"),
                multiply_accumulates: viewer.multiply_accumulates(),
                candidates: viewer.n_candidates(),
            })
        })
    }

    /// Everything that the picture may say, with as many digits as the reader is told, and its
    /// penalties.
    ///
    /// # Errors
    /// [`ReadError`].
    pub fn interpret(&self, picture: ArrayView2<'_, u8>) -> Result<Interpretation, ReadError> {
        self.looking_at(picture, |viewer, _| {
            let (graph, penalties) = viewer.seen();
            Ok(Interpretation {
                graph: self.told(graph).into_owned(),
                penalties: penalties.to_vec(),
            })
        })
    }

    /// Whether some path spells these digits.
    ///
    /// # Errors
    /// [`ReadError`].
    pub fn can_spell(&self, picture: ArrayView2<'_, u8>, digits: &[u8]) -> Result<bool, ReadError> {
        self.looking_at(picture, |viewer, work| {
            let (_, penalties) = viewer.seen();
            Ok(best_path(&viewer.spelling(digits), penalties, work).is_some())
        })
    }

    /// The paths of a graph that write as many digits as the reader is told; all if it is told nothing.
    fn told<'a>(&self, all: &'a Graph) -> Cow<'a, Graph> {
        let Some(length) = self.length else {
            return Cow::Borrowed(all);
        };
        // A path writes at most one digit an arc: of longer strings there is none.
        let length = length.min(all.n_nodes());
        let digits: [u16; DIGITS] = std::array::from_fn(|digit| digit as u16);
        let selected = select(all, &exactly(length, &digits));
        Cow::Owned(selected.expect("a grammar without penalties"))
    }

    fn looking_at<T>(
        &self,
        picture: ArrayView2<'_, u8>,
        act: impl FnOnce(&dyn Viewer, &mut Work) -> Result<T, ReadError>,
    ) -> Result<T, ReadError> {
        let make = || {
            let viewer = self
                .view
                .viewer(&self.network)
                .expect("there was one before");
            (viewer, Work::default())
        };
        self.idle.with(make, |(viewer, work)| {
            viewer.look(picture)?;
            act(viewer.as_ref(), work)
        })
    }
}

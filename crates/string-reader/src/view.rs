use graph_transformer::topology::Topology;
use kernels::Level;
use lenet::codes::Alphabet;
use lenet::{LeNet, Stride};

use crate::segmenter::Segmenter;
use crate::segments::Segments;
use crate::swept::Swept;
use crate::viewer::Viewer;

/// How a reader looks at a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum View {
    /// Heuristic over-segmentation: the picture is cut into pieces of ink, and the network sees
    /// candidates of one or more pieces (section V).
    Segments(Segmenter),
    /// The network is swept over the picture, which has 32 rows (section VII). It tells an eleventh
    /// class apart, the space between two digits.
    Sweep(Stride, Spelling),
}

/// How the classes of successive positions spell a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// The paper's character model (page 29): there is a space between any two digits.
    CharacterModel,
    /// Connectionist temporal classification (Graves and others, 2006): there is a space between equal
    /// digits, and between others there may be.
    Ctc,
}

impl View {
    /// What looks at pictures in this way with the parameters of a network; `None` if there are no
    /// kernels for it.
    pub(crate) fn viewer(&self, network: &LeNet) -> Option<Box<dyn Viewer>> {
        let level = Level::current();
        Some(match self {
            Self::Segments(segmenter) => {
                Box::new(Segments::new(segmenter.clone(), network, level)?)
            }
            &Self::Sweep(stride, spelling) => {
                Box::new(Swept::new(stride, spelling.topology(), network, level)?)
            }
        })
    }

    /// The characters that the network tells apart.
    pub(crate) fn alphabet(&self) -> Alphabet {
        match self {
            Self::Segments(_) => Alphabet::Digits,
            Self::Sweep(..) => Alphabet::DigitsAndSpace,
        }
    }
}

impl Spelling {
    pub(crate) fn topology(self) -> Topology {
        let classes = Alphabet::DigitsAndSpace.n_classes() as u16;
        let topology = match self {
            Self::CharacterModel => Topology::character_model(classes, classes - 1),
            Self::Ctc => Topology::ctc(classes, classes - 1),
        };
        topology.expect("the space is one of the classes")
    }
}

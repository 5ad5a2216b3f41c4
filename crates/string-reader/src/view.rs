use graph_transformer::topology::Topology;
use lenet::Stride;
use lenet::codes::Alphabet;

use crate::Segmenter;

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

//! What the pictures of strings show beyond the tables: `strings-examples.json`.
//!
//! Numbers need three decimals at most. The strings are examples; they may be of any set.

mod flaw;
mod hexadecimal;

use serde::{Deserialize, Serialize};

/// All examples. What is absent is not drawn.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Examples {
    /// A string and its graphs (Figures 16, 17 and 18).
    pub segmented: Option<SegmentedString>,
    /// A string that is read wrongly without training on strings, with the derivatives of two
    /// criteria (Figures 20 and 21).
    pub criterion: Option<CriterionExample>,
    /// Strings that a swept network reads (Figures 25 and 26), in the order to show.
    pub swept: Vec<SweptString>,
    /// The paper's example of a composition (Figure 28).
    pub composition: Option<CompositionExample>,
    /// Revision of the code.
    pub revision: String,
    /// SHA-256 of the data set.
    pub data_sha256: String,
}

/// A picture, row by row; 0 is white and 255 black. In the file, the pixels are hexadecimal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Picture {
    /// Number of rows.
    pub height: usize,
    /// Number of columns.
    pub width: usize,
    /// The pixels.
    #[serde(with = "hexadecimal")]
    pub pixels: Vec<u8>,
}

/// A box in a picture. Its ends are excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extent {
    /// The first column.
    pub left: usize,
    /// The column after the last one.
    pub right: usize,
    /// The first row.
    pub top: usize,
    /// The row after the last one.
    pub bottom: usize,
}

/// What a row read on a string.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The row.
    pub row: String,
    /// The digits.
    pub digits: String,
    /// The probability of the answer.
    pub confidence: f64,
}

/// A string that was cut into pieces, and the graph of what the pieces may be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SegmentedString {
    /// The picture.
    pub picture: Picture,
    /// What is written on it.
    pub truth: String,
    /// What the row whose penalties these are reads.
    pub answer: Answer,
    /// The boxes of the pieces, from left to right. Node `k` of the graph lies before piece `k`, and
    /// the last node behind all of them.
    pub pieces: Vec<Extent>,
    /// The arcs of the segmentation graph.
    pub candidates: Vec<Candidate>,
    /// The candidates of the best path, by index.
    pub path: Vec<usize>,
}

/// An arc of a segmentation graph.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Candidate {
    /// The node where it begins: its first piece.
    pub from: usize,
    /// The node where it ends: the piece after its last one.
    pub to: usize,
    /// The ink of its pieces, as the network sees it.
    pub image: Picture,
    /// The segmenter's penalty.
    pub segmenter_penalty: f64,
    /// The penalty of each class, the segmenter's included.
    pub penalties: Vec<f64>,
}

/// A string with the derivatives of two criteria by the penalties of its interpretation graph.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CriterionExample {
    /// The string, its graph, and the wrong answer.
    pub string: SegmentedString,
    /// What is read after training with a discriminative criterion.
    pub after: Answer,
    /// Discriminative Viterbi training, equation (12).
    pub viterbi: Derivatives,
    /// Discriminative forward training, equation (17).
    pub forward: Derivatives,
}

/// A loss and its derivatives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Derivatives {
    /// The loss.
    pub loss: f64,
    /// For each candidate, by the penalty of each class.
    pub by_penalty: Vec<Vec<f64>>,
}

/// A string that a swept network reads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SweptString {
    /// What is special about it, such as "touching digits".
    pub kind: String,
    /// The picture.
    pub picture: Picture,
    /// What is written on it.
    pub truth: String,
    /// What the network reads after training on strings.
    pub after: Answer,
    /// What it reads before.
    pub before: Option<Answer>,
    /// Columns from one position to the next.
    pub stride: usize,
    /// The column of the picture in the middle of the field of the first position.
    pub first_middle: f64,
    /// The states of F6 at each position after training: 84, which are a picture of 12 rows and 7
    /// columns.
    pub f6: Vec<Vec<f64>>,
    /// The penalties at each position after training: those of the digits, then of the blank.
    pub penalties: Vec<Vec<f64>>,
}

/// A composition of two graphs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompositionExample {
    /// The recognition graph.
    pub recognition: LabelledGraph,
    /// The grammar.
    pub grammar: LabelledGraph,
    /// The interpretation graph, which is their composition.
    pub interpretation: LabelledGraph,
}

/// A graph with its labels and penalties.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelledGraph {
    /// Number of nodes. Node 0 is the start, and each arc leads to a larger number.
    pub nodes: usize,
    /// The ends.
    pub ends: Vec<usize>,
    /// The arcs.
    pub arcs: Vec<LabelledArc>,
}

/// An arc with its label and penalty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelledArc {
    /// The node it leaves.
    pub from: usize,
    /// The node it leads to.
    pub to: usize,
    /// What it writes.
    pub label: String,
    /// Its penalty.
    pub penalty: f64,
}

/// Rows and columns of the picture that the states of F6 are.
pub const CODE_SIZE: (usize, usize) = (12, 7);

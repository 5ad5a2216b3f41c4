use super::claim::Claim;
use crate::Divergence;

/// What is known about a row of the strings table before it is measured.
#[derive(Clone, Copy, Debug)]
pub struct StringDescription {
    /// Its name on the command line and in every file, such as `hos-dforward`.
    pub id: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// What the paper says about it, with the section or page.
    pub paper: &'static str,
    /// How it makes a graph of a picture.
    pub system: System,
    /// What it is trained on strings by.
    pub training: Training,
    /// True if it is told how many digits there are.
    pub told_length: bool,
    /// The row whose errors its gain is a share of: the same system without training on strings.
    pub base: Option<&'static str>,
    /// The paper's gain, in percent of the errors without training on strings.
    pub paper_relative_gain_percent: Option<f64>,
    /// What it is to show.
    pub claims: &'static [Claim],
    /// The places where we do something different from the paper, or get a different result.
    pub divergences: &'static [Divergence],
}

/// How a row makes a graph of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum System {
    /// The true places of the digits are given.
    Known,
    /// Heuristic over-segmentation (section V).
    Segments,
    /// A network swept over the picture (section VII).
    Sweep,
}

/// What a row is trained on strings by: a criterion of section VI, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Training {
    /// Not trained on strings.
    None,
    /// Equation (11).
    Viterbi,
    /// Equation (12).
    DiscriminativeViterbi,
    /// Section VI-C.
    Forward,
    /// Equation (17).
    DiscriminativeForward,
    /// Connectionist temporal classification, which the paper does not have.
    Ctc,
}

/// What is known about a set of strings.
#[derive(Clone, Copy, Debug)]
pub struct SetDescription {
    /// Its name, such as `paper`.
    pub name: &'static str,
    /// How its strings are composed, in a sentence.
    pub text: &'static str,
}

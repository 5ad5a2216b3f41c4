use crate::error::{NoPath, Side};
use crate::graph::Graph;
use crate::score::{self, Work};
use crate::semiring::{Log, Semiring, Tropical};

/// What training lowers: the four criteria of the paper's section VI.
///
/// They look at two graphs over the same penalties. One has the paths of the *right* answer; the
/// other has those of *all* answers, the right one's included. [`select`](crate::select) makes the
/// first out of the second.
///
/// A criterion that looks at the right answer alone can be satisfied by making all penalties small
/// (the collapse of page 22), and forward training has no bound at all. The discriminative ones
/// are never below 0, but for rounding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Criterion {
    /// The penalty of the best right path: equation (11).
    Viterbi,
    /// The same, minus the penalty of the best path of all: equation (12). It is 0, and so is its
    /// gradient, once the answer is right, by however little.
    DiscriminativeViterbi,
    /// The penalty of all right paths together: section VI-C.
    Forward,
    /// The same, minus the penalty of all paths together: equation (17). It is minus the logarithm
    /// of the right answer's probability.
    DiscriminativeForward,
}

impl Criterion {
    /// The loss. Its derivatives are added to `gradient`.
    ///
    /// [`Viterbi`](Self::Viterbi) and [`Forward`](Self::Forward) do not look at `all`.
    ///
    /// An arc whose penalty is infinite or not a number cannot be taken.
    ///
    /// # Errors
    /// If one of the graphs has no path. Then the gradient is as it was.
    ///
    /// # Panics
    /// If the graphs, the penalties and the gradient are not of the same number of penalties.
    pub fn evaluate(
        self,
        right: &Graph,
        all: &Graph,
        penalties: &[f32],
        gradient: &mut [f32],
        work: &mut Work,
    ) -> Result<f64, NoPath> {
        assert_eq!(gradient.len(), penalties.len(), "one a penalty");
        let loss = self.of(right, all, penalties, true, work)?;
        work.add_gradient_to(gradient);
        Ok(loss)
    }

    /// The loss alone.
    ///
    /// # Errors
    /// If one of the graphs has no path.
    ///
    /// # Panics
    /// If the graphs and the penalties are not of the same number of penalties.
    pub fn loss(
        self,
        right: &Graph,
        all: &Graph,
        penalties: &[f32],
        work: &mut Work,
    ) -> Result<f64, NoPath> {
        self.of(right, all, penalties, false, work)
    }

    /// The loss, and if wanted its gradient in `work`.
    fn of(
        self,
        right: &Graph,
        all: &Graph,
        penalties: &[f32],
        backward: bool,
        work: &mut Work,
    ) -> Result<f64, NoPath> {
        assert_eq!(penalties.len(), right.n_penalties(), "a penalty an index");
        assert_eq!(penalties.len(), all.n_penalties(), "a penalty an index");
        work.set_penalties(penalties);
        work.clear_gradient();
        let mut penalty = |side, sign| {
            let graph = match side {
                Side::Right => right,
                Side::All => all,
            };
            let penalty = match self {
                Self::Viterbi | Self::DiscriminativeViterbi => {
                    of_graph::<Tropical>(graph, sign, backward, work)
                }
                Self::Forward | Self::DiscriminativeForward => {
                    of_graph::<Log>(graph, sign, backward, work)
                }
            };
            penalty.ok_or(NoPath { side })
        };
        let of_right = penalty(Side::Right, 1.0)?;
        match self {
            Self::Viterbi | Self::Forward => Ok(of_right),
            Self::DiscriminativeViterbi | Self::DiscriminativeForward => {
                Ok(of_right - penalty(Side::All, -1.0)?)
            }
        }
    }
}

fn of_graph<S: Semiring>(graph: &Graph, sign: f64, backward: bool, work: &mut Work) -> Option<f64> {
    let penalty = work.forward::<S>(graph.incoming())?;
    if backward {
        work.backward(graph.incoming(), sign);
    }
    Some(penalty)
}

/// The probability of an answer: the paths of `right` among those of `all`, `exp(-E)` of
/// [`Criterion::DiscriminativeForward`]. Over all answers it sums to 1 (section VI-E).
///
/// With the answer that was given in place of the right one, it is the confidence by which the
/// paper's check reader rejects (page 39, whose formula lacks the minus of section VI-E).
///
/// # Errors
/// If `all` has no path. If only `right` has none, the probability is 0.
///
/// # Panics
/// If the graphs and the penalties are not of the same number of penalties.
pub fn probability(
    right: &Graph,
    all: &Graph,
    penalties: &[f32],
    work: &mut Work,
) -> Result<f64, NoPath> {
    let mut penalty = |graph| score::penalty::<Log>(graph, penalties, work);
    let of_all = penalty(all).ok_or(NoPath { side: Side::All })?;
    Ok(penalty(right).map_or(0.0, |of_right| (of_all - of_right).exp()))
}

use rayon::prelude::*;

use crate::error::CtcError;
use crate::incoming::Incoming;
use crate::label::Label;
use crate::score::Work;
use crate::semiring::{Log, Semiring as _};
use crate::topology::Topology;
use crate::trellis::Trellis;

/// Connectionist temporal classification: minus the logarithm of a target's probability, given
/// penalties of classes at each position of a sequence.
///
/// It is [`Criterion::DiscriminativeForward`](crate::Criterion::DiscriminativeForward) with
/// [`Topology::ctc`], for one sequence after another, without a graph to build.
///
/// Penalties are `(positions, classes)`, row by row. They need not be normalised: class `k` has
/// probability `exp(-c[t][k]) / Σ exp(-c[t][j])` at position `t`, as if the softmax of `-c` went
/// before. So where a network puts out *logits*, penalties are minus these, and derivatives with
/// respect to logits are minus those with respect to penalties. A penalty of infinity makes a class
/// impossible at a position.
///
/// ```
/// use graph_transformer::{Ctc, CtcError, CtcWork};
///
/// let (ctc, mut work) = (Ctc::new(3, 0)?, CtcWork::default());
/// // Four positions at which the three classes are equally likely.
/// let penalties = [0.0; 4 * 3];
/// let mut gradient = [0.0; 4 * 3];
/// let loss = ctc.loss_and_gradient(&penalties, &[1u16, 2], &mut gradient, &mut work)?;
/// // 15 of the 3⁴ labellings spell "1 2".
/// assert!((loss - (81f64 / 15.0).ln()).abs() < 1e-9);
/// assert!((ctc.probability(&penalties, &[1u16, 2], &mut work)? - 15.0 / 81.0).abs() < 1e-9);
/// // A target that cannot be spelled is an error, not infinity: a blank must part equal labels.
/// assert_eq!(
///     ctc.loss(&penalties, &[1u16, 1, 1], &mut work),
///     Err(CtcError::NoPath { positions: 4, needed: 5 })
/// );
/// # Ok::<(), CtcError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ctc {
    topology: Topology,
}

/// The memory of [`Ctc`]. It grows to the longest sequence that it was used for; from then on,
/// losses and gradients allocate nothing.
#[derive(Clone, Debug, Default)]
pub struct CtcWork {
    trellis: Trellis,
    incoming: Incoming,
    work: Work,
    /// What classes cost, and their shares, at one position.
    shares: Vec<f64>,
}

/// A sequence of a [batch](Ctc::batch).
#[derive(Debug)]
pub struct Sequence<'a, L = Label> {
    /// `(positions, classes)`, row by row.
    pub penalties: &'a [f32],
    /// The string that is right, without blanks.
    pub target: &'a [L],
    /// As long as the penalties: their derivatives are added to it.
    pub gradient: &'a mut [f32],
}

impl Ctc {
    /// CTC with so many classes, one of them the blank.
    ///
    /// # Errors
    /// If the blank is not one of the classes.
    pub fn new(classes: u16, blank: u16) -> Result<Self, CtcError> {
        let topology = Topology::ctc(classes, blank)?;
        Ok(Self { topology })
    }

    /// The topology, which makes graphs of the same paths.
    pub fn topology(self) -> Topology {
        self.topology
    }

    /// Minus the logarithm of the target's probability.
    ///
    /// # Errors
    /// If the target cannot be spelled on so many positions, or has a label that is no character;
    /// if a penalty is not a number, or there are not so many for each position.
    pub fn loss<L: Copy + Into<Label>>(
        self,
        penalties: &[f32],
        target: &[L],
        work: &mut CtcWork,
    ) -> Result<f64, CtcError> {
        self.evaluate(penalties, target, false, work)
    }

    /// The probability of the target among all strings: `exp` of minus the [loss](Self::loss). A
    /// target that cannot be spelled has probability 0.
    ///
    /// # Errors
    /// As for [`loss`](Self::loss), but for the target that cannot be spelled.
    pub fn probability<L: Copy + Into<Label>>(
        self,
        penalties: &[f32],
        target: &[L],
        work: &mut CtcWork,
    ) -> Result<f64, CtcError> {
        match self.loss(penalties, target, work) {
            Ok(loss) => Ok((-loss).exp()),
            Err(CtcError::NoPath { .. }) => Ok(0.0),
            Err(error) => Err(error),
        }
    }

    /// The [loss](Self::loss). Its derivatives with respect to the penalties are added to
    /// `gradient`.
    ///
    /// # Errors
    /// As for [`loss`](Self::loss), or if the gradient is not as long as the penalties. Then the
    /// gradient is as it was.
    pub fn loss_and_gradient<L: Copy + Into<Label>>(
        self,
        penalties: &[f32],
        target: &[L],
        gradient: &mut [f32],
        work: &mut CtcWork,
    ) -> Result<f64, CtcError> {
        if gradient.len() != penalties.len() {
            return Err(CtcError::GradientCount {
                expected: penalties.len(),
                found: gradient.len(),
            });
        }
        let loss = self.evaluate(penalties, target, true, work)?;
        work.work.add_gradient_to(gradient);
        Ok(loss)
    }

    /// [`loss_and_gradient`](Self::loss_and_gradient) of each sequence, on the threads of rayon.
    /// What is wrong with one sequence does not touch the others. Losses and gradients have the
    /// same bits on any number of threads.
    pub fn batch<L: Copy + Into<Label> + Sync>(
        self,
        sequences: &mut [Sequence<'_, L>],
    ) -> Vec<Result<f64, CtcError>> {
        let sequences = sequences.par_iter_mut();
        let losses = sequences.map_init(CtcWork::default, |work, sequence| {
            self.loss_and_gradient(sequence.penalties, sequence.target, sequence.gradient, work)
        });
        losses.collect()
    }

    /// The string of the best path: the class of the least penalty at each position, runs taken
    /// for one, without blanks. Its [probability](Self::probability) says how sure it is.
    ///
    /// # Errors
    /// If a penalty is not a number, or there are not so many for each position.
    pub fn best(self, penalties: &[f32]) -> Result<Vec<Label>, CtcError> {
        self.check(penalties)?;
        let mut string = Vec::new();
        let mut before = self.topology.blank();
        for penalties in penalties.chunks_exact(self.classes()) {
            let classes = (0..self.topology.classes()).zip(penalties);
            let least = classes.min_by(|(_, a), (_, b)| a.total_cmp(b));
            let class = least.map_or(before, |(class, _)| class);
            if class != before && class != self.topology.blank() {
                string.push(Label::new(class));
            }
            before = class;
        }
        Ok(string)
    }

    fn classes(self) -> usize {
        self.topology.classes().into()
    }

    fn check(self, penalties: &[f32]) -> Result<(), CtcError> {
        if !penalties.len().is_multiple_of(self.classes()) {
            return Err(CtcError::PenaltyCount {
                found: penalties.len(),
                classes: self.topology.classes(),
            });
        }
        let not_one = |penalty: &f32| penalty.is_nan() || *penalty == f32::NEG_INFINITY;
        match penalties.iter().position(not_one) {
            Some(index) => Err(CtcError::Penalty {
                position: index / self.classes(),
                class: index % self.classes(),
                value: penalties[index],
            }),
            None => Ok(()),
        }
    }

    /// The loss, and if wanted its gradient in `work`: equation (17).
    fn evaluate<L: Copy + Into<Label>>(
        self,
        penalties: &[f32],
        target: &[L],
        backward: bool,
        work: &mut CtcWork,
    ) -> Result<f64, CtcError> {
        self.check(penalties)?;
        let positions = penalties.len() / self.classes();
        let CtcWork {
            trellis,
            incoming,
            work,
            shares,
        } = work;
        self.topology.spell(positions, target, trellis)?;
        let no_path = CtcError::NoPath {
            positions,
            needed: trellis.needed(),
        };
        if !trellis.incoming(self.classes(), incoming) {
            return Err(no_path);
        }
        work.set_penalties(penalties);
        let of_right = work.forward::<Log>(incoming).ok_or(no_path)?;
        if backward {
            work.clear_gradient();
            work.backward(incoming, 1.0);
        }
        // All labellings: a chain, whose nodes one path of each class enters. So its penalty is the
        // sum of the positions', and its shares are its derivatives.
        let mut of_all = 0.0;
        for (position, penalties) in penalties.chunks_exact(self.classes()).enumerate() {
            shares.clear();
            shares.extend(penalties.iter().map(|&penalty| f64::from(penalty)));
            of_all += Log::gather(shares);
            if backward {
                let gradient = work.gradient_mut()[position * self.classes()..].iter_mut();
                for (derivative, share) in gradient.zip(&*shares) {
                    *derivative -= share;
                }
            }
        }
        Ok(of_right - of_all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_has_grown_grows_no_further() {
        let (ctc, mut work) = (Ctc::new(4, 0).expect("a class"), CtcWork::default());
        let (penalties, mut gradient) = (vec![0.0; 400], vec![0.0; 400]);
        let mut memory = |n: usize, target: &[u16]| {
            let gradient = &mut gradient[..n];
            let loss = ctc.loss_and_gradient(&penalties[..n], target, gradient, &mut work);
            assert!(loss.is_ok());
            (
                work.trellis.capacity(),
                work.incoming.offsets.capacity(),
                work.incoming.arcs.capacity(),
                work.work.capacity(),
                work.shares.capacity(),
            )
        };
        let grown = memory(400, &[1, 2, 3, 3, 2, 1, 1]);
        assert_eq!(memory(40, &[1, 1]), grown);
        assert_eq!(memory(400, &[3, 2, 3, 3, 2, 3, 3]), grown);
    }
}

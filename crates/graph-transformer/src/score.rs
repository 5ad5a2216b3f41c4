use crate::graph::Graph;
use crate::incoming::Incoming;
use crate::semiring::Semiring;

/// The memory of scorers. It grows to the largest graph that it was used for; from then on,
/// scoring allocates nothing.
#[derive(Clone, Debug, Default)]
pub struct Work {
    /// The penalties, and behind them the 0 of free arcs.
    penalties: Vec<f64>,
    /// The value of each node, the outcome's last.
    values: Vec<f64>,
    /// The share of each incoming arc.
    shares: Vec<f64>,
    /// The derivative of the outcome with respect to each node's value.
    derivatives: Vec<f64>,
    /// The derivatives with respect to the penalties, and behind them what free arcs would have.
    gradient: Vec<f64>,
}

/// The penalty of a graph: of its best path ([`Tropical`](crate::Tropical), the paper's Viterbi
/// penalty), of all its paths ([`Log`](crate::Log), its forward penalty), or their number
/// ([`Count`](crate::Count)). `None` if no path leads from the start to an end.
///
/// An arc whose penalty is infinite or not a number cannot be taken.
///
/// # Panics
/// If there are not as many penalties as the graph's arcs may name.
pub fn penalty<S: Semiring>(graph: &Graph, penalties: &[f32], work: &mut Work) -> Option<f64> {
    score::<S>(graph, penalties, work).map(|scored| scored.penalty())
}

/// Like [`penalty`], but keeps what the way back needs.
///
/// ```
/// use graph_transformer::{Arc, Graph, Log, Work, score};
///
/// let graph = Graph::builder(2, 2)
///     .arcs([Arc::new(0, 1, 7u16, 0), Arc::new(0, 1, 8u16, 1)])
///     .end(1)
///     .build()?;
/// let (mut work, mut gradient) = (Work::default(), [0.0; 2]);
/// let mut scored = score::<Log>(&graph, &[0.0, 3f32.ln()], &mut work).expect("two paths");
/// assert!((scored.penalty() + (4f64 / 3.0).ln()).abs() < 1e-6);
/// scored.backward(1.0, &mut gradient);
/// assert_eq!(gradient, [0.75, 0.25]);
/// # Ok::<(), graph_transformer::GraphError>(())
/// ```
///
/// # Panics
/// If there are not as many penalties as the graph's arcs may name.
pub fn score<'a, S: Semiring>(
    graph: &'a Graph,
    penalties: &[f32],
    work: &'a mut Work,
) -> Option<Scored<'a>> {
    assert_eq!(penalties.len(), graph.n_penalties(), "a penalty an index");
    work.set_penalties(penalties);
    let penalty = work.forward::<S>(graph.incoming())?;
    Some(Scored {
        graph,
        work,
        penalty,
    })
}

/// A graph that was scored, ready for the way back.
#[derive(Debug)]
pub struct Scored<'a> {
    graph: &'a Graph,
    work: &'a mut Work,
    penalty: f64,
}

impl Scored<'_> {
    /// The value at the ends.
    pub fn penalty(&self) -> f64 {
        self.penalty
    }

    /// Adds the derivatives with respect to the penalties, times `upstream`, to `gradient`:
    /// equations (15) and (16), or for [`Tropical`](crate::Tropical) `upstream` itself to the
    /// penalties of the best path.
    ///
    /// # Panics
    /// If the gradient is not as long as the penalties.
    pub fn backward(&mut self, upstream: f64, gradient: &mut [f32]) {
        assert_eq!(gradient.len(), self.graph.n_penalties(), "one a penalty");
        self.work.clear_gradient();
        self.work.backward(self.graph.incoming(), upstream);
        self.work.add_gradient_to(gradient);
    }

    /// The share of each incoming arc.
    pub(crate) fn shares(&self) -> &[f64] {
        &self.work.shares
    }
}

impl Work {
    /// Takes the penalties of the scores that follow. Those that are not finite forbid their arcs.
    pub(crate) fn set_penalties(&mut self, penalties: &[f32]) {
        let or_forbidden = |&penalty: &f32| match penalty.is_finite() {
            true => f64::from(penalty),
            false => f64::INFINITY,
        };
        self.penalties.clear();
        self.penalties.extend(penalties.iter().map(or_forbidden));
        self.penalties.push(0.0);
    }

    /// The value of the outcome, or `None` if no path leads there. Equations (10) and (13).
    pub(crate) fn forward<S: Semiring>(&mut self, incoming: &Incoming) -> Option<f64> {
        let outcome = incoming.outcome();
        self.values.clear();
        self.values.reserve(outcome + 1);
        self.values.push(S::START);
        // What is left in them is written over.
        self.shares.resize(incoming.arcs.len(), 0.0);
        for node in 1..=outcome {
            let entering = incoming.entering(node);
            let arcs = &incoming.arcs[entering.clone()];
            let shares = &mut self.shares[entering];
            for (share, arc) in shares.iter_mut().zip(arcs) {
                let penalty = self.penalties[arc.penalty as usize];
                *share = S::extend(self.values[arc.from as usize], penalty);
            }
            self.values.push(S::gather(shares));
        }
        let value = self.values[outcome];
        (value != S::NO_PATH).then_some(value)
    }

    /// Starts a sum of gradients over the penalties of now.
    pub(crate) fn clear_gradient(&mut self) {
        self.gradient.clear();
        self.gradient.resize(self.penalties.len(), 0.0);
    }

    /// Adds the derivatives of the outcome, times `upstream`, after the same graph's `forward`.
    /// Equations (15) and (16).
    pub(crate) fn backward(&mut self, incoming: &Incoming, upstream: f64) {
        let outcome = incoming.outcome();
        self.derivatives.clear();
        self.derivatives.resize(outcome + 1, 0.0);
        self.derivatives[outcome] = upstream;
        for node in (1..=outcome).rev() {
            let of_node = self.derivatives[node];
            if of_node == 0.0 {
                continue;
            }
            let entering = incoming.entering(node);
            let arcs = &incoming.arcs[entering.clone()];
            for (arc, share) in arcs.iter().zip(&self.shares[entering]) {
                let of_arc = share * of_node;
                self.derivatives[arc.from as usize] += of_arc;
                self.gradient[arc.penalty as usize] += of_arc;
            }
        }
    }

    /// The sum of gradients, and behind it what free arcs would have.
    pub(crate) fn gradient_mut(&mut self) -> &mut [f64] {
        &mut self.gradient
    }

    /// Adds the sum of gradients, each number rounded once.
    pub(crate) fn add_gradient_to(&self, gradient: &mut [f32]) {
        for (sum, &derivative) in gradient.iter_mut().zip(&self.gradient) {
            *sum += derivative as f32;
        }
    }

    /// How many numbers there is memory for.
    #[cfg(test)]
    pub(crate) fn capacity(&self) -> usize {
        let numbers = [
            &self.penalties,
            &self.values,
            &self.shares,
            &self.derivatives,
            &self.gradient,
        ];
        numbers.iter().map(|numbers| numbers.capacity()).sum()
    }
}

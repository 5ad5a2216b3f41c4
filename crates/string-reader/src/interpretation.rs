use graph_transformer::{Arc, Graph};

use crate::Segmentation;

/// Classes that are digits.
pub(crate) const DIGITS: usize = 10;

/// The interpretation graph of a picture: everything that it may say (section V, Figure 17).
#[derive(Clone, Debug)]
pub struct Interpretation {
    /// The graph. Of a segmentation, the arc of candidate `k` and digit `d` names penalty `10 k + d`;
    /// of a swept network, the arcs of class `c` at position `t` name penalty `11 t + c`.
    pub graph: Graph,
    /// The penalties, which are the network's.
    pub penalties: Vec<f32>,
}

/// What the recognition transformer makes of a segmentation: an arc of a candidate becomes an arc for
/// each digit that it may be.
pub(crate) fn interpretation_graph(segmentation: &Segmentation) -> Graph {
    let arcs = (0..).zip(segmentation.candidates());
    let arcs = arcs.flat_map(|(index, candidate)| {
        let (from, to) = (candidate.from as u32, candidate.to as u32);
        (0..DIGITS as u16).map(move |digit| {
            let penalty = DIGITS as u32 * index + u32::from(digit);
            Arc::new(from, to, digit, penalty)
        })
    });
    let end = segmentation.end();
    Graph::builder(end + 1, DIGITS * segmentation.candidates().len())
        .arcs(arcs)
        .end(end as u32)
        .build()
        .expect("the nodes of a segmentation are in order")
}

use classifier::{Classifier as _, InputError};
use graph_transformer::{Arc, Graph};
use lenet::LeNet;
use ndarray::s;

use crate::Segmentation;

/// Classes that are digits. A network may tell further ones apart, which no string has.
pub(crate) const DIGITS: usize = 10;

/// The interpretation graph of a picture: what the recognition transformer makes of its segmentation
/// (section V, Figure 17).
///
/// An arc of a candidate becomes an arc for each digit, with the network's penalty of that digit for
/// the candidate's image.
#[derive(Clone, Debug)]
pub struct Interpretation {
    /// The graph. The arc of candidate `k` and digit `d` names penalty `10 k + d`.
    pub graph: Graph,
    /// The penalties: minus the scores of the network.
    pub penalties: Vec<f32>,
}

impl Interpretation {
    /// What a network makes of the candidates of a segmentation. Its first ten classes are the digits.
    ///
    /// # Errors
    /// [`InputError`] if the network takes images of another size than candidates have.
    pub fn of(segmentation: &Segmentation, network: &LeNet) -> Result<Self, InputError> {
        let images = segmentation.images();
        let penalties: Vec<f32> = match images.nrows() {
            0 => Vec::new(),
            _ => {
                let scores = network.scores(images.view())?;
                let digits = scores.slice(s![.., ..DIGITS]);
                digits.iter().map(|&score| -score as f32).collect()
            }
        };
        let arcs = (0..).zip(segmentation.candidates());
        let arcs = arcs.flat_map(|(index, candidate)| {
            let (from, to) = (candidate.from as u32, candidate.to as u32);
            (0..DIGITS as u16).map(move |digit| {
                Arc::new(from, to, digit, DIGITS as u32 * index + u32::from(digit))
            })
        });
        let end = segmentation.end();
        let graph = Graph::builder(end + 1, penalties.len())
            .arcs(arcs)
            .end(end as u32)
            .build()
            .expect("the nodes of a segmentation are in order");
        Ok(Self { graph, penalties })
    }
}

use classifier::{Classifier, Cost, InputError, Pixel};
use linfa::traits::PredictInplace;
use ndarray::{Array1, Array2, ArrayBase, ArrayView2, Data, Ix2};

use crate::BoostingError;

/// Classifiers that add their scores: "the outputs of the three nets are simply added".
#[derive(Clone, Debug)]
pub struct Committee<C> {
    members: Vec<C>,
}

impl<C> Committee<C> {
    /// The committee of these members, of which there is one at least, for the same images and
    /// classes.
    ///
    /// # Errors
    /// [`BoostingError::NoMembers`], [`BoostingError::Unlike`].
    pub fn new<P: Pixel>(members: Vec<C>) -> Result<Self, BoostingError>
    where
        C: Classifier<P>,
    {
        let sizes = members
            .iter()
            .map(|member| (member.n_features(), member.n_classes()));
        let expected = sizes.clone().next().ok_or(BoostingError::NoMembers)?;
        if let Some((member, found)) = sizes.enumerate().find(|&(_, found)| found != expected) {
            return Err(BoostingError::Unlike {
                member,
                expected,
                found,
            });
        }
        Ok(Self { members })
    }

    /// The members, in the order they were trained in.
    pub fn members(&self) -> &[C] {
        &self.members
    }
}

impl<P: Pixel, C: Classifier<P>> Classifier<P> for Committee<C> {
    fn n_features(&self) -> usize {
        self.members[0].n_features()
    }

    fn n_classes(&self) -> usize {
        self.members[0].n_classes()
    }

    /// The sum of the members' scores.
    fn scores(&self, images: ArrayView2<'_, P>) -> Result<Array2<f64>, InputError> {
        let mut sum = self.members[0].scores(images)?;
        for member in &self.members[1..] {
            sum += &member.scores(images)?;
        }
        Ok(sum)
    }

    /// All members': each sees every image.
    fn cost(&self) -> Cost {
        let mut sum = Cost {
            multiply_accumulates: 0,
            stored_values: 0,
        };
        for own in self.members.iter().map(Classifier::cost) {
            sum.multiply_accumulates += own.multiply_accumulates;
            sum.stored_values += own.stored_values;
        }
        sum
    }
}

impl<P, C, D> PredictInplace<ArrayBase<D, Ix2>, Array1<usize>> for Committee<C>
where
    P: Pixel,
    C: Classifier<P>,
    D: Data<Elem = P>,
{
    classifier::impl_linfa_predict!(@body);
}

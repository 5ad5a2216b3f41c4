use std::ops::Add as _;

use classifier::persist::{ModelError, ModelReader, ModelWriter};
use classifier::{Classifier, Cost, InputError, Pixel};
use linfa::traits::PredictInplace;
use ndarray::{Array1, Array2, ArrayBase, ArrayView2, Data, Ix2};

use crate::BoostingError;

/// Several classifiers whose scores are added: "the outputs of the three nets are simply added".
#[derive(Clone, Debug)]
pub struct Committee<C> {
    members: Vec<C>,
}

impl<C> Committee<C> {
    /// Makes a committee of one or more members. All members must take the same images and know the
    /// same classes.
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

    /// The sum of the costs of all members, because each member sees every image.
    fn cost(&self) -> Cost {
        let others = self.members[1..].iter().map(Classifier::cost);
        others.fold(self.members[0].cost(), Cost::add)
    }

    fn persist<'a>(&'a self, to: &mut ModelWriter<'a>) -> bool {
        to.kind(KIND, VERSION);
        to.setting("n_members", self.members.len());
        let members = self.members.iter().enumerate();
        let mut kept = members
            .map(|(index, member)| to.within(&format!("member{index}"), |to| member.persist(to)));
        kept.all(|is_kept| is_kept)
    }
}

/// The name of a committee in model files.
pub const KIND: &str = "committee";
const VERSION: u32 = 1;

impl<C> Committee<C> {
    /// Reads a committee from a file. Its setting is `n_members`. Each member is a model with its
    /// own name, `member0`, `member1`, …; `read` reads one member.
    ///
    /// # Errors
    /// [`ModelError`]: the errors of `read`, or members that do not fit together.
    pub fn read<P: Pixel>(
        from: &ModelReader<'_>,
        read: impl Fn(&ModelReader<'_>) -> Result<C, ModelError>,
    ) -> Result<Self, ModelError>
    where
        C: Classifier<P>,
    {
        from.check_kind(KIND, VERSION)?;
        let n_members: usize = from.setting("n_members")?;
        let members = (0..n_members).map(|index| read(&from.within(&format!("member{index}"))));
        let members: Result<Vec<C>, ModelError> = members.collect();
        Self::new(members?).map_err(|error| from.wrong_setting("n_members", error.to_string()))
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

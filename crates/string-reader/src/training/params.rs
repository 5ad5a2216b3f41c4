use gradient::{OnPass, Order, Schedule, Training, TrainingParams};
use graph_transformer::Criterion;
use kernels::Level;
use lenet::LeNet;
use linfa::ParamGuard;

use super::objective::OfStrings;
use super::strings::Strings;
use crate::{ReadError, Reader, View};

/// The settings to train a [`Reader`] with, all its parts together (section VI). The methods of
/// [`TrainingParams`] set the number of passes, the rates and so on; a pass shows each string once.
#[derive(Clone, Debug)]
pub struct ReaderParams(ReaderValidParams);

/// [`ReaderParams`] after they have been checked.
#[derive(Clone, Debug)]
pub struct ReaderValidParams {
    view: View,
    criterion: Criterion,
    training: Training,
}

impl ReaderParams {
    /// A reader that looks at pictures in this way, trained to lower this criterion: 20 passes, the
    /// strings in a new order in each, the paper's diagonal Levenberg–Marquardt rule with a step after
    /// each string (page 36), at a rate that falls from 0.0002 to a hundredth of it.
    pub fn new(view: View, criterion: Criterion) -> Self {
        Self(ReaderValidParams {
            view,
            criterion,
            training: Training {
                order: Order::Shuffled,
                schedule: Schedule::Cosine {
                    first: 2e-4,
                    last: 2e-6,
                },
                ..Training::default()
            },
        })
    }
}

impl TrainingParams for ReaderParams {
    fn training_mut(&mut self) -> &mut Training {
        &mut self.0.training
    }
}

impl ParamGuard for ReaderParams {
    type Checked = ReaderValidParams;
    type Error = ReadError;

    fn check_ref(&self) -> Result<&ReaderValidParams, ReadError> {
        self.0.training.check()?;
        Ok(&self.0)
    }

    fn check(self) -> Result<ReaderValidParams, ReadError> {
        self.check_ref()?;
        Ok(self.0)
    }
}

impl ReaderValidParams {
    /// Trains on strings, from a network that knows single characters. After each pass it counts the
    /// strings of `validation` that are read wrongly, and calls `on_pass`, which may end the training.
    /// In that case the result is the reader after the last completed pass.
    ///
    /// # Errors
    /// [`ReadError`].
    pub fn fit<'a>(
        &self,
        network: LeNet,
        strings: &'a mut dyn Strings,
        validation: Option<&'a mut dyn Strings>,
        on_pass: OnPass<'_>,
    ) -> Result<Reader, ReadError> {
        let reader = Reader::new(self.view.clone(), network)?;
        let network = reader.network();
        let viewer = self.view.viewer(network).expect("the reader has one");
        let run = format!(
            "{:?} of {:?} on {}, from {:08x}",
            self.criterion,
            self.view,
            Level::current(),
            hash(network.parameters())
        );
        let mut objective = OfStrings::new((viewer, network), self.criterion, strings, validation);
        let history = self.training.run(&run, &mut objective, on_pass)?;
        let parameters = objective.parameters;
        Reader::new(
            self.view.clone(),
            network.with_parameters(parameters, history),
        )
    }
}

/// Tells start parameters apart: FNV-1a, taken word by word.
fn hash(parameters: &[f32]) -> u64 {
    parameters
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, value| {
            (hash ^ u64::from(value.to_bits())).wrapping_mul(0x0100_0000_01b3)
        })
}

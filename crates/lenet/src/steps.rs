use gradient::{History, Network, PassRecord, Patterns, Pictures};

use crate::{Architecture, Field, LeNet, LeNetError};

/// The training of a network in steps of a few images ([`LeNetValidParams::steps`]). Between two
/// steps the network can be looked at, or the training left.
///
/// [`LeNetValidParams::steps`]: crate::LeNetValidParams::steps
pub struct LeNetSteps {
    architecture: Architecture,
    field: Field,
    network: Box<dyn Network>,
    steps: gradient::Steps,
}

impl LeNetSteps {
    pub(crate) fn new(
        architecture: Architecture,
        field: Field,
        network: Box<dyn Network>,
        steps: gradient::Steps,
    ) -> Self {
        Self {
            architecture,
            field,
            network,
            steps,
        }
    }

    /// Whether all passes are completed.
    pub fn is_over(&self) -> bool {
        self.steps.is_over()
    }

    /// Of the current pass, the number of images shown so far, and how many of them the network got
    /// wrong.
    pub fn shown_and_errors(&self) -> (usize, usize) {
        self.steps.shown_and_errors()
    }

    /// Shows the next `count` images, or fewer if the pass ends before. Returns the record of the
    /// pass if it has ended. Every call must be given the same patterns, placed as the field says.
    ///
    /// # Errors
    /// [`LeNetError::Training`].
    pub fn advance(
        &mut self,
        patterns: &dyn Patterns,
        count: usize,
    ) -> Result<Option<PassRecord>, LeNetError> {
        let mut objective = Pictures::new(self.network.as_mut(), patterns, None);
        Ok(self.steps.advance(&mut objective, count)?)
    }

    /// The network as it is now.
    pub fn model(&self) -> LeNet {
        LeNet::new(
            self.architecture.clone(),
            self.network.parameters(),
            self.field.clone(),
            History::default(),
        )
    }
}

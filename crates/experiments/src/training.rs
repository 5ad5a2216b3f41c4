use std::cell::{Cell, RefCell};
use std::time::Duration;

use lenet::LeNet;
use linfa::DatasetBase;
use ndarray::{Array1, ArrayView2};

use crate::{FitError, Observer, Shared};

/// What a recipe's training is given.
pub struct Training<'a> {
    /// The prepared training images.
    pub set: &'a mnist_io::Dataset,
    /// Number of classes.
    pub n_classes: usize,
    /// Seed of everything random.
    pub seed: u64,
    /// To be told of progress.
    pub observer: &'a dyn Observer,
    /// Networks that other rows have trained.
    pub shared: &'a Shared,
    /// The time that other rows took to train the networks that this one uses.
    pub(crate) shared_time: Cell<Duration>,
    /// What was done with less than the settings say.
    pub(crate) reductions: RefCell<Vec<String>>,
}

impl<'a> Training<'a> {
    /// On a set, with networks that other rows have trained.
    pub fn new(
        set: &'a mnist_io::Dataset,
        n_classes: usize,
        seed: u64,
        observer: &'a dyn Observer,
        shared: &'a Shared,
    ) -> Self {
        Self {
            set,
            n_classes,
            seed,
            observer,
            shared,
            shared_time: Cell::default(),
            reductions: RefCell::default(),
        }
    }

    /// As many of `what` as the settings say, or as there can be with these images: the tables
    /// then say how many there were.
    pub(crate) fn at_most(&self, bound: usize, wanted: usize, what: &str) -> usize {
        if bound < wanted {
            let mut reductions = self.reductions.borrow_mut();
            reductions.push(format!("{bound} {what}"));
        }
        wanted.min(bound)
    }

    /// The network of that name, which `train` trains unless another row has with this seed:
    /// its passes and seconds count as this row's all the same.
    pub(crate) fn network(
        &self,
        name: &'static str,
        train: impl FnOnce() -> Result<LeNet, FitError>,
    ) -> Result<LeNet, FitError> {
        let (network, before) = self.shared.network(name, self.seed, train)?;
        if let Some(took) = before {
            self.shared_time.set(self.shared_time.get() + took);
            let passes = &network.history().passes;
            for record in passes {
                self.observer.pass(record, passes.len());
            }
        }
        Ok(network)
    }

    /// The training images and labels as linfa's datasets.
    pub fn dataset(&self) -> DatasetBase<ArrayView2<'_, u8>, Array1<usize>> {
        DatasetBase::new(self.set.images(), self.set.targets())
    }
}

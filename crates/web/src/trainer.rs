use classifier::Classifier as _;
use classifier::metrics;
use experiments::{FitError, PassRecord, study};
use lenet::{LeNet, LeNetSteps, LeNetValidParams, TrainingParams as _};
use linfa::ParamGuard as _;
use mnist_io::Dataset;
use ndarray::Array1;

/// LeNet-5 in training, as the row `lenet5` trains it.
pub struct Trainer {
    set: Dataset,
    labels: Array1<usize>,
    params: LeNetValidParams,
    steps: LeNetSteps,
}

impl Trainer {
    /// Begins with that seed, on the first `n_images` of the set or all there are.
    ///
    /// # Errors
    /// If there is no image, or one of another size than the network takes.
    pub fn new(set: &Dataset, n_images: usize, seed: u64) -> Result<Self, FitError> {
        let set = set.first(n_images.min(set.len()))?;
        let labels = set.targets();
        let params = study::lenet5_params().seed(seed).check()?;
        let patterns = params
            .architecture()
            .patterns(set.images(), labels.view())?;
        let steps = params.steps(patterns.encoding().clone());
        Ok(Self {
            set,
            labels,
            params,
            steps,
        })
    }

    /// Number of images in a pass.
    pub fn n_images(&self) -> usize {
        self.set.len()
    }

    /// Number of passes in all.
    pub fn n_passes(&self) -> usize {
        self.params.training().passes
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
    /// pass if it has ended.
    ///
    /// # Errors
    /// If the training diverges.
    pub fn advance(&mut self, count: usize) -> Result<Option<PassRecord>, FitError> {
        let architecture = self.params.architecture();
        let patterns = architecture.patterns(self.set.images(), self.labels.view())?;
        Ok(self.steps.advance(&patterns, count)?)
    }

    /// The network as it is now.
    pub fn model(&self) -> LeNet {
        self.steps.model()
    }

    /// The six filters of C1 as they are now, 5×5 each, row by row: the network's first parameters.
    pub fn filters(&self) -> Vec<Vec<f32>> {
        let model = self.model();
        let filters = model.parameters().chunks(25).take(6);
        filters.map(<[f32]>::to_vec).collect()
    }

    /// How many images of a set the network gets wrong as it is now.
    ///
    /// # Errors
    /// If the images are of another size.
    pub fn errors(&self, set: &Dataset) -> Result<usize, FitError> {
        let given = self.model().classify(set.images())?;
        Ok(metrics::errors(given.view(), set.targets().view()))
    }
}

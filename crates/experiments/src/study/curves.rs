use gradient::History;
use mnist_io::{Dataset, Mnist};
use rayon::prelude::*;

use crate::rows::{LENET5_DISTORTED_RECIPE, LENET5_RECIPE};
use crate::run::{in_pool, n_classes};
use crate::{Observer, Options, Preparation, RunError, Shared, Stage, Training};

/// What LeNet-5 is trained on for its learning curves (Figures 5 and 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CurveSet {
    /// The first so many training images.
    First(usize),
    /// All training images and nine distorted copies of each.
    Distorted,
}

/// LeNet-5 trained as in its row, with each seed; every pass of the records has the errors on
/// the test images after it, from which nothing is chosen.
///
/// As many seeds are trained at once as there are threads.
///
/// # Errors
/// [`RunError`] of the first seed that fails.
pub fn learning_curves(
    set: CurveSet,
    seeds: &[u64],
    data: &Mnist,
    options: Options,
    observer: &dyn Observer,
) -> Result<Vec<History>, RunError> {
    in_pool(options.threads, || {
        observer.stage(Stage::Preparing);
        let (preparation, n_images) = match set {
            CurveSet::First(n) => (Preparation::Regular, n.min(data.train.len())),
            CurveSet::Distorted => (Preparation::Padded32, data.train.len()),
        };
        let train = preparation.apply(&data.train.first(n_images)?)?;
        let test = preparation.apply(&data.test)?;
        observer.stage(Stage::Fitting);
        seeds
            .par_iter()
            .map(|&seed| curve(set, seed, &train, &test, observer))
            .collect()
    })
}

fn curve(
    set: CurveSet,
    seed: u64,
    train: &Dataset,
    test: &Dataset,
    observer: &dyn Observer,
) -> Result<History, RunError> {
    let shared = Shared::default();
    let training = Training::new(train, n_classes(train), seed, observer, &shared);
    let recipe = match set {
        CurveSet::First(_) => LENET5_RECIPE,
        CurveSet::Distorted => LENET5_DISTORTED_RECIPE,
    };
    let network = recipe.train(&training, Some(test));
    Ok(network.map_err(RunError::Fit)?.history().clone())
}

use baselines::tangent_distance::{Candidates, TangentDistance};
use classifier::Classifier;
use linfa::traits::Fit;
use report::{Description, Divergence, PaperFigures};

use super::boxed;
use crate::{Choice, Cores, FitError, Preparation, Recipe, Row, Runs, Training};

pub(super) const SIXTEEN: Row = Row {
    description: Description {
        id: "tangent-16x16",
        name: "[16x16] Tangent distance",
        section: "Section III-C.10",
        paper: PaperFigures {
            error_percent: Some(1.1),
            reject_percent: Some(1.9),
            multiply_accumulates: Some(20_000_000),
            stored_values: Some(25_000_000),
        },
        divergences: &[Divergence {
            paper: "A prefilter by Euclidean distance at several resolutions; its sizes and the \
                    smoothing are not given",
            ours: "The 1,000 nearest images by Euclidean distance at one resolution; smoothing and \
                   ridge chosen on validation",
            why: "One resolution is fast enough, and the crate's example `tangent_distance_validation` measures \
                  what the prefilter loses",
        }],
    },
    preparation: Preparation::SixteenBySixteen,
    train_images: None,
    algorithm_version: 1,
    seed: None,
    recipe: SMOOTHING_05,
    choice: Choice::Validation,
    others: &[SMOOTHING_04, SMOOTHING_06, SMOOTHING_07, RIDGE_01],
    runs: Runs::Always,
    cores: Cores::All,
    network: None,
};

const SMOOTHING_06: Recipe = Recipe {
    settings: "smoothing 0.6, ridge 0.05, 1000 candidates",
    fit: |training| fit(training, 0.6, 0.05),
};
const SMOOTHING_05: Recipe = Recipe {
    settings: "smoothing 0.5, ridge 0.05, 1000 candidates",
    fit: |training| fit(training, 0.5, 0.05),
};
const SMOOTHING_04: Recipe = Recipe {
    settings: "smoothing 0.4, ridge 0.05, 1000 candidates",
    fit: |training| fit(training, 0.4, 0.05),
};
const SMOOTHING_07: Recipe = Recipe {
    settings: "smoothing 0.7, ridge 0.05, 1000 candidates",
    fit: |training| fit(training, 0.7, 0.05),
};
const RIDGE_01: Recipe = Recipe {
    settings: "smoothing 0.5, ridge 0.1, 1000 candidates",
    fit: |training| fit(training, 0.5, 0.1),
};

fn fit(
    training: &Training<'_>,
    smoothing: f64,
    ridge: f64,
) -> Result<Box<dyn Classifier>, FitError> {
    let (height, width) = (training.set.height(), training.set.width());
    let candidates = Candidates::Nearest(training.at_most(training.set.len(), 1000, "candidates"));
    let parameters = TangentDistance::params(training.n_classes, height, width)
        .smoothing(smoothing)
        .ridge(ridge)
        .candidates(candidates);
    boxed(parameters.fit(&training.dataset()))
}

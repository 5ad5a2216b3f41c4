use baselines::pca_quadratic::Terms;
use report::{Description, PaperFigures};

use super::divergences::PCA_INPUTS;
use crate::recipe::PcaQuadratic;
use crate::{Choice, Cores, Preparation, Row, Runs};

pub(super) const REGULAR: Row = Row {
    description: Description {
        id: "pca-quadratic",
        name: "40 PCA + quadratic",
        section: "Section III-C.3",
        paper: PaperFigures {
            error_percent: Some(3.3),
            multiply_accumulates: Some(39_000),
            stored_values: Some(40_000),
            ..PaperFigures::NONE
        },
        divergences: &[PCA_INPUTS],
    },
    preparation: Preparation::Regular,
    train_images: None,
    algorithm_version: 4,
    seed: None,
    recipe: &terms_and_ridge(Terms::Full, 100.0),
    choice: Choice::Validation,
    others: &[
        &terms_and_ridge(Terms::Full, 1.0),
        &terms_and_ridge(Terms::Full, 10.0),
        &terms_and_ridge(Terms::Full, 1000.0),
        &terms_and_ridge(Terms::Products, 100.0),
    ],
    runs: Runs::Always,
    cores: Cores::All,
};

const fn terms_and_ridge(terms: Terms, ridge: f64) -> PcaQuadratic {
    PcaQuadratic {
        components: 40,
        terms,
        ridge,
    }
}

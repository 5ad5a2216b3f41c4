use baselines::pairwise_linear::Rule;
use report::{Description, PaperFigures};

use super::divergences::{DESLANTING, LINEAR_ERROR, LINEAR_RIDGE, PAIRWISE_OUTPUTS};
use crate::recipe::{Linear, PairwiseLinear};
use crate::{Choice, Cores, Preparation, Row, Runs};

pub(super) const REGULAR: Row = Row {
    description: Description {
        id: "linear",
        name: "Linear",
        section: "Section III-C.1",
        paper: PaperFigures {
            error_percent: Some(12.0),
            ..PaperFigures::NONE
        },
        divergences: &[LINEAR_RIDGE, LINEAR_ERROR],
    },
    preparation: Preparation::Regular,
    train_images: None,
    algorithm_version: 2,
    seed: None,
    recipe: &Linear { ridge: 1.0 },
    choice: Choice::Untuned,
    others: &[
        &Linear { ridge: 10.0 },
        &Linear { ridge: 100.0 },
        &Linear { ridge: 1000.0 },
        &Linear { ridge: 10_000.0 },
    ],
    runs: Runs::Always,
    cores: Cores::All,
};

pub(super) const DESLANTED: Row = Row {
    description: Description {
        id: "linear-deslant",
        name: "[deslant] Linear",
        section: "Section III-C.1",
        paper: PaperFigures {
            error_percent: Some(8.4),
            multiply_accumulates: Some(4_000),
            stored_values: Some(4_000),
            ..PaperFigures::NONE
        },
        divergences: &[LINEAR_RIDGE, DESLANTING],
    },
    preparation: Preparation::Deslanted,
    train_images: None,
    algorithm_version: 2,
    seed: None,
    recipe: &Linear { ridge: 1.0 },
    choice: Choice::Untuned,
    others: &[
        &Linear { ridge: 10.0 },
        &Linear { ridge: 100.0 },
        &Linear { ridge: 1000.0 },
        &Linear { ridge: 10_000.0 },
    ],
    runs: Runs::Always,
    cores: Cores::All,
};

pub(super) const PAIRWISE: Row = Row {
    description: Description {
        id: "pairwise-linear",
        name: "Pairwise linear",
        section: "Section III-C.1",
        paper: PaperFigures {
            error_percent: Some(7.6),
            multiply_accumulates: Some(36_000),
            stored_values: Some(35_000),
            ..PaperFigures::NONE
        },
        divergences: &[PAIRWISE_OUTPUTS],
    },
    preparation: Preparation::Regular,
    train_images: None,
    algorithm_version: 2,
    seed: None,
    recipe: &pairwise(Rule::Sigmoid { slope: 8.0 }),
    choice: Choice::Validation,
    others: &[
        &pairwise(Rule::Sum),
        &pairwise(Rule::Sigmoid { slope: 2.0 / 3.0 }),
        &pairwise(Rule::Sigmoid { slope: 2.0 }),
        &pairwise(Rule::Sigmoid { slope: 16.0 }),
        &pairwise(Rule::Vote),
    ],
    runs: Runs::Always,
    cores: Cores::All,
};

const fn pairwise(rule: Rule) -> PairwiseLinear {
    PairwiseLinear { ridge: 10.0, rule }
}

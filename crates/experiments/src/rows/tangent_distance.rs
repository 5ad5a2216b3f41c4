use report::{Description, PaperFigures};

use super::divergences::TANGENT_PREFILTER;
use crate::recipe::TangentDistance;
use crate::{Choice, Cores, Preparation, Row, Runs};

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
        divergences: &[TANGENT_PREFILTER],
    },
    preparation: Preparation::SixteenBySixteen,
    train_images: None,
    algorithm_version: 2,
    seed: None,
    recipe: &smoothing_and_ridge(0.5, 0.05),
    choice: Choice::Validation,
    others: &[
        &smoothing_and_ridge(0.4, 0.05),
        &smoothing_and_ridge(0.6, 0.05),
        &smoothing_and_ridge(0.7, 0.05),
        &smoothing_and_ridge(0.5, 0.1),
    ],
    runs: Runs::Always,
    cores: Cores::All,
};

const fn smoothing_and_ridge(smoothing: f64, ridge: f64) -> TangentDistance {
    TangentDistance {
        smoothing,
        ridge,
        candidates: 1000,
    }
}

use report::{Description, PaperFigures};

use super::divergences::RBF_WIDTHS;
use crate::recipe::RbfNetwork;
use crate::{Choice, Cores, Preparation, Row, Runs};

pub(super) const REGULAR: Row = Row {
    description: Description {
        id: "rbf",
        name: "1000 RBF + linear",
        section: "Section III-C.4",
        paper: PaperFigures {
            error_percent: Some(3.6),
            multiply_accumulates: Some(794_000),
            stored_values: Some(794_000),
            ..PaperFigures::NONE
        },
        divergences: &[RBF_WIDTHS],
    },
    preparation: Preparation::Regular,
    train_images: None,
    algorithm_version: 2,
    seed: Some(1),
    recipe: &of_width(2.0),
    choice: Choice::Validation,
    others: &[&of_width(1.0), &of_width(4.0)],
    runs: Runs::Always,
    cores: Cores::All,
};

const fn of_width(width: f64) -> RbfNetwork {
    RbfNetwork {
        units_per_class: 100,
        width,
        ridge: 0.01,
    }
}

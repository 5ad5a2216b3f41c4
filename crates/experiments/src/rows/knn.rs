use report::{Description, PaperFigures};

use super::divergences::{DESLANTING, KNN_DESLANTED_ERROR, KNN_ERROR, KNN_TIES};
use crate::recipe::Knn;
use crate::{Choice, Cores, Preparation, Row, Runs};

pub(super) const REGULAR: Row = Row {
    description: Description {
        id: "knn",
        name: "K-NN Euclidean",
        section: "Section III-C.2",
        paper: PaperFigures {
            error_percent: Some(5.0),
            ..PaperFigures::NONE
        },
        divergences: &[KNN_TIES, KNN_ERROR],
    },
    preparation: Preparation::Regular,
    train_images: None,
    algorithm_version: 1,
    seed: None,
    recipe: &Knn { k: 3 },
    choice: Choice::Paper,
    others: &[&Knn { k: 1 }, &Knn { k: 5 }, &Knn { k: 7 }, &Knn { k: 9 }],
    runs: Runs::Always,
    cores: Cores::All,
};

pub(super) const DESLANTED: Row = Row {
    description: Description {
        id: "knn-deslant",
        name: "[deslant] K-NN Euclidean",
        section: "Section III-C.2",
        paper: PaperFigures {
            error_percent: Some(2.4),
            reject_percent: Some(8.1),
            multiply_accumulates: Some(24_000_000),
            stored_values: Some(24_000_000),
        },
        divergences: &[KNN_TIES, DESLANTING, KNN_DESLANTED_ERROR],
    },
    preparation: Preparation::Deslanted,
    train_images: None,
    algorithm_version: 1,
    seed: None,
    recipe: &Knn { k: 3 },
    choice: Choice::Paper,
    others: &[],
    runs: Runs::Always,
    cores: Cores::All,
};

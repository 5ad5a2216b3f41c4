//! Reference rows: the same classifiers by linfa's own crates, to measure ours beside.

use report::{Description, PaperFigures};

use super::divergences::LINFA_IMAGES;
use crate::recipe::linfa;
use crate::{Choice, Cores, Preparation, Row, Runs};

pub(super) const SVM: Row = Row {
    description: Description {
        id: "linfa-svm",
        name: "linfa-svm, 7,000 training images",
        section: "Reference: row `svm-poly` by linfa-svm 0.8",
        paper: PaperFigures::NONE,
        divergences: &[LINFA_IMAGES],
    },
    preparation: Preparation::Regular,
    train_images: Some(7_000),
    algorithm_version: 1,
    seed: None,
    recipe: &linfa::Svm {
        degree: 9.0,
        c: 1.0,
        gap: 0.01,
    },
    choice: Choice::SameAs("svm-poly"),
    others: &[],
    runs: Runs::WhenNamed,
    cores: Cores::All,
};

pub(super) const NN: Row = Row {
    description: Description {
        id: "linfa-nn",
        name: "linfa-nn, linear search",
        section: "Reference: row `knn` by linfa-nn 0.8",
        paper: PaperFigures::NONE,
        divergences: &[],
    },
    preparation: Preparation::Regular,
    train_images: None,
    algorithm_version: 1,
    seed: None,
    recipe: &linfa::Nn { k: 3 },
    choice: Choice::SameAs("knn"),
    others: &[],
    runs: Runs::WhenNamed,
    cores: Cores::All,
};

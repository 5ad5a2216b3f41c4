//! Reference rows: the same classifiers by linfa's own crates, to measure ours beside.

mod nn;
mod svm;

use report::{Description, Divergence, PaperFigures};

use super::boxed;
use crate::{Choice, Cores, Preparation, Recipe, Row, Runs};

pub(super) const SVM: Row = Row {
    description: Description {
        id: "linfa-svm",
        name: "linfa-svm, 7,000 training images",
        section: "Reference: row `svm-poly` by linfa-svm 0.8",
        paper: PaperFigures::NONE,
        divergences: &[Divergence {
            paper: "All 60,000 training images",
            ours: "The first 7,000, for which it takes a minute or two",
            why: "linfa-svm keeps the whole kernel matrix, 14 GB for 60,000 images and twice that \
                  on two threads, and computes it for each of the ten classes anew",
        }],
    },
    preparation: Preparation::Regular,
    train_images: Some(7_000),
    algorithm_version: 1,
    seed: None,
    recipe: Recipe {
        settings: "degree 9, C = 1, gap 0.01, single precision",
        fit: |training| boxed(svm::OneVsRest::fit(training)),
    },
    choice: Choice::SameAs("svm-poly"),
    others: &[],
    runs: Runs::WhenNamed,
    cores: Cores::All,
    network: None,
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
    recipe: Recipe {
        settings: "k = 3, linear search, double precision",
        fit: |training| Ok(Box::new(nn::Neighbours::new(training))),
    },
    choice: Choice::SameAs("knn"),
    ..SVM
};

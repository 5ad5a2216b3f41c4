use baselines::svm::Shifts;
use report::{Description, PaperFigures};

use super::divergences::{DESLANTING, SVM_KERNEL, SVM_REDUCED_SET, SVM_SHIFTS};
use crate::recipe::{Svm, Then};
use crate::{Choice, Cores, Preparation, Row, Runs};

pub(super) const POLYNOMIAL_DESLANTED: Row = Row {
    description: Description {
        id: "svm-poly-deslant",
        name: "SVM poly 4",
        section: "Section III-C.11",
        paper: PaperFigures {
            error_percent: Some(1.1),
            reject_percent: Some(1.8),
            multiply_accumulates: Some(14_000_000),
            stored_values: Some(14_000_000),
        },
        divergences: &[SVM_KERNEL, DESLANTING],
    },
    preparation: Preparation::Deslanted,
    train_images: None,
    algorithm_version: 1,
    seed: None,
    recipe: &of_degree(4, Then::Nothing),
    choice: Choice::Untuned,
    others: &[&of_degree(9, Then::Nothing)],
    runs: Runs::Always,
    cores: Cores::All,
};

pub(super) const REDUCED_SET: Row = Row {
    description: Description {
        id: "svm-reduced-set-deslant",
        name: "RS-SVM poly 5",
        section: "Section III-C.11",
        paper: PaperFigures {
            error_percent: Some(1.0),
            multiply_accumulates: Some(650_000),
            stored_values: Some(650_000),
            ..PaperFigures::NONE
        },
        divergences: &[SVM_KERNEL, DESLANTING, SVM_REDUCED_SET],
    },
    preparation: Preparation::Deslanted,
    train_images: None,
    algorithm_version: 1,
    seed: None,
    recipe: &of_degree(5, Then::ReducedTo(1600)),
    choice: Choice::Untuned,
    others: &[],
    runs: Runs::InFull,
    cores: Cores::All,
};

pub(super) const VIRTUAL: Row = Row {
    description: Description {
        id: "svm-virtual-dist",
        name: "[dist] V-SVM poly 9",
        section: "Section III-C.11",
        paper: PaperFigures {
            error_percent: Some(0.8),
            multiply_accumulates: Some(28_000_000),
            stored_values: Some(28_000_000),
            ..PaperFigures::NONE
        },
        divergences: &[SVM_KERNEL, DESLANTING, SVM_SHIFTS],
    },
    preparation: Preparation::Deslanted28,
    train_images: None,
    algorithm_version: 1,
    seed: None,
    recipe: &of_degree(9, Then::Shifted(Shifts::Eight)),
    choice: Choice::Validation,
    others: &[&of_degree(9, Then::Shifted(Shifts::Four))],
    runs: Runs::Always,
    cores: Cores::All,
};

pub(super) const POLYNOMIAL: Row = Row {
    description: Description {
        id: "svm-poly",
        name: "SVM, regular images",
        section: "Section III-C.11 quotes 1.4 % for a polynomial SVM on regular images",
        paper: PaperFigures::NONE,
        divergences: &[SVM_KERNEL],
    },
    preparation: Preparation::Regular,
    train_images: None,
    algorithm_version: 1,
    seed: None,
    recipe: &of_degree(9, Then::Nothing),
    choice: Choice::Validation,
    others: &[&of_degree(4, Then::Nothing)],
    runs: Runs::Always,
    cores: Cores::All,
};

const fn of_degree(degree: u32, then: Then) -> Svm {
    Svm {
        degree,
        c: 1.0,
        gap: 0.01,
        then,
    }
}

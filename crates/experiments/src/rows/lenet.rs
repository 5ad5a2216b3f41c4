use lenet::InitialWeights;
use mnist_io::transform::Distortion;
use report::{Description, PaperFigures};

use super::divergences::{
    BOOSTED_COST, BOOSTED_SETS, DISTORTIONS, LENET_INITIAL_WEIGHTS, LENET1_LAYERS, LENET1_TRAINING,
    LENET4_COUNTS, LENET4_K, LENET4_NEIGHBOURS, LENET4_RATES, LENET4_TABLE, LENET5_BEST_TRAINING,
    LENET5_COST, LENET5_LOSS_SCALE, LENET5_SUBSAMPLING,
};
use crate::recipe::{Boosted, Criterion, FilteredSets, LeNet, LeNet4, Network, Rate, Shown};
use crate::{Choice, Cores, Preparation, Row, Runs};

pub(super) const LENET1: Row = Row {
    description: Description {
        id: "lenet1-16x16",
        name: "[16x16] LeNet-1",
        section: "Section III-C.7",
        paper: PaperFigures {
            error_percent: Some(1.7),
            reject_percent: Some(3.7),
            multiply_accumulates: Some(100_000),
            stored_values: Some(3_000),
        },
        divergences: &[LENET1_TRAINING, LENET1_LAYERS],
    },
    preparation: Preparation::SixteenBySixteen,
    train_images: None,
    algorithm_version: 3,
    seed: Some(1),
    recipe: &lenet1(Criterion::CrossEntropy, Rate::cosine(0.02), 40),
    choice: Choice::Validation,
    others: &[
        &lenet1(Criterion::CrossEntropy, Rate::cosine(0.02), 20),
        &lenet1(Criterion::SquaredError, Rate::cosine(0.002), 20),
        &lenet1(Criterion::SquaredError, Rate::Printed, 20),
    ],
    runs: Runs::InFull,
    cores: Cores::One,
};

const fn lenet1(criterion: Criterion, rate: Rate, passes: usize) -> LeNet {
    LeNet {
        network: Network::LeNet1,
        criterion,
        weights: None,
        rate,
        passes,
        least_loss: 0.0,
        shown: Shown::Original,
    }
}

pub(super) const LENET4: Row = Row {
    description: Description {
        id: "lenet4",
        name: "LeNet-4",
        section: "Section III-C.8",
        paper: PaperFigures {
            error_percent: Some(1.1),
            reject_percent: Some(1.8),
            multiply_accumulates: Some(260_000),
            stored_values: Some(17_000),
        },
        divergences: &[
            LENET4_COUNTS,
            LENET4_TABLE,
            LENET4_RATES,
            LENET_INITIAL_WEIGHTS,
        ],
    },
    preparation: Preparation::Regular,
    train_images: None,
    algorithm_version: 3,
    seed: Some(1),
    recipe: &LeNet4::Whole,
    choice: Choice::Paper,
    others: &[],
    runs: Runs::InFull,
    cores: Cores::One,
};

pub(super) const LENET4_LOCAL: Row = Row {
    description: Description {
        id: "lenet4-local",
        name: "LeNet-4 / Local",
        section: "Section III-C.8",
        paper: PaperFigures {
            error_percent: Some(1.1),
            reject_percent: Some(1.4),
            multiply_accumulates: Some(20_000_000),
            stored_values: Some(24_000_000),
        },
        divergences: &[
            LENET4_NEIGHBOURS,
            LENET4_COUNTS,
            LENET4_TABLE,
            LENET4_RATES,
            LENET_INITIAL_WEIGHTS,
        ],
    },
    preparation: Preparation::Regular,
    train_images: None,
    algorithm_version: 3,
    seed: Some(1),
    recipe: &LeNet4::Local {
        neighbours: 50,
        ridge: 1.0,
    },
    choice: Choice::Validation,
    others: &[&LeNet4::Local {
        neighbours: 200,
        ridge: 1.0,
    }],
    runs: Runs::InFull,
    cores: Cores::One,
};

pub(super) const LENET4_KNN: Row = Row {
    description: Description {
        id: "lenet4-knn",
        name: "LeNet-4 / K-NN",
        section: "Section III-C.8",
        paper: PaperFigures {
            error_percent: Some(1.1),
            reject_percent: Some(1.6),
            multiply_accumulates: Some(10_000_000),
            stored_values: Some(24_000_000),
        },
        divergences: &[
            LENET4_K,
            LENET4_COUNTS,
            LENET4_TABLE,
            LENET4_RATES,
            LENET_INITIAL_WEIGHTS,
        ],
    },
    preparation: Preparation::Regular,
    train_images: None,
    algorithm_version: 3,
    seed: Some(1),
    recipe: &LeNet4::Knn { k: 3 },
    choice: Choice::Validation,
    others: &[&LeNet4::Knn { k: 10 }],
    runs: Runs::InFull,
    cores: Cores::One,
};

pub(super) const LENET5: Row = Row {
    description: Description {
        id: "lenet5",
        name: "LeNet-5",
        section: "Section II-B, III-B",
        paper: PaperFigures {
            error_percent: Some(0.95),
            multiply_accumulates: Some(401_000),
            stored_values: Some(60_000),
            ..PaperFigures::NONE
        },
        divergences: &[
            LENET5_LOSS_SCALE,
            LENET_INITIAL_WEIGHTS,
            LENET5_SUBSAMPLING,
            LENET5_COST,
        ],
    },
    preparation: Preparation::Regular,
    train_images: None,
    algorithm_version: 3,
    seed: Some(1),
    recipe: &LENET5_RECIPE,
    choice: Choice::TrainingCurve,
    others: &[
        &LeNet {
            criterion: Criterion::Equation8 { scale: 0.15 },
            ..LENET5_RECIPE
        },
        &LeNet {
            criterion: Criterion::Equation8 { scale: 1.0 / 84.0 },
            weights: Some(InitialWeights::OverFanIn(2.4)),
            ..LENET5_RECIPE
        },
    ],
    runs: Runs::Always,
    cores: Cores::One,
};

/// As the row `lenet5` trains it.
pub(crate) const LENET5_RECIPE: LeNet = LeNet {
    network: Network::LeNet5,
    criterion: Criterion::Equation9 {
        scale: 0.15,
        rubbish: 1.0,
    },
    weights: None,
    rate: Rate::Printed,
    passes: 20,
    least_loss: 0.0,
    shown: Shown::Original,
};

pub(super) const LENET5_DISTORTED: Row = Row {
    description: Description {
        id: "lenet5-dist",
        name: "[dist] LeNet-5",
        section: "Section II-B, III-B",
        paper: PaperFigures {
            error_percent: Some(0.8),
            multiply_accumulates: Some(401_000),
            stored_values: Some(60_000),
            ..PaperFigures::NONE
        },
        divergences: &[
            DISTORTIONS,
            LENET5_LOSS_SCALE,
            LENET_INITIAL_WEIGHTS,
            LENET5_SUBSAMPLING,
            LENET5_COST,
        ],
    },
    preparation: Preparation::Padded32,
    train_images: None,
    algorithm_version: 3,
    seed: Some(1),
    recipe: &LENET5_DISTORTED_RECIPE,
    choice: Choice::Validation,
    others: &[&LeNet {
        shown: Shown::NineCopies(Distortion {
            shift: 1.0,
            scale: 0.1,
            squeeze: 0.1,
            shear: 0.1,
            rotation: 0.0,
        }),
        ..LENET5_DISTORTED_RECIPE
    }],
    runs: Runs::InFull,
    cores: Cores::One,
};

/// As the row `lenet5-dist` trains it.
pub(crate) const LENET5_DISTORTED_RECIPE: LeNet = LeNet {
    network: Network::LeNet5,
    criterion: Criterion::Equation9 {
        scale: 0.15,
        rubbish: 1.0,
    },
    weights: None,
    rate: Rate::Printed,
    passes: 20,
    least_loss: 0.0,
    shown: Shown::NineCopies(MODERATE),
};

/// The distortions of the paper's LeNets.
pub(crate) const MODERATE: Distortion = Distortion {
    shift: 2.0,
    scale: 0.2,
    squeeze: 0.15,
    shear: 0.2,
    rotation: 0.0,
};

pub(super) const LENET4_BOOSTED: Row = Row {
    description: Description {
        id: "lenet4-boosted-dist",
        name: "[dist] Boosted LeNet-4",
        section: "Section III-C.9",
        paper: PaperFigures {
            error_percent: Some(0.7),
            reject_percent: Some(0.5),
            multiply_accumulates: Some(460_000),
            stored_values: Some(51_000),
        },
        divergences: &[
            BOOSTED_SETS,
            BOOSTED_COST,
            DISTORTIONS,
            LENET4_COUNTS,
            LENET4_TABLE,
            LENET4_RATES,
            LENET_INITIAL_WEIGHTS,
        ],
    },
    preparation: Preparation::Padded32,
    train_images: None,
    algorithm_version: 3,
    seed: Some(1),
    recipe: &Boosted {
        filtered_sets: FilteredSets::AsLarge,
        ranges: MODERATE,
    },
    choice: Choice::Validation,
    others: &[&Boosted {
        filtered_sets: FilteredSets::HalfAsLarge,
        ranges: MODERATE,
    }],
    runs: Runs::InFull,
    cores: Cores::One,
};

pub(super) const LENET5_BEST: Row = Row {
    description: Description {
        id: "lenet5-best",
        name: "LeNet-5, today's training",
        section: "The 60,000 parameters of section II-B, trained for the least error",
        paper: PaperFigures::NONE,
        divergences: &[LENET5_BEST_TRAINING],
    },
    preparation: Preparation::Padded32,
    train_images: None,
    algorithm_version: 3,
    seed: Some(1),
    recipe: &lenet5_best(0.3, 12.0),
    choice: Choice::Validation,
    others: &[&lenet5_best(0.4, 15.0)],
    runs: Runs::InFull,
    cores: Cores::One,
};

const fn lenet5_best(shear: f64, rotation: f64) -> LeNet {
    LeNet {
        network: Network::LeNet5Best,
        criterion: Criterion::Equation9 {
            scale: 1.0,
            rubbish: 1e-3,
        },
        weights: None,
        rate: Rate::Cosine {
            first: 2e-4,
            last: 1e-7,
        },
        passes: 200,
        least_loss: 0.05,
        // Digits of MNIST lie about their centre of mass, and so hardly move.
        shown: Shown::Fresh(Distortion {
            shift: 1.0,
            scale: 0.2,
            squeeze: 0.2,
            shear,
            rotation,
        }),
    }
}

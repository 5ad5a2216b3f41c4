//! Perceptrons with one and two hidden layers (sections III-C.5 and III-C.6).

use mnist_io::transform::Distortion;
use report::{Description, Divergence, PaperFigures};

use super::divergences::{
    DESLANTING, DISTORTIONS, MLP_FRESH_DISTORTIONS, MLP_INITIAL_WEIGHTS, MLP_ONE_RATE, MLP_ORDER,
    MLP_RATES,
};
use crate::recipe::{Mlp, Rates, Shown};
use crate::{Choice, Cores, Preparation, Row, Runs};

pub(super) const H300: Row = Row {
    description: Description {
        id: "mlp-300",
        name: "28x28-300-10",
        section: "Section III-C.5",
        paper: PaperFigures {
            error_percent: Some(4.7),
            ..PaperFigures::NONE
        },
        divergences: &[MLP_RATES, MLP_ORDER, MLP_INITIAL_WEIGHTS, MLP_ONE_RATE],
    },
    preparation: Preparation::Regular,
    train_images: None,
    algorithm_version: 3,
    seed: Some(1),
    recipe: &plain(&[300], eta_mu(1e-4, 0.005)),
    choice: Choice::Validation,
    others: &[
        &plain(&[300], eta_mu(2e-4, 0.02)),
        &plain(&[300], Rates::One(0.002)),
        &plain(&[300], Rates::One(0.0005)),
    ],
    runs: Runs::Always,
    cores: Cores::One,
};

pub(super) const H300_DISTORTED: Row = Row {
    description: Description {
        id: "mlp-300-dist",
        name: "[dist] 28x28-300-10",
        section: "Section III-C.5",
        paper: PaperFigures {
            error_percent: Some(3.6),
            ..PaperFigures::NONE
        },
        divergences: OF_DISTORTED,
    },
    preparation: Preparation::Regular,
    train_images: None,
    algorithm_version: 3,
    seed: Some(1),
    recipe: &distorted(&[300], eta_mu(1e-4, 0.005)),
    choice: Choice::Validation,
    others: &[&distorted(&[300], eta_mu(2e-4, 0.02))],
    runs: Runs::InFull,
    cores: Cores::One,
};

pub(super) const H300_DESLANTED: Row = Row {
    description: Description {
        id: "mlp-300-deslant",
        name: "[deslant] 20x20-300-10",
        section: "Section III-C.5",
        paper: PaperFigures {
            error_percent: Some(1.6),
            reject_percent: Some(3.2),
            multiply_accumulates: Some(123_000),
            stored_values: Some(123_000),
        },
        divergences: &[DESLANTING, MLP_RATES, MLP_ORDER, MLP_INITIAL_WEIGHTS],
    },
    preparation: Preparation::Deslanted,
    train_images: None,
    algorithm_version: 3,
    seed: Some(1),
    recipe: &plain(&[300], eta_mu(1.5e-4, 0.01)),
    choice: Choice::Validation,
    others: &[&plain(&[300], eta_mu(2e-4, 0.02))],
    runs: Runs::Always,
    cores: Cores::One,
};

pub(super) const H1000: Row = Row {
    description: Description {
        id: "mlp-1000",
        name: "28x28-1000-10",
        section: "Section III-C.5",
        paper: PaperFigures {
            error_percent: Some(4.5),
            multiply_accumulates: Some(795_000),
            stored_values: Some(795_000),
            ..PaperFigures::NONE
        },
        divergences: &[MLP_RATES, MLP_ORDER, MLP_INITIAL_WEIGHTS, MLP_ONE_RATE],
    },
    preparation: Preparation::Regular,
    train_images: None,
    algorithm_version: 3,
    seed: Some(1),
    recipe: &plain(&[1000], eta_mu(1e-4, 0.005)),
    choice: Choice::Validation,
    others: &[&plain(&[1000], eta_mu(1.2e-4, 0.01))],
    runs: Runs::InFull,
    cores: Cores::One,
};

pub(super) const H1000_DISTORTED: Row = Row {
    description: Description {
        id: "mlp-1000-dist",
        name: "[dist] 28x28-1000-10",
        section: "Section III-C.5",
        paper: PaperFigures {
            error_percent: Some(3.8),
            multiply_accumulates: Some(795_000),
            stored_values: Some(795_000),
            ..PaperFigures::NONE
        },
        divergences: OF_DISTORTED,
    },
    preparation: Preparation::Regular,
    train_images: None,
    algorithm_version: 3,
    seed: Some(1),
    recipe: &distorted(&[1000], eta_mu(1e-4, 0.005)),
    choice: Choice::Validation,
    others: &[&distorted(&[1000], eta_mu(1.2e-4, 0.01))],
    runs: Runs::InFull,
    cores: Cores::One,
};

pub(super) const H300_100: Row = Row {
    description: Description {
        id: "mlp-300-100",
        name: "28x28-300-100-10",
        section: "Section III-C.6",
        paper: PaperFigures {
            error_percent: Some(3.05),
            multiply_accumulates: Some(267_000),
            stored_values: Some(267_000),
            ..PaperFigures::NONE
        },
        divergences: &[MLP_RATES, MLP_ORDER, MLP_INITIAL_WEIGHTS, MLP_ONE_RATE],
    },
    preparation: Preparation::Regular,
    train_images: None,
    algorithm_version: 3,
    seed: Some(1),
    recipe: &plain(&[300, 100], eta_mu(3e-4, 0.02)),
    choice: Choice::Validation,
    others: &[&plain(&[300, 100], eta_mu(2e-4, 0.02))],
    runs: Runs::InFull,
    cores: Cores::One,
};

pub(super) const H300_100_DISTORTED: Row = Row {
    description: Description {
        id: "mlp-300-100-dist",
        name: "[dist] 28x28-300-100-10",
        section: "Section III-C.6",
        paper: PaperFigures {
            error_percent: Some(2.5),
            multiply_accumulates: Some(267_000),
            stored_values: Some(267_000),
            ..PaperFigures::NONE
        },
        divergences: OF_DISTORTED,
    },
    preparation: Preparation::Regular,
    train_images: None,
    algorithm_version: 3,
    seed: Some(1),
    recipe: &distorted(&[300, 100], eta_mu(3e-4, 0.02)),
    choice: Choice::Validation,
    others: &[&distorted(&[300, 100], eta_mu(2e-4, 0.02))],
    runs: Runs::InFull,
    cores: Cores::One,
};

pub(super) const H500_150: Row = Row {
    description: Description {
        id: "mlp-500-150",
        name: "28x28-500-150-10",
        section: "Section III-C.6",
        paper: PaperFigures {
            error_percent: Some(2.95),
            multiply_accumulates: Some(469_000),
            stored_values: Some(469_000),
            ..PaperFigures::NONE
        },
        divergences: &[MLP_RATES, MLP_ORDER, MLP_INITIAL_WEIGHTS, MLP_ONE_RATE],
    },
    preparation: Preparation::Regular,
    train_images: None,
    algorithm_version: 3,
    seed: Some(1),
    recipe: &plain(&[500, 150], eta_mu(3e-4, 0.02)),
    choice: Choice::Validation,
    others: &[&plain(&[500, 150], eta_mu(2e-4, 0.02))],
    runs: Runs::InFull,
    cores: Cores::One,
};

pub(super) const H500_150_DISTORTED: Row = Row {
    description: Description {
        id: "mlp-500-150-dist",
        name: "[dist] 28x28-500-150-10",
        section: "Section III-C.6",
        paper: PaperFigures {
            error_percent: Some(2.45),
            multiply_accumulates: Some(469_000),
            stored_values: Some(469_000),
            ..PaperFigures::NONE
        },
        divergences: OF_DISTORTED,
    },
    preparation: Preparation::Regular,
    train_images: None,
    algorithm_version: 3,
    seed: Some(1),
    recipe: &distorted(&[500, 150], eta_mu(3e-4, 0.02)),
    choice: Choice::Validation,
    others: &[&distorted(&[500, 150], eta_mu(2e-4, 0.02))],
    runs: Runs::InFull,
    cores: Cores::One,
};

const OF_DISTORTED: &[Divergence] = &[
    DISTORTIONS,
    MLP_FRESH_DISTORTIONS,
    MLP_RATES,
    MLP_ORDER,
    MLP_INITIAL_WEIGHTS,
];

/// On the images as they are.
const fn plain(hidden: &'static [usize], rates: Rates) -> Mlp {
    Mlp {
        hidden,
        rates,
        passes: 20,
        shown: Shown::Original,
    }
}

/// On new distortions, milder than those of the LeNets.
const fn distorted(hidden: &'static [usize], rates: Rates) -> Mlp {
    Mlp {
        hidden,
        rates,
        passes: 20,
        shown: Shown::Fresh(Distortion {
            shift: 1.0,
            scale: 0.1,
            squeeze: 0.05,
            shear: 0.15,
            rotation: 0.0,
        }),
    }
}

const fn eta_mu(eta: f64, mu: f64) -> Rates {
    Rates::ByCurvature { eta, mu }
}

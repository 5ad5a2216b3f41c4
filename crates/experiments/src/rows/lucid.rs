use report::{Description, PaperFigures};

use super::divergences::LUCID_NETWORKS;
use crate::recipe::{Criterion, LeNet, Network, Rate, Shown};
use crate::{Choice, Cores, Preparation, Row, Runs};

pub(super) const LENET1: Row = Row {
    description: Description {
        id: "lucid-lenet1",
        name: "Lucid's lenet_1",
        section: "The practical variant of the owner's reference implementation",
        paper: PaperFigures::NONE,
        divergences: &[LUCID_NETWORKS],
    },
    preparation: Preparation::Regular,
    train_images: None,
    algorithm_version: 3,
    seed: Some(1),
    recipe: &at_rate(0.02, Network::LucidLeNet1),
    choice: Choice::Validation,
    others: &[&at_rate(0.01, Network::LucidLeNet1)],
    runs: Runs::InFull,
    cores: Cores::One,
};

pub(super) const LENET4: Row = Row {
    description: Description {
        id: "lucid-lenet4",
        name: "Lucid's lenet_4",
        section: "The practical variant of the owner's reference implementation",
        paper: PaperFigures::NONE,
        divergences: &[LUCID_NETWORKS],
    },
    preparation: Preparation::Regular,
    train_images: None,
    algorithm_version: 3,
    seed: Some(1),
    recipe: &at_rate(0.02, Network::LucidLeNet4),
    choice: Choice::Validation,
    others: &[&at_rate(0.01, Network::LucidLeNet4)],
    runs: Runs::InFull,
    cores: Cores::One,
};

pub(super) const LENET5: Row = Row {
    description: Description {
        id: "lucid-lenet5",
        name: "Lucid's lenet_5",
        section: "The practical variant of the owner's reference implementation",
        paper: PaperFigures::NONE,
        divergences: &[LUCID_NETWORKS],
    },
    preparation: Preparation::Regular,
    train_images: None,
    algorithm_version: 3,
    seed: Some(1),
    recipe: &at_rate(0.01, Network::LucidLeNet5),
    choice: Choice::Validation,
    others: &[&at_rate(0.005, Network::LucidLeNet5)],
    runs: Runs::InFull,
    cores: Cores::One,
};

const fn at_rate(rate: f64, network: Network) -> LeNet {
    LeNet {
        network,
        criterion: Criterion::CrossEntropy,
        weights: None,
        rate: Rate::cosine(rate),
        passes: 20,
        least_loss: 0.0,
        shown: Shown::Original,
    }
}

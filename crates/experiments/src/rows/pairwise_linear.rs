use baselines::pairwise_linear::{PairwiseLinear, Rule};
use classifier::Classifier;
use linfa::traits::Fit;
use report::{Description, Divergence, PaperFigures};

use super::boxed;
use crate::{Choice, Cores, FitError, Preparation, Recipe, Row, Runs, Training};

pub(super) const REGULAR: Row = Row {
    description: Description {
        id: "pairwise-linear",
        name: "Pairwise linear",
        section: "Section III-C.2",
        paper: PaperFigures {
            error_percent: Some(7.6),
            multiply_accumulates: Some(36_000),
            stored_values: Some(35_000),
            ..PaperFigures::NONE
        },
        divergences: &[Divergence {
            paper: "A class's score is the sum of the outputs of its units less the sum of \
                    those of the units against it",
            ours: "That sum, of outputs squashed by 1.7159 tanh(8a)",
            why: "The units' output function is not given. The sum of linear outputs does worse \
                  than the plain linear classifier. Units that saturate do better, steep ones \
                  best, a little better even than counting decisions (validation.csv); the \
                  paper's 7.6 % lies near 1.7159 tanh(2a)",
        }],
    },
    preparation: Preparation::Regular,
    train_images: None,
    algorithm_version: 2,
    seed: None,
    recipe: TANH_8,
    choice: Choice::Validation,
    others: &[SUM, TANH_PAPER, TANH_2, TANH_16, VOTE],
    runs: Runs::Always,
    cores: Cores::All,
    network: None,
};

const VOTE: Recipe = Recipe {
    settings: "ridge 10, votes",
    fit: |training| fit(training, Rule::Vote),
};
const SUM: Recipe = Recipe {
    settings: "ridge 10, sum of a",
    fit: |training| fit(training, Rule::Sum),
};
const TANH_PAPER: Recipe = Recipe {
    settings: "ridge 10, sum of 1.7159 tanh(2a/3)",
    fit: |training| fit(training, Rule::Sigmoid { slope: 2.0 / 3.0 }),
};
const TANH_2: Recipe = Recipe {
    settings: "ridge 10, sum of 1.7159 tanh(2a)",
    fit: |training| fit(training, Rule::Sigmoid { slope: 2.0 }),
};
const TANH_8: Recipe = Recipe {
    settings: "ridge 10, sum of 1.7159 tanh(8a)",
    fit: |training| fit(training, Rule::Sigmoid { slope: 8.0 }),
};
const TANH_16: Recipe = Recipe {
    settings: "ridge 10, sum of 1.7159 tanh(16a)",
    fit: |training| fit(training, Rule::Sigmoid { slope: 16.0 }),
};

fn fit(training: &Training<'_>, rule: Rule) -> Result<Box<dyn Classifier>, FitError> {
    let parameters = PairwiseLinear::params(training.n_classes)
        .ridge(10.0)
        .rule(rule);
    boxed(parameters.fit(&training.dataset()))
}

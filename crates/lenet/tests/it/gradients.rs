//! Compares every gradient with finite differences in double precision, and the curvature with its
//! definition. Also tests trained centres.

use gradient::loss::{OutputLoss, PenaltyLoss};
use gradient::{Network as _, Purpose, Squash, rng};
use lenet::codes::Alphabet;
use lenet::layer::{Convolution, Kind, Layer};
use lenet::network::{Reference, initial_parameters};
use lenet::{Architecture, ConnectionTable, InitialWeights, Output, codes};
use rand::RngExt as _;

fn codes_output(loss: PenaltyLoss, trainable: bool) -> Output {
    Output::Codes {
        alphabet: Alphabet::Digits,
        scale: 0.15,
        loss,
        trainable,
    }
}

/// The named networks, with each of their losses.
fn cases() -> Vec<Architecture> {
    let mut cases = Vec::new();
    for architecture in Architecture::all() {
        let outputs = match architecture.output {
            Output::Codes { .. } => vec![
                codes_output(PenaltyLoss::MeanSquared, false),
                codes_output(PenaltyLoss::Posterior { rubbish: 1.0 }, false),
                codes_output(PenaltyLoss::Posterior { rubbish: 0.1 }, true),
                Output::Codes {
                    alphabet: Alphabet::DigitsAndSpace,
                    scale: 0.15,
                    loss: PenaltyLoss::Posterior { rubbish: 1.0 },
                    trainable: false,
                },
            ],
            Output::Units { .. } => vec![
                Output::Units {
                    loss: OutputLoss::Squared,
                },
                Output::Units {
                    loss: OutputLoss::CrossEntropy,
                },
            ],
        };
        for output in outputs {
            cases.push(Architecture {
                output,
                ..architecture.clone()
            });
        }
    }
    cases
}

fn start(architecture: &Architecture) -> Vec<f32> {
    initial_parameters(architecture, InitialWeights::OverRootFanIn(2.4), 0.9, 4)
}

fn image(field: usize) -> Vec<f64> {
    (0..field * field)
        .map(|i| {
            if (i % field).abs_diff(i / field) < 4 {
                1.175
            } else {
                -0.1
            }
        })
        .collect()
}

/// The indices of some parameters of each layer: the first, the last, and two in between.
fn some_parameters(architecture: &Architecture) -> Vec<usize> {
    let mut some = Vec::new();
    let mut start = 0;
    let layers = architecture.layers.iter().map(|layer| layer.n_parameters());
    let centres = architecture.n_parameters() - layers.clone().sum::<usize>();
    for n in layers.chain([centres]).filter(|&n| n > 0) {
        some.extend([start, start + n / 3, start + 2 * n / 3, start + n - 1]);
        start += n;
    }
    some
}

/// E = Σ_c a_c score_c, whose derivatives with respect to the scores are the a_c.
#[test]
fn gradients_of_scores_are_finite_differences() {
    for architecture in cases() {
        let mut network = Reference::<f64>::new(&architecture, &start(&architecture));
        let x = image(architecture.field);
        let a: Vec<f64> = (0..architecture.n_classes())
            .map(|class| (class as f64 * 1.7).sin())
            .collect();
        let gradient = network.gradient_of_scores(&x, &a);
        let error = |network: &Reference<f64>| -> f64 {
            let scores = network.scores(&x);
            assert_eq!(scores.len(), a.len());
            scores.iter().zip(&a).map(|(score, a)| a * score).sum()
        };
        let layers: usize = (architecture.layers.iter())
            .map(|layer| layer.n_parameters())
            .sum();
        // The centres, if they are trained, are those of the loss.
        for k in some_parameters(&architecture)
            .into_iter()
            .filter(|&k| k < layers)
        {
            let h = 1e-5;
            let kept = network.weights_mut()[k];
            network.weights_mut()[k] = kept + h;
            let above = error(&network);
            network.weights_mut()[k] = kept - h;
            let below = error(&network);
            network.weights_mut()[k] = kept;
            let slope = (above - below) / (2.0 * h);
            let size = slope.abs().max(1e-3);
            assert!(
                (gradient[k] - slope).abs() < 1e-4 * size,
                "{} {k}: {} and {slope}",
                architecture.name,
                gradient[k]
            );
        }
    }
}

#[test]
fn gradients_are_finite_differences() {
    for architecture in cases() {
        let mut network = Reference::<f64>::new(&architecture, &start(&architecture));
        let x = image(architecture.field);
        let (_, _, gradient) = network.gradient(&x, 3);
        for k in some_parameters(&architecture) {
            let h = 1e-5;
            let at = network.weights_mut()[k];
            network.weights_mut()[k] = at + h;
            let above = network.loss(&x, 3);
            network.weights_mut()[k] = at - h;
            let below = network.loss(&x, 3);
            network.weights_mut()[k] = at;
            let slope = (above - below) / (2.0 * h);
            let name = architecture.name;
            assert!(
                (gradient[k] - slope).abs() < 1e-6 * slope.abs().max(1e-2),
                "{name} {:?} {k}: {} and {slope}",
                architecture.output,
                gradient[k]
            );
        }
    }
}

/// If each weight has one connection and at most one layer follows, the recursion gives the exact
/// Gauss–Newton diagonal, Σ_i H_i (∂x_i/∂w)². Here the derivatives are finite differences of the
/// states.
#[test]
fn curvatures_of_the_last_layers_are_exact() {
    for architecture in cases() {
        if architecture.output != Architecture::lenet5().output {
            continue;
        }
        let mut network = Reference::<f64>::new(&architecture, &start(&architecture));
        let x = image(architecture.field);
        let curvature = network.curvature(&x);
        let shapes = architecture.shapes(32, 32).unwrap();
        let n_before_c5 = 156 + 12 + 1516 + 32;
        for k in [
            n_before_c5,
            n_before_c5 + 20_011,
            n_before_c5 + 48_119,
            59_000,
            59_999,
        ] {
            let h = 1e-5;
            let at = network.weights_mut()[k];
            network.weights_mut()[k] = at + h;
            let above = network.states(&x, &shapes).pop().unwrap();
            network.weights_mut()[k] = at - h;
            let below = network.states(&x, &shapes).pop().unwrap();
            network.weights_mut()[k] = at;
            let exact: f64 = above
                .iter()
                .zip(&below)
                .map(|(a, b)| 2.0 * 0.15 * ((a - b) / (2.0 * h)).powi(2))
                .sum();
            assert!(
                (curvature[k] - exact).abs() < 1e-6 * exact.max(1e-6),
                "{k}: {} and {exact}",
                curvature[k]
            );
        }
    }
}

/// If the centres are trained, equation 8 has the trivial solution of section II-C: the centres and
/// the last states meet in one point for every input, and every penalty vanishes. Equation 9 pushes
/// wrong classes away.
#[test]
fn trained_centres_collapse_under_equation_8_and_not_under_equation_9() {
    let collapsed = nearest_rival_after(PenaltyLoss::MeanSquared);
    let apart = nearest_rival_after(PenaltyLoss::Posterior { rubbish: 0.01 });
    assert!(collapsed < 0.1, "equation 8 leaves a rival at {collapsed}");
    assert!(apart > 1.0, "equation 9 leaves a rival at {apart}");
}

/// The mean penalty of the nearest wrong class after training on noisy bars.
fn nearest_rival_after(loss: PenaltyLoss) -> f32 {
    let layer = |name, table, side| Layer {
        name,
        kind: Kind::Convolution(Convolution { table, side }),
        squash: Squash::ScaledTanh,
    };
    let architecture = Architecture {
        name: "small",
        field: 12,
        layers: vec![
            layer("C1", ConnectionTable::full(1, 2), 5),
            layer("F2", ConnectionTable::full(2, codes::LENGTH), 8),
        ],
        output: codes_output(loss, true),
    };
    let mut network = Reference::<f32>::new(&architecture, &start(&architecture));
    let mut rates = vec![2e-3; architecture.n_parameters()];
    rates[architecture.n_parameters() - 840..].fill(0.05);
    network.set_rates(&rates);
    let mut rng = rng(1, Purpose::Distort, 0);
    let mut show = |class: usize| -> Vec<f32> {
        (0..144usize)
            .map(|i| {
                let distance = match class {
                    0 => (i % 12).abs_diff(6),
                    1 => (i / 12).abs_diff(6),
                    2 => (i % 12).abs_diff(i / 12),
                    _ => (i % 12).abs_diff(11 - i / 12),
                };
                let ink = if distance < 2 { 1.0 } else { 0.0 };
                ink + rng.random_range(-0.7..0.7)
            })
            .collect()
    };
    for step in 0..12_000 {
        network.step(&show(step % 4), step % 4);
    }
    let nearest = |class: usize, scores: Vec<f32>| {
        let rivals = (0..4).filter(|&rival| rival != class);
        rivals
            .map(|rival| -scores[rival])
            .fold(f32::INFINITY, f32::min)
    };
    (0..40)
        .map(|k| nearest(k % 4, network.scores(&show(k % 4))))
        .sum::<f32>()
        / 40.0
}

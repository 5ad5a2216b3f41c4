//! Tests the training loop on a network so simple that the right result is known: order, passes,
//! batches, stopping, resuming, and errors.

use std::cell::RefCell;
use std::ops::ControlFlow;

use gradient::{
    Evaluation, History, Network, Order, Patterns, Pictures, Schedule, Steps, Training,
    TrainingError, UpdateRule, to_the_end,
};

/// One weight w_c for each class c. E = ½ Σ (w_c − t_c x)², where t_c is 1 for the label and 0 for
/// the other classes.
#[derive(Clone, Debug, Default)]
struct Toy {
    weights: [f32; 2],
    rates: [f32; 2],
    gradient: [f32; 2],
}

impl Network for Toy {
    fn n_inputs(&self) -> usize {
        1
    }

    fn n_parameters(&self) -> usize {
        2
    }

    fn parameters(&self) -> Vec<f32> {
        self.weights.to_vec()
    }

    fn set_parameters(&mut self, parameters: &[f32]) {
        self.weights.copy_from_slice(parameters);
    }

    fn set_rates(&mut self, rates: &[f32]) {
        self.rates.copy_from_slice(rates);
    }

    fn evaluate(&mut self, image: &[f32], label: usize) -> Evaluation {
        let mut loss = 0.0;
        for class in 0..2 {
            let target = if class == label { image[0] } else { 0.0 };
            self.gradient[class] = self.weights[class] - target;
            loss += 0.5 * self.gradient[class].powi(2);
        }
        let class = usize::from(self.weights[1] > self.weights[0]);
        Evaluation { loss, class }
    }

    fn descend(&mut self) {
        for class in 0..2 {
            self.weights[class] -= self.rates[class] * self.gradient[class];
        }
    }

    fn add_gradient(&mut self, image: &[f32], label: usize, gradient: &mut [f32]) -> Evaluation {
        let shown = self.evaluate(image, label);
        gradient[0] += self.gradient[0];
        gradient[1] += self.gradient[1];
        shown
    }

    /// ∂²E/∂w² is 1. The second weight gets 3, so that the two differ.
    fn add_curvature(&mut self, _: &[f32], _: usize, curvature: &mut [f64]) {
        curvature[0] += 1.0;
        curvature[1] += 3.0;
    }

    fn classify(&mut self, _: &[f32]) -> usize {
        usize::from(self.weights[1] > self.weights[0])
    }
}

/// Pattern i has the value i + 1 and the class i mod 2. It records which patterns were shown, and
/// in which cycle.
struct Values {
    n: usize,
    shown: RefCell<Vec<(usize, usize)>>,
}

impl Values {
    fn new(n: usize) -> Self {
        Self {
            n,
            shown: RefCell::default(),
        }
    }

    /// The indices shown since the last call.
    fn indices(&self) -> Vec<usize> {
        self.shown
            .take()
            .into_iter()
            .map(|(index, _)| index)
            .collect()
    }
}

impl Patterns for Values {
    fn len(&self) -> usize {
        self.n
    }

    fn show(&self, index: usize, cycle: usize, image: &mut [f32]) -> usize {
        self.shown.borrow_mut().push((index, cycle));
        image[0] = index as f32 + 1.0;
        index % 2
    }
}

fn plain(passes: usize) -> Training {
    Training {
        passes,
        schedule: Schedule::Constant(0.125),
        update_rule: UpdateRule::Plain,
        ..Training::default()
    }
}

fn run(training: &Training, patterns: &Values) -> (Toy, History) {
    let mut network = Toy::default();
    let history = training.run(
        "toy",
        &mut Pictures::new(&mut network, patterns, None),
        &mut to_the_end,
    );
    (network, history.unwrap())
}

#[test]
fn a_fixed_order_is_one_permutation_in_every_pass() {
    let patterns = Values::new(20);
    run(&plain(3), &patterns);
    let shown = patterns.indices();
    let (first, others) = shown.split_at(20);
    let mut sorted = first.to_vec();
    sorted.sort_unstable();
    assert_eq!(sorted, Vec::from_iter(0..20));
    assert_ne!(sorted, first);
    assert_eq!(others, [first, first].concat());
}

#[test]
fn a_shuffled_order_is_another_permutation_in_every_pass_and_for_every_seed() {
    let of_seed = |seed| {
        let patterns = Values::new(20);
        let order = Order::Shuffled;
        let training = Training {
            seed,
            order,
            ..plain(2)
        };
        run(&training, &patterns);
        patterns.indices()
    };
    let shown = of_seed(1);
    for pass in shown.chunks(20) {
        let mut sorted = pass.to_vec();
        sorted.sort_unstable();
        assert_eq!(sorted, Vec::from_iter(0..20));
    }
    assert_ne!(shown[..20], shown[20..]);
    assert_eq!(shown, of_seed(1));
    assert_ne!(shown, of_seed(2));
}

#[test]
fn a_short_pass_goes_on_where_the_last_one_ended() {
    let whole = Values::new(10);
    run(&plain(2), &whole);
    let short = Values::new(10);
    let training = Training {
        pass_length: Some(4),
        ..plain(5)
    };
    let (_, history) = run(&training, &short);
    assert_eq!(history.passes.len(), 5);
    assert!(history.passes.iter().all(|pass| pass.shown == 4));
    let cycles: Vec<usize> = short.shown.borrow().iter().map(|shown| shown.1).collect();
    assert_eq!(cycles, [[0; 10], [1; 10]].concat());
    assert_eq!(short.indices(), whole.indices());
}

#[test]
fn online_a_step_follows_each_pattern() {
    let patterns = Values::new(6);
    let (network, history) = run(&plain(1), &patterns);
    let mut by_hand = Toy::default();
    by_hand.set_rates(&[0.125; 2]);
    let (mut losses, mut errors) = (0.0, 0);
    for index in patterns.indices() {
        let shown = by_hand.step(&[index as f32 + 1.0], index % 2);
        losses += f64::from(shown.loss);
        errors += usize::from(shown.class != index % 2);
    }
    assert_eq!(network.weights, by_hand.weights);
    assert_eq!(history.passes[0].mean_loss, losses / 6.0);
    assert_eq!(history.passes[0].training_errors, errors);
}

#[test]
fn a_batch_moves_the_weights_once_by_its_mean_gradient_and_so_does_a_last_short_one() {
    let patterns = Values::new(5);
    let training = Training {
        batch: 3,
        ..plain(1)
    };
    let (network, _) = run(&training, &patterns);
    let mut weights = [0.0f32; 2];
    for batch in patterns.indices().chunks(3) {
        let mut gradient = [0.0f32; 2];
        for &index in batch {
            for class in 0..2 {
                let target = if class == index % 2 {
                    index as f32 + 1.0
                } else {
                    0.0
                };
                gradient[class] += weights[class] - target;
            }
        }
        for class in 0..2 {
            weights[class] -= 0.125 * gradient[class] / batch.len() as f32;
        }
    }
    assert_eq!(network.weights, weights);
}

#[test]
fn what_is_known_well_enough_is_not_learned_from() {
    let patterns = Values::new(6);
    let least_loss = 1e6;
    let (network, history) = run(
        &Training {
            least_loss,
            ..plain(1)
        },
        &patterns,
    );
    assert_eq!(network.weights, [0.0; 2]);
    assert!(history.passes[0].mean_loss > 0.0);
}

#[test]
fn rates_are_those_of_the_update_rule() {
    let patterns = Values::new(6);
    let update_rule = UpdateRule::LevenbergMarquardt {
        mu: 1.0,
        patterns: 4,
    };
    let (network, history) = run(
        &Training {
            update_rule,
            ..plain(1)
        },
        &patterns,
    );
    assert_eq!(network.rates, [0.125 / 2.0, 0.125 / 4.0]);
    assert_eq!(history.passes[0].rate_range, (0.125 / 4.0, 0.125 / 2.0));
    let update_rule = UpdateRule::Scaled(vec![2.0, 0.5].into());
    let (network, _) = run(
        &Training {
            update_rule,
            ..plain(1)
        },
        &patterns,
    );
    assert_eq!(network.rates, [0.25, 0.0625]);
}

#[test]
fn a_run_that_is_stopped_keeps_what_it_has_learned_and_goes_on_from_its_checkpoint() {
    let folder = tempfile::tempdir().unwrap();
    let training = Training {
        checkpoint: Some(folder.path().join("run")),
        order: Order::Shuffled,
        ..plain(5)
    };
    let without = Training {
        checkpoint: None,
        ..training.clone()
    };
    let (whole, whole_history) = run(&without, &Values::new(7));

    let mut stopped = Toy::default();
    let history = training.run(
        "toy",
        &mut Pictures::new(&mut stopped, &Values::new(7), None),
        &mut |record| match record.pass {
            2 => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        },
    );
    assert_eq!(history.unwrap().passes.len(), 2);
    let two_passes = Training {
        passes: 2,
        ..without.clone()
    };
    assert_eq!(stopped.weights, run(&two_passes, &Values::new(7)).0.weights);

    let (resumed, history) = run(&training, &Values::new(7));
    assert_eq!(resumed.weights, whole.weights);
    let losses = |history: &History| -> Vec<f64> {
        history.passes.iter().map(|pass| pass.mean_loss).collect()
    };
    assert_eq!(losses(&history), losses(&whole_history));

    let mut other = Toy::default();
    let error = training.run(
        "another",
        &mut Pictures::new(&mut other, &Values::new(7), None),
        &mut to_the_end,
    );
    assert!(matches!(
        error,
        Err(TrainingError::CheckpointOfAnotherRun { .. })
    ));
}

#[test]
fn held_out_patterns_are_counted_after_each_pass_and_not_learned_from() {
    let (patterns, held_out) = (Values::new(6), Values::new(4));
    let mut network = Toy::default();
    let mut told = Vec::new();
    let history = plain(3)
        .run(
            "toy",
            &mut Pictures::new(&mut network, &patterns, Some(&held_out)),
            &mut |record| {
                told.push(record.clone());
                ControlFlow::Continue(())
            },
        )
        .unwrap();
    assert_eq!(told, history.passes);
    assert_eq!(network.weights, run(&plain(3), &Values::new(6)).0.weights);
    // The network gives all patterns the same class, so half of them are wrong.
    assert!(
        history
            .passes
            .iter()
            .all(|pass| pass.validation_errors == Some(2))
    );
    assert!(
        history
            .passes
            .iter()
            .all(|pass| pass.validation_patterns == 4)
    );
}

#[test]
fn a_loss_that_is_no_number_names_pass_pattern_and_rate() {
    let training = Training {
        schedule: Schedule::Constant(1e30),
        ..plain(3)
    };
    let mut network = Toy::default();
    let patterns = Values::new(6);
    match training.run(
        "toy",
        &mut Pictures::new(&mut network, &patterns, None),
        &mut to_the_end,
    ) {
        Err(TrainingError::Diverged {
            pass, sample, rate, ..
        }) => {
            assert_eq!(pass, 1);
            assert_eq!(Some(&sample), patterns.indices().last());
            assert_eq!(rate, 1e30);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_cannot_be_trained_by_is_refused() {
    let none = plain(1).run(
        "toy",
        &mut Pictures::new(&mut Toy::default(), &Values::new(0), None),
        &mut to_the_end,
    );
    assert!(matches!(none, Err(TrainingError::NoPatterns)));
    assert!(plain(1).check().is_ok());
    for zero in [
        plain(0),
        Training {
            pass_length: Some(0),
            ..plain(1)
        },
        Training {
            batch: 0,
            ..plain(1)
        },
    ] {
        assert!(
            matches!(zero.check(), Err(TrainingError::Zero { .. })),
            "{zero:?}"
        );
    }
    for many in [
        plain(Training::MAX_PASSES + 1),
        Training {
            pass_length: Some(Training::MAX_PASS_LENGTH + 1),
            ..plain(1)
        },
    ] {
        assert!(
            matches!(many.check(), Err(TrainingError::TooMany { .. })),
            "{many:?}"
        );
    }
    for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let of_rule = |update_rule| Training {
            update_rule,
            ..plain(1)
        };
        for unsound in [
            Training {
                schedule: Schedule::Constant(bad),
                ..plain(1)
            },
            of_rule(UpdateRule::Scaled(vec![1.0, bad as f32].into())),
            of_rule(UpdateRule::LevenbergMarquardt {
                mu: bad,
                patterns: 500,
            }),
        ] {
            let found = unsound.check();
            assert!(
                matches!(found, Err(TrainingError::NotPositive { .. })),
                "{unsound:?}"
            );
        }
    }
    for (least_loss, batch, is_sound) in [
        (0.0, 1, true),
        (0.1, 1, true),
        (0.0, 8, true),
        (0.1, 8, false),
        (-0.1, 1, false),
        (f32::NAN, 1, false),
        (f32::INFINITY, 1, false),
    ] {
        let training = Training {
            least_loss,
            batch,
            ..plain(1)
        };
        assert_eq!(training.check().is_ok(), is_sound, "{least_loss}, {batch}");
    }
}

#[test]
fn a_run_in_steps_of_any_length_is_the_same_run() {
    let batches = Training {
        batch: 3,
        ..plain(3)
    };
    let curvature = Training {
        update_rule: UpdateRule::LevenbergMarquardt {
            mu: 0.02,
            patterns: 5,
        },
        pass_length: Some(11),
        order: Order::Shuffled,
        ..plain(3)
    };
    for training in [plain(3), batches, curvature] {
        let patterns = Values::new(20);
        let (expected, history) = run(&training, &patterns);
        let shown = patterns.indices();
        for count in [1, 4, 7, 20, 100] {
            let mut network = Toy::default();
            let mut steps = Steps::new(training.clone(), 0);
            let mut records = Vec::new();
            while !steps.is_over() {
                records.extend(
                    steps
                        .advance(&mut Pictures::new(&mut network, &patterns, None), count)
                        .unwrap(),
                );
            }
            assert!(
                steps
                    .advance(&mut Pictures::new(&mut network, &patterns, None), count)
                    .unwrap()
                    .is_none()
            );
            assert_eq!(network.weights, expected.weights, "{count} at a time");
            assert_eq!(patterns.indices(), shown);
            assert_eq!(records.len(), history.passes.len());
            for (mut record, pass) in records.into_iter().zip(&history.passes) {
                record.seconds = pass.seconds;
                assert_eq!(&record, pass);
            }
        }
    }
}

#[test]
fn steps_tell_how_far_a_pass_has_come() {
    let patterns = Values::new(20);
    let mut network = Toy::default();
    let mut steps = Steps::new(plain(2), 0);
    assert_eq!(steps.shown_and_errors(), (0, 0));
    assert!(
        steps
            .advance(&mut Pictures::new(&mut network, &patterns, None), 15)
            .unwrap()
            .is_none()
    );
    let (shown, errors) = steps.shown_and_errors();
    assert_eq!(shown, 15);
    assert!((1..15).contains(&errors), "{errors}");
    let record = steps
        .advance(&mut Pictures::new(&mut network, &patterns, None), 15)
        .unwrap()
        .unwrap();
    assert_eq!(record.shown, 20);
    assert!((errors..=errors + 5).contains(&record.training_errors));
    assert_eq!(steps.shown_and_errors(), (0, 0));
    assert!(matches!(
        Steps::new(plain(2), 0).advance(&mut Pictures::new(&mut network, &Values::new(0), None), 1),
        Err(TrainingError::NoPatterns)
    ));
}

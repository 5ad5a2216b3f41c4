//! Tests training as a user sees it: resuming, errors, the conformance suite.

use std::cell::Cell;
use std::ops::ControlFlow;

use classifier::testing::{Suite, TestPixel, refuses_weights};
use classifier::{Classifier, InputError, TrainingSet, input_error, metrics};
use gradient::{Images, Order, Schedule, TrainingError, UpdateRule, to_the_end};
use kernels::Level;
use linfa::ParamGuard;
use linfa::prelude::*;
use mlp::{Mlp, MlpError, MlpParams, TrainingParams as _};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, s};

const CLASSES: usize = 4;

/// Noisy blots on white, at a different place for each class.
fn blots(n: usize, seed: u32) -> (Array2<u8>, Array1<usize>) {
    let labels = Array1::from_shape_fn(n, |image| image % CLASSES);
    let mut state = seed | 1;
    let images = Array2::from_shape_fn((n, 100), |(image, pixel)| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let noise = state >> 24;
        let inked = (pixel / 10).abs_diff(labels[image] * 2 + 2) < 2 && pixel % 10 > 2;
        if inked {
            100 + (noise / 2) as u8
        } else {
            200 * u8::from(noise > 240)
        }
    });
    (images, labels)
}

fn fit(params: MlpParams, n: usize) -> Result<Mlp, MlpError> {
    let (images, labels) = blots(n, 1);
    params.fit(&Dataset::new(images, labels))
}

fn params() -> MlpParams {
    Mlp::params(CLASSES).hidden(&[20]).passes(5)
}

#[test]
fn both_depths_and_all_descents_learn() {
    let (images, labels) = blots(200, 2);
    for hidden in [[20].as_slice(), &[20, 12]] {
        let steady = Schedule::Constant(0.01);
        for params in [
            params(),
            params().rate_above_first(0.1).schedule(steady.clone()),
            params().update_rule(UpdateRule::Plain).schedule(steady),
        ] {
            let model = fit(params.hidden(hidden), 400).unwrap();
            let classes = model.predict(&images);
            assert_eq!(metrics::errors(classes.view(), labels.view()), 0);
            let losses: Vec<f64> = model.history().passes.iter().map(|p| p.mean_loss).collect();
            assert!(losses[4] < losses[0] / 2.0, "{losses:?}");
        }
    }
}

#[test]
fn a_resumed_run_ends_in_the_same_bits() {
    let folder = tempfile::tempdir().unwrap();
    let runs = [
        params().seed(9).order(Order::Shuffled),
        params().hidden(&[20, 12]).pass_length(70),
        params().rate_above_first(0.1),
    ];
    for (run, params) in runs.into_iter().enumerate() {
        let file = folder.path().join(run.to_string());
        let whole = fit(params.clone(), 120).unwrap();
        for stop in [1, 3] {
            let params = params.clone().checkpoint(&file).check().unwrap();
            let (images, labels) = blots(120, 1);
            let set = TrainingSet::check(images.view(), labels.view(), CLASSES).unwrap();
            let stopped =
                params.fit_watched(&Images::of_set(set), None, &mut |record| match record.pass
                    == stop
                {
                    true => ControlFlow::Break(()),
                    false => ControlFlow::Continue(()),
                });
            assert_eq!(stopped.unwrap().history().passes.len(), stop);
        }
        let resumed = fit(params.clone().checkpoint(&file), 120).unwrap();
        assert_eq!(resumed.parameters(), whole.parameters());
        assert_eq!(resumed.history().passes.len(), 5);
        for other in [params.clone().seed(10), params.initial_weights(2.0, 1.0)] {
            assert!(matches!(
                fit(other.checkpoint(&file), 120),
                Err(MlpError::Training(
                    TrainingError::CheckpointOfAnotherRun { .. }
                ))
            ));
        }
    }
}

#[test]
fn checkpoints_whose_names_differ_after_the_dot_are_kept_side_by_side() {
    let folder = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..4)
            .map(|seed| {
                let file = folder.path().join(format!("mlp.seed{seed}"));
                scope.spawn(move || fit(params().seed(seed).checkpoint(file), 120))
            })
            .collect();
        let mut last = Vec::new();
        for (seed, run) in runs.into_iter().enumerate() {
            let alone = fit(params().seed(seed as u64), 120).unwrap();
            let beside = run.join().unwrap().unwrap();
            assert_eq!(beside.parameters(), alone.parameters());
            assert_ne!(beside.parameters(), last, "another seed, other weights");
            last = beside.parameters().to_vec();
        }
    });
    let names = folder.path().read_dir().unwrap();
    let mut names: Vec<_> = names.map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["mlp.seed0", "mlp.seed1", "mlp.seed2", "mlp.seed3"]);
}

#[test]
fn a_checkpoint_is_refused_if_any_one_parameter_differs() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("run");
    let params = || params().level(Level::PORTABLE).checkpoint(&file);
    fit(params(), 40).unwrap();
    let others = [
        ("seed", params().seed(1)),
        ("length of a pass", params().pass_length(39)),
        ("order", params().order(Order::Shuffled)),
        ("schedule", params().schedule(Schedule::Constant(2e-4))),
        ("update rule", params().update_rule(UpdateRule::Plain)),
        ("rate above the first layer", params().rate_above_first(0.1)),
        (
            "weights of the first layer",
            params().initial_weights(2.0, 1.2),
        ),
        ("weights above it", params().initial_weights(2.4, 1.0)),
        ("units", params().hidden(&[21])),
    ];
    for (what, other) in others {
        let error = fit(other, 40).expect_err(what);
        assert!(
            matches!(
                error,
                MlpError::Training(TrainingError::CheckpointOfAnotherRun { .. })
            ),
            "{what}: {error}"
        );
    }
}

#[test]
fn validation_is_counted_by_the_model_that_comes_out() {
    let (images, labels) = blots(300, 3);
    let part = |range: std::ops::Range<usize>| {
        let (images, labels) = (images.slice(s![range.clone(), ..]), labels.slice(s![range]));
        Images::of_set(TrainingSet::check(images, labels, CLASSES).unwrap())
    };
    let params = params().passes(1).check().unwrap();
    let model = params
        .fit_watched(&part(0..40), Some(&part(40..300)), &mut to_the_end)
        .unwrap();
    let classes = Classifier::<u8>::classify(&model, images.slice(s![40.., ..])).unwrap();
    let errors = metrics::errors(classes.view(), labels.slice(s![40..]));
    let last = &model.history().passes[0];
    assert_eq!(last.validation_errors, Some(errors));
    assert_eq!((last.shown, last.validation_patterns), (40, 260));
    assert!(last.rate_range.0 > 0.0 && last.rate_range.0 < last.rate_range.1);

    let narrow = Array2::<u8>::zeros((2, 99));
    let labels = Array1::from(vec![0, 1]);
    let narrow = TrainingSet::check(narrow.view(), labels.view(), CLASSES).unwrap();
    assert!(matches!(
        params.fit_watched(&part(0..40), Some(&Images::of_set(narrow)), &mut to_the_end),
        Err(MlpError::Input(InputError::FeatureCount {
            expected: 100,
            found: 99
        }))
    ));
}

#[test]
fn images_are_retouched_at_each_presentation() {
    let (images, labels) = blots(40, 3);
    let set = TrainingSet::check(images.view(), labels.view(), CLASSES).unwrap();
    let params = params().passes(2).rate_above_first(0.1).check().unwrap();
    let calls = Cell::new(0);
    let blank = |_: &[u8], _: usize, _: usize, altered: &mut [u8]| {
        calls.set(calls.get() + 1);
        altered.fill(0);
    };
    let plain = Images::of_set(set);
    let blanked = Images::of_set(set).augment(&blank);
    let model = params
        .fit_watched(&blanked, Some(&plain), &mut to_the_end)
        .unwrap();
    // There are two passes, and four calls to see that every class appears.
    assert_eq!(calls.get(), 84);
    let blind = model.scores(images.slice(s![..1, ..])).unwrap();
    let other = params
        .fit_watched(&plain, Some(&plain), &mut to_the_end)
        .unwrap();
    assert_ne!(blind, other.scores(images.slice(s![..1, ..])).unwrap());
}

#[test]
fn levels_agree_within_what_rounding_does() {
    let (images, _) = blots(20, 2);
    let at = |level| fit(params().level(level), 60).unwrap();
    let portable = at(Level::PORTABLE).scores(images.view()).unwrap();
    for level in Level::available() {
        let scores = at(level).scores(images.view()).unwrap();
        for (a, b) in scores.iter().zip(&portable) {
            assert!((a - b).abs() < 1e-3, "{level}: {a} and {b}");
        }
    }
}

#[test]
fn floats_are_intensities() {
    let (images, labels) = blots(60, 1);
    let floats = images.mapv(|pixel| f32::from(pixel) / 255.0);
    let bytes = params().fit(&Dataset::new(images, labels.clone())).unwrap();
    let floats = params().fit(&Dataset::new(floats, labels)).unwrap();
    assert_eq!(bytes.parameters(), floats.parameters());
}

#[test]
fn settings_are_checked() {
    let zero = |params: MlpParams| matches!(params.check(), Err(MlpError::Zero { .. }));
    assert!(zero(params().hidden(&[20, 0])));
    assert!(zero(Mlp::params(0)));
    assert!(matches!(
        params().hidden(&[]).check(),
        Err(MlpError::NoHiddenLayer)
    ));
    for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        for params in [
            params().initial_weights(bad, 1.0),
            params().initial_weights(1.0, bad),
            params().rate_above_first(bad),
        ] {
            assert!(
                matches!(
                    params.check(),
                    Err(MlpError::Training(TrainingError::NotPositive { .. }))
                ),
                "{bad}"
            );
        }
    }
    let factors = UpdateRule::Scaled(vec![1.0; 7].into());
    assert!(matches!(
        fit(params().update_rule(factors), 20),
        Err(MlpError::FactorCount {
            expected: 2104,
            found: 7
        })
    ));
}

fn conforms<P: TestPixel>(hidden: &[usize]) {
    let suite = Suite {
        few_suffice: false,
        by_differences: false,
        ..Suite::default()
    };
    let fit = |images: ArrayView2<'_, P>, labels: ArrayView1<'_, usize>, n_classes| {
        Mlp::params(n_classes)
            .hidden(hidden)
            .passes(40)
            .fit(&DatasetBase::new(images, labels))
    };
    suite.run(fit, input_error!(MlpError));
    suite.run_kept(fit);
    refuses_weights(&Mlp::params(3).check().unwrap(), input_error!(MlpError));
}

#[test]
fn bytes_conform() {
    conforms::<u8>(&[20]);
}

#[test]
fn singles_conform() {
    conforms::<f32>(&[20, 10]);
}

#[test]
fn doubles_conform() {
    conforms::<f64>(&[20]);
}

/// Grey levels as floats. Users of scikit-learn have intensities or grey levels.
#[test]
fn grey_levels_as_floats_are_learnt_as_well_as_intensities() {
    let ((images, labels), (unseen, truth)) = (blots(300, 3), blots(200, 4));
    let errors = |scale: f64| {
        let floats = |bytes: &Array2<u8>| bytes.mapv(|byte| f64::from(byte) * scale);
        let model = params()
            .fit(&DatasetBase::new(floats(&images), labels.clone()))
            .unwrap();
        let classes = model.classify(floats(&unseen).view()).unwrap();
        metrics::errors(classes.view(), truth.view())
    };
    let of_intensities = errors(1.0 / 255.0);
    assert!(of_intensities <= 4, "{of_intensities}");
    for scale in [1.0, 256.0, 1e6, 1e-6, 1e-30] {
        let found = errors(scale);
        assert!(found <= of_intensities + 4, "times {scale}: {found}");
    }
}

#[test]
fn what_no_machine_could_train_is_refused_before_it_is_begun() {
    let too_large = |params: MlpParams| params.check().unwrap_err().to_string();
    assert_eq!(
        too_large(params().passes(1_000_000_000)),
        "1000000000 passes: at most 1000000 are possible"
    );
    assert_eq!(
        too_large(params().pass_length(usize::MAX)),
        "18446744073709551615 presentations a pass: at most 1099511627776 are possible"
    );
    assert_eq!(
        too_large(params().hidden(&[usize::MAX])),
        "a hidden layer is 18446744073709551615: at most 65536 are possible"
    );
    let wide = Array2::<u8>::zeros((4, 5000));
    let labels = Array1::from(vec![0usize, 1, 2, 3]);
    let error = params()
        .hidden(&[65_536])
        .fit(&DatasetBase::new(wide, labels))
        .unwrap_err();
    assert!(matches!(error, MlpError::TooLarge { .. }), "{error}");
}

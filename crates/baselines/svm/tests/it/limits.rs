//! Parameters at their limits, and training that is watched.

use std::cell::RefCell;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use linfa::prelude::*;
use ndarray::{Array1, Array2};
use svm::{Kernel, Machine, Progress, ReducedSvm, Shifts, Svm, SvmError, SvmParams};

/// Lehmer's generator: values from 0 to 1.
fn noise(n_images: usize, n_features: usize) -> Array2<f64> {
    let mut state = 1998u64;
    Array2::from_shape_simple_fn((n_images, n_features), || {
        state = state * 48_271 % 0x7FFF_FFFF;
        state as f64 / f64::from(0x7FFF_FFFF)
    })
}

/// Images with labels that have nothing to do with them.
fn meaningless() -> Dataset<f64, usize, ndarray::Ix1> {
    let labels = Array1::from_shape_fn(300, |image| image * image / 7 % 2);
    Dataset::new(noise(300, 5), labels)
}

/// Classes well apart.
fn separable() -> Dataset<f64, usize, ndarray::Ix1> {
    let labels = Array1::from_shape_fn(90, |image| image % 3);
    let mut images = noise(90, 16);
    for ((image, feature), x) in images.indexed_iter_mut() {
        *x = 0.3 * *x + if feature % 3 == image % 3 { 0.7 } else { 0.0 };
    }
    Dataset::new(images, labels)
}

#[test]
fn every_parameter_has_a_range() {
    let polynomial = |degree, scale, offset| {
        Svm::params(2).kernel(Kernel::Polynomial {
            degree,
            scale,
            offset,
        })
    };
    let gaussian = |gamma| Svm::params(2).kernel(Kernel::Gaussian { gamma });
    let subnormal = f64::MIN_POSITIVE / 2.0;
    for params in [
        polynomial(0, 1.0, 1.0),
        polynomial(1001, 1.0, 1.0),
        polynomial(u32::MAX, 1.0, 1.0),
        polynomial(2, 0.0, 1.0),
        polynomial(2, f64::INFINITY, 1.0),
        polynomial(2, subnormal, 1.0),
        polynomial(2, 1.0, -1.0),
        polynomial(2, 1.0, f64::NAN),
        gaussian(-1.0),
        gaussian(f64::NAN),
        gaussian(subnormal),
        Svm::params(2).c(1e-31),
        Svm::params(2).c(1e31),
        Svm::params(2).c(f64::INFINITY),
        Svm::params(2).gap(1e-13),
        Svm::params(2).gap(1.5),
        Svm::params(2).gap(f64::NAN),
        Svm::params(2).max_iterations(0),
        Svm::params(2).max_iterations(u64::MAX),
    ] {
        let error = params.check_ref().unwrap_err();
        assert!(
            matches!(error, SvmError::InvalidParameter { .. }),
            "{error}"
        );
    }
    assert!(matches!(
        Svm::params(usize::MAX).check(),
        Err(SvmError::Input(classifier::InputError::ClassCount { .. }))
    ));
    for params in [
        ReducedSvm::params(0),
        ReducedSvm::params(10).steps(usize::MAX),
    ] {
        assert!(matches!(
            params.check(),
            Err(SvmError::InvalidParameter { .. })
        ));
    }
    for params in [
        polynomial(1000, 1e-300, 0.0),
        gaussian(1e300),
        Svm::params(65_536).c(1e30).gap(1.0).cache_bytes(u64::MAX),
    ] {
        assert!(params.check().is_ok());
    }
}

#[test]
fn a_cache_too_small_is_told_before_anything_is_begun() {
    let fit = Svm::params(3).cache_bytes(10).check().unwrap();
    assert!(matches!(
        fit.fit_watched(&separable(), |_| panic!("it has begun")),
        Err(SvmError::CacheTooSmall { given: 10, .. })
    ));
}

/// An answer or a refusal, within a time that is far from the old 200 seconds.
fn ends_in_time(params: &SvmParams, data: &Dataset<f64, usize, ndarray::Ix1>) {
    let begun = Instant::now();
    match params.fit(data) {
        Ok(model) => {
            for (_, convergence) in model.machines() {
                assert!((0.0..=0.01).contains(&convergence.gap));
            }
        }
        Err(
            SvmError::NotConverged { .. } | SvmError::Stalled { .. } | SvmError::Imprecise { .. },
        ) => {}
        Err(error) => panic!("{error}"),
    }
    assert!(begun.elapsed() < Duration::from_secs(60), "{params:?}");
}

#[test]
fn a_large_c_ends_in_time() {
    for c in [1e6, 1e10, 1e14, 1e30] {
        for kernel in [
            Kernel::Linear,
            Kernel::polynomial(4),
            Kernel::Gaussian { gamma: 1.0 },
        ] {
            for normalise in [true, false] {
                let params = |n| Svm::params(n).c(c).kernel(kernel).normalise(normalise);
                let model = params(3).fit(&separable());
                assert!(model.is_ok(), "{c} {kernel:?}: {:?}", model.err());
                ends_in_time(&params(2).max_iterations(200_000), &meaningless());
            }
        }
    }
}

#[test]
fn a_watcher_sees_the_machines_and_can_stop_them() {
    let params = Svm::params(3).check().unwrap();
    let seen = RefCell::new(Vec::new());
    let model = params
        .fit_watched(&separable(), |progress| {
            seen.borrow_mut().push(*progress);
            ControlFlow::Continue(())
        })
        .unwrap();
    let seen = seen.into_inner();
    for class in 0..3 {
        let of_class = seen.iter().filter(|progress| {
            matches!(progress, Progress::Machine { machine: Machine::OneVsRest { class: c }, done, of: 3, .. } if *c == class && *done == class)
        });
        assert!(of_class.count() >= 2, "told at the start and at the end");
    }
    assert!(matches!(
        seen[0],
        Progress::Machine { iterations: 0, gap, wanted: 0.01, .. } if gap == 2.0
    ));

    // Noise at a large C takes long; who watches need not wait.
    let endless = Svm::params(2).c(1e4).max_iterations(1_000_000_000);
    let times = RefCell::new(0);
    let begun = Instant::now();
    let stopped = endless
        .check()
        .unwrap()
        .fit_watched(&meaningless(), |progress| {
            *times.borrow_mut() += 1;
            match progress {
                Progress::Machine {
                    iterations: 1.., ..
                } => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            }
        });
    assert!(matches!(stopped, Err(SvmError::Stopped)), "{stopped:?}");
    assert!(*times.borrow() >= 2);
    assert!(begun.elapsed() < Duration::from_secs(60));

    let at_once = |_: &Progress| ControlFlow::Break(());
    assert!(matches!(
        model.virtual_svm_watched(4, 4, Shifts::Four, at_once),
        Err(SvmError::Stopped)
    ));
    let reduced = ReducedSvm::params(5).check().unwrap();
    assert!(matches!(
        reduced.reduce_watched(&model, separable().records.view(), at_once),
        Err(SvmError::Stopped)
    ));
    reduced
        .reduce_watched(&model, separable().records.view(), |progress| {
            assert!(matches!(progress, Progress::ReducedSet { of: 20, .. }));
            ControlFlow::Continue(())
        })
        .unwrap();
}

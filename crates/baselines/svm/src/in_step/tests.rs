use std::cell::RefCell;
use std::ops::ControlFlow;
use std::sync::Arc;

use ndarray::Array2;

use super::*;
use crate::kernel::Geometry;
use crate::progress::nobody;
use crate::samples::Space;
use crate::{Kernel, Machine};

const N: usize = 900;
const CLASSES: usize = 3;
const GAP: f64 = 0.01;

/// Blobs that overlap a little, class after class.
fn images() -> Array2<u8> {
    let mut noise = 7u64;
    Array2::from_shape_fn((N, 12), |(image, pixel)| {
        noise = noise * 48_271 % 0x7fff_ffff;
        let is_bright = pixel % CLASSES == image * CLASSES / N;
        (noise % 150) as u8 + if is_bright { 80 } else { 0 }
    })
}

fn solved(parts: &Parts, watch: Watch<'_>) -> Result<Vec<Solution>, SvmError> {
    let geometry = Geometry {
        kernel: Kernel::polynomial(3),
        normalise: true,
    };
    let images = images();
    let space = Arc::new(Space::of_training(geometry, images.view()));
    let samples = Samples::new(&space, images.view()).unwrap();
    let signs: Vec<Vec<f64>> = (0..CLASSES)
        .map(|class| {
            let sign = |image| {
                if image * CLASSES / N == class {
                    1.0
                } else {
                    -1.0
                }
            };
            (0..N).map(sign).collect()
        })
        .collect();
    let trainees: Vec<Trainee<'_>> = signs
        .iter()
        .enumerate()
        .map(|(class, signs)| Trainee {
            machine: Machine::OneVsRest { class },
            signs,
            bounds: vec![1.0; N],
            number: class,
        })
        .collect();
    // Rows of a tenth of the samples.
    let mut cache = RowCache::<f32>::new((N * N * 4 / 10) as u64, N, N).unwrap();
    let in_step = InStep {
        level: Level::current(),
        samples: &samples,
        gap: GAP,
        max_iterations: 1_000_000,
        cache: &mut cache,
        watch,
        n_machines: CLASSES,
    };
    in_step.solve_by(parts, &trainees)
}

#[test]
fn parts_lead_to_the_machines_of_the_whole() {
    let whole = solved(&Parts::of(N), &nobody).unwrap();
    let in_parts = solved(&Parts::with(N, 200, 150), &nobody).unwrap();
    for (whole, in_parts) in whole.iter().zip(&in_parts) {
        assert!(whole.convergence.gap <= GAP && in_parts.convergence.gap <= GAP);
        let (a, b) = (
            whole.convergence.dual_objective,
            in_parts.convergence.dual_objective,
        );
        assert!((a - b).abs() < GAP * a.abs(), "{a} and {b}");
        assert!((whole.bias - in_parts.bias).abs() < 2.0 * GAP);
        assert!(in_parts.convergence.support_vectors > 10);
        let sum: f64 = in_parts.coefficients.iter().sum();
        assert!(sum.abs() < 1e-9, "{sum}");
    }
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        let solve = || solved(&Parts::with(N, 200, 150), &nobody).unwrap();
        let solutions = pool.build().unwrap().install(solve);
        let bits = solutions.into_iter().map(|solution| {
            let coefficients = solution.coefficients.iter().map(|c| c.to_bits());
            (solution.bias.to_bits(), coefficients.collect::<Vec<_>>())
        });
        bits.collect::<Vec<_>>()
    };
    let by_one = with(1);
    assert!(by_one == with(2) && by_one == with(3));
}

#[test]
fn a_watcher_is_told_of_parts_and_of_errors_and_can_stop_both() {
    let parts = Parts::with(N, 200, 150);
    let (sizes, errors) = (RefCell::new(Vec::new()), RefCell::new(0));
    let watch = |progress: &Progress| {
        match progress {
            Progress::Machine { images, .. } => sizes.borrow_mut().push(*images),
            _ => *errors.borrow_mut() += 1,
        }
        ControlFlow::Continue(())
    };
    solved(&parts, &watch).unwrap();
    assert_eq!(sizes.borrow()[0], parts.members(0).len());
    assert!(sizes.borrow().iter().all(|&size| size < N));
    assert!(*errors.borrow() >= 3);
    let stop = |progress: &Progress| match progress {
        Progress::Errors { .. } => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    };
    let stopped = solved(&parts, &stop);
    assert!(matches!(stopped, Err(SvmError::Stopped)));
}

//! Solutions against LIBSVM's (tests/reference/svm.py), and against the conditions that make a
//! solution, recomputed from the images in double precision.

use std::sync::LazyLock;

use linfa::prelude::*;
use mnist_io::{Locator, Mnist};
use ndarray::{Array1, Array2, Axis, s};
use serde_json::Value;
use svm::{Kernel, Strategy, Svm, SvmError, SvmParams};

const TRAINED: usize = 2000;

static MNIST: LazyLock<(Array2<u8>, Array1<usize>)> = LazyLock::new(|| {
    let first = Mnist::load(&Locator::new())
        .unwrap()
        .train
        .first(TRAINED + 20)
        .unwrap();
    (first.images().to_owned(), first.targets())
});

/// Tighter than the default, so that the numbers can be compared.
const GAP: f64 = 1e-3;

fn kernels() -> [(&'static str, SvmParams); 5] {
    let polynomial = Kernel::Polynomial {
        degree: 3,
        scale: 0.01,
        offset: 0.5,
    };
    let params = |kernel, normalise| Svm::params(2).kernel(kernel).normalise(normalise).gap(GAP);
    [
        ("linear", params(Kernel::Linear, false)),
        ("polynomial", params(polynomial, false)),
        ("cosine", params(Kernel::polynomial(7), true)),
        ("gaussian", params(Kernel::Gaussian { gamma: 0.02 }, false)),
        (
            "cosine_gaussian",
            params(Kernel::Gaussian { gamma: 2.0 }, true),
        ),
    ]
}

fn against_the_rest(class: usize) -> Dataset<u8, usize, ndarray::Ix1> {
    let (images, labels) = &*MNIST;
    let labels = labels
        .slice(s![..TRAINED])
        .mapv(|label| usize::from(label == class));
    Dataset::new(images.slice(s![..TRAINED, ..]).to_owned(), labels)
}

#[test]
fn objectives_and_values_are_those_of_libsvm() {
    let reference: Value =
        serde_json::from_str(include_str!("../../../../../tests/reference/svm.json")).unwrap();
    for solution in reference["solutions"].as_array().unwrap() {
        let (name, params) = (kernels().into_iter())
            .find(|(name, _)| solution["kernel"] == *name)
            .unwrap();
        let class = solution["class"].as_u64().unwrap() as usize;
        let model = params.fit(&against_the_rest(class)).unwrap();
        let (_, convergence) = model.machines().nth(1).unwrap();
        assert!(convergence.gap <= GAP);

        let objective = solution["objective"].as_f64().unwrap();
        let relative = (convergence.dual_objective - objective) / objective;
        assert!(
            relative.abs() < 1e-3,
            "{name} {class}: objective off by {relative:e}"
        );

        let values = model
            .decision_values(MNIST.0.slice(s![TRAINED.., ..]))
            .unwrap();
        let theirs = solution["values"].as_array().unwrap();
        for (value, theirs) in values.column(1).iter().zip(theirs) {
            let difference = value - theirs.as_f64().unwrap();
            assert!(
                difference.abs() < 2e-3,
                "{name} {class}: value off by {difference:e}"
            );
        }
    }
}

/// m(α) − M(α) of LIBSVM, all in f64, from images, labels and the model's coefficients alone.
fn gap_of(model: &Svm, params: &SvmParams, data: &Dataset<u8, usize, ndarray::Ix1>) -> f64 {
    let kernel = params.check_ref().unwrap().kernel();
    let normalise = params.check_ref().unwrap().normalise();
    let mut x = data.records.mapv(|pixel| f64::from(pixel) / 255.0);
    if normalise {
        for mut row in x.outer_iter_mut() {
            let length = row.dot(&row).sqrt();
            row /= length;
        }
    }
    let support = x.select(Axis(0), model.support_vectors());
    let dots = x.dot(&support.t());
    let norm = |row: ndarray::ArrayView1<'_, f64>| row.dot(&row);
    let kernels = Array2::from_shape_fn(dots.dim(), |(i, j)| match kernel {
        Kernel::Linear => dots[[i, j]],
        Kernel::Polynomial {
            degree,
            scale,
            offset,
        } => (scale * dots[[i, j]] + offset).powi(degree as i32),
        Kernel::Gaussian { gamma } => {
            let distance = norm(x.row(i)) + norm(support.row(j)) - 2.0 * dots[[i, j]];
            (-gamma * distance).exp()
        }
    });
    let coefficients = model.coefficients().row(1).to_owned();
    let mut alphas = vec![0.0; x.nrows()];
    for (&index, coefficient) in model.support_vectors().iter().zip(&coefficients) {
        alphas[index] = coefficient.abs();
    }
    let (mut least, mut largest) = (f64::INFINITY, f64::NEG_INFINITY);
    for (i, f) in kernels.dot(&coefficients).into_iter().enumerate() {
        let y = if data.targets[i] == 1 { 1.0 } else { -1.0 };
        let (can_grow, can_shrink) = (alphas[i] < 1.0, alphas[i] > 0.0);
        if if y > 0.0 { can_grow } else { can_shrink } {
            least = least.min(f - y);
        }
        if if y > 0.0 { can_shrink } else { can_grow } {
            largest = largest.max(f - y);
        }
    }
    largest - least
}

#[test]
fn gaps_hold_in_double_precision() {
    let data = against_the_rest(8);
    for (name, params) in kernels() {
        let model = params.fit(&data).unwrap();
        let gap = gap_of(&model, &params, &data);
        assert!(gap < GAP + 2e-4, "{name}: the gap is {gap}");
        let sum = model.coefficients().row(1).sum();
        assert!(sum.abs() < 1e-9, "{name}: Σ α y = {sum}");
        assert!(model.coefficients().iter().all(|alpha| alpha.abs() <= 1.0));
    }
}

#[test]
fn a_small_cache_changes_nothing_but_the_work() {
    let (images, labels) = &*MNIST;
    let data = DatasetBase::new(images.slice(s![..600, ..]), labels.slice(s![..600]));
    for strategy in [Strategy::OneVsRest, Strategy::OneVsOne] {
        let params = Svm::params(10).strategy(strategy);
        let roomy = params.clone().fit(&data).unwrap();
        let narrow = params.clone().cache_bytes(600 * 4 * 5).fit(&data).unwrap();
        assert_eq!(roomy.coefficients(), narrow.coefficients());
        let rows = |model: &Svm| model.machines().map(|(_, c)| c.kernel_rows).sum::<u64>();
        assert!(rows(&narrow) > rows(&roomy));
    }
    assert!(matches!(
        Svm::params(10).cache_bytes(600 * 4 - 1).fit(&data),
        Err(SvmError::CacheTooSmall {
            needed: 2400,
            given: 2399
        })
    ));
}

#[test]
fn the_iteration_limit_is_an_error() {
    match Svm::params(2).max_iterations(7).fit(&against_the_rest(8)) {
        Err(SvmError::NotConverged {
            iterations: 7,
            gap,
            wanted,
            ..
        }) => assert!(gap > wanted),
        other => panic!("{other:?}"),
    }
}

#[test]
fn unsound_parameters_are_refused() {
    for params in [
        Svm::params(2).c(0.0),
        Svm::params(2).c(f64::NAN),
        Svm::params(2).gap(-1.0),
        Svm::params(2).kernel(Kernel::polynomial(0)),
        Svm::params(2).kernel(Kernel::Gaussian { gamma: 0.0 }),
    ] {
        assert!(matches!(
            params.check(),
            Err(SvmError::InvalidParameter { .. })
        ));
    }
    assert!(matches!(
        Svm::params(1).check(),
        Err(SvmError::TooFewClasses { n_classes: 1 })
    ));
}

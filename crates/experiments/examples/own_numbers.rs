//! Errors of every classifier on the sets that `tests/reference/own_numbers_table.py` draws and
//! describes on standard input; a line `classifier;set;type;errors or refusal` for each.
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::fs;
use std::io::stdin;

use baselines::knn::Knn;
use baselines::linear::Linear;
use baselines::local_learning::LocalLinear;
use baselines::mlp::Mlp;
use baselines::pairwise_linear::PairwiseLinear;
use baselines::pca_quadratic::PcaQuadratic;
use baselines::rbf_network::RbfNetwork;
use baselines::svm::{Kernel, Svm};
use baselines::tangent_distance::TangentDistance;
use classifier::{Classifier, Pixel, metrics};
use gradient::Schedule;
use lenet::{LeNetParams, TrainingParams as _};
use linfa::DatasetBase;
use linfa::traits::Fit;
use ndarray::{Array1, Array2};

const N_CLASSES: usize = 3;

/// Images `(n, n_features)` and labels, to train on and others.
struct Set<P> {
    train: DatasetBase<Array2<P>, Array1<usize>>,
    others: Array2<P>,
    truth: Array1<usize>,
    /// What the images are multiples of.
    unit: f64,
}

type Answer = Result<usize, Box<dyn Error>>;

impl<P: Pixel> Set<P> {
    fn solve<M, E>(&self, parameters: impl Fit<Array2<P>, Array1<usize>, E, Object = M>) -> Answer
    where
        M: Classifier<P>,
        E: Error + From<linfa::Error> + 'static,
    {
        let model = parameters.fit(&self.train)?;
        let classes = model.classify(self.others.view())?;
        Ok(metrics::errors(classes.view(), self.truth.view()))
    }

    fn answers(&self) -> Vec<(&'static str, Answer)> {
        let (n, n_features) = self.train.records.dim();
        let side = n_features.isqrt();
        let svm = |kernel, c: f64| {
            let parameters = Svm::params(N_CLASSES).kernel(kernel).c(c);
            self.solve(parameters.normalise(false))
        };
        let per_square = 1.0 / self.unit.powi(2);
        let steady = Schedule::Constant(1e-3);
        vec![
            ("knn", self.solve(Knn::params(N_CLASSES).k(n.min(3)))),
            (
                "tangent-distance",
                self.solve(TangentDistance::params(N_CLASSES, side, side)),
            ),
            (
                "local-learning",
                self.solve(LocalLinear::params(N_CLASSES).k(n.min(7))),
            ),
            ("linear", self.solve(Linear::params(N_CLASSES))),
            (
                "pairwise-linear",
                self.solve(PairwiseLinear::params(N_CLASSES)),
            ),
            (
                "pca-quadratic",
                self.solve(PcaQuadratic::params(N_CLASSES).n_components(6)),
            ),
            (
                "rbf-network",
                self.solve(RbfNetwork::params(N_CLASSES).units_per_class(5)),
            ),
            (
                "mlp",
                self.solve(
                    Mlp::params(N_CLASSES)
                        .hidden(&[20])
                        .passes(300)
                        .schedule(steady.clone()),
                ),
            ),
            (
                "lenet1",
                self.solve(LeNetParams::lenet1().passes(100).schedule(steady)),
            ),
            ("svm linear", svm(Kernel::Linear, per_square)),
            (
                "svm poly 4",
                svm(
                    Kernel::Polynomial {
                        degree: 4,
                        scale: per_square,
                        offset: 1.0,
                    },
                    1.0,
                ),
            ),
            (
                "svm Gaussian",
                svm(Kernel::Gaussian { gamma: per_square }, 1.0),
            ),
            ("svm cosine 4", self.solve(Svm::params(N_CLASSES))),
        ]
    }
}

/// The numbers of a line.
fn numbers<T: std::str::FromStr>(text: &str) -> Result<Vec<T>, T::Err> {
    text.split_whitespace().map(str::parse).collect()
}

fn set<P>(
    values: &[f64],
    fields: &[&str],
    pixel: impl Fn(f64) -> P,
) -> Result<Set<P>, Box<dyn Error>> {
    let &[unit, shape, labels, truth] = fields else {
        return Err("unit, shape, labels and others' labels".into());
    };
    let [n, n_others, n_features] = numbers(shape)?[..] else {
        return Err(format!("three numbers, not {shape}").into());
    };
    let (train, others) = values.split_at(n * n_features);
    let images = |n, values: &[f64]| {
        Array2::from_shape_vec((n, n_features), values.iter().map(|&x| pixel(x)).collect())
    };
    Ok(Set {
        train: DatasetBase::new(images(n, train)?, numbers(labels)?.into()),
        others: images(n_others, others)?,
        truth: numbers(truth)?.into(),
        unit: unit.parse()?,
    })
}

fn main() -> Result<(), Box<dyn Error>> {
    for line in stdin().lines() {
        let line = line?;
        let fields: Vec<&str> = line.split(';').collect();
        let [name, kind, file, fields @ ..] = &fields[..] else {
            return Err(format!("name, type and file, not {line}").into());
        };
        let bytes = fs::read(file)?;
        let (values, _) = bytes.as_chunks::<8>();
        let values: Vec<f64> = values.iter().map(|&b| f64::from_le_bytes(b)).collect();
        let answers = match *kind {
            "u8" => set(&values, fields, |x| x as u8)?.answers(),
            "f32" => set(&values, fields, |x| x as f32)?.answers(),
            _ => set(&values, fields, |x| x)?.answers(),
        };
        for (classifier, answer) in answers {
            match answer {
                Ok(errors) => println!("{classifier};{name};{kind};{errors}"),
                Err(error) => println!("{classifier};{name};{kind};{error}"),
            }
        }
    }
    Ok(())
}

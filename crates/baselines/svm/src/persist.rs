//! Machines as files.

use std::sync::Arc;

use classifier::Centring;
use classifier::persist::{ModelError, ModelReader, ModelWriter, Persist};
use linfa::ParamGuard as _;
use ndarray::{Array2, Axis};

use crate::bounds::Bounds;
use crate::expansion::{Expansion, Precision};
use crate::kernel::{Geometry, Kernel};
use crate::model::Svm;
use crate::params::{Strategy, SvmValidParams};
use crate::reduced::ReducedSvm;
use crate::report::{Convergence, Machine};
use crate::samples::{Pixels, Samples, Space, Storage};

/// Settings: `strategy`, which is `one-vs-rest` or `one-vs-one`; `kernel`, which is `linear`,
/// `polynomial` with its `degree`, `scale` and `offset`, or `gaussian` with its `gamma`;
/// `normalise`; `c`, `gap`, `cache_bytes` and `max_iterations` of the training; `precision` of
/// kernel values, `single` or `double`.
///
/// Tensors: `vectors`, `(n_vectors, n_features)`, bytes as they are, floats as
/// [`Centring`] makes them; `coefficients` αᵢ yᵢ, `(n_machines, n_vectors)`, and `biases`;
/// `support`, the indices of the vectors among the training images; `positive` and, one against
/// one, `negative`, the classes of each machine; `training`, `(n_machines, 7)`, how the training
/// of each ended ([`Convergence`], in the order of its fields). If images or classes had weights,
/// `bounds`, `(n_vectors,)`, is C of each vector, and `class_weights`, `(n_classes,)`, what the
/// classes had.
///
/// A kernel value is that of intensities x: of bytes divided by 255, of floats x' · unit + origin.
/// If the origin is not 0, the biases belong to k(x, y) − k(x, o) − k(o, y) + k(o, o) with o the
/// origin, for every kernel but a Gaussian of images that are not normalised: the machine is the
/// same, and what is added up is smaller. An image of length 0 has the cosine 0 with every other.
impl Persist for Svm {
    const KIND: &'static str = "svm";
    const VERSION: u32 = 1;

    fn write<'a>(&'a self, to: &mut ModelWriter<'a>) {
        let params = self.fitted_with();
        to.header_of_any(self.expansion().vectors().n_features(), params.n_classes());
        to.setting(
            "strategy",
            match params.strategy() {
                Strategy::OneVsRest => "one-vs-rest",
                Strategy::OneVsOne => "one-vs-one",
            },
        );
        to.setting("c", params.c);
        to.setting("gap", params.gap);
        to.setting("cache_bytes", params.cache_bytes);
        to.setting("max_iterations", params.max_iterations);
        write_expansion(self.expansion(), to);
        to.labels("support", self.support_vectors().iter().copied());
        if !params.class_weights.is_empty() {
            to.tensor("class_weights", [params.n_classes], &params.class_weights);
        }
        if let Bounds::Each(bounds) = self.bounds() {
            to.tensor("bounds", [bounds.len()], bounds);
        }
        write_machines(self.machines(), to);
    }

    fn read(from: &ModelReader<'_>) -> Result<Self, ModelError> {
        let header = from.header_of_any()?;
        let params = read_params(from, header.n_classes)?;
        let machines = read_machines(from, header.n_classes)?;
        let all_vs_rest = |(machine, _): &(Machine, Convergence)| {
            matches!(machine, Machine::OneVsRest { .. })
                == (params.strategy() == Strategy::OneVsRest)
        };
        if !machines.iter().all(all_vs_rest) {
            return Err(from.wrong_setting("strategy", "the tensors of the machines say otherwise"));
        }
        let geometry = params.geometry;
        let expansion = read_expansion(from, geometry, header.n_features, machines.len())?;
        let support = from.labels("support", expansion.vectors().len(), usize::MAX)?;
        let bounds = match from.shape("bounds") {
            None => Bounds::Equal(params.c),
            Some(_) => {
                let bounds = from.vector("bounds", support.len())?;
                let needed = || "it must be above 0".to_owned();
                from.check_values("bounds", &bounds, |&bound| bound > 0.0, needed)?;
                Bounds::Each(bounds)
            }
        };
        Ok(Self::new(params, expansion, support, bounds, machines))
    }
}

/// As an [`Svm`], without what its training was given, and with vectors that are no training
/// images: of those found among bytes intensities in single precision. `relative_residuals` has
/// how well they stand for the machine, at the start and after each step.
impl Persist for ReducedSvm {
    const KIND: &'static str = "reduced-svm";
    const VERSION: u32 = 1;

    fn write<'a>(&'a self, to: &mut ModelWriter<'a>) {
        to.header_of_any(self.expansion().vectors().n_features(), self.n_classes());
        write_expansion(self.expansion(), to);
        write_machines(self.machines(), to);
        let residuals = self.relative_residuals();
        to.tensor("relative_residuals", [residuals.len()], residuals);
    }

    fn read(from: &ModelReader<'_>) -> Result<Self, ModelError> {
        let header = from.header_of_any()?;
        let machines = read_machines(from, header.n_classes)?;
        let geometry = read_geometry(from)?;
        let expansion = read_expansion(from, geometry, header.n_features, machines.len())?;
        let (_, residuals) = from.tensor("relative_residuals", [None])?;
        Ok(Self::new(expansion, machines, header.n_classes, residuals))
    }
}

fn write_expansion<'a>(expansion: &'a Expansion, to: &mut ModelWriter<'a>) {
    let vectors = expansion.vectors();
    let Geometry { kernel, normalise } = vectors.geometry();
    match kernel {
        Kernel::Linear => to.setting("kernel", "linear"),
        Kernel::Polynomial {
            degree,
            scale,
            offset,
        } => {
            to.setting("kernel", "polynomial");
            to.setting("degree", degree);
            to.setting("scale", scale);
            to.setting("offset", offset);
        }
        Kernel::Gaussian { gamma } => {
            to.setting("kernel", "gaussian");
            to.setting("gamma", gamma);
        }
    }
    to.setting("normalise", normalise);
    to.setting(
        "precision",
        match expansion.precision() {
            Precision::Single => "single",
            Precision::Double => "double",
        },
    );
    vectors.space().centring().write(to);
    let shape = [vectors.len(), vectors.n_features()];
    match vectors.pixels() {
        Pixels::Bytes(pixels) => to.tensor("vectors", shape, pixels),
        Pixels::Singles(pixels) => to.tensor("vectors", shape, pixels),
        Pixels::Doubles(pixels) => to.tensor("vectors", shape, pixels.as_slice()),
    }
    to.array("coefficients", expansion.coefficients());
    to.array("biases", expansion.biases());
}

fn read_geometry(from: &ModelReader<'_>) -> Result<Geometry, ModelError> {
    let kernel = match from.text("kernel")? {
        "linear" => Kernel::Linear,
        "polynomial" => Kernel::Polynomial {
            degree: from.setting("degree")?,
            scale: from.setting("scale")?,
            offset: from.setting("offset")?,
        },
        "gaussian" => Kernel::Gaussian {
            gamma: from.setting("gamma")?,
        },
        _ => {
            let expected = "it must be linear, polynomial or gaussian";
            return Err(from.wrong_setting("kernel", expected));
        }
    };
    let normalise = from.setting("normalise")?;
    kernel
        .check()
        .map_err(|error| from.wrong_setting("kernel", error.to_string()))?;
    Ok(Geometry { kernel, normalise })
}

fn read_params(from: &ModelReader<'_>, n_classes: usize) -> Result<SvmValidParams, ModelError> {
    let geometry = read_geometry(from)?;
    let strategy = match from.text("strategy")? {
        "one-vs-rest" => Strategy::OneVsRest,
        "one-vs-one" => Strategy::OneVsOne,
        _ => {
            let expected = "it must be one-vs-rest or one-vs-one";
            return Err(from.wrong_setting("strategy", expected));
        }
    };
    let class_weights = match from.shape("class_weights") {
        None => Vec::new(),
        Some(_) => from.vector("class_weights", n_classes)?,
    };
    Svm::params(n_classes)
        .class_weights(class_weights)
        .kernel(geometry.kernel)
        .normalise(geometry.normalise)
        .strategy(strategy)
        .c(from.setting("c")?)
        .gap(from.setting("gap")?)
        .cache_bytes(from.setting("cache_bytes")?)
        .max_iterations(from.setting("max_iterations")?)
        .check()
        .map_err(|error| from.wrong_setting("c", error.to_string()))
}

fn read_expansion(
    from: &ModelReader<'_>,
    geometry: Geometry,
    n_features: usize,
    n_machines: usize,
) -> Result<Expansion, ModelError> {
    let precision = match from.text("precision")? {
        "single" => Precision::Single,
        "double" => Precision::Double,
        _ => return Err(from.wrong_setting("precision", "it must be single or double")),
    };
    let centring = Centring::read(from, n_features)?;
    let of_bytes = |storage| match centring.is_none() {
        true => Ok(Space::of_bytes(geometry, storage, n_features)),
        false => Err(from.wrong_setting("unit", "bytes are not centred")),
    };
    let (space, pixels) = if from.is_of::<u8>("vectors") {
        let vectors: Array2<u8> = from.matrix("vectors", None, n_features)?;
        let pixels = Pixels::Bytes(vectors.into_raw_vec_and_offset().0);
        (of_bytes(Storage::Bytes)?, pixels)
    } else if from.is_of::<f32>("vectors") {
        let vectors: Array2<f32> = from.matrix("vectors", None, n_features)?;
        let pixels = Pixels::Singles(vectors.into_raw_vec_and_offset().0);
        (of_bytes(Storage::Singles)?, pixels)
    } else {
        let vectors: Array2<f64> = from.matrix("vectors", None, n_features)?;
        let pixels = Pixels::Doubles(Arc::new(vectors.into_raw_vec_and_offset().0));
        (Space::of_centred(geometry, centring.clone()), pixels)
    };
    let vectors = Samples::from_pixels(&Arc::new(space), pixels);
    let coefficients = from.matrix("coefficients", n_machines, vectors.len())?;
    let biases = from.vector("biases", n_machines)?;
    Expansion::of(vectors, precision, coefficients, biases.into())
        .map_err(|error| from.wrong_setting("n_features", error.to_string()))
}

/// Values of a [`Convergence`].
const N_VALUES: usize = 7;

fn write_machines<'a>(
    machines: impl ExactSizeIterator<Item = &'a (Machine, Convergence)>,
    to: &mut ModelWriter<'a>,
) {
    let n_machines = machines.len();
    let (mut positive, mut negative, mut training) = (Vec::new(), Vec::new(), Vec::new());
    for (machine, convergence) in machines {
        match *machine {
            Machine::OneVsRest { class } => positive.push(class),
            Machine::OneVsOne {
                positive: own,
                negative: other,
            } => {
                positive.push(own);
                negative.push(other);
            }
        }
        let &Convergence {
            gap,
            iterations,
            rounds,
            kernel_rows,
            support_vectors,
            bounded_support_vectors,
            dual_objective,
        } = convergence;
        let counts = [iterations, rounds, kernel_rows].map(|count| count as f64);
        let vectors = [support_vectors, bounded_support_vectors].map(|count| count as f64);
        training.extend([gap]);
        training.extend(counts);
        training.extend(vectors);
        training.extend([dual_objective]);
    }
    to.labels("positive", positive);
    if !negative.is_empty() {
        to.labels("negative", negative);
    }
    to.tensor("training", [n_machines, N_VALUES], training);
}

fn read_machines(
    from: &ModelReader<'_>,
    n_classes: usize,
) -> Result<Vec<(Machine, Convergence)>, ModelError> {
    let positive = from.labels("positive", None, n_classes)?;
    let machines: Vec<Machine> = match from.shape("negative") {
        None => positive
            .iter()
            .map(|&class| Machine::OneVsRest { class })
            .collect(),
        Some(_) => {
            let negative = from.labels("negative", positive.len(), n_classes)?;
            let pairs = positive.iter().zip(&negative);
            let pairs =
                pairs.map(|(&positive, &negative)| Machine::OneVsOne { positive, negative });
            pairs.collect()
        }
    };
    let training: Array2<f64> = from.matrix("training", machines.len(), N_VALUES)?;
    let convergences = training.axis_iter(Axis(0)).map(|of_machine| Convergence {
        gap: of_machine[0],
        iterations: of_machine[1] as u64,
        rounds: of_machine[2] as u64,
        kernel_rows: of_machine[3] as u64,
        support_vectors: of_machine[4] as usize,
        bounded_support_vectors: of_machine[5] as usize,
        dual_objective: of_machine[6],
    });
    Ok(machines.into_iter().zip(convergences).collect())
}

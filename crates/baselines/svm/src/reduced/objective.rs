use faer::linalg::solvers::Solve;
use faer::{Mat, Side};
use ndarray::linalg::general_mat_mul;
use ndarray::parallel::prelude::*;
use ndarray::{Array2, ArrayView1, Axis};
use rayon::slice::ParallelSlice;

use crate::SvmError;
use crate::expansion::Expansion;
use crate::kernel::{Geometry, Kernel};
use crate::samples::Pixels;

/// Vectors whose part of the gradient a thread computes at a time.
const BLOCK: usize = 64;

/// Added to the kernel matrix of the reduced set, of its mean diagonal.
const JITTER: f64 = 1e-6;

/// How far the best expansions over some vectors are from a machine's.
///
/// Everything is said in *features* u, images multiplied by the factor of their
/// [term](kernels::KernelTerm): k = g(t) with t = u·v + offset, or t = −½‖u − v‖² for a
/// Gaussian. Features of normalised images have one length, and the gradient is taken along
/// that sphere.
pub(super) struct Objective {
    form: Form,
    normalise: bool,
    /// Features of the support vectors, `(n_support, n_features)`.
    support: Array2<f32>,
    /// α y, `(n_support, n_machines)`.
    coefficients: Array2<f64>,
    /// What makes a feature of an image, and the length of normalised features.
    radius: f64,
    squared_norm: f64,
}

/// g, as far as it depends on the kernel.
#[derive(Clone, Copy)]
enum Form {
    /// (u·v + offset)ᵈ.
    Power { degree: u32, offset: f64 },
    /// exp(−½‖u − v‖²).
    Gaussian,
}

impl Form {
    fn of(kernel: Kernel) -> (Self, f64) {
        match kernel {
            Kernel::Linear => (
                Self::Power {
                    degree: 1,
                    offset: 0.0,
                },
                1.0,
            ),
            Kernel::Polynomial {
                degree,
                scale,
                offset,
            } => (Self::Power { degree, offset }, scale),
            Kernel::Gaussian { gamma } => (Self::Gaussian, 2.0 * gamma),
        }
    }

    /// k and dg/dt.
    fn value_and_slope(self, dot: f64, squared_u: f64, squared_v: f64) -> (f64, f64) {
        match self {
            Self::Power { degree, offset } => {
                let t = dot + offset;
                let power = t.powi(degree as i32 - 1);
                (power * t, f64::from(degree) * power)
            }
            Self::Gaussian => {
                let value = (dot - 0.5 * (squared_u + squared_v)).exp();
                (value, value)
            }
        }
    }
}

impl Objective {
    pub(super) fn new(full: &Expansion) -> Result<Self, SvmError> {
        let vectors = full.vectors().to_floats();
        let Geometry { kernel, normalise } = vectors.geometry();
        let (form, scale) = Form::of(kernel);
        let Pixels::Floats(pixels) = vectors.pixels() else {
            unreachable!("they have just been made floats");
        };
        let mut support =
            Array2::from_shape_vec((vectors.len(), vectors.n_features()), pixels.clone())
                .expect("samples are whole rows");
        for (mut feature, index) in support.outer_iter_mut().zip(0..) {
            feature *= vectors.term(index).factor;
        }
        let coefficients = full.coefficients().t().as_standard_layout().into_owned();
        // ‖wₘ‖² = Σᵢ cₘᵢ (fₘ(xᵢ) − bₘ).
        let images =
            Array2::from_shape_vec(support.dim(), pixels.clone()).expect("samples are whole rows");
        let values = full.values(images.view())? - full.biases();
        Ok(Self {
            form,
            normalise,
            radius: scale.sqrt(),
            squared_norm: (&values * &coefficients).sum(),
            support,
            coefficients,
        })
    }

    /// Σₘ ‖wₘ‖².
    pub(super) fn squared_norm(&self) -> f64 {
        self.squared_norm
    }

    /// Features of the support vectors, `(n_support, n_features)`.
    pub(super) fn support(&self) -> &Array2<f32> {
        &self.support
    }

    /// The machine that each support vector speaks for most.
    pub(super) fn advocates(&self) -> Vec<usize> {
        let most = |row: ArrayView1<'_, f64>| classifier::argmax(row);
        self.coefficients.outer_iter().map(most).collect()
    }

    /// The intensities of images that have these features, row by row.
    pub(super) fn images(&self, features: &Array2<f64>) -> Vec<f32> {
        self.on_sphere(features)
            .iter()
            .map(|u| (u / self.radius) as f32)
            .collect()
    }

    fn on_sphere(&self, features: &Array2<f64>) -> Array2<f64> {
        let mut features = features.clone();
        if self.normalise {
            for mut feature in features.outer_iter_mut() {
                let length = feature.dot(&feature).sqrt();
                if length > 0.0 {
                    feature *= self.radius / length;
                }
            }
        }
        features
    }

    /// The objective, less Σ‖wₘ‖², and its gradient; `None` if the kernel matrix is singular.
    pub(super) fn evaluate(&self, features: &Array2<f64>) -> Option<(f64, Array2<f64>)> {
        let z = self.on_sphere(features);
        let n = z.nrows();
        let z_norms = squared_norms(&z);
        let (to_support, against) = self.against_support(&z, &z_norms);

        let mut dots = Array2::zeros((n, n));
        dots.axis_chunks_iter_mut(Axis(0), BLOCK)
            .into_par_iter()
            .zip(z.axis_chunks_iter(Axis(0), BLOCK))
            .for_each(|(mut dots, z_block)| general_mat_mul(1.0, &z_block, &z.t(), 0.0, &mut dots));
        let mut slopes = dots;
        let mut kernel = Mat::zeros(n, n);
        for ((i, j), slope) in slopes.indexed_iter_mut() {
            let (value, derivative) = self.form.value_and_slope(*slope, z_norms[i], z_norms[j]);
            kernel[(i, j)] = value;
            *slope = derivative;
        }
        let mean = (0..n).map(|i| kernel[(i, i)]).sum::<f64>() / n as f64;
        for i in 0..n {
            kernel[(i, i)] += JITTER * mean;
        }
        let n_machines = against.ncols();
        let right = Mat::from_fn(n, n_machines, |i, m| against[[i, m]]);
        let beta = kernel.llt(Side::Lower).ok()?.solve(&right);
        let beta = Array2::from_shape_fn((n, n_machines), |(i, m)| beta[(i, m)]);

        let value = -(&beta * &against).sum();
        let gradient = self.gradient(features, &z, &beta, &slopes, &to_support);
        Some((value, gradient))
    }

    /// Dot products of the features with those of the support vectors, and Σᵢ cₘᵢ k(xᵢ, z),
    /// `(n, n_machines)`.
    fn against_support(&self, z: &Array2<f64>, z_norms: &[f64]) -> (Array2<f32>, Array2<f64>) {
        let z = z.mapv(|u| u as f32);
        let support_norms: Vec<f64> = self.support_norms();
        let mut dots = Array2::zeros((z.nrows(), self.support.nrows()));
        let mut against = Array2::zeros((z.nrows(), self.coefficients.ncols()));
        dots.axis_chunks_iter_mut(Axis(0), BLOCK)
            .into_par_iter()
            .zip(against.axis_chunks_iter_mut(Axis(0), BLOCK))
            .zip(z.axis_chunks_iter(Axis(0), BLOCK))
            .zip(z_norms.par_chunks(BLOCK))
            .for_each(|(((mut dots, mut against), z), z_norms)| {
                general_mat_mul(1.0, &z, &self.support.t(), 0.0, &mut dots);
                let mut kernel = Array2::zeros(dots.dim());
                for ((i, j), value) in kernel.indexed_iter_mut() {
                    let dot = f64::from(dots[[i, j]]);
                    *value = self
                        .form
                        .value_and_slope(dot, z_norms[i], support_norms[j])
                        .0;
                }
                general_mat_mul(1.0, &kernel, &self.coefficients, 0.0, &mut against);
            });
        (dots, against)
    }

    fn support_norms(&self) -> Vec<f64> {
        let norm = |u: ArrayView1<'_, f32>| u.iter().map(|&u| f64::from(u).powi(2)).sum();
        self.support.outer_iter().map(norm).collect()
    }

    /// 2 Σₘ βₘⱼ ∂/∂zⱼ (Σₗ βₘₗ k(zₗ, zⱼ) − Σᵢ cₘᵢ k(xᵢ, zⱼ)).
    fn gradient(
        &self,
        features: &Array2<f64>,
        z: &Array2<f64>,
        beta: &Array2<f64>,
        slopes: &Array2<f64>,
        to_support: &Array2<f32>,
    ) -> Array2<f64> {
        let z_norms = squared_norms(z);
        let support_norms = self.support_norms();
        let coefficients = self.coefficients.mapv(|c| c as f32);
        let mut gradient = Array2::zeros(z.dim());
        gradient
            .axis_chunks_iter_mut(Axis(0), BLOCK)
            .into_par_iter()
            .enumerate()
            .for_each(|(block, mut gradient)| {
                let rows = block * BLOCK..block * BLOCK + gradient.nrows();
                let of_block =
                    |matrix: &Array2<f64>| matrix.slice(ndarray::s![rows.clone(), ..]).to_owned();
                let (z_block, beta_block) = (of_block(z), of_block(beta));

                let mut weights = beta_block.dot(&beta.t());
                weights *= &of_block(slopes);
                let mut toward = weights.dot(z);

                let mut pulls = beta_block.mapv(|b| b as f32).dot(&coefficients.t());
                for ((i, j), pull) in pulls.indexed_iter_mut() {
                    let index = rows.start + i;
                    let dot = f64::from(to_support[[index, j]]);
                    let (_, slope) =
                        self.form
                            .value_and_slope(dot, z_norms[index], support_norms[j]);
                    *pull *= slope as f32;
                }
                toward -= &pulls.dot(&self.support).mapv(f64::from);

                if let Form::Gaussian = self.form {
                    // ∂t/∂z = u − z instead of u.
                    for (i, mut toward) in toward.outer_iter_mut().enumerate() {
                        let pull: f64 = pulls.row(i).iter().map(|&p| f64::from(p)).sum();
                        toward.scaled_add(pull - weights.row(i).sum(), &z_block.row(i));
                    }
                }
                toward *= 2.0;
                gradient.assign(&toward);
            });
        if self.normalise {
            self.along_sphere(features, z, &mut gradient);
        }
        gradient
    }

    /// From the gradient in z = r x/‖x‖ to that in x.
    fn along_sphere(&self, features: &Array2<f64>, z: &Array2<f64>, gradient: &mut Array2<f64>) {
        for ((x, z), mut gradient) in features
            .outer_iter()
            .zip(z.outer_iter())
            .zip(gradient.outer_iter_mut())
        {
            let length = x.dot(&x).sqrt();
            if length > 0.0 {
                let outward = gradient.dot(&z) / (self.radius * self.radius);
                gradient.scaled_add(-outward, &z);
                gradient *= self.radius / length;
            }
        }
    }
}

fn squared_norms(features: &Array2<f64>) -> Vec<f64> {
    features.outer_iter().map(|u| u.dot(&u)).collect()
}

#[cfg(test)]
mod tests {
    use linfa::prelude::*;
    use ndarray::Array1;

    use super::*;
    use crate::Svm;

    /// Images in which a few numbers decide the class.
    fn machine(kernel: Kernel, normalise: bool) -> Svm {
        let images = Array2::from_shape_fn((60, 6), |(i, j)| {
            ((i * 37 + j * 91 + i * j * 13) % 101) as f32 / 101.0
        });
        let labels: Array1<usize> = images
            .outer_iter()
            .map(|row| usize::from(row[0] * row[1] > 0.2) + usize::from(row[2] > 0.5))
            .collect();
        let params = Svm::params(3).kernel(kernel).normalise(normalise);
        params.fit(&Dataset::new(images, labels)).unwrap()
    }

    #[test]
    fn gradients_are_finite_differences() {
        let polynomial = Kernel::Polynomial {
            degree: 5,
            scale: 0.7,
            offset: 1.0,
        };
        for (kernel, normalise) in [
            (polynomial, true),
            (polynomial, false),
            (Kernel::Gaussian { gamma: 0.8 }, true),
            (Kernel::Gaussian { gamma: 0.8 }, false),
        ] {
            let objective = Objective::new(machine(kernel, normalise).expansion()).unwrap();
            let start = super::super::k_means::centres(&objective, 5);
            let (_, gradient) = objective.evaluate(&start).unwrap();
            for position in [[0, 0], [2, 3], [4, 5]] {
                let shifted = |by: f64| {
                    let mut z = start.clone();
                    z[position] += by;
                    objective.evaluate(&z).unwrap().0
                };
                // The rows are in single precision: a shorter step would measure their rounding.
                // Hence a long one, and Richardson's extrapolation of what that costs.
                let central = |step| (shifted(step) - shifted(-step)) / (2.0 * step);
                let difference = (4.0 * central(1e-2) - central(2e-2)) / 3.0;
                let error = (gradient[position] - difference).abs();
                assert!(
                    error < 2e-3 * (1.0 + difference.abs()),
                    "{kernel:?} {normalise}: {} against {difference}",
                    gradient[position]
                );
            }
        }
    }

    #[test]
    fn all_support_vectors_leave_no_residual() {
        let machine = machine(Kernel::Gaussian { gamma: 0.8 }, false);
        let objective = Objective::new(machine.expansion()).unwrap();
        let all = objective.support().mapv(f64::from);
        let (value, _) = objective.evaluate(&all).unwrap();
        let residual = value / objective.squared_norm() + 1.0;
        assert!(residual.abs() < 1e-3, "{residual}");
    }
}

use faer::linalg::solvers::Solve;
use faer::{Mat, Side};
use ndarray::linalg::general_mat_mul;
use ndarray::parallel::prelude::*;
use ndarray::{Array1, Array2, ArrayView1, Axis};
use rayon::slice::ParallelSlice;

use super::real::Real;
use crate::expansion::Expansion;
use crate::kernel::{Geometry, Kernel};

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
pub(super) struct Objective<T> {
    form: Form,
    normalise: bool,
    /// Features of the support vectors, `(n_support, n_features)`.
    support: Array2<T>,
    /// α y, `(n_support, n_machines)`.
    coefficients: Array2<f64>,
    /// What makes a feature of an image, and the length of normalised features.
    radius: f64,
    squared_norm: f64,
    origin: Option<Origin>,
}

/// Images far from zero: the kernel's values less those with an image o in their midst take its
/// place, as [in training](crate::exact::ExactKernel).
struct Origin {
    /// What images are measured from, in their unit.
    place: Array1<f64>,
    /// Its feature.
    feature: Array1<f64>,
    /// Length of normalised images in their unit: typically that of o.
    length: f64,
    /// k(o, o).
    ground: f64,
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
    fn of(kernel: Kernel) -> Self {
        match kernel {
            Kernel::Linear => Self::Power {
                degree: 1,
                offset: 0.0,
            },
            Kernel::Polynomial { degree, offset, .. } => Self::Power { degree, offset },
            Kernel::Gaussian { .. } => Self::Gaussian,
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

impl<T: Real> Objective<T> {
    pub(super) fn new(full: &Expansion) -> Self {
        let vectors = full.vectors();
        let Geometry { kernel, normalise } = vectors.geometry();
        let form = Form::of(kernel);
        let exact = vectors.to_doubles();
        let exact = exact.space().exact();
        let radius = exact.feature_scale();
        let origin = exact.origin().map(|origin| {
            let place = Array1::from(origin.to_vec());
            let length = place.dot(&place).sqrt();
            let feature = &place * if normalise { radius / length } else { radius };
            let squared = feature.dot(&feature);
            Origin {
                ground: form.value_and_slope(squared, squared, squared).0,
                place,
                feature,
                length,
            }
        });
        // ‖wₘ‖² = Σᵢ cₘᵢ (fₘ(xᵢ) − bₘ).
        let coefficients = full.coefficients().t().as_standard_layout().into_owned();
        let values = full.own_values() - full.biases();
        Self {
            form,
            normalise,
            radius,
            squared_norm: (&values * &coefficients).sum(),
            support: T::features(vectors),
            coefficients,
            origin,
        }
    }

    /// Σₘ ‖wₘ‖².
    pub(super) fn squared_norm(&self) -> f64 {
        self.squared_norm
    }

    /// Features of the support vectors, `(n_support, n_features)`.
    pub(super) fn support(&self) -> &Array2<T> {
        &self.support
    }

    /// The machine that each support vector speaks for most.
    pub(super) fn advocates(&self) -> Vec<usize> {
        let most = |row: ArrayView1<'_, f64>| classifier::argmax(row);
        self.coefficients.outer_iter().map(most).collect()
    }

    /// Images that have these features, row by row, as the support vectors are stored.
    pub(super) fn images(&self, features: &Array2<f64>) -> Vec<f64> {
        let mut images = self.on_sphere(features) / self.radius;
        if let Some(origin) = &self.origin {
            if self.normalise {
                images *= origin.length;
            }
            images -= &origin.place;
        }
        images.into_iter().collect()
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
        let grounds = self.grounds(&z, &z_norms);
        if self.origin.is_some() {
            for (i, of_i) in grounds.iter().enumerate() {
                for (j, of_j) in grounds.iter().enumerate() {
                    kernel[(i, j)] -= of_i.0 + of_j.0;
                }
            }
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
        let gradient = self.gradient(features, &z, &beta, &slopes, &to_support, &grounds);
        Some((value, gradient))
    }

    /// Dot products of the features with those of the support vectors, and Σᵢ cₘᵢ k(xᵢ, z),
    /// `(n, n_machines)`.
    fn against_support(&self, z: &Array2<f64>, z_norms: &[f64]) -> (Array2<T>, Array2<f64>) {
        let z_grounds = self.grounds(z, z_norms);
        let support_grounds = match self.origin {
            None => Vec::new(),
            Some(_) => self.grounds(&self.support.mapv(Into::into), &self.support_norms()),
        };
        let z = z.mapv(T::of);
        let support_norms: Vec<f64> = self.support_norms();
        let mut dots = Array2::zeros((z.nrows(), self.support.nrows()));
        let mut against = Array2::zeros((z.nrows(), self.coefficients.ncols()));
        dots.axis_chunks_iter_mut(Axis(0), BLOCK)
            .into_par_iter()
            .zip(against.axis_chunks_iter_mut(Axis(0), BLOCK))
            .zip(z.axis_chunks_iter(Axis(0), BLOCK))
            .zip(z_norms.par_chunks(BLOCK))
            .enumerate()
            .for_each(|(block, (((mut dots, mut against), z), z_norms))| {
                general_mat_mul(T::one(), &z, &self.support.t(), T::zero(), &mut dots);
                let mut kernel = Array2::zeros(dots.dim());
                for ((i, j), value) in kernel.indexed_iter_mut() {
                    let dot = dots[[i, j]].into();
                    *value = self
                        .form
                        .value_and_slope(dot, z_norms[i], support_norms[j])
                        .0;
                    if self.origin.is_some() {
                        *value -= z_grounds[block * BLOCK + i].0 + support_grounds[j].0;
                    }
                }
                general_mat_mul(1.0, &kernel, &self.coefficients, 0.0, &mut against);
            });
        (dots, against)
    }

    fn support_norms(&self) -> Vec<f64> {
        let norm = |u: ArrayView1<'_, T>| u.iter().map(|&u| u.into().powi(2)).sum();
        self.support.outer_iter().map(norm).collect()
    }

    /// k(z, o) − ½ k(o, o) and the slope of k(z, o) for features of these squared lengths; zero
    /// if there is no such o.
    fn grounds(&self, z: &Array2<f64>, z_norms: &[f64]) -> Vec<(f64, f64)> {
        let Some(origin) = &self.origin else {
            return vec![(0.0, 0.0); z.nrows()];
        };
        let squared = origin.feature.dot(&origin.feature);
        let ground = |(z, &z_norm): (ArrayView1<'_, f64>, &f64)| {
            let dot = z.dot(&origin.feature);
            let (value, slope) = self.form.value_and_slope(dot, z_norm, squared);
            (value - 0.5 * origin.ground, slope)
        };
        z.outer_iter().zip(z_norms).map(ground).collect()
    }

    /// 2 Σₘ βₘⱼ ∂/∂zⱼ (Σₗ βₘₗ k(zₗ, zⱼ) − Σᵢ cₘᵢ k(xᵢ, zⱼ)).
    fn gradient(
        &self,
        features: &Array2<f64>,
        z: &Array2<f64>,
        beta: &Array2<f64>,
        slopes: &Array2<f64>,
        to_support: &Array2<T>,
        grounds: &[(f64, f64)],
    ) -> Array2<f64> {
        let z_norms = squared_norms(z);
        let support_norms = self.support_norms();
        let coefficients = self.coefficients.mapv(T::of);
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
                let mut surplus = weights.sum_axis(Axis(1));
                weights *= &of_block(slopes);
                let mut toward = weights.dot(z);

                let mut pulls = beta_block.mapv(T::of).dot(&coefficients.t());
                if self.origin.is_some() {
                    surplus -= &pulls.sum_axis(Axis(1)).mapv(Into::into);
                }
                for ((i, j), pull) in pulls.indexed_iter_mut() {
                    let index = rows.start + i;
                    let dot = to_support[[index, j]].into();
                    let (_, slope) =
                        self.form
                            .value_and_slope(dot, z_norms[index], support_norms[j]);
                    *pull = *pull * T::of(slope);
                }
                toward -= &pulls.dot(&self.support).mapv(Into::into);
                if let Some(origin) = &self.origin {
                    for (i, mut toward) in toward.outer_iter_mut().enumerate() {
                        let (_, slope) = grounds[rows.start + i];
                        toward.scaled_add(-surplus[i] * slope, &origin.feature);
                    }
                }

                if let Form::Gaussian = self.form {
                    // ∂t/∂z = u − z instead of u.
                    for (i, mut toward) in toward.outer_iter_mut().enumerate() {
                        let pull: f64 = pulls.row(i).iter().map(|&p| p.into()).sum();
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
    use super::*;
    use crate::Svm;
    use linfa::prelude::*;

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
            let objective = Objective::<f64>::new(machine(kernel, normalise).expansion());
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
        let objective = Objective::<f64>::new(machine.expansion());
        let all = objective.support().clone();
        let (value, _) = objective.evaluate(&all).unwrap();
        let residual = value / objective.squared_norm() + 1.0;
        assert!(residual.abs() < 1e-3, "{residual}");
    }
}

use gradient::dense::{self, Packed, PackedRates};
use gradient::input::{CONTRAST, WHITE};
use kernels::layers::{Dense, Sparse, SparsePair, add_scaled};
use kernels::{Aligned, Level};

/// White is an input of −μ.
const MU: f32 = -WHITE;
/// Steps after which what was kept apart is put together, before rounding piles up.
const SETTLE: usize = 1024;

/// The first layer, which is given intensities p for inputs x = s p − μ and reads and writes
/// the weights of those pixels alone that are not white.
///
/// An update moves every weight of unit j by −ε_ij x_i δ_j, white pixels' by ε_ij μ δ_j. While
/// the rates stay, the weights are therefore w_ij = u_ij + μ ε_ij e_j, with e_j the sum of the
/// δ_j since it was last 0 and u_ij moved by −ε_ij s p_i δ_j, which is nothing where p_i = 0.
/// A unit's total input is then
///
/// b_j + Σ_i w_ij x_i = b_j + s (Σ_i p_i u_ij + μ e_j r_j) − μ (Σ_i u_ij + μ e_j Σ_i ε_ij)
///
/// with r_j = Σ_i p_i ε_ij. The sums without p are kept; those with p skip the white pixels.
///
/// A step of u waits until the next image comes: what they have in common, most of their
/// pixels, is then fetched once for both.
#[derive(Clone, Debug)]
pub(crate) struct FirstLayer {
    dense: Dense,
    level: Level,
    /// u, a row an input, and the biases.
    parameters: Packed,
    rates: PackedRates,
    /// Σ_i u_ij.
    weight_sums: Aligned,
    /// Σ_i ε_ij.
    rate_sums: Aligned,
    /// e.
    moved: Aligned,
    /// Steps since e was 0.
    steps: usize,
    /// The image last shown.
    image: Vec<f32>,
    /// r of the image.
    image_rates: Aligned,
    /// s δ of the last step.
    step: Aligned,
    /// Whether u has yet to make it.
    waits: bool,
    /// Scratch: the image and the next.
    pair: SparsePair,
    /// Scratch: what is not white of an image.
    ink: Sparse,
}

impl FirstLayer {
    /// Between `inputs` and `units`, all parameters 0.
    pub(crate) fn new((inputs, units): (usize, usize), level: Level) -> Self {
        let dense = Dense::new(inputs, units);
        let row = Aligned::zeros(dense.stride());
        Self {
            dense,
            level,
            parameters: Packed::zeros(dense),
            rates: PackedRates::zeros(dense),
            weight_sums: row.clone(),
            rate_sums: row.clone(),
            moved: row.clone(),
            steps: 0,
            image: vec![0.0; inputs],
            image_rates: row.clone(),
            step: row,
            waits: false,
            pair: SparsePair::default(),
            ink: Sparse::default(),
        }
    }

    /// The connections.
    pub(crate) fn dense(&self) -> Dense {
        self.dense
    }

    /// The parameters w and b in their declared order.
    pub(crate) fn parameters(&self, declared: &mut [f32]) {
        let settled;
        let parameters = if self.steps == 0 {
            &self.parameters
        } else {
            settled = Packed {
                weights: self.settled(),
                biases: self.parameters.biases.clone(),
            };
            &settled
        };
        dense::unpack(self.dense, parameters, declared);
    }

    /// Replaces the parameters.
    pub(crate) fn set_parameters(&mut self, declared: &[f32]) {
        self.parameters = dense::pack(self.dense, declared);
        self.reset();
    }

    /// Sets the rate of each parameter.
    pub(crate) fn set_rates(&mut self, declared: &[f32]) {
        self.settle();
        self.rates = dense::pack_rates(self.dense, declared);
        let rates = &self.rates.weights;
        self.rate_sums = sum_of_rows(self.dense, |k| rates.get(k));
    }

    /// Puts together what was kept apart: e = 0, u = w.
    pub(crate) fn settle(&mut self) {
        if self.steps > 0 {
            self.parameters.weights = self.settled();
            self.reset();
        }
    }

    fn reset(&mut self) {
        let weights = &self.parameters.weights;
        self.weight_sums = sum_of_rows(self.dense, |k| weights[k]);
        self.moved.fill(0.0);
        self.steps = 0;
        self.waits = false;
    }

    /// Makes the step that waits, if one does, with a copy of u or u itself.
    fn make_step(&self, weights: &mut [f32]) {
        if self.waits {
            let mut ink = Sparse::default();
            ink.gather(&self.image);
            self.dense
                .descend_sparse(self.level, weights, &self.rates.weights, &ink, &self.step);
        }
    }

    /// w.
    fn settled(&self) -> Aligned {
        let mut weights = self.parameters.weights.clone();
        self.make_step(&mut weights);
        let mut every = Sparse::default();
        every.gather(&vec![1.0; self.dense.inputs()]);
        let mut step = self.moved.clone();
        step.iter_mut().for_each(|e| *e *= -MU);
        self.dense
            .descend_sparse(self.level, &mut weights, &self.rates.weights, &every, &step);
        weights
    }

    /// Total input of each unit for an image of intensities.
    pub(crate) fn forward(&mut self, image: &[f32], totals: &mut [f32]) {
        let Self {
            dense,
            level,
            parameters: Packed { weights, biases },
            rates: PackedRates { weights: rates, .. },
            image_rates,
            ..
        } = self;
        if self.waits {
            self.pair.gather(*level, &self.image, image);
            let (pair, step) = (&self.pair, &self.step);
            dense.descend_forward_sparse(*level, weights, rates, pair, step, totals, image_rates);
            self.waits = false;
        } else {
            self.ink.gather(image);
            dense.forward_sparse(*level, weights, &self.ink, totals);
            dense.sum_rates(*level, rates, &self.ink, image_rates);
        }
        self.image.copy_from_slice(image);
        let n = totals.len();
        // Slices of one known length, so that the loop becomes vectors.
        let (moved, biases) = (&self.moved[..n], &biases[..n]);
        let (image_rates, rate_sums) = (&self.image_rates[..n], &self.rate_sums[..n]);
        let weight_sums = &self.weight_sums[..n];
        for j in 0..n {
            let e = MU * moved[j];
            let inked = totals[j] + e * image_rates[j];
            let all = weight_sums[j] + e * rate_sums[j];
            totals[j] = biases[j] + CONTRAST * inked - MU * all;
        }
    }

    /// A step of descent on the image of the last [`forward`](Self::forward), from ∂E/∂a.
    pub(crate) fn descend(&mut self, delta: &[f32]) {
        assert!(!self.waits, "a step on an image that has had its own");
        for (step, d) in self.step.iter_mut().zip(delta) {
            *step = CONTRAST * d;
        }
        self.waits = true;
        let level = self.level;
        add_scaled(
            level,
            -CONTRAST,
            &self.image_rates,
            delta,
            &mut self.weight_sums,
        );
        let biases = &mut self.parameters.biases;
        add_scaled(level, -1.0, &self.rates.biases, delta, biases);
        for (e, d) in self.moved.iter_mut().zip(delta) {
            *e += d;
        }
        self.steps += 1;
        if self.steps == SETTLE {
            self.settle();
        }
    }
}

/// Σ over inputs of a value for each weight.
fn sum_of_rows(dense: Dense, value: impl Fn(usize) -> f32) -> Aligned {
    let stride = dense.stride();
    // Rounded once: these sums are what white inputs are made of.
    let mut sums = vec![0.0f64; stride];
    for row in (0..dense.weights()).step_by(stride) {
        for (unit, sum) in sums.iter_mut().enumerate() {
            *sum += f64::from(value(row + unit));
        }
    }
    let mut rounded = Aligned::zeros(stride);
    for (rounded, sum) in rounded.iter_mut().zip(sums) {
        *rounded = sum as f32;
    }
    rounded
}

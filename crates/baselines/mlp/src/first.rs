use gradient::dense::{self, Packed, PackedRates};
use gradient::input::{CONTRAST, WHITE};
use kernels::layers::{Dense, Sparse, SparsePair, add_scaled};
use kernels::{Aligned, Level};

/// White is an input of −μ.
const MU: f32 = -WHITE;
/// Number of steps after which the separate parts of the weights are added up, before rounding
/// errors accumulate.
const SETTLE: usize = 1024;

/// The first layer. It gets intensities p instead of the inputs x = s p − μ. It reads and writes
/// only the weights of pixels that are not white.
///
/// An update changes every weight of unit j by −ε_ij x_i δ_j. For a white pixel that is +ε_ij μ
/// δ_j. As long as the rates do not change, the weights are therefore w_ij = u_ij + μ ε_ij e_j.
/// Here e_j is the sum of the δ_j since e_j was last 0, and u_ij changes by −ε_ij s p_i δ_j, which
/// is zero if p_i = 0. The total input of a unit is then
///
/// b_j + Σ_i w_ij x_i = b_j + s (Σ_i p_i u_ij + μ e_j r_j) − μ (Σ_i u_ij + μ e_j Σ_i ε_ij)
///
/// with r_j = Σ_i p_i ε_ij. The sums without p are stored. The sums with p skip the white pixels.
///
/// A step of u is delayed until the next image is shown. Most pixels of ink are in both images, so
/// their weights are loaded only once for the step and the next image.
#[derive(Clone, Debug)]
pub(crate) struct FirstLayer {
    dense: Dense,
    level: Level,
    /// u, with one row for each input, and the biases.
    parameters: Packed,
    rates: PackedRates,
    /// Σ_i u_ij.
    weight_sums: Aligned,
    /// Σ_i ε_ij.
    rate_sums: Aligned,
    /// The sums e_j.
    moved: Aligned,
    /// Number of steps since e was 0.
    steps: usize,
    /// The last image.
    image: Vec<f32>,
    /// r of the last image.
    image_rates: Aligned,
    /// s δ of the last step.
    step: Aligned,
    /// True if the last step has not yet been applied to u.
    waits: bool,
    /// Scratch: the last image and the next image.
    pair: SparsePair,
    /// Scratch: the pixels of an image that are not white.
    ink: Sparse,
}

impl FirstLayer {
    /// Connects `inputs` with `units`. All parameters are 0.
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

    /// Writes the parameters w and b in the declared order.
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

    /// Adds the separate parts of the weights: afterwards u = w and e = 0.
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

    /// Applies the delayed step, if there is one, to `weights`, which is u or a copy of u.
    fn make_step(&self, weights: &mut [f32]) {
        if self.waits {
            let mut ink = Sparse::default();
            ink.gather(&self.image);
            self.dense
                .descend_sparse(self.level, weights, &self.rates.weights, &ink, &self.step);
        }
    }

    /// Returns the weights w.
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

    /// Computes the total input of each unit for an image of intensities.
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
        // Slices of one known length, so that the compiler can vectorise the loop.
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

    /// Makes a step of descent on the image of the last [`forward`](Self::forward), given ∂E/∂a.
    pub(crate) fn descend(&mut self, delta: &[f32]) {
        assert!(!self.waits, "a second step on the same image");
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

/// For each unit, returns the sum of a value over all inputs. `value` gets the index of a weight.
fn sum_of_rows(dense: Dense, value: impl Fn(usize) -> f32) -> Aligned {
    let stride = dense.stride();
    // The sums are rounded only once, because they determine the effect of all white inputs.
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

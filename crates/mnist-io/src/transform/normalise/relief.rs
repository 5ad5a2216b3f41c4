use ndarray::Array2;

/// What stands out from a picture's ground.
pub(super) struct Relief {
    /// How far each pixel stands out to the side that ink lies on, of how far it could: from 0
    /// to [`full`](Self::full).
    pub(super) ink: Array2<f32>,
    /// The same of full ink.
    pub(super) full: f32,
    /// Otsu's threshold between ground and ink.
    pub(super) threshold: f32,
    /// The standard deviation of the ground.
    pub(super) noise: f32,
}

impl Relief {
    /// Of a picture of brightness from 0 to 1.
    ///
    /// The ground is as simple as it can be: one that bends more follows an edge, or the strokes
    /// of a digit that fills the picture.
    pub(super) fn of(picture: &Array2<f32>) -> Self {
        let unevenness = |relief: &Self| relief.noise / relief.full.max(f32::MIN_POSITIVE);
        let even = Self::on(picture, 1);
        if unevenness(&even) <= EVEN {
            return even;
        }
        let [tilted, bent] = [3, TERMS].map(|n_terms| Self::on(picture, n_terms));
        let all = [&even, &tilted, &bent].map(unevenness);
        let least = all.into_iter().fold(f32::MAX, f32::min);
        let will_do = |relief: &Self| unevenness(relief) <= EVEN + 2.0 * least;
        match (will_do(&even), will_do(&tilted)) {
            (true, _) => even,
            (_, true) => tilted,
            _ => bent,
        }
    }

    /// The ink from 0 to 255, where it is full.
    pub(super) fn shown(&self) -> Array2<u8> {
        let full = self.full.max(f32::MIN_POSITIVE);
        self.ink.map(|ink| (ink / full * 255.0).round() as u8)
    }

    /// On a ground of so many terms.
    fn on(picture: &Array2<f32>, n_terms: usize) -> Self {
        let (height, width) = picture.dim();
        // All pixels of a small picture, some of a large one.
        let step = ((height * width) as f64 / SAMPLES).sqrt().ceil() as usize;
        let rim = (height.min(width) / 16).max(1);
        let on_rim =
            |(y, x): (usize, usize)| y.min(height - 1 - y) < rim || x.min(width - 1 - x) < rim;
        let on_grid = |(y, x): (usize, usize)| y % step == 0 && x % step == 0;
        let on_rim = |at| on_rim(at) && (on_grid(at) || rim < 2 * step);

        let mut ground = Ground::fit(picture, n_terms, on_rim);
        let is_dark = ground.is_ink_dark(picture);
        let mut heights = ground.heights(picture, is_dark);
        for _ in 0..REFITS {
            let bare = (otsu(&heights) / 2.0).max(EXACT as f32);
            ground = Ground::fit(picture, n_terms, |at| on_grid(at) && heights[at] < bare);
            heights = ground.heights(picture, is_dark);
        }
        let threshold = otsu(&heights);
        let (mut inked, mut bare) = (Vec::new(), Vec::new());
        for &height in &heights {
            match height > threshold {
                true => inked.push(height),
                false => bare.push(height.abs()),
            }
        }
        // Three quarters of a normal distribution lie within 1.15 deviations. The median would be
        // 0 where the ground is as bright as can be, and half of its noise is cut off.
        let noise = quantile(&mut bare, 0.75) / 1.15;
        let full = quantile(&mut inked, FULL);
        Self {
            ink: heights.mapv_into(|height| height.clamp(0.0, full)),
            full,
            threshold,
            noise,
        }
    }
}

/// Ground whose noise is this part of full ink is not looked at more closely.
const EVEN: f32 = 0.01;

/// The pixels that a ground is fitted to, about.
const SAMPLES: f64 = 4000.0;

/// How often the ground is fitted again to what is no ink.
const REFITS: usize = 2;

/// The part of the pixels above the threshold that full ink is darker than: those on the outline
/// of a stroke, and where the pen was light.
const FULL: f64 = 0.75;

/// What is as good as no deviation: half a grey level.
const EXACT: f64 = 0.5 / 255.0;

/// The brightness of bare ground: a polynomial of second degree in the coordinates, which run
/// from -1 to 1.
struct Ground([f64; TERMS]);

const TERMS: usize = 6;

impl Ground {
    /// By least absolute deviations from the pixels that are chosen, so that strokes which cross
    /// a few of them do not count: least squares, weighted by the deviations before.
    fn fit(
        picture: &Array2<f32>,
        n_terms: usize,
        is_chosen: impl Fn((usize, usize)) -> bool,
    ) -> Self {
        const ROUNDS: usize = 10;
        let chosen = picture.indexed_iter().filter(|(at, _)| is_chosen(*at));
        let samples: Vec<([f64; TERMS], f64)> = chosen
            .map(|(at, &value)| {
                let mut terms = terms(at, picture.dim());
                terms[n_terms..].fill(0.0);
                (terms, f64::from(value))
            })
            .collect();
        let mut ground = Self([0.0; TERMS]);
        for round in 0..ROUNDS {
            let mut normal = [[0.0; TERMS + 1]; TERMS];
            for (terms, value) in &samples {
                let weight = match round {
                    0 => 1.0,
                    _ => 1.0 / (ground.at(terms) - value).abs().max(EXACT),
                };
                for (row, a) in normal.iter_mut().zip(terms) {
                    for (sum, b) in row.iter_mut().zip(terms.iter().chain([value])) {
                        *sum += weight * a * b;
                    }
                }
            }
            ground = Self(solve(normal));
        }
        ground
    }

    fn at(&self, terms: &[f64; TERMS]) -> f64 {
        self.0.iter().zip(terms).map(|(a, b)| a * b).sum()
    }

    /// Whether what stands out most is darker than the ground.
    fn is_ink_dark(&self, picture: &Array2<f32>) -> bool {
        let cube = |(at, &value): ((usize, usize), &f32)| {
            (f64::from(value) - self.at(&terms(at, picture.dim()))).powi(3)
        };
        picture.indexed_iter().map(cube).sum::<f64>() < 0.0
    }

    /// How far each pixel stands out, of how far it could: of bright ground in a shadow, ink
    /// takes away as large a part as of ground in the light.
    fn heights(&self, picture: &Array2<f32>, is_dark: bool) -> Array2<f32> {
        const LEAST: f64 = 0.1;
        Array2::from_shape_fn(picture.dim(), |at| {
            let ground = self.at(&terms(at, picture.dim()));
            let value = f64::from(picture[at]);
            let height = match is_dark {
                true => (ground - value) / ground.max(LEAST),
                false => (value - ground) / (1.0 - ground).max(LEAST),
            };
            height as f32
        })
    }
}

fn terms((y, x): (usize, usize), (height, width): (usize, usize)) -> [f64; TERMS] {
    let place = |at: usize, of: usize| (2 * at + 1) as f64 / of as f64 - 1.0;
    let (y, x) = (place(y, height), place(x, width));
    [1.0, x, y, x * x, x * y, y * y]
}

/// Solves the linear equations of which each row has its coefficients and then its right side, by
/// elimination. The matrix is one of normal equations: terms that are missing get the factor 0.
fn solve(mut rows: [[f64; TERMS + 1]; TERMS]) -> [f64; TERMS] {
    for pivot in 0..TERMS {
        let least = 1e-12 * rows[0][0].max(1e-12);
        let diagonal = rows[pivot][pivot].max(least);
        rows[pivot][pivot] = diagonal;
        let pivot_row = rows[pivot];
        for row in rows.iter_mut().skip(pivot + 1) {
            let factor = row[pivot] / diagonal;
            for (value, above) in row.iter_mut().zip(&pivot_row) {
                *value -= factor * above;
            }
        }
    }
    let mut solution = [0.0; TERMS];
    for index in (0..TERMS).rev() {
        let row = &rows[index];
        let known: f64 = (index + 1..TERMS).map(|i| row[i] * solution[i]).sum();
        solution[index] = (row[TERMS] - known) / row[index];
    }
    solution
}

/// Otsu's threshold: the one between the two classes whose means lie farthest apart, weighted by
/// how many pixels are in them. N. Otsu, "A threshold selection method from gray-level
/// histograms", IEEE Transactions on Systems, Man, and Cybernetics 9 (1979).
fn otsu(heights: &Array2<f32>) -> f32 {
    const BINS: usize = 256;
    let highest = heights.iter().copied().fold(0.0, f32::max);
    if highest == 0.0 {
        return 0.0;
    }
    let mut histogram = [0_u32; BINS];
    for height in heights {
        let bin = height.max(0.0) / highest * (BINS - 1) as f32;
        histogram[bin.round() as usize] += 1;
    }
    let moments = |bins: &[u32], from: usize| {
        let count: f64 = bins.iter().copied().map(f64::from).sum();
        let sum: f64 = bins
            .iter()
            .zip(from..)
            .map(|(&n, bin)| f64::from(n) * bin as f64)
            .sum();
        (count, sum)
    };
    let apart = |last: usize| {
        let (low, sum_low) = moments(&histogram[..=last], 0);
        let (high, sum_high) = moments(&histogram[last + 1..], last + 1);
        match low > 0.0 && high > 0.0 {
            true => low * high * (sum_high / high - sum_low / low).powi(2),
            false => 0.0,
        }
    };
    // In the middle of the best ones: none lies in a gap between ground and ink.
    let between: Vec<f64> = (0..BINS - 1).map(apart).collect();
    let most = between.iter().copied().fold(0.0, f64::max);
    let best = |&&value: &&f64| value >= most * (1.0 - 1e-9);
    let first = between.iter().position(|value| best(&value)).unwrap_or(0);
    let count = between.iter().filter(best).count();
    highest * (first as f32 + count as f32 / 2.0) / (BINS - 1) as f32
}

/// The value that this part of them is smaller than; 0 if there are none.
fn quantile(values: &mut [f32], part: f64) -> f32 {
    if values.is_empty() {
        return 0.0;
    }
    let index = (part * (values.len() - 1) as f64).round() as usize;
    *values.select_nth_unstable_by(index, f32::total_cmp).1
}

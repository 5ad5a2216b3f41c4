/// A Gaussian and its derivative, sampled at whole pixels from −radius to radius.
///
/// An image is made a smooth function of the plane by putting a Gaussian at each pixel,
/// `f(x, y) = Σ I(u, v) g(x − u) g(y − v)`, white beyond the image's edge. Its values and
/// derivatives at the pixels are convolutions of the image.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Gaussian {
    values: Vec<f64>,
    slopes: Vec<f64>,
}

/// The smooth image at the pixels: `f`, `∂f/∂x` and `∂f/∂y`, intensities and intensities a
/// pixel.
#[derive(Clone, Debug)]
pub(crate) struct Smooth {
    pub(crate) values: Vec<f64>,
    pub(crate) dx: Vec<f64>,
    pub(crate) dy: Vec<f64>,
}

impl Gaussian {
    /// Samples the Gaussian of this standard deviation, in pixels; they add up to one.
    pub(crate) fn new(sigma: f64) -> Self {
        let radius = (4.0 * sigma).ceil();
        let offsets = (0..=2 * radius as usize).map(|i| i as f64 - radius);
        let density = |t: f64| (-0.5 * (t / sigma).powi(2)).exp();
        let total: f64 = offsets.clone().map(density).sum();
        Self {
            values: offsets.clone().map(|t| density(t) / total).collect(),
            // f'(x) weighs the pixel at x + t by g'(−t) = t/σ² g(t).
            slopes: offsets
                .map(|t| t / sigma.powi(2) * density(t) / total)
                .collect(),
        }
    }

    /// Pixels that reach a pixel along a line.
    pub(crate) fn n_taps(&self) -> usize {
        self.values.len()
    }

    /// Smooths an image of that width, given as intensities.
    pub(crate) fn smooth(&self, image: &[f64], width: usize) -> Smooth {
        let blurred = along_rows(image, width, &self.values);
        let sloped = along_rows(image, width, &self.slopes);
        Smooth {
            values: along_columns(&blurred, width, &self.values),
            dx: along_columns(&sloped, width, &self.values),
            dy: along_columns(&blurred, width, &self.slopes),
        }
    }
}

/// Weighs the pixels to both sides of each, within its row.
fn along_rows(image: &[f64], width: usize, taps: &[f64]) -> Vec<f64> {
    let mut filtered = vec![0.0; image.len()];
    for (filtered, row) in filtered
        .chunks_exact_mut(width)
        .zip(image.chunks_exact(width))
    {
        add_shifted(filtered, row, 1, taps);
    }
    filtered
}

/// Weighs the pixels above and below each, within its column.
fn along_columns(image: &[f64], width: usize, taps: &[f64]) -> Vec<f64> {
    let mut filtered = vec![0.0; image.len()];
    add_shifted(&mut filtered, image, width, taps);
    filtered
}

/// Adds to each value of `sums` those of `line` at whole steps from it, weighed by `taps`, the
/// middle one of which is for the value at its own place.
fn add_shifted(sums: &mut [f64], line: &[f64], step: usize, taps: &[f64]) {
    let radius = taps.len() / 2;
    let add = |sums: &mut [f64], values: &[f64], tap: f64| {
        for (sum, value) in sums.iter_mut().zip(values) {
            *sum += tap * value;
        }
    };
    for (i, &tap) in taps.iter().enumerate() {
        let shift = i.abs_diff(radius) * step;
        if shift >= line.len() {
            continue;
        }
        if i < radius {
            add(&mut sums[shift..], line, tap);
        } else {
            add(sums, &line[shift..], tap);
        }
    }
}

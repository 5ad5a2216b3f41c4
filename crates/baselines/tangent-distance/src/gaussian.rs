/// A Gaussian and its derivative, sampled at whole pixels from −radius to radius.
///
/// A Gaussian at each pixel makes an image a smooth function of the plane, `f(x, y) = Σ I(u, v) g(x
/// − u) g(y − v)`. Beyond its edge the image is white. The values and derivatives of `f` at the
/// pixels are convolutions of the image.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Gaussian {
    values: Vec<f64>,
    slopes: Vec<f64>,
}

/// The smooth image at the pixels: `f`, `∂f/∂x` and `∂f/∂y`, in intensities and in intensities per
/// pixel.
#[derive(Clone, Debug)]
pub(crate) struct Smooth {
    pub(crate) values: Vec<f64>,
    pub(crate) dx: Vec<f64>,
    pub(crate) dy: Vec<f64>,
}

impl Gaussian {
    /// Samples the Gaussian with this standard deviation, in pixels. The samples add up to one.
    pub(crate) fn new(sigma: f64) -> Self {
        let radius = (4.0 * sigma).ceil();
        let offsets = (0..=2 * radius as usize).map(|i| i as f64 - radius);
        let density = |t: f64| (-0.5 * (t / sigma).powi(2)).exp();
        let total: f64 = offsets.clone().map(density).sum();
        Self {
            values: offsets.clone().map(|t| density(t) / total).collect(),
            // f'(x) weights the pixel at x + t by g'(−t) = t/σ² g(t).
            slopes: offsets
                .map(|t| t / sigma.powi(2) * density(t) / total)
                .collect(),
        }
    }

    /// Number of pixels on a line that influence one pixel.
    pub(crate) fn n_taps(&self) -> usize {
        self.values.len()
    }

    /// Smooths an image of intensities with this width.
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

/// Filters each row: each pixel becomes a weighted sum of its neighbours on both sides.
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

/// Filters each column: each pixel becomes a weighted sum of its neighbours above and below.
fn along_columns(image: &[f64], width: usize, taps: &[f64]) -> Vec<f64> {
    let mut filtered = vec![0.0; image.len()];
    add_shifted(&mut filtered, image, width, taps);
    filtered
}

/// Adds weighted values of `line` to each value of `sums`. The values are a whole number of steps
/// away, and `taps` holds their weights. The middle weight belongs to the value at the same place.
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

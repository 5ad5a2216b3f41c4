use ndarray::{Array1, Array2, ArrayView1, Axis};

use crate::Images;

/// Pixels each way of MNIST's images, and of the box that a digit's longer side fills.
const SIDE: usize = 28;
const BOX: usize = 20;
/// The pixel that the centre of mass lies on.
const CENTRE: f64 = 14.0;

/// Ink from 0 to 1, scaled into the box and moved by whole pixels so that its centre of mass is in
/// the centre.
pub(super) fn framed(ink: &Array2<f32>) -> Images {
    let lines = |axis| Extent::of(ink.fold_axis(axis, 0.0, |&a, &b| f32::max(a, b)).view());
    let (rows, columns) = (lines(Axis(1)), lines(Axis(0)));
    let pixel = rows.length().max(columns.length()) / BOX as f64;
    let [height, width] = [&rows, &columns].map(|extent| (extent.length() / pixel).ceil() as usize);
    let (rows, columns) = (rows.taps(pixel), columns.taps(pixel));
    let mut scaled = Array2::<f64>::zeros((BOX, BOX));
    for ((y, x), scaled) in scaled.indexed_iter_mut() {
        for &(from_y, of_row) in &rows[y] {
            for &(from_x, of_column) in &columns[x] {
                *scaled += of_row * of_column * f64::from(ink[(from_y, from_x)]);
            }
        }
    }
    let most = scaled.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let shift = |axis, length: usize| {
        let sums: Array1<f64> = scaled.sum_axis(axis);
        let mass: f64 = sums.sum();
        let moment: f64 = sums
            .iter()
            .enumerate()
            .map(|(at, sum)| at as f64 * sum)
            .sum();
        let room = SIDE.saturating_sub(length) as f64;
        (CENTRE - moment / mass).round().clamp(0.0, room) as usize
    };
    let (down, right) = (shift(Axis(1), height), shift(Axis(0), width));
    let mut image = Array2::zeros((1, SIDE * SIDE));
    for ((y, x), ink) in scaled
        .indexed_iter()
        .filter(|&((y, x), _)| y < height && x < width)
    {
        image[(0, (y + down) * SIDE + x + right)] = (ink / most * 255.0).round() as u8;
    }
    Images::new(image, SIDE, SIDE).expect("28×28 pixels")
}

/// Where ink begins and ends along one axis, in pixels from the left or upper edge.
struct Extent {
    start: f64,
    end: f64,
    /// Pixels there are.
    n: usize,
}

impl Extent {
    /// Of the most ink in each row or column. It begins where that reaches half of what it reaches
    /// within a pixel of the box: so does a sharp outline, and one that is blurred.
    fn of(most: ArrayView1<'_, f32>) -> Self {
        let n = most.len();
        let band = n.div_ceil(BOX);
        let inset = |at: &dyn Fn(usize) -> f32| {
            let half = (0..band).map(at).fold(0.0, f32::max) / 2.0;
            let first = (0..band).find(|&i| at(i) >= half).unwrap_or(0);
            // Linear between the centres of pixels, and none before the first.
            let before = if first > 0 { at(first - 1) } else { 0.0 };
            let above = (at(first) - half) / (at(first) - before).max(f32::MIN_POSITIVE);
            first as f64 + 0.5 - f64::from(above)
        };
        let start = inset(&|i| most[i]);
        let end = n as f64 - inset(&|i| most[n - 1 - i]);
        Self { start, end, n }
    }

    fn length(&self) -> f64 {
        self.end - self.start
    }

    /// For each pixel of the box, of that length here: the pixels that make it, and their weights.
    fn taps(&self, pixel: f64) -> Vec<Vec<(usize, f64)>> {
        let last = (self.n - 1) as f64;
        let taps = |i: usize| {
            let start = self.start + i as f64 * pixel;
            if pixel < 1.0 {
                // Linear between the centres of two pixels.
                let centre = start + pixel / 2.0 - 0.5;
                if centre > self.end - 0.5 {
                    return Vec::new();
                }
                let below = centre.floor();
                let part = centre - below;
                let tap = |at: f64, weight| (at.clamp(0.0, last) as usize, weight);
                return vec![tap(below, 1.0 - part), tap(below + 1.0, part)];
            }
            let end = (start + pixel).min(self.end);
            let covered = |at: usize| (end.min(at as f64 + 1.0) - start.max(at as f64)) / pixel;
            (start.floor() as usize..end.ceil().max(0.0) as usize)
                .map(|at| (at, covered(at)))
                .collect()
        };
        (0..BOX).map(taps).collect()
    }
}

use ndarray::ArrayView1;

/// Where ink begins and ends along one axis, in pixels from the left or upper edge.
pub(super) struct Extent {
    pub(super) start: f64,
    pub(super) end: f64,
    /// Pixels there are.
    n: usize,
}

impl Extent {
    /// Of the most ink in each row or column. It begins where that reaches half of what it reaches
    /// within `band` pixels: so does a sharp outline, and one that is blurred.
    pub(super) fn of(most: ArrayView1<'_, f32>, band: usize) -> Self {
        let n = most.len();
        let band = band.min(n);
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

    pub(super) fn length(&self) -> f64 {
        self.end - self.start
    }

    /// For each of `n` pixels from the start on, of that length here: the pixels that make it, and
    /// their weights. Behind the end there are none.
    pub(super) fn taps(&self, pixel: f64, n: usize) -> Vec<Vec<(usize, f64)>> {
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
        (0..n).map(taps).collect()
    }
}

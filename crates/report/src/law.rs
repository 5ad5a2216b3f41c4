/// y = factor · x^exponent: a straight line if both axes are logarithmic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PowerLaw {
    /// The slope of the line.
    pub exponent: f64,
    /// y at x = 1.
    pub factor: f64,
}

impl PowerLaw {
    /// Fits the law to pairs of x and y, by least squares on the logarithm of y. Returns `None` if
    /// there are fewer than two different x, or if a number is not positive.
    ///
    /// ```
    /// let law = report::PowerLaw::fit(&[(1.0, 3.0), (10.0, 300.0)]).unwrap();
    /// assert!((law.exponent - 2.0).abs() < 1e-12 && (law.at(5.0) - 75.0).abs() < 1e-9);
    /// ```
    pub fn fit(points: &[(f64, f64)]) -> Option<Self> {
        if points.iter().any(|&(x, y)| x <= 0.0 || y <= 0.0) {
            return None;
        }
        let n = points.len() as f64;
        let points: Vec<(f64, f64)> = points.iter().map(|(x, y)| (x.ln(), y.ln())).collect();
        let mean_x = points.iter().map(|(x, _)| x).sum::<f64>() / n;
        let mean_y = points.iter().map(|(_, y)| y).sum::<f64>() / n;
        let variance: f64 = points.iter().map(|(x, _)| (x - mean_x).powi(2)).sum();
        let covariance: f64 = points
            .iter()
            .map(|(x, y)| (x - mean_x) * (y - mean_y))
            .sum();
        let slope = covariance / variance;
        slope.is_finite().then(|| Self {
            exponent: slope,
            factor: (mean_y - slope * mean_x).exp(),
        })
    }

    /// The y of an x.
    pub fn at(&self, x: f64) -> f64 {
        self.factor * x.powf(self.exponent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed by numpy.polyfit(log P, log gap, 1) on the paper's three points of Figure 6.
    #[test]
    fn agrees_with_numpy_on_the_papers_points() {
        let law = PowerLaw::fit(&[(15e3, 1.63), (30e3, 0.83), (60e3, 0.59)]).unwrap();
        assert!((-law.exponent - 0.733_042_552).abs() < 1e-8, "{law:?}");
        assert!((law.at(30e3) - 0.927_625_3).abs() < 1e-6, "{law:?}");
    }

    #[test]
    fn what_has_no_law_gets_none() {
        assert!(PowerLaw::fit(&[]).is_none());
        assert!(PowerLaw::fit(&[(100.0, 1.0)]).is_none());
        assert!(PowerLaw::fit(&[(100.0, 1.0), (100.0, 2.0)]).is_none());
        assert!(PowerLaw::fit(&[(100.0, 1.0), (200.0, 0.0)]).is_none());
    }
}

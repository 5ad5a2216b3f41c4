use std::f64::consts::PI;

use serde::{Deserialize, Serialize};

/// The global rate η of each pass.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Schedule {
    /// The same rate in every pass.
    Constant(f64),
    /// The rate is `steps[k].1` up to and including pass `steps[k].0` (passes count from 1). After
    /// the last step, its rate stays.
    Steps(Vec<(usize, f64)>),
    /// `first · factorᵖ` after p completed passes.
    Geometric {
        /// Rate of the first pass.
        first: f64,
        /// Factor that the rate is multiplied by after each pass.
        factor: f64,
    },
    /// The rate falls from `first` in the first pass to `last` in the last pass, along half a
    /// cosine.
    Cosine {
        /// Rate of the first pass.
        first: f64,
        /// Rate of the last pass.
        last: f64,
    },
}

impl Schedule {
    /// Section III-B: 0.0005 for two passes, 0.0002 for three, 0.0001 for three, 0.00005 for
    /// four, 0.00001 thereafter.
    pub fn paper() -> Self {
        Self::Steps(vec![
            (2, 5e-4),
            (5, 2e-4),
            (8, 1e-4),
            (12, 5e-5),
            (20, 1e-5),
        ])
    }

    /// The rate of pass `pass` (from 1) in a run of `passes` passes.
    pub fn rate(&self, pass: usize, passes: usize) -> f64 {
        match self {
            Self::Constant(rate) => *rate,
            Self::Steps(steps) => steps
                .iter()
                .find(|(until, _)| pass <= *until)
                .or(steps.last())
                .map_or(0.0, |(_, rate)| *rate),
            Self::Geometric { first, factor } => first * factor.powi(pass as i32 - 1),
            Self::Cosine { first, last } => {
                let done = (pass - 1) as f64 / (passes.max(2) - 1) as f64;
                last + (first - last) * (1.0 + (PI * done).cos()) / 2.0
            }
        }
    }

    /// Returns true if the rate of a pass depends on the total number of passes. In that case a
    /// longer run does not continue a shorter one.
    pub fn depends_on_passes(&self) -> bool {
        match self {
            Self::Constant(_) | Self::Steps(_) | Self::Geometric { .. } => false,
            Self::Cosine { .. } => true,
        }
    }

    /// The first rate in a run of `passes` passes that is not positive and finite, if there is one.
    pub fn unsound(&self, passes: usize) -> Option<f64> {
        let sound = |rate: f64| rate > 0.0 && rate.is_finite();
        (1..=passes)
            .map(|pass| self.rate(pass, passes))
            .find(|&rate| !sound(rate))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_paper_s_schedule() {
        let rates: Vec<f64> = (1..=20)
            .map(|pass| Schedule::paper().rate(pass, 20))
            .collect();
        let paper = [
            [5e-4; 2].as_slice(),
            &[2e-4; 3],
            &[1e-4; 3],
            &[5e-5; 4],
            &[1e-5; 8],
        ];
        assert_eq!(rates, paper.concat());
    }

    #[test]
    fn cosine_goes_from_first_to_last() {
        let cosine = Schedule::Cosine {
            first: 1.0,
            last: 0.1,
        };
        assert!((cosine.rate(1, 11) - 1.0).abs() < 1e-12);
        assert!((cosine.rate(6, 11) - 0.55).abs() < 1e-12);
        assert!((cosine.rate(11, 11) - 0.1).abs() < 1e-12);
    }
}

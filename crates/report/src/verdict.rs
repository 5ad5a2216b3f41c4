use std::fmt;

use serde::{Deserialize, Serialize};

/// How our interval compares with the paper's value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The paper's value lies inside our interval.
    Reproduced,
    /// Our whole interval lies below the paper's value.
    Better,
    /// Our whole interval lies above the paper's value.
    Worse,
    /// The paper has no value for this row.
    #[default]
    New,
}

impl Verdict {
    /// The verdict for an interval `[low, high]` and the paper's value, in the same unit.
    pub fn of(low: f64, high: f64, paper: Option<f64>) -> Self {
        match paper {
            None => Self::New,
            Some(paper) if high < paper => Self::Better,
            Some(paper) if low > paper => Self::Worse,
            Some(_) => Self::Reproduced,
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Reproduced => "reproduced",
            Self::Better => "better",
            Self::Worse => "worse",
            Self::New => "new",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bounds_belong_to_the_interval() {
        assert_eq!(Verdict::of(1.0, 2.0, Some(1.0)), Verdict::Reproduced);
        assert_eq!(Verdict::of(1.0, 2.0, Some(2.0)), Verdict::Reproduced);
        assert_eq!(Verdict::of(1.0, 2.0, Some(2.1)), Verdict::Better);
        assert_eq!(Verdict::of(1.0, 2.0, Some(0.9)), Verdict::Worse);
        assert_eq!(Verdict::of(1.0, 2.0, None), Verdict::New);
    }
}

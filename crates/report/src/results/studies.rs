use serde::{Deserialize, Serialize};

/// One line of `figure-2.csv`: a feature map of LeNet-5 while it looks at one test image.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MapLine {
    /// Index of the image in the test set, from 0.
    pub test_image: usize,
    /// Its true class.
    pub label: u8,
    /// The layer: `input`, the names of the paper, `output`.
    pub layer: String,
    /// Number of the map in its layer, from 0.
    pub map: usize,
    /// Rows.
    pub height: usize,
    /// Columns.
    pub width: usize,
    /// The states row by row, separated by blanks; of `output` the penalties of the classes.
    pub states: String,
}

impl MapLine {
    /// The states as numbers; `None` if they are not, or not as many as the map has units.
    pub fn values(&self) -> Option<Vec<f64>> {
        let values: Result<Vec<f64>, _> = self.states.split(' ').map(str::parse).collect();
        let values = values.ok()?;
        let finite = values.iter().all(|value| value.is_finite());
        (finite && values.len() == self.height * self.width).then_some(values)
    }

    /// States as they stand in the file: with three decimals.
    pub fn words(states: &[f32]) -> String {
        let words: Vec<String> = states
            .iter()
            .map(|state| {
                let rounded = (f64::from(*state) * 1e3).round() / 1e3;
                // Not "-0".
                (rounded + 0.0).to_string()
            })
            .collect();
        words.join(" ")
    }
}

/// One line of `figure-13.csv`: all test images changed alike, and how many LeNet-5 mistakes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeLine {
    /// What was done: `shift-right`, `shift-down`, `scale`, `rotation`, `squeeze` or `noise`.
    pub kind: String,
    /// How much of it: pixels, a factor, degrees or a probability.
    pub amount: f64,
    /// Images not recognised, in percent.
    pub error_percent: f64,
    /// Images not recognised.
    pub errors: usize,
    /// Images tried.
    pub test_images: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_survive_as_words() {
        let line = |states: &str| MapLine {
            test_image: 0,
            label: 7,
            layer: "C1".into(),
            map: 0,
            height: 1,
            width: 3,
            states: states.into(),
        };
        let words = MapLine::words(&[0.123_456, -0.000_01, -1.5]);
        assert_eq!(words, "0.123 0 -1.5");
        assert_eq!(line(&words).values().unwrap(), [0.123, 0.0, -1.5]);
        assert!(line("1 2").values().is_none());
        assert!(line("1 2 x").values().is_none());
        assert!(line("1 2 inf").values().is_none());
    }
}

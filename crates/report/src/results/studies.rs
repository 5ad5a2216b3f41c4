use serde::{Deserialize, Serialize};

/// One line of `figure-2.csv`: a feature map of LeNet-5 for one test image.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MapLine {
    /// Index of the image in the test set, from 0.
    pub test_image: usize,
    /// Its true class.
    pub label: u8,
    /// The layer: `input`, a name from the paper, or `output`.
    pub layer: String,
    /// Number of the map in its layer, from 0.
    pub map: usize,
    /// Number of rows.
    pub height: usize,
    /// Number of columns.
    pub width: usize,
    /// The states row by row, separated by blanks. For `output` they are the penalties of the
    /// classes.
    pub states: String,
}

impl MapLine {
    /// The states as numbers; `None` if they are not numbers, or if their count differs from the
    /// number of units of the map.
    pub fn values(&self) -> Option<Vec<f64>> {
        let values: Result<Vec<f64>, _> = self.states.split(' ').map(str::parse).collect();
        let values = values.ok()?;
        let finite = values.iter().all(|value| value.is_finite());
        (finite && values.len() == self.height * self.width).then_some(values)
    }

    /// Formats states for the file, with three decimals.
    pub fn words(states: &[f32]) -> String {
        let words: Vec<String> = states
            .iter()
            .map(|state| {
                let rounded = (f64::from(*state) * 1e3).round() / 1e3;
                // Avoids "-0".
                (rounded + 0.0).to_string()
            })
            .collect();
        words.join(" ")
    }
}

/// One line of `figure-13.csv`: a change of all test images, and how many of them LeNet-5 gets
/// wrong.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeLine {
    /// The kind of change: `shift-right`, `shift-down`, `scale`, `rotation`, `squeeze` or `noise`.
    pub kind: String,
    /// The amount of the change: pixels, a factor, degrees or a probability.
    pub amount: f64,
    /// Share of the images that were not recognised, in percent.
    pub error_percent: f64,
    /// Number of images that were not recognised.
    pub errors: usize,
    /// Number of images.
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

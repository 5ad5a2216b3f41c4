use serde::{Deserialize, Serialize};

use crate::numbers::rounded;
use crate::{Outcome, PowerLaw, Record, Run};

/// One line of `growth.csv`: a row, trained on so many images.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GrowthLine {
    /// The row's name.
    pub row: String,
    /// Training images. Where there are more than the training set has, the others are distorted
    /// copies.
    pub train_images: usize,
    /// Seconds to train, without preparing the images.
    pub train_seconds: f64,
    /// Microseconds to recognise a test image, all of them in one batch.
    pub recognise_microseconds: f64,
    /// Most memory that the process had at a time, in bytes, the images included; none if the
    /// system does not tell.
    pub peak_bytes: Option<u64>,
    /// Test images not recognised, in percent.
    pub error_percent: f64,
    /// Processor, cores and system.
    pub machine: String,
    /// Revision of the code.
    pub revision: String,
}

/// The raw measurements of a row that was trained on so many images in a process of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grown {
    /// What any run measures.
    pub outcome: Outcome,
    /// Most memory that the process had at a time.
    pub peak_bytes: Option<u64>,
}

impl Record for Grown {
    type Run = Run;

    fn run(&self) -> &Run {
        &self.outcome.run
    }

    fn flaw(&self) -> Option<String> {
        self.outcome.flaw()
    }
}

impl From<&Grown> for GrowthLine {
    fn from(grown: &Grown) -> Self {
        let outcome = &grown.outcome;
        let n = outcome.labels.len() as f64;
        Self {
            row: outcome.run.row.clone(),
            train_images: outcome.run.train_images,
            train_seconds: rounded(outcome.timing.train_seconds, 4),
            recognise_microseconds: rounded(1e6 * outcome.timing.recognise_seconds / n, 3),
            peak_bytes: grown.peak_bytes,
            error_percent: rounded(100.0 * outcome.errors() as f64 / n, 4),
            machine: outcome.machine.clone(),
            revision: outcome.revision.clone(),
        }
    }
}

/// What grows with the number of training images.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Seconds to train.
    Training,
    /// Microseconds to recognise an image.
    Recognition,
    /// Peak memory, in bytes.
    Memory,
    /// Test error, in percent.
    Error,
}

impl Quantity {
    /// All there are.
    pub const ALL: [Self; 4] = [Self::Training, Self::Recognition, Self::Memory, Self::Error];

    /// Of a line, if it was measured.
    pub fn of(self, line: &GrowthLine) -> Option<f64> {
        match self {
            Self::Training => Some(line.train_seconds),
            Self::Recognition => Some(line.recognise_microseconds),
            Self::Memory => line.peak_bytes.map(|bytes| bytes as f64),
            Self::Error => Some(line.error_percent),
        }
    }

    /// The points of a row, ascending: training images, and what is measured.
    pub fn points(self, lines: &[GrowthLine], row: &str) -> Vec<(f64, f64)> {
        let of_row = lines.iter().filter(|line| line.row == row);
        let mut points: Vec<(f64, f64)> = of_row
            .filter_map(|line| Some((line.train_images as f64, self.of(line)?)))
            .collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        points
    }

    /// The law that fits the points of a row, if there are two or more.
    pub fn law(self, lines: &[GrowthLine], row: &str) -> Option<PowerLaw> {
        PowerLaw::fit(&self.points(lines, row))
    }
}

/// The rows of the lines, each once, in their order.
pub fn rows_of(lines: &[GrowthLine]) -> Vec<&str> {
    let mut rows: Vec<&str> = Vec::new();
    for line in lines {
        if !rows.contains(&line.row.as_str()) {
            rows.push(&line.row);
        }
    }
    rows
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn line(row: &str, train_images: usize, train_seconds: f64) -> GrowthLine {
        GrowthLine {
            row: row.into(),
            train_images,
            train_seconds,
            recognise_microseconds: 2.0,
            peak_bytes: None,
            error_percent: 1.0,
            ..GrowthLine::default()
        }
    }

    #[test]
    fn a_law_is_that_of_its_row_whatever_the_order() {
        let lines = [
            line("svm", 400, 16.0),
            line("knn", 100, 5.0),
            line("svm", 100, 1.0),
            line("svm", 200, 4.0),
        ];
        assert_eq!(rows_of(&lines), ["svm", "knn"]);
        let points = Quantity::Training.points(&lines, "svm");
        assert_eq!(points, [(100.0, 1.0), (200.0, 4.0), (400.0, 16.0)]);
        let exponent = |quantity: Quantity, row| quantity.law(&lines, row).map(|law| law.exponent);
        assert!((exponent(Quantity::Training, "svm").unwrap() - 2.0).abs() < 1e-12);
        assert_eq!(exponent(Quantity::Recognition, "svm"), Some(0.0));
        assert_eq!(exponent(Quantity::Training, "knn"), None, "one point");
        assert_eq!(exponent(Quantity::Memory, "svm"), None, "not measured");
    }

    #[test]
    fn a_line_is_that_of_its_record() {
        let line = GrowthLine::from(&Grown {
            outcome: crate::outcome::tests::outcome(),
            peak_bytes: Some(7),
        });
        assert_eq!((line.error_percent, line.peak_bytes), (25.0, Some(7)));
    }
}
